"""The reasons to reach out to one person today, as facts; the words are made by render.

Public: `Reason`, `Detail`, `reasons(standing, due, settings, today)`, `details(standing, today)`.

A reason is a fact that holds today. Whether the person is shown, and where in the list, is decided
in `agenda`; what hides people, in `rhythm`.
"""

from datetime import date, timedelta
from typing import Literal, NamedTuple

from vault_tool.config import Settings
from vault_tool.dates import Duration
from vault_tool.engine.occasions import is_round, just_past, upcoming
from vault_tool.engine.rhythm import Due, SinceKind
from vault_tool.model import THANKED, Gift, GiftKind, Loop, Standing

ReasonKind = Literal["rhythm", "birthday", "occasion", "promise", "cue", "new", "thanks", "seat"]
DetailKind = Literal["cue", "promise", "got", "told"]


class Reason(NamedTuple):
    """One reason to reach out.

    `since` is the first day on which it held. `on` is the day it speaks of, and `days` how far that
    lies from today, never negative:

    - rhythm: the day counted from (`base` tells what it is) and the days since; `frequency` is the
      person's rhythm, `chosen` that `since` was named by the note's `next_contact`
    - birthday, occasion: the day it falls on and the days until; `label` and `turns` as known
    - occasion with `base` `met`: the anniversary of meeting, the days since; `turns` are the years
    - promise, cue: its date and the days since; `text` as in the note, `private` if tagged so
    - new: the day we met (or the only talk) and the days since
    - thanks: the day of what was given, and `text` and `gift`
    - seat: the day counted from (`base`) and the days since
    """

    kind: ReasonKind
    since: date
    on: date | None = None
    days: int | None = None
    base: SinceKind | None = None
    frequency: Duration | None = None
    chosen: bool = False
    label: str | None = None
    turns: int | None = None
    text: str | None = None
    gift: GiftKind | None = None
    private: bool = False
    path: str | None = None
    line: int | None = None


class Detail(NamedTuple):
    """Something to have at hand that is no reason: an undated cue or promise, what they gave."""

    kind: DetailKind
    text: str
    path: str
    line: int
    on: date | None = None
    gift: GiftKind | None = None
    private: bool = False


def reasons(standing: Standing, due: Due, settings: Settings, today: date) -> tuple[Reason, ...]:
    """Return every reason that holds today, in the order of `ReasonKind`, the earliest first.

    Whoever was in touch lately (`due.quiet_until`) is not asked for again: what remains are
    promises due, occasions still to come, and a day the user chose. During the pause of an
    unanswered attempt occasions and promises remain.
    """
    found = [*_occasions(standing, due, settings, today), *_promises(standing, today)]
    if due.hidden is not None and due.hidden.kind == "waiting":
        return tuple(found)
    rhythm = _rhythm(due)  # the gap is never longer than a rhythm
    if rhythm:
        found = [rhythm, *found]
    if due.quiet_until is None:
        found += _cues(standing, today)
        found += _met(standing, due, settings, today)
        found += _new(standing, due, settings, today)
        found += _thanks(standing, due, settings, today)
    return tuple(found)


def details(standing: Standing, today: date) -> tuple[Detail, ...]:
    """Return what to have at hand: undated cues and promises, then their latest introduction.

    Where there is none of these, the last thing they told is the seed of the next talk.
    """
    found = [
        Detail(loop.kind, loop.text, loop.path, loop.line, private=loop.private)
        for loop in standing.loops
        if loop.due is None and (loop.kind == "cue" or loop.kind == "promise")
    ]
    introduction = _newest_got(standing, "contact", today)
    if introduction:
        found.append(_of_gift("got", introduction))
    told = None if found else _newest_got(standing, "info", today)
    return (_of_gift("told", told),) if told else tuple(found)


def _newest_got(standing: Standing, kind: GiftKind, today: date) -> Gift | None:
    ordinal = today.toordinal()
    for gift in standing.gifts:
        if gift.direction == "got" and gift.kind == kind and gift.day <= ordinal:
            return gift
    return None


def _of_gift(kind: DetailKind, gift: Gift) -> Detail:
    return Detail(kind, gift.text, gift.path, gift.line, date.fromordinal(gift.day), gift.kind)


def seat(due: Due, settings: Settings, today: date) -> Reason:
    """Return the reason of whoever has the seat kept for those unseen the longest."""
    day = due.since or today
    since = day + timedelta(settings.unseen_for)
    return Reason("seat", since, due.since, (today - day).days, base=due.since_kind)


