"""Talks by week and channel, and by day of a year.

Public: `Activity`, `Week`, `activity(standings, channel_of, today, weeks)`.

It counts days with people, and compares them with nothing: a quiet week is a week.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from vault_tool.model import Channel, Standing, Talk

# A calendar of a year is so many weeks, the running one included.
WEEKS_OF_A_YEAR = 53
# How many weeks are listed where nobody says.
WEEKS = 26

Way = Channel | None


class Week(NamedTuple):
    """One week, from its Monday: how many talks, with how many people, and by which channel.

    `channels` holds what occurred, the most frequent first; None where the note names no channel.
    """

    begins: date
    talks: int
    people: int
    channels: tuple[tuple[Way, int], ...]


class Activity(NamedTuple):
    """The weeks, the earliest first, and the days of a year that had talks, with their number.

    `channels` are those of all the weeks listed. `begins` is the Monday the year begins with.
    """

    weeks: tuple[Week, ...]
    talks: int
    channels: tuple[tuple[Way, int], ...]
    begins: date
    days: Mapping[date, int]


def activity(
    standings: Iterable[Standing],
    channel_of: Callable[[Talk], Way],
    today: date,
    weeks: int = WEEKS,
) -> Activity:
    """Return the talks up to today; one person on one day is one talk, whatever tells of it."""
    now = today.toordinal()
    monday = today - timedelta(today.weekday())
    first = (monday - timedelta(7 * (weeks - 1))).toordinal()
    begins = monday - timedelta(7 * (WEEKS_OF_A_YEAR - 1))
    ways: dict[int, Counter[Way]] = {number: Counter() for number in range(weeks)}
    people: dict[int, set[str]] = {number: set() for number in range(weeks)}
    days: Counter[int] = Counter()
    for standing in standings:
        for talk in standing.talks:
            if talk.day > now:
                continue
            if talk.day < min(first, begins.toordinal()):
                break
            days[talk.day] += 1
            if talk.day >= first:
                week = (talk.day - first) // 7
                ways[week][channel_of(talk)] += 1
                people[week].add(standing.path)
    listed = tuple(
        Week(
            date.fromordinal(first + 7 * number),
            ways[number].total(),
            len(people[number]),
            _ordered(ways[number]),
        )
        for number in range(weeks)
    )
    every: Counter[Way] = Counter()
    for week_ways in ways.values():
        every.update(week_ways)
    in_year = {
        date.fromordinal(day): count
        for day, count in sorted(days.items())
        if day >= begins.toordinal()
    }
    return Activity(listed, every.total(), _ordered(every), begins, in_year)


def _ordered(ways: Counter[Way]) -> tuple[tuple[Way, int], ...]:
    return tuple(sorted(ways.items(), key=lambda each: (-each[1], each[0] or "~")))
