"""Whom to reach today: everyone with a reason, ranked, and the few that `today` shows.

Public: `Item`, `Agenda`, `follow_ups(standings, settings, today)`,
`today(standings, settings, on)`, `item_of(standing, settings, today)`,
`places_of(found, settings, on)`.

The order is: an occasion of today or a promise that is due first, then urgency, days over, name and
path. One place of `today` is a seat for those unseen the longest. See docs/how-today-is-chosen.md.
"""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import NamedTuple

from vault_tool.config import Settings
from vault_tool.dates import Duration
from vault_tool.engine.reasons import Detail, Reason, details, is_first, reasons, seat
from vault_tool.engine.rhythm import SinceKind, Waiting, next_due
from vault_tool.engine.survey import Survey, by_rank, first_by_rank, longest_unseen, survey
from vault_tool.engine.urgency import terms, total
from vault_tool.memory import Memory
from vault_tool.model import Standing, Talk


class Item(NamedTuple):
    """One person to reach out to, with every reason and the facts that words are made of.

    `last` is the last contact and where it is written; `since` the day the rhythm is counted from,
    which is the last contact's where there is one. `due`, `days_over` and `frequency` as in
    `rhythm.Due`. `first` marks who goes before all others; `along` is worth having at hand, and so
    is `waiting`: attempts that had no answer.
    """

    name: str
    path: str
    weight: int
    last: Talk | None
    since: date | None
    since_kind: SinceKind | None
    due: date | None
    days_over: int | None
    frequency: Duration | None
    frequency_days: int | None
    reasons: tuple[Reason, ...]
    along: tuple[Detail, ...]
    first: bool
    urgency: float
    waiting: Waiting | None = None

    @property
    def last_contact(self) -> date | None:
        """Return the day of the last contact."""
        return date.fromordinal(self.last.day) if self.last else None


class Agenda(NamedTuple):
    """What `today` shows: at most `per_day` items, and apart from them those never talked to.

    `no_talk_yet` holds the one whose turn it is among people of whom no note tells any day, and
    `no_talk_count` how many there are. `more` counts the people with a reason who are not shown.
    """

    items: tuple[Item, ...]
    no_talk_yet: tuple[Standing, ...]
    no_talk_count: int
    more: int


def follow_ups(
    standings: Iterable[Standing], settings: Settings, today: date, memory: Memory | None = None
) -> tuple[Item, ...]:
    """Return everyone with at least one reason today, the most urgent first."""
    memory = memory or Memory()
    items = memory.table("item", settings, today)
    make = partial(item_of, settings=settings, today=today)
    ranked = by_rank(_surveyed(standings, settings, today, memory))
    return tuple([items.made(make, each) for each in ranked])


def today(
    standings: Iterable[Standing], settings: Settings, on: date, memory: Memory | None = None
) -> Agenda:
    """Return the few to reach today: the first of the follow-ups, and whoever has the seat."""
    found = _surveyed(standings, settings, on, memory or Memory())
    chosen, seated = places_of(found, settings, on)
    items = tuple(item_of(each, settings, on, is_seated=each is seated) for each in chosen)
    return Agenda(
        items,
        _turn((found.people[at] for at in found.untold), on),
        len(found.untold),
        found.contenders - sum(map(_has_reason, items)),
    )


def places_of(
    found: Survey, settings: Settings, on: date
) -> tuple[list[Standing], Standing | None]:
    """Return who is shown, and who of them has the seat, which is the last place.

    With one place a day the seat has it every other day. The turn is counted in the pool's full
    size even when fewer are in it, so that the longest unseen is never later than one round.
    """
    places, turn = max(settings.per_day, 0), on.toordinal()
    first = first_by_rank(found, places)
    if places == 0 or (places == 1 and turn % 2):
        return first, None
    listed = first[: places - 1]
    pool = _pool(found, {each.path for each in listed}, settings.seat_pool)
    if not pool:
        return first, None
    place = (turn // 2 if places == 1 else turn) % settings.seat_pool
    seated = pool[place % len(pool)]
    return [*listed, seated], seated


def item_of(
    standing: Standing, settings: Settings, today: date, *, is_seated: bool = False
) -> Item:
    """Return the person with every reason there is, and the seat's where they have it."""
    due = next_due(standing, settings, today)
    own = reasons(standing, due, settings, today)
    return Item(
        name=standing.name,
        path=standing.path,
        weight=standing.person.weight,
        last=due.last,
        since=due.since,
        since_kind=due.since_kind,
        due=due.due,
        days_over=due.days_over,
        frequency=due.frequency,
        frequency_days=due.frequency_days,
        reasons=(*own, seat(due, settings, today)) if is_seated else own,
        along=details(standing, today),
        first=is_first(own),
        urgency=total(terms(own, due, standing.person, settings)),
        waiting=due.waiting,
    )


def _surveyed(
    standings: Iterable[Standing], settings: Settings, today: date, memory: Memory
) -> Survey:
    """Return the survey, which serves everything that is asked about the same people."""
    make = partial(survey, settings=settings, today=today, memory=memory)
    return memory.table("survey", settings, today).made(make, standings)


def _pool(found: Survey, listed: set[str], size: int) -> list[Standing]:
    """Return those among whom the seat goes round by date."""
    longest = longest_unseen(found, size + len(listed))
    return [each for each in longest if each.path not in listed][:size]


def _turn(untold: Iterable[Standing], on: date) -> tuple[Standing, ...]:
    """Return the one whose turn it is, by date, in the order of names."""
    by_name = sorted(untold, key=lambda each: (each.name.casefold(), each.path))
    if not by_name:
        return ()
    return (by_name[on.toordinal() % len(by_name)],)


def _has_reason(item: Item) -> bool:
    return any(reason.kind != "seat" for reason in item.reasons)
