"""Mail as `mbox` or `.eml`: with whom, and on which day. Only the heads of messages are read.

The subject is looked at where it is asked for.

Lists, automatic answers and messages to many are no talk with anybody.

Public: `read_mail(data, path, hints)`.
"""

import re
from collections.abc import Iterator
from datetime import date
from email.errors import MessageError
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parsedate_to_datetime

from vault_tool.formats.characters import one_line, utf8
from vault_tool.formats.contact import Hints
from vault_tool.formats.exchanges import Exchange, Exchanges
from vault_tool.formats.records import no_such

# More names in one message are a round letter.
MANY = 8
_HEADS = ("From", "To", "Cc")
_START = re.compile(rb"^From [^\n]*\n", re.MULTILINE)
_END = re.compile(rb"\r?\n\r?\n")
_LONGEST = 200_000
_BULK = ("bulk", "list", "junk", "auto_reply")


def read_mail(data: bytes, path: str = "", hints: Hints | None = None) -> Exchanges:
    """Return every day with every address, the user's own among them. Never raises.

    All days, because that of a message may lie ahead: some clocks do.
    """
    with_text = hints is not None and hints.with_text
    found: dict[tuple[str, date], Exchange] = {}
    heads = 0
    for head in _heads(utf8(data)):
        message = _parsed(head)
        day = _day(message) if message else None
        if message is None or day is None:
            continue
        heads += 1
        subject = _shown(str(message.get("Subject", ""))) if with_text else ""
        for name, address in _parties(message):
            each = Exchange(day, "email", "", name, address, text=subject)
            found.setdefault((address, day), each)
    if not heads:
        return Exchanges((), no_such(path, "mail: mbox or .eml").problems)
    return Exchanges(tuple(found.values()))


def _heads(data: bytes) -> Iterator[bytes]:
    """Yield the head of each message; of a single one, that."""
    if not data.startswith(b"From "):
        yield _END.split(data[:_LONGEST], 1)[0]
        return
    for match in _START.finditer(data):
        before = data[max(match.start() - 2, 0) : match.start()]
        if match.start() == 0 or before.endswith(b"\n\n") or before == b"\r\n":
            start = match.end()
            yield _END.split(data[start : start + _LONGEST], 1)[0]


def _parsed(head: bytes) -> Message | None:
    try:
        return BytesHeaderParser().parsebytes(head)
    except (MessageError, ValueError, LookupError, IndexError):
        return None


def _day(message: Message) -> date | None:
    try:
        return parsedate_to_datetime(str(message.get("Date", ""))).date()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _parties(message: Message) -> list[tuple[str, str]]:
    """Return names and addresses of everybody in a message between few."""
    automatic = str(message.get("Auto-Submitted", "no")).casefold() != "no"
    bulk = str(message.get("Precedence", "")).casefold() in _BULK
    if automatic or bulk or message.get("List-Id") or message.get("List-Unsubscribe"):
        return []
    heads = [str(each) for name in _HEADS for each in message.get_all(name, [])]
    found = [
        (_shown(name), one_line(address).casefold())
        for name, address in getaddresses(heads)
        if "@" in address
    ]
    return found if len(found) <= MANY else []


def _shown(name: str) -> str:
    from email.header import decode_header, make_header

    try:
        return one_line(str(make_header(decode_header(name))))
    except (MessageError, ValueError, LookupError):
        return one_line(name)
