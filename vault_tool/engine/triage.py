"""Whom an import brought and nobody has looked at, and what becomes of them when one does.

A decision stands in the note: a weight, and perhaps a rhythm, let somebody in; "later" is a
`snooze_until`, "not now" the status `archived`. So one can stop at any time and go on elsewhere.

Public: `waiting(cards, today)`, `Waiting`, `Decision`, `decided(path, decision, ways)`.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, NamedTuple

from vault_tool.dates import Duration, PartialDate, parse_day, parse_partial
from vault_tool.engine.assignments import Assignment, Edit, assigned
from vault_tool.engine.conditions import texts_of
from vault_tool.engine.names import link_name
from vault_tool.formats.services import SERVICES
from vault_tool.model import Card
from vault_tool.note.conventions import Conventions

What = Literal["in", "later", "not now"]
# How long "later" is.
LATER = Duration(months=1)
_WAYS = ("phone", "email", *SERVICES)


class Waiting(NamedTuple):
    """Somebody who waits to be looked at, and what the note says of them.

    `ways` are the ways to reach them, as (property, value).
    """

    name: str
    path: str
    role: str | None
    company: str | None
    location: str | None
    met: PartialDate | None
    ways: tuple[tuple[str, str], ...]


class Queue(NamedTuple):
    """Those who wait, the best known first, and how many more come up on a later day."""

    people: tuple[Waiting, ...]
    later: int


class Decision(NamedTuple):
    """What was decided about somebody: to be let in with a weight, kept for later, or not now."""

    what: What
    weight: str | None = None
    rhythm: str | None = None


def waiting(cards: Iterable[Card], today: date) -> Queue:
    """Return who waits; of whom more is known comes first, then by name.

    Whoever was kept for later is not among them before that day.
    """
    found: list[tuple[int, str, Waiting]] = []
    later = 0
    for card in cards:
        if not card.inbox or card.me or card.status != "active":
            continue
        until = parse_day(_first(card, "snooze_until") or "")
        if until and until > today:
            later += 1
            continue
        one = described(card)
        known = len(one.ways) + sum(each is not None for each in one[2:6])
        found.append((-known, card.name.casefold(), one))
    return Queue(tuple(one for _, _, one in sorted(found)), later)


def described(card: Card) -> Waiting:
    """Return what a note says of somebody whom one may have forgotten."""
    return Waiting(
        card.name,
        card.path,
        _first(card, "role"),
        _first(card, "company"),
        _first(card, "location"),
        parse_partial(_first(card, "met") or ""),
        tuple((key, text) for key in _WAYS for text in _texts(card, key)),
    )


def decided(path: str, decision: Decision, today: date, ways: Conventions) -> Edit:
    """Return what writes a decision into the note; a later one takes an earlier one's place."""
    later = LATER.after(today).isoformat()
    wanted: Sequence[Assignment]
    if decision.what == "later":
        wanted = [Assignment("snooze_until", "=", later)]
    elif decision.what == "not now":
        wanted = [_gone("inbox"), _gone("snooze_until"), Assignment("status", "=", "archived")]
    else:
        values = (("weight", decision.weight), ("frequency", decision.rhythm))
        said = [Assignment(key, "=", value) for key, value in values if value]
        wanted = [_gone("inbox"), _gone("snooze_until"), *said]
    return assigned(path, wanted, ways)


def _gone(key: str) -> Assignment:
    return Assignment(key, "=", "")


def _texts(card: Card, key: str) -> list[str]:
    return [text.strip() for text in texts_of(card.properties.get(key)) if text.strip()]


def _first(card: Card, key: str) -> str | None:
    return next((link_name(text) for text in _texts(card, key)), None)
