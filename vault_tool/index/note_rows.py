"""Whole notes as bytes, and back."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from vault_tool.errors import Problem
from vault_tool.index.packing import day, ordinal, packed, person_of, unpacked
from vault_tool.index.standing_rows import Properties, Row
from vault_tool.model import Interaction, Link, Mention, Note, OpenLoop

_day_of = date.fromordinal
_make = tuple.__new__  # a named tuple from its fields, without the detour through its own __new__


def encode_note(note: Note, person: Row | None, properties: bytes) -> bytes:
    """Return everything a note says as bytes; its path is kept beside them.

    `person` is the row of what it says of a person, `properties` are packed already.
    """
    return packed(
        (
            note.kind,
            note.name,
            ordinal(note.day),
            person,
            note.aliases,
            note.tags,
            properties,
            _columns(note.interactions, 0),
            _columns(note.mentions, 1),
            _columns(note.loops, 3, 4),
            _columns(note.links),
            problem_rows(note.problems, note.path) if note.problems else (),
        )
    )


def decode_note(path: str, data: bytes) -> Note:
    """Return the note of `encode_note`."""
    (
        kind, name, number, person, aliases, tags, properties, interactions, mentions, loops,
        links, problems,
    ) = unpacked(data)  # fmt: skip
    return Note(
        path,
        kind,
        name,
        day(number),
        person and person_of(person),
        aliases,
        tags,
        Properties(properties),
        tuple([_make(Interaction, each) for each in _rows(interactions, 0)]),
        tuple([_make(Mention, each) for each in _rows(mentions, 1)]),
        tuple([_make(OpenLoop, each) for each in _rows(loops, 3, 4)]),
        tuple([_make(Link, each) for each in _rows(links)]),
        problems_of(problems, path),
    )


def problem_rows(problems: Iterable[Problem], path: str) -> tuple[tuple[object, ...], ...]:
    """Return the problems of a note as plain values."""
    return tuple(
        (each.code, None if each.path == path else each.path, *each[2:]) for each in problems
    )


def problems_of(rows: Any, path: str) -> tuple[Problem, ...]:
    """Return the problems of `problem_rows`."""
    return tuple(Problem(code, elsewhere or path, *rest) for code, elsewhere, *rest in rows)


def _columns(items: Sequence[tuple[Any, ...]], *days: int) -> list[tuple[Any, ...]]:
    """Return items column by column, which is faster than one by one; some columns are days."""
    columns = list(zip(*items, strict=True))
    if columns:
        for at in days:
            columns[at] = tuple([each and each.toordinal() for each in columns[at]])
    return columns


def _rows(columns: list[tuple[Any, ...]], *days: int) -> Iterator[tuple[Any, ...]]:
    """Return the fields of the items of `_columns`."""
    if columns:
        for at in days:
            columns[at] = tuple([each and _day_of(each) for each in columns[at]])
    return zip(*columns, strict=True)
