"""What is wrong or dubious in the vault: in each note by itself, and between notes.

Public: `check(notes, resolve, problems=())`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from vault_tool.engine.conditions import texts_of
from vault_tool.engine.names import plain_name
from vault_tool.errors import Problem
from vault_tool.model import Note

# Given a link target and the path of the note it stands in: the path of the note it means.
Resolve = Callable[[str, str], str | None]


def check(
    notes: Iterable[Note], resolve: Resolve, problems: Iterable[Problem] = ()
) -> list[Problem]:
    """Return every finding by path, line and column: given ones, each note's, those between."""
    known = list(notes)
    found = [*problems]
    for note in known:
        found += note.problems
    found += _duplicates(known)
    return sorted(set(found), key=lambda each: (each.path, each.line, each.column, each.code))


def _duplicates(notes: Sequence[Note]) -> list[Problem]:
    people = [note for note in notes if note.kind == "person"]
    found: list[Problem] = []
    by_name: defaultdict[str, list[Note]] = defaultdict(list)
    by_email: defaultdict[str, list[Note]] = defaultdict(list)
    for note in people:
        by_name[plain_name(note.name)].append(note)
        for email in {text.strip().casefold() for text in texts_of(note.properties.get("email"))}:
            by_email[email].append(note)
    for what, groups in (("name", by_name), ("e-mail", by_email)):
        for shared, group in groups.items():
            for note in group[1:] if shared else ():
                found.append(
                    Problem(
                        f"same-{what}",
                        note.path,
                        1,
                        1,
                        "note",
                        f"the {what} of {group[0].path} is used here too",
                        "",
                    )
                )
    return found
