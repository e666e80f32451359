"""Several processes, killed processes, forked readers: the next answer is right all the same."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.index_vaults import cache, indexed, write
from vault_tool.config import DEFAULTS
from vault_tool.index import beside, reading, writing
from vault_tool.index.database import open_index, place_of
from vault_tool.index.read import standings
from vault_tool.index.reading import FEW
from vault_tool.index.rows import TextRow, put_text
from vault_tool.index.sync import rebuild, reconcile
from vault_tool.index.verify import Difference, verify
from vault_tool.model import Standing
from vault_tool.note.conventions import Conventions

MANY = FEW + 200

# Runs in a process of its own: the root, then what happens when so many notes were read.
SCRIPT = """
import os, signal, sys
from pathlib import Path
from vault_tool.config import DEFAULTS
from vault_tool.index.database import open_index
from vault_tool.index.read import search, standings
from vault_tool.index.rows import TextRow, put_text
from vault_tool.index.sync import rebuild, reconcile
from vault_tool.note.conventions import Conventions

root, victim, when, how = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]

def readers():
    own = os.getpid()
    return [int(pid) for pid in Path(f"/proc/self/task/{own}/children").read_text().split()]

def progress(done, total):
    if done < when:
        return
    if victim == "itself":
        os.kill(os.getpid(), signal.SIGKILL)
    if victim == "reader" and readers():
        os.kill(readers()[0], signal.SIGKILL)

with open_index(root, DEFAULTS, Conventions()) as index:
    (rebuild if how == "rebuild" else reconcile)(index, progress)
    everybody = list(standings(index))
    print(len(everybody), sum(len(each.talks) for each in everybody), len(search(index, "roses")))
