"""Looking back: talks by week and channel, and a year."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine_people import TODAY, card, day, gift, somebody
from vault_tool.engine.activity import WEEKS_OF_A_YEAR, activity
from vault_tool.engine.places import places
from vault_tool.engine.year import LONG_SILENCE, year
from vault_tool.model import Standing, Talk
from vault_tool.render.activity import activity as page

BEGINS, ENDS = date(2026, 1, 1), date(2026, 12, 31)


def by_name(talk: Talk) -> str | None:
    return {"People/Ada.md": "call", "People/Bea.md": None}.get(talk.path, "letter")


# By week

ADA = somebody("Ada", talks=["2026-11-23", "2026-11-22", "2026-11-16", "2026-11-15", "2025-11-24"])
BEA = somebody("Bea", talks=["2026-11-18", "2026-11-24", "2025-11-23"])


def test_a_week_begins_on_monday_and_the_running_one_is_the_last() -> None:
    found = activity([ADA, BEA], by_name, TODAY, 3)  # type: ignore[arg-type]
    assert [(each.begins, each.talks, each.people) for each in found.weeks] == [
        (day("2026-11-09"), 1, 1),
        (day("2026-11-16"), 3, 2),
        (day("2026-11-23"), 1, 1),
    ]
    assert found.weeks[1].channels == (("call", 2), (None, 1))
    assert (found.talks, found.channels) == (5, (("call", 4), (None, 1)))


def test_a_year_of_days_is_53_weeks_whatever_is_listed() -> None:
    found = activity([ADA, BEA], by_name, TODAY, 1)  # type: ignore[arg-type]
    assert found.begins == day("2025-11-24")
    assert list(found.days) == [
        day(each)
        for each in ("2025-11-24", "2026-11-15", "2026-11-16", "2026-11-18", "2026-11-22",
                     "2026-11-23")
    ]  # fmt: skip


people = st.lists(st.lists(st.integers(-20, 900), max_size=8, unique=True), max_size=6).map(
    lambda ago: [
        somebody(f"P{number}", talks=[(TODAY - timedelta(each)).isoformat() for each in days])
        for number, days in enumerate(ago)
    ]
)


@given(people, st.integers(1, 140), st.integers(0, 6))
def test_every_talk_of_the_weeks_is_counted_once(
    crowd: list[Standing], weeks: int, later: int
) -> None:
    today = TODAY + timedelta(later)
    found = activity(crowd, lambda _: "call", today, weeks)
    days = Counter(date.fromordinal(talk.day) for each in crowd for talk in each.talks)
    first = found.weeks[0].begins
    assert len(found.weeks) == weeks
    assert all(each.begins.weekday() == 0 for each in found.weeks)
    assert found.weeks[-1].begins <= today < found.weeks[-1].begins + timedelta(7)
    assert found.talks == sum(n for on, n in days.items() if first <= on <= today)
    assert found.talks == sum(each.talks for each in found.weeks)
    assert dict(found.days) == {on: n for on, n in days.items() if found.begins <= on <= today}


@given(people, st.integers(1, 60))
def test_bars_fit_and_the_picture_has_each_day_up_to_today(
    crowd: list[Standing], weeks: int
) -> None:
    shown = page(activity(crowd * 9, lambda _: "call", TODAY, weeks), TODAY)
    for item in shown["items"]:
        assert bool(item["bar"]) == (item["talks"] > 0)
        assert len(item["bar"]) <= min(item["talks"], 30)
    dots = shown["calendar"]["dots"]
    assert [each["on"] for each in dots][-1] == TODAY
    assert len(dots) == (WEEKS_OF_A_YEAR - 1) * 7 + TODAY.weekday() + 1
    assert len({(each["x"], each["y"]) for each in dots}) == len(dots)
    assert sum(each["talks"] for each in dots) == sum(shown["days"].values())
    radii = sorted((min(each["talks"], 4), each["r"]) for each in dots)
    assert [r for _, r in radii] == sorted(r for _, r in radii)


# A year


def test_a_year_tells_whom_one_talked_to_and_whom_one_met() -> None:
    crowd = [
        somebody("Ada", talks=["2026-01-01", "2026-12-31", "2025-12-31", "2027-01-01"]),
        somebody("Bea", talks=["2026-05-05", "2026-06-06"], met="2026-05"),
        somebody("Cleo", talks=["2020-01-01"], met="2026-03-04"),
        somebody("Dora", met="2025-12-31"),
        somebody("Elmo", met="2026-07-01", inbox=True),
    ]
    known = places([card("Ada", location="Pisa"), card("Bea", location="pisa"),
                    card("Cleo", location="Rome")])  # fmt: skip
    found = year(crowd, known, BEGINS, ENDS)
    assert (found.talks, found.people) == (4, 2)
    assert [(name, talks) for name, _, talks in found.often] == [("Ada", 2), ("Bea", 2)]
    assert [(name, on) for name, _, on in found.met] == [("Cleo", day("2026-03-04")), ("Bea", None)]
    assert found.places == (("Pisa", 2),)


def test_a_year_tells_what_went_back_and_forth_but_not_what_was_asked() -> None:
    ada = somebody("Ada", gifts=[
        gift("gave", "time", "2026-02-02"), gift("gave", "time", "2026-03-02"),
        gift("gave", "contact", "2026-04-02", "the notary"), gift("got", "info", "2026-05-02"),
        gift("asked", "skill", "2026-05-02"), gift("gave", "skill", "2025-12-31"),
    ])  # fmt: skip
    bea = somebody("Bea", gifts=[gift("gave", "contact", "2026-04-02", "the notary")])
    found = year([ada, bea], (), BEGINS, ENDS)
    assert (found.gave.times, found.gave.people) == (4, 2)
    assert found.gave.kinds == (("time", 2), ("contact", 2))
    assert (found.got.times, found.got.kinds) == (1, (("info", 1),))
    assert [(each.name, each.text) for each in found.introductions] == [("Ada", "the notary")]


@pytest.mark.parametrize(
    ("talks", "expected"),
    [
        (["2024-01-01", "2026-02-01"], (762, "2026-02-01")),
        (["2024-01-01", "2026-02-01", "2026-12-30"], (762, "2026-02-01")),
        (["2024-01-01", "2025-12-31", "2026-01-02"], None),  # it ended a year before
        (["2026-01-01", "2026-06-29"], None),  # 179 days
        (["2026-01-01", "2026-06-30"], (180, "2026-06-30")),
        (["2026-05-01"], None),  # a first talk ends no silence
        (["2024-01-01", "2027-02-01"], None),
    ],
)
def test_the_longest_silence_that_ended_in_the_year(
    talks: list[str], expected: tuple[int, str] | None
) -> None:
    found = year([somebody("Ada", talks=talks), somebody("Bea")], (), BEGINS, ENDS).reopened
    assert (found and (found.days, found.on.isoformat())) == expected


@given(people)
def test_no_year_has_more_than_the_talks_and_no_silence_is_short(crowd: list[Standing]) -> None:
    found = year(crowd, (), BEGINS, ENDS)
    days = [day for each in crowd for talk in each.talks if (day := date.fromordinal(talk.day))]
    assert found.talks == sum(BEGINS <= each <= ENDS for each in days)
    assert found.people == sum(
        any(BEGINS.toordinal() <= talk.day <= ENDS.toordinal() for talk in each.talks)
        for each in crowd
    )
    if found.reopened:
        assert found.reopened.days >= LONG_SILENCE
        assert BEGINS <= found.reopened.on <= ENDS
