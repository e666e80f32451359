"""Dates as people type them at a prompt, in English and Italian."""

import re
from datetime import date

from vault_tool.dates.lengths import read_length
from vault_tool.dates.values import Duration
from vault_tool.dates.written import parse_day

_NEAR = {
    "today": 0, "oggi": 0, "yesterday": -1, "ieri": -1, "tomorrow": 1, "domani": 1,
    "dopodomani": 2, "l'altro ieri": -2,
}  # fmt: skip
_AGO = re.compile(r"(.+) (?:ago|fa)")
_IN = re.compile(r"(?:in|tra|fra) (.+)")


def parse_when(text: str, today: date, *, future: bool = False) -> date | None:
    """Return the day that a human date means."""
    day = parse_day(text)
    if day:
        return day
    text = " ".join(text.replace("’", "'").casefold().split())
    if text in _NEAR:
        return Duration(days=_NEAR[text]).after(today)
    ago, hence = _AGO.fullmatch(text), _IN.fullmatch(text)
    if ago:
        length = read_length(ago[1])
        return length.before(today) if length else None
    if hence:
        length = read_length(hence[1])
        return length.after(today) if length else None
    length = read_length(text.lstrip("+-"))
    if length is None:
        return None
    if text[0] == "-" or (text[0] != "+" and not future):
        return length.before(today)
    return length.after(today)
