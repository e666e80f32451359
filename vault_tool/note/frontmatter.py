"""Where a note's front matter begins and ends, and what its fields are.

Finds the fences itself, because the body must keep every character and its line numbers. Plain
front matter is read by `plain`, all other by `yaml_block`, which is imported only then.
"""

import re
from typing import NamedTuple

from vault_tool.errors import Problem
from vault_tool.note.lost_tags import lost_tags
from vault_tool.note.nodes import Block, Field, Node, Scalar, plain
from vault_tool.note.plain import read_plain

__all__ = [
    "Field",
    "FrontMatter",
    "Node",
    "Scalar",
    "front_matter_span",
    "plain",
    "read_front_matter",
]

MAX_UNCLOSED = 32 * 1024

_FENCE = re.compile(r"---[ \t]*(?:\r\n|\n|\r|\Z)")
_FENCE_AFTER_RETURN = re.compile(rf"(?<=[\r\n]){_FENCE.pattern}")
_LINE_END = re.compile(r"\r\n|\n|\r")
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
    if not text.startswith("---") or (opening := _FENCE.match(text)) is None:
        return FrontMatter((), text, 1, (), True)
    closing = _closing(text, opening.end())
    if closing is None:
        return _unclosed(text, opening.end(), path)
    block = _read(text[opening.end() : closing.start()], path)
    body_line = _line_number(text[: closing.end()])
    return FrontMatter(block.fields, text[closing.end() :], body_line, block.problems, block.parsed)


def front_matter_span(text: str) -> tuple[int, int, int] | None:
    """Return where the lines between the fences begin and end, and where the body begins.

    None where no front matter stands, and where nothing closes it.
    """
    opening = _FENCE.match(text)
    closing = _closing(text, opening.end()) if opening else None
    if opening is None or closing is None:
        return None
    return opening.end(), closing.start(), closing.end()


def _closing(text: str, start: int) -> re.Match[str] | None:
    """Return the first fence at the margin; where lines end as usual, in a tenth of the time."""
    if "\r" in text and text.count("\r") != text.count("\r\n"):
        return _FENCE_AFTER_RETURN.search(text, start)
    at = text.find("\n---", start - 1)
    while at >= 0:
        fence = _FENCE.match(text, at + 1)
        if fence is not None:
            return fence
        at = text.find("\n---", at + 1)
    return None


def _read(lines: str, path: str) -> Block:
    """Return the fields of the lines between the fences, by the short way if they are plain."""
    fields = read_plain(lines, first_line=2)
    if fields is not None:
        return Block(fields, lost_tags(lines, fields, path), True)
    from vault_tool.note.yaml_block import load_block

    block = load_block(lines, path)
    lost = lost_tags(lines, block.fields, path)
    return block._replace(problems=(*block.problems, *lost)) if lost else block


def _line_number(before: str) -> int:
    """Return the number of the line that begins after a text."""
    return 1 + (len(_LINE_END.findall(before)) if "\r" in before else before.count("\n"))


def _unclosed(text: str, start: int, path: str) -> FrontMatter:
    """Return the properties right below an opening fence that nothing closes.

    Where none stand there, the fence is a mere rule at the top of a note, and all is body.
    """
    end = _properties_end(text, start)
    if end == start:
        return FrontMatter((), text, 1, (), True)
    lines = text[start:end]
    block = _read(lines if lines[-1] in "\r\n" else lines + "\n", path)
    message = "the front matter is not closed, so Obsidian takes it for text."
    hint = "Write a line of --- below the last property."
    problem = Problem("unclosed-front-matter", path, 1, 1, "error", message, hint)
    problems = (problem, *block.problems)
    return FrontMatter(block.fields, text[end:], _line_number(text[:end]), problems, False)


def _properties_end(text: str, start: int) -> int:
    """Return where the lines end that can be properties; no blank line stands between them."""
    in_list = False
    end = start
    while end < len(text):
        line_end = _LINE_END.search(text, end)
        after = line_end.end() if line_end else len(text)
        if after - start > MAX_UNCLOSED:
            break
        line = text[end:after]
        key = _KEY.match(line)
        goes_on = end > start and (line[0] == " " or (in_list and line.startswith("- ")))
        if not line.strip() or not (key or goes_on):
            break
        if key:
            in_list = not line[key.end() :].strip()
        end = after
    return end
