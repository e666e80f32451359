"""Contacts as vCards, in the one form that every phone and server takes.

Lines end in CRLF and are folded at 75 octets, never within a character. What a value holds can end
no line and begin no property. The same contacts give the same bytes.

Public: `write_vcards(contacts, version)`, `Version`; for whoever changes a card `Line` and what
makes one, `labelled`, `profile`, `place`, `birthday`, `occasion`; `day`, `parted`, `listed`,
`escaped(value)`, `folded(line)`.
"""

from collections.abc import Iterable, Iterator
from itertools import count
from typing import Literal, NamedTuple

from vault_tool.dates import PartialDate
from vault_tool.formats.characters import one_line, visible
from vault_tool.formats.contact import Address, Contact, Labelled
from vault_tool.model import Occasion

Version = Literal["3.0", "4.0"]

_WIDTH = 75
_NO_YEAR = 1604
# What programs agree on; any other label is the user's own word and goes beside the property.
_TYPES = frozenset(("home", "work", "cell", "fax", "pager", "main", "mobile"))


class Line(NamedTuple):
    """One property to be written: what stands before the colon, the value escaped, a label beside.

    A label that is no type every program knows is a property of its own in the same group.
    """

    head: str
    value: str
    label: str = ""


def write_vcards(contacts: Iterable[Contact], version: Version = "3.0") -> bytes:
    """Return the cards of these contacts, one after the other."""
    lines = [line for contact in contacts for line in _card(contact, version)]
    return "".join(map(folded, lines)).encode("utf-8", "replace")


def _card(contact: Contact, version: Version) -> Iterator[str]:
    groups = count(1)
    yield "BEGIN:VCARD"
    yield f"VERSION:{version}"
    for line in _lines(contact, version):
        if line.label:
            group = f"item{next(groups)}"
            yield f"{group}.{line.head}:{line.value}"
            yield f"{group}.X-ABLABEL:{escaped(line.label)}"
        else:
            yield f"{line.head}:{line.value}"
    yield "END:VCARD"


def _lines(contact: Contact, version: Version) -> Iterator[Line]:
    if contact.uid:
        yield Line("UID", escaped(contact.uid))
    yield Line("FN", escaped(one_line(contact.name)))
    yield Line("N", parted(_name(contact)))
    if contact.nicknames:
        yield Line("NICKNAME", listed(contact.nicknames))
    for name, values in (("EMAIL", contact.emails), ("TEL", contact.phones), ("URL", contact.urls)):
        yield from (labelled(name, each) for each in values)
    yield from map(profile, contact.handles)
    yield from map(place, contact.addresses)
    if contact.company or contact.department:
        yield Line("ORG", parted((contact.company or "", *filter(None, (contact.department,)))))
    if contact.role:
        yield Line("TITLE", escaped(contact.role))
    if contact.birthday and (born := birthday(contact.birthday, version)):
        yield born
    yield from (occasion(each, version) for each in contact.dates)
    if contact.language and version == "4.0":
        yield Line("LANG", escaped(contact.language))
    if contact.groups:
        yield Line("CATEGORIES", listed(contact.groups))
    if contact.notes:
        yield Line("NOTE", escaped(contact.notes))


def _name(contact: Contact) -> tuple[str, ...]:
    """Return the five parts of a name; one whose parts are not known is whole in the second."""
    parts = tuple(contact.parts)
    return parts if any(parts) else ("", one_line(contact.name), "", "", "")


def labelled(name: str, each: Labelled) -> Line:
    """Return the line of an e-mail, a number or a page."""
    return _with_label(name, escaped(each.value), each.label)


def profile(each: Labelled) -> Line:
    """Return the line of a name in another service."""
    return Line(f"X-SOCIALPROFILE;TYPE={_param(each.label)}", escaped(each.value))


def place(address: Address) -> Line:
    """Return the line of an address."""
    street = (address.street, address.city, address.region, address.code, address.country)
    return _with_label("ADR", parted(("", "", *street)), address.label)


def birthday(on: PartialDate, version: Version) -> Line | None:
    """Return the line of a birthday; version 3.0 has no word for one without a day."""
    if on.day is None and version == "3.0":
        return None
    params, value = day(on, version)
    return Line(f"BDAY{params}", value)


def occasion(each: Occasion, version: Version) -> Line:
    """Return the line of another day that comes back."""
    params, value = day(each.on, version)
    return Line(f"X-ABDATE{params}", value, each.label)


def _with_label(name: str, value: str, label: str) -> Line:
    label = label.strip()
    if label in _TYPES:
        return Line(f"{name};TYPE={label}", value)
    return Line(name, value, label)


def day(on: PartialDate, version: Version) -> tuple[str, str]:
    """Return parameters and value of a day; version 3.0 says "no year" as Apple does."""
    if on.year is None and version == "3.0":
        return f";X-APPLE-OMIT-YEAR={_NO_YEAR}", f"{_NO_YEAR}-{on.month:02}-{on.day:02}"
    if version == "3.0":
        return "", str(on)
    if on.year is None:
        return "", f"--{on.month:02}{on.day:02}"
    return "", str(on) if on.day is None else str(on).replace("-", "")


def parted(parts: Iterable[str]) -> str:
    """Return a value of several parts."""
    return ";".join(map(escaped, parts))


def listed(items: Iterable[str]) -> str:
    """Return a value that is a list."""
    return ",".join(map(escaped, items))


def escaped(value: str) -> str:
    """Return a text in which nothing ends the line or parts the value."""
    shown = visible(value).replace("\\", "\\\\").replace("\n", "\\n")
    return shown.replace(",", "\\,").replace(";", "\\;")


def _param(value: str) -> str:
    return "".join(each for each in value if each.isalnum() or each in "-_") or "other"


def folded(line: str) -> str:
    """Return a line with its breaks: 75 octets at most, a character is never parted."""
    data = line.encode("utf-8", "replace")
    if len(data) <= _WIDTH:
        return f"{line}\r\n"
    parts: list[bytes] = []
    start, room = 0, _WIDTH
    while start < len(data):
        end = min(start + room, len(data))
        while end < len(data) and data[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(data[start:end])
        start, room = end, _WIDTH - 1
    return "\r\n ".join(part.decode("utf-8") for part in parts) + "\r\n"
