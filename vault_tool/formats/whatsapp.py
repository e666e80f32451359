"""A chat that WhatsApp exported: with whom, and on which day; the words are not looked at.

The order of day and month is the phone's: a day of the chat gives it away, or the user says it.
Only a chat of two is a talk.

Public: `read_whatsapp(data, path, hints)`.
"""

import re
from datetime import date

from vault_tool.errors import Problem
from vault_tool.formats.archive import member
from vault_tool.formats.characters import decoded, one_line, utf8
from vault_tool.formats.contact import Hints
from vault_tool.formats.exchanges import Exchange, Exchanges
from vault_tool.formats.records import no_such
from vault_tool.formats.written_days import day as day_of
from vault_tool.formats.written_days import order_in

_LINE = re.compile(
    r"[\u200e\u200f]*\[?(?P<day>\d{1,4}[./-]\d{1,2}[./-]\d{2,4}),?\s+"
    r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s*[APap]\.?\s?[Mm]\.?)?\]?(?:\s+-)?\s+"
    r"(?P<who>[^:\n]{1,80}):(?:\s|$)"
)
_CHAT = re.compile(r"WhatsApp Chat (?:with|-) (?P<name>.+)\.(?:txt|zip)", re.IGNORECASE)
_NUMBER = re.compile(r"\+?[\d\s()./-]{6,}")
_TWO = 2


def read_whatsapp(data: bytes, path: str = "", hints: Hints | None = None) -> Exchanges:
    """Return the latest exchange with both who wrote in a chat, the user among them.

    Never raises.
    """
    if data.startswith(b"PK"):
        data = member(data, "_chat.txt") or b""
    lines = decoded(utf8(data)).splitlines()
    found = [match for line in lines if (match := _LINE.match(line.replace("\u202f", " ")))]
    if not found:
        return Exchanges((), no_such(path, "chat of WhatsApp").problems)
    names = dict.fromkeys(one_line(match["who"]).removeprefix("~ ") for match in found)
    chat = _CHAT.fullmatch(path)
    if chat:
        names[one_line(chat["name"])] = None
    last = _last_day([match["day"] for match in found], hints or Hints())
    if last is None:
        return _unclear(path, "what day its days are cannot be told.", 'date_order = "dmy"')
    if len(names) > _TWO:
        return _unclear(path, "more than two write in it.", "A group is no talk with anybody.")
    return Exchanges(tuple(_exchange(last, name) for name in names))


def _exchange(day: date, name: str) -> Exchange:
    if _NUMBER.fullmatch(name):
        return Exchange(day, "message", "WhatsApp", phone=name)
    return Exchange(day, "message", "WhatsApp", name)


def _last_day(texts: list[str], hints: Hints) -> date | None:
    order = hints.order or order_in(texts)
    days = [on for text in texts if (on := day_of(text, order)) and on.day and on.year]
    whole = [first for on in days if (first := on.first_day())]
    return max(whole, default=None)


def _unclear(path: str, said: str, hint: str) -> Exchanges:
    return Exchanges((), (Problem("record-unread", path, 1, 1, "error", said, hint),))
