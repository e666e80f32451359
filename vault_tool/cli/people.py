"""`who`, `find`, `why` and `path`: whom I know, where it is written, why now, in which file."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from vault_tool.cli.filtering import cards_meant, filtered, standings_of
from vault_tool.cli.naming import cards_ready, name_argument, person_meant, standing_meant
from vault_tool.cli.opening import opened
from vault_tool.cli.options import FORMATS, Asked, Format, verb
from vault_tool.cli.output import remark
from vault_tool.cli.showing import show
from vault_tool.errors import UsageError

if TYPE_CHECKING:
    from vault_tool.cli.opening import Desk
    from vault_tool.engine.query import Filter
    from vault_tool.model import Card

NOTHING = 1
UNFINISHED = 'A word may be left unfinished: "hous" finds house.'
WHY_FORMATS: tuple[Format, ...] = ("text", "md", "json", "html")
PATH_FORMATS: tuple[Format, ...] = ("path", "json")


@verb(
    "who",
    formats=FORMATS,
    example="""\
vault-tool who
vault-tool who --in Milano --tag choir
vault-tool who --offers "tax returns" --not-since 6m
vault-tool who --reach notary""",
)
@filtered
@click.option("--reach", "wanted", metavar="TEXT", help="Who can help with that, through whom.")
def who_command(asked: Asked, chosen: "Filter | None", wanted: str | None) -> None:
    """List people by filter: where they live, what they offer, by any property.

    With --reach those who offer something, the closest first, and through whom you reach them: who
    brought them to you, or who knows them as well.
    """
    from vault_tool.render import machine

    with opened(asked, cards_ready) as desk:
        found = cards_meant(desk, chosen)
        if wanted is not None:
            _reach(asked, desk, found, wanted)
            return
        show(asked, desk, "who", machine.who(found, desk.today, desk.unread))


def _reach(asked: Asked, desk: "Desk", chosen: "Sequence[Card]", wanted: str) -> None:
    from vault_tool.engine.acquaintance import acquaintance
    from vault_tool.engine.reachable import reachable
    from vault_tool.index.read import cards, together
    from vault_tool.render import practice

    if not wanted.strip():
        raise UsageError("there is nothing to reach for", "Say what: vault-tool who --reach notary")
    everybody = cards(desk.index)
    known = acquaintance(everybody, together(desk.index))
    paths = {card.path for card in chosen}
    people = standings_of(desk)
    found = [
        each
        for each in reachable(everybody, people, known, wanted, desk.today)
        if each.card.path in paths
    ]
    result = practice.reach(found, wanted, desk.today, desk.unread)
    show(asked, desk, "reach", result)


@verb(
    "find",
    formats=FORMATS,
    example="""\
vault-tool find permit
vault-tool find "summer house" --format path -0 | xargs -0 grep -n roof""",
)
@click.argument("text", metavar="TEXT", nargs=-1, required=True)
def find_command(asked: Asked, text: Sequence[str]) -> int | None:
    """Search the full text of every note, and show the lines. Exit code 1 when there is none."""
    from vault_tool.index.read import search
    from vault_tool.render import machine

    wanted = " ".join(map(_phrase, text)).strip()
    if not wanted:
        raise UsageError("there is nothing to look for", "Name a word: vault-tool find permit")
    with opened(asked) as desk:
        hits = search(desk.index, wanted)
        result = machine.find(hits, wanted, desk.today, desk.unread)
        show(asked, desk, "find", result, wraps=False)
        if not hits:
            remark(asked, f"Nothing holds {' '.join(text)}. {UNFINISHED}")
    return None if hits else NOTHING


@verb("why", formats=WHY_FORMATS, example='vault-tool why "Giulia Rossi"')
@name_argument
def why_command(asked: Asked, name: Sequence[str]) -> None:
    """Show how somebody's place in the list is computed, term by term, and what hides them."""
    from vault_tool.engine.patience import other_ways
    from vault_tool.engine.why import why
    from vault_tool.index.read import dossier, standings
    from vault_tool.render import machine

    with opened(asked, cards_ready) as desk:
        standing = standing_meant(asked, desk, name)
        found = why(standing, standings(desk.index), desk.settings, desk.today)
        ways = other_ways(dossier(desk.index, standing.path), found.due.waiting)
        result = machine.why(found, desk.today, desk.unread, ways)
        show(asked, desk, "why", result, WHY_FORMATS)


@verb(
    "path",
    formats=PATH_FORMATS,
    example="""\
vault-tool path "Giulia Rossi"
$EDITOR "$(vault-tool path giulia)\"""",
)
@name_argument
def path_command(asked: Asked, name: Sequence[str]) -> None:
    """Print the file of somebody's note."""
    from vault_tool.index.read import cards
    from vault_tool.render import machine

    with opened(asked, cards_ready) as desk:
        card = person_meant(asked, desk, cards(desk.index), name)
        show(asked, desk, "path", machine.who([card], desk.today, desk.unread), PATH_FORMATS)


def _phrase(word: str) -> str:
    """Return what the shell was told to keep together as words that follow each other."""
    is_phrase = len(word.split()) > 1 and '"' not in word
    return f'"{word}"' if is_phrase else word
