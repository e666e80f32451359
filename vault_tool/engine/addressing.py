"""Whom a mail can go to: every address of people, with whose it is.

Public: `addresses(cards, typed)`.
"""

from collections.abc import Iterable

from vault_tool.engine.names import plain_name
from vault_tool.engine.outgoing import contact_of
from vault_tool.formats.mutt import Address
from vault_tool.model import Card


def addresses(cards: Iterable[Card], typed: str = "") -> list[Address]:
    """Return the addresses of people in their order; nobody writes to the deceased.

    Every word that was typed must stand in a name or in an address. The word beside a name is where
    somebody works, else where they live.
    """
    asked = plain_name(typed).split()
    found = []
    for card in cards:
        if card.status == "deceased":
            continue
        contact = contact_of(card)
        place = next((each.city for each in contact.addresses if each.city), "")
        other = contact.company or place
        names = " ".join(map(plain_name, (card.name, *card.aliases)))
        found += [
            Address(each.value, card.name, other)
            for each in contact.emails
            if all(word in names or word in each.value.casefold() for word in asked)
        ]
    return found
