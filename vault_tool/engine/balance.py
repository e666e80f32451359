"""What goes back and forth between the user and everybody, for the report of it.

Public: `Account`, `accounts(standings, settings, today)`.

It tells in which direction things went lately; it is no score, and nobody is in debt.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from vault_tool.config import Settings
from vault_tool.engine.ledger import Ledger, ledger
from vault_tool.engine.reasons import reasons
from vault_tool.engine.rhythm import next_due
from vault_tool.model import Standing


class Account(NamedTuple):
    """One person's ledger. `thanks` says that a word of thanks is owed to them today.

    `only_asked` says that they were asked for something, and never given anything.
    """

    name: str
    path: str
    ledger: Ledger
    thanks: bool
    only_asked: bool


def accounts(standings: Iterable[Standing], settings: Settings, today: date) -> tuple[Account, ...]:
    """Return everybody with whom anything went back or forth.

    First those whom thanks are owed, then those who were only asked, then the others; among equals
    the latest first. The deceased and the archived are left in peace.
    """
    found = [
        _account(each, settings, today)
        for each in standings
        if each.gifts and each.person.status in ("active", "paused") and not each.person.me
    ]
    return tuple(sorted((each for each in found if _latest(each.ledger)), key=_order))


def _account(standing: Standing, settings: Settings, today: date) -> Account:
    of = ledger(standing.gifts, today)
    due = next_due(standing, settings, today)
    owed = any(each.kind == "thanks" for each in reasons(standing, due, settings, today))
    return Account(
        standing.name, standing.path, of, owed, bool(of.asked.count and not of.gave.count)
    )


def _latest(of: Ledger) -> int:
    """Return the last day on which anything went either way, 0 if all lies in the future."""
    days = [each.last.toordinal() for each in (of.gave, of.got, of.asked) if each.last]
    return max(days, default=0)


def _order(account: Account) -> tuple[bool, bool, int, str, str]:
    return (
        not account.thanks,
        not account.only_asked,
        -_latest(account.ledger),
        account.name.casefold(),
        account.path,
    )
