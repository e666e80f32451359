"""`sent DRAFT`: a draft that went out is contact, and what it asked about is asked."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from vault_tool.cli.changing import FORMATS, Line
from vault_tool.cli.linking import linker_of
from vault_tool.cli.log import log_words
from vault_tool.cli.manner import Manner, writes
from vault_tool.cli.naming import can_ask, cards_ready, certain_person, chosen
from vault_tool.cli.offers import complete_person
from vault_tool.cli.opening import Desk, opened
from vault_tool.cli.options import Asked, verb
from vault_tool.cli.reporting import saved_drafts
from vault_tool.cli.when import past_day
from vault_tool.errors import NobodyFound, SeveralFound

if TYPE_CHECKING:
    from vault_tool.engine.message import Message
    from vault_tool.model import Card


@verb(
    "sent",
    formats=FORMATS,
    example="""\
vault-tool sent giulia
vault-tool sent "Drafts/2026-11-23 check-in Giulia Rossi.md" --when yesterday""",
)
@click.argument("draft", metavar="DRAFT", nargs=-1, required=True, shell_complete=complete_person)
@click.option("--when", "day", metavar="DATE", help="The day it was sent; else today.")
@writes
def sent_command(asked: Asked, draft: Sequence[str], day: str | None, manner: Manner) -> None:
    """Say that a draft was sent: it is marked so, and logged as contact with the person.

    An introduction that was sent is given to both, and a month later you are asked how it went.
    DRAFT is its path or title, or the NAME of the person where there is one draft to them. A cue
    that it asked about is done with it.
    """
    from vault_tool.engine.message import sent_note
    from vault_tool.engine.tact import asked_about
    from vault_tool.engine.talk import loop_closed
    from vault_tool.index.read import dossier

    with opened(asked, cards_ready) as desk:
        on = past_day(asked, desk, "--when", day)
        path, message = _draft_meant(asked, desk, " ".join(draft))
        card = _receiver(asked, desk, path, message)
        words = f"{message.channel}: {message.subject}" if message.subject else message.channel
        ways = desk.index.ways
        edits = [(path, sent_note(path, on, ways))]
        if message.introduces and message.kind == "intro":
            from vault_tool.cli.intro import book_introduction

            book_introduction(asked, desk, manner, message, path, card, edits, on)
            return
        if message.introduces:
            from vault_tool.cli.intro import introduced_in
            from vault_tool.engine.introducing import linked

            other = introduced_in(desk, message, path)
            words = linked(
                words, other.name, linker_of(desk).link(other.path, card.path, other.name)
            )
        cues = asked_about(message.used, dossier(desk.index, card.path).tasks)
        for cue in cues:
            line, text = cue.loop.line, cue.loop.text
            edits.append((cue.path, loop_closed(cue.path, line, text, on, ways, dropped=False)))
        log_words(
            asked, desk, manner, [(card, words)], on,
            first=edits, command=f"sent {path}", more=[Line(c.path, c.loop.text) for c in cues],
        )  # fmt: skip


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
