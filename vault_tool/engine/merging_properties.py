"""The properties of two notes of one person become those of one.

Public: `LATEST`, `UNSEEN`, `OneNote`, `Joined`, `joined_properties(kept, other, ways)`,
`texts_of(node)`.

The kept note wins where both say one thing differently. What its front matter cannot take over,
another value, a nested one, a comment, is given back as Markdown for its text.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from vault_tool.dates import parse_day
from vault_tool.note.conventions import Conventions
from vault_tool.note.editing.properties import add_to_property, delete_property, set_property
from vault_tool.note.frontmatter import (
    Field,
    Node,
    Scalar,
    front_matter_span,
    read_front_matter,
)
from vault_tool.note.links import fold
from vault_tool.note.properties import LISTS, Property, united
from vault_tool.note.reading import PERSON_WORDS, read_note, stem
from vault_tool.note.text import decode, lines

# Of two such days the later one is true: both tell when somebody was last heard of.
LATEST = "last_contact"
# Whoever was looked at in either note is no longer waiting for it.
UNSEEN = "inbox"
# What puts somebody out of sight, which one of two notes must not do to the other.
_ASIDE = frozenset(("snooze_until", "status", "paused", "archived"))
_IN_SIGHT = frozenset(("active", "deceased", "false"))
# What a note says of itself: these become aliases, or nothing.
_NAMES = frozenset(("name", "aliases"))
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'")
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#.*")


class OneNote(NamedTuple):
    """A note to merge: where it stands, its bytes, and what the person is called there."""

    path: str
    data: bytes
    name: str


class Joined(NamedTuple):
    """The kept note with the other's properties, what it cannot take over, and whose values."""

    data: bytes
    said: str
    differing: tuple[str, ...]


def joined_properties(kept: OneNote, other: OneNote, ways: Conventions) -> Joined:
    """Return the kept note with the other's properties; raises `EditRefused`."""
    joining = _Joining(kept, other, ways)
    for prop in joining.theirs.values():
        joining.take(prop)
    joining.see()
    joining.take_names()
    return joining.result()


class _Joining:
    def __init__(self, kept: OneNote, other: OneNote, ways: Conventions) -> None:
        self.kept, self.other, self.ways = kept, other, ways
        self.data = kept.data
        self.mine, self.theirs = _properties(kept, ways), _properties(other, ways)
        self.inline = read_note(kept.path, kept.data, ways).properties
        self.differing: list[str] = []
        self.items: list[str] = []
        self.source: list[str] = []
        self.fields = _sources(other)

    def take(self, prop: Property) -> None:
        """Take over one property of the other note, or keep for the text what it says."""
        texts = [(each.text or "").strip() for each in prop.scalars()]
        if prop.key in _NAMES or (
            prop.key == "type" and {text.casefold() for text in texts} <= PERSON_WORDS
        ):
            return
        if prop.key == UNSEEN:
            return
        if not all(_is_flat(field.node) for field in prop.fields):
            self._keep_nested(prop)
        elif prop.key in _ASIDE and prop.key not in self.mine and not _IN_SIGHT.issuperset(texts):
            self._keep(prop.first.key, texts)
        elif prop.key in LISTS:
            self._unite(prop, texts)
        elif len(prop.fields) == 1 and isinstance(prop.first.node, list):
            self._choose(prop.first, texts, prop.key)
        else:
            self._choose_one(prop)

    def see(self) -> None:
        """Let the person wait to be looked at only where both notes do."""
        if UNSEEN in self.mine and UNSEEN not in self.theirs:
            self.data = delete_property(self.kept.path, self.data, UNSEEN, self.ways)

    def take_names(self) -> None:
        """Make the other note's names aliases."""
        note = read_note(self.other.path, self.other.data, self.ways)
        mine = read_note(self.kept.path, self.kept.data, self.ways)
        known = {fold(each) for each in (self.kept.name, stem(self.kept.path), *mine.aliases)}
        names = (self.other.name, stem(self.other.path), *note.aliases)
        aliases = [name for name in dict.fromkeys(names) if fold(name) not in known]
        if aliases:
            self.data = add_to_property(self.kept.path, self.data, "aliases", aliases, self.ways)

    def result(self) -> Joined:
        """Return what has come together; comments go into the text as they were written."""
        self.source += [line for each in self.fields for line in each.commented]
        fence = "```" if not any("```" in line for line in self.source) else "~~~~"
        block = [f"{fence}yaml", *self.source, fence] if self.source else []
        parts = ["\n".join(self.items), "\n".join(block)]
        said = "\n\n".join(part for part in parts if part)
        return Joined(self.data, said, tuple(dict.fromkeys(self.differing)))

    def _unite(self, prop: Property, texts: Sequence[str]) -> None:
        present = self.mine.get(prop.key)
        path, key = self.kept.path, prop.key
        if present is None and key not in self.inline:
            is_list = len(texts) != 1 or isinstance(prop.first.node, list)
            if texts or isinstance(prop.first.node, list):
                value = tuple(texts) if is_list else texts[0]
                self.data = set_property(path, self.data, prop.first.key, value, self.ways)
        elif missing := _missing(texts, present):
            self.data = add_to_property(path, self.data, key, missing, self.ways)

    def _choose_one(self, prop: Property) -> None:
        """Take the value that counts; other spellings with other values go into the text."""
        told = [(field, text) for field in prop.fields if (text := _text(field)) is not None]
        if prop.key == LATEST:
            told.sort(key=lambda each: str(parse_day(each[1]) or ""), reverse=True)
        for number, (field, text) in enumerate(told):
            if number == 0:
                self._choose(field, [text], prop.key)
            elif text != told[0][1] and prop.key != LATEST:
                self._keep(field.key, [text])

    def _choose(self, field: Field, texts: Sequence[str], key: str) -> None:
        present = self.mine.get(key)
        have = present.text() if present else None
        here = self.inline.get(key) if have is None else have.text
        if here is None:
            value = tuple(texts) if isinstance(field.node, list) else texts[0]
            self.data = set_property(self.kept.path, self.data, field.key, value, self.ways)
        elif key == LATEST:
            if _is_later(texts[0], str(here)):
                self.data = set_property(self.kept.path, self.data, key, texts[0], self.ways)
        elif missing := _missing(texts, present, str(here)):
            if key == "uid":
                ids = [f"uid:{each}" for each in missing]
                self.data = add_to_property(self.kept.path, self.data, "sources", ids, self.ways)
            else:
                self._keep(field.key, missing)

    def _keep(self, key: str, texts: Sequence[str]) -> None:
        self.differing.append(key)
        under = [text.replace("\n", "\n  ") for text in texts]
        self.items.append(f"- {key}: {', '.join(under)}")

    def _keep_nested(self, prop: Property) -> None:
        """Keep a nested property as it is written: as a list where it has links, else as code."""
        self.differing.append(prop.first.key)
        for each in self.fields:
            if each.field not in prop.fields:
                continue
            if any("[[" in line for line in each.lines):
                self.items += [
                    f"{'  ' if at else '- '}{line}" for at, line in enumerate(each.lines)
                ]
            else:
                self.source += each.lines
                each.commented.clear()


