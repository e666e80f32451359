"""The daily note to write into: the one there is, else as Obsidian would make it."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.index_vaults import write
from vault_tool.config import parse_config
from vault_tool.errors import WriteRefused
from vault_tool.vault.daily import DailyNote, daily_note
from vault_tool.vault.folder import load_conventions
from vault_tool.vault.obsidian_types import types_in, with_types

DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 24, 9, 5)


def found(root: Path, *paths: str, language: str = "en") -> DailyNote:
    ways = load_conventions(root, parse_config(""))
    return daily_note(root, DAY, NOW, paths, ways, language)


def obsidian(root: Path, **said: str) -> None:
    write(root, ".obsidian/daily-notes.json", json.dumps(said))


def test_the_note_there_is_wins_wherever_it_lies(tmp_path: Path) -> None:
    obsidian(tmp_path, folder="Journal")
    assert found(tmp_path, "Old/2026-11-23.md", "x.md").path == "Old/2026-11-23.md"


def test_a_new_one_is_made_as_obsidian_is_told(tmp_path: Path) -> None:
    obsidian(tmp_path, folder="Log", format="YYYY/YYYY-MM-DD dddd", template="T/Daily")
    write(tmp_path, "T/Daily.md", "# {{title}}\n{{date:D MMMM}} {{time}}\n")
    assert found(tmp_path, language="it") == DailyNote(
        "Log/2026/2026-11-23 lunedì.md", b"# 2026-11-23 luned\xc3\xac\n23 novembre 09:05\n"
    )


def test_without_obsidian_it_lies_in_the_journal_where_there_is_one(tmp_path: Path) -> None:
    assert found(tmp_path).path == "2026-11-23.md"
    (tmp_path / "Journal").mkdir()
    assert found(tmp_path).path == "Journal/2026-11-23.md"


def test_a_template_for_templater_is_not_half_filled_in(tmp_path: Path) -> None:
    obsidian(tmp_path, template="T")
    write(tmp_path, "T.md", "<% tp.date.now() %>\n")
    assert found(tmp_path) == DailyNote("2026-11-23.md", b"", plain=True)


def test_a_name_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    obsidian(tmp_path, format="gggg-[W]ww-e")
    with pytest.raises(WriteRefused, match="cannot be named"):
        found(tmp_path)


def test_types_are_added_and_none_is_changed() -> None:
    data = b'{\n  "types": {\n    "weight": "text"\n  },\n  "other": 1\n}'
    merged = with_types(data, {"weight": "number", "met": "text"})
    assert json.loads(merged) == {"types": {"weight": "text", "met": "text"}, "other": 1}
    assert with_types(merged, {"weight": "number"}) is merged
    assert types_in(with_types(None, {"met": "text"})) == {"met": "text"}
    for broken in (b"{", b"[]", b'{"types": 3}'):
        with pytest.raises(WriteRefused, match="cannot be understood"):
            with_types(broken, {"met": "text"})
