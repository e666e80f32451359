"""`sync-cards` from the outside: a folder of cards and the example vault."""

import json
import os
from pathlib import Path
from shutil import copytree

import pytest

from tests.card_sides import card_of
from tests.commandline import PROJECT, Result, run
from vault_tool.sync.vdir import Vdir

ADA = "---\ntype: person\nemail: ada@example.org\n---\n# Ada\n"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    (root / "People").mkdir(parents=True)
    (root / ".vault-tool").mkdir()
    (root / "People" / "Ada Neri.md").write_text(ADA)
    (tmp_path / "cards").mkdir()
    return root


def sync(vault: Path, *words: str) -> Result:
    return run("sync-cards", str(vault.parent / "cards"), *words, vault=vault)


def cards(vault: Path) -> dict[str, bytes]:
    folder = vault.parent / "cards"
    return {each.name: each.read_bytes() for each in folder.iterdir()}


def test_everybody_of_the_example_vault_gets_a_card_that_says_the_same(tmp_path: Path) -> None:
    vault = Path(copytree(PROJECT / "example-vault", tmp_path / "vault"))
    (tmp_path / "cards").mkdir()

    first = sync(vault, "--yes", "--format", "json")
    again = sync(vault, "--yes", "--format", "json")

    told = json.loads(first.out)
    assert told["counts"]["new_cards"] == len(cards(vault)) > 20
    assert all(each["path"] and each["kind"] == "new_card" for each in told["items"])
    assert json.loads(again.out)["counts"] == {
        **dict.fromkeys(told["counts"], 0), "in_step": told["counts"]["new_cards"],
    }  # fmt: skip
    assert json.loads(again.out)["changes"] == []


def test_two_cards_of_one_name_that_are_two_people_are_remembered_as_such(vault: Path) -> None:
    for uid, email in (("b1", "one@example.org"), ("b2", "two@example.org")):
        card = card_of("Bruno Sol", {"email": email}, uid=uid)
        (vault.parent / "cards" / f"{uid}.vcf").write_bytes(card)

    assert sync(vault, "--yes", "--new", "Bruno Sol").code == 0

    notes = sorted(each.read_text() for each in (vault / "People").glob("Bruno*.md"))
    assert len(notes) == 2
    assert ['not_same_as:\n  - "[[Bruno Sol' in each for each in notes].count(True) == 1


def test_a_dry_run_shows_everything_and_writes_nothing(vault: Path) -> None:
    (vault.parent / "cards" / "b.vcf").write_bytes(card_of("Bruno Sol", {"phone": "333"}, uid="b"))
    before = cards(vault)

    shown = sync(vault, "--dry-run")

    assert "Bruno Sol   People/Bruno Sol.md" in shown.out
    assert "+uid: " in shown.out
    assert cards(vault) == before
    assert [each.name for each in (vault / "People").iterdir()] == ["Ada Neri.md"]


def test_cards_go_only_when_somebody_agrees(vault: Path) -> None:
    sync(vault)
    (vault / "People" / "Ada Neri.md").unlink()
    (vault / "People" / "Bo.md").write_text("---\ntype: person\n---\n")

    left = sync(vault)
    assert len(cards(vault)) == 1
    assert "1 card whose notes are gone will be removed with --yes" in left.err
    sync(vault, "--yes")
    assert cards(vault) == {}


def test_a_note_that_cannot_be_read_keeps_its_card_as_it_is(vault: Path) -> None:
    sync(vault)
    before = cards(vault)
    note = vault / "People" / "Ada Neri.md"
    note.write_text(note.read_text().replace("email: ada@example.org", 'email: "ada'))

    told = sync(vault, "--yes")

    assert cards(vault) == before
    assert "Ada Neri   People/Ada Neri.md" in told.out


def test_a_note_that_is_only_in_the_cloud_is_not_gone(vault: Path) -> None:
    sync(vault)
    before = cards(vault)
    (vault / "People" / "Ada Neri.md").rename(vault / "People" / ".Ada Neri.md.icloud")
    (vault / "People" / "Bo.md").write_text("---\ntype: person\n---\n")

    sync(vault, "--yes", "--force", "--remove")

    assert cards(vault) == before


def test_forgetting_everything_unites_and_removes_nothing(vault: Path) -> None:
    (vault.parent / "cards" / "b.vcf").write_bytes(card_of("Bruno Sol", {"phone": "333"}, uid="b"))
    sync(vault)
    before = cards(vault), sorted(each.read_bytes() for each in (vault / "People").iterdir())
    run("forget", "--yes", vault=vault)

    sync(vault)

    assert (cards(vault), sorted(e.read_bytes() for e in (vault / "People").iterdir())) == before


def test_an_import_of_cards_can_be_taken_back_and_they_stay_where_they_were(vault: Path) -> None:
    (vault.parent / "cards" / "b.vcf").write_bytes(card_of("Bruno Sol", {"phone": "333"}, uid="b"))
    sync(vault)
    before = cards(vault)
    run("undo", vault=vault)
    assert not (vault / "People" / "Bruno Sol.md").exists()

    told = sync(vault, "--yes")

    assert cards(vault) == before
    assert "Bruno Sol" in told.out
    assert not (vault / "People" / "Bruno Sol.md").exists()


