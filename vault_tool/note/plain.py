"""The short way through front matter that is plain, as nearly all of it is.

Knows `key: value`, quotes without escapes, lists of these, comments and blank lines, and reads
them many times faster than the YAML reader: what the keys hold at once, where it stands when asked.
Of anything else it says None, and the YAML reader decides; a test holds the two equal.
"""

import re
from collections.abc import Callable

from vault_tool.model import Value
from vault_tool.note.nodes import NULLS, Field, Node, Scalar

MAX_SIZE = 16 * 1024

_INDICATORS = "-?:,[]{}#&*!|>'\"%@`"
# A text that begins with none of these, and has no `:` and `#` in it, means itself to YAML.
_PERHAPS_ODD = f"{_INDICATORS}~nN "
_KEY = re.compile(rf"[^{re.escape(_INDICATORS)}\s.][^:#]{{0,200}}+(?<! )")
_CONTROLS = bytes([*range(0x0A), *range(0x0B, 0x20), 0x7F])
_ODD_IN_FLOW = frozenset("[]{}:#?\"'")
_FLOW_ITEM = re.compile(
    rf"""[ ]*(?P<item>
        "[^"\\]*" | '[^']*' | (?P<plain>[^{re.escape(_INDICATORS)}\s][^,\[\]{{}}:\#?"]*+)(?<![ ])
    )[ ]*(?:,|\Z)""",
    re.VERBOSE,
)
_WORD = r"[a-mo-zA-MO-Z][\w/ -]*+"  # no `null`
_WORDS = re.compile(rf"\[{_WORD}(?:, ?{_WORD})*+\]")
_MOST_NAMES = 4096

# Named tuples are made this way because their own constructor takes twice as long.
_new = tuple.__new__


class Names(dict[str, str | None]):
    """What each key is called, as `meaning` tells; None for a key that is not plain for certain.

    Keys come back in note after note: what they are called is remembered, up to a limit.
    """

    def __init__(self, meaning: Callable[[str], str]) -> None:
        super().__init__()
        self._meaning = meaning

    def __missing__(self, key: str) -> str | None:
        if _KEY.fullmatch(key) is None:
            return None
        if len(self) >= _MOST_NAMES:
            self.clear()
        name = self[key] = self._meaning(key)
        return name


class Plain:
    """The fields of a plain block by name: what each holds, and a `Field` of it when asked."""

    __slots__ = ("_first_line", "_lines", "_spots", "values")

    def __init__(
        self, values: dict[str, Value], lines: list[str], spots: dict[str, int], first_line: int
    ) -> None:
        self.values = values
        self._lines = lines
        self._spots = spots
        self._first_line = first_line

    @property
    def line_below(self) -> int:
        """Return the number of the line below the block."""
        return self._first_line + len(self._lines) - 1

    def key(self, name: str) -> str:
        """Return the key of a field as it is written."""
        return self._lines[self._spots[name]].partition(":")[0]

    def place(self, name: str) -> tuple[int, int]:
        """Return the line and the column where the text of a field begins that is no list."""
        at = self._spots[name]
        line = self._lines[at]
        return at + self._first_line, len(line) - len(line.partition(":")[2].lstrip(" ")) + 1

    def field(self, name: str) -> Field:
        """Return the field of that name, with its places."""
        at = self._spots[name]
        number = at + self._first_line
        key, _, written = self._lines[at].partition(":")
        node: Node
        if isinstance(self.values[name], list) and not written.strip(" "):
            node = self._items(at + 1)
        else:
            node = _node(written[1:], number, len(key) + 2)
        return _new(Field, (key, number, 1, node))

    def _items(self, start: int) -> list[Node]:
        """Return the items of the list that begins at a line or below."""
        items: list[Node] = []
        for number, line in enumerate(self._lines[start:], start + self._first_line):
            written = line.lstrip(" ")
            if written[:1] == "-":
                items.append(_node(written[2:], number, len(line) - len(written) + 2))
            elif written[:1] not in "#":
                break
        return items


class _NotPlain(Exception):
    """Only the YAML reader can tell what is meant."""


def read_plain(block: str, first_line: int) -> tuple[Field, ...] | None:
    """Return the fields of a block whose first line has that number, or None if it is not plain."""
    found = plain_block(block, first_line, _AS_WRITTEN)
    return None if found is None else tuple([found.field(name) for name in found.values])


def plain_block(block: str, first_line: int, names: Names) -> Plain | None:
    """Return what a block holds, or None if it is not plain, or two keys have one name."""
    if len(block) > MAX_SIZE or block[-1:] not in ("", "\n"):
        return None
    if "\r" in block:
        block = block.replace("\r\n", "\n")
    lines = block.split("\n")
    # What cannot be printed may be a line end to one reader and a letter to another.
    if block.isascii():
        written = block.encode()
        if len(written.translate(None, _CONTROLS)) != len(written):
            return None
    elif not "".join(lines).isprintable():
        return None
    try:
        return _read(lines, first_line, names)
    except _NotPlain:
        return None


