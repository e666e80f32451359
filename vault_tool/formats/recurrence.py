"""When an event of a calendar comes back, as far as whole days and rules that people make go.

A rule that no calendar program offers (by the hour, by the week of the year) is not followed: its
event is known for the first day alone. Only what always moves on is asked of dateutil, and ended by
a day, so that no rule runs for ever.

Public: `occurrences(rule, first, until)`.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from itertools import islice, takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateutil.rrule import weekday

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BY_DAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
_COMMON = frozenset(("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH"))
_MONTHLY = _COMMON | {"BYMONTHDAY", "BYSETPOS"}
_KNOWN = {
    "DAILY": _COMMON | {"BYMONTHDAY"},
    "WEEKLY": _COMMON,
    "MONTHLY": _MONTHLY,
    "YEARLY": _MONTHLY,
}
_OLDEST = 1900
_MOST = 100_000

Rule = Mapping[str, str]
Last = Callable[[str], date | None]


def occurrences(rule: str, first: datetime, until: date, last: Last) -> Iterator[datetime]:
    """Yield when an event comes that first comes on `first`, in order, until a day. Never raises.

    `last` reads the day up to which the rule says that it holds.
    """
    yield first
    parts = _parts(rule, first)
    if parts is None or first.year < _OLDEST:
        return
    if "UNTIL" in parts:
        ends = last(parts["UNTIL"])
        if ends is None:
            return
        until = min(until, ends)
    count = _whole(parts.get("COUNT", str(_MOST)))
    if count is None:
        return
    for each in islice(_days(parts, first, until), count):
        if each > first:
            yield each


def _parts(rule: str, first: datetime) -> Rule | None:
    """Return the parts of a rule, None for one that is not followed."""
    found: dict[str, str] = {}
    for part in rule.upper().replace(" ", "").strip(";").split(";"):
        key, equals, value = part.partition("=")
        if not equals or not value or key in found:
            return None
        found[key] = value
    known = _KNOWN.get(found.get("FREQ", ""))
    return found if known is not None and known.issuperset(found) and _fits(found, first) else None


def _fits(parts: Rule, first: datetime) -> bool:
    """Tell whether every part says something that can be, and all together something that comes."""
    days = [_BY_DAY.fullmatch(each) for each in _listed(parts, "BYDAY")]
    months = [_whole(each, 12) for each in _listed(parts, "BYMONTH")]
    numbers = [_whole(each.lstrip("+-"), 31) for each in _listed(parts, "BYMONTHDAY")]
    places = [_whole(each.lstrip("+-"), 5) for each in _listed(parts, "BYSETPOS")]
    interval = _whole(parts.get("INTERVAL", "1"))
    if None in (*days, *months, *numbers, *places, interval):
        return False
    if parts.get("WKST", "MO") not in _DAYS:
        return False
    counted = any(each and each[1] for each in days)
    if counted and (numbers or places or parts["FREQ"] in ("DAILY", "WEEKLY")):
        return False
    if places and (numbers or not days):
        return False
    longest = max((monthrange(2000, each)[1] for each in months if each), default=31)
    by_its_day = not days and parts["FREQ"] in ("MONTHLY", "YEARLY")
    day = min((each for each in numbers if each), default=first.day if by_its_day else 1)
    return day <= longest


def _days(parts: Rule, first: datetime, until: date) -> Iterator[datetime]:
    """Yield the times of a rule, before any count; the first is among them if it fits."""
    from dateutil import rrule

    every = parts["FREQ"]
    whole = every == "YEARLY"
    found = rrule.rrule(
        getattr(rrule, every),
        dtstart=first,
        interval=_whole(parts.get("INTERVAL", "1")) or 1,
        wkst=_DAYS.index(parts.get("WKST", "MO")),
        byweekday=[_weekday(each) for each in _listed(parts, "BYDAY")] or None
        if every != "DAILY"
        else None,
        bymonth=_numbers(parts, "BYMONTH") or None if whole else None,
        bymonthday=_numbers(parts, "BYMONTHDAY") or None if every != "DAILY" else None,
        bysetpos=_numbers(parts, "BYSETPOS") or None,
    )
    times = takewhile(lambda each: each.date() <= until, found)
    return times if whole else (each for each in times if _is_of(parts, each))


def _is_of(parts: Rule, on: datetime) -> bool:
    """Tell whether a time is one of those to which a rule is narrowed."""
    months, numbers = _numbers(parts, "BYMONTH"), _numbers(parts, "BYMONTHDAY")
    if months and on.month not in months:
        return False
    if parts["FREQ"] != "DAILY":
        return True
    from_the_end = on.day - 1 - monthrange(on.year, on.month)[1]
    if numbers and not {on.day, from_the_end} & set(numbers):
        return False
    days = _listed(parts, "BYDAY")
    return not days or _DAYS[on.weekday()] in days


def _weekday(text: str) -> "weekday":
    from dateutil.rrule import weekday

    return weekday(_DAYS.index(text[-2:]), int(text[:-2]) if text[:-2] else None)


def _listed(parts: Rule, key: str) -> list[str]:
    return parts[key].split(",") if key in parts else []


def _numbers(parts: Rule, key: str) -> list[int]:
    return [int(each) for each in _listed(parts, key)]


def _whole(text: str, most: int = _MOST) -> int | None:
    """Return a whole number from 1 on, None for anything else."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
    return number if 1 <= number <= most else None
