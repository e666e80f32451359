from typing import Any

import pytest

from tests.engine_people import TODAY, WEEK, day, gift, loop, somebody
from vault_tool.config import DEFAULTS
from vault_tool.engine.reasons import Reason, details, is_first, reasons
from vault_tool.engine.rhythm import next_due
from vault_tool.model import Standing


def found(standing: Standing) -> tuple[Reason, ...]:
    return reasons(standing, next_due(standing, DEFAULTS, TODAY), DEFAULTS, TODAY)


def kinds(**said: Any) -> list[str]:
    return [reason.kind for reason in found(somebody(**said))]


def test_somebody_due_today_has_a_rhythm_reason_since_today() -> None:
    (reason,) = found(somebody(talks=["2026-11-16"], frequency=WEEK))
    assert reason == Reason("rhythm", TODAY, day("2026-11-16"), 7, base="talk", frequency=WEEK)


def test_the_day_before_nobody_is_due() -> None:
    assert kinds(talks=["2026-11-17"], frequency=WEEK) == []


def test_a_chosen_day_is_a_rhythm_reason_without_anything_to_count_from() -> None:
    (reason,) = found(somebody(next_contact="2026-11-20", never=True))
    assert (reason.kind, reason.chosen, reason.since) == ("rhythm", True, day("2026-11-20"))
    assert (reason.on, reason.days) == (None, None)


def test_reasons_stand_in_one_order() -> None:
    standing = somebody(
        talks=["2026-10-20"],
        frequency=WEEK,
        birthday="--11-24",
        dates=[("--11-25", "name day")],
        met="2026-10-20",
        loops=[loop("cue", "the hearing", "2026-11-12"), loop("promise", "plans", "2026-11-23")],
        gifts=[gift("got", "time", "2026-10-20")],
    )
    assert [reason.kind for reason in found(standing)] == [
        "rhythm",
        "birthday",
        "occasion",
        "promise",
        "cue",
        "new",
        "thanks",
    ]


@pytest.mark.parametrize(
    ("due", "expected"), [("2026-11-22", ["cue"]), ("2026-11-23", []), (None, [])]
)
def test_a_cue_is_silent_through_its_date_and_ripe_the_day_after(
    due: str | None, expected: list[str]
) -> None:
    assert kinds(loops=[loop("cue", "the hearing", due)]) == expected


@pytest.mark.parametrize(
    ("due", "expected"), [("2026-11-23", ["promise"]), ("2026-11-24", []), (None, [])]
)
def test_a_promise_is_a_reason_from_its_date_and_never_without_one(
    due: str | None, expected: list[str]
) -> None:
    assert kinds(loops=[loop("promise", "send the plans", due)]) == expected


@pytest.mark.parametrize("kind", ["owed", "intention"])
def test_what_they_owe_and_what_i_intend_never_nag(kind: Any) -> None:
    assert kinds(loops=[loop(kind, "the book", "2026-01-01")]) == []


def test_each_cue_and_promise_is_a_reason_of_its_own_the_earliest_first() -> None:
    later, earlier = loop("cue", "the exam", "2026-11-20"), loop("cue", "the move", "2026-11-02")
    reasons_found = found(somebody(loops=[later, earlier]))
    assert [(each.text, each.days) for each in reasons_found] == [("the move", 21), ("the exam", 3)]


def test_undated_cues_and_promises_ride_along() -> None:
    standing = somebody(
        loops=[loop("cue", "her garden"), loop("promise", "the jam"), loop("owed", "a book")]
    )
    assert [(each.kind, each.text) for each in details(standing, TODAY)] == [
        ("cue", "her garden"),
        ("promise", "the jam"),
    ]


def test_the_latest_introduction_they_made_rides_along() -> None:
    standing = somebody(
        gifts=[
            gift("got", "contact", "2026-01-02", "introduced me to [[Marco]]"),
            gift("got", "contact", "2025-01-02", "introduced me to [[Ada]]"),
            gift("got", "contact", "2027-01-02", "will introduce me to [[Zoe]]"),
        ]
    )
    (detail,) = details(standing, TODAY)
    assert (detail.text, detail.on) == ("introduced me to [[Marco]]", day("2026-01-02"))


def test_the_last_thing_they_told_rides_along_where_nothing_else_does() -> None:
    told = [
        gift("got", "info", "2026-01-02", "she starts at the Comune"),
        gift("got", "info", "2025-01-02", "she looks for work"),
    ]
    (detail,) = details(somebody(gifts=told), TODAY)
    assert (detail.kind, detail.text) == ("told", "she starts at the Comune")
    (cue,) = details(somebody(gifts=told, loops=[loop("cue", "her garden")]), TODAY)
    assert cue.kind == "cue"


@pytest.mark.parametrize(
    ("met", "expected"),
    [
        ("2026-11-10", []),
        ("2026-11-09", ["new"]),
        ("2026-08-25", ["new"]),
        ("2026-08-24", []),
        ("2026-10", ["new"]),
        ("2026", []),
        ("--11-09", []),
    ],
)
def test_someone_met_lately_is_new_from_two_weeks_to_three_months(
    met: str, expected: list[str]
) -> None:
    assert kinds(met=met, weight=1) == expected


