"""A whole note: which kind it is, what its properties mean, and that reading never fails."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tool.config import Reading
from vault_tool.dates import Duration, PartialDate
from vault_tool.model import Note, Occasion, Person
from vault_tool.note.conventions import Conventions, DayFormat
from vault_tool.note.reading import read_note

WAYS = Conventions()


def read(text: str, path: str = "People/Ada Moon.md", ways: Conventions = WAYS) -> Note:
    return read_note(path, text.encode(), ways)


def person(front_matter: str) -> Person:
    found = read(f"---\n{front_matter}\n---\n").person
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        ("People/Ada.md", "", "person"),
        ("people/sub/Ada.md", "just a body", "person"),
        ("x/Ada.md", "---\ntype: Person\n---\n", "person"),
        ("x/Ada.md", "---\nfileClass: contact\n---\n", "person"),
        ("x/Ada.md", "---\ntags: [friend, Person/old]\n---\n", "person"),
        ("x/Ada.md", "---\ntags: '#people'\n---\n", "person"),
        ("x/Ada.md", "type:: person\n", "person"),
        ("x/Ada.md", "#person in a body\n", "note"),
        ("People/Acme.md", "---\ntype: company\n---\n", "note"),
        ("People/Ada.md", "---\ntype:\n---\n", "person"),
        ("People/Index.md", "", "note"),
        ("People/readme.md", "# People", "note"),
        ("People/Untitled 3.md", "", "note"),
        ("People/Friends MOC.md", "", "note"),
        ("People/Index.md", "---\nbirthday: 1990-05-14\n---\n", "person"),
        ("People/Map.excalidraw.md", "", "note"),
        ("People/Person.md", "---\nname: <% tp.file.title %>\n---\n", "note"),
        ("People/Person.md", "# {{title}}\n", "note"),
        ("People/Person.md", "---\ntype: person\nborn: '{{date}}'\n---\n", "note"),
        ("x/Ada.md", "---\ntype: person\n---\nuses {{title}} in her templates", "person"),
        ("People/Ada.md", "---\nborn: <% x %>\n---\n- 2026-09-02 call\n", "person"),
        ("People/Ada.md", "## **[[2026-09-02]]** Coffee\n\nher {{title}}\n", "person"),
        ("People/Person.md", "## {{date}}\n\n- [ ] 2026-09-02\n", "note"),
        ("Journal/2026-09-02.md", "", "daily"),
        ("Journal/2026-W36.md", "", "note"),
        ("Journal/2026-09-31.md", "", "note"),
        ("m/2026-09-02 Kick-off.md", "---\npeople: ['[[Ada]]']\n---\n", "meeting"),
        ("m/Kick-off.md", "---\ndate: 2026-09-02\nattendees:\n- '[[Ada]]'\n---\n", "meeting"),
        ("m/Kick-off.md", "---\ndate: 2026-09-02\nwith: Ada\n---\n", "note"),
        ("m/Kick-off.md", "---\npeople: '[[Ada]]'\n---\n", "note"),
        ("Drafts/x.md", "---\ntype: draft\nto: '[[Ada]]'\n---\n", "made"),
        ("People/Report.md", "---\ngenerated_by: vault-tool\n---\n", "made"),
    ],
)  # fmt: skip
def test_the_kind_of_a_note(path: str, text: str, kind: str) -> None:
    assert read(text, path).kind == kind


def test_the_config_narrows_what_makes_a_person() -> None:
    ways = Conventions(Reading(people=("Amici",), people_by=("folder",)))
    assert read("", "People/Ada.md", ways).kind == "note"
    assert read("---\ntype: person\n---\n", "x/Ada.md", ways).kind == "note"
    assert read("", "Amici/Ada.md", ways).kind == "person"


def test_the_whole_vault_may_be_the_people_folder() -> None:
    assert read("", "Ada.md", Conventions(Reading(people=("",)))).kind == "person"


def test_the_users_own_spelling_may_name_any_spelling_we_know() -> None:
    ways = Conventions(Reading(properties={"seen": "last_contacted", "hug": "weight"}))
    found = read("---\nSeen: 2026-09-02\nhug: 5\n---\n", ways=ways).person
    assert found is not None
    assert (found.last_contact, found.weight) == (date(2026, 9, 2), 5)


def test_a_line_of_ten_thousand_links_stays_small() -> None:
    note = read("[[A]] " * 10_000)
    assert len(note.mentions) == 10_000
    assert max(len(mention.text) for mention in note.mentions) <= 600


def test_a_daily_notes_day_comes_from_its_name_and_wins_over_its_date() -> None:
    ways = Conventions(days=(DayFormat("YYYY/MM/DD"),))
    assert read("---\ndate: 2020-01-01\n---\n", "J/2026/09/02.md", ways).day == date(2026, 9, 2)


def test_the_name_is_the_files_unless_the_note_says_otherwise() -> None:
    assert read("").name == "Ada Moon"
    assert read("---\nname: Countess Ada\n---\n").name == "Countess Ada"
    assert read("---\nname:\n---\n").name == "Ada Moon"


@pytest.mark.parametrize(
    "key",
    ["last_contact", "Last Contact", "last-contact", "LAST_CONTACTED", "last chat", "last_met"],
)
def test_spellings_of_one_property_are_one(key: str) -> None:
    found = person(f"{key}: 2026-09-02")
    assert (found.last_contact, found.last_contact_line) == (date(2026, 9, 2), 2)


def test_of_several_last_contacts_the_latest_wins() -> None:
    found = person("last_contact: 2026-01-01\nlast_met: '[[2026-03-01]]'\nlast chat: 2025-01-01")
    assert (found.last_contact, found.last_contact_line) == (date(2026, 3, 1), 3)


def test_lists_of_several_spellings_are_united_and_the_canonical_scalar_wins() -> None:
    note = read("---\nmail: a@example.org\nemail: [b@example.org]\nlang: en\nlanguage: it\n---\n")
    assert note.properties["email"] == ["b@example.org", "a@example.org"]
    assert note.properties["language"] == "it"


def test_properties_keep_the_text_that_stands_in_the_note() -> None:
    note = read("---\nphone: 0049301234\ncountry: NO\nzip: 02890\nempty:\nm: {a: 1}\n---\n")
    assert note.properties == {
        "phone": "0049301234", "country": "NO", "zip": "02890", "empty": None, "m": {"a": "1"},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("written", "weight"),
    [
        ("weight: 5", 5), ("closeness: 2", 2), ("tier: 1", 5), ("priority: 5", 1), ("weight: A", 5),
        ("tier: e", 1), ("weight: F", 1), ("weight: close", 5), ("weight: Distant", 1),
        ("weight: 9", 3), ("weight: 0", 3), ("other: 1", 3), ("weight: [4]", 4),
    ],
)  # fmt: skip
def test_weights(written: str, weight: int) -> None:
    assert person(written).weight == weight


def test_what_a_persons_properties_mean() -> None:
    found = person("""\
