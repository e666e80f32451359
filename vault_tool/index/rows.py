"""One note as the rows that the index keeps of it, and the writing of such rows."""

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from vault_tool.index.gather import (
    TALK_PEOPLE,
    TASK_PEOPLE,
    Item,
    Task,
    Telling,
    own_counts,
    telling,
)
from vault_tool.index.note_rows import Columns, columns_of, encode_note, problem_rows
from vault_tool.index.packing import canonical, packed, person_row, unpacked
from vault_tool.index.person_rows import own_kept
from vault_tool.index.standing_rows import Row
from vault_tool.model import Note
from vault_tool.note.links import fold

NOBODY, PERSON, QUIET_PERSON = 0, 1, 2

_make = tuple.__new__  # a named tuple from its fields, without the detour through its own __new__


class FactsRow(NamedTuple):
    """What `facts` keeps of a note; the last three stand in the table `more`.

    `names` and `telling` are the same bytes as long as the note says the same there.
    """

    path: str
    hash: bytes
    person: int
    interactions: int
    loops: int
    unread: bool
    names: bytes | None
    telling: bytes | None
    problems: bytes | None
    standing: bytes | None
    properties: bytes | None
    targets: bytes | None


class TextRow(NamedTuple):
    """What `text` keeps of a note: all of it, and its words, which are UTF-8 already."""

    path: str
    hash: bytes
    facts: bytes
    words: bytes


class Both(NamedTuple):
    """What both rows are made of: the file's name, the person's row, properties and lists."""

    stem: str
    person: Row | None
    properties: bytes
    columns: Columns


def in_both(note: Note) -> Both:
    """Return what `facts_row` and `text_row` have in common."""
    person = note.person and person_row(note.person)
    stem = note.path.rpartition("/")[2][:-3]
    return _make(Both, (stem, person, packed(dict(note.properties)), columns_of(note)))


def facts_row(note: Note, content: bytes, both: Both) -> FactsRow:
    """Return the row of a note; `content` is the hash of its bytes."""
    stem, stated, properties, columns = both
    person, problems = note.person, note.problems
    kept = own_kept(note, stated, columns) if person else None
    told = telling(note, columns)
    names = _names(note, stem)
    return _make(
        FactsRow,
        (
            note.path,
            content,
            NOBODY if person is None else PERSON if person.mentions else QUIET_PERSON,
            *own_counts(note, columns),
            note.is_unread if problems else False,
            canonical(names) if names else None,
            canonical(_telling_row(told)) if told else None,
            packed(problem_rows(problems, note.path)) if problems else None,
            canonical(kept) if kept else None,
            properties if kept else None,
            _targets(columns) if note.kind != "made" else None,
        ),
    )


def text_row(note: Note, content: bytes, text: bytes, both: Both) -> TextRow:
    """Return the row of a whole note; `text` is all that stands in its file, as UTF-8."""
    words = both.stem.encode() + b"\n" + text
    return _make(TextRow, (note.path, content, encode_note(note, *both[1:]), words))


def telling_of(data: bytes) -> Telling:
    """Return what a note says of people, from its row."""
    is_daily, items, tasks = unpacked(data)
    return Telling(is_daily, tuple(Item(*each) for each in items), tuple(Task(*t) for t in tasks))


def spelled(name: str) -> bytes:
    """Return what `FactsRow.targets` of a note contains when it may link to a note of this name."""
    return _lines(_last_part(name))


def put_facts(rows: sqlite3.Connection, new: Sequence[FactsRow]) -> None:
    """Write rows, each in place of the one of the same path."""
    rows.executemany(
        "INSERT OR REPLACE INTO note VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (row[:9] for row in new)
    )
    rows.executemany(
        "INSERT OR REPLACE INTO more VALUES (?, ?, ?, ?)", ((row.path, *row[9:]) for row in new)
    )


def drop_facts(rows: sqlite3.Connection, paths: Iterable[str]) -> None:
    """Forget notes."""
    keys = [(path,) for path in paths]
    rows.executemany("DELETE FROM note WHERE path = ?", keys)
    rows.executemany("DELETE FROM more WHERE path = ?", keys)


def put_text(rows: sqlite3.Connection, new: Sequence[TextRow]) -> None:
    """Write rows of whole notes, each in place of the one of the same path."""
    given = rows.execute("SELECT seq FROM sqlite_sequence WHERE name = 'note'").fetchone()
    first = (given[0] if given else 0) + 1
    rows.executemany(
        "INSERT OR REPLACE INTO note VALUES (?, ?, ?, ?)",
        [(number, *row[:3]) for number, row in enumerate(new, first)],
    )
    rows.executemany(
        "INSERT INTO words (rowid, text) VALUES (?, CAST(? AS TEXT))",
        [(number, row[3]) for number, row in enumerate(new, first)],
    )


def drop_text(rows: sqlite3.Connection, paths: Iterable[str]) -> None:
    """Forget whole notes; their words stay, and lead nowhere."""
    rows.executemany("DELETE FROM note WHERE path = ?", [(path,) for path in paths])


def _telling_row(told: Telling) -> tuple[object, ...]:
    items = tuple(tuple(each) for each in told.items)
    return (told.is_daily, items, tuple(tuple(each) for each in told.tasks))


def _names(note: Note, stem: str) -> tuple[str, ...]:
    """Return the folded names besides the file's own under which a link may mean the note."""
    if note.name == stem and not note.aliases:
        return ()
    names = dict.fromkeys([fold(each) for each in (note.name, *note.aliases)])
    names.pop(fold(stem), None)
    names.pop("", None)
    return tuple(names)


def _targets(columns: Columns) -> bytes | None:
    """Return all that a note links to, as far as `spelled` needs it."""
    interactions, mentions, loops, links = columns
    found = dict.fromkeys(links[0]) if links else {}
    if mentions:
        found.update(dict.fromkeys(mentions[0]))
    for people in chain(
        interactions[TALK_PEOPLE] if interactions else (), loops[TASK_PEOPLE] if loops else ()
    ):
        if people:
            found.update(dict.fromkeys(people))
    if not found:
        return None
    text = "\n".join(found)
    return _lines(*map(_last_part, found)) if "/" in text else _lines(fold(text))


def _last_part(target: str) -> str:
    return fold(target).rpartition("/")[2]


def _lines(*texts: str) -> bytes:
    return "\n".join(("", *texts, "")).encode("utf-8", "surrogatepass")
