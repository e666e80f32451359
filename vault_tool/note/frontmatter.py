"""Where a note's front matter begins and ends, and what its fields are.

Finds the fences itself, because the body must keep every character and its line numbers. Plain
front matter is read by `plain`; all else goes through python-frontmatter to the YAML reader.
"""

import re
from typing import NamedTuple

from vault_tool.errors import Problem
from vault_tool.note.nodes import Field, Node, Scalar, plain

__all__ = ["Field", "FrontMatter", "Node", "Scalar", "plain", "read_front_matter"]

_OPENING = re.compile(r"---[ \t]*(\r\n|\n|\r|\Z)")
_CLOSING = re.compile(r"^---[ \t]*(?:\r\n|\n|\r|\Z)", re.MULTILINE)


class FrontMatter(NamedTuple):
    """The fields of a note's front matter in their order, and the text below it.

    `body_line` is the number of the body's first line. `parsed` is False where Obsidian would call
    the properties invalid: `fields` are then those that can be read on their own.
    """

    fields: tuple[Field, ...]
    body: str
    body_line: int
    problems: tuple[Problem, ...]
    parsed: bool


def read_front_matter(text: str, path: str) -> FrontMatter:
    """Return what stands between the fences at the top of a note, and the rest. Never raises."""
    opening = _OPENING.match(text)
    if opening is None:
        return FrontMatter((), text, 1, (), True)
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        return FrontMatter((), text, 1, (), True)
    block = text[opening.end() : closing.start()]
    body = text[closing.end() :]
    body_line = 3 + len(re.findall("\r\n|\n|\r", block))
    from vault_tool.note.yaml_events import Unreadable, read_document

    try:
        document = read_document(block, 2)
    except Unreadable as error:
        found = error.finding
        problem = Problem("yaml", path, found.line + 2, found.column + 1, "error", found.detail)
        return FrontMatter((), body, body_line, (problem,), False)
    return FrontMatter(document.fields, body, body_line, (), True)
