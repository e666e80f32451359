import string
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vault_tool.dates import (
    Duration,
    PartialDate,
    is_never,
    occurrence,
    parse_birthday,
    parse_day,
    parse_duration,
    parse_partial,
    parse_when,
    turns,
    written,
)

TODAY = date(2026, 11, 23)  # a Monday


def days(number: int) -> Duration:
    return Duration(days=number)


def months(number: int) -> Duration:
    return Duration(months=number)


# Dates as they stand in notes


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1990", "1990"),
        ("1990-05", "1990-05"),
        ("1990-05-14", "1990-05-14"),
        ("--06-12", "--06-12"),
        ("06-12", "--06-12"),
        ("--0612", "--06-12"),
        ("--02-29", "--02-29"),
        ("20261120", "2026-11-20"),
        ("2026/11/20", "2026-11-20"),
        ("2026.11.20", "2026-11-20"),
        ("2026-9-2", "2026-09-02"),
        ("[[1990-05-14]]", "1990-05-14"),
        ("[[Journal/2026-09-02|that evening]]", "2026-09-02"),
        ("[[2026-09-02.md#Log]]", "2026-09-02"),
        ("[2026-09-02](Journal/2026-09-02.md)", "2026-09-02"),
        ("**2026-09-02**", "2026-09-02"),
        ("_2026-09-02_", "2026-09-02"),
        ("***[[2026-09-02]]***", "2026-09-02"),
        ("  2026-09-02 ", "2026-09-02"),
        ("2024-01-01T10:30", "2024-01-01"),
        ("2024-01-01 10:30:15.250+01:00", "2024-01-01"),
        ("2024-01-01T10:30:00Z", "2024-01-01"),
        ("20240101T103000Z", "2024-01-01"),
        ("1604-05-14", "1604-05-14"),
    ],
)
def test_a_property_may_state_a_date_whole_or_in_part(text: str, shown: str) -> None:
    assert str(parse_partial(text)) == shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "yesterdy",
        "2026-02-29",
        "2026-02-30",
        "2026-13-01",
        "2026-00-10",
        "2026-04-31",
        "2026-13",
        "13-05",
        "--02-30",
        "0000",
        "0000-05-14",
        "20261320",
        "14-05-1990",
        "14/05/1990",
        "05/14/1990",
        "90",
        "2026-W47",
        "2026-W47-5",
        "2026-324",
        "2026-11-20-21",
        "2026-11-20 Friday",
        "2026-11/20",
        "２０２６-11-20",
        "２０２６１１２０",
        "٢٠٢٦-11-20",
        "-2026-11-20",
        "+2026-11-20",
        "[[2026-11-20",
        "[[Giulia Rossi]]",
        "2024-01-01T31:99",
        "*" * 100_000,
        "[" * 100_000,
        "9" * 100_000,
    ],
)
def test_anything_else_is_no_date_and_nothing_is_guessed(text: str) -> None:
    assert parse_partial(text) is None
    assert parse_day(text) is None


@pytest.mark.parametrize("text", ["1990", "1990-05", "--05-14", "05-14"])
def test_a_date_in_part_is_no_day(text: str) -> None:
    assert parse_partial(text) is not None
    assert parse_day(text) is None


def test_a_day_may_be_linked_compact_or_carry_a_time() -> None:
    for text in ("2026-11-20", "[[2026-11-20]]", "20261120", "2026-11-20T08:00", "**2026-11-20**"):
        assert parse_day(text) == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1984-06-12", "1984-06-12"),
        ("1604-06-12", "--06-12"),
        ("16040612", "--06-12"),
        ("[[1604-06-12]]", "--06-12"),
        ("1604-02-29", "--02-29"),
        ("0000-06-12", "--06-12"),
        ("--06-12", "--06-12"),
        ("1984", "1984"),
        ("1604-02-30", "None"),
        ("1604", "1604"),
    ],
)
def test_a_birthday_in_the_year_1604_has_no_year(text: str, shown: str) -> None:
    assert str(parse_birthday(text)) == shown


@given(st.dates())
def test_every_day_is_read_back_from_its_iso_form(day: date) -> None:
    assert parse_day(day.isoformat()) == day
    assert parse_day(f"{day:%Y%m%d}".rjust(8, "0")) == day
    assert parse_day(f"[[{day.isoformat()}]]") == day


@given(st.dates())
def test_every_partial_date_is_read_back_from_its_own_words(day: date) -> None:
    for partial in (
        PartialDate(day.year, day.month, day.day),
        PartialDate(day.year, day.month),
        PartialDate(day.year),
        PartialDate(None, day.month, day.day),
    ):
        assert parse_partial(str(partial)) == partial


