"""Connections of LinkedIn: the table itself, or the archive that LinkedIn sends.

Below what LinkedIn says first, a row of names, and one row for each connection; rows of people who
do not wish to be listed are empty. "Connected on" is when the link was made, and no talk.

Public: `read_linkedin(data, path, hints)`.
"""

import re

from vault_tool.dates import DateOrder
from vault_tool.errors import Problem
from vault_tool.formats.archive import member
from vault_tool.formats.contact import Contact, Contacts, Hints, NameParts
from vault_tool.formats.records import labelled, no_such, unread, web, whole_name
from vault_tool.formats.services import linkedin_id
from vault_tool.formats.sheet import Row, sheet
from vault_tool.formats.written_days import day, order_in

# What people write behind their name: letters with two capitals or more, or a point in between.
_CREDENTIAL = re.compile(r"(?:[A-Z][A-Za-z]{0,4}\.?[A-Z][A-Za-z.]{0,6}|[A-Za-z]{1,4}\.)")


def read_linkedin(data: bytes, path: str = "", hints: Hints | None = None) -> Contacts:
    """Return every connection of an export of LinkedIn. Never raises."""
    hints = hints or Hints()
    if data.startswith(b"PK"):
        found = member(data, "connections.csv")
        if found is None:
            return no_such(path, "archive of LinkedIn with a Connections.csv in it")
        data = found
    rows = sheet(data, (("first name", "last name"),), hints.columns)
    if rows is None:
        return no_such(path, "Connections.csv of LinkedIn")
    people: list[Contact] = []
    problems: list[Problem] = []
    order = order_in(row.text("connected on") for row in rows) or hints.order
    for row in rows:
        person = _person(row, order)
        if person:
            people.append(person)
        else:
            problems.append(unread(path, row.line, "a connection without a name."))
    return Contacts(tuple(people), tuple(problems))


def _person(row: Row, order: DateOrder | None) -> Contact | None:
    family, suffix = _without_credentials(row.text("last name"))
    parts = NameParts(family, row.text("first name"), suffix=suffix)
    name = whole_name(parts)
    if not name:
        return None
    page = row.text("url")
    urls, handles = web([(page, "")] if page else [])
    known = linkedin_id(page)
    return Contact(
        name,
        parts,
        emails=labelled((text, "") for text in row.texts("email address")),
        urls=urls,
        handles=handles,
        company=row.text("company") or None,
        role=row.text("position") or None,
        met=day(row.text("connected on"), order),
        sources=(known,) if known else (),
        line=row.line,
    )


def _without_credentials(family: str) -> tuple[str, str]:
    """Return a family name without what follows its first comma, where that is no name."""
    name, _, behind = family.partition(",")
    words = behind.replace(",", " ").split()
    if name.strip() and words and all(_CREDENTIAL.fullmatch(word) for word in words):
        return name.strip(), behind.strip()
    return family, ""
