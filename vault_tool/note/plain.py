"""The short way through front matter that is plain, as nearly all of it is.

Knows `key: value`, quotes without escapes, lists of these, comments and blank lines, and reads
them several times faster than the YAML reader. Of anything else it says None, and the YAML reader
decides; a test holds the two equal.
"""

import re
from operator import itemgetter

from vault_tool.note.nodes import NULLS, Field, Node, Scalar

MAX_SIZE = 16 * 1024

_INDICATORS = "-?:,[]{}#&*!|>'\"%@`"
_CHARACTERS = re.escape(_INDICATORS)
_CONTROLS = r"\x00-\x1f\x7f"
_REST = rf"[^:\#{_CONTROLS}]"
# A value that is plain text for certain: nothing in it could mean anything to YAML.
_CERTAIN = rf"""
    (?![nN](?:ull|ULL)$) -{{0,2}}+ [^{_CHARACTERS}~\s{_CONTROLS}]
    {_REST}*+ (?: :(?=\S){_REST}*+ )*+ (?<![ ])$"""
_VALUE = rf"(?:[ ](?:({_CERTAIN})|([^{_CONTROLS}]*)))?"
_LINES = re.compile(
    rf"""^(?:
        ([^{_CHARACTERS}\s{_CONTROLS}.]{_REST}{{0,200}}+)(?<![ ]):{_VALUE}   # a property
      | ([ ]*-){_VALUE}                                                      # an item of a list
      | [ ]*(?:\#[^{_CONTROLS}]*)?
    )\n""",
    re.MULTILINE | re.VERBOSE,
)
_ODD_IN_FLOW = frozenset("[]{}:#?\"'")
_FLOW_ITEM = re.compile(
    rf"""[ ]*(?P<item>
        "[^"\\]*" | '[^']*' | (?P<plain>[^{_CHARACTERS}\s][^,\[\]{{}}:\#?"]*+)(?<![ ])
    )[ ]*(?:,|\Z)""",
    re.VERBOSE,
)

# Named tuples are made this way because their own constructor takes twice as long.
_new = tuple.__new__


def read_plain(block: str, first_line: int) -> tuple[Field, ...] | None:
    """Return the fields of a block whose first line has that number, or None if it is not plain."""
    if len(block) > MAX_SIZE:
        return None
    block = block.replace("\r\n", "\n")
    found = _LINES.findall(block)
    if len(found) != block.count("\n") or block[-1:] not in ("", "\n"):
        return None
    # What cannot be printed may be a line end to one reader and a letter to another.
    if not block.isascii() and not block.replace("\n", "").isprintable():
        return None
    fields = _fields(found, first_line)
    if fields is None or len(set(map(itemgetter(0), fields))) != len(fields):
        return None
    return tuple(fields)


def _fields(found: list[tuple[str, ...]], first_line: int) -> list[Field] | None:
    fields: list[Field] = []
    opened: list[int] = []  # which may be lists
    items: list[Node] | None = None
    margin = 0
    node: Node | None
    for number, (key, text, odd, dash, item, odd_item) in enumerate(found, first_line):
        if text:
            node = _new(Scalar, (text, number, len(key) + 3, False))
            fields.append(_new(Field, (key, number, 1, node)))
            items = None
        elif key:
            if odd:
                items = None
                node = _odd(odd, number, len(key) + 2)
                if node is None:
                    return None
            else:
                node = items = []
                opened.append(len(fields))
            fields.append(_new(Field, (key, number, 1, node)))
        elif dash:
            if items is None or (items and len(dash) != margin):
                return None
            margin = len(dash)
            if item:
                node = _new(Scalar, (item, number, margin + 2, False))
            else:
                node = _odd(odd_item, number, margin + 1)
            if node is None:
                return None
            items.append(node)
    _close(fields, opened)
    return fields


def _close(fields: list[Field], opened: list[int]) -> None:
    """Make nothing of each list that no item followed."""
    for at in opened:
        key, number, _, items = fields[at]
        if not items:
            fields[at] = Field(key, number, 1, Scalar(None, number, len(key) + 2, False))


def _odd(written: str, line: int, end: int) -> Node | None:
    """Return what a value says that is not plain for certain; `end` is the column behind its mark.

    The blank behind the mark is not part of `written`.
    """
    if written[:1] == '"' and written.find('"', 1) == len(written) - 1 and "\\" not in written:
        return _new(Scalar, (written[1:-1], line, end + 1, True))
    text = written.strip(" ")
    if not text or text[0] == "#":
        return _new(Scalar, (None, line, end, False))
    column = end + 1 + len(written) - len(written.lstrip(" "))
    if text[0] in "\"'":
        return _quoted(text, line, column)
    if text[0] == "[":
        return _flow(text, line, column)
    text = text.partition(" #")[0].rstrip(" ")
    begins_plain = text[0] not in _INDICATORS or (text[0] == "-" and text[1:2].strip())
    if not begins_plain or ": " in text or text[-1] == ":":
        return None
    return _new(Scalar, (None if text in NULLS else text, line, column, False))


def _quoted(text: str, line: int, column: int) -> Scalar | None:
    inner, mark, rest = text[1:].partition(text[0])
    is_comment = rest[:1] == " " and rest.lstrip(" ")[0] == "#"
    if not mark or "\\" in inner or (rest and not is_comment):
        return None
    return _new(Scalar, (inner, line, column, True))


def _flow(text: str, line: int, column: int) -> list[Node] | None:
    """Return the items of `[a, "b"]`."""
    inner = text[1:-1]
    if text[-1] != "]" or text == "[":
        return None
    if not inner.strip(" "):
        return []
    if not _ODD_IN_FLOW.isdisjoint(inner):
        return _odd_flow(inner, line, column + 1)
    items: list[Node] = []
    at = column + 1
    for written in (inner[:-1] if inner[-1] == "," else inner).split(","):
        item = written.strip(" ")
        if not item or item[0] in _INDICATORS:
            return None
        start = at + (len(written) - len(written.lstrip(" ")) if written[0] == " " else 0)
        items.append(_new(Scalar, (None if item in NULLS else item, line, start, False)))
        at += len(written) + 1
    return items


def _odd_flow(inner: str, line: int, column: int) -> list[Node] | None:
    """Return the items of a list that may have quotes in it."""
    items: list[Node] = []
    at = 0
    while at < len(inner):
        match = _FLOW_ITEM.match(inner, at)
        if match is None:
            return None
        start = column + match.start("item")
        if match["plain"] is None:
            items.append(_new(Scalar, (match["item"][1:-1], line, start, True)))
        else:
            item = match["plain"]
            items.append(_new(Scalar, (None if item in NULLS else item, line, start, False)))
        at = match.end()
    return items
