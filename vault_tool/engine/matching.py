"""Whom of the people known does a contact of another program mean.

The same card, the same id, the same personal e-mail, or the same number under a like name: that is
the person; an e-mail or a number under another birthday is a question, for father and son may share
it with their name. The same name needs something more that fits (a company, a town, a birthday, the
end of a number); alone it is a question for the user. Two people who are said not to be the same
never are.

Public: `Known`, `Acquaintances`, `Match`, `is_one_day`, and by what two people are told apart:
`marks(person, region)`, `what_fits(one, other)`, `name_likeness`, `are_relatives`, `is_shared`,
`ids(person)`, `are_apart(one, other)`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from vault_tool.dates import PartialDate, parse_birthday
from vault_tool.engine.incoming import folded, parted, texts
from vault_tool.engine.likeness import is_full, likeness, may_be_one, name_key
from vault_tool.engine.names import plain_name
from vault_tool.engine.outgoing import path_uid
from vault_tool.engine.phones import international, same_ending
from vault_tool.formats.services import linkedin_id
from vault_tool.model import Value
from vault_tool.note.links import link_in

Why = Literal["uid", "source", "email", "phone", "name"]
# What tells somebody apart: how, and by what.
Mark = tuple[Why, str]

_ALIKE, _NEARLY = 0.5, 0.8
_SLUG = re.compile(r"@?([\w%-]+)")
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
        found = (text for text in texts(self.properties.get(key)) if text.strip())
        return [part for text in found for part in parted(key, text)]

    def names(self) -> list[str]:
        """Return the name and the aliases."""
        return [self.name, *self.values("aliases")]

    def birthday(self) -> PartialDate | None:
        """Return the birthday, where it can be read."""
        return next((parse_birthday(text) for text in self.values("birthday")), None)


class Match(NamedTuple):
    """Who is meant; without a `person` one of `candidates` may be, which only the user can tell.

    `why` is what led to them. `also` are others that something just as certain leads to.
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
        doubtful: dict[int, tuple[Why, Known]] = {}
        for why in ("uid", "source", "email", "phone"):
            found = {
                key: known
                for mark in told_by
                if mark[0] == why
                for key, known in self._by.get(mark, {}).items()
            }
            for key, known in self._nearest(person, found).items():
                is_certain = self._is_certain(why, person, known)
                if is_certain and not _is_against(why, person, known):
                    certain.setdefault(key, (why, known))
                elif is_certain or why == "email" or _may_be_said_otherwise(person, known):
                    doubtful.setdefault(key, (why, known))
        if certain:
            return _certain(list(certain.values()))
        return self._by_name(person, told_by, doubtful)

    def _by_name(
        self, person: Known, told_by: list[Mark], doubtful: dict[int, tuple[Why, Known]]
    ) -> Match | None:
        """Return whom the name means; that two of the candidates are not the same is heeded."""
        named = {
            key: known
            for mark in told_by
            if mark[0] == "name"
            for key, known in self._by.get(mark, {}).items()
        }
        doubtful = {
            key: (why, known)
            for key, (why, known) in doubtful.items()
            if not any(are_apart(known, other) for other in named.values())
        }
        fitting = [known for known in named.values() if what_fits(person, known) is not None]
        if len(fitting) == 1 and len(named) == 1 and not doubtful:
            return Match(fitting[0], "name")
        if not named and not doubtful:
            return None
        why = "name" if named else next(why for why, _ in doubtful.values())
        shared = {key: known for key, (_, known) in doubtful.items()}
        return Match(None, why, tuple({**shared, **named}.values()))

    def _nearest(self, person: Known, found: dict[int, Known]) -> dict[int, Known]:
        """Return of several those of the same name, if any are: others share what is shared."""
        if len(found) < 2:
            return found
        same = {
            key: known for key, known in found.items() if name_likeness(person, known) == 1.0
        }  # fmt: skip
        return same or found

    def _is_certain(self, why: Why, person: Known, known: Known) -> bool:
        if why in ("uid", "source"):
            return True
        if not may_be_one(person.names(), known.names()):
            return False
        return why == "email" or name_likeness(person, known) >= _ALIKE


def _is_against(why: Why, person: Known, known: Known) -> bool:
    """Tell whether the birthdays are of two people; an id is one person's, whatever changes."""
    return why in ("email", "phone") and have_one_birthday(person, known) is False


def _may_be_said_otherwise(person: Known, known: Known) -> bool:
    """Tell whether one number may be one person's under two names: a word alone, or a slip."""
    return not is_full(name_key(person.name)) or name_likeness(person, known) >= _NEARLY


def _certain(found: list[tuple[Why, Known]]) -> Match:
    why, person = found[0]
    others = tuple(known for _, known in found[1:] if not are_apart(person, known))
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
    for source in dict.fromkeys(ids(person)):
        kind, _, uid = source.partition(":")
        yield ("uid", uid) if kind == "uid" else ("source", source)
    for email in person.values("email"):
        address = folded("email", email)
        if not is_shared(address):
            yield "email", address
    for phone in person.values("phone"):
        if number := international(phone, region):
            yield "phone", number
    for name in person.names():
        yield "name", name_key(name)


def ids(person: Known) -> Iterator[str]:
    """Yield the ids of somebody in other services, as `sources` has them and pages tell them."""
    for source in person.values("sources"):
        yield source.strip().casefold()
    for page in (*person.values("linkedin"), *person.values("url")):
        if known := linkedin_id(page):
            yield known
    for slug in filter(None, map(_SLUG.fullmatch, person.values("linkedin"))):
        yield f"linkedin:{slug[1].casefold()}"


def are_apart(one: Known, other: Known) -> bool:
    """Tell whether either note says that it is not the other's person."""
    return _says_not(one, other) or _says_not(other, one)


def _says_not(one: Known, other: Known) -> bool:
    """Tell whether a note names another, by its path or the end of it, as one it is not."""
    path = plain_name((other.path or "").removesuffix(".md"))
    named = (plain_name(link_in(text) or text) for text in one.values("not_same_as"))
    return bool(path) and any(f"/{path}".endswith(f"/{each.removesuffix('.md')}") for each in named)


def _have_other_ids(one: Known, other: Known) -> bool:
    """Tell whether one service knows both, under other ids."""
    mine, theirs = (
        {tuple(each.partition(":")[::2]) for each in ids(person)} for person in (one, other)
    )
    kinds = {kind for kind, _ in mine} & {kind for kind, _ in theirs} - {"uid"}
    return any(kinds) and not mine & theirs


def is_shared(address: str) -> bool:
    """Tell whether an e-mail address is no one person's: `info@`."""
    return address.partition("@")[0] in _NOBODYS


def what_fits(person: Known, known: Known) -> str | None:
    """Return the property by which two of one name fit.

    A birthday that differs is against it, and another id in the same service.
    """
    if _have_other_ids(person, known):
        return None
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
    if not (mine and theirs):
        return None
    if not is_one_day(mine, theirs):
        return False
    return True if mine.month and theirs.month else None


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
