"""A look taken by a process beside finds what one taken here does, whatever becomes of the process."""

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.commandline import run
from tests.index_vaults import cache, indexed, write
from vault_tool.errors import VaultGone
from vault_tool.index import look
from vault_tool.index.beside import Beside
from vault_tool.index.changes import Plan, Tree
from vault_tool.index.look import Look, Seen, looking
from vault_tool.index.verify import Difference, verify
from vault_tool.vault.skip import Skip
from vault_tool.vault.walk import Entry
from vault_tool.vault.walk import walk as walk_here

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")

EVERYTHING = Skip(frozenset())
AGES_AGO = 10**9


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every look be taken by another process, on whatever machine."""
    monkeypatch.setattr(look, "PAYS_FROM", 0)
    monkeypatch.setattr(look, "processors", lambda: 2)


def seen(root: Path, tree: Tree | None) -> Seen:
    with looking(root, EVERYTHING, tree) as begun:
        assert begun.is_beside is (tree is not None)
        return begun.seen()


def here(root: Path, tree: Tree) -> Seen:
    found = Look(root, EVERYTHING, None, time.time_ns()).seen()
    found.changes_since(tree)
    return found


def told(found: Seen, tree: Tree) -> tuple[object, ...]:
    return found.tree[::2], found.stubs, found.problems, found.keys, found.changes_since(tree)


def settled(tree: Tree) -> Tree:
    """Return a tree as if it had been made long after the last change."""
    return tree._replace(looked=tree.looked + 10 * 10**9)


@pytest.mark.usefixtures("beside")
def test_what_is_unchanged_changed_new_gone_and_odd_is_seen_alike(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        write(tmp_path, f"People/{name}.md", name)
    write(tmp_path, "People/.d.md.icloud", "")
    write(tmp_path, "x.sync-conflict-20261101-101010-ABCDEFG.md", "two")
    (tmp_path / "nowhere.md").symlink_to(tmp_path / "gone.md")
    (tmp_path / os.fsdecode(b"bad\xff.md")).write_bytes(b"x")
    tree = settled(seen(tmp_path, None).tree)
    unchanged = seen(tmp_path, tree)
    assert unchanged.changes_since(tree) is None
    assert {each.code for each in unchanged.problems} >= {
        "not-downloaded", "conflict-copy", "link-broken", "name-not-utf8",
    }  # fmt: skip
    assert unchanged.stubs == {"People/d.md"}
    assert told(unchanged, tree) == told(here(tmp_path, tree), tree)
    write(tmp_path, "People/a.md", "another")
    write(tmp_path, "e.md", "new")
    (tmp_path / "People/b.md").unlink()
    changed = seen(tmp_path, tree)
    plan = changed.changes_since(tree)
    assert plan is not None
    assert ({each.path for each in plan.read}, plan.removed) == (
        {"People/a.md", "e.md"}, ["People/b.md"],
    )  # fmt: skip
    assert told(changed, tree) == told(here(tmp_path, tree), tree)
    assert all(isinstance(each, Entry) for each in plan.read)


FILES = st.sampled_from(["a.md", "b.md", "In/c.md", "In/Deep/d.md", "e.md"])
DOINGS = st.lists(st.tuples(st.sampled_from(["write", "touch", "remove"]), FILES), max_size=6)


@pytest.mark.usefixtures("beside")
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(DOINGS, min_size=1, max_size=3), st.booleans())
def test_any_changes_are_seen_alike(
    tmp_path_factory: pytest.TempPathFactory,
    rounds: Sequence[Sequence[tuple[str, str]]],
    is_settled: bool,
) -> None:
    root = tmp_path_factory.mktemp("vault")
    tree = seen(root, None).tree
    for doings in rounds:
        before = settled(tree) if is_settled else tree
        for doing, path in doings:
            if doing == "write":
                write(root, path, f"{time.time_ns()}")
            elif doing == "touch" and (root / path).exists():
                os.utime(root / path, ns=(AGES_AGO, AGES_AGO))
            else:
                (root / path).unlink(missing_ok=True)
        found = seen(root, before)
        assert told(found, before) == told(here(root, before), before)
        tree = found.tree


@pytest.mark.usefixtures("beside")
def test_another_tree_than_that_looked_with_is_compared_too(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "a")
    old = settled(seen(tmp_path, None).tree)
    write(tmp_path, "b.md", "b")
    found = seen(tmp_path, old)
    assert found.changes_since(settled(found.tree)) is None
    plan = found.changes_since(old)
    assert plan == Plan([each for each in found.entries if each.path == "b.md"], [])


@pytest.mark.usefixtures("beside")
def test_when_the_other_process_dies_the_look_is_taken_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a.md", "a")
    tree = settled(seen(tmp_path, None).tree)
    own = os.getpid()

    def walk(root: Path, leave_out: Skip) -> object:
        if os.getpid() != own:
            os.kill(os.getpid(), signal.SIGKILL)
        return walk_here(root, leave_out)

    monkeypatch.setattr("vault_tool.index.look.walk", walk)
    assert seen(tmp_path, tree).keys == [*here(tmp_path, tree).keys]


@pytest.mark.usefixtures("beside")
def test_without_another_process_the_look_is_taken_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a.md", "a")
    tree = settled(seen(tmp_path, None).tree)

    def refused() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", refused)
    with looking(tmp_path, EVERYTHING, tree) as begun:
        assert not begun.is_beside
        assert begun.seen().changes_since(tree) is None


def test_pipes_are_closed_when_no_process_can_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", refused)
    before = _open_files()
    for _ in range(5):
        with pytest.raises(BlockingIOError):
            Beside(lambda send: send(b""))
    assert _open_files() == before


def _open_files() -> int:
    return len(os.listdir("/dev/fd"))


@pytest.mark.usefixtures("beside")
def test_a_vault_that_is_gone_is_told_of_as_ever(tmp_path: Path) -> None:
    root = tmp_path / "vault"
    write(root, "a.md", "a")
    tree = seen(root, None).tree
    (root / "a.md").unlink()
    root.rmdir()
    with looking(root, EVERYTHING, tree) as begun, pytest.raises(VaultGone):
        begun.seen()


@pytest.mark.usefixtures("beside")
def test_a_look_nobody_waits_for_leaves_no_process_behind(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "a")
    tree = seen(tmp_path, None).tree
    for _ in range(3):
        with looking(tmp_path, EVERYTHING, tree) as begun:
            assert begun.is_beside
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.usefixtures("beside")
def test_what_was_made_ready_from_before_a_change_is_not_shown(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache(tmp_path_factory, monkeypatch)
    write(tmp_path, ".vault-tool/config.toml", "")
    write(tmp_path, "People/Ada Neri.md", "- 2026-01-07 call\n")
    write(tmp_path, "People/Ugo Bruni.md", "- 2026-01-07 call\n")

    def today() -> str:
        return run("today", vault=tmp_path).out

    assert "Ada Neri" in today()
    write(tmp_path, "People/Ada Neri.md", "- 2026-01-07 call\n- 2026-11-23 call\n")
    after = today()
    assert "Ada Neri" not in after
    assert "Ugo Bruni" in after
    with indexed(tmp_path) as index:
        assert verify(index) == Difference(False)
