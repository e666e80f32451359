"""Whose a card is, and what becomes of it when one side is gone."""

from collections.abc import Callable

import pytest

from tests.card_sides import Device, Shelf, card_of, changed_card, changed_note, note_of
from vault_tool.engine.card_steps import Plan
from vault_tool.engine.pairing import plan, refusal
from vault_tool.model import Card
from vault_tool.sync.cards import seen

ADA = "People/Ada Neri.md"


def pair(*, made: bool = False) -> tuple[Device, Shelf]:
    """Return Ada on both sides; her card was there first, unless it was `made` here."""
    notes = {ADA: note_of({"email": "ada@example.org"})}
    cards = {} if made else {"a.vcf": card_of("Ada Neri", {"email": "ada@example.org"}, uid="u-a")}
    device, shelf = Device(notes), Shelf(cards)
    device.sync(shelf)
    return device, shelf


def kinds(found: Plan) -> list[str]:
    return [step.kind for step in found.steps]


def test_a_note_is_never_deleted_by_a_telephone_and_gets_no_new_card() -> None:
    device, shelf = pair()
    shelf.cards.clear()
    notes = dict(device.notes)

    assert kinds(device.sync(shelf)) == ["removed there"]
    assert kinds(device.sync(shelf)) == []
    device.notes[ADA] = changed_note(ADA, device.notes[ADA], "role", "baker")
    assert kinds(device.sync(shelf)) == []

    assert shelf.cards == {}
    assert device.notes[ADA].startswith(notes[ADA][:20])


def test_what_was_changed_here_since_comes_back_there_with_its_photo() -> None:
    device, shelf = pair()
    shelf.cards["a.vcf"] = shelf.cards["a.vcf"].replace(b"END:V", b"PHOTO:x\nEND:V")
    device.sync(shelf)
    device.notes[ADA] = changed_note(ADA, device.notes[ADA], "role", "baker")
    shelf.cards.clear()

    assert kinds(device.sync(shelf)) == ["new card"]

    (card,) = shelf.cards.values()
    assert b"PHOTO:x\n" in card
    assert b"TITLE:baker\n" in card


def test_a_card_made_here_goes_with_its_note() -> None:
    device, shelf = pair(made=True)
    del device.notes[ADA]

    assert kinds(device.sync(shelf)) == ["remove card"]
    assert shelf.cards == {}
    assert kinds(device.sync(shelf)) == []


def test_a_card_that_others_made_stays_when_the_note_goes_and_is_no_new_person() -> None:
    device, shelf = pair()
    del device.notes[ADA]

    assert kinds(device.sync(shelf)) == ["note gone"]
    assert kinds(device.sync(shelf)) == []

    assert len(shelf.cards) == 1
    assert device.notes == {}


def test_it_goes_too_when_that_is_asked_for() -> None:
    device, shelf = pair()
    del device.notes[ADA]

    assert kinds(device.sync(shelf, remove=True)) == ["remove card"]
    assert shelf.cards == {}


def test_a_card_changed_since_comes_back_as_a_note() -> None:
    device, shelf = pair(made=True)
    del device.notes[ADA]
    href = next(iter(shelf.cards))
    shelf.cards[href] = changed_card(shelf.cards[href], {"role": "baker"})

    assert kinds(device.sync(shelf)) == ["forgotten", "new note"]
    assert b"role: baker" in device.notes[ADA]


@pytest.mark.parametrize("line", [b"NOTE:her own words\n", b"PHOTO:x\n", b"TEL:333 555 0101\n"])
@pytest.mark.parametrize("status", ["archived", None])
def test_a_card_into_which_somebody_wrote_is_not_removed_with_its_note(
    line: bytes, status: str | None
) -> None:
    device, shelf = pair(made=True)
    href, data = next(iter(shelf.cards.items()))
    shelf.cards[href] = data.replace(b"END:VCARD", line + b"END:VCARD")
    if status:
        device.notes[ADA] = changed_note(ADA, device.notes[ADA], "status", status)
    else:
        del device.notes[ADA]

    for _ in range(2):
        device.sync(shelf)
        assert line in shelf.cards[href]


