"""What front matter holds, before anybody asks what it means: text with its place, lists, maps.

Scalars keep their source text, because a value's type is decided by the property it belongs to.
"""

from typing import NamedTuple

from vault_tool.errors import Problem
from vault_tool.model import Value

# What stands for nothing where it is not quoted.
NULLS = frozenset(("", "~", "null", "Null", "NULL"))


class Scalar(NamedTuple):
    """One value as it is written, `text` None for nothing (`~`, `null`, empty).

    A plain scalar's text is its source, a quoted one's what the quotes mean. `quoted` is also true
    of block text (`|`, `>`), which like quotes can be nothing but text. Line and column count
    from 1 in the file, and point at the quotation mark where there is one.
    """

    text: str | None
    line: int
    column: int
    quoted: bool


Node = Scalar | list["Node"] | dict[str, "Node"]


class Field(NamedTuple):
    """One top-level key as it is written, where it stands, and what it holds."""

    key: str
    line: int
    column: int
    node: Node


class Block(NamedTuple):
    """What a block of properties says, what is wrong with it, and whether Obsidian takes it."""

    fields: tuple[Field, ...]
    problems: tuple[Problem, ...]
    parsed: bool


def plain(node: Node) -> Value:
    """Return a node without places. Nodes are never deep: the reader refuses what is."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, list):
        return [item.text if isinstance(item, Scalar) else plain(item) for item in node]
    return {key: plain(value) for key, value in node.items()}
