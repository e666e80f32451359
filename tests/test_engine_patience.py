"""Patience: how long an attempt keeps the list quiet, and what comes after several of them."""

from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine_people import TODAY, WEEK, day, dossier, gift, loop, somebody, told
from vault_tool.config import DEFAULTS, Settings
from vault_tool.dates import Duration
from vault_tool.engine.agenda import follow_ups, item_of, today
from vault_tool.engine.patience import other_ways
from vault_tool.engine.reasons import reasons
from vault_tool.engine.rhythm import Waiting, hidden, next_due, waiting_of
from vault_tool.model import Standing

MONTH = Duration(days=28)


# The pause


@pytest.mark.parametrize(
    ("attempts", "expected"),
    [
        ([], None),
        (["2026-11-20"], ("2026-11-20", 1, "2026-12-04")),
        (["2026-10-20", "2026-11-20"], ("2026-10-20", 2, "2026-12-18")),
        (["2026-09-20", "2026-10-20", "2026-11-20"], ("2026-09-20", 3, "2026-12-18")),
        (["2026-08-20", "2026-10-20", "2026-11-20"], ("2026-10-20", 2, "2026-12-18")),
        (["2026-10-20"], ("2026-10-20", 1, "2026-11-03")),  # over, and still no answer
        (["2026-10-20", "2026-11-24"], ("2026-10-20", 1, "2026-11-03")),  # one is a plan
        (["2026-09-01"], None),
    ],
)
def test_a_second_silence_in_a_row_doubles_the_pause_and_a_third_does_not(
    attempts: list[str], expected: tuple[str, int, str] | None
) -> None:
    found = waiting_of(
        somebody(talks=["2026-09-01"], attempts=attempts, frequency=MONTH), DEFAULTS, TODAY
    )
    wanted = expected and Waiting(day(expected[0]), expected[1], day(expected[2]))
    assert found == wanted


def test_without_any_talk_every_attempt_is_a_silence() -> None:
    found = waiting_of(somebody(attempts=["2020-01-01", "2026-11-20"]), DEFAULTS, TODAY)
    assert found == Waiting(day("2020-01-01"), 2, day("2027-02-20"))  # twice 46 days


@pytest.mark.parametrize(
    ("gap", "frequency", "until"),
    [
        (1, MONTH, "2026-11-24"),
        (5, MONTH, "2026-11-28"),
        (40, MONTH, "2026-12-21"),  # no longer than the rhythm
    ],
)
def test_a_pause_is_never_shorter_than_the_gap(gap: int, frequency: Duration, until: str) -> None:
    settings = DEFAULTS._replace(waiting=0.0, gap=gap)
    found = waiting_of(somebody(attempts=["2026-11-23"], frequency=frequency), settings, TODAY)
    assert found is not None
    assert found.until == day(until)


# The gap


def kinds(standing: Standing, settings: Settings) -> list[str]:
    due = next_due(standing, settings, TODAY)
    return [each.kind for each in reasons(standing, due, settings, TODAY)]


@pytest.mark.parametrize(
    ("said", "gap", "expected"),
    [
        ({"loops": [loop("cue", "the exam", "2026-11-22")]}, 1, ["cue"]),
        ({"loops": [loop("cue", "the exam", "2026-11-22")]}, 2, ["cue"]),
        ({"loops": [loop("cue", "the exam", "2026-11-22")]}, 3, []),
        ({"loops": [loop("promise", "the plans", "2026-11-22")]}, 3, ["promise"]),
        ({"birthday": "--11-24"}, 3, ["birthday"]),
        ({"next_contact": "2026-11-22"}, 3, ["rhythm"]),
        ({"frequency": Duration(days=2)}, 3, ["rhythm"]),
        ({"frequency": Duration(days=2), "loops": [loop("cue", "the exam", "2026-11-22")]}, 3,
         ["rhythm", "cue"]),
        ({"met": "2026-11-01", "talks": []}, 30, ["new"]),
    ],
)  # fmt: skip
def test_within_the_gap_only_what_has_a_day_of_its_own_is_asked_for(
    said: dict[str, Any], gap: int, expected: list[str]
) -> None:
    standing = somebody(**{"talks": ["2026-11-21"], **said})
    assert kinds(standing, DEFAULTS._replace(gap=gap)) == expected


def test_thanks_wait_for_the_end_of_the_gap() -> None:
    standing = somebody(
        talks=["2026-11-10"], gifts=[gift("got", "time", "2026-11-10")], frequency=MONTH
    )
    assert kinds(standing, DEFAULTS._replace(gap=13)) == ["thanks"]
    assert kinds(standing, DEFAULTS._replace(gap=14)) == []
    due = next_due(standing, DEFAULTS._replace(gap=14), TODAY)
    assert due.quiet_until == day("2026-11-24")


def test_the_seat_is_for_nobody_within_the_gap() -> None:
    seen = somebody(talks=["2026-10-01"], never=True)
    assert today([seen], DEFAULTS, TODAY).items
    assert not today([seen], DEFAULTS._replace(gap=54), TODAY).items
    assert today([seen], DEFAULTS._replace(gap=53), TODAY).items


