"""Everybody's standing, kept gathered: written when notes change, read by every list.

People are spread over a fixed number of parts by their path, so that one change rewrites little and
all are read in a few large pieces.
"""

import sqlite3
from collections.abc import Collection, Iterable
from hashlib import blake2b
from marshal import dumps
from zlib import crc32

from vault_tool.index.gather import About, Lead, Named, Telling, combined, given, leads
from vault_tool.index.packing import ordinal, packed, unpacked
from vault_tool.index.rows import NOBODY, QUIET_PERSON, telling_of
from vault_tool.index.standing_rows import glanced_people, part_of, standing_of, standing_row
from vault_tool.roster import glance_at

PARTS = 64


def gather(rows: sqlite3.Connection, changed: Collection[str]) -> None:
    """Bring parts and counts up to date after the notes at `changed` were written or dropped.

    Whose own note did not change and of whom the others say the same keeps the row there is.
    """
    tellings = _tellings(rows)
    quiet = rows.execute("SELECT path FROM note WHERE person = ?", (QUIET_PERSON,))
    found = given(tellings, _leads(rows, tellings), frozenset(path for (path,) in quiet))
    marks = {path: _mark(about) for path, about in found.about.items()}
    known = rows.execute("SELECT value FROM meta WHERE key = 'marks'").fetchone()
    before = unpacked(known[0]) if known else {}
    touched = {path for path in marks.keys() | before.keys() if marks.get(path) != before.get(path)}
    by_part: dict[int, list[str]] = {}
    for path in touched.union(changed):
        by_part.setdefault(crc32(path.encode()) % PARTS, []).append(path)
    for number, paths in by_part.items():
        _rewrite(rows, number, paths, found.about)
    counted = rows.execute(
        "SELECT COUNT(*), TOTAL(person != ?), TOTAL(interactions), TOTAL(loops), TOTAL(unread)"
        " FROM note",
        (NOBODY,),
    ).fetchone()
    notes, people, interactions, loops, unread = map(int, counted)
    counts = (notes, people, interactions + found.interactions, loops + found.loops, unread)
    rows.executemany(
        "INSERT OR REPLACE INTO meta VALUES (?, ?)",
        [("marks", packed(marks)), ("counts", packed(counts))],
    )


def _tellings(rows: sqlite3.Connection) -> list[tuple[str, Telling]]:
    found = rows.execute("SELECT path, telling FROM note WHERE telling IS NOT NULL")
    return [(path, telling_of(row)) for path, row in found]


def _leads(rows: sqlite3.Connection, tellings: Iterable[tuple[str, Telling]]) -> Lead:
    targets = {
        target
        for _, (_, items, tasks) in tellings
        for people in ([each.people for each in items], [each.people for each in tasks])
        for targets in people
        for target in targets
    }
    return leads(all_named(rows), targets)


def all_named(rows: sqlite3.Connection) -> Iterable[Named]:
    """Yield every note as far as links can mean it."""
    for path, person, names in rows.execute("SELECT path, person, names FROM note"):
        yield Named(path, person != NOBODY, unpacked(names) if names else ())


def _mark(about: About) -> bytes:
    """Return a few bytes that are others when something else is said."""
    said = (
        [tuple(each) for each in (*about.talks, None, *about.attempts) if each],
        len(about.talks),
        [(*each[:2], ordinal(each.due), *each[3:]) for each in about.loops],
        [tuple(each) for each in about.gifts],
    )
    return blake2b(dumps(said, 2), digest_size=16).digest()


def _rewrite(
    rows: sqlite3.Connection, number: int, paths: Iterable[str], about: dict[str, About]
) -> None:
    """Make the rows of some people of one part anew."""
    there = rows.execute("SELECT people FROM part WHERE number = ?", (number,)).fetchone()
    people = glanced_people(there[0]) if there else {}
    for path in paths:
        people.pop(path, None)
        own = rows.execute("SELECT standing FROM more WHERE path = ?", (path,)).fetchone()
        if own and own[0]:
            row: bytes = own[0]
            standing = standing_of(unpacked(row))
            if path in about:
                standing = combined(standing, about[path])
                row = packed(standing_row(standing))
            people[path] = ((path, not standing.person.me, row), glance_at(standing))
    part = part_of([people[path] for path in sorted(people)])
    rows.execute("INSERT OR REPLACE INTO part VALUES (?, ?)", (number, part))
