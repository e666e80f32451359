"""`report capacity`, and `--apply`: the rhythms it proposes to stretch, written into the notes."""

from typing import TYPE_CHECKING

from vault_tool.cli.filtering import people_meant
from vault_tool.cli.manner import Manner
from vault_tool.cli.opening import Desk
from vault_tool.cli.options import Asked
from vault_tool.errors import EditRefused

if TYPE_CHECKING:
    from vault_tool.engine.capacity import Capacity, Stretch
    from vault_tool.engine.query import Filter
    from vault_tool.vault.journal import Edit

ENOUGH = "Your rhythms ask for no more than you make."


def proposed(desk: Desk, chosen: "Filter | None", more_fixed: frozenset[str]) -> "Capacity":
    """Return what is proposed; a note of which something could not be read stays as it is."""
    from vault_tool.engine.capacity import capacity
    from vault_tool.index.read import problems

    fixed = {
        each.path for each in problems(desk.index) if each.level == "error" or each.code == "value"
    }
    people = people_meant(desk, chosen)
    return capacity(people, desk.settings, desk.today, fixed | more_fixed)


def apply(asked: Asked, desk: Desk, manner: Manner, chosen: "Filter | None") -> None:
    """Write every rhythm that is proposed, but none into a note that refuses to be changed."""
    from vault_tool.cli.changing import Line, write
    from vault_tool.engine.capacity import written

    refused: frozenset[str] = frozenset()
    while True:
        found = proposed(desk, chosen, refused)
        edits = {each.path: _edit(desk, each) for each in found.stretches}
        more = {path for path, edit in edits.items() if _refuses(desk, path, edit)}
        if not more:
            break
        refused |= more
    lines = [
        Line(each.path, f"frequency: {written(each.then)}", each.name) for each in found.stretches
    ]
    write(
        asked, desk, manner, f"report capacity: {len(lines)} rhythms", list(edits.items()),
        lambda _: lines, unchanged=ENOUGH, always_ask=True,
    )  # fmt: skip


def _edit(desk: Desk, each: "Stretch") -> "Edit":
    from vault_tool.engine.assignments import Assignment, assigned
    from vault_tool.engine.capacity import written

    wanted = [Assignment("frequency", "=", written(each.then))]
    return assigned(each.path, wanted, desk.index.ways)


def _refuses(desk: Desk, path: str, edit: "Edit") -> bool:
    """Tell whether a note is one that no program should change, as far as one can see before."""
    from vault_tool.vault.files import read_bytes

    data = read_bytes(desk.root, path, 0)
    try:
        return not isinstance(data, bytes) or edit(data) is None
    except EditRefused:
        return True