# Another way

PHONE, MAIL = "+39 051 555 0140", "ada@example.org"
WAITING = Waiting(day("2026-01-01"), 3, day("2026-12-01"))


@pytest.mark.parametrize(
    ("properties", "tried", "ways"),
    [
        ({}, ["message"], []),
        ({"phone": PHONE}, ["message"], [("call", PHONE)]),
        ({"phone": PHONE}, ["call"], [("message", PHONE)]),
        ({"phone": [PHONE, "+39 051 555 0199"]}, [None], [("call", PHONE), ("message", PHONE)]),
        ({"email": MAIL, "phone": " "}, ["email", "message"], []),
        ({"email": MAIL, "telegram": "@ada"}, ["call"], [("message", "@ada"), ("email", MAIL)]),
        ({"linkedin": "ada-neri"}, ["letter"], [("social", "ada-neri")]),
    ],
)
def test_other_ways_are_those_of_the_note_that_were_not_tried(
    properties: dict[str, Any], tried: Sequence[Any], ways: list[tuple[str, str]]
) -> None:
    attempts = [
        told(f"2026-0{number}-02", "hello", channel=channel, waiting=True)
        for number, channel in enumerate(tried, 2)
    ]
    talk = told("2026-05-05", "not an attempt", channel="video")
    before = told("2025-12-31", "an older row", channel="social", waiting=True)
    found = other_ways(dossier(told=[*attempts, talk, before], **properties), WAITING)
    assert found is not None
    assert [tuple(each) for each in found.ways] == ways
    assert found.tried == tuple(each for each in reversed(tried) if each)


def test_another_way_is_no_matter_before_the_third_silence() -> None:
    assert other_ways(dossier(phone=PHONE), WAITING._replace(tries=2)) is None
    assert other_ways(dossier(phone=PHONE), None) is None


# What always holds

DAYS = st.lists(st.integers(0, 400), max_size=6).map(
    lambda ago: [(TODAY - timedelta(each)).isoformat() for each in ago]
)
FREQUENCIES = st.none() | st.builds(Duration, st.just(0), st.integers(1, 200))
SHARES = st.sampled_from([0.0, 0.1, 0.5, 1.0, 3.0])
GAPS = st.sampled_from([1, 3, 30])


@given(DAYS, DAYS, FREQUENCIES, SHARES, GAPS)
def test_a_pause_is_bounded_and_whoever_waits_comes_up_on_the_day_it_ends(
    talks: list[str], attempts: list[str], frequency: Duration | None, share: float, gap: int
) -> None:
    settings = DEFAULTS._replace(waiting=share, gap=gap)
    standing = somebody(talks=talks, attempts=attempts, frequency=frequency)
    cause = hidden(standing, settings, TODAY)
    if cause is None:
        return
    rhythm = (frequency or DEFAULTS.rhythms[3]).in_days()
    assert cause.kind == "waiting"
    assert cause.until is not None
    assert (cause.until - TODAY).days <= max(2 * ceil(rhythm * share), gap)
    assert all(
        hidden(standing, settings, TODAY + timedelta(each)) == cause
        for each in range((cause.until - TODAY).days)
    )
    assert hidden(standing, settings, cause.until) is None
    item = item_of(standing, settings, cause.until)
    assert item.waiting == waiting_of(standing, settings, TODAY)
    listed = [each.path for each in follow_ups([standing], settings, cause.until)]
    is_due = next_due(standing, settings, cause.until).is_due
    assert listed == ([standing.path] if is_due else [])


@given(DAYS, DAYS, FREQUENCIES, SHARES)
def test_a_contact_ends_every_waiting(
    talks: list[str], attempts: list[str], frequency: Duration | None, share: float
) -> None:
    settings = DEFAULTS._replace(waiting=share)
    answered = somebody(talks=[*talks, TODAY.isoformat()], attempts=attempts, frequency=frequency)
    assert waiting_of(answered, settings, TODAY) is None
    assert hidden(answered, settings, TODAY) is None


@given(DAYS, FREQUENCIES, GAPS, st.integers(0, 60))
def test_no_gap_moves_the_day_of_a_rhythm(
    talks: list[str], frequency: Duration | None, gap: int, later: int
) -> None:
    standing = somebody(talks=talks, frequency=frequency)
    on: date = TODAY + timedelta(later)
    for settings in (DEFAULTS, DEFAULTS._replace(gap=gap)):
        due = next_due(standing, settings, on)
        by_rhythm = [each for each in reasons(standing, due, settings, on) if each.kind == "rhythm"]
        assert bool(by_rhythm) == due.is_due


def test_whoever_had_no_answer_is_shown_with_it_and_promises_show_through() -> None:
    waiting = somebody(
        talks=["2026-09-01"], attempts=["2026-11-20"], frequency=WEEK,
        loops=[loop("promise", "the plans", "2026-11-22")],
    )  # fmt: skip
    [item] = follow_ups([waiting], DEFAULTS, TODAY)
    assert [each.kind for each in item.reasons] == ["promise"]
    assert item.waiting == Waiting(day("2026-11-20"), 1, day("2026-11-24"))
