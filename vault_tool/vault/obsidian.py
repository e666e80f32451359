"""What Obsidian and its plugins say about the vault, in the JSON files under `.obsidian`.

Only what changes how notes are read: names and template of daily notes, template folders, excluded
files, the Tasks plugin's filter. Nothing here can fail: a file that is missing says nothing, one
that cannot be understood says nothing and is a problem.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from vault_tool.errors import Problem
from vault_tool.note.conventions import DEFAULT_FORMAT, DayFormat, lines_of_template

_FOLDER = ".obsidian"
_DAILY = "daily-notes.json"
_PERIODIC = "plugins/periodic-notes/data.json"
_TEMPLATES = "templates.json"
_TEMPLATER = "plugins/templater-obsidian/data.json"
_TASKS = "plugins/obsidian-tasks-plugin/data.json"
_APP = "app.json"

# Larger settings or templates than this were not made by hand; they are not looked at.
_LARGEST = 4 << 20


class Daily(NamedTuple):
    """How daily notes are named, where they lie, and the note they are made from."""

    format: str
    folder: str
    template: str


class Obsidian(NamedTuple):
    """What the settings say, in Obsidian's words; paths are relative to the vault."""

    daily: tuple[Daily, ...] = ()
    template_folders: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    task_filter: str | None = None
    problems: tuple[Problem, ...] = ()

    def days(self) -> tuple[DayFormat, ...]:
        """Return the formats of daily notes' names; without any setting, Obsidian's own."""
        formats = [DayFormat(each.format, each.folder) for each in self.daily]
        return tuple(dict.fromkeys(formats)) or (DayFormat(),)


def read_obsidian(root: Path) -> Obsidian:
    """Return everything that the vault's `.obsidian` folder says."""
    problems: list[Problem] = []

    def said(name: str) -> Mapping[str, Any]:
        return _said(root, f"{_FOLDER}/{name}", problems)

    if not os.path.isdir(root / _FOLDER):
        return Obsidian()
    folders = (
        _text(said(_TEMPLATES), "folder"),
        _text(said(_TEMPLATER), "templates_folder") or _text(said(_TEMPLATER), "template_folder"),
    )
    ignored = said(_APP).get("userIgnoreFilters")
    return Obsidian(
        daily=(*_periodic(said(_PERIODIC)), *_core(said(_DAILY))),
        template_folders=tuple(path for each in folders if (path := each.strip("/ "))),
        ignored=tuple(each for each in _items(ignored) if isinstance(each, str)),
        task_filter=_text(said(_TASKS), "globalFilter") or None,
        problems=tuple(dict.fromkeys(problems)),
    )


def template_lines(root: Path, said: Obsidian) -> frozenset[str]:
    """Return what stands in the templates of daily notes, as notes are compared with it."""
    texts = (template_text(root, each) for each in said.daily)
    return frozenset(line for text in texts if text for line in lines_of_template(text))


def template_text(root: Path, daily: Daily) -> str | None:
    """Return the template that daily notes are made from, None where there is none to be read."""
    path = daily.template.strip("/ ")
    if not path or ".." in path.split("/"):
        return None
    data = _content(root, path if path.lower().endswith(".md") else f"{path}.md")
    return data.decode("utf-8", "replace") if data else None


def _core(said: Mapping[str, Any]) -> list[Daily]:
    return [_daily(said, "template")] if said else []


def _periodic(said: Mapping[str, Any]) -> list[Daily]:
    """Return the daily notes of the Periodic Notes plugin, as its versions 0 and 1 say it."""
    found = []
    daily = said.get("daily")
    if isinstance(daily, dict) and daily.get("enabled"):
        found.append(_daily(daily, "template"))
    for calendar in _items(said.get("calendarSets")):
        day = calendar.get("day") if isinstance(calendar, dict) else None
        if isinstance(day, dict) and day.get("enabled"):
            found.append(_daily(day, "templatePath"))
    return found


def _daily(said: Mapping[str, Any], template: str) -> Daily:
    return Daily(
        _text(said, "format") or DEFAULT_FORMAT,
        _text(said, "folder").strip("/ "),
        _text(said, template),
    )


def _text(said: Mapping[str, Any], key: str) -> str:
    value = said.get(key)
    return value.strip() if isinstance(value, str) else ""


def _items(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _said(root: Path, path: str, problems: list[Problem]) -> Mapping[str, Any]:
    data = _content(root, path)
    if not data or not data.strip():
        return {}
    import json

    try:
        value = json.loads(data.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        problems.append(_broken(path, error.lineno, error.colno, error.msg))
    except (UnicodeDecodeError, RecursionError):
        problems.append(_broken(path, 1, 1, "it is no JSON text"))
    else:
        if isinstance(value, dict):
            return value
        problems.append(_broken(path, 1, 1, "it holds no settings"))
    return {}


def _broken(path: str, line: int, column: int, why: str) -> Problem:
    message = f"this file of Obsidian's settings cannot be understood: {why}"
    hint = "Its settings are not respected; mend it, or let Obsidian write it anew."
    return Problem("obsidian-settings", path, line, column, "warning", f"{message}.", hint)


def _content(root: Path, path: str) -> bytes | None:
    """Return the bytes of a small ordinary file, None for anything else."""
    try:
        with open(root / path, "rb", opener=_cautious) as file:
            return file.read(_LARGEST)
    except (OSError, ValueError):
        return None


def _cautious(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
