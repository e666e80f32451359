"""What changed between index and vault, as values: keys are compared, nothing is read."""

import os
from collections.abc import Sequence
from marshal import dumps
from operator import itemgetter
from typing import NamedTuple

from vault_tool.index.packing import unpacked
from vault_tool.vault.walk import Entry, Key

# A file changed so shortly before we looked may have been changed again within the same tick of the
# file system's clock, so that its key stays: it is read again and compared by content.
RACY_NS = 2_000_000_000
# Windows keeps no time of change that a program cannot set, so there every file may have changed.
_IS_BLIND = os.name == "nt"
# What stands in the tree for a note that could not be read, so that the next time tries again.
_UNKNOWN = (0, 0, -1, 0, 0)
# Of marshal: the last one in which equal values always give equal bytes.
_VERSION = 2
_ctime_ns = itemgetter(Entry._fields.index("ctime_ns"))


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


def tree_of(keys: Sequence[Key], looked: int, closed: frozenset[str] = frozenset()) -> Tree:
    """Return the tree of a walk; `closed` are the notes that could not be read."""
    kept = [(key[0], *_UNKNOWN) if key[0] in closed else key for key in keys] if closed else keys
    newest = max(map(_ctime_ns, keys), default=0)
    return Tree(dumps(list(kept), _VERSION), looked, newest)


def is_same(tree: Tree, later: Tree) -> bool:
    """Tell whether nothing can have changed between two looks."""
    return is_settled(tree) and tree.keys == later.keys


def is_settled(tree: Tree) -> bool:
    """Tell whether every change since the tree was made must show in the keys."""
    return not _IS_BLIND and not is_racy(tree)


def is_racy(tree: Tree) -> bool:
    """Tell whether a note may have changed once more, unseen, when the tree was made."""
    return tree.newest > tree.looked - RACY_NS


def compare(tree: Tree, keys: Sequence[Key]) -> Plan:
    """Return what changed since the tree was made, and what may have."""
    known: list[Key] = unpacked(tree.keys)
    racy_from = 0 if _IS_BLIND else tree.looked - RACY_NS
    if len(known) == len(keys):
        pairs = zip(known, keys, strict=True)
        maybe = [(old, new) for old, new in pairs if old != new or _ctime_ns(new) > racy_from]
        if all(old[0] == new[0] for old, new in maybe):  # the same notes in the same order
            return Plan([Entry(*new) for _, new in maybe], [])
    same = set(known)
    read = [Entry(*key) for key in keys if key not in same or _ctime_ns(key) > racy_from]
    gone = {key[0] for key in same.difference(keys)}
    return Plan(read, sorted(gone.difference(key[0] for key in keys)))
