"""Notes on one side and cards on the other, in memory: how they are edited, and kept in step."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

from vault_tool.engine.agreed import edits_of, written
from vault_tool.engine.agreeing import Side, said_by_card
from vault_tool.engine.card_steps import Plan, Sheet, sheet_of
from vault_tool.engine.incoming import LISTS
from vault_tool.engine.outgoing import contact_of
from vault_tool.engine.pairing import plan
from vault_tool.formats.contact import Contact
from vault_tool.formats.vcard import read_vcards
from vault_tool.formats.vcard_patching import patched
from vault_tool.model import Card, Value
from vault_tool.note.conventions import Conventions
from vault_tool.note.editing.properties import (
    add_to_property,
    delete_property,
    remove_from_property,
    set_property,
)
from vault_tool.note.reading import read_note
from vault_tool.sync.agreement import Memory
from vault_tool.sync.cards import Round, seen
from vault_tool.sync.store import CardChanged, Fetched, Listing

WAYS = Conventions()
PHOTO = "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAASABIAAD\n AAgAAYdpAAQAAAABAAAAGg=="
UNKNOWN = ("X-SPLEEN;X-A=b:a\\,b", "item9.X-FOO:1", "item9.X-ABLabel:_$!<Bar>!$_", "GENDER:F")


class Crash(Exception):
    """The power goes."""


class Fuse:
    """Blows at the n-th thing that is done: before it, or after it when `late`."""

    def __init__(self, at: int | None = None, *, late: bool = False) -> None:
        self.at = at
        self.late = late
        self.count = 0

    def around(self) -> bool:
        """Count a deed; tell whether it is the one after which to crash."""
        self.count += 1
        if self.count == self.at and not self.late:
            raise Crash
        return self.count == self.at


class Shelf:
    """A store in memory; each version of a card has a mark of its own."""

    key = "shelf"

    def __init__(self, cards: Mapping[str, bytes] | None = None) -> None:
        self.cards = dict(cards or {})
        self.writes = 0
        self.fuse = Fuse()

    def listed(self, before: Listing) -> Listing:
        return Listing({href: _mark(data) for href, data in self.cards.items()})

    def fetched(self, hrefs: Iterable[str]) -> Mapping[str, Fetched]:
        found = [(href, self.cards[href]) for href in hrefs if href in self.cards]
        return {href: Fetched(_mark(data), data) for href, data in found}

    def create(self, uid: str, data: bytes) -> tuple[str, str | None]:
        href = f"{uid}.vcf"
        if href in self.cards:
            raise CardChanged("there")
        self._write(href, data)
        return href, _mark(data)

    def replace(self, href: str, data: bytes, old: Fetched) -> tuple[str, str | None]:
        if self.cards.get(href) != old.data:
            raise CardChanged("changed")
        self._write(href, data)
        return href, _mark(data)

    def delete(self, href: str, old: Fetched) -> None:
        if self.cards.get(href) != old.data:
            raise CardChanged("changed")
        self._write(href, None)

    def _write(self, href: str, data: bytes | None) -> None:
        blows = self.fuse.around()
        self.writes += 1
        if data is None:
            del self.cards[href]
        else:
            self.cards[href] = data
        if blows:
            raise Crash

    def contacts(self) -> dict[str, Contact]:
        return {href: sheet.contact for href, sheet in self.sheets().items()}

    def sheets(self) -> dict[str, Sheet]:
        found = {href: sheet_of(href, "", data) for href, data in sorted(self.cards.items())}
        return {href: each for href, each in found.items() if isinstance(each, Sheet)}


class Device:
    """A vault and what its machine remembers."""

    def __init__(self, notes: Mapping[str, bytes]) -> None:
        self.notes = dict(notes)
        self.memory = Memory()
        self.fuse = Fuse()

    def people(self) -> list[Card]:
        return [card for path, data in sorted(self.notes.items()) if (card := person(path, data))]

    def sync(self, shelf: Shelf, *, forgets: bool = False, **wishes: bool) -> Plan:
        """Make one round; one that crashes keeps what was agreed, unless it `forgets` that too."""
        there = seen(shelf, self.memory)
        found = plan(self.people(), there.sheets, self.memory.known, odd=there.odd, **wishes)  # type: ignore[arg-type]
        paths = self._paths([(step.uid, step.name) for step in found.of("new note")])
        changed: dict[str, bytes | None] = {}
        for path, edit in edits_of(found.steps, paths, WAYS, {}):
            after = edit(changed.get(path, self.notes.get(path)))
            if after != self.notes.get(path):
                changed[path] = after
        if changed:  # the journal writes all notes or none
            blows = self.fuse.around()
            self.notes.update({path: data for path, data in changed.items() if data is not None})
            if blows:
                raise Crash
        round_ = Round(shelf, self.memory, there.listing)
        try:
            for _ in round_.carry_out(found.steps, written(found.steps, paths, changed, WAYS)):
                pass
            round_.look_again()
        finally:
            if not forgets:
                self.memory = round_.memory()
        self.memory = round_.memory()
        return found

    def _paths(self, fresh: Sequence[tuple[str, str]]) -> dict[str, str]:
        paths: dict[str, str] = {}
        for uid, name in fresh:
            number, path = 1, f"People/{name}.md"
            while path in self.notes or path in paths.values():
                number += 1
                path = f"People/{name} {number}.md"
            paths[uid] = path
        return paths


def person(path: str, data: bytes) -> Card | None:
    note = read_note(path, data, WAYS)
    if note.person is None:
        return None
    return Card(
        path, note.name, note.person.status, note.person.inbox, note.person.me, note.aliases,
        note.tags, note.properties,
    )  # fmt: skip


def note_of(
    values: Mapping[str, str | Sequence[str]], body: str = "# Notes\n\nMy words.\n"
) -> bytes:
    """Return a note with these properties, written as Obsidian does."""
    data = f"---\ntype: person\n---\n{body}".encode()
    for key, value in values.items():
        data = set_property("n.md", data, key, value, WAYS)
    return data


def card_of(
    name: str, values: Mapping[str, str | Sequence[str]], *more: str, uid: str = ""
) -> bytes:
    """Return a card as another program writes it, with lines that nobody here knows."""
    text = b"\n".join(
        line.encode()
        for line in (
            "BEGIN:VCARD", "VERSION:3.0", *([f"UID:{uid}"] if uid else []), f"FN:{name}",
            f"N:;{name};;;", *more, "END:VCARD", "",
        )
    )  # fmt: skip
    return changed_card(text, values)


def changed_note(
    path: str, data: bytes, key: str, value: str | None, *, away: bool = False
) -> bytes:
    """Return a note after its user changed one property."""
    if key in LISTS and value is not None:
        change = remove_from_property if away else add_to_property
        return change(path, data, key, [value], WAYS)
    if value is None or away:
        return delete_property(path, data, key, WAYS)
    return set_property(path, data, key, value, WAYS)


def changed_card(data: bytes, values: Mapping[str, str | Sequence[str] | None]) -> bytes:
    """Return a card after somebody changed what it says."""
    contact = read_vcards(data).people[0]
    side = said_by_card(contact)
    after = dict(side.properties)
    for key, value in values.items():
        texts = (value,) if isinstance(value, str) else tuple(value or ())
        after[key] = texts
    before = as_contact(side)._replace(uid=contact.uid)
    return patched(data, before, as_contact(Side(side.name, after))._replace(uid=contact.uid))


def as_contact(side: Side) -> Contact:
    properties: dict[str, Value] = {key: list(texts) for key, texts in side.properties.items()}
    aliases = tuple(side.properties.get("aliases", ()))
    card = Card("", side.name, "active", False, False, aliases, (), properties)
    return contact_of(card)._replace(uid=None)


def _mark(data: bytes) -> str:
    return blake2b(data, digest_size=8).hexdigest()
