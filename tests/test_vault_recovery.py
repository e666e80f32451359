"""After a crash the next command finishes what was begun or takes it back, and loses no text."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults import PROJECT
from tests.index_vaults import write
from tests.vault_writing import WHEN, add, files, put
from vault_tool.errors import ChangedMeanwhile, EditRefused, WriteRefused
from vault_tool.vault import applying
from vault_tool.vault.journal import Change, Edit, carry_out, forget, recover, state_folder, undo
from vault_tool.vault.state import locked_state
from vault_tool.vault.steps import Step, Steps

DEAD = 2**22 + 1  # above any number of a process
CHANGES = (Change("Ada.md", b"a\n", b"a\nx\n"), Change("Bob.md", b"b\n", b"b\nx\n"))


def begun(root: Path, ada: str, bob: str, *, given_up: bool = False) -> None:
    """Leave a step that was begun, with these two notes."""
    write(root, "Ada.md", ada)
    write(root, "Bob.md", bob)
    with locked_state(root) as state:
        steps = Steps(state)
        step = Step(steps.next_number(), "log", WHEN, CHANGES)
        steps.begin(step)
        if given_up:
            steps.turn_back(step)


def meanwhile(act: Callable[[], object]) -> tuple[str, Edit]:
    """Return an edit that changes nothing, during which another program does something."""

    def edit(before: bytes | None) -> bytes | None:
        act()
        return before

    return "Last.md", edit


def codes(root: Path) -> list[tuple[str, str, str]]:
    return [(each.code, each.path, each.level) for each in recover(root)]


@pytest.mark.parametrize(
    ("ada", "bob", "then_ada", "then_bob", "told"),
    [
        ("a\n", "b\n", "a\n", "b\n", []),
        ("a\nx\n", "b\n", "a\nx\n", "b\nx\n", [("interrupted", "Ada.md", "note")]),
        ("a\nx\n", "b\nx\n", "a\nx\n", "b\nx\n", [("interrupted", "Ada.md", "note")]),
        (
            "a\nx\n",
            "else\n",
            "a\n",
            "else\n",
            [("interrupted", "Ada.md", "note"), ("interrupted", "Bob.md", "warning")],
        ),
        (
            "else\n",
            "b\nx\n",
            "else\n",
            "b\nx\n",
            [("interrupted", "Ada.md", "note"), ("interrupted", "Ada.md", "warning")],
        ),
        (
            "else\n",
            "b\n",
            "else\n",
            "b\n",
            [("interrupted", "Ada.md", "note"), ("interrupted", "Ada.md", "warning")],
        ),
    ],
    ids=["nothing", "part", "all", "other last", "other first", "other alone"],
)
def test_an_interrupted_step_is_finished_or_taken_back(
    tmp_path: Path, ada: str, bob: str, then_ada: str, then_bob: str, told: list[tuple[str, ...]]
) -> None:
    begun(tmp_path, ada, bob)
    assert codes(tmp_path) == told
    assert files(tmp_path) == {"Ada.md": then_ada.encode(), "Bob.md": then_bob.encode()}
    assert codes(tmp_path) == []


@pytest.mark.parametrize("kind", ["folder", "link out"])
def test_a_name_that_is_no_note_any_more_stops_no_command(tmp_path: Path, kind: str) -> None:
    root = tmp_path / "vault"
    begun(root, "a\nx\n", "b\n")
    (root / "Bob.md").unlink()
    if kind == "folder":
        (root / "Bob.md").mkdir()
    else:
        (root / "Bob.md").symlink_to(write(tmp_path, "elsewhere", "b\n"))
    assert len(codes(root)) == 2
    assert (root / "Ada.md").read_bytes() == b"a\n"
    assert codes(root) == []


def test_what_was_finished_late_can_be_taken_back(tmp_path: Path) -> None:
    begun(tmp_path, "a\nx\n", "b\n")
    assert undo(tmp_path, when=WHEN).command == "log"
    assert files(tmp_path) == {"Ada.md": b"a\n", "Bob.md": b"b\n"}


def test_what_was_given_up_is_taken_back_and_not_finished(tmp_path: Path) -> None:
    begun(tmp_path, "a\nx\n", "b\n", given_up=True)
    recover(tmp_path)
    assert files(tmp_path) == {"Ada.md": b"a\n", "Bob.md": b"b\n"}
    with pytest.raises(WriteRefused, match="nothing to take back"):
        undo(tmp_path, when=WHEN)


def test_the_next_command_sets_right_first_and_tells(tmp_path: Path) -> None:
    begun(tmp_path, "a\nx\n", "b\n")
    told: list[str] = []
    carry_out(
        tmp_path,
        "log",
        [("Bob.md", add(b"y\n"))],
        when=WHEN,
        tell=lambda problem: told.append(problem.code),
    )
    assert told == ["interrupted"]
    assert files(tmp_path) == {"Ada.md": b"a\nx\n", "Bob.md": b"b\nx\ny\n"}


@pytest.mark.parametrize("text", ["", "a\n", "a\nx\n", "b\nx"])
def test_a_leftover_that_the_journal_knows_is_deleted(tmp_path: Path, text: str) -> None:
    begun(tmp_path, "a\nx\n", "b\n")
    write(tmp_path, f".Ada.md.{DEAD}.vtmp", text)
    recover(tmp_path)
    assert sorted(files(tmp_path)) == ["Ada.md", "Bob.md"]


def test_a_leftover_that_nobody_knows_becomes_a_copy(tmp_path: Path) -> None:
    begun(tmp_path, "a\nx\n", "b\n")
    draft = write(tmp_path, f".Ada.md.{DEAD}.vtmp", "theirs\n")
    os.utime(draft, (1_800_000_000, 1_800_000_000))
    [(code, path, _), *_] = codes(tmp_path)
    assert (code, path[:19]) == ("kept-copy", "Ada.conflict-202701")
    assert (tmp_path / path).read_bytes() == b"theirs\n"
    assert not draft.exists()


def test_a_leftover_whose_note_is_gone_becomes_the_note_again(tmp_path: Path) -> None:
    write(tmp_path, "Bob.md", "b\n")
    carry_out(tmp_path, "log", [("Bob.md", add(b"x\n"))], when=WHEN)
    write(tmp_path, f"People/.Ada.md.{DEAD}-2.vtmp", "theirs\n")
    assert codes(tmp_path) == [("kept-copy", "People/Ada.md", "warning")]
    assert (tmp_path / "People/Ada.md").read_bytes() == b"theirs\n"


def test_the_draft_of_a_living_process_is_left_alone(tmp_path: Path) -> None:
    begun(tmp_path, "a\n", "b\n")
    draft = write(tmp_path, f".Ada.md.{os.getppid()}.vtmp", "theirs\n")
    assert codes(tmp_path) == []
    assert draft.exists()


def test_a_damaged_journal_is_set_aside_and_told(tmp_path: Path) -> None:
    begun(tmp_path, "a\nx\n", "b\n")
    [path] = state_folder(tmp_path).glob("*.open")
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    assert codes(tmp_path) == [("interrupted", ".", "error")]
    assert codes(tmp_path) == []
    assert files(tmp_path) == {"Ada.md": b"a\nx\n", "Bob.md": b"b\n"}


def test_a_damaged_step_is_not_taken_back(tmp_path: Path) -> None:
    write(tmp_path, "Ada.md", "a\n")
    carry_out(tmp_path, "log", [("Ada.md", add(b"x\n"))], when=WHEN)
    [path] = state_folder(tmp_path).glob("*.done")
    for at in (3, 50, -1):
        data = bytearray(path.read_bytes())
        data[at] ^= 1
        path.write_bytes(data)
        with pytest.raises(WriteRefused, match="is damaged"):
            undo(tmp_path, when=WHEN)
        data[at] ^= 1
        path.write_bytes(data)


def test_an_edit_is_asked_again_when_the_note_changes_meanwhile(tmp_path: Path) -> None:
    ada, bob = write(tmp_path, "Ada.md", "a\n"), write(tmp_path, "Bob.md", "b\n")
    other = meanwhile(lambda: bob.write_bytes(b"b\ntheirs\n"))
    edits = [("Ada.md", add(b"x\n")), ("Bob.md", add(b"x\n")), other]
    changes = carry_out(tmp_path, "log", edits, when=WHEN)
    assert changes[1] == Change("Bob.md", b"b\ntheirs\n", b"b\ntheirs\nx\n")
    assert ada.read_bytes() == b"a\nx\n"
    undo(tmp_path, when=WHEN)
    assert files(tmp_path) == {"Ada.md": b"a\n", "Bob.md": b"b\ntheirs\n"}


def test_when_it_then_refuses_what_was_written_is_taken_back(tmp_path: Path) -> None:
    write(tmp_path, "Ada.md", "a\n")
    bob = write(tmp_path, "Bob.md", "b\n")

    def only_b(before: bytes | None) -> bytes | None:
        if before != b"b\n":
            raise EditRefused("Bob.md:1: this is not as it was")
        return b"x\n"

    other = meanwhile(lambda: bob.write_bytes(b"theirs\n"))
    edits = [("Ada.md", add(b"x\n")), ("New/Eve.md", put(b"e\n")), ("Bob.md", only_b), other]
    with pytest.raises(EditRefused):
        carry_out(tmp_path, "log", edits, when=WHEN)
    assert files(tmp_path) == {"Ada.md": b"a\n", "Bob.md": b"theirs\n"}
    assert not (tmp_path / "New").exists()
    assert codes(tmp_path) == []


def test_an_edit_that_is_done_already_by_then_is_no_change(tmp_path: Path) -> None:
    write(tmp_path, "Ada.md", "a\n")
    bob = write(tmp_path, "Bob.md", "b\n")
    other = meanwhile(lambda: bob.write_bytes(b"x\n"))
    edits = [("Ada.md", put(b"x\n")), ("Bob.md", put(b"x\n")), other]
    changes = carry_out(tmp_path, "set", edits, when=WHEN)
    assert [each.path for each in changes] == ["Ada.md"]
    assert [each.path for each in undo(tmp_path, when=WHEN).changes] == ["Ada.md"]


def test_a_note_that_changes_all_the_time_is_left_and_all_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "Ada.md", "a\n")
    bob = write(tmp_path, "Bob.md", "b\n")
    monkeypatch.setattr(applying, "_PAUSE", 0)
    lines = iter(range(1000))

    def too_late(before: bytes | None) -> bytes:
        bob.write_bytes(b"theirs %d\n" % next(lines))
        return (before or b"") + b"x\n"

    with pytest.raises(ChangedMeanwhile):
        carry_out(tmp_path, "log", [("Ada.md", add(b"x\n")), ("Bob.md", too_late)], when=WHEN)
    assert (tmp_path / "Ada.md").read_bytes() == b"a\n"
    assert b"theirs" in bob.read_bytes()
    assert len(files(tmp_path)) == 2


def test_only_so_many_steps_are_kept_and_the_newest_always(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vault_tool.vault.steps._KEPT", 3)
    for number in range(5):
        carry_out(tmp_path, "log", [("Ada.md", put(b"%d" % number))], when=WHEN)
    assert len(list(state_folder(tmp_path).glob("*.done"))) == 3
    monkeypatch.setattr("vault_tool.vault.steps._KEPT_BYTES", 10)
    carry_out(tmp_path, "log", [("Ada.md", put(b"x" * 1000))], when=WHEN)
    assert len(list(state_folder(tmp_path).glob("*.done"))) == 1
    assert undo(tmp_path, when=WHEN).command == "log"


def test_where_the_state_cannot_be_kept_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = tmp_path / "vault"
    write(vault, "Ada.md", "a\n")
    monkeypatch.setenv("XDG_STATE_HOME", str(write(tmp_path, "file", "x")))
    with pytest.raises(WriteRefused, match="cannot be used") as refused:
        carry_out(vault, "log", [("Ada.md", add(b"x\n"))], when=WHEN)
    assert "XDG_STATE_HOME" in refused.value.hint
    assert files(vault) == {"Ada.md": b"a\n"}


def test_two_commands_write_one_after_the_other(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from vault_tool.vault.journal import carry_out\n"
        "for n in range(20): carry_out(Path(sys.argv[1]), 'log', "
        "[('Ada.md', lambda old: (old or b'') + b'%s %d\\n' % (sys.argv[2].encode(), n))], when='')"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name], cwd=PROJECT)
        for name in ("a", "b", "c")
    ]
    assert [each.wait() for each in running] == [0, 0, 0]
    assert len((tmp_path / "Ada.md").read_bytes().splitlines()) == 60


def test_whoever_waits_too_long_for_another_command_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vault_tool.vault.state._PATIENCE", 0.05)
    with locked_state(tmp_path), pytest.raises(WriteRefused, match="another vault-tool"):
        forget(tmp_path)


def test_a_note_that_is_only_in_the_cloud_is_not_made_anew(tmp_path: Path) -> None:
    write(tmp_path, "People/.Ada.md.icloud", "stub")
    with pytest.raises(WriteRefused, match="iCloud"):
        carry_out(tmp_path, "log", [("People/Ada.md", add(b"x\n"))], when=WHEN)


def test_a_note_and_a_link_to_it_are_one_file(tmp_path: Path) -> None:
    write(tmp_path, "Ada.md", "a\n")
    (tmp_path / "Link.md").symlink_to("Ada.md")
    edits = [("Ada.md", add(b"x\n")), ("Link.md", add(b"y\n"))]
    assert carry_out(tmp_path, "log", edits, when=WHEN) == (Change("Ada.md", b"a\n", b"a\nx\ny\n"),)


_FULL = """
import json, os, sys
from pathlib import Path
from vault_tool.errors import WriteRefused
from vault_tool.vault.journal import carry_out, recover
root = Path(sys.argv[1])
(root / "Ada.md").write_bytes(b"a" * 5000)
(root / "Bob.md").write_bytes(b"b" * 5000)
edits = [("Ada.md", lambda old: old + b"x" * 3000), ("Bob.md", lambda old: old + b"x" * 60000)]
with open(root / "filling", "wb") as file:
    file.write(b"." * 90000)
try:
    carry_out(root, "log", edits, when="")
    said = ""
except WriteRefused as error:
    said = f"{error} {error.hint}"
left = {each.name: each.stat().st_size for each in root.iterdir()}
problems = [each.code for each in recover(root)]
print(json.dumps([said, left, problems]))
"""


def test_a_full_disk_leaves_every_note_as_it_was(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    vault.mkdir()
    command = (
        f"mount -t tmpfs -o size=128k tmpfs {vault} && exec {sys.executable} -c '{_FULL}' {vault}"
    )
    if not shutil.which("unshare"):
        pytest.skip("no disk can be filled here")
    ran = subprocess.run(
        ["unshare", "-Urm", "sh", "-c", command],
        cwd=PROJECT,
        env={**os.environ, "XDG_STATE_HOME": str(tmp_path / "state")},
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        pytest.skip(f"no disk can be filled here: {ran.stderr}")
    said, left, problems = json.loads(ran.stdout)
    assert "No space left" in said
    assert "Make room" in said
    assert left == {"Ada.md": 5000, "Bob.md": 5000, "filling": 90000}
    assert problems == []
