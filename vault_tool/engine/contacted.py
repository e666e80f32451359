"""Who of the people known was in touch with the user later than the notes tell of.

Only the latest day counts for each: it is written when no later contact is known, so that a last
contact becomes real and no note fills up with a line a day.

Public: `contacted(cards, standings, exchanges, region, today)`.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from vault_tool.engine.importing import recognised
from vault_tool.engine.rhythm import last_contact
from vault_tool.engine.titles import named_in
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
    latest: dict[str, tuple[Card, Exchange]] = {}
    for each, card in _whose(cards, exchanges, region):
        day = each.day.toordinal()
        if last.get(card.path, day) < day <= today.toordinal():
            last[card.path] = day
            latest[card.path] = (card, each)
    return sorted(latest.values(), key=lambda one: one[0].name)


def _whose(
    cards: Sequence[Card], exchanges: Sequence[Exchange], region: str | None
) -> Iterator[tuple[Exchange, Card]]:
    """Yield every exchange with whom it was, as far as that is certain."""
    parties = [each for each in dict.fromkeys(each.party for each in exchanges) if any(each)]
    whose = dict(zip(parties, recognised(cards, map(_contact, parties), region), strict=True))
    titled = named_in((each.text for each in exchanges if not any(each.party)), cards)
    for each in exchanges:
        if not any(each.party):
            yield from ((each, card) for card in titled.get(each.text, ()))
        elif card := whose[each.party]:
            yield each, card


def _contact(party: tuple[str, str, str]) -> Contact:
    """Return a party, known by a name, an e-mail address and a number, as a contact."""
    name, email, phone = party
    return Contact(
        name or email or phone,
        emails=(Labelled(email),) if email else (),
        phones=(Labelled(phone),) if phone else (),
    )
