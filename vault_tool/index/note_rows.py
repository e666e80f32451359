"""Whole notes and cards as bytes, and back."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from vault_tool.errors import Problem
from vault_tool.index.packing import day, ordinal, packed, person_of, person_row, unpacked
from vault_tool.model import Card, Interaction, Link, Mention, Note, OpenLoop

_day_of = date.fromordinal


def encode_note(note: Note) -> bytes:
    """Return everything a note says as bytes; its path is kept beside them."""
    return packed(
        (
            note.kind,
            note.name,
            ordinal(note.day),
            note.person and person_row(note.person),
            note.aliases,
            note.tags,
            dict(note.properties),
            [(each.day.toordinal(), *each[1:]) for each in note.interactions],
            [(each.target, ordinal(each.day), *each[2:]) for each in note.mentions],
            [_loop_row(each) for each in note.loops],
            list(map(tuple, note.links)),
            problem_rows(note.problems, note.path),
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
        properties,
        tuple([Interaction(_day_of(on), *rest) for on, *rest in interactions]),
        tuple([Mention(target, day(on), *rest) for target, on, *rest in mentions]),
        tuple([_loop(each) for each in loops]),
        tuple([Link(*each) for each in links]),
        problems_of(problems, path),
    )


def encode_card(note: Note) -> bytes | None:
    """Return what finds and filters a person, None for a note about nobody."""
    person = note.person
    if person is None:
        return None
    properties = dict(note.properties)
    return packed(
        (note.name, person.status, person.inbox, person.me, note.aliases, note.tags, properties)
    )


def decode_card(path: str, data: bytes) -> Card:
    """Return the card of `encode_card`."""
    return Card(path, *unpacked(data))


def problem_rows(problems: Iterable[Problem], path: str) -> tuple[tuple[object, ...], ...]:
    """Return the problems of a note as plain values."""
    return tuple(
        (each.code, None if each.path == path else each.path, *each[2:]) for each in problems
    )


def problems_of(rows: Any, path: str) -> tuple[Problem, ...]:
    """Return the problems of `problem_rows`."""
    return tuple(Problem(code, elsewhere or path, *rest) for code, elsewhere, *rest in rows)


def _loop_row(loop: OpenLoop) -> tuple[object, ...]:
    return (*loop[:3], ordinal(loop.due), ordinal(loop.closed_on), *loop[5:])


def _loop(row: Any) -> OpenLoop:
    kind, state, text, due, closed_on, *rest = row
    return OpenLoop(kind, state, text, day(due), day(closed_on), *rest)
