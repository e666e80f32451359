"""Talks by week as plain values, with the bars of a terminal and the picture of a page.

Public: `activity`.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from vault_tool.render.machine import Result, head

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vault_tool.engine.activity import Activity, Way

# The longest bar, in signs; up to so many talks a week each is one sign.
_LONGEST, _SIGN = 30, "o"
# In pixels of the picture: from one day to the next, and the room for names of days and months.
_STEP, _LEFT, _TOP = 14, 34, 20
# How large the dot of a day is, by talks; size says what a colour alone must not.
_RADII = (1.0, 3.0, 4.5, 5.5, 6.5)


def activity(found: "Activity", today: date, unread: int = 0) -> Result:
    """Return the weeks, the latest first, and the days of a year with the picture of them."""
    busiest = max((week.talks for week in found.weeks), default=0)
    scale = max(busiest / _LONGEST, 1)
    items = [
        {
            "begins": week.begins,
            "talks": week.talks,
            "people": week.people,
            "channels": _ways(week.channels),
            "bar": _SIGN * (round(week.talks / scale) or min(week.talks, 1)),
        }
        for week in reversed(found.weeks)
    ]
    return {
        **head(today, unread),
        "items": items,
        "talks": found.talks,
        "channels": _ways(found.channels),
        "begins": found.begins,
        "days": {day.isoformat(): count for day, count in found.days.items()},
        "calendar": _calendar(found, today),
    }


def _ways(channels: "Iterable[tuple[Way, int]]") -> dict[str, int]:
    return {way or "other": count for way, count in channels}


def _calendar(found: "Activity", today: date) -> Result:
    """Return a year of days: a column for each week, and what a day's dot is like."""
    days = [found.begins + timedelta(number) for number in range((today - found.begins).days + 1)]
    dots = []
    months: list[Result] = []
    for number, day in enumerate(days):
        week, weekday = divmod(number, 7)
        count = found.days.get(day, 0)
        x, y = _LEFT + week * _STEP + _STEP // 2, _TOP + weekday * _STEP + _STEP // 2
        dots.append({"x": x, "y": y, "r": _RADII[min(count, 4)], "on": day, "talks": count})
        if day.day == 1:
            months.append({"x": x, "on": day})
    return {
        "width": _LEFT + (len(days) // 7 + 1) * _STEP,
        "height": _TOP + 7 * _STEP,
        "dots": dots,
        "months": months,
        "weekdays": [{"y": dots[number]["y"], "on": dots[number]["on"]} for number in (0, 2, 4)],
    }
