"""Lengths of time and frequencies as people write them, in English and Italian.

`m` is months here, never minutes: nobody's rhythm with a friend is counted in minutes.
"""

import re
from functools import lru_cache

from vault_tool.dates.values import Duration

LONGEST_IN_DAYS = 36525  # a hundred years

_DAY, _WEEK, _MONTH = Duration(days=1), Duration(days=7), Duration(months=1)
_QUARTER, _YEAR = Duration(months=3), Duration(months=12)
_UNIT_WORDS = {
    _DAY: "d day days g gg giorno giorni",
    _WEEK: "w wk wks week weeks settimana settimane sett",
    Duration(days=14): "fortnight fortnights",
    _MONTH: "m mo mos mon month months mth mths mese mesi",
    _QUARTER: "q qtr quarter quarters trimestre trimestri",
    Duration(months=6): "semester semesters semestre semestri",
    _YEAR: "y yr yrs year years anno anni",
}
UNITS = {word: unit for unit, words in _UNIT_WORDS.items() for word in words.split()}
_NUMBER_WORDS = {
    1: "a an one un uno una", 2: "two due", 3: "three tre", 4: "four quattro", 5: "five cinque",
    6: "six sei", 7: "seven sette", 8: "eight otto", 9: "nine nove", 10: "ten dieci",
    11: "eleven undici", 12: "twelve dodici", 15: "fifteen quindici", 20: "twenty venti",
    30: "thirty trenta",
}  # fmt: skip
_NUMBERS = {word: number for number, words in _NUMBER_WORDS.items() for word in words.split()}
_WORDS = {
    _DAY: "daily|giornaliero|giornaliera|quotidiano|quotidiana|ogni giorno",
    _WEEK: "weekly|settimanale|settimanalmente",
    Duration(days=14): (
        "biweekly|bi-weekly|fortnightly|bisettimanale|quindicinale|every other week"
        "|every second week|a settimane alterne"
    ),
    Duration(days=15): "twice a month|twice monthly|semimonthly|semi-monthly|due volte al mese",
    _MONTH: "monthly|mensile|mensilmente",
    Duration(months=2): (
        "bimonthly|bi-monthly|bimestrale|every other month|every second month|a mesi alterni"
    ),
    _QUARTER: "quarterly|trimestrale",
    Duration(months=4): "quadrimestrale|three times a year|3 times a year|tre volte all'anno",
    Duration(months=6): (
        "semiannually|semi-annually|semiannual|semi-annual|biannual|biannually|half-yearly"
        "|half yearly|twice a year|twice yearly|2 times a year|semestrale|half a year"
        "|due volte l'anno|due volte all'anno|mezz'anno|mezzo anno"
    ),
    _YEAR: "yearly|annual|annually|annuale|annualmente",
    Duration(months=24): "biennial|biennially|biennale|every other year|every second year",
}
_FREQUENCIES = {word: length for length, words in _WORDS.items() for word in words.split("|")}
_NEVER = frozenset(("never", "mai", "no", "none"))

_EVERY = re.compile(
    r"(?:(?:once )?every |each |ogni |(?:once|una volta) (?=an? |per |al |alla |all'|l'|ogni )"
    r"|(?:una volta )?(?:al |alla |all'|l'|per ))"
)
_PART = re.compile(r"([0-9]{1,6}|[a-z]+) ?([a-z]+)")
_ISO = re.compile(
    r"p(?:([0-9]{1,6})y)?(?:([0-9]{1,6})m)?(?:([0-9]{1,6})w)?(?:([0-9]{1,6})d)?(?:t0[hms])?"
)


@lru_cache(1024)
def parse_duration(text: str) -> Duration | None:
    """Return the frequency that a text names: `3 months`, `6w`, `weekly`, `90`, `ogni 2 settimane`.

    A bare number counts days. None for anything else, and for what is not above zero or over a
    hundred years.
    """
    text = " ".join(text.replace("’", "'").casefold().split())
    if text.isascii() and text.isdigit() and len(text) <= 6:
        return _within(Duration(days=int(text)))
    if text in _FREQUENCIES:
        return _FREQUENCIES[text]
    every = _EVERY.match(text)
    if every:
        rest = text[every.end() :].strip()
        return read_length(rest) or UNITS.get(rest)
    return read_length(text)


def is_never(text: str) -> bool:
    """Tell whether a frequency says that there is none."""
    return text.strip().casefold() in _NEVER


def read_length(text: str) -> Duration | None:
    """Return a plain length, folded text without frequency words: `3 weeks`, `1y 6m`, `p3m`."""
    iso = _ISO.fullmatch(text)
    if iso:
        years, months, weeks, days = (int(part or 0) for part in iso.groups())
        return _within(Duration(years * 12 + months, weeks * 7 + days))
    months = days = 0
    rest = text
    while rest:
        part = _PART.match(rest)
        if part is None:
            return None
        number = _NUMBERS.get(part[1], int(part[1]) if part[1].isdigit() else None)
        unit = UNITS.get(part[2])
        if number is None or unit is None:
            return None
        months, days = months + number * unit.months, days + number * unit.days
        rest = re.sub(r"\A(?:,| and | e )? ?", "", rest[part.end() :])
    return _within(Duration(months, days))


def _within(length: Duration) -> Duration | None:
    return length if 0 < length.in_days() <= LONGEST_IN_DAYS else None
