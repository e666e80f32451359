"""A list item that a program wrote, reworded or taken away, as long as it stands as it was.

Public: `replace_item(path, data, line, new, ways)`.
"""

from vault_tool.errors import EditRefused
from vault_tool.note.conventions import Conventions
from vault_tool.note.editing.body import Body
from vault_tool.note.editing.opened import Splice, encodable, open_note
from vault_tool.note.editing.retold import Retold, Touched, proven_body


def replace_item(path: str, data: bytes, line: str, new: str | None, ways: Conventions) -> bytes:
    """Return the note with another line in place of an item's, or, with None, without it.

    `line` is the whole line as it stands, of an item of one line under which nothing hangs. Raises
    `EditRefused`, where no such item is there too.
    """
    by_hand = f'Look for "{line.strip()[:60]}".'
    note = open_note(path, data, by_hand)
    body = Body(note, by_hand)
    found = [
        item
        for item in body.items(body.first, body.last)
        if body.line(item.line) == line and body.extent(item) == item.line
    ]
    if len(found) != 1:
        raise EditRefused(f"{path}:1: the line is not there as it was written.", by_hand)
    number = found[0].line
    start, end = body.start(number), body.end_of(number)
    if new is None:
        after = body.start(number + 1) if number < body.last else len(note.text)
        splice, lines = Splice(start, after, ""), 0
    else:
        splice, lines = Splice(start, end, encodable(path, new, "the item")), 1

    def is_meant(retold: Retold) -> bool:
        """Say no to a line that would tell of a contact or a loop where the old one did not."""
        return len(retold.new_interactions) <= len(retold.interactions) and (
            len(retold.new_loops) <= len(retold.loops)
        )

    touched = Touched(number, 1, lines)
    return proven_body(note, note.spliced([splice]), touched, ways, by_hand, is_meant)
