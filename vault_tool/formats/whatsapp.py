"""A chat that WhatsApp exported: with whom, and on which day.

The words are looked at where they are asked for. The order of day and month is the phone's: a day
of the chat gives it away, or the user says it.
Only a chat of two is a talk.

Public: `read_whatsapp(data, path, hints)`.
"""

import re
from datetime import date
from itertools import pairwise

from vault_tool.dates import DateOrder
from vault_tool.errors import Problem
from vault_tool.formats.archive import members
from vault_tool.formats.characters import decoded, one_line, utf8
from vault_tool.formats.contact import Hints
from vault_tool.formats.exchanges import Exchange, Exchanges, last_words
from vault_tool.formats.records import no_such
from vault_tool.formats.written_days import day as day_of
from vault_tool.formats.written_days import order_in

_BEGINNING = (
    r"[\u200e\u200f]*\[?(?P<day>\d{1,4}[./-]\d{1,2}[./-]\d{2,4}),?\s+"
    r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s*[APap]\.?\s?[Mm]\.?)?\]?(?:\s+-)?\s+"
)
# Without somebody it is the program's own remark.
_REMARK = re.compile(_BEGINNING)
_LINE = re.compile(_BEGINNING + r"(?P<who>[^:\n]{1,80}):(?:\s|$)")
# What stands for a picture or the like, which is not in the file.
_OMITTED = re.compile(r"\s*(?:\u200e.*|<[^<>]*>|null)\s*")
# What phones in several languages call the file: `Chat WhatsApp con Nives.txt`.
_CHAT = re.compile(
    r"(?=.*whatsapp)[\w -]*?[ -](?:with|con|mit|avec|com|met|-) (?P<name>.+)\.(?:txt|zip)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\+?[\d\s()./-]{6,}")
_TWO = 2


def read_whatsapp(data: bytes, path: str = "", hints: Hints | None = None) -> Exchanges:
    """Return the latest exchange with both who wrote in a chat, the user among them.

    Never raises.
    """
    hints = hints or Hints()
    if data.startswith(b"PK"):
        path, data = _chat_in(path, data)
    lines = [line.replace("\u202f", " ") for line in decoded(utf8(data)).splitlines()]
    found = [match for line in lines if (match := _LINE.match(line))]
    if not found:
        return Exchanges((), no_such(path, "chat of WhatsApp").problems)
    names = dict.fromkeys(one_line(match["who"]).removeprefix("~ ") for match in found)
    chat = _CHAT.fullmatch(path)
    if chat:
        names[one_line(chat["name"])] = None
    texts = [match["day"] for match in found]
    order = _order(texts, hints)
    days = _days(texts, order)
    if not days:
        return _unclear(path, "what day its days are cannot be told.", 'date_order = "dmy"')
    if len(names) > _TWO:
        return _unclear(path, "more than two write in it.", "A group is no talk with anybody.")
    last = max((day for day in days if not hints.lies_ahead(day)), default=None)
    if last is None:
        return _unclear(path, "all its days are still to come.", 'date_order = "dmy"')
    text = _last_words(lines, last, order) if hints.with_text else ""
    return Exchanges(tuple(_exchange(last, name, text) for name in names))


def _chat_in(path: str, data: bytes) -> tuple[str, bytes]:
    """Return the name and the text of the chat in an archive; iPhones name the archive alone."""
    found = members(data, ".txt")
    name, text = next((each for each in found if each[0] != "_chat.txt"), (path, b""))
    chat = next((content for called, content in found if called == "_chat.txt"), None)
    return (path, chat) if chat is not None else (name, text)


def _exchange(day: date, name: str, text: str) -> Exchange:
    if _NUMBER.fullmatch(name):
        return Exchange(day, "message", "WhatsApp", phone=name, text=text)
    return Exchange(day, "message", "WhatsApp", name, text=text)


def _last_words(lines: list[str], last: date, order: DateOrder | None) -> str:
    """Return how the last day ended; a line that begins with no day goes on from the one before."""
    found: list[tuple[re.Match[str], list[str]]] = []
    goes_on = False
    for line in lines:
        match = _LINE.match(line)
        if match:
            words = line[match.end() :]
            found.append((match, [] if _OMITTED.fullmatch(words) else [words]))
        elif goes_on and not _REMARK.match(line):
            found[-1][1].append(line)
        goes_on = bool(match) or (goes_on and not _REMARK.match(line))
    return last_words(
        [
            (match["who"].removeprefix("~ "), " ".join(words))
            for match, words in found
            if (on := day_of(match["day"], order)) and on.first_day() == last
        ]
    )


def _order(texts: list[str], hints: Hints) -> DateOrder | None:
    """Return the order in which the days can be told and rise, as those of a chat do.

    Where they rise in none, a clock was wrong: then those count that are not still to come.
    """
    if known := order_in(texts):
        return known
    orders: tuple[DateOrder, ...] = ("dmy", "mdy")
    days = {each: _first_days(texts, each) for each in orders}
    past = {each: [on for on in days[each] if not hints.lies_ahead(on)] for each in orders}
    rising = [each for each in orders if _is_rising(days[each])] or [
        each for each in orders if _is_rising(past[each])
    ]
    return rising[0] if len(rising) == 1 else hints.order


def _is_rising(days: list[date]) -> bool:
    return all(one <= other for one, other in pairwise(days))


def _first_days(texts: list[str], order: DateOrder | None) -> list[date]:
    found = [day_of(text, order) for text in texts]
    return [day for on in found if on and on.year and (day := on.first_day())]


def _days(texts: list[str], order: DateOrder | None) -> list[date]:
    """Return the days, none where day and month of one may be exchanged."""
    found = [on for text in texts if (on := day_of(text, order)) and on.year]
    return [] if any(on.day is None for on in found) else _first_days(texts, order)


def _unclear(path: str, said: str, hint: str) -> Exchanges:
    return Exchanges((), (Problem("record-unread", path, 1, 1, "error", said, hint),))
