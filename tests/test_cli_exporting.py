"""`export` of cards that were kept, into folders, and of addresses for mutt."""

import json
import os
import re
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.commandline import PROJECT, run
from tests.test_cli_importing import KEPT, RICH, imported
from tests.test_cli_writing import held
from vault_tool.engine.addressing import addresses
from vault_tool.engine.card_folder import folder_of
from vault_tool.formats.mutt import Address, write_addresses
from vault_tool.formats.vcard import read_vcards
from vault_tool.model import Card


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return Path(copytree(PROJECT / "example-vault", tmp_path / "vault"))


@pytest.fixture
def rich(vault: Path, tmp_path: Path) -> Path:
    """Return a vault that keeps a card with a photo."""
    (tmp_path / "nives.vcf").write_text(RICH)
    imported(vault, tmp_path / "nives.vcf")
    return vault


def into(folder: Path, vault: Path, *words: str) -> dict[str, Any]:
    said = run("export", "vcard", *words, "--folder", str(folder), "--format", "json", vault=vault)
    result = json.loads(said.out)
    assert isinstance(result, dict)
    return result


def test_a_kept_card_goes_out_as_it_came(rich: Path) -> None:
    assert run("export", "vcard", "nives", vault=rich).out == RICH


def test_a_kept_card_goes_out_with_what_the_note_says_now(rich: Path) -> None:
    assert run("set", "nives", "role=legatrice", vault=rich).code == 0

    out = run("export", "vcard", "nives", vault=rich).out

    assert out == RICH.replace("END:VCARD", "TITLE:legatrice\nEND:VCARD")


def test_a_kept_card_is_found_after_a_rename_and_a_merge(rich: Path) -> None:
    assert run("rename", "nives", "Nives Bassi", vault=rich).code == 0
    assert run("merge", "Rui Almeida", "Nives Bassi", "--yes", vault=rich).code == 0

    out = run("export", "vcard", "rui", vault=rich).out

    assert "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAASABIAAD\n" in out
    assert "FN:Rui Almeida\n" in out
    assert read_vcards(out.encode()).people[0].nicknames == ("Rui", "Nives Bassi", "Nives Sarti")


def test_what_was_exported_of_a_kept_card_is_known_when_it_comes_back(
    rich: Path, tmp_path: Path
) -> None:
    assert run("set", "nives", "role=legatrice", vault=rich).code == 0
    run("export", "vcard", "--version", "4.0", "-o", str(tmp_path / "out.vcf"), vault=rich)
    before = held(rich)

    assert imported(rich, tmp_path / "out.vcf")["changes"] == []
    assert held(rich) == before


def test_without_the_kept_card_the_note_is_exported_all_the_same(rich: Path) -> None:
    (rich / KEPT).unlink()

    assert "FN:Nives Sarti" in run("export", "vcard", "nives", vault=rich).out


