"""The proof of a change in the body: the note tells what it told, and only the new lines add to it.

The changed bytes are read by our own reader. What stands on other lines must be told as before,
lines moved along; code and comments must begin and end where they did.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol, TypeVar

from vault_tool.errors import EditRefused
from vault_tool.model import Interaction, Link, Note, OpenLoop, Value
from vault_tool.note.conventions import Conventions
from vault_tool.note.editing.opened import Opened, open_note
from vault_tool.note.mask import hidden_spans
from vault_tool.note.properties import CANONICAL, LISTS
from vault_tool.note.reading import read_note
from vault_tool.note.text import place

_DEFINITIONS = re.compile(r"(?:^|\n)(?:\[[^\]\n]+\]:[^\n]*(?:\n|\Z))+\Z")


class _Placed(Protocol):
    @property
    def line(self) -> int: ...


_T = TypeVar("_T", bound=_Placed)


class Touched(NamedTuple):
    """The lines that an edit replaces: from which one, how many they were and how many they are."""

    line: int
    before: int
    after: int

    def holds(self, line: int, *, changed: bool) -> bool:
        """Tell whether a line, of the changed note or of the old one, is among them."""
        return self.line <= line < self.line + (self.after if changed else self.before)

    def elsewhere(self, told: Iterable[_T], *, changed: bool) -> list[_T]:
        """Return what stands on other lines, in the old note's line numbers."""
        by = self.before - self.after if changed else 0
        return [
            one._replace(line=one.line + by) if by and one.line >= self.line else one  # type: ignore[attr-defined]
            for one in told
            if not self.holds(one.line, changed=changed)
        ]

    def inside(self, told: Iterable[_T], *, changed: bool) -> list[_T]:
        """Return what stands on these lines."""
        return [one for one in told if self.holds(one.line, changed=changed)]


class Retold(NamedTuple):
    """What the touched lines tell: before the change and after it."""

    interactions: list[Interaction]
    loops: list[OpenLoop]
    new_interactions: list[Interaction]
    new_loops: list[OpenLoop]
    links: list[Link]
    new_links: list[Link]


def proven_body(
    note: Opened,
    changed: bytes,
    touched: Touched,
    ways: Conventions,
    by_hand: str,
    is_meant: Callable[[Retold], bool],
    *,
    gains: bool = False,
) -> bytes:
    """Return the changed bytes if the note tells the same but for the touched lines.

    What those tell must be what was meant: `is_meant` says. With `gains` their inline fields may
    fill properties that were empty. Else raises `EditRefused`.
    """
    data = note.mark + note.text.encode("utf-8", "surrogateescape")
    before, after = read_note(note.path, data, ways), read_note(note.path, changed, ways)
    now = _opened(note, changed, touched, by_hand)
    retold = Retold(
        touched.inside(before.interactions, changed=False),
        touched.inside(before.loops, changed=False),
        touched.inside(after.interactions, changed=True),
        touched.inside(after.loops, changed=True),
        touched.inside(before.links, changed=False),
        touched.inside(after.links, changed=True),
    )
    same = (
        now.text[: now.body] == _head(note)
        and _same_person(before, after, {field.key for field in note.fields}, gains=gains)
        and _same_elsewhere(before, after, touched)
        and _hidden(note, touched, changed=False) == _hidden(now, touched, changed=True)
        and (unclosed(now) is None) == (unclosed(note) is None)
    )
    if not same:
        raise _refusal(note, touched, "more than the new words would change.", by_hand)
    if not is_meant(retold):
        raise _refusal(note, touched, "the new words would not be read as they are meant.", by_hand)
    return changed


def _head(note: Opened) -> str:
    """Return what stands above the body; a fence that ends the note gets an end with the body."""
    head = note.text[: note.body]
    return head + note.eol if head and head[-1] not in "\r\n" else head


def _opened(note: Opened, changed: bytes, touched: Touched, by_hand: str) -> Opened:
    try:
        return open_note(note.path, changed, by_hand)
    except EditRefused:
        raise _refusal(note, touched, "the note would become unreadable.", by_hand) from None


def _refusal(note: Opened, touched: Touched, why: str, by_hand: str) -> EditRefused:
    return EditRefused(f"{note.path}:{touched.line}: {why}", by_hand)


def _same_person(before: Note, after: Note, written: set[str], *, gains: bool) -> bool:
    """Compare what is no line; an inline field of a task is one, whatever else it may be."""
    return (
        (before.kind, before.name, before.day) == (after.kind, after.name, after.day)
        and (gains or before.person == after.person)
        and (gains or (before.aliases, before.tags) == (after.aliases, after.tags))
        and all(
            after.properties.get(key) == held or (gains and _is_more(key, held, after))
            for key, held in before.properties.items()
            if key in written or key in CANONICAL
        )
    )


def _is_more(key: str, held: Value, after: Note) -> bool:
    """Tell whether a property has all that it had, what counts still first, and more behind it."""
    now = after.properties.get(key)
    old, new = (each if isinstance(each, list) else [each] for each in (held, now))
    return new[: len(old)] == old or (key in LISTS and all(one in new for one in old))


def _same_elsewhere(before: Note, after: Note, touched: Touched) -> bool:
    pairs = (
        (_spoken(before), _spoken(after)),
        (before.mentions, after.mentions),
        (before.loops, after.loops),
        (before.links, after.links),
        (before.problems, after.problems),
    )
    return all(
        touched.elsewhere(old, changed=False) == touched.elsewhere(new, changed=True)
        for old, new in pairs
    )


def _spoken(note: Note) -> list[Interaction]:
    """Return the interactions without definitions of links that our reader takes for their text."""
    return [
        one._replace(text=_DEFINITIONS.sub("", one.text)) if "]: " in one.text else one
        for one in note.interactions
    ]


def unclosed(note: Opened) -> int | None:
    """Return where the code or comment begins that what is written below it would belong to."""
    body = f"{note.clean[note.body :]}\n\nmore"
    return next((note.body + at for at, end in hidden_spans(body)[-1:] if end == len(body)), None)


def _hidden(note: Opened, touched: Touched, *, changed: bool) -> list[tuple[int, str]]:
    """Return code and comments outside the touched lines: where each begins, and what it is."""
    body = note.clean[note.body :]
    first = note.body_line()
    by = touched.before - touched.after if changed else 0
    found = []
    for start, end in hidden_spans(body):
        line = first - 1 + place(body, start)[0]
        last = line + len(body[start:end].splitlines()) - 1
        if touched.holds(line, changed=changed) and touched.holds(last, changed=changed):
            continue
        moved = line + by if line >= touched.line else line
        found.append((moved, body[start:end]))
    return found
