"""vCards as phones and other programs really write them; whatever the bytes are, there is an answer."""

from base64 import b64encode
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vault_tool.dates import DateOrder, PartialDate
from vault_tool.formats.contact import Contact, Hints, Labelled, NameParts
from vault_tool.formats.contentlines import Garbage, Property, properties
from vault_tool.formats.vcard import CARD_ERROR, read_vcards
from vault_tool.model import Occasion

IPHONE = """\
BEGIN:VCARD
VERSION:3.0
PRODID:-//Apple Inc.//iPhone OS 26.2//EN
N:Sarti;Nives;Lea;;
FN:Nives Lea Sarti
NICKNAME:Nina
ORG:Legatoria Sarti;
EMAIL;type=INTERNET;type=HOME:nives@example.org
EMAIL;type=INTERNET;type=WORK;type=pref:sarti@example.com
TEL;type=CELL;type=VOICE:333 555 0199
item1.ADR;type=WORK;type=pref:;;Via Lame 2;Bologna;BO;40122;Italia
item1.X-ABADR:it
X-SOCIALPROFILE;type=twitter:http://twitter.com/ninasarti
NOTE:Binds books\\, and cats; sometimes
item3.URL;type=pref:sarti.example.org
item3.X-ABLabel:_$!<HomePage>!$_
BDAY;X-APPLE-OMIT-YEAR=1604:1604-01-22
item5.IMPP;X-SERVICE-TYPE=Telegram;type=pref:x-apple:ninasarti
item5.X-ABLabel:Telegram
item7.X-ABDATE;X-APPLE-OMIT-YEAR=1604;type=pref:1604-07-18
item7.X-ABLabel:_$!<Anniversary>!$_
PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAASABIAAD
 AAgAAYdpAAQAAAABAAAAGgAAAAAAAqACAAQAAAABAAABQKADAAQAAAABAAABQAAAAAD
END:VCARD
"""
ANDROID = """\
BEGIN:VCARD\r
VERSION:2.1\r
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:;=41=6E=64=72=\r
=C3=A9;;;\r
TEL;CELL;PREF:+39 333 555 0123\r
X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;Dedé;1;;;;;;;;;;;;;\r
PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQ\r
SkZJRgAB\r
\r
END:VCARD\r
"""
GOOGLE = """\
BEGIN:VCARD
VERSION:3.0
FN:Olmo Reggiani
N:Reggiani;Olmo;;;
TEL;TYPE=CELL:\u202d333 555 0144\u202c
ADR;TYPE=HOME:;Scala B;Via Saragozza\\, 19;Bologna;BO;40123;
 IT;Via Saragozza\\, 19\\nScala B\\n40123 Bologna\\nIT
BDAY:--0122
item1.URL:http\\://reggiani.example.org
item4.X-ABDATE:20140310
item4.X-ABLabel:Anniversario di nozze
PHOTO:https://lh3.example.org/contacts/AG6tpz
CATEGORIES:myContacts,Friends
END:VCARD
"""


def one(text: str | bytes) -> Contact:
    found = read_vcards(text if isinstance(text, bytes) else text.encode())
    assert len(found.people) == 1
    return found.people[0]


