"""A body as blocks: headings, list items, paragraphs, each with the line it begins on.

Quotes, callouts, tables, code and comments are no blocks. A block holds its text twice: `shown`
for people, `masked` (code blanked) for finding links, tags and words; both are lists of lines of
equal length, the first one without the list marker or the number signs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from vault_tool.note.mask import views
from vault_tool.note.text import lines

BlockKind = Literal["heading", "item", "paragraph", "other"]

_ITEM = re.compile(r"([ \t]*)(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$)(?:\[(.)\](?:[ \t]+|$))?")
_HEADING = re.compile(r"[ ]{0,3}(#{1,6})(?:[ \t]+|$)")
_RULED = frozenset("-*_ \t")
_RULE = re.compile(r"[ ]{0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")


@dataclass(slots=True)
class Block:
    """One block. `column` is where the first line's text starts; `level` a heading's, else 0.

    `indent` counts a tab as four blanks. `status` is the character of a task's box, else None.
    `parent` is the item this one hangs under. `other` blocks (quotes, table rows) hold links only.
    """

    kind: BlockKind
    line: int
    column: int
    shown: list[str]
    masked: list[str]
    level: int = 0
    indent: int = 0
    status: str | None = None
    parent: "Block | None" = field(default=None, repr=False)

    def ancestors(self) -> "Iterator[Block]":
        """Return the items this one hangs under, innermost first."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent


def blocks(body: str, first_line: int) -> list[Block]:
    """Return the blocks of a body in order; `first_line` is the number of its first line."""
    shown, masked = views(body)
    shown_lines = lines(shown)
    masked_lines = shown_lines if masked is shown else lines(masked)
    return _Builder(first_line, plain=masked is shown).build(shown_lines, masked_lines)


class _Builder:
    """Reads lines one after the other; knows the open items and the block that may go on.

    In a `plain` body, without code, both views of a block are one list.
    """

    def __init__(self, first_line: int, *, plain: bool) -> None:
        self.plain = plain
        self.found: list[Block] = []
        self.items: list[Block] = []
        self.open: Block | None = None
        self.after_blank = True
        self.number = first_line - 1

    def build(self, shown: list[str], masked: list[str]) -> list[Block]:
        for one, two in zip(shown, masked, strict=True):
            self.number += 1
            self._line(one, two)
        return self.found

    def _line(self, shown: str, masked: str) -> None:
        words = masked.lstrip()
        if not words:
            self._gap(shown)
            return
        first = words[0]
        if first == "#" and (heading := _HEADING.match(masked)):
            self.items = []
            self._begin("heading", shown, masked, heading.end(), level=len(heading[1]))
            self.open = None
        elif first in ">|":
            self._begin("other", shown, masked, 0)
            self.open = None
        elif first not in "-*+_0123456789" or not self._item(shown, masked):
            self._text(shown, masked, len(masked) - len(words))
        self.after_blank = False

    def _gap(self, shown: str) -> None:
        """Pass over a line without speech; code at the margin also ends a block."""
        if not shown.strip():
            self.after_blank = True
        elif not shown[0].isspace():
            self.open, self.items = None, []
        if self.open is not None and self.open.kind == "paragraph":
            self.open = None

    def _item(self, shown: str, masked: str) -> bool:
        if masked[2:3] in _RULED and _RULE.match(masked):
            self.open, self.items = None, []
            return True
        match = _ITEM.match(masked)
        if match is None:
            return False
        indent = _width(match[1])
        if self._is_code(indent):
            return True
        while self.items and self.items[-1].indent >= indent:
            self.items.pop()
        parent = self.items[-1] if self.items else None
        block = self._begin("item", shown, masked, match.end(), indent=indent)
        block.status, block.parent = match[2], parent
        self.items.append(block)
        return True

    def _text(self, shown: str, masked: str, blanks: int) -> None:
        indent = _width(masked[:blanks])
        owner = self.open if not self.after_blank else self._item_around(indent)
        if owner is not None:
            owner.shown.append(shown)
            if owner.masked is not owner.shown:
                owner.masked.append(masked)
        elif not self._is_code(indent):
            if indent == 0:
                self.items = []
            self._begin("paragraph", shown, masked, blanks)

    def _item_around(self, indent: int) -> Block | None:
        """Return the item that a line after a blank one belongs to, by how deep it stands."""
        while self.items and self.items[-1].indent >= indent:
            self.items.pop()
        self.open = self.items[-1] if self.items else None
        return self.open

    def _is_code(self, indent: int) -> bool:
        return indent >= 4 and not self.items and self.after_blank

    def _begin(
        self,
        kind: BlockKind,
        shown: str,
        masked: str,
        start: int,
        *,
        level: int = 0,
        indent: int = 0,
    ) -> Block:
        lines = [shown[start:]]
        speech = lines if self.plain else [masked[start:]]
        block = Block(kind, self.number, start + 1, lines, speech, level, indent)
        self.found.append(block)
        self.open = block
        return block


def _width(blanks: str) -> int:
    return len(blanks.expandtabs(4)) if "\t" in blanks else len(blanks)
