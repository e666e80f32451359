"""Which cards are kept beside the notes, and that a kept card goes out with all that it said."""

from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_engine_importing import known, only
from tests.test_formats_vcard import IPHONE, one
from tests.test_formats_vcard_patching import real
from tests.test_formats_writing import CONTACTS
from vault_tool.dates import PartialDate
from vault_tool.engine.importing import Step
from vault_tool.engine.keeping_cards import Kept, keeping, kept_of, outgoing, uids_of
from vault_tool.engine.outgoing import as_held, contact_of, path_uid, spelled_as
from vault_tool.formats.contact import Contact, Labelled
from vault_tool.formats.vcard import read_vcards
from vault_tool.formats.vcard_writing import write_vcards
from vault_tool.model import Card, Value

PATH = "People/Nives Lea Sarti.md"
CARD_OF_A_PHONE = one(IPHONE)


def kept(contact: Contact, person: Card | None = None) -> tuple[Step, tuple[Kept, ...]]:
    return kept_of(only([person] if person else [], contact), PATH, person)


def test_a_note_gets_the_id_of_its_card_where_it_has_none() -> None:
    step, cards = kept(CARD_OF_A_PHONE)

    assert cards == (Kept(path_uid(PATH), CARD_OF_A_PHONE),)
    assert step.gains[-1] == ("uid", (path_uid(PATH),))


def test_a_card_is_kept_under_its_own_id() -> None:
    step, cards = kept(one(IPHONE.replace("NOTE:", "UID:u-1\nNOTE:")))

    assert [each.uid for each in cards] == ["u-1"]
    assert dict(step.gains)["uid"] == ("u-1",)


def test_a_second_card_of_somebody_is_kept_under_its_own_id_too() -> None:
    nives = known("Nives Lea Sarti", uid="u-0", phone=["333 555 0199"])

    step, cards = kept(one(IPHONE.replace("NOTE:", "UID:u-1\nNOTE:")), nives)

    assert [each.uid for each in cards] == ["u-1"]
    assert dict(step.gains)["sources"] == ("uid:u-1",)
    after = nives._replace(properties={**nives.properties, "sources": ["uid:u-1"]})
    assert uids_of(after) == ("u-0", path_uid(PATH), "u-1")


@settings(deadline=None, max_examples=40)
@given(CONTACTS, st.sampled_from(("3.0", "4.0")))
def test_what_would_be_written_just_so_is_not_kept(contact: Contact, version: str) -> None:
    ours = as_held(contact)._replace(uid="u-1")
    written = write_vcards([ours], "4.0" if version == "4.0" else "3.0")

    assert kept(read_vcards(written).people[0])[1] == ()


@st.composite
def variants(draw: st.DrawFn) -> Contact:
    """Return one state of a card that came from one of three services."""
    lines = ["BEGIN:VCARD", "VERSION:3.0", "FN:Nives", f"TITLE:{draw(st.sampled_from('ab'))}"]
    lines += draw(st.sampled_from(([], ["UID:u-1"], ["UID:u-2"])))
    lines += draw(st.sampled_from(([], ["PHOTO:x"])))
    return one("\n".join([*lines, "END:VCARD", ""]))


@given(st.lists(variants(), min_size=1, max_size=5))
def test_the_same_cards_a_second_time_change_nothing(contacts: list[Contact]) -> None:
    edits = [keeping(Kept("u-1", each), None, None) for each in contacts]

    once = reduce(lambda data, edit: edit(data), edits, None)

    assert reduce(lambda data, edit: edit(data), edits, once) == once


@pytest.mark.parametrize(
    ("there", "comes", "stays"),
    [
        ("UID:u-1", "UID:u-1\nPHOTO:x", "comes"),
        ("UID:u-1\nPHOTO:x", "UID:u-1", "comes"),
        ("UID:u-1", "NOTE:x", "there"),
        ("UID:u-1", "PHOTO:x", "comes"),
        ("PHOTO:x", "UID:u-1", "there"),
        ("PHOTO:x", "NOTE:x", "there"),
        ("NOTE:x", "UID:u-1", "comes"),
    ],
)
def test_of_two_services_the_card_with_the_photo_stays(there: str, comes: str, stays: str) -> None:
    texts = {"there": f"BEGIN:VCARD\nFN:N\n{there}\nEND:VCARD\n"}
    texts["comes"] = f"BEGIN:VCARD\nFN:N\n{comes}\nEND:VCARD\n"

    edit = keeping(Kept("u-1", one(texts["comes"])), None, None)

    assert edit(texts["there"].encode()) == texts[stays].encode()


def test_a_kept_card_goes_out_with_what_the_vault_knows_better() -> None:
    nives = known(
        "Nives Lea Sarti",
        aliases=["Nina"],
        email=["sarti@example.com", "nives@example.org"],
        phone=["+39 333 555 0199"],
        url=["https://www.sarti.example.org/"],
        twitter="http://twitter.com/ninasarti",
        telegram="ninasarti",
        company="Legatoria Sarti",
        location="Bologna",
        address=["Via Lame 2, 40122 Bologna, BO, Italia"],
        birthday="1984-01-22",
        dates=["--07-18 Anniversary"],
    )

    out = outgoing(nives, [IPHONE.encode()], "IT", None).decode()

    assert out == IPHONE.replace(
        "BDAY;X-APPLE-OMIT-YEAR=1604:1604-01-22", "BDAY:1984-01-22"
    ).replace("END:VCARD", f"UID:{path_uid(nives.path)}\nEND:VCARD")


@settings(deadline=None, max_examples=60)
@given(real())
def test_a_card_of_which_the_note_is_made_goes_out_as_it_came(contact: Contact) -> None:
    held = as_held(contact)
    properties: dict[str, Value] = {
        key: list(values) if len(values) > 1 or key in ("email", "phone") else values[0]
        for key, values in only([], contact).gains
    }
    card = Card(
        PATH,
        held.name,
        "active",
        False,
        False,
        held.nicknames,
        (),
        properties | {"uid": held.uid or "u"},
    )

    out = outgoing(card, [contact.card], None, None)

    if held.uid:
        assert out == contact.card
    else:
        assert read_vcards(out).people[0]._replace(card=b"", line=1) == contact._replace(
            card=b"", uid="u", line=1
        )


@settings(deadline=None, max_examples=40)
@given(CONTACTS, CONTACTS)
def test_another_spelling_is_no_other_address(one_: Contact, other: Contact) -> None:
    assert spelled_as(one_, one_, "IT") == one_
    assert len(spelled_as(one_, other, "IT").phones) == len(one_.phones)


def test_a_number_with_its_country_is_the_one_without() -> None:
    ours = Contact("Ann", phones=(Labelled("+39 051 5550112"), Labelled("1")))
    theirs = Contact("Ann", phones=(Labelled("051 555 0112", "work"),), birthday=PartialDate(1984))

    assert spelled_as(ours, theirs, "IT") == ours._replace(
        phones=(theirs.phones[0], ours.phones[1])
    )
    assert contact_of(known("Ann")).phones == ()
