"""Conditions on properties, as `--where` takes them: `weight>=3`, `met<2020`, `company~comune`.

Public: `Condition`, `parse_conditions(text)`, `holds(condition, values, today)`, `texts_of(value)`.

A condition is `key op value` with op one of `=` `!=` `>=` `<=` `>` `<` `~` (contains); several
joined with `&` must all hold. What is compared follows from both sides: numbers, else dates, else
durations, else text without case and accents.
"""

import re
from collections.abc import Iterator
from datetime import date
from math import isfinite
from operator import eq, ge, gt, le, lt
from typing import NamedTuple

from vault_tool.config import normal_key
from vault_tool.dates import PartialDate, parse_duration, parse_partial, parse_when
from vault_tool.engine.names import link_name, plain_name
from vault_tool.errors import UsageError
from vault_tool.model import Value

_CONDITION = re.compile(r"\s*(?P<key>[^=!<>~]+?)\s*(?P<op>!=|>=|<=|=|>|<|~)\s*(?P<value>.*?)\s*")
_HOLDS = {"=": eq, ">=": ge, "<=": le, ">": gt, "<": lt}


class Condition(NamedTuple):
    """One comparison; `key` is normal (no case, `_` for blanks and hyphens), `value` as typed."""

    key: str
    op: str
    value: str


def parse_conditions(text: str) -> tuple[Condition, ...]:
    """Return the conditions of one `--where`; raises `UsageError` where there is no comparison."""
    parsed = []
    for part in re.split(r"\s*&&?\s*", text):
        match = _CONDITION.fullmatch(part)
        if match is None:
            raise UsageError(
                f"Not a condition: {part!r}",
                "Write key, comparison and value: weight>=3, city=Milano, company~comune",
            )
        parsed.append(Condition(normal_key(match["key"]), match["op"], match["value"]))
    return tuple(parsed)


def holds(condition: Condition, value: Value, today: date) -> bool:
    """Tell whether one of the property's values fits; for `!=`, whether none is the value.

    A missing or empty property fits only `!=`.
    """
    texts = [text for text in texts_of(value) if text.strip()]
    if condition.op == "!=":
        return not any(_fits(text, "=", condition.value, today) for text in texts)
    return any(_fits(text, condition.op, condition.value, today) for text in texts)


def texts_of(value: Value) -> Iterator[str]:
    """Yield every text of a property, also those in lists and nested maps."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from texts_of(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts_of(each)


def _fits(text: str, op: str, wanted: str, today: date) -> bool:
    if op == "~":
        return plain_name(wanted) in plain_name(text)
    if op == "=" and plain_name(link_name(text)) == plain_name(link_name(wanted)):
        return True
    order = _order(text, wanted, today)
    return order is not None and _HOLDS[op](order, 0)


def _order(text: str, wanted: str, today: date) -> int | None:
    """Return below 0, 0 or above 0 as the text is less, equal or more; None for unlike kinds."""
    number = _number(wanted)
    if number is not None and (of_text := _number(text)) is not None:
        return _sign(of_text, number)
    asked = parse_partial(wanted) or _day(parse_when(wanted, today))
    if asked and (written := parse_partial(text)):
        return _order_of_dates(written, asked)
    span = parse_duration(wanted)
    if span and (length := parse_duration(text)):
        return _sign(length.in_days(), span.in_days())
    if asked or span or number is not None:
        return None
    one, other = plain_name(link_name(text)), plain_name(link_name(wanted))
    return (one > other) - (one < other)


def _order_of_dates(written: PartialDate, asked: PartialDate) -> int | None:
    """Compare as far as the asked date is known: `met>=2026-05` is met by any day of May."""
    if asked.year is None:
        one, other = (written.month, written.day), (asked.month, asked.day)
        if None in one or None in other:
            return None
        return (one > other) - (one < other)
    if written.year is None:
        return None
    known = [each for each in asked if each is not None]
    parts = [written.year, written.month or 1, written.day or 1][: len(known)]
    return (parts > known) - (parts < known)


def _day(day: date | None) -> PartialDate | None:
    return PartialDate(day.year, day.month, day.day) if day else None


def _number(text: str) -> float | None:
    try:
        number = float(text.strip())
    except ValueError:
        return None
    return number if isfinite(number) else None


def _sign(one: float, other: float) -> int:
    return (one > other) - (one < other)
