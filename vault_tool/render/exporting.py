"""People as rows and as JSON, for spreadsheets and other programs.

Public: `rows(cards, today)`, `people(cards, today)`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from vault_tool.formats.services import SERVICES
from vault_tool.render.machine import Result, head
from vault_tool.render.properties import texts

if TYPE_CHECKING:
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
