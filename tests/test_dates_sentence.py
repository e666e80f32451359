from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tool.dates import parse_partly, parse_when
from vault_tool.dates.sentence import leading_when, unclear_when

TODAY = date(2026, 11, 23)  # a Monday


@pytest.mark.parametrize(
    ("text", "iso", "written", "rest"),
    [
        ("yesterday: coffee with Ada", "2026-11-22", "yesterday", "coffee with Ada"),
        ("Yesterday evening, dinner", "2026-11-22", "Yesterday evening", "dinner"),
        ("yesterday 14:30: coffee", "2026-11-22", "yesterday", "14:30: coffee"),
        ("-3d lunch", "2026-11-20", "-3d", "lunch"),
        ("last monday lunch", "2026-11-16", "last monday", "lunch"),
        ("2026-09-02 - call: she moved", "2026-09-02", "2026-09-02", "call: she moved"),
        ("Sat, 14 Nov 2026: dinner", "2026-11-14", "Sat, 14 Nov 2026", "dinner"),
        ("12 Nov coffee", "2026-11-12", "12 Nov", "coffee"),
        ("a week ago tea with Ada", "2026-11-16", "a week ago", "tea with Ada"),
        ("Sunday lunch with Ada", "2026-11-22", "Sunday", "lunch with Ada"),
        ("sat: dinner", "2026-11-21", "sat", "dinner"),
        ("the 3rd: coffee", "2026-11-03", "the 3rd", "coffee"),
        ("on the 3rd coffee", "2026-11-03", "on the 3rd", "coffee"),
        ("3m: coffee", "2026-08-23", "3m", "coffee"),
        ("ieri: caffè con Ada", "2026-11-22", "ieri", "caffè con Ada"),
        ("l'altro ieri pranzo", "2026-11-21", "l'altro ieri", "pranzo"),
        ("3 settimane fa - pranzo con Ada", "2026-11-02", "3 settimane fa", "pranzo con Ada"),
        ("lunedì scorso ho visto Ada", "2026-11-16", "lunedì scorso", "ho visto Ada"),
        ("il 3 ho visto Ada", "2026-11-03", "il 3", "ho visto Ada"),
        ("stamattina telefonata", "2026-11-23", "stamattina", "telefonata"),
        ("called Tom last monday about it", "2026-11-16", "last monday", "called Tom about it"),
        ("ho sentito Ada ieri sera", "2026-11-22", "ieri sera", "ho sentito Ada"),
        ("coffee (yesterday) with Ada", "2026-11-22", "yesterday", "coffee with Ada"),
        ("caffè con Ada, ieri, al bar", "2026-11-22", "ieri", "caffè con Ada, al bar"),
        ("lunch with A, B and C last friday", "2026-11-20", "last friday", "lunch with A, B and C"),
        ("coffee with Ada on 12 Nov", "2026-11-12", "on 12 Nov", "coffee with Ada"),
        ("called about the visit last friday", "2026-11-20", "last friday", "called about the visit"),
        ("lunch tomorrow", "2026-11-24", "tomorrow", "lunch"),
    ],
)  # fmt: skip
def test_a_sentence_says_which_day_it_tells_of(
    text: str, iso: str, written: str, rest: str
) -> None:
    assert leading_when(text, TODAY) == (date.fromisoformat(iso), written, rest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "coffee with Ada",
        "coffee with Ada; her hearing is on 12 Nov",
        "called Tom, he comes tomorrow",
        "called Tom about lunch tomorrow",
        "told Ada that yesterday was fine",
        "Ada mi ha parlato della cena di ieri",
        "a plan for monday",
        "aspetto da lunedì",
        "two weeks in Rome with Ada",
        "3 days of walking",
        "Sat with Ada in the garden",
        "The sun with Ada",
        "now we are friends",
        "1 set di tennis",
        "The 3rd coffee with Ada",
        "il primo caffè con Ada",
        "entro venerdì il libro",
        "Monday's lunch with Ada",
    ],
)
def test_other_words_are_no_day(text: str) -> None:
    assert leading_when(text, TODAY) is None


def test_a_word_that_is_somebodys_name_is_no_day() -> None:
    assert leading_when("domenica: pranzo", TODAY) is not None
    assert leading_when("domenica: pranzo", TODAY, names={"domenica"}) is None


@pytest.mark.parametrize(
    ("text", "unclear"),
    [
        ("03/04: lunch", "03/04"),
        ("il 03/04/2026 pranzo", "il 03/04/2026"),
        ("31 nov: lunch", "31 nov"),
        ("30 febbraio caffè", "30 febbraio"),
        ("saturday 15 november: lunch", "saturday 15 november"),
        ("saturday 14 november: lunch", None),
        ("25/12: lunch", None),
        ("14.30 coffee", None),
        ("2-3 beers with Ada", None),
        ("3 set with Ada", None),
        ("coffee", None),
    ],
)
def test_what_looks_like_a_day_and_is_none_is_told(text: str, unclear: str | None) -> None:
    assert unclear_when(text, TODAY) == unclear


@pytest.mark.parametrize(
    ("text", "dmy", "mdy"),
    [
        ("03/04/2026", "2026-04-03", "2026-03-04"),
        ("3/4", "2026-04-03", "2026-03-04"),
        ("05.06.2026", "2026-06-05", "2026-05-06"),
        ("25/12/2025", "2025-12-25", "2025-12-25"),
        ("2026-03-04", "2026-03-04", "2026-03-04"),
    ],
)
def test_the_order_of_day_and_month_is_the_settings_word(text: str, dmy: str, mdy: str) -> None:
    assert parse_when(text, TODAY, order="dmy") == date.fromisoformat(dmy)
    assert parse_when(text, TODAY, order="mdy") == date.fromisoformat(mdy)
    said = leading_when(f"{text}: lunch", TODAY, "dmy")
    assert said is not None
    assert said.day == date.fromisoformat(dmy)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2026-09", "2026-09"),
        ("2019", "2019"),
        ("september 2026", "2026-09"),
        ("Sett. 2025", "2025-09"),
        ("settembre", "2026-09"),
        ("december", "2025-12"),
        ("last september", "2026-09"),
        ("settembre scorso", "2026-09"),
        ("last month", "2026-10"),
        ("il mese scorso", "2026-10"),
        ("last year", "2025"),
        ("l'anno scorso", "2025"),
        ("ieri", "2026-11-22"),
        ("12 Nov", "2026-11-12"),
        ("06-12", None),
        ("03/04", None),
        ("soon", None),
        ("", None),
        ("nov 0000", None),
        ("x" * 1000, None),
    ],
)
def test_where_a_part_of_a_date_is_enough_a_part_may_be_said(text: str, shown: str | None) -> None:
    found = parse_partly(text, TODAY)
    assert (str(found) if found else None) == shown


_WORDS = (
    "yesterday ieri last monday lunedì scorso 3 12 nov weeks ago fa with Ada , ; : . - ( ) on il the"
    " 3rd 03/04 2026-09-02 -3d tomorrow about di che coffee"
)
_TEXTS = st.lists(st.sampled_from(_WORDS.split()), max_size=12).map(" ".join) | st.text(max_size=40)


@given(_TEXTS, st.dates(), st.sampled_from([None, "dmy", "mdy"]))
def test_no_word_is_lost_between_the_date_and_the_rest(text: str, today: date, order: Any) -> None:
    unclear_when(text, today, order)
    parse_partly(text, today, order=order)
    said = leading_when(text, today, order)
    if said:
        assert _letters(said.written + said.rest) == _letters(text)


def _letters(text: str) -> list[str]:
    return sorted(filter(str.isalnum, text))
