"""Two processes make everybody's standings as one does, whatever becomes of the second."""

import os
import signal
from pathlib import Path
from typing import NoReturn

import pytest

from tests.index_vaults import cache, indexed, write
from vault_tool.index import parts
from vault_tool.index.beside import Beside
from vault_tool.index.lists import PARTS, Part
from vault_tool.index.standing_rows import Row, glances_of, rows_of
from vault_tool.index.sync import rebuild
from vault_tool.index.verify import Difference, verify
from vault_tool.roster import Glance

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")

PEOPLE = 3 * PARTS


@pytest.fixture
def root(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Give a vault that is joined by two processes, on whatever machine."""
    cache(tmp_path_factory, monkeypatch)
    monkeypatch.setattr(parts, "_MANY", 10)
    monkeypatch.setattr(parts, "processors", lambda: 2)
    for number in range(PEOPLE):
        other = f"[[Ada {(number + 1) % PEOPLE}]]"
        text = f"- 2026-11-0{number % 9 + 1} coffee: roses\n- [ ] call {other} #promise\n"
        write(tmp_path, f"People/Ada {number}.md", text)
    write(tmp_path, "Journal/2026-11-20.md", "- lunch with [[Ada 7]] and [[Ada 8]] #got/info\n")
    return tmp_path


Everybody = list[tuple[list[Glance], list[Row]]]


def joined(root: Path) -> Everybody:
    with indexed(root) as index:
        rebuild(index)
        assert verify(index) == Difference(False)
        assert index.lists is not None
        return [(glances_of(part), list(rows_of(part))) for part in index.lists.parts]


def alone(root: Path, monkeypatch: pytest.MonkeyPatch) -> Everybody:
    monkeypatch.setattr(parts, "processors", lambda: 1)
    return joined(root)


def test_two_processes_make_what_one_makes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    received: list[bytes | None] = []
    receive = Beside.receive

    def noted(beside: Beside) -> bytes | None:
        received.append(receive(beside))
        return received[-1]

    monkeypatch.setattr(Beside, "receive", noted)
    by_two = joined(root)
    assert received
    assert None not in received
    assert by_two == alone(root, monkeypatch)


@pytest.mark.parametrize("at_once", [1, 7, PEOPLE])
def test_few_people_held_at_a_time_are_made_as_all_at_once(
    root: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(parts, "_AT_ONCE", at_once)
    by_turns = joined(root)
    monkeypatch.setattr(parts, "_AT_ONCE", 10 * PEOPLE)
    assert by_turns == alone(root, monkeypatch)


def test_what_a_killed_process_leaves_is_made_here(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = os.getpid()
    make = parts._made_anew

    def dies(*work: object) -> Part:
        if os.getpid() != own:
            os.kill(os.getpid(), signal.SIGKILL)
        return make(*work)  # type: ignore[arg-type]  # as above

    monkeypatch.setattr(parts, "_made_anew", dies)
    by_one = joined(root)
    assert by_one == alone(root, monkeypatch)


def test_without_another_process_all_is_made_here(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_work: object, **_said: object) -> NoReturn:
        raise BlockingIOError

    monkeypatch.setattr(parts, "Beside", refused)
    by_one = joined(root)
    assert by_one == alone(root, monkeypatch)
