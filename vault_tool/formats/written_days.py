"""Days as services and office programs write them into tables; what may be two days is none.

Public: `day(text, order)`, `order_in(texts)`, `moment_day(seconds)`.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from vault_tool.dates import DateOrder, PartialDate, parse_birthday
from vault_tool.dates.names import months

_FIGURES = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:[ T,].*)?")
_NAMED = re.compile(r"(\d{1,2})[-. ]+([^\W\d_]+)\.?[-., ]+(\d{4}|\d{2})")
_NAMED_FIRST = re.compile(r"([^\W\d_]+)\.?[-. ]+(\d{1,2}),?[- ]+(\d{4})")
_THIS_CENTURY = 50


def day(text: str, order: DateOrder | None = None) -> PartialDate | None:
    """Return the day that a cell holds; only the year where day and month may be exchanged."""
    text = text.strip().strip("'")
    if match := _NAMED.fullmatch(text) or _NAMED_FIRST.fullmatch(text):
        number, name = (match[1], match[2]) if match[1].isdigit() else (match[2], match[1])
        month = months().get(name.casefold())
        return _valid(match[3], month, int(number)) if month else None
    if match := _FIGURES.fullmatch(text):
        return _in_figures(int(match[1]), int(match[3]), match[4], order)
    return parse_birthday(re.sub(r"(?<=\d)[Tt ].*", "", text))


def order_in(texts: Iterable[str]) -> DateOrder | None:
    """Return the order of day and month in a column, where one of its days gives it away."""
    found = [match for text in texts if (match := _FIGURES.fullmatch(text.strip()))]
    is_day_first = any(int(match[1]) > 12 for match in found)
    is_month_first = any(int(match[3]) > 12 for match in found)
    if is_day_first == is_month_first:
        return "dmy" if found and all(match[2] == "." for match in found) else None
    return "dmy" if is_day_first else "mdy"


def moment_day(seconds: object) -> PartialDate | None:
    """Return the day of a number of seconds since 1970, None for what is none."""
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or seconds <= 0:
        return None
    try:
        on = datetime.fromtimestamp(seconds, UTC).date()
    except (OverflowError, ValueError, OSError):
        return None
    return PartialDate(on.year, on.month, on.day)


def _in_figures(one: int, two: int, year: str, order: DateOrder | None) -> PartialDate | None:
    if one > 12:
        order = "dmy"
    elif two > 12:
        order = "mdy"
    if order is None and one != two:
        return _valid(year, None, None)
    return _valid(year, two, one) if order != "mdy" else _valid(year, one, two)


def _valid(year: str, month: int | None, number: int | None) -> PartialDate | None:
    whole = int(year)
    if len(year) == 2:
        whole += 2000 if whole < _THIS_CENTURY else 1900
    if whole == 0 or month is None or number is None:
        return PartialDate(whole) if whole and month is None else None
    return parse_birthday(f"{whole:04}-{month:02}-{number:02}")
