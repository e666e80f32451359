"""One pass over everybody: who has a reason today, who is unseen, of whom no day is known.

Public: `Survey`, `Contender`, `Unseen`, `Rank`, `survey(standings, settings, today)`,
`by_rank(found)`, `first_by_rank(found, count)`, `longest_unseen(found, count)`.

Most people of a large vault have either no reason or none but their rhythm. For those the pass
reckons with the numbers of a glance, makes no standing, and comes to the rank that `reasons` and
`urgency` give; for everybody else it asks those. An `Item` is made only of who is shown.
"""

from collections.abc import Callable, Iterable
from datetime import date
from heapq import nsmallest
from math import inf
from typing import NamedTuple

from vault_tool.config import Settings
from vault_tool.dates import Duration
from vault_tool.engine.reasons import is_first, reasons
from vault_tool.engine.rhythm import Due, next_due
from vault_tool.engine.urgency import rhythm_alone, urgency
from vault_tool.model import Standing
from vault_tool.roster import NEVER, Roster, roster

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
    """Somebody with at least one reason today; `at` is their place among those surveyed."""

    rank: Rank
    at: int


class Unseen(NamedTuple):
    """Somebody who may have the seat, and the day their rhythm is counted from."""

    day: int
    at: int


class Survey(NamedTuple):
    """What one pass finds, in the order of the standings given.

    `unseen` are those the seat is for. `untold` are the places of those of whom no note tells any
    day, and who have no reason either: they are listed apart.
    """

    people: Roster
    contenders: list[Contender]
    unseen: list[Unseen]
    untold: list[int]


def survey(standings: Iterable[Standing], settings: Settings, today: date) -> Survey:
    """Return who is to be considered today, among everybody whom nothing hides."""
    found = Survey(roster(standings), [], [], [])
    people = found.people
    now = today.toordinal()
    unseen_before = now - settings.seat_after
    rank_by_rhythm = _by_rhythm(settings, now)
    soon = {weight: _days_of_year(today, lead) for weight, lead in settings.lead.items()}
    thanks_from = now - settings.thanks_until
    new_from = Duration(days=settings.new_days).before(today)
    met_from = new_from.year * 12 + new_from.month
    for at, glance in enumerate(people.glances):
        is_listed, is_plain, last, months, days, weight, yearly, met, got, due = glance
        if not is_listed:
            continue
        if (
            not is_plain
            or not 0 < last <= now
            or met >= met_from
            or (got >= thanks_from and (got >= last or got > now))
            or 0 < due <= now
            or not soon[weight].isdisjoint(yearly)
        ):
            _look_closely(found, at, settings, today, unseen_before)
            continue
        rank = rank_by_rhythm(last, months, days, weight)
        if rank:
            found.contenders.append(Contender(rank, at))
        if last < unseen_before:
            found.unseen.append(Unseen(last, at))
    return found


def by_rank(found: Survey) -> list[Standing]:
    """Return the contenders in the order of follow-ups."""
    return _ordered(found.people, found.contenders)


def first_by_rank(found: Survey, count: int) -> list[Standing]:
    """Return the first of `by_rank`, without sorting all."""
    ranks = nsmallest(count, [each.rank for each in found.contenders])
    if not ranks:
        return []
    first = [each for each in found.contenders if each.rank <= ranks[-1]]
    return _ordered(found.people, first)[:count]


def longest_unseen(found: Survey, count: int) -> list[Standing]:
    """Return those unseen the longest, longest first, then by name."""
    days = nsmallest(count, [each.day for each in found.unseen])
    longest = [each for each in found.unseen if days and each.day <= days[-1]]
    return _ordered(found.people, longest)[:count]


def _ordered(people: Roster, some: Iterable[tuple[Rank | int, int]]) -> list[Standing]:
    """Return people by what stands before their place, then by name."""
    known = [(first, people[at]) for first, at in some]
    known.sort(key=lambda each: (each[0], _by_name(each[1])))
    return [standing for _, standing in known]


def _look_closely(
    found: Survey, at: int, settings: Settings, today: date, unseen_before: int
) -> None:
    """Consider somebody of whom more than the rhythm is to be asked."""
    standing = found.people[at]
    due = next_due(standing, settings, today)
    is_paused = due.hidden is not None
    if due.hidden is not None and due.hidden.kind != "waiting":
        return
    rank = _rank_by_all(standing, due, settings, today)
    if rank:
        found.contenders.append(Contender(rank, at))
    chosen = standing.person.next_contact
    if is_paused or (chosen and chosen > today):
        return
    if due.since is None:
        if rank is None:
            found.untold.append(at)
    elif due.since.toordinal() < unseen_before:
        found.unseen.append(Unseen(due.since.toordinal(), at))


def _by_rhythm(settings: Settings, now: int) -> Callable[[int, int, int, int], Rank | None]:
    """Return what ranks somebody by their rhythm alone, since the day of their last contact."""
    urgency_of = rhythm_alone(settings)
    of_weight = {weight: settings.rhythms[weight] for weight in settings.rhythms}
    due_after: dict[tuple[int, Duration], int] = {}

    def rank(day: int, months: int, days: int, weight: int) -> Rank | None:
        if months == NEVER:
            return None
        frequency = Duration(months, days) if months or days else of_weight[weight]
        if day + frequency.months * SHORTEST_MONTH + frequency.days > now:
            return None
        due = due_after.get((day, frequency))
        if due is None:
            due = due_after[day, frequency] = frequency.after(date.fromordinal(day)).toordinal()
        over = now - due
        return Rank(THEN, -urgency_of(over, frequency, weight), -over) if over >= 0 else None

    return rank


def _rank_by_all(standing: Standing, due: Due, settings: Settings, today: date) -> Rank | None:
    found = reasons(standing, due, settings, today)
    if not found:
        return None
    over = -inf if due.days_over is None else due.days_over
    minus_urgency = -urgency(found, due, standing.person, settings)
    return Rank(FIRST if is_first(found) else THEN, minus_urgency, -over)


def _days_of_year(today: date, lead: int) -> set[int]:
    """Return the coming days as month × 100 + day, 29 February with the 28th."""
    coming = (Duration(days=ahead).after(today) for ahead in range(lead + 1))
    days = {day.month * 100 + day.day for day in coming}
    return days | {229} if 228 in days else days


def _by_name(standing: Standing) -> tuple[str, str]:
    return standing.name.casefold(), standing.path
