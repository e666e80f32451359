"""Who is drifting away from the rhythm they really have with the user, and who was lost sight of.

Public: `Drifting`, `drifting(standings, today)`, `usual_gap(days)`.

The rhythm here is the one lived, not the one wished for: the usual gap is the median of the gaps
between past talks. The rules (4 talks over 3 weeks; twice and twelve times the gap) stand in
docs/commands/report.md.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from statistics import median
from typing import Literal, NamedTuple

from vault_tool.engine.rhythm import last_contact
from vault_tool.model import Gift, Standing

How = Literal["drifting", "lost"]

# Fewer talks, or all of them in a shorter time, show no rhythm.
LEAST_TALKS = 4
LEAST_DAYS = 21
_DRIFTING = (2, 14)
_LOST = (12, 90)
_GIFTS = 2


class Drifting(NamedTuple):
    """Somebody whose silence is longer than is usual between the two of you.

    `gap` is the usual number of days between two talks, `days` that of the silence. `gave` is what
    they gave last, newest first: why they matter.
    """

    name: str
    path: str
    how: How
    last: date
    days: int
    gap: int
    gave: tuple[Gift, ...]
    weight: int


def drifting(standings: Iterable[Standing], today: date) -> tuple[Drifting, ...]:
    """Return them by how many of their own gaps the silence is long, those drifting first.

    Whoever is paused, archived, deceased or waits for an answer to an import is not among them.
    """
    found = []
    for standing in standings:
        person = standing.person
        if person.me or person.inbox or person.status != "active" or person.never:
            continue
        one = _drifting(standing, today)
        if one:
            found.append(one)
    return tuple(sorted(found, key=_order))


def usual_gap(days: Sequence[int]) -> float | None:
    """Return the median gap between days (ordinals, in any order), None where they show none."""
    ordered = sorted(set(days))
    if len(ordered) < LEAST_TALKS or ordered[-1] - ordered[0] < LEAST_DAYS:
        return None
    return median(later - earlier for earlier, later in pairwise(ordered))


def _drifting(standing: Standing, today: date) -> Drifting | None:
    ordinal = today.toordinal()
    gap = usual_gap([talk.day for talk in standing.talks if talk.day <= ordinal])
    last = last_contact(standing, today)
    if gap is None or last is None:
        return None
    silence = ordinal - last.day
    if silence <= _beyond(gap, _DRIFTING):
        return None
    given = [g for g in standing.gifts if g.direction == "got" and g.day <= ordinal]
    return Drifting(
        standing.name,
        standing.path,
        "lost" if silence > _beyond(gap, _LOST) else "drifting",
        date.fromordinal(last.day),
        silence,
        round(gap),
        tuple(given[:_GIFTS]),
        standing.person.weight,
    )


def _beyond(gap: float, limit: tuple[int, int]) -> float:
    times, days = limit
    return max(times * gap, gap + days)


def _order(one: Drifting) -> tuple[bool, float, int, str, str]:
    gaps = one.days / max(one.gap, 1)
    return one.how == "lost", -gaps, -one.weight, one.name.casefold(), one.path
