"""Who could help whom, of people who do not know each other yet: whom to introduce, and why.

Public: `Help`, `Introduction`, `Introductions`, `introductions(cards, weights, acquaintance)`.

A reason is a need that the other's offer meets, or an interest that both have; that they live in
one city is no reason alone. Whoever is hidden is left in peace, and whoever knows each other
already, or must not be introduced, is no pair. How words are compared is told in `subjects`.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from heapq import nsmallest
from itertools import islice
from typing import NamedTuple

from vault_tool.engine.acquaintance import Acquaintance
from vault_tool.engine.conditions import texts_of
from vault_tool.engine.names import link_name, plain_name
from vault_tool.engine.subjects import Subject, fits, subject
from vault_tool.model import DEFAULT_WEIGHT, Card

# So many pairs are named of one person, so that nobody fills the list, and so many in all.
MOST_EACH = 3
MOST = 40
# Of those who offer what has a word, the closest are looked at, and of these the likeliest.
_CROWD = 24
_LIKELIEST = 5
# An interest of more people than this says nothing of two of them.
_COMMON = 12
# Of the pairs so many are weighed in all respects, those that help most.
_WEIGHED = 1000


class Help(NamedTuple):
    """A need and the offer that meets it; `giver` and `taker` are places in the pair, 0 and 1."""

    giver: int
    taker: int
    need: str
    offer: str
    fit: float


class Introduction(NamedTuple):
    """Two people, (name, path) each, and what speaks for it; who needs something stands first."""

    people: tuple[tuple[str, str], tuple[str, str]]
    helps: tuple[Help, ...]
    interests: tuple[str, ...]
    city: str | None

    @property
    def both_ways(self) -> bool:
        """Tell whether each could help the other."""
        return len({each.giver for each in self.helps}) == 2


class Introductions(NamedTuple):
    """The pairs, the best reasons first, and how many there are beyond those."""

    pairs: tuple[Introduction, ...]
    more: int


class _Person(NamedTuple):
    card: Card
    weight: int
    offers: tuple[Subject, ...]
    needs: tuple[Subject, ...]
    interests: tuple[Subject, ...]


# How well each need (number) is met by which offer, in one direction of a pair.
_Met = dict[int, tuple[float, str]]


def introductions(
    cards: Iterable[Card],
    weights: Mapping[str, int],
    known: Acquaintance,
    chosen: Callable[[str], bool] = lambda _: True,
    named: frozenset[str] = frozenset(),
) -> Introductions:
    """Return whom to introduce to whom; one of the two must be `chosen`, by path.

    A need that is met stands before an interest, both ways before one way; then the better fit,
    more in common, one city, and those who are closest to the user. Whoever is `named` is shown in
    as many pairs as there are.
    """
    people = [_person(card, weights) for card in cards if _is_listed(card)]
    people.sort(key=lambda each: (-each.weight, each.card.path))
    helps = _helps(people, known, chosen)
    shared = _shared(people, known, chosen)
    found = {*shared, *((min(pair), max(pair)) for pair in helps)}

    def first_look(pair: tuple[int, int]) -> tuple[object, ...]:
        one, other = helps.get(pair, {}), helps.get(pair[::-1], {})
        fit = sum(fit for fit, _ in (*one.values(), *other.values()))
        return -bool(one) - bool(other), -fit, -len(shared.get(pair, ())), pair

    pairs = [
        _pair(people[one], people[other], helps, shared.get((one, other), ()), one, other)
        for one, other in nsmallest(_WEIGHED, found, key=first_look)
    ]
    weight = {each.card.path: each.weight for each in people}
    pairs.sort(key=lambda pair: _order(pair, weight))
    shown = _spread(pairs, named)
    return Introductions(shown, len(found) - len(shown))


def _is_listed(card: Card) -> bool:
    return card.status == "active" and not card.inbox and not card.me


def _person(card: Card, weights: Mapping[str, int]) -> _Person:
    of = card.properties
    offers, needs, interests = (
        tuple(each for text in texts_of(of.get(key)) if (each := subject(text)).words)
        for key in ("offers", "needs", "interests")
    )
    return _Person(card, weights.get(card.path, DEFAULT_WEIGHT), offers, needs, interests)


def _helps(
    people: list[_Person], known: Acquaintance, chosen: Callable[[str], bool]
) -> dict[tuple[int, int], _Met]:
    """Return for (giver, taker) which needs of the taker are met, and how well by which offer."""
    offering = {
        key: those[:_CROWD] for key, those in _by_key(people, lambda each: each.offers).items()
    }
    found: dict[tuple[int, int], _Met] = {}
    for taker, person in enumerate(people):
        for number, need in enumerate(person.needs):
            hits = Counter(giver for key in need.keys for giver in offering.get(key, ()))
            likely = (
                giver
                for giver in sorted(hits, key=lambda giver: (-hits[giver], giver))
                if _may_meet(people, giver, taker, known, chosen)
            )
            for giver in islice(likely, _LIKELIEST):
                fit, offer = max((fits(need, each), each.text) for each in people[giver].offers)
                if fit:
                    found.setdefault((giver, taker), {})[number] = (fit, offer)
    return found


def _shared(
    people: list[_Person], known: Acquaintance, chosen: Callable[[str], bool]
) -> dict[tuple[int, int], tuple[str, ...]]:
    """Return for two people, the first one's number below, the interests both have."""
    liking = {
        key: those
        for key, those in _by_key(people, lambda each: each.interests).items()
        if len(those) <= _COMMON
    }
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    for one, person in enumerate(people):
        others = {
            other
            for interest in person.interests
            for key in interest.keys
            for other in liking.get(key, ())
            if other > one
        }
        for other in others:
            if not _may_meet(people, one, other, known, chosen):
                continue
            both = tuple(
                _both(interest.text, each.text)
                for interest in person.interests
                for each in people[other].interests
                if fits(interest, each)
            )
            if both:
                found[one, other] = tuple(dict.fromkeys(both))
    return found


