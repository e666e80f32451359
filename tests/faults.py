"""Let a command be killed, or the system refuse it something, at every single system call.

A case is a command and the vault it works on. A first run under strace lists the system calls made
from the moment the command turns to the vault's state folder; then the command is run once for each
of them and each fault. Afterwards every note must be wholly old or wholly new, and after the next
`recover` all of them old, or all new, with nothing beside them.

To sweep another command, add a `Case` to a table and hand it to `sweep`. The commands run in
processes that `tests/fault_server.py` forks, and strace is attached before they begin.
"""

import atexit
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest

from tests.vault_writing import Tree, files
from vault_tool.vault.journal import recover, state_folder

PROJECT = Path(__file__).parents[1]
KILL = "signal=KILL"
FAULTS = (KILL, "error=ENOSPC", "error=EIO", "error=EINTR", "error=EACCES")


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What changes the disk. Killed before any other call, a process leaves what it leaves when it is
# killed before the next one of these.
_CHANGING = _names(
    "write pwrite64 writev pwritev copy_file_range sendfile truncate ftruncate fallocate fsync fdatasync"
    " rename renameat renameat2 link linkat symlink symlinkat unlink unlinkat mkdir mkdirat rmdir"
    " chmod fchmod fchmodat utime utimes utimensat setxattr lsetxattr fsetxattr removexattr"
)
# Which calls the system can refuse for each reason, by their manual pages.
_BY_NAME = _names(
    "open openat stat lstat newfstatat statx access faccessat faccessat2 readlink readlinkat rename"
    " renameat renameat2 link linkat symlink symlinkat unlink unlinkat mkdir mkdirat rmdir truncate"
    " chmod fchmodat utimensat fcntl mmap listxattr llistxattr getxattr lgetxattr setxattr lsetxattr"
)
_SLOW = _names(
    "open openat read pread64 readv write pwrite64 writev close fsync fdatasync ftruncate fallocate"
    " flock fcntl wait4 select pselect6 poll ppoll clock_nanosleep"
)
# They touch no file, or only what is known of an open one.
_ASIDE = _names(
    "lseek ioctl getpid gettid getuid geteuid umask brk munmap mprotect madvise futex"
    " rt_sigaction rt_sigprocmask clock_nanosleep clock_gettime getrandom sched_getaffinity"
)

# So many calls behind the last that names the state folder close what it opened.
_AFTER = 16
# Calls that cannot fail.
_NEVER = frozenset({"exit_group", "exit", "rt_sigreturn"})
_CALL = re.compile(r"(\w+)\(")


class Case(NamedTuple):
    """A command to be disturbed.

    `build` makes the vault in an empty folder, and whatever its state is to be; `argv` is the
    command for a vault: `vault-tool` and its words, or the name of a small command in
    `tests/vault_commands.py` and the vault. `trees` are what the vault may hold in the end, None for what it holds
    before the command and after an undisturbed one. With `leaves_copies` there is no journal that
    knows a draft's bytes, so that a draft may become a conflict copy.
    """

    name: str
    build: Callable[[Path], None]
    argv: Callable[[Path], list[str]]
    trees: Callable[[], tuple[Tree, Tree]] | None = None
    leaves_copies: bool = False


class Call(NamedTuple):
    """A system call: its name, and the how manieth of that name it is in the process.

    `makes` tells of one that opens that it may make a file, or empty one.
    """

    name: str
    ordinal: int
    makes: bool = False

    def can_meet(self, fault: str) -> bool:
        """Tell whether a fault can happen here, and leave what it leaves at no other call."""
        is_known = self.name in _CHANGING | _BY_NAME | _SLOW | _ASIDE
        where = {
            KILL: self.makes or self.name in _CHANGING,
            "error=ENOSPC": self.makes or self.name in _CHANGING or self.name == "close",
            "error=EIO": self.name not in _ASIDE,
            "error=EACCES": self.name in _BY_NAME,
            "error=EINTR": self.name in _SLOW,
        }
        return where[fault] if is_known else True


class Result(NamedTuple):
    """What a fault did: the exit code, what was said, and the complaint, empty when all is well."""

    call: Call
    fault: str
    code: int
    said: str
    complaint: str


def sweep(case: Case, fault: str) -> list[Result]:
    """Run a case once for each of its system calls, and return what happened each time."""
    calls, trees = prepared(case)
    return [
        _disturbed(case, trees, call, fault)
        for call in calls
        if call.can_meet(fault) or (fault == KILL and call == calls[-1])
    ]


@cache
def prepared(case: Case) -> tuple[tuple[Call, ...], tuple[Tree, Tree]]:
    """Return the system calls of an undisturbed run, and the two trees that may be the end of it."""
    with _stage(case) as root:
        before = files(root)
        trace = root.parent / "trace"
        ran = _run(root, case.argv(root), ["-o", str(trace), "-s", "512"])
        assert ran.code == 0, ran.said
        mark = "/".join(state_folder(root).parts[-3:])
        calls = tuple(_calls(trace.read_text(errors="replace"), mark))
        after = files(root)
    assert calls, "the command never turned to the vault's state"
    return calls, case.trees() if case.trees else (before, after)


