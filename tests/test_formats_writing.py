"""What is written for other programs: read again it says the same, and nothing in it does harm."""

import csv
import json
import re
from io import StringIO
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.commandline import run
from vault_tool.dates import PartialDate
from vault_tool.engine.outgoing import days_of
from vault_tool.formats.calendar import Event, write_calendar
from vault_tool.formats.characters import one_line, visible
from vault_tool.formats.contact import Address, Contact, Labelled, NameParts
from vault_tool.formats.contentlines import Property, properties
from vault_tool.formats.vcard import read_vcards
from vault_tool.formats.vcard_writing import Version, write_vcards
from vault_tool.model import Card, Occasion, Person, Status

HOSTILE = (
    "\r\nBEGIN:VCARD",
    "a\nEND:VCARD",
    "=?utf-8?q?=41?=",
    "=1+1",
    "\x1b[31m",
    "a;b,c\\d",
    "\\n",
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(HOSTILE)
WORDS = TEXT.map(one_line).filter(bool)
LABELS = st.sampled_from(("", "home", "cell", "Summer house", "a;b:c"))
VALUES = st.lists(st.builds(Labelled, WORDS, LABELS), max_size=2, unique_by=lambda one: one.value)
DAYS = (
    st.dates()
    .filter(lambda day: day.year > 1604)
    .map(lambda day: PartialDate(day.year, day.month, day.day))
)
YEARLESS = DAYS.map(lambda day: PartialDate(None, day.month, day.day))
CONTACTS = st.builds(
    Contact,
    WORDS,
    st.builds(NameParts, WORDS, WORDS, st.just(""), st.just(""), st.just("")),
    nicknames=st.lists(WORDS, max_size=2, unique=True).map(tuple),
    emails=st.lists(
        st.builds(Labelled, st.just("a@example.org"), LABELS), max_size=1
    ).map(tuple),
    phones=st.lists(
        st.builds(Labelled, st.sampled_from(("333 555 0144", "+39 1")), LABELS),
        max_size=2,
        unique_by=lambda one: one.value,
    ).map(tuple),
    handles=st.lists(
        st.builds(Labelled, st.sampled_from(("nives", "ni;ves")), st.just("telegram")), max_size=1
    ).map(tuple),
    addresses=st.lists(
        st.builds(Address, TEXT.map(visible), WORDS, WORDS, WORDS, WORDS, LABELS), max_size=2
    ).map(tuple),
    birthday=st.none() | DAYS | YEARLESS,
    dates=st.lists(st.builds(Occasion, WORDS, DAYS | YEARLESS), max_size=2, unique=True).map(tuple),
    urls=VALUES.map(tuple),
    company=st.none() | WORDS,
    department=st.none(),
    language=st.none(),
    groups=st.lists(WORDS, max_size=2, unique=True).map(tuple),
    met=st.none(),
    sources=st.just(()),
    has_photo=st.just(False),
    related=st.just(()),  # no property of a note, so that none is written
    line=st.just(1),
    card=st.just(b""),
    role=st.none() | WORDS,
    notes=TEXT.map(visible),
    uid=st.none() | WORDS.filter(lambda text: not text.startswith("urn:uuid:")),
)  # fmt: skip


@pytest.mark.parametrize("version", ["3.0", "4.0"])
@settings(deadline=None)
@given(contacts=st.lists(CONTACTS, max_size=3))
def test_a_card_that_was_written_says_the_same_when_it_is_read(
    version: Version, contacts: list[Contact]
) -> None:
    found = read_vcards(write_vcards(contacts, version))

    assert found.problems == ()
    assert [each._replace(card=b"", line=1) for each in found.people] == [
        each._replace(nicknames=tuple(one for one in each.nicknames if one != each.name))
        for each in contacts
    ]


@settings(deadline=None)
@given(st.lists(CONTACTS, max_size=3), st.sampled_from(("3.0", "4.0")))
def test_no_line_is_longer_than_75_octets_and_none_is_parted_in_a_character(
    contacts: list[Contact], version: Version
) -> None:
    data = write_vcards(contacts, version)

    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert all(line.decode("utf-8") is not None for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")


@settings(deadline=None)
@given(st.lists(CONTACTS, max_size=3))
def test_no_value_makes_a_line_of_its_own(contacts: list[Contact]) -> None:
    names = [each.name for each in properties(write_vcards(contacts)) if isinstance(each, Property)]

    assert names.count("BEGIN") == names.count("END") == names.count("FN") == len(contacts)


def test_a_value_of_a_million_signs_is_written_and_read() -> None:
    contact = Contact("Ann", NameParts(given="Ann"), notes="é" * 500_000)

    assert read_vcards(write_vcards([contact])).people[0].notes == contact.notes


@pytest.mark.parametrize(
    ("version", "on", "line"),
    [
        ("3.0", PartialDate(None, 2, 29), "BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29"),
        ("4.0", PartialDate(None, 2, 29), "BDAY:--0229"),
        ("3.0", PartialDate(1990, 5, 14), "BDAY:1990-05-14"),
        ("4.0", PartialDate(1990, 5, 14), "BDAY:19900514"),
        ("4.0", PartialDate(1990, 5), "BDAY:1990-05"),
    ],
)
def test_a_birthday_is_written_as_the_version_knows_it(
    version: Version, on: PartialDate, line: str
) -> None:
    card = write_vcards([Contact("Ann", birthday=on)], version).decode()

    assert f"\r\n{line}\r\n" in card


def test_version_3_has_no_word_for_a_birthday_without_a_day() -> None:
    assert b"BDAY" not in write_vcards([Contact("Ann", birthday=PartialDate(1990, 5))], "3.0")


@pytest.mark.parametrize("born", [None, 1984])
def test_the_29th_of_february_comes_every_year(born: int | None) -> None:
    data = write_calendar([Event("u", PartialDate(born, 2, 29), "Ann", yearly=True)], "x").decode()
    rule = next(line[6:] for line in data.split("\r\n") if line.startswith("RRULE:"))
    start = re.search(r"DTSTART;VALUE=DATE:(\d+)", data)
    assert start

    days = list(rrulestr(f"DTSTART:{start[1]}\nRRULE:{rule};COUNT=5"))

    assert [(day.month, day.day) for day in days] == [(2, 29), (2, 28), (2, 28), (2, 28), (2, 29)]


@settings(deadline=None)
@given(TEXT, DAYS | YEARLESS, st.booleans())
def test_a_calendar_holds_one_event_whatever_it_is_called(
    text: str, on: PartialDate, yearly: bool
) -> None:
    data = write_calendar([Event(text, on, text, yearly)], text)
    found = [each for each in properties(data) if isinstance(each, Property)]

    assert [each.name for each in found].count("SUMMARY") == 1
    assert next(each for each in found if each.name == "SUMMARY").text() == one_line(text)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


@pytest.mark.parametrize(
    ("kind", "words", "back"),
    [
        ("vcard", (), "vcard"),
        ("vcard", ("--version", "4.0"), "vcard"),
        ("csv", (), "csv"),
        ("csv", ("--csv", "raw"), "csv"),
    ],
)
def test_what_was_exported_is_known_already_when_it_is_imported(
    kind: str, words: tuple[str, ...], back: str, example_vault: Path, tmp_path: Path
) -> None:
    file = tmp_path / "people"
    assert run("export", kind, *words, "-o", str(file), vault=example_vault).code == 3

    said = run("import", back, str(file), "--dry-run", "--format", "json", vault=example_vault)
    result = json.loads(said.out)

    assert result["changes"] == []
    assert {item["kind"] for item in result["items"]} == {"unchanged"}
    assert not any(item["differences"] for item in result["items"])
    assert len(result["items"]) > 25


@pytest.mark.parametrize("kind", ["vcard", "csv", "ics"])
def test_the_same_vault_gives_the_same_bytes_on_another_day(kind: str, example_vault: Path) -> None:
    once = run("export", kind, vault=example_vault).out
    later = run("export", kind, vault=example_vault, today="2027-02-01").out

    assert once == later != ""


def test_a_spreadsheet_computes_nothing_of_a_name(tmp_path: Path) -> None:
    note = '---\ntype: person\nname: "=cmd|x"\nphone: "+39 1"\ncompany: "@sum"\n---\n'
    (tmp_path / ".vault-tool").mkdir()
    (tmp_path / "People").mkdir()
    (tmp_path / "People" / "x.md").write_text(note)

    safe = run("export", "csv", vault=tmp_path).out
    raw = run("export", "csv", "--csv", "raw", vault=tmp_path).out

    row = next(csv.DictReader(StringIO(safe)))
    assert (row["name"], row["phone"], row["company"]) == ("'=cmd|x", "'+39 1", "'@sum")
    assert next(csv.DictReader(StringIO(raw)))["name"] == "=cmd|x"


def test_json_has_all_properties_as_they_stand(example_vault: Path) -> None:
    said = json.loads(run("export", "json", "--where", "role=fornaia", vault=example_vault).out)

    assert [item["name"] for item in said["items"]] == ["Giulia Rossi"]
    assert said["items"][0]["person"]["phone"] == ["+39 051 555 0112"]


def test_a_calendar_may_hold_when_each_is_due(example_vault: Path) -> None:
    plain = run("export", "ics", vault=example_vault).out
    with_due = run("export", "ics", "--follow-ups", "--lang", "it", vault=example_vault).out

    assert "Be in touch" not in plain
    assert "SUMMARY:Farsi sentire: Giulia Rossi" in with_due.replace("\r\n", "\n")
    assert "Idraulico" not in with_due


def test_a_format_that_is_not_known_is_said(example_vault: Path) -> None:
    result = run("export", "papyrus", vault=example_vault)

    assert result.code == 2
    assert "There are: vcard, csv, json, ics, mutt, qr." in result.err


@pytest.mark.parametrize("status", ["paused", "archived", "deceased"])
def test_the_days_of_who_was_set_aside_are_in_no_calendar(status: Status) -> None:
    card = Card("People/Ada.md", "Ada", status, False, False, (), (), {})
    birthday = PartialDate(1986, 5, 3)

    assert len(list(days_of(card, Person(birthday=birthday)))) == 1
    assert list(days_of(card, Person(birthday=birthday, status=status))) == []


def test_an_occasion_keeps_its_id_when_another_is_written_above_it() -> None:
    def ids(*labels: str) -> dict[str, str]:
        dates = [Occasion(label, PartialDate(None, 5, 3)) for label in labels]
        person = Person(dates=tuple(dates))
        return {f"{day.label}{n}": day.uid for n, day in enumerate(days_of(card, person))}

    card = Card("People/Ada.md", "Ada", "active", False, False, (), (), {})
    assert len(set(ids("name day", "name day", "wedding").values())) == 3
    assert ids("wedding")["wedding0"] == ids("name day", "wedding")["wedding1"]