class _Source(NamedTuple):
    """A field with its lines in the file, and those of them, or above it, that have comments."""

    field: Field | None
    lines: list[str]
    commented: list[str]


def _sources(note: OneNote) -> list[_Source]:
    text = decode(note.data, note.path)[0]
    span = front_matter_span(text)
    if span is None:
        return []
    written = lines(text[: span[1]])[:-1]
    fields = read_front_matter(text, note.path).fields
    bounds = [*(field.line - 1 for field in fields), len(written)]
    found = [_Source(None, [], _commented(written[1 : bounds[0]], ""))]
    for number, field in enumerate(fields):
        first = bounds[number]
        own = [*written[first : max(bounds[number + 1], first + 1)]]
        below: list[str] = []
        while len(own) > 1 and (not own[-1].strip() or own[-1].startswith("#")):
            below.insert(0, own.pop())
        held = "\n".join(texts_of(field.node))
        found.append(_Source(field, own, _commented(own, held)))
        found.append(_Source(None, [], _commented(below, held)))
    return found


def _commented(written: Sequence[str], held: str) -> list[str]:
    """Return the lines that have a comment; what is part of the value `held` is none."""
    found = []
    for line in written:
        comment = _COMMENT.search(_QUOTED.sub(lambda match: "x" * len(match[0]), line))
        if comment and line[comment.start() :].strip() not in held:
            found.append(line)
    return found


def texts_of(node: Node) -> list[str]:
    """Return every text that a node holds, however deep."""
    if isinstance(node, Scalar):
        return [node.text or ""]
    held = node.values() if isinstance(node, dict) else node
    return [text for each in held for text in texts_of(each)]


def _properties(note: OneNote, ways: Conventions) -> Mapping[str, Property]:
    fields = read_front_matter(decode(note.data, note.path)[0], note.path).fields
    return united(fields, (), ways.reading.properties)


def _is_flat(node: Node) -> bool:
    """Tell whether a node is text, or a list of texts and of links that lack their quotes."""
    if isinstance(node, list):
        return all(isinstance(each, Scalar) or _is_bare_link(each) for each in node)
    return isinstance(node, Scalar)


def _is_bare_link(node: Node) -> bool:
    while isinstance(node, list) and len(node) == 1:
        node = node[0]
    return isinstance(node, Scalar) and bool(node.text)


def _text(field: Field) -> str | None:
    """Return what a field says as one value; None for nothing."""
    found = Property(field.key, (field,)).text()
    said = (found.text or "").strip() if found else ""
    return said or None


def _missing(texts: Sequence[str], present: Property | None, *here: str) -> list[str]:
    have = {fold((each.text or "").strip()) for each in present.scalars()} if present else set()
    have |= {fold(each.strip()) for each in here}
    return [text for text in dict.fromkeys(texts) if fold(text) not in have]


def _is_later(text: str, than: str) -> bool:
    one, other = parse_day(text), parse_day(than)
    return one is not None and (other is None or one > other)
