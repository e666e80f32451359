"""Read the bytes of a note, and nothing that only looks like one."""

import os
import stat
from pathlib import Path

from vault_tool.errors import Problem
from vault_tool.vault.walk import is_inside

LARGEST_NOTE = 16 << 20

# Codes of problems that may be over the next time.
VANISHED = "vanished"
UNREADABLE = "unreadable"

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # a named pipe is not waited for
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def read_bytes(root: Path | str, path: str, size: int) -> bytes | Problem:
    """Return the content of a note, or why it cannot be had; `size` is what the walk saw.

    A file that went away is a problem with the code `VANISHED`; it is no note any more.
    """
    if size > LARGEST_NOTE:
        return _too_big(path)
    try:
        file = _opened(f"{root}/{path}", root)
        try:
            data = os.read(file, size + 1)
            if len(data) != size:
                data = _all(file, data)
        finally:
            os.close(file)
    except FileNotFoundError:
        message = "the note went away while the vault was read"
        return Problem(VANISHED, path, 1, 1, "note", f"{message}.")
    except OSError as error:
        return _unreadable(path, error.strerror or "it cannot be opened")
    return data if len(data) <= LARGEST_NOTE else _too_big(path)


def _opened(file: str, root: Path | str) -> int:
    """Open a file; a symbolic link only when it leads to a file inside the vault."""
    try:
        return os.open(file, _FLAGS)
    except OSError:
        if not os.path.islink(file):
            raise
    target = os.path.realpath(file)
    if not is_inside(target, os.fspath(root)):
        raise PermissionError(0, "the link leads out of the vault")
    return os.open(target, _FLAGS)


def _all(file: int, data: bytes) -> bytes:
    """Return the whole of a file whose size is not what was expected, up to the limit."""
    if not stat.S_ISREG(os.fstat(file).st_mode):
        raise PermissionError(0, "it is no ordinary file")
    parts = [data]
    total = len(data)
    while total <= LARGEST_NOTE:
        part = os.read(file, 1 << 20)
        if not part:
            break
        parts.append(part)
        total += len(part)
    return b"".join(parts)


def _too_big(path: str) -> Problem:
    message = f"the note is larger than {LARGEST_NOTE >> 20} MiB, so that only its name is known"
    return Problem("too-big", path, 1, 1, "error", f"{message}.", "Divide it, or exclude it.")


def _unreadable(path: str, why: str) -> Problem:
    message = f"the note cannot be read: {why}"
    return Problem(UNREADABLE, path, 1, 1, "error", f"{message}.", "See who may read it.")
