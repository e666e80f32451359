"""`python -m benchmarks`: every figure of docs/performance.md, as ratios of one run.

Each command is timed beside what it is compared with, turn by turn, and the medians are divided.
`--smoke` runs everything once on a small vault and judges nothing.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks.generate import TODAY, generate, name_of
from benchmarks.watching import delays, table, usage

_WALK = """
import os, sys, time
def walk(folder, read):
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            walk(entry.path, read)
        elif read:
            size = entry.stat().st_size
            fd = os.open(entry.path, os.O_RDONLY)
            os.read(fd, size + 1)
            os.close(fd)
        else:
            entry.stat()
start = time.perf_counter()
walk(sys.argv[1], sys.argv[2] == "read")
print(time.perf_counter() - start)
"""


class Figure(NamedTuple):
    """One measured ratio: what, beside what, the two medians in seconds, the budget for the ratio."""

    what: str
    beside: str
    took: float
    base: float
    budget: float

    @property
    def ratio(self) -> float:
        """Return how many times the base the command took."""
        return self.took / self.base


class Bench:
    """One vault of a given size, its own cache folder, and the commands run on it."""

    def __init__(self, people: int, place: Path, rounds: int) -> None:
        self.people = people
        self.rounds = rounds
        self.vault = place / f"vault-{people}"
        kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        self.env = {
            **kept,
            "XDG_CACHE_HOME": str(place / f"cache-{people}"),
            "XDG_STATE_HOME": str(place / f"state-{people}"),
            "LC_ALL": "C.UTF-8",
        }
        generate(people, self.vault)

    def tool(self, *arguments: str) -> float:
        """Run vault-tool on the vault and return the seconds the whole process took."""
        command = [
            str(Path(sys.executable).with_name("vault-tool")),
            "--vault", str(self.vault), "--today", str(TODAY), *arguments,
        ]  # fmt: skip
        return self._process(command)

    def version(self) -> float:
        """Return the seconds that `vault-tool --version` takes."""
        return self._process([str(Path(sys.executable).with_name("vault-tool")), "--version"])

    def python(self, code: str) -> float:
        """Return the seconds of a whole `python -c`."""
        return self._process([sys.executable, "-c", code])

    def walk(self, how: str) -> float:
        """Return the seconds of a walk that stats or reads every file, without the interpreter."""
        command = [sys.executable, "-c", _WALK, str(self.vault), how]
        return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

    def edit(self) -> None:
        """Append a log line to one note."""
        note = next(self.vault.rglob(f"{name_of(7)}.md"))
        with note.open("a", encoding="utf-8") as file:
            file.write("- 2026-11-20 call: a word\n")

    def _process(self, command: list[str]) -> float:
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, env=self.env)
        return time.perf_counter() - start

    def figure(
        self,
        what: str,
        beside: str,
        run: Callable[[], float],
        base: Callable[[], float],
        budget: float,
    ) -> Figure:
        """Time both turn by turn and return their medians."""
        pairs = [(run(), base()) for _ in range(self.rounds)]
        took, against = (statistics.median(times) for times in zip(*pairs, strict=True))
        return Figure(f"{what}, {self.people:,} people", beside, took, against, budget)

    def peak(self) -> float:
        """Return the peak memory of a cold index in MiB, its largest process."""
        command = [
            str(Path(sys.executable).with_name("vault-tool")),
            "--vault", str(self.vault), "index", "--rebuild",
        ]  # fmt: skip
        process = subprocess.Popen(
            command, env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        return usage.ru_maxrss / 1024


def measure(bench: Bench) -> list[Figure]:
    """Return the figures of one vault."""

    def edited() -> float:
        bench.edit()
        return bench.tool("today")

    def base() -> float:
        return bench.python("import click, jinja2, sqlite3") + bench.walk("stat")

    return [
        bench.figure(
            "cold index", "scandir + os.read of the same files",
            lambda: bench.tool("index", "--rebuild"), lambda: bench.walk("read"), 25,
        ),
        bench.figure(
            "`today`, nothing changed", "importing click, jinja2, sqlite3 + scandir and stat",
            lambda: bench.tool("today"), base, 1.7,
        ),
        bench.figure("`today`, one note changed", "the same", edited, base, 2.2),
        bench.figure(
            "`brief NAME`, nothing changed", "the same",
            lambda: bench.tool("brief", name_of(7)), base, 3,
        ),
        bench.figure(
            "`--version`", '`python -c "import click"`',
            bench.version, lambda: bench.python("import click"), 1.3,
        ),
        bench.figure(
            "`--version`", "`python -c pass`",
            bench.version, lambda: bench.python("pass"), 5,
        ),
    ]  # fmt: skip


def main() -> None:
    """Measure the vaults asked for and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--people", type=int, action="append", help="default: 1000, 10000, 100000")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--without-watch", action="store_true", help="leave the watcher out")
    parser.add_argument("--smoke", action="store_true", help="a small vault, one round")
    chosen = parser.parse_args()
    sizes = [200] if chosen.smoke else chosen.people or [1_000, 10_000, 100_000]
    print("| what | beside | median | base | ratio | budget |\n|---|---|---|---|---|---|")
    per_note: dict[int, float] = {}
    chosen_for_watch = 10_000 if 10_000 in sizes else max(sizes)
    for people in sizes:
        with tempfile.TemporaryDirectory() as place:
            bench = Bench(people, Path(place), 1 if chosen.smoke else chosen.rounds)
            figures = measure(bench)
            per_note[people] = figures[0].took / people
            for one in figures:
                print(
                    f"| {one.what} | {one.beside} | {one.took * 1000:.0f} ms |"
                    f" {one.base * 1000:.0f} ms | {one.ratio:.2f} | {one.budget:g} |"
                )
            budget = 250 if people > 10_000 else 80
            print(
                f"| peak memory of a cold index, {people:,} people | | {bench.peak():.0f} MiB | | | {budget} MiB |"
            )
            watches = sys.platform == "linux" and not chosen.without_watch
            if watches and people == chosen_for_watch:
                rounds, notes, rest, edits = (
                    (3, 20, 1, 10) if chosen.smoke else (100, 2000, 60, 600)
                )
                print()
                found = delays(bench.vault, bench.env, rounds, notes)
                print("\n".join(table(found, usage(bench.vault, bench.env, rest, edits))))
                print()
    small, large = min(per_note), max(per_note)
    if small != large:
        base = per_note.get(10_000, per_note[small])
        print(
            f"| cold index per note at {large:,} | per note at 10,000 | {per_note[large] * 1e6:.0f} µs |"
            f" {base * 1e6:.0f} µs | {per_note[large] / base:.2f} | 1.1 |"
        )


if __name__ == "__main__":
    main()
