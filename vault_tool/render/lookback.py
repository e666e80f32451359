"""People to be looked at, those lost sight of, and the week's walk, as plain values.

Public: `triage(found, shown, today, unread)`, `recover(found, shown, today, unread)`,
`review(left, of, today, unread)`, `stop(of)`.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from vault_tool.render.machine import Result, head

if TYPE_CHECKING:
    from vault_tool.engine.recovering import LostSight
    from vault_tool.engine.review import Stop
    from vault_tool.engine.triage import Queue, Waiting


def triage(found: "Queue", shown: int, today: date, unread: int = 0) -> Result:
    """Return the first of those who wait to be looked at, and how many there are."""
    return {
        **head(today, unread),
        "waiting": len(found.people),
        "later": found.later,
        "items": [about(each, today) for each in found.people[:shown]],
    }


def recover(found: "Sequence[LostSight]", shown: int, today: date, unread: int = 0) -> Result:
    """Return the first of those lost sight of, and how many there are."""
    items = [
        {
            "name": each.name,
            "path": each.path,
            "since": each.since,
            "days": each.days,
            "talks": each.talks,
            "inbox": each.inbox,
            "role": each.role,
            "company": each.company,
            "location": each.location,
            "ways": _ways(each.ways),
        }
        for each in found[:shown]
    ]
    return {**head(today, unread), "lost": len(found), "items": items}


def review(left: "Sequence[Stop]", of: int, today: date, unread: int = 0) -> Result:
    """Return what is left of the week's walk; `of` is how much there was with what was seen."""
    return {**head(today, unread), "stops": of, "items": [stop(each) for each in left]}


def stop(of: "Stop") -> dict[str, Any]:
    """Return one stop of the walk."""
    return of._asdict()


def about(one: "Waiting", today: date) -> dict[str, Any]:
    """Return what a note says of somebody who waits to be looked at."""
    met = one.met.first_day() if one.met else None
    return {
        "name": one.name,
        "path": one.path,
        "role": one.role,
        "company": one.company,
        "location": one.location,
        "met": str(one.met) if one.met else None,
        "met_days": (today - met).days if met and met <= today else None,
        "ways": _ways(one.ways),
    }


def _ways(ways: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"by": by, "value": value} for by, value in ways]
