"""Whom to reach today: everyone with a reason, ranked, and the few that `today` shows.

Public: `Item`, `Agenda`, `follow_ups(standings, settings, today)`,
`today(standings, settings, on)`, `item_of(standing, settings, today)`, `rank(item)`.

The order is: an occasion of today or a promise that is due first, then urgency, days over, name and
path. One place of `today` is a seat for those unseen the longest. See docs/how-today-is-chosen.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from vault_tool.config import Settings
from vault_tool.dates import Duration
from vault_tool.engine.reasons import Detail, Reason, details, is_first, reasons, seat
from vault_tool.engine.rhythm import SinceKind, counted_from, hidden, next_due
from vault_tool.engine.urgency import terms, total
from vault_tool.model import Standing, Talk


@dataclass(frozen=True, slots=True)
class Item:
    """One person to reach out to, with every reason and the facts that words are made of.

    `last` is the last contact and where it is written; `since` the day the rhythm is counted from,
    which is the last contact's where there is one. `due`, `days_over` and `frequency` as in
    `rhythm.Due`. `first` marks who goes before all others; `along` is worth having at hand.
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

    @property
    def last_contact(self) -> date | None:
        """Return the day of the last contact."""
        return date.fromordinal(self.last.day) if self.last else None


@dataclass(frozen=True, slots=True)
class Agenda:
    """What `today` shows: at most `per_day` items, and apart from them those never talked to.

    `no_talk_yet` holds the one whose turn it is among people of whom no note tells any day, and
    `no_talk_count` how many there are. `more` counts the people with a reason who are not shown.
    """

    items: tuple[Item, ...]
    no_talk_yet: tuple[Standing, ...]
    no_talk_count: int
    more: int


def follow_ups(standings: Iterable[Standing], settings: Settings, today: date) -> tuple[Item, ...]:
    """Return everyone with at least one reason today, the most urgent first."""
    items = [item for each in standings if (item := item_of(each, settings, today))]
    return tuple(sorted(items, key=rank))


def today(standings: Iterable[Standing], settings: Settings, on: date) -> Agenda:
    """Return the few to reach today: the first of the follow-ups and whoever has the seat."""
    known = tuple(standings)
    ranked = follow_ups(known, settings, on)
    items = _with_seat(ranked, known, settings, on)
    listed = {item.path for item in ranked}
    untold = sorted(
        (each for each in known if each.path not in listed and _has_no_day(each, settings, on)),
        key=lambda each: (each.name.casefold(), each.path),
    )
    turn = untold[on.toordinal() % len(untold)] if untold else None
    shown = {item.path for item in items}
    return Agenda(
        items,
        (turn,) if turn else (),
        len(untold),
        sum(1 for item in ranked if item.path not in shown),
    )


def item_of(standing: Standing, settings: Settings, today: date) -> Item | None:
    """Return the person as a follow-up, None when there is no reason or something hides them."""
    due = next_due(standing, settings, today)
    if due.hidden and due.hidden.kind != "waiting":
        return None
    found = reasons(standing, due, settings, today)
    if not found:
        return None
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
        reasons=found,
        along=details(standing, today),
        first=is_first(found),
        urgency=total(terms(found, due, standing.person, settings)),
    )


def rank(item: Item) -> tuple[bool, float, int, str, str]:
    """Return what follow-ups are sorted by."""
    over = item.days_over if item.days_over is not None else -(10**6)
    return (not item.first, -item.urgency, -over, item.name.casefold(), item.path)


def _with_seat(
    ranked: tuple[Item, ...], standings: Sequence[Standing], settings: Settings, on: date
) -> tuple[Item, ...]:
    """Return the first of the ranked, the last place kept for the unseen when there is somebody.

    With one place a day, the seat has it every other day.
    """
    places = settings.per_day
    turn = on.toordinal()
    if places == 1:
        if turn % 2:
            return ranked[:1]
        turn //= 2
    listed = ranked[: places - 1]
    pool = _unseen(standings, {item.path for item in listed}, settings, on)
    if not pool:
        return ranked[:places]
    chosen = pool[turn % len(pool)]
    own = next((item for item in ranked if item.path == chosen.path), None)
    return (*listed, _seated(chosen, own, settings, on))


def _unseen(
    standings: Sequence[Standing], listed: set[str], settings: Settings, on: date
) -> list[Standing]:
    """Return the pool of the seat: those unseen the longest first, whatever their weight."""
    found = []
    for each in standings:
        if each.path in listed or hidden(each, settings, on):
            continue
        since = counted_from(each, on)
        if since and on.toordinal() - since.day > settings.seat_after:
            found.append((since.day, each.name.casefold(), each.path, each))
    return [each for *_, each in sorted(found, key=lambda key: key[:3])[: settings.seat_pool]]


def _seated(standing: Standing, own: Item | None, settings: Settings, on: date) -> Item:
    due = next_due(standing, settings, on)
    assert due.since is not None and due.since_kind is not None  # noqa: S101
    reason = seat(due.since, due.since_kind, settings, on)
    if own:
        return replace(own, reasons=(*own.reasons, reason))
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
        reasons=(reason,),
        along=details(standing, on),
        first=False,
        urgency=0.0,
    )


def _has_no_day(standing: Standing, settings: Settings, on: date) -> bool:
    return (
        hidden(standing, settings, on) is None
        and counted_from(standing, on) is None
        and standing.person.next_contact is None
    )
