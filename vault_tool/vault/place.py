"""A folder of the vault, held open, so that a name in it cannot be led anywhere else.

The folder is opened part by part without following any symbolic link; where one is met, it is
resolved first. A link that is put there meanwhile is an error, and not a way out of the vault. What
a signal interrupts is done again. Nothing here opens a file for writing.
"""

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import ParamSpec, TypeVar

from vault_tool.errors import WriteRefused
from vault_tool.vault.walk import is_inside, shown_path

P = ParamSpec("P")
T = TypeVar("T")

# Where the system has no handles on folders (Windows), names are joined to the folder's path.
_HAS_HANDLES = os.open in os.supports_dir_fd and hasattr(os, "O_DIRECTORY")
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_READ = (
    os.O_RDONLY
    | _NO_LINK
    | getattr(os, "O_NONBLOCK", 0)  # a named pipe is not waited for
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | (_READ & ~getattr(os, "O_NONBLOCK", 0))


class OutsideTheVault(WriteRefused):
    """A path leads out of the vault, at the latest by a symbolic link."""


class Folder:
    """A real folder; `handle` is None where the system has none, and `path` must do."""

    def __init__(self, path: str, handle: int | None) -> None:
        self.path = path
        self.handle = handle

    def at(self, name: str) -> str:
        """Return what the system is to be given together with the handle."""
        return name if self.handle is not None else os.path.join(self.path, name)

    def look(self, name: str) -> os.stat_result | None:
        """Return what kind of thing has this name, a link as itself; None where nothing has."""
        try:
            return unbroken(os.stat, self.at(name), dir_fd=self.handle, follow_symlinks=False)
        except FileNotFoundError:
            return None

    def open(self, name: str) -> int:
        """Open an ordinary file for reading; a link or a pipe is an `OSError`."""
        file = unbroken(os.open, self.at(name), _READ, dir_fd=self.handle)
        if not stat.S_ISREG(os.fstat(file).st_mode):
            close(file)
            raise PermissionError(0, "it is no ordinary file")
        return file

    def create(self, name: str, mode: int) -> int:
        """Make a file that is not there yet, to be written."""
        return unbroken(os.open, self.at(name), _NEW, mode, dir_fd=self.handle)

    def read(self, name: str) -> bytes:
        """Return the content of an ordinary file."""
        file = self.open(name)
        try:
            return content(file)
        finally:
            close(file)

    def names(self) -> list[str]:
        """Return what is in the folder."""
        return os.listdir(self.path if self.handle is None else self.handle)

    def rename(self, old: str, new: str) -> None:
        """Give a file another name, taking it from whatever has it."""
        unbroken(
            os.replace,
            self.at(old),
            self.at(new),
            src_dir_fd=self.handle,
            dst_dir_fd=self.handle,
        )

    def link(self, old: str, new: str) -> None:
        """Give a file a second name that nothing has yet."""
        unbroken(
            os.link,
            self.at(old),
            self.at(new),
            src_dir_fd=self.handle,
            dst_dir_fd=self.handle,
            follow_symlinks=False,
        )

    def unlink(self, name: str) -> None:
        """Take a name away."""
        unbroken(os.unlink, self.at(name), dir_fd=self.handle)

    def close(self) -> None:
        """Let go of the folder."""
        if self.handle is not None:
            close(self.handle)

    def settle(self) -> None:
        """Ask the disk to remember the names; some network shares cannot, and need not."""
        if self.handle is not None:
            with suppress(OSError):
                os.fsync(self.handle)


@contextmanager
def place_of(
    path: Path, within: Path | None, *, follow: bool = False, make: bool = False
) -> Iterator[tuple[Folder, str]]:
    """Give the real folder of a path, and its name there.

    `within` is the vault; without it, the path's folder is taken as it is. With `follow` a link of
    that name is resolved too, with `make` missing folders are made. Raises `WriteRefused` for what
    leads out of the vault, `OSError` for what cannot be opened.
    """
    folder, name = _opened(path, within, follow, make)
    try:
        yield folder, name
    finally:
        folder.close()


def unbroken(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call the system, again if a signal breaks in: Python itself does so for some calls only."""
    while True:
        try:
            return call(*args, **kwargs)
        except InterruptedError:
            continue


def content(file: int) -> bytes:
    """Return the whole of an open file, from its start."""
    os.lseek(file, 0, os.SEEK_SET)
    size = os.fstat(file).st_size
    parts = []
    while part := os.read(file, size + 1):
        parts.append(part)
    return b"".join(parts)


def close(file: int) -> None:
    """Let go of a handle; whatever the system says to that, it is gone, and synced before."""
    with suppress(OSError):
        os.close(file)


def _opened(path: Path, within: Path | None, follow: bool, make: bool) -> tuple[Folder, str]:
    """Open the folder of a path: as it is written, and by its real path only if a link is met."""
    if path.name in ("", ".."):
        raise WriteRefused(f"{path} is no name of a file")
    start = path.parent if within is None else within
    *parts, name = os.path.relpath(path, start).split(os.sep)
    if _HAS_HANDLES and ".." not in parts:
        try:
            folder = _below(os.fspath(start), parts, make)
        except OSError as error:
            if within is None or error.errno not in (errno.ELOOP, errno.ENOTDIR):
                raise
        else:
            if not (follow and _is_link(folder, name)):
                return folder, name
            folder.close()
    return _really_opened(path, within, follow, make)


def _really_opened(path: Path, within: Path | None, follow: bool, make: bool) -> tuple[Folder, str]:
    """Open the folder to which the links in a path lead; `WriteRefused` where that is outside."""
    real = os.path.join(os.path.realpath(path.parent), path.name)
    if follow and os.path.islink(real):
        real = os.path.realpath(real)
    root = os.path.realpath(path.parent if within is None else within)
    if not is_inside(real, root):
        raise OutsideTheVault(
            f"{shown_path(str(path))} lies outside the vault, and is not written",
            "Only what is in the vault's own folder is changed; move the file there.",
        )
    *parts, name = os.path.relpath(real, root).split(os.sep)
    if _HAS_HANDLES:
        return _below(root, parts, make), name
    folder = os.path.join(root, *parts)
    if make:
        os.makedirs(folder, exist_ok=True)
    return Folder(folder, None), name


def _below(start: str, parts: list[str], make: bool) -> Folder:
    """Open a folder part by part, following no link below the start."""
    folder = Folder(os.path.join(start, *parts), unbroken(os.open, start, _FOLDER))
    for part in parts:
        try:
            inner = _inner(folder, part, make)
        except BaseException:
            folder.close()
            raise
        folder.close()
        folder.handle = inner
    return folder


def _inner(folder: Folder, part: str, make: bool) -> int:
    try:
        return unbroken(os.open, part, _FOLDER | _NO_LINK, dir_fd=folder.handle)
    except FileNotFoundError:
        if not make:
            raise
    with suppress(FileExistsError):  # somebody else was as fast
        unbroken(os.mkdir, part, 0o777, dir_fd=folder.handle)
    folder.settle()
    return unbroken(os.open, part, _FOLDER | _NO_LINK, dir_fd=folder.handle)


def _is_link(folder: Folder, name: str) -> bool:
    its = folder.look(name)
    return its is not None and stat.S_ISLNK(its.st_mode)
