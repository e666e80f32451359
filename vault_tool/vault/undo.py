"""Take back what the last command wrote, and forget what this machine remembers of a vault."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from vault_tool.errors import Problem, WriteRefused
from vault_tool.vault.applying import foresee, held, missing_folders, remove_folders, write_step
from vault_tool.vault.recovery import settle
from vault_tool.vault.running import refuse_watched
from vault_tool.vault.state import has_state, locked_state, remove_state
from vault_tool.vault.steps import Change, Step, Steps
from vault_tool.vault.walk import shown_path


class Undone(NamedTuple):
    """What was taken back: a command, when it was given, and what that changed now."""

    command: str
    when: str
    changes: tuple[Change, ...]


def undo(
    root: Path,
    *,
    when: str,
    dry_run: bool = False,
    tell: Callable[[Problem], None] = lambda _: None,
) -> Undone:
    """Take back the newest command that was not taken back yet.

    Raises `WriteRefused` when there is none, and when a note is not as that command left it: then
    nothing is changed, and the message names the notes. `tell` is given what was found and set
    right before. A dry run changes nothing.
    """
    with locked_state(root) as state:
        steps = Steps(state)
        if not dry_run:
            for problem in settle(root, steps, ()):
                tell(problem)
        step = steps.last()
        if step is None:
            raise WriteRefused("there is nothing to take back")
        changes = _reversed(step)
        _refuse_what_changed(root, step, changes)
        foresee(root, changes)
        if not dry_run:
            folders = missing_folders(root, changes)
            number = steps.next_number()
            back = Step(number, f"undo: {step.command}", when, changes, folders, step.number)
            steps.begin(back)
            write_step(root, steps, back, _refuse)
            remove_folders(root, step.folders)
        return Undone(step.command, step.when, changes)


def forget(root: Path) -> None:
    """Remove what this machine remembers of a vault; what was interrupted is settled first.

    Afterwards no command can be taken back. Raises `AlreadyWatched` while a watcher runs, which
    would remember at once.
    """
    if not has_state(root):
        return
    refuse_watched(root, "End it first: it would remember the vault again at once.")
    with locked_state(root) as state:
        if root.is_dir():
            settle(root, Steps(state), ())
        remove_state(state)


def _reversed(step: Step) -> tuple[Change, ...]:
    return tuple(
        Change(path, after, before)
        for path, before, after in reversed(step.changes)
        if before != after
    )


def _refuse_what_changed(root: Path, step: Step, changes: tuple[Change, ...]) -> None:
    changed = [shown_path(each.path) for each in changes if held(root, each.path) != each.before]
    if changed:
        raise WriteRefused(
            f"`{step.command}` cannot be taken back, because it was changed since:"
            f" {', '.join(changed)}",
            "Nothing was changed. Mend the note by hand.",
        )


def _refuse(change: Change) -> Change | None:
    raise WriteRefused(
        f"{shown_path(change.path)} was changed by another program just now; nothing is taken back",
        "Look at it, then try again.",
    )
