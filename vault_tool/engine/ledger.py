"""What went back and forth between the user and one person: counts, kinds and directions.

Public: `Tally`, `Ledger`, `ledger(gifts, today)`.

It counts and tells who gave last; it never makes a score of a friendship.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from vault_tool.model import Direction, Gift, GiftKind

KINDS: tuple[GiftKind, ...] = ("time", "skill", "info", "contact", "other")


@dataclass(frozen=True, slots=True)
class Tally:
    """One direction: how often, the last day, and how often each kind (all kinds are named)."""

    count: int
    last: date | None
    kinds: dict[GiftKind, int]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Giving and receiving up to a day.

    `recent` is what was given either way (not asked), newest first. `run` is how many of the newest
    came from one side without anything the other way, and `run_of` which side: ("got", 3) means
    that the last three gifts came from them; None where nothing was given yet.
    """

    gave: Tally
    got: Tally
    asked: Tally
    recent: tuple[Gift, ...]
    run_of: Direction | None
    run: int


def ledger(gifts: Iterable[Gift], today: date) -> Ledger:
    """Return the ledger of one person's gifts (newest first) up to today."""
    past = [gift for gift in gifts if gift.day <= today.toordinal()]
    given = tuple(gift for gift in past if gift.direction != "asked")
    run_of = given[0].direction if given else None
    run = next(
        (number for number, gift in enumerate(given) if gift.direction != run_of), len(given)
    )
    return Ledger(
        _tally(past, "gave"), _tally(past, "got"), _tally(past, "asked"), given, run_of, run
    )


def _tally(gifts: list[Gift], direction: Direction) -> Tally:
    of = [gift for gift in gifts if gift.direction == direction]
    kinds = {kind: sum(gift.kind == kind for gift in of) for kind in KINDS}
    last = date.fromordinal(max(gift.day for gift in of)) if of else None
    return Tally(len(of), last, kinds)
