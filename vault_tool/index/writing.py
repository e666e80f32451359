"""Write what was read of the vault into the index. Imported only when there is something to do."""

import os
import sqlite3
from collections.abc import Callable, Iterable

from vault_tool.errors import Problem
from vault_tool.index.changes import Changes, Plan, Tree, is_settled, tree_of
from vault_tool.index.database import Index
from vault_tool.index.lists import Lists
from vault_tool.index.look import Seen
from vault_tool.index.parts import gather
from vault_tool.index.reading import FEW, Job, Read, read_notes
from vault_tool.index.rows import FactsRow, drop_facts, drop_text, put_facts, put_text
from vault_tool.vault.walk import Entry

# Told how many notes were read so far, and of how many.
Progress = Callable[[int, int], None]

# When so large a share of the ids ever given is out of use, the words are made anew.
_MOST_DEAD = 0.4


def build(index: Index, progress: Progress | None) -> Changes:
    """Make the whole index from nothing."""
    index.forget_people()
    seen = index.walked
    tally = _Tally(len(seen.keys), progress)
    job = Job(index.root, index.ways, seen.entries, {}, seen.stubs, facts=True, text=True)
    with index.facts.drafting(anew=True) as facts, index.text.drafting(anew=True) as text:
        for batch in read_notes(job):
            tally.take(batch)
            put_facts(facts, batch.facts)
            put_text(text, batch.text)
        token = _new_token(facts)
        _keep_token(text, token)
        gathered = gather(facts, tally.changed, None, False)
    tree = tally.tree(seen)
    index.keep(Lists(index.fingerprint, token, tree, *gathered))
    index.lost = tuple(tally.gone)
    return Changes(len(tally.changed), 0, 0)


def update(index: Index, lists: Lists, progress: Progress | None) -> Changes:
    """Bring facts and lists up to date with a vault that changed, or may have."""
    seen = index.walked
    plan = seen.changes_since(lists.tree) or Plan([], [])
    tally = _Tally(len(plan.read), progress)
    known = _hashes(index.facts.rows, plan.read)
    job = Job(index.root, index.ways, plan.read, known, seen.stubs, facts=True, text=False)
    batches: Iterable[Read] = read_notes(job)
    if len(plan.read) < FEW:
        batches = list(batches)
        if not plan.removed and not any(each.facts or each.gone for each in batches):
            for batch in batches:
                tally.take(batch)
            tree = tally.tree(seen)
            if _is_worth_keeping(tree, lists.tree):
                index.keep(lists._replace(tree=tree))
            return Changes(0, len(seen.keys), 0)
    with index.facts.drafting() as facts:
        is_local = not plan.removed
        for batch in batches:
            tally.take(batch)
            is_local = is_local and not batch.gone and _is_local(facts, batch.facts)
            put_facts(facts, batch.facts)
        gone = [*plan.removed, *(each.path for each in tally.gone if each.path in known)]
        drop_facts(facts, gone)
        changed = [*tally.changed, *gone]
        if changed:
            gathered = gather(facts, changed, lists, is_local)
            lists = Lists(lists.fingerprint, _new_token(facts), lists.tree, *gathered)
    index.keep(lists._replace(tree=tally.tree(seen)))
    index.lost = tuple(tally.gone)
    read = len(tally.changed)
    return Changes(read, len(seen.keys) - read - len(tally.gone), len(gone))


def bring_text_up(index: Index) -> None:
    """Bring whole notes and words up to the facts, as far as the files are still the same."""
    assert index.lists is not None  # noqa: S101  whoever asks has reconciled
    token = index.lists.token
    text = index.text
    if not text.is_new and text.meta("token") == token:
        return
    wanted: dict[str, bytes] = dict(index.facts.rows.execute("SELECT path, hash FROM note"))
    known: dict[str, bytes] = dict(text.rows.execute("SELECT path, hash FROM note"))
    anew = text.is_new or _is_mostly_dead(text.rows, len(known))
    known = {} if anew else known
    entries = [
        each
        for each in index.walked.entries
        if each.path in wanted and known.get(each.path) != wanted[each.path]
    ]
    job = Job(index.root, index.ways, entries, known, index.walked.stubs, facts=False, text=True)
    is_level = True
    with text.drafting(anew=anew) as rows:
        drop_text(rows, known.keys() - wanted.keys())
        for batch in read_notes(job):
            put_text(rows, batch.text)
            is_level &= not batch.gone and all(
                each.hash == wanted[each.path] for each in batch.text
            )
        _keep_token(rows, token if is_level else b"")


class _Tally:
    """What came of the reading so far."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self.changed: list[str] = []
        self.gone: list[Problem] = []
        self._closed: set[str] = set()
        self._total = total
        self._done = 0
        self._progress = progress

    def take(self, batch: Read) -> None:
        """Count a batch."""
        self.changed += [row.path for row in batch.facts]
        self.gone += batch.gone
        self._closed.update(batch.closed)
        self._done += len(batch.facts) + len(batch.same) + len(batch.gone)
        if self._progress:
            self._progress(self._done, self._total)

    def tree(self, seen: Seen) -> Tree:
        """Return the tree of what was seen, as it turned out when it was read."""
        if not self.gone and not self._closed:
            return seen.tree
        gone = {each.path for each in self.gone}
        there = [key for key in seen.keys if key[0] not in gone]
        return tree_of(there, seen.tree.looked, frozenset(self._closed))


def _new_token(rows: sqlite3.Connection) -> bytes:
    """Mark that the facts are others than before, and return the mark."""
    token = os.urandom(16)
    _keep_token(rows, token)
    return token


def _keep_token(rows: sqlite3.Connection, token: bytes) -> None:
    rows.execute("INSERT OR REPLACE INTO meta VALUES ('token', ?)", (token,))


def _is_local(rows: sqlite3.Connection, new: Iterable[FactsRow]) -> bool:
    """Tell whether notes are called as before and say of others what they said before."""
    query = "SELECT person, names, telling FROM note WHERE path = ?"
    return all(
        rows.execute(query, (row.path,)).fetchone() == (row.person, row.names, row.telling)
        for row in new
    )


def _is_worth_keeping(new: Tree, old: Tree) -> bool:
    """Tell whether the next run has less to do with the new tree, when the notes are the same."""
    return new.keys != old.keys or (is_settled(new) and not is_settled(old))


def _hashes(rows: sqlite3.Connection, entries: list[Entry]) -> dict[str, bytes]:
    """Return the hashes of what the index knows of some notes."""
    if len(entries) >= FEW:
        return dict(rows.execute("SELECT path, hash FROM note"))
    known = {}
    for entry in entries:
        row = rows.execute("SELECT hash FROM note WHERE path = ?", (entry.path,)).fetchone()
        if row:
            known[entry.path] = row[0]
    return known


def _is_mostly_dead(text: sqlite3.Connection, live: int) -> bool:
    row = text.execute("SELECT seq FROM sqlite_sequence WHERE name = 'note'").fetchone()
    given = row[0] if row else 0
    return given > 200 and given - live > given * _MOST_DEAD
