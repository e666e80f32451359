"""Who knows whom among the people of a vault, as far as the notes tell.

Public: `Acquaintance`, `acquaintance(cards, groups)`, `Names`.

Two people know each other when a line names both or a meeting had both, when one's note links the
other, when one brought the other, when they work in one place, and when both are family. A line
that says `#notintro` of two people is such a line as well: they are not to be introduced either.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from vault_tool.engine.conditions import texts_of
from vault_tool.engine.names import link_name, plain_name
from vault_tool.model import Card, Value
from vault_tool.note.links import fold

# Words of `relationship` whose people have long been at one table.
_FAMILY = frozenset(
    """
    family famiglia relative parente parenti partner spouse coniuge husband marito wife moglie
    mother madre mamma father padre papa sister sorella brother fratello daughter figlia son
    figlio aunt zia uncle zio cousin cugino cugina grandmother nonna grandfather nonno
    """.split()  # noqa: SIM905
)


class Names:
    """Whom a name written in a property means: one person's name, file or alias, else nobody."""

    def __init__(self, cards: Iterable[Card]) -> None:
        self._own: dict[str, list[str]] = defaultdict(list)
        self._other: dict[str, list[str]] = defaultdict(list)
        self._by_path: dict[str, str] = {}
        for card in cards:
            self._by_path[fold(card.path[:-3])] = card.path
            stem = card.path.rpartition("/")[2][:-3]
            for name in {plain_name(card.name), plain_name(stem)}:
                self._own[name].append(card.path)
            for alias in card.aliases:
                self._other[plain_name(alias)].append(card.path)

    def path(self, written: str) -> str | None:
        """Return the path of the person meant; None for nobody, and for several."""
        inner = written.strip().removeprefix("[[").partition("]]")[0]
        inner = inner.partition("|")[0].partition("#")[0].strip()
        by_path = self._by_path.get(fold(inner.removesuffix(".md")))
        if by_path is not None:
            return by_path
        name = plain_name(link_name(written))
        found = self._own.get(name) or self._other.get(name) or ()
        return found[0] if len(found) == 1 else None

    def brought_by(self, card: Card) -> tuple[str, ...]:
        """Return the paths of those who brought somebody, as `met_through` says."""
        written = texts_of(card.properties.get("met_through"))
        paths = dict.fromkeys(path for text in written if (path := self.path(text)))
        return tuple(path for path in paths if path != card.path)


class Acquaintance(NamedTuple):
    """Who knows whom, by path; `circles` are each one's places of work and family."""

    known: Mapping[str, frozenset[str]]
    circles: Mapping[str, frozenset[str]]

    def know_each_other(self, one: str, other: str) -> bool:
        """Tell whether the notes say that two people know each other, or must not meet."""
        if other in self.known.get(one, ()):
            return True
        nothing: frozenset[str] = frozenset()
        return not self.circles.get(one, nothing).isdisjoint(self.circles.get(other, nothing))


def acquaintance(cards: Iterable[Card], groups: Iterable[tuple[str, ...]]) -> Acquaintance:
    """Return who knows whom; `groups` are the paths of people that are named together."""
    people = list(cards)
    names = Names(people)
    known: defaultdict[str, set[str]] = defaultdict(set)
    met = [(card.path, *names.brought_by(card)) for card in people]
    for group in (*groups, *met):
        for one in group:
            known[one].update(group)
    return Acquaintance(
        {path: frozenset(others - {path}) for path, others in known.items()},
        {card.path: circles for card in people if (circles := _circles(card.properties))},
    )


def _circles(properties: Mapping[str, Value]) -> frozenset[str]:
    found = {f"at {name}" for text in texts_of(properties.get("company")) if (name := _plain(text))}
    relations = {_plain(text) for text in texts_of(properties.get("relationship"))}
    if not relations.isdisjoint(_FAMILY):
        found.add("family")
    return frozenset(found)


def _plain(text: str) -> str:
    return plain_name(link_name(text))
