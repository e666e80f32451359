"""Whom one knows at a place or an event, and what to have in mind of each.

Public: `There`, `Remember`, `prepare(cards, standings, hits, wanted, today)`.
"""

from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

from vault_tool.engine.conditions import texts_of
from vault_tool.engine.names import link_name, plain_name, words
from vault_tool.engine.rhythm import last_contact
from vault_tool.model import Card, Hit, Loop, Standing
from vault_tool.note.ledger import says_private

Tie = Literal["lives", "works", "met", "named"]
RememberKind = Literal["cue", "promise", "owed", "need", "told"]

_PROPERTIES: tuple[tuple[Tie, tuple[str, ...]], ...] = (
    ("lives", ("location",)),
    ("works", ("company",)),
    ("met", ("met_at", "met_how")),
)
_ORDER: tuple[Tie, ...] = ("lives", "works", "met", "named")


class Remember(NamedTuple):
    """One thing to have in mind, in the note's words, and the day it speaks of."""

    kind: RememberKind
    text: str
    on: date | None = None
    private: bool = False


class There(NamedTuple):
    """Somebody one knows there: how they belong to it, the last talk, and what to remember.

    `named` is the line that names the place, where nothing else ties them to it.
    """

    card: Card
    ties: tuple[Tie, ...]
    last: date | None
    remember: Remember | None
    weight: int
    named: str | None = None


def prepare(
    cards: Iterable[Card],
    standings: Iterable[Standing],
    hits: Iterable[Hit],
    wanted: str,
    today: date,
) -> tuple[There, ...]:
    """Return whom one knows at a place or an event: who lives there first, the closest first.

    Whom an import brought and nobody has looked at comes last. Words may be unfinished. `hits` are
    the lines that name it; one in somebody's note is a tie as well. The archived and the deceased
    are left in peace.
    """
    asked = words(plain_name(wanted)) if wanted.strip() else []
    standing_of = {each.path: each for each in standings}
    lines: dict[str, str] = {}
    for hit in hits:
        lines.setdefault(hit.path, hit.text)
    found = []
    for card in cards:
        if not asked or card.me or card.status in ("archived", "deceased"):
            continue
        ties = tuple(tie for tie, keys in _PROPERTIES if _names(card, keys, asked))
        named = lines.get(card.path) if not ties else None
        if not ties and named is None:
            continue
        standing = standing_of.get(card.path)
        last = last_contact(standing, today) if standing else None
        found.append(
            There(
                card,
                ties or ("named",),
                date.fromordinal(last.day) if last else None,
                _remember(card, standing, today),
                standing.person.weight if standing else 0,
                named,
            )
        )
    return tuple(sorted(found, key=_place))


def _names(card: Card, keys: tuple[str, ...], asked: list[str]) -> bool:
    """Tell whether a property has all the words, the last of them as far as it was typed."""
    for text in (text for key in keys for text in texts_of(card.properties.get(key))):
        have = words(plain_name(link_name(text)))
        if all(any(word.startswith(one) for word in have) for one in asked):
            return True
    return False


def _remember(card: Card, standing: Standing | None, today: date) -> Remember | None:
    """Return what to have in mind: a ripe question, a promise, what they need, what they told."""
    loops = sorted(standing.loops, key=_by_due) if standing else []
    for kind in ("cue", "promise", "owed"):
        for loop in loops:
            if loop.kind == kind and not (kind == "cue" and loop.due and loop.due >= today):
                return Remember(kind, loop.text, loop.due, loop.private)
    for text in texts_of(card.properties.get("needs")):
        if text.strip():
            return Remember("need", link_name(text), private=says_private(text))
    for gift in standing.gifts if standing else ():
        if gift.direction == "got" and gift.kind == "info" and gift.day <= today.toordinal():
            return Remember("told", gift.text, date.fromordinal(gift.day))
    return None


def _by_due(loop: Loop) -> tuple[date, str, int]:
    return loop.due or date.max, loop.path, loop.line


def _place(there: There) -> tuple[bool, int, int, str, str]:
    first = min(_ORDER.index(tie) for tie in there.ties)
    return there.card.inbox, first, -there.weight, there.card.name.casefold(), there.card.path
