"""Front matter as it is written: each value with the stretch of the note that it takes up.

The places come from libyaml's events, as our reader's do. What the values mean is the reader's
business; a value whose place is not certain is `odd`, and whoever wants to change it refuses.
"""

import re
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

import yaml

from vault_tool.note.editing.opened import Opened
from vault_tool.note.nodes import NULLS
from vault_tool.note.yaml_block import without_harmless_tabs
from vault_tool.note.yaml_events import Source, acceptable, events_of

Kind = Literal["nothing", "scalar", "text", "list", "flow", "link", "alias", "odd"]

_LINE_END = re.compile(r"\r\n|\n|\r")
_PROPERTIES = re.compile(r"(?:[&!][^\s,\[\]{}]*[ \t]+)+")
_BLOCK_SIGN = re.compile(r"[|>][-+0-9]*")
_COLON = re.compile(r"[ \t]*:")


class Written(NamedTuple):
    """A value and its place: `start` to `end`, without anchor, comment and line end.

    `text` is what a scalar says. A `text` value is block text (`|`, `>`): `start` to `end` is its
    sign, `until` the end of its last line with words. A `link` is `[[X]]` without quotes. `dash` is
    where the item of a block list begins, else -1. `names` says that an anchor or tag precedes.
    """

    kind: Kind
    start: int
    end: int
    text: str | None = None
    items: "tuple[Written, ...]" = ()
    until: int = -1
    dash: int = -1
    names: bool = False

    @property
    def last(self) -> int:
        """Return the end of everything that belongs to the value."""
        if self.kind == "list":
            return max((item.last for item in self.items), default=self.end)
        return max(self.end, self.until)


class WrittenField(NamedTuple):
    """A property: where its name begins, where the colon behind it ends (-1: not certain)."""

    key: str
    start: int
    colon: int
    value: Written


class FrontMatterPlaces(NamedTuple):
    """The fields of a note in order, the column they begin in, and whether they stand in braces."""

    fields: tuple[WrittenField, ...]
    margin: int
    in_braces: bool


def places(note: Opened) -> FrontMatterPlaces | None:
    """Return where everything stands between the fences; None where that cannot be told."""
    if note.block is None:
        return FrontMatterPlaces((), 0, False)
    clean = note.clean[note.block[0] : note.block[1]]
    source = acceptable(_LINE_END.sub("\n", clean))
    for attempt in (source, without_harmless_tabs(source)):
        try:
            events = list(events_of(attempt))
        except (yaml.YAMLError, ValueError, OverflowError):
            continue
        return _Placer(note, attempt).place(events)
    return None


