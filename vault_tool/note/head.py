"""The head of a note: what its properties hold by key, and where each stands when somebody asks.

Most of what a note holds is never asked for its place. Where front matter is plain and each
property stands there once, its fields are made one by one, when wanted; a test holds this equal to
making them all.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache, partial

from vault_tool.errors import Problem
from vault_tool.model import Value
from vault_tool.note.frontmatter import Field, Scalar, front_matter_span, read_front_matter
from vault_tool.note.inline import inline_fields
from vault_tool.note.lost_tags import may_be_lost
from vault_tool.note.plain import Names, Plain, plain_block
from vault_tool.note.properties import Property, property_meant, scalars_in, united

_make = tuple.__new__  # a named tuple from its fields, without the detour through its own __new__


class Head:
    """The properties of a note, and the body below its front matter.

    `values` maps canonical keys (unknown ones as written) to what they hold. `bare` tells that
    front matter could be read and holds nothing. `body_line` is the number of the body's first.
    """

    __slots__ = ("_plain", "_properties", "bare", "body", "body_line", "problems", "values")

    def __init__(
        self, body: str, body_line: int, problems: tuple[Problem, ...], bare: bool
    ) -> None:
        self.values: dict[str, Value] = {}
        self.body = body
        self.body_line = body_line
        self.problems = problems
        self.bare = bare
        self._plain: Plain | None = None
        self._properties: dict[str, Property] = {}  # those that are not plain

    def hold_plain(self, plain: Plain) -> None:
        """Let the head hold what stands in a plain block."""
        self._plain = plain
        self.values = plain.values

    def hold(self, prop: Property) -> None:
        """Let the head hold a property that was read with its places."""
        self._properties[prop.key] = prop
        self.values[prop.key] = prop.value()

    def property(self, key: str) -> Property | None:
        """Return all fields that mean a property, with their places."""
        if self._plain is None or key in self._properties or key not in self.values:
            return self._properties.get(key)
        return _make(Property, (key, (self._plain.field(key),)))

    def fields(self, key: str) -> tuple[Field, ...]:
        """Return the fields of a property; none where it does not stand."""
        prop = self.property(key)
        return prop.fields if prop else ()

    def scalars(self, key: str) -> list[Scalar]:
        """Return what `Property.scalars` does; nothing where the property does not stand."""
        prop = self.property(key)
        return prop.scalars() if prop else []

    def texts(self, key: str) -> list[str]:
        """Return the texts of `scalars`."""
        held = self.values.get(key)
        if key not in self._properties:
            if isinstance(held, str):
                return [held] if held.strip() else []
            if isinstance(held, list) and list not in map(type, held):
                return [one for one in held if isinstance(one, str) and one.strip()]
        return [scalar.text or "" for scalar in self.scalars(key)]

    def text(self, key: str) -> str | None:
        """Return the text of a property with a single value, the first of `texts`."""
        held = self.values.get(key)
        if isinstance(held, str) and held.strip():
            return held
        texts = self.texts(key) if key in self.values else ()
        return texts[0] if texts else None

    def parts(self, key: str) -> list[str | list[str]]:
        """Return what each field of a property holds: one text, or the texts of a list."""
        held = self.values.get(key)
        if key not in self._properties and not isinstance(held, dict):
            return [self.texts(key) if isinstance(held, list) else held or ""]
        return [
            node.text or ""
            if isinstance(node := field.node, Scalar)
            else [scalar.text or "" for scalar in scalars_in(node)]
            for field in self.fields(key)
        ]

    def spelled(self, key: str) -> list[tuple[str, str, int]]:
        """Return each spelling of a property with its first text, and which of `texts` that is."""
        if self._plain and key in self.values and key not in self._properties:
            text = self.text(key)
            return [(self._plain.key(key), text, 0)] if text else []
        found, at = [], 0
        for field in self.fields(key):
            scalars = scalars_in(field.node)
            if scalars:
                found.append((field.key, scalars[0].text or "", at))
            at += len(scalars)
        return found

    def linking(self) -> Iterator[tuple[str, int, int]]:
        """Yield the texts in which a link may stand, in order, each with its line and column."""
        for key, held in self.values.items():
            if isinstance(held, str) and key not in self._properties:
                if "[" in held and self._plain:
                    yield held, *self._plain.place(key)
            elif key in self._properties or _may_link(held):
                for text, line, column, _ in self.scalars(key):
                    if text and "[" in text:
                        yield text, line, column


def read_head(text: str, path: str, own: Mapping[str, str]) -> Head:
    """Return the head of a note; `own` are the user's spellings of properties. Never raises."""
    return _plain_head(text, own) or head_with_places(text, path, own)


def _plain_head(text: str, own: Mapping[str, str]) -> Head | None:
    """Return the head of a note whose front matter is plain, None of any other note."""
    span = front_matter_span(text) if text.startswith("---") else None
    if span is None:
        return None
    start, end, below = span
    block = text[start:end]
    plain = None if may_be_lost(block) else plain_block(block, 2, _names(tuple(own.items())))
    if plain is None:
        return None
    head = Head(text[below:], plain.line_below + 1, (), bare=not plain.values)
    head.hold_plain(plain)
    for key, prop in united((), inline_fields(head.body, head.body_line), own).items():
        if head.text(key) is None:
            head.hold(prop)
    return head


def head_with_places(text: str, path: str, own: Mapping[str, str]) -> Head:
    """Return what `read_head` does, by the long way: every field made with its places."""
    front = read_front_matter(text, path)
    bare = not front.fields and front.parsed
    head = Head(front.body, front.body_line, front.problems, bare)
    inline = inline_fields(front.body, front.body_line)
    for prop in united(front.fields, inline, own).values():
        head.hold(prop)
    return head


@lru_cache(8)
def _names(own: tuple[tuple[str, str], ...]) -> Names:
    return Names(partial(property_meant, own=dict(own)))


def _may_link(held: Value) -> bool:
    """Tell whether a list may hold a link; a list in it may stand for one."""
    found = held if isinstance(held, list) else ()
    return bool([one for one in found if isinstance(one, list) or (one and "[" in one)])
