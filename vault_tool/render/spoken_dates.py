"""Days in words: `12 Nov`, `Monday 23 November 2026`, `lunedì 23 novembre 2026`.

English and Italian from tables of our own, because they are wanted at every start; a test holds
them equal to Babel, which says the days of every other language.
"""

from datetime import date
from functools import cache
from typing import NamedTuple


class Names(NamedTuple):
    """The names of one language, Monday and January first."""

    months: tuple[str, ...]
    short_months: tuple[str, ...]
    weekdays: tuple[str, ...]


NAMES = {
    "en": Names(
        (
            "January", "February", "March", "April", "May", "June",
            "July", "August", "September", "October", "November", "December",
        ),
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    ),
    "it": Names(
        (
            "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno",
            "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre",
        ),
        ("gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"),
        ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"),
    ),
}  # fmt: skip


def names_of(language: str) -> Names:
    """Return the names of a language or locale, those of English where nobody knows it."""
    known = NAMES.get(language.replace("-", "_").partition("_")[0].lower())
    return known or _from_babel(language)


def long_date(day: date, language: str) -> str:
    """Return `23 November 2026`, in the order of the language: day, month, year."""
    return f"{day.day} {names_of(language).months[day.month - 1]} {day.year}"


def full_date(day: date, language: str) -> str:
    """Return `Monday 23 November 2026`."""
    return f"{names_of(language).weekdays[day.weekday()]} {long_date(day, language)}"


def short_date(day: date, language: str, today: date | None = None) -> str:
    """Return `12 Nov`, with the year where the day is not within half a year of today."""
    shown = f"{day.day} {names_of(language).short_months[day.month - 1]}"
    if today is None or abs((today - day).days) <= 183 or day.year == today.year:
        return shown
    return f"{shown} {day.year}"


def weekday(day: date, language: str) -> str:
    """Return `Monday`."""
    return names_of(language).weekdays[day.weekday()]


def month(day: date, language: str) -> str:
    """Return `November`."""
    return names_of(language).months[day.month - 1]


@cache
def _from_babel(language: str) -> Names:
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return NAMES["en"]
    months, days = locale.months["format"], locale.days["format"]["wide"]
    return Names(
        tuple(months["wide"][number] for number in range(1, 13)),
        tuple(months["abbreviated"][number] for number in range(1, 13)),
        tuple(days[number] for number in range(7)),
    )
