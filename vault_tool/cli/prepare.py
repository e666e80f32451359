"""`prepare PLACE`: whom one knows where one is going, and a line on each."""

from collections.abc import Sequence

import click

from vault_tool.cli.filtering import standings_of
from vault_tool.cli.offers import complete_place
from vault_tool.cli.opening import opened
from vault_tool.cli.options import FORMATS, Asked, verb
from vault_tool.cli.showing import show
from vault_tool.errors import UsageError


@verb(
    "prepare",
    formats=FORMATS,
    example="""\
vault-tool prepare Forlì
vault-tool prepare "paper fair\"""",
)
@click.argument("place", metavar="PLACE", nargs=-1, required=True, shell_complete=complete_place)
def prepare_command(asked: Asked, place: Sequence[str]) -> None:
    """Show whom you know at a place or an event, and what to have in mind of each.

    Who lives there, works there (a company is a place too), or was met there, and whose note names
    it. Words may be left unfinished.
    """
    from vault_tool.engine.preparing import prepare
    from vault_tool.index.read import cards, search
    from vault_tool.render import practice

    wanted = " ".join(" ".join(place).split())
    if not wanted:
        raise UsageError("no place is named", "Name one: vault-tool prepare Bologna")
    with opened(asked) as desk:
        hits = [hit for hit in search(desk.index, f'"{wanted.replace(chr(34), "")}"') if hit.status]
        found = prepare(cards(desk.index), standings_of(desk), hits, wanted, desk.today)
        result = practice.prepared(found, wanted, desk.today, desk.unread)
        show(asked, desk, "prepare", result)