@given(st.text(max_size=40))
def test_reading_a_date_never_fails(text: str) -> None:
    partial = parse_partial(text)
    assert partial is None or parse_partial(str(partial)) == partial
    assert parse_day(text) is None or partial is not None


def test_the_first_day_of_a_date_in_part_is_the_earliest_it_may_mean() -> None:
    assert PartialDate(1990).first_day() == date(1990, 1, 1)
    assert PartialDate(1990, 5).first_day() == date(1990, 5, 1)
    assert PartialDate(None, 5, 14).first_day() is None


def test_a_plain_day_is_read_without_looking_for_other_forms(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(written, "parse_partial")
    assert parse_day("2026-11-20") == date(2026, 11, 20)
    with pytest.raises(NameError):
        parse_day("20261120")


# Lengths and rhythms


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("90", days(90)),
        ("14 d", days(14)),
        ("1 day", days(1)),
        ("10 days", days(10)),
        ("6w", days(42)),
        ("1 week", days(7)),
        ("6 weeks", days(42)),
        ("2m", months(2)),
        ("2mo", months(2)),
        ("1 month", months(1)),
        ("3 months", months(3)),
        ("3-month", months(3)),
        ("2q", months(6)),
        ("1 quarter", months(3)),
        ("2 quarters", months(6)),
        ("1y", months(12)),
        ("2 yr", months(24)),
        ("1 year", months(12)),
        ("2 years", months(24)),
        ("1y 6m", months(18)),
        ("1 year and 2 weeks", Duration(12, 14)),
        ("1 anno e 2 mesi", months(14)),
        ("two weeks", days(14)),
        ("a couple of months", months(2)),
        ("half a year", months(6)),
        ("a fortnight", days(14)),
        ("P3M", months(3)),
        ("P2W", days(14)),
        ("p1y6m", months(18)),
        ("P10D", days(10)),
        ("daily", days(1)),
        ("Weekly", days(7)),
        ("biweekly", days(14)),
        ("fortnightly", days(14)),
        ("monthly", months(1)),
        ("bimonthly", months(2)),
        ("quarterly", months(3)),
        ("semiannually", months(6)),
        ("half-yearly", months(6)),
        ("yearly", months(12)),
        ("annual", months(12)),
        ("annually", months(12)),
        ("month", months(1)),
        ("every day", days(1)),
        ("every 6 weeks", days(42)),
        ("every quarter", months(3)),
        ("every other week", days(14)),
        ("every second month", months(2)),
        ("once a month", months(1)),
        ("once every 2 years", months(24)),
        ("once per quarter", months(3)),
        ("twice a year", months(6)),
        ("two times a year", months(6)),
        ("4x a year", months(3)),
        ("3 times per year", months(4)),
        ("5 times a year", days(73)),
        ("twice a month", days(15)),
        ("twice a week", days(3)),
        ("10 giorni", days(10)),
        ("1 settimana", days(7)),
        ("3 settimane", days(21)),
        ("1 mese", months(1)),
        ("3 mesi", months(3)),
        ("1 anno", months(12)),
        ("due anni", months(24)),
        ("un paio di mesi", months(2)),
        ("giornaliero", days(1)),
        ("settimanale", days(7)),
        ("quindicinale", days(14)),
        ("mensile", months(1)),
        ("bimestrale", months(2)),
        ("trimestrale", months(3)),
        ("semestrale", months(6)),
        ("annuale", months(12)),
        ("ogni 2 settimane", days(14)),
        ("ogni mese", months(1)),
        ("ogni tre mesi", months(3)),
        ("una volta al mese", months(1)),
        ("una volta all’anno", months(12)),
        ("due volte l'anno", months(6)),
        ("100 years", months(1200)),
        ("  3   MONTHS ", months(3)),
    ],
)
def test_a_frequency_is_a_number_of_days_or_words(text: str, length: Duration) -> None:
    assert parse_duration(text) == length


@pytest.mark.parametrize(
    "text",
    [
        "", "0", "-3", "0 weeks", "P0D", "P", "-1 month", "101 years", "36526", "9" * 5000,
        "5 minutes", "2 hours", "m", "w", "often", "sometimes", "monthly-ish", "every",
        "once", "twice a day", "0 times a year", "1.5 months", "1,5 mesi", "３ months", "٣ months",
        "3 months ago", "3-4 weeks", "PT5M", "never", "2026-11-20", "a " * 5000,
    ],
)  # fmt: skip
def test_what_is_no_length_above_zero_and_up_to_a_hundred_years_is_none(text: str) -> None:
    assert parse_duration(text) is None


