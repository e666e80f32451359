"""How long the watcher takes: from a save to a fresh index, at rest, and over many edits.

Beside it, in the same run and about the same saves, a bare watchdog handler that does nothing but
say that it was called: what the system itself takes to tell.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import NamedTuple

from benchmarks.generate import TODAY

DEBOUNCE = 0.2
HEARTBEAT = 30
# In seconds: whatever is not told by then never will be.
_PATIENCE = 120.0
_BARE = """
import sys, time
from watchdog.events import FileClosedEvent, FileMovedEvent, FileCreatedEvent, FileSystemEventHandler
from watchdog.observers import Observer
class Bare(FileSystemEventHandler):
    def on_any_event(self, event):
        print(time.time(), flush=True)
observer = Observer()
observer.schedule(Bare(), sys.argv[1], recursive=True,
                  event_filter=[FileClosedEvent, FileMovedEvent, FileCreatedEvent])
observer.start()
print("ready", flush=True)
observer.join()
"""


class Delay(NamedTuple):
    """What was measured, in seconds: the watcher's delays, and those of the bare handler."""

    what: str
    ours: list[float]
    bare: list[float]


class Usage(NamedTuple):
    """Processor time of a minute at rest, in seconds; memory in MiB, before and after the edits."""

    at_rest: float
    seconds: float
    memory: tuple[float, float]
    edits: int


