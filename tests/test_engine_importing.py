"""Whom a contact means, what it adds to a note, and that nothing the note says is ever lost."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_formats_writing import CONTACTS as PEOPLE
from vault_tool.dates import PartialDate
from vault_tool.engine.imported import first_note, gaining, stands_in
from vault_tool.engine.importing import Difference, Plan, Step, plan, recognised
from vault_tool.engine.likeness import likeness, name_key
from vault_tool.engine.outgoing import as_held, contact_of, path_uid
from vault_tool.engine.phones import international
from vault_tool.formats.contact import Address, Contact, Labelled
from vault_tool.model import Card, Value
from vault_tool.note.conventions import Conventions
from vault_tool.note.reading import read_note

WAYS = Conventions()


def known(name: str, *, me: bool = False, **properties: Value) -> Card:
    path = f"People/{name}.md"
    aliases = properties.get("aliases")
    names = tuple(str(each) for each in aliases) if isinstance(aliases, list) else ()
    return Card(path, name, "active", False, me, names, (), properties)


def contact(name: str, email: str = "", phone: str = "", **more: object) -> Contact:
    found = Contact(
        name,
        emails=(Labelled(email),) if email else (),
        phones=(Labelled(phone),) if phone else (),
    )
    return found._replace(**more)  # type: ignore[arg-type]


def only(cards: list[Card], *contacts: Contact, region: str | None = "IT", **kw: object) -> Step:
    steps = plan(cards, contacts, region, **kw).steps  # type: ignore[arg-type]
    assert len(steps) == 1
    return steps[0]


GIULIA = known(
    "Giulia Rossi",
    email=["giulia@example.org"],
    phone=["051 555 0112"],
    company="[[Forno Rossi]]",
    birthday="--05-03",
)


@pytest.mark.parametrize(
    ("person", "incoming", "why"),
    [
        (known("Ann", uid="A-1"), contact("Somebody Else", uid="a-1"), "uid"),
        (known("Ann", uid="B", sources=["uid:A-1"]), contact("Else", uid="A-1"), "uid"),
        (
            known("Ann", sources=["linkedin:ann-neri"]),
            contact("A. Neri", sources=("linkedin:Ann-Neri",)),
            "source",
        ),
        (GIULIA, contact("Mum", email="Giulia@Example.org"), "email"),
        (GIULIA, contact("Giulia R.", phone="+39 051 5550112"), "phone"),
        (GIULIA, contact("Rossi Giulia", phone="0039 051 5550112"), "phone"),
        (GIULIA, contact("ROSSI, Giulia", company="Forno Rossi"), "name"),
        (GIULIA, contact("Giulia Rossi", birthday=PartialDate(1986, 5, 3)), "name"),
        (
            known("Ann Neri", location="Rimini"),
            contact("Ann Neri, PhD", addresses=(Address(city="Rimini"),)),
            "name",
        ),
        (known("Zoë Perché", company="Acme"), contact("Zoe Perche", company="ACME"), "name"),
        (GIULIA, contact("G. Rossi", "giulia@example.org"), "email"),
        (GIULIA, contact("G.", "giulia@example.org", birthday=PartialDate(1986, 5, 3)), "email"),
        (GIULIA, contact("G.", "giulia@example.org", birthday=PartialDate(1986)), "email"),
        (
            known("Ann Neri", email="a@example.org", birthday="1604-05-03"),
            contact("Ann Neri", "a@example.org", birthday=PartialDate(1986, 5, 3)),
            "email",
        ),
        (
            known("Ann Neri", uid="a-1", birthday="1986-05-03"),
            contact("Ann Neri", uid="a-1", birthday=PartialDate(1986, 5, 4)),
            "uid",
        ),
        (
            known("Ann Müller", email="a@example.org"),
            contact("Ann Mueller", "a@example.org"),
            "email",
        ),
        (
            known("Ann Neri", email="Ann <a@example.org>"),
            contact("Ann N.", "a@example.org"),
            "email",
        ),
        (known("Ann Neri", email="b@x.org, a@x.org"), contact("Mum", "A <a@x.org>"), "email"),
        (
            known("Ann Neri", phone="051 5550112, 333 5550199"),
            contact("Ann", "", "333 5550199"),
            "phone",
        ),
        *(
            (
                known("Ann Neri")._replace(properties={key: [*page]}),
                contact("A. N.", sources=("linkedin:ann-neri",)),
                "source",
            )
            for key, page in (
                ("linkedin", ["https://www.linkedin.com/in/Ann-Neri/"]),
                ("linkedin", ["ann-neri"]),
                ("url", ["https://example.org", "linkedin.com/in/ann-neri?x=1"]),
            )
        ),
    ],
)
def test_somebody_known_is_found_by(person: Card, incoming: Contact, why: str) -> None:
    step = only([person], incoming)

    assert (step.path, step.why) == (person.path, why)
    assert step.kind in ("update", "unchanged")


@pytest.mark.parametrize(
    ("person", "incoming"),
    [
        (GIULIA, contact("Giulia Rossi", email="other@example.com")),
        (GIULIA, contact("Giulia Rossi", "x@example.com", birthday=PartialDate(1990, 1, 1))),
        (known("Ann", company="Acme"), contact("Ann", "x@example.com", company="Acme")),
        (known("Ann Neri", email=["neri@example.org"]), contact("Ugo Neri", "neri@example.org")),
        (known("Ann Neri", phone=["051 5550112"]), contact("Mum", phone="051 5550112")),
        (known("Paolo Neri", phone=["051 5550112"]), contact("Paola Neri", phone="051 5550112")),
        (known("Paolo Neri", email=["n@example.org"]), contact("Paola Neri", "n@example.org")),
        (known("Ugo Neri", email=["n@example.org"]), contact("Ann Sol", "n@example.org")),
        (
            known("Ann Neri", company="Acme", sources=["linkedin:ann-1"]),
            contact("Ann Neri", company="Acme", sources=("linkedin:ann-2",)),
        ),
        (GIULIA, contact("Giulia Rossi", "giulia@example.org", birthday=PartialDate(None, 5, 4))),
        (GIULIA, contact("Giulia R.", "", "051 5550112", birthday=PartialDate(1986, 5, 4))),
        (
            known("Ugo Neri", email="n@example.org", birthday="1950-05-03"),
            contact("Ugo Neri", "n@example.org", birthday=PartialDate(1980, 5, 3)),
        ),
        (
            known("Ugo Neri", email="n@example.org", birthday="1950"),
            contact("Ugo Neri", "n@example.org", birthday=PartialDate(1980, 5, 3)),
        ),
    ],
    ids=[
        "name alone", "other birthday", "one word", "family address", "a number under one word",
        "a couple's number", "a couple's address", "an address under two names",
        "two ids in one service", "one address, another birthday", "one number, another birthday",
        "one day in other years", "other years",
    ],
)  # fmt: skip
def test_what_only_may_be_somebody_known_is_asked_about(person: Card, incoming: Contact) -> None:
    step = only([person], incoming)

    assert step.kind == "ask"
    assert step.candidates == ((person.name, person.path),)
    assert step.gains == ()


@pytest.mark.parametrize(
    ("person", "incoming"),
    [
        (GIULIA, contact("Marco Ferri")),
        (known("Forno", email=["info@example.org"]), contact("Ugo Sol", "info@example.org")),
        (known("Ann Neri", phone=["051 5550112"]), contact("Ugo Sol", phone="051 5550112")),
        (known("Mike Ross"), contact("Mark Ross")),
    ],
    ids=["nobody like it", "nobody's address", "one landline, other names", "a like name"],
)
def test_who_is_nobody_known_is_new(person: Card, incoming: Contact) -> None:
    assert only([person], incoming).kind == "create"


def test_a_name_much_like_one_that_is_known_is_remarked_on() -> None:
    step = only([GIULIA], contact("Guilia Rossi"))

    assert step.kind == "create"
    assert step.like == ("Giulia Rossi", GIULIA.path)


def test_the_word_of_the_note_stands_and_what_differs_is_listed() -> None:
    step = only(
        [GIULIA],
        contact("G", "giulia@example.org", company="Pasticceria", role="fornaia"),
    )

    assert step.gains == (("role", ("fornaia",)),)
    assert step.differences == (Difference("company", "[[Forno Rossi]]", "Pasticceria"),)


@pytest.mark.parametrize(
    ("incoming", "gains"),
    [
        (contact("G", "giulia@example.org", phone="+39 0515550112"), ()),
        (contact("G", "giulia@example.org", phone="051/5550112"), ()),
        (contact("G", "giulia@example.org", phone="0512 5550112"), (("phone", ("0512 5550112",)),)),
        (contact("G", "giulia@example.org", phone="333 555 0199"), (("phone", ("333 555 0199",)),)),
        (contact("G", "giulia@example.org", birthday=PartialDate(None, 5, 3)), ()),
        (contact("G", "giulia@example.org", company="forno rossi"), ()),
        (contact("G", "giulia@example.org", nicknames=("Giulia Rossi",)), ()),
    ],
)
def test_a_list_gains_what_it_does_not_hold_in_any_spelling(
    incoming: Contact, gains: tuple[tuple[str, tuple[str, ...]], ...]
) -> None:
    assert only([GIULIA], incoming).gains == gains


@pytest.mark.parametrize(
    ("have", "told", "gains"),
    [
        ("+39 333 5550112", "333 5550112", ()),
        ("333 5550112", "+39 333 5550112", ()),
        ("+49 151 5550101", "0151 5550101", ()),
        ("+39 06 555123", "06 555123", ()),
        ("+39 333 5550112", "+44 333 5550112", ("+44 333 5550112",)),
        ("+39 333 5550112", "333 5550113", ("333 5550113",)),
        ("+39 333 5550112", "50112", ("50112",)),
    ],
)
def test_a_number_without_its_country_is_the_one_with_it(
    have: str, told: str, gains: tuple[str, ...]
) -> None:
    note = known("Ann Neri", email=["ann@example.org"], phone=[have])
    step = plan([note], [contact("Ann Neri", "ann@example.org", phone=told)], None, {}).steps[0]
    assert dict(step.gains).get("phone", ()) == gains


def test_the_year_of_a_birthday_that_the_note_lacks_is_listed_and_not_taken() -> None:
    step = only([GIULIA], contact("G", "giulia@example.org", birthday=PartialDate(1986, 5, 3)))

    assert step.differences == (Difference("birthday", "--05-03", "1986-05-03"),)


def test_two_cards_of_one_person_are_one_note() -> None:
    step = only(
        [],
        contact("Ann Neri", "ann@example.org", company="Acme"),
        contact("Ann Neri, PhD", company="Acme", sources=("linkedin:ann-neri",)),
        contact("Annie", "ann@example.org", phone="333 555 0199"),
    )

    assert step.kind == "create"
    assert dict(step.gains)["sources"] == ("linkedin:ann-neri",)
    assert dict(step.gains)["phone"] == ("333 555 0199",)
    assert dict(step.gains)["aliases"] == ("Ann Neri, PhD", "Annie")


def test_an_answer_is_taken_and_no_is_remembered() -> None:
    card = contact("Giulia Rossi", "other@example.com")

    yes = only([GIULIA], card, answers={"giulia rossi": 0})
    no = only([GIULIA], card, answers={"giulia rossi": None})

    assert (yes.kind, yes.path) == ("update", GIULIA.path)
    assert (no.kind, no.apart) == ("create", (("Giulia Rossi", GIULIA.path),))
    note = first_note("People/Giulia Rossi 2.md", no, WAYS, ["[[Giulia Rossi]]"])(None)
    read = read_note("People/Giulia Rossi 2.md", note or b"", WAYS)
    assert read.properties["not_same_as"] == ["[[Giulia Rossi]]"]
    assert read.name == "Giulia Rossi"


def test_a_father_and_a_son_of_one_name_and_one_address_stay_two() -> None:
    father = known("Ugo Neri", email="neri@example.org", birthday="1950-05-03")
    card = contact("Ugo Neri", "neri@example.org", birthday=PartialDate(1980, 2, 1))

    no = only([father], card, answers={"ugo neri": None})
    held: dict[str, Value] = {key: list(values) for key, values in no.gains}
    son = known("Ugo Neri 2")._replace(
        name="Ugo Neri", properties={**held, "not_same_as": "[[Ugo Neri]]"}
    )

    assert (no.kind, no.apart) == ("create", (("Ugo Neri", father.path),))
    again = only([father, son], card)
    assert (again.kind, again.path, again.also) == ("unchanged", son.path, ())


def test_that_somebody_is_of_another_name_is_remembered() -> None:
    card = contact("Ann Sol", "giulia@example.org", phone="333 555 0199")

    yes = only([GIULIA], card, answers={"ann sol": 0})

    assert dict(yes.gains)["aliases"] == ("Ann Sol",)
    grown: dict[str, Value] = {key: list(values) for key, values in yes.gains}
    again = only([GIULIA._replace(properties={**GIULIA.properties, **grown})], card)
    assert (again.kind, again.path) == ("unchanged", GIULIA.path)


@pytest.mark.parametrize("link", ["[[Ann Neri]]", "[[People/Ann Neri|her]]", "Ann Neri"])
def test_two_who_are_not_the_same_are_not_each_other(link: str) -> None:
    ann = known("Ann Neri", email=["neri@example.org"])
    ugo = known("Ugo Neri", company="Acme", not_same_as=[link])

    step = only([ann, ugo], contact("Ugo Neri", "neri@example.org", company="Acme"))

    assert (step.kind, step.path) == ("update", ugo.path)


def test_of_two_who_are_not_the_same_none_is_the_other_as_well() -> None:
    ann = known("Ann Neri", email=["a@example.org"])
    other = known(
        "Ann Neri 2", aliases=["Ann Neri"], phone=["333 5550199"], not_same_as="[[Ann Neri]]"
    )

    step = only([ann, other], contact("Ann Neri", "a@example.org", "333 5550199"))

    assert (step.path, step.also) == (ann.path, ())


def test_a_card_that_says_nothing_new_of_either_namesake_is_no_question() -> None:
    cards = [known("Ann Neri"), known("Ann Neri 2", aliases=["Ann Neri"])._replace(name="Ann Neri")]

    assert only(cards, contact("Ann Neri")).kind == "unchanged"
    assert recognised(cards, [contact("Ann Neri")]) == [None]


def test_a_text_under_a_name_alone_is_asked_about_until_the_note_holds_it() -> None:
    cards = [known("Ann Neri"), known("Ann Neri 2", aliases=["Ann Neri"])._replace(name="Ann Neri")]
    card = contact("Ann Neri", notes="Gate code 12")
    looked_at = []

    def holds(path: str, text: str) -> bool:
        looked_at.append((path, text))
        return path == "People/Ann Neri 2.md"

    assert only(cards, card).kind == "ask"
    assert only(cards[:1], card, answers={"ann neri": 0}).texts == ("Gate code 12",)
    assert only(cards, card, holds=holds).path == "People/Ann Neri 2.md"
    assert ("People/Ann Neri.md", "Gate code 12") in looked_at
    assert only(cards, contact("Ann Neri"), holds=holds).kind == "unchanged"


def test_people_related_are_quoted_and_never_linked() -> None:
    card = contact(
        "Giulia Rossi", "giulia@example.org",
        related=(Labelled("Ugo Neri", "spouse"), Labelled("[[Lia]] [x](y.md)"), Labelled("x" * 600)),
    )  # fmt: skip
    step = only([GIULIA], card)
    note = b"---\ntype: person\n---\n> spouse: Ugo Neri and sons\n"

    assert step.texts == ("spouse: Ugo Neri", "related: [ [Lia]] [x] (y.md)")
    assert step.left_out == ("related",)
    once = gaining(GIULIA.path, step, WAYS)(note) or b""
    assert once == note + b"\n> related: [ [Lia]] [x] (y.md)\n"
    fresh = first_note("People/A.md", only([], card), WAYS, [])(None) or b""
    assert b"\n> spouse: Ugo Neri\n>\n> related: [ [Lia]] [x] (y.md)\n" in fresh
    assert read_note("People/A.md", fresh, WAYS).links == ()


@pytest.mark.parametrize(
    ("line", "is_there"),
    [("child: Ann", False), ("child: Anna", True), ("hild: Anna", False), ("", True), ("Anna", True)],
)  # fmt: skip
def test_a_line_that_other_words_begin_with_does_not_stand_in_a_note(
    line: str, is_there: bool
) -> None:
    assert stands_in(line, b"> **child:  Anna**, child: Annalisa") is is_there


def test_a_text_that_another_card_of_the_file_has_is_no_question() -> None:
    steps = plan(
        [], [contact("Ann Neri", notes="Gate code 12"), contact("Ann Neri", notes="Gate code 12")]
    )

    assert [(step.kind, step.texts) for step in steps.steps] == [("create", ("Gate code 12",))]


def test_a_mail_from_somebody_s_own_address_is_theirs_whatever_they_are_called() -> None:
    mails = [
        contact("Forno di Bologna", "giulia@example.org"),
        contact("giulia@example.org", "giulia@example.org"),
        contact("Ugo Rossi", "giulia@example.org"),
    ]

    assert recognised([GIULIA], mails) == [GIULIA, GIULIA, None]


def test_a_second_card_of_other_programs_keeps_its_own_id_among_the_sources() -> None:
    person = known("Ann Neri", uid="one", email=["ann@example.org"])

    step = only([person], contact("Ann Neri", "ann@example.org", uid="two"))

    assert step.gains == (("sources", ("uid:two",)),)


def test_who_two_people_share_is_said() -> None:
    others = [known("Ann", email=["a@example.org"]), known("Anna Neri", phone=["333 5550199"])]

    step = only(others, contact("Anna Neri", "a@example.org", "333 5550199"))

    assert step.path == "People/Ann.md"
    assert step.also == (("Anna Neri", "People/Anna Neri.md"),)


def test_oneself_is_no_contact() -> None:
    me = known("Me", me=True, email=["me@example.org"])

    assert only([me], contact("Myself", "me@example.org")).kind == "me"


def test_what_cannot_be_a_value_is_left_out_and_said() -> None:
    step = only([], contact("Ann", "/o=Exchange/cn=ann", "none", role="x" * 1000))

    assert step.gains == ()
    assert step.left_out == ("email", "phone", "role")


def test_a_hostile_card_makes_a_note_that_is_a_persons() -> None:
    evil = contact(
        "{{title}} <% x %>",
        "a@example.org",
        company="---\n# x: {{y}}",
        notes="- 2026-01-01 call\n---\n{{x}} <% tp %>\n- [ ] pay #promise",
    )
    note = first_note("People/x.md", only([], evil), WAYS, [])(None)
    read = read_note("People/x.md", note or b"", WAYS)

    assert read.kind == "person"
    assert read.person is not None
    assert read.person.inbox
    assert (read.problems, read.interactions, read.loops) == ((), (), ())
    assert read.properties["company"] == "---\n# x: { {y}}"


def test_a_text_of_the_phone_is_added_once_as_a_quote() -> None:
    step = only([GIULIA], contact("G", "giulia@example.org", notes="Gate code 12\nring twice"))
    edit = gaining(GIULIA.path, step, WAYS)

    once = edit(b"---\ntype: person\n---\nShe bakes.\n")

    assert once == b"---\ntype: person\n---\nShe bakes.\n\n> Gate code 12\n> ring twice\n"
    assert edit(once) == once


@pytest.mark.parametrize(
    ("number", "region", "whole"),
    [
        ("051 555 0112", "IT", "+390515550112"),
        ("0039 051 5550112", "IT", "+390515550112"),
        ("+44 (0)20 7946 0018", None, "+442079460018"),
        ("051 555 0112", None, None),
        ("+39 051 5550112 ext. 5", None, "+390515550112"),
        ("call me", "IT", None),
        ("\u202d+39 333 555 0199\u202c", None, "+393335550199"),
    ],
)
def test_a_number_has_one_international_form(
    number: str, region: str | None, whole: str | None
) -> None:
    assert international(number, region) == whole


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Rossi Giulia", "Giulia Rossi", True),
        ("Dr. Anna Neri, PhD", "Anna Neri", True),
        ("Anna Maria Neri", "Anna Neri", True),
        ("Bob Crest", "Robert Crest", True),
        ("van der Berg, Anna", "Anna van der Berg", True),
        ("Mike", "Liz", False),
        ("Anna Neri", "Marco Bianchi", False),
    ],
)
def test_names_are_alike_in_any_order_and_form(one: str, other: str, alike: bool) -> None:
    assert (likeness(one, other) >= 0.8) is alike
    assert likeness(one, other) == likeness(other, one)


NAMES = st.sampled_from(("Ann Neri", "Ugo Neri", "Ann", "Giulia Rossi", "Rossi Giulia", "Zoë: a/b"))
EMAILS = st.sampled_from(("", "ann@example.org", "neri@example.org", "info@example.org", "no mail"))
PHONES = st.sampled_from(("", "051 555 0112", "+39 051 5550112", "333 555 0199", "112", "x"))
CONTACTS = st.builds(
    lambda name, email, phone, company, uid, birthday, notes, related: contact(
        name,
        email,
        phone,
        company=company,
        uid=uid,
        birthday=birthday,
        notes=notes,
        related=related,
    ),
    NAMES,
    EMAILS,
    PHONES,
    st.sampled_from((None, "Acme", "acme", "[[Acme]]")),
    st.sampled_from((None, None, "u1", "u2")),
    st.sampled_from((None, PartialDate(None, 5, 3), PartialDate(1986, 5, 3), PartialDate(1950, 5))),
    st.sampled_from(("", "", "Gate code 12", "- 2026-01-01 call")),
    st.sampled_from(((), (), (Labelled("Ugo", "child"), Labelled("Ugo Sol", "child")))),
)


def carried_out(notes: Mapping[str, bytes], found: Plan) -> dict[str, bytes]:
    """Return the notes of a vault after a plan was carried out."""
    after = dict(notes)
    for step in found.steps:
        if step.kind == "create":
            number = 1
            while (path := f"People/{step.name.replace('/', '-')} {number}.md") in after:
                number += 1
            links = [f"[[{(path or '')[:-3]}]]" for _, path in step.apart]
            after[path] = first_note(path, step, WAYS, links)(None) or b""
        elif step.kind == "update":
            path = step.path or ""
            after[path] = gaining(path, step, WAYS)(after[path]) or b""
    return after


def cards_of(notes: Mapping[str, bytes]) -> list[Card]:
    read = [read_note(path, data, WAYS) for path, data in notes.items()]
    return [
        Card(each.path, each.name, "active", True, False, each.aliases, (), each.properties)
        for each in read
    ]


@settings(deadline=None)
@given(st.lists(CONTACTS, max_size=5), st.lists(CONTACTS, max_size=5))
def test_the_same_contacts_twice_change_nothing(
    before: list[Contact], contacts: list[Contact]
) -> None:
    notes = carried_out({}, plan([], before, "IT"))
    once = carried_out(notes, plan(cards_of(notes), contacts, "IT"))
    twice = carried_out(once, plan(cards_of(once), contacts, "IT"))

    assert twice == once


@settings(deadline=None)
@given(st.lists(CONTACTS, max_size=5), st.lists(CONTACTS, max_size=5))
def test_nothing_that_a_note_says_is_lost_or_changed(
    before: list[Contact], contacts: list[Contact]
) -> None:
    notes = carried_out({}, plan([], before, "IT"))
    after = carried_out(notes, plan(cards_of(notes), contacts, "IT"))

    for path, data in notes.items():
        now = after[path].splitlines()
        assert [line for line in data.splitlines() if line not in now] == []


@settings(deadline=None)
@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_has_no_order_and_is_whole_for_oneself(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert likeness(one, one) == 1.0
    assert name_key(name_key(one)) == name_key(one)


@settings(deadline=None, max_examples=60)
@given(PEOPLE)
def test_a_note_made_of_a_contact_alone_gives_back_what_it_can_hold(contact: Contact) -> None:
    step = only([], contact)
    note = read_note("People/A.md", first_note("People/A.md", step, WAYS, ())(None) or b"", WAYS)
    card = Card(
        note.path, note.name, "active", False, False, note.aliases, (), dict(note.properties)
    )

    out = contact_of(card)

    assert out._replace(uid=None) == as_held(contact)._replace(uid=None)
    assert out.uid == (as_held(contact).uid or path_uid("People/A.md"))
    assert as_held(out) == out


@settings(deadline=None, max_examples=60)
@given(PEOPLE)
def test_a_card_of_somebody_is_held_once_and_for_all(contact: Contact) -> None:
    assert as_held(as_held(contact)) == as_held(contact)
