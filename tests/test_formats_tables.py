"""Tables and lists of services, as they really are exported; whatever the bytes, there is an answer."""

import json
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vault_tool.dates import DateOrder, PartialDate
from vault_tool.formats.contact import Address, Contact, Hints, Labelled
from vault_tool.formats.readers import READERS, read_contacts
from vault_tool.formats.sheet import MOST, sheet
from vault_tool.formats.written_days import day, moment_day, order_in
from vault_tool.model import Occasion

NOTICE = (
    'Notes:\n"When exporting your connection data, you may notice that some of the email addresses'
    ' are missing, as ""members"" decide."\n\n'
)
LINKEDIN = (
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    'Nives,"Sarti, PhD",https://www.linkedin.com/in/Nives-Sarti-1a2b/,,"Carta, Filo & C.",Binder,12 Mar 2024\n'
    ",,,,,,\n"
    "Olmo,Reggiani,https://www.linkedin.com/in/olmo,olmo@example.org,,,7-Feb-22\n"
)
GOOGLE_NEW = (
    "First Name,Middle Name,Last Name,Nickname,File As,Organization Name,Organization Title,"
    "Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,"
    "E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Label,Address 1 - Formatted,"
    "Address 1 - Street,Address 1 - City,Address 1 - Postal Code,Address 1 - Country,"
    "Website 1 - Label,Website 1 - Value,Event 1 - Label,Event 1 - Value,"
    "Custom Field 1 - Label,Custom Field 1 - Value\n"
    'Nives,,Sarti,Nina,,Legatoria Sarti,Binder, --04-15,"two\nlines",https://lh3.example.org/x,'
    "Friends ::: * myContacts ::: * starred,Work,sarti@example.com,* Home,nives@example.org,"
    '* Mobile,333 555 0144 ::: +39 051 555 0112,Home,"Via Lame 2\n40122 Bologna",Via Lame 2,Bologna,'
    "40122,IT,Profile,https://www.linkedin.com/in/nives,Anniversary,2014-03-10,Cat,Ingrid\n"
)
GOOGLE_OLD = (
    "Name,Given Name,Additional Name,Family Name,Birthday,Notes,Group Membership,"
    "E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,"
    "Organization 1 - Name,Organization 1 - Title\n"
    "Nives Sarti,Nives,,Sarti,1984-11-13,,* My Contacts ::: Choir,* Other,nives@example.org,"
    "Mobile,333 555 0144,Legatoria Sarti,Binder\n"
)
OUTLOOK = (
    "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,"
    "Business Street 2,Business City,Business Postal Code,Business Country/Region,Home Phone,"
    "Mobile Phone,Anniversary,Birthday,Categories,E-mail Address,E-mail 2 Address,Notes,Web Page\n"
    "Dr.,Nives,,Sarti,,Legatoria Sarti,Restoration,Binder,Via Lame 2,Scala B,Bologna,40122,Italia,"
    "051 555 0112,333 555 0144,0/0/00,4/13/1984,Friends;Choir,nives@example.org,"
    "/o=Example/cn=nives,è così,sarti.example.org\n"
)
THUNDERBIRD = (
    "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Screen Name,"
    "Work Phone,Home Phone,Mobile Number,Home Address,Home City,Home ZipCode,Home Country,"
    "Job Title,Department,Organization,Web Page 1,Birth Year,Birth Month,Birth Day,Notes\n"
    "Nives,Sarti,Nives S.,Nina,nives@example.org,,,,051 555 0112,333 555 0144,Via Lame 2,Bologna,"
    "40122,Italia,Binder,,Legatoria Sarti,,,4,5,hm\n"
)


def mangled(text: str) -> str:
    """Return a text as Facebook writes it."""
    return text.encode().decode("latin-1")


FRIENDS = json.dumps({"friends_v2": [{"name": mangled("José Müller"), "timestamp": 1577836800}]})
BOOK = json.dumps(
    {
        "address_book_v2": {
            "address_book": [
                {
                    "name": mangled("Zoë"),
                    "details": [
                        {"contact_point": "+393335550144"},
                        {"contact_point": "z@example.org"},
                    ],
                    "created_timestamp": 1577836800,
                }
            ]
        }
    }
)


def zipped(name: str, text: str) -> bytes:
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return held.getvalue()


def one(kind: str, data: str | bytes, hints: Hints | None = None) -> Contact:
    found = read_contacts(kind, data if isinstance(data, bytes) else data.encode(), "x", hints)
    assert [each for each in found.problems if each.level == "error"] == []
    assert len(found.people) == 1
    return found.people[0]


