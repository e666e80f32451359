"""A watcher as a user runs it: a process of its own, its lines, and the index it leaves."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

from tests.commandline import start
from vault_tool.cli.opening import rules_of
from vault_tool.index.changes import compare
from vault_tool.index.database import open_index
from vault_tool.index.verify import Difference, verify
from vault_tool.vault.walk import walk

HEARTBEAT = 1.0
# In seconds: no test waits so long unless it fails; how fast it really is, the benchmarks tell.
PATIENCE = 60.0


class Watched:
    """A running watcher, and every line it printed so far."""

    def __init__(self, process: "subprocess.Popen[bytes]", root: Path) -> None:
        self.process = process
        self.root = root
        self.lines: list[dict[str, Any]] = []
        self._coming: Queue[dict[str, Any]] = Queue()
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._coming.put(json.loads(line))

    def until(self, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Return the first line from now on that fits."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                line = self._coming.get(timeout=0.2)
            except Empty:
                assert self.process.poll() is None, self.errors()
                continue
            self.lines.append(line)
            if fits(line):
                return line
        raise AssertionError(f"no such line came; there were {self.lines[-5:]}")

    def event(self, what: str, path: str | None = None) -> dict[str, Any]:
        """Return the next line about such an event."""
        return self.until(lambda line: line["event"] == what and path in (None, line.get("path")))

    def all_so_far(self) -> list[dict[str, Any]]:
        """Return every line that was printed."""
        while not self._coming.empty():
            self.lines.append(self._coming.get())
        return self.lines

    def settles(self) -> None:
        """Wait until the index is what a rebuild gives, and fail when it never is."""
        end = time.monotonic() + PATIENCE
        found: Difference | None = None
        while time.monotonic() < end:
            assert self.process.poll() is None, self.errors()
            if is_level(self.root):
                found = difference(self.root)
                if found == Difference(False):
                    return
            time.sleep(0.1)
        raise AssertionError(found or "the index stays behind the vault")

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        """End it, and return its exit code."""
        self.process.send_signal(how)
        return self.process.wait(PATIENCE)

    def close(self) -> None:
        """Let nothing of it be left."""
        self.process.kill()
        self._listener.join(PATIENCE)
        with self.process:
            pass

    def errors(self) -> str:
        """Return what it said on the standard error; only once it has ended."""
        assert self.process.stderr
        return self.process.stderr.read().decode()


@contextmanager
def watching(
    root: Path,
    *words: str,
    every: float = HEARTBEAT,
    env: Mapping[str, str] | None = None,
    wrapped: Callable[[list[str]], list[str]] | None = None,
) -> Iterator[Watched]:
    """Run a watcher on a vault, and go on as soon as it says that it watches."""
    line = ["--vault", str(root), "watch", "--json", "--every", str(every), *words]
    watched = Watched(start(*line, env=env, wrapped=wrapped), root)
    try:
        watched.event("watching")
        yield watched
    finally:
        watched.close()


def is_level(root: Path) -> bool:
    """Tell whether the index as it lies there has the keys of all notes, without reading any."""
    with open_index(root, *rules_of(root)) as index:
        if index.lists is None:
            return False
        try:
            entries = walk(root, index.leave_out).entries
        except Exception:
            return False
        plan = compare(index.lists.tree._replace(looked=1 << 62), entries)
        return not plan.read and not plan.removed


def difference(root: Path) -> Difference:
    """Return how the index as it lies there differs from a rebuild."""
    with open_index(root, *rules_of(root)) as index:
        return verify(index)


def notes_in(root: Path, count: int, folder: str = "People") -> None:
    """Write so many small notes."""
    place = root / folder
    place.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (place / f"Person {number}.md").write_text(f"- 2026-11-0{number % 9 + 1} call: {number}\n")


def git(root: Path, *words: str) -> None:
    """Run git in the vault, with nobody's own settings."""
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "gc.auto=0"]
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", "-C", str(root), *who, *words], check=True, env=env, capture_output=True)
