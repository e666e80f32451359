"""The journal on the disk: one file for each command that wrote, with both contents of each note.

`00000012.open` is being carried out, `.back` is given up, `.done` can be taken back, `.undone` was.
A file is whole from the moment it has its name, and is renamed to change what it is. Old ones are
dropped by number and by size; the newest is always kept.
"""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from vault_tool.errors import WriteRefused
from vault_tool.vault.place import close, unbroken

_KEPT = 50
_KEPT_BYTES = 64 << 20
_FORMAT = 1
_BEGUN = ("open", "back")


class Change(NamedTuple):
    """What a file held and what it shall hold; None: it is not there. `path` is in the vault."""

    path: str
    before: bytes | None
    after: bytes | None


class Step(NamedTuple):
    """One command's writes, in their order.

    `folders` are those made for it, `undoes` is the number of the step that it takes back. One that
    is `given_up` was begun, and is to be taken back itself. One that is not `kept` is forgotten as
    soon as it is carried out.
    """

    number: int
    command: str
    when: str
    changes: tuple[Change, ...]
    folders: tuple[str, ...] = ()
    undoes: int | None = None
    given_up: bool = False
    kept: bool = True


class Damaged(WriteRefused):
    """The record of a step is not what was written; one that cannot be read now is not damaged."""


