"""One property of one note: set, added to, taken from, deleted, and nothing else touched.

Which field is meant: the one our reader lets count, in whatever spelling the note has. Inline
fields of Dataview are read as fallbacks and never written: the front matter wins over them.
"""

import re
from collections.abc import Callable, Sequence

from vault_tool.config import normal_key
from vault_tool.note.conventions import Conventions
from vault_tool.note.editing.field import Field, NotCertain
from vault_tool.note.editing.held import Held, HeldProperty
from vault_tool.note.editing.lists import fresh_value, with_items
from vault_tool.note.editing.opened import Splice, encodable, open_note
from vault_tool.note.editing.proof import Change, proven_properties
from vault_tool.note.editing.scalars import with_nothing, with_text, without_field
from vault_tool.note.editing.values import scalar_as_written
from vault_tool.note.editing.written import Written, WrittenField
from vault_tool.note.person import COUNTED_DOWN
from vault_tool.note.reading import read_note

_LOGSEQ = re.compile(r"\s*[^\W\d_][\w -]*::(?:[ \t]|[\r\n]|\Z)")
_FIGURES = "12345"


def set_property(
    path: str, data: bytes, key: str, value: str | Sequence[str] | None, ways: Conventions
) -> bytes:
    """Return the note with the property holding this value; unchanged where it holds it already.

    None leaves the name without a value. A text replaces the item of a list of one, and all items
    of a longer list. Raises `EditRefused`.
    """
    shown = value if isinstance(value, str) else ", ".join(value or ())
    edit = _Edit(path, data, key, f'Write "{key}: {shown[:60]}" into the properties.', ways)
    if value is None:
        return edit.run(edit.set_nothing)
    if isinstance(value, str):
        text = encodable(path, value, "the value")
        return edit.run(lambda: edit.set_text(text))
    items = [encodable(path, item, "an item") for item in value]
    return edit.run(lambda: edit.set_items(items))


def add_to_property(
    path: str, data: bytes, key: str, items: Sequence[str], ways: Conventions
) -> bytes:
    """Return the note with these items at the end of the property's list, those there left out.

    A single value becomes the first item; a text of aliases or tags is divided as Obsidian does.
    Values that so far stand in inline fields only go along, because the list then wins over them.
    """
    edit = _Edit(path, data, key, f'Add "{", ".join(items)[:60]}" to "{key}".', ways)
    fresh = [encodable(path, item, "an item") for item in items]
    return edit.run(lambda: edit.add(fresh))


def remove_from_property(
    path: str, data: bytes, key: str, items: Sequence[str], ways: Conventions
) -> bytes:
    """Return the note without these items of the property; the last one leaves `[]`."""
    edit = _Edit(path, data, key, f'Take "{", ".join(items)[:60]}" out of "{key}".', ways)
    return edit.run(lambda: edit.remove(items))


def delete_property(path: str, data: bytes, key: str, ways: Conventions) -> bytes:
    """Return the note without the property, in all its spellings; unchanged where there is none."""
    edit = _Edit(path, data, key, f'Delete "{key}" from the properties.', ways)
    return edit.run(edit.delete)


