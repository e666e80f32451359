"""Session pages: Markdown with commands and what they print, run against a copy of a vault.

Public: `served()`, `outputs_of(page, place, port)`, `updated(lines, steps, outputs)`, `steps_of`.

A line `$ command` in a block marked `console` is run by the shell, in a copy of the example vault
that the whole page shares, on 23 November 2026; below it stands exactly what comes back, errors
too, and `[2]` where the exit code is not 0. A page that begins with `<!-- an empty folder -->`
starts in one. `UPDATE_SESSIONS=1 pytest tests/test_sessions.py` writes what comes back into the
pages, to be read before it is committed.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree
from typing import NamedTuple

from tests.command_server import SCRIPT

PROJECT = Path(__file__).parents[1]
TODAY = "2026-11-23"
HOME = "/home/you"


class Step(NamedTuple):
    """A command of a page, the lines it spans there, and what is expected below it."""

    command: str
    first: int
    last: int
    expected: tuple[str, ...]


def steps_of(lines: list[str]) -> list[Step]:
    """Return the commands of a page in order; a command's here-document belongs to it."""
    steps: list[Step] = []
    inside = False
    number = 0
    while number < len(lines):
        line = lines[number]
        if line.startswith("```"):
            inside = line.strip() == "```console"
        if not (inside and line.startswith("$ ")):
            number += 1
            continue
        last = _end_of_command(lines, number)
        command = "\n".join([line[2:], *(each[2:] for each in lines[number + 1 : last + 1])])
        end = last + 1
        while not (lines[end].startswith("$ ") or lines[end].startswith("```")):
            end += 1
        steps.append(Step(command, number, last, tuple(lines[last + 1 : end])))
        number = end
    return steps


@contextmanager
def served() -> Iterator[int]:
    """Run the server that pages' commands are sent to; give its port."""
    line = [sys.executable, "-m", "tests.command_server", TODAY]
    with subprocess.Popen(line, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            yield int(server.stdout.readline())
        finally:
            server.kill()


def outputs_of(
    page: Path, place: Path, port: int
) -> tuple[list[str], list[Step], list[tuple[str, ...]]]:
    """Run a page in `place`, a new folder; return its lines, its steps and what came back."""
    lines = page.read_text("utf-8").split("\n")
    vault = place / "example-vault"
    if lines[0] == "<!-- an empty folder -->":
        vault = place / "notes"
        vault.mkdir()
    else:
        copytree(PROJECT / "example-vault", vault, symlinks=True)
    environment = _environment(place, port)
    steps = steps_of(lines)
    return lines, steps, [_output(step.command, vault, environment, place) for step in steps]


def updated(lines: list[str], steps: list[Step], outputs: list[tuple[str, ...]]) -> str:
    """Return the page's text with what came back in place of what was expected."""
    for step, output in reversed(list(zip(steps, outputs, strict=True))):
        lines[step.last + 1 : step.last + 1 + len(step.expected)] = output
    return "\n".join(lines)


def _end_of_command(lines: list[str], first: int) -> int:
    """Return the last line of a command: continued lines begin with `> `, as shells show them."""
    last = first
    while lines[last + 1].startswith("> ") or lines[last + 1] == ">":
        last += 1
    return last


def _environment(place: Path, port: int) -> dict[str, str]:
    tools = place / "bin"
    tools.mkdir()
    program = tools / "vault-tool"
    program.write_text(SCRIPT.format(python=sys.executable, today=TODAY, port=port))
    program.chmod(0o755)
    _share_templates(place / "cache" / "vault-tool")
    return {
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(PROJECT),
        "HOME": str(place),
        "XDG_CACHE_HOME": str(place / "cache"),
        "XDG_STATE_HOME": str(place / "state"),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }


def _share_templates(cache: Path) -> None:
    """Let a page's cache keep its compiled templates where those of all pages are."""
    shared = Path(os.environ["XDG_CACHE_HOME"]) / "vault-tool" / "templates"
    shared.mkdir(parents=True, exist_ok=True)
    cache.mkdir(parents=True, mode=0o700)
    (cache / "templates").symlink_to(shared)


def _output(
    command: str, folder: Path, environment: dict[str, str], place: Path
) -> tuple[str, ...]:
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    text = done.stdout.decode().replace(str(place), HOME).removesuffix("\n")
    lines = text.split("\n") if text else []
    return (*lines, f"[{done.returncode}]") if done.returncode else tuple(lines)
