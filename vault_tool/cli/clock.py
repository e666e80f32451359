"""The one place where the clock is read. Everywhere else, today is a parameter."""

from datetime import date, datetime

from vault_tool.dates import parse_when
from vault_tool.errors import UsageError


def day_meant(typed: str | None) -> date:
    """Return the day that `--today` names, or the local calendar's day."""
    calendar = date.today()
    if typed is None:
        return calendar
    day = parse_when(typed, calendar)
    if day is None:
        raise UsageError(f'--today: "{typed}" is no day', "Write it as 2026-03-14 or yesterday.")
    return day


def moment() -> str:
    """Return the local time, to the second, as steps that can be taken back are marked with it."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def now() -> datetime:
    """Return the local time, as templates of daily notes write it."""
    return datetime.now()
