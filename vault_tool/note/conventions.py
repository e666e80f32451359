"""What reading one note depends on besides its own text: settings, and Obsidian's own."""

from dataclasses import dataclass, field

from vault_tool.config import Reading
from vault_tool.note.moment import DayFormat, compile_format


def _default_days() -> tuple[DayFormat, ...]:
    return (compile_format("YYYY-MM-DD"),)


@dataclass(frozen=True, slots=True)
class Conventions:
    """How this vault is to be read.

    `days` are the formats of daily-note names, tried in order. `template_lines` are the stripped
    lines of the daily note's template: such a line in a daily note tells nothing. `task_filter` is
    the Tasks plugin's global filter, no part of a task's words.
    """

    reading: Reading = field(default_factory=Reading)
    days: tuple[DayFormat, ...] = field(default_factory=_default_days)
    template_lines: frozenset[str] = frozenset()
    task_filter: str | None = None
