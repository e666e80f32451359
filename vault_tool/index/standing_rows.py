"""Standings from rows of plain values; in microseconds, as lists need everybody's.

The rows are made in `person_rows`.
"""

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, zip_longest
from struct import Struct, pack
from typing import Any, TypeVar, overload

from vault_tool.index.lists import Part
from vault_tool.index.packing import (
    Packed,
    day,
    packed,
    person_of,
    unpacked,
)
from vault_tool.model import Card, Direction, Gift, GiftKind, Loop, Standing, Status, Talk, Value
from vault_tool.roster import Glance

# What `standing_of` takes: the path first.
Row = tuple[Any, ...]
# Day, direction, kind, text, path (None: that of the row) and line.
GiftRow = tuple[int, Direction, GiftKind, str, str | None, int]
# What is kept of one person: the packed row, and the `Glance` as a plain tuple, None for the user,
# whom lists do not name.
Kept = tuple[bytes, tuple[Any, ...] | None]

T = TypeVar("T")
_SPOT = Struct("<ii")  # a day (ordinal) and a line
_BOUNDS = Struct("<II")  # where a row begins and ends; each ends where the next one begins
_make = tuple.__new__


class _View(Sequence[T]):
    """Items that are made when asked for; equal to any sequence of equal items."""

    __slots__ = ()

    @abstractmethod
    def _item(self, at: int) -> T: ...

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...
    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        if isinstance(at, slice):
            return tuple(self)[at]
        if at < 0:
            at += len(self)
        if not 0 <= at < len(self):
            raise IndexError(at)
        return self._item(at)

    def __iter__(self) -> Iterator[T]:
        return map(self._item, range(len(self)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _View | tuple | list):
            return NotImplemented
        return tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


class Talks(_View[Talk]):
    """Talks from pairs of day and line, and their paths where these are not all the same."""

    __slots__ = ("_path", "_paths", "_spots")

    def __init__(self, spots: bytes, path: str, paths: tuple[str, ...] | None = None) -> None:
        self._spots = spots
        self._path = path
        self._paths = paths

    def __len__(self) -> int:
        return len(self._spots) >> 3

    def _item(self, at: int) -> Talk:
        number, line = _SPOT.unpack_from(self._spots, at << 3)
        return Talk(number, self._paths[at] if self._paths else self._path, line)


class Gifts(_View[Gift]):
    """Gifts from their packed rows, unpacked when first looked at."""

    __slots__ = ("_packed", "_path", "_rows")

    def __init__(self, packed_rows: bytes, path: str) -> None:
        self._packed = packed_rows
        self._path = path
        self._rows: list[GiftRow] | None = None

    def _known(self) -> list[GiftRow]:
        if self._rows is None:
            self._rows = unpacked(self._packed)
        return self._rows

    def __len__(self) -> int:
        return len(self._known())

    def _item(self, at: int) -> Gift:
        number, direction, kind, text, elsewhere, line = self._known()[at]
        return Gift(number, direction, kind, text, elsewhere or self._path, line)


def standing_of(row: Row) -> Standing:
    """Return the standing of a row."""
    (
        path, name, person, talks, talk_paths, attempts, attempt_paths, declared, first_fact, loops,
        gifts, language, tone, aliases, tags,
    ) = row  # fmt: skip
    return _make(
        Standing,
        (
            path,
            name,
            person_of(person),
            Talks(talks, path, talk_paths) if talks else (),
            Talks(attempts, path, attempt_paths) if attempts else (),
            declared and _make(Talk, (declared[0], path, declared[1])),
            first_fact,
            tuple([_loop(each, path) for each in loops]) if loops else (),
            Gifts(gifts, path) if gifts else (),
            language,
            tone,
            aliases,
            tags,
        ),
    )


def part_of(people: Iterable[Kept]) -> Part:
    """Return a part of the people as bytes: those whom lists may name first, in their order."""
    ordered = sorted(people, key=lambda kept: kept[1] is None)
    rows = [row for row, _ in ordered]
    bounds = (0, *accumulate(map(len, rows)))
    glances = [glance for _, glance in ordered if glance]
    return Part(packed(glances), pack(f"<{len(bounds)}I", *bounds), b"".join(rows))


def glances_of(part: Part) -> list[Glance]:
    """Return the glances at the people of a part whom lists may name, in their order."""
    glances: list[Glance] = unpacked(part.glances)
    return glances


def row_at(part: Part, place: int) -> Row:
    """Return the row of one of the people of a part; no other is looked at."""
    row: Row = unpacked(packed_row(part, place))
    return row


def rows_of(part: Part) -> Iterator[Row]:
    """Yield the rows of the people of a part."""
    return (row_at(part, place) for place in range(_size(part)))


def kept_in(part: Part) -> dict[str, Kept]:
    """Return what is kept of the people of a part, by path."""
    glances = glances_of(part)
    rows = (bytes(packed_row(part, place)) for place in range(_size(part)))
    return {unpacked(row)[0]: (row, glance) for row, glance in zip_longest(rows, glances)}


def status_of(row: Row) -> Status:
    """Return the status in a row."""
    status: Status = row[2][3]
    return status


class Properties(Mapping[str, Value]):
    """A note's properties from their packed form, unpacked when first looked at.

    Whoever looks for one person by name has no need of those of ten thousand.
    """

    __slots__ = ("_held", "_packed")

    def __init__(self, row: Packed) -> None:
        self._packed = row
        self._held: dict[str, Value] | None = None

    def _known(self) -> dict[str, Value]:
        held = self._held
        if held is None:
            held = self._held = unpacked(self._packed)
        return held

    def __getitem__(self, key: str) -> Value:
        if self._lacks(key):
            raise KeyError(key)
        return self._known()[key]

    def get(self, key: str, default: Any = None) -> Any:
        """Return what a key holds; most keys that are not there are known without unpacking."""
        return default if self._lacks(key) else self._known().get(key, default)

    def _lacks(self, key: str) -> bool:
        """Tell whether a key cannot be among what was not unpacked yet: it stands there in full."""
        return self._held is None and key.isascii() and key.encode() not in bytes(self._packed)

    def __iter__(self) -> Iterator[str]:
        return iter(self._known())

    def __len__(self) -> int:
        return len(self._known())

    def __contains__(self, key: object) -> bool:
        return not (isinstance(key, str) and self._lacks(key)) and key in self._known()

    def __repr__(self) -> str:
        return repr(self._known())


def card_of(row: Row, properties: Packed) -> Card:
    """Return the card of the person of a row; `properties` are packed."""
    person = row[2]
    made: Card = _make(
        Card,
        (row[0], row[1], person[3], person[4], person[5], row[-2], row[-1], Properties(properties)),
    )
    return made


def _size(part: Part) -> int:
    return len(part.bounds) // (_BOUNDS.size // 2) - 1


def packed_row(part: Part, place: int) -> Packed:
    """Return the row of one of the people of a part, as it lies there."""
    start, end = _BOUNDS.unpack_from(part.bounds, place * (_BOUNDS.size // 2))
    return part.rows[start:end]


def _loop(row: Row, path: str) -> Loop:
    kind, text, due, elsewhere, line, private = row
    return _make(Loop, (kind, text, day(due), elsewhere or path, line, private))