def is_first(found: tuple[Reason, ...]) -> bool:
    """Tell whether a reason goes before all others: an occasion of today, a promise that is due."""
    return any(
        reason.kind == "promise"
        or (reason.kind in ("birthday", "occasion") and reason.days == 0 and reason.base is None)
        for reason in found
    )


def _rhythm(due: Due) -> Reason | None:
    if due.due is None or due.days_over is None or due.days_over < 0:
        return None
    days = (due.due - due.since).days + due.days_over if due.since else None
    return Reason(
        "rhythm",
        due.due,
        due.since,
        days,
        base=due.since_kind,
        frequency=due.frequency,
        chosen=due.is_chosen,
    )


def _occasions(standing: Standing, due: Due, settings: Settings, today: date) -> list[Reason]:
    talked_today = due.last is not None and due.last.day == today.toordinal()
    lead = settings.lead[standing.person.weight]
    return [
        Reason(
            "birthday" if coming.is_birthday else "occasion",
            Duration(days=lead).before(coming.on),
            coming.on,
            coming.in_days,
            label=coming.label,
            turns=coming.turns,
        )
        for coming in upcoming(standing, settings, today)
        if coming.in_days or not talked_today
    ]


def _promises(standing: Standing, today: date) -> list[Reason]:
    return [
        _of_loop("promise", loop, loop.due, loop.due, today)
        for loop in sorted(standing.loops, key=_by_due)
        if loop.kind == "promise" and loop.due and loop.due <= today
    ]


def _cues(standing: Standing, today: date) -> list[Reason]:
    """Return the ripe cues: a cue is silent through its date and ripe the day after."""
    return [
        _of_loop("cue", loop, loop.due, loop.due + timedelta(1), today)
        for loop in sorted(standing.loops, key=_by_due)
        if loop.kind == "cue" and loop.due and loop.due < today
    ]


def _of_loop(kind: ReasonKind, loop: Loop, due: date, since: date, today: date) -> Reason:
    return Reason(
        kind,
        since,
        due,
        (today - due).days,
        text=loop.text,
        private=loop.private,
        path=loop.path,
        line=loop.line,
    )


def _by_due(loop: Loop) -> tuple[date, str, int]:
    return loop.due or date.max, loop.path, loop.line


def _met(standing: Standing, due: Due, settings: Settings, today: date) -> list[Reason]:
    """Return the anniversary of the day we met, for a few days or until a talk."""
    met = standing.person.met
    if met is None or met.year is None or met.day is None or settings.met_days == 0:
        return []
    on = just_past(met, today, settings.met_days - 1)
    if on is None:
        return []
    years = on.year - met.year
    if not is_round(years) or (due.last and due.last.day >= on.toordinal()):
        return []
    return [Reason("occasion", on, on, (today - on).days, base="met", turns=years)]


def _new(standing: Standing, due: Due, settings: Settings, today: date) -> list[Reason]:
    """Return the reason of somebody met lately with whom there was no second talk.

    The meeting is the first talk. Where only its month or year is known, one talk may be the
    meeting itself.
    """
    met = standing.person.met
    day = met.first_day() if met else None
    if met is None or day is None:
        return []
    days = (today - day).days
    if not settings.new_after <= days <= settings.new_days:
        return []
    ordinal = today.toordinal()
    talks = {talk.day for talk in standing.talks if talk.day <= ordinal}
    if due.last:
        talks.add(due.last.day)
    if met.day is not None:
        talks.add(day.toordinal())
    if len(talks) > 1:
        return []
    return [Reason("new", day + timedelta(settings.new_after), day, days)]


def _thanks(standing: Standing, due: Due, settings: Settings, today: date) -> list[Reason]:
    """Return the thanks owed: they gave something, and since that day no talk or gift followed."""
    gift = _latest_given(standing, today, today.toordinal() - settings.thanks_until)
    if gift is None:
        return []
    days = today.toordinal() - gift.day
    if days < settings.thanks_after:
        return []
    if due.last and due.last.day > gift.day:
        return []
    on = date.fromordinal(gift.day)
    since = on + timedelta(settings.thanks_after)
    return [
        Reason(
            "thanks",
            since,
            on,
            days,
            text=gift.text,
            gift=gift.kind,
            path=gift.path,
            line=gift.line,
        )
    ]


def _latest_given(standing: Standing, today: date, earliest: int) -> Gift | None:
    """Return the newest thing they gave since a day, None when a later day gave something back."""
    ordinal = today.toordinal()
    gave: int | None = None
    for gift in standing.gifts:
        if gift.day < earliest:
            return None
        if gift.day > ordinal:
            continue
        if gift.direction == "gave":
            gave = gave or gift.day
        elif gift.direction == "got" and gift.kind in THANKED:
            return gift if gave is None or gave <= gift.day else None
    return None
