"""Whom one can reach for something: who offers it, and who else stands between.

Public: `Reachable`, `Between`, `reachable(cards, standings, known, wanted, today)`.
"""

from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

from vault_tool.engine.acquaintance import Acquaintance, Names
from vault_tool.engine.conditions import texts_of
from vault_tool.engine.names import link_name, plain_name, words
from vault_tool.engine.rhythm import last_contact
from vault_tool.engine.subjects import Subject, fits, subject
from vault_tool.model import Card, Standing

# Somebody in between is worth a word; a whole table is not.
MOST_BETWEEN = 3


class Between(NamedTuple):
    """Somebody through whom one reaches another: who brought them, or who knows them as well."""

    name: str
    path: str
    how: Literal["brought", "knows"]


class Reachable(NamedTuple):
    """Somebody who offers what is wanted, in their note's words, and through whom they are reached.

    `last` is the day of the last contact; `weight` how close they are.
    """

    card: Card
    offers: tuple[str, ...]
    between: tuple[Between, ...]
    weight: int
    last: date | None


def reachable(
    cards: Iterable[Card],
    standings: Iterable[Standing],
    known: Acquaintance,
    wanted: str,
    today: date,
) -> tuple[Reachable, ...]:
    """Return who can be asked, the closest first, then whom one talked to last.

    What somebody is (`role`) counts as an offer: a notary is one. Whoever is paused, archived or
    gone is left in peace; nobody of those stands between either.
    """
    people = list(cards)
    names = Names(people)
    active = {each.path: each for each in people if each.status == "active" and not each.me}
    standing_of = {each.path: each for each in standings}
    asked = subject(wanted)
    begins = words(plain_name(wanted)) if wanted.strip() else []
    found = []
    for card in active.values():
        offers = tuple(text for text in _offered(card) if _is_meant(text, asked, begins))
        if not offers:
            continue
        standing = standing_of.get(card.path)
        last = last_contact(standing, today) if standing else None
        found.append(
            Reachable(
                card,
                offers,
                _between(card, active, standing_of, names, known),
                standing.person.weight if standing else 0,
                date.fromordinal(last.day) if last else None,
            )
        )
    return tuple(sorted(found, key=_order))


def _offered(card: Card) -> list[str]:
    texts = [text for key in ("offers", "role") for text in texts_of(card.properties.get(key))]
    return list(dict.fromkeys(name for text in texts if (name := link_name(text).strip())))


def _is_meant(text: str, asked: Subject, begins: list[str]) -> bool:
    """Tell whether the text is about it, or has words that begin as those typed do."""
    have = words(plain_name(text))
    if begins and all(any(word.startswith(one) for word in have) for one in begins):
        return True
    return fits(asked, subject(text)) > 0


def _between(
    card: Card,
    active: dict[str, Card],
    standing_of: dict[str, Standing],
    names: Names,
    known: Acquaintance,
) -> tuple[Between, ...]:
    """Return who brought them, then who knows them as well, the closest first."""

    def closest(path: str) -> tuple[int, str, str]:
        standing = standing_of.get(path)
        return -(standing.person.weight if standing else 0), active[path].name.casefold(), path

    brought = [path for path in names.brought_by(card) if path in active]
    others = [path for path in known.known.get(card.path, ()) if path in active]
    knows = sorted((path for path in others if path not in brought), key=closest)
    return (
        *(Between(active[path].name, path, "brought") for path in brought),
        *(Between(active[path].name, path, "knows") for path in knows),
    )[:MOST_BETWEEN]


def _order(one: Reachable) -> tuple[int, int, str, str]:
    last = one.last.toordinal() if one.last else 0
    return -one.weight, -last, one.card.name.casefold(), one.card.path
