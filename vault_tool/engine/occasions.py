"""The days of a person's year that come back: birthdays, anniversaries, name days, remembrance.

Public: `Upcoming`, `upcoming(standing, settings, today, within)`, `Birthday`,
`birthdays(standings, settings, today, next_days)`, `lead_of(person, settings)`,
`days_of_year(today, ahead)`, `just_past(of, today, within)`, `is_round(years)`,
`months_of_round(today, days)`.

Knows dates and leads only; whether an occasion is a reason to reach out is decided elsewhere.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from vault_tool.config import Settings
from vault_tool.dates import Duration, PartialDate, occurrence, turns
from vault_tool.model import Occasion, Person, Standing
from vault_tool.roster import roster

BIRTHDAY = "birthday"
REMEMBRANCE = "remembrance"
_OLDEST = 120


class Upcoming(NamedTuple):
    """An occasion's next day; `turns` is the age or the number of years, None without a year."""

    label: str
    on: date
    in_days: int
    turns: int | None

    @property
    def is_birthday(self) -> bool:
        """Tell a birthday from the dates the user named."""
        return self.label == BIRTHDAY


class Birthday(NamedTuple):
    """A line of the report of birthdays.

    `kind` is `birthday`, `remembrance` (of someone deceased), else the label the user gave the day.
    `of` tells which day of a deceased person comes back: `birthday` or `died`.
    """

    name: str
    path: str
    kind: str
    on: date
    in_days: int
    turns: int | None
    weight: int
    of: str | None = None


def upcoming(
    standing: Standing, settings: Settings, today: date, within: int | None = None
) -> tuple[Upcoming, ...]:
    """Return the person's occasions of the next `within` days (None: the lead of their weight).

    Soonest first; an occasion of today is 0 days away. Days whose month or day is not known, and
    those beyond the calendar, never come.
    """
    days = lead_of(standing.person, settings) if within is None else within
    found = [coming for each in _occasions(standing.person) if (coming := _next(each, today))]
    return tuple(sorted((each for each in found if each.in_days <= days), key=_by_day))


def birthdays(
    standings: Iterable[Standing], settings: Settings, today: date, next_days: int | None = None
) -> tuple[Birthday, ...]:
    """Return everybody's occasions by day and name, within `next_days` or else each one's own lead.

    Who is paused or archived is left out, and so is the user; of the deceased, their birthday and
    the day they died are remembered.
    """
    people = roster(standings)
    spans = {each: lead if next_days is None else next_days for each, lead in settings.lead.items()}
    soon = {weight: days_of_year(today, span) for weight, span in spans.items()}
    lines: list[Birthday] = []
    for at, glance in enumerate(people.glances):
        is_listed, _, _, _, _, weight, yearly, _, _, _ = glance
        if is_listed and soon[weight].isdisjoint(yearly):
            continue
        standing = people[at]
        person = standing.person
        if person.me or person.status in ("paused", "archived"):
            continue
        if person.status == "deceased":
            lines += _remembered(standing, settings, today, next_days)
        elif person.birthday or person.dates:
            lines += (
                _line(standing, each, each.label)
                for each in upcoming(standing, settings, today, next_days)
            )
    return tuple(sorted(lines, key=lambda each: (each.on, each.name.casefold(), each.path)))


def days_of_year(today: date, ahead: int) -> set[int]:
    """Return the coming days as month × 100 + day, 29 February with the 28th; see `Glance`."""
    coming = (Duration(days=each).after(today) for each in range(min(ahead, 366) + 1))
    days = {day.month * 100 + day.day for day in coming}
    return days | {229} if 228 in days else days


def is_round(years: int) -> bool:
    """Tell whether so many years since we met are spoken of: one, and every five."""
    return years == 1 or (years > 0 and years % 5 == 0)


def just_past(of: PartialDate, today: date, within: int) -> date | None:
    """Return the day of the last `within` days, today included, on which a day came back."""
    on = occurrence(of, Duration(days=within).before(today))
    return on if on is not None and on <= today else None


def months_of_round(today: date, days: int) -> frozenset[int]:
    """Return the months (year × 12 + month) in which those met of whom a round year was lately.

    `days` are those for which it is spoken of; see `Glance.met`.
    """
    if days <= 0:
        return frozenset()
    first = Duration(days=days).before(today)
    months = range(first.year * 12 + first.month, today.year * 12 + today.month + 1)
    return frozenset(
        month - 12 * years for month in months for years in (1, *range(5, _OLDEST + 1, 5))
    )


def lead_of(person: Person, settings: Settings) -> int:
    """Return how many days ahead the person's occasions are shown."""
    return settings.lead[person.weight]


def _remembered(
    standing: Standing, settings: Settings, today: date, next_days: int | None
) -> list[Birthday]:
    person = standing.person
    days = lead_of(person, settings) if next_days is None else next_days
    lines = []
    for of, on in ((BIRTHDAY, person.birthday), ("died", person.died)):
        coming = _next(Occasion(REMEMBRANCE, on), today) if on else None
        if coming and coming.in_days <= days:
            lines.append(_line(standing, coming, REMEMBRANCE)._replace(of=of))
    return lines


def _line(standing: Standing, coming: Upcoming, kind: str) -> Birthday:
    return Birthday(
        standing.name,
        standing.path,
        kind,
        coming.on,
        coming.in_days,
        coming.turns,
        standing.person.weight,
    )


def _occasions(person: Person) -> tuple[Occasion, ...]:
    return (Occasion(BIRTHDAY, person.birthday), *person.dates) if person.birthday else person.dates


def _next(occasion: Occasion, today: date) -> Upcoming | None:
    on = occurrence(occasion.on, today)
    if on is None:
        return None
    years = turns(occasion.on, on)
    return Upcoming(occasion.label, on, (on - today).days, years or None)


def _by_day(coming: Upcoming) -> tuple[date, str]:
    return coming.on, coming.label.casefold()
