"""What a note and a card of one person become, each compared with what it said when they agreed.

What one side changed, the other takes. Lists are three-way sets. Where both sides changed one value
the note's stands, and the card's is told and kept. Sides that never agreed about a value (they met
with different ones) stay apart: neither is written over.

What not every phone can hold is not taken away because a card lacks it: programs drop what they do
not know. A note's name is never changed from outside.

Public: `Side`, `said_by_card(contact)`, `said_by_note(card)`, `spoken(properties, key)`, `Base`,
`Turn`, `Apart`, `Agreement`, `agreement(card, contact, base, region)`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from vault_tool.dates import parse_birthday
from vault_tool.engine.conditions import texts_of
from vault_tool.engine.incoming import LISTS, folded, said
from vault_tool.engine.matching import is_one_day
from vault_tool.engine.names import plain_name
from vault_tool.engine.outgoing import contact_of
from vault_tool.formats.contact import Contact
from vault_tool.formats.services import SERVICES
from vault_tool.model import Card, Value

# They tell whose card it is, and are no matter of agreement.
_IDENTITY = frozenset(("uid", "sources", "met"))
# What programs lose when they save a card: its absence there says nothing.
_OFTEN_LOST = frozenset(
    (*SERVICES, "aliases", "dates", "language", "relationship", "department", "url")
)
NAME = "name"


class Side(NamedTuple):
    """What a note or a card says of somebody: texts by property, single values one each."""

    name: str
    properties: Mapping[str, tuple[str, ...]]


class Base(NamedTuple):
    """What the note and the card said when they last agreed; they need not have said the same."""

    note: Side
    card: Side


class Turn(NamedTuple):
    """What becomes of one property of a note: values it gains, and such that it loses.

    A single value that changes is both. `other` is what the card said while the note's word stands.
    """

    key: str
    adds: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    other: str | None = None


class Apart(NamedTuple):
    """Where a note and a card say otherwise; `ours` stands in the note.

    Of what both sides changed the card gets ours too, and theirs is `kept` in the note.
    """

    key: str
    ours: str
    theirs: str
    kept: bool = False


class Agreement(NamedTuple):
    """What a note and a card become: turns of the note, and what the card is to say.

    `text` is what the card says in words and did not say before, for the note's body.
    """

    turns: tuple[Turn, ...]
    card: Side
    apart: tuple[Apart, ...]
    text: str


def said_by_card(contact: Contact) -> Side:
    """Return what a card says that a note can hold."""
    told = said(contact)
    return Side(
        told.name,
        {
            key: value if isinstance(value, tuple) else (value,)
            for key, value in told.properties
            if key not in _IDENTITY
        },
    )


def said_by_note(card: Card) -> Side:
    """Return what a note says that a card can hold."""
    return said_by_card(contact_of(card))


def spoken(card: Card, key: str) -> list[tuple[str, str | None]]:
    """Return each text of a property as it stands in the note, with what it says on a card."""
    found: list[tuple[str, str | None]] = []
    for text in _raw(card, key):
        alone = card._replace(properties={key: text}, aliases=(text,) if key == "aliases" else ())
        found.append((text, next(iter(said_by_note(alone).properties.get(key, ())), None)))
    return found


def agreement(
    card: Card, contact: Contact, base: Base | None, region: str | None, old_text: str = ""
) -> Agreement:
    """Return what a note and a card of one person become.

    Without a base they meet for the first time: lists are united, what one side lacks is filled.
    `old_text` is what the card said in words when they agreed.
    """
    return _Agreeing(card, said_by_card(contact), base, region).whole(
        "\n".join(_new_lines(said(contact).text, old_text))
    )


def _new_lines(text: str, old: str) -> Iterable[str]:
    known = {" ".join(line.split()) for line in old.split("\n")}
    fresh = [line for line in text.split("\n") if " ".join(line.split()) not in known]
    return fresh if any(line.strip() for line in fresh) else ()


class _Agreeing:
    def __init__(self, card: Card, theirs: Side, base: Base | None, region: str | None) -> None:
        self._note = card
        self._ours = said_by_note(card)
        self._theirs = theirs
        self._base = base
        self._region = region
        self._card = dict(theirs.properties)
        self._turns: list[Turn] = []
        self._apart: list[Apart] = []

    def whole(self, text: str) -> Agreement:
        sides = [self._ours, self._theirs, *(self._base or ())]
        for key in dict.fromkeys(key for side in sides for key in side.properties):
            if key in LISTS:
                self._list(key)
            else:
                self._single(key)
        name = self._name()
        return Agreement(tuple(self._turns), Side(name, self._card), tuple(self._apart), text)

    def _name(self) -> str:
        """Return the name that the card gets: a note's new one, where they had the same before."""
        ours, theirs = self._ours.name, self._theirs.name
        if self._base is None or plain_name(ours) == plain_name(theirs):
            return theirs
        if theirs != self._base.card.name:
            self._apart.append(Apart(NAME, ours, theirs))
            return theirs
        was_one = plain_name(self._base.note.name) == plain_name(theirs)
        return ours if was_one and ours != self._base.note.name else theirs

    def _list(self, key: str) -> None:
        ours, theirs = (self._values(side, key) for side in (self._ours, self._theirs))
        before, there_before = ours, theirs
        if self._base is None:
            before, there_before = {}, {}
        else:
            before, there_before = (self._values(side, key) for side in self._base)
        added_here = ours.keys() - before.keys()
        gone_here = before.keys() - ours.keys()
        gone_there = there_before.keys() - theirs.keys() - added_here
        if key in _OFTEN_LOST:
            gone_there = set()
        own = self._names() if key == "aliases" else set()
        adds = [theirs[each] for each in theirs if each not in {*there_before, *ours, *own}]
        takes = [
            text
            for text in self._ours.properties.get(key, ())
            if folded(key, text, self._region) in gone_there
        ]
        if adds or takes:
            self._turns.append(Turn(key, tuple(adds), tuple(takes)))
        back = gone_here & there_before.keys()
        self._write(
            key,
            (
                *(theirs[each] for each in theirs if each not in back),
                *(
                    ours[each]
                    for each in ours
                    if each in added_here and each not in {*theirs, *own}
                ),
            ),
        )

    def _names(self) -> set[str]:
        return {folded("aliases", side.name) for side in (self._ours, self._theirs)}

    def _values(self, side: Side, key: str) -> dict[str, str]:
        """Return the texts of a list by how they are compared."""
        found: dict[str, str] = {}
        for text in side.properties.get(key, ()):
            found.setdefault(folded(key, text, self._region), text)
        return found

    def _write(self, key: str, values: Sequence[str]) -> None:
        if values:
            self._card[key] = tuple(values)
        else:
            self._card.pop(key, None)

    def _single(self, key: str) -> None:
        ours, theirs = (_one(side, key) for side in (self._ours, self._theirs))
        if self._base is None:
            self._meet(key, ours, theirs)
            return
        before, there_before = (_one(side, key) for side in self._base)
        was_one = self._is_same(key, before, there_before)
        changed_here, changed_there = ours != before, theirs != there_before
        if changed_here and not changed_there:
            if was_one or theirs is None:
                self._write(key, (ours,) if ours is not None else ())
        elif self._is_same(key, ours, theirs):
            return
        elif changed_here and changed_there:
            self._differ(key, ours, theirs)
        elif changed_there and not (theirs is None and (key in _OFTEN_LOST or not was_one)):
            self._pull(key, ours, theirs, was_one or ours is None)

    def _meet(self, key: str, ours: str | None, theirs: str | None) -> None:
        if self._is_same(key, ours, theirs):
            return
        if ours is None or theirs is None:
            self._differ(key, ours, theirs)
        elif (fuller := _fuller(key, ours, theirs)) is None:
            self._apart.append(Apart(key, ours, theirs))
        else:
            self._take_fuller(key, ours, fuller)

    def _differ(self, key: str, ours: str | None, theirs: str | None) -> None:
        """Settle what both sides changed: a change wins over a deletion, the note over the card."""
        if ours is None:
            self._pull(key, None, theirs, True)
        elif theirs is None:
            self._write(key, (ours,))
        elif (fuller := _fuller(key, ours, theirs)) is not None:
            self._take_fuller(key, ours, fuller)
        else:
            self._write(key, (ours,))
            self._turns.append(Turn(key, other=theirs))
            self._apart.append(Apart(key, ours, theirs, kept=True))

    def _take_fuller(self, key: str, ours: str, fuller: str) -> None:
        self._write(key, (fuller,))
        if fuller != ours:
            self._pull(key, ours, fuller, True)

    def _pull(self, key: str, ours: str | None, theirs: str | None, may: bool) -> None:
        """Let the note say what the card says, unless it says more than one value can tell."""
        held = _raw(self._note, key)
        if not may or len(held) > 1 or (held and ours is None):
            self._apart.append(Apart(key, ", ".join(held), theirs or ""))
            return
        fresh = (theirs,) if theirs is not None else ()
        self._turns.append(Turn(key, fresh, (ours,) if ours is not None else ()))

    def _is_same(self, key: str, one: str | None, other: str | None) -> bool:
        if one is None or other is None:
            return one is other
        return folded(key, one, self._region) == folded(key, other, self._region)


def _one(side: Side, key: str) -> str | None:
    return next(iter(side.properties.get(key, ())), None)


def _raw(card: Card, key: str) -> list[str]:
    if key == "aliases":
        return list(card.aliases)
    value: Value = card.properties.get(key)
    return [text for text in texts_of(value) if text.strip()]


def _fuller(key: str, one: str, other: str) -> str | None:
    """Return of two birthdays the one that says more, where they may be one."""
    mine, theirs = (parse_birthday(each) if key == "birthday" else None for each in (one, other))
    if not mine or not theirs or not is_one_day(mine, theirs):
        return None
    parts = [sum(part is not None for part in each) for each in (mine, theirs)]
    return one if parts[0] >= parts[1] else other