def card(*lines: str) -> str:
    return "\n".join(("BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""))


def test_a_card_of_an_iphone_is_read_whole() -> None:
    nives = one(IPHONE)

    assert nives.name == "Nives Lea Sarti"
    assert nives.parts == NameParts("Sarti", "Nives", "Lea")
    assert nives.nicknames == ("Nina",)
    assert nives.company == "Legatoria Sarti"
    assert nives.emails == (
        Labelled("sarti@example.com", "work"),
        Labelled("nives@example.org", "home"),
    )
    assert nives.phones == (Labelled("333 555 0199", "cell"),)
    assert str(nives.addresses[0]) == "Via Lame 2, 40122 Bologna, BO, Italia"
    assert nives.handles == (
        Labelled("http://twitter.com/ninasarti", "twitter"),
        Labelled("ninasarti", "telegram"),
    )
    assert nives.notes == "Binds books, and cats; sometimes"
    assert nives.urls == (Labelled("sarti.example.org", "HomePage"),)
    assert nives.birthday == PartialDate(None, 1, 22)
    assert nives.dates == (Occasion("Anniversary", PartialDate(None, 7, 18)),)
    assert nives.has_photo
    assert nives.card.decode() == IPHONE


def test_a_card_of_an_android_phone_is_read_whole() -> None:
    andre = one(ANDROID)

    assert andre.name == "André"
    assert andre.nicknames == ("Dedé",)
    assert andre.phones == (Labelled("+39 333 555 0123", "cell"),)
    assert andre.has_photo


def test_a_card_of_google_is_read_whole() -> None:
    olmo = one(GOOGLE)

    assert olmo.phones == (Labelled("333 555 0144", "cell"),)
    assert olmo.addresses[0].city == "Bologna"
    assert olmo.addresses[0].street == "Scala B\nVia Saragozza, 19"
    assert olmo.urls == (Labelled("http://reggiani.example.org"),)
    assert olmo.birthday == PartialDate(None, 1, 22)
    assert olmo.dates == (Occasion("Anniversario di nozze", PartialDate(2014, 3, 10)),)
    assert olmo.groups == ("Friends",)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("FN:Smith, Bob", "Smith, Bob"),
        ("FN:Smith\\, Bob", "Smith, Bob"),
        ("fn:Ann", "Ann"),
        ("FN;CHARSET=UTF-8:Zoë", "Zoë"),
        ("FN;CHARSET=nonsense:Zoë", "Zoë"),
        ("FN;X-A=\"a:b;c\":Ann", "Ann"),
        ("FN;X-A=\"never closed:Ann", "Ann"),
        ("FN:Ann\u202e\u200b\x07", "Ann"),
        ("FN:Ann\nFN:Annina", "Ann"),
        ("FN:\nN:Sarti;Nives;;;", "Nives Sarti"),
        ("N:;;;;\nN:Sarti;Nives;;;", "Nives Sarti"),
        ("N:Sarti\\; figli;Nives;;;", "Nives Sarti; figli"),
        ("N;ENCODING=QUOTED-PRINTABLE:Sarti=3B=20figli;Nives;;;", "Nives Sarti; figli"),
        ("N;ENCODING=QUOTED-PRINTABLE:Sarti=3BNives=3B=3B=3B", "Nives Sarti"),
        ("NICKNAME:Nina\nEMAIL:n@example.org", "Nina"),
        ("ORG:Acme;R\\;D", "Acme"),
        ("EMAIL:mailto:n@example.org", "n@example.org"),
        ("TEL;VALUE=uri:tel:+39-333-555;ext=12", "+39-333-555 ext. 12"),
        ("TEL;waid=39333555:", "+39333555"),
        (f"FN;ENCODING=b:{b64encode('Zoë'.encode()).decode()}", "Zoë"),
        ("FN;ENCODING=b:not base64!", "not base64!"),
        ("FN:a long name that is\n  folded", "a long name that is folded"),
        ("FN:Ann\\\\nina", "Ann\\nina"),
    ],
)  # fmt: skip
def test_a_name_is_read_and_never_cut(line: str, name: str) -> None:
    assert one(card(line)).name == name


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1990-05-14", PartialDate(1990, 5, 14)),
        ("19900514", PartialDate(1990, 5, 14)),
        ("1990-05-14T00:00:00Z", PartialDate(1990, 5, 14)),
        ("19900514T000000+0200", PartialDate(1990, 5, 14)),
        ("--0514", PartialDate(None, 5, 14)),
        ("--05-14", PartialDate(None, 5, 14)),
        ("1604-05-14", PartialDate(None, 5, 14)),
        ("1604-02-29", PartialDate(None, 2, 29)),
        ("1990", PartialDate(1990)),
        ("1990-05", PartialDate(1990, 5)),
    ],
)
def test_a_birthday_is_read_as_far_as_it_is_known(written: str, read: PartialDate) -> None:
    assert one(card("FN:Ann", f"BDAY;VALUE=date:{written}")).birthday == read