class _Lines:
    """A process, and when each of its lines came."""

    def __init__(self, command: list[str], env: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(command, env=dict(env), stdout=subprocess.PIPE, text=True)
        self.coming: Queue[tuple[float, str]] = Queue()
        Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self.process.stdout or ():
            self.coming.put((time.time(), line))

    def until(self, fits: Callable[[str], bool]) -> float:
        """Return when the first line came that fits."""
        while True:
            at, line = self.coming.get(timeout=_PATIENCE)
            if fits(line):
                return at

    def forget(self) -> None:
        """Let what was told so far be as if it had not been."""
        while not self.coming.empty():
            self.coming.get()

    def close(self) -> None:
        self.process.terminate()
        self.process.wait()


@contextmanager
def _watching(vault: Path, env: Mapping[str, str], *words: str) -> Iterator[_Lines]:
    tool = str(Path(sys.executable).with_name("vault-tool"))
    line = [tool, "--vault", str(vault), "--today", str(TODAY), "watch", "--json", *words]
    lines = _Lines(line, env)
    try:
        lines.until(lambda line: '"watching"' in line)
        yield lines
    finally:
        lines.close()


def delays(vault: Path, env: Mapping[str, str], rounds: int, notes: int) -> list[Delay]:
    """Measure saves of single notes, and a checkout of so many."""
    files = sorted((vault / "People").rglob("*.md"))[:rounds]
    found = []
    with _watching(vault, env) as ours:
        bare = _Lines([sys.executable, "-c", _BARE, str(vault)], env)
        try:
            bare.until(lambda line: line.startswith("ready"))
            for what, save in (("a plain write", _plainly), ("an atomic save", _atomically)):
                found.append(_singly(what, files, save, ours, bare))
        finally:
            bare.close()
        found.append(_checkout(vault, notes, ours))
    with _watching(vault, env, "--render") as ours:
        time.sleep(5)
        found.append(_rendered(vault, files[: max(rounds // 10, 1)], ours))
    return found


def usage(vault: Path, env: Mapping[str, str], seconds: float, edits: int) -> Usage:
    """Measure a rest, and the memory before and after many edits."""
    file = next((vault / "People").rglob("*.md"))
    with _watching(vault, env) as ours:
        time.sleep(5)
        before = _processor(ours.process.pid)
        time.sleep(seconds)
        rest = _processor(ours.process.pid) - before
        first = 0.0
        for number in range(edits):
            ours.forget()
            _plainly(file, number)
            ours.until(lambda line: '"index"' in line)
            if number == edits // 10:
                first = _memory(ours.process.pid)
        return Usage(rest, seconds, (first, _memory(ours.process.pid)), edits)


def _singly(
    what: str, files: list[Path], save: Callable[[Path, int], None], ours: _Lines, bare: _Lines
) -> Delay:
    delay = Delay(what, [], [])
    for number, file in enumerate(files):
        time.sleep(0.1)
        for lines in (ours, bare):
            lines.forget()
        start = time.time()
        save(file, number)
        delay.bare.append(bare.until(lambda line: True) - start)
        delay.ours.append(ours.until(lambda line: '"index"' in line) - start)
    return delay


def _checkout(vault: Path, notes: int, ours: _Lines) -> Delay:
    """Let git write so many notes; how long after its end the index holds them all."""
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "gc.auto=0"]

    def git(*words: str) -> None:
        subprocess.run(["git", "-C", str(vault), *who, *words], check=True, capture_output=True)

    place = vault / "Many"
    place.mkdir()
    for number in range(notes):
        (place / f"{number}.md").write_text(f"- 2026-11-0{number % 9 + 1} call: one\n")
    git("init", "-q", "-b", "one")
    git("add", "Many")
    git("commit", "-qm", "one")
    git("checkout", "-qb", "two")
    for file in place.iterdir():
        file.write_text(file.read_text() + "- 2026-11-23 letter\n")
    git("commit", "-qam", "two")
    time.sleep(5)
    ours.forget()
    git("checkout", "-q", "one")
    start = time.time()
    last = start
    waiting = {f"Many/{number}.md" for number in range(notes)}
    while waiting:
        last, line = ours.coming.get(timeout=_PATIENCE)
        waiting.discard(json.loads(line).get("path", ""))
    return Delay(f"a checkout of {notes:,} notes, after git's end", [last - start], [])


def _rendered(vault: Path, files: list[Path], ours: _Lines) -> Delay:
    """Measure from a save that changes the follow-ups to the report that shows it."""
    report = vault / "Reports" / "follow-ups.md"
    delay = Delay("a save to its report in Reports/", [], [])
    for number, file in enumerate(files):
        ours.forget()
        time.sleep(3)
        before = report.stat().st_mtime_ns
        start = time.time()
        with file.open("a") as note:
            note.write(f"- [ ] send the plans, number {number} #promise 📅 2026-11-20\n")
        while report.stat().st_mtime_ns == before and time.time() - start < _PATIENCE:
            time.sleep(0.002)
        delay.ours.append(time.time() - start)
    return delay


def _plainly(file: Path, number: int) -> None:
    with file.open("a") as note:
        note.write(f"- 2026-11-2{number % 3} call: number {number}\n")


def _atomically(file: Path, number: int) -> None:
    draft = file.with_name(f".{file.name}.tmp")
    draft.write_text(f"{file.read_text()}- 2026-11-2{number % 3} call: number {number}\n")
    draft.replace(file)


def _processor(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(process: int) -> float:
    said = Path(f"/proc/{process}/status").read_text()
    return int(said.partition("VmRSS:")[2].split()[0]) / 1024


def table(delays: list[Delay], used: Usage) -> list[str]:
    """Return the lines of a Markdown table."""
    lines = ["| from a save to a fresh index | median | p99 | bare handler | debounce |"]
    lines.append("|---|---|---|---|---|")
    for one in delays:
        bare = f"{statistics.median(one.bare) * 1000:.1f} ms" if one.bare else ""
        high = sorted(one.ours)[min(int(len(one.ours) * 0.99), len(one.ours) - 1)]
        lines.append(
            f"| {one.what} | {statistics.median(one.ours) * 1000:.0f} ms | {high * 1000:.0f} ms"
            f" | {bare} | {DEBOUNCE * 1000:.0f} ms |"
        )
    first, last = used.memory
    lines += [
        "",
        f"At rest: {used.at_rest:.2f} s of processor time in {used.seconds:.0f} s.",
        f"Memory after {used.edits // 10} edits {first:.0f} MiB, after {used.edits} {last:.0f} MiB.",
    ]
    return lines