def _read(lines: list[str], first_line: int, names: Names) -> Plain:
    values: dict[str, Value] = {}
    spots: dict[str, int] = {}
    name: str | None
    opened = ""
    items: list[Value] | None = None  # those of the list that is open here
    margin = ""
    for at, line in enumerate(lines):
        key, mark, text = line.partition(": ")
        if mark and (name := names[key]):
            pass
        elif line[-1:] == ":" and (name := names[line[:-1]]):
            text = ""
        elif (item := _item(line)) is not None:
            dash, text = item
            name = None
        else:
            continue
        # What begins oddly or has a `:` or a `#` in it may mean something to YAML.
        if text[:1] in _PERHAPS_ODD or ":" in text or "#" in text or text[-1] == " ":
            held = _value(text)
        else:
            held = text
        if name:
            if name in values:
                raise _NotPlain
            values[name] = held
            spots[name] = at
            items = None if text else []
            opened = name
        elif items is None or (items and dash != margin):
            raise _NotPlain
        else:
            margin = dash
            items.append(held)
            values[opened] = items
    return Plain(values, lines, spots, first_line)


def _item(line: str) -> tuple[str, str] | None:
    """Return what stands before an item's dash and behind it; None for a comment, a blank line."""
    margin, dash, text = line.partition("- ")
    if dash and not margin.strip(" "):
        return margin, text
    written = line.strip(" ")
    if written == "-":
        return line.partition("-")[0], ""
    if written[:1] in "#":
        return None
    raise _NotPlain


def _value(written: str) -> Value:
    """Return what stands behind a mark and a blank."""
    text = written.strip(" ")
    first = text[:1]
    if first in "#":
        return None
    if first in "\"'":
        return _quoted(text)
    if first == "[":
        return _flow(text)
    if "#" in text:
        text = text.partition(" #")[0].rstrip(" ")
    if first in _INDICATORS and not (first == "-" and text[1:2].strip(" ")):
        raise _NotPlain
    if ": " in text or text[-1] == ":":
        raise _NotPlain
    return None if text in NULLS else text


def _quoted(text: str) -> str:
    inner, mark, rest = text[1:].partition(text[0])
    if not mark or "\\" in inner:
        raise _NotPlain
    if rest and not (rest[0] == " " and rest.lstrip(" ")[0] == "#"):
        raise _NotPlain
    return inner


def _flow(text: str) -> list[Value]:
    """Return the items of `[a, "b"]`."""
    if _WORDS.fullmatch(text):
        return [item.strip(" ") for item in text[1:-1].split(",")]
    return [item for item, _, _ in _flow_items(text)]


def _flow_items(text: str) -> list[tuple[str | None, int, bool]]:
    """Return the items of a list, each with its place in the text, and whether it is quoted."""
    inner = text[1:-1]
    if text[-1] != "]" or text == "[":
        raise _NotPlain
    if not inner.strip(" "):
        return []
    if not _ODD_IN_FLOW.isdisjoint(inner):
        return _odd_flow_items(inner)
    items = []
    at = 1
    for written in (inner[:-1] if inner[-1] == "," else inner).split(","):
        item = written.strip(" ")
        if not item or item[0] in _INDICATORS:
            raise _NotPlain
        start = at + len(written) - len(written.lstrip(" "))
        items.append((None if item in NULLS else item, start, False))
        at += len(written) + 1
    return items


def _odd_flow_items(inner: str) -> list[tuple[str | None, int, bool]]:
    """Return the items of a list that may have quotes in it."""
    items: list[tuple[str | None, int, bool]] = []
    at = 0
    while at < len(inner):
        match = _FLOW_ITEM.match(inner, at)
        if match is None:
            raise _NotPlain
        item, start = match["plain"], match.start("item") + 1
        if item is None:
            items.append((match["item"][1:-1], start, True))
        else:
            items.append((None if item in NULLS else item, start, False))
        at = match.end()
    return items


def _node(written: str, line: int, end: int) -> Node:
    """Return a value with its place; `end` is the column behind its mark, before the blank."""
    text = written.strip(" ")
    if not text or text[0] == "#":
        return _new(Scalar, (None, line, end, False))
    column = end + 1 + len(written) - len(written.lstrip(" "))
    if text[0] == "[":
        return [Scalar(item, line, column + at, quoted) for item, at, quoted in _flow_items(text)]
    held = _quoted(text) if (quoted := text[0] in "\"'") else _value(text)
    return _new(Scalar, (held, line, column, quoted))


_AS_WRITTEN = Names(str)
