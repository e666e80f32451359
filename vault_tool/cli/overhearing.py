"""`import` of mail and chats: last contacts become real, and no word of them is kept."""

from collections.abc import Sequence
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

NOT_ALL_READ = 3
_MESSAGE = {"en": "message", "it": "messaggio"}


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

    read = [read_exchanges(kind, data, name, hints) for name, data in contents]
    problems = [problem for each in read for problem in each.problems]
    exchanges = [one for each in read for one in each.found]
    if not exchanges and problems:
        first = problems[0]
        raise UsageError(f"{first.path}: {first.message.rstrip('.')}", first.hint)
    for problem in problems:
        remark(asked, str(problem))
    found = contacted(
        cards(desk.index), standings(desk.index), exchanges, desk.settings.region, desk.today
    )
    edits = []
    lines = []
    for card, each in found:
        words = _words(desk.language, each)
        edit = talk_in_note(card.path, each.day, words, desk.index.ways, desk.settings, True)
        edits.append((card.path, edit))
        lines.append(Line(card.path, f"{each.day.isoformat()} {words}", card.name))
    names = ", ".join(name for name, _ in contents)
    write(
        asked, desk, manner, f"import {kind} {names}", edits, lambda _: lines,
        unchanged="Your notes know of all that, or of nobody in it.",
    )  # fmt: skip
    return NOT_ALL_READ if problems else None


def _words(language: str, each: "Exchange") -> str:
    from vault_tool.cli.questions import in_language

    if each.channel == "email":
        return "email"
    return f"{in_language(_MESSAGE, language)}: {each.by}"
