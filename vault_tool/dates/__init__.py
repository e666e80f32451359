"""Days, partial dates and durations: the calendar every other room uses.

Everything is whole days in the user's local calendar. Nothing here reads the clock.
"""

from vault_tool.dates.lengths import is_never, parse_duration
from vault_tool.dates.spoken import parse_partly, parse_when
from vault_tool.dates.values import DateOrder, Duration, PartialDate, occurrence, turns
from vault_tool.dates.written import parse_birthday, parse_day, parse_partial

__all__ = [
    "DateOrder",
    "Duration",
    "PartialDate",
    "is_never",
    "occurrence",
    "parse_birthday",
    "parse_day",
    "parse_duration",
    "parse_partial",
    "parse_partly",
    "parse_when",
    "turns",
]
