"""`import`: the plan first, one step of the journal, and the same file twice changes nothing."""

import json
import re
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from tests.commandline import PROJECT, Result, run
from tests.test_cli_asking import talked
from tests.test_cli_writing import held
from tests.test_formats_tables import SAMPLES

PHONE = """\
BEGIN:VCARD
VERSION:3.0
FN:Giulia Rossi
EMAIL:giulia.rossi@example.org
TEL:+39 333 555 0199
ORG:Pasticceria Rossi
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Nives Sarti
TEL:333 555 0144
NOTE:- 2026-01-01 call
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Marco Ferri
TEL:333 555 0177
END:VCARD
"""
NOBODY = "BEGIN:VCARD\nNOTE:who was this?\nEND:VCARD\n"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return Path(copytree(PROJECT / "example-vault", tmp_path / "vault"))


@pytest.fixture
def phone(tmp_path: Path) -> Path:
    file = tmp_path / "phone.vcf"
    file.write_text(PHONE)
    return file


def imported(vault: Path, file: Path, *words: str) -> dict[str, Any]:
    said = json.loads(
        run("import", "vcard", str(file), *words, "--format", "json", vault=vault).out
    )
    assert isinstance(said, dict)
    return said


def kinds(said: dict[str, Any]) -> dict[str, str]:
    return {item["name"]: item["kind"] for item in said["items"]}


def test_the_promised_keys_are_there(vault: Path, phone: Path) -> None:
    said = imported(vault, phone)

    assert said["counts"] == {"new": 1, "changed": 1, "known": 0, "to_ask": 1, "unread": 0}
    assert kinds(said) == {"Giulia Rossi": "update", "Nives Sarti": "create", "Marco Ferri": "ask"}
    keys = "name path kind by gains text differences candidates also like left_out"
    assert all(set(keys.split()) <= item.keys() for item in said["items"])
    assert {each["path"] for each in said["changes"]} == {
        "People/Giulia Rossi.md",
        "People/Nives Sarti.md",
        *said["cards"],
    }
    assert len(said["cards"]) == 2


def test_a_text_that_a_note_gains_is_shown(vault: Path, tmp_path: Path) -> None:
    file = tmp_path / "g.vcf"
    file.write_text(
        "BEGIN:VCARD\nFN:Giulia\nEMAIL:giulia.rossi@example.org\nNOTE:Rings twice\nEND:VCARD\n"
    )

    result = run("import", "vcard", str(file), "--dry-run", vault=vault)

    assert "\nGiulia Rossi   the id of its card · a quote: Rings twice\n" in result.out


def test_a_text_under_a_name_alone_is_never_dropped(vault: Path, tmp_path: Path) -> None:
    file = tmp_path / "google.csv"
    file.write_text("First Name,Last Name,Labels,Notes\nMarco,Ferri,,Gate code 12\n")

    def kind(*words: str) -> str:
        out = run("import", "google", str(file), *words, "--format", "json", vault=vault).out
        return str(json.loads(out)["items"][0]["kind"])

    assert kind() == "ask"
    assert kind("--same", "Marco Ferri") == "update"
    assert "> Gate code 12" in (vault / "People/Marco Ferri.md").read_text()
    assert kind() == "unchanged"


def test_two_of_one_name_in_one_file_are_not_each_other(vault: Path, tmp_path: Path) -> None:
    file = tmp_path / "phone.vcf"
    file.write_text(
        "BEGIN:VCARD\nFN:Ugo Sol\nEMAIL:sol@example.org\nBDAY:1950-05-03\nEND:VCARD\n"
        "BEGIN:VCARD\nFN:Ugo Sol\nEMAIL:sol@example.org\nBDAY:1980-02-01\nEND:VCARD\n"
    )

    assert [item["kind"] for item in imported(vault, file, "--dry-run")["items"]] == [
        "create",
        "ask",
    ]
    first, second = imported(vault, file, "--new", "Ugo Sol")["items"]

    assert "not_same_as" not in (vault / first["path"]).read_text()
    link = Path(first["path"]).stem
    assert f'not_same_as:\n  - "[[{link}]]"' in (vault / second["path"]).read_text()
    assert {item["kind"] for item in imported(vault, file)["items"]} == {"unchanged"}
    assert run("check", "--duplicates", vault=vault).out.count("Ugo Sol") == 0


def test_the_same_file_twice_changes_nothing(vault: Path, phone: Path) -> None:
    imported(vault, phone, "--same", "Marco Ferri")
    once = held(vault)

    said = imported(vault, phone)

    assert held(vault) == once
    assert said["changes"] == []
    assert set(kinds(said).values()) == {"unchanged"}


