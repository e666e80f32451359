"""A card that is changed keeps every byte that the change does not concern, and says what is new."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_formats_vcard import ANDROID, GOOGLE, IPHONE, SAMPLES, card, mutated, one
from tests.test_formats_writing import CONTACTS
from vault_tool.dates import PartialDate
from vault_tool.formats.characters import one_line
from vault_tool.formats.contact import Address, Contact, Labelled
from vault_tool.formats.services import handle
from vault_tool.formats.vcard import read_vcards
from vault_tool.formats.vcard_patching import patched
from vault_tool.formats.vcard_writing import Version, write_vcards
from vault_tool.model import Occasion

ADA = Contact("Ada Testi")
PLAIN = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:u1\r\nFN:Ada Testi\r\nN:Testi;Ada;;;\r\n"
OLD_STYLE = """\
BEGIN:VCARD\r
VERSION:2.1\r
FN:Ada\r
 Testi\r
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:T=C3=A9sti;Ada;;;\r
TEL;CELL:333 555 0190\r
NOTE;ENCODING=QUOTED-PRINTABLE:ends with a sign=\r
END:VCARD\r
"""
NESTED = card("FN:Ann", "AGENT:", "BEGIN:VCARD", "FN:Her agent", "TEL:1", "END:VCARD", "TEL:123456")
FIELDS = tuple(
    field
    for field in Contact._fields
    if field not in ("met", "sources", "has_photo", "related", "line", "card")
)
LISTS = ("nicknames", "emails", "phones", "urls", "handles", "addresses", "dates", "groups")


def lines(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True)


@pytest.mark.parametrize(
    ("was", "now", "written"),
    [
        ({}, {"role": "baker"}, "+TITLE:baker"),
        ({}, {"birthday": PartialDate(None, 2, 29)}, "+BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29"),
        ({}, {"phones": (Labelled("1", "cell"),)}, "+TEL;TYPE=cell:1"),
        ({}, {"emails": (Labelled("a@b", "Shop"),)}, "+item1.EMAIL:a@b +item1.X-ABLABEL:Shop"),
        ({}, {"groups": ("a", "b")}, "+CATEGORIES:a,b"),
        (
            {"name": "Ada Testi"},
            {"name": "Ada Neri"},
            "-FN:Ada Testi -N:Testi;Ada;;; +FN:Ada Neri +N:Neri;Ada;;;",
        ),
        ({"uid": "u1"}, {"uid": "u2"}, "-UID:u1 +UID:u2"),
    ],
)
def test_a_difference_is_made_in_its_own_lines(
    was: dict[str, object], now: dict[str, object], written: str
) -> None:
    before = f"{PLAIN}END:VCARD\r\n".encode()

    after = patched(before, ADA._replace(**was), ADA._replace(**now))  # type: ignore[arg-type]

    gone = [f"-{line.decode().strip()}" for line in lines(before) if line not in lines(after)]
    new = [f"+{line.decode().strip()}" for line in lines(after) if line not in lines(before)]
    assert " ".join((*gone, *new)) == written
    assert len(lines(before)) + len(new) - len(gone) == len(lines(after))


def diff(before: str, after: bytes) -> list[str]:
    """Return what is gone and what is new, line by line."""
    new = after.decode().splitlines()
    old = before.splitlines()
    return [
        *(f"-{line}" for line in old if line not in new),
        *(f"+{line}" for line in new if line not in old),
    ]


@pytest.mark.parametrize(
    ("text", "changes", "expected"),
    [
        (IPHONE, {"name": "Nives Sarti"}, [
            "-N:Sarti;Nives;Lea;;", "-FN:Nives Lea Sarti",
            "+N:Sarti;Nives;;;", "+FN:Nives Sarti",
        ]),
        (IPHONE, {"name": "Nives Lea Bassi"}, [
            "-N:Sarti;Nives;Lea;;", "-FN:Nives Lea Sarti",
            "+N:Bassi;Nives;Lea;;", "+FN:Nives Lea Bassi",
        ]),
        (IPHONE, {"birthday": PartialDate(1984, 1, 22)}, [
            "-BDAY;X-APPLE-OMIT-YEAR=1604:1604-01-22", "+BDAY:1984-01-22",
        ]),
        (IPHONE, {"birthday": None}, ["-BDAY;X-APPLE-OMIT-YEAR=1604:1604-01-22"]),
        (IPHONE, {"urls": ()}, [
            "-item3.URL;type=pref:sarti.example.org", "-item3.X-ABLabel:_$!<HomePage>!$_",
        ]),
        (IPHONE, {"dates": (Occasion("Anniversary", PartialDate(None, 7, 18)), Occasion("opened", PartialDate(2015, 3, 1)))}, [
            "+item8.X-ABDATE:2015-03-01", "+item8.X-ABLABEL:opened",
        ]),
        (IPHONE, {"company": None}, ["-ORG:Legatoria Sarti;"]),
        (IPHONE, {"company": "Sarti, libri", "role": "binder"}, [
            "-ORG:Legatoria Sarti;", "+ORG:Sarti\\, libri", "+TITLE:binder",
        ]),
        (IPHONE, {"nicknames": ("Nina", "N.")}, ["-NICKNAME:Nina", "+NICKNAME:Nina,N."]),
        (IPHONE, {"emails": (Labelled("NIVES@example.org"),)}, [
            "-EMAIL;type=INTERNET;type=WORK;type=pref:sarti@example.com",
        ]),
        (IPHONE, {"handles": (Labelled("ninasarti", "telegram"),)}, [
            "-X-SOCIALPROFILE;type=twitter:http://twitter.com/ninasarti",
        ]),
        (IPHONE, {"addresses": ()}, [
            "-item1.ADR;type=WORK;type=pref:;;Via Lame 2;Bologna;BO;40122;Italia",
            "-item1.X-ABADR:it",
        ]),
        (IPHONE, {"notes": "gone\nto press"}, [
            "-NOTE:Binds books\\, and cats; sometimes", "+NOTE:gone\\nto press",
        ]),
        (ANDROID, {"name": "Zoë"}, [
            "-N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:;=41=6E=64=72=", "-=C3=A9;;;",
            "+FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Zo=C3=AB",
            "+N;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:;Zo=C3=AB;;;",
        ]),
        (ANDROID, {"nicknames": ()}, [
            "-X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;Dedé;1;;;;;;;;;;;;;",
        ]),
        (ANDROID, {"phones": (Labelled("0039333-5550123"), Labelled("1"))}, ["+TEL:1"]),
        (GOOGLE, {"groups": ()}, ["-CATEGORIES:myContacts,Friends", "+CATEGORIES:myContacts"]),
        (GOOGLE, {"phones": (Labelled("333-555-0144"),)}, []),
        (OLD_STYLE, {"role": "Libraia; d'arte, e più"}, [
            "+TITLE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Libraia=5C=3B d=27arte, e =", "+pi=C3=B9",
        ]),
    ],
)  # fmt: skip
def test_a_real_card_keeps_all_other_lines(
    text: str, changes: dict[str, object], expected: list[str]
) -> None:
    before = one(text)
    wanted = before._replace(**changes)  # type: ignore[arg-type]

    after = patched(before.card, before, wanted)

    assert diff(text, after) == expected


def test_a_new_line_stands_behind_its_like_and_the_first_in_front() -> None:
    before = one(IPHONE)
    phones = (Labelled("1"), *before.phones, Labelled("2"))

    after = patched(before.card, before, before._replace(phones=phones)).decode()

    assert "TEL:1\nTEL;type=CELL;type=VOICE:333 555 0199\nTEL:2\n" in after


@pytest.mark.parametrize(
    "text", [OLD_STYLE, NESTED, NESTED.replace("AGENT:", "AGENT:").replace("TEL:123456\n", "")]
)
def test_a_new_line_is_never_part_of_another_one(text: str) -> None:
    before = one(text)

    after = one(patched(before.card, before, before._replace(role="baker")))

    assert after.role == "baker"
    assert after._replace(role=None, card=b"") == before._replace(role=None, card=b"")


def test_what_the_vault_never_held_stays() -> None:
    nives = one(IPHONE)
    held = Contact(nives.name, emails=nives.emails[:1])

    after = patched(nives.card, held, held._replace(emails=()))

    assert diff(IPHONE, after) == ["-EMAIL;type=INTERNET;type=WORK;type=pref:sarti@example.com"]


@pytest.mark.parametrize(
    ("version", "lines", "expected"),
    [
        ("3.0", "TEL;type=CELL;type=pref:333 1", "TEL;type=CELL;type=pref:333 2"),
        ("3.0", "item2.TEL:333 1\nitem2.X-ABLabel:Ferienhaus",
         "item2.TEL:333 2\nitem2.X-ABLabel:Ferienhaus"),
        ("3.0", "item1.TEL;waid=3331:333 1", "item1.TEL:333 2"),
        ("4.0", 'TEL;TYPE="cell,voice";VALUE=uri:tel:333-1', 'TEL;TYPE="cell,voice":333 2'),
        ("2.1", "TEL;HOME;VOICE:333 1", "TEL;HOME;VOICE:333 2"),
    ],
)  # fmt: skip
def test_a_number_in_place_of_another_is_called_what_that_was_called(
    version: str, lines: str, expected: str
) -> None:
    text = f"BEGIN:VCARD\nVERSION:{version}\nFN:Ada\nTEL:051 9\n{lines}\nEND:VCARD\n"
    (ada,) = read_vcards(text.encode()).people
    other = [each for each in ada.phones if "051" not in each.value]
    held = ada._replace(phones=(Labelled("051 9"), *other))

    after = patched(ada.card, held, held._replace(phones=(Labelled("051 9"), Labelled("333 2"))))

    assert after.decode() == text.replace(lines, expected)


HELD = Address(city="Bologna"), Address(street="Via Lame 2, 40122 Bologna, BO, Italia")


@pytest.mark.parametrize(
    ("addresses", "expected"),
    [
        (HELD, []),
        ((Address(city="Milano"), HELD[1]), ["+ADR:;;;Milano;;;"]),
        ((HELD[1],), []),
        ((HELD[0], Address(street="Via Po 1")), [
            "-item1.ADR;type=WORK;type=pref:;;Via Lame 2;Bologna;BO;40122;Italia",
            "-item1.X-ABADR:it", "+ADR:;;;Bologna;;;", "+ADR:;;Via Po 1;;;;",
        ]),
    ],
)  # fmt: skip
def test_a_city_is_part_of_the_address_until_it_is_another(
    addresses: tuple[Address, ...], expected: list[str]
) -> None:
    nives = one(IPHONE)

    after = patched(nives.card, nives._replace(addresses=HELD), nives._replace(addresses=addresses))

    assert diff(IPHONE, after) == expected


def test_who_is_called_by_a_number_alone_keeps_it_as_a_name() -> None:
    before = one("BEGIN:VCARD\nTEL:333 555 0190\nEND:VCARD\n")

    after = patched(before.card, before, before._replace(phones=()))

    assert after == b"BEGIN:VCARD\nFN:333 555 0190\nEND:VCARD\n"


def test_who_is_called_by_a_number_alone_is_so_when_that_is_another() -> None:
    before = one("BEGIN:VCARD\nTEL:333 555 0190\nEND:VCARD\n")

    after = patched(before.card, before, before._replace(phones=(Labelled("051 5550"),)))

    assert after == b"BEGIN:VCARD\nFN:333 555 0190\nTEL:051 5550\nEND:VCARD\n"


def test_bytes_that_are_no_card_become_one() -> None:
    assert patched(b"nobody", ADA, ADA._replace(role="baker")) == write_vcards(
        [ADA._replace(role="baker")]
    )


@st.composite
def real(draw: st.DrawFn) -> Contact:
    """Return somebody on a card as other programs write them, or as nobody does."""
    data = draw(
        st.sampled_from((*SAMPLES, OLD_STYLE.encode(), NESTED.encode()))
        | mutated()
        | st.builds(
            write_vcards,
            st.lists(CONTACTS, min_size=1, max_size=1),
            st.sampled_from(("3.0", "4.0")),
        )
    )
    people = read_vcards(data).people
    return draw(st.sampled_from(people)) if people else one(card("FN:Ann"))


@st.composite
def changed(draw: st.DrawFn) -> tuple[Contact, Contact, Contact]:
    """Return somebody on a card, what the vault held of them and what it holds now."""
    there = draw(real())
    other = draw(CONTACTS | real())
    before, after = there, there
    for field in FIELDS:
        known = getattr(there, field)
        held = (
            draw(st.sampled_from((known, known, getattr(ADA, field)))) if field != "name" else known
        )
        now = draw(st.sampled_from((held, held, getattr(other, field), getattr(ADA, field))))
        if field in LISTS and draw(st.booleans()):
            now = (*now, *held[:1])
        before, after = before._replace(**{field: held}), after._replace(**{field: now})
    return there, before, after


@settings(deadline=None)
@given(real() | st.builds(lambda data: ADA._replace(card=data), st.binary(max_size=200)), CONTACTS)
def test_without_a_difference_not_a_byte_changes(there: Contact, held: Contact) -> None:
    assert patched(there.card, held, held) == there.card
    assert patched(there.card, there, there) == there.card


def meant(field: str, value: object) -> object:
    """Return a value as values of a card are compared."""
    if isinstance(value, Labelled):
        text = one_line(value.value).casefold()
        if field == "phones":
            text = re.sub(r"^00", "+", re.sub(r"[^\w+*#,;]", "", text)) or text
        if field in ("urls", "handles"):
            text = re.sub(r"^(?:https?:)?(?://)?(?:www\.)?", "", text).rstrip("/")
        return (value.label if field == "handles" else "", text)
    if isinstance(value, Address):
        return one_line(str(value)).casefold()
    if isinstance(value, Occasion):
        return (one_line(value.label) or "anniversary", value.on)
    return one_line(str(value))


def all_of(contact: Contact, field: str) -> set[object]:
    """Return what is meant by the values of a field; pages of known services are names there."""
    values = getattr(contact, field)
    if field in ("urls", "handles"):
        named = [handle("", one_line(each.value)) for each in contact.urls]
        pages = [url for url, known in zip(contact.urls, named, strict=True) if not known]
        labelled = [handle(each.label, one_line(each.value)) for each in contact.handles]
        values = pages if field == "urls" else [each for each in (*labelled, *named) if each]
    return {meant(field, each) for each in values} - {meant(field, Labelled("")), ""}


@settings(deadline=None)
@given(changed())
def test_a_changed_card_says_what_is_held_now_and_its_own_for_the_rest(
    people: tuple[Contact, Contact, Contact],
) -> None:
    there, before, after = people

    said = one(patched(there.card, before, after))

    for field in ("emails", "phones", "urls", "handles", "groups", "dates"):
        was, now, own = (all_of(each, field) for each in (before, after, there))
        assert all_of(said, field) == (own - (was - now)) | (now - was), field
    for field in ("name", "role", "company", "notes", "uid", "birthday"):
        was, now, own, got = (getattr(each, field) for each in (before, after, there, said))
        if was == now:
            assert got == own or field == "company", field
        elif now:
            assert got == now, field


@settings(deadline=None)
@given(changed())
def test_a_change_made_twice_is_made_once(people: tuple[Contact, Contact, Contact]) -> None:
    there, before, after = people
    once = patched(there.card, before, after)

    assert patched(once, before, after) == once


@settings(deadline=None)
@given(changed())
def test_lines_of_no_concern_stay_byte_for_byte(people: tuple[Contact, Contact, Contact]) -> None:
    there, before, after = people
    heads = rb"(?im)^(?:PHOTO|PRODID|VERSION|BEGIN)[:;]"
    pattern = re.compile(heads + rb"[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*")

    written = patched(there.card, before, after)

    def found(card: bytes) -> list[bytes]:  # the last line of a cut card has no end
        return [each.rstrip() for each in pattern.findall(card + b"\n")]

    assert found(written) == found(there.card)


@pytest.mark.parametrize(
    ("text", "version", "expected"),
    [
        (IPHONE, "3.0", []),
        (IPHONE, "4.0", [
            "-VERSION:3.0", "-EMAIL;type=INTERNET;type=WORK;type=pref:sarti@example.com",
            "-item1.ADR;type=WORK;type=pref:;;Via Lame 2;Bologna;BO;40122;Italia",
            "-item3.URL;type=pref:sarti.example.org",
            "-BDAY;X-APPLE-OMIT-YEAR=1604:1604-01-22",
            "-item5.IMPP;X-SERVICE-TYPE=Telegram;type=pref:x-apple:ninasarti",
            "-item7.X-ABDATE;X-APPLE-OMIT-YEAR=1604;type=pref:1604-07-18",
            "-PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAASABIAAD",
            "- AAgAAYdpAAQAAAABAAAAGgAAAAAAAqACAAQAAAABAAABQKADAAQAAAABAAABQAAAAAD",
            "+VERSION:4.0", "+EMAIL;TYPE=INTERNET,WORK;PREF=1:sarti@example.com",
            "+item1.ADR;TYPE=WORK;PREF=1:;;Via Lame 2;Bologna;BO;40122;Italia",
            "+item3.URL;PREF=1:sarti.example.org", "+BDAY:--0122",
            "+item5.IMPP;X-SERVICE-TYPE=Telegram;PREF=1:x-apple:ninasarti",
            "+item7.X-ABDATE;PREF=1:--0718",
            "+PHOTO:data:image/jpeg;base64,/9j/4AAQSkZJRgABAQAASABIAADAAgAAYdpAAQAAAABAAA",
            "+ AGgAAAAAAAqACAAQAAAABAAABQKADAAQAAAABAAABQAAAAAD",
        ]),
        (ANDROID, "3.0", [
            "-VERSION:2.1", "-N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:;=41=6E=64=72=",
            "-=C3=A9;;;", "-TEL;CELL;PREF:+39 333 555 0123", "-PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQ",
            "-SkZJRgAB", "+VERSION:3.0", "+N:;André;;;", "+TEL;TYPE=CELL,PREF:+39 333 555 0123",
            "+PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgAB", "+FN:André",
        ]),
        (card("FN:A", "BDAY:20000229", "TEL;VALUE=uri;PREF=1:tel:+39-1;ext=2").replace("3.0", "4.0"), "3.0", [
            "-VERSION:4.0", "-BDAY:20000229", "-TEL;VALUE=uri;PREF=1:tel:+39-1;ext=2",
            "+VERSION:3.0", "+BDAY:2000-02-29", "+TEL;TYPE=pref:+39-1 ext. 2",
        ]),
        ("BEGIN:VCARD\nFN:A\nEND:VCARD\n", "4.0", ["+VERSION:4.0"]),
    ],
)  # fmt: skip
def test_in_another_version_only_what_must_differ_does(
    text: str, version: Version, expected: list[str]
) -> None:
    contact = one(text)

    assert diff(text, patched(contact.card, contact, contact, version)) == expected


@settings(deadline=None)
@given(real(), st.sampled_from(("3.0", "4.0")))
def test_a_card_says_the_same_in_another_version(contact: Contact, version: Version) -> None:
    out = patched(contact.card, contact, contact, version)

    assert one(out)._replace(card=b"", line=1) == contact._replace(card=b"", line=1)
    assert patched(out, contact, contact, version) == out
