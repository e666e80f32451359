"""Days and lengths of time in words."""

from datetime import date

import pytest
from babel import Locale

from vault_tool.render.spans import amount, pace
from vault_tool.render.spoken_dates import (
    NAMES,
    full_date,
    long_date,
    month,
    names_of,
    short_date,
    weekday,
)

DAY = date(2026, 11, 12)


@pytest.mark.parametrize("language", NAMES)
def test_our_names_of_months_and_days_are_those_of_babel(language: str) -> None:
    locale = Locale(language)
    months, days = locale.months["format"], locale.days["format"]["wide"]
    assert NAMES[language].months == tuple(months["wide"][each] for each in range(1, 13))
    assert NAMES[language].short_months == tuple(
        months["abbreviated"][each] for each in range(1, 13)
    )
    assert NAMES[language].weekdays == tuple(days[each] for each in range(7))


def test_days_are_said_in_the_order_of_the_language() -> None:
    assert short_date(DAY, "en") == "12 Nov"
    assert short_date(DAY, "it") == "12 nov"
    assert long_date(DAY, "it_IT") == "12 novembre 2026"
    assert full_date(DAY, "en") == "Thursday 12 November 2026"
    assert weekday(DAY, "it") == "giovedì"
    assert month(DAY, "en-GB") == "November"


def test_a_language_without_a_table_is_babels() -> None:
    assert long_date(DAY, "de") == "12 November 2026"
    assert month(DAY, "pt_BR") == "novembro"
    assert names_of("xx-nonsense") == NAMES["en"]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 1, 1), "1 Jan"),
        (date(2025, 12, 24), "24 Dec 2025"),
        (date(2027, 2, 1), "1 Feb"),
        (date(2027, 9, 1), "1 Sep 2027"),
    ],
)
def test_the_year_is_said_where_the_day_alone_would_mislead(day: date, said: str) -> None:
    assert short_date(day, "en", date(2026, 11, 23)) == said


@pytest.mark.parametrize(
    ("days", "count", "unit"),
    [
        (1, 1, "day"), (13, 13, "day"), (14, 2, "week"), (63, 9, "week"), (121, 17, "week"),
        (122, 4, "month"), (700, 22, "month"), (731, 2, "year"), (4000, 10, "year"),
    ],
)  # fmt: skip
def test_an_amount_is_said_in_the_unit_that_tells_most(days: int, count: int, unit: str) -> None:
    assert amount(days) == {"count": count, "unit": unit}


@pytest.mark.parametrize(
    ("days", "months_and_days", "passed", "liked"),
    [
        (63, (0, 42), (9, "week"), (6, "week")),
        (100, (3, 0), (3, "month"), (3, "month")),
        (20, (3, 0), (2, "week"), (3, "month")),
        (25, (0, 10), (25, "day"), (10, "day")),
        (900, (0, 14), (2, "year"), (2, "week")),
        (400, (12, 0), (1, "year"), (1, "year")),
        (50, (1, 15), (50, "day"), (45, "day")),
    ],
)
def test_what_passed_is_said_in_the_unit_of_the_rhythm_while_that_tells_something(
    days: int,
    months_and_days: tuple[int, int],
    passed: tuple[int, str],
    liked: tuple[int, str],
) -> None:
    months, rest = months_and_days
    found = pace(days, {"months": months, "days": rest})
    assert (found["passed"]["count"], found["passed"]["unit"]) == passed
    assert (found["liked"]["count"], found["liked"]["unit"]) == liked
    assert found["same"] is (passed[1] == liked[1])