def test_people_related_are_named_with_what_they_are() -> None:
    lines = card(
        "FN:Ann",
        "RELATED;VALUE=text;TYPE=spouse:Ugo Neri",
        "RELATED;TYPE=friend:urn:uuid:1",
        "item1.X-ABRELATEDNAMES;type=pref:Lia Neri",
        "item1.X-ABLabel:_$!<Child>!$_",
        "item2.X-ABRELATEDNAMES:Rex",
        "item2.X-ABLabel:the dog",
        "X-ASSISTANT:Olmo",
        "X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Zita;13;;;;;;;;;;;;;",
        "X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Ivo;0;landlord;;;;;;;;;;;;",
        "RELATED:Nives\\, of the choir",
    )

    assert one(lines).related == (
        Labelled("Ugo Neri", "spouse"), Labelled("Lia Neri", "Child"), Labelled("Rex", "the dog"),
        Labelled("Olmo", "assistant"), Labelled("Nives, of the choir"),
        Labelled("Zita", "sister"), Labelled("Ivo", "landlord"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("written", "order", "read"),
    [
        ("13/11/1984", None, PartialDate(1984, 11, 13)),
        ("11/13/1984", None, PartialDate(1984, 11, 13)),
        ("13/11/1984", "mdy", PartialDate(1984, 11, 13)),
        ("13-11-1984", None, PartialDate(1984, 11, 13)),
        ("3.4.1984", None, PartialDate(1984, 4, 3)),
        ("04/04/1984", None, PartialDate(1984, 4, 4)),
        ("03/04/1984", "dmy", PartialDate(1984, 4, 3)),
        ("03/04/1984", "mdy", PartialDate(1984, 3, 4)),
        ("13/11/1604", None, PartialDate(None, 11, 13)),
        ("13 novembre 1984", None, PartialDate(1984, 11, 13)),
        ("03/04/1984", None, None),
        ("13/11/45", None, None),
        ("31/02/1984", None, None),
    ],
)
def test_a_day_as_people_write_it_is_read_where_it_can_be_no_other(
    written: str, order: DateOrder | None, read: PartialDate | None
) -> None:
    lines = card("FN:Ann", f"BDAY:{written}", f"X-ANNIVERSARY:{written}")

    found = read_vcards(lines.encode(), "phone.vcf", Hints(order))

    assert found.people[0].birthday == read
    assert [each.on for each in found.people[0].dates] == ([read] if read else [])
    assert [each.line for each in found.problems] == ([] if read else [4, 5])


def test_a_birthday_in_words_is_a_problem_and_the_card_counts() -> None:
    found = read_vcards(card("FN:Ann", "BDAY:circa 1800").encode(), "phone.vcf")

    assert found.people[0].birthday is None
    assert str(found.problems[0]).startswith('phone.vcf:4:1: warning: "circa 1800" is no birthday')


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_file_is_read_in_the_encoding_it_has(charset: str) -> None:
    assert one(card("FN:Zoë Perché").encode(charset)).name == "Zoë Perché"


def test_a_fold_may_part_a_character() -> None:
    whole = card("FN:Zoë").encode()
    at = whole.index("ë".encode()) + 1

    assert one(whole[:at] + b"\r\n " + whole[at:]).name == "Zoë"


def test_in_version_2_1_the_blank_of_a_fold_belongs_to_the_text() -> None:
    text = "BEGIN:VCARD\r\nVERSION:2.1\r\nFN:Ann\r\n Neri\r\nEND:VCARD\r\n"

    assert one(text).name == "Ann Neri"


def test_a_card_without_an_end_ends_at_the_next() -> None:
    found = read_vcards(b"BEGIN:VCARD\nFN:Ann\nBEGIN:VCARD\nFN:Bo\n")

    assert [each.name for each in found.people] == ["Ann", "Bo"]
    assert [each.card for each in found.people] == [
        b"BEGIN:VCARD\nFN:Ann\n",
        b"BEGIN:VCARD\nFN:Bo\n",
    ]


def test_a_card_without_a_beginning_is_one() -> None:
    assert one("FN:Ann\nTEL:1\nEND:VCARD\n").name == "Ann"


def test_a_card_within_a_card_is_nobody_of_its_own() -> None:
    text = card("FN:Ann", "AGENT:", "BEGIN:VCARD", "FN:Her agent", "END:VCARD", "TEL:123456")

    assert one(text).phones == (Labelled("123456"),)


def test_a_group_is_nobody() -> None:
    text = card("FN:Friends", "X-ADDRESSBOOKSERVER-KIND:group") + card("FN:All", "KIND:group")

    assert read_vcards(text.encode()).people == ()


def test_a_card_that_names_nobody_is_said_and_left_out() -> None:
    found = read_vcards((card("NOTE:who?") + card("FN:Ann")).encode(), "x.vcf")

    assert [each.name for each in found.people] == ["Ann"]
    assert [each.code for each in found.problems] == [CARD_ERROR]
    assert found.problems[0].level == "error"


def test_a_linkedin_page_is_a_handle_and_a_stable_id() -> None:
    ann = one(card("FN:Ann", "URL:https://www.linkedin.com/in/Ann-Neri/"))

    assert ann.handles == (Labelled("https://www.linkedin.com/in/Ann-Neri/", "linkedin"),)
    assert ann.sources == ("linkedin:ann-neri",)
    assert ann.urls == ()


def test_the_preferred_number_comes_first() -> None:
    ann = one(card("FN:Ann", "TEL:111111", "TEL;PREF=2:222222", "TEL;TYPE=pref:333333"))

    assert [each.value for each in ann.phones] == ["333333", "222222", "111111"]


VALUES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn", "Zl", "Zp"]), min_size=1)


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n")


@settings(deadline=None)
@given(VALUES.filter(str.strip), st.integers(1, 80))
def test_any_name_comes_through_escapes_and_folds_at_any_byte(name: str, width: int) -> None:
    line = f"FN:{escaped(name)}".encode()
    folded = b"\r\n ".join(line[at : at + width] for at in range(0, len(line), width))
    data = b"BEGIN:VCARD\r\nVERSION:3.0\r\n" + folded + b"\r\nEND:VCARD\r\n"

    assert one(data).name == " ".join(name.split())


@settings(deadline=None)
@given(VALUES.filter(str.strip))
def test_any_name_comes_through_quoted_printable(name: str) -> None:
    coded = "".join(f"={each:02X}" for each in escaped(name).encode())
    soft = "=\r\n".join(coded[at : at + 72] for at in range(0, len(coded), 72))
    head = "BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:"

    assert one(f"{head}{soft}\r\nEND:VCARD\r\n").name == " ".join(name.split())


SAMPLES = (IPHONE.encode(), ANDROID.encode(), GOOGLE.encode(), GOOGLE.encode("utf-16"))


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(SAMPLES)))
    for _ in range(draw(st.integers(1, 12))):
        at = draw(st.integers(0, len(data)))
        length = draw(st.sampled_from((0, 0, 1, 7, 60)))
        fresh = st.sampled_from(
            (b"\r", b"\n", b"\n ", b"=", b'"', b"\\", b";", b":", b"\0", b"\xff")
        )
        data[at : at + length] = draw(fresh | st.binary(max_size=6))
    return bytes(data)


@settings(deadline=None)
@given(st.binary(max_size=300) | mutated())
def test_whatever_the_bytes_are_there_is_an_answer(data: bytes) -> None:
    found = read_vcards(data, "x.vcf")

    for each in found.people:
        assert each.name
        assert not any(category(sign) in ("Cc", "Cs", "Zl", "Zp") for sign in each.name)
        assert all(ord(sign) >= 32 for one in each.phones for sign in one.value)
    assert all(problem.line >= 1 for problem in found.problems)


@settings(deadline=None)
@given(mutated())
def test_every_line_is_a_property_or_said_to_be_none(data: bytes) -> None:
    for each in properties(data):
        assert isinstance(each, (Property, Garbage))
        if isinstance(each, Property):
            each.text(), each.parts(), each.items()


def test_a_large_picture_is_read_in_no_time_to_speak_of() -> None:
    photo = "\n ".join(["A" * 74] * 20_000)

    assert one(card("FN:Ann", f"PHOTO;ENCODING=b:{photo}")).has_photo


def test_a_value_of_a_million_signs_is_one_value() -> None:
    note = "a\\,b\\;" * 200_000

    assert len(one(card("FN:Ann", f"NOTE:{note}")).notes) == 800_000
