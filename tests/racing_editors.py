"""Other programs that change a note while we do, each in the way of a kind of editor.

Every line that an editor writes has a number. It writes until it finds a file that tells it to stop,
and then says how many lines it wrote.
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


def edit_until(stop: Path, kind: str, path: Path, pause: float) -> int:
    """Edit a note again and again, with pauses of random length up to `pause` seconds."""
    source = random.Random(os.getpid())
    number = 0
    while not stop.exists():
        KINDS[kind](path, b"theirs %d\n" % number)
        number += 1
        time.sleep(source.random() * pause)
    return number


if __name__ == "__main__":
    _, stop, kind, name, pause = sys.argv
    sys.stdout.write(f"{edit_until(Path(stop), kind, Path(name), float(pause))}\n")