birthday: 1604-06-12
dates: [2015-06-20 wedding anniversary, "--12-08 name day"]
frequency: 6 weeks
met: 2023-05
next_contact: 2026-12-01
snooze: "[[2026-12-02]]"
inbox: true
mentions: false""")
    assert found == Person(
        birthday=PartialDate(None, 6, 12),
        dates=(
            Occasion("wedding anniversary", PartialDate(2015, 6, 20)),
            Occasion("name day", PartialDate(None, 12, 8)),
        ),
        frequency=Duration(days=42),
        met=PartialDate(2023, 5),
        next_contact=date(2026, 12, 1),
        snooze_until=date(2026, 12, 2),
        inbox=True,
        mentions=False,
    )


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("status: Archived", "archived"), ("paused: true", "paused"), ("archived: yes", "archived"),
        ("deceased: true", "deceased"), ("died: 2024-05", "deceased"), ("deceased: 2024-05-01", "deceased"),
        ("paused: false", "active"), ("status:", "active"), ("status: lead", "active"),
    ],
)  # fmt: skip
def test_statuses(written: str, status: str) -> None:
    assert person(written).status == status


@pytest.mark.parametrize(
    "line",
    [
        "birthday: soon", "last_contact: yesterdy", "weight: 9", "frequency: 0", "frequency: 200 years",
        "met: 2026-13-01", "paused: perhaps", "status: lead", "dates: [wedding]", "phone: 0049301234",
        "next_contact: 2026-09",
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_a_problem_and_the_rest_counts(line: str) -> None:
    note = read(f"---\nlanguage: it\n{line}\n---\n- 2026-09-02 call")
    assert [(p.line, p.column) for p in note.problems] == [
        (3, len(line.partition(": ")[0]) + 3)
    ] or (line.startswith("dates"))
    assert note.properties["language"] == "it"
    assert len(note.interactions) == 1


def test_a_number_obsidian_would_change_is_remarked_on_and_a_quoted_one_is_not() -> None:
    assert [p.code for p in read("---\nphone: +393331234567\n---\n").problems] == ["phone-unquoted"]
    assert read('---\nphone: ["+393331234567", 333 1234567, 3331234567]\n---\n').problems == ()


def test_inline_fields_are_fallbacks() -> None:
    text = "---\nbirthday: 1990-05-14\n---\n**Birthday**:: 1991-01-01\n- Last contact:: [[2026-06-07]]\n[frequency:: 3 months]\n"
    found = read(text).person
    assert found is not None
    assert found.birthday == PartialDate(1990, 5, 14)
    assert (found.last_contact, found.last_contact_line) == (date(2026, 6, 7), 5)
    assert found.frequency == Duration(months=3)


def test_a_meeting_counts_for_everyone_it_names() -> None:
    text = "---\ndate: 2026-09-02T10:00\npeople:\n  - '[[Ada]]'\n  - '[[Bob|B]]'\n---\n"
    (found,) = read(text, "m/Coffee.md").interactions
    assert (found.day, found.channel, found.people, found.line, found.source) == (
        date(2026, 9, 2), "in-person", ("Ada", "Bob"), 4, "meeting",
    )  # fmt: skip


def test_an_unquoted_link_is_understood() -> None:
    note = read("---\ndate: 2026-09-02\npeople:\n- [[Ada]]\n- [[Bob]]\n---\n", "m/x.md")
    assert note.interactions[0].people == ("Ada", "Bob")


def test_links_of_properties_know_their_line() -> None:
    note = read("---\nmet_through: '[[Ada]]'\n---\nsee [[Bob]]\n")
    assert [(link.target, link.line) for link in note.links] == [("Ada", 2), ("Bob", 4)]


FRAGMENTS = st.sampled_from(
    ["---\n", "a: b\n", "- 2026-09-02 call\n", "- [ ] x 📅 2026-02-30\n", "[[", "]]", "```\n", "%%",
     "`", "<!--", "> ", "\r", "\r\n", "\t", "# ", "Key:: v\n", "people:\n", "- [[A]]\n", "{{x}}", "<% x %>",
     "\0", "\ufeff", "é", "|", "#got/info ", "\u2028", "dates: ", "[x](y", ")", "*" * 9]
)  # fmt: skip


@given(st.lists(FRAGMENTS | st.text(max_size=8), max_size=40).map("".join))
def test_reading_never_fails_and_every_place_lies_in_the_note(text: str) -> None:
    data = text.encode("utf-8", "replace")
    lines = (
        data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    )
    for path in ("People/X.md", "2026-09-02.md", "n.md"):
        note = read_note(path, data, WAYS)
        places = [p.line for p in note.problems] + [i.line for i in note.interactions]
        places += [x.line for x in note.loops] + [x.line for x in note.links]
        assert all(1 <= line <= lines for line in places)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_note(data: bytes) -> None:
    assert read_note("People/X.md", data, WAYS).path == "People/X.md"
