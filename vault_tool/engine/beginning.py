"""The first text of a person's note.

Public: `Known`, `person_note(known, ways)`.
"""

from typing import NamedTuple

from vault_tool.note.conventions import Conventions
from vault_tool.note.editing.properties import set_property

_START = b"---\ntype: person\n---\n"


class Known(NamedTuple):
    """What is known of somebody from the start: properties by canonical key, in order, as text."""

    properties: tuple[tuple[str, str | tuple[str, ...]], ...] = ()


def person_note(path: str, known: Known, ways: Conventions) -> bytes:
    """Return the note of somebody of whom that much is known, with an empty log."""
    data = _START
    for key, value in known.properties:
        data = set_property(path, data, key, value, ways)
    return data + f"\n## {ways.reading.log_heading}\n".encode()
