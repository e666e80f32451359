"""NAME for commands that write: whoever is called exactly that, and nobody else.

Public: `exactly(cards, typed)`, `who_is(cards, typed)`.

Exact is a path, a name, an alias, an e-mail, a phone in any form, or whole words of one name only
(`Giulia`, `Rossi Giulia`), without case and accents. The beginning of a word and a slip of the
fingers are never enough to write by: they name candidates, to be asked about.
"""

from collections.abc import Sequence
from typing import NamedTuple

from vault_tool.engine.companions import Companions, likeliest
from vault_tool.engine.lookup import matches, nearest_names
from vault_tool.errors import NobodyFound, SeveralFound
from vault_tool.model import Card


class Who(NamedTuple):
    """Whom a typed name may mean, the likeliest first; `exact` when that is what they are called.

    Exact and only one: that is who is meant. Exact and several, or not exact: somebody must say.
    """

    cards: tuple[Card, ...]
    exact: bool


def who_is(
    cards: Sequence[Card],
    typed: str,
    *,
    company: Sequence[str] = (),
    companions: Companions | None = None,
) -> Who:
    """Return whom the typed name may mean; nobody for what is like no name at all.

    `company` holds the paths of people who are named besides, `companions` who appears with whom.
    """
    found = matches(cards, typed)
    ordered = likeliest(found.cards, company, companions)
    return Who(ordered, exact=not (found.slipped or found.begun))


def exactly(
    cards: Sequence[Card],
    typed: str,
    *,
    company: Sequence[str] = (),
    companions: Companions | None = None,
) -> Card:
    """Return the one person who is called what was typed, archived and deceased ones included.

    Raises `SeveralFound` when several are, and `NobodyFound` when nobody is: with candidates and
    "Did you mean …?" where the name is only begun or a slip away, else with the nearest names.
    """
    who = who_is(cards, typed, company=company, companions=companions)
    if who.exact and len(who.cards) == 1:
        return who.cards[0]
    candidates = tuple((card.name, card.path) for card in who.cards)
    if who.exact and candidates:
        raise SeveralFound(
            f'"{typed}" fits {len(candidates)} people',
            candidates,
            "Type more of the name, or the path of the note.",
        )
    raise NobodyFound(f'nobody is called "{typed}"', _hint(cards, typed, who), candidates)


def _hint(cards: Sequence[Card], typed: str, who: Who) -> str:
    if who.cards:
        names = [card.name for card in who.cards[:3]]
        return f"Did you mean {' or '.join(names)}?"
    nearest = nearest_names(cards, typed)
    return f"Nearest: {', '.join(nearest)}." if nearest else "See everybody: vault-tool who"
