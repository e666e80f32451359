"""The week's quiet walk: what to ask, what was promised, who is new, and somebody unseen for long.

Public: `Stop`, `stops(standings, settings, today)`, `week_of(day)`.

Whoever is hidden (paused, snoozed …) is not met on the way; whoever was written to and has not
answered is met for a promise only. One person may stand for several things, each a stop of its own.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal, NamedTuple

from vault_tool.config import Settings
from vault_tool.engine.reasons import Reason, reasons
from vault_tool.engine.rhythm import hidden, last_contact, next_due
from vault_tool.engine.stages import NewPerson, Step, new_people
from vault_tool.engine.survey import longest_unseen, survey
from vault_tool.model import Standing
from vault_tool.roster import roster

Kind = Literal["cue", "promise", "new", "unseen"]

# Of those unseen the longest so many are met.
UNSEEN = 3


class Stop(NamedTuple):
    """One thing to look at. `text`, `note` and `line` are those of a cue or a promise.

    `on` is its day; of somebody new the day one met, of somebody unseen that of the last talk.
    `days` counts from it. `step` is the next small step with somebody new, `text` what about.
    """

    kind: Kind
    name: str
    path: str
    text: str | None = None
    on: date | None = None
    days: int | None = None
    note: str | None = None
    line: int | None = None
    private: bool = False
    step: Step | None = None

    @property
    def key(self) -> str:
        """Return what it is known by while the week lasts, wherever its line moves to."""
        about = f"{self.on} {self.text}" if self.kind in ("cue", "promise") else ""
        return f"{self.kind} {self.path} {about}".rstrip()


def stops(standings: Iterable[Standing], settings: Settings, today: date) -> tuple[Stop, ...]:
    """Return the stops: ripe cues and promises due, the oldest first, new people, those unseen."""
    people = roster(standings)
    loops = [
        stop
        for at, (is_listed, *_, due) in enumerate(people.glances)
        if is_listed and 0 < due <= today.toordinal()
        for stop in _loops(people[at], settings, today)
    ]
    loops.sort(key=lambda one: (one.kind, one.on or date.max, one.name.casefold(), one.key))
    fresh = {one.path: one for one in new_people(people, settings, today)}
    shown = {each.path for each in people if each.path in fresh and _is_met(each, settings, today)}
    new = [_new(one) for path, one in fresh.items() if path in shown]
    met = {one.path for one in (*loops, *new)}
    far = longest_unseen(survey(people, settings, today), UNSEEN)
    return (*loops, *new, *(_unseen(one, today) for one in far if one.path not in met))


def week_of(day: date) -> str:
    """Return the ISO week of a day: `2026-W48`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def _is_met(standing: Standing, settings: Settings, today: date) -> bool:
    return hidden(standing, settings, today) is None


def _loops(standing: Standing, settings: Settings, today: date) -> Iterator[Stop]:
    due = next_due(standing, settings, today)
    if due.hidden is not None and due.hidden.kind != "waiting":
        return
    for reason in reasons(standing, due._replace(quiet_until=None), settings, today):
        if reason.kind == "cue" or reason.kind == "promise":
            yield _of_loop(standing, reason.kind, reason)


def _of_loop(standing: Standing, kind: Kind, of: Reason) -> Stop:
    return Stop(
        kind, standing.name, standing.path, of.text, of.on, of.days, of.path, of.line, of.private
    )


def _new(one: NewPerson) -> Stop:
    return Stop(
        "new", one.name, one.path, one.text, one.met, one.days, private=one.private, step=one.step
    )


def _unseen(standing: Standing, today: date) -> Stop:
    last = last_contact(standing, today)
    on = date.fromordinal(last.day) if last else None
    return Stop(
        "unseen", standing.name, standing.path, on=on, days=(today - on).days if on else None
    )