def test_m_is_months_and_never_minutes() -> None:
    assert parse_duration("3m") == months(3)
    assert parse_when("in 3m", TODAY) == date(2027, 2, 23)


@pytest.mark.parametrize("text", ["never", "Never", " mai ", "no", "none"])
def test_a_frequency_may_be_never(text: str) -> None:
    assert is_never(text)
    assert parse_duration(text) is None


@given(st.text(alphabet=string.ascii_lowercase + string.digits + " '/x", max_size=30))
def test_reading_a_frequency_never_fails_and_fits_the_calendar(text: str) -> None:
    length = parse_duration(text)
    assert length is None or 0 < length.in_days() <= 36525


# The calendar


@pytest.mark.parametrize(
    ("day", "length", "after"),
    [
        (date(2026, 1, 31), months(1), date(2026, 2, 28)),
        (date(2028, 1, 31), months(1), date(2028, 2, 29)),
        (date(2028, 2, 29), months(12), date(2029, 2, 28)),
        (date(2026, 11, 30), months(3), date(2027, 2, 28)),
        (date(2026, 12, 15), months(1), date(2027, 1, 15)),
        (date(2026, 11, 23), Duration(1, 7), date(2026, 12, 30)),
        (date(9999, 12, 1), months(1), date.max),
        (date(9999, 12, 1), days(40), date.max),
    ],
)
def test_a_months_end_stays_within_the_shorter_month(
    day: date, length: Duration, after: date
) -> None:
    assert length.after(day) == after


def test_a_length_before_a_day_stays_within_the_shorter_month_too() -> None:
    assert months(1).before(date(2026, 3, 31)) == date(2026, 2, 28)
    assert months(3).before(date(2026, 2, 10)) == date(2025, 11, 10)
    assert days(23).before(TODAY) == date(2026, 10, 31)
    assert months(12).before(date(1, 5, 1)) == date.min


@given(st.dates(), st.integers(0, 1200), st.integers(0, 36525))
def test_nothing_leaves_the_calendar(day: date, number: int, more: int) -> None:
    length = Duration(number, more)
    assert date.min <= length.before(day) <= day <= length.after(day) <= date.max


def test_three_months_are_ninety_one_days() -> None:
    assert months(3).in_days() == 91
    assert months(12).in_days() == 365
    assert days(14).in_days() == 14


@pytest.mark.parametrize(
    ("on", "today", "next_day"),
    [
        ("1990-05-14", date(2026, 5, 13), date(2026, 5, 14)),
        ("1990-05-14", date(2026, 5, 14), date(2026, 5, 14)),
        ("1990-05-14", date(2026, 5, 15), date(2027, 5, 14)),
        ("--12-31", date(2026, 12, 31), date(2026, 12, 31)),
        ("--01-01", date(2026, 12, 31), date(2027, 1, 1)),
        ("--02-29", date(2027, 2, 1), date(2027, 2, 28)),
        ("1992-02-29", date(2027, 2, 28), date(2027, 2, 28)),
        ("1992-02-29", date(2027, 3, 1), date(2028, 2, 29)),
        ("1992-02-29", date(2028, 2, 28), date(2028, 2, 29)),
        ("1992-02-29", date(2100, 1, 1), date(2100, 2, 28)),
        ("2028-06-20", date(2026, 11, 23), date(2028, 6, 20)),
        ("1990", TODAY, None),
        ("1990-05", TODAY, None),
        ("--05-14", date(9999, 6, 1), None),
    ],
)
def test_a_day_of_the_year_comes_back_and_29_february_is_kept_on_the_28th(
    on: str, today: date, next_day: date | None
) -> None:
    partial = parse_partial(on)
    assert partial is not None
    assert occurrence(partial, today) == next_day


@given(st.dates(), st.dates(max_value=date(9990, 1, 1)))
def test_the_next_occurrence_is_within_the_year_ahead(on: date, today: date) -> None:
    found = occurrence(PartialDate(None, on.month, on.day), today)
    assert found is not None
    assert today <= found < months(12).after(today) + timedelta(1)


def test_an_age_is_counted_by_years_and_unknown_without_one() -> None:
    assert turns(PartialDate(1990, 5, 14), date(2027, 5, 14)) == 37
    assert turns(PartialDate(1992, 2, 29), date(2027, 2, 28)) == 35
    assert turns(PartialDate(None, 5, 14), TODAY) is None


