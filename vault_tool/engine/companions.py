"""Who appears with whom, and what that says when a name fits several people.

Public: `Companions`, `companions(groups)`, `likeliest(cards, company, known)`.

It only ever orders candidates. Nobody is taken for somebody because of the company they keep.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from vault_tool.model import Card

# For the path of a person, how often each other person was named together with them.
Companions = Mapping[str, Mapping[str, int]]

_STATUSES = ("active", "paused", "archived", "deceased")


def companions(groups: Iterable[tuple[str, ...]]) -> Companions:
    """Return how often two people were named in one interaction, from the paths of each."""
    counted: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for group in groups:
        people = set(group)
        for one in people:
            for other in people:
                if other != one:
                    counted[one][other] += 1
    return {one: dict(others) for one, others in counted.items()}


def likeliest(
    cards: Iterable[Card], company: Sequence[str] = (), known: Companions | None = None
) -> tuple[Card, ...]:
    """Return the people in the order in which they are likely meant.

    First who was most often named with the people of `company` (their paths), then who is still
    around, then who is named most with anybody, then by name.
    """
    together = known or {}

    def order(card: Card) -> tuple[int, int, int, str, str]:
        others = together.get(card.path, {})
        shared = sum(others.get(path, 0) for path in company)
        around = _STATUSES.index(card.status)
        return -shared, around, -sum(others.values()), card.name.casefold(), card.path

    return tuple(sorted(cards, key=order))
