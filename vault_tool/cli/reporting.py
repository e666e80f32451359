"""The questions that reports draw, and a report as a note in Reports/.

Public: `QUESTIONS`, `known_reports(root)`, `report_note(desk, name, result)`.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vault_tool.cli.filtering import cards_meant, people_meant
from vault_tool.cli.linking import linker_of
from vault_tool.cli.opening import Desk

if TYPE_CHECKING:
    from vault_tool.engine.message import Message
    from vault_tool.engine.query import Filter
    from vault_tool.render.templates import ReportTemplate
    from vault_tool.vault.journal import Edit

Result = Mapping[str, Any]
REPORTS = "Reports"
DRAFTS = "Drafts"


def _follow_ups(desk: Desk, chosen: "Filter | None", within: int | None) -> Result:
    from vault_tool.engine.agenda import follow_ups
    from vault_tool.render import machine

    people = people_meant(desk, chosen)
    found = follow_ups(people, desk.settings, desk.today)
    return machine.follow_ups(found, desk.today, desk.unread, len(people))


def _birthdays(desk: Desk, chosen: "Filter | None", within: int | None) -> Result:
    from vault_tool.engine.occasions import birthdays
    from vault_tool.render import machine

    found = birthdays(people_meant(desk, chosen), desk.settings, desk.today, within)
    return machine.birthdays(found, desk.today, desk.unread, within)


def _today(desk: Desk, chosen: "Filter | None", within: int | None) -> Result:
    from vault_tool.engine.agenda import today
    from vault_tool.render import machine

    people = people_meant(desk, chosen)
    found = today(people, desk.settings, desk.today)
    return machine.agenda(found, desk.today, desk.unread, len(people))


def _who(desk: Desk, chosen: "Filter | None", within: int | None) -> Result:
    from vault_tool.render import machine

    return machine.who(cards_meant(desk, chosen), desk.today, desk.unread)


def _drafts(desk: Desk, chosen: "Filter | None", within: int | None) -> Result:
    from vault_tool.index.read import paths
    from vault_tool.render import machine

    name_of = {each.path: each.name for each in cards_meant(desk, chosen)}
    resolver = linker_of(desk).resolver
    found = []
    kept_here = (path for path in paths(desk.index) if path.startswith(f"{DRAFTS}/"))
    for path, message in saved_drafts(desk, kept_here).items():
        to = resolver.resolve(message.to, path)
        if message.is_open and (chosen is None or to in name_of):
            found.append((path, name_of.get(to or "", message.to), message))
    found.sort(key=lambda each: (str(each[2].created or ""), each[0]))
    return machine.drafts(found, desk.today, desk.unread)


def saved_drafts(desk: Desk, paths: Iterable[str]) -> "dict[str, Message]":
    """Return those of some notes that are drafts, by path, sent ones too."""
    from vault_tool.engine.message import draft_in
    from vault_tool.vault.files import read_bytes

    found = {}
    for path in paths:
        data = read_bytes(desk.root, path, 0)
        message = draft_in(path, data, desk.index.ways) if isinstance(data, bytes) else None
        if message:
            found[path] = message
    return found


# What a report may draw; its template names one of these, or has the name of one.
QUESTIONS: Mapping[str, Callable[[Desk, "Filter | None", int | None], Result]] = {
    "follow-ups": _follow_ups,
    "birthdays": _birthdays,
    "today": _today,
    "who": _who,
    "drafts": _drafts,
}


def known_reports(root: Path) -> "Mapping[str, ReportTemplate]":
    """Return the reports there are, by name: the tool's, and those of the vault."""
    from vault_tool.render.templates import report_templates

    found = report_templates(root)
    return {each.name: each for each in found if each.data in QUESTIONS}


def report_note(desk: Desk, name: str, result: Result) -> "tuple[str, Edit]":
    """Return where a report's note is, and what makes it; the note says which command did."""
    from vault_tool.engine.message import report_in_note
    from vault_tool.render.templates import report
    from vault_tool.vault.names import safe_stem

    text = report(name, result, language=desk.language, layout="md", root=desk.root)
    path = f"{REPORTS}/{safe_stem(name)}.md"
    return path, report_in_note(path, f"vault-tool report {name}", text, desk.index.ways)
