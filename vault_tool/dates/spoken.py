"""Dates as people type them at a prompt, in English and Italian.

`yesterday`, `l'altro ieri`, `-3d`, `3 weeks ago`, `tra due settimane`, `last monday`, `lunedì
scorso`, `end of next month`, `12 Nov`, `sabato 14 novembre 2026`, `the 3rd`. What may mean two
different days means none: `this month`, a bare number, and `03/04/2026` unless the order of day
and month is given.

Decided here: weeks begin on Monday; `last monday` is the latest before today and `next monday` the
first after it, while `this monday` and `monday next week` count in whole weeks; `last week` and its
like move today by one; a weekend is its Saturday, the end of a week its Sunday.
"""

import re
from datetime import date, timedelta

from vault_tool.dates.lengths import number_in, read_length, spaced
from vault_tool.dates.names import SPOKEN, folded, months, weekdays
from vault_tool.dates.values import DateOrder, Duration, PartialDate, days_in, kept_in
from vault_tool.dates.written import parse_day, parse_partial

_LONGEST_TEXT = 80

_NEAR_PHRASES = {
    -2: "day before yesterday|altro ieri|altroieri|ieri altro|avantieri",
    -1: "yesterday|ieri|last night",
    0: (
        "today|oggi|now|adesso|tonight|this morning|this afternoon|this evening|stamattina"
        "|stamani|stanotte|stasera|questa mattina|questo pomeriggio|questa sera|questa notte"
        "|earlier today|just now|poco fa"
    ),
    1: "tomorrow|domani",
    2: "day after tomorrow|dopodomani|dopo domani|domani altro",
}
_NEAR = {phrase: days for days, phrases in _NEAR_PHRASES.items() for phrase in phrases.split("|")}
_WAY_WORDS = {
    -1: "last past previous scorso scorsa passato passata",
    0: "this questo questa",
    1: "next coming prossimo prossima",
}
_WAYS = {word: way for way, words in _WAY_WORDS.items() for word in words.split()}
_WEEK, _ONE_MONTH = Duration(days=7), Duration(months=1)
_UNITS = {
    "week": _WEEK, "settimana": _WEEK,
    "month": _ONE_MONTH, "mese": _ONE_MONTH,
    "quarter": Duration(months=3), "trimestre": Duration(months=3),
    "year": Duration(months=12), "anno": Duration(months=12),
}  # fmt: skip
_PARTS = {word: unit for word, unit in _UNITS.items() if unit.months in (1, 12)}
_ENDS = {"start": False, "beginning": False, "inizio": False, "end": True, "fine": True}
_SATURDAY = 5

# Patterns are compiled when first used: most runs read no such phrase.
_WEEKEND = r"\b(?:week[ -]end|fine settimana)\b"
_FILLER = (
    r"\b(?:the|on|of|at|by|il|lo|la|del|dello|della|di|entro) |\b(?:l|dell|nell)'|\Aa (?=fine|iniz)"
)
_PART_OF_DAY = (
    r" (?:in )?(?:early |late )?(?:morning|afternoon|evening|night|lunchtime"
    r"|mattina|pomeriggio|sera|notte)(?: presto| tardi)?\Z"
)
_MOVE = (
    r"(?:(?P<minus>- ?)|(?P<plus>\+ ?|in |tra |fra ))?(?P<length>.+?)"
    r"(?:(?P<ago> ago| fa)|(?P<hence> from now| from today| hence| da oggi| da adesso))?"
)
_WEEKDAY = r"(?:(?P<weekday>[a-z]+),? )?"
_DAY = r"(?P<day>[0-9]{1,2}|primo)(?:st|nd|rd|th|º|°)?"
_MONTH = r"(?P<month>[a-z]{3,})"
_YEAR = r"(?:[ ,./-]+(?P<year>[0-9]{4}))?"
_DAY_FIRST = rf"{_WEEKDAY}{_DAY}[ ./-]*{_MONTH}{_YEAR}"
_WEEKDAYS_AGO = r"(?P<number>[0-9]{1,3}|[a-z]+) (?P<weekday>[a-z]+?)s? (?:ago|fa)"
_WEEKDAY_NTH = r"(?P<weekday>[a-z]+) (?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_NTH = r"(?:on )?(?:the )?(?P<day>[0-9]{1,2})(?:st|nd|rd|th)"
_IL = r"(?:il (?:giorno )?|l')(?P<day>[0-9]{1,2}|primo)[º°]?"
_OF_MONTH = (
    r"(?: (?:of |del |dello )?(?P<way>last|this|next|scorso|prossimo)? ?(?:the )?(?:month|mese)"
    r"(?: (?P<after>scorso|passato|prossimo))?)?"
)
_MONTH_FIRST = rf"{_WEEKDAY}{_MONTH}[ .]*{_DAY}{_YEAR}"
_FIGURES = r"([0-9]{1,2})([./-])([0-9]{1,2})(?:\2([0-9]{4}))?"


