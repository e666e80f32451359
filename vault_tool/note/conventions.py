"""What reading one note depends on besides its own text: settings, and Obsidian's own."""

from typing import NamedTuple

from vault_tool.config import Reading

DEFAULT_FORMAT = "YYYY-MM-DD"


class DayFormat(NamedTuple):
    """How daily notes are named: a Moment.js format, and the folder set beside it.

    `moment.day_named` reads by it.
    """

    format: str = DEFAULT_FORMAT
    folder: str = ""


class Conventions(NamedTuple):
    """How this vault is to be read.

    `days` are the formats of daily-note names, tried in order. `template_lines` is what
    `lines_of_template` gives for the daily note's template: such a line in a daily note tells
    nothing, unless it is a task that was ticked. `task_filter` is
    the Tasks plugin's global filter, no part of a task's words.
    """

    reading: Reading = Reading()
    days: tuple[DayFormat, ...] = (DayFormat(),)
    template_lines: frozenset[str] = frozenset()
    task_filter: str | None = None


def lines_of_template(text: str) -> frozenset[str]:
    """Return the words of each item and paragraph of a template, markers and blanks aside."""
    from vault_tool.note.blocks import blocks
    from vault_tool.note.frontmatter import read_front_matter

    body = read_front_matter(text, "").body
    found = (block.shown[0].strip() for block in blocks(body, 1) if block.kind != "heading")
    return frozenset(line for line in found if line)
