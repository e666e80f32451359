"""A new file is made whole or not at all, and never takes the place of another."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.index_vaults import a_stranger
from vault_tool.errors import WriteRefused
from vault_tool.vault.safewrite import create_new


def test_a_new_file_holds_exactly_what_was_given(tmp_path: Path) -> None:
    create_new(tmp_path / "Ada.md", b"roses\r\n\0")
    assert (tmp_path / "Ada.md").read_bytes() == b"roses\r\n\0"
    assert os.listdir(tmp_path) == ["Ada.md"]


def test_its_permissions_are_those_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"")
    create_new(tmp_path / "Ada.md", b"x")
    assert (tmp_path / "Ada.md").stat().st_mode == (tmp_path / "other").stat().st_mode


@pytest.mark.parametrize("kind", ["file", "folder", "link", "broken link"])
def test_what_is_there_is_left_as_it_is(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "Ada.md"
    if kind == "file":
        path.write_bytes(b"old")
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(tmp_path if kind == "link" else "nowhere")
    before = path.lstat()
    with pytest.raises(WriteRefused, match="is there already"):
        create_new(path, b"new")
    assert path.lstat() == before
    assert os.listdir(tmp_path) == ["Ada.md"]


def test_where_nothing_may_be_written_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(WriteRefused, match="was not written"):
        create_new(tmp_path / "nowhere" / "Ada.md", b"x")
    with a_stranger(), pytest.raises(WriteRefused, match="was not written"):
        create_new(Path("/usr/Ada.md"), b"x")


def test_where_there_are_no_hard_links_nothing_is_overwritten_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuse)
    create_new(tmp_path / "Ada.md", b"first")
    with pytest.raises(WriteRefused):
        create_new(tmp_path / "Ada.md", b"second")
    assert (tmp_path / "Ada.md").read_bytes() == b"first"
    assert os.listdir(tmp_path) == ["Ada.md"]


def test_of_many_writers_at_once_exactly_one_wins(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from vault_tool.errors import WriteRefused\n"
        "from vault_tool.vault.safewrite import create_new\n"
        "try: create_new(Path(sys.argv[1]), sys.argv[2].encode() * 100_000)\n"
        "except WriteRefused: sys.exit(7)\n"
    )
    path = tmp_path / "Ada.md"
    running = [
        subprocess.Popen([sys.executable, "-c", script, str(path), str(number)])
        for number in range(6)
    ]
    codes = [each.wait() for each in running]
    winner = codes.index(0)
    assert sorted(codes) == [0, 7, 7, 7, 7, 7]
    assert path.read_bytes() == str(winner).encode() * 100_000
    assert os.listdir(tmp_path) == ["Ada.md"]
