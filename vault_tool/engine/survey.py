"""One pass over everybody: who has a reason today, who is unseen, of whom no day is known.

Public: `Survey`, `Contender`, `Unseen`, `Rank`, `survey(standings, settings, today)`,
`by_rank(contenders)`, `first_by_rank(contenders, count)`, `longest_unseen(unseen, count)`.

Most people of a large vault have either no reason or none but their rhythm. For those the pass
reckons with day numbers and builds nothing, and comes to the rank that `reasons` and `urgency`
give; for everybody else it asks those. An `Item` is made only of who is shown.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from heapq import nsmallest
from math import inf
from typing import NamedTuple

from vault_tool.config import Settings
from vault_tool.dates import Duration, PartialDate
from vault_tool.engine.reasons import THANKED, is_first, reasons
from vault_tool.engine.rhythm import counted_from, frequency_of, hidden, next_due
from vault_tool.engine.urgency import rhythm_alone, terms, total
from vault_tool.model import Gift, Loop, Standing

# A month has at least so many days: what is not due by this reckoning is not due.
SHORTEST_MONTH = 28

# Whoever has an occasion today or a promise due goes first, then everybody else.
FIRST, THEN = 0, 1


class Rank(NamedTuple):
    """What somebody with a reason is sorted by, before name and path; the smallest comes first."""

    tier: int
    minus_urgency: float
    minus_days_over: float


class Contender(NamedTuple):
    """Somebody with at least one reason today."""

    rank: Rank
    standing: Standing


class Unseen(NamedTuple):
    """Somebody who may have the seat, and the day their rhythm is counted from."""

    day: int
    standing: Standing


class Survey(NamedTuple):
    """What one pass finds, in the order of the standings given.

    `unseen` are those the seat is for. `untold` are those of whom no note tells any day, and who
    have no reason either: they are listed apart.
    """

    contenders: list[Contender]
    unseen: list[Unseen]
    untold: list[Standing]


def survey(standings: Iterable[Standing], settings: Settings, today: date) -> Survey:
    """Return who is to be considered today, among everybody whom nothing hides."""
    found = Survey([], [], [])
    unseen_before = today.toordinal() - settings.seat_after
    rank_of = _ranks(settings, today)
    for standing, is_paused in _visible(standings, settings, today):
        day = _day_counted_from(standing, today)
        rank = rank_of(standing, day, is_paused)
        if rank:
            found.contenders.append(Contender(rank, standing))
        chosen = standing.person.next_contact
        if is_paused or (chosen and chosen > today):
            continue
        if day is None:
            if rank is None:
                found.untold.append(standing)
        elif day < unseen_before:
            found.unseen.append(Unseen(day, standing))
    return found


def by_rank(contenders: Iterable[Contender]) -> list[Standing]:
    """Return the contenders in the order of follow-ups."""
    ordered = sorted(contenders, key=lambda each: (each.rank, _by_name(each.standing)))
    return [each.standing for each in ordered]


def first_by_rank(contenders: list[Contender], count: int) -> list[Standing]:
    """Return the first of `by_rank`, without sorting all."""
    ranks = nsmallest(count, [each.rank for each in contenders])
    return by_rank(each for each in contenders if each.rank <= ranks[-1])[:count] if ranks else []


def longest_unseen(unseen: list[Unseen], count: int) -> list[Standing]:
    """Return those unseen the longest, longest first, then by name."""
    days = nsmallest(count, [each.day for each in unseen])
    found = [each for each in unseen if each.day <= days[-1]] if days else []
    found.sort(key=lambda each: (each.day, _by_name(each.standing)))
    return [each.standing for each in found[:count]]


def _visible(
    standings: Iterable[Standing], settings: Settings, today: date
) -> Iterator[tuple[Standing, bool]]:
    """Yield whom nothing hides, or only the pause of an unanswered attempt (True then)."""
    for standing in standings:
        person = standing.person
        if person.status != "active" or person.me or person.inbox:
            continue
        if standing.attempts or person.snooze_until:
            cause = hidden(standing, settings, today)
            if cause is None or cause.kind == "waiting":
                yield standing, cause is not None
        else:
            yield standing, False


def _day_counted_from(standing: Standing, today: date) -> int | None:
    """Return the day of `counted_from`; for most people that is their newest contact's."""
    day = standing.talks[0].day if standing.talks else 0
    if standing.declared and standing.declared.day > day:
        day = standing.declared.day
    if 0 < day <= today.toordinal():
        return day
    since = counted_from(standing, today)
    return since.day if since else None


