"""The one place where the clock is read. Everywhere else, today is a parameter."""

from datetime import date

from vault_tool.dates import parse_when
from vault_tool.errors import UsageError


def day_meant(typed: str | None) -> date:
    """Return the day that `--today` names, or the local calendar's day."""
    now = date.today()
    if typed is None:
        return now
    day = parse_when(typed, now)
    if day is None:
        raise UsageError(f'--today: "{typed}" is no day', "Write it as 2026-03-14 or yesterday.")
    return day
