"""Talks that left nothing to ask about next time: what people tell is the seed of the next talk.

Public: `Unheard`, `listening(standings, today)`.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from vault_tool.model import Standing, Talk

# In days: of an older talk one remembers too little to write it down now.
LATELY = 60


class Unheard(NamedTuple):
    """Somebody whose last talk left no cue, and where that talk is written."""

    name: str
    path: str
    on: date
    days: int
    note: str
    line: int


def listening(standings: Iterable[Standing], today: date) -> tuple[Unheard, ...]:
    """Return those whose last talk of these weeks left nothing to ask about, the latest first.

    A cue that is open, whenever it was written, and something they told (`#got/info`) on that day
    or since are what one asks about next time.
    """
    found = []
    for standing in standings:
        person = standing.person
        if person.me or person.inbox or person.status != "active":
            continue
        talk = _last(standing, today)
        if talk is not None and not _has_a_seed(standing, talk):
            on = date.fromordinal(talk.day)
            found.append(
                Unheard(
                    standing.name, standing.path, on, (today - on).days, talk.path, talk.line
                )
            )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.days, one.name.casefold(), one.path)))


def _last(standing: Standing, today: date) -> Talk | None:
    ordinal = today.toordinal()
    for talk in standing.talks:
        if talk.day <= ordinal:
            return talk if talk.day >= ordinal - LATELY else None
    return None


def _has_a_seed(standing: Standing, talk: Talk) -> bool:
    return any(loop.kind == "cue" for loop in standing.loops) or any(
        gift.direction == "got" and gift.kind == "info" and gift.day >= talk.day
        for gift in standing.gifts
    )
