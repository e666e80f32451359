"""Compare the index as it was left with a rebuild from nothing, to tell behind from wrong."""

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from zlib import crc32

from vault_tool.index.changes import compare
from vault_tool.index.database import Index
from vault_tool.index.note_rows import decode_note
from vault_tool.index.packing import unpacked
from vault_tool.index.standing_rows import kept_in, standing_of
from vault_tool.index.sync import Progress, rebuild

_FACTS = (
    "SELECT path, hash, person, interactions, loops, unread, targets,"
    " names, telling, problems, properties, standing FROM note JOIN more USING (path) ORDER BY path"
)
_PLAIN = 7  # how many of these columns are compared as they are
_NOTES = "SELECT path, hash, facts FROM note ORDER BY path"


class Difference(NamedTuple):
    """What a verification found.

    `is_missing`: there is no usable index, which is what damage comes to; the next command makes
    one. `behind` are the notes that changed since the last reconcile, which is in order. `wrong`
    are notes of which the index says what a rebuild does not say, and `counts` if those are wrong.
    """

    is_missing: bool
    behind: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


def verify(index: Index, progress: Progress | None = None) -> Difference:
    """Return how the index differs from a rebuild, without bringing it up to date."""
    fresh = Index(index.root, index.ways, index.leave_out, None)
    try:
        rebuild(fresh, progress)
        if index.lists is None or not index.has_facts():
            return Difference(True)
        plan = compare(index.lists.tree, fresh.walked.keys)
        index.walked = fresh.walked
        behind = _behind(index, fresh, {*plan.removed, *(entry.path for entry in plan.read)})
        wrong = set(_differing(index.facts.rows, fresh.facts.rows, _FACTS, _same_facts)) - behind
        if not behind:
            wrong |= _gathered_wrong(index, fresh)
            if index.text.meta("token") == index.lists.token:
                wrong |= _text_wrong(index.text.rows, fresh.text.rows)
        return Difference(False, tuple(sorted(behind)), tuple(sorted(wrong)))
    finally:
        fresh.close()


def _behind(index: Index, fresh: Index, maybe: set[str]) -> set[str]:
    """Return which of the notes that may have changed are others than the index knows."""
    find = "SELECT hash FROM note WHERE path = ?"
    return {
        path
        for path in maybe
        if index.facts.rows.execute(find, (path,)).fetchone()
        != fresh.facts.rows.execute(find, (path,)).fetchone()
    }


def _gathered_wrong(index: Index, fresh: Index) -> set[str]:
    """Return whose standing is wrong though their notes are right, and `counts` if those are."""
    ours, theirs = _people(index), _people(fresh)
    wrong = {path for path in ours.keys() | theirs.keys() if ours.get(path) != theirs.get(path)}
    if index.lists and fresh.lists and index.lists[3:6] != fresh.lists[3:6]:
        wrong.add("counts")
    return wrong


def _people(index: Index) -> dict[str, object]:
    """Return the glance at everybody whom lists may name, and everybody's standing."""
    return {
        path: (glance, standing_of(unpacked(row)))
        for part in (index.lists.parts if index.lists else ())
        for path, (row, glance) in kept_in(part).items()
    }


def _text_wrong(ours: sqlite3.Connection, theirs: sqlite3.Connection) -> set[str]:
    wrong = set(_differing(ours, theirs, _NOTES, _same_note))
    words = _words(theirs)
    return wrong | {path for path, mark in _words(ours).items() if words.get(path) != mark}


def _words(text: sqlite3.Connection) -> dict[str, int]:
    """Return a checksum of the words of each note."""
    text.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.word USING fts5vocab(main, words, instance)"
    )
    paths: dict[int, str] = dict(text.execute("SELECT id, path FROM note"))
    marks = dict.fromkeys(paths, 0)
    for term, note in text.execute("SELECT term, doc FROM temp.word"):
        if note in marks:
            marks[note] = crc32(term.encode("utf-8", "surrogatepass"), marks[note])
    return {paths[note]: mark for note, mark in marks.items()}


def _differing(
    ours: sqlite3.Connection,
    theirs: sqlite3.Connection,
    query: str,
    is_same: Callable[[Any, Any], bool],
) -> Iterator[str]:
    """Yield the paths of rows that are on one side only or not the same, reading both in step."""
    left, right = ours.execute(query), theirs.execute(query)
    mine, other = left.fetchone(), right.fetchone()
    while mine or other:
        if other is None or (mine and mine[0] < other[0]):
            yield mine[0]
            mine = left.fetchone()
        elif mine is None or other[0] < mine[0]:
            yield other[0]
            other = right.fetchone()
        else:
            if mine != other and not is_same(mine, other):
                yield mine[0]
            mine, other = left.fetchone(), right.fetchone()


def _same_facts(mine: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    return _facts(mine) == _facts(other)


def _facts(row: tuple[Any, ...]) -> tuple[Any, ...]:
    *packed, standing = row[_PLAIN:]
    values = [unpacked(each) if each else None for each in packed]
    kept, glance = unpacked(standing) if standing else (None, None)
    return (*row[:_PLAIN], values, glance, kept and standing_of(unpacked(kept)))


def _same_note(mine: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    return mine[1] == other[1] and decode_note(*mine[::2]) == decode_note(*other[::2])
