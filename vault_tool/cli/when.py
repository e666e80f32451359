"""Days that people type after an option, in words."""

from datetime import date
from typing import TYPE_CHECKING

from vault_tool.cli.output import remark
from vault_tool.dates import parse_when
from vault_tool.errors import UsageError

if TYPE_CHECKING:
    from vault_tool.cli.opening import Desk
    from vault_tool.cli.options import Asked


def day_of(asked: "Asked", desk: "Desk", option: str, typed: str, *, future: bool = False) -> date:
    """Return the day that was typed, and say how it was read where it was no plain date.

    What names no direction points back, or with `future` forward. Raises `UsageError`.
    """
    day = parse_when(typed, desk.today, future=future, order=desk.settings.date_order)
    if day is None:
        raise UsageError(
            f'{option}: "{typed}" is no day, or may be two',
            "Write it as 2026-03-14, yesterday, -3d, last monday or 2m.",
        )
    if typed.strip() != day.isoformat():
        remark(asked, f"{typed}: {day.isoformat()}")
    return day


def past_day(asked: "Asked", desk: "Desk", option: str, typed: str | None) -> date:
    """Return the day that was typed, today where none was; what lies ahead is refused."""
    day = desk.today if typed is None else day_of(asked, desk, option, typed)
    refuse_future(day, desk.today)
    return day


def refuse_future(day: date, today: date) -> None:
    """Raise `UsageError` for a talk that lies ahead."""
    if day > today:
        raise UsageError(
            f"{day.isoformat()} lies ahead, and what is planned is no talk yet",
            'To ask about it then: vault-tool cue NAME "…" --on DATE.'
            ' To keep a word: vault-tool promise NAME "…" --by DATE.',
        )
