"""A card as a QR code: what a phone reads of it, small enough, and what is said of the rest."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
import zxingcpp
from hypothesis import given, settings

from tests.commandline import run
from tests.test_formats_vcard import one
from tests.test_formats_writing import CONTACTS
from vault_tool.dates import PartialDate
from vault_tool.engine.small_card import FIELDS, ROOM, small
from vault_tool.formats.contact import Address, Contact, Labelled
from vault_tool.formats.vcard_writing import write_vcards
from vault_tool.render.qr import Code

SVG = "{http://www.w3.org/2000/svg}"
GIULIA = Contact(
    "Giulia Perché",
    phones=(Labelled("+39 051 555 0112"), Labelled("+39 333 555 0199")),
    emails=(Labelled("giulia@example.org"),),
    birthday=PartialDate(None, 5, 3),
    company="Forno; Rossi",
)
Rows = tuple[tuple[bool, ...], ...]


def scanned(rows: Rows) -> bytes:
    """Return what a reader makes of the modules, each some points wide."""
    points = b"".join(
        b"".join((b"\0" if dark else b"\xff") * 4 for dark in row) * 4 for row in rows
    )
    side = len(rows) * 4
    (found,) = zxingcpp.read_barcodes(
        memoryview(points).cast("B", shape=[side, side]),
        is_pure=True,
    )
    return bytes(found.bytes)


def modules(text: str, *, color: bool) -> Rows:
    """Return the modules of a code in half blocks."""
    halves = {" ": (False, False), "▀": (True, False), "▄": (False, True), "█": (True, True)}
    plain = text.replace("\x1b[30;107m", "").replace("\x1b[0m", "").splitlines()
    rows = [
        tuple(halves[sign][half] is color for sign in line) for line in plain for half in (0, 1)
    ]
    return tuple(rows[: len(rows[0])])


@pytest.mark.parametrize("color", [True, False])
def test_a_reader_reads_the_card_from_the_terminal(color: bool) -> None:
    data = write_vcards([GIULIA])

    assert scanned(modules(Code(data).text(color=color, ascii_only=False), color=color)) == data


def test_a_reader_reads_the_card_from_plain_signs() -> None:
    data = write_vcards([GIULIA])
    lines = Code(data).text(color=False, ascii_only=True).splitlines()

    assert "".join(lines).isascii()
    assert scanned(tuple(tuple(sign == " " for sign in line[::2]) for line in lines)) == data


@settings(deadline=None, max_examples=25)
@given(CONTACTS)
def test_whoever_it_is_the_card_is_small_and_true(contact: Contact) -> None:
    chosen, left = small(contact)
    data = write_vcards([chosen])
    read = one(data)

    assert len(data) <= max(ROOM, len(write_vcards([Contact(chosen.name)])))
    assert scanned(Code(data).rows) == data
    for key in {"phone", "email", "company", "role"} - set(left):
        assert getattr(chosen, FIELDS[key]) == getattr(contact, FIELDS[key])
    assert read.phones == chosen.phones
    assert not (read.notes or read.groups or read.has_photo or read.uid)


def test_the_most_useful_comes_first_and_the_rest_is_named() -> None:
    many = GIULIA._replace(
        urls=tuple(Labelled(f"https://example.org/{'x' * 80}/{n}") for n in range(9)),
        addresses=(Address("y" * 300, "Bologna"),),
    )

    chosen, left = small(many)

    assert chosen._replace(urls=()) == GIULIA
    assert left == ("address", "url")


def test_a_name_of_a_million_letters_is_cut() -> None:
    assert len(write_vcards([small(Contact("x" * 1_000_000))[0]])) < ROOM


def test_a_picture_says_what_it_is_whatever_the_name() -> None:
    picture = ElementTree.fromstring(Code(b"x").svg("A & <script>", 'd > "'))

    assert picture.get("role") == "img"
    assert picture.findtext(f"{SVG}title") == "A & <script>"
    assert {each.tag for each in picture.iter()} == {
        f"{SVG}{tag}" for tag in ("svg", "title", "desc", "g", "path")
    }


def test_a_code_is_written_into_a_file(example_vault: Path, tmp_path: Path) -> None:
    file = tmp_path / "g.svg"
    words = ("export", "qr", "giulia", "-o", str(file), "--lang", "it")

    assert run(*words, vault=example_vault).code == 0

    picture = ElementTree.fromstring(file.read_text("utf-8"))
    assert picture.findtext(f"{SVG}title") == "Giulia Rossi"
    assert "inquadrare" in (picture.findtext(f"{SVG}desc") or "")


def test_a_code_shown_is_that_of_the_person(example_vault: Path) -> None:
    out = run("export", "qr", "giulia", "rossi", vault=example_vault).out

    assert one(scanned(modules(out, color=False))).name == "Giulia Rossi"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "a code is of one person"),
        (("--in", "Bologna"), "a code is of one person"),
        (("giulia", "-o", "x.csv"), "a code is a picture"),
        (("giulia", "--format", "json"), "a code is a picture"),
        (("nobody-like-that",), "nobody is called"),
    ],
)
def test_what_is_no_code_is_said(words: tuple[str, ...], said: str, example_vault: Path) -> None:
    result = run("export", "qr", *words, vault=example_vault)

    assert result.code == 2
    assert said in result.err + result.out
