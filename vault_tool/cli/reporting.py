"""The questions that reports draw, and a report as a note in Reports/.

Public: `QUESTIONS`, `known_reports(root)`, `report_note(desk, name, result)`,
`report_path(root, name)`.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from vault_tool.cli.filtering import cards_meant, people_meant
from vault_tool.cli.linking import linker_of
from vault_tool.cli.opening import Desk
from vault_tool.cli.practising import PRACTICE, Question, Result
from vault_tool.cli.retelling import LOOKING_BACK

if TYPE_CHECKING:
    from vault_tool.engine.message import Message
    from vault_tool.engine.query import Filter
    from vault_tool.render.templates import ReportTemplate
    from vault_tool.vault.journal import Edit

REPORTS = "Reports"
DRAFTS = "Drafts"


def _follow_ups(desk: Desk, chosen: "Filter | None", within: int | None) -> Result:
    from vault_tool.engine.agenda import follow_ups
    from vault_tool.render import machine

    people = people_meant(desk, chosen)
    found = follow_ups(people, desk.settings, desk.today, desk.memory)
    return machine.follow_ups(found, desk.today, desk.unread, len(people), desk.memory)


def _birthdays(desk: Desk, chosen: "Filter | None", within: int | None) -> Result:
    from vault_tool.engine.occasions import birthdays
    from vault_tool.render import machine

    found = birthdays(people_meant(desk, chosen), desk.settings, desk.today, within)
    return machine.birthdays(found, desk.today, desk.unread, within)


def _today(desk: Desk, chosen: "Filter | None", within: int | None) -> Result:
    from vault_tool.engine.agenda import today
    from vault_tool.render import machine

    people = people_meant(desk, chosen)
    found = today(people, desk.settings, desk.today, desk.memory)
    return machine.agenda(found, desk.today, desk.unread, len(people))


def _who(desk: Desk, chosen: "Filter | None", within: int | None) -> Result:
    from vault_tool.render import machine

    return machine.who(cards_meant(desk, chosen), desk.today, desk.unread)


def _drafts(desk: Desk, chosen: "Filter | None", within: int | None) -> Result:
    from vault_tool.index.read import paths
    from vault_tool.render import machine

    saved = saved_drafts(desk, paths(desk.index, f"{DRAFTS}/"))
    messages = {path: message for path, message in saved.items() if message.is_open}
    found = []
    if messages:
        resolver = linker_of(desk).resolver
        to = {path: resolver.resolve(each.to, path) for path, each in messages.items()}
        name_of = _names_of(desk, chosen, {path for path in to.values() if path})
        found = [
            (path, name_of.get(to[path] or "", message.to), message)
            for path, message in messages.items()
            if chosen is None or to[path] in name_of
        ]
    found.sort(key=lambda each: (str(each[2].created or ""), each[0]))
    return machine.drafts(found, desk.today, desk.unread)


def _names_of(desk: Desk, chosen: "Filter | None", paths: set[str]) -> dict[str, str]:
    """Return the names of people by path, of those a filter chooses."""
    from vault_tool.index.read import names

    if chosen is None:
        return names(desk.index, paths)
    return {each.path: each.name for each in cards_meant(desk, chosen)}


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


def drafts_to(desk: Desk, person: str) -> "list[tuple[str, Message]]":
    """Return the drafts to a person, the path of whose note is given, by path, sent ones too."""
    from vault_tool.index.read import paths

    saved = saved_drafts(desk, paths(desk.index, f"{DRAFTS}/"))
    if not saved:
        return []
    resolver = linker_of(desk).resolver
    return [
        (path, each) for path, each in saved.items() if resolver.resolve(each.to, path) == person
    ]


# What a report may draw; its template names one of these, or has the name of one.
QUESTIONS: Mapping[str, Question] = {
    "follow-ups": _follow_ups,
    "birthdays": _birthdays,
    "today": _today,
    "who": _who,
    "drafts": _drafts,
    **PRACTICE,
    **LOOKING_BACK,
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

    text = report(
        name, result, language=desk.language, layout="md", root=desk.root, memory=desk.memory
    )
    path = _path(name)
    return path, report_in_note(path, f"vault-tool report {name}", text, desk.index.ways)


def report_path(root: Path, name: str) -> Path:
    """Return where the note of a report lies, if there is one."""
    return root / _path(name)


def _path(name: str) -> str:
    from vault_tool.vault.names import safe_stem

    return f"{REPORTS}/{safe_stem(name)}.md"
