r"""The short way through a body that is flat: every line is whole, at the margin, and no code.

Nearly all notes are: headings, text, and lists without anything hanging under their items. Such
lines need no `blocks`, and most of them tell nothing. A test holds both ways equal.
"""

import re
from datetime import date
from typing import TYPE_CHECKING

from vault_tool.model import Channel, Interaction
from vault_tool.note.blocks import Block
from vault_tool.note.channels import SAID, channel_of
from vault_tool.note.ledger import WAITING, tags_in
from vault_tool.note.links import find_links
from vault_tool.note.mask import is_all_speech
from vault_tool.note.text import lines

if TYPE_CHECKING:
    from vault_tool.note.body import Reader

# What stands before an item's words: the mark, perhaps the box with its character.
_ITEM = re.compile(
    r"""[-*+][ ]+
        (?: \[([^\[\]\n])\][ ]+(?=\S) | (?!\[[^\n]\]|[-*_])(?=\S) | (?=[*_]{1,3}[^\W_]) )""",
    re.VERBOSE,
)
_DIGITS = frozenset("0123456789")
_TEXT = re.compile(r"[^\s#>|*+_0-9-]|#[^\s#]|[*_]{1,3}[^\W\d_]")


def read_lines(body: str, first_line: int, reader: "Reader") -> bool:
    """Have a body read line by line; False where that cannot be, whatever was read by then."""
    if not is_all_speech(body):
        return False
    above, own = "", reader.own
    for number, line in enumerate(lines(body), first_line):
        if not line:
            above = ""
            continue
        first = line[0]
        if first in "-*+" and (
            (own and line[2:3] in _DIGITS and _log_line(number, line, reader))
            or _item(number, line, reader)
        ):
            above = "item"
        elif first == "#" and _heading(number, line, reader):
            above = "heading"
        elif first.isalpha() or _TEXT.match(line):
            if above in reader.open_to_text:
                return False
            above = "text"
            if reader.section or "[" in line:
                _text(number, line, reader)
        elif line.isspace():
            above = ""
        else:
            return False
    return True


def _log_line(number: int, line: str, reader: "Reader") -> bool:
    """Take up a log line of the plainest form, `- 2026-09-02 word: text`, if its day exists."""
    try:
        mark, written, word, text = line.split(" ", 3)
        day = date.fromisoformat(written)
    except ValueError:
        return False
    if mark != "-" or len(written) != 10 or written[7] != "-":
        return False  # a week, a day without hyphens
    reading = reader.ways.reading
    channel: Channel | None
    if word in SAID and not reading.channels:
        channel = SAID[word]
        text = text.strip()
    elif word[-1:] == ":" and word[:-1].isalpha():
        channel = channel_of(word[:-1], reading.channels)
        text = text.strip() if channel else line[13:].strip()
    else:
        return False
    tags = tags_in(line, reading.ledger) if "#" in line else ()
    told = (day, channel, text, number, "log", (), True, WAITING in tags, tags, False)
    reader.entries.append(tuple.__new__(Interaction, told))
    if "[" in line:
        links = find_links(line, number)
        reader.told.links += links
        reader.mention_line(links, number, line[2:], day)
    return True


def _item(number: int, line: str, reader: "Reader") -> bool:
    """Have a line read if it is an item."""
    start, box = _mark(line)
    if not start:
        return False
    text = line[start:]
    if box:
        reader.task_line(number, start + 1, box, text)
    elif reader.hears(text):
        words = [text]
        reader.read(Block("item", number, start + 1, words, words))
    return True


def _mark(line: str) -> tuple[int, str | None]:
    """Return where an item's words start, 0 where there is none, and the character in its box."""
    if len(line) > 6 and line[1] == " ":
        if line[2].isalpha():
            return 2, None
        if line[2] == "[" and line[4:6] == "] " and line[3] not in "[]" and not line[6].isspace():
            return 6, line[3]
    match = _ITEM.match(line)
    return (match.end(), match[1]) if match else (0, None)


def _heading(number: int, line: str, reader: "Reader") -> bool:
    """Have a line read if it is a heading."""
    signs = line.lstrip("#")
    text = signs.lstrip(" ")
    level = len(line) - len(signs)
    if level > 6 or len(signs) == len(text) or not text or text[0].isspace():
        return False
    if reader.hears(text):
        words = [text]
        reader.read(Block("heading", number, len(line) - len(text) + 1, words, words, level))
    return True


def _text(number: int, line: str, reader: "Reader") -> None:
    if reader.section or reader.daily:
        words = [line]
        reader.read(Block("paragraph", number, 1, words, words))
        return
    links = find_links(line, number)
    if links:
        reader.told.links += links
        if not reader.silent:
            reader.mention_line(links, number, line, reader.day)
