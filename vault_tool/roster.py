"""Everybody at a glance: what one pass over ten thousand people looks at, as plain numbers.

A list that shows five people must not make ten thousand `Standing`s. A `Roster` is a sequence of
standings that are made when asked for, with a `Glance` at each that says who can be passed over.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, overload

from vault_tool.model import THANKED, Direction, GiftKind, LoopKind, Person, Standing

NEVER = -1
# Open loops whose day a list looks at.
DATED: frozenset[LoopKind] = frozenset(("promise", "cue"))


class Glance(NamedTuple):
    """What can be told of one person without making their standing; days are ordinals, 0 is none.

    `is_listed`: active, looked at since an import, not the user. `is_plain`: no attempt, snooze or
    `next_contact`. `last` is the newest day of contact written down, which may lie in the future.
    `months` and `days` are their own frequency (both 0: that of the weight; months `NEVER`: none).
    `yearly` are the days of the year that come back, as month × 100 + day. `met` is the month we
    met in, as year × 12 + month. `got` is the newest day on which they gave what asks for thanks,
    `due` the earliest day of an open promise or cue.
    """

    is_listed: bool
    is_plain: bool
    last: int
    months: int
    days: int
    weight: int
    yearly: tuple[int, ...]
    met: int
    got: int
    due: int


def glance_at(standing: Standing) -> Glance:
    """Return the glance at a standing."""
    last = standing.talks[0].day if standing.talks else 0
    if standing.declared and standing.declared.day > last:
        last = standing.declared.day
    got = [each.day for each in standing.gifts if is_thanked(each.direction, each.kind)]
    dues = [each.due for each in standing.loops if each.due and each.kind in DATED]
    fields = glance_row(
        standing.person,
        last,
        is_tried=bool(standing.attempts),
        got=got[0] if got else 0,
        due=min(dues).toordinal() if dues else 0,
    )
    return Glance(*fields)


def glance_row(
    person: Person, last: int, *, is_tried: bool, got: int, due: int
) -> tuple[bool, bool, int, int, int, int, tuple[int, ...], int, int, int]:
    """Return the fields of the glance at a person, of whom besides this is told."""
    weight, own, never, status, inbox, me, birthday, _, occasions, met, _, _, soon, snoozed, _ = (
        person
    )
    dates = [on for _, on in occasions] if occasions else []
    if birthday:
        dates.append(birthday)
    months, days = own if own else (0, 0)
    yearly = [month * 100 + day for _, month, day in dates if month and day]
    return (
        status == "active" and not inbox and not me,
        not (is_tried or snoozed or soon),
        last,
        NEVER if never else months,
        0 if never else days,
        weight,
        tuple(yearly),
        met.year * 12 + (met.month or 1) if met and met.year else 0,
        got,
        due,
    )


def is_thanked(direction: Direction, kind: GiftKind) -> bool:
    """Tell whether a gift asks for thanks."""
    return direction == "got" and kind in THANKED


class Roster(Sequence[Standing]):
    """Standings in a fixed order, each made by `make(place)` when asked for."""

    __slots__ = ("_make", "glances")

    def __init__(self, glances: Sequence[Glance], make: Callable[[int], Standing]) -> None:
        self.glances = glances
        self._make = make

    def __len__(self) -> int:
        return len(self.glances)

    @overload
    def __getitem__(self, at: int) -> Standing: ...
    @overload
    def __getitem__(self, at: slice) -> "Roster": ...
    def __getitem__(self, at: "int | slice") -> "Standing | Roster":
        if isinstance(at, slice):
            return self.chosen(range(len(self))[at])
        return self._make(range(len(self))[at])

    def __iter__(self) -> Iterator[Standing]:
        return map(self._make, range(len(self)))

    def chosen(self, places: Sequence[int]) -> "Roster":
        """Return the roster of some of these people."""
        return Roster([self.glances[at] for at in places], lambda at: self._make(places[at]))


def roster(standings: Iterable[Standing]) -> Roster:
    """Return standings that are there already as a roster."""
    if isinstance(standings, Roster):
        return standings
    made = tuple(standings)
    return Roster([glance_at(each) for each in made], made.__getitem__)
