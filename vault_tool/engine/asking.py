"""What to think of before asking somebody for something; it forbids nothing.

Public: `Thought`, `before_asking(standing, settings, today)`, `is_early(…)`.
"""

from datetime import date
from typing import Literal, NamedTuple

from vault_tool.config import Settings
from vault_tool.engine.ledger import ledger
from vault_tool.model import Standing

ThoughtKind = Literal["receiving", "only_asked", "early", "gave", "offer", "introduction"]


class Thought(NamedTuple):
    """One thing to know before asking.

    - receiving: the last `number` gifts came from them
    - only_asked: they were asked `number` times, and never given anything
    - early: they were met `number` days ago, and this is the first thing asked of them
    - gave: the last thing the user gave them, `text`, on a day
    - offer, introduction: their need, `text`, is met by an offer of the user's, or of `name`
    """

    kind: ThoughtKind
    number: int = 0
    on: date | None = None
    text: str | None = None
    name: str | None = None
    path: str | None = None
    line: int | None = None


def before_asking(standing: Standing, settings: Settings, today: date) -> tuple[Thought, ...]:
    """Return what the ledger says: who gave last, what, and whether it is early to ask."""
    of = ledger(standing.gifts, today)
    found = []
    if of.run_of == "got":
        found.append(Thought("receiving", of.run, of.got.last))
    elif of.asked.count and not of.gave.count:
        found.append(Thought("only_asked", of.asked.count, of.asked.last))
    early = is_early(standing, settings, today)
    if early:
        found.append(early)
    gave = next((gift for gift in of.recent if gift.direction == "gave"), None)
    if gave:
        on = date.fromordinal(gave.day)
        found.append(Thought("gave", 1, on, gave.text, path=gave.path, line=gave.line))
    return tuple(found)


def is_early(standing: Standing, settings: Settings, today: date) -> Thought | None:
    """Return the thought that somebody met lately is asked for the first time."""
    met = standing.person.met
    day = met.first_day() if met else None
    if day is None or not 0 <= (today - day).days <= settings.new_days:
        return None
    if any(gift.direction == "asked" and gift.day <= today.toordinal() for gift in standing.gifts):
        return None
    return Thought("early", (today - day).days, day)
