"""A flag that says "look again", raised by any thread and waited for by one."""

from collections.abc import Callable
from threading import Condition
from time import monotonic


class Hints:
    """Counts nothing and keeps nothing but when it was raised: what changed, a look will tell.

    `quiet` seconds without a further hint are waited for before a look, at most `longest` in all.
    """

    def __init__(
        self, quiet: float, longest: float, clock: Callable[[], float] = monotonic
    ) -> None:
        self._quiet = quiet
        self._longest = longest
        self._clock = clock
        self._changed = Condition()
        self._first: float | None = None
        self._last = 0.0
        self._is_over = False

    @property
    def is_over(self) -> bool:
        """Tell whether the end was asked for."""
        return self._is_over

    def mark(self) -> None:
        """Say that something may have changed; it never fails, and costs next to nothing."""
        with self._changed:
            self._last = self._clock()
            if self._first is None:
                self._first = self._last
                self._changed.notify_all()

    def end(self) -> None:
        """Let whoever waits go, now and for good; a signal handler may call it."""
        with self._changed:
            self._is_over = True
            self._changed.notify_all()

    def wait(self, seconds: float) -> bool:
        """Wait until a look is due, by a hint or because the time is over; False at the end."""
        until = self._clock() + seconds
        with self._changed:
            while not self._is_over:
                now = self._clock()
                due = until
                if self._first is not None:
                    due = min(self._last + self._quiet, self._first + self._longest)
                if now >= due:
                    self._first = None
                    return True
                self._changed.wait(due - now)
        return False
