from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tool.note import moment
from vault_tool.note.conventions import DayFormat
from vault_tool.note.moment import day_named

FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("moment_format", "path"),
    [
        ("", "2026-11-20"),
        ("YYYY-MM-DD", "2026-11-20"),
        ("YYYY-MM-DD", "Journal/2026-11-20"),
        ("YYYY-MM-DD ddd", "2026-11-20 Fri"),
        ("YYYY-MM-DD dddd", "2026-11-20 friday"),
        ("YYYY-MM-DD dddd", "2026-11-20 venerdì"),
        ("YYYY-MM-DD dddd", "2026-11-20 venerdi\u0300"),
        ("YYYY-MM-DD dddd", "2026-11-20 Freitag"),
        ("YYYY-MM-DD dddd", "2026-11-20 sexta-feira"),
        ("YYYY-MM-DD ddd", "2026-11-20 ven."),
        ("YYYY-MM-DD dd", "2026-11-20 Fr"),
        ("YYYY-MM-DD dddd", "2026-11-20 星期五"),
        ("YYYY/YYYY-MM-DD ddd", "Daily/2026/2026-11-20 Fri"),
        ("YYYY/MM/YYYY-MM-DD", "Journal/2026/11/2026-11-20"),
        ("YYYY/MM-MMMM/YYYY-MM-DD-dddd", "2026/11-November/2026-11-20-Friday"),
        ("YYYY/MM MMM/YYMMDD[-D] dddd", "2026/11 Nov/261120-D Friday"),
        ("YYYY/MM MMMM/DD", "2026/11 listopad/20"),
        ("DD-MM-YYYY", "20-11-2026"),
        ("DD.MM.YY", "20.11.26"),
        ("YYYYMMDD", "20261120"),
        ("YYYY_MM_DD", "journals/2026_11_20"),
        ("YYYY.MM.DD", "2026.11.20"),
        ("YYYY-M-D", "2026-11-20"),
        ("YYYYMDD", "20261120"),
        ("MMMM Do, YYYY", "November 20th, 2026"),
        ("Do MMMM YYYY", "20º novembre 2026"),
        ("D MMM YYYY", "20 nov 2026"),
        ("dddd, D. MMMM YYYY", "Freitag, 20. November 2026"),
        ("YYYY年MM月DD日", "2026年11月20日"),
        ("[Daily] YYYY-MM-DD", "Daily 2026-11-20"),
        ("[Day of] YYYY[/]MM[/]DD", "Day of 2026/11/20"),
        (r"\D\a\y YYYY-MM-DD", "Day 2026-11-20"),
        ("YYYY-DDDD", "2026-324"),
        ("YYYY DDDo", "2026 324th"),
        ("GGGG-[W]WW-E", "2026-W47-5"),
        ("YYYY-[Q]Q-MM-DD", "2026-Q4-11-20"),
        ("gggg-[W]ww/YYYY-MM-DD", "2026-W47/2026-11-20"),
        ("YYYY-MM-DD[T]HHmm", "2026-11-20T0930"),
        ("YYYY-MM-DD h:mm A", "2026-11-20 9:30 AM"),
        ("/YYYY-MM-DD/", "2026-11-20"),
    ],
)
def test_the_name_of_a_daily_note_means_its_day(moment_format: str, path: str) -> None:
    assert day_named(path, DayFormat(moment_format)) == FRIDAY


@pytest.mark.parametrize(
    ("moment_format", "path"),
    [
        ("YYYY-MM-DD", "2026-11-20 Anna"),
        ("YYYY-MM-DD", "Meeting 2026-11-20"),
        ("YYYY-MM-DD", "2026-11-20/Notes"),
        ("YYYY-MM-DD", "20-11-2026"),
        ("YYYY-MM-DD", "2026-11-2"),
        ("YYYY-MM-DD", "2026-02-30"),
        ("YYYY-MM-DD", "2026-13-01"),
        ("YYYY-MM-DD", "0000-01-01"),
        ("YYYY-MM-DD", "２０２６-11-20"),
        ("YYYY-MM-DD", ""),
        ("DD-MM-YYYY", "2026-11-20"),
        ("DD-MM-YYYY", "11-20-2026"),
        ("MM-DD-YYYY", "20-11-2026"),
        ("YYYY-M-D", "2026-011-20"),
        ("YYYY-MM-DD ddd", "2026-11-20 Anna"),
        ("YYYY-MM-DD ddd", "2026-11-20"),
        ("D MMMM YYYY", "20 Brumaire 2026"),
        ("D MMMM YYYY", "31 November 2026"),
        ("YYYY/MM/YYYY-MM-DD", "2026-11-20"),
        ("YYYY/MM/YYYY-MM-DD", "2025/11/2026-11-20"),
        ("YYYY/MM-MMMM/YYYY-MM-DD", "2026/11-October/2026-11-20"),
        ("YYYY/YYMMDD", "2026/251120"),
        ("YYYY/DDDD/MM-DD", "2026/323/11-20"),
        ("GGGG-[W]WW-E", "2026-W54-1"),
        ("YYYY-DDDD", "2026-366"),
    ],
)
def test_a_name_that_does_not_fit_is_no_daily_note(moment_format: str, path: str) -> None:
    assert day_named(path, DayFormat(moment_format)) is None


