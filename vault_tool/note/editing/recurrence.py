"""When a recurring task comes back: the rules of the Tasks plugin, read as rrule.js reads them.

Counted are days, weeks, months and years, weekdays, days of a month. A rule that is none of these
is None, and whoever asks leaves the task to the plugin.
"""

import re
from datetime import date, datetime, time
from typing import Literal, NamedTuple

_DAYS = "monday tuesday wednesday thursday friday saturday sunday"
_YEAR = "january february march april may june july august september october november december"
_WEEKDAYS = {name: number for number, name in enumerate(_DAYS.split())}
_WEEKDAYS |= {"tues": 1, "thur": 3, "thurs": 3} | {name[:3]: n for name, n in _WEEKDAYS.items()}
_MONTHS = {name: number for number, name in enumerate(_YEAR.split(), 1)}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "last": -1}
_EVERY = re.compile(r"every (?:(\d{1,3}) )?(day|week|month|year)s?(?: on (.+))?")
_NTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_AND = re.compile(r"\s*,\s*(?:and |or )?(?:on )?(?:the )?|\s+(?:and|or) (?:on )?(?:the )?")


class Rule(NamedTuple):
    """A rule: every so many units, perhaps only on certain days.

    `weekdays` are (0 for Monday, which one of the month; 0: each). `month_days` count from 1, from
    the end when negative. `months` are those of a year.
    """

    unit: str
    interval: int = 1
    weekdays: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    when_done: bool = False


def parse_rule(text: str) -> Rule | None:
    """Return the rule that a text states, None for one that is not understood for certain."""
    words = " ".join(text.casefold().split()).rstrip("!. ")
    when_done = words.endswith(" when done")
    rule = _rule(words.removesuffix(" when done"))
    return rule._replace(when_done=when_done) if rule else None


def next_day(rule: Rule, counted_from: date) -> date | None:
    """Return the rule's first day after one, None where the calendar ends before it.

    Without days of its own, a month or year that has no such day ends earlier: 31 January is
    followed by 28 February.
    """
    from dateutil.relativedelta import relativedelta
    from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule, weekday

    try:
        if rule.unit in ("month", "year") and not (rule.weekdays or rule.month_days or rule.months):
            months = rule.interval * (12 if rule.unit == "year" else 1)
            return counted_from + relativedelta(months=months)
        start = datetime.combine(counted_from, time())
        units: dict[str, Literal[0, 1, 2, 3]]
        units = {"day": DAILY, "week": WEEKLY, "month": MONTHLY, "year": YEARLY}
        days = [weekday(day, nth) if nth else weekday(day) for day, nth in rule.weekdays]
        following = rrule(
            units[rule.unit],
            dtstart=start,
            interval=rule.interval,
            byweekday=days or None,
            bymonthday=rule.month_days or None,
            bymonth=rule.months or None,
        ).after(start)
    except (ValueError, OverflowError):
        return None
    return following.date() if following else None


def _rule(words: str) -> Rule | None:
    match = _EVERY.fullmatch(words)
    if match:
        interval = int(match[1] or 1)
        rule = Rule(match[2], interval) if interval else None
        return _on(rule, match[3]) if rule and match[3] else rule
    named = words.removeprefix("every ")
    if named == words:
        return None
    if named in ("weekday", "weekdays"):
        return Rule("week", weekdays=tuple((day, 0) for day in range(5)))
    days = [_WEEKDAYS.get(word) for word in _AND.split(named)]
    if all(day is not None for day in days):
        return Rule("week", weekdays=tuple((day, 0) for day in days if day is not None))
    month, _, on = named.partition(" on ")
    months = [_MONTHS.get(word) for word in _AND.split(month)]
    if any(one is None for one in months):
        return None
    rule = Rule("year", months=tuple(one for one in months if one))
    return _on(rule, on) if on else None


def _on(rule: Rule, words: str) -> Rule | None:
    """Return the rule with the days it names."""
    weekdays: list[tuple[int, int]] = []
    month_days: list[int] = []
    for part in _AND.split(words.removeprefix("the ")):
        nth, day = _nth(part)
        if day == "weekday" and not nth:
            weekdays += [(one, 0) for one in range(5)]
        elif day in _WEEKDAYS and (nth == 0 or rule.unit != "week"):
            weekdays.append((_WEEKDAYS[day], nth))
        elif nth and day in ("", "day") and rule.unit in ("month", "year"):
            month_days.append(nth)
        else:
            return None
    if rule.unit == "day" or (weekdays and month_days):
        return None
    if rule.unit == "year" and not rule.months:
        return None
    return rule._replace(weekdays=tuple(weekdays), month_days=tuple(month_days))


def _nth(part: str) -> tuple[int, str]:
    """Return which one is meant, 0 for each, and of what."""
    first, _, rest = part.partition(" ")
    match = _NTH.fullmatch(first)
    nth = _ORDINALS.get(first, 0) or (int(match[1]) if match else 0)
    if not nth:
        return 0, part
    if rest == "last" or rest.startswith("last "):
        return -nth, rest.removeprefix("last").strip()
    return nth, rest
