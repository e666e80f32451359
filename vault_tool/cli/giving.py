"""`gave`, `got` and `asked`: what goes between two people, one line each, never a score."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from vault_tool.cli.changing import FORMATS
from vault_tool.cli.log import log_words
from vault_tool.cli.manner import Manner, writes
from vault_tool.cli.naming import cards_ready, certain_person
from vault_tool.cli.offers import complete_person
from vault_tool.cli.opening import Desk, opened
from vault_tool.cli.options import Asked, Body, Verb, verb
from vault_tool.cli.when import past_day
from vault_tool.errors import UsageError
from vault_tool.model import Direction
from vault_tool.note.ledger import tag_for

if TYPE_CHECKING:
    from vault_tool.model import Card

KINDS = ("time", "skill", "info", "contact")
NO_KIND = "-"


def _complete_kind(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    return [kind for kind in KINDS if kind.startswith(incomplete)]


def _ledger_verb(direction: Direction, said: str, example: str) -> Verb:
    """Make the command of one direction; what it writes is a line of the person's log."""

    def command(
        asked: Asked, name: str, kind: str, text: Sequence[str], day: str | None, manner: Manner
    ) -> None:
        _write(asked, direction, name, kind, " ".join(text), day, manner)

    command.__doc__ = said
    body: Body = writes(command)
    body = click.option("--when", "day", metavar="DATE", help="The day; else today.")(body)
    body = click.argument("text", metavar="TEXT", nargs=-1, required=True)(body)
    body = click.argument("kind", metavar="KIND", shell_complete=_complete_kind)(body)
    body = click.argument("name", metavar="NAME", shell_complete=complete_person)(body)
    return verb(direction, formats=FORMATS, example=example)(body)


gave_command = _ledger_verb(
    "gave",
    """Write down what you gave somebody: time, skill, info or contact.

    KIND is one of these, in English or Italian, or - for none of them. An introduction is
    gave NAME contact "met [[Somebody]]".
    """,
    'vault-tool gave giulia skill "the recipe book, bound again"',
)
got_command = _ledger_verb(
    "got",
    """Write down what somebody gave you: time, skill, info or contact.

    KIND is one of these, in English or Italian, or - for none of them.
    """,
    'vault-tool got tom info "where the paper mill clears its ends"',
)
asked_command = _ledger_verb(
    "asked",
    """Write down what you asked somebody for: time, skill, info or contact.

    KIND is one of these, in English or Italian, or - for none of them.
    """,
    'vault-tool asked marco time "an evening for the piano in the cellar"',
)


def _write(
    asked: Asked,
    direction: Direction,
    name: str,
    kind: str,
    text: str,
    day: str | None,
    manner: Manner,
) -> None:
    tag = tag_for(direction, None if kind == NO_KIND else kind)
    if tag is None:
        raise UsageError(
            f'"{kind}" is no kind of giving', f"It is {', '.join(KINDS)}, or {NO_KIND} for none."
        )
    said = " ".join(text.split())
    if not said:
        raise UsageError("there is nothing to write", f'Say what: vault-tool {direction} … "…"')
    with opened(asked, cards_ready) as desk:
        card = certain_person(asked, desk, name)
        on = past_day(asked, desk, "--when", day)
        command = f"{direction} {card.name}: {said}"
        log_words(asked, desk, manner, [(card, f"{said} #{tag}")], on, command=command)
        if direction == "asked":
            _think_of(asked, desk, card, on)


def _think_of(asked: Asked, desk: Desk, card: "Card", on: date) -> None:
    """Say kindly that a first thing was asked of somebody met lately."""
    from vault_tool.cli.wishing import think_of
    from vault_tool.engine.asking import is_early
    from vault_tool.index.read import standing_at

    standing = standing_at(desk.index, card.path)
    early = is_early(standing, desk.settings, on)
    think_of(asked, desk, card.name, [early] if early else [])
