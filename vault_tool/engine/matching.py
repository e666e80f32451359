"""Whom of the people known does a contact of another program mean.

The same card, the same id, the same personal e-mail, or the same number under a like name: that is
the person. The same name needs something more that fits (a company, a town, a birthday, the end of
a number); alone it is a question for the user. Two people who are said not to be the same never
are.

Public: `Known`, `Acquaintances`, `Match`, `is_one_day`, and by what two people are told apart:
`marks(person, region)`, `what_fits(one, other)`, `name_likeness`, `are_relatives`, `is_shared`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from vault_tool.dates import PartialDate, parse_birthday
from vault_tool.engine.incoming import folded, texts
from vault_tool.engine.likeness import is_full, likeness, name_key
from vault_tool.engine.outgoing import path_uid
from vault_tool.engine.phones import international, same_ending
from vault_tool.model import Value

Why = Literal["uid", "source", "email", "phone", "name"]
# What tells somebody apart: how, and by what.
Mark = tuple[Why, str]

_ALIKE = 0.5
# The person that such an address belongs to changes, or is many.
_NOBODYS = frozenset((
    "info", "noreply", "no-reply", "donotreply", "office", "sales", "contact", "contacts",
    "contatti", "admin", "support", "help", "hello", "mail", "email", "service", "team", "press",
    "segreteria", "amministrazione", "ufficio", "commerciale", "vendite", "ordini", "prenotazioni",
    "booking", "bookings", "postmaster", "webmaster", "billing", "hr", "jobs", "kontakt", "post",
    "reception", "direzione", "customerservice", "newsletter",
))  # fmt: skip


class Known:
    """Somebody known: in the vault (`path`), or in a contact that came before."""

    def __init__(self, name: str, path: str | None, properties: Mapping[str, Value]) -> None:
        self.name = name
        self.path = path
        self.properties: dict[str, Value] = dict(properties)

    def values(self, key: str) -> list[str]:
        """Return the texts of a property."""
        return [text for text in texts(self.properties.get(key)) if text.strip()]

    def names(self) -> list[str]:
        """Return the name and the aliases."""
        return [self.name, *self.values("aliases")]

    def birthday(self) -> PartialDate | None:
        """Return the birthday, where it can be read."""
        return next((parse_birthday(text) for text in self.values("birthday")), None)


class Match(NamedTuple):
    """Who is meant; without a `person` one of `candidates` may be, which only the user can tell.

    `also` are others that something just as certain leads to.
    """

    person: Known | None
    why: Why
    candidates: tuple[Known, ...] = ()
    also: tuple[Known, ...] = ()


class Acquaintances:
    """Everybody known, found by what tells people apart."""

    def __init__(self, everybody: Iterable[Known], region: str | None) -> None:
        self._region = region
        self._by: defaultdict[Mark, dict[int, Known]] = defaultdict(dict)
        for person in everybody:
            self.learn(person)

    def learn(self, person: Known) -> None:
        """Know somebody, or what is new about them."""
        for mark in marks(person, self._region):
            self._by[mark][id(person)] = person

    def match(self, person: Known) -> Match | None:
        """Return whom somebody described in another program is; None for nobody known."""
        told_by = list(marks(person, self._region))
        certain: dict[int, tuple[Why, Known]] = {}
        doubtful: dict[int, Known] = {}
        for why in ("uid", "source", "email", "phone"):
            found = {
                key: known
                for mark in told_by
                if mark[0] == why
                for key, known in self._by.get(mark, {}).items()
            }
            for key, known in self._nearest(person, found).items():
                if self._is_certain(why, person, known):
                    certain.setdefault(key, (why, known))
                elif why == "email" or not is_full(name_key(person.name)):
                    doubtful.setdefault(key, known)
        if certain:
            return _certain(list(certain.values()))
        return self._by_name(person, told_by, doubtful)

    def _by_name(
        self, person: Known, told_by: list[Mark], doubtful: dict[int, Known]
    ) -> Match | None:
        named = {
            key: known
            for mark in told_by
            if mark[0] == "name"
            for key, known in self._by.get(mark, {}).items()
        }
        fitting = [known for known in named.values() if what_fits(person, known) is not None]
        if len(fitting) == 1 and len(named) == 1 and not doubtful:
            return Match(fitting[0], "name")
        candidates = {**doubtful, **named}
        return Match(None, "name", tuple(candidates.values())) if candidates else None

    def _nearest(self, person: Known, found: dict[int, Known]) -> dict[int, Known]:
        """Return of several those of the same name, if any are: others share what is shared."""
        if len(found) < 2:
            return found
        same = {
            key: known for key, known in found.items() if name_likeness(person, known) == 1.0
        }  # fmt: skip
        return same or found

    def _is_certain(self, why: Why, person: Known, known: Known) -> bool:
        if why == "email":
            return not are_relatives(person, known)
        if why == "phone":
            return name_likeness(person, known) >= _ALIKE and not are_relatives(person, known)
        return True


def _certain(found: list[tuple[Why, Known]]) -> Match:
    why, person = found[0]
    others = tuple(known for _, known in found[1:])
    rivals = [known for reason, known in found if reason == why]
    if len(rivals) > 1:
        return Match(None, why, tuple(rivals))
    return Match(person, why, also=others)


def is_one_day(one: PartialDate, other: PartialDate) -> bool:
    """Tell whether two birthdays may be one, of which one says less."""
    return all(
        mine == theirs or None in (mine, theirs) for mine, theirs in zip(one, other, strict=True)
    )


def marks(person: Known, region: str | None) -> Iterator[Mark]:
    """Yield everything that tells somebody apart."""
    uids = person.values("uid")
    for uid in uids or ([path_uid(person.path)] if person.path else []):
        yield "uid", uid.strip().casefold()
    for source in person.values("sources"):
        kind, _, uid = source.strip().casefold().partition(":")
        yield ("uid", uid) if kind == "uid" else ("source", source.strip().casefold())
    for email in person.values("email"):
        address = folded("email", email)
        if not is_shared(address):
            yield "email", address
    for phone in person.values("phone"):
        if number := international(phone, region):
            yield "phone", number
    for name in person.names():
        yield "name", name_key(name)


def is_shared(address: str) -> bool:
    """Tell whether an e-mail address is no one person's: `info@`."""
    return address.partition("@")[0] in _NOBODYS


