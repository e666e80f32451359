"""One YAML document to fields, from the parser's event stream, strings first.

Reading events instead of composing keeps every scalar's source text and place, expands no alias,
merges no key, and does not crash on deep nesting. Knows nothing of fences or of notes; what the
parser says in its own words is put into plain ones by `yaml_mistakes`.
"""

import re
from typing import Any, NamedTuple

import yaml

from vault_tool.note.nodes import Field, Node, Scalar

try:
    from yaml import CBaseLoader as Parser
except ImportError:  # PyYAML was built without libyaml
    from yaml import BaseLoader as Parser  # type: ignore[assignment]

MAX_DEPTH = 32
MAX_ALIASES = 64
MAX_COPIED = 64
NULLS = frozenset(("", "~", "null", "Null", "NULL"))

# YAML 1.2 takes these as ordinary characters; libyaml refuses the controls, and ends lines at
# NEL, LS and PS as YAML 1.1 did.
_FOREIGN = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_PRIVATE = range(0xF0000, 0x10FFFE)


class Finding(NamedTuple):
    """What is odd in a document, by code, at a line and column of it (from 0), with its words."""

    code: str
    line: int
    column: int
    detail: str = ""


class Unreadable(Exception):
    """The document cannot be read; `finding` says why and where."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.detail)
        self.finding = finding


class Document(NamedTuple):
    """The fields of one mapping and what is odd in it."""

    fields: tuple[Field, ...]
    findings: tuple[Finding, ...]


def read_document(text: str, first_line: int, anchors: dict[str, Node] | None = None) -> Document:
    """Return the fields of a document whose first line has that number in its file.

    Raises `Unreadable`, and nothing else. `anchors` carries what `&names` stand for from one
    document to the next.
    """
    source, restore = _acceptable(text)
    builder = _Builder(source, restore, first_line, {} if anchors is None else anchors)
    try:
        for event in yaml.parse(source, Loader=Parser):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise Unreadable(_finding(error)) from None
    return builder.document()


def _acceptable(text: str) -> tuple[str, dict[int, str]]:
    """Return the text with foreign characters replaced one for one, and the way back."""
    foreign = sorted(set(_FOREIGN.findall(text)))
    if not foreign:
        return text, {}
    present = set(text)
    unused = (code for code in _PRIVATE if chr(code) not in present)
    there = dict(zip(map(ord, foreign), unused, strict=False))
    return text.translate(there), {code: chr(character) for character, code in there.items()}


def _finding(error: yaml.MarkedYAMLError) -> Finding:
    mark, context = error.problem_mark, error.context_mark
    said = f"{error.context or ''}: {error.problem or ''}"
    if context is not None and ("unexpected end" in said or "flow" in said):
        mark = context
    if context is not None and "simple key" in said:
        mark = context
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    return Finding("yaml", line, column, said.strip(": "))


class _Frame:
    """A list or map that is being read: its nodes, keys before their values."""

    __slots__ = ("event", "is_map", "keys", "nodes")

    def __init__(self, event: Any, is_map: bool) -> None:
        self.event = event
        self.is_map = is_map
        self.keys: list[Scalar] = []
        self.nodes: list[Node] = []

    def awaits_key(self) -> bool:
        return self.is_map and len(self.keys) == len(self.nodes)


class _Builder:
    """Takes events one by one; a stack instead of recursion, because depth is the user's."""

    def __init__(
        self, source: str, restore: dict[int, str], first_line: int, anchors: dict[str, Node]
    ) -> None:
        self.source = source
        self.restore = restore
        self.first_line = first_line
        self.anchors = anchors
        self.stack: list[_Frame] = []
        self.findings: list[Finding] = []
        self.fields: tuple[Field, ...] = ()
        self.aliases = 0
        self.documents = 0

    def take(self, event: Any) -> None:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._scalar(event)
        elif kind is yaml.SequenceStartEvent:
            self._open(event, False)
        elif kind is yaml.MappingStartEvent:
            self._open(event, True)
        elif kind is yaml.SequenceEndEvent or kind is yaml.MappingEndEvent:
            self._close(event)
        elif kind is yaml.AliasEvent:
            self._alias(event)
        elif kind is yaml.DocumentStartEvent:
            self.documents += 1
            if self.documents > 1:
                self._refuse("two-documents", event.start_mark)

    def document(self) -> Document:
        return Document(self.fields, tuple(self.findings))

    def _scalar(self, event: Any) -> None:
        mark = event.start_mark
        text: str | None = self._restored(event.value)
        is_plain = not event.style
        if self.stack and self.stack[-1].awaits_key():
            self.stack[-1].keys.append(self._at(mark, text, not is_plain))
            return
        if is_plain and text in NULLS:
            text = None
        node = self._at(mark, text, not is_plain)
        self._anchor(event, node)
        self._attach(node, event)

    def _at(self, mark: Any, text: str | None, quoted: bool) -> Scalar:
        return Scalar(text, self.first_line + mark.line, mark.column + 1, quoted)

    def _open(self, event: Any, is_map: bool) -> None:
        if len(self.stack) >= MAX_DEPTH:
            self._refuse("too-deep", event.start_mark)
        self.stack.append(_Frame(event, is_map))

    def _close(self, event: Any) -> None:
        frame = self.stack.pop()
        node: Node
        if frame.is_map and not self.stack:
            self._finish(frame)
            return
        if frame.is_map:
            node = self._map(frame, event)
        else:
            node = frame.nodes
            if self._is_link(frame):
                self._find("unquoted-link", frame.event.start_mark, self._slice(frame, event))
        if self.stack and self.stack[-1].awaits_key():
            text = self._slice(frame, event)
            self._find("odd-key", frame.event.start_mark, text)
            self.stack[-1].keys.append(self._at(frame.event.start_mark, text, False))
            return
        self._anchor(frame.event, node)
        self._attach(node, frame.event)

    def _map(self, frame: _Frame, event: Any) -> Node:
        if self.source.startswith("{{", frame.event.start_mark.index):
            text = self._slice(frame, event)
            self._find("unfilled-template", frame.event.start_mark, text)
            return self._at(frame.event.start_mark, text, False)
        found: dict[str, Node] = {}
        for key, node in zip(frame.keys, frame.nodes, strict=True):
            if key.text in found:
                self._duplicate(key)
            else:
                found[str(key.text)] = node
        return found

    def _finish(self, frame: _Frame) -> None:
        seen = set()
        fields = []
        for key, node in zip(frame.keys, frame.nodes, strict=True):
            if key.text in seen:
                self._duplicate(key)
            seen.add(key.text)
            fields.append(Field(str(key.text), key.line, key.column, node))
        self.fields = tuple(fields)

    def _duplicate(self, key: Scalar) -> None:
        line, column = key.line - self.first_line, key.column - 1
        self.findings.append(Finding("duplicate-key", line, column, str(key.text)))

    def _alias(self, event: Any) -> None:
        mark = event.start_mark
        self.aliases += 1
        node = self.anchors.get(event.anchor)
        copy: Node = self._at(mark, f"*{event.anchor}", False)
        if self.aliases > MAX_ALIASES:
            self._refuse("too-many-aliases", mark)
        if node is None:
            self._find("unknown-alias", mark, event.anchor)
        elif isinstance(node, Scalar):
            copy = self._at(mark, node.text, node.quoted)
        elif isinstance(node, list) and len(node) <= MAX_COPIED and _is_flat(node):
            copy = [self._at(mark, item.text, item.quoted) for item in node if type(item) is Scalar]
        else:
            self._find("alias-not-followed", mark, event.anchor)
        if self.stack and self.stack[-1].awaits_key():
            text = copy.text if isinstance(copy, Scalar) else None
            self.stack[-1].keys.append(self._at(mark, text or f"*{event.anchor}", False))
        else:
            self._attach(copy, event)

    def _anchor(self, event: Any, node: Node) -> None:
        if event.anchor is not None:
            self.anchors[event.anchor] = node

    def _attach(self, node: Node, event: Any) -> None:
        if not self.stack:
            if not (isinstance(node, Scalar) and node.text is None):
                self._refuse("not-a-mapping", event.start_mark)
            return
        self.stack[-1].nodes.append(node)

    def _is_link(self, frame: _Frame) -> bool:
        return (
            len(frame.nodes) == 1
            and isinstance(frame.nodes[0], list)
            and self.source.startswith("[[", frame.event.start_mark.index)
        )

    def _slice(self, frame: _Frame, end: Any) -> str:
        return self._restored(self.source[frame.event.start_mark.index : end.end_mark.index])

    def _restored(self, text: str) -> str:
        return text.translate(self.restore) if self.restore else text

    def _find(self, code: str, mark: Any, detail: str = "") -> None:
        self.findings.append(Finding(code, mark.line, mark.column, detail))

    def _refuse(self, code: str, mark: Any) -> None:
        raise Unreadable(Finding(code, mark.line, mark.column))


def _is_flat(nodes: list[Node]) -> bool:
    return all(isinstance(node, Scalar) for node in nodes)
