"""Dates as they stand in notes: ISO, whole or in part, perhaps compact, linked or emphasised.

The order of day and month is never guessed: a year comes first, or no year at all.
"""

import re
from datetime import date

from vault_tool.dates.values import PartialDate, days_in

_LONGEST_TEXT = 300  # a link's display text included
_SHORTEST_DAY = len("20240101")

_make = tuple.__new__  # a named tuple from its fields, without the detour through its own __new__

# Patterns are given to `re` as text, which compiles each when it is first needed.
_LINK = r"!?\[\[(?:[^\[\]|#]*/)?([^\[\]|#/]+?)(?:\.md)?(?:[|#][^\[\]]*)?\]\]"
_MARKDOWN_LINK = r"\[([^\[\]]+)\]\([^()]*\)"
_WHOLE = r"""(?x)
        ([0-9]{4}) ([-/.]) ([0-9]{1,2}) \2 ([0-9]{1,2})
        (?: [Tt\s] \s* [0-2]?[0-9]:[0-5][0-9] (?::[0-5][0-9](?:[.,][0-9]+)?)?
            \s* (?:[Zz]|[+-][0-9]{2}:?[0-9]{2})? )?"""
_COMPACT = r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T[0-9]{4}(?:[0-9]{2})?Z?)?"
_YEARLESS = r"(?:--)?([0-9]{2})-?([0-9]{2})"
_YEAR = r"([0-9]{4})(?:-([0-9]{2}))?"

# Phones write these for "no year": Apple's 1604, a leap year, and plain zeros.
_NO_YEAR = ("1604", "0000")


def parse_partial(text: str) -> PartialDate | None:
    """Return the date that a property states, as far as it states one; None for anything else.

    Understood: `1990`, `1990-05`, `1990-05-14`, `--05-14`, `05-14`, `19900514`, a time behind the
    day, and all of them in a link or in emphasis. A day that does not exist is no date.
    """
    return _partial(_bare(text))


def parse_birthday(text: str) -> PartialDate | None:
    """Return the day of the year that a property states, as `parse_partial` does.

    The years 1604 and 0000, which phones write for "no year", are none.
    """
    text = _bare(text)
    if text.startswith(_NO_YEAR) and (
        whole := re.fullmatch(_WHOLE, text) or re.fullmatch(_COMPACT, text)
    ):
        month, day = whole.groups()[-2:]
        return _day_of_year(int(month), int(day))
    return _partial(text)


def parse_day(text: str) -> date | None:
    """Return the day that a property states, or None where it is not one whole day."""
    day = _iso(text)
    if day:
        return day
    partial = parse_partial(text)
    if partial is None or partial.year is None or partial.day is None:
        return None
    return partial.first_day()


def _partial(text: str) -> PartialDate | None:
    """Return the date that a bare text states."""
    day = _iso(text)
    if day:
        return _make(PartialDate, (day.year, day.month, day.day))
    if len(text) >= _SHORTEST_DAY:
        whole = re.fullmatch(_WHOLE, text)
        if whole:
            return _whole(whole[1], whole[3], whole[4])
        compact = re.fullmatch(_COMPACT, text)
        if compact:
            return _whole(*compact.groups())
    year = re.fullmatch(_YEAR, text)
    if year:
        return _month(year[1], year[2])
    return _yearless(text)


def _iso(text: str) -> date | None:
    """Return the day that a text of the commonest form states, None for any other text."""
    if len(text) == 10 and text[4] == "-" == text[7]:
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass  # perhaps emphasised or linked, most likely impossible
    return None


def _bare(text: str) -> str:
    """Return the text without the emphasis and the link it stands in."""
    text = text.strip() if len(text) <= _LONGEST_TEXT else ""
    while len(text) > 2 and text[0] == text[-1] and text[0] in "*_":
        text = text[1:-1].strip()
    if "[" not in text:
        return text
    link = re.fullmatch(_LINK, text) or re.fullmatch(_MARKDOWN_LINK, text)
    return _bare(link[1]) if link else text


def _whole(year: str, month: str, day: str) -> PartialDate | None:
    known = _month(year, month)
    if known is None or not 1 <= int(day) <= days_in(int(year), int(month)):
        return None
    return known._replace(day=int(day))


def _month(year: str, month: str | None) -> PartialDate | None:
    if int(year) == 0 or (month is not None and not 1 <= int(month) <= 12):
        return None
    return PartialDate(int(year), int(month) if month else None)


def _yearless(text: str) -> PartialDate | None:
    match = re.fullmatch(_YEARLESS, text)
    if match is None or len(text) == 4:
        return None
    return _day_of_year(int(match[1]), int(match[2]))


def _day_of_year(month: int, day: int) -> PartialDate | None:
    leap_year = 2000
    if 1 <= month <= 12 and 1 <= day <= days_in(leap_year, month):
        return PartialDate(None, month, day)
    return None
