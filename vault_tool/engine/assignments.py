"""`key=value` as typed, and what it makes of a note.

Public: `Assignment`, `parse_assignment(typed)`, `assigned(path, assignments, ways)`.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal, NamedTuple

from vault_tool.config import normal_key
from vault_tool.dates import parse_partial, parse_when
from vault_tool.errors import EditRefused, UsageError
from vault_tool.note.conventions import Conventions
from vault_tool.note.editing.properties import (
    add_to_property,
    delete_property,
    remove_from_property,
    set_property,
)
from vault_tool.note.properties import CANONICAL
from vault_tool.note.reading import read_note

Edit = Callable[[bytes | None], bytes | None]

# What `read_person` understands only as a whole day; people type it in words.
_DAYS = frozenset(("last_contact", "next_contact", "snooze_until"))
_PARTIAL = frozenset(("birthday", "met", "died"))


class Assignment(NamedTuple):
    """One `key=value`: `=` replaces, `+=` and `-=` are for lists; without a value it deletes."""

    key: str
    sign: Literal["=", "+=", "-="]
    value: str


def parse_assignment(typed: str) -> Assignment:
    """Return what was typed, taken apart; raises `UsageError`."""
    key, equals, value = typed.partition("=")
    sign: Literal["=", "+=", "-="] = "="
    if equals and key.endswith(("+", "-")):
        sign = "+=" if key.endswith("+") else "-="
        key = key[:-1]
    key = key.strip()
    if not equals or not key or "\n" in key:
        raise UsageError(
            f'"{typed}" is no assignment', "Write key=value, key+=value, key-=value or key=."
        )
    if sign != "=" and not value.strip():
        raise UsageError(f'"{typed}" names no value', f"To delete the property: {key}=")
    return Assignment(key, sign, value.strip())


def with_days(
    each: Assignment, today: date, order: Literal["dmy", "mdy"] | None, ways: Conventions
) -> Assignment:
    """Return the assignment with a day in words, of a property that holds one, as its date."""
    key = canonical_key(each.key, ways)
    if each.sign != "=" or not each.value or key not in _DAYS | _PARTIAL:
        return each
    if key in _PARTIAL and parse_partial(each.value):
        return each
    day = parse_when(each.value, today, future=key in ("next_contact", "snooze_until"), order=order)
    return each._replace(value=day.isoformat()) if day else each


def canonical_key(key: str, ways: Conventions) -> str:
    """Return the property that a spelling means, the spelling itself where it means none."""
    normal = normal_key(key)
    meant = ways.reading.properties.get(normal, normal)
    return CANONICAL.get(meant, key)


def assigned(path: str, assignments: Sequence[Assignment], ways: Conventions) -> Edit:
    """Return what makes all assignments in the note at `path`, in their order.

    A value that the property cannot hold is refused: what would read as a problem is not written.
    """

    def edit(data: bytes | None) -> bytes:
        if data is None:
            raise EditRefused(f"{path}: the note is gone", "List people with: vault-tool who")
        known = _unfit(path, data, ways)
        for each in assignments:
            data = _one(path, data, each, ways)
        for problem in _unfit(path, data, ways) - known:
            raise UsageError(*problem)
        return data

    return edit


def _one(path: str, data: bytes, each: Assignment, ways: Conventions) -> bytes:
    if each.sign == "+=":
        return add_to_property(path, data, each.key, [each.value], ways)
    if each.sign == "-=":
        return remove_from_property(path, data, each.key, [each.value], ways)
    if not each.value:
        return delete_property(path, data, each.key, ways)
    return set_property(path, data, each.key, each.value, ways)


def _unfit(path: str, data: bytes, ways: Conventions) -> set[tuple[str, str]]:
    """Return what is said of values that do not fit their properties."""
    return {(each.message.rstrip("."), each.hint) for each in read_note(path, data, ways).problems}
