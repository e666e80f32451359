"""Wishing somebody well: which of their days is meant, and what one wrote the last time.

Public: `WISHING`, `BELATED`, `wished_for(kind, standing, about, today)`, `Before`,
`wrote_before(kind, sent, dossier, meant, today)`, `repeats(text, before)`.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from vault_tool.dates import occurrence, turns
from vault_tool.engine.message import Message
from vault_tool.engine.names import plain_name
from vault_tool.engine.occasions import BIRTHDAY, Upcoming, just_past
from vault_tool.model import Dossier, Occasion, Standing
from vault_tool.note.ledger import says_private

WISHING = ("birthday", "occasion")
# A day of so many days ago is still written for.
BELATED = 14

_WISHES = re.compile(
    r"\b(?:auguri|compleanno|onomastico|anniversario|birthday|name day|anniversary|many happy"
    r" returns)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
# Shorter ones are greetings and goodbyes, which may well be the same every year.
_A_SENTENCE = 20


class Before(NamedTuple):
    """A message that was written to somebody before, and where it stands.

    `number` is how many there were of this kind, this one the last.
    """

    on: date
    text: str
    path: str
    line: int
    number: int


def wished_for(kind: str, standing: Standing, about: str | None, today: date) -> Upcoming | None:
    """Return the day to write for: one of the last two weeks, else the next.

    For an `occasion` it is the one that `about` names, else the nearest of the person's `dates`,
    and none that is private; for any other kind the birthday.
    """
    person = standing.person
    if kind != "occasion":
        return _nearest(Occasion(BIRTHDAY, person.birthday), today) if person.birthday else None
    named = plain_name(about or "")
    coming = [
        found
        for each in person.dates
        if (not named or named in plain_name(each.label))
        and not says_private(each.label)
        and (found := _nearest(each, today))
    ]
    return min(coming, key=lambda each: (each.on, each.label), default=None)


def wrote_before(
    kind: str,
    sent: Sequence[tuple[str, Message]],
    dossier: Dossier,
    meant: Upcoming | None,
    today: date,
) -> Before | None:
    """Return the last message of a kind that they were sent: a draft, else a line of the log.

    A line of the log counts for wishes alone, when it speaks of them around the day of a year.
    """
    found = [
        Before(on, message.body, path, 1, 0)
        for path, message in sent
        if message.kind == kind
        and message.body
        and (on := message.sent_on or message.created)
        and on < today
    ]
    if kind in WISHING and meant:
        days = {each.on for each in found}
        for told in dossier.told:
            item = told.interaction
            is_past = item.day < today - timedelta(BELATED) and item.day not in days
            if is_past and _WISHES.search(item.text) and _is_near(item.day, meant.on):
                found.append(Before(item.day, item.text, told.path, item.line, 0))
    if not found:
        return None
    last = max(found, key=lambda each: (each.on, each.path))
    return last._replace(number=len({each.on.year for each in found}))


def repeats(text: str, before: str) -> bool:
    """Tell whether a sentence of a message stood in an earlier one."""
    return not _sentences(text).isdisjoint(_sentences(before))


def _sentences(text: str) -> set[str]:
    parts = (" ".join(part.split()).casefold() for part in _SENTENCE.split(text))
    return {part for part in parts if len(part) >= _A_SENTENCE}


def _nearest(occasion: Occasion, today: date) -> Upcoming | None:
    on = just_past(occasion.on, today, BELATED) or occurrence(occasion.on, today)
    if on is None:
        return None
    return Upcoming(occasion.label, on, (on - today).days, turns(occasion.on, on) or None)


def _is_near(day: date, occasion: date) -> bool:
    """Tell whether a day lies around that day of its own or a neighbouring year."""
    apart = abs(day.timetuple().tm_yday - occasion.timetuple().tm_yday)
    return min(apart, 366 - apart) <= BELATED
