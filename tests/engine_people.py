"""Invented people for the engine's tests, said in few words: days are text, the rest defaults."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from vault_tool.dates import Duration, PartialDate, parse_partial
from vault_tool.model import (
    Card,
    Gift,
    GiftKind,
    Loop,
    LoopKind,
    Occasion,
    Person,
    Standing,
    Talk,
    Value,
)

TODAY = date(2026, 11, 23)
WEEK = Duration(days=7)


def day(text: str) -> date:
    """Return the day written as 2026-11-23."""
    return date.fromisoformat(text)


def partial(text: str) -> PartialDate:
    """Return the partial date written so."""
    found = parse_partial(text)
    assert found is not None
    return found


def somebody(
    name: str = "Giulia Rossi",
    *,
    talks: Sequence[str] = (),
    attempts: Sequence[str] = (),
    declared: str | None = None,
    first_fact: str | None = None,
    loops: Sequence[Loop] = (),
    gifts: Sequence[Gift] = (),
    birthday: str | None = None,
    dates: Sequence[tuple[str, str]] = (),
    met: str | None = None,
    next_contact: str | None = None,
    snooze_until: str | None = None,
    died: str | None = None,
    language: str | None = None,
    tone: str | None = None,
    **person: Any,
) -> Standing:
    """Return the standing of somebody; talks and attempts are given in any order."""
    path = f"People/{name}.md"
    return Standing(
        path=path,
        name=name,
        person=Person(
            birthday=partial(birthday) if birthday else None,
            dates=tuple(Occasion(label, partial(on)) for on, label in dates),
            met=partial(met) if met else None,
            next_contact=day(next_contact) if next_contact else None,
            snooze_until=day(snooze_until) if snooze_until else None,
            died=partial(died) if died else None,
            **person,
        ),
        talks=_talks(path, talks),
        attempts=_talks(path, attempts),
        declared=Talk(day(declared).toordinal(), path, 9) if declared else None,
        first_fact=day(first_fact).toordinal() if first_fact else None,
        loops=tuple(loops),
        gifts=tuple(sorted(gifts, key=lambda gift: -gift.day)),
        language=language,
        tone=tone,
    )


def loop(kind: LoopKind, text: str, due: str | None = None, *, private: bool = False) -> Loop:
    """Return an open loop."""
    on = day(due) if due else None
    return Loop(kind, text, on, "People/Giulia Rossi.md", 20, private)


def gift(direction: Any, kind: GiftKind, on: str, text: str = "a hand") -> Gift:
    """Return something given, got or asked for."""
    return Gift(day(on).toordinal(), direction, kind, text, "People/Giulia Rossi.md", 30)


def card(
    name: str,
    *,
    path: str | None = None,
    aliases: Sequence[str] = (),
    tags: Sequence[str] = (),
    status: Any = "active",
    me: bool = False,
    **properties: Value,
) -> Card:
    """Return the card of somebody with these properties."""
    where = path or f"People/{name}.md"
    return Card(where, name, status, False, me, tuple(aliases), tuple(tags), properties)


def _talks(path: str, days: Sequence[str]) -> tuple[Talk, ...]:
    ordinals = sorted((day(each).toordinal() for each in days), reverse=True)
    return tuple(Talk(ordinal, path, 40) for ordinal in ordinals)