@pytest.mark.parametrize(
    ("moment_format", "path"),
    [
        ("gggg-[W]ww", "2026-W47"),
        ("GGGG-[W]WW", "2026-W47"),
        ("YYYY-[W]ww-E", "2026-W47-5"),
        ("YYYY-MM", "2026-11"),
        ("YYYY", "2026"),
        ("YYYY-[Q]Q", "2026-Q4"),
        ("MM-DD", "11-20"),
        ("L", "11/20/2026"),
        ("LL", "November 20, 2026"),
        ("X", "1795132800"),
        ("YYYYMD", "2026111"),
        ("DMYYYY", "1112026"),
        ("[YYYY-MM-DD]", "YYYY-MM-DD"),
        ("Daily", "Daily"),
    ],
)
def test_a_format_that_says_no_whole_day_in_only_one_way_reads_none(
    moment_format: str, path: str
) -> None:
    assert day_named(path, DayFormat(moment_format)) is None


def test_a_daily_note_is_found_by_its_name_in_whatever_folder() -> None:
    days = DayFormat("YYYY-MM-DD", "Journal")
    assert day_named("Journal/2026-11-20", days) == FRIDAY
    assert day_named("Old/2026/2026-11-20", days) == FRIDAY


def test_folders_in_the_format_are_matched_at_the_end_of_the_path() -> None:
    days = DayFormat("YYYY/MM/DD", "Journal")
    assert day_named("Journal/2026/11/20", days) == FRIDAY
    assert day_named("2026/11/20", days) == FRIDAY
    assert day_named("11/20", days) is None


def test_a_date_in_the_folder_counts_where_the_name_alone_is_no_day() -> None:
    assert day_named("Daily/2026/11-20", DayFormat("MM-DD", "Daily/{{date:YYYY}}")) == FRIDAY
    assert day_named("Daily/2026/11/20", DayFormat("DD", "Daily/{{date:YYYY/MM}}/")) == FRIDAY
    assert day_named("Weekly/2026/11-20", DayFormat("MM-DD", "Daily/{{date:YYYY}}")) is None
    assert day_named("Old/2026-11-20", DayFormat("YYYY-MM-DD", "Daily/{{date:YYYY}}")) == FRIDAY


@pytest.mark.parametrize(("written", "year"), [("00", 2000), ("68", 2068), ("69", 1969)])
def test_two_digits_of_a_year_are_read_as_moment_reads_them(written: str, year: int) -> None:
    assert day_named(f"{written}-11-20", DayFormat("YY-MM-DD")) == date(year, 11, 20)


@pytest.mark.parametrize(
    ("moment_format", "strftime"),
    [
        ("YYYY-MM-DD", "%Y-%m-%d"),
        ("YYYY/MM MMMM/DD dddd", "%Y/%m %B/%d %A"),
        ("DD MMM YYYY", "%d %b %Y"),
        ("YYYY-DDDD", "%Y-%j"),
        ("GGGG-[W]WW-E", "%G-W%V-%u"),
    ],
)
@given(day=st.dates(min_value=date(1001, 1, 1)))
def test_every_day_is_read_back_from_its_name(moment_format: str, strftime: str, day: date) -> None:
    assert day_named(day.strftime(strftime), DayFormat(moment_format)) == day


@given(st.text(alphabet="YMDdgGwWEQHhmsSAaZzXxLlN[]\\-/. 2é{}o", max_size=14), st.text(max_size=14))
def test_any_text_is_a_format_and_any_path_is_read(moment_format: str, path: str) -> None:
    for text in (path, moment_format, "2026-11-20"):
        day = day_named(text, DayFormat(moment_format, moment_format))
        assert day is None or isinstance(day, date)


def test_a_format_is_compiled_once_for_all_names() -> None:
    moment._reader.cache_clear()
    for number in range(100):
        assert day_named(f"People/Giulia Rossi {number}", DayFormat()) is None
    assert moment._reader.cache_info().misses == 1
