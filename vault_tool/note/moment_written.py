"""Moments in Moment.js formats, for new daily notes: their names, and dates in their templates.

Names of months and weekdays are written in the user's language, as Obsidian does. What depends on
a locale in other ways (`L`, `gg`, week numbers that begin on Sundays) is not written.
"""

import re
from datetime import date, datetime
from typing import Literal

from vault_tool.note.conventions import DEFAULT_FORMAT
from vault_tool.note.moment import PIECE, literal

_PLACEHOLDER = re.compile(r"\{\{\s*(date|time|title)\s*(?::([^{}]*))?\}\}", re.I)
_FOLDER_DATE = re.compile(r"\{\{\s*date\s*(?::([^{}]*))?\}\}")
_TIME = "HH:mm"
_TOKEN = re.compile(r"[A-Za-z]")
_MONTHS: dict[str, Literal["wide", "abbreviated"]] = {"MMMM": "wide", "MMM": "abbreviated"}
_WEEKDAYS: dict[str, Literal["wide", "abbreviated", "short"]] = {
    "dddd": "wide", "ddd": "abbreviated", "dd": "short",
}  # fmt: skip
_ORDINALS = ("Do",)


def written(moment_format: str, at: datetime, language: str) -> str | None:
    """Return a moment in a format; None where a token of it cannot be written here."""
    parts = []
    for token in re.findall(PIECE, moment_format):
        if token.startswith(("[", "\\")) and len(token) > 1:
            parts.append(literal(token))
        elif not _TOKEN.match(token):
            parts.append(token)
        else:
            part = _part(token, at, language)
            if part is None:
                return None
            parts.append(part)
    return "".join(parts)


def day_path(moment_format: str, folder: str, day: date, language: str) -> str | None:
    """Return where the daily note of a day lies, without `.md`; None where its name is not ours."""
    at = datetime(day.year, day.month, day.day)
    names = [written(moment_format.strip().strip("/") or DEFAULT_FORMAT, at, language)]
    inside = folder.strip("/")
    if inside:
        names.insert(0, _filled_folder(inside, at, language))
    if any(name is None or ".." in name.split("/") for name in names):
        return None
    return "/".join(str(name) for name in names)


def filled(template: str, title: str, at: datetime, language: str) -> str:
    """Return a core template with `{{date}}`, `{{time}}` and `{{title}}` filled in.

    What cannot be written, and what other plug-ins fill in, stays as it is.
    """

    def fill(found: re.Match[str]) -> str:
        kind, said = found[1].lower(), found[2]
        if kind == "title":
            return title
        default = DEFAULT_FORMAT if kind == "date" else _TIME
        return written(said.strip() if said else default, at, language) or found[0]

    return _PLACEHOLDER.sub(fill, template)


def _filled_folder(folder: str, at: datetime, language: str) -> str | None:
    parts = [written(said or DEFAULT_FORMAT, at, language) for said in _FOLDER_DATE.findall(folder)]
    if any(part is None for part in parts):
        return None
    filled_in = iter(parts)
    return _FOLDER_DATE.sub(lambda _: next(filled_in) or "", folder)


def _part(token: str, at: datetime, language: str) -> str | None:
    week = at.isocalendar()
    plain = {
        "YYYY": f"{at.year:04}", "Y": str(at.year), "YY": f"{at.year % 100:02}",
        "Q": str((at.month + 2) // 3),
        "MM": f"{at.month:02}", "M": str(at.month), "DD": f"{at.day:02}", "D": str(at.day),
        "DDDD": f"{at.timetuple().tm_yday:03}", "DDD": str(at.timetuple().tm_yday),
        "GGGG": f"{week.year:04}", "WW": f"{week.week:02}", "W": str(week.week),
        "E": str(week.weekday), "d": str(week.weekday % 7),
        "HH": f"{at.hour:02}", "H": str(at.hour), "mm": f"{at.minute:02}", "m": str(at.minute),
        "hh": f"{(at.hour + 11) % 12 + 1:02}", "h": str((at.hour + 11) % 12 + 1),
        "A": "PM" if at.hour >= 12 else "AM", "a": "pm" if at.hour >= 12 else "am",
        "ss": f"{at.second:02}", "s": str(at.second),
    }  # fmt: skip
    if token in plain:
        return plain[token]
    if token in _MONTHS or token in _WEEKDAYS:
        return _name(token, at, language)
    if token in _ORDINALS and language.startswith(("en", "it")):
        return f"{at.day}{_ordinal(at.day) if language.startswith('en') else 'º'}"
    return None


def _name(token: str, at: datetime, language: str) -> str:
    from babel import Locale, UnknownLocaleError
    from babel.dates import get_day_names, get_month_names

    try:
        locale = Locale.parse(language.partition(".")[0].replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        locale = Locale("en")
    if token in _MONTHS:
        return str(get_month_names(_MONTHS[token], locale=locale)[at.month])
    return str(get_day_names(_WEEKDAYS[token], locale=locale)[at.weekday()])


def _ordinal(day: int) -> str:
    if 11 <= day <= 13:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
