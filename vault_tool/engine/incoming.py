"""What a contact of another program says, as properties of a note; what cannot be one is left out.

Public: `Said`, `said(contact)`, `LISTS`, `ORDER`, `folded(key, value, region)`,
`parted(key, text)`.

Lists are united with those of a note, single values only fill what is empty there.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from vault_tool.engine.names import link_name, plain_name
from vault_tool.engine.phones import international, same_ending
from vault_tool.formats.contact import Contact, Labelled
from vault_tool.model import Value

# In the order in which they are written; names in services stand behind the pages.
ORDER = (
    "aliases", "relationship", "email", "phone", "url", "company", "department", "role",
    "location", "address", "language", "birthday", "dates", "met", "sources", "uid",
)  # fmt: skip
LISTS = ("aliases", "relationship", "email", "phone", "url", "address", "dates", "sources")
_LONGEST = 500
_LONGEST_NAME = 200
_ADDRESS = re.compile(r"[^@\s<>()\[\],;:\"']+@[^@\s<>()\[\],;:\"']+")
_BETWEEN_NUMBERS = re.compile(r"[,;\n]")
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+")
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2})?")
_SCHEME = re.compile(r"^(?:https?:)?(?://)?(?:www\.)?", re.IGNORECASE)
# For which a whole note would be taken for an unfilled template.
_TEMPLATE = re.compile(r"\{(?=\{)|<(?=%)")
# What would make a name a link to somebody.
_LINKED = re.compile(r"\[(?=\[)|\](?=\()")

Property = tuple[str, str | tuple[str, ...]]


class Said(NamedTuple):
    """What a contact says: properties in order, a text for the note, and what was left out.

    `related` are lines for the note that name people the person has: `spouse: Anna Neri`.
    """

    contact: Contact
    name: str
    properties: tuple[Property, ...]
    text: str
    related: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """Return all that is for the note's text."""
        return (*_single(self.text), *self.related)


def said(contact: Contact) -> Said:
    """Return what a contact says of the person."""
    left_out: dict[str, None] = {}
    found: list[Property] = []
    for key, values in _values(contact):
        fit = tuple(dict.fromkeys(_plain(each) for each in values if _fits(key, each)))
        if len(fit) < len(set(map(_plain, values))):
            left_out[key] = None
        if fit:
            found.append((key, fit if key in LISTS else fit[0]))
    name = _plain(contact.name)[:_LONGEST_NAME].strip()
    related = _once(map(_relation, contact.related))
    short = tuple(each for each in related if _fits("related", each))
    if len(short) < len(related):
        left_out["related"] = None
    return Said(contact, name, tuple(found), _plain(contact.notes), short, tuple(left_out))


def folded(key: str, value: str, region: str | None = None) -> str:
    """Return a value of a property as such values are compared."""
    if key == "email":
        return value.strip().casefold().removeprefix("mailto:")
    if key == "phone":
        return international(value, region) or same_ending(value) or value
    if key == "url" or value.startswith(("http://", "https://")):
        return _SCHEME.sub("", value.strip()).rstrip("/").casefold()
    if key == "sources":
        return value.casefold()
    return plain_name(link_name(value))


def parted(key: str, text: str) -> list[str]:
    """Return the e-mail addresses or numbers in one text of a note or a cell; else the text."""
    if key == "email":
        return _ADDRESS.findall(text) or [text]
    if key == "phone":
        parts = [each.strip() for each in _BETWEEN_NUMBERS.split(text)]
        return parts if all(map(same_ending, parts)) else [text]
    return [text]


def texts(value: Value) -> Iterator[str]:
    """Yield the texts that a property of a note holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


def _values(contact: Contact) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every property that the contact has a value for."""
    own = folded("aliases", contact.name)
    yield "aliases", tuple(each for each in contact.nicknames if folded("aliases", each) != own)
    yield "relationship", contact.groups
    yield "email", _once(p for each in contact.emails for p in parted("email", each.value))
    yield "phone", _plain_values(contact.phones)
    yield "url", _plain_values(contact.urls)
    handles: dict[str, str] = {}
    for each in contact.handles:
        handles.setdefault(each.label, each.value)
    for service, value in handles.items():
        yield service, (value,)
    yield "company", _single(contact.company)
    yield "department", _single(contact.department)
    yield "role", _single(contact.role)
    yield "location", tuple(each.city for each in contact.addresses if each.city)[:1]
    yield "address", tuple(str(each) for each in contact.addresses if str(each) != each.city)
    yield "language", _single(contact.language)
    yield "birthday", _single(str(contact.birthday) if contact.birthday else None)
    yield "dates", tuple(f"{each.on} {each.label}" for each in contact.dates)
    yield "met", _single(str(contact.met) if contact.met else None)
    yield "sources", contact.sources
    yield "uid", _single(contact.uid)


def _plain_values(found: Iterable[Labelled]) -> tuple[str, ...]:
    return tuple(each.value for each in found)


def _once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))


def _single(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def _plain(text: str) -> str:
    return _TEMPLATE.sub(r"\g<0> ", text)


def _relation(each: Labelled) -> str:
    """Return who somebody is to the person, as a line in which no name is a link."""
    line = f"{each.label or 'related'}: {each.value}"
    return _LINKED.sub(r"\g<0> ", _plain(line))


def _fits(key: str, value: str) -> bool:
    """Tell whether a value is one that the property can hold."""
    if len(value) > _LONGEST:
        return False
    if key == "email":
        return _EMAIL.fullmatch(value) is not None
    if key == "phone":
        return any(sign.isdigit() for sign in value)
    if key == "language":
        return _LANGUAGE.fullmatch(value) is not None
    return True
