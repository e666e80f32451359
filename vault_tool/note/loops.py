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
_KIND_TAGS = frozenset(f"#{tag}" for tag in _KINDS)
_STEERING_TAGS = _KIND_TAGS | {f"#{REACH}"}


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
    words = _without(task.words, _KIND_TAGS, task_filter)
    return tuple.__new__(OpenLoop, (kind, state, words, due, closed, line, people, own, tags))


def words_of(task: TaskLine, task_filter: str | None) -> str:
    """Return what a task tells once it is done: its words without the tags that steer."""
    return _without(task.words, _STEERING_TAGS, task_filter)


def _without(words: str, dropped: Container[str], also: str | None) -> str:
    if not also:
        if "#" not in words:
            return words
        before, _, last = words.rpartition(" #")
        if before and "#" not in before and " " not in last:
            return before if f"#{last.casefold()}" in dropped else words
        return " ".join(
            [each for each in words.split(" ") if each[:1] != "#" or each.casefold() not in dropped]
        )
    return " ".join(
        word
        for word in words.split(" ")
        if word.casefold() not in dropped and word.casefold() != also
    )
