"""Walk the vault: every note with what tells whether it changed, and everything that is odd.

Nothing is opened here. The key of a note is its modification and change time, size, inode and
device: together they miss no change (modification time and size alone do).
"""

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from vault_tool.errors import Level, Problem, VaultGone
from vault_tool.vault.skip import Skip, is_conflict_copy, is_temporary

_NOTE_ENDS = frozenset({".md", ".MD", ".Md", ".mD"})
_STUB_END = ".icloud"


class Entry(NamedTuple):
    """A note's file: its path in the vault and all by which a change of it is noticed."""

    path: str
    mtime_ns: int
    ctime_ns: int
    size: int
    inode: int
    device: int


# The same as a plain tuple, because all notes have one and few are looked at.
Key = tuple[str, int, int, int, int, int]


class Walk(NamedTuple):
    """What was found: every note's key; `stubs` are those whose content is not on this device."""

    keys: list[Key]
    stubs: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()

    @property
    def entries(self) -> list[Entry]:
        """Return the keys by name."""
        return list(map(Entry._make, self.keys))


def walk(root: Path, skip: Skip) -> Walk:
    """Return all notes of the vault, in no particular order.

    Raises `VaultGone` when the vault's own folder cannot be read.
    """
    return _Walker(root, skip).walk()


def shown_path(path: str) -> str:
    """Return a path that can be written anywhere: bytes that are no UTF-8 become escapes."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


class _Walker:
    """One walk: the folders still to be looked at, and what was found so far."""

    def __init__(self, root: Path, skip: Skip) -> None:
        self._root = os.fspath(root)
        self._skip = skip
        self._is_left_out = skip.notes()
        self._folders = [""]
        self._keys: list[Key] = []
        self._stubs: dict[str, Key] = {}
        self._problems: list[Problem] = list(skip.problems)

    def walk(self) -> Walk:
        while self._folders:
            folder = self._folders.pop()
            try:
                with _entries_of(f"{self._root}/{folder}") as found:
                    self._look(folder, found)
            except OSError as error:
                self._closed(folder, error)
        if self._stubs:
            self._settle_stubs()
        problems = sorted(self._problems, key=lambda each: (each.path, each.code))
        return Walk(self._keys, frozenset(self._stubs), tuple(problems))

    def _look(self, folder: str, found: "Iterable[os.DirEntry[str]]") -> None:
        """Take up what is in one folder; an ordinary note costs as little as can be."""
        is_plain = self._is_left_out is None
        add, is_regular = self._keys.append, stat.S_ISREG
        for each in found:
            name = each.name
            try:
                if name[-3:] not in _NOTE_ENDS or name[0] in ".~":
                    self._other(folder, name, each)
                    continue
                its = each.stat(follow_symlinks=False)
                if is_plain and is_regular(its.st_mode) and name.isascii() and "onfli" not in name:
                    add(_key(folder + name, its))
                else:
                    self._unusual(folder, name, its)
            except FileNotFoundError:
                continue  # it went away while we looked, so it is not there

    def _add(self, path: str, its: os.stat_result) -> None:
        self._keys.append(_key(path, its))

    def _unusual(self, folder: str, name: str, its: os.stat_result) -> None:
        """Take up a note whose name or kind of file needs a closer look."""
        path = folder + name
        if not self._can_be_named(path):
            return
        if stat.S_ISDIR(its.st_mode):
            if not self._skip.folder(path):
                self._say("folder-like-note", path, "note", *_FOLDER_LIKE_NOTE)
                self._folders.append(f"{path}/")
        elif self._is_left_out and self._is_left_out(path):
            return
        elif is_conflict_copy(name):
            self._say("conflict-copy", path, "warning", *_COPY)
        elif stat.S_ISLNK(its.st_mode):
            self._link(path)
        elif stat.S_ISREG(its.st_mode):
            self._add(path, its)
        else:
            self._say("not-a-file", path, "warning", *_NOT_A_FILE)

    def _other(self, folder: str, name: str, each: "os.DirEntry[str]") -> None:
        """Take up what has no note's name: folders above all."""
        path = folder + name
        if name[0] == ".":
            meant = name[1:].removesuffix(_STUB_END)
            if name.endswith(_STUB_END) and meant[-3:] in _NOTE_ENDS:
                self._stub(folder + meant, each)
        elif name[-3:] in _NOTE_ENDS:
            if not is_temporary(name):
                self._unusual(folder, name, each.stat(follow_symlinks=False))
        elif each.is_dir() and self._can_be_named(path) and not self._skip.folder(path):
            if each.is_symlink():
                self._say("link-folder", path, "warning", *_LINK_FOLDER)
            else:
                self._folders.append(f"{path}/")

    def _link(self, path: str) -> None:
        """Take up a symbolic link with a note's name: a note if it leads to a file inside."""
        target = os.path.realpath(f"{self._root}/{path}")
        try:
            its = os.stat(target)
        except OSError:
            self._say("link-broken", path, "warning", *_LINK_BROKEN)
            return
        if stat.S_ISDIR(its.st_mode):
            self._say("link-folder", path, "warning", *_LINK_FOLDER)
        elif not is_inside(target, self._root):
            self._say("link-outside", path, "warning", *_LINK_OUTSIDE)
        elif not stat.S_ISREG(its.st_mode):
            self._say("not-a-file", path, "warning", *_NOT_A_FILE)
        else:
            self._say("link-inside", path, "note", *_LINK_INSIDE)
            self._add(path, its)

    def _stub(self, path: str, each: "os.DirEntry[str]") -> None:
        if self._can_be_named(path) and not (self._is_left_out and self._is_left_out(path)):
            self._stubs[path] = _key(path, each.stat(follow_symlinks=False))

    def _settle_stubs(self) -> None:
        """Count a stub as a note only where the note itself is not beside it."""
        for path, *_ in self._keys:
            self._stubs.pop(path, None)
        self._keys += self._stubs.values()
        for path in self._stubs:
            self._say("not-downloaded", path, "error", *_NOT_DOWNLOADED)

    def _can_be_named(self, path: str) -> bool:
        try:
            path.encode()
        except UnicodeEncodeError:
            self._say("name-not-utf8", shown_path(path), "error", *_NAME)
            return False
        return True

    def _closed(self, folder: str, error: OSError) -> None:
        if not folder:
            raise VaultGone(
                f"the vault's folder cannot be read: {self._root} ({error.strerror})",
                "Is its disk connected, its share mounted, its sync finished?",
            ) from None
        if isinstance(error, FileNotFoundError | NotADirectoryError):
            return
        message = f"the folder cannot be read: {error.strerror}"
        hint = "Its notes count as missing; see who may read it."
        self._say("unreadable-folder", folder.rstrip("/"), "error", message, hint)

    def _say(self, code: str, path: str, level: Level, message: str, hint: str) -> None:
        self._problems.append(Problem(code, path, 1, 1, level, f"{message}.", hint))


