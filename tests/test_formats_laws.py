"""The laws of every format: no reader raises, what is written comes back, no value does harm."""

import csv
import re
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.format_laws import HOSTILE, KINDS, SAMPLES, WRITERS, hostile, read, records
from tests.test_formats_writing import CONTACTS
from vault_tool.engine.outgoing import as_held
from vault_tool.formats.contact import Contact
from vault_tool.formats.readers import READERS, TALKS, read_contacts

# Line breaks and tabs are what files are made of.
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff]")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def texts(value: object) -> list[str]:
    """Return every text in whatever a reader found, but the card as it came."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for each in value for text in texts(each)]
    return []


def test_every_reader_has_a_sample_in_which_it_finds_somebody() -> None:
    assert set(SAMPLES) == set(READERS) | set(TALKS)
    assert all(read(kind, SAMPLES[kind])[0] for kind in KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_cut_off_anywhere_is_read_as_far_as_it_goes(kind: str) -> None:
    sample = SAMPLES[kind]

    for end in range(0, len(sample), max(1, len(sample) // 150)):
        read(kind, sample[:end])


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None, max_examples=30)
@given(data=st.binary(max_size=200), other=st.sampled_from(sorted(SAMPLES)), at=st.integers(0))
def test_whatever_the_bytes_are_nothing_is_raised_and_nothing_unseen_is_read(
    kind: str, data: bytes, other: str, at: int
) -> None:
    sample = SAMPLES[kind]
    at %= len(sample)
    for each in (data, sample[:at] + data + sample[at:], SAMPLES[other], data + SAMPLES[other]):
        people = read(kind, each)[0]
        assert not any(UNSEEN.search(text) for text in texts(people))
        assert isinstance(people, tuple)


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: repr(value[:12]))
def test_no_value_makes_a_record_of_its_own_or_holds_what_a_terminal_would_obey(
    name: str, value: str
) -> None:
    data = WRITERS[name](hostile(value))

    assert records(name, data) == records(name, WRITERS[name](hostile("plain")))
    assert not CONTROL.search(data)


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: repr(value[:12]))
def test_a_spreadsheet_computes_no_value(value: str) -> None:
    _, row = csv.reader(StringIO(WRITERS["csv"](hostile(value)).decode()))

    assert not any(cell.startswith(FORMULA) for cell in row)


def said_by(contact: Contact) -> dict[str, object]:
    """Return what a table can hold of somebody."""
    held = as_held(contact)
    named = {key: [each.value for each in getattr(held, key)] for key in ("emails", "phones")}
    return {"name": held.name, **named, "birthday": held.birthday, "company": held.company}


@pytest.mark.parametrize("name", [name for name in WRITERS if name.startswith("vcard")])
@settings(deadline=None, max_examples=30)
@given(contact=CONTACTS)
def test_a_card_holds_all_of_a_contact(name: str, contact: Contact) -> None:
    (found,) = read_contacts("vcard", WRITERS[name](contact), "x").people

    assert said_by(found) == said_by(contact)
    assert found.notes == contact.notes
    assert set(found.groups) == set(contact.groups)
    assert found.uid == contact.uid


@pytest.mark.parametrize("name", ["csv", "csv raw"])
@settings(deadline=None, max_examples=30)
@given(contact=CONTACTS)
def test_a_table_holds_what_it_has_columns_for(name: str, contact: Contact) -> None:
    plain = contact._replace(company="Acme", name="Ann Neri", nicknames=(), role=None)

    (found,) = read_contacts("csv", WRITERS[name](plain), "x").people

    assert said_by(found) == said_by(plain)