def _both(one: str, other: str) -> str:
    return one if plain_name(one) == plain_name(other) else f"{one} / {other}"


def _by_key(
    people: list[_Person], subjects_of: Callable[[_Person], tuple[Subject, ...]]
) -> dict[str, list[int]]:
    """Return who has a word, in their order."""
    found: defaultdict[str, dict[int, None]] = defaultdict(dict)
    for number, person in enumerate(people):
        for each in subjects_of(person):
            for key in each.keys:
                found[key][number] = None
    return {key: list(those) for key, those in found.items()}


def _may_meet(
    people: list[_Person],
    one: int,
    other: int,
    known: Acquaintance,
    chosen: Callable[[str], bool],
) -> bool:
    if one == other:
        return False
    first, second = people[one].card.path, people[other].card.path
    return (chosen(first) or chosen(second)) and not known.know_each_other(first, second)


def _pair(
    one: _Person,
    other: _Person,
    helps: Mapping[tuple[int, int], _Met],
    interests: tuple[str, ...],
    at: int,
    other_at: int,
) -> Introduction:
    """Return the pair, whoever needs something first; where both or none do, in order of name."""
    to_one, to_other = helps.get((other_at, at), {}), helps.get((at, other_at), {})
    if bool(to_one) == bool(to_other):
        turn = _by_name(other.card) < _by_name(one.card)
    else:
        turn = not to_one
    if turn:
        one, other, to_one, to_other = other, one, to_other, to_one
    found = [Help(1, 0, one.needs[at].text, offer, fit) for at, (fit, offer) in to_one.items()]
    found += [Help(0, 1, other.needs[at].text, offer, fit) for at, (fit, offer) in to_other.items()]
    return Introduction(
        ((one.card.name, one.card.path), (other.card.name, other.card.path)),
        tuple(found),
        interests,
        _city(one.card, other.card),
    )


def _city(one: Card, other: Card) -> str | None:
    """Return the city that both live in, as the first one's note spells it."""
    there = {_plain(text) for text in texts_of(other.properties.get("location"))}
    names = [link_name(text) for text in texts_of(one.properties.get("location"))]
    return next((name for name in names if name and _plain(name) in there), None)


def _plain(text: str) -> str:
    return plain_name(link_name(text))


def _order(pair: Introduction, weight: Mapping[str, int]) -> tuple[object, ...]:
    ways = len({each.giver for each in pair.helps})
    close = sum(weight[path] for _, path in pair.people)
    names = tuple((name.casefold(), path) for name, path in pair.people)
    fit = sum(each.fit for each in pair.helps)
    return -ways, -fit, -len(pair.interests), pair.city is None, -close, names


def _spread(pairs: list[Introduction], named: frozenset[str]) -> tuple[Introduction, ...]:
    """Return the first pairs, no person in more than a few of them, unless they are named."""
    times: dict[str, int] = {}
    shown: list[Introduction] = []
    for pair in pairs:
        paths = [path for _, path in pair.people]
        if len(shown) < MOST and all(
            times.get(path, 0) < MOST_EACH for path in paths if path not in named
        ):
            shown.append(pair)
            for path in paths:
                times[path] = times.get(path, 0) + 1
    return tuple(shown)


def _by_name(card: Card) -> tuple[str, str]:
    return card.name.casefold(), card.path