class Steps:
    """The steps kept in a vault's state folder; whoever has one of these holds the lock."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def next_number(self) -> int:
        """Return a number above all that were used."""
        return max((number for number, _ in self._found()), default=0) + 1

    def interrupted(self) -> Step | None:
        """Return the step that was begun and not finished, if any."""
        step = self._newest("open")
        if step is None and (back := self._newest("back")):
            step = back._replace(given_up=True)
        return step

    def last(self) -> Step | None:
        """Return the newest step that can be taken back."""
        return self._newest("done")

    def contents(self) -> Iterator[bytes]:
        """Return every text that is in the journal; a damaged step has none."""
        for number, kind in self._found():
            with suppress(Damaged):
                for change in self._read(number, kind).changes:
                    yield from (each for each in change[1:] if each is not None)

    def begin(self, step: Step) -> None:
        """Put a step on the disk, before anything of it is written; also in place of itself."""
        path = self._path(step.number, "open")
        draft = path.with_suffix(".draft")
        with self._used(), suppress(FileNotFoundError):
            unbroken(os.unlink, draft)
        with self._used():
            _write(draft, _encoded(step))
            unbroken(os.replace, draft, path)
            self._settle()

    def turn_back(self, step: Step) -> None:
        """Mark a begun step as one to be taken back, so that nobody finishes it."""
        with self._used():
            open_, back = (self._path(step.number, kind) for kind in ("open", "back"))
            unbroken(os.replace, open_, back)

    def finish(self, step: Step) -> None:
        """Mark a step as done; one that takes back another is gone, and the other is undone.

        When the disk loses that again in a crash, the next command finds all written, and marks it.
        """
        begun = self._path(step.number, "open")
        if step.undoes is None and step.kept:
            with self._used():
                unbroken(os.replace, begun, self._path(step.number, "done"))
        else:
            if step.undoes is not None:
                with self._used(), suppress(FileNotFoundError):
                    done, undone = (self._path(step.undoes, kind) for kind in ("done", "undone"))
                    unbroken(os.replace, done, undone)
            with suppress(OSError):
                unbroken(os.unlink, begun)
        with suppress(OSError):
            self._settle()
        with suppress(WriteRefused):
            self._drop_old()

    def drop(self, step: Step) -> None:
        """Let a step be as if undone: nothing of it is left in the vault, except perhaps drafts."""
        for kind in _BEGUN:
            with self._used(), suppress(FileNotFoundError):
                begun, undone = (self._path(step.number, each) for each in (kind, "undone"))
                unbroken(os.replace, begun, undone)
        with suppress(WriteRefused):
            self._drop_old()

    def set_aside(self) -> bool:
        """Set a damaged open step aside, so that one can go on; tell whether there was one."""
        damaged = False
        for number, kind in self._found():
            if kind in _BEGUN:
                with self._used():
                    path = self._path(number, kind)
                    unbroken(os.replace, path, path.with_suffix(".damaged"))
                    damaged = True
        return damaged

    def _newest(self, kind: str) -> Step | None:
        found = [number for number, its in self._found() if its == kind]
        return self._read(max(found), kind) if found else None

    def _found(self) -> list[tuple[int, str]]:
        with self._used():
            names = unbroken(os.listdir, self._folder)
        parts = [name.partition(".") for name in sorted(names)]
        return [(int(number), kind) for number, _, kind in parts if number.isdigit()]

    def _path(self, number: int, kind: str) -> Path:
        return self._folder / f"{number:08d}.{kind}"

    def _read(self, number: int, kind: str) -> Step:
        """Return a step; raises `Damaged` when its file is not what was written."""
        path = self._path(number, kind)
        with self._used():
            data = path.read_bytes()
        try:
            return _decoded(number, data)
        except (ValueError, KeyError, TypeError):
            raise Damaged(
                f"the record of what a command changed is damaged: {path}",
                "Look at the notes yourself; `vault-tool forget` removes all records.",
            ) from None

    def _drop_old(self) -> None:
        """Drop the oldest steps beyond the limits; what cannot be dropped stays."""
        total = 0
        newest_first = sorted(self._found(), reverse=True)
        for count, (number, kind) in enumerate(newest_first):
            path = self._path(number, kind)
            with suppress(OSError):
                total += path.stat().st_size
                if count and kind not in _BEGUN and (count >= _KEPT or total > _KEPT_BYTES):
                    path.unlink()

    def _settle(self) -> None:
        if os.name == "nt":
            return
        handle = unbroken(os.open, self._folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            close(handle)

    @contextmanager
    def _used(self) -> Iterator[None]:
        """Say of a failing disk that nothing can be written without the journal."""
        try:
            yield
        except OSError as error:
            raise WriteRefused(
                f"the journal in {self._folder} cannot be used: {error.strerror or error}",
                "Nothing is written without it; see whether its disk is full, and who may write.",
            ) from None


def _write(path: Path, data: Sequence[bytes]) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    file = unbroken(os.open, path, flags, 0o600)
    try:
        for part in data:
            rest = memoryview(part)
            while rest:
                rest = rest[os.write(file, rest) :]
        os.fsync(file)
    finally:
        close(file)


def _encoded(step: Step) -> list[bytes]:
    """Return a header with a checksum, then all contents, whose checksums stand in the header."""
    contents = [each for change in step.changes for each in change[1:] if each is not None]
    header = {
        "format": _FORMAT,
        "command": step.command,
        "when": step.when,
        "folders": step.folders,
        "undoes": step.undoes,
        "kept": step.kept,
        "changes": [(path, _said(before), _said(after)) for path, before, after in step.changes],
    }
    line = json.dumps(header).encode()
    return [_sum(line).encode(), b" ", line, b"\n", *contents]


def _decoded(number: int, data: bytes) -> Step:
    line, _, rest = data.partition(b"\n")
    said_sum, _, line = line.partition(b" ")
    header = json.loads(line)
    if said_sum.decode() != _sum(line) or header["format"] != _FORMAT:
        raise ValueError
    at = 0
    changes = []
    for path, *said in header["changes"]:
        contents: list[bytes | None] = []
        for each in said:
            if each is None:
                contents.append(None)
                continue
            size, its_sum = each
            contents.append(rest[at : at + size])
            at += size
            if _sum(rest[at - size : at]) != its_sum:
                raise ValueError
        changes.append(Change(path, *contents))
    return Step(
        number,
        header["command"],
        header["when"],
        tuple(changes),
        tuple(header["folders"]),
        header["undoes"],
        kept=header.get("kept", True),
    )


def _said(content: bytes | None) -> tuple[int, str] | None:
    return None if content is None else (len(content), _sum(content))


def _sum(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()
