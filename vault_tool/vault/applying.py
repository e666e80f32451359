"""Write a step into the vault file by file, and take back what was written when it cannot go on.

The step is in the journal before. Whatever stops a process here, `recovery` goes on from there.
"""

import os
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from errno import ENOTDIR
from pathlib import Path

from vault_tool.errors import ChangedMeanwhile, WriteRefused
from vault_tool.vault.place import place_of, unbroken
from vault_tool.vault.safewrite import create_new, look_over, remove, replace
from vault_tool.vault.steps import Change, Step, Steps
from vault_tool.vault.walk import shown_path

_TRIES = 20
# In seconds, times the number of tries: how long a program that keeps writing is given.
_PAUSE = 0.005


class NoOrdinaryFile(WriteRefused):
    """Something else has the name of a note: a folder, a pipe."""


Again = Callable[[Change], Change | None]


def apply(root: Path, change: Change) -> None:
    """Let one file be what it shall be; raises `ChangedMeanwhile` when it is not what it was."""
    path, before, after = root / change.path, change.before, change.after
    if before is None and after is not None:
        try:
            create_new(path, after, within=root)
        except WriteRefused as error:
            if os.path.lexists(path):
                raise ChangedMeanwhile(error.message, error.hint) from None
            raise
    elif before is not None and after is None:
        remove(path, before, within=root)
    elif before is not None and after is not None:
        replace(path, before, after, within=root)


def write_step(root: Path, steps: Steps, step: Step, again: Again) -> tuple[Change, ...]:
    """Carry out a step that is in the journal, all or nothing; return what was changed.

    `again` gives a change anew when its file has changed meanwhile, None when nothing is left to
    do. Whatever is raised, the files that were written are taken back first, as far as they are
    still as we left them; what the disk does not allow is left to the next command.
    """
    try:
        for index in range(len(step.changes)):
            step = _write_one(root, steps, step, index, again)
        steps.finish(step)
    except BaseException:
        with suppress(WriteRefused):
            steps.turn_back(step)
        if take_back(root, step):
            with suppress(WriteRefused):
                steps.drop(step)
        raise
    return tuple(each for each in step.changes if each.before != each.after)


def take_back(root: Path, step: Step) -> bool:
    """Put back every file that is as the step left it; False when the disk did not allow it."""
    is_whole = True
    for path, before, after in reversed(step.changes):
        if before == after:
            continue
        try:
            apply(root, Change(path, after, before))
        except ChangedMeanwhile:
            continue
        except WriteRefused:
            is_whole = is_whole and not _may_hold(root, path, after)
    remove_folders(root, step.folders)
    return is_whole


def held(root: Path, path: str) -> bytes | None:
    """Return what a file of the vault holds, None when it is not there.

    Raises `NoOrdinaryFile` when there is something else, `WriteRefused` when it cannot be read now.
    """
    try:
        with place_of(root / path, root, follow=True) as (folder, name):
            return folder.read(name)
    except FileNotFoundError:
        return None
    except OSError as error:
        # What is no ordinary file is no failing of the system: it has no number.
        kind = NoOrdinaryFile if not error.errno or error.errno == ENOTDIR else WriteRefused
        why = error.strerror or "it cannot be opened"
        raise kind(f"{shown_path(path)} cannot be read: {why}", "See who may read it.") from None


def foresee(root: Path, changes: Iterable[Change]) -> None:
    """Raise `WriteRefused` for what one can see beforehand will not be written."""
    for path, before, after in changes:
        if before is not None:
            look_over(root / path, is_removed=after is None, within=root)


def missing_folders(root: Path, changes: Iterable[Change]) -> tuple[str, ...]:
    """Return the folders that new files need, outer ones first."""
    missing: dict[str, None] = {}
    for change in changes:
        if change.before is None:
            parents = [str(each) for each in Path(change.path).parents][-2::-1]
            missing |= {each: None for each in parents if not os.path.lexists(root / each)}
    return tuple(missing)


def remove_folders(root: Path, folders: Iterable[str]) -> None:
    """Remove folders that we made, if they are empty again."""
    for folder in reversed(tuple(folders)):
        with suppress(OSError), place_of(root / folder, root) as (parent, name):
            unbroken(os.rmdir, parent.at(name), dir_fd=parent.handle)


def _write_one(root: Path, steps: Steps, step: Step, index: int, again: Again) -> Step:
    """Write one file of a step; return the step as it has become."""
    for count in range(_TRIES):
        change = step.changes[index]
        try:
            apply(root, change)
        except ChangedMeanwhile:
            if count == _TRIES - 1:
                raise
            time.sleep(_PAUSE * count)
        else:
            return step
        anew = again(change)
        kept = anew or Change(change.path, change.before, change.before)
        changes = (*step.changes[:index], kept, *step.changes[index + 1 :])
        step = step._replace(changes=changes)
        steps.begin(step)
        if anew is None:
            return step
    return step


def _may_hold(root: Path, path: str, content: bytes | None) -> bool:
    try:
        return held(root, path) == content
    except WriteRefused:
        return True
