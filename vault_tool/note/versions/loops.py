"""A task that both sides changed, merged inside: box, fields at its end, what hangs under it."""

import re
from collections.abc import Callable

from vault_tool.note.tasks import TaskField, fields_at_end
from vault_tool.note.versions.threeway import Clash, chosen, in_order

# Three texts → the one they become; raises `Clash` where both sides changed one place.
JoinText = Callable[[str, str, str], str]

_BOX = re.compile(r"([ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+)\[(.)\]([ \t]+)(.*)", re.DOTALL)
# Of two days the later: until when one has put it off. Of the others the first one counts.
_LATER = frozenset(("due", "scheduled", "start"))
_EARLIER = frozenset(("done", "cancelled", "created"))
_CLOSED = ("x", "X", "-")


class _Task:
    """A task line with its fields by name; what hangs under it is `under`."""

    def __init__(self, text: str | None) -> None:
        first, _, self.under = (text or "").partition("\n")
        match = _BOX.fullmatch(first)
        if text is not None and match is None:
            raise Clash
        self.mark, self.box, self.gap, rest = match.groups() if match else ("", "", "", "")
        found, end = fields_at_end(rest)
        begin = found[0].start if found else end
        self.words, self.id = rest[:begin].rstrip(), rest[end:]
        self.fields = {_name(field): rest[field.start : field.end] for field in found}
        self.names = list(self.fields)
        if len(self.fields) < len(found):
            raise Clash


def joined_task(base: str | None, ours: str, theirs: str, text: JoinText) -> str:
    """Return the task that three versions become; raises `Clash` where that is not certain."""
    old, one, two = _Task(base), _Task(ours), _Task(theirs)
    if any("repeat" in task.fields for task in (old, one, two)):
        raise Clash  # it is another line that comes back
    fields = {}
    for name in {*one.fields, *two.fields}:
        found = _field(name, *(task.fields.get(name) for task in (old, one, two)))
        if found is not None:
            fields[name] = found
    names = in_order(old.names, one.names, two.names, fields, str)
    line = "".join(
        (
            _like(old.mark, one.mark, two.mark),
            f"[{_box(old.box, one.box, two.box)}]",
            _like(old.gap, one.gap, two.gap),
            " ".join([chosen(old.words, one.words, two.words), *(fields[name] for name in names)]),
            chosen(old.id, one.id, two.id),
        )
    )
    under = [f"{task.under}\n" if task.under else "" for task in (old, one, two)]
    below = text(under[0], under[1], under[2])[:-1]
    return f"{line}\n{below}" if below else line


def _name(field: TaskField) -> str:
    return f"tag {field.value}" if field.name == "tag" else field.name


def _like(base: str, ours: str, theirs: str) -> str:
    try:
        return chosen(base, ours, theirs)
    except Clash:
        return min(ours, theirs)


def _box(base: str, ours: str, theirs: str) -> str:
    """Return what stands in the box: done wins, then cancelled."""
    for status in _CLOSED:
        if status in (ours, theirs) and base != status:
            return status
    return chosen(base, ours, theirs)


def _field(name: str, base: str | None, ours: str | None, theirs: str | None) -> str | None:
    try:
        return chosen(base, ours, theirs)
    except Clash:
        both = [each for each in (ours, theirs) if each is not None]
        if len(both) == 1:
            return both[0]
        if name in _LATER:
            return max(both, key=_day)
        if name in _EARLIER:
            return min(both, key=_day)
        raise


def _day(written: str) -> tuple[str, str]:
    found = re.search(r"\d{4}-\d{2}-\d{2}", written)
    return (found[0] if found else "", written)