def _ranks(settings: Settings, today: date) -> Callable[[Standing, int | None, bool], Rank | None]:
    """Return what ranks somebody, given the day counted from and whether they are paused."""
    ordinal = today.toordinal()
    is_special = _specials(settings, today)
    urgency_of = rhythm_alone(settings)

    def rank(standing: Standing, day: int | None, is_paused: bool) -> Rank | None:
        if is_paused or is_special(standing):
            return _rank_by_all(standing, settings, today)
        frequency = frequency_of(standing.person, settings)
        if frequency is None or day is None:
            return None
        if day + frequency.months * SHORTEST_MONTH + frequency.days > ordinal:
            return None
        over = ordinal - frequency.after(date.fromordinal(day)).toordinal()
        if over < 0:
            return None
        return Rank(THEN, -urgency_of(over, frequency, standing.person.weight), -over)

    return rank


def _rank_by_all(standing: Standing, settings: Settings, today: date) -> Rank | None:
    due = next_due(standing, settings, today)
    found = reasons(standing, due, settings, today)
    if not found:
        return None
    urgency = total(terms(found, due, standing.person, settings))
    over = -inf if due.days_over is None else due.days_over
    return Rank(FIRST if is_first(found) else THEN, -urgency, -over)


def _specials(settings: Settings, today: date) -> Callable[[Standing], bool]:
    """Return what tells who may have another reason than the rhythm since their last contact.

    It may say yes of somebody who has none, never no of somebody who has one.
    """
    soon = _days_of_year(today, max(settings.lead.values()))
    thanks_from = today.toordinal() - settings.thanks_until
    met_from = Duration(days=settings.new_days).before(today)

    def is_special(standing: Standing) -> bool:
        person = standing.person
        met = person.met
        return (
            (person.birthday is not None and person.birthday[1:] in soon)
            or person.next_contact is not None
            or (
                met is not None
                and (met.year or 0) >= met_from.year
                and _is_from_month(met, met_from)
            )
            or (bool(person.dates) and any(each.on[1:] in soon for each in person.dates))
            or (bool(standing.loops) and _is_any_dated(standing.loops, today))
            or (bool(standing.gifts) and _may_owe_thanks(standing.gifts, thanks_from))
        )

    return is_special


def _is_from_month(met: PartialDate, day: date) -> bool:
    """Tell whether the month we met in is the month of the day or a later one."""
    return (met.year or 0, met.month or 1) >= (day.year, day.month)


def _is_any_dated(loops: Iterable[Loop], today: date) -> bool:
    return any(loop.due is not None and loop.due <= today for loop in loops)


def _may_owe_thanks(gifts: Iterable[Gift], since: int) -> bool:
    for gift in gifts:
        if gift.day < since:
            return False
        if gift.direction == "got" and gift.kind in THANKED:
            return True
    return False


def _days_of_year(today: date, lead: int) -> set[tuple[int | None, int | None]]:
    """Return month and day of the coming days, 29 February with the 28th."""
    days: set[tuple[int | None, int | None]] = set()
    for ahead in range(lead + 1):
        day = Duration(days=ahead).after(today)
        days.add((day.month, day.day))
    return days | {(2, 29)} if (2, 28) in days else days


def _by_name(standing: Standing) -> tuple[str, str]:
    return standing.name.casefold(), standing.path
