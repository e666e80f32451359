"""How many talks the rhythms ask for, how many there really are, and which rhythms to stretch.

Public: `Capacity`, `Stretch`, `capacity(standings, settings, today, fixed)`, `written(length)`.

A proposal and no more: it begins with those least close, goes up a ladder of lengths people use,
and ends where the rhythms ask for no more than what one does anyway.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from heapq import heapify, heappop, heapreplace
from math import fsum
from typing import NamedTuple

from vault_tool.config import Settings
from vault_tool.dates import Duration
from vault_tool.dates.values import DAYS_IN_MONTH
from vault_tool.engine.rhythm import frequency_of
from vault_tool.model import Standing

LADDER = (
    Duration(days=14), Duration(days=21), Duration(months=1), Duration(days=42),
    Duration(months=2), Duration(months=3), Duration(months=6), Duration(months=12),
)  # fmt: skip
WINDOW = Duration(months=3)
# Whoever began to write talks down lately is measured by so many days at least.
LEAST_DAYS = 28

_ENOUGH = 1e-9  # by how much two sums of the same rhythms may differ


class Stretch(NamedTuple):
    """A rhythm that would be longer: as it is, as it would be, and whether the note names it."""

    name: str
    path: str
    weight: int
    now: Duration
    then: Duration
    is_own: bool


class Capacity(NamedTuple):
    """Talks a month: asked for, made since a day, and asked for once everything is stretched.

    `made` is None where no talk is on record in the time that is looked at: nothing is proposed
    then. `stretches` are by weight, the least close first.
    """

    asked: float
    made: float | None
    since: date
    asked_then: float
    stretches: tuple[Stretch, ...]

    @property
    def is_enough(self) -> bool:
        """Tell whether the rhythms ask, or would then ask, for no more than is made."""
        return self.made is not None and self.asked_then <= self.made + _ENOUGH


class _Rung(NamedTuple):
    """Where somebody stands on the ladder; the shortest rhythm of a weight gives way first."""

    days: int
    name: str
    path: str


def capacity(
    standings: Iterable[Standing],
    settings: Settings,
    today: date,
    fixed: Collection[str] = (),
) -> Capacity:
    """Return what the rhythms ask for against what was made; `fixed` are notes left as they are.

    Everybody active with a rhythm is asked for. First nobody is stretched beyond the rhythm of the
    next weight below; where that is not enough, up to a year. `never` is left alone.
    """
    people = list(standings)
    since, made = _made(people, today)
    active = {each.path: each for each in people if _is_asked_for(each)}
    rhythms = {
        path: rhythm
        for path, each in active.items()
        if (rhythm := frequency_of(each.person, settings))
    }
    lengths = Counter(rhythms.values())
    asked = _a_month(lengths)
    then = dict(rhythms)
    if made is not None:
        free = [active[path] for path in rhythms if path not in fixed]
        for ceilings in (_next_weights(settings), dict.fromkeys(settings.rhythms, LADDER[-1])):
            for weight in sorted(ceilings):
                those = [each for each in free if each.person.weight == weight]
                _stretch(those, then, lengths, ceilings[weight], made)
    stretches = [
        Stretch(
            (one := active[path]).name, path, one.person.weight, rhythms[path], then[path],
            one.person.frequency is not None,
        )
        for path in rhythms
        if then[path] != rhythms[path]
    ]  # fmt: skip
    stretches.sort(key=lambda each: (each.weight, each.name.casefold(), each.path))
    return Capacity(asked, made, since, _a_month(lengths), tuple(stretches))


def written(length: Duration) -> str:
    """Return a rung as `frequency` is written, in words that Obsidian's Bases understand, too."""
    number, unit = (length.months, "month") if length.months else (length.days // 7, "week")
    if unit == "month" and number % 12 == 0:
        number, unit = number // 12, "year"
    return f"{number} {unit}" + ("" if number == 1 else "s")


def _is_asked_for(standing: Standing) -> bool:
    person = standing.person
    return person.status == "active" and not person.inbox and not person.me


def _made(people: list[Standing], today: date) -> tuple[date, float | None]:
    """Return since when talks are counted, and how many a month there were; a day is one talk."""
    now, begin = today.toordinal(), WINDOW.before(today).toordinal()
    days = [_days_in_touch(each, now) for each in people]
    talks = sum(day > begin for of in days for day in of)
    first = min((min(of) for of in days if of), default=now)
    if first <= begin + 1:
        return date.fromordinal(begin), talks / WINDOW.months if talks else None
    begin = min(first - 1, now - LEAST_DAYS)
    made = talks * DAYS_IN_MONTH / (now - begin)
    return date.fromordinal(begin), made or None


def _days_in_touch(standing: Standing, now: int) -> set[int]:
    days = {talk.day for talk in standing.talks if talk.day <= now}
    if standing.declared and standing.declared.day <= now:
        days.add(standing.declared.day)
    return days


def _next_weights(settings: Settings) -> dict[int, Duration]:
    """Return up to which rhythm each weight gives way at first: that of the next weight below."""
    return {weight: settings.rhythms.get(weight - 1, LADDER[-1]) for weight in settings.rhythms}


def _stretch(
    people: list[Standing],
    then: dict[str, Duration],
    lengths: Counter[Duration],
    ceiling: Duration,
    made: float,
) -> None:
    """Let rhythms of one weight give way, the shortest one rung at a time, until it is enough."""
    rungs = [_Rung(then[each.path].in_days(), each.name, each.path) for each in people]
    heapify(rungs)
    while rungs and _a_month(lengths) > made + _ENOUGH:
        lowest = rungs[0]
        longer = _next_rung(lowest.days, ceiling)
        if longer is None:
            heappop(rungs)
            continue
        lengths[then[lowest.path]] -= 1
        lengths[longer] += 1
        then[lowest.path] = longer
        heapreplace(rungs, lowest._replace(days=longer.in_days()))


def _next_rung(days: int, ceiling: Duration) -> Duration | None:
    most = ceiling.in_days()
    return next((rung for rung in LADDER if days < rung.in_days() <= most), None)


def _a_month(lengths: Counter[Duration]) -> float:
    return fsum(count / _months(length) for length, count in lengths.items())


def _months(length: Duration) -> float:
    """Return a length in months; three months are 3, however many days they have."""
    return length.months + length.days / DAYS_IN_MONTH
