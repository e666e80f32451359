"""watchdog's events as hints to look again. What they say is not believed: the look is the truth.

Where the system tells of no changes, or of too few, a watch says so: one has to look more often.
"""

import logging
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from errno import EMFILE, ENOSPC
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from vault_tool.vault.branches import Branch, Branches
from vault_tool.vault.mounts import far_kind

if TYPE_CHECKING:
    from watchdog.observers.api import BaseObserver, ObservedWatch

Way = Literal["events", "polling"]

_NOTE_ENDS = (".md", ".icloud", ".toml", ".jinja")
_WORD = logging.getLogger("watchdog")
# In seconds: how long threads that end are waited for.
_PATIENCE = 5.0
# So many times in a row folders may be missing, because they move, before one looks by the clock.
_MOST_SHORT = 10


class Told(NamedTuple):
    """How one learns of changes, and where by polling why."""

    way: Way
    why: str | None = None
    remedy: str | None = None


class Watch:
    """What is watched of a vault. `tell` is called from other threads, and must be quick.

    `asked_to_poll` means that no events are wanted at all.
    """

    def __init__(
        self, root: Path, tell: Callable[[], None], *, asked_to_poll: bool = False
    ) -> None:
        self._root = root
        self._tell = tell
        self._observer: BaseObserver | None = None
        self._watches: dict[Branch, ObservedWatch] = {}
        self._identity: tuple[int, int] | None = None
        self._has_other_numbers = False
        self._short = 0
        self._word = _Word(tell)
        kind = far_kind(root)
        if asked_to_poll:
            self.told = Told("polling", "it was asked for")
        elif kind:
            self.told = Told("polling", f"the vault lies on a {kind} file system")
        else:
            self.told = Told("events")
            # What watchdog says of lost events is said to nobody else, and means to look again.
            _WORD.addHandler(self._word)
            _WORD.propagate = False

    def settle(self, wanted: Branches, also: tuple[Branch, ...] = ()) -> bool:
        """Let exactly these be watched; tell whether anything had to be set up for it.

        Then something may have changed unseen, and the folders are to be looked through again.
        `also` are branches beside the notes, which may or may not be there.
        """
        if self.told.way == "polling":
            return False
        every = (*wanted.each, *also)
        try:
            anew = self._has_failed()
            if anew:
                self._stop()
            changed = self._schedule(every) or anew
            if not self._misses(wanted):
                self._short = 0
            else:
                # It may have lost track of them; if not, the system is at its limit.
                self._stop()
                self._schedule(every)
                self._judge(wanted)
                changed = True
        except (OSError, RuntimeError) as error:
            self._give_up(*_why(error))
            return True
        return changed

    def close(self) -> None:
        """Let go of everything."""
        self._stop()
        _WORD.removeHandler(self._word)
        _WORD.propagate = True

    def _schedule(self, wanted: tuple[Branch, ...]) -> bool:
        """Watch what is wanted and nothing else; raises `OSError` where the system has no more."""
        if not wanted:
            self._stop()
            return False
        changed = False
        if self._observer is None:
            changed = self._start()
        observer = self._observer
        if observer is None:
            return changed
        for branch in self._watches.keys() - set(wanted):
            with suppress(KeyError):
                observer.unschedule(self._watches.pop(branch))
            changed = True
        for branch in wanted:
            if branch not in self._watches:
                changed = self._add(observer, branch) or changed
        return changed

    def _start(self) -> bool:
        from watchdog.observers import Observer
        from watchdog.observers.polling import PollingObserver

        if issubclass(Observer, PollingObserver):  # type: ignore[arg-type]
            self._give_up("the system does not tell of changes", None)
            return True
        try:
            its = os.stat(self._root)
        except OSError:
            return False  # it is away, of which the look tells
        made = Observer()
        made.start()
        self._observer, self._identity = made, (its.st_dev, its.st_ino)
        return True

    def _add(self, observer: "BaseObserver", branch: Branch) -> bool:
        place = os.path.join(os.path.realpath(self._root), branch.path)
        try:
            self._watches[branch] = self._watched(observer, place, whole=branch.whole)
        except (FileNotFoundError, NotADirectoryError, PermissionError):
            return False  # it went away or was closed, of which its folder or a look tells
        return True

    def _watched(self, observer: "BaseObserver", place: str, *, whole: bool) -> "ObservedWatch":
        from watchdog import events

        kinds = [
            getattr(events, f"{what}{how}Event")
            for what in ("File", "Dir")
            for how in ("Created", "Moved", "Deleted")
        ]
        return observer.schedule(
            _Listener(self._tell),  # type: ignore[arg-type]
            place.rstrip(os.sep) or os.sep,
            recursive=whole,
            event_filter=[*kinds, events.FileClosedEvent, *_where_nothing_closes(events)],
        )

    def _has_failed(self) -> bool:
        """Tell whether the observer is there and cannot be relied on any more."""
        if self._observer is None:
            return False
        emitters = list(self._observer.emitters)
        if not self._observer.is_alive() or len(emitters) != len(self._watches):
            return True
        if not all(each.is_alive() for each in emitters):
            return True
        try:
            its = os.stat(self._root)
        except OSError:
            return True
        return (its.st_dev, its.st_ino) != self._identity

    def _misses(self, wanted: Branches) -> bool:
        """Tell whether the system itself says that folders are not watched."""
        watched = watched_inodes() if self._observer else None
        if watched is None:
            return False
        if len(watched) < len(wanted.inodes):
            return True
        return not self._has_other_numbers and not wanted.inodes <= watched

    def _judge(self, wanted: Branches) -> None:
        """Say why a watch that was set up just now misses folders; raises `OSError` at the limit.

        The system tells that itself, of a folder by its own. Where it does not, they were moved
        while the watch was set up, and are to be listed again: only that must end.
        """
        watched = watched_inodes() or frozenset()
        missing = wanted.inodes - watched
        place = self._place_of(missing) if missing else None
        if place is None or self._observer is None:
            return
        if len(watched) >= len(wanted.inodes):
            # Files have other numbers inside this system than outside: only their count tells.
            self._has_other_numbers = True
            return
        with suppress(FileNotFoundError, NotADirectoryError, PermissionError):
            self._observer.unschedule(self._watched(self._observer, place, whole=False))
        self._short += 1
        if self._short >= _MOST_SHORT:
            self._give_up("not all folders can be watched", None)

    def _place_of(self, inodes: frozenset[int]) -> str | None:
        """Return a folder in the vault that has one of these inodes, and is readable."""
        for folder, names, _ in os.walk(os.path.realpath(self._root)):
            for path in (folder, *(os.path.join(folder, name) for name in names)):
                with suppress(OSError):
                    if os.lstat(path).st_ino in inodes and os.access(path, os.R_OK | os.X_OK):
                        return path
        return None

    def _give_up(self, why: str, remedy: str | None) -> None:
        self._stop()
        self.told = Told("polling", why, remedy)

    def _stop(self) -> None:
        observer, self._observer = self._observer, None
        self._watches.clear()
        self._identity = None
        if observer is not None:
            observer.stop()
            with suppress(RuntimeError):  # it never ran
                observer.join(_PATIENCE)


