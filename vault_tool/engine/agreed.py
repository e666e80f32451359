"""What the agreement with a card makes of a note, and of the card's text.

Public: `Written`, `edits_of(steps, paths, ways)`, `written(steps, paths, contents, ways)`,
`side_of(path, data, ways)`, `card_text(step)`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from vault_tool.engine.agreeing import Side, Turn, said_by_note, spoken
from vault_tool.engine.assignments import Edit
from vault_tool.engine.card_steps import Step
from vault_tool.engine.imported import first_note, quoted_below
from vault_tool.engine.incoming import LISTS
from vault_tool.engine.keeping_cards import outgoing
from vault_tool.engine.outgoing import as_held, contact_of
from vault_tool.errors import ChangedMeanwhile
from vault_tool.formats.contact import Contact
from vault_tool.formats.vcard import read_vcards
from vault_tool.formats.vcard_patching import patched
from vault_tool.formats.vcard_writing import write_vcards
from vault_tool.model import Card, Value
from vault_tool.note.conventions import Conventions
from vault_tool.note.editing.properties import (
    add_to_property,
    delete_property,
    remove_from_property,
    set_property,
)
from vault_tool.note.reading import read_note
from vault_tool.note.versions.otherside import with_other_side


class Written(NamedTuple):
    """Where a note is, and what it says."""

    path: str
    side: Side


def edits_of(
    steps: Sequence[Step],
    paths: Mapping[str, str],
    ways: Conventions,
    apart: Mapping[str, Sequence[str]],
) -> Iterator[tuple[str, Edit]]:
    """Yield what notes become.

    `paths` are those of the notes that are made, by ids of steps; `apart` are links, by the same,
    to people whom the user said somebody new is not.
    """
    for step in steps:
        if step.brought and step.uid in paths:
            path = paths[step.uid]
            yield path, first_note(path, step.brought, ways, apart.get(step.uid, ()))
        elif step.card and (step.turns or step.text):
            yield step.card.path, _turning(step.card, step.turns, step.text, ways)


def written(
    steps: Sequence[Step],
    paths: Mapping[str, str],
    contents: Mapping[str, bytes | None],
    ways: Conventions,
) -> dict[str, Written]:
    """Return what notes say after they were written, by ids of steps.

    `contents` are those that changed; all others are as the plan saw them.
    """
    found: dict[str, Written] = {}
    for step in steps:
        path = step.card.path if step.card else paths.get(step.uid)
        if path is None:
            continue
        data = contents.get(path)
        side = said_by_note(step.card) if step.card else None
        if data is not None:
            side = side_of(path, data, ways)
        if side:
            found[step.uid] = Written(path, side)
    return found


def side_of(path: str, data: bytes, ways: Conventions) -> Side | None:
    """Return what a note says that a card can hold; None where it is about nobody."""
    card = _note_as(path, data, ways)
    return said_by_note(card) if card else None


def card_text(step: Step, kept: Sequence[bytes] = (), region: str | None = None) -> bytes:
    """Return the text that a card gets: the one it has, changed where it has to be.

    One that is new is the last that was agreed on, else one that an import `kept`, so that its
    photo comes with it.
    """
    there = step.sheet or step.agreed
    found = read_vcards(there.data).people if there else ()
    after = _contact(step.target or Side(step.name, {}))
    if there is None or not found:
        if step.card:
            return outgoing(step.card, kept, region, "3.0")
        return write_vcards([after._replace(uid=step.uid)])
    before = as_held(found[0])._replace(uid=found[0].uid)
    return patched(there.data, before, after._replace(uid=found[0].uid or step.uid))


def _turning(card: Card, turns: Sequence[Turn], text: str, ways: Conventions) -> Edit:
    """Return what makes a note agree with its card.

    The note must still say what it said when the plan was made: whoever wrote into it since is not
    written over, and the next time counts.
    """
    path, before = card.path, said_by_note(card)

    def edit(data: bytes | None) -> bytes:
        note = _note_as(path, data, ways) if data is not None else None
        if data is None or note is None or said_by_note(note) != before:
            raise ChangedMeanwhile(
                f"{path} was changed by another program just now, and was left as it is",
                "Nothing was written; try again.",
            )
        for turn in turns:
            data = _turned(path, data, note, turn, ways)
        return quoted_below(path, data, (text,), ways) if text else data

    return edit


def _note_as(path: str, data: bytes, ways: Conventions) -> Card | None:
    """Return whom a note is about, as the index has them; None where it is about nobody."""
    note = read_note(path, data, ways)
    person = note.person
    if person is None:
        return None
    return Card(
        path,
        note.name,
        person.status,
        person.inbox,
        person.me,
        note.aliases,
        note.tags,
        note.properties,
    )


def _contact(side: Side) -> Contact:
    """Return what a side says as a contact without an id."""
    properties: Mapping[str, Value] = {key: list(texts) for key, texts in side.properties.items()}
    aliases = side.properties.get("aliases", ())
    card = Card("", side.name, "active", False, False, aliases, (), properties)
    return contact_of(card)._replace(uid=None)


def _turned(path: str, data: bytes, note: Card, turn: Turn, ways: Conventions) -> bytes:
    key = turn.key
    if turn.other is not None:
        return with_other_side(path, data, key, turn.other, ways)
    if key not in LISTS:
        if turn.adds:
            return set_property(path, data, key, turn.adds[0], ways)
        return delete_property(path, data, key, ways)
    if turn.takes:
        held = spoken(note, key)
        gone = [raw for raw, said in held if said in turn.takes]
        if len(held) == len(gone) == len(turn.adds) == 1:
            return set_property(path, data, key, turn.adds[0], ways)
        data = remove_from_property(path, data, key, gone, ways)
    return add_to_property(path, data, key, turn.adds, ways) if turn.adds else data
