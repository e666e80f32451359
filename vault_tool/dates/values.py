"""What a date or a length of time can be, and the arithmetic of the calendar.

Decided here once: a month's end stays within the shorter month, 29 February is kept on 28 February
in common years, and what would leave the calendar (years 1 to 9999) stops at its end.
"""

from datetime import date, timedelta
from typing import Literal, NamedTuple

# Which comes first in `03/04`. Nobody can tell from the figures, so the settings must say.
DateOrder = Literal["dmy", "mdy"]

DAYS_IN_MONTH = 30.4375
_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


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
        return _shifted(day, self.months, self.days)

    def before(self, day: date) -> date:
        """Return the day this long before `day`; a month's end stays within the shorter month."""
        return _shifted(day, -self.months, -self.days)

    def in_days(self) -> int:
        """Return the length in whole days, a month counting 30.4375 of them (3 months are 91)."""
        return round(self.months * DAYS_IN_MONTH + self.days)


def occurrence(on: PartialDate, today: date) -> date | None:
    """Return the next day, today included, on which a day of the year comes back.

    Never before the date itself: a wedding planned for next year has no anniversary this year.
    None where month or day is unknown, or where the calendar ends first.
    """
    if on.month is None or on.day is None:
        return None
    year = max(today.year, on.year or 0)
    day = kept_in(year, on.month, on.day)
    if day < today:
        return kept_in(year + 1, on.month, on.day) if year < date.max.year else None
    return day


def turns(on: PartialDate, day: date) -> int | None:
    """Return how many years `on` lies back in the year of `day`; None where its year is unknown.

    Negative in a year before it.
    """
    return None if on.year is None else day.year - on.year


def kept_in(year: int, month: int, day: int) -> date:
    """Return a day of the year in `year`, kept within the month: 29 February may be the 28th."""
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, min(day, days_in(year, month)))


def days_in(year: int, month: int) -> int:
    """Return how many days a month has."""
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return _MONTH_LENGTHS[month - 1] + leap


def _shifted(day: date, months: int, days: int) -> date:
    if months:
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        if not date.min.year <= year <= date.max.year:
            return date.max if months > 0 else date.min
        day = kept_in(year, month + 1, day.day)
    if not days:
        return day
    try:
        return day + timedelta(days)
    except OverflowError:
        return date.max if days > 0 else date.min
