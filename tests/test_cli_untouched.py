"""No command changes a byte, a time or a name in the vault; `init` touches no note."""

from hashlib import blake2b
from pathlib import Path
from shutil import copytree

import pytest

from tests.commandline import PROJECT, run

READING = (
    ("today",),
    ("report", "follow-ups"),
    ("report", "birthdays", "--next", "1y"),
    ("report", "--list"),
    ("brief", "giulia"),
    ("who", "--in", "Bologna"),
    ("find", "permesso"),
    ("why", "marco"),
    ("path", "marco"),
    ("triage",),
    ("export", "vcard"),
    ("export", "csv"),
    ("export", "json"),
    ("export", "ics", "--follow-ups"),
    ("recover",),
    ("review",),
    ("index",),
    ("index", "--rebuild"),
    ("index", "--verify"),
    ("check",),
    ("conflicts",),
    ("merge-copies", "--dry-run"),
    ("draft", "check-in", "giulia", "--explain"),
    ("draft", "birthday", "chiara"),
    ("prepare", "Forlì"),
    ("who", "--reach", "cello"),
    ("draft", "intro", "omar", "elisabetta"),
    ("completion", "bash"),
)

State = dict[str, tuple[int, int, str]]


def _state(folder: Path) -> State:
    """Return mode, time of change and content of everything in the folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        seen = path.lstat()
        content = path.read_bytes() if path.is_file() else b""
        mark = blake2b(content).hexdigest()
        found[str(path.relative_to(folder))] = (seen.st_mode, seen.st_mtime_ns, mark)
    return found


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(copytree(PROJECT / "example-vault", tmp_path_factory.mktemp("untouched") / "vault"))


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_a_reading_command_leaves_everything_as_it_was(words: tuple[str, ...], vault: Path) -> None:
    before = _state(vault)

    result = run(*words, vault=vault)

    assert "Traceback" not in result.err
    assert _state(vault) == before


def test_init_in_a_folder_of_notes_adds_a_config_and_touches_no_note(tmp_path: Path) -> None:
    notes = Path(copytree(PROJECT / "example-vault", tmp_path / "notes"))
    (notes / ".vault-tool" / "config.toml").unlink()
    (notes / ".vault-tool").rmdir()
    before = _state(notes)

    result = run("init", str(notes))
    after = _state(notes)

    assert result.code == 0
    assert "No note was touched" in result.out
    assert set(after) - set(before) == {".vault-tool", ".vault-tool/config.toml"}
    assert {path: after[path] for path in before} == before


def test_init_makes_a_vault_where_today_answers(tmp_path: Path) -> None:
    made = run("init", str(tmp_path / "people"))
    (tmp_path / "people" / "People" / "Ada Lindqvist.md").write_text("- 2026-01-02 coffee\n")
    said = run("today", vault=tmp_path / "people")

    assert made.code == 0
    assert "Ada Lindqvist" in said.out


def test_init_twice_makes_nothing_the_second_time(tmp_path: Path) -> None:
    run("init", str(tmp_path))
    before = _state(tmp_path)

    again = run("init", str(tmp_path))

    assert again.code == 0
    assert "nothing to make" in again.out
    assert _state(tmp_path) == before


def test_init_in_a_dry_run_makes_nothing(tmp_path: Path) -> None:
    result = run("init", str(tmp_path / "people"), "--dry-run")

    assert "would become a new vault" in result.out
    assert not (tmp_path / "people").exists()


def test_init_refuses_a_file(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text("x")

    result = run("init", str(tmp_path / "note.md"))

    assert result.code == 2
    assert "is a file" in result.err
