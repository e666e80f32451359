"""What `watch --render` keeps current: the reports in Reports/ and today's block.

Nothing here is a step that `undo` takes back: it is made again at any time, and whoever takes back
their own last command must not meet the watcher's.
"""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from vault_tool.cli.clock import moment
from vault_tool.cli.opening import Desk
from vault_tool.cli.reaching import keep, step_edit
from vault_tool.cli.reporting import QUESTIONS, known_reports, report_note, report_path
from vault_tool.errors import VaultToolError, WriteRefused
from vault_tool.index.read import unread
from vault_tool.memory import Memory

if TYPE_CHECKING:
    from vault_tool.render.templates import ReportTemplate
    from vault_tool.vault.journal import Change, Edit

T = TypeVar("T")

OWN_TEMPLATES = "Templates/vault-tool"
_COMMAND = "watch --render"
# Those of every day; of the others, those that somebody has put into Reports/.
_USUAL = ("today", "follow-ups", "birthdays", "drafts")
# What may pass by itself is tried again: after so many times what a try took, in seconds at most.
_PAUSE_SHARE, _LONGEST_PAUSE = 20, 60.0


class Follower:
    """Draws again what may have changed, and writes what did.

    `tell` is given what could not be done, once for as long as it lasts.
    """

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._drawn_from: _Source | None = None
        self._failed: set[str] = set()
        self._failing: set[str] = set()
        self._may_pass = False
        self._again = 0.0
        self._memory = Memory()

    def follow(self, desk: Desk) -> tuple[str, ...]:
        """Bring everything up to date; return the paths of what was written."""
        drawn_from = _source(desk)
        began = monotonic()
        if drawn_from == self._drawn_from and not (self._may_pass and began >= self._again):
            return ()
        self._failing, self._may_pass = set(), False
        desk.unread, desk.memory = unread(desk.index), self._memory
        known = self._attempt(lambda: known_reports(desk.root)) or {}
        paths = [
            self._attempt(lambda name=name: _report(desk, name, known[name].data))  # type: ignore[misc]
            for name in self._wanted(desk, known)
        ]
        paths.append(self._attempt(lambda: _block(desk)))
        # What fails anew is tried once more; what cannot pass by itself waits for a change.
        self._drawn_from = drawn_from if self._failing <= self._failed else None
        self._failed = self._failing
        self._memory.sweep()
        took = monotonic() - began
        self._again = began + took + min(_PAUSE_SHARE * took, _LONGEST_PAUSE)
        return tuple(path for path in paths if path)

    def is_own_doing(self, desk: Desk) -> None:
        """Take it that only our own writes changed the notes: they are not answered to."""
        if self._drawn_from:
            self._drawn_from = self._drawn_from._replace(token=_token(desk))

    def _wanted(self, desk: Desk, known: "Mapping[str, ReportTemplate]") -> list[str]:
        named = desk.settings.watch_reports
        if named is None:
            return [
                name
                for name, each in known.items()
                if name in _USUAL or each.own or os.path.exists(report_path(desk.root, name))
            ]
        for name in named:
            if name not in known:
                self._fail(f'There is no report "{name}", which the settings want: [watch] reports')
        return [name for name in named if name in known]

    def _attempt(self, attempt: Callable[[], T]) -> T | None:
        try:
            return attempt()
        except VaultToolError as error:
            # A full disk, or a command that writes for long: of its end nothing here tells.
            self._may_pass = self._may_pass or isinstance(error, WriteRefused)
            self._fail(f"{error.message.rstrip('.')}. {error.hint}".strip())
            return None

    def _fail(self, words: str) -> None:
        if words not in self._failed | self._failing:
            self._tell(words)
        self._failing.add(words)


class _Source(NamedTuple):
    """All that reports are drawn from, to be compared."""

    token: bytes
    said: tuple[object, ...]
    templates: tuple[tuple[str, int, int], ...]


def _source(desk: Desk) -> _Source:
    said = (desk.today, desk.language, desk.settings)
    return _Source(_token(desk), said, _stamps(desk.root / OWN_TEMPLATES))


def _token(desk: Desk) -> bytes:
    return desk.index.lists.token if desk.index.lists else b""


def _report(desk: Desk, name: str, data: str) -> str | None:
    path, edit = report_note(desk, name, QUESTIONS[data](desk, None, None))
    return path if _carried_out(desk, path, edit) else None


def _block(desk: Desk) -> str | None:
    found = step_edit(desk, lambda: QUESTIONS["today"](desk, None, None))
    if found is None:
        return None
    path, wanted, edit = found
    changes = _carried_out(desk, path, edit)
    keep(desk, path, wanted, changes)
    return path if changes else None


def _carried_out(desk: Desk, path: str, edit: "Edit") -> "tuple[Change, ...]":
    """Write what an edit changes; look before one takes the lock that commands wait for."""
    from vault_tool.vault import journal

    if not journal.planned(desk.root, [(path, edit)]):
        return ()
    return journal.carry_out(desk.root, _COMMAND, [(path, edit)], when=moment(), kept=False)


def _stamps(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return what tells whether a template of the vault's own changed."""
    found = []
    for above, _, names in os.walk(folder):
        for name in names:
            place = os.path.join(above, name)
            try:
                its = os.stat(place)
            except OSError:
                continue
            found.append((place, its.st_mtime_ns, its.st_size))
    return tuple(sorted(found))
