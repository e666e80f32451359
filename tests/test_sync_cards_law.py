"""Laws of keeping cards in step, over random people, edits on both sides, and crashes."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.card_sides import (
    PHOTO,
    UNKNOWN,
    Crash,
    Device,
    Fuse,
    Shelf,
    card_of,
    changed_card,
    changed_note,
    note_of,
)
from vault_tool.engine.agreeing import said_by_card, said_by_note
from vault_tool.engine.incoming import LISTS, folded

NAMES = ("Ada Neri", "Bruno Sol", "Carla Testa", "Zoë D'Angelo")
POOL: dict[str, tuple[str, ...]] = {
    "email": ("a{}@example.org", "b{}@example.org", "c{}@example.com"),
    "phone": ("+39 333 555 0{}1", "+39 333 555 0{}2", "+39 051 555 0{}3"),
    "address": ("Via Lame {}", "Via Roma {}\\; 40122 Bologna"),
    "company": ("Forno {}", "Bar, Sport {}", "Legatoria; {}"),
    "role": ("baker", "binder"),
    "birthday": ("--01-2{}", "1984-06-1{}"),
}
# What a card that lacks it takes away from a note.
KEYS = tuple(POOL)
# What every side can change.
LISTED = tuple(key for key in KEYS if key in LISTS)
SINGLE = tuple(key for key in KEYS if key not in LISTS)

FEW = 25

Values = dict[str, str | list[str]]


class Edit(NamedTuple):
    on_card: bool
    who: int
    key: str
    value: int
    away: bool


def _text(key: str, number: int, who: int) -> str:
    pool = POOL[key]
    return pool[number % len(pool)].format(who)


@st.composite
def values(draw: st.DrawFn, who: int, *, needs: str = "email") -> Values:
    found: Values = {}
    for key in KEYS:
        chosen = draw(st.lists(st.integers(0, 2), max_size=2, unique=True))
        texts = list(dict.fromkeys(_text(key, number, who) for number in chosen))
        if texts:
            found[key] = texts if key in LISTS else texts[0]
    found.setdefault(needs, [_text(needs, 0, who)])
    return found


@st.composite
def worlds(draw: st.DrawFn) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return notes and cards of a few people, some on both sides."""
    notes, cards = {}, {}
    for who, name in enumerate(NAMES):
        where = draw(st.sampled_from(("note", "card", "both", "none")))
        if where in ("note", "both"):
            notes[f"People/{name}.md"] = note_of(draw(values(who)))
        if where in ("card", "both"):
            uid = draw(st.sampled_from(("", f"u-{who}")))
            told = draw(values(who))
            if where == "both":  # by which the one is known in the other
                told["email"] = [_text("email", 0, who)]
                noted = {**draw(values(who)), "email": told["email"]}
                if noted.get("birthday") and told.get("birthday") != noted["birthday"]:
                    told.pop("birthday", None)  # another one would be a question
                notes[f"People/{name}.md"] = note_of(noted)
            cards[f"{who}.vcf"] = card_of(name, told, PHOTO, *UNKNOWN, uid=uid)
    return notes, cards


EDITS = st.lists(
    st.builds(
        Edit,
        st.booleans(),
        st.integers(0, 3),
        st.sampled_from(KEYS),
        st.integers(0, 2),
        st.booleans(),
    ),
    max_size=6,
)


def _edited(device: Device, shelf: Shelf, edits: Sequence[Edit]) -> None:
    for edit in edits:
        path, name = f"People/{NAMES[edit.who]}.md", NAMES[edit.who]
        value = _text(edit.key, edit.value, edit.who)
        if not edit.on_card and path in device.notes:
            device.notes[path] = changed_note(
                path, device.notes[path], edit.key, value, away=edit.away
            )
        hrefs = [href for href, each in shelf.contacts().items() if each.name == name]
        if edit.on_card and hrefs:
            shelf.cards[hrefs[0]] = _card_edited(shelf.cards[hrefs[0]], edit.key, value, edit.away)


def _card_edited(data: bytes, key: str, value: str, away: bool) -> bytes:
    from vault_tool.formats.vcard import read_vcards

    held = list(said_by_card(read_vcards(data).people[0]).properties.get(key, ()))
    if key not in LISTS:
        return changed_card(data, {key: None if away else value})
    left = [each for each in held if each != value]
    return changed_card(data, {key: left if away else [*left, value]})


def _told(device: Device, shelf: Shelf) -> tuple[dict[str, dict[str, set[str]]], ...]:
    notes = {card.name: _sets(said_by_note(card).properties) for card in device.people()}
    cards = {each.name: _sets(said_by_card(each).properties) for each in shelf.contacts().values()}
    return notes, cards


def _sets(properties: Mapping[str, Sequence[str]]) -> dict[str, set[str]]:
    return {key: {folded(key, text) for text in properties.get(key, ())} for key in KEYS}


@settings(max_examples=FEW, deadline=None)
@given(worlds())
def test_two_sides_that_meet_are_united_and_then_at_rest(
    world: tuple[dict[str, bytes], dict[str, bytes]],
) -> None:
    device, shelf = Device(world[0]), Shelf(world[1])
    before = _told(device, shelf)

    device.sync(shelf)

    after = _told(device, shelf)
    for name in {*before[0], *before[1]}:
        for side in after:
            assert name in side, "everybody is on both sides"
            for told in before:
                for key, texts in told.get(name, {}).items():
                    if key in LISTS:
                        assert texts <= side[name][key]
                    elif texts:
                        assert side[name][key]
    notes, cards = dict(device.notes), dict(shelf.cards)
    device.sync(shelf)
    assert (device.notes, shelf.cards) == (notes, cards)
    device.memory = type(device.memory)()  # what was agreed may be lost at any time
    device.sync(shelf)
    assert (device.notes, shelf.cards) == (notes, cards)