def test_people_related_are_read_out_of_both_tables_of_google() -> None:
    old = "Given Name,Family Name,Relation 1 - Type,Relation 1 - Value\nAnn,Neri,Spouse,Ugo Neri\n"
    new = (
        "First Name,Last Name,Labels,Relation 1 - Label,Relation 1 - Value,Relation 2 - Label,"
        "Relation 2 - Value\nAnn,Neri,,Child,Lia ::: Ivo,* Sister,Zita\n"
    )
    related = [read_contacts("google", each.encode(), "x").people[0].related for each in (old, new)]

    assert related == [
        (Labelled("Ugo Neri", "Spouse"),),
        (Labelled("Zita", "Sister"), Labelled("Lia", "Child"), Labelled("Ivo", "Child")),
    ]


@pytest.mark.parametrize("preamble", ["", NOTICE, "\ufeff" + NOTICE])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_linkedin_connections_are_read(preamble: str, end: str) -> None:
    data = (preamble + LINKEDIN).replace("\n", end).encode()
    nives, olmo = read_contacts("linkedin", data, "x").people

    assert (nives.name, nives.parts.suffix) == ("Nives Sarti", "PhD")
    assert nives.company == "Carta, Filo & C."
    assert nives.met == PartialDate(2024, 3, 12)
    assert nives.sources == ("linkedin:nives-sarti-1a2b",)
    assert olmo.met == PartialDate(2022, 2, 7)
    assert olmo.emails == (Labelled("olmo@example.org"),)


def test_linkedin_connections_are_read_straight_from_the_archive() -> None:
    data = zipped("Complete_Export/Connections.csv", NOTICE + LINKEDIN)

    assert len(read_contacts("linkedin", data, "x").people) == 2


@pytest.mark.parametrize(
    ("family", "name"),
    [
        ("Sarti", "Nives Sarti"),
        ("Sarti, PhD", "Nives Sarti"),
        ("Sarti, MBA, CFA", "Nives Sarti"),
        ("Sarti, M.Sc.", "Nives Sarti"),
        ("Sarti, Bianchi", "Nives Sarti, Bianchi"),
        ("PhD", "Nives PhD"),
    ],
)
def test_credentials_are_no_part_of_a_name(family: str, name: str) -> None:
    row = f'First Name,Last Name,URL\nNives,"{family}",\n'

    assert one("linkedin", row).name == name


def test_google_contacts_are_read_in_the_new_form() -> None:
    nives = one("google", GOOGLE_NEW)

    assert nives.name == "Nives Sarti"
    assert nives.nicknames == ("Nina",)
    assert nives.emails == (
        Labelled("nives@example.org", "Home"),
        Labelled("sarti@example.com", "Work"),
    )
    assert [each.value for each in nives.phones] == ["333 555 0144", "+39 051 555 0112"]
    assert nives.birthday == PartialDate(None, 4, 15)
    assert nives.groups == ("Friends",)
    assert nives.addresses == (Address("Via Lame 2", "Bologna", "", "40122", "IT", "Home"),)
    assert nives.sources == ("linkedin:nives",)
    assert nives.dates == (Occasion("Anniversary", PartialDate(2014, 3, 10)),)
    assert nives.notes == "two\nlines\n\nCat: Ingrid"
    assert (nives.company, nives.role) == ("Legatoria Sarti", "Binder")


def test_google_contacts_are_read_in_the_old_form() -> None:
    nives = one("google", GOOGLE_OLD)

    assert nives.name == "Nives Sarti"
    assert nives.emails == (Labelled("nives@example.org"),)
    assert nives.groups == ("Choir",)
    assert nives.birthday == PartialDate(1984, 11, 13)
    assert (nives.company, nives.role) == ("Legatoria Sarti", "Binder")


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("sign", [",", "\t"])
def test_outlook_tables_are_read(encoding: str, sign: str) -> None:
    nives = one("outlook", OUTLOOK.replace(",", sign).encode(encoding))

    assert nives.name == "Nives Sarti"
    assert nives.parts.prefix == "Dr."
    assert nives.emails == (Labelled("nives@example.org"),)
    assert nives.phones == (Labelled("333 555 0144", "mobile"), Labelled("051 555 0112", "home"))
    assert str(nives.addresses[0]) == "Via Lame 2, Scala B, 40122 Bologna, Italia"
    assert nives.birthday == PartialDate(1984, 4, 13)
    assert nives.dates == ()
    assert nives.groups == ("Friends", "Choir")
    assert nives.notes == "è così"
    assert nives.department == "Restoration"


