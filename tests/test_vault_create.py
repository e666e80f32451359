"""`init`: a new vault, or the config in a folder of notes, and no note is touched."""

import re
from pathlib import Path

import pytest

from tests.index_vaults import write
from vault_tool.config import CONFIG_PATH, DEFAULTS, parse_config
from vault_tool.errors import WriteRefused
from vault_tool.vault.create import create_vault
from vault_tool.vault.folder import find_vault, load_settings


def everything(root: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path.relative_to(root)): (path.stat().st_mtime_ns, path.read_bytes())
        for path in root.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("exists", [True, False])
def test_a_new_vault_has_its_folders_a_config_and_a_first_note(
    tmp_path: Path, exists: bool
) -> None:
    root = tmp_path / "in" / "vault"
    if exists:
        root.mkdir(parents=True)
    made = create_vault(root)
    assert made.is_new
    assert made.paths == (
        "People/",
        "Journal/",
        "Drafts/",
        "Reports/",
        "Templates/vault-tool/",
        ".vault-tool/",
        ".vault-tool/config.toml",
        "Start here.md",
    )
    assert all((root / path).exists() for path in made.paths)
    assert find_vault(root / "People", None) == root
    assert load_settings(root) == DEFAULTS


def test_doing_it_twice_does_nothing_the_second_time(tmp_path: Path) -> None:
    create_vault(tmp_path)
    before = everything(tmp_path)
    assert create_vault(tmp_path).paths == ()
    assert everything(tmp_path) == before


def test_what_was_interrupted_is_completed(tmp_path: Path) -> None:
    create_vault(tmp_path)
    (tmp_path / "Drafts").rmdir()
    (tmp_path / "Start here.md").unlink()
    assert create_vault(tmp_path).paths == ("Drafts/", "Start here.md")


def test_a_folder_of_notes_gets_its_config_and_nothing_else(tmp_path: Path) -> None:
    write(tmp_path, "Persone/Ada.md", "roses\n")
    write(tmp_path, ".obsidian/app.json", "{}")
    before = everything(tmp_path)
    made = create_vault(tmp_path)
    assert not made.is_new
    assert made.paths == (CONFIG_PATH,)
    after = everything(tmp_path)
    del after[CONFIG_PATH]
    assert after == before
    assert not (tmp_path / "People").exists()


def test_a_config_that_is_there_stays(tmp_path: Path) -> None:
    write(tmp_path, CONFIG_PATH, "per_day = 2\n")
    create_vault(tmp_path)
    assert load_settings(tmp_path).per_day == 2


def test_the_config_shows_the_defaults(tmp_path: Path) -> None:
    create_vault(tmp_path)
    text = (tmp_path / CONFIG_PATH).read_text("utf-8")
    shown = re.sub(r"^# (?=\[|\w+ = )", "", text, flags=re.MULTILINE)
    settings = parse_config(shown)
    assert settings == parse_config('language = "en"\ndate_order = "dmy"\nregion = "IT"')
    assert shown.count("\n[") == 4


def test_where_no_vault_can_be_made_that_is_said(tmp_path: Path) -> None:
    write(tmp_path, "file", "x")
    with pytest.raises(WriteRefused, match="cannot be made a vault"):
        create_vault(tmp_path / "file" / "vault")
