"""One YAML document to fields, from the parser's event stream, strings first.

Reading events instead of composing keeps every scalar's source text and place, expands no alias,
merges no key, and does not crash on deep nesting. Knows neither fences nor notes, and finds words
for nothing: what is odd is a `Finding`, which `yaml_mistakes` explains.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

from vault_tool.note.nodes import NULLS, Field, Node, Scalar

try:
    from yaml import CBaseLoader as Parser
except ImportError:  # PyYAML was built without libyaml
    from yaml import BaseLoader as Parser  # type: ignore[assignment]

MAX_DEPTH = 32
MAX_ALIASES = 64
MAX_COPIED = 64

# To YAML 1.2 these are ordinary characters; libyaml refuses the controls and ends lines at NEL,
# LS and PS, as YAML 1.1 did.
_FOREIGN = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_STAND_INS = range(0xF0000, 0x10FFFE)
# What the parser complains of after the fact: the place to mend is where it began.
_BEGAN_BEFORE = re.compile(
    "unexpected end|document indicator|flow|simple key|alias|anchor|a tag|directive"
    "|block scalar: (?!found a tab)"
)
# Said by newer libyaml while it looks ahead, before our own limit is met.
_TOO_DEEP = "exceeded maximum nesting depth"


class Source(NamedTuple):
    """Text that the parser accepts, every character at its place, and what stands in for what."""

    text: str
    restored: dict[int, str]


class Finding(NamedTuple):
    """What is odd in a document, where in the file (from 1), and what it is about."""

    code: str
    line: int
    column: int
    detail: str = ""


class Unreadable(Exception):
    """The document cannot be read; `finding` says why and where."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


class Document(NamedTuple):
    """The fields of one mapping, keys that stand twice included, and what is odd in it."""

    fields: tuple[Field, ...]
    findings: tuple[Finding, ...]


def acceptable(text: str) -> Source:
    """Return the text with characters foreign to the parser replaced, one for one."""
    foreign = set(_FOREIGN.findall(text))
    if not foreign:
        return Source(text, {})
    present = set(text)
    unused = (code for code in _STAND_INS if chr(code) not in present)
    stand_ins = dict(zip(map(ord, foreign), unused, strict=False))
    return Source(text.translate(stand_ins), {code: chr(c) for c, code in stand_ins.items()})


def events_of(source: Source) -> Iterator[Any]:
    """Return the parser's events one after the other, each with its place."""
    return iter(yaml.parse(source.text, Loader=Parser))


def read_document(source: Source, first_line: int, anchors: dict[str, Node]) -> Document:
    """Return the fields of a document whose first line has that number in its file.

    Raises `Unreadable`, and nothing else. `anchors` keeps what each `&name` stands for, for this
    document and for later ones. A document that holds nothing has no fields.
    """
    builder = _Builder(source, first_line, anchors)
    event: Any = None
    try:
        for event in events_of(source):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise Unreadable(_complaint(error, first_line)) from None
    except (ValueError, OverflowError):
        # PyYAML lets these through from tags and escapes that name no character.
        line = first_line + (event.end_mark.line if event else 0)
        raise Unreadable(Finding("yaml", line, 1, "not a character")) from None
    return builder.document()


def _complaint(error: yaml.MarkedYAMLError, first_line: int) -> Finding:
    said = f"{error.context or ''}: {error.problem or ''}".strip(": ")
    mark = error.problem_mark
    if error.problem == _TOO_DEEP and mark is not None:
        return Finding("too-deep", first_line + mark.line, mark.column + 1)
    if error.context_mark is not None and _BEGAN_BEFORE.search(said):
        mark = error.context_mark
    if mark is None:
        return Finding("yaml", first_line, 1, said)
    return Finding("yaml", first_line + mark.line, mark.column + 1, said)


class _Frame:
    """A list or map that is being read. A map's keys come before their values."""

    __slots__ = ("is_map", "keys", "nodes", "start")

    def __init__(self, start: Any, is_map: bool) -> None:
        self.start = start
        self.is_map = is_map
        self.keys: list[Scalar] = []
        self.nodes: list[Node] = []

    def awaits_key(self) -> bool:
        return self.is_map and len(self.keys) == len(self.nodes)


