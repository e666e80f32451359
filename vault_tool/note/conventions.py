"""What reading one note depends on besides its own text: settings, and Obsidian's own."""

from dataclasses import dataclass, field

from vault_tool.config import Reading
from vault_tool.note.moment import DayFormat, compile_format


def _default_days() -> tuple[DayFormat, ...]:
    return (compile_format("YYYY-MM-DD"),)


@dataclass(frozen=True, slots=True)
class Conventions:
    """How this vault is to be read.

    `days` are the formats of daily-note names, tried in order. `template_lines` is what
    `lines_of_template` gives for the daily note's template: such a line in a daily note tells
    nothing, unless it is a task that was ticked. `task_filter` is
    the Tasks plugin's global filter, no part of a task's words.
    """

    reading: Reading = field(default_factory=Reading)
    days: tuple[DayFormat, ...] = field(default_factory=_default_days)
    template_lines: frozenset[str] = frozenset()
    task_filter: str | None = None


def lines_of_template(text: str) -> frozenset[str]:
    """Return the words of each item and paragraph of a template, markers and blanks aside."""
    from vault_tool.note.blocks import blocks
    from vault_tool.note.frontmatter import read_front_matter

    body = read_front_matter(text, "").body
    found = (block.shown[0].strip() for block in blocks(body, 1) if block.kind != "heading")
    return frozenset(line for line in found if line)
