"""What an import would do, before anything is written: a plan, made of people and contacts.

The vault's word wins: what a note says stays, and where a contact says otherwise that is listed.
Lists are united, what is missing is filled, nothing is deleted. A contact that fits somebody by the
name alone is a question; until it is answered nothing is done about it.

Public: `plan(cards, contacts, region, answers, holds)`, `recognised(cards, contacts, region)`,
`Plan`, `Step`, `Difference`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Literal, NamedTuple

from vault_tool.dates import PartialDate, parse_birthday
from vault_tool.engine.incoming import ORDER, Property, Said, folded, said
from vault_tool.engine.likeness import much_like, name_key
from vault_tool.engine.matching import (
    Acquaintances,
    Known,
    Match,
    Why,
    are_relatives,
    is_one_day,
)
from vault_tool.engine.names import plain_name
from vault_tool.engine.outgoing import path_uid
from vault_tool.engine.phones import is_one
from vault_tool.formats.contact import Contact
from vault_tool.model import Card

_PAGES = ORDER.index("url") + 1

# A step is `refused` when its note turns out to be none that a program can change.
Kind = Literal["create", "update", "unchanged", "ask", "me", "refused"]
Gain = tuple[str, tuple[str, ...]]
Person = tuple[str, str | None]


class Difference(NamedTuple):
    """Where a note and a contact say otherwise; the note's word stands."""

    key: str
    ours: str
    theirs: str


class Step(NamedTuple):
    """What becomes of one person of the file; several contacts may be one.

    `path` is the note's, None for one that is to be made. `gains` are properties with the values
    they get: all that is known, for a new note. `candidates` are whom the name alone fits, as
    (name, path) with no path for somebody of this very file, `also` who something else leads to;
    `like` is who has a name much like this one. `apart` are those that the user said this is not,
    `beside` the first contact of each such person of this very file.
    `texts` are for the note's body, `contacts` are what of the file is this person.
    """

    kind: Kind
    name: str
    path: str | None = None
    why: Why | None = None
    gains: tuple[Gain, ...] = ()
    differences: tuple[Difference, ...] = ()
    texts: tuple[str, ...] = ()
    candidates: tuple[Person, ...] = ()
    also: tuple[Person, ...] = ()
    apart: tuple[Person, ...] = ()
    beside: tuple[Contact, ...] = ()
    like: Person | None = None
    left_out: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()


class Plan(NamedTuple):
    """What an import would do, in the order of the file."""

    steps: tuple[Step, ...] = ()

    def of(self, kind: Kind) -> tuple[Step, ...]:
        """Return the steps of one kind."""
        return tuple(step for step in self.steps if step.kind == kind)


# What the user says of a plain name that fits somebody: which of the candidates it is, from 0, or
# None for somebody new.
Answers = Mapping[str, int | None]
# Tells whether a text stands in the note of that path already.
Holds = Callable[[str, str], bool]


def plan(
    cards: Sequence[Card],
    contacts: Sequence[Contact],
    region: str | None = None,
    answers: Answers | None = None,
    holds: Holds | None = None,
) -> Plan:
    """Return what importing these contacts would do to a vault of these people.

    `holds` is asked about the text of a contact that says nothing else that is new.
    """
    planning = _Planning(cards, region, answers or {}, holds or _holds_nothing)
    waiting = [said(contact) for contact in contacts]
    before = len(waiting) + 1
    while len(waiting) < before:  # what one contact adds may tell who another is
        before = len(waiting)
        waiting = [told for told in waiting if not planning.takes(told)]
    for told in waiting:
        planning.ask(told)
    return Plan(planning.steps(cards))


def recognised(
    cards: Sequence[Card], contacts: Iterable[Contact], region: str | None = None
) -> list[Card | None]:
    """Return for each contact the one whose note it is, None where that is not certain.

    A contact that is a name alone means whoever alone has exactly that name.
    """
    by_path = {card.path: card for card in cards}
    planning = _Planning(cards, region, {}, _holds_nothing)
    found = [planning.known(said(contact)) for contact in contacts]
    return [by_path.get(each.path or "") if each else None for each in found]


