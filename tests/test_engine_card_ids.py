"""Which card is which, where copies of notes and cards lie about, or cards say no id."""

import pytest

from tests.card_sides import Device, Shelf, card_of, note_of
from tests.test_engine_pairing import ADA, kinds, pair

NUMBER = "333 555 0101"


def people_without_ids(*names: str) -> dict[str, bytes]:
    """Return cards as a program writes them that numbers its files."""
    return {
        f"{number:04}.vcf": card_of(name, {"email": f"{name[0].lower()}@example.org"})
        for number, name in enumerate(names)
    }


def test_a_copy_of_a_note_says_nothing_of_the_card() -> None:
    device, shelf = pair()
    cards = dict(shelf.cards)
    copy = "People/Ada Neri (old).md"
    assert copy < ADA
    device.notes[copy] = device.notes[ADA].replace(b"ada@", b"old@")

    assert kinds(device.sync(shelf)) == ["same", "same id"]
    assert shelf.cards == cards


def test_a_copy_of_a_card_says_nothing_of_the_note() -> None:
    device, shelf = pair()
    shelf.cards = {"b.vcf": shelf.cards["a.vcf"]}
    device.sync(shelf)
    notes = dict(device.notes)
    shelf.cards["a.vcf"] = card_of("Ada Neri", {"phone": NUMBER}, uid="u-a")

    assert kinds(device.sync(shelf)) == ["double", "same"]
    assert device.notes == notes


def test_a_folder_that_is_numbered_anew_gives_nobody_the_words_of_another() -> None:
    device, shelf = Device({}), Shelf(people_without_ids("Bruno Sol", "Carla Testa"))
    device.sync(shelf)
    before = dict(device.notes)

    shelf.cards = people_without_ids("Ada Neri", "Bruno Sol", "Carla Testa")
    cards = dict(shelf.cards)
    device.sync(shelf)

    for path, email in (
        (ADA, b"a@"),
        ("People/Bruno Sol.md", b"b@"),
        ("People/Carla Testa.md", b"c@"),
    ):
        assert device.notes[path].count(b"@example.org") == 1
        assert email in device.notes[path]
    assert len(device.notes) == len(before) + 1
    assert shelf.cards == cards
    notes = dict(device.notes)
    for _ in range(2):
        assert kinds(device.sync(shelf)) == ["same"] * 3
        assert (device.notes, shelf.cards) == (notes, cards)


def test_a_card_of_somebody_else_in_the_place_of_one_is_not_hers() -> None:
    device, shelf = pair()
    shelf.cards = {"a.vcf": card_of("Bruno Sol", {"email": "b@example.org"}, uid="u-b")}

    assert kinds(device.sync(shelf)) == ["new note", "removed there"]
    assert b"ada@example.org" in device.notes[ADA]
    assert b"b@example.org" not in device.notes[ADA]


@pytest.mark.parametrize("said", [{"email": "new@example.org"}, {"phone": NUMBER}])
def test_a_card_without_an_id_is_hers_while_it_has_her_name(said: dict[str, str]) -> None:
    device = Device({ADA: note_of({"email": "ada@example.org"})})
    shelf = Shelf({"a.vcf": card_of("Ada Neri", {"email": "ada@example.org"})})
    device.sync(shelf)

    shelf.cards["a.vcf"] = card_of("Ada Neri", said)

    assert kinds(device.sync(shelf)) == ["pair"]
    assert next(iter(said.values())).encode() in device.notes[ADA]
