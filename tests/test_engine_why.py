from tests.engine_people import TODAY, WEEK, day, loop, somebody
from vault_tool.config import DEFAULTS
from vault_tool.engine.why import why

LATE = [
    somebody(f"P{number}", talks=["2026-11-02"], frequency=WEEK, weight=4) for number in range(7)
]


def test_the_place_counts_from_one_in_the_order_of_follow_ups() -> None:
    told = why(LATE[1], LATE, DEFAULTS, TODAY)
    assert (told.place, told.of, told.shown, told.seated) == (2, 7, True, False)


def test_who_is_not_among_the_first_is_not_shown() -> None:
    told = why(LATE[6], LATE, DEFAULTS, TODAY)
    assert (told.place, told.shown) == (7, False)


def test_the_seat_is_told_with_its_reason() -> None:
    unseen = somebody("Unseen", talks=["2026-03-01"], weight=1)
    told = why(unseen, [*LATE, unseen], DEFAULTS, TODAY)
    assert (told.place, told.shown, told.seated) == (None, True, True)
    assert [reason.kind for reason in told.reasons] == ["seat"]


def test_what_hides_somebody_is_told_with_what_would_hold_without_it() -> None:
    snoozed = somebody("Ada", talks=["2026-11-02"], frequency=WEEK, snooze_until="2026-12-01")
    told = why(snoozed, [snoozed], DEFAULTS, TODAY)
    assert told.due.hidden == ("snooze", day("2026-12-01"))
    assert [reason.kind for reason in told.reasons] == ["rhythm"]
    assert (told.place, told.total > 0) == (None, True)


def test_somebody_without_any_day_is_told_apart() -> None:
    nobody = somebody("Ada")
    assert why(nobody, [nobody], DEFAULTS, TODAY).untold
    promised = somebody("Ada", loops=[loop("promise", "plans", "2026-11-01")])
    assert not why(promised, [promised], DEFAULTS, TODAY).untold