class _Growing(Known):
    """Somebody known, and what the contacts so far add."""

    def __init__(self, card: Card | None, name: str) -> None:
        super().__init__(
            card.name if card else name,
            card.path if card else None,
            card.properties if card else {},
        )
        self.is_me = card.me if card else False
        self.gains: dict[str, tuple[str, ...]] = {}
        self.differences: dict[Difference, None] = {}
        self.texts: dict[str, None] = {}
        self.left_out: dict[str, None] = {}
        self.contacts: list[Contact] = []
        self.match: Match | None = None
        self.apart: tuple[Known, ...] = ()


class _Planning:
    def __init__(
        self, cards: Sequence[Card], region: str | None, answers: Answers, holds: Holds
    ) -> None:
        self._region = region
        self._answers = answers
        self._holds = holds
        self._there: set[int] = set()
        everybody = [_Growing(card, card.name) for card in cards]
        self._known = Acquaintances(everybody, region)
        self._found: list[_Growing | Step] = []

    def takes(self, told: Said) -> bool:
        """Find out whom a contact means, and what it adds; tell whether that could be found out."""
        match = self._known.match(_seen(told))
        person = match.person if match else None
        if match and person is None:
            if plain_name(told.name) in self._answers:
                person = self._answer(told, match)
                told = _remembered(person, told)
            elif knowing := self._nothing_new(match, told):
                person, told = knowing[0], told._replace(text="", related=())
            else:
                return False
        if not isinstance(person, _Growing):
            person = _Growing(None, told.name)
            person.apart = match.candidates if match else ()
        if not person.match:
            person.match = match
        if id(person) not in self._there:
            self._there.add(id(person))
            self._found.append(person)
        self._add(person, told)
        self._known.learn(person)
        return True

    def known(self, told: Said) -> Known | None:
        """Return whom a contact means; nothing is added to anybody."""
        match = self._known.match(_seen(told))
        if match is None:
            return None
        if match.person:
            return match.person
        knowing = self._nothing_new(match, told)
        return knowing[0] if len(knowing) == 1 else _of_address(match, told)

    def ask(self, told: Said) -> None:
        """Keep a contact as a question to the user."""
        match = self._known.match(_seen(told))
        if match:
            self._found.append(_question(told, match))

    def steps(self, cards: Sequence[Card]) -> tuple[Step, ...]:
        """Return the steps, in the order in which their people came."""
        found = [each if isinstance(each, Step) else _step(each) for each in self._found]
        fresh = [step.name for step in found if step.kind == "create"]
        paths = {card.name: card.path for card in reversed(cards)}
        like = much_like(fresh, paths) if fresh else {}
        return tuple(
            step._replace(like=(like[step.name], paths[like[step.name]]))
            if step.kind == "create" and step.name in like
            else step
            for step in found
        )

    def _answer(self, told: Said, match: Match) -> Known | None:
        number = self._answers[plain_name(told.name)]
        if number is None or number >= len(match.candidates):
            return None
        return match.candidates[number]

    def _nothing_new(self, match: Match, told: Said) -> list[Known]:
        """Return the candidates of whom a contact says nothing that is not known."""
        return [
            known
            for known in match.candidates
            if plain_name(known.name) == plain_name(told.name)
            and not any(any(self._news(known, key, value)) for key, value in told.properties)
            and all(self._has_text(known, text) for text in told.texts)
        ]

    def _has_text(self, known: Known, text: str) -> bool:
        if isinstance(known, _Growing) and text in known.texts:
            return True
        return known.path is not None and self._holds(known.path, text)

    def _add(self, person: _Growing, told: Said) -> None:
        if person.path is None and plain_name(told.name) != plain_name(person.name):
            told = told._replace(properties=(("aliases", (told.name,)), *told.properties))
        for key, value in map(partial(_other_uid, person), told.properties):
            fresh, differing = self._news(person, key, value)
            if fresh:
                before = person.gains.get(key, ())
                person.gains[key] = (*before, *fresh)
                person.properties[key] = [*person.values(key), *fresh]
            for ours, theirs in differing:
                person.differences[Difference(key, ours, theirs)] = None
        person.texts.update(dict.fromkeys(told.texts))
        person.left_out.update(dict.fromkeys(told.left_out))
        person.contacts.append(told.contact)

    def _news(
        self, person: Known, key: str, value: str | tuple[str, ...]
    ) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
        """Return what a property would gain, and where it says otherwise."""
        have = person.values(key)
        if key == "phone" and isinstance(value, tuple):
            return tuple(_other_numbers(have, value, self._region)), []
        if isinstance(value, tuple):
            known = {folded(key, each, self._region) for each in (*have, *_names(person, key))}
            return tuple(each for each in value if _is_news(key, each, known, self._region)), []
        if key == "uid" and person.path and value == path_uid(person.path):
            return (), []
        if not have:
            return (value,), []
        if key == "met" or _is_said(key, value, have):
            return (), []
        return (), [(have[0], value)]


