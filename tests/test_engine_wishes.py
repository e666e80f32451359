"""Whom one wishes well for what, and that last year's words are not this year's."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine_people import TODAY, day, dossier, somebody, told
from vault_tool.config import DEFAULTS
from vault_tool.engine.drafts import draft_facts
from vault_tool.engine.message import Message
from vault_tool.engine.occasions import Upcoming
from vault_tool.engine.wishes import BELATED, Before, repeats, wished_for, wrote_before
from vault_tool.model import Standing

DATES = [("2015-06-20", "wedding anniversary"), ("--12-08", "name day")]


def wished(kind: str, about: str | None = None, today: date = TODAY, **said: Any) -> Any:
    found = wished_for(kind, somebody(**said), about, today)
    return (found.label, found.on.isoformat(), found.in_days, found.turns) if found else None


@pytest.mark.parametrize(
    ("about", "today", "found"),
    [
        (None, "2026-11-23", ("name day", "2026-12-08", 15, None)),
        (None, "2026-12-22", ("name day", "2026-12-08", -14, None)),
        (None, "2026-12-23", ("wedding anniversary", "2027-06-20", 179, 12)),
        ("Wedding", "2026-11-23", ("wedding anniversary", "2027-06-20", 209, 12)),
        ("opening", "2026-11-23", None),
    ],
)
def test_the_nearest_of_their_days_is_meant_or_the_one_that_is_named(
    about: str | None, today: str, found: Any
) -> None:
    assert wished("occasion", about, day(today), dates=DATES, birthday="1984-11-25") == found


def test_a_birthday_of_29_february_is_wished_for_on_the_28th() -> None:
    found = wished("birthday", None, day("2027-02-20"), birthday="1988-02-29")
    assert found == ("birthday", "2027-02-28", 8, 39)
    assert wished("birthday", None, day("2028-02-20"), birthday="1988-02-29")[1] == "2028-02-29"


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.dates(date(1940, 1, 1), date(1999, 1, 1)))
def test_a_day_to_wish_for_is_never_long_past_and_never_a_year_off(today: date, born: date) -> None:
    found = wished_for("birthday", somebody(birthday=born.isoformat()), None, today)
    assert found is not None
    assert -BELATED <= found.in_days <= 366
    assert found.in_days == (found.on - today).days


def test_the_day_stands_in_the_note_with_its_line() -> None:
    lines = {"dates": 8, "dates: --12-08 name day": 10}
    known = dossier(dates=["2015-06-20 wedding anniversary", "--12-08 name day"])
    found = draft_facts("occasion", known, somebody(dates=DATES), DEFAULTS, TODAY, lines)
    fact = found.fact("occasion")
    assert fact is not None
    assert (fact.text, fact.line, fact.on) == ("name day", 10, day("2026-12-08"))


def message(kind: str, sent: str, body: str) -> tuple[str, Message]:
    return f"Drafts/{sent}.md", Message(
        "Ada", "email", "Hi", "sent", kind, None, day(sent), (), body
    )


BIRTHDAY = Upcoming("birthday", day("2026-11-27"), 4, None)


def before(*sent: tuple[str, Message], kind: str = "birthday", **said: Any) -> Any:
    found = wrote_before(kind, sent, dossier(**said), BIRTHDAY, TODAY)
    return (found.on.isoformat(), found.text, found.number) if found else None


def test_the_last_message_of_the_kind_is_the_one_before() -> None:
    years = [
        message("birthday", "2024-11-27", "All the best"),
        message("birthday", "2025-11-27", "Many happy returns"),
        message("check-in", "2026-05-01", "How are you?"),
    ]
    assert before(*years) == ("2025-11-27", "Many happy returns", 2)
    assert before(*years, kind="check-in") == ("2026-05-01", "How are you?", 1)
    assert before(*years, kind="thanks") is None
    assert before() is None


@pytest.mark.parametrize(
    ("on", "text", "found"),
    [
        ("2025-11-27", "message: tanti auguri", True),
        ("2025-12-05", "happy birthday, late", True),
        ("2025-12-20", "happy birthday, very late", False),
        ("2025-11-27", "the roof", False),
        ("2026-11-20", "auguri, too early", False),
    ],
)
def test_wishes_in_the_log_around_the_day_count_too(on: str, text: str, found: bool) -> None:
    assert (before(told=[told(on, text)]) is not None) is found
    assert before(kind="check-in", told=[told(on, text)]) is None


def test_a_draft_and_its_line_in_the_log_are_one_message() -> None:
    sent = message("birthday", "2025-11-27", "Many happy returns")
    assert before(sent, told=[told("2025-11-27", "email: Happy birthday!")]) == (
        "2025-11-27", "Many happy returns", 1,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "earlier", "is_repeated"),
    [
        ("Hi Ada,\n\nMay the year be kind to you.\n", "may the year  be kind to you.", True),
        ("May the year be kind to you. Bye!", "Hello. May the year be kind to you.", True),
        ("May the year be kind to you!", "I hope the day is good.", False),
        ("Talk soon,\nNora", "Talk soon,\nNora", False),
        ("", "", False),
    ],
)
def test_a_sentence_that_comes_again_is_seen(text: str, earlier: str, is_repeated: bool) -> None:
    assert repeats(text, earlier) is is_repeated


@given(st.text(max_size=80), st.text(max_size=80))
def test_repeating_is_mutual(one: str, other: str) -> None:
    assert repeats(one, other) == repeats(other, one)


def test_what_was_written_before_says_where() -> None:
    found = wrote_before(
        "thanks", [message("thanks", "2026-01-01", "Thanks")], dossier(), None, TODAY
    )
    assert found == Before(day("2026-01-01"), "Thanks", "Drafts/2026-01-01.md", 1, 1)


def test_somebody_without_days_is_wished_for_nothing() -> None:
    assert wished("occasion") is None
    assert wished("birthday") is None
    assert isinstance(somebody(), Standing)
