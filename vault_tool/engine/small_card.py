"""A card small enough to be scanned: how to reach somebody, the most useful first.

Public: `small(contact, room)`, `ROOM`, `FIELDS`.
"""

from collections.abc import Iterator
from typing import Any

from vault_tool.formats.contact import Contact
from vault_tool.formats.vcard_writing import write_vcards

# In bytes. A code of so much fits a terminal of 80 columns, and any phone reads it from a screen.
ROOM = 420

_LONGEST_NAME = 80
# Which property stands in which field of a contact.
FIELDS = {
    "phone": "phones", "email": "emails", "company": "company", "role": "role",
    "birthday": "birthday", "address": "addresses", "url": "urls",
}  # fmt: skip
_MANY = frozenset(("phone", "email", "address", "url"))


def small(contact: Contact, room: int = ROOM) -> tuple[Contact, tuple[str, ...]]:
    """Return as much of somebody as fits into a card of so many bytes, and what was left out.

    What is said of them rather than to reach them is never in it: groups, days but the birthday,
    other names, notes. The name always is, cut where it is very long.
    """
    chosen = Contact(contact.name[:_LONGEST_NAME].strip())
    left: dict[str, None] = {}
    for key, added in _additions(contact):
        before = getattr(chosen, FIELDS[key])
        values: Any = {FIELDS[key]: (*before, added) if key in _MANY else added}
        wanted = chosen._replace(**values)
        if len(write_vcards([wanted])) <= room:
            chosen = wanted
        else:
            left[key] = None
    return chosen, tuple(left)


def _additions(contact: Contact) -> Iterator[tuple[str, Any]]:
    """Yield what a card can have beside the name, one after the other, by property."""
    phones, emails = list(contact.phones), list(contact.emails)
    for first, rest in ((phones[:1], emails[:1]), (phones[1:], emails[1:])):
        yield from (("phone", each) for each in first)
        yield from (("email", each) for each in rest)
    for key in ("company", "role", "birthday"):
        value = getattr(contact, key)
        if value and not (key == "birthday" and contact.birthday and contact.birthday.day is None):
            yield key, value
    yield from (("address", each) for each in contact.addresses)
    yield from (("url", each) for each in contact.urls)
