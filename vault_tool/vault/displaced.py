"""A file that is about to lose its name, or just has, while others may still write into it.

An editor that opened the note before ours took its place goes on writing into the old file. On
Linux a lease tells whether anybody has a file open for writing, and holds up whoever is about to,
while reading goes on; elsewhere all one can do is to wait a moment.
"""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from vault_tool.vault.place import Folder, close, content

# Imported beforehand: once a file has been displaced, nothing more may fail than the disk.
if sys.platform != "win32":
    import fcntl

# In seconds: for those who are just opening it, between two looks, and for those who write.
_MOMENT = 0.003
_BETWEEN = 0.002
_PATIENCE = 1.0


class Displaced:
    """The open file, whatever its name is now; `file` is its handle."""

    def __init__(self, file: int) -> None:
        self.file = file
        self._its = os.fstat(file)
        self._leased = False
        self._last: bytes | None = None

    def bytes_now(self) -> bytes:
        """Return the content; after `let_go`, where that closed the file, what it was then."""
        return content(self.file) if self._last is None else self._last

    def is_now(self, folder: Folder, name: str) -> bool:
        """Tell whether a name is this file's."""
        its = folder.look(name)
        return its is not None and os.path.samestat(its, self._its)

    def let_others_finish(self) -> bool:
        """Wait until nobody else has the file open for writing; False when somebody stays.

        Where the system can tell, whoever comes later has to wait for us, and `is_wanted` tells.
        """
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                self._leased = _lease(self.file)
            except BlockingIOError:
                if time.monotonic() > until:
                    return False
                time.sleep(_BETWEEN)
            else:
                if not self._leased:
                    self.wait_a_moment()
                return True

    def wait_a_moment(self) -> None:
        """Let those act who had found the file before it lost its name."""
        time.sleep(_MOMENT)

    def is_wanted(self) -> bool:
        """Tell whether somebody has begun to open the file for writing since we let all finish."""
        if sys.platform != "linux" or not self._leased:
            return False
        # While a lease is being taken from us, the system names already what it will become.
        return fcntl.fcntl(self.file, fcntl.F_GETLEASE) != fcntl.F_RDLCK

    def let_others_in(self) -> None:
        """Give up the lease, so that whoever waits for the file can write."""
        if sys.platform == "linux" and self._leased:
            self._leased = False
            fcntl.fcntl(self.file, fcntl.F_SETLEASE, fcntl.F_UNLCK)

    def let_go(self) -> None:
        """Close the file where the system deletes and replaces none that is open (Windows)."""
        if os.name == "nt" and self._last is None:
            self._last = content(self.file)
            close(self.file)


@contextmanager
def displaced(folder: Folder, name: str) -> Iterator[Displaced]:
    """Open the file that has this name now; raises `OSError` where that is no ordinary file."""
    file = folder.open(name)
    left = Displaced(file)
    try:
        yield left
    finally:
        left.let_go()
        if os.name != "nt":
            close(file)


def _lease(file: int) -> bool:
    """Take a lease; False where none is to be had. Raises `BlockingIOError` while somebody writes.

    None is had for another user's file and on most network shares.
    """
    if sys.platform != "linux":
        return False
    try:
        # The signal that says the lease is wanted: one that nobody minds.
        fcntl.fcntl(file, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except BlockingIOError:
        raise
    except OSError:
        return False
    return True
