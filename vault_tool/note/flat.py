r"""The short way through a body that is flat: every line is whole, at the margin, and no code.

Nearly all notes are: headings, text, and lists without anything hanging under their items. Such
lines need no `blocks`, and most of them tell nothing. A test holds both ways equal.
"""

import re
from datetime import date
from typing import TYPE_CHECKING

from vault_tool.note.blocks import Block
from vault_tool.note.mask import is_all_speech
from vault_tool.note.text import lines

if TYPE_CHECKING:
    from vault_tool.note.body import Reader

# An item, perhaps a task: the mark with the box, the box's character, the words.
_ITEM = re.compile(
    r"""([-*+][ ]+
        (?: \[([^\[\]\n])\][ ]+(?=\S) | (?!\[[^\n]\]|[-*_])(?=\S) | (?=[*_]{1,3}[^\W_]) )
    ) (.*)""",
    re.VERBOSE,
)
_HEADING = re.compile(r"(#{1,6} +)(\S.*)")
_TEXT = re.compile(r"[^\s#>|*+_0-9-]|#[^\s#]|[*_]{1,3}[^\W\d_]")


def read_lines(body: str, first_line: int, reader: "Reader") -> bool:
    """Have a body read line by line; False where that cannot be, whatever was read by then."""
    if not is_all_speech(body):
        return False
    above = ""
    for number, line in enumerate(lines(body), first_line):
        if not line or line.isspace():
            above = ""
            continue
        first = line[0]
        if first in "-*+" and _item(number, line, reader):
            above = "item"
        elif first == "#" and _heading(number, line, reader):
            above = "heading"
        elif above in reader.open_to_text or not (first.isalpha() or _TEXT.match(line)):
            return False
        else:
            above = "text"
            if reader.section or "[" in line:
                words = [line]
                reader.read(Block("paragraph", number, 1, words, words))
    return True


def _item(number: int, line: str, reader: "Reader") -> bool:
    """Have a line read if it is an item."""
    if reader.own and line[0] == "-" and _log_line(number, line, reader):
        return True
    match = _ITEM.match(line)
    if match is None:
        return False
    mark, box, text = match.groups()
    if box or reader.hears(text):
        words = [text]
        reader.read(Block("item", number, len(mark) + 1, words, words, status=box))
    return True


def _heading(number: int, line: str, reader: "Reader") -> bool:
    """Have a line read if it is a heading."""
    match = _HEADING.match(line)
    if match is None:
        return False
    signs, text = match.groups()
    if reader.hears(text):
        words, level = [text], signs.count("#")
        reader.read(Block("heading", number, len(signs) + 1, words, words, level))
    return True


def _log_line(number: int, line: str, reader: "Reader") -> bool:
    """Have a log line read if it is of the plainest form and its day exists."""
    head, colon, text = line.partition(": ")
    word = head[13:]
    if not (colon and word.isalpha() and head[1] == head[12] == " " and head[9] == "-"):
        return False
    try:
        day = date.fromisoformat(head[2:12])
    except ValueError:
        return False
    reader.log_line(number, line, day, word, text)
    return True
