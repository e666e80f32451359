"""What Facebook gives to whoever asks for their own information: friends, and the address book.

Facebook writes each byte of UTF-8 as a character of its own; that is undone. Friends have a name
and the moment they became friends, nothing else.

Public: `read_facebook(data, path, hints)`.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress

from vault_tool.errors import Problem
from vault_tool.formats.archive import member
from vault_tool.formats.characters import decoded, one_line, utf8
from vault_tool.formats.contact import Contact, Contacts, Hints
from vault_tool.formats.records import labelled, no_such, unread
from vault_tool.formats.written_days import moment_day

_FILES = ("your_friends.json", "friends.json", "your_address_books.json", "address_book.json")
_FRIENDS = ("friends_v2", "friends")
_BOOKS = ("address_book_v2", "address_book")
_WHAT = "friends or address book of Facebook, in JSON"


def read_facebook(data: bytes, path: str = "", hints: Hints | None = None) -> Contacts:
    """Return everybody in a file of friends or of an address book, or in an archive with one.

    Never raises.
    """
    del hints  # nothing in it depends on what a user could say
    is_archive = data.startswith(b"PK")
    files = [member(data, name) for name in _FILES] if is_archive else [data]
    found = [each for file in files if file and (each := _records(file)) is not None]
    if not found:
        return no_such(path, _WHAT)
    people: list[Contact] = []
    problems: list[Problem] = []
    for number, record in enumerate((record for each in found for record in each), 1):
        person = _person(record, number)
        if person:
            people.append(person)
        else:
            problems.append(unread(path, 1, f"entry {number} has no name."))
    return Contacts(tuple(people), tuple(problems))


def _records(data: bytes) -> list[object] | None:
    """Return the entries of a file, whatever the year it is from."""
    try:
        whole = json.loads(decoded(utf8(data)))
    except (ValueError, RecursionError):
        return None
    for key in (*_FRIENDS, *_BOOKS):
        found = whole.get(key) if isinstance(whole, dict) else None
        if isinstance(found, dict):
            found = found.get("address_book")
        if isinstance(found, list):
            return found
    return None


def _person(record: object, number: int) -> Contact | None:
    if not isinstance(record, Mapping):
        return None
    name = _text(record.get("name"))
    points = list(_points(record.get("details")))
    emails = labelled((each, "") for each in points if "@" in each)
    phones = labelled((each, "") for each in points if "@" not in each)
    name = name or next((each.value for each in (*emails, *phones)), "")
    if not name:
        return None
    moment = record.get("timestamp")
    is_friend = isinstance(moment, int) and not isinstance(moment, bool)
    return Contact(
        name,
        emails=emails,
        phones=phones,
        met=moment_day(moment) if is_friend else None,
        sources=(f"facebook:{_slug(name)}-{moment}",) if is_friend else (),
        line=number,
    )


def _points(details: object) -> Iterator[str]:
    for each in details if isinstance(details, list) else ():
        if isinstance(each, Mapping) and (text := _text(each.get("contact_point"))):
            yield text


def _text(value: object) -> str:
    """Return a text as it was before Facebook wrote each of its bytes as a character."""
    if not isinstance(value, str):
        return ""
    with suppress(UnicodeError):
        value = value.encode("latin-1").decode("utf-8")
    return one_line(value)


def _slug(name: str) -> str:
    return "-".join(name.casefold().split())
