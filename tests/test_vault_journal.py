"""Several notes change together or not at all, and a change can be taken back."""

import os
from pathlib import Path

import pytest

from tests.index_vaults import write
from tests.vault_writing import WHEN, add, files, put, refuse
from vault_tool.errors import EditRefused, WriteRefused
from vault_tool.vault.journal import (
    Change,
    Edit,
    carry_out,
    forget,
    planned,
    recover,
    state_folder,
    undo,
)


def test_a_plan_says_what_would_change_and_writes_nothing(tmp_path: Path) -> None:
    write(tmp_path, "Ada.md", "a\n")
    write(tmp_path, "Bob.md", "b\n")
    edits: list[tuple[str, Edit]] = [
        ("Bob.md", add(b"x\n")),
        ("Ada.md", put(b"a\n")),
        ("New/Eve.md", put(b"e\n")),
        ("Bob.md", add(b"y\n")),
    ]
    before = files(tmp_path)
    assert planned(tmp_path, edits) == (
        Change("Bob.md", b"b\n", b"b\nx\ny\n"),
        Change("New/Eve.md", None, b"e\n"),
    )
    assert files(tmp_path) == before


def test_all_edits_are_carried_out_and_taken_back_as_one(tmp_path: Path) -> None:
    write(tmp_path, "People/Ada.md", "a\n")
    write(tmp_path, "People/Old.md", "o\n")
    before = files(tmp_path)
    edits: list[tuple[str, Edit]] = [
        ("People/Ada.md", add(b"x\n")),
        ("New/deep/Eve.md", put(b"e\n")),
        ("People/Old.md", put(None)),
    ]
    changes = carry_out(tmp_path, "merge", edits, when=WHEN)
    assert [each.path for each in changes] == ["People/Ada.md", "New/deep/Eve.md", "People/Old.md"]
    assert files(tmp_path) == {"People/Ada.md": b"a\nx\n", "New/deep/Eve.md": b"e\n"}
    undone = undo(tmp_path, when=WHEN)
    assert (undone.command, undone.when) == ("merge", WHEN)
    assert undone.changes[-1] == Change("People/Ada.md", b"a\nx\n", b"a\n")
    assert files(tmp_path) == before
    assert not (tmp_path / "New").exists()


def test_one_refusal_stops_everything_before_anything_is_written(tmp_path: Path) -> None:
    write(tmp_path, "Ada.md", "a\n")
    write(tmp_path, "Bob.md", "b\n")
    before = files(tmp_path)
    with pytest.raises(EditRefused):
        carry_out(tmp_path, "log", [("Ada.md", add(b"x\n")), ("Bob.md", refuse)], when=WHEN)
    assert files(tmp_path) == before
    with pytest.raises(WriteRefused, match="nothing to take back"):
        undo(tmp_path, when=WHEN)


def test_undo_goes_one_step_further_back_each_time(tmp_path: Path) -> None:
    write(tmp_path, "Ada.md", "0")
    for line in (b"1", b"2", b"3"):
        carry_out(tmp_path, f"log {line.decode()}", [("Ada.md", add(line))], when=WHEN)
    assert undo(tmp_path, when=WHEN).command == "log 3"
    assert undo(tmp_path, when=WHEN).command == "log 2"
    carry_out(tmp_path, "log 4", [("Ada.md", add(b"4"))], when=WHEN)
    assert (tmp_path / "Ada.md").read_bytes() == b"014"
    assert undo(tmp_path, when=WHEN).command == "log 4"
    assert undo(tmp_path, when=WHEN).command == "log 1"
    assert (tmp_path / "Ada.md").read_bytes() == b"0"
    with pytest.raises(WriteRefused, match="nothing to take back"):
        undo(tmp_path, when=WHEN)


def test_what_was_changed_since_is_not_taken_back(tmp_path: Path) -> None:
    write(tmp_path, "Ada.md", "a\n")
    write(tmp_path, "Bob.md", "b\n")
    carry_out(tmp_path, "log", [("Ada.md", add(b"x\n")), ("Bob.md", add(b"x\n"))], when=WHEN)
    write(tmp_path, "Bob.md", "b\nx\nmine\n")
    before = files(tmp_path)
    with pytest.raises(WriteRefused, match=r"changed since: Bob\.md"):
        undo(tmp_path, when=WHEN)
    assert files(tmp_path) == before


def test_a_dry_undo_says_what_it_would_do(tmp_path: Path) -> None:
    write(tmp_path, "Ada.md", "a\n")
    carry_out(tmp_path, "log", [("Ada.md", add(b"x\n"))], when=WHEN)
    before = files(tmp_path)
    for _ in range(2):
        undone = undo(tmp_path, when=WHEN, dry_run=True)
        assert undone.changes == (Change("Ada.md", b"a\nx\n", b"a\n"),)
    assert files(tmp_path) == before


def test_forgetting_leaves_nothing_on_the_machine(tmp_path: Path) -> None:
    write(tmp_path, "Ada.md", "a\n")
    carry_out(tmp_path, "log", [("Ada.md", add(b"x\n"))], when=WHEN)
    assert state_folder(tmp_path).stat().st_mode & 0o777 == 0o700
    assert {each.stat().st_mode & 0o777 for each in state_folder(tmp_path).iterdir()} == {0o600}
    forget(tmp_path)
    assert not state_folder(tmp_path).exists()
    forget(tmp_path)
    assert recover(tmp_path) == ()
    assert not state_folder(tmp_path).exists()
    assert os.listdir(tmp_path) == ["Ada.md"]


@pytest.mark.parametrize(
    "path", ["../x.md", "/etc/x.md", "a/../../x.md", "", ".", "a//b.md", "./a"]
)
def test_a_path_that_is_not_plainly_in_the_vault_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(WriteRefused, match="no path in the vault"):
        carry_out(tmp_path, "log", [(path, put(b"x"))], when=WHEN)
