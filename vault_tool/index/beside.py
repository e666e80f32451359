"""A process beside this one that works on a copy of everything and sends what it found.

Public: `Beside`, `close_all(processes)`, `processors()`.

What it sends comes in frames of bytes, through a pipe. Where there is no fork, or threads run, or
one processor does it all, there is none: `processors()` is 1 then.
"""

import os
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from struct import Struct

_LENGTH = Struct("<Q")
# In bytes: what a pipe holds where that can be chosen, so that one end waits less for the other.
_ROOM = 1 << 20
# Sends one frame.
Send = Callable[[bytes], None]


def processors() -> int:
    """Return on how many processors forked processes can run; 1 where forking is not safe."""
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Beside:
    """A forked process that runs `work`, which is handed what sends, and ends.

    `is_much` says that it sends large frames. Raises `OSError` where no process or no pipe can be
    had.
    """

    def __init__(self, work: Callable[[Send], None], *, is_much: bool = False) -> None:
        self.pipe, sending = os.pipe()
        self._is_left = False
        if is_much:
            _widen(sending)
        try:
            self._process = os.fork()
        except OSError:
            os.close(self.pipe)
            os.close(sending)
            raise
        if self._process == 0:
            status = 1
            try:
                os.close(self.pipe)
                work(lambda frame: _write(sending, _LENGTH.pack(len(frame)) + frame))
                status = 0
            finally:
                os._exit(status)
        os.close(sending)

    def receive(self) -> bytes | None:
        """Return the next frame, None when the process has ended, well or not."""
        head = self._exactly(_LENGTH.size)
        return self._exactly(_LENGTH.unpack(head)[0]) if head else None

    def close(self) -> None:
        """Let the process end, and wait for it."""
        self.let_go()
        with suppress(ChildProcessError):
            os.waitpid(self._process, 0)

    def let_go(self) -> None:
        """Take nothing more: whatever the process still sends, it finds the pipe closed."""
        if not self._is_left:
            self._is_left = True
            os.close(self.pipe)

    def _exactly(self, size: int) -> bytes | None:
        parts = []
        while size:
            part = os.read(self.pipe, min(size, 1 << 20))
            if not part:
                return None
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


def close_all(processes: Sequence[Beside]) -> None:
    """Let processes end that run beside each other, and wait for them.

    Each has the pipes of those before it open too: none of them may be waited for before all pipes
    are closed here.
    """
    for each in processes:
        each.let_go()
    for each in processes:
        each.close()


def _widen(pipe: int) -> None:
    """Let a pipe hold more, where the system can do that and allows it."""
    with suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _ROOM)


def _write(pipe: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(pipe, view) :]
