"""Names of daily notes: a Moment.js format, and the day that a note's path means by it.

Reading never guesses: a name means a day only when its digits, or a month's name, say the whole of
it, and what is said twice agrees. Names of weekdays are read without comparing them with the day;
weeks, quarters and times of day are read over.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple
from unicodedata import normalize

from vault_tool.dates.names import folded, is_weekday, months
from vault_tool.note.conventions import DEFAULT_FORMAT, DayFormat

# Moment's own tokens. What stands in brackets is text, and so is what a backslash stands before.
PIECE = (
    r"\[[^\[]*\]|\\.|[Hh]mm(?:ss)?|Mo|MM?M?M?|Do|DDDo|DD?D?D?|ddd?d?|do?|w[ow]?|W[oW]?|Qo?|N{1,5}"
    r"|YYYYYY|YYYYY|YYYY|YY|Y|y{2,4}|yo?|gg(?:ggg?)?|GG(?:GGG?)?|[eEaAxX]|hh?|HH?|kk?|mm?|ss?"
    r"|S{1,9}|zz?|ZZ?|LTS|LT|LL?L?L?|l{1,4}|[\s\S]"
)
_FOLDER_DATE = r"\{\{\s*date\s*(?::([^{}]*))?\}\}"
_ORDINAL = r"(?:st|nd|rd|th|er|e|º|ª|°|\.)?"
_NAME = r"[^\d/]{1,20}?"
_LAST_LATIN = "\u024f"


class _Part(NamedTuple):
    """What a token reads: its meaning (None is read over), a pattern, and what may follow.

    Meanings: y year, s its last two digits, m month, n a month's name, d day, t day of the year,
    g w e ISO year, week and weekday, x a weekday's name.
    """

    meaning: str | None
    pattern: str
    width: Literal["fixed", "loose", "name"]
    ending: str = ""


def _fixed(meaning: str | None, digits: int) -> _Part:
    return _Part(meaning, f"[0-9]{{{digits}}}", "fixed")


def _loose(meaning: str | None, pattern: str = "[0-9]{1,2}", ending: str = "") -> _Part:
    return _Part(meaning, pattern, "loose", ending)


_MONTH, _DAY, _DAY_OF_YEAR = "1[0-2]|[1-9]", "[12][0-9]|3[01]|[1-9]", "[1-9][0-9]{0,2}"
_PARTS = {
    "YYYY": _fixed("y", 4), "Y": _fixed("y", 4), "YY": _fixed("s", 2),
    "MM": _fixed("m", 2), "M": _loose("m", _MONTH), "Mo": _loose("m", _MONTH, _ORDINAL),
    "DD": _fixed("d", 2), "D": _loose("d", _DAY), "Do": _loose("d", _DAY, _ORDINAL),
    "DDDD": _fixed("t", 3), "DDD": _loose("t", _DAY_OF_YEAR),
    "DDDo": _loose("t", _DAY_OF_YEAR, _ORDINAL),
    "GGGG": _fixed("g", 4), "WW": _fixed("w", 2), "W": _loose("w"), "E": _fixed("e", 1),
    "MMM": _Part("n", _NAME, "name"), "MMMM": _Part("n", _NAME, "name"),
    "Wo": _loose(None, ending=_ORDINAL), "wo": _loose(None, ending=_ORDINAL),
    "do": _loose(None, ending=_ORDINAL), "Qo": _loose(None, ending=_ORDINAL),
    "Z": _Part(None, "[-+][0-9]{2}:[0-9]{2}", "name"),
    "ZZ": _Part(None, "[-+][0-9]{4}", "name"),
}  # fmt: skip
_PARTS |= {name: _Part("x", _NAME, "name") for name in ("dd", "ddd", "dddd")}
_PARTS |= {name: _Part(None, _NAME, "name") for name in ("a", "A")}
_PARTS |= {name: _fixed(None, 1) for name in ("d", "e", "Q")}
_PARTS |= {name: _fixed(None, 2) for name in ("GG", "gg", "ww", "HH", "hh", "kk", "mm", "ss")}
_PARTS |= {name: _loose(None) for name in ("w", "H", "h", "k", "m", "s")}
_PARTS |= {name: _loose(None, "[0-9]{3,6}") for name in ("Hmm", "hmm", "Hmmss", "hmmss")}
_PARTS |= {"S" * length: _fixed(None, length) for length in range(1, 10)}
_PARTS["gggg"] = _fixed(None, 4)

# What a locale decides, or an instant and no day: nothing can be read by these.
_UNREADABLE = r"YYYYYY?|GGGGG|ggggg|N+|y+o?|[xX]|z+|LTS?|L+|l+"


class _Reader(NamedTuple):
    """What reads a format: a pattern for the last `depth` parts of a path."""

    pattern: re.Pattern[str]
    depth: int


def day_named(path: str, by: DayFormat) -> date | None:
    """Return the day that a note's path, without `.md`, means; None for any other note.

    Dated notes are known by name, in whatever folder they lie: folders count only where they are a
    part of the format. The folder set beside it counts only where the format alone does not make a
    day and the folder says the rest, as in `Journal/{{date:YYYY}}` with `MM-DD`. A format that
    names no whole day reads none.
    """
    pattern, depth = _reader(by)
    name = path.rpartition("/")[2] if depth == 1 else "/".join(path.split("/")[-depth:])
    match = pattern.fullmatch(name if name.isascii() else normalize("NFC", name))
    return _day(match.groupdict()) if match else None


@lru_cache(64)
def _reader(by: DayFormat) -> _Reader:
    tokens = re.findall(PIECE, by.format.strip().strip("/") or DEFAULT_FORMAT)
    if not _makes_a_day(tokens) and "{{" in by.folder:
        tokens = [*_folder_tokens(by.folder.strip("/")), "/", *tokens]
    if not _makes_a_day(tokens):
        return _Reader(re.compile(r"(?!)"), 1)
    pattern = "".join(_pattern(token, place) for place, token in enumerate(tokens))
    depth = sum(literal(token).count("/") for token in tokens if token not in _PARTS) + 1
    return _Reader(re.compile(normalize("NFC", pattern), re.I), depth)


def _folder_tokens(folder: str) -> Iterable[str]:
    """Yield the tokens of a folder: text, one escaped character each, and the formats in it."""
    for place, part in enumerate(re.split(_FOLDER_DATE, folder)):
        if place % 2:
            yield from re.findall(PIECE, part or DEFAULT_FORMAT)
        else:
            yield from (f"\\{character}" for character in part)


def _makes_a_day(tokens: list[str]) -> bool:
    """Tell whether the tokens say a whole day, in digits that part in only one way."""
    if any(re.fullmatch(_UNREADABLE, token) for token in tokens):
        return False
    loose = 0
    for token in tokens:
        part = _PARTS.get(token)
        if part is None:
            text = literal(token)
            loose = 0 if text and not text.isdigit() else loose
        else:
            loose = 0 if part.width == "name" else loose + (part.width == "loose")
        if loose > 1:
            return False
    said = {_PARTS[token].meaning for token in tokens if token in _PARTS}
    if said & {"y", "s"}:
        return "t" in said or ("d" in said and bool(said & {"m", "n"}))
    return {"g", "w", "e"} <= said


def _pattern(token: str, place: int) -> str:
    part = _PARTS.get(token)
    if part is None:
        return re.escape(literal(token))
    group = f"?P<{part.meaning}{place}>" if part.meaning else "?:"
    return f"({group}{part.pattern}){part.ending}"


def literal(token: str) -> str:
    """Return the text that a piece of a format stands for when it is no token."""
    if token.startswith("[") and len(token) > 1:
        return token[1:-1]
    return token[1:] if token.startswith("\\") else token


def _day(said: dict[str, str]) -> date | None:
    """Return the day that the parts of a name say together, or None where they disagree."""
    numbers: dict[str, int] = {}
    for name, text in said.items():
        meaning, number = name[0], _number(name[0], text)
        if meaning == "x" and number is None:
            return None
        meaning = "m" if meaning == "n" else meaning
        if number is not None and numbers.setdefault(meaning, number) != number:
            return None
    try:
        day = _whole_day(numbers)
    except (ValueError, OverflowError):
        return None
    return day if day and _agrees(day, numbers) else None


def _number(meaning: str, text: str) -> int | None:
    if meaning == "n":
        return months().get(folded(text.rstrip(".")))
    if meaning == "x":
        known = is_weekday(folded(text.rstrip("."))) or text[0] > _LAST_LATIN
        return 0 if known else None
    return int(text)


def _whole_day(numbers: dict[str, int]) -> date | None:
    year = numbers.get("y", _year_of(numbers.get("s")))
    if year is None:
        return date.fromisocalendar(numbers["g"], numbers["w"], numbers["e"])
    if "m" in numbers and "d" in numbers:
        return date(year, numbers["m"], numbers["d"])
    return date(year, 1, 1) + timedelta(numbers["t"] - 1) if "t" in numbers else None


def _year_of(short: int | None) -> int | None:
    """Return the year that two digits mean to Moment: 1969 to 2068."""
    if short is None:
        return None
    return short + (1900 if short > 68 else 2000)


def _agrees(day: date, numbers: dict[str, int]) -> bool:
    """Tell whether a year in two digits and a day of the year, said besides, are the day's."""
    if "s" in numbers and numbers["s"] != day.year % 100:
        return False
    return (
        "t" not in numbers or numbers["t"] == day.toordinal() - date(day.year, 1, 1).toordinal() + 1
    )
