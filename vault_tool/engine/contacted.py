"""Who of the people known wrote with the user later than the notes tell of.

Only the latest day counts for each: it is written when no later contact is known, so that a last
contact becomes real and no note fills up with a line a day.

Public: `contacted(cards, standings, exchanges, region, today)`.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from vault_tool.engine.importing import recognised
from vault_tool.engine.rhythm import last_contact
from vault_tool.formats.contact import Contact, Labelled
from vault_tool.formats.exchanges import Exchange
from vault_tool.model import Card, Standing


def contacted(
    cards: Sequence[Card],
    standings: Iterable[Standing],
    exchanges: Sequence[Exchange],
    region: str | None,
    today: date,
) -> list[tuple[Card, Exchange]]:
    """Return with whom the latest contact is one of these, by name, each with that one."""
    last = {
        each.path: found.day if (found := last_contact(each, today)) else 0 for each in standings
    }
    parties = list(dict.fromkeys(each.party for each in exchanges))
    whose = dict(zip(parties, recognised(cards, map(_contact, parties), region), strict=True))
    latest: dict[str, tuple[Card, Exchange]] = {}
    for each in exchanges:
        card, day = whose[each.party], each.day.toordinal()
        if card is None or not last.get(card.path, day) < day <= today.toordinal():
            continue
        last[card.path] = day
        latest[card.path] = (card, each)
    return sorted(latest.values(), key=lambda one: one[0].name)


def _contact(party: tuple[str, str, str]) -> Contact:
    """Return a party, known by a name, an e-mail address and a number, as a contact."""
    name, email, phone = party
    return Contact(
        name or email or phone,
        emails=(Labelled(email),) if email else (),
        phones=(Labelled(phone),) if phone else (),
    )
