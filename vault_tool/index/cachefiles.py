"""The folder of the index: made for the user's eyes only, its files replaced whole.

Nothing there is ever changed in place. Whoever writes makes a draft and gives it the name of the
old file, so that a reader needs no lock: what it has open stays as it was. Two writers at once each
leave a file that is right, and the last one stays. A lock on the folder is held only while a name
is given. After a crash the old file is there, or none.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_DRAFT_END = ".draft"
# In seconds: what a crashed process left lying longer than this is swept away.
_STALE = 3600
# How often, and in seconds how far apart, one looks for a file that is being given its name.
_LOOKS, _BETWEEN = 5, 0.002
# How often one tries to be the only one who publishes: a stopped process must not stop others.
_TRIES = 100
_CACHE_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n"  # https://bford.info/cachedir/


def new_draft(folder: Path, name: str) -> Path:
    """Make an empty file beside the one of this name, and the folder if need be."""
    _prepare(folder)
    draft = folder / f"{name}-{os.getpid()}-{time.time_ns()}{_DRAFT_END}"
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    _sweep(folder, draft.stat().st_mtime - _STALE)
    return draft


def opened(path: Path) -> BinaryIO:
    """Open a file for reading; for a moment another process may have it between two names.

    Raises `OSError`.
    """
    for _ in range(_LOOKS):
        try:
            return open(path, "rb")
        except FileNotFoundError:
            if not any(path.parent.glob(f"{path.name}-*{_DRAFT_END}")):
                break
            time.sleep(_BETWEEN)
    return open(path, "rb")


def publish(draft: Path, path: Path, is_wanted: Callable[[], bool] = lambda: True) -> None:
    """Give a finished draft its name, or drop it if it is not wanted any more.

    No other process publishes between the question and the deed. Raises `OSError` where the old
    file cannot be removed.
    """
    with _one_at_a_time(path.parent):
        if not is_wanted():
            os.unlink(draft)
            return
        with suppress(FileNotFoundError):
            os.unlink(path)  # renaming over it would make ext4 write the new file to the disk
        os.rename(draft, path)


def remove_folder(folder: Path) -> None:
    """Remove the folder with what this tool keeps in it; anything else there stays."""
    with suppress(FileNotFoundError, NotADirectoryError):
        for file in folder.iterdir():
            if file.is_file():
                file.unlink()
        folder.rmdir()


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Keep other processes from publishing, for a moment at most, where folders can be locked."""
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock
    except ImportError:  # Windows
        yield
        return
    held = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        for _ in range(_TRIES):
            try:
                flock(held, LOCK_EX | LOCK_NB)
                break
            except BlockingIOError:
                time.sleep(_BETWEEN)
            except OSError:  # no locks on this disk
                break
        yield
    finally:
        os.close(held)


def _prepare(folder: Path) -> None:
    folder.mkdir(0o700, parents=True, exist_ok=True)
    tag = folder / "CACHEDIR.TAG"
    if not tag.exists():
        tag.write_text(_CACHE_TAG, encoding="ascii")


def _sweep(folder: Path, oldest: float) -> None:
    """Remove older drafts; what is old is told by the disk's clock, which may not be ours."""
    for left in folder.glob(f"*{_DRAFT_END}"):
        with suppress(OSError):
            if left.stat().st_mtime < oldest:
                left.unlink()
