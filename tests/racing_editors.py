"""Other programs that change a note while we do, each in the way of a kind of editor.

Every line that an editor writes has a number; what it wrote in all it says at the end. It begins when
it is told to, and ends when its file of lines is full.
"""

import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path


def rewrite(path: Path, line: bytes) -> None:
    """Read all, then write all anew into the same file."""
    with open(path, "rb") as file:
        text = file.read()
    with open(path, "wb") as file:
        file.write(text + line)


def save_as(path: Path, line: bytes) -> None:
    """Read all, write a temporary file, and give it the note's name."""
    text = path.read_bytes()
    draft = path.with_name(f".{path.name}.{os.getpid()}.swp")
    draft.write_bytes(text + line)
    os.replace(draft, path)


def append(path: Path, line: bytes) -> None:
    """Add to the end."""
    with open(path, "ab") as file:
        file.write(line)


KINDS: dict[str, Callable[[Path, bytes], None]] = {
    "rewrite": rewrite,
    "save as": save_as,
    "append": append,
}


def edit_again_and_again(kind: str, path: Path, times: int, pause: float) -> None:
    source = random.Random(os.getpid())
    for number in range(times):
        KINDS[kind](path, b"theirs %d\n" % number)
        time.sleep(source.random() * pause)


if __name__ == "__main__":
    _, kind, name, times, pause = sys.argv
    sys.stdin.readline()
    edit_again_and_again(kind, Path(name), int(times), float(pause))
