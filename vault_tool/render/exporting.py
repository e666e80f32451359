"""People as rows and as JSON, for spreadsheets and other programs.

Public: `rows(cards, today)`, `people(cards, today)`, `in_folder(folder, names, …)`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from vault_tool.formats.services import SERVICES
from vault_tool.render.machine import Result, head
from vault_tool.render.properties import texts

if TYPE_CHECKING:
    from vault_tool.engine.card_folder import Folder
    from vault_tool.model import Card

_MANY = ("email", "phone", "url", "address", "relationship", "tags", "dates", "offers", "needs")
_ONE = (
    "company", "department", "role", "location", "birthday", "language", "weight", "frequency",
    "met", "met_at", "met_how", "last_contact", "uid",
)  # fmt: skip


def rows(cards: "Iterable[Card]", today: date, unread: int = 0) -> Result:
    """Return a row of the same columns for everybody; several values of a cell as a list.

    A service that nobody is in has no column.
    """
    everybody = list(cards)
    services = [each for each in SERVICES if any(card.properties.get(each) for card in everybody)]
    return {**head(today, unread), "items": [_row(card, services) for card in everybody]}


def people(cards: "Iterable[Card]", today: date, unread: int = 0) -> Result:
    """Return everybody with all properties, as `brief` tells them."""
    items = [
        {
            "name": card.name,
            "path": card.path,
            "status": card.status,
            "aliases": list(card.aliases),
            "person": dict(card.properties),
        }
        for card in cards
    ]
    return {**head(today, unread), "items": items}


def in_folder(
    folder: "Folder",
    names: Sequence[str],
    before: Mapping[str, bytes],
    place: str,
    today: date,
    unread: int = 0,
) -> Result:
    """Return what became of a folder of cards; `names` are the files of its cards, in order."""
    items = [
        {
            "name": put.person.name,
            "path": put.person.path,
            "file": name,
            "kind": "new"
            if put.name is None
            else "changed"
            if before[put.name] != put.text
            else "unchanged",
        }
        for put, name in zip(folder.puts, names, strict=True)
    ]
    kinds = Counter(item["kind"] for item in items)
    return {
        **head(today, unread),
        "folder": place,
        "counts": {kind: kinds[kind] for kind in ("new", "changed", "unchanged")},
        "items": items,
        "strangers": list(folder.strangers),
        "odd": list(folder.odd),
    }


def _row(card: "Card", services: Sequence[str]) -> Mapping[str, Any]:
    lists = {key: texts(card.properties.get(key)) for key in _MANY}
    single = {key: "; ".join(texts(card.properties.get(key))) for key in (*_ONE, *services)}
    return {
        "name": card.name,
        "aliases": list(card.aliases),
        **lists,
        **single,
        "status": card.status,
        "path": card.path,
    }