def interrupted(case: Case, *faults: tuple[Call, str]) -> Callable[[Path], None]:
    """Return what builds the vault and the state that a command left when it was killed."""

    @cache
    def left() -> tuple[Tree, Tree]:
        with _stage(case) as root:
            ran = _run(root, case.argv(root), _injection(*faults))
            assert ran.code == -9, ran.said
            return files(root), files(state_folder(root))

    def built(root: Path) -> None:
        for folder, tree in zip((root, state_folder(root)), left(), strict=True):
            for path, content in tree.items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(content)

    return built


def _disturbed(case: Case, trees: tuple[Tree, Tree], call: Call, fault: str) -> Result:
    with _stage(case) as root:
        ran = _run(root, case.argv(root), _injection((call, fault)))
        if (ran.code < 0) != (fault == KILL):
            return Result(call, fault, ran.code, ran.said, "the command crashed, or lived")
        complaint = _torn(files(root), trees)
        if not complaint and ran.code == 0 and case.trees is None:
            # A command that says it is done is done, without any recovery.
            now = {path: text for path, text in files(root).items() if not _is_draft(path)}
            complaint = "" if now == trees[1] else "it said that all went well"
        if not complaint:
            recover(root)
            now = _without_copies(files(root), trees) if case.leaves_copies else files(root)
            complaint = "" if now in trees else f"after recovery: {_difference(now, trees)}"
        return Result(call, fault, ran.code, ran.said, complaint)


def _torn(now: Tree, trees: tuple[Tree, Tree]) -> str:
    """Say which note is neither as it was nor as it should become."""
    for path in {*now, *trees[0], *trees[1]}:
        if not _is_draft(path) and now.get(path) not in (trees[0].get(path), trees[1].get(path)):
            return f"torn: {path}: {now.get(path)!r}"
    return ""


def _difference(now: Tree, trees: tuple[Tree, Tree]) -> str:
    return " | ".join(
        str(sorted(path for path in {*now, *tree} if now.get(path) != tree.get(path)))
        for tree in trees
    )


def _without_copies(now: Tree, trees: tuple[Tree, Tree]) -> Tree:
    known = {text for tree in trees for text in tree.values()}
    return {
        path: text
        for path, text in now.items()
        if not (".conflict-" in path and any(each.startswith(text) for each in known))
    }


def _is_draft(path: str) -> bool:
    return path.endswith(".vtmp")


def memory() -> str | None:
    """Return a folder that lies in memory, where the system has one: it spares the disk."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


class _stage:  # noqa: N801  a context, read like a function
    """A built vault in a folder of its own, its state beside it."""

    def __init__(self, case: Case) -> None:
        self._case = case

    def __enter__(self) -> Path:
        self._folder = TemporaryDirectory(prefix="faults", dir=memory())
        root = Path(self._folder.name) / "vault"
        root.mkdir()
        self._patch = pytest.MonkeyPatch()
        for name, value in _surroundings(root).items():
            self._patch.setenv(name, value)
        self._case.build(root)
        return root

    def __exit__(self, *_: object) -> None:
        self._patch.undo()
        self._folder.cleanup()


def _surroundings(root: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(root.parent),
        "XDG_STATE_HOME": str(root.parent / "state"),
        "XDG_CACHE_HOME": str(root.parent / "cache"),
        "PYTHONPATH": str(PROJECT),
        "PYTHONHASHSEED": "0",
        "VISUAL": "sed -i s/coffee/tea/",
        "LC_ALL": "C.UTF-8",
    }


class _Ran(NamedTuple):
    code: int
    said: str


def _run(root: Path, argv: list[str], options: list[str]) -> _Ran:
    """Run a command under strace, from its beginning to its end."""
    server = _server()
    assert server.stdin
    assert server.stdout
    said = root.parent / "said"
    order = {"argv": argv, "env": _surroundings(root), "said": str(said)}
    server.stdin.write(f"{json.dumps(order)}\n")
    server.stdin.flush()
    process = int(server.stdout.readline())
    with subprocess.Popen(
        ["strace", "-p", str(process), *options], stderr=subprocess.PIPE, text=True
    ) as strace:
        assert strace.stderr
        attached = strace.stderr.readline()
        assert "attached" in attached, attached
        os.kill(process, signal.SIGCONT)
        code = int(server.stdout.readline())
        strace.stderr.read()
    return _Ran(code, said.read_text(errors="replace"))


@cache
def _server() -> subprocess.Popen[str]:
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.fault_server"],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(server.kill)
    return server


def _injection(*faults: tuple[Call, str]) -> list[str]:
    names = ",".join({call.name: None for call, _ in faults})
    rules = [f"inject={call.name}:{fault}:when={call.ordinal}" for call, fault in faults]
    return ["-o", "/dev/null", "-e", f"trace={names}", *(each for r in rules for each in ("-e", r))]


def _calls(trace: str, mark: str) -> Iterator[Call]:
    """Return the calls from the first that names the mark to shortly after the last that does.

    Each has its ordinal. What follows shows what was done, and turns to neither notes nor state.
    """
    count: Counter[str] = Counter()
    lines = trace.splitlines()
    named = [number for number, line in enumerate(lines) if mark in line]
    for number, line in enumerate(lines[: named[-1] + _AFTER] if named else ()):
        found = _CALL.match(line)
        if not found:
            continue
        count[found[1]] += 1
        if number >= named[0] and found[1] not in _NEVER:
            yield Call(found[1], count[found[1]], "O_CREAT" in line or "O_TRUNC" in line)


needs_strace = pytest.mark.skipif(
    shutil.which("strace") is None, reason="strace is not installed: nothing can be injected"
)
