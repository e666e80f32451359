"""One value of front matter made another: what is replaced, and what stays beside it.

Builds splices. A comment behind a value stays; so do the quotes, where they are a style.
"""

import re
from collections.abc import Iterator, Sequence

from vault_tool.note.editing.field import DEEPER, Field, line_end, line_start, next_line, sure
from vault_tool.note.editing.opened import Opened, Splice
from vault_tool.note.editing.values import as_literal, restyled, scalar_as_written
from vault_tool.note.editing.written import Written, WrittenField

# What block text would swallow: a comment below it that does not begin at the margin.
_COMMENT_INSIDE = re.compile(r"(?:[ \t]*(?:\r\n|\n|\r))*[ ]+#")


def with_nothing(field: Field) -> list[Splice]:
    """Return the splices that leave nothing behind the colon but a comment."""
    value, note = field.value, field.note
    colon = field.written.colon
    sure(not value.names, "the value carries a YAML anchor or tag")
    if value.kind == "nothing" and value.start == value.end:
        return []
    if value.kind == "list":
        return [item_lines(note, item) for item in value.items]
    between = note.text[colon : value.start]
    sure(not between.strip(), "a comment stands between the name and its value")
    return [Splice(colon, value.end, ""), *block_lines(note, value)]


def with_text(field: Field, text: str) -> list[Splice]:
    """Return the splices that make a scalar this text, in the style of the one there."""
    value, note = field.value, field.note
    if value.kind == "nothing" and value.start == value.end:
        return written_at(
            note, Splice(value.start, value.end, " "), value, text, field, field.margin
        )
    return replaced(note, value, text, field, field.margin)


def without_field(note: Opened, field: WrittenField) -> list[Splice]:
    """Return the splices that take away a field's lines; comments on lines of their own stay."""
    start = line_start(note, field.start)
    value = field.value
    sure(not note.text[start : field.start].strip(" ?"), "the property does not begin its line")
    last = max(value.last, field.colon, field.start)
    if value.kind == "odd":
        last = start + len(note.text[start:last].rstrip())
    splices: list[Splice] = []
    leaves = [leaf for leaf in _leaves(value) if leaf.kind in ("text", "scalar")]
    at, stop = start, next_line(note, last)
    while at < stop:
        after = next_line(note, at)
        inside = any(leaf.start < at < leaf.last for leaf in leaves)
        if inside or not note.text[at:after].lstrip(" \t").startswith("#"):
            splices.append(Splice(at, after, ""))
        at = after
    return splices


def _leaves(value: Written) -> Iterator[Written]:
    yield value
    for item in value.items:
        yield from _leaves(item)


def replaced(note: Opened, value: Written, text: str, field: Field, base: int) -> list[Splice]:
    """Return the splices that write a text over a value; `base` is how deep its lines' owner is."""
    sure(value.kind != "odd", "the value is a map, or is written in a rare way")
    source = note.text[value.start : value.end]
    sure(
        not value.names or "!" not in note.text[line_start(note, value.start) : value.start],
        "the value carries a YAML tag",
    )
    if value.kind == "text" or as_literal(text) is not None:
        return written_at(note, Splice(value.start, value.end, ""), value, text, field, base)
    new = restyled(text, source, value.text, text_only=field.text_only)
    return [Splice(value.start, value.end, new)]


def written_at(
    note: Opened, place: Splice, value: Written, text: str, field: Field, base: int
) -> list[Splice]:
    """Return the splices that write a text at a place, lines of it below; `place.new` precedes."""
    after = next_line(note, max(place.end, value.last))
    literal = None if _COMMENT_INSIDE.match(note.text, after) else as_literal(text)
    if literal is None:
        new = scalar_as_written(text, text_only=field.text_only)
        return [place._replace(new=place.new + new), *block_lines(note, value)]
    sign, lines = literal
    depth = base + DEEPER
    if value.kind == "text" and value.until > value.end:
        first = next_line(note, value.end)
        content = note.text[first : value.until]
        depth = _depth(content) or depth
        new = indented(note, lines, depth).removeprefix(note.eol)
        return [place._replace(new=place.new + sign), Splice(first, value.until, new)]
    after = line_end(note, max(place.end, value.end))
    return [
        place._replace(new=place.new + sign),
        Splice(after, after, indented(note, lines, depth)),
    ]


def block_lines(note: Opened, value: Written) -> list[Splice]:
    """Return the splice that takes away the lines of a block text below its sign."""
    if value.kind != "text" or value.until <= value.end:
        return []
    return [Splice(next_line(note, value.end), next_line(note, value.until), "")]


def indented(note: Opened, lines: Sequence[str], depth: int) -> str:
    """Return lines of block text, each behind a line end and so many blanks."""
    pad = " " * depth
    return "".join(note.eol + (pad + line if line else "") for line in lines)


def item_lines(note: Opened, item: Written) -> Splice:
    """Return the splice that takes away an item of a list with dashes, its own comment too."""
    start = line_start(note, item.dash)
    sure(not note.text[start : item.dash].strip(), "the list begins on the line of something else")
    sure(item.kind != "odd", "an item is a map, or is written in a rare way")
    return Splice(start, next_line(note, max(item.last, item.dash)), "")


def _depth(content: str) -> int:
    """Return how deep the first line with words of a block text stands."""
    words = content.lstrip(" \r\n")
    before = content[: len(content) - len(words)]
    return len(before) - max(before.rfind("\n"), before.rfind("\r")) - 1
