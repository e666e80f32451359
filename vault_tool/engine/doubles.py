"""Two notes that may be about one person, by the rules that tell whom an imported contact means.

The same id in a service, a personal e-mail, a number under a like name; or the same name and one
thing more: that is a reason. The same name alone only may be one. What several share (an office's
number, `info@`, a family's address) is no reason, and who is said not to be the same is none.

Public: `doubles(cards, region, are_apart)`, `Double`, `told_apart(one, other, resolver)`,
`findings(found)`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from shlex import quote
from typing import NamedTuple

from vault_tool.engine.conditions import texts_of
from vault_tool.engine.likeness import is_full, may_be_one, name_key
from vault_tool.engine.matching import (
    Known,
    Mark,
    have_one_birthday,
    marks,
    name_likeness,
    what_fits,
)
from vault_tool.engine.phones import is_landline
from vault_tool.errors import Problem
from vault_tool.model import Card, Note
from vault_tool.note.links import Resolver, link_in

# Who shares what more people have than that is not told apart by it.
_FEW = 4
# From here on names are alike, from there on they are nearly the same.
_ALIKE, _NEARLY = 0.5, 0.8
_REASONS = {
    "uid": "the same id",
    "source": "the same id",
    "email": "the same e-mail",
    "phone": "the same number",
    "name": "the same name",
}
_FITTING = {
    "birthday": "the same name and birthday",
    "phone": "the same name and number",
    "company": "the same name and company",
    "location": "the same name and town",
}


class Double(NamedTuple):
    """Two notes that may be one person: `other` would go into `kept`.

    `why` is `uid`, `source`, `email`, `phone`, a property that fits besides the same name, or
    `name` where nothing does; `value` is what both have, of a name as one has it.
    """

    kept: Card
    other: Card
    why: str
    value: str
    reason: str

    @property
    def is_name_alone(self) -> bool:
        """Tell whether nothing but the name speaks for it."""
        return self.why == "name"

    @property
    def command(self) -> str:
        """Return the command that makes one note of both."""
        return f"vault-tool merge {quote(self.kept.path)} {quote(self.other.path)}"


def doubles(
    cards: Iterable[Card], region: str | None, are_apart: Callable[[Card, Card], bool]
) -> list[Double]:
    """Return pairs that may be one person, by the path of the note that would go.

    No note would go twice: of several that it may be, the surest is told. `are_apart` tells whether
    the user said of two that they are not the same.
    """
    people = [
        (card, Known(card.name, card.path, card.properties)) for card in sorted(cards, key=_rank)
    ]
    having: defaultdict[Mark, list[int]] = defaultdict(list)
    for number, (card, person) in enumerate(people):
        for mark in _marks(card, person, region):
            having[mark].append(number)
    found: dict[tuple[int, int], Double] = {}
    for wanted in ("uid", "source", "email", "phone", "name"):
        for (kind, value), numbers in having.items():
            if kind != wanted or len(numbers) < 2:
                continue
            for one, other in _pairs(kind, numbers):
                if (one, other) in found or are_apart(people[one][0], people[other][0]):
                    continue
                double = _double((kind, value), people[one], people[other], len(numbers))
                if double:
                    found[one, other] = double
    surest: dict[str, Double] = {}
    for each in sorted(found.values(), key=lambda each: each.is_name_alone):
        surest.setdefault(each.other.path, each)
    return [surest[path] for path in sorted(surest)]


def told_apart(one: Card | Note, other: Card | Note, resolver: Resolver) -> bool:
    """Tell whether either note says that it is not the other's person."""
    return _is_other(one, other, resolver) or _is_other(other, one, resolver)


def findings(found: Sequence[Double]) -> list[Problem]:
    """Return pairs as findings about the note that would go; the name alone is a note."""
    return [
        Problem(
            "same-name" if each.is_name_alone else "double",
            each.other.path,
            1,
            1,
            "note" if each.is_name_alone else "warning",
            f"this may be {each.kept.name}, {each.kept.path}: {each.reason}.",
            f"One person: {each.command}. Two: the same with --not-same.",
        )
        for each in found
    ]


def _is_other(note: Card | Note, other: Card | Note, resolver: Resolver) -> bool:
    return any(
        resolver.resolve(target, note.path) == other.path
        for text in texts_of(note.properties.get("not_same_as"))
        if (target := link_in(text) or text)
    )


def _marks(card: Card, person: Known, region: str | None) -> set[Mark]:
    """Return what tells a person apart; a nickname of one word and an id not yet written do not."""
    own = name_key(card.name)
    return {
        mark
        for mark in marks(person, region)
        if mark[1] and (mark[0] != "uid" or person.values("uid") or person.values("sources"))
        if mark[0] != "name" or mark[1] == own or is_full(mark[1])
    }


def _pairs(kind: str, numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of those who share something; of many of one name each with the first."""
    if len(numbers) <= _FEW:
        yield from combinations(numbers, 2)
    elif kind == "name":
        yield from ((numbers[0], other) for other in numbers[1:])


def _double(
    mark: Mark, one: tuple[Card, Known], other: tuple[Card, Known], sharing: int
) -> Double | None:
    kind, value = mark
    mine, theirs = one[1], other[1]
    if kind == "name":
        if have_one_birthday(mine, theirs) is False:
            return None
        fits = what_fits(mine, theirs)
        reason = _FITTING[fits] if fits else _REASONS["name"]
        return _ordered(one[0], other[0], fits or "name", one[0].name, reason)
    if kind in ("email", "phone") and not _may_be_one(mark, mine, theirs, sharing):
        return None
    return _ordered(one[0], other[0], kind, value, f"{_REASONS[kind]}, {value}")


def _may_be_one(mark: Mark, mine: Known, theirs: Known, sharing: int) -> bool:
    """Tell whether two who share an address or a number may be one by their names.

    Where more share it, or it is a house's or an office's, the names must be nearly the same.
    """
    kind, value = mark
    alike = name_likeness(mine, theirs)
    may_be = may_be_one(mine.names(), theirs.names())
    if sharing > 2 or (kind == "phone" and is_landline(value)):
        return may_be and alike >= _NEARLY
    return alike >= _NEARLY or (may_be and (kind == "email" or alike >= _ALIKE))


def _ordered(one: Card, other: Card, why: str, value: str, reason: str) -> Double:
    kept, gone = sorted((one, other), key=_rank)
    return Double(kept, gone, why, value, reason)


def _rank(card: Card) -> tuple[bool, int, str]:
    """Return what puts the note first that was looked at, and then the one that says more."""
    return card.inbox, -len(card.properties), card.path
