"""Today's people as tasks in the daily note: which are there, and what adds the others.

Public: `REACH`, `Reach`, `Ours`, `reach_in_day(path, start, heading, wanted, lead, ways)`,
`reach_in_step(path, heading, ours, wanted, most, lead, ways)`, `lines_of(data, wanted)`.

Ticking such a task is the contact; nothing is copied. A task that is ticked, or that somebody
changed, stays as it is.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from vault_tool.errors import EditRefused
from vault_tool.note.blocks import blocks
from vault_tool.note.conventions import Conventions
from vault_tool.note.editing.items import replace_item
from vault_tool.note.editing.log import add_item
from vault_tool.note.frontmatter import read_front_matter
from vault_tool.note.ledger import tags_in
from vault_tool.note.links import find_links
from vault_tool.note.text import decode, lines

Edit = Callable[[bytes | None], bytes | None]
# Which note a target, written in the daily note, leads to.
Lead = Callable[[str], str | None]

REACH = "reach"


class Reach(NamedTuple):
    """Somebody to reach today: the note's path, and the words behind the task's box."""

    path: str
    words: str


class Ours(NamedTuple):
    """What the tool wrote into a day's note: each person's line, and all it ever put there.

    `taken` are those whose line it took away again; whoever it did not, the user did.
    """

    lines: Mapping[str, str]
    ever: frozenset[str]
    taken: frozenset[str] = frozenset()


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


def reach_in_step(
    path: str,
    heading: str,
    ours: Ours,
    wanted: Sequence[Reach],
    most: int,
    lead: Lead,
    ways: Conventions,
) -> Edit:
    """Return what brings the tasks in line with who is to be reached now.

    Lines that still stand as the tool wrote them go when there is no reason any more, and get new
    words when the reason is another one. Others are added as long as no more than `most` people
    were ever put there: whoever is done for today is not given more to do. A note that is gone
    stays gone.
    """

    def edit(data: bytes | None) -> bytes | None:
        if data is None:
            return None
        words_of = {each.path: each.words for each in wanted}
        for person, line in ours.lines.items():
            with suppress(EditRefused):
                data = replace_item(path, data, line, _reworded(line, words_of.get(person)), ways)
        there = people_to_reach(data, lead, ways)
        room = max(most - len(ours.ever | there), 0)
        missing = [each for each in wanted if each.path not in there]
        back = [each for each in missing if each.path in ours.taken]
        fresh = [each for each in missing if each.path not in ours.ever]
        for each in (*back, *fresh[:room]):
            data = add_item(path, data, heading, f"[ ] {each.words}", ways)
        return data

    return edit


def lines_of(data: bytes, wanted: Sequence[Reach]) -> dict[str, str]:
    """Return the whole line of each open task that has exactly the words wanted, by person."""
    ends = {f"[ ] {each.words}": each.path for each in wanted}
    found = {}
    for line in lines(decode(data, "")[0]):
        person = ends.get(line[max(line.find("[ ] "), 0) :])
        if person:
            found[person] = line
    return found


def _reworded(line: str, words: str | None) -> str | None:
    box, sign, _ = line.partition("[ ] ")
    return f"{box}{sign}{words}" if words is not None else None


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
