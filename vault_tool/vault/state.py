"""What this machine alone remembers of a vault: a folder in the platform's state folder.

It is the user's alone (0700), and whoever writes into the vault holds its lock: two commands never
write at once. The system releases the lock when a process dies.
"""

import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

from vault_tool.errors import WriteRefused
from vault_tool.vault.place import close, unbroken

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_LOCK = "lock"
# In seconds: how long another command is waited for, and between two looks.
_PATIENCE = 10.0
_BETWEEN = 0.02


def state_folder(root: Path) -> Path:
    """Return the folder of a vault's state, which need not exist.

    Raises `WriteRefused` where there is no home for it.
    """
    vault = os.fsencode(os.path.realpath(root))
    try:
        states = _states()
    except (OSError, RuntimeError) as error:
        raise _unusable("the state folder", str(error)) from None
    return states / blake2b(vault, digest_size=8).hexdigest()


def has_state(root: Path) -> bool:
    """Tell whether there is a state folder; raises `WriteRefused` when that cannot be seen."""
    folder = state_folder(root)
    try:
        return stat.S_ISDIR(unbroken(os.stat, folder).st_mode)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _unusable(str(folder), error.strerror or "it cannot be opened") from None


@contextmanager
def locked_state(root: Path) -> Iterator[Path]:
    """Give the vault's state folder, made if need be, while nobody else may write the vault.

    Raises `WriteRefused` where it cannot be used, or another command stays in it for long.
    """
    folder = state_folder(root)
    try:
        folder.mkdir(0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        lock = lock_file(folder / _LOCK, _PATIENCE)
    except OSError as error:
        raise _unusable(str(folder), error.strerror or "it cannot be opened") from None
    if lock is None:
        raise WriteRefused(
            "another vault-tool is writing into this vault; nothing was changed",
            "Wait until it is done, then try again.",
        )
    try:
        yield folder
    finally:
        close(lock)


def remove_state(folder: Path) -> None:
    """Delete a state folder whose lock we hold, the lock at the end."""
    try:
        for each in sorted(folder.iterdir(), key=lambda path: path.name == _LOCK):
            each.unlink()
        folder.rmdir()
    except OSError as error:
        raise _unusable(str(folder), error.strerror or "it cannot be removed") from None


def lock_file(path: Path, patience: float) -> int | None:
    """Open a file of the state folder and lock it; None when somebody else has it all the time.

    `patience` is in seconds. The lock is held until the handle is closed. Raises `OSError`.
    """
    until = time.monotonic() + patience
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
    while True:
        file = unbroken(os.open, path, flags, 0o600)
        try:
            while not _is_locked(file):
                if time.monotonic() > until:
                    close(file)
                    return None
                time.sleep(_BETWEEN)
            if _is_still(path, file):
                return file
        except BaseException:
            close(file)
            raise
        close(file)  # the folder was removed while we waited


def _is_locked(file: int) -> bool:
    """Lock a file if nobody has; tell whether we have it now."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            unbroken(fcntl.flock, file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _is_still(path: Path, file: int) -> bool:
    try:
        return os.path.samestat(os.stat(path), os.fstat(file))
    except FileNotFoundError:
        return False


def _states() -> Path:
    """Return the folder of all states: where `platformdirs` says, which takes long to import.

    On most machines the answer is short enough to be given without it.
    """
    is_linux: bool = sys.platform == "linux"
    if is_linux:
        named = os.environ.get("XDG_STATE_HOME", "")
        home = Path(named) if os.path.isabs(named) else Path.home() / ".local" / "state"
        return home / "vault-tool"
    from platformdirs import user_state_path

    return user_state_path("vault-tool", appauthor=False).absolute()


def _unusable(folder: str, why: str) -> WriteRefused:
    return WriteRefused(
        f"{folder}, where it is kept how a change is taken back, cannot be used: {why}",
        "Nothing is written without that; see who may write there, or name another folder in"
        " XDG_STATE_HOME.",
    )
