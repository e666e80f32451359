"""Invented people for the engine's tests, said in few words: days are text, the rest defaults."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from vault_tool.dates import Duration, PartialDate, parse_partial
from vault_tool.model import (
    Card,
    Dossier,
    Gift,
    GiftKind,
    Interaction,
    Loop,
    LoopKind,
    Note,
    Occasion,
    OpenLoop,
    Person,
    Seen,
    Standing,
    Talk,
    Task,
    Told,
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


def told(
    on: str,
    text: str,
    *,
    tags: Sequence[str] = (),
    channel: Any = None,
    waiting: bool = False,
    path: str = "People/Giulia Rossi.md",
    line: int = 30,
) -> Told:
    """Return an interaction of a day, in her note unless another is named."""
    item = Interaction(day(on), channel, text, line, "log", (), True, waiting, tuple(tags))
    return Told(item, path)


def task(
    kind: LoopKind,
    text: str,
    due: str | None = None,
    *,
    state: Any = "open",
    tags: Sequence[str] = (),
    path: str = "People/Giulia Rossi.md",
    line: int = 20,
) -> Task:
    """Return a task line about her."""
    on = day(due) if due else None
    return Task(OpenLoop(kind, state, text, on, None, line, (), True, tuple(tags)), path)


def dossier(
    name: str = "Giulia Rossi",
    *,
    told: Sequence[Told] = (),
    tasks: Sequence[Task] = (),
    seen: Sequence[Seen] = (),
    links: Sequence[tuple[str, str]] = (),
    aliases: Sequence[str] = (),
    **properties: Value,
) -> Dossier:
    """Return what all notes say of somebody, the newest first."""
    note = Note(f"People/{name}.md", "person", name, aliases=tuple(aliases), properties=properties)
    newest_first = sorted(told, key=lambda each: each.interaction.day, reverse=True)
    return Dossier(note, tuple(newest_first), tuple(seen), tuple(tasks), (), tuple(links))
