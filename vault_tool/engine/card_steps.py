"""What becomes of one person's note and card, as values; and a card as it lies on the other side.

Public: `Sheet`, `sheet_of(href, etag, data)`, `Agreed`, `Left`, `Known`, `Step`, `Plan`, `Kind`,
`Odd`, `placed_uid(href)`.
"""

import re
from typing import Literal, NamedTuple
from uuid import UUID, uuid5

from vault_tool.engine.agreeing import Apart, Side, Turn
from vault_tool.engine.importing import Person as Somebody
from vault_tool.engine.importing import Step as Brought
from vault_tool.formats.characters import utf8
from vault_tool.formats.contact import Contact
from vault_tool.formats.vcard import read_vcards
from vault_tool.model import Card

_OURS = UUID("a1f0c2d6-3b0a-5d5c-8d0e-7c8f4f1e2b90")
_BEGIN = re.compile(rb"(?im)^[ \t]*BEGIN[ \t]*:[ \t]*VCARD")
_END = re.compile(rb"(?im)^[ \t]*END[ \t]*:[ \t]*VCARD")
_PLAIN_UID = re.compile(r"[^\s{}<>]{1,200}")

Kind = Literal[
    "same", "pair", "new note", "new card", "remove card", "removed there", "note gone", "ask",
    "double", "unread", "same id", "at rest", "forgotten",
]  # fmt: skip
Odd = Literal["several", "unreadable", "cut"]


class Sheet(NamedTuple):
    """A card as it lies on the other side; the contact always has an id."""

    href: str
    etag: str | None
    data: bytes
    contact: Contact


class Agreed(NamedTuple):
    """What a note and a card last agreed on: the card's text, and what the note said.

    `made` tells that the card is there because of the note, and not the other way round. `came` is
    the card's text when it last came from there: what both sides go back to, in a later merge.
    """

    uid: str
    path: str
    href: str
    etag: str | None
    data: bytes
    note: Side
    made: bool
    came: bytes = b""


class Left(NamedTuple):
    """Somebody one side removed: the note stays without a card, or the card without a note."""

    uid: str
    name: str
    side: Literal["note", "card"]


class Known(NamedTuple):
    """What is remembered of a collection of cards."""

    agreed: tuple[Agreed, ...] = ()
    left: tuple[Left, ...] = ()


class Step(NamedTuple):
    """What becomes of one person. `card` is the note's, `sheet` the other side's, as they are now.

    `target` is what the card is to say, None where it stays; `brought` what an import makes of a
    card that is nobody's yet.
    """

    kind: Kind
    name: str
    uid: str
    card: Card | None = None
    sheet: Sheet | None = None
    agreed: Agreed | None = None
    turns: tuple[Turn, ...] = ()
    target: Side | None = None
    apart: tuple[Apart, ...] = ()
    text: str = ""
    brought: Brought | None = None
    candidates: tuple[Somebody, ...] = ()


class Plan(NamedTuple):
    """What is to be done, those that were agreed about first, then the new."""

    steps: tuple[Step, ...]

    def of(self, *kinds: Kind) -> tuple[Step, ...]:
        """Return the steps of some kinds."""
        return tuple(step for step in self.steps if step.kind in kinds)


def sheet_of(href: str, etag: str | None, data: bytes) -> Sheet | Odd | None:
    """Return a card of one person; what else it is, None for a group or nothing.

    One without an id gets one that follows from its name on the other side. One without an end is
    cut off, and what it lacks was not taken away by anybody.
    """
    found = read_vcards(data, href)
    if len(_BEGIN.findall(data)) > 1:
        return "several" if found.people or found.problems else None
    if not found.people:
        return "unreadable" if found.problems else None
    if not _END.search(utf8(data)):
        return "cut"
    contact = found.people[0]
    uid = contact.uid or ""
    if not _PLAIN_UID.fullmatch(uid):
        uid = placed_uid(uid or href)
    return Sheet(href, etag, data, contact._replace(uid=uid))


def placed_uid(href: str) -> str:
    """Return the id of a card that says none, by its place."""
    return str(uuid5(_OURS, href))
