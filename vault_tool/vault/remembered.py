"""What this machine remembers of the vault besides the journal: small texts, each whole or absent.

Losing one is never a loss of what the user wrote; whoever keeps one says what follows from it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vault_tool.errors import WriteRefused
from vault_tool.vault.place import close, unbroken
from vault_tool.vault.state import lock_file, state_folder

# In seconds: a server may be slow, and two of these at once help nobody.
_PATIENCE = 1.0


def remembered(root: Path, name: str) -> str | None:
    """Return a text that was kept; None where there is none."""
    try:
        return (state_folder(root) / name).read_text("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise _unusable(root, str(error)) from None


def names_remembered(root: Path, start: str) -> list[str]:
    """Return the names of what is kept that begin so."""
    try:
        names = os.listdir(state_folder(root))
    except OSError:
        return []
    return sorted(name for name in names if name.startswith(start) and name.endswith(".json"))


def remember(root: Path, name: str, text: str) -> None:
    """Keep a text in place of what was kept; raises `WriteRefused` where that is not possible."""
    folder = state_folder(root)
    draft = folder / f"{name}.{os.getpid()}.draft"
    try:
        folder.mkdir(0o700, parents=True, exist_ok=True)
        file = unbroken(os.open, draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            rest = memoryview(text.encode("utf-8"))
            while rest:
                rest = rest[os.write(file, rest) :]
            os.fsync(file)
        finally:
            close(file)
        os.replace(draft, folder / name)
    except OSError as error:
        raise _unusable(root, error.strerror or str(error)) from None


@contextmanager
def alone(root: Path, name: str) -> Iterator[None]:
    """Let nobody else on this machine do what has this name for this vault meanwhile."""
    folder = state_folder(root)
    try:
        folder.mkdir(0o700, parents=True, exist_ok=True)
        lock = lock_file(folder / f"{name}.lock", _PATIENCE)
    except OSError as error:
        raise _unusable(root, error.strerror or str(error)) from None
    if lock is None:
        raise WriteRefused(
            "another vault-tool is doing the same for this vault just now",
            "Wait until it is done, then try again.",
        )
    try:
        yield
    finally:
        close(lock)


def _unusable(root: Path, why: str) -> WriteRefused:
    return WriteRefused(
        f"{state_folder(root)}, where this machine remembers the vault, cannot be used: {why}",
        "See who may write there, or name another folder in XDG_STATE_HOME.",
    )
