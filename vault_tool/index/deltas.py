"""What changed in a vault between two looks, note by note, for those who follow along."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from vault_tool.errors import Problem
from vault_tool.index.database import Index
from vault_tool.index.read import hashes, problems

What = Literal["added", "changed", "removed", "problems"]


class Seen(NamedTuple):
    """A vault as the index showed it: `token` is another one after every change of its notes.

    `notes` are the hashes of their contents, by path.
    """

    token: bytes
    notes: dict[str, bytes]
    problems: dict[str, tuple[Problem, ...]]


class Delta(NamedTuple):
    """One change. `problems` is what there is now about the path: nothing when all is mended."""

    what: What
    path: str
    problems: tuple[Problem, ...] = ()


def seen(index: Index, before: Seen | None = None) -> Seen:
    """Return the vault as a reconcile left it; what cannot have changed is taken from `before`."""
    token = index.lists.token if index.lists else b""
    by_path: dict[str, list[Problem]] = {}
    for each in problems(index):
        by_path.setdefault(each.path, []).append(each)
    notes = before.notes if before and before.token == token else hashes(index)
    return Seen(token, notes, {path: tuple(those) for path, those in by_path.items()})


def deltas(before: Seen, after: Seen) -> Iterator[Delta]:
    """Yield what changed, by path; a note that was renamed is removed and added."""
    if before.notes is not after.notes:
        for path in sorted(before.notes.keys() | after.notes.keys()):
            old, new = before.notes.get(path), after.notes.get(path)
            if old != new:
                yield Delta("added" if old is None else "changed" if new else "removed", path)
    for path in sorted(before.problems.keys() | after.problems.keys()):
        found = after.problems.get(path, ())
        if before.problems.get(path, ()) != found:
            yield Delta("problems", path, found)