class _Placer:
    """Turns events into written values; nesting is bounded, because the reader took the block."""

    def __init__(self, note: Opened, source: Source) -> None:
        self.text = note.clean
        self.begin, self.stop = note.block or (0, 0)
        self.restored = source.restored
        ends = _LINE_END.finditer(note.clean, self.begin, self.stop)
        self.lines = [self.begin, *(end.end() for end in ends)]

    def place(self, events: list[Any]) -> FrontMatterPlaces | None:
        stream = iter(events)
        fields: list[WrittenField] = []
        for event in stream:
            if isinstance(event, yaml.MappingStartEvent):
                margin = self._column(event)
                for key in stream:
                    if isinstance(key, yaml.MappingEndEvent):
                        return FrontMatterPlaces(tuple(fields), margin, bool(event.flow_style))
                    fields.append(self._field(key, stream))
        return FrontMatterPlaces((), 0, False)

    def _field(self, event: Any, stream: Iterator[Any]) -> WrittenField:
        key = self._value(event, stream)
        colon = _COLON.match(self.text, key.end, self.stop)
        value = self._value(next(stream), stream)
        end = colon.end() if colon else -1
        if value.kind == "nothing" and value.start == value.end != end:
            value = value._replace(kind="odd")
        name = (
            key.text
            if key.kind == "scalar" and key.text is not None
            else self.text[key.start : key.end]
        )
        return WrittenField(name, key.start, end, value)

    def _value(self, event: Any, stream: Iterator[Any]) -> Written:
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        start, end = self._offset(event.start_mark), self._offset(event.end_mark)
        if isinstance(event, yaml.AliasEvent):
            return Written("alias", start, end)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(event, start, stream)
        return self._map(event, start, stream)

    def _map(self, event: Any, start: int, stream: Iterator[Any]) -> Written:
        """Return a map, which is odd; its values are its items, for those who look for links."""
        held: list[Written] = []
        end = start
        for key in stream:
            if isinstance(key, yaml.MappingEndEvent):
                if event.flow_style:
                    end = self._offset(key.end_mark)
                break
            name = self._value(key, stream)
            held.append(self._value(next(stream), stream))
            # The mark behind a block stands at the next token, with comments in between.
            end = max(end, name.last, held[-1].last)
        if event.flow_style and self.text.startswith("{{", start):
            return Written("scalar", start, end, self.text[start:end])
        return Written("odd", start, end, None, tuple(held))

    def _scalar(self, event: Any) -> Written:
        start, end = self._offset(event.start_mark), self._offset(event.end_mark)
        names = _PROPERTIES.match(self.text, start, self.stop)
        named = event.anchor is not None or event.tag is not None
        if named:
            if names is None or names.end() > end:
                return Written("odd", start, end)
            start = names.end()
        said = event.value.translate(self.restored) if self.restored else event.value
        if event.style in ("|", ">"):
            return self._block_text(said, start, end, named)
        if not event.style and said in NULLS:
            return Written("nothing", start, end, None, names=named)
        return Written("scalar", start, end, said, names=named)

    def _block_text(self, said: str, start: int, end: int, named: bool) -> Written:
        sign = _BLOCK_SIGN.match(self.text, start, self.stop)
        if sign is None:
            return Written("odd", start, end)
        header = _LINE_END.search(self.text, sign.end(), self.stop)
        first = header.end() if header else self.stop
        until = first + len(self.text[first : max(first, end)].rstrip())
        if until == first:
            until = sign.end()
        else:
            line_end = _LINE_END.search(self.text, until, self.stop)
            until = line_end.start() if line_end else self.stop
        return Written("text", start, sign.end(), said, until=until, names=named)

    def _list(self, event: Any, start: int, stream: Iterator[Any]) -> Written:
        items: list[Written] = []
        end = start
        for inner in stream:
            if isinstance(inner, yaml.SequenceEndEvent):
                if event.flow_style:
                    end = self._offset(inner.end_mark)
                break
            items.append(self._value(inner, stream))
            end = max(end, items[-1].last)
        named = event.anchor is not None or event.tag is not None
        if event.flow_style:
            if named and (names := _PROPERTIES.match(self.text, start, self.stop)):
                start = names.end()
            return self._flow(start, end, tuple(items), named)
        dashed = [item._replace(dash=self._dash(item.start, start)) for item in items]
        odd = any(item.dash < 0 for item in dashed)
        return Written("odd" if odd else "list", start, end, None, tuple(dashed), names=named)

    def _flow(self, start: int, end: int, items: tuple[Written, ...], named: bool) -> Written:
        is_link = len(items) == 1 and items[0].kind == "flow" and self.text.startswith("[[", start)
        if is_link and len(items[0].items) == 1 and items[0].items[0].kind == "scalar":
            said = f"[[{items[0].items[0].text}]]"
            return Written("link", start, end, said, names=named)
        if not self.text.startswith("[", start):
            return Written("odd", start, end)
        return Written("flow", start, end, None, items, names=named)

    def _dash(self, start: int, first: int) -> int:
        """Return where the dash of a block list's item stands, on the item's own line."""
        at = start
        while at > first and self.text[at - 1] in " \t":
            at -= 1
        return at - 1 if at > first and self.text[at - 1] == "-" else -1

    def _column(self, event: Any) -> int:
        return int(event.start_mark.column)

    def _offset(self, mark: Any) -> int:
        if mark.line >= len(self.lines):
            return self.stop
        return min(self.lines[int(mark.line)] + int(mark.column), self.stop)
