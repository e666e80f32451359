from datetime import date
from typing import Any

import pytest

from tests.engine_people import TODAY, WEEK, day, somebody
from vault_tool.config import DEFAULTS
from vault_tool.dates import Duration
from vault_tool.engine.rhythm import Due, after_talk, hidden, next_due


def due(**said: Any) -> Due:
    return next_due(somebody(**said), DEFAULTS, TODAY)


def test_the_last_contact_is_the_latest_talk_up_to_today() -> None:
    found = due(talks=["2026-09-02", "2026-10-30", "2026-12-24"])
    assert found.since == day("2026-10-30")
    assert found.since_kind == "talk"


def test_a_later_last_contact_property_wins_over_the_talks() -> None:
    found = due(talks=["2026-09-02"], declared="2026-10-01")
    assert (found.since, found.since_kind) == (day("2026-10-01"), "declared")


def test_of_a_talk_and_a_property_of_one_day_the_talk_is_shown() -> None:
    found = due(talks=["2026-10-01"], declared="2026-10-01")
    assert found.last is not None
    assert (found.last.line, found.since_kind) == (40, "talk")


def test_a_last_contact_in_the_future_is_a_plan_and_moves_nothing() -> None:
    assert due(talks=["2026-10-01"], declared="2026-12-01").since == day("2026-10-01")


@pytest.mark.parametrize(
    ("weight", "expected"),
    [
        (5, "2026-08-28"),
        (4, "2026-09-14"),
        (3, "2026-11-14"),
        (2, "2027-02-14"),
        (1, "2027-08-14"),
    ],
)
def test_the_rhythm_follows_the_weight(weight: int, expected: str) -> None:
    assert due(talks=["2026-08-14"], weight=weight).due == day(expected)


def test_the_notes_own_frequency_goes_before_the_weight() -> None:
    found = due(talks=["2026-11-13"], weight=1, frequency=WEEK)
    assert (found.due, found.days_over, found.is_own) == (day("2026-11-20"), 3, True)


def test_somebody_due_later_is_early_by_so_many_days() -> None:
    found = due(talks=["2026-11-20"], frequency=WEEK)
    assert (found.days_over, found.is_due) == (-4, False)


def test_a_month_after_the_31st_is_the_end_of_the_shorter_month() -> None:
    found = due(talks=["2026-10-31"], frequency=Duration(months=1))
    assert found.due == day("2026-11-30")


def test_never_means_no_rhythm() -> None:
    found = due(talks=["2020-01-01"], never=True)
    assert (found.due, found.days_over, found.frequency_days) == (None, None, None)


@pytest.mark.parametrize(
    ("said", "since", "kind"),
    [
        ({"met": "2026-05-02", "first_fact": "2026-01-01"}, "2026-05-02", "met"),
        ({"met": "2026-05"}, "2026-05-01", "met"),
        ({"met": "2019"}, "2019-01-01", "met"),
        ({"met": "--05-02", "first_fact": "2026-01-01"}, "2026-01-01", "first_fact"),
        ({"met": "2027-01-01", "first_fact": "2026-01-01"}, "2026-01-01", "first_fact"),
        ({"first_fact": "2026-01-01"}, "2026-01-01", "first_fact"),
    ],
)
def test_without_a_talk_the_meeting_counts_then_the_first_dated_fact(
    said: dict[str, str], since: str, kind: str
) -> None:
    found = due(**said)
    assert (found.since, found.since_kind, found.last) == (day(since), kind, None)


def test_without_any_day_nobody_is_due() -> None:
    found = due()
    assert (found.due, found.days_over, found.since) == (None, None, None)


@pytest.mark.parametrize("never", [False, True])
def test_next_contact_replaces_the_rhythm_even_of_never(never: bool) -> None:
    found = due(talks=["2026-01-01"], next_contact="2026-11-21", never=never)
    assert (found.due, found.days_over, found.is_chosen) == (day("2026-11-21"), 2, True)


