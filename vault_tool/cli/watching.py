"""The watcher's rounds: wait for a hint or until the time is over, look at everything, tell.

A round does what any command does first, so that the index it leaves is the one a command would
make. No failure of a round ends the watcher: it is said once, and the next round tries again.
"""

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from traceback import extract_tb
from types import FrameType
from typing import Any, Protocol

from vault_tool.cli.clock import moment
from vault_tool.cli.following import OWN_TEMPLATES, Follower
from vault_tool.cli.opening import Desk, entered, progress_for
from vault_tool.cli.options import Asked
from vault_tool.cli.reporting import REPORTS
from vault_tool.cli.telling import NobodyListens
from vault_tool.errors import VaultToolError
from vault_tool.index.changes import RACY_NS, is_racy
from vault_tool.index.deltas import Delta, Seen, deltas, seen
from vault_tool.index.hints import Hints
from vault_tool.index.lists import Counts
from vault_tool.index.read import counts
from vault_tool.index.sync import reconcile
from vault_tool.index.watch import Told, Watch
from vault_tool.vault.branches import Branch, branches

# In seconds. How long it must be quiet before a look, and how long a look can be put off at most.
QUIET, LONGEST = 0.2, 2.0
# Without events: at least so long between two looks, and so many times as long as a look takes.
POLL, POLL_SHARE = 2.0, 20
# After a change within the clock's last tick, or a failure: when to look again.
_SOON = RACY_NS / 1e9 + 0.1
# How often folders are listed again while the watch on them is being set up.
_TRIES = 5
# Beside the notes: the settings, and the templates of the vault.
_ALSO = (Branch(".vault-tool", whole=False), Branch(OWN_TEMPLATES, whole=True))


class Teller(Protocol):
    """Whoever listens to a watcher."""

    def began(self, held: Counts, told: Told) -> None:
        """Take that the vault is watched from now on."""

    def changed(self, found: Sequence[Delta], held: Counts) -> None:
        """Take what one look found."""

    def trouble(self, words: str) -> None:
        """Take what is wrong, once for as long as it lasts."""


class Watcher:
    """Everything that one watcher knows between its rounds.

    `every` is the heartbeat in seconds. `follower` keeps reports current, `remind` is called once a
    round for a word on the desktop; either may be None. `say` is told how it is going.
    """

    def __init__(
        self,
        asked: Asked,
        root: Path,
        teller: Teller,
        say: Callable[[dict[str, Any]], None],
        *,
        every: float,
        poll: bool,
        follower: Follower | None = None,
        remind: Callable[[Desk], None] | None = None,
    ) -> None:
        self._asked = asked
        self._root = root
        self._teller = teller
        self._say = say
        self._every = every
        self._poll = poll
        self._follower = follower
        self._remind = remind
        self._hints = Hints(QUIET, LONGEST)
        self._watch: Watch | None = None
        self._told: Told | None = None
        self._seen: Seen | None = None
        self._held = Counts()
        self._trouble: str | None = None
        self._last: str | None = None
        self._since = moment()
        self._is_racy = False
        self._took = 0.0

    def run(self) -> None:
        """Go round until a signal says that it is enough."""
        with _signals(self._hints.end):
            # Nothing is watched yet: many notes are read by processes, which threads would forbid.
            self._round()
            if self._hints.is_over:
                return
            self._watch = Watch(self._root, self._hints.mark, asked_to_poll=self._poll)
            try:
                self._round()
                while self._hints.wait(self._rest()):
                    self._round()
            finally:
                self._watch.close()

    def _rest(self) -> float:
        """Return how long to wait for a hint, in seconds."""
        rest = self._every
        if self._told is not None and self._told.way == "polling":
            rest = min(rest, max(POLL, POLL_SHARE * self._took))
        return min(rest, _SOON) if self._is_racy or self._trouble else rest

    def _round(self) -> None:
        trouble: str | None = None
        found: list[Delta] = []
        try:
            with entered(self._asked) as desk:
                began = monotonic()
                self._set_up(desk)
                found = self._look(desk)
                self._took = monotonic() - began
                self._begin()
                if not self._hints.is_over:
                    found += self._follow(desk)
                if self._remind and self._watch and not self._hints.is_over:
                    self._remind(desk)
        except NobodyListens:
            raise
        except VaultToolError as error:
            trouble = f"{error.message.rstrip('.')}. {error.hint}".strip()
        except OSError as error:
            trouble = f"{error.filename or self._root}: {error.strerror or error}."
        except Exception as fault:  # whatever it is, the next round may do without
            place = extract_tb(fault.__traceback__)[-1]
            where = f"{Path(place.filename).name}:{place.lineno}"
            trouble = f"A fault of the program: {type(fault).__name__}: {fault} ({where})."
        self._tell(found, trouble)

    def _set_up(self, desk: Desk) -> None:
        """Watch the folders there are; whatever came meanwhile is seen by the look that follows."""
        if self._watch is None:
            return
        for _ in range(_TRIES):
            wanted = branches(desk.root, desk.index.leave_out)
            if not self._watch.settle(wanted, _ALSO):
                break

    def _look(self, desk: Desk) -> list[Delta]:
        """Bring the index up to date; return what changed since the last look."""
        reconcile(desk.index, progress_for(self._asked) if self._seen is None else None)
        before, self._seen = self._seen, seen(desk.index, self._seen)
        self._held = counts(desk.index)
        lists = desk.index.lists
        self._is_racy = lists is not None and is_racy(lists.tree)
        self._last = moment()
        return list(deltas(before, self._seen)) if before else []

    def _follow(self, desk: Desk) -> list[Delta]:
        """Keep the reports current, and take note of what that wrote without answering to it."""
        if self._follower is None or self._watch is None:
            return []
        written = self._follower.follow(desk)
        if not written:
            return []
        found = self._look(desk)
        # Of the day's note one cannot know: somebody may have ticked a box meanwhile.
        reports = {path for path in written if path.startswith(f"{REPORTS}/")}
        if {each.path for each in found} <= reports:
            self._follower.is_own_doing(desk)
        return found

    def _begin(self) -> None:
        """Say from when on changes are seen, and whenever the way changes in which they are."""
        told = self._watch.told if self._watch else None
        if told is not None and told != self._told:
            self._told = told
            self._teller.began(self._held, told)

    def _tell(self, found: Sequence[Delta], trouble: str | None) -> None:
        before, self._trouble = self._trouble, trouble
        if trouble and trouble != before:
            self._teller.trouble(trouble)
        if found:
            self._teller.changed(found, self._held)
        self._say(
            {
                "since": self._since,
                "last_reconcile": self._last,
                "notes": self._held.notes,
                "people": self._held.people,
                "problems": self._held.unread,
                "way": self._told.way if self._told else None,
                "why": self._told.why if self._told else None,
                "trouble": trouble,
            }
        )


@contextmanager
def _signals(end: Callable[[], None]) -> Iterator[None]:
    """Let the first signal end the waiting; a second one interrupts what takes long."""
    asked = False

    def handle(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        end()

    before = {each: signal.signal(each, handle) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