def test_a_folder_has_a_file_for_each_and_a_second_time_touches_none(
    vault: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "cards"

    once = into(folder, vault)
    before = {file: file.stat() for file in folder.iterdir()}
    again = into(folder, vault)

    assert once["counts"]["new"] == len(before) == len(once["items"])
    assert again["counts"] == {"new": 0, "changed": 0, "unchanged": len(before)}
    assert {file: file.stat().st_mtime_ns for file in folder.iterdir()} == {
        file: its.st_mtime_ns for file, its in before.items()
    }
    for item in once["items"]:
        (person,) = read_vcards((folder / item["file"]).read_bytes()).people
        assert person.name == item["name"]
        assert item["file"] == f"{person.uid}.vcf"


def test_a_file_keeps_its_name_and_what_others_put_into_it(rich: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cards"
    folder.mkdir()
    theirs = RICH.replace("PRODID", "X-OTHER:yes\nPRODID")
    (folder / "aunt.vcf").write_text(theirs)
    (folder / "notes.txt").write_text("mine")
    assert run("set", "nives", "role=legatrice", vault=rich).code == 0

    said = into(folder, rich, "nives")

    assert [(item["file"], item["kind"]) for item in said["items"]] == [("aunt.vcf", "changed")]
    assert (folder / "aunt.vcf").read_text() == theirs.replace("END:", "TITLE:legatrice\nEND:")
    assert sorted(os.listdir(folder)) == ["aunt.vcf", "notes.txt"]


def test_cards_of_nobody_here_are_left_and_named(vault: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cards"
    folder.mkdir()
    cards = {"stranger.vcf": RICH, "two.vcf": RICH + RICH, "nameless.vcf": "BEGIN:VCARD\n"}
    for name, text in cards.items():
        (folder / name).write_text(text)

    said = into(folder, vault, "rui")

    assert (said["strangers"], said["odd"]) == (["stranger.vcf"], ["nameless.vcf", "two.vcf"])
    assert {name: (folder / name).read_text() for name in cards} == cards
    text = run("export", "vcard", "rui", "--folder", str(folder), "--lang", "it", vault=vault).out
    assert "Schede di nessuno che sia qui" in text


@pytest.mark.parametrize("place", ["", "Attachments/cards", "People"])
def test_a_folder_in_the_vault_is_refused(place: str, rich: Path) -> None:
    before = held(rich)

    result = run("export", "vcard", "--folder", str(rich / place), vault=rich)

    assert result.code == 2
    assert "lies in the vault" in result.err
    assert held(rich) == before


@pytest.mark.parametrize("words", [("csv",), ("vcard", "-o", "x.vcf")])
def test_a_folder_is_for_cards_alone(words: tuple[str, ...], vault: Path, tmp_path: Path) -> None:
    result = run("export", *words, "--folder", str(tmp_path / "cards"), vault=vault)

    assert result.code == 2
    assert not (tmp_path / "cards").exists()


def test_two_notes_of_one_id_have_a_file_each() -> None:
    twins = [
        Card(f"{name}.md", name, "active", False, False, (), (), {"uid": "u"}) for name in "AB"
    ]
    first = folder_of(twins[:1], twins, {}, {}, None, "3.0").puts[0].text

    found = folder_of(twins, twins, {"u.vcf": first}, {}, None, "3.0")

    assert [put.name for put in found.puts] == ["u.vcf", None]
    files = {"u.vcf": first, "u-1.vcf": found.puts[1].text}
    again = folder_of(twins, twins, files, {}, None, "3.0")
    assert [(put.name, put.text) for put in again.puts] == list(files.items())


ADDED = (
    "TEL:333 555 0777", "EMAIL:other@example.org", "TITLE:legatrice", "ORG:Bottega;Cuoio",
    "ADR:;;Via Lame 1;Bologna;;40122;Italia", "BDAY:1984-06-12", "NOTE:her own words",
    "X-SOCIALPROFILE;TYPE=mastodon:@nives", "CATEGORIES:Cuoio", "NICKNAME:Ni",
)  # fmt: skip


@pytest.mark.parametrize("line", ADDED)
def test_what_somebody_wrote_into_a_file_of_the_folder_stays(line: str) -> None:
    ada = Card("A.md", "Ada", "active", False, False, (), (), {"uid": "u", "phone": "333"})
    first = folder_of([ada], [ada], {}, {}, None, "3.0").puts[0].text
    theirs = first.replace(b"END:", line.encode() + b"\r\nEND:")
    moved = ada._replace(properties={**ada.properties, "phone": "444"})

    same = folder_of([ada], [ada], {"u.vcf": theirs}, {}, None, "3.0").puts[0].text
    changed = folder_of([moved], [moved], {"u.vcf": theirs}, {}, None, "3.0").puts[0].text

    assert same == theirs
    assert line.encode() in changed
    assert b"TEL:444" in changed


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("rossi", ["giulia.rossi@example.org"]),
        ("GIULIA ross", ["giulia.rossi@example.org"]),
        ("del forno", ["giulia.rossi@example.org"]),
        ("giulia.rossi@", ["giulia.rossi@example.org"]),
        ("nobody at all", []),
    ],
)
def test_mutt_finds_addresses_by_name_alias_and_address(
    typed: str, found: list[str], example_vault: Path
) -> None:
    result = run("export", "mutt", "--quiet", "--", typed, vault=example_vault)

    title, *lines = result.out.splitlines()
    assert title
    assert [line.split("\t")[0] for line in lines] == found
    assert result.code == (0 if found else 1)


def test_mutt_takes_the_filters_too(example_vault: Path) -> None:
    out = run("export", "mutt", "--where", "role=fornaia", vault=example_vault).out

    assert out == "1 address\ngiulia.rossi@example.org\tGiulia Rossi\tForno Rossi\n"


def test_nobody_writes_to_the_deceased() -> None:
    late = Card("A.md", "A", "deceased", False, False, (), (), {"email": "a@example.org"})

    assert addresses([late]) == []


@given(st.text(), st.lists(st.builds(Address, st.text(), st.text(), st.text()), max_size=3))
def test_no_value_begins_a_line_or_a_column_of_its_own(title: str, found: list[Address]) -> None:
    lines = write_addresses(title, found).split("\n")

    assert len(lines) == len(found) + 2
    assert all(line.count("\t") == 2 for line in lines[1:-1])
    assert not any(re.search(r"[\x00-\x08\x0b-\x1f\x7f]", line) for line in lines)
