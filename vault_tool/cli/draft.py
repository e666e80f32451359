"""`draft KIND NAME`: a message to edit and send; it never sends."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vault_tool.cli.naming import name_argument, person_meant
from vault_tool.cli.opening import opened
from vault_tool.cli.options import Asked, verb
from vault_tool.cli.output import deliver

if TYPE_CHECKING:
    from vault_tool.config import Settings

KINDS = ("check-in", "birthday")
FORMATS = ("text", "md", "json")


@verb(
    "draft",
    formats=FORMATS,
    example="""\
vault-tool draft check-in "Giulia Rossi"
vault-tool draft birthday "Tom Ashworth" --explain""",
)
@click.argument("kind", type=click.Choice(KINDS))
@name_argument
@click.option("--explain", is_flag=True, help="Say which note and line each fact came from.")
def draft_command(asked: Asked, kind: Any, name: Sequence[str], explain: bool) -> None:
    """Draft a message in the person's language from what the notes say. It never sends.

    KIND is check-in or birthday. The language is that of the person's note, unless --lang names
    another. What is tagged #private is never used.
    """
    from vault_tool.engine.drafts import draft_facts
    from vault_tool.index.read import cards, dossier, standings
    from vault_tool.render import machine, templates

    with opened(asked) as desk:
        card = person_meant(asked, desk, cards(desk.index), name)
        standing = next(each for each in standings(desk.index) if each.path == card.path)
        lines = _property_lines(desk.root, card.path, desk.settings)
        known = dossier(desk.index, card.path)
        facts = draft_facts(kind, known, standing, desk.settings, desk.today, lines)
        language = asked.lang or facts.language or desk.language
        draft = templates.draft(kind, facts, language=language, today=desk.today, root=desk.root)
        if asked.layout(FORMATS) == "json":
            result = {
                **machine.head(desk.today, desk.unread),
                "kind": kind,
                "to": facts.name,
                "path": facts.path,
                "language": draft.language,
                "channel": facts.channel,
                "subject": draft.subject,
                "body": draft.body,
                "facts": list(draft.facts),
            }
            deliver(asked, machine.as_json(result), desk.root)
            return
        text = f"Subject: {draft.subject}\n\n{draft.body}"
        deliver(asked, text + (_explained(draft.facts) if explain else ""), desk.root)


def _explained(facts: Sequence[Mapping[str, Any]]) -> str:
    """Return where each fact the draft used stands, in the form that editors understand."""
    from vault_tool.render.harmless import one_line

    lines = (f"{one_line(each['path'])}:{each['line']}: {one_line(each['text'])}" for each in facts)
    return "\n--\n" + "".join(f"{line}\n" for line in lines)


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
    properties, _ = united(read_front_matter(text, path).fields, settings.reading.properties)
    return {key: found.fields[0].line for key, found in properties.items()}