"""


def start(root: Path, victim: str = "none", when: int = 0, how: str = "reconcile") -> "Process":
    command = [sys.executable, "-c", SCRIPT, str(root), victim, str(when), how]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


Process = subprocess.Popen[str]


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    return cache(tmp_path_factory, monkeypatch)


@pytest.fixture
def root(tmp_path: Path, folder: Path) -> Path:
    for number in range(MANY):
        text = f"- 2026-11-0{number % 9 + 1} coffee: roses\n- 2026-10-01 call\n"
        write(tmp_path, f"People/Ada {number}.md", text)
    write(tmp_path, "Journal/2026-11-20.md", "- lunch with [[Ada 7]] and [[Ada 8]]\n")
    return tmp_path


RIGHT = f"{MANY} {2 * MANY + 2} {MANY}\n"


def test_five_processes_at_once_all_answer_right(root: Path) -> None:
    for round_ in range(2):
        running = [start(root, how="rebuild" if round_ == 0 else "reconcile") for _ in range(5)]
        for each in running:
            out, errors = each.communicate()
            assert (out, errors) == (RIGHT, "")
    with indexed(root) as index:
        assert verify(index) == Difference(False)


def test_processes_that_see_a_vault_change_leave_an_index_that_is_right(root: Path) -> None:
    for number in range(6):
        write(root, f"People/Ada {number}.md", f"- 2025-01-0{number + 1} letter\n")
        running = [start(root) for _ in range(3)]
        for each in running:
            assert each.communicate()[1] == ""
    with indexed(root) as index:
        assert verify(index) == Difference(False)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
@pytest.mark.parametrize("when", [1, 200, MANY // 2, MANY])
def test_a_build_that_is_killed_leaves_nothing_wrong(root: Path, folder: Path, when: int) -> None:
    killed = start(root, "itself", when)
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    after = start(root)
    assert after.communicate() == (RIGHT, "")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
def test_a_rebuild_that_is_killed_leaves_the_index_as_it_was(root: Path) -> None:
    assert start(root).communicate() == (RIGHT, "")
    start(root, "itself", 200, "rebuild").communicate()
    with indexed(root) as index:
        assert verify(index) == Difference(False)
        assert len(standings(index)) == MANY


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds its readers in /proc")
def test_what_a_killed_reader_leaves_is_read_nevertheless(root: Path) -> None:
    process = start(root, "reader", 1, "rebuild")
    assert process.communicate() == (RIGHT, "")


def test_reading_side_by_side_and_one_by_one_give_the_same(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def everybody() -> list[Standing]:
        with indexed(root) as index:
            rebuild(index)
            return sorted(standings(index), key=lambda each: each.path)

    side_by_side = everybody()
    monkeypatch.delattr(os, "fork")
    assert everybody() == side_by_side


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
@pytest.mark.parametrize("had", [0, 1])
def test_with_fewer_processes_than_wanted_all_is_read(
    root: Path, monkeypatch: pytest.MonkeyPatch, had: int
) -> None:
    forked: list[int] = []
    fork = os.fork

    def refused() -> int:
        if len(forked) == had:
            raise BlockingIOError
        forked.append(0)
        return fork()

    monkeypatch.setattr(os, "fork", refused)
    monkeypatch.setattr(reading, "processors", lambda: 2)
    with indexed(root) as index:
        assert len(forked) == had
        assert len(standings(index)) == MANY
        assert verify(index) == Difference(False)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
def test_a_full_disk_stops_readers_that_wait_for_room_in_their_pipes(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    puts: list[int] = []

    def full(rows: sqlite3.Connection, new: Sequence[TextRow]) -> None:
        puts.append(len(new))
        if len(puts) == 2:
            raise sqlite3.OperationalError("database or disk is full")
        put_text(rows, new)

    monkeypatch.setattr(writing, "put_text", full)
    monkeypatch.setattr(reading, "processors", lambda: 3)
    monkeypatch.setattr(beside, "_ROOM", 4096)
    with indexed(root) as index:
        assert len(puts) > 2
        assert len(standings(index)) == MANY


def test_what_a_crash_left_in_the_cache_is_swept_away_in_time(root: Path, folder: Path) -> None:
    start(root).communicate()
    (place,) = (folder / "vault-tool").iterdir()
    old, new = place / "facts-v3.sqlite-1-1.draft", place / "facts-v3.sqlite-2-2.draft"
    old.write_bytes(b"x")
    new.write_bytes(b"x")
    os.utime(old, (0, 0))
    write(root, "People/Ada 3.md", "changed\n")
    start(root).communicate()
    assert not old.exists()
    assert new.exists()


def test_a_disk_whose_clock_is_behind_keeps_the_index_all_the_same(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = time.time() + 10 * 365 * 86400
    monkeypatch.setattr(time, "time", lambda: ahead)
    monkeypatch.setattr(time, "time_ns", lambda: int(ahead * 1e9))

    with indexed(root):
        pass

    (place,) = (folder / "vault-tool").iterdir()
    kept = {each.name.partition("-")[0] for each in place.iterdir()}
    assert {"facts", "lists"} <= kept, kept


def test_whoever_finds_newer_facts_takes_the_lists_that_belong_to_them(root: Path) -> None:
    with indexed(root):
        pass
    with open_index(root, DEFAULTS, Conventions()) as late:
        assert late.lists is not None
        write(root, "People/Zoe.md", "- 2026-11-20 call\n")
        with indexed(root) as other:
            held = other.lists
        changes = reconcile(late)
        assert changes.read <= 1
        assert late.lists is not None
        assert held is not None
        assert late.lists.counts == held.counts
        assert verify(late) == Difference(False)


def test_lists_that_never_come_are_made_anew(root: Path) -> None:
    with indexed(root):
        pass
    with open_index(root, DEFAULTS, Conventions()) as late:
        write(root, "People/Zoe.md", "- 2026-11-20 call\n")
        kept = next(place_of_lists(root).glob("lists-*"))
        before = kept.read_bytes()
        with indexed(root):
            pass
        kept.write_bytes(before)  # as if the other process had died between its two files
        assert reconcile(late).read > 1
        assert verify(late) == Difference(False)


def place_of_lists(root: Path) -> Path:
    place = place_of(root)
    assert place is not None
    return place


def test_lists_are_not_put_beside_the_facts_of_another_process(root: Path, folder: Path) -> None:
    with indexed(root) as slow, indexed(root) as quick:
        assert slow.lists is not None
        assert rebuild(slow).read == MANY + 1
        late = slow.lists
        rebuild(quick)
        assert quick.lists is not None
        slow.keep(late)
        assert slow.lists is late
    with indexed(root) as index:
        assert index.lists is not None
        assert index.lists.token == quick.lists.token
        assert index.has_facts()
