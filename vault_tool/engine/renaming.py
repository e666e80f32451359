"""What changes in a person's own note when they get another name.

Public: `renamed(path, data, old, new, ways)`.

The old name stays as an alias, so that whoever types it still finds the person. What becomes of
links to the note is told in `relinking`.
"""

from vault_tool.note.conventions import Conventions
from vault_tool.note.editing.properties import add_to_property, set_property
from vault_tool.note.frontmatter import read_front_matter
from vault_tool.note.links import fold
from vault_tool.note.properties import united
from vault_tool.note.reading import read_note, stem
from vault_tool.note.text import decode


def renamed(path: str, data: bytes, old: str, new: str, ways: Conventions) -> bytes:
    """Return the note under its new name: `name:` says it where it said the old one.

    `old` and `new` are names of the person; `path` is where the note stood. The old name becomes an
    alias unless it is one, and the new one no longer needs to be one.
    """
    fields = read_front_matter(decode(data, path)[0], path).fields
    own = united(fields, (), ways.reading.properties)
    if "name" in own:
        data = set_property(path, data, "name", new, ways)
    known = {fold(each) for each in (*read_note(path, data, ways).aliases, new)}
    missing = [name for name in dict.fromkeys((old, stem(path))) if fold(name) not in known]
    return add_to_property(path, data, "aliases", missing, ways) if missing else data
