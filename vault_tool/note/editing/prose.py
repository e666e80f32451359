"""Markdown added at the end of a note, as when two notes of one person become one.

Public: `append_text`, `refuse_unclosed`.
"""

from vault_tool.note.conventions import Conventions
from vault_tool.note.editing.body import Body
from vault_tool.note.editing.opened import encodable, open_note
from vault_tool.note.editing.retold import Touched, proven_body, unclosed
from vault_tool.note.editing.sections import lines_at_end


def refuse_unclosed(path: str, data: bytes) -> None:
    """Raise `EditRefused` for a note whose end is code or a comment that nothing closes."""
    note = open_note(path, data, "")
    at = unclosed(note)
    if at is not None:
        why = "the code or comment that begins here is never closed, so nothing can follow it."
        raise note.refusal(at, why, "Close it, then try again.")


def append_text(path: str, data: bytes, text: str, ways: Conventions) -> bytes:
    """Return the note with this Markdown at its end, a blank line above it.

    Link definitions and settings of plugins stay last. Line ends become the note's own; blank
    lines around the text are left out. A text that would run into the note's last section is not
    refused for its meaning, only where what stands there already would be told otherwise: begin it
    with a heading. Its inline fields may say what the note did not say so far. Raises
    `EditRefused`.
    """
    by_hand = "Paste the text at the end of the note, below a heading of its own."
    new = encodable(path, text, "the text").strip("\n")
    if not new.strip():
        return data
    note = open_note(path, data, by_hand)
    insertion = lines_at_end(Body(note, by_hand), new.split("\n"))
    changed = note.spliced([insertion.splice])
    touched = Touched(insertion.line, 0, insertion.lines)
    return proven_body(note, changed, touched, ways, by_hand, lambda _: True, gains=True)
