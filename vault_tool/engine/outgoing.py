"""People of the vault as contacts and days for other programs; nothing of a note's text goes out.

Public: `contact_of(card)`, `as_held(contact)`, `spelled_as(contact, other, region)`,
`united(contact, other)`, `days_of(card, person)`, `due_of(card, on)`, `own_uid(card)`.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple, TypeVar
from uuid import UUID, uuid5

from vault_tool.dates import PartialDate, parse_birthday
from vault_tool.engine.conditions import texts_of
from vault_tool.engine.incoming import folded, said
from vault_tool.engine.names import link_name, plain_name
from vault_tool.engine.phones import is_one
from vault_tool.formats.contact import Address, Contact, Labelled
from vault_tool.formats.services import SERVICES
from vault_tool.model import Card, Occasion, Person, Value

_OURS = UUID("6f1d5a4e-7a0c-5c0b-9f59-2a3f0a1c77d1")
_Values = tuple[Labelled, ...]
_One = TypeVar("_One")
DayKind = Literal["birthday", "occasion", "due"]


class Day(NamedTuple):
    """A day of somebody: its id, when, whose, and what it is; `label` names an occasion."""

    uid: str
    on: PartialDate
    name: str
    kind: DayKind
    label: str


def contact_of(card: Card) -> Contact:
    """Return what other programs may know of somebody: how to reach them, and their days."""
    cities = [Address(city=link_name(text)) for text in _texts(card, "location")[:1]]
    streets = [Address(street=text) for text in _texts(card, "address")]
    return Contact(
        card.name,
        nicknames=card.aliases,
        emails=_values(card, "email"),
        phones=_values(card, "phone"),
        urls=_values(card, "url"),
        handles=tuple(
            Labelled(text, service) for service in SERVICES for text in _texts(card, service)
        ),
        addresses=(*cities, *streets),
        birthday=next(iter(_birthdays(card)), None),
        dates=_occasions(card),
        company=_first(card, "company"),
        department=_first(card, "department"),
        role=_first(card, "role"),
        language=_first(card, "language"),
        groups=tuple(_texts(card, "relationship")),
        uid=own_uid(card),
    )


def as_held(contact: Contact) -> Contact:
    """Return a contact as it would come out again of a note that was made from it alone.

    What a note cannot hold is not in it: labels, parts of a name, a second name in one service.
    """
    told = said(contact)
    properties: dict[str, Value] = {
        key: list(value) if isinstance(value, tuple) else value for key, value in told.properties
    }
    aliases = tuple(texts_of(properties.get("aliases")))
    card = Card("", told.name, "active", False, False, aliases, (), properties)
    held = contact_of(card)
    return held._replace(uid=held.uid if "uid" in properties else None)


def spelled_as(contact: Contact, other: Contact, region: str | None) -> Contact:
    """Return a contact whose addresses and numbers are spelled as in another, where they are one.

    So that another way to write a number is no other number.
    """

    def spelled(key: str, ours: _Values, theirs: _Values) -> _Values:
        known = {folded(key, each.value, region): each for each in reversed(theirs)}
        return tuple(known.get(folded(key, each.value, region), each) for each in ours)

    phones = tuple(
        next((each for each in other.phones if is_one(each.value, ours.value, region)), ours)
        for ours in contact.phones
    )
    return contact._replace(
        emails=spelled("email", contact.emails, other.emails),
        urls=spelled("url", contact.urls, other.urls),
        phones=phones,
    )


def united(contact: Contact, other: Contact) -> Contact:
    """Return a contact with what another one says besides; of single values its own count."""
    services = {each.label for each in contact.handles}
    has_city = any(_is_city(each) for each in contact.addresses)
    handles = [each for each in other.handles if each.label not in services]
    addresses = [each for each in other.addresses if not (has_city and _is_city(each))]
    return contact._replace(
        nicknames=_both(contact.nicknames, other.nicknames),
        emails=_both(contact.emails, other.emails),
        phones=_both(contact.phones, other.phones),
        urls=_both(contact.urls, other.urls),
        handles=(*contact.handles, *handles),
        addresses=_both(contact.addresses, addresses),
        dates=_both(contact.dates, other.dates),
        groups=_both(contact.groups, other.groups),
        birthday=contact.birthday or other.birthday,
        company=contact.company or other.company,
        department=contact.department or other.department,
        role=contact.role or other.role,
        language=contact.language or other.language,
    )


def _both(ours: Iterable[_One], theirs: Iterable[_One]) -> tuple[_One, ...]:
    return tuple(dict.fromkeys((*ours, *theirs)))


def _is_city(address: Address) -> bool:
    return address == Address(city=address.city)


def own_uid(card: Card) -> str:
    """Return the id of somebody's card: the note's `uid`, else one made from its path."""
    return _first(card, "uid") or path_uid(card.path)


def path_uid(path: str) -> str:
    """Return the id of a note without one; it stays while the note keeps its path."""
    return str(uuid5(_OURS, path))


def days_of(card: Card, person: Person) -> Iterable[Day]:
    """Yield the days of somebody that come back; none of whom was set aside or has died."""
    if person.status != "active":
        return
    uid = own_uid(card)
    if person.birthday:
        yield Day(f"{uid}-birthday", person.birthday, card.name, "birthday", "")
    often: Counter[str] = Counter()
    for each in person.dates:
        # By what it is, so that it keeps its id when another day is written above it.
        label = plain_name(each.label) or each.label
        often[label] += 1
        one = uuid5(_OURS, f"{uid}/{label}/{often[label]}")
        yield Day(f"{uid}-{one.hex[:12]}", each.on, card.name, "occasion", each.label)


def due_of(card: Card, on: date) -> Day:
    """Return the day somebody is next due."""
    whole = PartialDate(on.year, on.month, on.day)
    return Day(f"{own_uid(card)}-due", whole, card.name, "due", "")


def _occasions(card: Card) -> tuple[Occasion, ...]:
    found = []
    for text in _texts(card, "dates"):
        written, _, label = text.strip().partition(" ")
        on = parse_birthday(written)
        if on and on.month and on.day and label.strip():
            found.append(Occasion(label.strip(), on))
    return tuple(found)


def _birthdays(card: Card) -> list[PartialDate]:
    return [day for text in _texts(card, "birthday") if (day := parse_birthday(text))]


def _values(card: Card, key: str) -> tuple[Labelled, ...]:
    return tuple(Labelled(text) for text in _texts(card, key))


def _texts(card: Card, key: str) -> list[str]:
    return [text.strip() for text in texts_of(card.properties.get(key)) if text.strip()]


def _first(card: Card, key: str) -> str | None:
    return next((link_name(text) for text in _texts(card, key)), None)
