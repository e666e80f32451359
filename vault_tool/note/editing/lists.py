"""A list of front matter made another, item by item, in its own style.

Builds splices, as few as can be: an item that stays is not written anew.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from vault_tool.note.editing.field import DEEPER, Field, line_end, line_start, sure
from vault_tool.note.editing.opened import Opened, Splice
from vault_tool.note.editing.scalars import (
    indented,
    item_lines,
    replaced,
    with_nothing,
    written_at,
)
from vault_tool.note.editing.values import as_literal, item_in_flow, restyled, scalar_as_written
from vault_tool.note.editing.written import Written


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
    return f" {literal[0]}{indented(field.note, literal[1], field.margin + DEEPER)}"


def _dashed(field: Field, old: Sequence[object], new: Sequence[object]) -> list[Splice]:
    note, items = field.note, field.value.items
    if not new:
        sure(not field.value.names, "the value carries a YAML anchor or tag")
        colon = field.written.colon
        return [Splice(colon, colon, " []"), *(item_lines(note, item) for item in items)]
    pad = note.text[line_start(note, items[0].dash) : items[0].dash]
    sure(not pad.strip(), "the list begins on the line of something else")
    splices: list[Splice] = []
    for a, b, fresh in _steps(old, new):
        pairs = min(b - a, len(fresh))
        for item, text in zip(items[a:b], fresh, strict=False):
            base = item.dash - line_start(note, item.dash)
            if item.kind == "nothing" and item.start == item.end:
                splices += written_at(
                    note, Splice(item.start, item.end, " "), item, text, field, base
                )
            else:
                splices += replaced(note, item, text, field, base)
        splices += [item_lines(note, item) for item in items[a + pairs : b]]
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
    sure("#" not in separator, "a comment stands in the list")
    splices: list[Splice] = []
    for a, b, fresh in _steps(old, new):
        pairs = min(b - a, len(fresh))
        for item, text in zip(items[a:b], fresh, strict=False):
            sure(item.kind in ("scalar", "nothing", "alias"), "an item is a list or a map")
            source = note.text[item.start : item.end]
            written = restyled(text, source, item.text, flow=True, text_only=field.text_only)
            splices.append(Splice(item.start, item.end, written))
        if a + pairs < b:
            start = items[a + pairs - 1].end if a + pairs else items[0].start
            end = items[b - 1].end if a + pairs else items[b].start
            gone = range(max(a + pairs - 1, 0), b - 1 if a + pairs else b)
            between = [note.text[items[n].end : items[n + 1].start] for n in gone]
            sure("#" not in "".join(between), "a comment stands in the list")
            splices.append(Splice(start, end, ""))
        more = [_like(note, items[max(a + pairs - 1, 0)], text, field) for text in fresh[pairs:]]
        if more and a + pairs:
            at = items[a + pairs - 1].end
            splices.append(Splice(at, at, "".join(separator + text for text in more)))
        elif more:
            at = items[0].start
            splices.append(Splice(at, at, "".join(text + separator for text in more)))
    return splices


def _steps(old: Sequence[object], new: Sequence[object]) -> list[tuple[int, int, Sequence[str]]]:
    """Return which present items (from, to) become which new ones, the same ones left out."""
    matcher = SequenceMatcher(None, [repr(one) for one in old], [repr(one) for one in new], False)
    steps = matcher.get_opcodes()
    return [(a, b, _texts(new[c:d])) for tag, a, b, c, d in steps if tag != "equal"]


def _texts(items: Sequence[object]) -> list[str]:
    texts = [item for item in items if isinstance(item, str)]
    sure(len(texts) == len(items), "the list holds more than texts")
    return texts


def _item(field: Field, pad: str, gap: str, text: str, like: Written | None) -> str:
    """Return an item with its dash, behind a line end, in the quotes of the one it is like."""
    note = field.note
    literal = as_literal(text)
    if literal is not None:
        lines = indented(note, literal[1], len(pad) + 1 + len(gap))
        return f"{note.eol}{pad}-{gap}{literal[0]}{lines}"
    source, old = "", None
    if like is not None and like.kind == "scalar":
        source, old = note.text[like.start : like.end], like.text
    return f"{note.eol}{pad}-{gap}{restyled(text, source, old, text_only=field.text_only)}"


def _like(note: Opened, neighbour: Written, text: str, field: Field) -> str:
    source = note.text[neighbour.start : neighbour.end] if neighbour.kind == "scalar" else ""
    return restyled(text, source, neighbour.text, flow=True, text_only=field.text_only)


def _gap(note: Opened, item: Written) -> str:
    between = note.text[item.dash + 1 : item.start]
    return between if between and not between.strip(" ") else " "


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
    sure(not before.strip(), "the value carries a YAML anchor or tag")
    more = fresh_items(field, new[1:])
    dash = Splice(field.written.colon, value.start, f"{note.eol}{pad}- ")
    return [dash, Splice(after, after, more)] if more else [dash]
