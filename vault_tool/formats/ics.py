"""Events of a calendar that are over: with whom, and on which day; the title goes no further.

An event counts for whom it invites, unless it or they declined; rooms and groups are nobody. A day
is the one that is written, in the event's own zone; a time in UTC is told by the calendar's zone,
else by the user's. Of an event that comes back the last time counts. What has no guests has a
title, in which somebody may be named: that is found out elsewhere.

Public: `read_events(data, path, hints)`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from vault_tool.errors import Problem
from vault_tool.formats.archive import members
from vault_tool.formats.characters import one_line, utf8
from vault_tool.formats.contact import Hints
from vault_tool.formats.contentlines import Garbage, Property, properties
from vault_tool.formats.exchanges import Exchange, Exchanges
from vault_tool.formats.records import no_such, unread
from vault_tool.formats.recurrence import occurrences
from vault_tool.model import Channel

_MOMENT = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ]?(\d{2}):?(\d{2})(?::?\d{2})?(Z)?)?")
_LONGEST_TITLE = 500
_CALENDAR = "VCALENDAR"
# Answers to an invitation and the like: no event of the user's.
_METHODS = frozenset(("CANCEL", "REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH"))
_NOT_THERE = frozenset(("DECLINED", "DELEGATED"))
_NOBODY = frozenset(("ROOM", "RESOURCE", "GROUP"))
_NOBODYS = ("calendar.google.com",)
# What a calendar adds where people are to see each other on a screen.
_ON_SCREEN = frozenset((
    "CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-ONLINEMEETINGCONFLINK",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
))  # fmt: skip

Event = Sequence[Property]


class Moment(NamedTuple):
    """A time as it is written; `is_utc` says that it is told in UTC."""

    at: datetime
    is_utc: bool


class _Guest(NamedTuple):
    name: str
    email: str
    declined: bool


def read_events(data: bytes, path: str = "", hints: Hints | None = None) -> Exchanges:
    """Return with whom every event was that lies in the past, in a calendar or an archive of such.

    Never raises.
    """
    if data.startswith(b"PK"):
        read = [
            _Calendar(each, f"{path}/{name}", hints or Hints()).read()
            for name, each in members(data, ".ics")
        ]
        if read:
            return Exchanges(
                tuple(one for each in read for one in each.found),
                tuple(one for each in read for one in each.problems),
            )
    return _Calendar(data, path, hints or Hints()).read()


class _Calendar:
    """One calendar, and what is said of all its events."""

    def __init__(self, data: bytes, path: str, hints: Hints) -> None:
        self._path = path
        self._hints = hints
        self._head, self._events = _parted(data)
        self._own = {each.casefold() for each in hints.own}
        name = self._head.get("X-WR-CALNAME", "").casefold()
        if "@" in name:  # as Google calls the calendar that is its user's own
            self._own.add(name)
        self._zone = _zone(self._head.get("X-WR-TIMEZONE", "")) or hints.zone

    def read(self) -> Exchanges:
        if not self._events and _CALENDAR not in self._head:
            return Exchanges((), no_such(self._path, "calendar: iCalendar").problems)
        if self._head.get("METHOD", "").upper() in _METHODS:
            return Exchanges()
        problems: list[Problem] = []
        found: list[Exchange] = []
        moved = self._moved()
        for event in self._newest():
            line, begins = event[0].line, _moment(_first(event, "DTSTART"))
            if begins is None:
                problems.append(unread(self._path, line, "an event without a day."))
            elif day := self._last_day(event, begins, moved.get(_text(event, "UID"), ())):
                found += self._exchanges(event, day)
        return Exchanges(tuple(found), tuple(problems))

    def _newest(self) -> list[Event]:
        """Return the events, of several versions of one the last."""
        found: dict[object, Event] = {}
        for number, event in enumerate(self._events):
            uid = _text(event, "UID")
            key = (uid, _raw(event, "RECURRENCE-ID")) if uid else number
            if key not in found or _version(event) >= _version(found[key]):
                found[key] = event
        return list(found.values())

    def _moved(self) -> Mapping[str, list[Moment]]:
        """Return when events that come back were moved or left out, by their ids."""
        moved: dict[str, list[Moment]] = {}
        for event in self._events:
            moved.setdefault(_text(event, "UID"), []).extend(_moments(event, "RECURRENCE-ID"))
        return moved

    def _last_day(self, event: Event, begins: Moment, moved: Iterable[Moment]) -> date | None:
        """Return the last day in the past on which the event was, None for none."""
        until = self._hints.until or date.max
        zone = _zone(_param(event, "DTSTART", "TZID")) or self._zone
        is_moved = _first(event, "RECURRENCE-ID") is not None
        left_out = [*_moments(event, "EXDATE"), *(() if is_moved else moved)]
        without = {self._day(each, zone) for each in left_out}
        days = [self._day(each, zone) for each in _moments(event, "RDATE")]
        rule = "" if is_moved or self._hints.until is None else _raw(event, "RRULE")
        if rule:
            times = occurrences(rule, begins.at, until, lambda text: self._ends(text, begins, zone))
            days += [self._day(begins._replace(at=each), zone) for each in times]
        else:
            days.append(self._day(begins, zone))
        return max((day for day in days if day <= until and day not in without), default=None)

    def _ends(self, text: str, begins: Moment, zone: tzinfo | None) -> date | None:
        """Return the last day that a rule names, as its event's days are written."""
        at = _read(text)
        if at is None:
            return None
        return at.at.date() if begins.is_utc else self._day(at, zone)

    def _day(self, moment: Moment, zone: tzinfo | None) -> date:
        """Return the local day of a moment: the one that is written, unless that is in UTC."""
        zone = zone or self._zone
        if not moment.is_utc or zone is None:
            return moment.at.date()
        try:
            return moment.at.replace(tzinfo=UTC).astimezone(zone).date()
        except OverflowError:
            return moment.at.date()

    def _exchanges(self, event: Event, day: date) -> list[Exchange]:
        """Return whom the event was with; of one with no guests its title tells, if anything."""
        if _text(event, "STATUS").upper() not in ("", "CONFIRMED") or _is_anniversary(event):
            return []
        title = one_line(_text(event, "SUMMARY"))[:_LONGEST_TITLE]
        guests = _guests(event)
        own = [guests.pop(email) for email in [*guests] if email in self._own]
        if any(each.declined for each in own) or len(guests) + len(own) > self._hints.most:
            return []
        how = _channel(event)
        there = [each for each in guests.values() if not each.declined]
        if not guests and title:
            return [Exchange(day, how, "", text=title)]
        return [Exchange(day, how, "", each.name, each.email, text=title) for each in there]


