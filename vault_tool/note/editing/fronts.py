"""The shape of a note's lists, and stretches of lines: what writing into front matter needs.

Builds splices and decides nothing: which items a list shall hold is said by whoever asks.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from vault_tool.note.editing.opened import Opened, Splice
from vault_tool.note.editing.values import as_literal, item_in_flow, restyled, scalar_as_written
from vault_tool.note.editing.written import FrontMatterPlaces, Written, WrittenField

_LINE_END = re.compile(r"\r\n|\n|\r|\Z")
# What block text would swallow: a comment below it that does not begin at the margin.
_COMMENT_INSIDE = re.compile(r"(?:[ \t]*(?:\r\n|\n|\r))*[ ]+#")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_DEEPER = 2


class NotCertain(Exception):
    """The value stands in a way that cannot be changed for certain; the text says which."""


class ListStyle(NamedTuple):
    """How a note writes its lists: between brackets, or with dashes so many blanks in."""

    flow: bool = False
    indent: int = _DEEPER


class Field(NamedTuple):
    """One field that is to change, in its note, with the lists around it."""

    note: Opened
    written: WrittenField
    margin: int
    lists: ListStyle
    text_only: bool = False

    @property
    def value(self) -> Written:
        """Return the value that stands there."""
        return self.written.value


def list_style(places: FrontMatterPlaces, note: Opened) -> ListStyle:
    """Return the style of the note's own lists: of the first with dashes, else of brackets."""
    flow = False
    for field in places.fields:
        value = field.value
        if value.kind == "list" and value.items:
            indent = value.items[0].dash - line_start(note, value.items[0].dash) - places.margin
            return ListStyle(False, max(indent, 0))
        flow = flow or (value.kind == "flow" and bool(value.items))
    return ListStyle(flow)


# What a value is replaced with


def with_nothing(field: Field) -> list[Splice]:
    """Return the splices that leave nothing behind the colon but a comment."""
    value, note = field.value, field.note
    colon = field.written.colon
    _sure(not value.names, "the value carries a YAML anchor or tag")
    if value.kind == "nothing" and value.start == value.end:
        return []
    if value.kind == "list":
        return [_lines_of(note, item) for item in value.items]
    between = note.text[colon : value.start]
    _sure(not between.strip(), "a comment stands between the name and its value")
    return [Splice(colon, value.end, ""), *_block_lines(note, value)]


def with_text(field: Field, text: str) -> list[Splice]:
    """Return the splices that make the value this text, in the style of the one that is there."""
    value, note = field.value, field.note
    if value.kind in ("list", "flow"):
        return with_items(field, [""] * len(value.items), [text])
    if value.kind == "nothing" and value.start == value.end:
        return _written_at(
            note, Splice(value.start, value.end, " "), value, text, field, field.margin
        )
    return _replaced(note, value, text, field, field.margin)


def with_items(field: Field, old: Sequence[object], new: Sequence[object]) -> list[Splice]:
    """Return the splices that make a list hold these items, as few as can be.

    `old` are what the present items mean, one for one; what is no text can only stay.
    """
    value, note = field.value, field.note
    if value.kind == "list" and value.items:
        return _dashed(field, old, new)
    if value.kind == "flow" and value.items:
        return _bracketed(field, old, new)
    if not new:
        return _emptied(field)
    texts = _texts(new)
    if len(old) == 1 and old[0] == texts[0] and _stands_alone(field):
        return _scalar_to_list(field, texts)
    if field.lists.flow:
        written = ", ".join(item_in_flow(item, text_only=field.text_only) for item in texts)
        return [
            *with_nothing(field),
            Splice(field.written.colon, field.written.colon, f" [{written}]"),
        ]
    after = line_end(note, max(field.written.colon, value.end))
    return [*with_nothing(field), Splice(after, after, fresh_items(field, texts))]


def fresh_items(field: Field, items: Sequence[str]) -> str:
    """Return a list of these items with dashes, each on a new line, to stand behind a line."""
    pad = " " * (field.margin + field.lists.indent)
    return "".join(_item(field, pad, " ", item, None) for item in items)


def fresh_value(field: Field, value: str | Sequence[str] | None) -> str:
    """Return what stands behind the colon of a new property."""
    if value is None:
        return ""
    if not isinstance(value, str):
        if not value:
            return " []"
        if field.lists.flow:
            return f" [{', '.join(item_in_flow(i, text_only=field.text_only) for i in value)}]"
        return fresh_items(field, value)
    literal = as_literal(value)
    if literal is None:
        return f" {scalar_as_written(value, text_only=field.text_only)}"
    return f" {literal[0]}{_indented(field.note, literal[1], field.margin + _DEEPER)}"