@pytest.mark.parametrize("kind", SAMPLES)
def test_every_format_is_imported_and_taken_back(kind: str, vault: Path, tmp_path: Path) -> None:
    file = tmp_path / "export"
    file.write_bytes(SAMPLES[kind])
    before = held(vault)

    assert run("import", kind, str(file), vault=vault).code == 0
    once = held(vault)
    assert set(once) > set(before)
    assert run("import", kind, str(file), vault=vault).code == 0
    assert held(vault) == once
    assert run("undo", vault=vault).code == 0
    assert held(vault) == before


def test_two_exports_of_one_person_from_other_services_are_one_note(
    vault: Path, tmp_path: Path
) -> None:
    linkedin, google = tmp_path / "Connections.csv", tmp_path / "google.csv"
    linkedin.write_text(
        "First Name,Last Name,URL,Company,Connected On\n"
        'Tullio,"Berti, PhD",https://linkedin.com/in/tullio,Cartiera,12 Mar 2024\n'
    )
    google.write_text(
        "Given Name,Family Name,E-mail 1 - Value,Organization 1 - Name\n"
        "Tullio,Berti,tullio@example.org,Cartiera\n"
    )
    before = held(vault)

    run("import", "linkedin", str(linkedin), vault=vault)
    run("import", "google", str(google), vault=vault)

    assert set(held(vault)) - set(before) == {"People/Tullio Berti.md"}
    note = (vault / "People" / "Tullio Berti.md").read_text("utf-8")
    assert "met: 2024-03-12" in note
    assert "tullio@example.org" in note
    assert "linkedin:tullio" in note


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--map", "phone"), '"phone" names no column'),
        (("--map", "Tel=telephony"), 'no column can be called "telephony"'),
        (("--encoding", "klingon"), "is not encoded as klingon"),
    ],
)
def test_what_is_said_of_a_table_is_checked(
    words: tuple[str, ...], says: str, vault: Path, tmp_path: Path
) -> None:
    file = tmp_path / "members.csv"
    file.write_text("name,Tel\nAnn,333 555 0144\n")

    result = run("import", "csv", str(file), *words, vault=vault)

    assert result.code == 2
    assert says in result.err


def test_a_table_of_one_s_own_is_read_with_a_map(vault: Path, tmp_path: Path) -> None:
    file = tmp_path / "members.csv"
    file.write_bytes("Chi;Tel\n渡辺;333 555 0144\n".encode("cp932"))

    words = ("--map", "Chi=name", "--map", "Tel=phone", "--encoding", "cp932")
    assert run("import", "csv", str(file), *words, vault=vault).code == 0

    assert "333 555 0144" in (vault / "People" / "渡辺.md").read_text("utf-8")


def test_a_table_in_another_language_is_read_by_the_settings(vault: Path, tmp_path: Path) -> None:
    file = tmp_path / "kontakte.csv"
    file.write_text("Vorname;Nachname;E-Mail-Adresse\nJutta;Blau;jutta@example.org\n")
    settings = vault / ".vault-tool" / "config.toml"
    columns = (
        '"Vorname" = "First Name"\n" nachname" = "Last Name"\n"E-Mail-Adresse" = "E-mail Address"\n'
    )
    settings.write_text(f"{settings.read_text()}\n[columns]\n{columns}")

    result = run("import", "outlook", str(file), "--quiet", vault=vault)

    assert result.out == "1 new person\n\nJutta Blau   People/Jutta Blau.md\n"


def test_a_dry_run_writes_nothing_and_tells_the_same(vault: Path, phone: Path) -> None:
    before = held(vault)

    told = imported(vault, phone, "--dry-run")

    assert held(vault) == before
    assert told["dry_run"] is True
    assert told["changes"] == imported(vault, phone)["changes"]


def test_undo_takes_back_all_of_it(vault: Path, phone: Path) -> None:
    before = held(vault)
    imported(vault, phone, "--new", "Marco Ferri")
    assert held(vault) != before

    assert run("undo", vault=vault).code == 0

    assert held(vault) == before


def test_whoever_is_new_is_in_no_list_until_looked_at(vault: Path, phone: Path) -> None:
    before = run("report", "coverage", vault=vault).out
    imported(vault, phone)

    assert "Nives Sarti" in run("who", "nives", vault=vault).out
    assert run("report", "coverage", vault=vault).out == before


