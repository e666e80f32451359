"""Words that a shell is offered: people, tags and places.

They come from the index as the last command left it; nothing is walked or read, because the answer
is wanted between two keystrokes.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from vault_tool.cli.options import Asked

if TYPE_CHECKING:
    from vault_tool.model import Card

MOST = 200


def complete_person(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Offer names that begin so; else the one person of whom a later word begins so.

    Where a name is typed in several words, what stands before the last one is taken into account.
    """
    from vault_tool.engine.names import plain_name

    given = ctx.params.get(param.name or "") or ()
    before = len(given) if isinstance(given, tuple) else 0
    typed = plain_name(" ".join([*(given if before else ()), incomplete]))
    cards = _cards(ctx)
    names = sorted({name for card in cards for name in (card.name, *card.aliases)})
    found = [name for name in names if plain_name(name).startswith(typed)]
    if not found:
        within = [name for name in names if f" {typed}" in plain_name(name)]
        found = within if len(within) == 1 else []
    return _shown(" ".join(name.split()[before:]) for name in found)


def complete_tag(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Offer the tags that people have, nested ones too."""
    return _beginning(incomplete, (tag for card in _cards(ctx) for tag in card.tags))


def complete_place(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Offer the places people live in."""
    from vault_tool.engine.conditions import texts_of

    values = (card.properties.get("location") for card in _cards(ctx))
    return _beginning(incomplete, (text for value in values for text in texts_of(value)))


def _beginning(incomplete: str, words: Iterable[str]) -> list[str]:
    from vault_tool.engine.names import link_name, plain_name

    typed = plain_name(incomplete)
    known = {link_name(word) for word in words}
    return _shown(word for word in sorted(known) if plain_name(word).startswith(typed))


def _shown(words: Iterable[str]) -> list[str]:
    from vault_tool.render.harmless import harmless

    return [word for word in dict.fromkeys(words) if word and harmless(word) == word][:MOST]


def _cards(ctx: click.Context) -> "Sequence[Card]":
    """Return everybody as the index last knew them; a vault without an index has nobody yet."""
    from vault_tool.cli.opening import root_meant, rules_of
    from vault_tool.index.database import open_index
    from vault_tool.index.read import cards

    asked = ctx.find_object(Asked) or Asked()
    root = root_meant(asked)
    with open_index(root, *rules_of(root)) as index:
        return cards(index)
