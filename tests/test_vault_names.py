"""Names of new files: no escape, no name another system cannot hold, no twin."""

import os
import random
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.index_vaults import write
from vault_tool.errors import WriteRefused
from vault_tool.vault.names import free_path, free_paths, safe_stem
from vault_tool.vault.skip import is_conflict_copy


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Ada Rossi", "Ada Rossi"),
        ("Zoë 🎉", "Zoë 🎉"),
        ("O'Brien, Seán", "O'Brien, Seán"),
        ("Dr. Who Jr.", "Dr. Who Jr"),
        ("../../etc/passwd", "etc-passwd"),
        ("/abs", "abs"),
        (".hidden", "hidden"),
        ("-rf", "rf"),
        ("a\nb\tc", "a b c"),
        ("a:b", "a-b"),
        ("C:\\Users\\x", "C-Users-x"),
        ("[[Ada]]#^x|y", "Ada-x-y"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("COM¹", "_COM¹"),
        ("Ada\u202egpj", "Adagpj"),
        ("Ada.md", "Ada"),
        ("\x1b]0;x\x07", "]0;x".replace("]", "-").lstrip("-")),
        ("", "Unnamed"),
        ("...", "Unnamed"),
        ("\ud800", "Unnamed"),
        ("Zoe\u0308", "Zoë"),
        ("Ada.conflict-2026", "Ada conflict-2026"),
        ("~$Ada", "$Ada"),
    ],
)
def test_a_file_is_named_for_the_person_as_near_as_every_system_allows(
    name: str, stem: str
) -> None:
    assert safe_stem(name) == stem


def test_a_long_name_is_cut_between_characters() -> None:
    stem = safe_stem("é" * 300)
    assert stem == "é" * 118
    assert len(f"{stem}.md".encode()) <= 240


def test_who_has_the_name_of_somebody_gets_a_number(tmp_path: Path) -> None:
    assert free_path(tmp_path, "People", "Ada") == "People/Ada.md"
    write(tmp_path, "People/Ada.md", "x")
    assert free_path(tmp_path, "People", "Ada") == "People/Ada 2.md"
    write(tmp_path, "People/ada 2.MD", "x")
    assert free_path(tmp_path, "People", "ADA") == "People/ADA 3.md"
    assert free_path(tmp_path, "", "Ada") == "Ada.md"


@pytest.mark.parametrize(
    ("there", "stem"),
    [("ada.md", "ADA"), ("Zoe\u0308.md", "Zoë"), ("Strasse.md", "Straße"), ("Ａda.md", "Ada")],
)
def test_a_twin_differs_by_case_or_unicode_form(tmp_path: Path, there: str, stem: str) -> None:
    write(tmp_path, f"People/{there}", "x")
    assert free_path(tmp_path, "People", stem) == f"People/{stem} 2.md"
    assert free_path(tmp_path, "People", f"{stem}na") == f"People/{stem}na.md"


def test_several_people_of_one_name_get_a_number_each(tmp_path: Path) -> None:
    write(tmp_path, "People/Ada.md", "x")
    found = free_paths(tmp_path, "People", ["ADA", "Bob", "ada", "Bob"])
    assert found == ["People/ADA 2.md", "People/Bob.md", "People/ada 3.md", "People/Bob 2.md"]


def test_a_folder_is_taken_as_it_is_spelled_there(tmp_path: Path) -> None:
    write(tmp_path, "people/Ada.md", "x")
    assert free_path(tmp_path, "People/", "Bob") == "people/Bob.md"


@pytest.mark.parametrize("folder", ["..", "People/../..", "/etc", "a\0b"])
def test_a_folder_outside_the_vault_is_refused(tmp_path: Path, folder: str) -> None:
    with pytest.raises(WriteRefused, match="no folder in the vault"):
        free_path(tmp_path, folder, "Ada")


# The law, stated anew from what systems say of names.

_PIECES = (
    *"#^[]|:\\/?*<>\"'`~$.- _",
    *("..", "../", "\\..\\", "C:", "\0", "\n", "\r", "\x1b[31m", "\x9b", "\x7f", "\u2028"),
    *("\u202e", "\u200d", "\ufeff", "\ud800", "\udfff", "\ue000", "\uffff", "\U000e0001"),
    *("CON", "con.", "NUL", "aux.md", "COM1", "COM¹", "LPT9.x", "PRN ", "CONIN$", "com0"),
    *(
        "Ada",
        "Zoë",
        "Zoe\u0308",
        "\u0308",
        "é" * 70,
        "x" * 120,
        "🎉",
        "👩‍👩‍👧",
        "ﬁ",
        "İ",
        "ß",
        "Σς",
        "ſ",
    ),
    *(".md", ".MD", ".conflict-2026", " (conflicted copy 2024)", ".sync-conflict-20230112-003022"),
    *("conflict-files-obsidian-git", "~$", "~syncthing~", ".icloud", ".vtmp", "\u00a0", "\u3000"),
)


def check(stem: str) -> None:
    file = f"{stem}.md"
    assert stem
    assert len(file.encode("utf-8")) <= 240
    assert not set(file) & set('#^[]|:\\/?*<>"')
    assert not [sign for sign in stem if unicodedata.category(sign) in ("Cc", "Cs", "Cf", "Co")]
    assert stem[0] not in ".- ~"
    assert stem[-1] not in ". "
    assert not stem.lower().endswith(".md")
    device = stem.partition(".")[0].strip().upper()
    assert not re.fullmatch(r"CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³]", device)
    assert unicodedata.is_normalized("NFC", stem)
    assert os.path.basename(file) == file
    assert not is_conflict_copy(file)


def hostile(source: random.Random) -> str:
    signs = [
        source.choice(_PIECES)
        if source.random() < 0.8
        else chr(source.choice((source.randrange(256), source.randrange(0x110000))))
        for _ in range(source.randrange(1, 9))
    ]
    return "".join(signs)


@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_text_becomes_a_name_that_every_system_can_hold(name: str) -> None:
    check(safe_stem(name))
    assert safe_stem(safe_stem(name)) == safe_stem(name)


def test_hostile_names_become_safe_ones(tmp_path: Path) -> None:
    source = random.Random(3)
    for _ in range(5_000):
        check(safe_stem(hostile(source)))


@pytest.mark.storm
def test_two_hundred_thousand_hostile_names_become_safe_ones() -> None:
    source = random.Random(1984)
    for _ in range(200_000):
        stem = safe_stem(name := hostile(source))
        check(stem)
        assert safe_stem(stem) == stem, repr(name)


def test_hostile_names_in_one_folder_have_no_twins(tmp_path: Path) -> None:
    source = random.Random(7)
    taken: set[str] = set()
    for _ in range(400):
        path = free_path(tmp_path, "People", hostile(source)[:40])
        assert path.startswith("People/")
        assert path.count("/") == 1
        key = unicodedata.normalize("NFD", path.casefold())
        assert key not in taken
        assert key.upper() not in {each.upper() for each in taken}
        taken.add(key)
        check(path.removeprefix("People/").removesuffix(".md"))
        write(tmp_path, path, "x")
