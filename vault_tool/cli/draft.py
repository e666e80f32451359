"""`draft KIND NAME`: a message to edit and send; it never sends."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vault_tool.cli.naming import name_argument, standing_meant
from vault_tool.cli.opening import opened
from vault_tool.cli.options import Asked, Format, verb
from vault_tool.cli.showing import show

if TYPE_CHECKING:
    from vault_tool.config import Settings

KINDS = ("check-in", "birthday")
FORMATS: tuple[Format, ...] = ("text", "md", "json", "html")


def _complete_kind(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    return [kind for kind in KINDS if kind.startswith(incomplete)]


@verb(
    "draft",
    formats=FORMATS,
    example="""\
vault-tool draft check-in "Giulia Rossi"
vault-tool draft birthday "Tom Ashworth" --explain""",
)
@click.argument("kind", shell_complete=_complete_kind)
@name_argument
@click.option("--explain", is_flag=True, help="Say which note and line each fact came from.")
def draft_command(asked: Asked, kind: Any, name: Sequence[str], explain: bool) -> None:
    """Draft a message in the person's language from what the notes say. It never sends.

    KIND is check-in or birthday, or the name of a template of your own in
    Templates/vault-tool/drafts/. The language is that of the person's note, unless --lang names
    another. What is tagged #private is never used.
    """
    from vault_tool.engine.drafts import draft_facts
    from vault_tool.index.read import dossier
    from vault_tool.render import brief as page
    from vault_tool.render import templates

    with opened(asked) as desk:
        standing = standing_meant(asked, desk, name)
        lines = _property_lines(desk.root, standing.path, desk.settings)
        known = dossier(desk.index, standing.path)
        facts = draft_facts(kind, known, standing, desk.settings, desk.today, lines)
        language = asked.lang or facts.language or desk.language
        written = templates.draft(kind, facts, language=language, today=desk.today, root=desk.root)
        result = page.draft(kind, facts, written, desk.today, desk.unread, explain=explain)
        show(asked, desk, "draft", result, FORMATS, wraps=False)


def _property_lines(root: Path, path: str, settings: "Settings") -> Mapping[str, int]:
    """Return on which line of a note each property stands; none of a note that cannot be read."""
    from vault_tool.note.frontmatter import read_front_matter
    from vault_tool.note.properties import united
    from vault_tool.note.text import decode
    from vault_tool.vault.files import read_bytes

    data = read_bytes(root, path, (root / path).stat().st_size)
    if not isinstance(data, bytes):
        return {}
    text, _ = decode(data, path)
    fields = read_front_matter(text, path).fields
    properties = united(fields, (), settings.reading.properties)
    return {key: found.fields[0].line for key, found in properties.items()}