def test_a_card_that_stayed_can_be_removed_later() -> None:
    device, shelf = pair()
    del device.notes[ADA]
    assert kinds(device.sync(shelf)) == ["note gone"]

    assert kinds(device.sync(shelf, remove=True)) == ["remove card"]

    assert shelf.cards == {}
    assert kinds(device.sync(shelf, remove=True)) == []
    assert not device.memory.known.left


def test_who_says_that_a_note_is_their_own_keeps_their_card() -> None:
    device, shelf = pair(made=True)
    cards = dict(shelf.cards)
    device.notes[ADA] = changed_note(ADA, device.notes[ADA], "me", "true")

    assert kinds(device.sync(shelf)) == ["at rest"]
    assert shelf.cards == cards


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda card: card[: card.index(b"EMAIL")],
        lambda card: card + card_of("Zoe", {"phone": "333 555 0101"}, uid="u-z"),
        lambda card: b"BEGIN:VCARD\nNOTE:who?\nEND:VCARD\n",
    ],
    ids=["cut off", "two in one", "nobody"],
)
def test_a_card_that_is_spoilt_takes_nothing_and_gets_no_double(
    spoilt: Callable[[bytes], bytes],
) -> None:
    device, shelf = pair()
    whole = shelf.cards["a.vcf"]
    shelf.cards["a.vcf"] = spoilt(whole)
    device.notes[ADA] = changed_note(ADA, device.notes[ADA], "role", "baker")
    before = dict(device.notes), dict(shelf.cards)

    assert kinds(device.sync(shelf)) == ["at rest"]
    assert (device.notes, shelf.cards) == before

    shelf.cards["a.vcf"] = whole
    assert kinds(device.sync(shelf)) == ["pair"]
    assert b"TITLE:baker" in shelf.cards["a.vcf"]


def test_somebody_archived_is_out_of_step_and_comes_back_when_they_are() -> None:
    device, shelf = pair()
    device.notes[ADA] = changed_note(ADA, device.notes[ADA], "status", "archived")
    assert kinds(device.sync(shelf)) == ["note gone"]
    assert kinds(device.sync(shelf)) == []

    device.notes[ADA] = changed_note(ADA, device.notes[ADA], "status", "active")

    assert kinds(device.sync(shelf)) == ["pair"]
    assert kinds(device.sync(shelf)) == ["same"]


def test_the_card_of_somebody_who_died_stays_as_it_is() -> None:
    device, shelf = pair(made=True)
    cards = dict(shelf.cards)
    device.notes[ADA] = changed_note(ADA, device.notes[ADA], "status", "deceased")
    device.notes[ADA] = changed_note(ADA, device.notes[ADA], "role", "baker")

    assert kinds(device.sync(shelf)) == ["at rest"]
    assert shelf.cards == cards


@pytest.mark.parametrize("made", [True, False])
def test_a_note_that_moved_is_known_by_its_id(made: bool) -> None:
    device, shelf = pair(made=made)
    device.notes["Friends/Ada Bruni.md"] = device.notes.pop(ADA)

    assert kinds(device.sync(shelf)) == ["pair"]
    assert len(shelf.cards) == 1


def test_a_card_that_got_another_id_is_still_hers() -> None:
    device, shelf = pair()
    shelf.cards["b.vcf"] = shelf.cards.pop("a.vcf").replace(b"UID:u-a", b"UID:u-b")

    assert kinds(device.sync(shelf)) == ["pair"]
    assert kinds(device.sync(shelf)) == ["same"]
    assert len(shelf.cards) == 1


def test_a_new_card_in_place_of_one_that_was_removed_is_hers() -> None:
    device, shelf = pair()
    shelf.cards = {
        "b.vcf": card_of("Ada", {"email": "ada@example.org", "phone": "333 555 0101"}, uid="u-b")
    }

    assert kinds(device.sync(shelf)) == ["pair"]
    assert b"333 555 0101" in device.notes[ADA]


