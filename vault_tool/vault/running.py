"""One watcher for each vault on this machine, and what it says of itself to other processes.

The lock tells whether there is one: the system releases it, however the process ends. What it says
is a small file beside it, replaced whole.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from vault_tool.errors import WriteRefused
from vault_tool.vault.place import close
from vault_tool.vault.state import lock_file, state_folder

_LOCK = "watch.lock"
_SAID = "watch.json"
_REMINDED = "reminded"
# In seconds: longer than anybody holds the lock to see whether a watcher has it.
_PATIENCE = 0.5

Said = Mapping[str, Any]


class AlreadyWatched(WriteRefused):
    """Another process watches this vault."""

    code = "already-watched"


@contextmanager
def sole_watcher(root: Path) -> Iterator[Callable[[Said], None]]:
    """Be the only watcher of a vault; what is given is called with what to say of oneself.

    What cannot be said, because the disk is full, is left unsaid. Raises `AlreadyWatched`, and
    `WriteRefused` where there is no place for the lock.
    """
    folder = state_folder(root)
    try:
        folder.mkdir(0o700, parents=True, exist_ok=True)
        lock = lock_file(folder / _LOCK, _PATIENCE)
    except OSError as error:
        raise WriteRefused(
            f"{folder}, where a watcher says that it runs, cannot be used: {error.strerror}",
            "See who may write there, or name another folder in XDG_STATE_HOME.",
        ) from None
    if lock is None:
        raise _already(_read(folder) or {}, "Ask it how it is: vault-tool watch --status")
    try:
        yield lambda said: _write(folder, said)
    finally:
        with suppress(OSError):
            os.unlink(folder / _SAID)
        close(lock)


def watcher_of(root: Path) -> Said | None:
    """Return what the watcher of a vault last said of itself; None where there is none.

    One that has not said anything yet has said nothing: an empty mapping.
    """
    folder = state_folder(root)
    try:
        if not (folder / _LOCK).exists():
            return None
        lock = lock_file(folder / _LOCK, 0)
    except OSError:
        return None
    if lock is not None:
        close(lock)
        return None
    return _read(folder) or {}


def refuse_watched(root: Path, hint: str) -> None:
    """Raise `AlreadyWatched` where a watcher runs; the hint says what to do then."""
    said = watcher_of(root)
    if said is not None:
        raise _already(said, hint)


def reminded(root: Path) -> str | None:
    """Return the day (ISO) on which a watcher last said who is due."""
    with suppress(OSError, WriteRefused):
        return (state_folder(root) / _REMINDED).read_text("ascii", "replace").strip()
    return None


def keep_reminded(root: Path, day: str) -> None:
    """Keep on which day it was said; where that fails it may be said twice."""
    with suppress(OSError, WriteRefused):
        (state_folder(root) / _REMINDED).write_text(day, "ascii")


def _already(said: Said, hint: str) -> AlreadyWatched:
    since = f" since {said['since']}" if "since" in said else ""
    return AlreadyWatched(f"process {said.get('pid', '?')} watches this vault{since}", hint)


def _write(folder: Path, said: Said) -> None:
    draft = folder / f"{_SAID}.draft"
    with suppress(OSError):
        draft.write_text(json.dumps(said), encoding="utf-8")
        os.replace(draft, folder / _SAID)


def _read(folder: Path) -> Said | None:
    try:
        said = json.loads((folder / _SAID).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) else None