def what_fits(person: Known, known: Known) -> str | None:
    """Return the property by which two of one name fit; a birthday that differs is against it."""
    if (same := have_one_birthday(person, known)) is not None:
        return "birthday" if same else None
    endings = {same_ending(each) for each in person.values("phone")} - {None}
    if endings & {same_ending(each) for each in known.values("phone")}:
        return "phone"
    if not is_full(name_key(person.name)):
        return None
    for key in ("company", "location"):
        there = {folded(key, each) for each in known.values(key)}
        if any(folded(key, each) in there for each in person.values(key)):
            return key
    return None


def have_one_birthday(one: Known, other: Known) -> bool | None:
    """Tell whether two may have one birthday, None where too little is known."""
    mine, theirs = one.birthday(), other.birthday()
    if not (mine and theirs and mine.month and theirs.month):
        return None
    return is_one_day(mine, theirs)


def name_likeness(one: Known, other: Known) -> float:
    """Return how alike the names of two are, the aliases among them."""
    return max(likeness(mine, theirs) for mine in one.names() for theirs in other.names())


def are_relatives(one: Known, other: Known) -> bool:
    """Tell whether two full names share a word and differ in all others: a family, one address."""
    mine, theirs = set(name_key(one.name).split()), set(name_key(other.name).split())
    if len(mine) < 2 or len(theirs) < 2 or name_likeness(one, other) >= 0.8:
        return False
    shortened = {word for word in mine ^ theirs if len(word) == 1}
    if any(
        word.startswith(initial) for initial in shortened for word in (mine ^ theirs) - shortened
    ):
        return False
    return bool(mine & theirs)
