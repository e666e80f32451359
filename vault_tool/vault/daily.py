"""Where the daily note of a day is, or is to be, and what it begins with.

As Obsidian makes it: by the format, folder and template of its daily-note settings. A vault without
such settings has its daily notes in `Journal`, where there is that folder.
"""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from vault_tool.errors import WriteRefused
from vault_tool.note.conventions import DEFAULT_FORMAT, Conventions
from vault_tool.note.moment import day_named
from vault_tool.note.moment_written import day_path, filled
from vault_tool.vault.obsidian import Daily, read_obsidian, template_text

_JOURNAL = "Journal"
_TEMPLATER = "<%"


class DailyNote(NamedTuple):
    """A day's note: its path, and what it begins with where it is not there yet.

    `plain` says that a template was not used, because only Templater can fill it in.
    """

    path: str
    start: bytes
    plain: bool = False


def daily_note(
    root: Path, day: date, now: datetime, paths: Iterable[str], ways: Conventions, language: str
) -> DailyNote:
    """Return the daily note of a day; `paths` are the notes there are.

    Raises `WriteRefused` where the vault's format cannot be written, and the day has no note yet.
    """
    there = _present(day, paths, ways)
    if there is not None:
        return DailyNote(there, b"")
    said = next(iter(read_obsidian(root).daily), None)
    said = said or Daily(DEFAULT_FORMAT, _JOURNAL if (root / _JOURNAL).is_dir() else "", "")
    name = day_path(said.format, said.folder, day, language)
    if name is None or not any(day_named(name, by) == day for by in ways.days):
        raise WriteRefused(
            f"the daily note of {day.isoformat()} cannot be named in the format {said.format}",
            "Make it in Obsidian first, then try again.",
        )
    template = template_text(root, said) or ""
    if _TEMPLATER in template:
        return DailyNote(f"{name}.md", b"", plain=True)
    at = datetime.combine(day, now.time())
    text = filled(template, name.rpartition("/")[2], at, language)
    return DailyNote(f"{name}.md", text.encode())


def _present(day: date, paths: Iterable[str], ways: Conventions) -> str | None:
    """Return the note there is for a day; of several, the one highest up."""
    found = [path for path in paths if any(day_named(path[:-3], by) == day for by in ways.days)]
    return min(found, key=lambda path: (path.count("/"), path), default=None)
