"""`draft KIND NAME`: a message to edit and send; it never sends."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vault_tool.cli.changing import FORMATS as WRITE_FORMATS
from vault_tool.cli.changing import Line, write
from vault_tool.cli.linking import linker_of
from vault_tool.cli.log import log_words
from vault_tool.cli.manner import Manner, refuse_alone, writes
from vault_tool.cli.naming import can_ask, certain_person, chosen, name_argument, standing_meant
from vault_tool.cli.offers import complete_person
from vault_tool.cli.opening import Desk, opened
from vault_tool.cli.options import Asked, Format, verb
from vault_tool.cli.reporting import DRAFTS, saved_drafts
from vault_tool.cli.showing import show
from vault_tool.cli.when import past_day
from vault_tool.errors import NobodyFound, SeveralFound, WriteRefused

if TYPE_CHECKING:
    from vault_tool.config import Settings
    from vault_tool.engine.drafts import DraftFacts
    from vault_tool.engine.message import Message
    from vault_tool.model import Card
    from vault_tool.render.templates import Draft

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
@click.option("--save", "writing", is_flag=True, help="Write it into Drafts/, to edit and send.")
@writes
def draft_command(
    asked: Asked, kind: Any, name: Sequence[str], explain: bool, writing: bool, manner: Manner
) -> None:
    """Draft a message in the person's language from what the notes say. It never sends.

    KIND is check-in or birthday, or the name of a template of your own in
    Templates/vault-tool/drafts/. The language is that of the person's note, unless --lang names
    another. What is tagged #private is never used.

    With --save it becomes a note in Drafts/. When you have sent it, say so: vault-tool sent.
    """
    from vault_tool.engine.drafts import draft_facts
    from vault_tool.index.read import dossier
    from vault_tool.render import brief as page
    from vault_tool.render import templates

    refuse_alone(manner, writing)
    with opened(asked) as desk:
        standing = standing_meant(asked, desk, name)
        lines = _property_lines(desk.root, standing.path, desk.settings)
        known = dossier(desk.index, standing.path)
        facts = draft_facts(kind, known, standing, desk.settings, desk.today, lines)
        language = asked.lang or facts.language or desk.language
        written = templates.draft(kind, facts, language=language, today=desk.today, root=desk.root)
        if writing:
            _save(asked, desk, manner, facts, written)
            return
        result = page.draft(kind, facts, written, desk.today, desk.unread, explain=explain)
        show(asked, desk, "draft", result, FORMATS, wraps=False)


def _save(asked: Asked, desk: Desk, manner: Manner, facts: "DraftFacts", written: "Draft") -> None:
    """Write the draft into a note of its own."""
    from vault_tool.engine.message import draft_note
    from vault_tool.vault.names import free_path

    title = f"{desk.today.isoformat()} {facts.kind} {facts.name}"
    path = free_path(desk.root, DRAFTS, title)
    note = draft_note(
        path, linker_of(desk).link(facts.path, path, facts.name), facts.kind, facts.channel,
        written.subject, written.body, desk.today, desk.index.ways,
    )  # fmt: skip

    def edit(data: bytes | None) -> bytes:
        if data is not None:
            raise WriteRefused(f"{path} is there already, and was left as it is")
        return note

    write(
        asked, desk, manner, f"draft {facts.kind} {facts.name}", [(path, edit)],
        lambda _: [Line(path, "", facts.name)],
    )  # fmt: skip


@verb(
    "sent",
    formats=WRITE_FORMATS,
    example="""\
vault-tool sent giulia
vault-tool sent "Drafts/2026-11-23 check-in Giulia Rossi.md" --when yesterday""",
)
@click.argument("draft", metavar="DRAFT", nargs=-1, required=True, shell_complete=complete_person)
@click.option("--when", "day", metavar="DATE", help="The day it was sent; else today.")
@writes
def sent_command(asked: Asked, draft: Sequence[str], day: str | None, manner: Manner) -> None:
    """Say that a draft was sent: it is marked so, and logged as contact with the person.

    DRAFT is its path or title, or the NAME of the person where there is one draft to them.
    """
    from vault_tool.engine.message import sent_note

    with opened(asked) as desk:
        on = past_day(asked, desk, "--when", day)
        path, message = _draft_meant(asked, desk, " ".join(draft))
        card = _receiver(asked, desk, path, message)
        words = f"{message.channel}: {message.subject}" if message.subject else message.channel
        edits = [(path, sent_note(path, on, desk.index.ways))]
        log_words(asked, desk, manner, [(card, words)], on, first=edits, command=f"sent {path}")


def _draft_meant(asked: Asked, desk: Desk, typed: str) -> "tuple[str, Message]":
    """Return the draft that is meant: by path, by title, or the only one to a person."""
    from vault_tool.index.read import notes
    from vault_tool.note.links import fold

    drafts = saved_drafts(desk, (n.path for n in notes(desk.index) if n.kind == "made"))
    wanted = fold(typed.removeprefix("./").removesuffix(".md"))
    for path, message in drafts.items():
        if wanted in (fold(path[:-3]), fold(path[:-3]).rpartition("/")[2]):
            return path, message
    open_ones = {path: each for path, each in drafts.items() if each.is_open}
    card = certain_person(asked, desk, typed)
    linker = linker_of(desk)
    found = [
        path
        for path, each in open_ones.items()
        if linker.resolver.resolve(each.to, path) == card.path
    ]
    if not found:
        raise NobodyFound(
            f"there is no draft to {card.name} that was not sent",
            f'Write one: vault-tool draft check-in "{card.name}" --save',
        )
    if len(found) > 1:
        several = SeveralFound(
            f"there are {len(found)} drafts to {card.name}",
            tuple((open_ones[path].subject or path, path) for path in found),
            "Name its path.",
        )
        if not can_ask():
            raise several
        found = [found[chosen(desk.language, several)]]
    return found[0], open_ones[found[0]]


def _receiver(asked: Asked, desk: Desk, path: str, message: "Message") -> "Card":
    from vault_tool.index.read import cards

    to = linker_of(desk).resolver.resolve(message.to, path)
    for card in cards(desk.index):
        if card.path == to:
            return card
    return certain_person(asked, desk, message.to)


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