def test_next_contact_holds_before_any_talk() -> None:
    assert due(next_contact="2026-12-01").due == day("2026-12-01")


@pytest.mark.parametrize("talk", ["2026-11-21", "2026-11-22"])
def test_a_talk_on_or_after_next_contact_brings_the_rhythm_back(talk: str) -> None:
    found = due(talks=[talk], next_contact="2026-11-21", frequency=WEEK)
    assert found.due == WEEK.after(day(talk))
    assert not found.is_chosen


@pytest.mark.parametrize("status", ["paused", "archived", "deceased"])
def test_who_is_not_active_is_hidden(status: str) -> None:
    found = hidden(somebody(status=status), DEFAULTS, TODAY)
    assert found is not None
    assert found == (status, None)


def test_the_users_own_note_and_the_unlooked_at_are_hidden() -> None:
    assert hidden(somebody(me=True), DEFAULTS, TODAY) == ("me", None)
    assert hidden(somebody(inbox=True), DEFAULTS, TODAY) == ("inbox", None)


def test_the_snoozed_are_shown_again_on_the_day_named() -> None:
    snoozed = somebody(snooze_until="2026-11-24")
    assert hidden(snoozed, DEFAULTS, TODAY) == ("snooze", day("2026-11-24"))
    assert hidden(snoozed, DEFAULTS, day("2026-11-24")) is None


WAITING: dict[str, Any] = {"talks": ["2026-09-01"], "attempts": ["2026-11-20"], "frequency": WEEK}


def test_an_unanswered_attempt_pauses_half_a_rhythm_rounded_up() -> None:
    waiting = somebody(**WAITING)
    assert hidden(waiting, DEFAULTS, TODAY) == ("waiting", day("2026-11-24"))
    assert hidden(waiting, DEFAULTS, day("2026-11-24")) is None


@pytest.mark.parametrize("answer", ["2026-11-20", "2026-11-22"])
def test_a_talk_on_the_attempts_day_or_later_ends_the_pause(answer: str) -> None:
    assert hidden(somebody(**{**WAITING, "talks": [answer]}), DEFAULTS, TODAY) is None


def test_a_last_contact_after_the_attempt_ends_the_pause() -> None:
    assert hidden(somebody(**WAITING, declared="2026-11-21"), DEFAULTS, TODAY) is None


def test_without_a_rhythm_a_pause_is_taken_of_thirty_days() -> None:
    waiting = somebody(attempts=["2026-11-20"], never=True)
    assert hidden(waiting, DEFAULTS, TODAY) == ("waiting", day("2026-12-05"))


def test_an_attempt_planned_for_later_pauses_nothing() -> None:
    assert hidden(somebody(attempts=["2026-11-24"], frequency=WEEK), DEFAULTS, TODAY) is None


def test_the_pause_lasts_as_the_config_says() -> None:
    settings = DEFAULTS._replace(waiting=2.0)
    assert hidden(somebody(**WAITING), settings, TODAY) == ("waiting", date(2026, 12, 4))


@pytest.mark.parametrize(
    ("talked", "said", "due"),
    [
        ("2026-11-22", {}, "2026-12-06"),
        ("2026-10-01", {"talks": ["2026-11-20"]}, "2026-12-04"),
        ("2026-11-22", {"talks": ["2026-11-20", "2027-01-01"]}, "2026-12-06"),
        ("2026-11-22", {"next_contact": "2026-11-20"}, "2026-12-06"),
        ("2026-11-19", {"next_contact": "2026-11-20"}, "2026-11-20"),
        ("2026-11-22", {"declared": "2026-11-23"}, "2026-12-07"),
        ("2026-11-22", {"never": True}, None),
    ],
)
def test_after_a_talk_the_clock_never_moves_back(
    talked: str, said: dict[str, Any], due: str | None
) -> None:
    standing = somebody(frequency=None if "never" in said else Duration(days=14), **said)
    expected = day(due) if due else None
    assert after_talk(standing, day(talked), DEFAULTS, TODAY) == expected
