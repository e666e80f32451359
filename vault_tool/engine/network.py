"""Who brought whom, as a graph: word of mouth, introductions, and who joins people to others.

Public: `Tie`, `ties(cards, standings, lead, today)`, `Network`, `Group`, `Member`, `Bridge`,
`network(cards, ties)`.

The user is in no group: everybody would hang on them. Whoever is gone stays: it is how one came to
the others.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from heapq import nsmallest
from typing import TYPE_CHECKING, Literal, NamedTuple

from vault_tool.engine.acquaintance import Names
from vault_tool.model import Card, Gift, Standing
from vault_tool.note.links import find_links

if TYPE_CHECKING:
    import networkx as nx

TieKind = Literal["brought", "introduced"]
# So many people are readable in one picture: those nearest to whom it began with.
MOST_DRAWN = 48

# Of those who alone join others, so many are told: the ones with the most ties.
MOST_BRIDGES = 20

# Which note a link, written in the note at a path, leads to.
Lead = Callable[[str, str], str | None]


class Tie(NamedTuple):
    """Two people, by path: the one brought the other to the user, or the user introduced them.

    `on` is the day, as an ordinal, where a line tells of it.
    """

    one: str
    other: str
    kind: TieKind
    on: int | None = None


class Member(NamedTuple):
    """Somebody in a group, and their place in its picture.

    `step` is how many ties lie between them and the one it began with; `row` orders those of a
    step, whoever belongs together beside each other.
    """

    name: str
    path: str
    step: int
    row: float


class Bridge(NamedTuple):
    """Somebody who alone joins others: the sides they join, as (name, path), largest first."""

    name: str
    path: str
    sides: tuple[tuple[tuple[str, str], ...], ...]


class Group(NamedTuple):
    """People who hang together by ties, as (name, path).

    `members` are those in its picture, which has `height` rows: all, or of a large group the ones
    nearest to whom it began with.
    """

    people: tuple[tuple[str, str], ...]
    members: tuple[Member, ...]
    all_ties: tuple[Tie, ...]
    height: int

    @property
    def ties(self) -> tuple[Tie, ...]:
        """Return the ties that are in the picture."""
        drawn = {member.path for member in self.members}
        return tuple(tie for tie in self.all_ties if tie.one in drawn and tie.other in drawn)


class Network(NamedTuple):
    """The groups, the largest first, who joins their parts, and whom each brought and in turn.

    `brought` holds paths, nearest first; `names` names everybody in it.
    """

    groups: tuple[Group, ...]
    bridges: tuple[Bridge, ...]
    brought: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]


def ties(
    cards: Iterable[Card], standings: Iterable[Standing], lead: Lead, today: date
) -> tuple[Tie, ...]:
    """Return every tie that notes tell of: `met_through`, and introductions in the ledger.

    In somebody's own note the line is about them; elsewhere about whom it links first.
    """
    people = list(cards)
    names = Names(people)
    nobody = {card.path for card in people if card.me}
    known = {card.path for card in people} - nobody
    found: dict[tuple[str, str, TieKind], int | None] = {}
    for card in people:
        for by in names.brought_by(card):
            if by in known and card.path in known:
                found[by, card.path, "brought"] = None
    for standing in standings:
        for gift in standing.gifts:
            if gift.kind != "contact" or gift.direction == "asked" or gift.day > today.toordinal():
                continue
            kind: TieKind = "brought" if gift.direction == "got" else "introduced"
            for other in _others(standing.path, gift, lead):
                if other in known and standing.path in known:
                    key = (standing.path, other, kind)
                    if kind == "introduced" and (other, standing.path, kind) in found:
                        key = (other, standing.path, kind)
                    day = found.get(key)
                    found[key] = gift.day if day is None else min(day, gift.day)
    return tuple(sorted(Tie(*key, on) for key, on in found.items()))


def network(
    cards: Iterable[Card], known: Iterable[Tie], chosen: Callable[[str], bool] = lambda _: True
) -> Network:
    """Return the network of these ties; only groups with somebody who is `chosen`, by path."""
    import networkx as nx

    names = {card.path: card.name for card in cards}
    graph: nx.Graph[str] = nx.Graph()
    arrows: nx.DiGraph[str] = nx.DiGraph()
    among: defaultdict[str, list[Tie]] = defaultdict(list)
    for tie in sorted(known):
        graph.add_edge(tie.one, tie.other)
        among[tie.one].append(tie)
        if tie.kind == "brought":
            arrows.add_edge(tie.one, tie.other)
    brought = {
        path: tuple(
            other
            for layer in list(nx.bfs_layers(arrows, path))[1:]
            for other in sorted(layer, key=lambda each: names[each].casefold())
        )
        for path in arrows
    }
    parts = [part for part in nx.connected_components(graph) if any(map(chosen, part))]
    parts.sort(key=lambda part: (-len(part), min(names[path].casefold() for path in part)))
    groups = tuple(_group(graph, part, among, brought, names) for part in parts)
    joining = [
        (-graph.degree(path), path, at)
        for at, part in enumerate(parts)
        for path in nx.articulation_points(graph.subgraph(part))
    ]
    bridges = [
        _bridge(graph, parts[at], path, names) for _, path, at in nsmallest(MOST_BRIDGES, joining)
    ]
    return Network(
        groups,
        tuple(sorted(bridges, key=_by_reach)),
        {path: those for path, those in brought.items() if those},
        {path: names[path] for part in parts for path in part},
    )


def _others(path: str, gift: Gift, lead: Lead) -> list[str]:
    """Return whom a line of the ledger names beside the person it is about."""
    linked = [lead(link.target, gift.path) for link in find_links(gift.text, 1) if not link.embed]
    people = list(dict.fromkeys(each for each in linked if each))
    if gift.path != path and people[:1] != [path]:
        return []
    return [each for each in people if each != path]


def _group(
    graph: "nx.Graph[str]",
    part: set[str],
    among: Mapping[str, list[Tie]],
    brought: Mapping[str, tuple[str, ...]],
    names: Mapping[str, str],
) -> Group:
    """Return a group, its picture begun with whoever brought the most, else joins the most."""

    def weight(path: str) -> tuple[int, int, str, str]:
        return -len(brought.get(path, ())), -graph.degree(path), names[path].casefold(), path

    first = min(part, key=weight)
    places = _placed(graph, first, names)
    members = tuple(
        Member(names[path], path, *places[path])
        for path in sorted(places, key=lambda each: (*places[each], each))
    )
    return Group(
        tuple(sorted(((names[path], path) for path in part), key=_by_name)),
        members,
        tuple(tie for path in sorted(part) for tie in among.get(path, ())),
        int(max(row for _, row in places.values())) + 1,
    )


def _placed(
    graph: "nx.Graph[str]", first: str, names: Mapping[str, str]
) -> dict[str, tuple[int, float]]:
    """Return the step and row of each on a tree that grows from the first.

    Each leaf has a row of its own; who leads to several stands in their middle.
    """
    import networkx as nx

    def in_order(some: Iterable[str]) -> list[str]:
        return sorted(some, key=lambda each: (names[each].casefold(), each))

    nearest = [first, *(to for _, to in nx.bfs_edges(graph, first, sort_neighbors=in_order))]
    tree = nx.bfs_tree(graph.subgraph(nearest[:MOST_DRAWN]), first, sort_neighbors=in_order)
    steps = {path: step for step, layer in enumerate(nx.bfs_layers(tree, first)) for path in layer}
    places: dict[str, tuple[int, float]] = {}
    rows = 0
    for path in nx.dfs_postorder_nodes(tree, first):
        below = [places[each][1] for each in tree.successors(path)]
        places[path] = (steps[path], (min(below) + max(below)) / 2 if below else float(rows))
        rows += not below
    return places


def _bridge(graph: "nx.Graph[str]", part: set[str], path: str, names: Mapping[str, str]) -> Bridge:
    import networkx as nx

    rest = graph.subgraph(part - {path})
    sides = [
        tuple(sorted(((names[each], each) for each in side), key=_by_name))
        for side in nx.connected_components(rest)
    ]
    sides.sort(key=lambda side: (-len(side), _by_name(side[0])))
    return Bridge(names[path], path, tuple(sides))


def _by_reach(bridge: Bridge) -> tuple[int, str, str]:
    """Order bridges by how many pairs of people only they join."""
    sizes = [len(side) for side in bridge.sides]
    pairs = (sum(sizes) ** 2 - sum(size**2 for size in sizes)) // 2
    return -pairs, bridge.name.casefold(), bridge.path


def _by_name(pair: tuple[str, str]) -> tuple[str, str]:
    return pair[0].casefold(), pair[1]
