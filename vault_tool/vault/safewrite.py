"""Write files of the vault so that nothing is lost: the only module that opens one for writing.

The new text is whole on the disk before it gets the note's name. It gets it by exchange, so that
what stood there is still at hand and can be looked at: if that is not what was expected, somebody
else has just written, and the two are exchanged back. What cannot be put back is kept as a copy
beside the note. After a crash there may be a draft, `.<name>.<pid>.vtmp`; `leftovers` judges it.
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from vault_tool.errors import ChangedMeanwhile, WriteRefused
from vault_tool.vault.alike import make_alike
from vault_tool.vault.copies import keep_copy, rename_new, shortened
from vault_tool.vault.displaced import Displaced, displaced
from vault_tool.vault.exchange import exchange
from vault_tool.vault.place import Folder, close, place_of

DRAFT_END = ".vtmp"


def create_new(path: Path, data: bytes, *, within: Path | None = None) -> None:
    """Make a file that does not exist yet, whole or not at all.

    With `within`, the vault, missing folders are made, and nothing outside of it is written. Raises
    `WriteRefused` when there is something of that name, or it cannot be written. The content is on
    the disk before the name is there, so that a crash leaves no half file.
    """
    there = WriteRefused(f"{path} is there already, and was left as it is")
    with (
        _told(path, is_new=True),
        place_of(path, within, make=within is not None) as (
            folder,
            name,
        ),
    ):
        if folder.look(name):
            raise there
        draft = _drafted(folder, name, data, None)
        try:
            rename_new(folder, draft, name)
        except FileExistsError:
            _drop(folder, draft)
            raise there from None
        except BaseException:
            _drop(folder, draft)
            raise
        folder.settle()


def replace(path: Path, old: bytes, new: bytes, *, within: Path | None = None) -> None:
    """Let a file that holds exactly `old` hold `new`.

    Its mode, owner and extended attributes stay; a symbolic link stays one, and what it leads to
    changes, where that is in the vault `within`. Raises `ChangedMeanwhile` when the file does not
    hold `old`, then it stays as it is; `WriteRefused` when it cannot be written.
    """
    with _told(path), place_of(path, within, follow=within is not None) as (folder, name):
        _look_over(folder, name, path)
        with displaced(folder, name) as left:
            if left.bytes_now() != old:
                raise _changed(path)
            draft = _drafted(folder, name, new, left.file)
            try:
                _wait_our_turn(left, old, path)
                if not left.is_now(folder, name):
                    raise _changed(path)
                is_exchanged = exchange(folder, draft, name)
                if not is_exchanged:
                    left.let_go()
                    folder.rename(draft, name)
            except BaseException:
                _drop(folder, draft)
                raise
            if is_exchanged:
                _take_leave(folder, name, draft, left, old, new, path)
            else:
                # Between our last look and this lay a moment in which another's text could go
                # under; the journal has what was there when we read.
                folder.settle()
                left.wait_a_moment()
                _keep_what_came_late(folder, name, left, old)


def remove(path: Path, old: bytes, *, within: Path | None = None) -> None:
    """Let a file that holds exactly `old` be gone; a symbolic link is refused.

    Raises `ChangedMeanwhile` when it holds something else, then it stays as it is.
    """
    with _told(path), place_of(path, within) as (folder, name):
        _look_over(folder, name, path)
        with displaced(folder, name) as left:
            _wait_our_turn(left, old, path)
            draft = _free_draft(folder, name)
            left.let_go()
            folder.rename(name, draft)
            _take_leave(folder, name, draft, left, old, None, path)


def look_over(path: Path, *, is_removed: bool, within: Path) -> None:
    """Raise `WriteRefused` where one can see beforehand that a file will not be replaced."""
    with _told(path), place_of(path, within, follow=not is_removed) as (folder, name):
        _look_over(folder, name, path)


def _look_over(folder: Folder, name: str, path: Path) -> None:
    """Raise `WriteRefused` for what is no plain file that its owner lets us write."""
    its = folder.look(name)
    if its is None:
        raise _changed(path)
    if stat.S_ISLNK(its.st_mode):
        raise WriteRefused(
            f"{path} is a symbolic link, and is left as it is",
            "Change or delete it by hand.",
        )
    if not stat.S_ISREG(its.st_mode):
        raise WriteRefused(f"{path} is no ordinary file, and is left as it is")
    if its.st_nlink > 1:
        raise WriteRefused(
            f"{path} has {its.st_nlink} names (hard links), and a new text would have only one",
            "Make it a file of its own, by copying it, or a symbolic link.",
        )
    if not _may_write(folder, name, its):
        raise WriteRefused(
            f"{path} is write-protected, and is left as it is",
            "Allow writing (chmod u+w), then try again.",
        )


def _may_write(folder: Folder, name: str, its: os.stat_result) -> bool:
    """Tell whether the file's own mode lets us write, for whoever may replace it all the same."""
    if not its.st_mode & 0o222:
        return False
    is_effective = os.access in os.supports_effective_ids
    return os.access(folder.at(name), os.W_OK, dir_fd=folder.handle, effective_ids=is_effective)


