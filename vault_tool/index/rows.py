"""One note as the rows that the index keeps of it, and the writing of such rows."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from vault_tool.index.dossier import targets_in
from vault_tool.index.gather import Item, Task, Telling, own_counts, own_standing, telling
from vault_tool.index.note_rows import encode_note, problem_rows
from vault_tool.index.packing import canonical, packed, unpacked
from vault_tool.index.standing_rows import kept_of
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


def facts_row(note: Note, content: bytes) -> FactsRow:
    """Return the row of a note; `content` is the hash of its bytes."""
    standing = own_standing(note)
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
        packed(kept_of(standing)) if standing else None,
        packed(dict(note.properties)) if standing else None,
        b"\n%b\n" % b"\n".join(targets) if targets else None,
    )


def text_row(note: Note, content: bytes, text: str) -> TextRow:
    """Return the row of a whole note; `text` is all that stands in its file."""
    stem = note.path.rpartition("/")[2][:-3]
    return TextRow(note.path, content, encode_note(note), f"{stem}\n{text}")


def telling_of(data: bytes) -> Telling:
    """Return what a note says of people, from its row."""
    is_daily, items, tasks = unpacked(data)
    return Telling(is_daily, tuple(Item(*each) for each in items), tuple(Task(*t) for t in tasks))


def spelled(name: str) -> bytes:
    """Return what `FactsRow.targets` of a note contains when it may link to a note of this name."""
    return b"\n%b\n" % _last_part(name)


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
    rows.executemany(
        "INSERT OR REPLACE INTO note (path, hash, facts) VALUES (?, ?, ?)", (row[:3] for row in new)
    )
    # The ids are looked up one by one: an INSERT with a SELECT takes four times as long.
    find = "SELECT id FROM note WHERE path = ?"
    rows.executemany(
        "INSERT INTO words (rowid, text) VALUES (?, ?)",
        [(rows.execute(find, (row.path,)).fetchone()[0], row.words) for row in new],
    )


def drop_text(rows: sqlite3.Connection, paths: Iterable[str]) -> None:
    """Forget whole notes; their words stay, and lead nowhere."""
    rows.executemany("DELETE FROM note WHERE path = ?", [(path,) for path in paths])


def _telling_row(told: Telling) -> tuple[object, ...]:
    items = tuple(tuple(each) for each in told.items)
    return (told.is_daily, items, tuple(tuple(each) for each in told.tasks))


def _names(note: Note) -> tuple[str, ...]:
    """Return the folded names besides the file's own under which a link may mean the note."""
    stem = fold(note.path.rpartition("/")[2][:-3])
    names = dict.fromkeys(fold(each) for each in (note.name, *note.aliases))
    return tuple(name for name in names if name and name != stem)


def _targets(note: Note) -> list[bytes]:
    """Return all that a note links to, as far as `spelled` needs it."""
    if note.kind == "made":
        return []
    return sorted({_last_part(target) for target in targets_in((note,))})


def _last_part(target: str) -> bytes:
    return fold(target).rpartition("/")[2].encode("utf-8", "surrogatepass")