class _Edit:
    """One change of one property, from the bytes to the proven bytes."""

    def __init__(self, path: str, data: bytes, key: str, by_hand: str, ways: Conventions) -> None:
        self.data = data
        self.key = encodable(path, key, "the name")
        self.by_hand = by_hand
        self.ways = ways
        self.note = open_note(path, data, by_hand)
        self.property = HeldProperty(self.note, self.key, ways, by_hand)
        self.held = self.property.held

    def run(self, change: Callable[[], bytes]) -> bytes:
        """Return what a change gives; where it is not certain, refuse at the property's place."""
        try:
            return change()
        except NotCertain as why:
            at = self.held[0].field.written.start if self.held else 0
            raise self.note.refusal(
                at, f'"{self.key}" is not changed: {why}.', self.by_hand
            ) from None

    def set_nothing(self) -> bytes:
        if not self.held:
            return self._new(None)
        full = [held for held in self.held if held.is_list or held.items]
        if not full:
            return self.data
        if self.property.inline:
            raise self.property.inline_refusal()
        splices = [splice for held in full for splice in with_nothing(held.field)]
        return self._proven(splices, {held.number: Change(()) for held in full})

    def set_text(self, text: str) -> bytes:
        if not self.held:
            return self._new(text)
        held = self.property.counting()
        text = _counted(text, self.key, held.field.written.key, self.property.meant)
        if held.items == [text] and self.property.is_alone(held):
            return self.data
        self.property.refuse_rivals(held, text)
        if held.is_list:
            splices = with_items(held.field, held.items, [text])
        else:
            splices = with_text(held.field, text)
        return self._proven(splices, {held.number: Change((text,), held.is_list)})

    def set_items(self, items: list[str]) -> bytes:
        if not self.held:
            return self._new(items)
        held = self.property.counting()
        same = held.items == items if held.is_list else bool(items) and held.parts == items
        if same and self.property.is_alone(held):
            return self.data
        self.property.refuse_rivals(held, None)
        return self._listed([(held, list(items))])

    def add(self, items: list[str]) -> bytes:
        there = [part for held in self.held for part in held.parts]
        before: list[object] = [] if there else list(self.property.inline)
        known = {self.property.folded(one) for one in [*there, *before]}
        new: list[str] = []
        for item in items:
            if self.property.folded(item) not in known:
                known.add(self.property.folded(item))
                new.append(item)
        if not new:
            return self.data
        if not self.held:
            return self._new([*(str(one) for one in before), *new])
        held = next((held for held in self.held if held.is_list), self.held[0])
        return self._listed([(held, [*before, *held.parts, *new])])

    def remove(self, items: Sequence[str]) -> bytes:
        gone = {self.property.folded(item) for item in items}
        changes = []
        for held in self.held:
            left = [part for part in held.parts if self.property.folded(part) not in gone]
            if len(left) < len(held.parts):
                changes.append((held, left))
        return self._listed(changes) if changes else self.data

    def delete(self) -> bytes:
        if self.property.inline:
            raise self.property.inline_refusal()
        if not self.held:
            return self.data
        splices = [s for held in self.held for s in without_field(self.note, held.field.written)]
        return self._proven(splices, {held.number: None for held in self.held})

    def _listed(self, changes: Sequence[tuple[Held, list[object]]]) -> bytes:
        splices: list[Splice] = []
        for held, items in changes:
            old = held.items if held.is_list else held.items[:1]
            splices += with_items(held.field, old, items)
        return self._proven(
            splices, {held.number: Change(tuple(items), True) for held, items in changes}
        )

    def _new(self, value: str | list[str] | None) -> bytes:
        """Return the note with a new line in front of the closing fence, or with front matter."""
        note = self.note
        if not self.key.strip() or "\n" in self.key:
            raise note.refusal(0, "a property needs a name of one line.", "Give it one.")
        if value is None and self.property.inline:
            raise self.property.inline_refusal()
        margin = self.property.margin
        nowhere = WrittenField(self.key, -1, -1, Written("nothing", -1, -1))
        field = Field(note, nowhere, margin, self.property.lists, self.property.meant == "phone")
        name = scalar_as_written(self.key, text_only=True)
        line = f"{' ' * margin}{name}:{fresh_value(field, value)}{note.eol}"
        if note.block is None:
            self._refuse_logseq()
            line = f"---{note.eol}{line}---{note.eol}"
        at = note.block[1] if note.block else 0
        texts = (value,) if isinstance(value, str) else tuple(value or ())
        change = Change(texts, isinstance(value, list))
        changed = note.spliced([Splice(at, at, line)])
        self._refuse_template(changed, texts)
        return proven_properties(note, changed, {}, (self.key, change), self.by_hand)

    def _proven(self, splices: list[Splice], changes: dict[int, Change | None]) -> bytes:
        changed = self.note.spliced(splices)
        if changed == self.data:
            return self.data
        self._refuse_template(changed, [t for c in changes.values() if c for t in c.items])
        return proven_properties(self.note, changed, changes, None, self.by_hand)

    def _refuse_template(self, changed: bytes, texts: Sequence[object]) -> None:
        """Refuse a value for which the whole note would be taken for an unfilled template."""
        if not any("{{" in str(text) or "<%" in str(text) for text in texts):
            return
        path = self.note.path
        before, after = read_note(path, self.data, self.ways), read_note(path, changed, self.ways)
        if before.kind != after.kind:
            why = "with such a value the note would be taken for a template."
            raise self.note.refusal(0, why, "Write the value without {{ and <%.")

    def _refuse_logseq(self) -> None:
        if _LOGSEQ.match(self.note.clean):
            why = (
                "the note begins with properties in Logseq's form, and YAML above them hides them."
            )
            raise self.note.refusal(0, why, f'Write "{self.key}:: …" at the top.')


def _counted(text: str, asked: str, stands: str, meant: str) -> str:
    """Return a weight in the direction in which the note's own spelling counts."""
    if meant != "weight" or text not in _FIGURES or len(text) != 1:
        return text
    turned = (normal_key(asked) in COUNTED_DOWN) != (normal_key(stands) in COUNTED_DOWN)
    return str(6 - int(text)) if turned else text
