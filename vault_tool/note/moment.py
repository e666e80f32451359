"""Names of daily notes: a Moment.js format, and the day that a note's path means by it.

Reading never guesses: a name means a day only when its digits (and names of months) say the whole
of it, and every part that is said twice agrees.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

DEFAULT_FORMAT = "YYYY-MM-DD"

_TOKEN = re.compile(r"\[[^\[\]]*\]|YYYY|YY|MM|M|DD|D|.", re.S)
_DIGITS = {
    "YYYY": ("y", "[0-9]{4}"), "YY": ("s", "[0-9]{2}"), "MM": ("m", "[0-9]{2}"),
    "M": ("m", "[0-9]{1,2}"), "DD": ("d", "[0-9]{2}"), "D": ("d", "[0-9]{1,2}"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DayFormat:
    """How the daily notes of a vault are named; `pattern` reads the last `depth` parts of a path."""

    pattern: re.Pattern[str]
    depth: int

    def day(self, path: str) -> date | None:
        """Return the day that a note's path, without `.md`, means; None for any other note."""
        match = self.pattern.fullmatch("/".join(path.split("/")[-self.depth :]))
        if match is None:
            return None
        parts = {name[0]: int(value) for name, value in match.groupdict().items()}
        year = parts.get("y")
        if year is None or "m" not in parts or "d" not in parts:
            return None
        try:
            return date(year, parts["m"], parts["d"])
        except ValueError:
            return None


@lru_cache(32)
def compile_format(moment_format: str, folder: str = "") -> DayFormat:
    """Return the reader of a daily-note format."""
    pieces = []
    for count, token in enumerate(_TOKEN.findall(moment_format or DEFAULT_FORMAT)):
        if token in _DIGITS:
            part, digits = _DIGITS[token]
            pieces.append(f"(?P<{part}{count}>{digits})")
        else:
            pieces.append(re.escape(token[1:-1] if token.startswith("[") else token))
    pattern = "".join(pieces)
    return DayFormat(re.compile(pattern), pattern.count("/") + 1)
