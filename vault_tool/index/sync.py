"""Bring the index up to date with the vault: compare, then read only what changed.

The law: after a reconcile the index is what a rebuild from nothing would give, whatever happened in
the vault. Events and watchers play no part in it.
"""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager

from vault_tool.errors import VaultGone
from vault_tool.index.changes import Changes
from vault_tool.index.database import Index
from vault_tool.index.lists import Lists
from vault_tool.index.look import Look, Seen, looking

# Told how many notes were read so far, and of how many.
Progress = Callable[[int, int], None]


def reconcile(
    index: Index,
    progress: Progress | None = None,
    look: Look | None = None,
    *,
    now: Callable[[], int] = time.time_ns,
) -> Changes:
    """Bring the facts up to date; whole notes and words follow when they are asked for.

    `look` is one that was begun with `looking_at`. `now` is the clock of the files' times, in ns.
    Raises `VaultGone` when the vault is missing, or has no notes though people are known.
    """
    if look is None:
        with looking_at(index, now) as begun:
            return reconcile(index, progress, begun)
    seen = _look(index, look)
    if seen.is_empty and index.knew_people():
        raise VaultGone(
            f"the vault has no notes, though people are known in it: {index.root}",
            "Is its disk connected, its sync finished? If they are meant to be gone:"
            " vault-tool index --rebuild",
        )
    if index.lists is None:
        return _build(index, progress)
    if seen.changes_since(index.lists.tree) is None:
        return Changes(0, index.lists.counts.notes, 0)
    if not index.has_facts():
        # Another process may be faster than we are: what it made is as good.
        if not index.catch_up():
            return _build(index, progress)
        if seen.changes_since(index.lists.tree) is None:
            return Changes(0, index.lists.counts.notes, 0)
    return _update(index, index.lists, progress)


def looking_at(index: Index, now: Callable[[], int] = time.time_ns) -> AbstractContextManager[Look]:
    """Begin the look that `reconcile` takes first."""
    return looking(index.root, index.leave_out, index.lists.tree if index.lists else None, now)


def rebuild(index: Index, progress: Progress | None = None) -> Changes:
    """Read every note anew, whatever the index holds; an emptied vault is taken as it is."""
    with looking(index.root, index.leave_out, None) as look:
        _look(index, look)
    return _build(index, progress)


def _look(index: Index, look: Look) -> Seen:
    index.walked = look.seen()
    index.lost = ()
    return index.walked


def _update(index: Index, lists: Lists, progress: Progress | None) -> Changes:
    import sqlite3

    from vault_tool.index.writing import update

    try:
        return update(index, lists, progress)
    except (sqlite3.Error, OSError):
        index.stay_in_memory()
        return _build(index, progress)


def _build(index: Index, progress: Progress | None) -> Changes:
    import sqlite3

    from vault_tool.index.writing import build

    try:
        return build(index, progress)
    except (sqlite3.Error, OSError):
        index.stay_in_memory()
        return build(index, progress)
