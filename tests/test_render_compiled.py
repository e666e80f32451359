"""Compiled templates are kept between runs, and never trusted blindly."""

import os
from pathlib import Path

import pytest

from tests.engine_people import TODAY
from vault_tool.render import compiled as kept_code
from vault_tool.render.environment import Texts, environment


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder in which compiled templates are kept."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def drawn(text: str) -> str:
    """Return what a template of the tool draws in a run of its own."""
    kept_code._at_hand.clear()
    loader = Texts({"x.md": text}, "text")
    return environment(loader, "text", "en", TODAY, ()).get_template("x.md").render()


def kept(cache: Path) -> Path:
    """Return the one file that is kept."""
    (file,) = (each for each in cache.rglob("*") if each.is_file())
    return file


def test_the_second_run_reads_what_the_first_one_kept(cache: Path) -> None:
    assert drawn("{{ 1 + 1 }}") == "2"
    file = kept(cache)
    assert file.stat().st_mode & 0o777 == 0o600
    before = file.stat().st_mtime_ns, file.read_bytes()
    assert drawn("{{ 1 + 1 }}") == "2"
    assert (file.stat().st_mtime_ns, file.read_bytes()) == before


def test_a_changed_template_is_compiled_anew_in_the_same_place(cache: Path) -> None:
    drawn("old")
    assert drawn("new") == "new"
    assert b"new" in kept(cache).read_bytes()


@pytest.mark.parametrize("position", [0, 3, 4, 20, -1])
def test_damage_is_noticed_and_mended(cache: Path, position: int) -> None:
    drawn("{{ 1 + 1 }}")
    content = bytearray(kept(cache).read_bytes())
    content[position] ^= 0x10
    kept(cache).write_bytes(content)
    assert drawn("{{ 1 + 1 }}") == "2"
    assert kept(cache).read_bytes() != bytes(content)


def test_an_empty_file_is_no_code(cache: Path) -> None:
    drawn("x")
    kept(cache).write_bytes(b"")
    assert drawn("x") == "x"


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no owners of files here")
def test_a_file_others_may_write_is_not_used(cache: Path) -> None:
    drawn("true")
    kept(cache).chmod(0o666)
    assert drawn("true") == "true"
    assert kept(cache).stat().st_mode & 0o777 == 0o600


def test_a_link_in_its_place_is_not_followed_and_is_replaced(cache: Path, tmp_path: Path) -> None:
    drawn("x")
    file = kept(cache)
    elsewhere = tmp_path / "elsewhere"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    assert drawn("x") == "x"
    assert not file.is_symlink()
    assert elsewhere.read_bytes() == before


def test_where_nothing_can_be_kept_templates_are_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setenv("HOME", str(tmp_path / "file"))
    assert drawn("{{ 1 + 1 }}") == "2"
