"""An introduction of two people: what speaks for it, what forbids it, and what sending it means.

Public: `Meeting`, `meeting(one, other, lines)`, `refusal(one, other, lead)`, `are_acquainted`,
`formality`, `how_it_went_on(day)`, `linked(words, name, link)`.

Both are asked first; nothing here decides for them. What is tagged `#private` speaks for nothing.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from vault_tool.engine.acquaintance import Acquaintance
from vault_tool.engine.conditions import texts_of
from vault_tool.engine.drafts import DraftFacts, Tone
from vault_tool.engine.facts import Fact, Role
from vault_tool.engine.introductions import Introduction, introductions
from vault_tool.engine.names import link_name
from vault_tool.model import Card, Dossier, Value
from vault_tool.note.ledger import says_private, tags_in

NOTINTRO = "notintro"
# So many days after an introduction one asks how it went.
HOW_IT_WENT = 30


class Side(NamedTuple):
    """One of the two: what to say of them in a few words, and how they are reached."""

    name: str
    title: str
    reach: str | None


class Meeting(NamedTuple):
    """Two people to be introduced, in the order they were named.

    `facts` are what speaks for it; each of `helps` is (giver, taker, need, offer): places among the
    two, and among the facts. `interests` are places among the facts as well.
    """

    pair: tuple[Side, Side]
    facts: tuple[Fact, ...]
    helps: tuple[tuple[int, int, int, int], ...]
    interests: tuple[int, ...]
    city: str | None

    def turned(self) -> "Meeting":
        """Return the same of the other one's point of view."""
        helps = tuple((1 - giver, 1 - taker, *rest) for giver, taker, *rest in self.helps)
        return self._replace(pair=(self.pair[1], self.pair[0]), helps=helps)  # type: ignore[arg-type]


def meeting(one: Card, other: Card, lines: tuple[Mapping[str, int], Mapping[str, int]]) -> Meeting:
    """Return what speaks for introducing two people; `lines` tell where their properties stand."""
    cards = (_without_private(one), _without_private(other))
    facts: list[Fact] = []

    def fact(at: int, key: str, role: Role, text: str) -> int:
        facts.append(Fact(text, cards[at].path, lines[at].get(key, 1), role))
        return len(facts) - 1

    found = _between(*cards)
    helps: list[tuple[int, int, int, int]] = []
    interests: tuple[int, ...] = ()
    if found:
        # The pair may stand in another order than the two were named in.
        turn = found.people[0][1] != one.path
        for each in found.helps:
            giver, taker = each.giver ^ turn, each.taker ^ turn
            need = fact(taker, "needs", "need", each.need)
            helps.append((giver, taker, need, fact(giver, "offers", "offer", each.offer)))
        interests = tuple(fact(0, "interests", "interest", text) for text in found.interests)
    sides = (_side(cards[0]), _side(cards[1]))
    return Meeting(sides, tuple(facts), tuple(helps), interests, found.city if found else None)


def refusal(
    one: Dossier, other: Dossier, lead: Callable[[str, str], str | None]
) -> tuple[str, int] | None:
    """Return the note and line that says `#notintro` of these two, None where none does."""
    for this, that in ((one, other), (other, one)):
        for mention in this.note.mentions:
            is_refused = NOTINTRO in tags_in(mention.text, {})
            if is_refused and lead(mention.target, this.note.path) == that.note.path:
                return this.note.path, mention.line
    return None


def are_acquainted(one: Dossier, other: Dossier) -> bool:
    """Tell whether the two notes link each other, or one item tells of both."""
    if any(path == other.note.path for _, path in one.links):
        return True
    if any(path == one.note.path for _, path in other.links):
        return True
    told = {(each.path, each.interaction.line) for each in one.told}
    return any((each.path, each.interaction.line) in told for each in other.told)


def formality(one: DraftFacts, other: DraftFacts) -> Tone | None:
    """Return how both are addressed at once: formally as soon as one of them is."""
    return "formal" if "formal" in (one.tone, other.tone) else one.tone or other.tone


def how_it_went_on(day: date) -> date:
    """Return the day of the cue that asks how an introduction went."""
    return day + timedelta(HOW_IT_WENT)


def linked(words: str, name: str, link: str) -> str:
    """Return words with the name in them made a link; the link behind them where it is not."""
    return words.replace(name, link, 1) if name in words else f"{words} {link}"


def _between(one: Card, other: Card) -> Introduction | None:
    pairs = introductions([one, other], {}, Acquaintance({}, {})).pairs
    return pairs[0] if pairs else None


def _without_private(card: Card) -> Card:
    """Return the card as far as a message may speak of it, whatever its status."""
    properties: dict[str, Value] = {
        key: [text for text in texts_of(value) if not says_private(text)]
        for key, value in card.properties.items()
    }
    return card._replace(properties=properties, status="active", inbox=False)


def _side(card: Card) -> Side:
    texts = [
        link_name(text).strip()
        for key in ("role", "company", "location")
        for text in texts_of(card.properties.get(key))
    ]
    reach = [
        text.strip() for key in ("email", "phone") for text in texts_of(card.properties.get(key))
    ]
    title = ", ".join(dict.fromkeys(text for text in texts if text))
    return Side(card.name, title, next((text for text in reach if text), None))
