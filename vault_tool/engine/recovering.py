"""Who is in the phone or in the network and was lost sight of: reachable, and silent for long.

Other than `drifting`, it needs no rhythm that was ever lived: people an import brought count as
well, from the day one met.

Public: `lost_sight_of(cards, standings, today)`, `LostSight`.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from vault_tool.engine.rhythm import last_contact
from vault_tool.engine.triage import described
from vault_tool.model import Card, Standing

# Out of sight: a year without a word.
LONG = 365


class LostSight(NamedTuple):
    """Somebody out of sight: since a talk (`talks` of them), or since one met where there is none.

    `ways` are the ways to reach them, as (property, value).
    """

    name: str
    path: str
    since: date
    days: int
    talks: int
    inbox: bool
    role: str | None
    company: str | None
    location: str | None
    ways: tuple[tuple[str, str], ...]


def lost_sight_of(
    cards: Iterable[Card], standings: Iterable[Standing], today: date
) -> tuple[LostSight, ...]:
    """Return whom one could reach and has not for a year, with whom one talked most first.

    Whoever is paused, archived, deceased, snoozed or wished for no rhythm is not among them.
    """
    by_path = {card.path: card for card in cards}
    found = []
    for standing in standings:
        person, card = standing.person, by_path.get(standing.path)
        is_away = person.snooze_until is not None and person.snooze_until > today
        if card is None or person.me or person.never or person.status != "active" or is_away:
            continue
        one = _lost(card, standing, today)
        if one and one.days >= LONG and one.ways:
            found.append(one)
    return tuple(sorted(found, key=lambda one: (-one.talks, one.days, one.name.casefold())))


def _lost(card: Card, standing: Standing, today: date) -> LostSight | None:
    last = last_contact(standing, today)
    met = standing.person.met
    since = date.fromordinal(last.day) if last else met.first_day() if met else None
    if since is None:
        return None
    known = described(card)
    talks = sum(talk.day <= today.toordinal() for talk in standing.talks)
    return LostSight(
        card.name,
        card.path,
        since,
        (today - since).days,
        talks or (1 if last else 0),
        card.inbox,
        known.role,
        known.company,
        known.location,
        known.ways,
    )
