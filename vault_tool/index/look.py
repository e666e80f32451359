"""One look at the whole vault: what is there now, and what is not as the index knows it.

Public: `Seen`, `NOTHING`, `Look`, `looking(root, leave_out, tree)`.

In a large vault the look is taken by a process beside this one, so that a command can make ready
for its answer meanwhile. Whatever goes wrong there, the look is taken here.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from vault_tool.errors import Problem
from vault_tool.index.beside import Beside, Send, processors
from vault_tool.index.changes import Plan, Tree, compare, is_same, tree_of
from vault_tool.index.packing import packed, unpacked
from vault_tool.vault.skip import Skip
from vault_tool.vault.walk import Entry, Key, walk

# A tree of so many bytes takes about as long to walk as to fork for.
PAYS_FROM = 100_000


class Seen:
    """What a look found: the tree of all notes, which of them are stubs, and what was odd."""

    def __init__(
        self, tree: Tree, stubs: frozenset[str] = frozenset(), problems: tuple[Problem, ...] = ()
    ) -> None:
        self.tree = tree
        self.stubs = stubs
        self.problems = problems
        self._keys: list[Key] | None = None
        self._compared: tuple[Tree, Plan | None] | None = None

    @property
    def is_empty(self) -> bool:
        """Tell whether there is no note."""
        return self.tree.keys == NOTHING.tree.keys

    @property
    def keys(self) -> list[Key]:
        """Return every note's key."""
        if self._keys is None:
            self._keys = unpacked(self.tree.keys)
        return self._keys

    @property
    def entries(self) -> list[Entry]:
        """Return the keys by name."""
        return list(map(Entry._make, self.keys))

    def changes_since(self, tree: Tree) -> Plan | None:
        """Return what is new, changed or gone since a tree was made, None if nothing can be."""
        if self._compared is None or self._compared[0] is not tree:
            plan = None if is_same(tree, self.tree) else compare(tree, self.keys)
            self._compared = tree, plan
        return self._compared[1]

    def was_compared(self, tree: Tree, plan: Plan | None) -> None:
        """Take what `changes_since` found elsewhere."""
        self._compared = tree, plan


NOTHING = Seen(tree_of((), 0))


class Look:
    """A look that was begun; `is_beside` tells that another process is at it."""

    def __init__(self, root: Path, leave_out: Skip, tree: Tree | None, begun: int) -> None:
        self._root = root
        self._leave_out = leave_out
        self._tree = tree
        self._begun = begun
        self._beside: Beside | None = None
        if tree is not None and len(tree.keys) >= PAYS_FROM and processors() > 1:
            try:
                self._beside = Beside(self._send)
            except OSError:  # no process can be had, no pipe
                self._beside = None
        self.is_beside = self._beside is not None

    def seen(self) -> Seen:
        """Wait for what is found.

        Raises `VaultGone` when the vault's own folder cannot be read.
        """
        frame = self._beside.receive() if self._beside else None
        self.end()
        return self._received(frame) if frame is not None else self._here()

    def end(self) -> None:
        """Let the other process end, whatever it has found."""
        beside, self._beside = self._beside, None
        if beside:
            beside.close()

    def _here(self) -> Seen:
        found = walk(self._root, self._leave_out)
        return Seen(tree_of(found.keys, self._begun), found.stubs, found.problems)

    def _send(self, send: Send) -> None:
        """Send what is found, in as few values as can be: usually nothing has changed."""
        assert self._tree is not None  # noqa: S101  without one nothing is done beside
        seen = self._here()
        plan = seen.changes_since(self._tree)
        keys = b"" if seen.tree.keys == self._tree.keys else seen.tree.keys
        odd = [tuple(each) for each in seen.problems]
        read = [tuple(each) for each in plan.read] if plan else []
        moved = plan and (read, plan.removed)
        send(packed((keys, seen.tree.newest, list(seen.stubs), odd, moved)))

    def _received(self, frame: bytes) -> Seen:
        assert self._tree is not None  # noqa: S101  as above
        keys, newest, stubs, odd, moved = unpacked(frame)
        tree = Tree(keys or self._tree.keys, self._begun, newest)
        seen = Seen(tree, frozenset(stubs), tuple(Problem(*each) for each in odd))
        plan = Plan([Entry(*each) for each in moved[0]], moved[1]) if moved else None
        seen.was_compared(self._tree, plan)
        return seen


@contextmanager
def looking(
    root: Path, leave_out: Skip, tree: Tree | None, now: Callable[[], int] = time.time_ns
) -> Iterator[Look]:
    """Begin a look at a vault of which a tree is known; what it has not found by the end is lost.

    `now` is the clock of the files' times, in ns.
    """
    # Before the walk: what changes during it must show the next time.
    look = Look(root, leave_out, tree, now())
    try:
        yield look
    finally:
        look.end()
