"""Where the vault is, and what its settings and Obsidian's say; nothing broken stops the reading."""

import os
from datetime import date
from pathlib import Path

import pytest

from tests.index_vaults import write
from vault_tool.config import DEFAULTS
from vault_tool.errors import ConfigError, VaultNotFound
from vault_tool.note.moment import day_named
from vault_tool.vault.folder import find_vault, load_conventions, load_settings
from vault_tool.vault.obsidian import Obsidian, read_obsidian


def test_the_nearest_folder_above_with_a_config_is_the_vault(tmp_path: Path) -> None:
    (tmp_path / ".vault-tool").mkdir()
    inner = tmp_path / "People" / "Work"
    inner.mkdir(parents=True)
    assert find_vault(inner, None) == tmp_path
    assert find_vault(tmp_path, None) == tmp_path


def test_obsidians_folder_marks_a_vault_where_there_is_no_config_above(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "a" / ".obsidian").mkdir()
    assert find_vault(inner, None) == tmp_path / "a"
    (tmp_path / ".vault-tool").mkdir()
    assert find_vault(inner, None) == tmp_path


def test_a_folder_that_is_named_is_a_vault_whatever_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".vault-tool").mkdir()
    (tmp_path / "plain").mkdir()
    assert find_vault(tmp_path, str(tmp_path / "plain")) == tmp_path / "plain"
    monkeypatch.chdir(tmp_path)
    assert find_vault(tmp_path, "plain") == tmp_path / "plain"
    monkeypatch.setenv("HOME", str(tmp_path))
    assert find_vault(tmp_path, "~/plain") == tmp_path / "plain"


def test_no_vault_anywhere_says_how_to_name_or_make_one(tmp_path: Path) -> None:
    with pytest.raises(VaultNotFound) as caught:
        find_vault(tmp_path, None)
    assert "--vault" in caught.value.hint
    assert "init" in caught.value.hint


@pytest.mark.parametrize(("name", "what"), [("nowhere", "is not there"), ("file", "is a file")])
def test_a_named_folder_must_be_there(tmp_path: Path, name: str, what: str) -> None:
    write(tmp_path, "file", "x")
    with pytest.raises(VaultNotFound, match=what):
        find_vault(tmp_path, str(tmp_path / name))


def test_without_a_config_the_defaults_hold(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == DEFAULTS


def test_the_config_is_read_with_its_mark_and_windows_line_ends(tmp_path: Path) -> None:
    write(tmp_path, ".vault-tool/config.toml", "\ufeffper_day = 3\r\nlanguage = 'it'\r\n")
    settings = load_settings(tmp_path)
    assert (settings.per_day, settings.language) == (3, "it")


def test_a_config_that_cannot_be_read_stops_with_its_place(tmp_path: Path) -> None:
    file = write(tmp_path, ".vault-tool/config.toml", "")
    file.write_bytes(b"per_day = 3\nlanguage = '\xe9'\n")
    with pytest.raises(ConfigError, match=r"config\.toml:2: this is no UTF-8"):
        load_settings(tmp_path)
    file.unlink()
    file.mkdir()
    with pytest.raises(ConfigError, match=r"config\.toml: Is a directory"):
        load_settings(tmp_path)


def days(root: Path, *names: str) -> list[date | None]:
    formats = load_conventions(root, DEFAULTS).days
    return [
        next((day for each in formats if (day := day_named(name, each))), None) for name in names
    ]


def test_daily_notes_have_isos_form_where_obsidian_says_nothing(tmp_path: Path) -> None:
    assert days(tmp_path, "Journal/2026-11-20", "20-11-2026") == [date(2026, 11, 20), None]


def test_daily_notes_have_the_form_of_obsidians_settings(tmp_path: Path) -> None:
    write(tmp_path, ".obsidian/daily-notes.json", '{"format": "DD-MM-YYYY", "folder": "Journal"}')
    assert days(tmp_path, "20-11-2026", "2026-11-20") == [date(2026, 11, 20), None]


@pytest.mark.parametrize(
    "said",
    [
        '{"daily": {"enabled": true, "format": "YYYYMMDD", "folder": "D"}, "weekly": {}}',
        '{"calendarSets": [{"id": "x", "day": {"enabled": true, "format": "YYYYMMDD"}}]}',
    ],
)
def test_the_periodic_notes_plugin_is_heard_beside_the_core_one(tmp_path: Path, said: str) -> None:
    write(tmp_path, ".obsidian/daily-notes.json", '{"format": "YYYY-MM-DD"}')
    write(tmp_path, ".obsidian/plugins/periodic-notes/data.json", said)
    assert days(tmp_path, "20261120", "2026-11-20") == [date(2026, 11, 20)] * 2


def test_a_periodic_note_that_is_switched_off_is_not_heard(tmp_path: Path) -> None:
    said = '{"daily": {"enabled": false, "format": "YYYYMMDD"}}'
    write(tmp_path, ".obsidian/plugins/periodic-notes/data.json", said)
    assert days(tmp_path, "20261120", "2026-11-20") == [None, date(2026, 11, 20)]


def test_the_lines_of_the_daily_template_are_known(tmp_path: Path) -> None:
    write(tmp_path, ".obsidian/daily-notes.json", '{"template": "Forms/Daily"}')
    write(tmp_path, "Forms/Daily.md", "# {{date}}\n\n- call [[Mother]]\n")
    assert "call [[Mother]]" in load_conventions(tmp_path, DEFAULTS).template_lines


@pytest.mark.parametrize("template", ["../outside", "/etc/passwd", "nowhere", "", "Pipe.md"])
def test_a_template_that_is_no_note_of_the_vault_tells_nothing(
    tmp_path: Path, template: str
) -> None:
    root = tmp_path / "vault"
    write(tmp_path, "outside.md", "- secret\n")
    write(root, ".obsidian/daily-notes.json", f'{{"template": "{template}"}}')
    os.mkfifo(root / "Pipe.md")
    assert load_conventions(root, DEFAULTS).template_lines == frozenset()


def test_the_global_filter_of_the_tasks_plugin_is_known(tmp_path: Path) -> None:
    path = ".obsidian/plugins/obsidian-tasks-plugin/data.json"
    write(tmp_path, path, '{"globalFilter": "#task"}')
    assert load_conventions(tmp_path, DEFAULTS).task_filter == "#task"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"folder": "x",}', "1:16"),
        ('{\n  "folder"\n}', "3:1"),
        ("[1, 2]", "1:1"),
        ("not json", "1:1"),
        ("[" * 100_000, "1:1"),
    ],
)
def test_broken_settings_of_obsidian_are_problems_with_a_place(
    tmp_path: Path, text: str, place: str
) -> None:
    write(tmp_path, ".obsidian/app.json", text)
    (problem,) = read_obsidian(tmp_path).problems
    assert str(problem).startswith(f".obsidian/app.json:{place}: warning: ")
    assert problem.code == "obsidian-settings"


@pytest.mark.parametrize(
    "text", ["", "  \n", "{}", '{"folder": 5, "userIgnoreFilters": "x"}', "\ufeff{}"]
)
def test_settings_that_say_nothing_or_another_thing_are_silent(tmp_path: Path, text: str) -> None:
    for name in ("app.json", "templates.json", "daily-notes.json"):
        write(tmp_path, f".obsidian/{name}", text)
    said = read_obsidian(tmp_path)
    assert said.problems == ()
    assert (said.template_folders, said.ignored) == ((), ())


def test_a_vault_without_obsidian_says_nothing(tmp_path: Path) -> None:
    assert read_obsidian(tmp_path) == Obsidian()