def _holds_nothing(path: str, text: str) -> bool:
    """Tell of any note that it does not hold a text: nobody has looked."""
    return False


def _remembered(person: Known | None, told: Said) -> Said:
    """Return a contact with its name as an alias of whom the user said it is, if it is another."""
    if person is None or name_key(told.name) in map(name_key, person.names()):
        return told
    return told._replace(properties=(("aliases", (told.name,)), *told.properties))


def _of_address(match: Match, told: Said) -> Known | None:
    """Return whose alone an address is, whatever they are called there, but in a family."""
    if match.why != "email" or len(match.candidates) != 1:
        return None
    known = match.candidates[0]
    return None if are_relatives(_seen(told), known) else known


def _seen(told: Said) -> Known:
    """Return somebody as a contact describes them."""
    return Known(
        told.name,
        None,
        {key: list(value) if isinstance(value, tuple) else value for key, value in told.properties},
    )


def _other_uid(person: Known, told: Property) -> Property:
    """Return a second card's own id as one of the sources: a note has one `uid`."""
    key, value = told
    have = person.values("uid")
    if key == "uid" and have and isinstance(value, str) and value != have[0]:
        return "sources", (f"uid:{value}",)
    return told


def _names(person: Known, key: str) -> list[str]:
    return [person.name] if key == "aliases" else []


def _is_news(key: str, value: str, known: set[str], region: str | None) -> bool:
    return folded(key, value, region) not in known


def _other_numbers(have: Sequence[str], told: Iterable[str], region: str | None) -> Iterator[str]:
    """Yield the numbers that somebody is not known by, each once."""
    known = list(have)
    for number in told:
        if not any(is_one(number, each, region) for each in known):
            known.append(number)
            yield number


def _is_said(key: str, value: str, have: Sequence[str]) -> bool:
    """Tell whether a note says that much already."""
    if key == "birthday":
        ours, theirs = parse_birthday(have[0]), parse_birthday(value)
        return bool(ours and theirs and _covers(ours, theirs))
    return any(folded(key, value) == folded(key, each) for each in have)


def _covers(ours: PartialDate, theirs: PartialDate) -> bool:
    return is_one_day(ours, theirs) and all(
        mine is not None or other is None for mine, other in zip(ours, theirs, strict=True)
    )


def _question(told: Said, match: Match) -> Step:
    return Step(
        "ask",
        told.name,
        why=match.why,
        candidates=_people(match.candidates),
        left_out=told.left_out,
    )


def _people(known: Sequence[Known]) -> tuple[Person, ...]:
    return tuple((each.name, each.path) for each in known)


def _step(person: _Growing) -> Step:
    kind: Kind = "create" if person.path is None else "update"
    if person.is_me:
        return Step("me", person.name, person.path)
    if kind == "update" and not person.gains and not person.texts:
        kind = "unchanged"
    order = [*ORDER[:_PAGES], *(key for key in person.gains if key not in ORDER), *ORDER[_PAGES:]]
    return Step(
        kind,
        person.name,
        person.path,
        person.match.why if person.match and person.path else None,
        tuple((key, person.gains[key]) for key in order if key in person.gains),
        tuple(person.differences),
        tuple(person.texts),
        also=_people(person.match.also) if person.match else (),
        apart=_people([each for each in person.apart if each.path]),
        beside=tuple(
            each.contacts[0]
            for each in person.apart
            if isinstance(each, _Growing) and each.path is None
        ),
        left_out=tuple(person.left_out),
        contacts=tuple(person.contacts),
    )
