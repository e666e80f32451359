"""Where a note's front matter begins and ends, and what its fields are.

Finds the fences itself, because the body must keep every character and its line numbers. Plain
front matter is read by `plain`, all other by `yaml_block`, which is imported only then.
"""

import re
from typing import TYPE_CHECKING, NamedTuple

from vault_tool.errors import Problem
from vault_tool.note.nodes import Field, Node, Scalar, plain

if TYPE_CHECKING:
    from vault_tool.note.yaml_block import Block

__all__ = ["Field", "FrontMatter", "Node", "Scalar", "plain", "read_front_matter"]

_OPENING = re.compile(r"---[ \t]*(?:\r\n|\n|\r|\Z)")
_CLOSING = re.compile(r"(?<=[\r\n])---[ \t]*(?:\r\n|\n|\r|\Z)")
_LINE_END = re.compile(r"\r\n|\n|\r")
_LINE = re.compile(r"[^\r\n]*\S[^\r\n]*(?:\r\n|\n|\r|\Z)")
# What begins a property where only its own look can tell; prose with a colon seldom does.
_KEY = re.compile(r"""(?:"[^"\r\n]+"|'[^'\r\n]+'|[\w(][^:#\r\n]{0,60}):(?=[ \t\r\n]|\Z)""")


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
    """Return what stands between the fences at the top of a note, and the rest. Never raises.

    `path` only names the note in problems. A key that stands twice is two fields; the first counts.
    """
    opening = _OPENING.match(text)
    if opening is None:
        return FrontMatter((), text, 1, (), True)
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        return _unclosed(text, opening.end(), path)
    head, body = text[: closing.end()], text[closing.end() :]
    block = _read(head, path)
    return FrontMatter(block.fields, body, _line_count(head), block.problems, block.parsed)


def _read(head: str, path: str) -> "Block":
    from vault_tool.note.yaml_block import load_block

    return load_block(head, path)


def _line_count(head: str) -> int:
    return 1 + len(_LINE_END.findall(head))


def _unclosed(text: str, start: int, path: str) -> FrontMatter:
    """Return the properties right below an opening fence that nothing closes.

    Where none stand there, the fence is a mere rule at the top of a note, and all is body.
    """
    end = _properties_end(text, start)
    if end == start:
        return FrontMatter((), text, 1, (), True)
    head = text[:end] if text[end - 1] in "\r\n" else text[:end] + "\n"
    block = _read(head + "---", path)
    message = "the front matter is not closed, so Obsidian takes it for text"
    hint = "Write a line of --- below the last property."
    problem = Problem("unclosed-front-matter", path, 1, 1, "error", message, hint)
    problems = (problem, *block.problems)
    return FrontMatter(block.fields, text[end:], _line_count(text[:end]), problems, False)


def _properties_end(text: str, start: int) -> int:
    """Return where the lines end that can be properties; no blank line stands between them."""
    in_list = False
    end = start
    for line in _LINE.finditer(text, start):
        key = _KEY.match(line[0])
        if key is not None:
            in_list = not line[0][key.end() :].strip()
        elif end == start or not (line[0][0] == " " or (in_list and line[0].startswith("- "))):
            break
        end = line.end()
    return end
