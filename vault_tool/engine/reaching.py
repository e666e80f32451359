"""Today's people as tasks in the daily note: which are there, and what adds the others.

Public: `REACH`, `reach_in_day(path, start, heading, wanted, lead, ways)`.

Ticking such a task is the contact; nothing is copied. A task that is there stays as it is, ticked
or not.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from vault_tool.note.blocks import blocks
from vault_tool.note.conventions import Conventions
from vault_tool.note.editing.log import add_item
from vault_tool.note.frontmatter import read_front_matter
from vault_tool.note.ledger import tags_in
from vault_tool.note.links import find_links
from vault_tool.note.text import decode

Edit = Callable[[bytes | None], bytes | None]
# Which note a target, written in the daily note, leads to.
Lead = Callable[[str], str | None]

REACH = "reach"


class Reach(NamedTuple):
    """Somebody to reach today: the note's path, and the words behind the task's box."""

    path: str
    words: str


def reach_in_day(
    path: str, start: bytes, heading: str, wanted: Sequence[Reach], lead: Lead, ways: Conventions
) -> Edit:
    """Return what adds a task for everybody wanted who has none in the daily note yet.

    A note that is not there yet begins with `start`, and is made only when there is somebody.
    """

    def edit(data: bytes | None) -> bytes | None:
        there = people_to_reach(data or b"", lead, ways)
        missing = [each for each in wanted if each.path not in there]
        if not missing:
            return data
        note = start if data is None else data
        for each in missing:
            note = add_item(path, note, heading, f"[ ] {each.words}", ways)
        return note

    return edit


def people_to_reach(data: bytes, lead: Lead, ways: Conventions) -> frozenset[str]:
    """Return the paths of those whom a task of a daily note says to reach, ticked or not."""
    body = read_front_matter(decode(data, "")[0], "").body
    found = set()
    for block in blocks(body, 1):
        text = block.masked[0]
        if block.status is not None and REACH in tags_in(text, ways.reading.ledger):
            found |= {lead(link.target) for link in find_links(text, 1)}
    return frozenset(path for path in found if path)


def with_filter(words: str, ways: Conventions) -> str:
    """Return a task's words with the Tasks plugin's global filter, when the vault has one."""
    task_filter = ways.task_filter
    return words if not task_filter or task_filter in words.split() else f"{task_filter} {words}"
