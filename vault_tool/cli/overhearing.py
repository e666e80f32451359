"""`import` of mail, chats and calendars: last contacts become real.

No word of them is kept, unless the user asks for it.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from vault_tool.cli.changing import Line, write
from vault_tool.cli.manner import Manner
from vault_tool.cli.opening import Desk
from vault_tool.cli.options import Asked
from vault_tool.cli.output import remark
from vault_tool.errors import UsageError

if TYPE_CHECKING:
    from vault_tool.formats.contact import Hints
    from vault_tool.formats.exchanges import Exchange
    from vault_tool.model import Card

NOT_ALL_READ = 3
_WORDS: dict[str, dict[str, str]] = {
    "email": {"en": "email"},
    "message": {"en": "message", "it": "messaggio"},
    "in-person": {"en": "met", "it": "incontro"},
    "call": {"en": "call", "it": "telefonata"},
    "video": {"en": "video"},
}
# Of a subject or a title, and of each message of a chat.
LONGEST_TITLE = 120
LONGEST_MESSAGE = 200


def log_exchanges(
    asked: Asked,
    desk: Desk,
    manner: Manner,
    kind: str,
    contents: Sequence[tuple[str, bytes]],
    hints: "Hints",
) -> int | None:
    """Log the latest exchange with everybody known, where no later contact is."""
    from vault_tool.engine.contacted import contacted
    from vault_tool.engine.talk import talk_in_note
    from vault_tool.formats.readers import read_exchanges
    from vault_tool.index.read import cards, standings

    everybody = cards(desk.index)
    hints = _of_the_user(desk, everybody, hints)
    read = [read_exchanges(kind, data, name, hints) for name, data in contents]
    problems = [problem for each in read for problem in each.problems]
    exchanges = [one for each in read for one in each.found]
    if not exchanges and problems:
        first = problems[0]
        raise UsageError(f"{first.path}: {first.message.rstrip('.')}", first.hint)
    for problem in problems:
        remark(asked, str(problem))
    found = contacted(everybody, standings(desk.index), exchanges, desk.settings.region, desk.today)
    edits = []
    lines = []
    for card, each in found:
        words = _words(desk.language, kind, each, hints.with_text)
        edit = talk_in_note(card.path, each.day, words, desk.index.ways, desk.settings, True)
        edits.append((card.path, edit))
        line = words.partition("\n")[0]
        lines.append(Line(card.path, f"{each.day.isoformat()} {line}", card.name))
    names = ", ".join(name for name, _ in contents)
    write(
        asked, desk, manner, f"import {kind} {names}", edits, lambda _: lines,
        unchanged="Your notes know of all that, or of nobody in it.",
    )  # fmt: skip
    return NOT_ALL_READ if problems else None


def _of_the_user(desk: Desk, everybody: "Sequence[Card]", hints: "Hints") -> "Hints":
    """Return the hints with what is known of the user: addresses, zone, and what is over.

    What a calendar has for today may be still to come.
    """
    from dateutil.tz import tzlocal

    from vault_tool.engine.incoming import texts

    own = [text for card in everybody if card.me for text in texts(card.properties.get("email"))]
    return hints._replace(
        own=frozenset(each.strip().casefold() for each in (*own, *desk.settings.my_emails)),
        zone=tzlocal(),
        until=desk.today - timedelta(1),
        today=desk.today,
        most=desk.settings.most_guests,
    )


def _words(language: str, kind: str, each: "Exchange", with_text: bool) -> str:
    """Return the line to write: how one was in touch, and what was said, where asked for."""
    from vault_tool.cli.questions import in_language
    from vault_tool.engine.titles import channel_in
    from vault_tool.note.editing.quoting import quoted, quoted_lines

    is_event = kind == "ics"
    channel = (channel_in(each.text) if is_event else None) or each.channel
    words = in_language(_WORDS[channel], language)
    if each.by:
        words = f"{words}: {each.by}"
    if not with_text or not each.text:
        return words
    if each.by:
        return f"{words}\n{quoted_lines(each.text.splitlines(), LONGEST_MESSAGE)}".strip()
    return f"{words}: {quoted(each.text, LONGEST_TITLE)}"
