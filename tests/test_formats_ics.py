"""Calendars: with whom events were, and on which day, as programs really write them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_formats_tables import zipped
from vault_tool.formats.contact import Hints
from vault_tool.formats.exchanges import Exchange, Exchanges
from vault_tool.formats.ics import read_events
from vault_tool.formats.recurrence import occurrences

UNTIL = date(2026, 11, 22)
ROME = ZoneInfo("Europe/Rome")
HINTS = Hints(own=frozenset(("nora@example.org",)), zone=ROME, until=UNTIL)
NIVES = "ATTENDEE;CN=Nives Sarti:mailto:nives@example.org"
TITLE = "SUMMARY:Coffee with Nives"


def event(*lines: str, on: str = "DTSTART:20261120T090000") -> str:
    return "\r\n".join(("BEGIN:VEVENT", on, *lines, "END:VEVENT"))


def calendar(*events: str, head: str = "VERSION:2.0") -> bytes:
    return "\r\n".join(("BEGIN:VCALENDAR", head, *events, "END:VCALENDAR", "")).encode()


def read(*events: str, head: str = "VERSION:2.0", hints: Hints = HINTS) -> Exchanges:
    return read_events(calendar(*events, head=head), "x.ics", hints)


def who(*events: str, hints: Hints = HINTS) -> list[str]:
    return sorted(each.email or each.name for each in read(*events, hints=hints).found)


def days(*events: str, head: str = "VERSION:2.0") -> list[str]:
    return sorted({str(each.day) for each in read(*events, head=head).found})


def test_an_event_is_a_talk_with_whom_it_invites_and_with_whoever_invites() -> None:
    text = event(
        "ORGANIZER;CN=Olmo:MAILTO:Olmo@example.org",
        "ATTENDEE;CN=nora@example.org;PARTSTAT=ACCEPTED:mailto:nora@example.org",
        'ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED;CN="Sarti, Nives"\r\n ;X-NUM-GUESTS=0:mailto:ni',
        " ves@example.org",
        "SUMMARY:Chairs\\, tables",
    )

    assert read(text).found == (
        Exchange(
            date(2026, 11, 20), "in-person", "", "Olmo", "olmo@example.org", text="Chairs, tables"
        ),
        Exchange(
            date(2026, 11, 20), "in-person", "", "Sarti, Nives", "nives@example.org",
            text="Chairs, tables",
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    "more",
    [
        "STATUS:CANCELLED",
        "STATUS:TENTATIVE",
        "ATTENDEE;PARTSTAT=DECLINED:mailto:nora@example.org",
        "\r\n".join(f"ATTENDEE:mailto:p{number}@example.org" for number in range(8)),
    ],
)
def test_what_was_called_off_declined_or_held_by_many_is_no_talk(more: str) -> None:
    assert read(event(NIVES, more)) == Exchanges()


@pytest.mark.parametrize(
    "attendee",
    [
        "ATTENDEE;PARTSTAT=DECLINED:mailto:olmo@example.org",
        "ATTENDEE;PARTSTAT=DELEGATED:mailto:olmo@example.org",
        "ATTENDEE;ROLE=NON-PARTICIPANT:mailto:olmo@example.org",
        "ATTENDEE;CUTYPE=ROOM;CN=Blue room:mailto:blue@example.org",
        "ATTENDEE;CUTYPE=GROUP:mailto:choir@example.org",
        "ATTENDEE;CUTYPE=INDIVIDUAL:mailto:c_1@resource.calendar.google.com",
        "ORGANIZER;CN=Unknown Organizer:mailto:unknownorganizer@calendar.google.com",
        "BEGIN:VALARM\r\nATTENDEE:mailto:olmo@example.org\r\nEND:VALARM",
    ],
)
def test_who_declined_and_what_is_nobody_was_not_there(attendee: str) -> None:
    assert who(event(NIVES, attendee)) == ["nives@example.org"]


def test_whoever_invites_and_declined_is_not_there_in_either_order() -> None:
    lines = ("ATTENDEE;PARTSTAT=DECLINED:mailto:o@example.org", "ORGANIZER:mailto:o@example.org")

    assert who(event(NIVES, *lines)) == who(event(NIVES, *lines[::-1])) == ["nives@example.org"]


def test_how_many_may_be_invited_is_the_user_s_to_say() -> None:
    text = event(NIVES, "ATTENDEE:mailto:olmo@example.org")

    assert (len(who(text)), who(text, hints=HINTS._replace(most=1))) == (2, [])


def test_google_calls_the_user_s_own_calendar_by_their_address() -> None:
    text = event(NIVES, "ATTENDEE;PARTSTAT=DECLINED:mailto:nora@example.org")
    head = "X-WR-CALNAME:Nora@example.org"

    assert read(text, head=head, hints=Hints(until=UNTIL)).found == ()


def test_an_event_with_no_guests_has_its_title_and_one_that_has_some_needs_none() -> None:
    alone = event(TITLE, "ATTENDEE:mailto:nora@example.org")

    assert read(alone).found == (
        Exchange(date(2026, 11, 20), "in-person", "", text="Coffee with Nives"),
    )
    assert who(event(TITLE, "ATTENDEE;PARTSTAT=DECLINED:mailto:olmo@example.org")) == []


@pytest.mark.parametrize(
    ("lines", "channel"),
    [
        ((), "in-person"),
        (("LOCATION:Forno Rossi", "X-GOOGLE-CONFERENCE:https://meet.example.org"), "in-person"),
        (("X-GOOGLE-CONFERENCE:https://meet.example.org",), "video"),
        (("LOCATION:https://zoom.example.org/j/1",), "video"),
        (("LOCATION:Microsoft Teams Meeting",), "video"),
    ],
)
def test_a_place_tells_how_people_met(lines: tuple[str, ...], channel: str) -> None:
    assert [each.channel for each in read(event(NIVES, *lines)).found] == [channel]


@pytest.mark.parametrize(
    ("on", "head", "day"),
    [
        ("DTSTART;VALUE=DATE:20261120", "", "2026-11-20"),
        ("DTSTART:20261120", "", "2026-11-20"),
        ("DTSTART;TZID=Asia/Tokyo:20261120T010000", "", "2026-11-20"),
        ("DTSTART;TZID=W. Europe Standard Time:20261120T233000", "", "2026-11-20"),
        ("DTSTART:20261119T233000Z", "", "2026-11-20"),
        ("DTSTART:20260719T223000Z", "", "2026-07-20"),
        ("DTSTART:20261119T233000Z", "X-WR-TIMEZONE:America/New_York", "2026-11-19"),
        ("DTSTART:20261119T233000Z", "X-WR-TIMEZONE:Nowhere/At All", "2026-11-20"),
        ("DTSTART:2026-11-20T09:00:00", "", "2026-11-20"),
    ],
)
def test_the_day_is_the_local_one_as_it_is_written(on: str, head: str, day: str) -> None:
    assert days(event(NIVES, on=on), head=head or "VERSION:2.0") == [day]


@pytest.mark.parametrize("on", ["DTSTART:20261123T090000", "DTSTART:20270101"])
def test_what_is_still_to_come_is_no_talk(on: str) -> None:
    assert read(event(NIVES, on=on)) == Exchanges()


@pytest.mark.parametrize("on", ["X:1", "DTSTART:", "DTSTART:20260230", "DTSTART:soon"])
def test_an_event_without_a_day_is_said_with_its_line(on: str) -> None:
    found = read(event(NIVES), event(NIVES, on=on))

    assert [str(each.day) for each in found.found] == ["2026-11-20"]
    assert [(each.code, each.line) for each in found.problems] == [("record-unread", 7)]


@pytest.mark.parametrize(
    ("begins", "rule", "more", "day"),
    [
        ("20261001T100000", "FREQ=WEEKLY;BYDAY=TH", (), "2026-11-19"),
        ("20261001T100000", "FREQ=WEEKLY;COUNT=3", (), "2026-10-15"),
        ("20261001T100000", "FREQ=WEEKLY;UNTIL=20261029T090000Z", (), "2026-10-29"),
        ("20261001T100000", "FREQ=WEEKLY;UNTIL=20261028T225959Z", (), "2026-10-22"),
        ("20261001T100000", "FREQ=WEEKLY", ("EXDATE:20261119T100000",), "2026-11-12"),
        ("20261001T100000", "FREQ=WEEKLY", ("EXDATE:20261119T090000Z",), "2026-11-12"),
        ("20261001T000500", "FREQ=WEEKLY", ("EXDATE:20261118T230500Z",), "2026-11-12"),
        ("20261001T100000", "FREQ=WEEKLY", ("EXDATE;VALUE=DATE:20261119,20261112",), "2026-11-05"),
        ("20261001T100000", "FREQ=WEEKLY;INTERVAL=2;WKST=SU", (), "2026-11-12"),
        ("20250131", "FREQ=MONTHLY", (), "2026-10-31"),
        ("20250101", "FREQ=MONTHLY;BYDAY=-1FR", (), "2026-10-30"),
        ("20250101", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=2", (), "2026-11-09"),
        ("20200229T100000", "FREQ=YEARLY", (), "2024-02-29"),
        ("20250105T090000", "FREQ=YEARLY;BYMONTH=3", (), "2026-03-05"),
        ("20250101", "FREQ=DAILY;BYDAY=MO,TU;BYMONTH=10", (), "2026-10-27"),
        ("20250101", "FREQ=DAILY;BYMONTHDAY=-1", (), "2026-10-31"),
        ("20261001", "RDATE", ("RDATE:20261105,20261230",), "2026-11-05"),
        ("20261001", "FREQ=SECONDLY", (), "2026-10-01"),
        ("20261001", "FREQ=WEEKLY;BYDAY=9XX", (), "2026-10-01"),
        ("20261001T100000", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31", (), "2026-10-01"),
        ("20261001", "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2", (), "2026-10-01"),
    ],
)  # fmt: skip
def test_of_an_event_that_comes_back_the_last_time_counts(
    begins: str, rule: str, more: tuple[str, ...], day: str
) -> None:
    lines = (NIVES, *(() if rule == "RDATE" else (f"RRULE:{rule}",)), *more)

    assert days(event(*lines, on=f"DTSTART:{begins}")) == [day]


def test_a_time_that_was_moved_or_called_off_is_no_more_where_it_was() -> None:
    series = event("UID:s", NIVES, "RRULE:FREQ=WEEKLY", on="DTSTART:20261001T100000")
    moved = event(
        "UID:s", "RECURRENCE-ID:20261119T100000", "ATTENDEE:mailto:olmo@example.org",
        on="DTSTART:20261120T100000",
    )  # fmt: skip
    off = event(
        "UID:s", "RECURRENCE-ID:20261112T090000Z", "STATUS:CANCELLED", on="DTSTART:20261112T100000"
    )

    found = {each.email: str(each.day) for each in read(series, moved, off).found}

    assert found == {"nives@example.org": "2026-11-05", "olmo@example.org": "2026-11-20"}


def test_of_several_versions_of_an_event_the_last_counts() -> None:
    old = event("UID:s", "SEQUENCE:1", NIVES)
    new = event("UID:s", "SEQUENCE:2", NIVES, "STATUS:CANCELLED")

    assert read(old, new) == read(new, old) == Exchanges()


def test_a_birthday_in_a_calendar_is_no_talk() -> None:
    each = event(TITLE, "RRULE:FREQ=YEARLY", on="DTSTART;VALUE=DATE:19900420")

    assert read(each) == Exchanges()


@pytest.mark.parametrize("method", ["CANCEL", "REPLY", "counter"])
def test_an_answer_to_an_invitation_is_no_event(method: str) -> None:
    assert read(event(NIVES), head=f"METHOD:{method}") == Exchanges()


def test_zones_tasks_and_what_has_no_end_confuse_nobody() -> None:
    zone = "BEGIN:VTIMEZONE\r\nBEGIN:STANDARD\r\nDTSTART:20261101T020000\r\nEND:STANDARD"
    task = f"BEGIN:VTODO\r\nDTSTART:20261110T090000\r\n{NIVES}\r\nEND:VTODO"
    open_ended = f"BEGIN:VEVENT\r\nDTSTART:20261118\r\n{NIVES}\r\nBEGIN:VALARM\r\nX:1"

    found = days(f"{zone}\r\nEND:VTIMEZONE", task, open_ended, event(NIVES), zone)

    assert found == ["2026-11-18", "2026-11-20"]


def test_an_archive_of_calendars_is_read_whole() -> None:
    data = zipped("nora@example.org.ics", calendar(event(NIVES)).decode())

    assert [each.email for each in read_events(data, "x.zip", HINTS).found] == ["nives@example.org"]


@pytest.mark.parametrize("data", [b"", b"once upon a time", b"PK\x03\x04", b"BEGIN:VCARD\nFN:x\n"])
def test_what_is_no_calendar_is_said(data: bytes) -> None:
    found = read_events(data, "x", HINTS)

    assert (found.found, [each.code for each in found.problems]) == ((), ["no-such-format"])


def test_an_empty_calendar_holds_nobody() -> None:
    assert read() == Exchanges()


RULE = st.one_of(
    st.builds(
        "FREQ={};INTERVAL={}{}{}".format,
        st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "YEARLY")),
        st.integers(1, 4),
        st.sampled_from(("", ";COUNT=5", ";UNTIL=20251231", ";WKST=SU")),
        st.sampled_from(("", ";BYMONTH=1,5,11", ";BYMONTH=2", ";BYDAY=MO,FR", ";BYDAY=SU;BYMONTH=3")),
    ),
    st.builds(
        "FREQ={};{}".format,
        st.sampled_from(("MONTHLY", "YEARLY")),
        st.sampled_from((
            "BYDAY=2TU", "BYDAY=-1FR,1MO", "BYMONTHDAY=1,15,-1", "BYDAY=MO,TU,WE;BYSETPOS=-1",
            "BYDAY=FR;BYMONTHDAY=13", "BYDAY=TH;BYSETPOS=3;COUNT=7",
        )),
    ),
)  # fmt: skip
DAYS = st.datetimes(datetime(2019, 1, 1), datetime(2026, 12, 31)).map(
    lambda at: at.replace(second=0, microsecond=0)
)


@settings(deadline=None, max_examples=60)
@given(rule=RULE, first=DAYS)
def test_rules_are_followed_as_dateutil_follows_them_whole(rule: str, first: datetime) -> None:
    found = list(occurrences(rule, first, UNTIL, lambda _: date(2025, 12, 31)))

    whole = rrulestr(rule.replace("UNTIL=20251231", "UNTIL=20251231T235959"), dtstart=first)
    expected = []
    for each in whole:
        if each.date() > UNTIL:
            break
        expected.append(each)
    assert found == [first, *(each for each in expected if each > first)]


PIECES = st.lists(
    st.sampled_from((
        "FREQ=", "DAILY", "YEARLY", "MONTHLY", ";", "=", ",", "BYDAY=", "5SU", "-1MO", "BYMONTH=",
        "2", "31", "99999", "-1", "INTERVAL=0", "COUNT=", "BYSETPOS=", "BYMONTHDAY=", "UNTIL=", "٣",
    )),
    max_size=12,
)  # fmt: skip


@settings(deadline=None)
@given(rule=PIECES.map("".join), first=st.datetimes())
def test_no_rule_raises_or_runs_for_ever(rule: str, first: datetime) -> None:
    assert next(iter([*occurrences(rule, first, UNTIL, lambda _: None)])) == first


SAMPLE = calendar(
    event("UID:s", NIVES, TITLE, "RRULE:FREQ=WEEKLY;BYDAY=TH", "EXDATE:20261119T100000"),
    event("UID:s", "RECURRENCE-ID:20261112T090000Z", "DURATION:PT1H"),
    head="X-WR-TIMEZONE:Europe/Rome",
)


@settings(deadline=None)
@given(data=st.binary(max_size=40), at=st.integers(0, len(SAMPLE)), size=st.integers(0, 30))
def test_a_broken_calendar_never_raises(data: bytes, at: int, size: int) -> None:
    found = read_events(SAMPLE[:at] + data + SAMPLE[at + size :], "x", HINTS)

    assert all(each.day <= UNTIL for each in found.found)


@settings(deadline=None, max_examples=60)
@given(
    text=st.text(max_size=30),
    name=st.sampled_from(("DTSTART", "RRULE", "ATTENDEE;CN", "EXDATE;TZID")),
)
def test_no_value_of_a_property_raises(text: str, name: str) -> None:
    line = f"{name}={text}:{text}" if ";" in name else f"{name}:{text}"

    assert read(event(NIVES, line, on="X:1"), event(line)).found is not None
