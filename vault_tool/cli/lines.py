"""On which line of a note a property stands, for those who say where a fact came from."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vault_tool.config import Settings


def property_lines(root: Path, path: str, settings: "Settings") -> Mapping[str, int]:
    """Return on which line of a note each property stands; none of a note that cannot be read.

    A text of a property stands there too, by `key: text`.
    """
    from vault_tool.note.frontmatter import read_front_matter
    from vault_tool.note.properties import united
    from vault_tool.note.text import decode
    from vault_tool.vault.files import read_bytes

    data = read_bytes(root, path, (root / path).stat().st_size)
    if not isinstance(data, bytes):
        return {}
    text, _ = decode(data, path)
    fields = read_front_matter(text, path).fields
    found = {}
    for key, each in united(fields, (), settings.reading.properties).items():
        found[key] = each.fields[0].line
        for scalar in each.scalars():
            found.setdefault(f"{key}: {scalar.text}", scalar.line)
    return found
