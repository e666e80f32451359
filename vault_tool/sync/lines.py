"""Three texts compared line by line, by `git merge-file`."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from vault_tool.errors import VaultToolError
from vault_tool.note.versions.prose import Apart

# Longer than any row of such characters that somebody would write.
_MARK = 31
_NAMES = ("ours", "base", "theirs")


def compared(base: str, ours: str, theirs: str) -> Sequence[str | Apart]:
    """Return the lines that three texts agree on, and the places that both sides changed.

    Each text is empty or ends with a line feed.
    """
    with TemporaryDirectory() as folder:
        for name, text in zip(_NAMES, (ours, base, theirs), strict=True):
            Path(folder, name).write_bytes(text.encode("utf-8", "surrogateescape"))
        said = merge_file(folder, "-p", "--diff3", f"--marker-size={_MARK}", *_labels(), *_NAMES)
    return _pieces(said.decode("utf-8", "surrogateescape").split("\n")[:-1])


def merge_file(folder: str, *words: str) -> bytes:
    """Return what `git merge-file` writes about files in a folder; no repository has a say."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    env |= {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    env["GIT_CEILING_DIRECTORIES"] = str(Path(folder).parent)
    try:
        done = subprocess.run(
            ["git", "merge-file", *words],
            cwd=folder,
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise VaultToolError("git is not installed", "Install it, then try again.") from None
    if done.returncode > 127:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise VaultToolError(f"git merge-file could not compare the versions: {said}")
    return done.stdout


def _labels() -> list[str]:
    return [word for name in _NAMES for word in ("-L", name)]


def _pieces(lines: list[str]) -> list[str | Apart]:
    begin, middle = f"{'<' * _MARK} ours", f"{'|' * _MARK} base"
    turn, end = "=" * _MARK, f"{'>' * _MARK} theirs"
    found: list[str | Apart] = []
    marks = [line.removesuffix("\r") for line in lines]  # beside such lines git ends its own so
    at = 0
    while at < len(lines):
        if marks[at] != begin:
            found.append(lines[at])
            at += 1
            continue
        one = marks.index(middle, at)
        two = marks.index(turn, one)
        after = marks.index(end, two)
        found.append(Apart(tuple(lines[one + 1 : two]), tuple(lines[at + 1 : one]),
                           tuple(lines[two + 1 : after])))  # fmt: skip
        at = after + 1
    return found
