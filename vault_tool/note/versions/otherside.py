"""What another side says of one property, recorded below it while the note's own word stands."""

from vault_tool.errors import EditRefused
from vault_tool.note.conventions import Conventions
from vault_tool.note.editing.properties import set_property
from vault_tool.note.properties import property_meant
from vault_tool.note.versions.fields import Part, head_of
from vault_tool.note.versions.recorded import comment, said
from vault_tool.note.versions.style import styled


def with_other_side(path: str, data: bytes, key: str, value: str, ways: Conventions) -> bytes:
    """Return the note with what the other side says of a property in a comment below it.

    It takes the place of what that side said before. A note whose properties are not written
    plainly, or that has no such property, stays as it is. Raises `EditRefused`.
    """
    note = styled(data)
    told = head_of(note.text)
    if told is None or told[0].fences is None:
        return data
    head, body = told
    meant = [
        part for part in head.parts if property_meant(part.key, ways.reading.properties) == key
    ]
    if not meant:
        return data
    parts = tuple(_recorded(path, part, value) if part is meant[0] else part for part in head.parts)
    lines = [line for part in parts for line in (*part.lines, *part.below)]
    first, last = head.fences or ("---", "---")
    text = "".join(f"{line}\n" for line in (first, *head.above, *lines, last)) + body
    again = head_of(text)
    if again is None or [part.lines for part in again[0].parts] != [part.lines for part in parts]:
        raise EditRefused(f"{path}:1: the properties would be read otherwise", "Look at them.")
    return note.data(text)


def _recorded(path: str, part: Part, value: str) -> Part:
    alone = "\n".join(("---", *part.lines, "---", ""))
    other = set_property(
        path, alone.encode("utf-8", "surrogateescape"), part.key, value, Conventions()
    )
    lines = other.decode("utf-8", "surrogateescape").split("\n")[1:-2]
    below = [line for line in part.below if said(line) is None]
    return part._replace(below=(*comment(lines), *below))
