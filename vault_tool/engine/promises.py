"""Promises both ways: mine, which can be due, and theirs, about which nobody is nagged.

Public: `Promise`, `promises(standings, today)`.
"""

from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

from vault_tool.model import Standing

Side = Literal["mine", "theirs"]


class Promise(NamedTuple):
    """One open promise. `days` counts from its date, negative while that is to come."""

    name: str
    path: str
    side: Side
    text: str
    on: date | None
    days: int | None
    note: str
    line: int
    private: bool


def promises(standings: Iterable[Standing], today: date) -> tuple[Promise, ...]:
    """Return every open promise: mine first, then theirs; by date, those without one last.

    A promise that concerns several people stands once for each of them.
    """
    found = []
    for standing in standings:
        if standing.person.me or standing.person.status == "deceased":
            continue
        for loop in standing.loops:
            if loop.kind == "promise" or loop.kind == "owed":
                days = (today - loop.due).days if loop.due else None
                found.append(
                    Promise(
                        standing.name,
                        standing.path,
                        "mine" if loop.kind == "promise" else "theirs",
                        loop.text,
                        loop.due,
                        days,
                        loop.path,
                        loop.line,
                        loop.private,
                    )
                )
    return tuple(sorted(found, key=_order))


def _order(one: Promise) -> tuple[bool, date, str, str, int]:
    return one.side == "theirs", one.on or date.max, one.name.casefold(), one.note, one.line
