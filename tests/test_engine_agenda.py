from datetime import timedelta
from typing import Any

import pytest

from tests.engine_people import TODAY, WEEK, day, gift, loop, somebody
from vault_tool.config import DEFAULTS
from vault_tool.engine.agenda import Agenda, follow_ups, today
from vault_tool.engine.occasions import months_of_round
from vault_tool.model import Standing

TOMORROW = day("2026-11-24")


def names(agenda: Agenda) -> list[str]:
    return [item.name for item in agenda.items]


def ranked(*people: Standing) -> list[str]:
    return [item.name for item in follow_ups(people, DEFAULTS, TODAY)]


def late(name: str, weeks: int = 2, **said: Any) -> Standing:
    """Return somebody with a weekly rhythm whose last talk was so many weeks ago."""
    on = TODAY.fromordinal(TODAY.toordinal() - 7 * weeks)
    return somebody(name, talks=[on.isoformat()], frequency=WEEK, **said)


def test_the_later_against_their_own_rhythm_the_more_urgent() -> None:
    yearly = somebody("Yearly", talks=["2025-10-01"], weight=1)
    assert ranked(yearly, late("Weekly", 3)) == ["Weekly", "Yearly"]


def test_weights_favour_and_do_not_exclude() -> None:
    assert ranked(late("Light", weight=1), late("Heavy", weight=5)) == ["Heavy", "Light"]


def test_equal_urgency_goes_by_days_over_then_by_name_whatever_the_case() -> None:
    assert ranked(late("beta", 9), late("Alpha", 9), late("Gamma", 12)) == [
        "Gamma",
        "Alpha",
        "beta",
    ]


@pytest.mark.parametrize(
    "said",
    [{"birthday": "--11-23"}, {"loops": [loop("promise", "plans", "2026-11-23")]}],
)
def test_first_stays_first_with_the_oddest_coefficients(said: dict[str, Any]) -> None:
    odd = {**dict.fromkeys(DEFAULTS.urgency, 0.0), "rhythm": 1e9}
    settings = DEFAULTS._replace(urgency=odd)
    people = [late("Late", 50), somebody("First", **said)]
    assert [item.name for item in follow_ups(people, settings, TODAY)] == ["First", "Late"]


@pytest.mark.parametrize(
    "said",
    [
        {"status": "paused"},
        {"status": "archived"},
        {"status": "deceased"},
        {"inbox": True},
        {"me": True},
        {"snooze_until": "2026-11-24"},
    ],
)
def test_who_is_hidden_has_no_follow_up_whatever_the_reason(said: dict[str, Any]) -> None:
    person = late(
        "Hidden", 20, birthday="--11-23", loops=[loop("promise", "a", "2026-01-01")], **said
    )
    assert ranked(person) == []
    assert names(today([person], DEFAULTS, TODAY)) == []


def test_an_item_carries_what_its_line_needs() -> None:
    (item,) = follow_ups([late("Ada", 3, loops=[loop("cue", "her garden")])], DEFAULTS, TODAY)
    assert (item.last_contact, item.due, item.days_over, item.frequency_days) == (
        day("2026-11-02"),
        day("2026-11-09"),
        14,
        7,
    )
    assert [detail.text for detail in item.along] == ["her garden"]


def test_today_shows_no_more_than_its_places() -> None:
    people = [late(f"P{number}", 2) for number in range(9)]
    agenda = today(people, DEFAULTS, TODAY)
    assert len(agenda.items) == 5
    assert agenda.more == 4


def test_the_last_place_is_for_one_of_those_unseen_the_longest() -> None:
    people = [late(f"P{number}") for number in range(9)]
    unseen = somebody("Unseen", talks=["2026-03-01"], weight=1)
    agenda = today([*people, unseen], DEFAULTS, TODAY)
    assert names(agenda)[-1] == "Unseen"
    (reason,) = agenda.items[-1].reasons
    assert (reason.kind, reason.on, reason.days) == ("seat", day("2026-03-01"), 267)
    assert reason.since == day("2026-04-01")


def test_the_seat_covers_those_without_a_rhythm() -> None:
    unseen = somebody("Unseen", talks=["2020-01-01"], never=True)
    assert names(today([unseen], DEFAULTS, TODAY)) == ["Unseen"]


def test_who_has_reasons_of_their_own_keeps_them_in_the_seat() -> None:
    people = [late(f"P{number}", 4) for number in range(9)]
    unseen = somebody("Unseen", talks=["2025-11-20"], weight=1)
    agenda = today([*people, unseen], DEFAULTS, TODAY)
    assert [reason.kind for reason in agenda.items[-1].reasons] == ["rhythm", "seat"]


def test_the_seat_goes_round_by_date_among_the_longest_unseen() -> None:
    people = [somebody(f"P{number}", talks=[f"2026-09-{number + 10}"]) for number in range(12)]
    settings = DEFAULTS._replace(per_day=2, seat_pool=3)
    seated = [
        names(today(people, settings, TODAY.fromordinal(TODAY.toordinal() + n)))[-1]
        for n in range(4)
    ]
    assert sorted(seated[:3]) == ["P0", "P1", "P2"]
    assert seated[3] == seated[0]


