"""One field of front matter that is to change: its note, its lines, the lists around it."""

import re
from typing import NamedTuple

from vault_tool.note.editing.opened import Opened
from vault_tool.note.editing.written import FrontMatterPlaces, Written, WrittenField

# How much deeper than what holds them lines stand.
DEEPER = 2

_LINE_END = re.compile(r"\r\n|\n|\r|\Z")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")


class NotCertain(Exception):
    """The value stands in a way that cannot be changed for certain; the text says which."""


class ListStyle(NamedTuple):
    """How a note writes its lists: between brackets, or with dashes so many blanks in."""

    flow: bool = False
    indent: int = DEEPER


class Field(NamedTuple):
    """One field that is to change, in its note, with the lists around it."""

    note: Opened
    written: WrittenField
    margin: int
    lists: ListStyle
    text_only: bool = False

    @property
    def value(self) -> Written:
        """Return the value that stands there."""
        return self.written.value


def list_style(places: FrontMatterPlaces, note: Opened) -> ListStyle:
    """Return the style of the note's own lists: of the first with dashes, else of brackets."""
    flow = False
    for field in places.fields:
        value = field.value
        if value.kind == "list" and value.items:
            indent = value.items[0].dash - line_start(note, value.items[0].dash) - places.margin
            return ListStyle(False, max(indent, 0))
        flow = flow or (value.kind == "flow" and bool(value.items))
    return ListStyle(flow)


def line_start(note: Opened, offset: int) -> int:
    """Return where the line of an offset begins."""
    return max(note.text.rfind("\n", 0, offset), note.text.rfind("\r", 0, offset)) + 1


def line_end(note: Opened, offset: int) -> int:
    """Return where the characters of an offset's line end."""
    match = _LINE_END.search(note.text, offset)
    return match.start() if match else len(note.text)


def next_line(note: Opened, offset: int) -> int:
    """Return where the line behind an offset's begins."""
    match = _LINE.match(note.text, offset)
    return match.end() if match else len(note.text)


def sure(holds: bool, otherwise: str) -> None:
    """Raise `NotCertain` with these words unless something holds."""
    if not holds:
        raise NotCertain(otherwise)
