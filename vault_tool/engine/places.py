"""Whom one knows where, and where one met them: any place is good.

Public: `Place`, `places(cards)`.
"""

from collections.abc import Iterable
from typing import NamedTuple

from vault_tool.engine.conditions import texts_of
from vault_tool.engine.names import link_name, plain_name
from vault_tool.model import Card


class Place(NamedTuple):
    """A place as most notes spell it; (name, path) of who lives there, and who was met there."""

    name: str
    living: tuple[tuple[str, str], ...]
    met: tuple[tuple[str, str], ...]


def places(cards: Iterable[Card]) -> tuple[Place, ...]:
    """Return every place that notes name as `location` or `met_at`; those of most people first.

    Case and accents make no difference. The deceased and the archived are not among them.
    """
    spellings: dict[str, dict[str, int]] = {}
    found: dict[str, tuple[dict[str, str], dict[str, str]]] = {}
    for card in cards:
        if card.me or card.status in ("archived", "deceased"):
            continue
        for side, key in enumerate(("location", "met_at")):
            for text in texts_of(card.properties.get(key)):
                name = " ".join(link_name(text).split())
                if name:
                    folded = plain_name(name)
                    spelled = spellings.setdefault(folded, {})
                    spelled[name] = spelled.get(name, 0) + 1
                    found.setdefault(folded, ({}, {}))[side][card.path] = card.name
    made = [
        Place(_usual(spellings[folded]), *(_people(side) for side in sides))
        for folded, sides in found.items()
    ]
    return tuple(sorted(made, key=lambda each: (-_count(each), each.name.casefold())))


def _usual(spelled: dict[str, int]) -> str:
    return min(spelled, key=lambda name: (-spelled[name], name))


def _people(side: dict[str, str]) -> tuple[tuple[str, str], ...]:
    pairs = ((name, path) for path, name in side.items())
    return tuple(sorted(pairs, key=lambda pair: (pair[0].casefold(), pair[1])))


def _count(place: Place) -> int:
    return len({path for _, path in (*place.living, *place.met)})
