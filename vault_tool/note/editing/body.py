"""The body of an opened note as lines and blocks, and where new lines may stand between them.

New lines never land in code, in a comment or in HTML: the first two are checked once more when the
changed note is read again, the third only here, because our reader does not know HTML.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from vault_tool.note.blocks import Block, blocks
from vault_tool.note.editing.opened import Opened
from vault_tool.note.links import fold
from vault_tool.note.mask import views
from vault_tool.note.text import lines

_LINE_END = re.compile(r"\r\n|\n|\r")
_CONFLICT = re.compile(r"<{7} .*?^={7}[ \t]*$.*?^>{7} ", re.DOTALL | re.MULTILINE)
_DEFINITION = re.compile(r" {0,3}\[[^\]\r\n]+\]:(?:[ \t]|$)")
_HTML_RAW = re.compile(r"[ \t]*<(script|pre|style|textarea)(?:[\s>]|$)", re.I)
_HTML_BLOCK = re.compile(
    r"[ \t]*</?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup"
    r"|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset"
    r"|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol"
    r"|optgroup|option|p|param|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)"
    r"(?:[\s/>]|$)",
    re.I,
)
_HTML_TAG = re.compile(r"[ \t]*(?:<[a-z][\w-]*(?:\s[^<>]*)?/?>|</[a-z][\w-]*\s*>)[ \t]*$", re.I)


class Section(NamedTuple):
    """A heading with what stands under it.

    `own_end` is the last line before the next heading of any level, `end` before the next of its
    own level or above; what must stay last in the note belongs to neither.
    """

    heading: Block
    own_end: int
    end: int


class Body:
    """The lines of a body by their numbers in the file, and its blocks."""

    def __init__(self, note: Opened, by_hand: str) -> None:
        self.note = note
        self.by_hand = by_hand
        text = note.clean[note.body :]
        self.first = note.body_line()
        self.starts = [note.body, *(note.body + end.end() for end in _LINE_END.finditer(text))]
        self.raw = lines(text)
        shown, masked = views(text)
        self.shown, self.masked = lines(shown), lines(masked)
        self.blocks = blocks(text, self.first)
        self.lines_of = self._claimed()
        self._reach = self._reached()
        self._headings = {block.line for block in self.blocks if block.kind == "heading"}
        self.last = self.first + len(self.raw) - 1
        self.html = self._html_lines()
        self.tail = self._tail()
        if conflict := _CONFLICT.search(text):
            why = "a merge conflict stands in the note."
            raise note.refusal(note.body + conflict.start(), why, "Resolve it, then try again.")

    # lines

    def line(self, number: int) -> str:
        """Return the characters of a line, without its end."""
        return self.raw[number - self.first]

    def start(self, number: int) -> int:
        """Return where a line begins in the note's text."""
        return self.starts[number - self.first]

    def end_of(self, number: int) -> int:
        """Return where a line ends in the note's text."""
        return self.start(number) + len(self.line(number))

    def is_blank(self, number: int) -> bool:
        """Tell whether a line holds nothing, or does not exist."""
        return not self.first <= number <= self.last or not self.line(number).strip()

    def last_words(self, above: int) -> int | None:
        """Return the last line with words at or above one, None where the body has none there."""
        for number in range(min(above, self.last), self.first - 1, -1):
            if not self.is_blank(number):
                return number
        return None

    # sections and items

    def section(self, title: str) -> Section | None:
        """Return the section of that title; of several the first that holds something."""
        headings = [b for b in self.blocks if b.kind == "heading" and b.line not in self.html]
        found = [self._section(h, headings) for h in headings if _title(h) == _folded(title)]
        full = [one for one in found if self.last_words(one.end) != one.heading.line]
        return next(iter(full or found), None)

    def top_level(self) -> int:
        """Return the level of the note's own top sections; a single first `#` is its title."""
        levels = [b.level for b in self.blocks if b.kind == "heading" and b.line not in self.html]
        if levels and levels[0] == 1 and levels.count(1) == 1:
            levels = levels[1:]
        return min(levels, default=2)

    def items(self, first: int, last: int) -> list[Block]:
        """Return the list items in a range of lines that stand on open ground."""
        return [
            block
            for block in self.blocks
            if block.kind == "item" and first <= block.line <= last and block.line not in self.html
        ]

    def extent(self, item: Block) -> int:
        """Return the last line that belongs to an item, its children included."""
        end = self._reach[id(item)]
        number = end + 1
        while number <= self.last:
            if not self.is_blank(number):
                if not self._hangs_under(number, item):
                    break
                end = number
            number += 1
        return end

    def _hangs_under(self, number: int, item: Block) -> bool:
        line = self.line(number)
        depth = len(line) - len(line.lstrip(" \t"))
        deep = len(line[:depth].expandtabs(4)) > item.indent
        return deep and number not in self._headings

    def _section(self, heading: Block, headings: Sequence[Block]) -> Section:
        below = [h for h in headings if h.line > heading.line]
        until = self.tail - 1
        own = min((h.line - 1 for h in below), default=until)
        end = min((h.line - 1 for h in below if h.level <= heading.level), default=until)
        return Section(
            heading, max(min(own, until), heading.line), max(min(end, until), heading.line)
        )

    def _claimed(self) -> dict[int, list[int]]:
        """Return the numbers of the lines that each block is made of, by its identity.

        A block goes on behind blank lines, and behind the items that hang under it: those take
        their lines first.
        """
        taken = {block.line for block in self.blocks}
        found: dict[int, list[int]] = {}
        for block in reversed(self.blocks):
            numbers = [block.line]
            for words in block.masked[1:]:
                number = numbers[-1] + 1
                while number in taken or self._masked(number) != words:
                    number += 1
                taken.add(number)
                numbers.append(number)
            found[id(block)] = numbers
        return found

    def _reached(self) -> dict[int, int]:
        """Return the last line of each block with the items that hang under it."""
        reach = {id(block): self.lines_of[id(block)][-1] for block in self.blocks}
        for block in reversed(self.blocks):
            if block.parent is not None:
                above = id(block.parent)
                reach[above] = max(reach[above], reach[id(block)])
        return reach

    def _masked(self, number: int) -> str:
        if number - self.first >= len(self.masked):
            raise self.note.refusal(
                self.note.body, "the note is written in a rare way.", self.by_hand
            )
        return self.masked[number - self.first]

    # what is no open ground

    def _html_lines(self) -> frozenset[int]:
        found: set[int] = set()
        if "<" not in self.note.clean[self.note.body :]:
            return frozenset()
        closing: re.Pattern[str] | None = None
        inside = False
        for number, line in enumerate(self.masked, self.first):
            if closing is not None:
                found.add(number)
                if closing.search(line):
                    closing = None
                continue
            inside = inside and bool(line.strip())
            raw = None if inside else _HTML_RAW.match(line)
            if raw:
                found.add(number)
                ends = re.compile(f"</{raw[1]}>", re.I)
                closing = None if ends.search(line) else ends
            elif inside or _HTML_BLOCK.match(line) or self._is_lone_tag(number, line):
                inside = True
                found.add(number)
        return frozenset(found)

    def _is_lone_tag(self, number: int, line: str) -> bool:
        return _HTML_TAG.match(line) is not None and self.is_blank(number - 1)

    def _tail(self) -> int:
        """Return the first line of what must stay last, or the number behind the last line.

        Definitions of links, as Foam writes them, and comments, as plugins keep settings in.
        """
        tail = number = self.last + 1
        while number > self.first:
            number -= 1
            if self.is_blank(number):
                continue
            is_comment = not self.shown[number - self.first].strip()
            if not is_comment and not _DEFINITION.match(self.masked[number - self.first]):
                break
            if number == self.first or self.is_blank(number - 1):
                tail = number
        return tail


def _title(heading: Block) -> str:
    return _folded(heading.shown[0].strip().rstrip("#"))


def _folded(title: str) -> str:
    return fold(title.strip(" \t*_:"))
