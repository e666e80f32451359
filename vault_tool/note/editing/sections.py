"""Where new lines go: beside an item, at the end of a section, in a section of their own.

New lines take the marker, the indentation and the blank lines of their neighbours.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from vault_tool.note.blocks import Block
from vault_tool.note.editing.body import Body, Section
from vault_tool.note.editing.opened import Splice

_MARK = re.compile(r"([ \t]*)([-*+]|(\d{1,9})([.)]))")


class Insertion(NamedTuple):
    """New lines: the splice that makes them, the number of the first, and how many there are."""

    splice: Splice
    line: int
    lines: int


def in_section(body: Body, title: str, text: str) -> Insertion:
    """Return the insertion of an item at the end of a section, made at the end where missing."""
    section = body.section(title)
    if section is None:
        return _new_section(body, title, item_lines("", _usual_mark(body), text))
    return at_section_end(body, section, text)


def at_section_end(body: Body, section: Section, text: str) -> Insertion:
    """Return the insertion of an item below what a section holds before its next heading."""
    heading = section.heading.line
    last = body.last_words(section.own_end) or heading
    neighbour = _last_item(body, heading + 1, last)
    if neighbour is not None:
        return beside(body, neighbour, text, below=True, loose=is_loose(body, [neighbour]))
    new = item_lines("", _usual_mark(body), text)
    after = last
    if last == heading:
        gap = body.is_blank(heading + 1) and heading < section.own_end and heading + 1 < body.last
        after = heading + 1 if gap else heading
        new = new if gap or not _sets_headings_apart(body, heading) else ["", *new]
    else:
        new = ["", *new]
    follows = after + 1 <= body.last and not body.is_blank(after + 1)
    return after_line(body, after, [*new, ""] if follows else new)


def at_end(body: Body, text: str) -> Insertion:
    """Return the insertion of an item at the end of the note, in the list there if one ends it."""
    last = body.last_words(body.tail - 1)
    neighbour = _last_item(body, body.first, last) if last is not None else None
    if neighbour is not None:
        return beside(body, neighbour, text, below=True, loose=is_loose(body, [neighbour]))
    return lines_at_end(body, item_lines("", _usual_mark(body), text))


def lines_at_end(body: Body, new: Sequence[str]) -> Insertion:
    """Return the insertion of lines at the end, a blank one between them and what stands there."""
    last = body.last_words(body.tail - 1)
    if last is not None:
        follows = last + 1 <= body.last and not body.is_blank(last + 1)
        return after_line(body, last, ["", *new, *([""] if follows else [])])
    if body.tail <= body.last:
        return before_line(body, body.tail, [*new, ""])
    note = body.note
    end = len(note.text)
    open_line = note.text[:end] and note.text[-1] not in "\r\n"
    apart = [""] if note.block and body.first == body.last else []
    if open_line:
        return Insertion(
            Splice(end, end, "".join(note.eol + line for line in [*apart, *new])),
            body.last + 1,
            len(apart) + len(new),
        )
    return Insertion(
        Splice(end, end, "".join(line + note.eol for line in [*apart, *new])),
        body.last,
        len(apart) + len(new),
    )


def beside(body: Body, neighbour: Block, text: str, *, below: bool, loose: bool) -> Insertion:
    """Return the insertion of an item below or above another one, like it."""
    match = _MARK.match(body.line(neighbour.line))
    pad, mark = (match[1], match[2]) if match else ("", "-")
    if match and match[3] and below:
        mark = f"{int(match[3]) + 1}{match[4]}"
    new = item_lines(pad, mark, text)
    if below:
        return after_line(body, body.extent(neighbour), ["", *new] if loose else new)
    return before_line(body, neighbour.line, [*new, ""] if loose else new)


def is_loose(body: Body, items: Sequence[Block]) -> bool:
    """Tell whether blank lines stand between items, the siblings of these included."""
    if not items:
        return False
    around = [b for b in body.items(body.first, body.last) if b.parent is items[0].parent]
    gaps = []
    for one, two in pairwise(around):
        between = range(body.extent(one) + 1, two.line)
        if all(body.is_blank(number) for number in between):
            gaps.append(len(between) > 0)
    return bool(gaps) and sum(gaps) * 2 > len(gaps)


def item_lines(pad: str, mark: str, text: str) -> list[str]:
    """Return an item's lines: what follows the first stands under its words."""
    first, *more = text.split("\n")
    under = pad + " " * (len(mark) + 1)
    return [
        f"{pad}{mark} {first}".rstrip(),
        *(under + line.rstrip() if line.strip() else "" for line in more),
    ]


def after_line(body: Body, number: int, new: Sequence[str]) -> Insertion:
    """Return the insertion of lines right behind a line of the body."""
    at = body.end_of(number)
    return Insertion(
        Splice(at, at, "".join(body.note.eol + line for line in new)), number + 1, len(new)
    )


def before_line(body: Body, number: int, new: Sequence[str]) -> Insertion:
    """Return the insertion of lines right before a line of the body."""
    at = body.start(number)
    return Insertion(
        Splice(at, at, "".join(line + body.note.eol for line in new)), number, len(new)
    )


def next_line_start(body: Body, number: int) -> int:
    """Return where the line behind a line of the body begins, or where the note ends."""
    return body.start(number + 1) if number < body.last else len(body.note.text)


def _new_section(body: Body, title: str, new: Sequence[str]) -> Insertion:
    heading = f"{'#' * body.top_level()} {title}"
    apart = [""] if _sets_headings_apart(body, 0) else []
    return lines_at_end(body, [heading, *apart, *new])


def _sets_headings_apart(body: Body, besides: int) -> bool:
    """Tell whether a blank line follows the note's headings, as it does unless most say no."""
    below = [
        not body.is_blank(block.line + 1)
        for block in body.blocks
        if block.kind == "heading"
        and block.line not in (besides, body.last)
        and block.line not in body.html
    ]
    return sum(below) * 2 <= len(below)


def _usual_mark(body: Body) -> str:
    """Return the marker that most of the note's lists have."""
    marks = [body.line(item.line).lstrip()[0] for item in body.items(body.first, body.last)]
    return max("-*+", key=marks.count)


def _last_item(body: Body, first: int, last: int) -> Block | None:
    """Return the item at the margin that reaches to the last line, if a list ends there."""
    outer = [item for item in body.items(first, last) if item.parent is None]
    return outer[-1] if outer and body.extent(outer[-1]) == last else None
