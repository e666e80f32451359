"""One note as the rows that the index keeps of it, and the writing of such rows."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from vault_tool.index.dossier import targets_in
from vault_tool.index.gather import Item, Task, Telling, own_counts, telling
from vault_tool.index.note_rows import encode_note, problem_rows
from vault_tool.index.packing import canonical, packed, person_row, unpacked
from vault_tool.index.person_rows import own_kept
from vault_tool.index.standing_rows import Row
from vault_tool.model import Note
from vault_tool.note.links import fold

NOBODY, PERSON, QUIET_PERSON = 0, 1, 2


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
    """What `text` keeps of a note: all of it, and its words."""

    path: str
    hash: bytes
    facts: bytes
    words: str


class Both(NamedTuple):
    """What stands in both rows of a note, made once: the person's row, the packed properties."""

    person: Row | None
    properties: bytes


def in_both(note: Note) -> Both:
    """Return what `facts_row` and `text_row` have in common."""
    return Both(note.person and person_row(note.person), packed(dict(note.properties)))


def facts_row(note: Note, content: bytes, both: Both) -> FactsRow:
    """Return the row of a note; `content` is the hash of its bytes."""
    kept = own_kept(note, both.person)
    told = telling(note)
    names = _names(note)
    targets = _targets(note)
    return FactsRow(
        note.path,
        content,
        NOBODY if note.person is None else PERSON if note.person.mentions else QUIET_PERSON,
        *own_counts(note),
        note.is_unread,
        canonical(names) if names else None,
        canonical(_telling_row(told)) if told else None,
        packed(problem_rows(note.problems, note.path)) if note.problems else None,
        canonical(kept) if kept else None,
        both.properties if kept else None,
        _lines(*targets) if targets else None,
    )


def text_row(note: Note, content: bytes, text: str, both: Both) -> TextRow:
    """Return the row of a whole note; `text` is all that stands in its file."""
    stem = note.path.rpartition("/")[2][:-3]
    return TextRow(note.path, content, encode_note(note, *both), f"{stem}\n{text}")


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
    insert = "INSERT OR REPLACE INTO note (path, hash, facts) VALUES (?, ?, ?)"
    ids = [rows.execute(insert, row[:3]).lastrowid for row in new]
    rows.executemany(
        "INSERT INTO words (rowid, text) VALUES (?, ?)",
        zip(ids, [row.words for row in new], strict=True),
    )


def drop_text(rows: sqlite3.Connection, paths: Iterable[str]) -> None:
    """Forget whole notes; their words stay, and lead nowhere."""
    rows.executemany("DELETE FROM note WHERE path = ?", [(path,) for path in paths])


def _telling_row(told: Telling) -> tuple[object, ...]:
    items = tuple(tuple(each) for each in told.items)
    return (told.is_daily, items, tuple(tuple(each) for each in told.tasks))


def _names(note: Note) -> tuple[str, ...]:
    """Return the folded names besides the file's own under which a link may mean the note."""
    stem = note.path.rpartition("/")[2][:-3]
    if note.name == stem and not note.aliases:
        return ()
    names = dict.fromkeys([fold(each) for each in (note.name, *note.aliases)])
    names.pop(fold(stem), None)
    names.pop("", None)
    return tuple(names)


def _targets(note: Note) -> list[str]:
    """Return all that a note links to, as far as `spelled` needs it."""
    if note.kind == "made":
        return []
    return sorted({_last_part(target) for target in targets_in((note,))})


def _last_part(target: str) -> str:
    return fold(target).rpartition("/")[2]


def _lines(*texts: str) -> bytes:
    return "\n".join(("", *texts, "")).encode("utf-8", "surrogatepass")
