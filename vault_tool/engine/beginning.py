"""The first text of a person's note.

Public: `Known`, `person_note(known, ways)`.
"""

from typing import NamedTuple

from vault_tool.errors import UsageError
from vault_tool.note.conventions import Conventions
from vault_tool.note.editing.properties import add_to_property, set_property
from vault_tool.note.reading import read_note

_START = b"---\ntype: person\n---\n"


class Known(NamedTuple):
    """What is known of somebody from the start: properties by canonical key, in order, as text."""

    properties: tuple[tuple[str, str | tuple[str, ...]], ...] = ()


def person_note(path: str, known: Known, ways: Conventions) -> bytes:
    """Return the note of somebody of whom that much is known, with an empty log.

    It is tagged `person` where only tags make a note a person's. Raises `UsageError` for a value
    that its property cannot hold, and where the note would not be read as a person's at all.
    """
    data = _START
    for key, value in known.properties:
        data = set_property(path, data, key, value, ways)
    note = read_note(path, data, ways)
    if note.kind != "person" and "tag" in ways.reading.people_by:
        data = add_to_property(path, data, "tags", ["person"], ways)
        note = read_note(path, data, ways)
    for problem in note.problems:
        raise UsageError(problem.message.rstrip("."), problem.hint)
    if note.kind != "person":
        raise UsageError(
            f"a note at {path} would not be read as a person's",
            "Name a folder for people: --folder FOLDER.",
        )
    return data + f"\n## {ways.reading.log_heading}\n".encode()