@settings(max_examples=FEW, deadline=None)
@given(worlds(), EDITS)
def test_what_either_side_changes_is_on_both_sides_and_nothing_else_is_lost(
    world: tuple[dict[str, bytes], dict[str, bytes]], edits: list[Edit]
) -> None:
    device, shelf = Device(world[0]), Shelf(world[1])
    device.sync(shelf)
    base = _told(device, shelf)
    _edited(device, shelf, edits)
    mine, theirs = _told(device, shelf)

    device.sync(shelf)

    notes, cards = _told(device, shelf)
    for name, was in base[0].items():
        for key in LISTED:
            gone = (was[key] - mine[name][key]) | (base[1][name][key] - theirs[name][key])
            new = (mine[name][key] - was[key]) | (theirs[name][key] - base[1][name][key])
            assert notes[name][key] == cards[name][key] == (was[key] - gone) | new
        for key in SINGLE:
            if was[key] == base[1][name][key]:
                assert notes[name][key] == cards[name][key]
                said_now = {*mine[name][key], *theirs[name][key]}
                assert notes[name][key] <= said_now
    before = dict(device.notes), dict(shelf.cards)
    device.sync(shelf)
    assert (device.notes, shelf.cards) == before


@settings(max_examples=FEW, deadline=None)
@given(worlds(), EDITS)
def test_what_nobody_here_knows_survives_byte_for_byte(
    world: tuple[dict[str, bytes], dict[str, bytes]], edits: list[Edit]
) -> None:
    device, shelf = Device(world[0]), Shelf(world[1])
    device.sync(shelf)
    _edited(device, shelf, edits)
    device.sync(shelf)

    for href in world[1]:
        for text in (PHOTO, *UNKNOWN):
            assert text.encode() in shelf.cards[href]
    for path in world[0]:
        assert device.notes[path].endswith(b"---\n# Notes\n\nMy words.\n")


@settings(max_examples=FEW, deadline=None)
@given(worlds(), EDITS, EDITS, st.booleans())
def test_two_devices_come_to_the_same_in_either_order(
    world: tuple[dict[str, bytes], dict[str, bytes]],
    one: list[Edit],
    other: list[Edit],
    turned: bool,
) -> None:
    ends = []
    for order in ((0, 1), (1, 0)):
        shelf = Shelf(world[1])
        devices = [Device(world[0])]
        devices[0].sync(shelf)
        devices.append(Device(devices[0].notes))  # as git brings it there
        devices[1].sync(shelf)
        for device, edits in zip(devices, (one, other), strict=True):
            _edited(device, shelf, [each._replace(on_card=False) for each in edits])
        for number in (*order, *order):
            devices[number].sync(shelf)
        told = [_told(device, shelf) for device in devices]
        for key in LISTED:
            sides = [{name: side[name][key] for name in side} for each in told for side in each]
            assert all(side == sides[0] for side in sides)
            ends.append((key, sides[0]))
        before = [dict(device.notes) for device in devices], dict(shelf.cards)
        for device in devices:
            device.sync(shelf)
        assert ([device.notes for device in devices], shelf.cards) == before
    half = len(ends) // 2
    assert ends[:half] == ends[half:]


@settings(max_examples=FEW, deadline=None)
@given(worlds(), EDITS, st.integers(1, 6), st.booleans(), st.booleans())
def test_after_a_crash_at_any_write_the_next_round_comes_to_the_same(
    world: tuple[dict[str, bytes], dict[str, bytes]],
    edits: list[Edit],
    at: int,
    late: bool,
    forgets: bool,
) -> None:
    device, shelf = Device(world[0]), Shelf(world[1])
    device.sync(shelf)
    _edited(device, shelf, edits)
    calm, calm_shelf = Device(device.notes), Shelf(shelf.cards)
    calm.memory = device.memory
    calm.sync(calm_shelf)

    device.fuse = shelf.fuse = Fuse(at, late=late)
    try:
        device.sync(shelf, forgets=forgets)
    except Crash:
        device.fuse = shelf.fuse = Fuse()
        device.sync(shelf)

    assert _told(device, shelf) == _told(calm, calm_shelf)
    assert device.notes == calm.notes
    assert shelf.cards.keys() == calm_shelf.cards.keys()
    assert shelf.cards == calm_shelf.cards


@settings(max_examples=FEW, deadline=None)
@given(worlds(), st.integers(1, 12), st.booleans(), st.booleans())
def test_after_a_crash_at_the_first_meeting_nobody_is_there_twice(
    world: tuple[dict[str, bytes], dict[str, bytes]], at: int, late: bool, forgets: bool
) -> None:
    calm, calm_shelf = Device(world[0]), Shelf(world[1])
    calm.sync(calm_shelf)
    device, shelf = Device(world[0]), Shelf(world[1])

    device.fuse = shelf.fuse = Fuse(at, late=late)
    try:
        device.sync(shelf, forgets=forgets)
    except Crash:
        device.fuse = shelf.fuse = Fuse()
        device.sync(shelf)

    assert device.notes == calm.notes
    assert shelf.cards == calm_shelf.cards