@pytest.mark.parametrize(
    ("met", "years"),
    [
        ("2025-11-24", None),  # tomorrow
        ("2025-11-23", 1),
        ("2025-11-17", 1),
        ("2025-11-16", None),
        ("2024-11-23", None),
        ("2021-11-20", 5),
        ("2011-11-23", 15),
        ("2025-11", None),
        ("--11-23", None),
        ("2026-11-23", None),
    ],
)
def test_that_one_met_a_round_number_of_years_ago_is_a_reason_for_a_week(
    met: str, years: int | None
) -> None:
    anniversaries = tuple(one for one in found(somebody(met=met)) if one.kind == "occasion")
    assert [one.turns for one in anniversaries] == ([years] if years else [])
    assert not is_first(anniversaries)


def test_a_talk_since_the_anniversary_ends_it_and_one_before_does_not() -> None:
    assert kinds(met="2025-11-20", talks=["2026-11-19"], weight=1) == ["occasion"]
    assert kinds(met="2025-11-20", talks=["2026-11-20"], weight=1) == []


def test_who_met_on_a_leap_day_is_spoken_of_on_the_last_of_february() -> None:
    standing, today = somebody(met="2024-02-29", never=True), day("2025-02-28")
    (one,) = reasons(standing, next_due(standing, DEFAULTS, today), DEFAULTS, today)
    assert (one.on, one.turns) == (today, 1)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"met": "2026-10-10", "talks": ["2026-10-10"]}, ["new"]),
        ({"met": "2026-10-10", "talks": ["2026-10-12"]}, []),
        ({"met": "2026-10-10", "declared": "2026-10-12"}, []),
        ({"met": "2026-10-10", "talks": ["2026-12-12"]}, ["new"]),
        ({"met": "2026-10", "talks": ["2026-10-12"]}, ["new"]),
        ({"met": "2026-10", "talks": ["2026-10-12", "2026-10-20"]}, []),
    ],
)
def test_the_meeting_is_the_first_talk_and_a_second_ends_being_new(
    said: dict[str, Any], expected: list[str]
) -> None:
    assert kinds(weight=1, **said) == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-11-17", []),
        ("2026-11-16", ["thanks"]),
        ("2026-09-24", ["thanks"]),
        ("2026-09-23", []),
        ("2026-12-01", []),
    ],
)
def test_thanks_are_owed_from_a_week_to_two_months_after(on: str, expected: list[str]) -> None:
    assert kinds(never=True, gifts=[gift("got", "skill", on)]) == expected


@pytest.mark.parametrize(
    "since",
    [
        {"talks": ["2026-11-02"]},
        {"declared": "2026-11-02"},
        {"gifts": [gift("got", "time", "2026-11-01"), gift("gave", "info", "2026-11-02")]},
    ],
)
def test_a_talk_or_a_gift_back_on_a_later_day_settles_the_thanks(since: dict[str, Any]) -> None:
    assert kinds(**{"gifts": [gift("got", "time", "2026-11-01")], "never": True, **since}) == []


def test_a_gift_back_on_the_same_day_does_not() -> None:
    both = [gift("gave", "info", "2026-11-01"), gift("got", "time", "2026-11-01")]
    assert kinds(never=True, talks=["2026-11-01"], gifts=both) == ["thanks"]


def test_being_told_something_is_listening_and_owes_no_thanks() -> None:
    assert kinds(never=True, gifts=[gift("got", "info", "2026-11-01")]) == []


ALL_AT_ONCE: dict[str, Any] = {
    "met": "2026-10-20",
    "frequency": WEEK,
    "birthday": "--11-25",
    "loops": [loop("cue", "the hearing", "2026-11-12"), loop("promise", "plans", "2026-11-20")],
    "gifts": [gift("got", "time", "2026-10-20")],
}


def test_after_a_talk_today_only_promises_and_coming_occasions_remain() -> None:
    assert kinds(**ALL_AT_ONCE, talks=["2026-11-23"]) == ["birthday", "promise"]


def test_after_a_talk_today_an_occasion_of_today_is_served() -> None:
    assert kinds(birthday="--11-23", talks=["2026-11-23"]) == []


def test_during_the_pause_of_an_attempt_occasions_and_promises_show() -> None:
    assert kinds(**ALL_AT_ONCE, attempts=["2026-11-22"]) == ["birthday", "promise"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"birthday": "--11-23"}, True),
        ({"dates": [("--11-23", "name day")]}, True),
        ({"birthday": "--11-24"}, False),
        ({"loops": [loop("promise", "plans", "2026-11-23")]}, True),
        ({"loops": [loop("cue", "the hearing", "2026-11-12")]}, False),
    ],
)
def test_an_occasion_of_today_and_a_promise_due_go_first(
    said: dict[str, Any], expected: bool
) -> None:
    assert is_first(found(somebody(**said))) is expected


def test_an_occasion_is_a_reason_since_its_lead_began() -> None:
    (reason,) = found(somebody(birthday="1984-11-25", weight=3))
    assert (reason.since, reason.on, reason.days, reason.turns) == (
        day("2026-11-11"),
        day("2026-11-25"),
        2,
        42,
    )