@pytest.mark.parametrize(
    "said",
    [
        {"talks": ["2026-10-24"]},
        {"talks": ["2026-01-01"], "next_contact": "2027-01-01"},
        {"talks": ["2026-01-01"], "attempts": ["2026-11-20"], "weight": 1},
        {"talks": ["2026-01-01"], "inbox": True},
        {},
    ],
)
def test_the_seat_is_not_for_the_seen_the_planned_the_awaited_or_the_undated(
    said: dict[str, Any],
) -> None:
    assert today([somebody(never=True, **said)], DEFAULTS, TODAY).items == ()


def test_without_anybody_unseen_the_seat_goes_to_the_next_in_rank() -> None:
    people = [late(f"P{number}") for number in range(7)]
    assert names(today(people, DEFAULTS, TODAY)) == ["P0", "P1", "P2", "P3", "P4"]


def test_with_one_place_a_day_the_seat_has_it_every_other_day() -> None:
    people = [late("Late", 3), somebody("Unseen", talks=["2026-03-01"], weight=1)]
    one = DEFAULTS._replace(per_day=1)
    assert sorted(names(today(people, one, TODAY)) + names(today(people, one, TOMORROW))) == [
        "Late",
        "Unseen",
    ]


def test_with_one_place_and_nobody_unseen_the_most_urgent_has_it_every_day() -> None:
    one = DEFAULTS._replace(per_day=1)
    for on in (TODAY, TOMORROW):
        assert names(today([late("Late", 3), late("Less")], one, on)) == ["Late"]


def test_nobody_is_listed_twice() -> None:
    agenda = today([late("Ada", 30)], DEFAULTS, TODAY)
    assert names(agenda) == ["Ada"]
    assert agenda.more == 0


def test_those_of_whom_no_day_is_known_come_one_at_a_time() -> None:
    people = [somebody(name) for name in ("Zoe", "Ada", "Tom")]
    days = [TODAY.fromordinal(TODAY.toordinal() + n) for n in range(3)]
    agendas = [today(people, DEFAULTS, on) for on in days]
    assert [agenda.items for agenda in agendas] == [(), (), ()]
    assert [agenda.no_talk_count for agenda in agendas] == [3, 3, 3]
    assert sorted(agenda.no_talk_yet[0].name for agenda in agendas) == ["Ada", "Tom", "Zoe"]


@pytest.mark.parametrize("said", [{"birthday": "--11-23"}, {"next_contact": "2026-11-20"}])
def test_somebody_without_a_day_but_with_a_reason_is_listed_with_the_others(
    said: dict[str, Any],
) -> None:
    agenda = today([somebody(**said)], DEFAULTS, TODAY)
    assert (len(agenda.items), agenda.no_talk_count) == (1, 0)


def test_somebody_without_a_day_whose_day_was_chosen_waits_for_it() -> None:
    agenda = today([somebody(next_contact="2027-01-01")], DEFAULTS, TODAY)
    assert (agenda.items, agenda.no_talk_count) == ((), 0)


def test_an_empty_vault_has_an_empty_agenda() -> None:
    assert today([], DEFAULTS, TODAY) == Agenda((), (), 0, 0)


def test_no_places_show_nobody() -> None:
    assert today([late("Ada")], DEFAULTS._replace(per_day=0), TODAY).items == ()


def test_thanks_and_the_newly_met_are_follow_ups_before_their_rhythm_is_due() -> None:
    new = somebody("New", met="2026-11-01")
    kind = somebody("Kind", talks=["2026-11-10"], gifts=[gift("got", "time", "2026-11-10")])
    found = follow_ups([new, kind], DEFAULTS, TODAY)
    assert [(item.name, [each.kind for each in item.reasons]) for item in found] == [
        ("New", ["new"]),
        ("Kind", ["thanks"]),
    ]


def test_who_met_a_year_ago_is_found_among_those_at_rest() -> None:
    """Of most people the rhythm alone is asked; a year since one met must not be overlooked."""
    at_rest = somebody("Old", met="2001-01-01", talks=["2026-11-10"], weight=1)
    a_year = somebody("Year", met="2025-11-19", talks=["2026-11-10"], weight=1)
    items = follow_ups([at_rest, a_year], DEFAULTS, TODAY)
    assert [(each.name, [one.turns for one in each.reasons]) for each in items] == [("Year", [1])]


@pytest.mark.parametrize("days", [1, 7, 31, 400])
def test_the_months_looked_at_hold_every_round_anniversary(days: int) -> None:
    for past in range(days):
        on = TODAY - timedelta(past)
        for years in (1, 5, 10, 50):
            assert (on.year - years) * 12 + on.month in months_of_round(TODAY, days)
