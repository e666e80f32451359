"""One pass over everybody: who has a reason today, who is unseen, of whom no day is known.

Public: `Survey`, `Contender`, `Rank`, `survey(standings, settings, today)`,
`by_rank(found)`, `first_by_rank(found, count)`, `longest_unseen(found, count)`.

Most people of a large vault have either no reason or none but their rhythm. Those stand in crowds
of one rhythm and weight, in the order of their last contact, which is their order of urgency: only
the first of each need be reckoned. For everybody else `reasons` and `urgency` are asked.
"""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from functools import partial
from heapq import nsmallest
from math import inf
from operator import itemgetter
from typing import NamedTuple

from vault_tool.config import Settings
from vault_tool.dates import Duration
from vault_tool.engine.occasions import days_of_year, months_of_round
from vault_tool.engine.reasons import is_first, reasons
from vault_tool.engine.rhythm import Due, next_due
from vault_tool.engine.urgency import rhythm_alone, urgency
from vault_tool.memory import Memory
from vault_tool.model import Standing
from vault_tool.roster import NEVER, Roster, roster

_day = itemgetter(0)

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


# Somebody who may have the seat: the day their rhythm is counted from, and their place. A plain
# pair, because thousands are made and sorted.
Unseen = tuple[int, int]


class Crowd(NamedTuple):
    """People of one rhythm and weight of whom nothing but the rhythm is to be asked.

    `members` are the days of their last contact with their places, the earliest first. Whoever was
    seen earlier ranks higher, so the first `due` of them are the ones who are due.
    """

    frequency: Duration | None
    weight: int
    members: list[Unseen]
    due: int


class Look(NamedTuple):
    """What a closer look at one person tells: their rank, if they have a reason.

    `unseen` is the day their rhythm is counted from, where the seat is for them. `is_untold`: no
    note tells any day.
    """

    rank: Rank | None = None
    unseen: int | None = None
    is_untold: bool = False


class Survey(NamedTuple):
    """What one pass finds.

    `others` are the contenders and `unseen` the ones the seat is for, outside the crowds. `untold`
    are the places of those of whom no note tells any day, and who have no reason either.
    """

    people: Roster
    today: date
    settings: Settings
    crowds: list[Crowd]
    others: list[Contender]
    unseen: list[Unseen]
    untold: list[int]

    @property
    def contenders(self) -> int:
        """Return how many people have a reason today."""
        return len(self.others) + sum(crowd.due for crowd in self.crowds)


def survey(
    standings: Iterable[Standing], settings: Settings, today: date, memory: Memory | None = None
) -> Survey:
    """Return who is to be considered today, among everybody whom nothing hides."""
    looks = (memory or Memory()).table("look", settings, today)
    look = partial(_closely, settings=settings, today=today)
    found = Survey(roster(standings), today, settings, [], [], [], [])
    now = today.toordinal()
    soon = {weight: days_of_year(today, lead) for weight, lead in settings.lead.items()}
    thanks_from = now - settings.thanks_until
    new_from = Duration(days=settings.new_days).before(today)
    met_from = new_from.year * 12 + new_from.month
    met_rounds = months_of_round(today, settings.met_days)
    crowds: dict[tuple[int, int, int], list[Unseen]] = {}
    for at, glance in enumerate(found.people.glances):
        is_listed, is_plain, last, months, days, weight, yearly, met, got, due = glance
        if not is_listed:
            continue
        if (
            not is_plain
            or not 0 < last <= now
            or met >= met_from
            or met in met_rounds
            or (got >= thanks_from and (got >= last or got > now))
            or 0 < due <= now
            or not soon[weight].isdisjoint(yearly)
        ):
            _consider(found, at, looks.made(look, found.people[at]))
            continue
        kind = (months, days, weight)
        if kind in crowds:
            crowds[kind].append((last, at))
        else:
            crowds[kind] = [(last, at)]
    found.crowds.extend(_crowd(found, *kind, members) for kind, members in crowds.items())
    return found


def by_rank(found: Survey) -> list[Standing]:
    """Return everybody with a reason, in the order of follow-ups."""
    in_crowds = (each for crowd in found.crowds for each in _first_due(found, crowd, crowd.due))
    return _ordered(found.people, [*found.others, *in_crowds])


