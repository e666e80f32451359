"""How one person's place in the list comes about, term by term.

Public: `Why`, `why(standing, standings, settings, today)`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from vault_tool.config import Settings
from vault_tool.engine.agenda import places_of
from vault_tool.engine.reasons import Reason, is_first, reasons, seat
from vault_tool.engine.rhythm import Due, next_due
from vault_tool.engine.survey import by_rank, survey
from vault_tool.engine.urgency import Term, terms, total
from vault_tool.model import Standing


@dataclass(frozen=True, slots=True)
class Why:
    """The terms and their sum, and what became of it.

    The terms say nothing of the seat, which is no matter of urgency. `due.hidden` says what hides
    the person and until when; `reasons` and `terms` are then what would hold without it. `place`
    counts from 1 among the `of` follow-ups, None for who is not there; `shown` tells whether
    `today` shows the person, `seated` whether in the seat for the unseen, `untold` whether they are
    among those of whom no note tells any day.
    """

    name: str
    path: str
    weight: int
    due: Due
    reasons: tuple[Reason, ...]
    terms: tuple[Term, ...]
    total: float
    first: bool
    place: int | None
    of: int
    shown: bool
    seated: bool
    untold: bool


def why(standing: Standing, standings: Iterable[Standing], settings: Settings, today: date) -> Why:
    """Return how the person's place among everybody comes about today."""
    due = next_due(standing, settings, today)
    found = reasons(standing, due, settings, today)
    summed = terms(found, due, standing.person, settings)
    everybody = survey(standings, settings, today)
    ranked = [each.path for each in by_rank(everybody)]
    shown, seated = places_of(everybody, settings, today)
    is_seated = seated is not None and seated.path == standing.path
    return Why(
        name=standing.name,
        path=standing.path,
        weight=standing.person.weight,
        due=due,
        reasons=(*found, seat(due, settings, today)) if is_seated else found,
        terms=summed,
        total=total(summed),
        first=is_first(found),
        place=ranked.index(standing.path) + 1 if standing.path in ranked else None,
        of=len(ranked),
        shown=any(each.path == standing.path for each in shown),
        seated=is_seated,
        untold=any(everybody.people[at].path == standing.path for at in everybody.untold),
    )
