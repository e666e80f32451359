"""Go on after a command that was interrupted: finish what it began, or take it back.

All its files are looked at. Where nothing was written the step is dropped. Where part was, the rest
follows if it is still as it was; otherwise that part is taken back. What is neither as it was nor
as it should become was changed by somebody else, and is left alone and reported.
"""

from pathlib import Path
from typing import Literal

from vault_tool.errors import ChangedMeanwhile, Problem
from vault_tool.vault.applying import NoOrdinaryFile, apply, held, remove_folders
from vault_tool.vault.leftovers import all_folders, folders_of, judge_leftovers
from vault_tool.vault.place import OutsideTheVault
from vault_tool.vault.state import has_state, locked_state
from vault_tool.vault.steps import Change, Damaged, Step, Steps
from vault_tool.vault.walk import shown_path

_TRIES = 5

_Stand = Literal["before", "after", "neither"]


def recover(root: Path) -> tuple[Problem, ...]:
    """Set right what an earlier command left behind in the whole vault; report what is odd.

    Raises `WriteRefused` when that is not possible now; nothing is lost then.
    """
    if not has_state(root):
        return ()
    with locked_state(root) as state:
        return settle(root, Steps(state), tuple(all_folders(root)))


def settle(root: Path, steps: Steps, folders: tuple[str, ...]) -> tuple[Problem, ...]:
    """Do so in the given folders, and in those of the step that was interrupted."""
    problems: tuple[Problem, ...] = ()
    try:
        step = steps.interrupted()
    except Damaged as damage:
        steps.set_aside()
        step = None
        problems = (Problem("interrupted", ".", 1, 1, "error", f"{damage}.", damage.hint),)
    began = tuple(folders_of(each.path for each in step.changes)) if step else ()
    problems += judge_leftovers(root, steps, (*folders, *began))
    if step is None:
        return problems
    for _ in range(_TRIES):
        try:
            return problems + _gone_on(root, steps, step)
        except ChangedMeanwhile:
            continue
    return problems + _gone_on(root, steps, step)


def _gone_on(root: Path, steps: Steps, step: Step) -> tuple[Problem, ...]:
    """Finish a step or take it back; raises `ChangedMeanwhile` when a file changes under it."""
    changes = tuple(each for each in step.changes if each.before != each.after)
    stands = [_stand(root, change) for change in changes]
    written = [index for index, stand in enumerate(stands) if stand == "after"]
    # Files are written in their order: what stands before a written one was written too.
    rest = stands[written[-1] + 1 :] if written else stands
    is_finished = bool(written) and "neither" not in rest
    if is_finished and not step.given_up:
        for change, stand in zip(changes, stands, strict=True):
            if stand == "before":
                apply(root, change)
        steps.finish(step)
        return _told(step, changes, stands, "finished")
    for index in reversed(written):
        path, before, after = changes[index]
        apply(root, Change(path, after, before))
    remove_folders(root, step.folders)
    steps.drop(step)
    return _told(step, changes, stands, "taken back") if set(stands) != {"before"} else ()


def _stand(root: Path, change: Change) -> _Stand:
    """Tell how a file stands; raises `WriteRefused` when it cannot be read now."""
    try:
        now = held(root, change.path)
    except (NoOrdinaryFile, OutsideTheVault):
        return "neither"
    return "before" if now == change.before else "after" if now == change.after else "neither"


def _told(
    step: Step, changes: tuple[Change, ...], stands: list[_Stand], what: str
) -> tuple[Problem, ...]:
    paths = [shown_path(change.path) for change in changes]
    message = f"`{step.command}` was interrupted; it is {what} now"
    odd = f"the note was changed by another program when `{step.command}` was interrupted"
    hint = "See whether it is as you want it; nothing was done to it."
    return (
        Problem("interrupted", paths[0], 1, 1, "note", f"{message}."),
        *(
            Problem("interrupted", path, 1, 1, "warning", f"{odd}.", hint)
            for path, stand in zip(paths, stands, strict=True)
            if stand == "neither"
        ),
    )
