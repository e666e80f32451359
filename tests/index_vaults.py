"""A vault on the disk, its index in a cache folder of its own, and the index by another road."""

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from vault_tool.config import DEFAULTS
from vault_tool.index.database import Index, open_index
from vault_tool.index.sync import reconcile
from vault_tool.model import Gift, Loop, Note, Standing, Talk
from vault_tool.note.conventions import Conventions
from vault_tool.note.ledger import gift
from vault_tool.note.links import Resolver, fold


@contextmanager
def indexed(root: Path, ahead: int = 0) -> Iterator[Index]:
    """Give the index of a vault, brought up to date by a clock that is so many ns ahead."""
    with open_index(root, DEFAULTS, Conventions()) as index:
        reconcile(index, now=lambda: time.time_ns() + ahead)
        yield index


def write(root: Path, path: str, text: str) -> Path:
    """Write a note and return its file."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
    return file


@contextmanager
def a_stranger() -> Iterator[None]:
    """Let this process be a user to whom permissions apply, also when root runs the tests."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def cache(tmp_path_factory: pytest.TempPathFactory, patch: pytest.MonkeyPatch) -> Path:
    """Let the index lie in a new folder, and return it."""
    folder = tmp_path_factory.mktemp("cache")
    patch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


def standings_by_the_book(notes: Iterable[Note]) -> dict[str, Standing]:
    """Return everybody's standing, from FORMAT's words alone: slowly, one person after the other."""
    notes = list(notes)
    aliases: dict[str, list[str]] = {}
    for note in notes:
        own = fold(note.path.rpartition("/")[2][:-3])
        for name in {fold(note.name), *map(fold, note.aliases)} - {own, ""}:
            aliases.setdefault(name, []).append(note.path)
    resolver = Resolver([note.path for note in notes], aliases)
    people = {note.path: note for note in notes if note.person}
    return {
        path: _standing(note, notes, resolver, people)
        for path, note in people.items()
        if note.person and not note.person.me
    }


def _standing(
    own: Note, notes: list[Note], resolver: Resolver, people: dict[str, Note]
) -> Standing:
    person = own.person
    assert person is not None
    talks: list[Talk] = []
    attempts: list[Talk] = []
    gifts: list[Gift] = []
    loops: list[Loop] = []

    def means(target: str, note: Note) -> str | None:
        path = resolver.resolve(target, note.path)
        return path if path in people else None

    def concerns(each_own: bool, targets: tuple[str, ...], note: Note) -> bool:
        if each_own and note is own:
            return True
        return any(means(target, note) == own.path for target in targets)

    for note in notes:
        if note.kind == "made":
            continue
        for each in note.interactions:
            if each.by_link and means(each.people[0], note) is None:
                continue
            if not concerns(each.own, each.people, note):
                continue
            day = each.day.toordinal()
            if note.kind != "daily" or person.mentions:
                (attempts if each.waiting else talks).append(Talk(day, note.path, each.line))
            gifts += [
                Gift(day, *found, each.text, note.path, each.line)
                for tag in each.tags
                if (found := gift(tag))
            ]
        loops += [
            Loop(task.kind, task.text, task.due, note.path, task.line, "private" in task.tags)
            for task in note.loops
            if task.state == "open" and concerns(task.own, task.people, note)
        ]
    stated = person.last_contact
    facts = [each.day for each in own.interactions if each.own]
    facts += [each.day for each in own.mentions if each.day]
    facts += [each.closed_on for each in own.loops if each.own and each.closed_on]
    facts += [stated] if stated else []
    language, tone = (own.properties.get(key) for key in ("language", "tone"))
    return Standing(
        own.path,
        own.name,
        person,
        _first_of_each_day(talks),
        _first_of_each_day(attempts),
        Talk(stated.toordinal(), own.path, person.last_contact_line) if stated else None,
        min(facts).toordinal() if facts else None,
        tuple(sorted(loops, key=lambda each: (each.path, each.line))),
        tuple(sorted(gifts, key=lambda each: (-each.day, each.path, each.line))),
        language if isinstance(language, str) else None,
        tone if isinstance(tone, str) else None,
        own.aliases,
        own.tags,
    )


def _first_of_each_day(talks: list[Talk]) -> tuple[Talk, ...]:
    days = sorted({talk.day for talk in talks}, reverse=True)
    return tuple(min(talk for talk in talks if talk.day == day) for day in days)
