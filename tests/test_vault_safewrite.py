"""A file is made, replaced and removed whole or not at all, and nobody's text goes under."""

import errno
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.index_vaults import a_stranger
from vault_tool.errors import ChangedMeanwhile, WriteRefused
from vault_tool.vault.safewrite import create_new, remove, replace


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

    monkeypatch.setattr("vault_tool.vault.exchange._system", lambda: None)
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


@pytest.fixture
def ada(tmp_path: Path) -> Path:
    path = tmp_path / "Ada.md"
    path.write_bytes(b"old\n")
    return path


def writes(path: Path, old: bytes = b"old\n") -> tuple[Callable[[], None], ...]:
    """Return the ways to change a file that holds this."""
    return partial(replace, path, old, b"new\n"), partial(remove, path, old)


def test_a_file_holds_the_new_text_and_nothing_is_left_beside_it(ada: Path) -> None:
    replace(ada, b"old\n", b"new\r\n\0")
    assert ada.read_bytes() == b"new\r\n\0"
    assert os.listdir(ada.parent) == ["Ada.md"]


def test_its_mode_and_attributes_stay_and_its_time_does_not(ada: Path) -> None:
    ada.chmod(0o640)
    os.setxattr(ada, "user.tag", b"friend")
    os.utime(ada, ns=(1, 1))
    replace(ada, b"old\n", b"new\n")
    assert ada.stat().st_mode & 0o777 == 0o640
    assert os.getxattr(ada, "user.tag") == b"friend"
    assert ada.stat().st_mtime_ns > 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_its_owner_stays(ada: Path) -> None:
    os.chown(ada, 1234, 4321)
    replace(ada, b"old\n", b"new\n")
    assert (ada.stat().st_uid, ada.stat().st_gid) == (1234, 4321)


def test_what_holds_something_else_stays_as_it_is(ada: Path) -> None:
    for act in writes(ada, b"older\n"):
        with pytest.raises(ChangedMeanwhile, match="changed by another program"):
            act()
    assert ada.read_bytes() == b"old\n"
    assert os.listdir(ada.parent) == ["Ada.md"]


def test_what_is_not_there_has_changed(tmp_path: Path) -> None:
    for name in ("Ada.md", "gone/Ada.md"):
        with pytest.raises(ChangedMeanwhile):
            replace(tmp_path / name, b"old\n", b"new\n", within=tmp_path)
        with pytest.raises(ChangedMeanwhile):
            remove(tmp_path / name, b"old\n", within=tmp_path)
    assert os.listdir(tmp_path) == []


def test_a_file_is_removed_when_it_is_what_was_expected(ada: Path) -> None:
    remove(ada, b"old\n")
    assert os.listdir(ada.parent) == []


def test_a_link_stays_and_what_it_leads_to_changes(ada: Path, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    link = tmp_path / "deep" / "Link.md"
    link.symlink_to("../Ada.md")
    replace(link, b"old\n", b"new\n", within=tmp_path)
    assert os.readlink(link) == "../Ada.md"
    assert ada.read_bytes() == b"new\n"
    with pytest.raises(WriteRefused, match="is a symbolic link"):
        remove(link, b"new\n", within=tmp_path)


@pytest.mark.parametrize("kind", ["file", "folder", "dots"])
def test_nothing_outside_the_vault_is_written(tmp_path: Path, kind: str) -> None:
    vault, outside = tmp_path / "vault", tmp_path / "outside"
    vault.mkdir()
    outside.mkdir()
    target = outside / "Ada.md"
    target.write_bytes(b"old\n")
    path = vault / "Ada.md"
    if kind == "file":
        path.symlink_to(target)
    elif kind == "folder":
        (vault / "People").symlink_to(outside)
        path = vault / "People" / "Ada.md"
    else:
        path = vault / ".." / "outside" / "Ada.md"
    before = target.stat()
    with pytest.raises(WriteRefused, match="outside the vault"):
        replace(path, b"old\n", b"new\n", within=vault)
    with pytest.raises(WriteRefused, match=r"outside the vault|is a symbolic link"):
        remove(path, b"old\n", within=vault)
    if kind != "file":
        with pytest.raises(WriteRefused, match="outside the vault"):
            create_new(path.with_name("Eve.md"), b"x", within=vault)
    assert target.stat() == before
    assert os.listdir(outside) == ["Ada.md"]


def test_a_folder_that_links_within_the_vault_is_followed(ada: Path, tmp_path: Path) -> None:
    (tmp_path / "here").symlink_to(".")
    replace(tmp_path / "here" / "Ada.md", b"old\n", b"new\n", within=tmp_path)
    assert ada.read_bytes() == b"new\n"


def test_a_hard_link_is_refused(ada: Path) -> None:
    os.link(ada, ada.with_name("Twin.md"))
    for act in writes(ada):
        with pytest.raises(WriteRefused, match="2 names") as refused:
            act()
        assert "copying" in refused.value.hint
    assert ada.read_bytes() == b"old\n"


def test_a_write_protected_file_is_refused_even_to_root(ada: Path) -> None:
    ada.chmod(0o444)
    for act in writes(ada):
        with pytest.raises(WriteRefused, match="write-protected") as refused:
            act()
        assert "chmod" in refused.value.hint


def test_in_a_folder_that_may_not_be_written_that_is_said() -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        ada = folder / "Ada.md"
        ada.write_bytes(b"old\n")
        ada.chmod(0o666)
        folder.chmod(0o555)
        with a_stranger(), pytest.raises(WriteRefused, match="was not written") as refused:
            replace(ada, b"old\n", b"new\n")
        assert "who may write" in refused.value.hint
        assert ada.read_bytes() == b"old\n"
        assert os.listdir(folder) == ["Ada.md"]
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_an_immutable_file_is_left_and_nothing_beside_it(ada: Path) -> None:
    if subprocess.run(["chattr", "+i", ada], capture_output=True, check=False).returncode:
        pytest.skip("nothing can be made immutable here")
    try:
        for act in writes(ada):
            with pytest.raises(WriteRefused, match=r"was not written|write-protected"):
                act()
        assert ada.read_bytes() == b"old\n"
        assert os.listdir(ada.parent) == ["Ada.md"]
    finally:
        subprocess.run(["chattr", "-i", ada], check=True)


def test_what_is_no_ordinary_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "Pipe.md")
    (tmp_path / "Folder.md").mkdir()
    for name in ("Pipe.md", "Folder.md"):
        with pytest.raises(WriteRefused, match="no ordinary file"):
            replace(tmp_path / name, b"", b"new\n")