class _Builder:
    """Makes nodes of events; on a stack, because how deep they nest is not ours to say."""

    def __init__(self, source: Source, first_line: int, anchors: dict[str, Node]) -> None:
        self.source = source
        self.first_line = first_line
        self.anchors = anchors
        self.findings: list[Finding] = []
        self._fields: tuple[Field, ...] = ()
        self._start: Any = None
        self._stack = [_Frame(None, is_map=False)]
        self._aliases = 0
        self._take_kind = {
            yaml.AliasEvent: self._alias,
            yaml.SequenceStartEvent: self._open,
            yaml.MappingStartEvent: self._open,
            yaml.SequenceEndEvent: self._close_list,
            yaml.MappingEndEvent: self._close_map,
            yaml.DocumentStartEvent: self._document,
        }

    def take(self, event: Any) -> None:
        """Take the next event; those that are of no consequence are dropped."""
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._scalar(event)
        elif kind in self._take_kind:
            self._take_kind[kind](event)

    def document(self) -> Document:
        """Return what all events together say."""
        for node in self._stack[0].nodes:
            if isinstance(node, list):
                raise self._refusal("not-a-mapping", self._start, "a list")
            if isinstance(node, Scalar) and node.text is not None:
                raise self._refusal("not-a-mapping", self._start, "text")
        return Document(self._fields, tuple(self.findings))

    def _document(self, event: Any) -> None:
        if self._start is not None:
            raise self._refusal("two-documents", event)
        self._start = event

    def _scalar(self, event: Any) -> None:
        mark = event.start_mark
        text = self._restored(event.value) if self.source.restored else event.value
        quoted = bool(event.style)
        frame = self._stack[-1]
        awaits_key = frame.is_map and len(frame.keys) == len(frame.nodes)
        if not quoted and text in NULLS and not awaits_key:
            text = None
        scalar = Scalar(text, self.first_line + mark.line, mark.column + 1, quoted)
        if event.anchor is not None:
            self.anchors[event.anchor] = scalar
        (frame.keys if awaits_key else frame.nodes).append(scalar)

    def _alias(self, event: Any) -> None:
        self._aliases += 1
        if self._aliases > MAX_ALIASES:
            raise self._refusal("too-many-aliases", event)
        here = self._at(event, f"*{event.anchor}")
        self._put(self._copied(self.anchors.get(event.anchor), here), event)

    def _copied(self, anchored: Node | None, here: Scalar) -> Node:
        """Return what an alias stands for, placed where the alias stands; never a nested value."""
        if isinstance(anchored, Scalar):
            return here._replace(text=anchored.text, quoted=anchored.quoted)
        if isinstance(anchored, list) and len(anchored) <= MAX_COPIED:
            copies = [
                here._replace(text=item.text, quoted=item.quoted)
                for item in anchored
                if isinstance(item, Scalar)
            ]
            if len(copies) == len(anchored):
                return list(copies)
        code = "unknown-alias" if anchored is None else "alias-not-followed"
        self.findings.append(Finding(code, here.line, here.column, str(here.text)))
        return here

    def _open(self, event: Any) -> None:
        if len(self._stack) > MAX_DEPTH:
            raise self._refusal("too-deep", event)
        self._stack.append(_Frame(event, is_map=type(event) is yaml.MappingStartEvent))

    def _close_list(self, event: Any) -> None:
        frame = self._stack.pop()
        if not self._stack[-1].awaits_key() and self._is_link(frame):
            self._find("unquoted-link", frame.start, self._written(frame, event))
        self._close(frame, event, frame.nodes)

    def _close_map(self, event: Any) -> None:
        frame = self._stack.pop()
        if self._is_template(frame):
            written = self._written(frame, event)
            self._find("unfilled-template", frame.start, written)
            if len(self._stack) > 1:
                self._close(frame, event, self._at(frame.start, written))
        elif len(self._stack) > 1:
            self._close(frame, event, self._map(frame))
        else:
            pairs = zip(frame.keys, frame.nodes, strict=True)
            self._fields = tuple(Field(str(k.text), k.line, k.column, node) for k, node in pairs)

    def _close(self, frame: _Frame, end: Any, node: Node) -> None:
        if frame.start.anchor is not None:
            self.anchors[frame.start.anchor] = node
        above = self._stack[-1]
        if above.awaits_key() and not isinstance(node, Scalar):
            written = self._written(frame, end)
            node = self._at(frame.start, written)
            if not self._is_template(above):
                self._find("odd-key", frame.start, written)
        self._put(node, frame.start)

    def _map(self, frame: _Frame) -> dict[str, Node]:
        found: dict[str, Node] = {}
        for key, node in zip(frame.keys, frame.nodes, strict=True):
            text = str(key.text)
            if text in found:
                self.findings.append(Finding("duplicate-key", key.line, key.column, text))
            found.setdefault(text, node)
        return found

    def _put(self, node: Node, start: Any) -> None:
        frame = self._stack[-1]
        if not frame.awaits_key():
            frame.nodes.append(node)
        elif isinstance(node, Scalar) and node.text is not None:
            frame.keys.append(node)
        else:
            # What an alias names is no text: as a key, the alias stands for itself.
            frame.keys.append(self._at(start, f"*{start.anchor}"))

    def _is_link(self, frame: _Frame) -> bool:
        """Tell whether a list is `[[X]]`, which was meant as a link."""
        return (
            len(frame.nodes) == 1
            and isinstance(frame.nodes[0], list)
            and self.source.text.startswith("[[", frame.start.start_mark.index)
        )

    def _is_template(self, frame: _Frame) -> bool:
        """Tell whether a map is `{{x}}`, which was meant to be filled in."""
        start = frame.start
        is_flow_map = frame.is_map and start.flow_style
        return is_flow_map and self.source.text.startswith("{{", start.start_mark.index)

    def _written(self, frame: _Frame, end: Any) -> str:
        """Return a list or map as it is written."""
        span = slice(frame.start.start_mark.index, end.end_mark.index)
        return self._restored(self.source.text[span])

    def _restored(self, text: str) -> str:
        return text.translate(self.source.restored) if self.source.restored else text

    def _at(self, event: Any, text: str) -> Scalar:
        mark = event.start_mark
        return Scalar(text, self.first_line + mark.line, mark.column + 1, False)

    def _find(self, code: str, event: Any, detail: str) -> None:
        here = self._at(event, detail)
        self.findings.append(Finding(code, here.line, here.column, detail))

    def _refusal(self, code: str, event: Any, detail: str = "") -> Unreadable:
        here = self._at(event, detail)
        return Unreadable(Finding(code, here.line, here.column, detail))
