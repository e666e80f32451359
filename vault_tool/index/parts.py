"""Everybody's standing, kept gathered: made when notes change, read by every list.

People are spread over a fixed number of parts by their path, so that one change makes little anew
and all are read in a few large pieces.
"""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from vault_tool.index.beside import Beside, Send, processors
from vault_tool.index.gather import About, Lead, Named, Telling, given, leads
from vault_tool.index.lists import PARTS, Counts, Lists, Part, number_of
from vault_tool.index.packing import canonical, ordinal, packed, unpacked
from vault_tool.index.person_rows import joined
from vault_tool.index.rows import NOBODY, QUIET_PERSON, telling_of
from vault_tool.index.standing_rows import kept_in, part_of

_EMPTY = part_of([])
# From so many people on it is faster to go through all rows once.
_MANY = 1000
# The rows of so many people are held at once, about a kilobyte each.
_AT_ONCE = 25_000

# A path, the row of what its own note says of that person, and what other notes say of them.
_Said = tuple[str, bytes | None, bytes | None]
# The number of a part, the part as it was, and the people in it who are made anew.
_Work = tuple[int, Part, list[_Said]]


class Gathered(NamedTuple):
    """What follows from all rows together: see `Lists`."""

    counts: Counts
    unread: tuple[str, ...]
    given: tuple[int, int]
    parts: tuple[Part, ...]


