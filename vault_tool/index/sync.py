"""Bring the index up to date with the vault: compare, then read only what changed.

The law: after a reconcile the index is what a rebuild from nothing would give, whatever happened in
the vault. Events and watchers play no part in it.
"""

import time
from collections.abc import Callable

from vault_tool.errors import VaultGone
from vault_tool.index.changes import Changes, is_same
from vault_tool.index.database import Index
from vault_tool.index.lists import Lists
from vault_tool.vault.walk import walk

# Told how many notes were read so far, and of how many.
Progress = Callable[[int, int], None]


def reconcile(
    index: Index, progress: Progress | None = None, *, now: Callable[[], int] = time.time_ns
) -> Changes:
    """Bring the facts up to date; whole notes and words follow when they are asked for.

    `now` is the clock of the files' times, in ns. Raises `VaultGone` when the vault is missing, or
    has no notes though people are known.
    """
    looked = now()  # before the walk: what changes during it must show the next time
    _look(index)
    keys = index.walked.keys
    if not keys and index.knew_people():
        raise VaultGone(
            f"the vault has no notes, though people are known in it: {index.root}",
            "Is its disk connected, its sync finished? If they are meant to be gone:"
            " vault-tool index --rebuild",
        )
    if index.lists is None:
        return _build(index, looked, progress)
    if is_same(index.lists.tree, keys):
        return Changes(0, len(keys), 0)
    if not index.has_facts():
        # Another process may be faster than we are: what it made is as good.
        if not index.catch_up():
            return _build(index, looked, progress)
        if is_same(index.lists.tree, keys):
            return Changes(0, len(keys), 0)
    return _update(index, index.lists, looked, progress)


def rebuild(index: Index, progress: Progress | None = None) -> Changes:
    """Read every note anew, whatever the index holds; an emptied vault is taken as it is."""
    looked = time.time_ns()
    _look(index)
    return _build(index, looked, progress)


def _look(index: Index) -> None:
    index.walked = walk(index.root, index.leave_out)
    index.lost = ()


def _update(index: Index, lists: Lists, looked: int, progress: Progress | None) -> Changes:
    import sqlite3

    from vault_tool.index.writing import update

    try:
        return update(index, lists, looked, progress)
    except (sqlite3.Error, OSError):
        index.stay_in_memory()
        return _build(index, looked, progress)


def _build(index: Index, looked: int, progress: Progress | None) -> Changes:
    import sqlite3

    from vault_tool.index.writing import build

    try:
        return build(index, looked, progress)
    except (sqlite3.Error, OSError):
        index.stay_in_memory()
        return build(index, looked, progress)
