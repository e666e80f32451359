"""What every format is held to, and the tables of all readers and writers it is tried on.

A reader that is added has to have a sample here, and a writer a way back; the laws themselves stand
in `test_formats_laws`.
"""

import csv
import json
from collections.abc import Callable
from datetime import date
from io import StringIO

from tests.test_formats_exchanges import CHAT, mbox, message
from tests.test_formats_ics import SAMPLE as CALENDAR
from tests.test_formats_tables import SAMPLES as TABLES
from tests.test_formats_vcard import ANDROID, GOOGLE, IPHONE
from vault_tool.dates import PartialDate
from vault_tool.engine.addressing import addresses
from vault_tool.engine.incoming import said
from vault_tool.engine.outgoing import days_of
from vault_tool.engine.small_card import small
from vault_tool.formats.calendar import Event, write_calendar
from vault_tool.formats.contact import Address, Contact, Labelled
from vault_tool.formats.contentlines import Property, properties
from vault_tool.formats.mutt import write_addresses
from vault_tool.formats.readers import READERS, TALKS, read_contacts, read_exchanges
from vault_tool.formats.vcard_patching import patched
from vault_tool.formats.vcard_writing import write_vcards
from vault_tool.model import Card, Occasion, Person, Value
from vault_tool.render.exporting import people, rows
from vault_tool.render.machine import as_json
from vault_tool.render.tables import table

TODAY = date(2026, 11, 23)
LEAP_DAY = PartialDate(None, 2, 29)
OLD = b"BEGIN:VCARD\r\nVERSION:2.1\r\nFN:x\r\nN:x;;;;\r\nEND:VCARD\r\n"
TELEGRAM = {
    "chats": {
        "list": [
            {
                "type": "personal_chat",
                "name": "Nives Sarti",
                "messages": [
                    {"type": "message", "date": "2026-11-20T10:00:00", "from": "Nives", "text": "x"}
                ],
            }
        ]
    }
}
SAMPLES: dict[str, bytes] = {
    **TABLES,
    "vcard": (IPHONE + ANDROID + GOOGLE).encode(),
    "mail": mbox(message()),
    "telegram": json.dumps(TELEGRAM).encode(),
    "whatsapp": CHAT.encode(),
    "ics": CALENDAR,
}
KINDS = (*READERS, *TALKS)
HOSTILE = (
    "\r\nBEGIN:VCARD\r\nFN:x", "a\nEND:VCARD\nb", "a\rb", "=?utf-8?q?=41?=", "=1+1", "+1", "-1", "@sum(a)",
    "\tx", "\x1b[31mred", "\x00\x07\x7f", "\u202eabc\u2066", "a;b,c\\d", "\\n", "\\", '"', "'", "'=1", "a\u2028b",
    "\x85", "{{ 7 * 7 }}", "<script>", "END:VCALENDAR", "x" * 1_000_000, "é\n" * 50_000,
)  # fmt: skip


def read(kind: str, data: bytes) -> tuple[object, ...]:
    """Return whatever a reader finds."""
    if kind in TALKS:
        return tuple(read_exchanges(kind, data, "x"))
    return tuple(read_contacts(kind, data, "x"))


def card_of(contact: Contact) -> Card:
    """Return what finds somebody whose note is made of a contact alone."""
    told = said(contact)
    held: dict[str, Value] = {
        key: list(each) if isinstance(each, tuple) else each for key, each in told.properties
    }
    return Card(
        "People/x.md", told.name or "x", "active", False, False, contact.nicknames, (), held
    )


def hostile(value: str) -> Contact:
    """Return somebody all of whose values are one text; of a huge one three will do."""
    if len(value) > 1000:
        return hostile("plain")._replace(name=value, role=value, notes=value)
    return Contact(
        value,
        nicknames=(value,),
        emails=(Labelled(value, value), Labelled("a@example.org", value)),
        phones=(Labelled(value, value), Labelled("+39 1", value)),
        urls=(Labelled(value, value),),
        handles=(Labelled(value, "telegram"),),
        addresses=(Address(value, value, value, value, value, value),),
        company=value,
        department=value,
        role=value,
        groups=(value,),
        dates=(Occasion(value, LEAP_DAY),),
        birthday=LEAP_DAY,
        notes=value,
        uid=value,
    )


def _frame(data: bytes, *names: str) -> int:
    found = [each.name for each in properties(data) if isinstance(each, Property)]
    return sum(each in names for each in found)


def _ics(contact: Contact) -> bytes:
    card = card_of(contact)
    person = Person(birthday=contact.birthday, dates=contact.dates)
    days = days_of(card, person)
    return write_calendar([Event(each.uid, each.on, each.name, True) for each in days], card.name)


def _json(contact: Contact) -> bytes:
    return as_json(people([card_of(contact)], TODAY)).encode()


def _csv(contact: Contact, *, exact: bool) -> bytes:
    return table(rows([card_of(contact)], TODAY), "csv", exact=exact).encode()


def _patched(contact: Contact, kept: bytes) -> bytes:
    """Return a card of another program into which all of somebody is written."""
    return patched(kept, Contact("x"), contact)


WRITERS: dict[str, Callable[[Contact], bytes]] = {
    "vcard 3.0": lambda contact: write_vcards([contact], "3.0"),
    "vcard 4.0": lambda contact: write_vcards([contact], "4.0"),
    "vcard 2.1 patched": lambda contact: _patched(contact, OLD),
    "vcard 3.0 patched": lambda contact: _patched(contact, OLD.replace(b"2.1", b"3.0")),
    "vcard 4.0 patched": lambda contact: _patched(contact, OLD.replace(b"2.1", b"4.0")),
    "qr": lambda contact: write_vcards([small(contact)[0]]),
    "csv": lambda contact: _csv(contact, exact=False),
    "csv raw": lambda contact: _csv(contact, exact=True),
    "json": _json,
    "ics": _ics,
    "mutt": lambda contact: write_addresses("x", addresses([card_of(contact)])).encode(),
}


def records(name: str, data: bytes) -> int:
    """Return how many records a written file holds, with what frames them."""
    if name.startswith("vcard") or name == "qr":
        return _frame(data, "BEGIN", "END", "FN", "VERSION", "PHOTO")
    if name == "ics":
        return _frame(data, "BEGIN", "END", "SUMMARY", "RRULE")
    if name == "json":
        return len(json.loads(data)["items"])
    if name == "mutt":
        return data.count(b"\n") * 100 + data.count(b"\t")
    return sum(len(row) for row in csv.reader(StringIO(data.decode())))