# Dates as people say them


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-09-02", "2026-09-02"),
        ("20260902", "2026-09-02"),
        ("today", "2026-11-23"),
        ("oggi", "2026-11-23"),
        ("this morning", "2026-11-23"),
        ("stasera", "2026-11-23"),
        ("Yesterday", "2026-11-22"),
        ("ieri", "2026-11-22"),
        ("ieri sera", "2026-11-22"),
        ("last night", "2026-11-22"),
        ("tomorrow", "2026-11-24"),
        ("domani mattina", "2026-11-24"),
        ("the day before yesterday", "2026-11-21"),
        ("l'altro ieri", "2026-11-21"),
        ("l’altro ieri", "2026-11-21"),
        ("altroieri", "2026-11-21"),
        ("the day after tomorrow", "2026-11-25"),
        ("dopodomani", "2026-11-25"),
        ("-3d", "2026-11-20"),
        ("−3d", "2026-11-20"),
        ("+2w", "2026-12-07"),
        ("3 weeks ago", "2026-11-02"),
        ("3 settimane fa", "2026-11-02"),
        ("a month ago", "2026-10-23"),
        ("half a year ago", "2026-05-23"),
        ("mezz'anno fa", "2026-05-23"),
        ("a couple of weeks ago", "2026-11-09"),
        ("un paio di settimane fa", "2026-11-09"),
        ("quindici giorni fa", "2026-11-08"),
        ("in 2 months", "2027-01-23"),
        ("in a fortnight", "2026-12-07"),
        ("2 weeks from now", "2026-12-07"),
        ("tra due settimane", "2026-12-07"),
        ("fra 3 mesi", "2027-02-23"),
        ("last monday", "2026-11-16"),
        ("lunedì scorso", "2026-11-16"),
        ("lunedi scorso", "2026-11-16"),
        ("lo scorso lunedì", "2026-11-16"),
        ("last tuesday", "2026-11-17"),
        ("next monday", "2026-11-30"),
        ("next tuesday", "2026-11-24"),
        ("venerdì prossimo", "2026-11-27"),
        ("this friday", "2026-11-27"),
        ("questo venerdì", "2026-11-27"),
        ("monday next week", "2026-11-30"),
        ("friday last week", "2026-11-20"),
        ("giovedì della settimana scorsa", "2026-11-19"),
        ("last weekend", "2026-11-21"),
        ("lo scorso fine settimana", "2026-11-21"),
        ("last week", "2026-11-16"),
        ("la settimana prossima", "2026-11-30"),
        ("next month", "2026-12-23"),
        ("il mese scorso", "2026-10-23"),
        ("l'anno scorso", "2025-11-23"),
        ("next year", "2027-11-23"),
        ("end of month", "2026-11-30"),
        ("the end of the month", "2026-11-30"),
        ("a fine mese", "2026-11-30"),
        ("fine mese", "2026-11-30"),
        ("end of the week", "2026-11-29"),
        ("end of next month", "2026-12-31"),
        ("fine anno", "2026-12-31"),
        ("end of the quarter", "2026-12-31"),
        ("beginning of next year", "2027-01-01"),
        ("fine febbraio 2028", "2028-02-29"),
        ("12 novembre 2026", "2026-11-12"),
        ("12 Nov. 2026", "2026-11-12"),
        ("12-Nov-2026", "2026-11-12"),
        ("Nov 12th, 2026", "2026-11-12"),
        ("November 12 2026", "2026-11-12"),
        ("12th of November 2026", "2026-11-12"),
        ("il 1º maggio 2026", "2026-05-01"),
        ("primo maggio 2026", "2026-05-01"),
        ("sabato 14 novembre 2026", "2026-11-14"),
        ("Sat, 14 Nov 2026", "2026-11-14"),
        ("the 3rd of last month", "2026-10-03"),
        ("il 3 del mese scorso", "2026-10-03"),
        ("il primo del mese prossimo", "2026-12-01"),
        ("two mondays ago", "2026-11-09"),
        ("due lunedì fa", "2026-11-09"),
        ("3 fridays ago", "2026-11-06"),
        ("a week ago", "2026-11-16"),
        ("una settimana fa", "2026-11-16"),
        ("yesterday evening", "2026-11-22"),
        ("yesterday late afternoon", "2026-11-22"),
        ("ieri mattina presto", "2026-11-22"),
        ("earlier today", "2026-11-23"),
        ("stanotte", "2026-11-23"),
        ("13/04/2026", "2026-04-13"),
        ("04/13/2026", "2026-04-13"),
        ("05/05/2026", "2026-05-05"),
        ("15.04.2026", "2026-04-15"),
    ],
)
def test_a_human_date_means_the_same_day_whichever_way_one_looks(text: str, iso: str) -> None:
    assert parse_when(text, TODAY) == date.fromisoformat(iso)
    assert parse_when(text, TODAY, future=True) == date.fromisoformat(iso)


