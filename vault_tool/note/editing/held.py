"""The fields of a note that mean one property, and which of them counts."""

from datetime import date
from typing import NamedTuple

from vault_tool.config import normal_key
from vault_tool.dates import parse_day
from vault_tool.errors import EditRefused
from vault_tool.note.conventions import Conventions
from vault_tool.note.editing.field import Field, ListStyle, list_style
from vault_tool.note.editing.opened import Opened
from vault_tool.note.editing.proof import is_list, meant_items
from vault_tool.note.editing.written import places
from vault_tool.note.inline import inline_fields
from vault_tool.note.properties import property_meant, united
from vault_tool.note.reading import stem

_DIVIDED = {"aliases": ",", "tags": None}


class Held(NamedTuple):
    """A field that means the property: its number in the note, and what its items mean.

    `parts` are the items, a text of aliases or tags divided as Obsidian divides it.
    """

    number: int
    field: Field
    items: list[object]
    parts: list[object]
    is_list: bool


class HeldProperty:
    """One property of a note, in all its spellings: `held` begins with the canonical one.

    `inline` are the texts of Dataview's fields that count, because the front matter is silent.
    """

    def __init__(self, note: Opened, key: str, ways: Conventions, by_hand: str) -> None:
        self.note = note
        self.key = key
        self.by_hand = by_hand
        self.own = ways.reading.properties
        self.meant = property_meant(key, self.own)
        found = places(note)
        if found is None or len(found.fields) != len(note.fields) or found.in_braces:
            raise note.refusal(0, "the properties are written in a rare way.", by_hand)
        self.margin = found.margin
        self.lists: ListStyle = list_style(found, note)
        self._written = found.fields
        self.held = [self._held(number) for number in self._numbers()]
        self.inline: tuple[str, ...] = ()
        self._inline_line = 0
        if not any(item for held in self.held for item in held.items):
            self._look_inline()

    def counting(self) -> Held:
        """Return the field that counts where only one can; of last contact, the latest."""
        if self.meant == "last_contact" and len(self.held) > 1:
            return max(self.held, key=lambda held: parse_day(_first(held)) or date.min)
        full = [held for held in self.held if any(held.items)]
        return full[0] if full else self.held[0]

    def is_alone(self, counting: Held) -> bool:
        """Tell whether no other spelling has a say."""
        return not self._rivals(counting)

    def refuse_rivals(self, counting: Held, text: str | None) -> None:
        """Refuse where another spelling would still have a say when this one has changed."""
        for rival in self._rivals(counting):
            if self.meant == "last_contact" and text is not None:
                day, other = parse_day(text), parse_day(_first(rival))
                if other is None or (day is not None and other <= day):
                    continue
            name = rival.field.written.key
            why = (
                f'"{name}" says the same as "{counting.field.written.key}", and would still count.'
            )
            raise self.note.refusal(rival.field.written.start, why, "Keep one of the two.")

    def folded(self, item: object) -> object:
        """Return an item as items of this property are compared."""
        if isinstance(item, str):
            return item.strip().lstrip("#").casefold() if self.meant == "tags" else item
        return repr(item)

    def inline_refusal(self) -> EditRefused:
        """Return the error for a value that stands in the text, which is never written to."""
        at = self._inline_line
        why = f'"{self.key}" stands in the text of the note, as an inline field.'
        return EditRefused(f"{self.note.path}:{at}: {why}", f"Change line {at} by hand.")

    def _numbers(self) -> list[int]:
        """Return the numbers of the fields that mean the property, the one that counts first."""
        fields = self.note.fields
        united_fields = united(fields, (), self.own).get(self.meant)
        if united_fields is not None:
            numbers = [fields.index(field) for field in united_fields.fields]
            return [number for number in numbers if not self._repeats_name(number)]
        asked = normal_key(self.key)
        return [n for n, field in enumerate(fields) if normal_key(field.key) == asked][:1]

    def _repeats_name(self, number: int) -> bool:
        """Tell whether a field is a `title` that is no role but the person's name once more."""
        field = self.note.fields[number]
        if (
            self.meant != "role"
            or normal_key(field.key) != "title"
            or normal_key(self.key) == "title"
        ):
            return False
        names = [stem(self.note.path)]
        names += [_first_of(meant_items(one.node)) for one in self.note.fields if one.key == "name"]
        return _first_of(meant_items(field.node)).casefold() in [name.casefold() for name in names]

    def _held(self, number: int) -> Held:
        written, node = self._written[number], self.note.fields[number].node
        if written.colon < 0:
            raise self.note.refusal(
                written.start, "the property is written in a rare way.", self.by_hand
            )
        field = Field(self.note, written, self.margin, self.lists, self.meant == "phone")
        items, listed = meant_items(node), is_list(node)
        parts = items if listed or self.meant not in _DIVIDED else self._divided(items)
        return Held(number, field, items, parts, listed)

    def _divided(self, items: list[object]) -> list[object]:
        text = _first_of(items)
        separator = _DIVIDED[self.meant]
        parts = text.split(separator) if separator else text.replace(",", " ").split()
        return [part.strip() for part in parts if part.strip()]

    def _look_inline(self) -> None:
        note = self.note
        fields = inline_fields(note.clean[note.body :], note.body_line())
        found = united((), fields, self.own).get(self.meant) if fields else None
        if found is not None and found.text() is not None:
            self.inline = tuple(scalar.text or "" for scalar in found.scalars())
            self._inline_line = found.first.line

    def _rivals(self, counting: Held) -> list[Held]:
        return [held for held in self.held if held is not counting and any(held.items)]


def _first(held: Held) -> str:
    return _first_of(held.items)


def _first_of(items: list[object]) -> str:
    return items[0] if items and isinstance(items[0], str) else ""