def _drafted(folder: Folder, name: str, data: bytes, like: int | None) -> str:
    """Write a draft beside the file, whole and synced, like the file it is to replace."""
    draft = _free_draft(folder, name)
    file = folder.create(draft, 0o666 if like is None else 0o600)
    try:
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(file, rest) :]
            if like is not None:
                make_alike(file, like)
            os.fsync(file)
        finally:
            close(file)
    except BaseException:
        _drop(folder, draft)
        raise
    return draft


def _free_draft(folder: Folder, name: str) -> str:
    """Return a draft's name that nothing has: what a crash left under it is not ours to delete."""
    number = 1
    while True:
        again = f"-{number}" if number > 1 else ""
        draft = shortened(f".{name}", f".{os.getpid()}{again}", DRAFT_END)
        if folder.look(draft) is None:
            return draft
        number += 1


def _wait_our_turn(left: Displaced, old: bytes, path: Path) -> None:
    """Let others finish with a file, and see that it still holds what we read."""
    if not left.let_others_finish():
        raise WriteRefused(
            f"{path} is open for writing in another program, and is left as it is",
            "Save and close it there, then try again.",
        )
    if left.bytes_now() != old or left.is_wanted():
        raise _changed(path)


def _take_leave(
    folder: Folder,
    name: str,
    draft: str,
    left: Displaced,
    old: bytes,
    new: bytes | None,
    path: Path,
) -> None:
    """Look at what the note's name was taken from, now `draft`; delete it, or put it back.

    `left` is what it should be, `new` what stands under the name now, None for nothing.
    """
    try:
        if left.is_now(folder, draft):
            left.wait_a_moment()
            if left.bytes_now() == old and not left.is_wanted():
                # What the disk cannot do any more, the next command does: the bytes are known.
                with suppress(OSError):
                    folder.unlink(draft)
                folder.settle()
                _keep_what_came_late(folder, name, left, old)
                return
    except OSError:
        _put_back(folder, name, draft, old, new)
        raise
    _put_back(folder, name, draft, old, new)
    raise _changed(path)


def _keep_what_came_late(folder: Folder, name: str, left: Displaced, old: bytes) -> None:
    """Keep what somebody wrote into the old file at the very last moment as a copy."""
    if left.is_wanted():
        left.let_others_in()
        left.let_others_finish()
    late = left.bytes_now()
    if late != old:
        keep_copy(folder, _drafted(folder, name, late, None), name)


def _put_back(folder: Folder, name: str, draft: str, old: bytes, new: bytes | None) -> None:
    """Give the note's name back to what had it, unless somebody has written there since.

    Then what is there stays, and the other text becomes a conflict copy. What the system does not
    let us put back stays where it is, as a draft that the next command judges.
    """
    with suppress(OSError):
        if new is None or folder.look(name) is None:
            try:
                rename_new(folder, draft, name)
            except FileExistsError:
                keep_copy(folder, draft, name)
        elif folder.read(name) != new:
            keep_copy(folder, draft, name)
        else:
            theirs = folder.read(draft)
            if theirs != old:
                # Another program may have read our text while theirs was away, and will save what
                # it makes of it: theirs would be lost, though we put it back.
                keep_copy(folder, _drafted(folder, name, theirs, None), name)
            if exchange(folder, draft, name):
                _drop_ours(folder, name, draft, new)
        folder.settle()


def _drop_ours(folder: Folder, name: str, draft: str, new: bytes) -> None:
    """Delete our text after it had to leave again, unless somebody wrote into it meanwhile."""
    with displaced(folder, draft) as left:
        if left.let_others_finish() and left.bytes_now() == new and not left.is_wanted():
            folder.unlink(draft)
            _keep_what_came_late(folder, name, left, new)
        else:
            keep_copy(folder, draft, name)


def _drop(folder: Folder, draft: str) -> None:
    """Delete a draft of ours that never had the note's name."""
    with suppress(OSError):
        folder.unlink(draft)


def _changed(path: Path) -> ChangedMeanwhile:
    return ChangedMeanwhile(
        f"{path} was changed by another program just now, and is left as it is",
        "Look at it, then try again.",
    )


@contextmanager
def _told(path: Path, *, is_new: bool = False) -> Iterator[None]:
    """Say what the system refused, and what to do; a file that went away has changed."""
    try:
        yield
    except OSError as error:
        if isinstance(error, FileNotFoundError) and not is_new:
            raise _changed(path) from None
        why = error.strerror or "it cannot be written"
        raise WriteRefused(f"{path} was not written: {why}", _hint(error)) from None


def _hint(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None)):
        return "Make room on the disk, then try again."
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return "See who may write there, and whether the file is protected."
    return ""
