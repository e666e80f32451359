"""Days of people as an iCalendar file: whole days that come back each year, or come once.

The same days give the same bytes: ids and stamps do not depend on when the file is written.

Public: `Event`, `write_calendar(events, name)`.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import NamedTuple

from vault_tool.dates import PartialDate
from vault_tool.formats.characters import one_line
from vault_tool.formats.vcard_writing import escaped, folded

# For days without a year: a leap year that no calendar is ashamed of.
_SOME_YEAR = 1972
_STAMP = "19700101T000000Z"


class Event(NamedTuple):
    """A whole day: `uid` stays the same while what it tells of does; `yearly` comes back."""

    uid: str
    on: PartialDate
    summary: str
    yearly: bool


def write_calendar(events: Iterable[Event], name: str) -> bytes:
    """Return a calendar of these days; those of which day or month is unknown are left out."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//vault-tool//EN", "CALSCALE:GREGORIAN"]
    lines.append(f"X-WR-CALNAME:{escaped(one_line(name))}")
    for event in events:
        if event.on.month is not None and event.on.day is not None:
            lines += _event(event, event.on.month, event.on.day)
    return "".join(map(folded, [*lines, "END:VCALENDAR"])).encode("utf-8", "replace")


def _event(event: Event, month: int, day: int) -> Iterator[str]:
    first = PartialDate(event.on.year or _SOME_YEAR, month, day).first_day()
    if first is None:
        return
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{_STAMP}"
    yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{first + timedelta(1):%Y%m%d}"
    if event.yearly and (month, day) == (2, 29):
        # Plain yearly would come in leap years alone; the last of February comes in all.
        yield "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"
    elif event.yearly:
        yield "RRULE:FREQ=YEARLY"
    yield f"SUMMARY:{escaped(one_line(event.summary))}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"
