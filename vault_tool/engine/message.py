"""Notes that the tool makes: drafts, and what sending one means, and reports.

Public: `Message`, `draft_note`, `introducing`, `draft_in`, `sent_note`, `report_in_note`.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from vault_tool.dates import parse_day
from vault_tool.errors import UsageError, WriteRefused
from vault_tool.note.conventions import Conventions
from vault_tool.note.editing.properties import set_property
from vault_tool.note.frontmatter import front_matter_span, read_front_matter
from vault_tool.note.links import find_links
from vault_tool.note.properties import united
from vault_tool.note.text import decode

Edit = Callable[[bytes | None], bytes | None]

SENT = "sent"
USED = "used"
INTRODUCES = "introduces"
_USUAL_CHANNEL = "message"
_KEPT = frozenset(("email", "message", "letter", "social", "call", "video"))


class Message(NamedTuple):
    """What a draft's note says: to whom (a link's target), how, about what, and how far it is.

    `channel` is one in which one writes or calls; whoever likes to be met in person is sent a
    message. `created` is the day it was drafted, `sent_on` the one it was sent, where the note says
    one. `used` are the facts it speaks of, in the words of the notes they are from; `body` is its
    text, `introduces` whom it introduces to the receiver (a link's target).
    """

    to: str
    channel: str
    subject: str
    status: str
    kind: str = ""
    created: date | None = None
    sent_on: date | None = None
    used: tuple[str, ...] = ()
    body: str = ""
    introduces: str = ""

    @property
    def is_open(self) -> bool:
        """Tell whether it is still to be sent."""
        return self.status.casefold() != SENT


def draft_note(
    path: str,
    link: str,
    kind: str,
    channel: str | None,
    subject: str,
    body: str,
    created: date,
    ways: Conventions,
    used: Sequence[str] = (),
) -> bytes:
    """Return the note of a draft; `link` is the wikilink to the person as the note needs it.

    `used` are the facts it speaks of: once it is sent they are not used again.
    """
    data = b"---\ntype: draft\n---\n"
    said = {
        "to": link,
        "kind": kind,
        "channel": channel,
        "subject": subject,
        "created": created.isoformat(),
        "status": "draft",
    }
    for key, value in said.items():
        data = set_property(path, data, key, value, ways)
    facts = list(dict.fromkeys(" ".join(text.split()) for text in used if text.strip()))
    if facts:
        data = set_property(path, data, USED, facts, ways)
    return data + f"\n{body.strip()}\n".encode()


def introducing(path: str, data: bytes, link: str, ways: Conventions) -> bytes:
    """Return a draft's note that says whom it introduces to its receiver."""
    return set_property(path, data, INTRODUCES, link, ways)


def draft_in(path: str, data: bytes, ways: Conventions) -> Message | None:
    """Return what the note of a draft says, None for any other note."""
    whole = decode(data, path)[0]
    span = front_matter_span(whole)
    said = united(read_front_matter(whole, path).fields, (), ways.reading.properties)

    def text(key: str) -> str:
        scalar = said[key].text() if key in said else None
        return (scalar.text or "").strip() if scalar else ""

    if text("type").casefold() != "draft":
        return None
    links, others = find_links(text("to"), 1), find_links(text(INTRODUCES), 1)
    channel = text("channel").casefold()
    return Message(
        links[0].target if links else text("to"),
        channel if channel in _KEPT else _USUAL_CHANNEL,
        text("subject"),
        text("status") or "draft",
        text("kind"),
        parse_day(text("created")),
        parse_day(text(SENT)),
        tuple(each.text.strip() for each in said[USED].scalars() if each.text)
        if USED in said
        else (),
        whole[span[2] if span else 0 :].strip(),
        others[0].target if others else text(INTRODUCES),
    )


def sent_note(path: str, day: date, ways: Conventions) -> Edit:
    """Return what marks a draft as sent on a day; one that is no draft any more is refused."""

    def edit(data: bytes | None) -> bytes:
        message = draft_in(path, data, ways) if data is not None else None
        if message is None or data is None:
            raise UsageError(f"{path} is no draft", "Drafts lie in Drafts/: type: draft")
        if not message.is_open:
            raise UsageError(f"{path} is marked as sent already", "It was logged then.")
        data = set_property(path, data, "status", SENT, ways)
        return set_property(path, data, SENT, day.isoformat(), ways)

    return edit


def report_in_note(path: str, command: str, text: str, ways: Conventions) -> Edit:
    """Return what makes the file at `path` this report; `command` is the one that makes it.

    Raises `WriteRefused` for a file that does not say that the tool made it.
    """
    start = set_property(path, b"---\n---\n", "generated_by", command, ways)
    note = start + f"\n{text.strip()}\n".encode()

    def edit(data: bytes | None) -> bytes:
        if data is not None and not _is_generated(path, data, ways):
            raise WriteRefused(
                f"{path} is not of our making, and was left as it is",
                "Give it another name, or say generated_by in its properties.",
            )
        return note

    return edit


def _is_generated(path: str, data: bytes, ways: Conventions) -> bool:
    fields = read_front_matter(decode(data, path)[0], path).fields
    return "generated_by" in united(fields, (), ways.reading.properties)
