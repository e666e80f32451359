"""How far one has come with somebody, told by facts and never typed in; and those met lately.

Public: `Stage`, `stage(standing, today)`, `NewPerson`, `new_people(standings, settings, today)`.
"""

from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

from vault_tool.config import Settings
from vault_tool.model import Loop, Standing

Stage = Literal["met", "second-talk", "first-giving", "mutual"]
Step = Literal["cue", "promise", "thanks", "offer", "hello"]


class NewPerson(NamedTuple):
    """Somebody met lately, with whom there was no second talk.

    `step` is the next small one: something to ask about, a promise to keep, a word of thanks,
    something to offer, or a hello; `text` says what about, where a note does.
    """

    name: str
    path: str
    met: date
    days: int
    stage: Stage
    step: Step
    text: str | None
    private: bool


def stage(standing: Standing, today: date) -> Stage:
    """Return the stage: met, a second talk, a first giving either way, giving both ways."""
    ordinal = today.toordinal()
    sides = {gift.direction for gift in standing.gifts if gift.day <= ordinal}
    if {"gave", "got"} <= sides:
        return "mutual"
    if sides & {"gave", "got"}:
        return "first-giving"
    return "second-talk" if len(_days(standing, today)) > 1 else "met"


def new_people(
    standings: Iterable[Standing], settings: Settings, today: date
) -> tuple[NewPerson, ...]:
    """Return whom one met in the last `new_days` days without a second talk, the latest first."""
    found = []
    for standing in standings:
        person = standing.person
        day = person.met.first_day() if person.met else None
        if day is None or person.me or person.inbox or person.status != "active":
            continue
        days = (today - day).days
        if 0 <= days <= settings.new_days and len(_days(standing, today)) < 2:
            step, text, private = _step(standing, today)
            found.append(
                NewPerson(
                    standing.name, standing.path, day, days, stage(standing, today), step, text,
                    private,
                )
            )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.days, one.name.casefold(), one.path)))


def _days(standing: Standing, today: date) -> set[int]:
    """Return the days of all talks; the meeting is the first one, where its day is known."""
    ordinal = today.toordinal()
    days = {talk.day for talk in standing.talks if talk.day <= ordinal}
    if standing.declared and standing.declared.day <= ordinal:
        days.add(standing.declared.day)
    met = standing.person.met
    day = met.first_day() if met and met.day is not None else None
    if day and day <= today:
        days.add(day.toordinal())
    return days


def _step(standing: Standing, today: date) -> tuple[Step, str | None, bool]:
    loops = sorted(standing.loops, key=_by_due)
    for step in ("promise", "cue"):
        for loop in loops:
            if loop.kind == step and (loop.due is None or loop.due <= today or step == "promise"):
                return step, loop.text, loop.private
    ordinal = today.toordinal()
    got = next((g for g in standing.gifts if g.direction == "got" and g.day <= ordinal), None)
    if got:
        return ("thanks" if got.kind != "info" else "cue"), got.text, False
    return "hello", None, False


def _by_due(loop: Loop) -> tuple[date, str, int]:
    return loop.due or date.max, loop.path, loop.line
