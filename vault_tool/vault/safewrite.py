"""Write files of the vault so that nothing is lost: the only module that opens one for writing."""

import os
from pathlib import Path

from vault_tool.errors import WriteRefused


def create_new(path: Path, data: bytes) -> None:
    """Make a file that does not exist yet, whole or not at all.

    Raises `WriteRefused` when there is something of that name, or it cannot be written. The content
    is on the disk before the name is there, so that a crash leaves no half file.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.vtmp")
    try:
        _write(draft, data)
        try:
            _name(draft, path)
        finally:
            draft.unlink(missing_ok=True)
        _settle(path.parent)
    except FileExistsError:
        raise WriteRefused(f"{path} is there already, and was left as it is") from None
    except OSError as error:
        why = error.strerror or "it cannot be written"
        raise WriteRefused(f"{path} was not written: {why}") from None


def _write(draft: Path, data: bytes) -> None:
    draft.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(draft, flags, 0o666), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _name(draft: Path, path: Path) -> None:
    """Give the finished file its name, never taking it from another file."""
    if os.name == "nt":
        os.rename(draft, path)  # there it refuses an existing name
        return
    try:
        os.link(draft, path, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:
        # No hard links here (FAT, some shares): claim the name first, then fill it.
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        os.replace(draft, path)


def _settle(folder: Path) -> None:
    """Ask the disk to remember the new name."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        os.fsync(handle)
    except OSError:
        pass  # some network shares cannot; the content itself is safe
    finally:
        os.close(handle)
