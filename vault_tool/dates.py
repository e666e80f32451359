"""Days, partial dates and durations: the calendar every other room uses.

Everything is whole days in the user's local calendar. Nothing here reads the clock.
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

DAYS_IN_MONTH = 30.4375


class PartialDate(NamedTuple):
    """A date of which some parts may be unknown.

    Valid shapes: year; year and month; year, month and day; month and day (a birthday without a
    year). `parse_partial` makes no other.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        """Return the ISO form: `1990`, `1990-05`, `1990-05-14` or `--05-14`."""
        if self.year is None:
            return f"--{self.month:02}-{self.day:02}"
        parts = [f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    def first_day(self) -> date | None:
        """Return the earliest day it may mean, or None without a year."""
        if self.year is None:
            return None
        return date(self.year, self.month or 1, self.day or 1)


class Duration(NamedTuple):
    """A length of time in calendar months and days, both non-negative and not both zero."""

    months: int = 0
    days: int = 0

    def after(self, day: date) -> date:
        """Return the day this long after `day`; a month's end stays within the shorter month."""
        if self.months:
            month = day.month - 1 + self.months
            year, month = day.year + month // 12, month % 12 + 1
            day = date(year, month, min(day.day, monthrange(year, month)[1]))
        return day + timedelta(self.days) if self.days else day

    def in_days(self) -> int:
        """Return the length in whole days, a month counting 30.4375 of them (3 months are 91)."""
        return round(self.months * DAYS_IN_MONTH + self.days)