def parse_when(
    text: str, today: date, *, future: bool = False, order: DateOrder | None = None
) -> date | None:
    """Return the day that a human date means, or None where it means none or may mean several.

    What names no direction points back, with `future` forward: `2m`, `monday`, `12 Nov`. Only
    `12 Nov` and `the 12th` may be today itself. What the words say outright they mean either way:
    `in 2 months`. `order` tells what `03/04` is; without it that is no date.
    """
    if len(text) > _LONGEST_TEXT:
        return None
    day = parse_day(text)
    if day:
        return day
    phrase = _phrase(text)
    try:
        if phrase in _NEAR:
            return today + timedelta(_NEAR[phrase])
        return (
            _moved(phrase, today, future)
            or _dated(phrase, today, future)
            or _in_figures(phrase, today, future, order)
            or _of_month(_said(text), today, future)
            or _counted(phrase, today)
            or _pointed(phrase.split(), today, future)
        )
    except OverflowError:  # beyond the calendar's ends
        return None


def parse_partly(text: str, today: date, *, order: DateOrder | None = None) -> PartialDate | None:
    """Return what a human date says where a part is enough: `2019`, `september 2026`, `last month`.

    For days that lie back, such as that of a first meeting: `september` is the last one that has
    begun. A day without a year is completed as `parse_when` does it.
    """
    written = parse_partial(text)
    if written and written.year:
        return written
    words = _phrase(text).replace(". ", " ").split() if len(text) <= _LONGEST_TEXT else []
    ways = [_WAYS[word] for word in words if word in _WAYS]
    rest = [word for word in words if word not in _WAYS]
    if len(ways) == 1 and len(rest) == 1 and rest[0] in _PARTS:
        unit = _PARTS[rest[0]]
        there = _shifted(unit, ways[0], date(today.year, today.month, 1))
        return PartialDate(there.year, there.month if unit.months == 1 else None)
    month = months(SPOKEN).get(rest[0]) if rest else None
    if month and len(rest) == 2 and _is_year(rest[1]) and int(rest[1]) and not ways:
        return PartialDate(int(rest[1]), month)
    if month and len(rest) == 1 and ways in ([], [-1]):
        return PartialDate(today.year - (month > today.month), month)
    day = parse_when(text, today, order=order)
    return PartialDate(day.year, day.month, day.day) if day else None


def _said(text: str) -> str:
    """Return the text without case and accents, on plain blanks."""
    return folded(spaced(text.replace("−", "-"))).strip(" .,;:!?")


def _phrase(text: str) -> str:
    """Return the text without case, accents, articles and what does not change the day."""
    phrase = re.sub(_FILLER, "", re.sub(_WEEKEND, "weekend", _said(text)))
    return phrase if phrase in _NEAR else re.sub(_PART_OF_DAY, "", phrase)


def _moved(phrase: str, today: date, future: bool) -> date | None:
    """Read `-3d`, `2m`, `in 2 months`, `3 settimane fa`."""
    move = re.fullmatch(_MOVE, phrase)
    length = read_length(move["length"]) if move else None
    if move is None or length is None or phrase.startswith("other "):  # `the other day`
        return None
    back, ahead = bool(move["minus"] or move["ago"]), bool(move["plus"] or move["hence"])
    if back and ahead:
        return None
    return length.after(today) if ahead or (future and not back) else length.before(today)


def _dated(phrase: str, today: date, future: bool) -> date | None:
    """Read `12 Nov`, `November 12th, 2026`, `sabato 14 novembre`; a weekday must be true."""
    match = re.fullmatch(_DAY_FIRST, phrase) or re.fullmatch(_MONTH_FIRST, phrase)
    month = months(SPOKEN).get(match["month"]) if match else None
    if match is None or month is None:
        return None
    number = 1 if match["day"] == "primo" else int(match["day"])
    day = _day(match["year"], month, number, today, future)
    said = match["weekday"]
    if day is None or (said and weekdays().get(said) != day.weekday()):
        return None
    return day


def _in_figures(phrase: str, today: date, future: bool, order: DateOrder | None) -> date | None:
    """Read `--11-12`, and `25/12`, `15.04.2026`, where only one order can be or one is given."""
    yearless = parse_partial(phrase) if phrase.startswith("--") else None
    if yearless and yearless.month and yearless.day:
        return _day(None, yearless.month, yearless.day, today, future)
    match = re.fullmatch(_FIGURES, phrase)
    if match is None or (match[4] is None and match[2] != "/"):
        return None
    one, other = int(match[1]), int(match[3])
    if max(one, other) <= 12 and one != other:
        if order is None:
            return None
        day, month = (one, other) if order == "dmy" else (other, one)
        return _day(match[4], month, day, today, future)
    return _day(match[4], min(one, other), max(one, other), today, future)