def test_outlook_in_another_language_is_read_with_the_names_of_its_columns() -> None:
    columns = {"Vorname": "First Name", "Nachname": "Last Name", "E-Mail": "E-mail Address"}

    nives = one(
        "outlook", "Vorname;Nachname;E-Mail\nNives;Sarti;n@example.org\n", Hints(columns=columns)
    )

    assert nives.emails == (Labelled("n@example.org"),)


def test_thunderbird_tables_are_read() -> None:
    nives = one("thunderbird", THUNDERBIRD)

    assert nives.name == "Nives Sarti"
    assert nives.birthday == PartialDate(None, 4, 5)
    assert nives.addresses == (Address("Via Lame 2", "Bologna", "", "40122", "Italia", "home"),)
    assert nives.phones == (Labelled("333 555 0144", "mobile"), Labelled("051 555 0112", "home"))


def test_any_table_is_read_by_the_names_of_its_columns() -> None:
    hints = Hints("dmy", {"Chi": "name", "Cell.": "phone", "Nato": "birthday", "Dove": "location"})

    nives = one("csv", "Chi;Cell.;Nato;Dove\nNives Sarti;333 555 0144;3/4/84;Bologna\n", hints)

    assert nives.name == "Nives Sarti"
    assert nives.birthday == PartialDate(1984, 4, 3)
    assert nives.addresses == (Address(city="Bologna"),)


def test_a_birthday_that_may_be_two_days_is_a_year_and_said() -> None:
    found = read_contacts("csv", b"name,birthday\nNives,3/4/1984\n", "x.csv")

    assert found.people[0].birthday == PartialDate(1984)
    assert str(found.problems[0]).startswith('x.csv:2:1: warning: "3/4/1984" may be two days')


def test_facebook_friends_are_read_with_their_letters() -> None:
    jose = one("facebook", FRIENDS)

    assert jose.name == "José Müller"
    assert jose.met == PartialDate(2020, 1, 1)
    assert jose.sources == ("facebook:josé-müller-1577836800",)


def test_facebook_s_address_book_has_numbers_and_no_friendship() -> None:
    zoe = one("facebook", zipped("connections/your_address_books.json", BOOK))

    assert zoe.name == "Zoë"
    assert zoe.phones == (Labelled("+393335550144"),)
    assert zoe.emails == (Labelled("z@example.org"),)
    assert zoe.met is None


@pytest.mark.parametrize(
    ("text", "order", "on"),
    [
        ("12 Mar 2024", None, PartialDate(2024, 3, 12)),
        ("7-Feb-22", None, PartialDate(2022, 2, 7)),
        ("Mar 12, 2024", None, PartialDate(2024, 3, 12)),
        ("03/15/2024", None, PartialDate(2024, 3, 15)),
        ("15/03/2024", None, PartialDate(2024, 3, 15)),
        ("03/04/2024", None, PartialDate(2024)),
        ("03/04/2024", "dmy", PartialDate(2024, 4, 3)),
        ("03/04/2024", "mdy", PartialDate(2024, 3, 4)),
        ("04/04/2024", None, PartialDate(2024, 4, 4)),
        ("0/0/00", None, None),
        ("31.02.2024", None, None),
        ("2024-03-15 10:11:12 UTC", None, PartialDate(2024, 3, 15)),
        ("--04-15", None, PartialDate(None, 4, 15)),
        ("1604-04-15", None, PartialDate(None, 4, 15)),
        ("soon", None, None),
        ("", None, None),
    ],
)
def test_a_day_is_never_guessed(text: str, order: DateOrder | None, on: PartialDate | None) -> None:
    assert day(text, order) == on


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["3/4/84", "25/12/90"], "dmy"),
        (["3/4/84", "12/25/90"], "mdy"),
        (["3/4/84"], None),
        (["3.4.84"], "dmy"),
        (["13/1/84", "1/13/84"], None),
    ],
)
def test_one_day_of_a_column_tells_the_order_of_all(texts: list[str], order: str | None) -> None:
    assert order_in(texts) == order


def test_what_a_table_shows_wins_over_the_settings() -> None:
    table = "name,birthday\nAnn,3/4/1984\nBo,12/25/1990\n"
    people = read_contacts("csv", table.encode(), "x", Hints("dmy")).people

    assert [each.birthday for each in people] == [
        PartialDate(1984, 3, 4),
        PartialDate(1990, 12, 25),
    ]


