"""Everybody's names, made ready once to be looked for in a sentence.

Public: `Roll(cards, spoken)`, `Called`.

Knows exact names only: a name, the name of its file, an alias, or whole words of one of these. What
a name means where it stands is decided in `named`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from vault_tool.engine.names import plain_name, words
from vault_tool.model import Card

_PARTICLES = (
    "de di da del della dei van von der den ten ter la le lo il el al bin ben ibn mac mc san st dr"
    " dos du e y o the of and"
)
# Words that are part of a name and no name by themselves: nobody is called `de`.
PARTICLES = frozenset(_PARTICLES.split())


class Called(NamedTuple):
    """The people who are called so: by a whole name or alias (`whole`), or by some words of one.

    `lower` when one of them writes it with a small letter: the alias `mum`.
    """

    cards: tuple[Card, ...]
    whole: bool
    lower: bool = False


class Roll:
    """Names by their plain words; only those that share one with what was spoken are kept."""

    def __init__(self, cards: Iterable[Card], spoken: Collection[str]) -> None:
        self._spoken = frozenset(spoken)
        self.longest = 1
        self.names: set[str] = set()
        self._own: defaultdict[tuple[str, ...], dict[str, Card]] = defaultdict(dict)
        self._aliases: defaultdict[tuple[str, ...], dict[str, Card]] = defaultdict(dict)
        self._parts: defaultdict[str, list[tuple[frozenset[str], Card]]] = defaultdict(list)
        self._lower: set[tuple[str, ...]] = set()
        for card in cards:
            stem = card.path.rpartition("/")[2].removesuffix(".md")
            for name in dict.fromkeys((card.name, stem)):
                self._add(name, card, self._own)
            for alias in card.aliases:
                self._add(alias, card, self._aliases)

    def called(self, spoken: Sequence[str]) -> Called | None:
        """Return who is called by these plain words, by the first step that fits anybody."""
        key = tuple(spoken)
        found = self._own.get(key) or self._aliases.get(key)
        if found:
            return Called(tuple(found.values()), True, key in self._lower)
        wanted = frozenset(key)
        is_slight = all(word in PARTICLES or len(word) == 1 for word in key)
        if is_slight or len(wanted) < len(key):
            return None
        rarest = min((self._parts.get(word, []) for word in key), key=len)
        parts = {card.path: card for have, card in rarest if wanted <= have}
        return Called(tuple(parts.values()), False) if parts else None

    def knows(self, word: str) -> bool:
        """Tell whether a plain word is part of anybody's name."""
        return word in self._parts and word not in PARTICLES

    def bearers(self, word: str) -> frozenset[str]:
        """Return the paths of everybody in whose name or alias a plain word stands."""
        return frozenset(card.path for _, card in self._parts.get(word, ()))

    def _add(
        self, name: str, card: Card, to: defaultdict[tuple[str, ...], dict[str, Card]]
    ) -> None:
        plain = plain_name(name)
        key = tuple(words(plain))
        if self._spoken.isdisjoint(key):
            return
        self.names.add(plain)
        self.longest = max(self.longest, len(key))
        to[key][card.path] = card
        if name[:1].islower():
            self._lower.add(key)
        have = frozenset(key)
        for word in have:
            self._parts[word].append((have, card))
