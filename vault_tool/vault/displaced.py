"""A file that has just lost its name, while others may still write into it.

An editor that opened the note before ours took its place goes on writing into the old file. On
Linux a lease tells whether anybody has a file open for writing, and holds up whoever is about to;
elsewhere all one can do is to wait a moment.
"""

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
    """The open file; `bytes_now` is what it holds at this moment."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._leased = False

    def bytes_now(self) -> bytes:
        """Return the content."""
        return content(self._file)

    def let_others_finish(self) -> bool:
        """Wait until nobody else has the file open for writing; False when somebody stays.

        Where the system can tell, whoever comes later has to wait for us, and `is_wanted` tells.
        """
        time.sleep(_MOMENT)
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                self._leased = _lease(self._file)
            except BlockingIOError:
                if time.monotonic() > until:
                    return False
                time.sleep(_BETWEEN)
            else:
                return True

    def is_wanted(self) -> bool:
        """Tell whether somebody has begun to open the file for writing since we let all finish."""
        if sys.platform != "linux" or not self._leased:
            return False
        # While a lease is being taken from us, the system names already what it will become.
        return fcntl.fcntl(self._file, fcntl.F_GETLEASE) != fcntl.F_RDLCK

    def let_others_in(self) -> None:
        """Give up the lease, so that whoever waits for the file can write."""
        if sys.platform == "linux" and self._leased:
            self._leased = False
            fcntl.fcntl(self._file, fcntl.F_SETLEASE, fcntl.F_UNLCK)


@contextmanager
def displaced(folder: Folder, name: str) -> Iterator[Displaced]:
    """Open the file that has this name now; raises `OSError` where that is no ordinary file."""
    file = folder.open(name)
    try:
        yield Displaced(file)
    finally:
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
