"""The rules that hold for anything changed on two sides: which of three counts, and in which order.

Nothing here knows what is merged. No answer depends on which side is called ours.
"""

from collections.abc import Callable, Collection, Hashable, Sequence
from typing import Any, TypeVar

T = TypeVar("T", bound=Hashable)
_V = TypeVar("_V")


class Clash(Exception):
    """Both sides changed one thing, each in a way of its own."""


def chosen(base: _V, ours: _V, theirs: _V) -> _V:
    """Return what one side changed, or both alike; raises `Clash` where they differ."""
    if ours in (theirs, base):
        return theirs
    if theirs == base:
        return ours
    raise Clash


def count(base: int, ours: int, theirs: int) -> int:
    """Return how often something stands there that may stand there several times.

    What both added is there once; of what both took away, the smaller number stays.
    """
    try:
        return chosen(base, ours, theirs)
    except Clash:
        if ours > base and theirs > base:
            return max(ours, theirs)
        if ours < base and theirs < base:
            return min(ours, theirs)
        return max(ours + theirs - base, 0)


def numbered(items: Sequence[T]) -> list[tuple[T, int]]:
    """Return each item with how often it stood there before, so that no two are the same."""
    seen: dict[T, int] = {}
    found = []
    for item in items:
        seen[item] = seen.get(item, -1) + 1
        found.append((item, seen[item]))
    return found


def in_order(
    base: Sequence[T],
    ours: Sequence[T],
    theirs: Sequence[T],
    kept: Collection[T],
    rank: Callable[[T], Any],
) -> list[T]:
    """Return what is kept of both sides, in one order; no item stands twice in a side.

    What both have stands as both have it, or as the side has it that moved it. What only one has
    follows what it followed there; where both put something, the lower rank comes first.
    """
    mine = [item for item in ours if item in kept]
    other = [item for item in theirs if item in kept]
    shared = set(mine).intersection(other)
    frame = _frame(base, [x for x in mine if x in shared], [x for x in other if x in shared], rank)
    own, others = _following(mine, shared), _following(other, shared)
    result = _interleaved(own.get(None, []), others.get(None, []), rank)
    for anchor in frame:
        result.append(anchor)
        result += _interleaved(own.get(anchor, []), others.get(anchor, []), rank)
    return result


def _frame(base: Sequence[T], ours: list[T], theirs: list[T], rank: Callable[[T], Any]) -> list[T]:
    """Return the order of what both sides have."""
    if ours == theirs:
        return ours
    known = set(ours)
    before = [item for item in base if item in known]
    old = set(before)
    if [item for item in ours if item in old] == before:
        return (
            theirs if [item for item in theirs if item in old] != before else sorted(ours, key=rank)
        )
    return ours if [item for item in theirs if item in old] == before else sorted(ours, key=rank)


def _following(side: Sequence[T], shared: Collection[T]) -> dict[T | None, list[T]]:
    """Return what only this side has, by what it follows there."""
    found: dict[T | None, list[T]] = {}
    anchor = None
    for item in side:
        if item in shared:
            anchor = item
        else:
            found.setdefault(anchor, []).append(item)
    return found


def _interleaved(ours: Sequence[T], theirs: Sequence[T], rank: Callable[[T], Any]) -> list[T]:
    """Return two sequences as one; each keeps its own order."""
    result: list[T] = []
    left, right = list(ours), list(theirs)
    while left and right:
        result.append(left.pop(0) if rank(left[0]) <= rank(right[0]) else right.pop(0))
    return [*result, *left, *right]
