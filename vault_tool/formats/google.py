"""Google Contacts as CSV, as it was until 2024 and as it is since.

Columns are numbered (`Phone 1 - Value`), and only those that occur are there. One cell may hold
several values, parted by ` ::: `, and a label may be marked `* ` as the preferred one.

Public: `read_google(data, path, hints)`.
"""

import re
from collections.abc import Iterator

from vault_tool.errors import Problem
from vault_tool.formats.characters import one_line
from vault_tool.formats.contact import Address, Contact, Contacts, Hints, Labelled, NameParts
from vault_tool.formats.records import labelled, no_such, unread, web, whole_name
from vault_tool.formats.services import linkedin_id
from vault_tool.formats.sheet import Row, sheet
from vault_tool.formats.written_days import day
from vault_tool.model import Occasion

_HEADERS = (("given name", "family name"), ("first name", "last name", "labels"))
_NUMBERED = re.compile(
    r"(e-mail|phone|address|website|event|relation|organization|custom field|im) (\d+) - (.+)"
)
_APART = re.compile(r"\s*:::\s*")
_PARTS = ("street", "city", "region", "postal code", "country")


def read_google(data: bytes, path: str = "", hints: Hints | None = None) -> Contacts:
    """Return everybody in an export of Google Contacts. Never raises."""
    hints = hints or Hints()
    rows = sheet(data, _HEADERS, hints.columns)
    if rows is None:
        return no_such(path, "CSV of Google Contacts")
    people: list[Contact] = []
    problems: list[Problem] = []
    for row in rows:
        person = _person(row, hints)
        if person is None:
            problems.append(unread(path, row.line, "a record without a name, e-mail or number."))
        else:
            people.append(person)
    return Contacts(tuple(people), tuple(problems))


def _person(row: Row, hints: Hints) -> Contact | None:
    parts = NameParts(
        row.text("family name", "last name"),
        row.text("given name", "first name"),
        row.text("additional name", "middle name"),
        row.text("name prefix"),
        row.text("name suffix"),
    )
    emails = labelled(_values(row, "e-mail"))
    phones = labelled(_values(row, "phone"))
    company = row.text("organization 1 - name", "organization name")
    nicknames = _cell(row.text("nickname"))
    reached = [each.value for each in (*emails, *phones)]
    name = whole_name(parts, row.text("name", "file as"), *nicknames, company, *reached)
    if not name:
        return None
    urls, handles = web([*_values(row, "website"), *_messengers(row)])
    ids = (linkedin_id(each.value) for each in (*urls, *handles))
    return Contact(
        name,
        parts,
        tuple(each for each in nicknames if each != name),
        emails,
        phones,
        urls,
        handles,
        tuple(address for address in _addresses(row) if str(address)),
        day(row.text("birthday"), hints.order),
        _dates(row, hints),
        company or None,
        row.text("organization 1 - department", "organization department") or None,
        row.text("organization 1 - title", "organization title", "occupation") or None,
        None,
        _groups(row),
        "\n\n".join([*filter(None, (row.lines("notes"),)), *_own_fields(row)]),
        sources=tuple(each for each in ids if each),
        has_photo=bool(row.text("photo")),
        related=tuple(Labelled(*each) for each in _values(row, "relation")),
        line=row.line,
    )


def _cell(text: str) -> tuple[str, ...]:
    """Return the values of one cell."""
    return tuple(each for each in _APART.split(text) if each)


def _numbers(row: Row, kind: str) -> list[int]:
    """Return the numbers for which a kind of columns has a word, in order."""
    found = (_NUMBERED.fullmatch(name) for name in row.cells)
    return sorted({int(match[2]) for match in found if match and match[1] == kind})


def _label(row: Row, kind: str, number: int) -> str:
    text = row.text(f"{kind} {number} - label", f"{kind} {number} - type")
    label = text.removeprefix("*").strip()
    return "" if label.casefold() in ("other", "internet") else label


def _values(row: Row, kind: str) -> Iterator[tuple[str, str]]:
    """Yield the values of a kind with their labels, the preferred ones first."""
    numbers = _numbers(row, kind)
    marked = [each for each in numbers if _is_marked(row, kind, each)]
    for number in [*marked, *(each for each in numbers if each not in marked)]:
        for value in _cell(row.text(f"{kind} {number} - value")):
            yield value, _label(row, kind, number)


def _is_marked(row: Row, kind: str, number: int) -> bool:
    return row.text(f"{kind} {number} - label", f"{kind} {number} - type").startswith("*")


def _messengers(row: Row) -> Iterator[tuple[str, str]]:
    for number in _numbers(row, "im"):
        service = row.text(f"im {number} - service") or _label(row, "im", number)
        for value in _cell(row.text(f"im {number} - value")):
            yield value, service


def _addresses(row: Row) -> Iterator[Address]:
    for number in _numbers(row, "address"):
        start = f"address {number} - "
        street, city, region, code, country = (row.lines(start + part) for part in _PARTS)
        more = (row.lines(start + "po box"), row.lines(start + "extended address"), street)
        lines = "\n".join(each for each in more if each)
        if not (lines or city):
            lines = row.lines(start + "formatted")
        city, region, code, country = map(one_line, (city, region, code, country))
        yield Address(lines, city, region, code, country, _label(row, "address", number))


def _dates(row: Row, hints: Hints) -> tuple[Occasion, ...]:
    found = []
    for text, label in _values(row, "event"):
        on = day(text, hints.order)
        if on and on.month and on.day:
            found.append(Occasion(label or "anniversary", on))
    return tuple(found)


def _groups(row: Row) -> tuple[str, ...]:
    """Return the labels that the user gave; those with a star are the service's own."""
    return tuple(
        each
        for each in _cell(row.text("labels", "group membership"))
        if not each.startswith("*") and each.casefold() not in ("mycontacts", "starred")
    )


def _own_fields(row: Row) -> Iterator[str]:
    for value, label in _values(row, "custom field"):
        yield f"{label}: {value}" if label else value
