"""When one person is next due, counted from what, and what hides them meanwhile.

Public: `Due`, `Hidden`, `next_due(standing, settings, today)`, `hidden(standing, settings, today)`,
`after_talk(standing, day, settings, today)`, `last_contact(standing, today)`,
`counted_from(standing, today)`, `frequency_of(person, settings)`,
`waiting_of(standing, settings, today)`.

Knows one person at a time and nothing of other reasons to reach out. What lies after `today` is a
plan and moves no clock.
"""

from collections.abc import Sequence
from datetime import date
from math import ceil
from typing import Literal, NamedTuple

from vault_tool.config import Settings
from vault_tool.dates import Duration
from vault_tool.model import Person, Standing, Talk

SinceKind = Literal["talk", "declared", "met", "first_fact"]
HiddenKind = Literal["me", "paused", "archived", "deceased", "inbox", "snooze", "waiting"]

# Where somebody has no rhythm (`never`), pauses and shares of a rhythm are taken of this many days.
DAYS_WITHOUT_RHYTHM = 30


class Since(NamedTuple):
    """The day a rhythm is counted from: the last contact, else the meeting, else the first fact."""

    day: int
    kind: SinceKind


class Hidden(NamedTuple):
    """Why somebody is not to be reached now; shown again on `until`, None where no day is known."""

    kind: HiddenKind
    until: date | None = None


class Waiting(NamedTuple):
    """Attempts that had no answer yet: since when, on how many days, and the end of the pause.

    `until` may have come: the pause is over then, and the answer still to come.
    """

    since: date
    tries: int
    until: date


class Due(NamedTuple):
    """When somebody is due, and everything that follows from.

    `due` and `days_over` (negative: early) are None where there is neither a day to count from nor
    a rhythm. `frequency` is None for `never`; `is_own` tells that the note names it. `is_chosen`:
    `due` is the note's `next_contact`, not the rhythm's day. `last` is the last contact.
    `quiet_until` is the day before which, after that contact, nothing new is asked for; None where
    it has come. `waiting` stands as long as an attempt has no answer, also after its pause.
    """

    due: date | None
    days_over: int | None
    frequency: Duration | None
    frequency_days: int | None
    is_own: bool
    is_chosen: bool
    last: Talk | None
    since: date | None
    since_kind: SinceKind | None
    hidden: Hidden | None
    quiet_until: date | None = None
    waiting: Waiting | None = None

    @property
    def is_due(self) -> bool:
        """Tell whether the day has come."""
        return self.days_over is not None and self.days_over >= 0


def next_due(standing: Standing, settings: Settings, today: date) -> Due:
    """Return when the person is due and why, also for those whom something hides today."""
    person = standing.person
    frequency = frequency_of(person, settings)
    last = last_contact(standing, today)
    since = _since(standing, last, today)
    chosen = person.next_contact
    if chosen and last and last.day >= chosen.toordinal():
        chosen = None
    due = chosen
    if due is None and frequency and since:
        due = frequency.after(date.fromordinal(since.day))
    return Due(
        due=due,
        days_over=(today - due).days if due else None,
        frequency=frequency,
        frequency_days=frequency.in_days() if frequency else None,
        is_own=person.frequency is not None and not person.never,
        is_chosen=chosen is not None,
        last=last,
        since=date.fromordinal(since.day) if since else None,
        since_kind=since.kind if since else None,
        hidden=hidden(standing, settings, today),
        quiet_until=_quiet_until(last, frequency, settings, today),
        waiting=waiting_of(standing, settings, today),
    )


def after_talk(standing: Standing, day: date, settings: Settings, today: date) -> date | None:
    """Return when the person is next due once a talk on `day` is added; None without a rhythm.

    An older talk than the last moves nothing, and a `next_contact` on or before `day` is over. An
    attempt (`#waiting`) is no talk: do not ask for one. Snoozes and pauses are not looked at.
    """
    talk = Talk(day.toordinal(), standing.path, 0)
    talks = sorted((talk, *standing.talks), key=lambda each: -each.day)
    return next_due(standing._replace(talks=talks), settings, today).due


def hidden(standing: Standing, settings: Settings, today: date) -> Hidden | None:
    """Return what keeps the person out of the lists today, the most lasting cause first."""
    person = standing.person
    if person.me:
        return Hidden("me")
    if person.status != "active":
        return Hidden(person.status)
    if person.inbox:
        return Hidden("inbox")
    if person.snooze_until and person.snooze_until > today:
        return Hidden("snooze", person.snooze_until)
    waiting = waiting_of(standing, settings, today)
    return Hidden("waiting", waiting.until) if waiting and waiting.until > today else None


def waiting_of(standing: Standing, settings: Settings, today: date) -> Waiting | None:
    """Return the attempts without an answer, None when there are none.

    The latest of them starts a pause of `settings.waiting` of the person's rhythm, rounded up to
    whole days and never shorter than the gap between two times in touch; of twice as much when it
    was not the first. A contact on its day or later is the answer, however it is written down.
    """
    if not standing.attempts:
        return None
    ordinal = today.toordinal()
    last = last_contact(standing, today)
    answered = last.day if last else 0
    days = [each.day for each in standing.attempts if answered < each.day <= ordinal]
    if not days:
        return None
    frequency = frequency_of(standing.person, settings)
    rhythm = frequency.in_days() if frequency else DAYS_WITHOUT_RHYTHM
    pause = ceil(rhythm * settings.waiting) * (1 if len(days) == 1 else 2)
    until = Duration(days=max(pause, _gap(frequency, settings))).after(date.fromordinal(days[0]))
    return Waiting(date.fromordinal(days[-1]), len(days), until)


def frequency_of(person: Person, settings: Settings) -> Duration | None:
    """Return the person's own rhythm, else that of the weight; None for `never`."""
    if person.never:
        return None
    return person.frequency or settings.rhythms[person.weight]


def last_contact(standing: Standing, today: date) -> Talk | None:
    """Return the latest contact up to today; a talk is shown rather than a property of its day."""
    ordinal = today.toordinal()
    talk = _newest(standing.talks, ordinal)
    declared = standing.declared
    if declared is None or declared.day > ordinal:
        return talk
    return declared if talk is None or declared.day > talk.day else talk


def counted_from(standing: Standing, today: date) -> Since | None:
    """Return the day the rhythm counts from, None where the notes tell of no day at all."""
    return _since(standing, last_contact(standing, today), today)


def _gap(frequency: Duration | None, settings: Settings) -> int:
    """Return the least number of days between two times in touch; a rhythm of one's own is less."""
    return min(settings.gap, frequency.in_days()) if frequency else settings.gap


def _quiet_until(
    last: Talk | None, frequency: Duration | None, settings: Settings, today: date
) -> date | None:
    if last is None:
        return None
    until = last.day + _gap(frequency, settings)
    return date.fromordinal(until) if until > today.toordinal() else None


def _since(standing: Standing, last: Talk | None, today: date) -> Since | None:
    if last:
        return Since(last.day, "declared" if last is standing.declared else "talk")
    met = standing.person.met.first_day() if standing.person.met else None
    if met and met <= today:
        return Since(met.toordinal(), "met")
    if standing.first_fact is not None and standing.first_fact <= today.toordinal():
        return Since(standing.first_fact, "first_fact")
    return None


def _newest(talks: Sequence[Talk], ordinal: int) -> Talk | None:
    for talk in talks:
        if talk.day <= ordinal:
            return talk
    return None
