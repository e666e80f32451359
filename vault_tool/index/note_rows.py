"""Whole notes as bytes, and back."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from vault_tool.errors import Problem
from vault_tool.index.packing import day, ordinal, packed, person_of, unpacked
from vault_tool.index.standing_rows import Properties, Row
from vault_tool.model import Interaction, Link, Mention, Note, OpenLoop

_day_of = date.fromordinal
_make = tuple.__new__  # a named tuple from its fields, without the detour through its own __new__


class Columns(NamedTuple):
    """What a note lists, field by field, each of all items; nothing where there is no item.

    Days are ordinals, 0 for none.
    """

    interactions: list[Sequence[Any]]
    mentions: list[Sequence[Any]]
    loops: list[Sequence[Any]]
    links: list[Sequence[Any]]


def columns_of(note: Note) -> Columns:
    """Return what a note lists column by column, which is faster than one by one."""
    interactions = _columns(note.interactions)
    if interactions:
        interactions[0] = [day.toordinal() for day in interactions[0]]
    mentions = _columns(note.mentions)
    if mentions:
        mentions[1] = _ordinals(mentions[1])
    loops = _columns(note.loops)
    if loops:
        loops[3:5] = _ordinals(loops[3]), _ordinals(loops[4])
    return _make(Columns, (interactions, mentions, loops, _columns(note.links)))


def encode_note(note: Note, person: Row | None, properties: bytes, columns: Columns) -> bytes:
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
            *columns,
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


def _columns(items: Sequence[tuple[Any, ...]]) -> list[Sequence[Any]]:
    return [*zip(*items)] if items else []  # noqa: B905  # as long as their type says


def _ordinals(days: Sequence[date | None]) -> list[int]:
    return [each.toordinal() if each else 0 for each in days]


def _rows(columns: list[Sequence[Any]], *days: int) -> Iterator[tuple[Any, ...]]:
    """Return the fields of the items of columns."""
    if columns:
        for at in days:
            columns[at] = [_day_of(each) if each else None for each in columns[at]]
    return zip(*columns, strict=True)
