"""What changed between index and vault, as values: keys are compared, nothing is read."""

import os
from collections.abc import Sequence
from marshal import dumps
from typing import NamedTuple

from vault_tool.index.packing import unpacked
from vault_tool.vault.walk import Entry

# A file changed so shortly before we looked may have been changed again within the same tick of the
# file system's clock, so that its key stays: it is read again and compared by content.
RACY_NS = 2_000_000_000
# Windows keeps no time of change that a program cannot set, so there every file may have changed.
_IS_BLIND = os.name == "nt"
# What stands in the tree for a note that could not be read, so that the next time tries again.
_UNKNOWN = (0, 0, -1, 0, 0)
# Of marshal: the last one in which equal values always give equal bytes.
_VERSION = 2


class Changes(NamedTuple):
    """What a reconcile did: notes read because new or changed, left alone, and gone."""

    read: int
    unchanged: int
    removed: int


class Tree(NamedTuple):
    """The keys of all notes when the vault was last looked at, and the time of that, in ns."""

    keys: bytes
    looked: int
    newest: int


class Plan(NamedTuple):
    """What must be read, and which notes are no more."""

    read: list[Entry]
    removed: list[str]


def tree_of(entries: Sequence[Entry], looked: int, closed: frozenset[str] = frozenset()) -> Tree:
    """Return the tree of a walk; `closed` are the notes that could not be read."""
    keys = list(map(tuple, entries))
    if closed:
        keys = [(key[0], *_UNKNOWN) if key[0] in closed else key for key in keys]
    newest = max((entry.ctime_ns for entry in entries), default=0)
    return Tree(dumps(keys, _VERSION), looked, newest)


def is_same(tree: Tree, entries: Sequence[Entry]) -> bool:
    """Tell whether nothing can have changed since the tree was made."""
    return is_settled(tree) and tree.keys == dumps(list(map(tuple, entries)), _VERSION)


def is_settled(tree: Tree) -> bool:
    """Tell whether every change since the tree was made must show in the keys."""
    return not _IS_BLIND and tree.newest <= tree.looked - RACY_NS


def compare(tree: Tree, entries: Sequence[Entry]) -> Plan:
    """Return what changed since the tree was made, and what may have."""
    keys = unpacked(tree.keys)
    racy_from = 0 if _IS_BLIND else tree.looked - RACY_NS
    if len(keys) == len(entries):
        pairs = zip(keys, entries, strict=True)
        maybe = [(key, e) for key, e in pairs if key != e or e.ctime_ns > racy_from]
        if all(key[0] == entry.path for key, entry in maybe):  # the same notes in the same order
            return Plan([entry for _, entry in maybe], [])
    known = set(keys)
    read = [e for e in entries if e not in known or e.ctime_ns > racy_from]
    gone = {key[0] for key in known.difference(entries)}
    return Plan(read, sorted(gone.difference(entry.path for entry in entries)))
