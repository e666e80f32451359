"""A year looked back on: whom one talked to, whom one met, what went back and forth, and where.

Public: `Year`, `Given`, `Reopened`, `year(standings, known, begins, ends)`.

Facts to be glad of. It compares with no other year and counts nobody who was missing.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from vault_tool.engine.ledger import KINDS
from vault_tool.engine.places import Place
from vault_tool.model import Direction, Gift, GiftKind, Standing

# A silence shorter than that is none to speak of.
LONG_SILENCE = 180
MOST_OFTEN = 5


class Given(NamedTuple):
    """What went one way in the year: how often, of which kinds, and to or from how many people."""

    times: int
    people: int
    kinds: tuple[tuple[GiftKind, int], ...]


class Introduction(NamedTuple):
    """One introduction, in the words of the note; `direction` says who made it."""

    direction: Direction
    name: str
    path: str
    on: date
    text: str


class Reopened(NamedTuple):
    """The longest silence that ended in the year, and on which day."""

    name: str
    path: str
    days: int
    on: date


class Year(NamedTuple):
    """What there was from one day through another; people are pairs of name and path.

    `often` are those talked to most, with the number of days. `places` are where people live with
    whom one was in touch, and how many they are, the most first. The day of whom one `met` is
    None where only its month or year is known.
    """

    begins: date
    ends: date
    talks: int
    people: int
    often: tuple[tuple[str, str, int], ...]
    met: tuple[tuple[str, str, date | None], ...]
    gave: Given
    got: Given
    introductions: tuple[Introduction, ...]
    reopened: Reopened | None
    places: tuple[tuple[str, int], ...]


def year(standings: Iterable[Standing], known: Iterable[Place], begins: date, ends: date) -> Year:
    """Return the year of these days, both included; `known` are all places there are."""
    people = list(standings)
    first, last = begins.toordinal(), ends.toordinal()
    days = {each.path: _within(each, first, last) for each in people}
    talked = [each for each in people if days[each.path]]
    often = sorted(talked, key=lambda each: (-days[each.path], *_by_name(each)))
    gifts = [
        (each, gift)
        for each in people
        for gift in each.gifts
        if first <= gift.day <= last and gift.direction != "asked"
    ]
    return Year(
        begins,
        ends,
        sum(days.values()),
        len(talked),
        tuple((each.name, each.path, days[each.path]) for each in often[:MOST_OFTEN]),
        _met(people, begins, ends),
        _given(gifts, "gave"),
        _given(gifts, "got"),
        _introductions(gifts),
        _reopened(people, first, last),
        _places({each.path for each in talked}, known),
    )


def _within(standing: Standing, first: int, last: int) -> int:
    return sum(first <= talk.day <= last for talk in standing.talks)


def _met(
    people: Iterable[Standing], begins: date, ends: date
) -> tuple[tuple[str, str, date | None], ...]:
    """Return whom one met in the year, the earliest first; of a month, its first day counts.

    Whoever an import brought is not among them before they were looked at.
    """
    found = [
        (day, each.name.casefold(), each.path, each.name, met.day is not None)
        for each in people
        if not each.person.inbox
        and (met := each.person.met)
        and (day := met.first_day())
        and begins <= day <= ends
    ]
    return tuple(
        (name, path, day if is_known else None) for day, _, path, name, is_known in sorted(found)
    )


def _given(gifts: Iterable[tuple[Standing, Gift]], direction: Direction) -> Given:
    those = [(each, gift) for each, gift in gifts if gift.direction == direction]
    counts = Counter(gift.kind for _, gift in those)
    kinds = tuple((kind, counts[kind]) for kind in KINDS if counts[kind])
    return Given(len(those), len({each.path for each, _ in those}), kinds)


def _introductions(gifts: Iterable[tuple[Standing, Gift]]) -> tuple[Introduction, ...]:
    """Return the introductions, the earliest first; one that two notes tell of is one."""
    found: dict[tuple[Direction, int, str], Introduction] = {}
    for each, gift in gifts:
        if gift.kind == "contact":
            on = date.fromordinal(gift.day)
            made = Introduction(gift.direction, each.name, each.path, on, gift.text)
            found.setdefault((gift.direction, gift.day, gift.text), made)
    return tuple(sorted(found.values(), key=lambda each: (each.on, each.path, each.text)))


def _reopened(people: Iterable[Standing], first: int, last: int) -> Reopened | None:
    silences = [
        (later - earlier, each, later)
        for each in people
        for later, earlier in pairwise([talk.day for talk in each.talks if talk.day <= last])
        if later >= first and later - earlier >= LONG_SILENCE
    ]
    if not silences:
        return None
    days, who, on = min(silences, key=lambda each: (-each[0], *_by_name(each[1])))
    return Reopened(who.name, who.path, days, date.fromordinal(on))


def _places(talked: Collection[str], known: Iterable[Place]) -> tuple[tuple[str, int], ...]:
    counts = [(each.name, sum(path in talked for _, path in each.living)) for each in known]
    found = [each for each in counts if each[1]]
    return tuple(sorted(found, key=lambda each: (-each[1], each[0].casefold())))


def _by_name(standing: Standing) -> tuple[str, str]:
    return standing.name.casefold(), standing.path
