"""What is watched of a vault: whatever the system refuses, it is said, and nothing fails of it."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from vault_tool.index.watch import Watch, watched_inodes
from vault_tool.vault.branches import Branch, Branches, branches
from vault_tool.vault.skip import Skip

pytestmark = pytest.mark.skipif(watched_inodes() is None, reason="the system does not tell")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for number in range(30):
        (tmp_path / "Before" / str(number)).mkdir(parents=True)
    return tmp_path


@pytest.fixture
def watch(root: Path) -> Iterator[Watch]:
    made = Watch(root, lambda: None)
    yield made
    made.close()


def test_folders_that_move_while_the_watch_is_set_up_are_listed_again(
    root: Path, watch: Watch
) -> None:
    inodes = branches(root, Skip()).inodes
    (root / "Before").rename(root / "After")
    assert watch.settle(Branches((Branch("Before", whole=True),), inodes))
    assert watch.told.way == "events"
    wanted = branches(root, Skip())
    watch.settle(wanted)
    assert not watch.settle(wanted)
    assert wanted.inodes <= (watched_inodes() or frozenset())


def test_folders_that_are_missing_for_ever_are_looked_at_by_the_clock(
    root: Path, watch: Watch
) -> None:
    inodes = branches(root, Skip()).inodes
    tries = [watch.settle(Branches((Branch("Nowhere", whole=True),), inodes)) for _ in range(20)]
    assert (watch.told.way, watch.told.why) == ("polling", "not all folders can be watched")
    assert tries[0]
    assert not tries[-1]


def test_where_no_more_threads_are_to_be_had_one_looks_by_the_clock(
    root: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert watch.settle(branches(root, Skip()))
    assert (watch.told.way, watch.told.why) == ("polling", "the system starts no more threads")


def test_a_folder_that_may_not_be_watched_leaves_the_others_watched(
    root: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    from watchdog.observers.inotify import InotifyEmitter

    start = InotifyEmitter.on_thread_start

    def refuse(emitter: InotifyEmitter) -> None:
        if os.fspath(emitter.watch.path).endswith("Closed"):
            raise PermissionError(13, "Permission denied")
        start(emitter)

    monkeypatch.setattr(InotifyEmitter, "on_thread_start", refuse)
    wanted = branches(root, Skip())
    watch.settle(wanted, (Branch("Closed", whole=True),))
    assert watch.told.way == "events"
    assert wanted.inodes <= (watched_inodes() or frozenset())


def test_a_vault_that_is_away_is_no_limit_of_the_system(root: Path, watch: Watch) -> None:
    wanted = branches(root, Skip())
    watch.settle(wanted)
    root.rename(root.with_name("away"))
    root.symlink_to(root)  # a place that cannot be looked at, for another reason than its absence
    watch.settle(wanted)
    root.unlink()
    root.with_name("away").rename(root)
    watch.settle(wanted)
    assert watch.told.way == "events"
    assert wanted.inodes <= (watched_inodes() or frozenset())


def the_thread(kind: type[threading.Thread]) -> threading.Thread:
    return next(each for each in threading.enumerate() if isinstance(each, kind))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_observer_that_died_is_replaced(root: Path, watch: Watch) -> None:
    from watchdog.observers.inotify import InotifyObserver

    wanted = branches(root, Skip())
    watch.settle(wanted)
    died = the_thread(InotifyObserver)
    died.event_queue.put(None)  # type: ignore[attr-defined]  # which it cannot take
    died.join(10)
    assert not died.is_alive()
    assert watch.settle(wanted)
    assert the_thread(InotifyObserver) is not died
    assert wanted.inodes <= (watched_inodes() or frozenset())


def test_a_queue_that_ran_over_means_to_look_again(root: Path) -> None:
    from watchdog.observers.inotify_c import (
        InotifyConstants,
        InotifyEvent,
        InotifyFD,
        WatchDescriptor,
    )

    told = threading.Event()
    watch = Watch(root, told.set)
    try:
        watch.settle(branches(root, Skip()))
        queue = the_thread(InotifyFD)
        assert isinstance(queue, InotifyFD)
        told.clear()
        queue.handle_event(
            InotifyEvent(WatchDescriptor(-1), InotifyConstants.IN_Q_OVERFLOW, 0, b"")
        )
        assert told.is_set()
    finally:
        watch.close()


def test_a_watch_that_is_closed_leaves_no_thread_and_no_handle(root: Path) -> None:
    def held() -> tuple[int, int]:
        return threading.active_count(), len(os.listdir("/proc/self/fd"))

    before = held()
    for _ in range(3):
        watch = Watch(root, lambda: None)
        watch.settle(branches(root, Skip()))
        watch.close()
    assert held() == before
