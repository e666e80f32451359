"""The command line as a user meets it: words in; exit code, output and errors out.

`run` calls the real entry point in this process, `start` a process of its own.
"""

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from vault_tool.cli.main import main

TODAY = "2026-11-23"
PROJECT = Path(__file__).parents[1]


class Result(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


def run(*words: str, vault: Path | None = None, today: str = TODAY) -> Result:
    """Run a command line here; the vault and the day are put before the words."""
    line = [*(["--vault", str(vault)] if vault else []), "--today", today, *words]
    with _captured() as (out, err):
        try:
            main(line)
        except SystemExit as done:
            code = int(done.code or 0)
        out.flush()
        err.flush()
        return Result(code, _text(out), _text(err))


def start(
    *words: str,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    wrapped: Callable[[list[str]], list[str]] | None = None,
) -> "subprocess.Popen[bytes]":
    """Start a command line as a process of its own, with pipes at its output and errors.

    `wrapped` makes the whole line another one, which runs it under some other program.
    """
    line = [sys.executable, "-m", "vault_tool", *words]
    return subprocess.Popen(
        wrapped(line) if wrapped else line,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(PROJECT), **(env or {})},
        cwd=cwd,
    )


@contextmanager
def _captured() -> Iterator[tuple[io.TextIOWrapper, io.TextIOWrapper]]:
    kept = sys.stdout, sys.stderr
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n") for _ in range(2))
    sys.stdout, sys.stderr = out, err
    try:
        yield out, err
    finally:
        sys.stdout, sys.stderr = kept


def _text(stream: io.TextIOWrapper) -> str:
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode("utf-8", "surrogateescape")
