"""What was made of values, remembered for whoever asks again and again.

Ten thousand people are looked at after every save of a note, and all but one are as they were. A
`Memory` belongs to whoever looks; every function that can use one is handed it, and answers the
same without.
"""

from collections.abc import Callable
from typing import Any, TypeVar, TypeVarTuple

T = TypeVar("T")
Of = TypeVarTuple("Of")


class Table:
    """What one function made of values, found again for these very objects.

    The values must not change. They are held, so that no other object can be taken for them.
    """

    __slots__ = ("_before", "_now", "given")

    def __init__(self, given: tuple[object, ...]) -> None:
        self.given = given
        self._now: dict[tuple[int, ...], tuple[tuple[Any, ...], Any]] = {}
        self._before = self._now

    def made(self, make: Callable[[*Of], T], *of: *Of) -> T:
        """Return what `make` makes of the values, or made of them at an earlier time."""
        key = tuple(map(id, of))
        found = self._now.get(key)
        if found is None:
            found = self._before.get(key)
            if found is None:
                found = (of, make(*of))
            self._now[key] = found
        answer: T = found[1]
        return answer

    def sweep(self) -> None:
        """Forget what nobody asked for since the last time."""
        self._now, self._before = {}, self._now


class Memory:
    """Tables by their purpose, and the latest answers to questions about everything at once."""

    __slots__ = ("_latest", "_tables")

    def __init__(self) -> None:
        self._tables: dict[str, Table] = {}
        self._latest: dict[str, tuple[object, Any]] = {}

    def table(self, purpose: str, *given: object) -> Table:
        """Return the table of a purpose; an empty one as soon as anything `given` is another.

        `given` is all that an answer depends on besides the values it is made of.
        """
        table = self._tables.get(purpose)
        if table is None or table.given != given:
            table = self._tables[purpose] = Table(given)
        return table

    def latest(self, purpose: str, given: object, make: Callable[[T | None], T]) -> T:
        """Return the latest answer while `given` stays equal, else one made from it (or None)."""
        known = self._latest.get(purpose)
        if known is None or known[0] != given:
            known = self._latest[purpose] = given, make(known[1] if known else None)
        answer: T = known[1]
        return answer

    def sweep(self) -> None:
        """Forget, in every table, what nobody asked for since the last time."""
        for table in self._tables.values():
            table.sweep()
