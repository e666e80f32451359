"""How many talks the rhythms ask for, how many there are, and which rhythms give way first."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine_people import TODAY, WEEK, day, somebody
from vault_tool.config import DEFAULTS
from vault_tool.dates import Duration, parse_duration
from vault_tool.engine.capacity import LADDER, Capacity, capacity, written
from vault_tool.model import Standing

YEAR = Duration(months=12)


def of(*people: Standing, fixed: tuple[str, ...] = ()) -> Capacity:
    return capacity(people, DEFAULTS, TODAY, fixed)


# What is asked for, and what is made


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ({"weight": 1}, 1 / 12),
        ({"weight": 4}, 1),
        ({"frequency": Duration(days=1)}, 30.4375),
        ({"never": True}, 0),
        ({"status": "paused"}, 0),
        ({"inbox": True}, 0),
        ({"me": True}, 0),
    ],
)
def test_the_rhythms_of_the_active_ask_for_talks(said: dict[str, Any], asked: float) -> None:
    assert of(somebody(**said)).asked == pytest.approx(asked, rel=0.02)


@pytest.mark.parametrize(
    ("said", "made", "since"),
    [
        # the day three months ago is not in the three months
        (["2026-08-23", "2026-08-24", "2026-11-23", "2026-11-24"], 2 / 3, "2026-08-23"),
        (["2020-01-01"], None, "2026-08-23"),
        ([], None, "2026-10-26"),
        (["2026-11-20"], 30.4375 / 28, "2026-10-26"),  # four weeks at least
        (["2026-10-15", "2026-11-01"], 2 * 30.4375 / 40, "2026-10-14"),  # the log is young
    ],
)
def test_a_talk_is_a_day_with_somebody_in_the_last_three_months(
    said: list[str], made: float | None, since: str
) -> None:
    found = of(somebody(talks=said, never=True))
    assert found.made == (made if made is None else pytest.approx(made))
    assert found.since == day(since)


def test_days_are_counted_for_each_person_and_a_last_contact_is_one_of_them() -> None:
    old = ["2025-01-01"]
    found = of(
        somebody("Ada", talks=[*old, "2026-11-02"], declared="2026-11-02", weight=1),
        somebody("Bea", talks=["2026-11-02"], declared="2026-11-09", weight=1),
        somebody("Gone", talks=["2026-11-03"], status="deceased"),
    )
    assert found.made == pytest.approx(4 / 3)
    assert found.is_enough


def test_without_a_talk_there_is_nothing_to_compare() -> None:
    found = of(somebody(weight=5))
    assert (found.made, found.stretches, found.is_enough) == (None, (), False)


# Who gives way


def stretched(*people: Standing, fixed: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(each.name, written(each.then)) for each in of(*people, fixed=fixed).stretches]


def talked(times: int) -> Standing:
    """Return somebody without a rhythm with whom there were so many talks in three months."""
    days = ["2020-01-01", *(f"2026-11-{number:02}" for number in range(1, times + 1))]
    return somebody("Zoe", talks=days, never=True)


def test_where_there_is_room_nobody_gives_way() -> None:
    assert stretched(talked(3), somebody(weight=4)) == []  # a talk a month either way


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        # they ask for 2.174 + 1 + 1/3 + 1/6 + 1/12 talks a month
        (12, []),
        (11, ["1 year", "6 months"]),
        (10, ["1 year", "6 months", "6 weeks"]),
        (9, ["1 year", "6 months", "3 months"]),
        (8, ["1 year", "6 months", "3 months", "3 weeks"]),
        (5, ["1 year", "6 months", "3 months", "1 month"]),
        (4, ["1 year", "1 year", "1 year", "1 month"]),
        (3, ["1 year", "1 year", "1 year", "2 months"]),
    ],
)
def test_the_least_close_give_way_first_up_to_the_next_weight_and_then_to_a_year(
    made: int, expected: list[str]
) -> None:
    people = [somebody(f"{number}", weight=number) for number in range(1, 6)]
    expected_of = list(zip("2345", expected, strict=False))
    assert stretched(talked(made), *people) == expected_of


def test_of_one_weight_the_shortest_rhythm_gives_way_first() -> None:
    people = [
        somebody("Often", frequency=WEEK),
        somebody("Seldom", frequency=Duration(months=6)),
        somebody("Odd", frequency=Duration(days=40)),
    ]
    # 4.35 + 1/6 + 0.76 talks a month
    assert stretched(talked(10), *people) == [("Often", "2 weeks")]
    assert stretched(talked(6), *people) == [("Often", "1 month")]
    assert stretched(talked(5), *people) == [("Often", "6 weeks")]
    assert stretched(talked(4), *people) == [("Odd", "2 months"), ("Often", "2 months")]


def test_never_is_left_alone_and_so_is_a_note_that_is_fixed() -> None:
    people = [somebody("Never", never=True), somebody("Ada", frequency=WEEK)]
    assert stretched(talked(1), *people) == [("Ada", "3 months")]
    assert stretched(talked(1), *people, fixed=("People/Ada.md",)) == []


def test_a_year_is_the_most() -> None:
    found = of(talked(1), *(somebody(f"{n}", weight=5) for n in range(9)))
    assert {each.then for each in found.stretches} == {YEAR}
    assert not found.is_enough
    assert found.asked_then == pytest.approx(9 / 12, rel=0.01)


@pytest.mark.parametrize("rung", LADDER)
def test_a_rung_is_written_as_it_is_read(rung: Duration) -> None:
    assert parse_duration(written(rung)) == rung


# What always holds

people = st.builds(
    lambda number, weight, frequency, talks: somebody(
        f"P{number}", weight=weight, frequency=frequency,
        talks=[day("2026-11-23").fromordinal(TODAY.toordinal() - ago).isoformat() for ago in talks],
    ),
    st.integers(0, 10**6),
    st.integers(1, 5),
    st.none() | st.builds(Duration, st.just(0), st.integers(1, 400)),
    st.lists(st.integers(0, 120), max_size=3),
)  # fmt: skip
crowds = st.lists(people, max_size=20, unique_by=lambda each: each.path)


def applied(crowd: list[Standing], found: Capacity) -> list[Standing]:
    then = {each.path: parse_duration(written(each.then)) for each in found.stretches}
    return [
        one._replace(person=one.person._replace(frequency=then[one.path]))
        if one.path in then
        else one
        for one in crowd
    ]


@given(crowds)
def test_once_applied_nothing_more_is_asked_to_give_way(crowd: list[Standing]) -> None:
    found = capacity(crowd, DEFAULTS, TODAY)
    again = capacity(applied(crowd, found), DEFAULTS, TODAY)
    assert again.stretches == ()
    assert again.asked == found.asked_then
    assert again.made == found.made


@given(crowds)
def test_rhythms_only_grow_and_no_further_than_needed(crowd: list[Standing]) -> None:
    found = capacity(crowd, DEFAULTS, TODAY)
    assert all(each.now.in_days() < each.then.in_days() <= 365 for each in found.stretches)
    assert all(each.then in LADDER for each in found.stretches)
    if found.stretches:
        assert found.made is not None
        assert found.asked > found.made
    if found.made is not None and not found.is_enough:
        lengths = [
            (each.person.frequency or DEFAULTS.rhythms[each.person.weight]).in_days()
            for each in applied(crowd, found)
        ]
        assert all(length >= 365 for length in lengths)


@given(crowds)
def test_nobody_gives_way_before_those_less_close_came_to_their_ceiling(
    crowd: list[Standing],
) -> None:
    found = capacity(crowd, DEFAULTS, TODAY)
    then = {
        each.path: (each.person.frequency or DEFAULTS.rhythms[each.person.weight]).in_days()
        for each in applied(crowd, found)
    }
    for stretch in found.stretches:
        ceiling = DEFAULTS.rhythms.get(stretch.weight - 1, YEAR).in_days()
        is_beyond = stretch.then.in_days() > ceiling
        for one in crowd:
            own = DEFAULTS.rhythms.get(one.person.weight - 1, YEAR).in_days()
            if one.person.weight < stretch.weight:
                assert then[one.path] >= (YEAR.in_days() if is_beyond else own)
            if is_beyond:
                assert then[one.path] >= own