def first_by_rank(found: Survey, count: int) -> list[Standing]:
    """Return the first of `by_rank`, without reckoning all."""
    in_crowds = (each for crowd in found.crowds for each in _first_due(found, crowd, count))
    contenders = [*found.others, *in_crowds]
    ranks = nsmallest(count, [each.rank for each in contenders])
    first = [each for each in contenders if ranks and each.rank <= ranks[-1]]
    return _ordered(found.people, first)[:count]


def longest_unseen(found: Survey, count: int) -> list[Standing]:
    """Return those unseen the longest, longest first, then by name."""
    before = found.today.toordinal() - found.settings.unseen_for
    unseen = list(found.unseen)
    for crowd in found.crowds:
        unseen += [each for each in _up_to(crowd.members, count) if _day(each) <= before]
    days = nsmallest(count, map(_day, unseen))
    longest = [each for each in unseen if days and _day(each) <= days[-1]]
    return _ordered(found.people, longest)[:count]


def _up_to(members: list[Unseen], count: int) -> list[Unseen]:
    """Return the first members, and with the last of them all of the same day."""
    if count <= 0 or not members:
        return []
    last = _day(members[min(count, len(members)) - 1])
    return members[: bisect_right(members, last, key=_day)]


def _first_due(found: Survey, crowd: Crowd, count: int) -> list[Contender]:
    """Return the first of a crowd who are due, and with the last all who are due as long."""
    count = min(count, crowd.due)
    if crowd.frequency is None or count <= 0:
        return []
    frequency, now = crowd.frequency, found.today.toordinal()
    urgency_of = rhythm_alone(found.settings)
    contenders: list[Contender] = []
    for day, at in crowd.members[: crowd.due]:
        over = now - _due_after(frequency, day)
        if len(contenders) >= count and -over != contenders[-1].rank.minus_days_over:
            break
        rank = Rank(THEN, -urgency_of(over, frequency, crowd.weight), -over)
        contenders.append(Contender(rank, at))
    return contenders


def _crowd(found: Survey, months: int, days: int, weight: int, members: list[Unseen]) -> Crowd:
    members.sort()
    if months == NEVER:
        return Crowd(None, weight, members, 0)
    frequency = Duration(months, days) if months or days else found.settings.rhythms[weight]
    now = found.today.toordinal()
    due = bisect_right(members, now, key=lambda each: _due_after(frequency, _day(each)))
    return Crowd(frequency, weight, members, due)


def _due_after(frequency: Duration, day: int) -> int:
    return frequency.after(date.fromordinal(day)).toordinal()


def _ordered(people: Roster, some: Iterable[tuple[Rank | int, int]]) -> list[Standing]:
    """Return people by what stands before their place, then by name."""
    known = [(first, people[at]) for first, at in some]
    known.sort(key=lambda each: (each[0], _by_name(each[1])))
    return [standing for _, standing in known]


def _consider(found: Survey, at: int, look: Look) -> None:
    """Take what a closer look told into the survey."""
    if look.rank:
        found.others.append(Contender(look.rank, at))
    if look.unseen is not None:
        found.unseen.append((look.unseen, at))
    if look.is_untold:
        found.untold.append(at)


def _closely(standing: Standing, settings: Settings, today: date) -> Look:
    """Look at somebody of whom more than the rhythm is to be asked."""
    due = next_due(standing, settings, today)
    is_paused = due.hidden is not None
    if due.hidden is not None and due.hidden.kind != "waiting":
        return Look()
    rank = _rank_by_all(standing, due, settings, today)
    chosen = standing.person.next_contact
    if is_paused or (chosen and chosen > today):
        return Look(rank)
    if due.since is None:
        return Look(rank, is_untold=rank is None)
    day = due.since.toordinal()
    return Look(rank, day if day <= today.toordinal() - settings.unseen_for else None)


def _rank_by_all(standing: Standing, due: Due, settings: Settings, today: date) -> Rank | None:
    found = reasons(standing, due, settings, today)
    if not found:
        return None
    over = -inf if due.days_over is None else due.days_over
    minus_urgency = -urgency(found, due, standing.person, settings)
    return Rank(FIRST if is_first(found) else THEN, minus_urgency, -over)


def _by_name(standing: Standing) -> tuple[str, str]:
    return standing.name.casefold(), standing.path
