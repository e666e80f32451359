"""Task lines as open loops: a promise, a cue, something owed, an intention, and their words.

The notation of a task's fields is `tasks`; who is meant is decided by the reader of the body.
"""

from collections.abc import Container

from vault_tool.model import LoopKind, LoopState, OpenLoop
from vault_tool.note.tasks import TaskLine

_KINDS: dict[str, LoopKind] = {
    "promise": "promise",
    "cue": "cue",
    "ask": "cue",
    "owed": "owed",
}
_STATES: dict[str, LoopState] = {"x": "done", "X": "done", "-": "cancelled"}
REACH = "reach"
_STEERING = frozenset((*_KINDS, REACH))


def state_of(status: str) -> LoopState:
    """Return what the character in a task's box says; any that is not known is open."""
    return _STATES.get(status, "open")


def open_loop(
    task: TaskLine,
    state: LoopState,
    line: int,
    people: tuple[str, ...],
    own: bool,
    tags: tuple[str, ...],
    task_filter: str | None,
) -> OpenLoop:
    """Return the loop that a task line is; `own` says that it stands in a person's own note."""
    kind: LoopKind = "promise" if own else "intention"
    for tag in tags:
        if tag in _KINDS:
            kind = _KINDS[tag]
            break
    due = task.days.get("due")
    closed = None if state == "open" else task.days.get(state)
    words = _without(task.words, _KINDS, task_filter)
    return tuple.__new__(OpenLoop, (kind, state, words, due, closed, line, people, own, tags))


def words_of(task: TaskLine, task_filter: str | None) -> str:
    """Return what a task tells once it is done: its words without the tags that steer."""
    return _without(task.words, _STEERING, task_filter)


def _without(words: str, dropped: Container[str], also: str | None) -> str:
    if also:
        kept = [each for each in words.split(" ") if each.casefold() != also]
        return " ".join([each for each in kept if not _is_tag_of(dropped, each)])
    if "#" not in words:
        return words
    before, _, last = words.rpartition(" #")
    if before and "#" not in before and " " not in last:
        return before if last.casefold() in dropped else words
    return " ".join([each for each in words.split(" ") if not _is_tag_of(dropped, each)])


def _is_tag_of(dropped: Container[str], word: str) -> bool:
    return word[:1] == "#" and word[1:].casefold() in dropped