def test_a_second_card_of_somebody_is_told_and_left() -> None:
    device, shelf = pair()
    second = card_of("Ada Neri", {"email": "ada@example.org"}, uid="u-b")
    shelf.cards["b.vcf"] = second

    assert kinds(device.sync(shelf)) == ["same", "double"]
    assert shelf.cards["b.vcf"] == second


def test_one_id_in_two_files_is_told_and_the_second_left() -> None:
    device, shelf = pair()
    shelf.cards["z.vcf"] = card_of("Somebody Else", {"email": "x@example.org"}, uid="u-a")

    assert kinds(device.sync(shelf)) == ["double", "same"]


def test_of_two_notes_with_one_id_the_first_has_the_card_and_the_other_is_told() -> None:
    device, shelf = pair(made=True)
    device.notes["People/Copy.md"] = device.notes[ADA]

    assert kinds(device.sync(shelf)) == ["same", "same id"]
    assert len(shelf.cards) == 1


def test_a_name_alone_is_asked_about_and_neither_side_gets_a_double() -> None:
    device = Device({ADA: note_of({"email": "ada@example.org"})})
    shelf = Shelf({"a.vcf": card_of("Ada Neri", {"phone": "333 555 0101"}, uid="u-a")})

    assert kinds(device.sync(shelf)) == ["ask"]
    assert (len(device.notes), len(shelf.cards)) == (1, 1)


def test_groups_and_what_names_nobody_are_left_alone() -> None:
    group = (
        b"BEGIN:VCARD\nVERSION:3.0\nUID:g\nFN:Friends\nX-ADDRESSBOOKSERVER-KIND:group\nEND:VCARD\n"
    )
    four = (
        b"BEGIN:VCARD\nVERSION:4.0\nUID:h\nFN:Friends\nKIND:group\nMEMBER:urn:uuid:1\nEND:VCARD\n"
    )
    shelf = Shelf(
        {
            "g.vcf": group,
            "h.vcf": four,
            "x.vcf": b"BEGIN:VCARD\nNOTE:who?\nEND:VCARD\n",
            "e.vcf": b"",
        }
    )
    device = Device({})

    assert kinds(device.sync(shelf)) == []
    assert shelf.writes == 0
    assert seen(shelf, device.memory).odd == {"x.vcf": "unreadable"}


def test_several_cards_in_one_file_are_left_alone() -> None:
    two = card_of("Ada", {}, uid="a") + card_of("Bo", {}, uid="b")
    device, shelf = Device({}), Shelf({"two.vcf": two})

    assert kinds(device.sync(shelf)) == []
    assert seen(shelf, device.memory).odd == {"two.vcf": "several"}


@pytest.mark.parametrize(
    "values",
    [
        {"email": "a@example.org", "me": "true"},
        {"email": "a@example.org", "inbox": "true"},
        {"email": "a@example.org", "status": "archived"},
        {"email": "a@example.org", "status": "deceased"},
        {"role": "baker"},
    ],
    ids=["oneself", "not looked at yet", "archived", "died", "not to be reached"],
)
def test_no_card_is_made_for(values: dict[str, str]) -> None:
    device, shelf = Device({ADA: note_of(values)}), Shelf()

    device.sync(shelf)

    assert shelf.cards == {}


def test_a_note_that_cannot_be_trusted_is_left_and_so_is_its_card() -> None:
    device, shelf = pair(made=True)
    known, there = device.memory.known, seen(shelf, device.memory)

    for people in ([], device.people()):
        assert kinds(plan(people, there.sheets, known, unsure={ADA})) == ["unread"]


def many(number: int) -> tuple[Device, Shelf]:
    names = [f"Person {chr(65 + each)}" for each in range(number)]
    notes = {f"People/{name}.md": note_of({"email": f"{name[-1]}@example.org"}) for name in names}
    device, shelf = Device(notes), Shelf()
    device.sync(shelf)
    return device, shelf


