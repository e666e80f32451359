"""How one person's place in the list comes about, term by term.

Public: `Why`, `why(standing, standings, settings, today)`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from vault_tool.config import Settings
from vault_tool.engine.agenda import today as agenda_of
from vault_tool.engine.reasons import Reason, is_first, reasons
from vault_tool.engine.rhythm import Due, next_due
from vault_tool.engine.survey import by_rank, survey
from vault_tool.engine.urgency import Term, terms, total
from vault_tool.model import Standing


@dataclass(frozen=True, slots=True)
class Why:
    """The terms and their sum, and what became of it.

    `due.hidden` says what hides the person and until when; `reasons` and `terms` are then what
    would hold without it. `place` counts from 1 among the `of` follow-ups, None for who is not
    there; `shown` tells whether `today` shows the person, `seated` whether in the seat for the
    unseen, `untold` whether they are among those of whom no note tells any day.
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
    known = tuple(standings)
    due = next_due(standing, settings, today)
    found = reasons(standing, due, settings, today)
    summed = terms(found, due, standing.person, settings)
    ranked = by_rank(survey(known, settings, today).contenders)
    agenda = agenda_of(known, settings, today)
    shown = next((item for item in agenda.items if item.path == standing.path), None)
    place = next(
        (number for number, each in enumerate(ranked, 1) if each.path == standing.path), None
    )
    return Why(
        name=standing.name,
        path=standing.path,
        weight=standing.person.weight,
        due=due,
        reasons=shown.reasons if shown else found,
        terms=summed,
        total=total(summed),
        first=is_first(found),
        place=place,
        of=len(ranked),
        shown=shown is not None,
        seated=shown is not None and any(each.kind == "seat" for each in shown.reasons),
        untold=due.since is None and due.due is None and due.hidden is None,
    )
