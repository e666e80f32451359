"""`cue`, `promise` and `done`: what to ask about, what I owe, and what is over."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from vault_tool.cli.changing import FORMATS, Line, write
from vault_tool.cli.manner import Manner, writes
from vault_tool.cli.naming import can_ask, cards_ready, certain_person, chosen
from vault_tool.cli.offers import complete_person
from vault_tool.cli.opening import Desk, opened
from vault_tool.cli.options import Asked, Body, verb
from vault_tool.cli.when import day_of, past_day
from vault_tool.errors import SeveralFound, UsageError

if TYPE_CHECKING:
    from vault_tool.model import Card, Task
    from vault_tool.vault.journal import Change

KEPT = "It is there already, and still open."


def _one_name(body: Body) -> Body:
    return click.argument("name", metavar="NAME", shell_complete=complete_person)(body)


@verb(
    "cue",
    formats=FORMATS,
    example="""\
vault-tool cue giulia "how the permit hearing went" --on 2026-12-12
vault-tool cue marco "il concorso di Ravenna" --on "fra 2 settimane\"""",
)
@_one_name
@click.argument("text", metavar="TEXT", nargs=-1, required=True)
@click.option("--on", "day", metavar="DATE", help="The day of it; asked about the day after.")
@writes
def cue_command(
    asked: Asked, name: str, text: Sequence[str], day: str | None, manner: Manner
) -> None:
    """Keep in mind what to ask somebody about, from a day on.

    Before its day the cue is silent; from the day after it is a reason to be in touch. Without a
    day it stands in brief and drafts only.
    """
    with opened(asked, cards_ready) as desk:
        card = certain_person(asked, desk, name)
        on = day_of(asked, desk, "--on", day, future=True) if day is not None else None
        open_loop(asked, desk, manner, card, " ".join(text), "cue", on)


@verb(
    "promise",
    formats=FORMATS,
    example="""\
vault-tool promise giulia "send the plans" --by "next friday"
vault-tool promise tom "post the San Marzano seeds\"""",
)
@_one_name
@click.argument("text", metavar="TEXT", nargs=-1, required=True)
@click.option("--by", "--on", "day", metavar="DATE", help="The day it is due.")
@writes
def promise_command(
    asked: Asked, name: str, text: Sequence[str], day: str | None, manner: Manner
) -> None:
    """Write down a promise of yours. On its day, it comes first in today."""
    with opened(asked, cards_ready) as desk:
        card = certain_person(asked, desk, name)
        on = day_of(asked, desk, "--by", day, future=True) if day is not None else None
        open_loop(asked, desk, manner, card, " ".join(text), "promise", on)


def open_loop(
    asked: Asked, desk: Desk, manner: Manner, card: "Card", text: str, tag: str, on: date | None
) -> None:
    """Add an open loop of that tag to the person's note."""
    from vault_tool.engine.talk import loop_in_note

    said = " ".join(text.split())
    if not said:
        raise UsageError("there is nothing to write", f'Say what: vault-tool {tag} NAME "…"')
    words = f"{said} #{tag}" + (f" 📅 {on.isoformat()}" if on else "")
    edits = [(card.path, loop_in_note(card.path, words, desk.index.ways))]
    command = f"{tag} {card.name}: {said}"
    shown = [Line(card.path, words, card.name)]
    write(asked, desk, manner, command, edits, lambda _: shown, unchanged=KEPT)


@verb(
    "done",
    formats=FORMATS,
    example="""\
vault-tool done tom seeds
vault-tool done giulia permit --when yesterday""",
)
@_one_name
@click.argument("text", metavar="[TEXT]", nargs=-1)
@click.option("--when", "day", metavar="DATE", help="The day it was done; else today.")
@click.option("--dropped", is_flag=True, help="It is not going to happen, and was no contact.")
@writes
def done_command(
    asked: Asked, name: str, text: Sequence[str], day: str | None, dropped: bool, manner: Manner
) -> None:
    """Close an open loop: a promise kept, a question asked, a thing given back.

    TEXT is a part of its words; it may be left out where only one is open. A closed loop counts as
    a contact on its day, unless it was --dropped. One that comes back (🔁) is opened anew.
    """
    from vault_tool.engine.lookup import loops_meant
    from vault_tool.index.read import dossier

    with opened(asked, cards_ready) as desk:
        card = certain_person(asked, desk, name)
        on = past_day(asked, desk, "--when", day)
        found = loops_meant(dossier(desk.index, card.path).tasks, " ".join(text))
        task = _one(desk.language, card, found, " ".join(text))
        _close(asked, desk, manner, card, task, on, dropped=dropped)


def _one(language: str, card: "Card", found: "Sequence[Task]", text: str) -> "Task":
    if len(found) == 1:
        return found[0]
    if not found:
        wanted = f' with "{text}"' if text else ""
        raise UsageError(
            f"nothing is open between you and {card.name}{wanted}",
            f'See what is: vault-tool brief "{card.name}"',
        )
    several = SeveralFound(
        f"{len(found)} things are open between you and {card.name}",
        tuple((each.loop.text, f"{each.path}:{each.loop.line}") for each in found),
        "Name more of its words.",
    )
    if not can_ask():
        raise several
    return found[chosen(language, several)]


def _close(
    asked: Asked,
    desk: Desk,
    manner: Manner,
    card: "Card",
    task: "Task",
    on: date,
    *,
    dropped: bool,
) -> None:
    from vault_tool.engine.talk import loop_closed

    loop, path = task.loop, task.path
    edit = loop_closed(path, loop.line, loop.text, on, desk.index.ways, dropped=dropped)
    command = f"done {card.name}: {loop.text}"

    def say(changes: "Sequence[Change]") -> list[Line]:
        return [Line(path, loop.text, card.name)] if changes else []

    write(asked, desk, manner, command, [(path, edit)], say)
