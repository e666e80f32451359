"""What Telegram's desktop program exports as JSON: with whom, and when.

Chats of two only. The words are looked at where they are asked for. A whole export also knows the
numbers of contacts.

Public: `read_telegram(data, path, hints)`.
"""

import json
from collections.abc import Iterator, Mapping

from vault_tool.dates import parse_day
from vault_tool.formats.characters import decoded, one_line, utf8
from vault_tool.formats.contact import Hints
from vault_tool.formats.exchanges import Exchange, Exchanges, last_words
from vault_tool.formats.records import no_such


def read_telegram(data: bytes, path: str = "", hints: Hints | None = None) -> Exchanges:
    """Return the latest exchange of every chat of two. Never raises."""
    hints = hints or Hints()
    try:
        whole = json.loads(decoded(utf8(data)))
    except (ValueError, RecursionError):
        whole = None
    chats = _listed(whole, "chats") or ([whole] if _listed_in(whole, "messages") else [])
    if not isinstance(whole, Mapping) or not chats:
        return Exchanges((), no_such(path, "export of Telegram, in JSON").problems)
    numbers = dict(_numbers(whole))
    found = [_exchange(chat, numbers, hints) for chat in chats if isinstance(chat, Mapping)]
    return Exchanges(tuple(each for each in found if each))


def _exchange(
    chat: Mapping[str, object], numbers: Mapping[object, str], hints: Hints
) -> Exchange | None:
    """Return the latest exchange of a chat; a group, a channel and a deleted account have none."""
    name = chat.get("name")
    if chat.get("type") != "personal_chat" or not isinstance(name, str) or not one_line(name):
        return None
    messages = [
        (day, each)
        for each in _listed_in(chat, "messages")
        if isinstance(each, Mapping) and each.get("type") == "message"
        if (day := parse_day(str(each.get("date", ""))[:10])) and not hints.lies_ahead(day)
    ]
    if not messages:
        return None
    last = max(day for day, _ in messages)
    said = [_said(each) for day, each in messages if day == last] if hints.with_text else []
    number = chat.get("id")
    phone = numbers.get(number, "") if isinstance(number, int) else ""
    text = last_words(said)
    return Exchange(last, "message", "Telegram", one_line(name), phone=phone, text=text)


def _said(message: Mapping[str, object]) -> tuple[str, str]:
    """Return who wrote a message, and its words: one text, or pieces with their looks."""
    text = message.get("text")
    pieces = text if isinstance(text, list) else [text]
    words = [each.get("text") if isinstance(each, Mapping) else each for each in pieces]
    who = message.get("from")
    return (
        who if isinstance(who, str) else "",
        "".join(each for each in words if isinstance(each, str)),
    )


def _numbers(whole: Mapping[str, object]) -> Iterator[tuple[object, str]]:
    for each in _listed(whole, "contacts"):
        if isinstance(each, Mapping) and isinstance(each.get("user_id"), int):
            yield each["user_id"], one_line(str(each.get("phone_number") or ""))


def _listed(whole: object, key: str) -> list[object]:
    """Return what stands in a part of the export under `list`."""
    part = whole.get(key) if isinstance(whole, Mapping) else None
    return _listed_in(part, "list")


def _listed_in(part: object, key: str) -> list[object]:
    found = part.get(key) if isinstance(part, Mapping) else None
    return found if isinstance(found, list) else []
