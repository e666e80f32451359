"""Dataview's inline fields: `Key:: value` on its own line, `[key:: value]`, `(key:: value)`.

They are read as fallbacks for properties and never written. A key may stand in emphasis; a key
that repeats makes a list.
"""

import re

from vault_tool.note.frontmatter import Field, Node, Scalar
from vault_tool.note.mask import views
from vault_tool.note.text import lines

_KEY = r"[*_]{0,3}([^\W\d][^:\[\](){}|#>*`\r\n]{0,60}?)[*_]{0,3}[ \t]*::(?!:)[ \t]*"
_OWN_LINE = re.compile(rf"[ \t]*(?:[-*+][ \t]+(?:\[.\][ \t]+)?)?{_KEY}(.*)")
_BRACKETED = re.compile(rf"[\[(]{_KEY}((?:\[\[[^\[\]]*\]\]|[^\[\]()])*)[\])]")


def inline_fields(body: str, first_line: int) -> list[Field]:
    """Return the inline fields of a body in order, those of one key united in the first's place."""
    if "::" not in body:
        return []
    found: dict[str, list[Scalar]] = {}
    for number, line in enumerate(lines(views(body)[1]), first_line):
        if "::" not in line or line.lstrip().startswith(">"):
            continue
        for key, value, column in _in_line(line):
            found.setdefault(key, []).append(Scalar(value.strip() or None, number, column, False))
    return [_field(key, scalars) for key, scalars in found.items()]


def _field(key: str, scalars: list[Scalar]) -> Field:
    first = scalars[0]
    node: Node = first if len(scalars) == 1 else list(scalars)
    return Field(key, first.line, first.column, node)


def _in_line(line: str) -> list[tuple[str, str, int]]:
    bracketed = [(m[1].strip(), m[2], m.start(2) + 1) for m in _BRACKETED.finditer(line)]
    if bracketed:
        return bracketed
    match = _OWN_LINE.match(line)
    return [(match[1].strip(), match[2], match.start(2) + 1)] if match else []