def test_what_could_not_be_read_is_said_and_the_rest_counts(vault: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.vcf"
    file.write_text(NOBODY + PHONE)

    result = run("import", "vcard", str(file), vault=vault)

    assert result.code == 3
    assert "x.vcf:1:1: error: a card names nobody" in result.err
    assert (vault / "People" / "Nives Sarti.md").is_file()


def test_a_note_that_cannot_be_changed_is_left_and_the_others_change(
    vault: Path, phone: Path
) -> None:
    broken = vault / "People" / "Marco Ferri.md"
    broken.write_text("---\ntags: [person\n---\n")

    result = run("import", "vcard", str(phone), "--same", "Marco Ferri", vault=vault)

    assert result.code == 3
    assert "People/Marco Ferri.md:2" in result.err
    assert broken.read_text() == "---\ntags: [person\n---\n"
    assert "+39 333 555 0199" in (vault / "People" / "Giulia Rossi.md").read_text("utf-8")


def test_a_folder_of_cards_is_read_whole(vault: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cards"
    folder.mkdir()
    (folder / "a.vcf").write_text(PHONE)
    (folder / "b.vcf").write_text("BEGIN:VCARD\nFN:Olmo Reggiani\nEND:VCARD\n")

    assert imported(vault, folder)["counts"]["new"] == 2


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("vcard", "nowhere.vcf"), "there is no file nowhere.vcf"),
        (("papyrus", "PHONE"), 'there is no format "papyrus" to import'),
        (("vcard", "PHONE", "--same", "Zita Nove"), 'nobody in the file is called "Zita Nove"'),
        (("vcard", "EMPTY"), "empty.vcf holds nobody"),
        (("vcard", "FOLDER"), "is a folder"),
        (("vcard", "NOISE"), "noise.bin holds nobody"),
    ],
)
def test_what_cannot_be_imported_is_said(
    words: tuple[str, ...], says: str, vault: Path, phone: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty.vcf").write_text("")
    (tmp_path / "folder").mkdir()
    (tmp_path / "noise.bin").write_bytes(bytes(range(256)) * 20)
    places = {
        "PHONE": str(phone),
        "EMPTY": str(tmp_path / "empty.vcf"),
        "FOLDER": str(tmp_path / "folder"),
        "NOISE": str(tmp_path / "noise.bin"),
    }
    before = held(vault)

    result: Result = run("import", *(places.get(word, word) for word in words), vault=vault)

    assert (result.code, held(vault)) == (2, before)
    assert says in result.err


def test_same_is_refused_where_two_people_here_have_the_name(vault: Path, phone: Path) -> None:
    (vault / "People" / "Other").mkdir()
    (vault / "People" / "Other" / "Marco Ferri.md").write_text("---\ntype: person\n---\n")

    result = run("import", "vcard", str(phone), "--same", "Marco Ferri", vault=vault)

    assert result.code == 2
    assert "2 people here may be Marco Ferri" in result.err


@pytest.mark.parametrize(
    ("answer", "path"), [("1", "People/Marco Ferri.md"), ("n", "People/Marco Ferri 2.md")]
)
def test_on_a_terminal_a_name_alone_is_asked_about(
    answer: str, path: str, vault: Path, phone: Path
) -> None:
    code, shown = talked(vault, "import", "vcard", str(phone), answers=f"{answer}\n\n")

    assert code == 0, shown
    assert "Is Marco Ferri in the file" in shown
    assert "333 555 0177" in (vault / path).read_text("utf-8")


def test_on_a_terminal_no_leaves_all_as_it_was(vault: Path, phone: Path) -> None:
    before = held(vault)

    code, shown = talked(vault, "import", "vcard", str(phone), answers="\nn\n")

    assert code == 130
    assert "Write this to 4 files?" in shown
    assert held(vault) == before


def test_hostile_values_make_notes_that_are_read_without_a_problem(
    vault: Path, tmp_path: Path
) -> None:
    file = tmp_path / "evil.vcf"
    values = ("=cmd|' /C calc'!A0", "\x1b[31mred", "../../../etc/passwd", "a: b\\n---\\nme: true")
    cards = [
        f"BEGIN:VCARD\nFN:{value}\nORG:{value}\nNICKNAME:{value}\nNOTE:{value}\nUID:{value}\n"
        f"X-SOCIALPROFILE;TYPE=me:{value}\nEND:VCARD\n"
        for value in (*values, "x" * 1_000_000)
    ]
    file.write_text("".join(cards))
    before = held(vault)

    assert run("import", "vcard", str(file), vault=vault).code == 0

    fresh = set(held(vault)) - set(before)
    notes = {path for path in fresh if path.endswith(".md")}
    assert len(notes) == 5
    assert all(Path(path).parent == Path("People") for path in notes)
    assert len(fresh - notes) == 5
    assert all(
        re.fullmatch(r"Attachments/cards/[A-Za-z0-9._@+-]+\.vcf", each) for each in fresh - notes
    )
    found = json.loads(run("check", "--format", "json", vault=vault).out)["problems"]
    assert [each for each in found if each["path"] in fresh] == []


def test_triage_walks_through_those_who_wait_and_stops_where_one_likes(
    vault: Path, phone: Path
) -> None:
    run("import", "vcard", str(phone), "--new", "Marco Ferri", vault=vault)

    code, shown = talked(vault, "triage", answers="x\n4\n6 weeks\n\nq\n")

    assert code == 0, shown
    assert "1/3  Gianni Idraulico" in shown
    texts = [data.decode() for data in held(vault).values() if b"\ninbox: true" in data]
    assert len(texts) == 2
    assert sum("snooze_until: 2026-12-23" in text for text in texts) == 1
    plumber = (vault / "People" / "Gianni Idraulico.md").read_text("utf-8")
    assert "weight: 4" in plumber
    assert "frequency: 6 weeks" in plumber


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("gianni", "--weight", "3", "--later"), "these say different things"),
        (("gianni",), "what becomes of Gianni Idraulico is missing"),
        (("giulia", "--later"), "Giulia Rossi does not wait to be looked at"),
        (("--later",), "the name is missing"),
        (("Gianni Idraulico", "--weight", "9"), '"weight" is not a weight: "9"'),
    ],
)
def test_what_triage_cannot_do_is_said(words: tuple[str, ...], says: str, vault: Path) -> None:
    before = held(vault)

    result = run("triage", *words, vault=vault)

    assert (result.code, held(vault)) == (2, before)
    assert says in result.err