def _key(path: str, its: os.stat_result) -> Key:
    return path, its.st_mtime_ns, its.st_ctime_ns, its.st_size, its.st_ino, its.st_dev


@contextmanager
def _entries_of(folder: str) -> "Iterator[Iterator[os.DirEntry[str]]]":
    """Open a folder; by a handle where that works, which spares the system its long path."""
    if os.scandir not in os.supports_fd:
        with os.scandir(folder) as found:
            yield found
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with os.scandir(handle) as found:
            yield found
    finally:
        os.close(handle)


def is_inside(target: str, root: str) -> bool:
    """Tell whether a real path lies in the vault."""
    return target.startswith(os.path.realpath(root).rstrip(os.sep) + os.sep)


_FOLDER_LIKE_NOTE = (
    "a folder with a note's name",
    "The notes in it are read; give it a name without .md.",
)
_COPY = (
    "a copy from two devices that changed the note at once; it is not read",
    "Merge it into the note: vault-tool merge-copies",
)
_NOT_A_FILE = ("this is no ordinary file; it is not read", "Put it somewhere outside the vault.")
_LINK_FOLDER = (
    "a symbolic link to a folder is not followed",
    "Move the folder into the vault, or exclude the link.",
)
_LINK_BROKEN = ("a symbolic link that leads nowhere", "Delete it, or let it lead to a note.")
_LINK_OUTSIDE = (
    "a symbolic link that leads out of the vault is not followed",
    "Move the note into the vault.",
)
_LINK_INSIDE = (
    "a symbolic link to another note: what stands there is read under both names",
    "Nothing needs to be done if that is meant.",
)
_NOT_DOWNLOADED = (
    "the note is in iCloud and not on this device, so that only its name is known",
    "Open it in the Finder, or let iCloud keep the vault downloaded.",
)
_NAME = (
    "the file's name is no UTF-8, so that nothing can link to it; it is not read",
    "Rename it.",
)