@pytest.mark.parametrize(
    ("of", "gone", "why"),
    [
        (10, 10, "no card"),
        (20, 7, "7 of 20 cards of people"),
        (20, 6, None),
        (5, 4, None),
        (1, 1, "no card"),
    ],
)
def test_a_side_that_was_emptied_is_not_believed(of: int, gone: int, why: str | None) -> None:
    device, shelf = many(of)
    for href in sorted(shelf.cards)[:gone]:
        del shelf.cards[href]

    said = _refused(device, shelf)

    assert said == why if why is None else why in (said or "")


@pytest.mark.parametrize(("spoilt", "is_believed"), [(6, True), (7, False)])
@pytest.mark.parametrize("on_card", [True, False])
def test_a_side_that_lost_one_thing_of_many_is_not_believed(
    spoilt: int, is_believed: bool, on_card: bool
) -> None:
    device, shelf = many(20)
    for href, path in list(zip(sorted(shelf.cards), sorted(device.notes), strict=True))[:spoilt]:
        if on_card:
            shelf.cards[href] = changed_card(shelf.cards[href], {"email": None, "phone": "333"})
        else:
            device.notes[path] = changed_note(path, device.notes[path], "email", None)
    there, known = seen(shelf, device.memory), device.memory.known

    why = refusal(plan(device.people(), there.sheets, known), there.sheets, known)

    side = "notes" if on_card else "cards"
    assert why == (None if is_believed else f"7 of 20 {side} would lose something")


@pytest.mark.parametrize(("gone", "why"), [(7, "7 of 20 notes are gone here"), (6, None)])
def test_notes_that_are_gone_by_the_dozen_remove_no_cards(gone: int, why: str | None) -> None:
    device, shelf = many(20)
    for path in sorted(device.notes)[:gone]:
        del device.notes[path]

    assert _refused(device, shelf) == why


def _refused(device: Device, shelf: Shelf) -> str | None:
    there = seen(shelf, device.memory)
    people: list[Card] = device.people()
    found = plan(people, there.sheets, device.memory.known)
    return refusal(found, there.sheets, device.memory.known)


class Forgetful(Shelf):
    """A server that writes cards anew, and keeps one nickname and no names in services."""

    def _write(self, href: str, data: bytes | None) -> None:
        lines = [] if data is None else data.split(b"\n")
        kept = [line.partition(b",")[0] if line.startswith(b"NICKNAME") else line for line in lines]
        kept = [line.rstrip(b"\r") for line in kept if not line.startswith(b"X-SOCIALPROFILE")]
        super()._write(href, None if data is None else b"\r\n".join(kept))


def test_what_a_server_makes_of_a_card_is_nobodys_change() -> None:
    values = {"email": "a@example.org", "aliases": ["Adi", "Nina"], "telegram": "@ada", "role": "x"}
    device, shelf = Device({ADA: note_of(values)}), Forgetful()
    device.sync(shelf)
    note, writes = device.notes[ADA], shelf.writes

    device.sync(shelf)
    assert (device.notes[ADA], shelf.writes) == (note, writes)
    device.notes[ADA] = changed_note(ADA, note, "role", "baker")
    device.sync(shelf)
    device.sync(shelf)

    assert device.notes[ADA] == changed_note(ADA, note, "role", "baker")
    assert shelf.writes == writes + 1


def test_a_card_that_was_changed_while_it_was_read_again_is_met_the_next_time() -> None:
    device, shelf = Device({ADA: note_of({"email": "a@example.org"})}), Shelf()
    real = shelf.fetched

    def changing(hrefs: list[str]) -> object:
        for href in hrefs:
            if b"TITLE" not in shelf.cards[href]:
                shelf.cards[href] = changed_card(shelf.cards[href], {"role": "baker"})
        return real(hrefs)

    shelf.fetched = changing  # type: ignore[method-assign,assignment]
    device.sync(shelf)
    shelf.fetched = real  # type: ignore[method-assign]
    device.sync(shelf)

    assert b"role: baker" in device.notes[ADA]
