"""How urgent the reasons make somebody: a sum of named terms, each a bounded value × a coefficient.

Public: `Term`, `terms(found, due, person, settings)`, `total(terms)`,
`urgency(found, due, person, settings)`, `rhythm_alone(settings)`.

Every term, its bounds and its coefficient are explained in docs/how-today-is-chosen.md. With the
coefficients that come with the tool, `occasion_today` and `promise` outweigh all the others
together; the order does not hang on that, for whoever has one of them goes first whatever the
coefficients (`reasons.is_first`).
"""

from collections.abc import Callable, Iterable, Sequence
from math import fsum
from typing import NamedTuple

from vault_tool.config import Settings
from vault_tool.dates import Duration
from vault_tool.engine.reasons import Reason
from vault_tool.engine.rhythm import DAYS_WITHOUT_RHYTHM, Due
from vault_tool.model import Person

# How many rhythms late counts fully; later is not more urgent, and days over break the tie.
MOST_RHYTHMS_LATE = 3.0
# A ripe cue counts 1, and grows to 1.5 in so many days.
CUE_GROWS_FOR = 30
HIGHEST_WEIGHT = 5


class Term(NamedTuple):
    """One term of the sum; `contribution` is `value` times `coefficient`."""

    name: str
    value: float
    coefficient: float
    contribution: float


def terms(
    found: Sequence[Reason], due: Due, person: Person, settings: Settings
) -> tuple[Term, ...]:
    """Return the terms that the reasons give: always all of them, in the same order."""
    values = _values(found, due, person, settings)
    return tuple(_term(name, value, settings.urgency[name]) for name, value in values.items())


def urgency(found: Sequence[Reason], due: Due, person: Person, settings: Settings) -> float:
    """Return the total of `terms` without making them, for lists of thousands."""
    values = _values(found, due, person, settings)
    coefficients = settings.urgency
    return fsum([value * coefficients[name] for name, value in values.items() if value])


def total(of: Iterable[Term]) -> float:
    """Return the urgency: the sum of the contributions, exact, so that their order is no matter."""
    return fsum(term.contribution for term in of)


def rhythm_alone(settings: Settings) -> Callable[[int, Duration, int], float]:
    """Return what reckons the urgency of days over, rhythm and weight with no other reason.

    It gives what `total(terms(...))` gives, for lists of thousands.
    """
    of_rhythm, of_weight = settings.urgency["rhythm"], settings.urgency["weight"]
    weighed = [weight / HIGHEST_WEIGHT * of_weight for weight in range(HIGHEST_WEIGHT + 1)]
    lengths: dict[Duration, int] = {}

    def of(days_over: int, frequency: Duration, weight: int) -> float:
        days = lengths.get(frequency)
        if days is None:
            days = lengths[frequency] = frequency.in_days()
        late = days_over / days
        return (late if late < MOST_RHYTHMS_LATE else MOST_RHYTHMS_LATE) * of_rhythm + weighed[
            weight
        ]

    return of


def _values(
    found: Sequence[Reason], due: Due, person: Person, settings: Settings
) -> dict[str, float]:
    kinds = {reason.kind for reason in found}
    occasion = _nearest_occasion(found)
    return {
        "rhythm": _rhythms_late(due) if "rhythm" in kinds else 0.0,
        "weight": person.weight / HIGHEST_WEIGHT if found else 0.0,
        "occasion": max(
            _closeness(occasion, settings.lead[person.weight]), _met_lately(found, settings)
        ),
        "occasion_today": float(occasion == 0),
        "promise": float("promise" in kinds),
        "cue": _ripeness(found) if "cue" in kinds else 0.0,
        "new": float("new" in kinds),
        "thanks": float("thanks" in kinds),
    }


def _term(name: str, value: float, coefficient: float) -> Term:
    return Term(name, value, coefficient, value * coefficient)


def _rhythms_late(due: Due) -> float:
    """Return the days over as a share of the rhythm, 0 to 3."""
    days_over = due.days_over or 0
    return min(days_over / (due.frequency_days or DAYS_WITHOUT_RHYTHM), MOST_RHYTHMS_LATE)


def _nearest_occasion(found: Sequence[Reason]) -> int | None:
    days = [
        each.days for each in found if each.kind in ("birthday", "occasion") and each.base is None
    ]
    return min((each for each in days if each is not None), default=None)


def _closeness(occasion: int | None, lead: int) -> float:
    """Return 1 for an occasion of today, less by equal steps towards the beginning of its lead."""
    return 0.0 if occasion is None else 1 - occasion / (lead + 1)


def _met_lately(found: Sequence[Reason], settings: Settings) -> float:
    """Return 1 on the anniversary of the day we met, less by equal steps in the days after it."""
    days = [each.days or 0 for each in found if each.base == "met" and each.kind == "occasion"]
    return _closeness(min(days, default=None), settings.met_days)


def _ripeness(found: Sequence[Reason]) -> float:
    """Return 1 for a ripe cue, growing to 1.5 with the age of the oldest."""
    oldest = max(each.days or 0 for each in found if each.kind == "cue")
    return 1 + min(oldest, CUE_GROWS_FOR) / (2 * CUE_GROWS_FOR)