def test_a_name_as_long_as_the_system_allows_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / f"{'é' * 126}.md"
    path.write_bytes(b"old\n")
    replace(path, b"old\n", b"new\n")
    assert path.read_bytes() == b"new\n"
    assert len(os.listdir(tmp_path)) == 1


def test_a_program_that_keeps_the_file_open_for_writing_keeps_the_file(ada: Path) -> None:
    with open(ada, "ab") as other:
        for act in writes(ada):
            with pytest.raises(WriteRefused, match="open for writing"):
                act()
        other.write(b"theirs\n")
    assert ada.read_bytes() == b"old\ntheirs\n"
    assert os.listdir(ada.parent) == ["Ada.md"]


@pytest.fixture
def no_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    """Be a system without the exchange of two files."""
    monkeypatch.setattr("vault_tool.vault.exchange._system", lambda: None)


@pytest.mark.usefixtures("no_exchange")
def test_without_exchange_a_file_is_replaced_removed_and_made_too(ada: Path) -> None:
    replace(ada, b"old\n", b"new\n")
    assert ada.read_bytes() == b"new\n"
    with pytest.raises(ChangedMeanwhile):
        replace(ada, b"old\n", b"newer\n")
    remove(ada, b"new\n")
    create_new(ada, b"again\n")
    assert ada.read_bytes() == b"again\n"
    assert os.listdir(ada.parent) == ["Ada.md"]


@pytest.mark.parametrize("can_exchange", [True, False])
def test_a_program_that_soon_closes_the_file_is_waited_for(
    ada: Path, monkeypatch: pytest.MonkeyPatch, can_exchange: bool
) -> None:
    if not can_exchange:
        monkeypatch.setattr("vault_tool.vault.exchange._system", lambda: None)
    with subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, time; file = open(sys.argv[1], 'ab'); print(flush=True)\n"
            "time.sleep(0.2); file.write(b'theirs\\n')",
            str(ada),
        ],
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout
        other.stdout.readline()
        with pytest.raises(ChangedMeanwhile):
            replace(ada, b"old\n", b"new\n")
    assert ada.read_bytes() == b"old\ntheirs\n"
    assert os.listdir(ada.parent) == ["Ada.md"]


@pytest.mark.usefixtures("no_exchange")
@pytest.mark.parametrize("kind", ["put back", "kept"])
def test_a_text_that_came_in_between_is_put_back_or_kept(
    ada: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """What we took away is not what we read, and perhaps somebody makes the note anew."""
    replaced = os.replace

    def and_meanwhile(old: str, new: str, **folders: int) -> None:
        theirs = ada.with_name("theirs")
        theirs.write_bytes(b"theirs\n")
        replaced(theirs, ada)
        replaced(old, new, **folders)
        if kind == "kept":
            ada.write_bytes(b"anew\n")

    monkeypatch.setattr(os, "replace", and_meanwhile)
    with pytest.raises(ChangedMeanwhile):
        remove(ada, b"old\n")
    texts = {each.name.partition("-")[0]: each.read_bytes() for each in ada.parent.iterdir()}
    if kind == "kept":
        assert texts == {"Ada.md": b"anew\n", "Ada.conflict": b"theirs\n"}
    else:
        assert texts == {"Ada.md": b"theirs\n"}
