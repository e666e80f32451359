"""Every answer of the index, as plain values.

Answers are as of the last reconcile; those of an index with nothing in it are empty.
"""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from vault_tool.errors import NobodyFound, Problem
from vault_tool.index.database import Index
from vault_tool.index.lists import Counts, number_of
from vault_tool.index.packing import unpacked
from vault_tool.index.standing_rows import (
    Row,
    card_of,
    rows_of,
    standing_of,
    status_of,
)
from vault_tool.model import Card, Dossier, Hit, Note, Standing
from vault_tool.roster import Roster
from vault_tool.vault.walk import Entry

if TYPE_CHECKING:
    import sqlite3

    from vault_tool.note.links import Resolver

_WHO = "List people with: vault-tool who"
# Up to so many notes are faster read from their files than looked for in the store of all.
FEW = 400

P = ParamSpec("P")
T = TypeVar("T")


def _sound(
    answer: Callable[Concatenate[Index, P], T],
) -> Callable[Concatenate[Index, P], T]:
    """Let an answer be asked for again, of an index made anew, when the file fails it."""

    @wraps(answer)
    def asked(index: Index, /, *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return answer(index, *args, **kwargs)
        except _failure():
            from vault_tool.index.sync import rebuild

            index.stay_in_memory()
            rebuild(index)
            return answer(index, *args, **kwargs)

    return asked


@_sound
def standings(index: Index, before: Roster | None = None) -> Roster:
    """Return what lists need to know of everybody but the user, always in the same order.

    Whoever did not change since an answer `before` is the same object in both.
    """
    from vault_tool.index.everybody import everybody

    with _uncollected():
        return everybody(index.lists.parts if index.lists else (), before)


@_sound
def standing_at(index: Index, path: str) -> Standing:
    """Return the standing of the person whose note is at a path; nobody else's is made."""
    row = _People(index).row(path)
    if row is None:
        raise NobodyFound(f"there is no note about somebody at {path}", _WHO)
    return standing_of(row)


@_sound
def cards(index: Index) -> list[Card]:
    """Return what finds people, the user too, by path."""
    if index.lists is None:
        return []
    facts = _facts(index)
    known = index.cards
    if known is None or known[0] is not index.lists:
        with _uncollected():
            rows = {row[0]: row for row in _everybody(index)}
            found = facts.execute(
                "SELECT path, properties FROM more WHERE standing IS NOT NULL ORDER BY path"
            )
            made = [card_of(rows[path], row) for path, row in found]
        known = index.cards = index.lists, made
    return list(known[1])


def make_cards_ready(index: Index) -> None:
    """Make the cards of the index as it was left, for when nothing turns out to have changed."""
    if index.has_facts():
        cards(index)


@_sound
def names(index: Index, paths: Iterable[str]) -> dict[str, str]:
    """Return the names of those of some notes that are people's, the user's too, by path."""
    wanted = set(paths)
    return {row[0]: row[1] for row in _everybody(index) if row[0] in wanted}


@_sound
def dossier(index: Index, path: str) -> Dossier:
    """Return everything all notes say of the person whose note is at `path`.

    Raises `NobodyFound` when there is no such note.
    """
    from vault_tool.index.dossier import dossier_of, targets_in
    from vault_tool.index.gather import leads
    from vault_tool.index.parts import all_named

    facts = _facts(index)
    names = [_stem(path), *_other_names(facts, path)]
    near = {path, *_that_may_link(facts, names)}
    found = _whole(index, near) if len(near) < FEW else _notes_at(index, near)
    others = {note.path: note for note in found}
    own = others.pop(path, None)
    if own is None:
        raise NobodyFound(f"there is no note {path}", _WHO)
    people = _People(index)
    return dossier_of(
        own,
        others.values(),
        leads(all_named(facts), targets_in((own, *others.values()))),
        people.name,
    )


@_sound
def search(index: Index, text: str) -> list[Hit]:
    """Return the lines in which the words of `text` stand, notes so named first, then people's."""
    from vault_tool.index.search import find_lines

    people = {row[0]: (row[1], status_of(row)) for row in _everybody(index)}
    return find_lines(_text(index), index, text, people)


def notes(index: Index) -> Iterator[Note]:
    """Return every note, by path."""
    paths = _facts(index).execute("SELECT path FROM note ORDER BY path").fetchall()
    return _notes_at(index, (path for (path,) in paths))


@_sound
def paths(index: Index, start: str = "") -> list[str]:
    """Return the path of every note, or of those whose path begins so."""
    query = "SELECT path FROM note WHERE substr(path, 1, ?) = ? ORDER BY path"
    return [path for (path,) in _facts(index).execute(query, (len(start), start))]


@_sound
def hashes(index: Index) -> dict[str, bytes]:
    """Return a hash of what each note holds, by path."""
    return dict(_facts(index).execute("SELECT path, hash FROM note"))


def together(index: Index) -> Iterator[tuple[str, ...]]:
    """Yield, for each item that names several people, the paths of their notes.

    So are those who took part in a meeting; in a person's own note they are one of them.
    """
    lead = resolver(index).resolve
    people = {row[0] for row in _everybody(index)}
    for note in notes(index):
        own = (note.path,) if note.path in people else ()
        lines: dict[int, dict[str, None]] = {}
        for each in note.links:
            path = lead(each.target, note.path)
            if path is not None and path in people:
                lines.setdefault(each.line, dict.fromkeys(own))[path] = None
        yield from (tuple(group) for group in lines.values() if len(group) > 1)
        if note.kind == "meeting":
            yield from _met(note, lead, people)


def _met(
    note: Note, lead: "Callable[[str, str], str | None]", people: set[str]
) -> Iterator[tuple[str, ...]]:
    """Yield the people of a meeting whose names stand in several lines."""
    for each in note.interactions:
        if each.source == "meeting":
            paths = [lead(target, note.path) for target in each.people]
            group = dict.fromkeys(path for path in paths if path is not None and path in people)
            if len(group) > 1:
                yield tuple(group)


@_sound
def resolver(index: Index) -> "Resolver":
    """Return what says where any link of the vault leads."""
    from vault_tool.index.parts import all_named
    from vault_tool.note.links import Resolver

    paths: list[str] = []
    aliases: dict[str, list[str]] = {}
    for path, _, names in all_named(_facts(index)):
        paths.append(path)
        for name in names:
            aliases.setdefault(name, []).append(path)
    return Resolver(paths, aliases)


@_sound
def problems(index: Index) -> list[Problem]:
    """Return every finding about files and notes, by path, line and column."""
    from vault_tool.index.note_rows import problems_of

    found = [*index.walked.problems, *index.lost]
    rows = _facts(index).execute("SELECT path, problems FROM note WHERE problems IS NOT NULL")
    for path, row in rows:
        found += problems_of(unpacked(row), path)
    return sorted(found, key=lambda each: (each.path, each.line, each.column, each.code))


@_sound
def counts(index: Index) -> Counts:
    """Return how much the vault holds."""
    return index.counts()._replace(unread=unread(index))


@_sound
def unread(index: Index) -> int:
    """Return how many notes and folders could not be read, or not whole."""
    walked = {each.path for each in index.walked.problems if each.level == "error"}
    return len(walked.union(index.lists.unread if index.lists else ()))


def _failure() -> type[Exception]:
    """Return what SQLite raises; asked for, and imported, only when something is raised."""
    import sqlite3

    return sqlite3.Error


class _People:
    """The rows of people, found by path without looking at everybody's."""

    def __init__(self, index: Index) -> None:
        self._parts = index.lists.parts if index.lists else ()
        self._opened: dict[int, dict[str, Row]] = {}

    def row(self, path: str) -> Row | None:
        """Return the row of the person whose note is at a path."""
        if not self._parts:
            return None
        number = number_of(path)
        if number not in self._opened:
            self._opened[number] = {row[0]: row for row in rows_of(self._parts[number])}
        return self._opened[number].get(path)

    def name(self, path: str) -> str:
        """Return the name of the person whose note is at a path."""
        row = self.row(path)
        if row is None:
            raise KeyError(path)
        name: str = row[1]
        return name


def _everybody(index: Index) -> Iterator[Row]:
    """Yield the rows of all people's standings."""
    parts = index.lists.parts if index.lists else ()
    return (row for part in parts for row in rows_of(part))


def _facts(index: Index) -> "sqlite3.Connection":
    """Return what is kept of each note; made anew if it is not what the lists were made from."""
    if not index.has_facts() and not index.catch_up():
        from vault_tool.index.sync import rebuild

        rebuild(index)
    return index.facts.rows


def _text(index: Index) -> "sqlite3.Connection":
    """Return whole notes and words, as of the last reconcile."""
    from vault_tool.index.writing import bring_text_up

    bring_text_up(index)
    return index.text.rows


def _notes_at(index: Index, paths: Iterable[str]) -> Iterator[Note]:
    from vault_tool.index.note_rows import decode_note

    text = _text(index)
    for path in paths:
        row = text.execute("SELECT facts FROM note WHERE path = ?", (path,)).fetchone()
        if row:
            yield decode_note(path, row[0])


def _whole(index: Index, paths: set[str]) -> Iterator[Note]:
    """Yield all that some notes say, read from their files."""
    from vault_tool.index.reading import whole_notes

    entries = [Entry(*key) for key in index.walked.keys if key[0] in paths]
    return whole_notes(index.root, index.ways, entries, index.walked.stubs)


def _that_may_link(facts: "sqlite3.Connection", names: Iterable[str]) -> list[str]:
    """Return the paths of notes with a link that one of the names may be meant by."""
    from vault_tool.index.rows import spelled

    paths: dict[str, None] = {}
    for name in names:
        found = facts.execute("SELECT path FROM more WHERE instr(targets, ?)", (spelled(name),))
        paths.update((path, None) for (path,) in found)
    return list(paths)


def _other_names(facts: "sqlite3.Connection", path: str) -> tuple[str, ...]:
    row = facts.execute("SELECT names FROM note WHERE path = ?", (path,)).fetchone()
    names: tuple[str, ...] = unpacked(row[0]) if row and row[0] else ()
    return names


def _stem(path: str) -> str:
    return path.rpartition("/")[2][:-3]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector from looking through a hundred thousand new values, in vain."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
