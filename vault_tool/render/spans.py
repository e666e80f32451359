"""Lengths of time as people say them: 9 weeks, not 63 days.

Numbers and units only; their words are in templates/words.
"""

from collections.abc import Mapping
from typing import Any

from vault_tool.dates.values import DAYS_IN_MONTH

Amount = dict[str, Any]

WEEK, YEAR = 7, 365.25


def amount(days: int) -> Amount:
    """Return `{"count": 9, "unit": "week"}`: whole units, the largest that is still telling.

    Days up to two weeks, weeks up to four months, months up to two years.
    """
    if days < 2 * WEEK:
        return _of(days, "day")
    if days < 4 * DAYS_IN_MONTH:
        return _of(days // WEEK, "week")
    if days < 2 * YEAR:
        return _of(int(days / DAYS_IN_MONTH), "month")
    return _of(int(days / YEAR), "year")


def pace(days: int | None, frequency: Mapping[str, int] | None) -> dict[str, Any]:
    """Return how long it has been (`passed`) and how often one likes it (`liked`).

    Both in the unit of the rhythm (`same`), where that unit still tells something of `passed`.
    Either is None where it is not known.
    """
    passed = amount(days) if days is not None else None
    liked = _liked(frequency) if frequency else None
    if passed and liked and days:
        own = int(days / _DAYS[liked["unit"]])
        if own and own <= _MOST[liked["unit"]]:
            passed = _of(own, liked["unit"])
    same = bool(passed and liked and passed["unit"] == liked["unit"])
    return {"passed": passed, "liked": liked, "same": same}


def _liked(frequency: Mapping[str, int]) -> Amount:
    months, days = frequency["months"], frequency["days"]
    if months and not days:
        return _of(months // 12, "year") if months % 12 == 0 else _of(months, "month")
    total = days + round(months * DAYS_IN_MONTH)
    return _of(total // WEEK, "week") if total % WEEK == 0 else _of(total, "day")


def _of(count: int, unit: str) -> Amount:
    return {"count": count, "unit": unit}


_DAYS = {"day": 1, "week": WEEK, "month": DAYS_IN_MONTH, "year": YEAR}
_MOST = {"day": 60, "week": 52, "month": 24, "year": 1000}