SAID = {"email": "ada@example.org", "phone": "333", "role": "baker", "birthday": "1984-06-12"}


def test_what_is_taken_back_out_of_a_note_stays_in_the_card(vault: Path) -> None:
    (vault.parent / "cards" / "a.vcf").write_bytes(card_of("Ada Neri", SAID, uid="a"))
    before = cards(vault)
    sync(vault)
    assert "role: baker" in (vault / "People" / "Ada Neri.md").read_text()
    run("undo", vault=vault)

    for _ in range(2):
        sync(vault, "--yes")
        assert cards(vault) == before
        assert "baker" not in (vault / "People" / "Ada Neri.md").read_text()


def test_a_change_that_is_taken_back_is_kept_there_and_a_later_one_still_comes(vault: Path) -> None:
    there = vault.parent / "cards" / "a.vcf"
    there.write_bytes(card_of("Ada Neri", SAID, uid="a"))
    sync(vault)
    changed = {**SAID, "phone": "444", "role": "binder"}
    there.write_bytes(card_of("Ada Neri", changed, uid="a"))
    sync(vault)
    run("undo", vault=vault)

    sync(vault)
    assert b"444" in there.read_bytes()
    assert b"binder" in there.read_bytes()
    there.write_bytes(there.read_bytes().replace(b"END:V", b"EMAIL:new@example.org\nEND:V"))
    sync(vault)

    note = (vault / "People" / "Ada Neri.md").read_text()
    assert "new@example.org" in note
    assert ("333" in note, "444" in note) == (True, False)


def test_a_card_that_an_import_kept_is_what_a_new_one_begins_with(vault: Path) -> None:
    photo = "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRg=="
    file = vault.parent / "old.vcf"
    file.write_bytes(
        card_of("Bruno Sol", {"phone": "333 5550101"}, photo, "X-RINGTONE:Bells", uid="b")
    )
    run("import", "vcard", str(file), vault=vault)
    run("triage", "bruno", "--weight", "4", vault=vault)
    run("set", "bruno", "role=baker", vault=vault)

    sync(vault)

    (card,) = [data for data in cards(vault).values() if b"Bruno" in data]
    for line in (photo.encode(), b"X-RINGTONE:Bells", b"TITLE:baker", b"UID:b\n"):
        assert line in card


def test_the_folder_of_kept_cards_is_no_telephone(vault: Path) -> None:
    (vault / "Attachments" / "cards").mkdir(parents=True)

    result = run("sync-cards", str(vault / "Attachments" / "cards"), vault=vault)

    assert result.code == 2
    assert "where imports keep cards" in result.err


def test_italian(vault: Path) -> None:
    (vault.parent / "cards" / "b.vcf").write_bytes(card_of("Bruno Sol", {"phone": "333"}, uid="b"))

    assert sync(vault, "--lang", "it").out.startswith("1 persona nuova da lì, 1 scheda nuova\n")


@pytest.mark.parametrize("name", ["draft.tmp", "noending", ".hidden.vcf", "color", "x.vcf.tmp"])
def test_what_is_no_cards_name_is_not_looked_at(vault: Path, name: str) -> None:
    (vault.parent / "cards" / name).write_bytes(card_of("Bruno Sol", {"phone": "333"}, uid="b"))

    assert "Bruno" not in sync(vault).out


def test_files_keep_their_names_and_modes(vault: Path) -> None:
    file = vault.parent / "cards" / "Some Name.VCF"
    file.write_bytes(card_of("Ada Neri", {"email": "ada@example.org"}, uid="b"))
    file.chmod(0o640)
    (vault / "People" / "Ada Neri.md").write_text(ADA.replace("email", "role: baker\nemail"))

    sync(vault)

    assert list(cards(vault)) == ["Some Name.VCF"]
    assert b"TITLE:baker" in file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_card_changed_in_the_middle_of_a_round_is_met_in_another(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync(vault)
    (file,) = (vault.parent / "cards").iterdir()
    note = vault / "People" / "Ada Neri.md"
    note.write_text(note.read_text().replace("type: person", "type: person\nrole: baker"))
    real = Vdir.replace
    seen: list[int] = []

    def racing(self: Vdir, *words: object) -> object:
        if not seen:
            seen.append(
                file.write_bytes(file.read_bytes().replace(b"END:V", b"TEL:333 5550101\nEND:V"))
            )
        return real(self, *words)  # type: ignore[arg-type]

    monkeypatch.setattr(Vdir, "replace", racing)

    assert sync(vault).code == 0

    assert b"TITLE:baker" in file.read_bytes()
    assert b"TEL:333 5550101" in file.read_bytes()
    assert "333 5550101" in note.read_text()


def test_what_is_remembered_is_for_the_user_alone(vault: Path) -> None:
    sync(vault)
    kept = list(Path(os.environ["XDG_STATE_HOME"]).rglob("cards-*.json"))

    assert kept
    assert {each.stat().st_mode & 0o777 for each in kept} == {0o600}