@pytest.mark.parametrize("seconds", [0, -5, 1e300, True, "1", None, float("nan")])
def test_what_is_no_moment_has_no_day(seconds: object) -> None:
    assert moment_day(seconds) is None


def test_a_cell_may_hold_lines_and_signs_that_part_cells() -> None:
    rows = sheet(b'name;note\nAnn;"a;b\nc"\n;\nBo;d\n', [["name"]])

    assert rows is not None
    assert [(row.line, row.lines("note")) for row in rows] == [(2, "a;b\nc"), (5, "d")]


@pytest.mark.parametrize(
    "table",
    [
        "name;email;note\nNeri, Ann;ann@example.org;x, y, z\n",
        "name|email\nNeri, Ann|ann@example.org\n",
        "sep=;\nname;email\nNeri, Ann;ann@example.org\n",
        "Our members, 2026\n\nname\temail\nNeri, Ann\tann@example.org\n",
        'name,email\n"Neri, Ann",ann@example.org\n',
    ],
    ids=["semicolons and commas", "bars", "a line for Excel", "a title above", "commas"],
)
def test_the_row_of_names_tells_what_parts_the_cells(table: str) -> None:
    person = one("csv", table)

    assert (person.name, person.emails) == ("Neri, Ann", (Labelled("ann@example.org"),))


def test_a_quote_that_is_never_closed_takes_nobody_with_it() -> None:
    table = (
        'name,email\n"Ann Neri,ann@example.org\nUgo,u@example.org\n"Bo ""B"" Sol",b@example.org\n'
    )

    people = read_contacts("csv", table.encode(), "x").people

    assert [each.name for each in people] == ["Ann Neri", "Ugo", 'Bo "B" Sol']
    assert people[0].emails == (Labelled("ann@example.org"),)


def test_columns_of_one_name_all_count() -> None:
    person = one("csv", "name,phone,phone,Phone\nAnn,12345678,,23456789\n")

    assert [each.value for each in person.phones] == ["12345678", "23456789"]


def test_a_table_of_unknown_columns_says_them() -> None:
    found = read_contacts("csv", b"Full;Adresse\nAnn;ann@example.org\n", "x")

    assert found.people == ()
    assert found.problems[0].message.startswith("none of its columns is known (Full, Adresse).")


def test_a_table_that_would_fill_the_memory_is_none() -> None:
    data = b"First Name,Last Name\n" + b",b\n" * (MOST + 1)

    assert read_contacts("linkedin", data, "x").people == ()


SAMPLES: dict[str, bytes] = {
    "vcard": b"BEGIN:VCARD\nFN:Ann\nEND:VCARD\n",
    "google": GOOGLE_NEW.encode(),
    "linkedin": zipped("Connections.csv", LINKEDIN),
    "outlook": OUTLOOK.encode("utf-16"),
    "thunderbird": THUNDERBIRD.encode(),
    "facebook": FRIENDS.encode(),
    "csv": b"name,phone\nAnn,1\n",
}


def test_every_format_has_a_sample_that_is_read() -> None:
    assert set(SAMPLES) == set(READERS)
    assert all(read_contacts(kind, data, "x").people for kind, data in SAMPLES.items())


@pytest.mark.parametrize("kind", READERS)
@settings(deadline=None)
@given(data=st.data())
def test_a_reader_never_raises(kind: str, data: st.DataObject) -> None:
    sample = bytearray(SAMPLES[kind])
    for _ in range(data.draw(st.integers(0, 8))):
        at = data.draw(st.integers(0, len(sample)))
        fresh = st.sampled_from((b"\r", b"\n", b",", b'"', b"\\", b";", b"[", b"{", b"\0", b"\xff"))
        sample[at : at + data.draw(st.sampled_from((0, 1, 5)))] = data.draw(fresh)
    for each in (bytes(sample), data.draw(st.binary(max_size=60)), b"PK" + bytes(sample)):
        found = read_contacts(kind, each, "x")
        assert all(person.name for person in found.people)


@pytest.mark.parametrize("kind", READERS)
def test_a_reader_bears_what_is_deep_long_or_nothing(kind: str) -> None:
    for data in (b"", b"[" * 100_000, b'{"friends":' * 50_000, b"a," * 500_000, b'"' * 999_999):
        read_contacts(kind, data, "x")