def without_field(note: Opened, field: WrittenField) -> list[Splice]:
    """Return the splices that take away a field's lines; comments on lines of their own stay."""
    start = line_start(note, field.start)
    value = field.value
    _sure(not note.text[start : field.start].strip(" ?"), "the property does not begin its line")
    if value.kind == "odd":
        end = start + len(note.text[start : max(value.end, field.start)].rstrip())
        return [Splice(start, next_line(note, end), "")]
    splices: list[Splice] = []
    leaves = [value, *value.items]
    at, stop = start, next_line(note, max(value.last, field.colon, field.start))
    while at < stop:
        after = next_line(note, at)
        inside = any(
            leaf.kind in ("text", "scalar") and leaf.start < at < leaf.last for leaf in leaves
        )
        if inside or not note.text[at:after].lstrip(" \t").startswith("#"):
            splices.append(Splice(at, after, ""))
        at = after
    return splices


# Lines


def line_start(note: Opened, offset: int) -> int:
    """Return where the line of an offset begins."""
    return max(note.text.rfind("\n", 0, offset), note.text.rfind("\r", 0, offset)) + 1


def line_end(note: Opened, offset: int) -> int:
    """Return where the characters of an offset's line end."""
    match = _LINE_END.search(note.text, offset)
    return match.start() if match else len(note.text)


def next_line(note: Opened, offset: int) -> int:
    """Return where the line behind an offset's begins."""
    match = _LINE.match(note.text, offset)
    return match.end() if match else len(note.text)


# Scalars


def _replaced(note: Opened, value: Written, text: str, field: Field, base: int) -> list[Splice]:
    _sure(value.kind != "odd", "the value is a map, or is written in a rare way")
    source = note.text[value.start : value.end]
    _sure(
        not value.names or "!" not in note.text[line_start(note, value.start) : value.start],
        "the value carries a YAML tag",
    )
    if value.kind == "text" or as_literal(text) is not None:
        return _written_at(note, Splice(value.start, value.end, ""), value, text, field, base)
    new = restyled(text, source, value.text, text_only=field.text_only)
    return [Splice(value.start, value.end, new)]


def _written_at(
    note: Opened, place: Splice, value: Written, text: str, field: Field, base: int
) -> list[Splice]:
    """Return the splices that write a text at a place, lines of it below; `place.new` precedes."""
    after = next_line(note, max(place.end, value.last))
    literal = None if _COMMENT_INSIDE.match(note.text, after) else as_literal(text)
    if literal is None:
        new = scalar_as_written(text, text_only=field.text_only)
        return [place._replace(new=place.new + new), *_block_lines(note, value)]
    sign, lines = literal
    depth = base + _DEEPER
    if value.kind == "text" and value.until > value.end:
        first = next_line(note, value.end)
        content = note.text[first : value.until]
        depth = _depth(content) or depth
        new = _indented(note, lines, depth).removeprefix(note.eol)
        return [place._replace(new=place.new + sign), Splice(first, value.until, new)]
    after = line_end(note, max(place.end, value.end))
    return [
        place._replace(new=place.new + sign),
        Splice(after, after, _indented(note, lines, depth)),
    ]


def _block_lines(note: Opened, value: Written) -> list[Splice]:
    """Return the splice that takes away the lines of a block text below its sign."""
    if value.kind != "text" or value.until <= value.end:
        return []
    return [Splice(next_line(note, value.end), next_line(note, value.until), "")]


def _indented(note: Opened, lines: Sequence[str], depth: int) -> str:
    pad = " " * depth
    return "".join(note.eol + (pad + line if line else "") for line in lines)


def _depth(content: str) -> int:
    """Return how deep the first line with words of a block text stands."""
    words = content.lstrip(" \r\n")
    before = content[: len(content) - len(words)]
    return len(before) - max(before.rfind("\n"), before.rfind("\r")) - 1


# Lists


def _dashed(field: Field, old: Sequence[object], new: Sequence[object]) -> list[Splice]:
    note, items = field.note, field.value.items
    if not new:
        _sure(not field.value.names, "the value carries a YAML anchor or tag")
        colon = field.written.colon
        return [Splice(colon, colon, " []"), *(_lines_of(note, item) for item in items)]
    pad = note.text[line_start(note, items[0].dash) : items[0].dash]
    _sure(not pad.strip(), "the list begins on the line of something else")
    splices: list[Splice] = []
    for a, b, fresh in _steps(old, new):
        pairs = min(b - a, len(fresh))
        for item, text in zip(items[a:b], fresh, strict=False):
            base = item.dash - line_start(note, item.dash)
            if item.kind == "nothing" and item.start == item.end:
                splices += _written_at(
                    note, Splice(item.start, item.end, " "), item, text, field, base
                )
            else:
                splices += _replaced(note, item, text, field, base)
        splices += [_lines_of(note, item) for item in items[a + pairs : b]]
        if fresh[pairs:]:
            neighbour = items[max(a + pairs - 1, 0)]
            at = line_end(note, items[a + pairs - 1].last) if a + pairs else -1
            gap = _gap(note, neighbour)
            lines = "".join(_item(field, pad, gap, text, neighbour) for text in fresh[pairs:])
            if at < 0:
                at, lines = line_start(note, items[0].dash), lines.removeprefix(note.eol) + note.eol
            splices.append(Splice(at, at, lines))
    return splices