@pytest.mark.parametrize(
    ("text", "past", "ahead"),
    [
        ("2m", "2026-09-23", "2027-01-23"),
        ("3w", "2026-11-02", "2026-12-14"),
        ("two weeks", "2026-11-09", "2026-12-07"),
        ("2 mesi", "2026-09-23", "2027-01-23"),
        ("monday", "2026-11-16", "2026-11-30"),
        ("on Friday", "2026-11-20", "2026-11-27"),
        ("martedì", "2026-11-17", "2026-11-24"),
        ("gio", "2026-11-19", "2026-11-26"),
        ("weekend", "2026-11-21", "2026-11-28"),
        ("12 Nov", "2026-11-12", "2027-11-12"),
        ("Nov 12", "2026-11-12", "2027-11-12"),
        ("3 sett", "2026-09-03", "2027-09-03"),
        ("2 mar", "2026-03-02", "2027-03-02"),
        ("23 November", "2026-11-23", "2026-11-23"),
        ("24 novembre", "2025-11-24", "2026-11-24"),
        ("29 feb", "2024-02-29", "2028-02-29"),
        ("the 3rd", "2026-11-03", "2026-12-03"),
        ("on the 23rd", "2026-11-23", "2026-11-23"),
        ("il 3", "2026-11-03", "2026-12-03"),
        ("l'8", "2026-11-08", "2026-12-08"),
        ("il primo", "2026-11-01", "2026-12-01"),
        ("the 30th", "2026-10-30", "2026-11-30"),
        ("the 31st", "2026-10-31", "2026-12-31"),
        ("3m", "2026-08-23", "2027-02-23"),
        ("25/12", "2025-12-25", "2026-12-25"),
        ("--11-12", "2026-11-12", "2027-11-12"),
        ("end of january", "2026-01-31", "2027-01-31"),
        ("inizio marzo", "2026-03-01", "2027-03-01"),
    ],
)
def test_what_names_no_direction_points_back_or_ahead(text: str, past: str, ahead: str) -> None:
    assert parse_when(text, TODAY) == date.fromisoformat(past)
    assert parse_when(text, TODAY, future=True) == date.fromisoformat(ahead)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "soon", "coffee with Giulia", "03/04/2026", "3/4", "06-12", "15.4", "14.30", "3",
        "-3", "2026", "2026-11", "november", "nov 2026", "31 nov", "30 febbraio 2026", "12 nov 26",
        "13/13/2026", "00/05/2026", "mar", "this month", "this week", "last march", "monthly",
        "3 minutes ago", "in 3 days ago", "-3d from now", "next next week", "last", "week",
        "Christmas", "the other day", "l'altro giorno", "il 32", "the 0th", "lunedì 17", "due lunedì",
        "saturday 15 november 2026", "２０２６-11-20", "99999999 years ago", "0d",
        "end of", "end of next january", "x" * 10_000, "9" * 10_000,
    ],
)  # fmt: skip
def test_what_may_mean_several_days_or_none_is_no_date(text: str) -> None:
    assert parse_when(text, TODAY) is None
    assert parse_when(text, TODAY, future=True) is None


@pytest.mark.parametrize("today", [TODAY + timedelta(n) for n in range(7)])
def test_last_monday_is_before_today_and_next_monday_after_it(today: date) -> None:
    last, coming = parse_when("last monday", today), parse_when("next monday", today)
    assert last is not None
    assert coming is not None
    assert last.weekday() == coming.weekday() == 0
    assert 1 <= (today - last).days <= 7
    assert 1 <= (coming - today).days <= 7


_WORDS = (
    "last next this the of end fine monday lunedi weekend week month mese year in tra 3 12 31 29"
    " days d m w ago fa nov feb november 2026 9999 - + / . -- a un couple primo today ieri l'"
)


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from(_WORDS.split()), max_size=6).map(" ".join) | st.text(max_size=30),
    st.dates(),
    st.booleans(),
)
def test_reading_a_human_date_never_fails(text: str, today: date, future: bool) -> None:
    day = parse_when(text, today, future=future)
    assert day is None or isinstance(day, date)


@given(st.dates(), st.dates())
def test_an_iso_date_is_itself_whatever_today_is(day: date, today: date) -> None:
    assert parse_when(day.isoformat(), today) == day


@given(st.dates(min_value=date(2, 1, 1), max_value=date(9990, 1, 1)))
def test_the_same_day_said_without_its_year_is_found_looking_back(today: date) -> None:
    assert parse_when(f"{today.day} {today:%B}", today) == today