def _of_month(said: str, today: date, future: bool) -> date | None:
    """Read `the 3rd`, `il primo`, `the 3rd of last month`, `monday 16`: a day of a near month."""
    named = re.fullmatch(_WEEKDAY_NTH, said.removeprefix("on "))
    if named and named["weekday"] in weekdays():
        found = _nth(int(named["day"]), today, future)
        return found if found and found.weekday() == weekdays()[named["weekday"]] else None
    match = re.fullmatch(_NTH + _OF_MONTH, said) or re.fullmatch(_IL + _OF_MONTH, said)
    if match is None:
        return None
    number = 1 if match["day"] == "primo" else int(match["day"])
    way = match["way"] or match["after"]
    if way or said.endswith(("month", "mese")):
        first = _shifted(_ONE_MONTH, _WAYS[way] if way else 0, today.replace(day=1))
        is_there = 1 <= number <= days_in(first.year, first.month)
        return first.replace(day=number) if is_there else None
    return _nth(number, today, future)


def _nth(number: int, today: date, future: bool) -> date | None:
    """Return the nearest day of that number in the direction, today included."""
    first = today.replace(day=1)
    for months_away in range(3):  # two months with a 30th are never further apart
        away = Duration(months=months_away)
        there = away.after(first) if future else away.before(first)
        if 1 <= number <= days_in(there.year, there.month):
            found = there.replace(day=number)
            if (found >= today) if future else (found <= today):
                return found
    return None


def _counted(phrase: str, today: date) -> date | None:
    """Read `two mondays ago`, `due lunedì fa`."""
    match = re.fullmatch(_WEEKDAYS_AGO, phrase)
    number = number_in(match["number"]) if match else None
    weekday = weekdays().get(match["weekday"]) if match else None
    if not number or weekday is None:
        return None
    return _weekday(weekday, -1, today, False) - timedelta(7 * (number - 1))


def _day(year: str | None, month: int, day: int, today: date, future: bool) -> date | None:
    """Return the day; without a year the nearest in the direction, today included."""
    if year:
        exists = int(year) > 0 and 1 <= month <= 12 and 1 <= day <= days_in(int(year), month)
        return date(int(year), month, day) if exists else None
    if not (1 <= month <= 12 and day >= 1):
        return None
    for years in range(9):  # 29 February may be eight years away
        near = today.year + (years if future else -years)
        if date.min.year <= near <= date.max.year and day <= days_in(near, month):
            found = date(near, month, day)
            if (found >= today) if future else (found <= today):
                return found
    return None


def _pointed(words: list[str], today: date, future: bool) -> date | None:
    """Read what a direction points at: `last monday`, `next month`, `fine mese`, `monday`."""
    ways = [_WAYS[word] for word in words if word in _WAYS]
    rest = [word for word in words if word not in _WAYS]
    if not rest or len(ways) > 1:
        return None
    way = ways[0] if ways else None
    first, others = rest[0], rest[1:]
    if first in _ENDS:
        return _end(_ENDS[first], others, way, today, future)
    if first in _UNITS:
        return _shifted(_UNITS[first], way, today) if way and not others else None
    weekday = _SATURDAY if first == "weekend" else weekdays().get(first)
    if weekday is None:
        return None
    if not others:
        return _weekday(weekday, way, today, future)
    if way is not None and others in (["week"], ["settimana"]):
        return _shifted(_WEEK, way, today) + timedelta(weekday - today.weekday())
    return None


def _weekday(weekday: int, way: int | None, today: date, future: bool) -> date:
    ahead = (weekday - today.weekday() - 1) % 7 + 1
    if way == 0:
        return today + timedelta(weekday - today.weekday())
    if way == 1 or (way is None and future):
        return today + timedelta(ahead)
    return today - timedelta(7 - ahead or 7)


def _end(last: bool, of: list[str], way: int | None, today: date, future: bool) -> date | None:
    """Return the first or last day of a week, month, quarter, year, or of a named month."""
    if len(of) == 1 and of[0] in _UNITS:
        unit = _UNITS[of[0]]
        first = _shifted(unit, way or 0, _first_of(unit, today))
        return unit.after(first) - timedelta(1) if last else first
    month = months(SPOKEN).get(of[0]) if of else None
    year = of[1] if len(of) == 2 and _is_year(of[1]) else None
    if month is None or way is not None or len(of) != (2 if year else 1):
        return None
    if not last:
        return _day(year, month, 1, today, future)
    begun = _day(year, month, 28, today, future)
    return kept_in(begun.year, month, 31) if begun else None


def _first_of(unit: Duration, today: date) -> date:
    if unit == _WEEK:
        return today - timedelta(today.weekday())
    return date(today.year, (today.month - 1) // unit.months * unit.months + 1, 1)


def _shifted(unit: Duration, way: int, day: date) -> date:
    if way == 0:
        return day
    return unit.after(day) if way > 0 else unit.before(day)


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isascii() and word.isdigit()
