"""Tags in front matter that YAML takes for comments: `- a lawyer #private` is not private.

Public: `lost_tags(lines, fields, path)`, `may_be_lost(lines)`.
"""

import re
from collections.abc import Iterable

from vault_tool.errors import Problem
from vault_tool.note.nodes import Field, Node, Scalar

_LINE_END = re.compile(r"\r\n|\n|\r")
_LOST = re.compile(r"(?<=[ \t])#private(?:/[^\s,\]]*)?(?![^\s,\]])", re.IGNORECASE)


def lost_tags(lines: str, fields: Iterable[Field], path: str) -> tuple[Problem, ...]:
    """Return a problem for each `#private` that no value holds; the first line is the second."""
    if not may_be_lost(lines) or _LOST.search(lines) is None:
        return ()
    from vault_tool.note.yaml_events import Finding
    from vault_tool.note.yaml_mistakes import explain

    held = _texts(fields)
    found, last = [], ""
    for number, line in enumerate(_LINE_END.split(lines), 2):
        # A text of several lines is held by the line it begins on.
        last = held.get(number, last)
        match = _LOST.search(line)
        if match and line[: match.start()].strip() and "#private" not in last:
            finding = Finding("private-comment", number, match.start() + 1, match[0])
            found.append(explain(finding, line, path))
    return tuple(found)


def may_be_lost(lines: str) -> bool:
    """Tell, in few steps, whether a `#private` may stand in some lines at all."""
    return "#" in lines and "#pr" in lines.lower()


def _texts(fields: Iterable[Field]) -> dict[int, str]:
    """Return the lines on which values begin, each with all that they hold."""
    by_line: dict[int, str] = {}
    nodes: list[Node] = [field.node for field in fields]
    while nodes:
        node = nodes.pop()
        if isinstance(node, Scalar):
            by_line[node.line] = f"{by_line.get(node.line, '')} {node.text or ''}".casefold()
        else:
            nodes += node.values() if isinstance(node, dict) else node
    return by_line