RICH = """\
BEGIN:VCARD
VERSION:3.0
PRODID:-//A phone//EN
FN:Nives Sarti
N:Sarti;Nives;;;
TEL;type=CELL:333 555 0144
UID:4F1C
PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAASABIAAD
END:VCARD
"""
KEPT = "Attachments/cards/4F1C.vcf"


def test_a_card_is_kept_as_it_came_and_taken_back_with_the_import(
    vault: Path, tmp_path: Path
) -> None:
    before = held(vault)
    (tmp_path / "nives.vcf").write_text(RICH)

    assert imported(vault, tmp_path / "nives.vcf", "--dry-run")["cards"] == [KEPT]
    assert held(vault) == before
    assert imported(vault, tmp_path / "nives.vcf")["cards"] == [KEPT]
    assert (vault / KEPT).read_text() == RICH
    assert imported(vault, tmp_path / "nives.vcf")["changes"] == []
    assert run("undo", vault=vault).code == 0
    assert held(vault) == before
    assert not (vault / "Attachments").exists()


def test_a_newer_state_of_a_card_takes_the_place_of_the_kept_one(
    vault: Path, tmp_path: Path
) -> None:
    file = tmp_path / "nives.vcf"
    file.write_text(RICH)
    imported(vault, file)
    file.write_text(RICH.replace("AQSk", "AAAA"))

    said = imported(vault, file)

    assert kinds(said) == {"Nives Sarti": "unchanged"}
    assert [each["path"] for each in said["changes"]] == [KEPT]
    assert "AAAA" in (vault / KEPT).read_text()


def test_a_card_without_an_id_is_kept_under_the_one_that_the_note_gets(
    vault: Path, tmp_path: Path
) -> None:
    file = tmp_path / "nives.vcf"
    file.write_text(RICH.replace("UID:4F1C\n", ""))

    (path,) = imported(vault, file)["cards"]
    assert run("rename", "nives", "Nives Bassi", vault=vault).code == 0

    assert f"uid: {Path(path).stem}\n" in (vault / "People" / "Nives Bassi.md").read_text("utf-8")
    assert imported(vault, file)["changes"] == []


def test_cards_are_kept_where_the_settings_say(vault: Path, tmp_path: Path) -> None:
    (tmp_path / "nives.vcf").write_text(RICH)
    config = vault / ".vault-tool" / "config.toml"
    config.write_text(config.read_text("utf-8") + '\n[writing]\ncards = "Files/Cards"\n')

    assert imported(vault, tmp_path / "nives.vcf")["cards"] == ["Files/Cards/4F1C.vcf"]


def test_two_notes_that_are_merged_have_the_cards_of_both(vault: Path, tmp_path: Path) -> None:
    file = tmp_path / "two.vcf"
    file.write_text(
        RICH
        + RICH.replace("Nives Sarti", "Olmo Reggiani")
        .replace("0144", "0166")
        .replace("Sarti;Nives", "Reggiani;Olmo")
        .replace("4F1C", "5A2B")
    )
    imported(vault, file)

    assert run("merge", "nives", "olmo", "--yes", vault=vault).code == 0

    text = (vault / "People" / "Nives Sarti.md").read_text("utf-8")
    assert "uid: 4F1C\n" in text
    assert "- uid:5A2B\n" in text
    assert imported(vault, file)["changes"] == []
