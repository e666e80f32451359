"""Contacts as vCards, in the one form that every phone and server takes.

Lines end in CRLF and are folded at 75 octets, never within a character. What a value holds can end
no line and begin no property. The same contacts give the same bytes.

Public: `write_vcards(contacts, version)`, `Version`, `escaped(value)`, `folded(line)`.
"""

from collections.abc import Iterable, Iterator
from itertools import count
from typing import Literal

from vault_tool.dates import PartialDate
from vault_tool.formats.characters import one_line, visible
from vault_tool.formats.contact import Address, Contact, Labelled

Version = Literal["3.0", "4.0"]

_WIDTH = 75
_NO_YEAR = 1604
# What programs agree on; any other label is the user's own word and goes beside the property.
_TYPES = frozenset(("home", "work", "cell", "fax", "pager", "main", "mobile"))


def write_vcards(contacts: Iterable[Contact], version: Version = "3.0") -> bytes:
    """Return the cards of these contacts, one after the other."""
    lines = [line for contact in contacts for line in _card(contact, version)]
    return "".join(map(folded, lines)).encode("utf-8", "replace")


def _card(contact: Contact, version: Version) -> Iterator[str]:
    groups = count(1)
    yield "BEGIN:VCARD"
    yield f"VERSION:{version}"
    if contact.uid:
        yield f"UID:{escaped(contact.uid)}"
    yield f"FN:{escaped(one_line(contact.name))}"
    yield f"N:{';'.join(map(escaped, _name(contact)))}"
    if contact.nicknames:
        yield f"NICKNAME:{','.join(map(escaped, contact.nicknames))}"
    yield from _reached(contact, groups)
    if contact.company or contact.department:
        parts = (contact.company or "", *filter(None, (contact.department,)))
        yield f"ORG:{';'.join(map(escaped, parts))}"
    if contact.role:
        yield f"TITLE:{escaped(contact.role)}"
    yield from _days(contact, version, groups)
    if contact.language and version == "4.0":
        yield f"LANG:{escaped(contact.language)}"
    if contact.groups:
        yield f"CATEGORIES:{','.join(map(escaped, contact.groups))}"
    if contact.notes:
        yield f"NOTE:{escaped(contact.notes)}"
    yield "END:VCARD"


def _name(contact: Contact) -> tuple[str, ...]:
    """Return the five parts of a name; one whose parts are not known is whole in the second."""
    parts = tuple(contact.parts)
    return parts if any(parts) else ("", one_line(contact.name), "", "", "")


def _reached(contact: Contact, groups: "count[int]") -> Iterator[str]:
    yield from _labelled("EMAIL", contact.emails, groups)
    yield from _labelled("TEL", contact.phones, groups)
    yield from _labelled("URL", contact.urls, groups)
    for each in contact.handles:
        yield f"X-SOCIALPROFILE;TYPE={_param(each.label)}:{escaped(each.value)}"
    for address in contact.addresses:
        yield from _labelled("ADR", (Labelled(_place(address), address.label),), groups, raw=True)


def _labelled(
    name: str, values: Iterable[Labelled], groups: "count[int]", *, raw: bool = False
) -> Iterator[str]:
    for each in values:
        value = each.value if raw else escaped(each.value)
        label = each.label.strip()
        if not label:
            yield f"{name}:{value}"
        elif label in _TYPES:
            yield f"{name};TYPE={label}:{value}"
        else:
            group = f"item{next(groups)}"
            yield f"{group}.{name}:{value}"
            yield f"{group}.X-ABLABEL:{escaped(label)}"


def _place(address: Address) -> str:
    parts = ("", "", address.street, address.city, address.region, address.code, address.country)
    return ";".join(map(escaped, parts))


def _days(contact: Contact, version: Version, groups: "count[int]") -> Iterator[str]:
    """Yield the days of somebody; version 3.0 has no word for a birthday without a day."""
    if contact.birthday and (contact.birthday.day is not None or version == "4.0"):
        yield f"BDAY{_day(contact.birthday, version)}"
    for occasion in contact.dates:
        group = f"item{next(groups)}"
        yield f"{group}.X-ABDATE{_day(occasion.on, version)}"
        yield f"{group}.X-ABLABEL:{escaped(occasion.label)}"


def _day(on: PartialDate, version: Version) -> str:
    """Return parameters and value of a day; version 3.0 says "no year" as Apple does."""
    if on.year is None and version == "3.0":
        return f";X-APPLE-OMIT-YEAR={_NO_YEAR}:{_NO_YEAR}-{on.month:02}-{on.day:02}"
    if version == "3.0":
        return f":{on}"
    if on.year is None:
        return f":--{on.month:02}{on.day:02}"
    return f":{on}" if on.day is None else f":{str(on).replace('-', '')}"


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
