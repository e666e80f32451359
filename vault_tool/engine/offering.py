"""What one could offer somebody, for what they need: oneself first, else somebody one knows.

Public: `Offering`, `offerings(person, cards, own, known)`.

An offer meets a need where both speak of the same (`subjects`). Whether it is made, and in which
words, is the draft's affair.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from vault_tool.engine.acquaintance import Acquaintance
from vault_tool.engine.conditions import texts_of
from vault_tool.engine.subjects import Subject, fits, subject
from vault_tool.model import Card
from vault_tool.note.ledger import says_private


class Offering(NamedTuple):
    """A need and what meets it; `by` is whose offer it is, None for one's own of the config."""

    need: str
    offer: str
    by: Card | None

    @property
    def is_mine(self) -> bool:
        """Tell whether it is the user's own offer."""
        return self.by is None or self.by.me


def offerings(
    person: Card, cards: Iterable[Card], own: Sequence[str], known: Acquaintance
) -> tuple[Offering, ...]:
    """Return what meets the person's needs, one offer to a need: the user's own go before others'.

    `own` are offers that the config names. Somebody else's is one of an active person whom they do
    not know yet: it would be an introduction. Among equals the best fit, then the need named first.
    """
    needs = [each for text in texts_of(person.properties.get("needs")) if (each := subject(text))]
    offers: list[tuple[Card | None, Subject]] = [(None, subject(text)) for text in own]
    others: list[tuple[Card | None, Subject]] = []
    for card in cards if needs else ():
        if card.path == person.path or card.inbox or card.status != "active":
            continue
        these = [
            (card, subject(text))
            for text in texts_of(card.properties.get("offers"))
            if not says_private(text)
        ]
        if card.me:
            offers += these
        elif these and not known.know_each_other(person.path, card.path):
            others += these
    found = [
        (not mine, -fit, number, Offering(need.text, offer.text, by))
        for mine, those in ((True, offers), (False, others))
        for by, offer in those
        for number, need in enumerate(needs)
        if (fit := fits(need, offer))
    ]
    found.sort(key=lambda each: (*each[:3], each[3].offer, each[3].by.path if each[3].by else ""))
    best: dict[str, Offering] = {}
    for *_, offering in found:
        best.setdefault(offering.need, offering)
    return tuple(best.values())