def _bracketed(field: Field, old: Sequence[object], new: Sequence[object]) -> list[Splice]:
    note, value = field.note, field.value
    items = value.items
    if not new:
        return _emptied(field)
    separator = ", "
    if len(items) > 1:
        separator = note.text[items[-2].end : items[-1].start]
    _sure("#" not in separator, "a comment stands in the list")
    splices: list[Splice] = []
    for a, b, fresh in _steps(old, new):
        pairs = min(b - a, len(fresh))
        for item, text in zip(items[a:b], fresh, strict=False):
            _sure(item.kind in ("scalar", "nothing", "alias"), "an item is a list or a map")
            source = note.text[item.start : item.end]
            written = restyled(text, source, item.text, flow=True, text_only=field.text_only)
            splices.append(Splice(item.start, item.end, written))
        if a + pairs < b:
            start = items[a + pairs - 1].end if a + pairs else items[0].start
            end = items[b - 1].end if a + pairs else items[b].start
            gone = range(max(a + pairs - 1, 0), b - 1 if a + pairs else b)
            between = [note.text[items[n].end : items[n + 1].start] for n in gone]
            _sure("#" not in "".join(between), "a comment stands in the list")
            splices.append(Splice(start, end, ""))
        more = [_like(note, items[max(a + pairs - 1, 0)], text, field) for text in fresh[pairs:]]
        if more and a + pairs:
            at = items[a + pairs - 1].end
            splices.append(Splice(at, at, "".join(separator + text for text in more)))
        elif more:
            at = items[0].start
            splices.append(Splice(at, at, "".join(text + separator for text in more)))
    return splices


def _like(note: Opened, neighbour: Written, text: str, field: Field) -> str:
    source = note.text[neighbour.start : neighbour.end] if neighbour.kind == "scalar" else ""
    return restyled(text, source, neighbour.text, flow=True, text_only=field.text_only)


def _steps(old: Sequence[object], new: Sequence[object]) -> list[tuple[int, int, Sequence[str]]]:
    """Return which present items (from, to) become which new ones, the same ones left out."""
    matcher = SequenceMatcher(None, [repr(one) for one in old], [repr(one) for one in new], False)
    steps = matcher.get_opcodes()
    return [(a, b, _texts(new[c:d])) for tag, a, b, c, d in steps if tag != "equal"]


def _texts(items: Sequence[object]) -> list[str]:
    texts = [item for item in items if isinstance(item, str)]
    _sure(len(texts) == len(items), "the list holds more than texts")
    return texts


def _item(field: Field, pad: str, gap: str, text: str, like: Written | None) -> str:
    """Return an item with its dash, behind a line end, in the quotes of the one it is like."""
    note = field.note
    literal = as_literal(text)
    if literal is not None:
        lines = _indented(note, literal[1], len(pad) + 1 + len(gap))
        return f"{note.eol}{pad}-{gap}{literal[0]}{lines}"
    source, old = "", None
    if like is not None and like.kind == "scalar":
        source, old = note.text[like.start : like.end], like.text
    return f"{note.eol}{pad}-{gap}{restyled(text, source, old, text_only=field.text_only)}"


def _gap(note: Opened, item: Written) -> str:
    between = note.text[item.dash + 1 : item.start]
    return between if between and not between.strip(" ") else " "


def _lines_of(note: Opened, item: Written) -> Splice:
    """Return the splice that takes away an item of a list with dashes, its own comment too."""
    start = line_start(note, item.dash)
    _sure(not note.text[start : item.dash].strip(), "the list begins on the line of something else")
    _sure(item.kind != "odd", "an item is a map, or is written in a rare way")
    return Splice(start, next_line(note, max(item.last, item.dash)), "")


def _emptied(field: Field) -> list[Splice]:
    if field.value.kind == "flow":
        return [Splice(field.value.start, field.value.end, "[]")]
    colon = field.written.colon
    return [*with_nothing(field), Splice(colon, colon, " []")]


def _stands_alone(field: Field) -> bool:
    """Tell whether the value is a scalar on the line of its name, which may become an item."""
    value, note = field.value, field.note
    if value.kind not in ("scalar", "alias") or field.lists.flow:
        return False
    written = note.text[field.written.colon : value.end]
    return not re.search(r"[\r\n]", written)


def _scalar_to_list(field: Field, new: Sequence[str]) -> list[Splice]:
    note, value = field.note, field.value
    pad = " " * (field.margin + field.lists.indent)
    after = line_end(note, value.end)
    before = note.text[field.written.colon : value.start]
    _sure(not before.strip(), "the value carries a YAML anchor or tag")
    more = fresh_items(field, new[1:])
    dash = Splice(field.written.colon, value.start, f"{note.eol}{pad}- ")
    return [dash, Splice(after, after, more)] if more else [dash]


def _sure(holds: bool, otherwise: str) -> None:
    if not holds:
        raise NotCertain(otherwise)