def _parted(data: bytes) -> tuple[dict[str, str], list[Event]]:
    """Return what is said of a whole calendar, and each event, without its alarms and zones."""
    head: dict[str, str] = {}
    events: list[list[Property]] = []
    within: list[str] = []
    for each in properties(utf8(data)):
        if isinstance(each, Garbage):
            continue
        if each.name in ("BEGIN", "END"):
            part = one_line(each.text()).upper()
            within = _within(within, part) if each.name == "BEGIN" else _without(within, part)
            if part == "VEVENT" and within:
                events.append([each])
            elif part == _CALENDAR:
                head[part] = ""
        elif within == ["VEVENT"]:
            events[-1].append(each)
        elif not within:
            head.setdefault(each.name, one_line(each.text()))
    return head, list(events)


def _within(within: list[str], part: str) -> list[str]:
    """Return the open parts once one begins; whatever was open before an event has no end."""
    if part in ("VEVENT", _CALENDAR):
        return ["VEVENT"] if part == "VEVENT" else []
    return [*within, part]


def _without(within: list[str], part: str) -> list[str]:
    return within[: within.index(part)] if part in within else within


def _guests(event: Event) -> dict[str, _Guest]:
    """Return everybody invited, and whoever invites, by what tells them apart."""
    found: dict[str, _Guest] = {}
    for each in _named(event):
        known = found.get(each.email or each.name, each)
        found[each.email or each.name] = _Guest(
            known.name or each.name, each.email, known.declined or each.declined
        )
    return found


def _named(event: Event) -> Iterator[_Guest]:
    """Yield everybody whom an event names as a guest or host, but no rooms and groups."""
    for each in event:
        if each.name not in ("ORGANIZER", "ATTENDEE"):
            continue
        email = one_line(each.text()).casefold().removeprefix("mailto:").strip()
        email = email if "@" in email else one_line(each.param("EMAIL")).casefold()
        name = one_line(each.param("CN"))
        if "@" in name:
            name = ""
        domain = email.rpartition("@")[2]
        kind, role = each.param("CUTYPE").upper(), each.param("ROLE").upper()
        if kind in _NOBODY or role == "NON-PARTICIPANT" or domain.endswith(_NOBODYS):
            continue
        if name or email:
            yield _Guest(name, email, each.param("PARTSTAT").upper() in _NOT_THERE)


def _channel(event: Event) -> Channel:
    """Return how people were in touch: on a screen where a calendar says so and names no place."""
    place = _text(event, "LOCATION").casefold()
    is_page = place.startswith(("http:", "https:", "microsoft teams", "zoom", "google meet"))
    on_screen = any(each.name in _ON_SCREEN for each in event)
    return "video" if is_page or (on_screen and not place) else "in-person"


def _is_anniversary(event: Event) -> bool:
    """Tell whether it is a birthday or the like: a whole day that comes back each year."""
    begins = _first(event, "DTSTART")
    is_day = begins is not None and "T" not in _raw([begins], "DTSTART").upper()
    return is_day and "FREQ=YEARLY" in _raw(event, "RRULE").upper()


def _first(event: Event, name: str) -> Property | None:
    return next((each for each in event if each.name == name), None)


def _text(event: Event, name: str) -> str:
    found = _first(event, name)
    return found.text().strip() if found else ""


def _raw(event: Event, name: str) -> str:
    found = _first(event, name)
    return found.raw.decode("ascii", "replace").strip() if found else ""


def _param(event: Event, name: str, param: str) -> str:
    found = _first(event, name)
    return found.param(param) if found else ""


def _version(event: Event) -> int:
    text = _raw(event, "SEQUENCE")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _moments(event: Event, name: str) -> list[Moment]:
    texts = [text for each in event if each.name == name for text in each.items()]
    return [found for text in texts if (found := _read(text.partition("/")[0]))]


def _moment(written: Property | None) -> Moment | None:
    return _read(written.text()) if written else None


def _read(text: str) -> Moment | None:
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        return None
    try:
        year, month, day, hour, minute = (int(match[each] or 0) for each in range(1, 6))
        at = datetime(year, month, day, hour, minute)
    except ValueError:
        return None
    return Moment(at, bool(match[6]))


def _zone(name: str) -> tzinfo | None:
    """Return the zone of that name, None for one that only the calendar knows."""
    try:
        return ZoneInfo(name) if name else None
    except (LookupError, OSError, ValueError):
        return None
