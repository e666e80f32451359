"""A note opened for a change: every byte of it as a character that goes back to the same byte.

What is no UTF-8 stays what it was: each such byte is one character of its own here, and U+FFFD in
the view that our reader sees. What must not be changed by a program is refused at this door.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from vault_tool.errors import EditRefused, Problem
from vault_tool.note.frontmatter import Field, front_matter_span, read_front_matter
from vault_tool.note.text import UTF8_MARK, UTF16_MARKS, decode, place

_ESCAPED_BYTE = re.compile("[\udc80-\udcff]")
_LINE_END = re.compile(r"\r\n|\n|\r")
_CONFLICT = re.compile(
    r"^(?:<{7}|>{7}|\|{7})(?=[ \t\r\n]|\Z)|^={7}[ \t]*(?=[\r\n]|\Z)", re.MULTILINE
)


class Splice(NamedTuple):
    """A stretch of the text, and what is to stand there instead."""

    start: int
    end: int
    new: str


class Opened(NamedTuple):
    """A note that may be changed.

    `text` has all bytes behind the byte order mark (`mark`), `clean` the same characters as our
    reader sees them: both have one length. `block` is the span of the lines between the fences,
    None without front matter; the body begins at `body`. `eol` is the note's own line end.
    """

    path: str
    mark: bytes
    text: str
    clean: str
    fields: tuple[Field, ...]
    problems: tuple[Problem, ...]
    block: tuple[int, int] | None
    body: int
    eol: str

    def line(self, offset: int) -> int:
        """Return the number of the line that an offset lies in."""
        return place(self.clean, offset)[0]

    def body_line(self) -> int:
        """Return the number of the body's first line."""
        return self.line(self.body)

    def refusal(self, offset: int, why: str, by_hand: str) -> EditRefused:
        """Return the error that names the place of an offset and the edit to make by hand."""
        return refusal(self.path, self.line(offset), why, by_hand)

    def spliced(self, splices: Iterable[Splice]) -> bytes:
        """Return the note's bytes with these stretches replaced; they do not overlap.

        Of two at one place the shorter stretch comes first, else the one given first.
        """
        parts: list[str] = []
        at = 0
        for splice in sorted(splices, key=lambda one: (one.start, one.end)):
            parts += [self.text[at : splice.start], splice.new]
            at = splice.end
        whole = "".join([*parts, self.text[at:]])
        return self.mark + whole.encode("utf-8", "surrogateescape")


def refusal(path: str, line: int, why: str, by_hand: str) -> EditRefused:
    """Return the error for a place in a note; the hint is what to do by hand."""
    return EditRefused(f"{path}:{line}: {why}", by_hand)


def open_note(path: str, data: bytes, by_hand: str) -> Opened:
    """Return the note at `path`, or raise `EditRefused` where no program should change it.

    `by_hand` is the edit that was to be made, in words for the user.
    """
    if data[:2] in UTF16_MARKS:
        raise refusal(
            path, 1, "the note is UTF-16, which Obsidian does not read.", "Save it as UTF-8."
        )
    mark = UTF8_MARK if data.startswith(UTF8_MARK) else b""
    text = data[len(mark) :].decode("utf-8", "surrogateescape")
    clean = _ESCAPED_BYTE.sub("\ufffd", text) if not text.isascii() else text
    if "\0" in clean:
        line = place(clean, clean.index("\0"))[0]
        raise refusal(
            path, line, "the note contains a NUL character.", decode(b"\0", path)[1][0].hint
        )
    if clean.startswith("\ufeff"):
        raise refusal(path, 1, "two byte order marks begin the note.", "Save it again as UTF-8.")
    head = read_front_matter(clean, path)
    if not head.parsed:
        worst = next(problem for problem in head.problems if problem.level == "error")
        why = f"the properties cannot be read: {worst.message}"
        raise refusal(path, worst.line, why, f"{worst.hint} Then: {by_hand}".strip())
    span = front_matter_span(clean)
    block = span[:2] if span else None
    body = span[2] if span else 0
    if block and (conflict := _CONFLICT.search(clean, *block)):
        line = place(clean, conflict.start())[0]
        why = "a merge conflict stands in the properties."
        raise refusal(path, line, why, "Resolve it, then try again.")
    return Opened(path, mark, text, clean, head.fields, head.problems, block, body, _eol(clean))


def encodable(path: str, text: str, what: str) -> str:
    """Return a new text with line feeds as its only line ends; refuse what no note can hold."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise refusal(
            path, 1, f"{what} is not text that a note can hold.", "Type it anew."
        ) from None
    if "\0" in text:
        raise refusal(path, 1, f"{what} contains a NUL character.", "Leave it out.")
    return _LINE_END.sub("\n", text)


def _eol(clean: str) -> str:
    """Return the line end of the note's first line, a line feed where there is none."""
    first = _LINE_END.search(clean)
    return first[0] if first else "\n"
