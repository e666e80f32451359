"""One pass over everybody: who has a reason today, who is unseen, of whom no day is known.

Public: `Survey`, `Contender`, `Rank`, `survey(standings, settings, today)`.

Most people of a large vault have either no reason or no other than their rhythm. For those the pass
reckons with day numbers and builds nothing, and what it finds is what `reasons` and `urgency` say
of them; for everybody else it asks those. An `Item` is made only of who is shown.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from math import inf
from typing import NamedTuple

from vault_tool.config import Settings
from vault_tool.dates import Duration, PartialDate
from vault_tool.engine.reasons import THANKED, is_first, reasons
from vault_tool.engine.rhythm import counted_from, hidden, next_due
from vault_tool.engine.urgency import rhythm_alone, terms, total
from vault_tool.model import Gift, Standing

# A month has at least so many days: what is not due by this reckoning is not due.
SHORTEST_MONTH = 28


class Rank(NamedTuple):
    """What follow-ups are sorted by: whoever goes first, then urgency, days over, name and path.

    The numbers are negative, so that the smallest rank is the most urgent.
    """

    tier: int
    urgency: float
    days_over: float
    name: str
    path: str


class Contender(NamedTuple):
    """Somebody with at least one reason today."""

    rank: Rank
    standing: Standing


class Unseen(NamedTuple):
    """Somebody who may have the seat, sorted by the day their rhythm is counted from."""

    day: int
    name: str
    path: str
    standing: Standing


class Survey(NamedTuple):
    """What one pass finds, in the order of the standings given.

    `unseen` are those the seat is for. `untold` are those of whom no note tells any day, who have
    no reason either: they are listed apart.
    """

    contenders: list[Contender]
    unseen: list[Unseen]
    untold: list[Standing]


def survey(standings: Iterable[Standing], settings: Settings, today: date) -> Survey:
    """Return who is to be considered today, among everybody whom nothing hides."""
    found = Survey([], [], [])
    ordinal = today.toordinal()
    is_special = _specials(settings, today)
    rank_by_rhythm = _rhythms(settings, today)
    for standing in standings:
        person = standing.person
        if person.status != "active" or person.me or person.inbox:
            continue
        pause = hidden(standing, settings, today) if _may_be_hidden(standing) else None
        if pause and pause.kind != "waiting":
            continue
        day = _day_counted_from(standing, ordinal, today)
        if pause or is_special(standing):
            rank = _rank(standing, settings, today)
        else:
            rank = rank_by_rhythm(standing, day) if day else None
        if rank:
            found.contenders.append(Contender(rank, standing))
        if pause or (person.next_contact and person.next_contact > today):
            continue
        if day is None:
            if rank is None:
                found.untold.append(standing)
        elif ordinal - day > settings.seat_after:
            found.unseen.append(Unseen(day, standing.name.casefold(), standing.path, standing))
    return found


def rank_of(first: bool, urgency: float, days_over: int | None, standing: Standing) -> Rank:
    """Return what somebody with a reason is sorted by."""
    over = -inf if days_over is None else days_over
    return Rank(not first, -urgency, -over, standing.name.casefold(), standing.path)


def _rank(standing: Standing, settings: Settings, today: date) -> Rank | None:
    due = next_due(standing, settings, today)
    found = reasons(standing, due, settings, today)
    if not found:
        return None
    urgency = total(terms(found, due, standing.person, settings))
    return rank_of(is_first(found), urgency, due.days_over, standing)


def _may_be_hidden(standing: Standing) -> bool:
    return bool(standing.attempts) or standing.person.snooze_until is not None


def _day_counted_from(standing: Standing, ordinal: int, today: date) -> int | None:
    """Return the day of `counted_from`; for most people that is their newest talk's."""
    if standing.talks and standing.declared is None and standing.talks[0].day <= ordinal:
        return standing.talks[0].day
    since = counted_from(standing, today)
    return since.day if since else None


def _rhythms(settings: Settings, today: date) -> Callable[[Standing, int], Rank | None]:
    """Return what ranks somebody whose only reason can be their rhythm, counted from a day."""
    ordinal = today.toordinal()
    urgency_of = rhythm_alone(settings)
    lengths: dict[Duration, int] = {}

    def rank(standing: Standing, day: int) -> Rank | None:
        person = standing.person
        frequency = None if person.never else person.frequency or settings.rhythms[person.weight]
        if frequency is None or day + frequency.months * SHORTEST_MONTH + frequency.days > ordinal:
            return None
        over = ordinal - frequency.after(date.fromordinal(day)).toordinal()
        if over < 0:
            return None
        length = lengths.get(frequency)
        if length is None:
            length = lengths[frequency] = frequency.in_days()
        return rank_of(False, urgency_of(over, length, person.weight), over, standing)

    return rank


def _specials(settings: Settings, today: date) -> Callable[[Standing], bool]:
    """Return what tells who may have another reason than the rhythm of their last contact.

    It may say yes of somebody who has none, never no of somebody who has one.
    """
    soon = _days_of_year(today, max(settings.lead.values()))
    thanks_from = today.toordinal() - settings.thanks_until
    met_from = Duration(days=settings.new_days).before(today)
    met_month = (met_from.year, met_from.month)

    def is_special(standing: Standing) -> bool:
        person = standing.person
        return (
            (
                bool(standing.loops)
                and any(each.due and each.due <= today for each in standing.loops)
            )
            or (bool(standing.gifts) and _may_owe_thanks(standing.gifts, thanks_from))
            or (person.birthday is not None and person.birthday[1:] in soon)
            or (bool(person.dates) and any(each.on[1:] in soon for each in person.dates))
            or (person.met is not None and _month(person.met) >= met_month)
            or person.next_contact is not None
        )

    return is_special


def _may_owe_thanks(gifts: Sequence[Gift], since: int) -> bool:
    if gifts[0].day < since:
        return False
    return any(each.direction == "got" and each.kind in THANKED for each in gifts)


def _month(met: PartialDate) -> tuple[int, int]:
    return met.year or 0, met.month or 1


def _days_of_year(today: date, lead: int) -> set[tuple[int | None, ...]]:
    """Return month and day of the coming days, 29 February with the 28th."""
    coming = [Duration(days=days).after(today) for days in range(lead + 1)]
    days = {(day.month, day.day) for day in coming}
    return {*days, *(((2, 29),) if (2, 28) in days else ())}
