"""Moments in Moment.js formats, as Obsidian writes them into names and templates."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tool.note.conventions import DayFormat
from vault_tool.note.moment import day_named
from vault_tool.note.moment_written import day_path, filled, written

AT = datetime(2026, 11, 23, 9, 5, 7)


@pytest.mark.parametrize(
    ("moment_format", "english", "italian"),
    [
        ("YYYY-MM-DD", "2026-11-23", "2026-11-23"),
        ("YYYY/MM MMM/YYMMDD dddd", "2026/11 Nov/261123 Monday", "2026/11 nov/261123 lunedì"),
        ("dddd D MMMM YYYY", "Monday 23 November 2026", "lunedì 23 novembre 2026"),
        ("[Day] Do MMM", "Day 23rd Nov", "Day 23º nov"),
        ("GGGG-[W]WW-E", "2026-W48-1", "2026-W48-1"),
        ("HH:mm:ss", "09:05:07", "09:05:07"),
        ("h:mm a", "9:05 am", "9:05 am"),
        (r"YYYY\Q", "2026Q", "2026Q"),
        ("gggg-ww", None, None),
        ("LL", None, None),
    ],
)
def test_a_format_is_written_as_obsidian_writes_it(
    moment_format: str, english: str | None, italian: str | None
) -> None:
    assert written(moment_format, AT, "en") == english
    assert written(moment_format, AT, "it_IT.UTF-8") == italian


FORMATS = ("YYYY-MM-DD", "DD-MM-YYYY", "YYYY/MM/DD", "YYYYMMDD", "dddd D MMMM YYYY", "MMM Do, YYYY",
           "YYYY-DDDD", "GGGG-[W]WW-E", "YYYY-MM-DD ddd")  # fmt: skip


@given(st.dates(), st.sampled_from(FORMATS), st.sampled_from(("en", "it")))
def test_a_written_name_is_read_as_that_day(day: date, moment_format: str, language: str) -> None:
    name = day_path(moment_format, "Journal", day, language)
    assert name is not None
    assert name.startswith("Journal/")
    assert day_named(name, DayFormat(moment_format)) == day


def test_a_folder_may_hold_the_year() -> None:
    day = date(2026, 3, 4)
    assert day_path("MM-DD", "Daily/{{date:YYYY}}", day, "en") == "Daily/2026/03-04"
    assert day_path("YYYY-MM-DD", "/", day, "en") == "2026-03-04"
    assert day_path("YYYY-MM-DD", "Daily/{{date:LL}}", day, "en") is None
    assert day_path("[../../]YYYY-MM-DD", "", day, "en") is None


def test_a_template_is_filled_in_and_what_is_not_ours_stays() -> None:
    template = "# {{title}}\n{{date}} {{date:dddd}} {{ time }} {{time:HH}} {{yesterday}} <% x %> {{date:LL}}\n"
    assert filled(template, "T", AT, "it") == (
        "# T\n2026-11-23 lunedì 09:05 09 {{yesterday}} <% x %> {{date:LL}}\n"
    )
