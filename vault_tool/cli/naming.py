"""NAME on the command line: one person, with a picker where two fit and there is a terminal."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from vault_tool.cli.offers import complete_person
from vault_tool.cli.opening import Desk
from vault_tool.cli.options import Asked, Body
from vault_tool.cli.output import remark
from vault_tool.cli.questions import question
from vault_tool.errors import NobodyFound, SeveralFound, UsageError
from vault_tool.model import Card, Standing
from vault_tool.render.harmless import harmless

name_argument: Callable[[Body], Body] = click.argument(
    "name", metavar="NAME", nargs=-1, required=True, shell_complete=complete_person
)


def cards_ready(desk: Desk) -> None:
    """Make the cards ready among which a name is looked for, while the vault is looked at."""
    from vault_tool.index.read import make_cards_ready

    make_cards_ready(desk.index)


def person_meant(asked: Asked, desk: Desk, cards: Sequence[Card], name: Sequence[str]) -> Card:
    """Return the one person that the typed words mean, saying whom a slip was taken for."""
    from vault_tool.engine.query import find_person

    typed = _path_in(desk.root, " ".join(name))
    try:
        found = find_person(cards, typed)
    except SeveralFound as several:
        if not can_ask():
            raise
        return picked(desk.language, several, cards)
    if found.slipped:
        remark(asked, f'Nobody is called "{typed}": this is {found.card.name}.')
    return found.card


def certain_person(asked: Asked, desk: Desk, name: str) -> Card:
    """Return the one person that a command may write about: never somebody a slip was taken for."""
    from vault_tool.engine.naming import exactly
    from vault_tool.index.read import cards

    everybody = [card for card in cards(desk.index) if not card.me]
    try:
        return exactly(everybody, _path_in(desk.root, name))
    except (SeveralFound, NobodyFound) as doubt:
        if not doubt.candidates or not can_ask():
            raise
        return picked(desk.language, doubt, everybody)


def standing_meant(asked: Asked, desk: Desk, name: Sequence[str]) -> Standing:
    """Return what is known of the one person that the typed words mean; never of the user."""
    from vault_tool.index.read import cards, standing_at

    everybody = cards(desk.index)
    try:
        card = person_meant(asked, desk, [each for each in everybody if not each.me], name)
    except NobodyFound:
        card = person_meant(asked, desk, everybody, name)
        raise UsageError(f"{card.name} is you", "Name somebody else.") from None
    return standing_at(desk.index, card.path)


def _path_in(root: Path, typed: str) -> str:
    """Return a path from anywhere, as `path` prints it, as one from the vault's root."""
    if not typed.endswith(".md") or "[[" in typed:
        return typed
    file = Path(os.path.abspath(typed))
    for folder in (root, root.resolve()):
        if file.is_file() and file.is_relative_to(folder):
            return file.relative_to(folder).as_posix()
    return typed


def can_ask() -> bool:
    """Tell whether somebody sits at a terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def picked(language: str, several: SeveralFound | NobodyFound, cards: Sequence[Card]) -> Card:
    """Return whom the user picks of the candidates."""
    path = several.candidates[chosen(language, several)][1]
    return next(card for card in cards if card.path == path)


def chosen(language: str, several: SeveralFound | NobodyFound) -> int:
    """Show the candidates, and return the number of the one that the user picks, from 0."""
    for number, (name, path) in enumerate(several.candidates, 1):
        click.echo(harmless(f"{number:>3}  {name}  ({path})"), err=True)
    numbers = click.IntRange(1, len(several.candidates))
    answer: int = click.prompt(question(language, "which"), type=numbers, err=True)
    return answer - 1
