"""Change several notes together or not at all, also across a crash, and so that it can be undone.

A command says what it wants as edits: functions from what a file holds to what it shall hold. They
are asked again when somebody else changes the file in between. What a command will write is in the
journal, outside the vault, before the first note is touched.

This is the face of the rooms behind it: `steps` keeps the journal, `applying` writes, `recovery`
and `undo` go back to it.
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath

from vault_tool.errors import Problem, WriteRefused
from vault_tool.vault.applying import foresee, held, missing_folders, write_step
from vault_tool.vault.leftovers import folders_of
from vault_tool.vault.recovery import recover, settle
from vault_tool.vault.state import locked_state, state_folder
from vault_tool.vault.steps import Change, Step, Steps
from vault_tool.vault.undo import Undone, forget, undo
from vault_tool.vault.walk import shown_path

__all__ = [
    "Change",
    "Edit",
    "Undone",
    "carry_out",
    "forget",
    "noted",
    "planned",
    "recover",
    "state_folder",
    "undo",
]

# What a file holds (None: it is not there) → what it shall hold (None: it shall be gone). Raises
# `EditRefused` where it cannot be changed.
Edit = Callable[[bytes | None], bytes | None]


def planned(root: Path, edits: Sequence[tuple[str, Edit]]) -> tuple[Change, ...]:
    """Return what edits would change now, in their order, one change for each file.

    Paths are relative to the vault, with `/`. Nothing is written. Raises what an edit raises, and
    `WriteRefused` for what could not be written.
    """
    changes = []
    for path, its in _by_file(root, edits).items():
        change = _change(root, path, its)
        if change.before != change.after:
            changes.append(change)
    foresee(root, changes)
    return tuple(changes)


def carry_out(
    root: Path,
    command: str,
    edits: Sequence[tuple[str, Edit]],
    *,
    when: str,
    tell: Callable[[Problem], None] = lambda _: None,
    kept: bool = True,
) -> tuple[Change, ...]:
    """Carry out all edits or none, as one step that `undo` takes back; return what was changed.

    `command` and `when` are what `undo` will say of it. What is not to be `kept` (because it is
    made again at any time) is no step for `undo`, and takes no older one's place. What an
    interrupted command left is set right first, and `tell` is given what that found. Raises what an
    edit raises, before anything is written or after all that was written is taken back, and
    `WriteRefused`.
    """
    with locked_state(root) as state:
        steps = Steps(state)
        by_file = _by_file(root, edits)
        for problem in settle(root, steps, tuple(folders_of(by_file))):
            tell(problem)
        changes = planned(root, edits)
        if not changes:
            return ()
        folders = missing_folders(root, changes)
        step = Step(steps.next_number(), command, when, changes, folders, kept=kept)
        steps.begin(step)

        def again(change: Change) -> Change | None:
            anew = _change(root, change.path, by_file[change.path])
            return anew if anew.before != anew.after else None

        return write_step(root, steps, step, again)


def noted(root: Path, command: str, changes: Sequence[Change], *, when: str) -> tuple[Change, ...]:
    """Keep what another program wrote as a step that `undo` takes back; return what changed.

    Each change tells what its file held before the program began, and what it holds now.
    """
    kept = tuple(each for each in changes if each.before != each.after)
    if kept:
        with locked_state(root) as state:
            steps = Steps(state)
            settle(root, steps, ())
            step = Step(steps.next_number(), command, when, kept)
            steps.begin(step)
            steps.finish(step)
    return kept


def _change(root: Path, path: str, edits: Sequence[Edit]) -> Change:
    before = held(root, path)
    if before is None:
        _refuse_stub(root, path)
    after = before
    for edit in edits:
        after = edit(after)
    return Change(path, before, after)


def _by_file(root: Path, edits: Sequence[tuple[str, Edit]]) -> dict[str, list[Edit]]:
    """Return the edits of each file; two names of one file (a link and its note) are one."""
    by_file: dict[str, list[Edit]] = {}
    names: dict[str, str] = {}
    for path, edit in edits:
        _refuse_odd(path)
        name = names.setdefault(os.path.realpath(root / path), path)
        by_file.setdefault(name, []).append(edit)
    return by_file


def _refuse_odd(path: str) -> None:
    """Raise `WriteRefused` for what is no path in the vault, written plainly."""
    plain = PurePosixPath(path)
    is_plain = not plain.is_absolute() and ".." not in plain.parts and str(plain) == path
    if not is_plain or path == "." or "\0" in path or (os.name == "nt" and set(path) & set("\\:")):
        raise WriteRefused(f"{shown_path(path)!r} is no path in the vault")


def _refuse_stub(root: Path, path: str) -> None:
    """Raise `WriteRefused` for a note that is only in iCloud: it is there, and not new."""
    folder, _, name = path.rpartition("/")
    if os.path.lexists(root / folder / f".{name}.icloud"):
        raise WriteRefused(
            f"{shown_path(path)} is in iCloud and not on this device, and is left as it is",
            "Open it in the Finder, then try again.",
        )
