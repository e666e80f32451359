"""Lengths of time and frequencies as people write them, in English and Italian.

`m` is months here, never minutes: nobody's rhythm with a friend is counted in minutes.
"""

import re
from functools import lru_cache

from vault_tool.dates.values import Duration

LONGEST_IN_DAYS = 36525  # a hundred years
_LONGEST_TEXT = 60

_DAY, _WEEK, _FORTNIGHT = Duration(days=1), Duration(days=7), Duration(days=14)
_MONTH, _QUARTER, _YEAR = Duration(months=1), Duration(months=3), Duration(months=12)
_UNIT_WORDS = {
    _DAY: "d day days g gg giorno giorni",
    _WEEK: "w wk wks week weeks settimana settimane",
    _FORTNIGHT: "fortnight fortnights quindicina",
    _MONTH: "m mo mos mth mths month months mese mesi",
    Duration(months=2): "bimestre bimestri",
    _QUARTER: "q qtr quarter quarters trimestre trimestri",
    Duration(months=6): "semester semesters semestre semestri",
    _YEAR: "y yr yrs year years anno anni",
}
_UNITS = {word: unit for unit, words in _UNIT_WORDS.items() for word in words.split()}
_NUMBER_WORDS = {
    1: "a an one un uno una", 2: "two due other second", 3: "three tre third",
    4: "four quattro", 5: "five cinque", 6: "six sei", 7: "seven sette", 8: "eight otto",
    9: "nine nove", 10: "ten dieci", 11: "eleven undici", 12: "twelve dodici",
    15: "fifteen quindici", 20: "twenty venti", 30: "thirty trenta",
}  # fmt: skip
_NUMBERS = {word: number for number, words in _NUMBER_WORDS.items() for word in words.split()}
_PAIR = r"\b(?:a couple(?: of)?|un paio(?: di)?) "
_LENGTH_WORDS = {
    Duration(months=6): "half a year|half year|mezz'anno|mezzo anno",
    Duration(months=18): "a year and a half|un anno e mezzo",
}
_LENGTHS = {word: length for length, words in _LENGTH_WORDS.items() for word in words.split("|")}
_ADVERB_WORDS = {
    _DAY: "daily giornaliero giornaliera quotidiano quotidiana",
    _WEEK: "weekly settimanale settimanalmente",
    _FORTNIGHT: "biweekly bi-weekly fortnightly quindicinale",
    Duration(days=15): "semimonthly semi-monthly bimensile",
    _MONTH: "monthly mensile mensilmente",
    Duration(months=2): "bimonthly bi-monthly bimestrale",
    _QUARTER: "quarterly trimestrale trimestralmente",
    Duration(months=4): "quadrimestrale",
    Duration(months=6): (
        "semiannually semi-annually semiannual semi-annual biannually biannual half-yearly"
        " semestrale"
    ),
    _YEAR: "yearly annually annual annuale annualmente",
    Duration(months=24): "biennially biennial biennale",
}
_ADVERBS = {word: length for length, words in _ADVERB_WORDS.items() for word in words.split()}
_NEVER = frozenset(("never", "mai", "no", "none"))

# Patterns are compiled when first used: a run that reads no note meets no frequency.
_PART = r"([0-9]{1,6}|[a-z]+)[ -]?([a-z]+)(?:(?:,| and| e)? |\Z)?"
_PER = r"(?:every |each |a |an |per |/ ?|ogni |al |alla |all'|l')"
_EVERY = rf"(?:(?:once|una volta) {_PER}|(?:once )?every |each |ogni )(?P<length>.+)"
_OFTEN = (
    rf"(?:(?P<twice>twice)|(?P<times>[0-9]{{1,3}}|[a-z]+?)(?:x| ?times| ?volte))"
    rf" ?{_PER}(?P<unit>[a-z]+)"
)
_ISO = r"p(?=[0-9])(?:([0-9]{1,6})y)?(?:([0-9]{1,6})m)?(?:([0-9]{1,6})w)?(?:([0-9]{1,6})d)?"


@lru_cache(1024)
def parse_duration(text: str) -> Duration | None:
    """Return the frequency that a text names: `3 months`, `6w`, `weekly`, `90`, `ogni 2 settimane`.

    A bare number counts days. None for anything else, and for what is not above zero or over a
    hundred years.
    """
    text = spaced(text)
    if len(text) > _LONGEST_TEXT:
        return None
    if text.isascii() and text.isdigit():
        return _within(Duration(days=int(text)))
    if text in _ADVERBS:
        return _ADVERBS[text]
    every = re.fullmatch(_EVERY, text)
    length = every["length"] if every else text
    return read_length(length) or _unit(length) or _so_often(text)


def is_never(text: str) -> bool:
    """Tell whether a frequency says that there is none."""
    return text.strip().casefold() in _NEVER


def read_length(text: str) -> Duration | None:
    """Return the length that a spaced text states: `3 weeks`, `1y 6m`, `p3m`, `half a year`."""
    if text in _LENGTHS:
        return _LENGTHS[text]
    iso = re.fullmatch(_ISO, text)
    if iso:
        years, months, weeks, days = (int(part or 0) for part in iso.groups())
        return _within(Duration(years * 12 + months, weeks * 7 + days))
    text = re.sub(_PAIR, "2 ", text)
    part = re.compile(_PART)
    months = days = at = 0
    while at < len(text):
        match = part.match(text, at)
        number, unit = (number_in(match[1]), _UNITS.get(match[2])) if match else (None, None)
        if match is None or number is None or unit is None:
            return None
        months, days, at = months + number * unit.months, days + number * unit.days, match.end()
    return _within(Duration(months, days))


def spaced(text: str) -> str:
    """Return a text without case, with single blanks and plain apostrophes."""
    return " ".join(text.replace("’", "'").casefold().split())


def number_in(word: str) -> int | None:
    """Return the number that one word states, in figures or letters, or None."""
    return int(word) if word[0].isdigit() else _NUMBERS.get(word)


def _unit(word: str) -> Duration | None:
    """Return the unit that a word of its own names: `month`, not the letter `m`."""
    return _UNITS.get(word) if len(word) >= len("day") else None


def _so_often(text: str) -> Duration | None:
    """Return the time between two of `twice a year`, `4 times a year`, `due volte al mese`."""
    match = re.fullmatch(_OFTEN, text)
    unit = _unit(match["unit"]) if match else None
    times = (2 if match["twice"] else number_in(match["times"])) if match else None
    if not unit or not times:
        return None
    if unit.months and unit.months % times == 0:
        return Duration(months=unit.months // times)
    return _within(Duration(days=unit.in_days() // times))


def _within(length: Duration) -> Duration | None:
    return length if 0 < length.in_days() <= LONGEST_IN_DAYS else None
