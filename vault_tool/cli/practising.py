"""The questions that reports on the practice of networking draw: each one engine function.

Public: `PRACTICE`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from vault_tool.cli.filtering import cards_meant, people_meant

if TYPE_CHECKING:
    from vault_tool.cli.opening import Desk
    from vault_tool.engine.network import Network
    from vault_tool.engine.query import Filter
    from vault_tool.model import Card

Result = Mapping[str, Any]
Question = Callable[["Desk", "Filter | None", int | None], Result]


def _coverage(desk: "Desk", chosen: "Filter | None", within: int | None) -> Result:
    """Go through the days with everybody, and show those who were chosen."""
    from vault_tool.engine.coverage import coverage
    from vault_tool.render import practice

    found = coverage(people_meant(desk, None), desk.settings, desk.today, within)
    if chosen is not None:
        paths = {each.path for each in people_meant(desk, chosen)}
        found = found._replace(
            turns=tuple(each for each in found.turns if each.item.path in paths),
            later=tuple(each for each in found.later if each.path in paths),
        )
    result = practice.coverage(found, desk.settings.per_day, desk.today, desk.unread)
    return _with_namesakes(desk, result)


def _balance(desk: "Desk", chosen: "Filter | None", within: int | None) -> Result:
    from vault_tool.engine.balance import accounts
    from vault_tool.render import practice

    found = accounts(people_meant(desk, chosen), desk.settings, desk.today)
    return practice.balance(found, desk.today, desk.unread)


def _promises(desk: "Desk", chosen: "Filter | None", within: int | None) -> Result:
    from vault_tool.engine.promises import promises
    from vault_tool.render import practice

    found = promises(people_meant(desk, chosen), desk.today)
    return practice.promises(found, desk.today, desk.unread)


def _reconnect(desk: "Desk", chosen: "Filter | None", within: int | None) -> Result:
    from vault_tool.engine.drifting import drifting
    from vault_tool.render import practice

    found = drifting(people_meant(desk, chosen), desk.today)
    return practice.reconnect(found, desk.today, desk.unread)


def _new_people(desk: "Desk", chosen: "Filter | None", within: int | None) -> Result:
    from vault_tool.engine.stages import new_people
    from vault_tool.render import practice

    found = new_people(people_meant(desk, chosen), desk.settings, desk.today)
    return practice.new_people(found, desk.today, desk.unread)


def _listening(desk: "Desk", chosen: "Filter | None", within: int | None) -> Result:
    from vault_tool.engine.listening import listening
    from vault_tool.render import practice

    found = listening(people_meant(desk, chosen), desk.today)
    return practice.listening(found, desk.today, desk.unread)


def _places(desk: "Desk", chosen: "Filter | None", within: int | None) -> Result:
    from vault_tool.engine.places import places
    from vault_tool.render import practice

    return practice.places(places(cards_meant(desk, chosen)), desk.today, desk.unread)


def _introductions(desk: "Desk", chosen: "Filter | None", within: int | None) -> Result:
    from vault_tool.engine.acquaintance import acquaintance
    from vault_tool.engine.introductions import introductions
    from vault_tool.index.read import cards, together
    from vault_tool.render import practice

    everybody = cards(desk.index)
    weights = {each.path: each.person.weight for each in people_meant(desk, None)}
    known = acquaintance(everybody, together(desk.index))
    named = _named(everybody, chosen.text if chosen else None)
    if named and chosen:
        chosen = replace(chosen, text=None)
    paths = {each.path for each in cards_meant(desk, chosen)}
    paths &= named or paths
    found = introductions(everybody, weights, known, paths.__contains__, named)
    return practice.introductions(found, desk.today, desk.unread)


def _named(everybody: "Sequence[Card]", typed: str | None) -> frozenset[str]:
    """Return whom typed words name, by path; nobody where they are no name."""
    from vault_tool.engine.lookup import matches

    found = matches(everybody, typed) if typed else None
    if found is None or found.slipped or found.begun:
        return frozenset()
    return frozenset(each.path for each in found.cards)


def network_of(desk: "Desk", chosen: "Filter | None") -> "Network":
    """Return the network of all ties that the notes tell of."""
    from vault_tool.engine.network import network, ties
    from vault_tool.index.read import cards, resolver

    everybody = cards(desk.index)
    people = people_meant(desk, None)
    lead = resolver(desk.index).resolve
    paths = {each.path for each in cards_meant(desk, chosen)}
    return network(everybody, ties(everybody, people, lead, desk.today), paths.__contains__)


def _network(desk: "Desk", chosen: "Filter | None", within: int | None) -> Result:
    from vault_tool.render.network import network

    return network(network_of(desk, chosen), desk.today, desk.unread)


def _capacity(desk: "Desk", chosen: "Filter | None", within: int | None) -> Result:
    from vault_tool.cli.stretching import proposed
    from vault_tool.render import practice

    result = practice.capacity(proposed(desk, chosen, frozenset()), desk.today, desk.unread)
    return _with_namesakes(desk, result)


def _with_namesakes(desk: "Desk", result: Result) -> Result:
    """Return a result that says of each who shares a name with anybody what tells them apart."""
    from vault_tool.engine.namesakes import apart
    from vault_tool.index.read import cards

    everybody = [(each.path, each.name) for each in people_meant(desk, None)]
    told = apart(everybody, lambda: cards(desk.index))
    lists = [key for key in ("items", "later") if key in result]
    return {
        **result,
        **{
            key: [{**each, "apart": told.get(each["path"])} for each in result[key]]
            for key in lists
        },
    }


PRACTICE: Mapping[str, Question] = {
    "coverage": _coverage,
    "capacity": _capacity,
    "balance": _balance,
    "promises": _promises,
    "reconnect": _reconnect,
    "new-people": _new_people,
    "listening": _listening,
    "places": _places,
    "introductions": _introductions,
    "network": _network,
}
