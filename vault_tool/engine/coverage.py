"""When everybody comes up: the proof that weights favour some and exclude nobody.

Public: `Coverage`, `Turn`, `coverage(standings, settings, today)`, `bound_of(people, settings)`.

`today` is gone through day by day, as if whoever is shown were contacted that very day, their
promises kept and their questions asked. Everybody then comes up within the bound, because one place
a day (every other day where there is one place only) is kept for those unseen the longest.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from vault_tool.config import Settings
from vault_tool.engine.agenda import Item, item_of
from vault_tool.engine.agenda import today as agenda_of
from vault_tool.engine.rhythm import next_due
from vault_tool.model import Standing, Talk
from vault_tool.roster import Roster, glance_at

# How many people times days are gone through when no span is named, and at least how many days.
_MOST = 300_000
_LEAST = 30


class Turn(NamedTuple):
    """Somebody's next turn: the day, how many days off, and what `today` will show of them.

    Of whom no note tells any day, `today` names one a day: `is_untold`.
    """

    on: date
    days: int
    item: Item
    is_untold: bool = False


class Coverage(NamedTuple):
    """Everybody's next turn, the soonest first, and the number of days within which all have one.

    The bound counts from the day on which nothing hides a person: a snooze, a day of their own.
    `later` are those whose turn comes behind the last day that was gone through, `until`.
    """

    turns: tuple[Turn, ...]
    bound: int
    later: tuple[Standing, ...]
    until: date


def coverage(
    standings: Iterable[Standing], settings: Settings, today: date, within: int | None = None
) -> Coverage:
    """Return when each active person comes up at the present pace, and why.

    So many days are gone through; None: until everybody has had a turn, and of thousands of people
    as many days as one may wait for.
    """
    people = [_without_plans(each, today) for each in standings if _is_active(each)]
    bound = bound_of(len(people), settings)
    hidden = max((_hidden_for(each, settings, today) for each in people), default=0)
    last = bound + hidden
    last = min(last, max(_MOST // max(len(people), 1), _LEAST) if within is None else within)
    place = {each.path: at for at, each in enumerate(people)}
    glances = [glance_at(each) for each in people]
    everybody = Roster(glances, people.__getitem__)
    found: dict[str, Turn] = {}
    days = 0
    for days in range(last + 1):
        on = today + timedelta(days)
        shown = agenda_of(everybody, settings, on)
        for item in shown.items:
            found.setdefault(item.path, Turn(on, days, _seen_from(item, today)))
        for standing in shown.no_talk_yet:
            turn = Turn(on, days, item_of(standing, settings, on), is_untold=True)
            found.setdefault(standing.path, turn)
        for path in (*(each.path for each in shown.items), *(s.path for s in shown.no_talk_yet)):
            at = place[path]
            people[at] = _contacted(people[at], on)
            glances[at] = glance_at(people[at])
        if len(found) == len(people):
            break
    later = tuple(each for each in people if each.path not in found)
    order = sorted(found.values(), key=lambda turn: (turn.days, -turn.item.urgency, turn.item.path))
    return Coverage(tuple(order), bound, later, today + timedelta(days))


def bound_of(people: int, settings: Settings) -> int:
    """Return within how many days each of so many people has a turn.

    Somebody has to be unseen for `unseen_for` days to be among those the seat is for. From then on
    everybody who was unseen for longer takes it once before them, and within the pool the turn goes
    round: each round of it brings them one place nearer to its beginning.
    """
    turns = people + settings.seat_pool**2
    return settings.unseen_for + turns * (2 if settings.per_day == 1 else 1)


def _seen_from(item: Item, today: date) -> Item:
    """Return what will be shown on a later day, occasions told as far off as they are today."""
    reasons = tuple(
        one._replace(days=(one.on - today).days)
        if one.kind in ("birthday", "occasion") and one.on and one.on > today and one.base is None
        else one
        for one in item.reasons
    )
    return item._replace(reasons=reasons)


def _is_active(standing: Standing) -> bool:
    person = standing.person
    return person.status == "active" and not person.inbox and not person.me


def _without_plans(standing: Standing, today: date) -> Standing:
    """Return somebody as they are; an attempt that is only planned is none yet."""
    attempts = standing.attempts
    if not attempts or attempts[0].day <= today.toordinal():
        return standing
    made = tuple(each for each in attempts if each.day <= today.toordinal())
    return standing._replace(attempts=made)


def _hidden_for(standing: Standing, settings: Settings, today: date) -> int:
    """Return for how many days from today something may keep a person out of the list."""
    person = standing.person
    until = [today, *(each for each in (person.snooze_until, person.next_contact) if each)]
    waiting = next_due(standing, settings, today).hidden
    if waiting is not None and waiting.until:
        until.append(waiting.until)
    return (max(until) - today).days


def _contacted(standing: Standing, on: date) -> Standing:
    """Return somebody as they are once one was in touch with them on a day."""
    talk = Talk(on.toordinal(), standing.path, 1)
    later = [each for each in standing.talks if each.day > talk.day]
    earlier = [each for each in standing.talks if each.day < talk.day]
    open_still = tuple(
        each
        for each in standing.loops
        if each.kind not in ("promise", "cue") or each.due is None or each.due > on
    )
    return standing._replace(talks=(*later, talk, *earlier), loops=open_still)