def gather(
    rows: sqlite3.Connection, changed: Collection[str], before: Lists | None, is_local: bool
) -> Gathered:
    """Return what follows, after the notes at `changed` were written or dropped.

    `before` is what followed until then, if anything. A change `is_local` when no note is new, gone
    or called otherwise, and none says another thing of other people: then only the standings of the
    changed notes are made anew. Otherwise it is theirs, and those of whom others now say another
    thing than before.
    """
    touched = set(changed)
    in_others = before.given if before and is_local else _hear(rows, touched)
    parts = list(before.parts if before else (_EMPTY,) * PARTS)
    turns = min(PARTS, 1 + len(touched) // _AT_ONCE)
    for turn in range(turns):
        work = _work(rows, touched, parts, range(turn, PARTS, turns))
        for number, part in _all_made(work, is_much=len(touched) > _MANY):
            parts[number] = part
    unread = rows.execute("SELECT path FROM note WHERE unread ORDER BY path")
    return Gathered(
        _counts(rows, in_others), tuple(path for (path,) in unread), in_others, tuple(parts)
    )


def _work(
    rows: sqlite3.Connection, touched: set[str], parts: Sequence[Part], numbers: Collection[int]
) -> list[_Work]:
    """Return what is to be done in the parts of some numbers."""
    by_part: dict[int, list[_Said]] = {}
    for said in _said_of(rows, touched):
        number = number_of(said[0])
        if number in numbers:
            by_part.setdefault(number, []).append(said)
    return [(number, parts[number], people) for number, people in by_part.items()]


def all_named(rows: sqlite3.Connection) -> Iterable[Named]:
    """Yield every note as far as links can mean it."""
    for path, person, names in rows.execute("SELECT path, person, names FROM note"):
        yield Named(path, person != NOBODY, unpacked(names) if names else ())


def _hear(rows: sqlite3.Connection, touched: set[str]) -> tuple[int, int]:
    """Keep what all notes say of others; add to `touched` of whom they say another thing now.

    Return how many interactions and open loops that is.
    """
    tellings = _tellings(rows)
    quiet = rows.execute("SELECT path FROM note WHERE person = ?", (QUIET_PERSON,))
    found = given(tellings, _leads(rows, tellings), frozenset(path for (path,) in quiet))
    known: dict[str, bytes] = dict(rows.execute("SELECT path, said FROM about"))
    said = {path: _said(about) for path, about in found.about.items()}
    new = [(path, row) for path, row in said.items() if known.get(path) != row]
    gone = [(path,) for path in known.keys() - said.keys()]
    rows.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", new)
    rows.executemany("DELETE FROM about WHERE path = ?", gone)
    touched.update(path for path, _ in new)
    touched.update(path for (path,) in gone)
    return found.interactions, found.loops


def _tellings(rows: sqlite3.Connection) -> list[tuple[str, Telling]]:
    found = rows.execute("SELECT path, telling FROM note WHERE telling IS NOT NULL")
    return [(path, telling_of(row)) for path, row in found]


def _leads(rows: sqlite3.Connection, tellings: Iterable[tuple[str, Telling]]) -> Lead:
    targets: set[str] = set()
    for _, told in tellings:
        for item in told.items:
            targets.update(item.people)
        for task in told.tasks:
            targets.update(task.people)
    return leads(all_named(rows), targets)


def _said(about: About) -> bytes:
    """Return what `joined` takes as bytes, the same as long as nothing else is said."""
    loops = [(*each[:2], ordinal(each.due), *each[3:]) for each in about.loops]
    talks, attempts, gifts = (
        [tuple(each) for each in part] for part in (about.talks, about.attempts, about.gifts)
    )
    return canonical((talks, attempts, loops, gifts))


def _said_of(rows: sqlite3.Connection, paths: Collection[str]) -> Iterator[_Said]:
    """Yield what is said at some paths; of many at once where that is faster."""
    query = "SELECT path, standing, said FROM more LEFT JOIN about USING (path)"
    if len(paths) > _MANY:
        left = set(paths)
        for found in rows.execute(query):
            if found[0] in left:
                left.remove(found[0])
                yield found
        yield from ((path, None, None) for path in left)
        return
    for path in paths:
        found = rows.execute(f"{query} WHERE path = ?", (path,)).fetchone()
        yield found or (path, None, None)


def _all_made(work: list[_Work], *, is_much: bool) -> Iterator[tuple[int, Part]]:
    """Yield the parts that come of some work, by number; a process beside does half of much.

    What is done is taken off the work, whose rows are as large as what is made of them.
    """
    if not is_much or processors() < 2:
        yield from _made(work)
        return
    there = [work.pop() for _ in range(len(work) // 2)]
    try:
        beside = Beside(lambda send: _send_made(send, there), is_much=True)
    except OSError:  # no process can be had, no pipe
        yield from _made(work)
        yield from _made(there)
        return
    try:
        for made in _made(work):
            yield made
            frame = beside.receive() if there else None
            if frame is not None:
                number, *pieces = unpacked(frame)
                there.pop()
                yield number, Part(*pieces)
    finally:
        beside.close()
    yield from _made(there)  # what a process that died has left


def _send_made(send: Send, work: list[_Work]) -> None:
    for number, part in _made(work):
        send(packed((number, *part)))


def _made(work: list[_Work]) -> Iterator[tuple[int, Part]]:
    """Yield the parts that come of some work, the last first, and take each off the work."""
    while work:
        number, part, people = work[-1]
        made = _made_anew(part, people)
        work.pop()
        yield number, made


def _made_anew(part: Part, new: Iterable[_Said]) -> Part:
    """Return a part in which some people are made anew from what is said of them."""
    people = kept_in(part)
    for path, own, said in new:
        people.pop(path, None)
        if own:
            people[path] = unpacked(own)
            if said:
                people[path] = joined(people[path], said)
    return part_of([people[path] for path in sorted(people)])


def _counts(rows: sqlite3.Connection, in_others: tuple[int, int]) -> Counts:
    query = (
        "SELECT COUNT(*), TOTAL(person != ?), TOTAL(interactions), TOTAL(loops), TOTAL(unread)"
        " FROM note"
    )
    notes, people, interactions, loops, unread = map(int, rows.execute(query, (NOBODY,)).fetchone())
    return Counts(notes, people, interactions + in_others[0], loops + in_others[1], unread)