class _Listener:
    """Takes events: marks that there was one, and can neither read nor fail."""

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell = tell

    def dispatch(self, event: object) -> None:
        """Say that something changed, unless it was a file that cannot matter."""
        try:
            if not getattr(event, "is_directory", True):
                names = (getattr(event, "src_path", ""), getattr(event, "dest_path", ""))
                if not any(os.fsdecode(name).lower().endswith(_NOTE_ENDS) for name in names):
                    return
        except Exception:  # noqa: S110  an event that cannot be understood is one
            pass
        self._tell()


class _Word(logging.Handler):
    """Hears what watchdog logs: that its queue ran over, above all."""

    def __init__(self, tell: Callable[[], None]) -> None:
        super().__init__(logging.WARNING)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        """Look again, whatever it was."""
        self._tell()


def watched_inodes() -> frozenset[int] | None:
    """Return the inodes of all that this process has watches on; None where nobody tells."""
    handles = Path("/proc/self/fd")
    found: set[int] = set()
    try:
        for handle in handles.iterdir():
            with suppress(OSError):
                if os.readlink(handle) == "anon_inode:inotify":
                    said = Path(f"/proc/self/fdinfo/{handle.name}").read_text("ascii")
                    found |= {
                        int(word[4:], 16)
                        for line in said.splitlines()
                        if line.startswith("inotify ")
                        for word in line.split()
                        if word.startswith("ino:")
                    }
    except OSError:
        return None
    return frozenset(found)


def _where_nothing_closes(events: object) -> list[type]:
    """Return what tells of a write on systems that tell of no closing."""
    return [] if sys.platform == "linux" else [getattr(events, "FileModifiedEvent")]  # noqa: B009


def _why(error: OSError | RuntimeError) -> tuple[str, str | None]:
    """Return why nothing can be watched, and what helps."""
    if isinstance(error, RuntimeError):  # of Python's threads
        return "the system starts no more threads", None
    if error.errno in (ENOSPC, EMFILE):
        return _FULL, _remedy("max_user_watches" if error.errno == ENOSPC else "max_user_instances")
    return f"the system does not let folders be watched ({error.strerror or error})", None


def _remedy(limit: str) -> str:
    return f"Allow more: sudo sysctl fs.inotify.{limit}=524288, and the same in /etc/sysctl.d/"


_FULL = "the system watches no more folders"
