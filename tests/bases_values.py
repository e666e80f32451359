"""The values of Obsidian's Bases: what signs, functions and methods make of them.

Strict where Obsidian is lenient or undocumented: an operator between values whose result differs
between programs raises `NotUnderstood`, such as a date compared with nothing. Dates are whole days;
`number(date)` is midnight in Italy, summer time included.
"""

import calendar
import math
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple, TypeAlias

Value: TypeAlias = "bool | int | float | str | date | list[Any] | File | None"


class NotUnderstood(Exception):
    """The Base says something that this reader does not know for certain."""


class File(NamedTuple):
    """A note as a Base sees it: where it is, and its typed properties."""

    path: str
    properties: Mapping[str, Value]

    @property
    def name(self) -> str:
        """Return the file's name."""
        return self.path.rpartition("/")[2]

    @property
    def basename(self) -> str:
        """Return the file's name without `.md`."""
        return self.name.removesuffix(".md")


def truth(value: Value) -> bool:
    """Tell whether a value counts as true in a filter or a condition."""
    if isinstance(value, list):
        raise NotUnderstood("whether a list is true")
    return bool(value)


def applied(sign: str, left: Any, right: Any) -> Value:
    """Return what a sign makes of two values."""
    if sign in ("==", "!="):
        return _equal(left, right) is (sign == "==")
    if sign in ("+", "-") and isinstance(left, date) and isinstance(right, str):
        return moved(left, right, 1 if sign == "+" else -1)
    numbers = _is_number(left) and _is_number(right)
    if sign in _COMPARED and (numbers or (isinstance(left, date) and isinstance(right, date))):
        return _COMPARED[sign](left, right)
    if sign in _CALCULATED and numbers and not (sign in "/%" and right == 0):
        return _CALCULATED[sign](left, right)
    raise NotUnderstood(f"{left!r} {sign} {right!r}")


_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}
_CALCULATED: dict[str, Callable[[Any, Any], Value]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
    "%": math.fmod,
}


def _equal(left: Value, right: Value) -> bool:
    if left is None or right is None:
        return left is right
    if type(left) is type(right) or (_is_number(left) and _is_number(right)):
        return left == right
    raise NotUnderstood(f"{left!r} == {right!r}")


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def moved(day: date, span: str, direction: int = 1) -> date:
    """Return a day moved by a duration's text; where a month is too short, to its last day."""
    match = re.fullmatch(r"(\d+) ?(y|years?|M|months?|w|weeks?|d|days?)", span)
    if match is None:
        raise NotUnderstood(f"a duration of whole days: {span}")
    count, unit = direction * int(match[1]), match[2][0]
    if unit in "wd":
        return day + timedelta(count * (7 if unit == "w" else 1))
    months = day.year * 12 + day.month - 1 + (count * 12 if unit == "y" else count)
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def midnight_in_italy(day: date) -> int:
    """Return the milliseconds from 1970 to a day's first moment, in summer time an hour less."""
    summer = _last_sunday(day.year, 3) < day <= _last_sunday(day.year, 10)
    hours = (day - date(1970, 1, 1)).days * 24 - (2 if summer else 1)
    return hours * 3_600_000


def _last_sunday(year: int, month: int) -> date:
    end = date(year, month, 31)
    return end - timedelta(end.isoweekday() % 7)


def _date(value: Value) -> Value:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return date.fromisoformat(value)
    raise NotUnderstood(f"date({value!r})")


def _number(value: Value) -> Value:
    if isinstance(value, bool | int | float):
        return value + 0
    if isinstance(value, date):
        return midnight_in_italy(value)
    raise NotUnderstood(f"number({value!r})")


FUNCTIONS: dict[str, Callable[[Value], Value]] = {"date": _date, "number": _number}


def _formatted(day: date, form: str) -> str:
    """Return a day in a Moment format of numbers and signs."""
    parts = re.split(r"(YYYY|MM|DD)", form)
    if re.search(r"\w|\[", "".join(parts[::2])):
        raise NotUnderstood(f"the format {form}")
    said = {"YYYY": f"{day.year:04}", "MM": f"{day.month:02}", "DD": f"{day.day:02}"}
    return "".join(said.get(part, part) for part in parts)


def _has_tag(file: File, tag: str) -> bool:
    """Tell whether a note has a tag in its front matter, or one nested in it."""
    own = file.properties.get("tags") or []
    assert isinstance(own, list)
    return any(f"{each}/".casefold().startswith(f"{tag}/".casefold()) for each in own)


# What can be called on which kind of value: how many texts it takes, and what it answers.
METHODS: dict[tuple[type, str], tuple[int, Callable[..., Value]]] = {
    (int, "floor"): (0, math.floor),
    (float, "floor"): (0, math.floor),
    (int, "round"): (0, lambda number: math.floor(number + 0.5)),
    (float, "round"): (0, lambda number: math.floor(number + 0.5)),
    (date, "format"): (1, _formatted),
    (date, "isEmpty"): (0, lambda _: False),
    (str, "isEmpty"): (0, lambda text: text == ""),
    (str, "contains"): (1, lambda text, part: part in text),
    (str, "toString"): (0, lambda text: text),
    (list, "isEmpty"): (0, lambda items: not items),
    (File, "inFolder"): (1, lambda file, folder: file.path.startswith(f"{folder}/")),
    (File, "hasTag"): (1, _has_tag),
}
