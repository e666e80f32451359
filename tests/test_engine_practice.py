"""The practice of networking, question by question: tables of cases, and what always holds."""

from datetime import date, timedelta
from itertools import pairwise
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine_people import TODAY, card, gift, loop, somebody
from vault_tool.config import DEFAULTS
from vault_tool.engine.balance import accounts
from vault_tool.engine.drifting import drifting, usual_gap
from vault_tool.engine.listening import listening
from vault_tool.engine.places import places
from vault_tool.engine.promises import promises
from vault_tool.engine.stages import new_people, stage

# Giving and receiving


def test_thanks_owed_come_first_then_those_only_asked() -> None:
    people = [
        somebody(
            "Even", gifts=[gift("gave", "time", "2026-11-20"), gift("got", "time", "2026-01-01")]
        ),
        somebody("Asked", gifts=[gift("asked", "skill", "2026-05-01")]),
        somebody("Owed", gifts=[gift("got", "skill", "2026-11-10")], talks=["2026-11-10"]),
        somebody("Nothing"),
        somebody("Coming", gifts=[gift("gave", "time", "2027-01-01")]),
        somebody("Gone", gifts=[gift("got", "time", "2026-11-10")], status="deceased"),
    ]
    found = accounts(people, DEFAULTS, TODAY)
    assert [each.name for each in found] == ["Owed", "Asked", "Even"]
    assert [(each.thanks, each.only_asked) for each in found] == [
        (True, False), (False, True), (False, False),
    ]  # fmt: skip
    assert (found[2].ledger.run_of, found[2].ledger.run) == ("gave", 1)


# Promises


def test_mine_come_before_theirs_and_the_earliest_first() -> None:
    ada = somebody(
        "Ada",
        loops=[
            loop("owed", "bring the ladder", "2026-11-01"),
            loop("promise", "send the plans"),
            loop("promise", "call the mason", "2026-11-20"),
            loop("cue", "how was Rome?", "2026-11-01"),
        ],
    )
    bruno = somebody("Bruno", loops=[loop("promise", "the recipe", "2026-12-01", private=True)])
    found = promises([ada, bruno], TODAY)
    assert [(each.name, each.side, each.text, each.days) for each in found] == [
        ("Ada", "mine", "call the mason", 3),
        ("Bruno", "mine", "the recipe", -8),
        ("Ada", "mine", "send the plans", None),
        ("Ada", "theirs", "bring the ladder", 22),
    ]
    assert [each.private for each in found] == [False, True, False, False]


# Coming back to people


def every(days: int, count: int, until: date = TODAY) -> list[str]:
    """Return so many days, the last one on `until`."""
    return [(until - timedelta(days * number)).isoformat() for number in range(count)]


@pytest.mark.parametrize(
    ("gap", "silence", "how"),
    [
        (10, 24, None),  # max(20, 24)
        (10, 25, "drifting"),
        (30, 60, None),  # max(60, 44)
        (30, 61, "drifting"),
        (30, 360, "drifting"),  # max(360, 120)
        (30, 361, "lost"),
        (7, 97, "drifting"),  # max(84, 97)
        (7, 98, "lost"),
    ],
)
def test_a_silence_is_measured_by_the_gaps_between_two_people(
    gap: int, silence: int, how: str | None
) -> None:
    talks = every(gap, 5, TODAY - timedelta(silence))
    found = drifting([somebody("Ada", talks=talks)], TODAY)
    assert [each.how for each in found] == ([how] if how else [])
    if found:
        assert (found[0].gap, found[0].days) == (gap, silence)


@pytest.mark.parametrize(
    "talks",
    [every(30, 3, date(2020, 1, 1)), every(5, 5, date(2020, 1, 1)), []],
    ids=["three talks", "all in twenty days", "none"],
)
def test_few_talks_show_no_rhythm(talks: list[str]) -> None:
    assert drifting([somebody("Ada", talks=talks)], TODAY) == ()


@pytest.mark.parametrize(
    "said",
    [{"status": "paused"}, {"status": "deceased"}, {"me": True}, {"inbox": True}, {"never": True}],
)
def test_whoever_is_not_to_be_reached_is_not_missed(said: dict[str, object]) -> None:
    talks = every(30, 6, date(2022, 1, 1))
    assert drifting([somebody("Ada", talks=talks, **said)], TODAY) == ()  # type: ignore[arg-type]


def test_what_they_gave_is_why_they_matter() -> None:
    gifts = [
        gift("got", "skill", "2021-05-01", "the roof"),
        gift("gave", "time", "2021-06-01"),
        gift("got", "contact", "2021-07-01", "the notary"),
        gift("got", "time", "2020-01-01", "an evening"),
    ]
    (one,) = drifting([somebody("Ada", talks=every(30, 6, date(2022, 1, 1)), gifts=gifts)], TODAY)
    assert [each.text for each in one.gave] == ["the notary", "the roof"]


DAYS = st.lists(st.integers(700_000, 739_000), max_size=12)


@given(DAYS)
def test_the_usual_gap_is_one_of_the_gaps_or_between_two(days: list[int]) -> None:
    gap = usual_gap(days)
    ordered = sorted(set(days))
    gaps = [b - a for a, b in pairwise(ordered)]
    if len(ordered) < 4 or ordered[-1] - ordered[0] < 21:
        assert gap is None
    else:
        assert gap == median(gaps)
        assert min(gaps) <= gap <= max(gaps)


@given(DAYS, st.integers(0, 5000))
def test_a_talk_today_ends_every_drifting(days: list[int], later: int) -> None:
    talks = [date.fromordinal(day).isoformat() for day in days]
    today = date.fromordinal(739_000 + later)
    assert drifting([somebody("Ada", talks=[*talks, today.isoformat()])], today) == ()


# A process, not a moment


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"met": "2026-11-01"}, "met"),
        ({"met": "2026-11-01", "talks": ["2026-11-01"]}, "met"),
        ({"met": "2026-11", "talks": ["2026-11-05"]}, "met"),
        ({"met": "2026-11-01", "talks": ["2026-11-10"]}, "second-talk"),
        ({"talks": ["2026-11-01", "2026-11-10"]}, "second-talk"),
        ({"met": "2026-11-01", "declared": "2026-11-12"}, "second-talk"),
        ({"gifts": [gift("got", "info", "2026-11-01")]}, "first-giving"),
        ({"gifts": [gift("asked", "info", "2026-11-01")]}, "met"),
        (
            {"gifts": [gift("got", "info", "2026-11-01"), gift("gave", "time", "2026-11-02")]},
            "mutual",
        ),
        (
            {"gifts": [gift("got", "info", "2026-11-01"), gift("gave", "time", "2026-12-02")]},
            "first-giving",
        ),
    ],
)
def test_a_stage_is_told_by_facts(said: dict[str, object], expected: str) -> None:
    assert stage(somebody("Ada", **said), TODAY) == expected  # type: ignore[arg-type]


def test_whom_one_met_lately_with_the_next_small_step() -> None:
    people = [
        somebody("Talked", met="2026-11-01", talks=["2026-11-01", "2026-11-09"]),
        somebody("Long ago", met="2026-08-01"),
        somebody("Hello", met="2026-08-25"),
        somebody("Asked", met="2026-11-02", loops=[loop("cue", "the hearing", "2026-11-12")]),
        somebody("Unripe", met="2026-11-03", loops=[loop("cue", "the exam", "2026-12-12")]),
        somebody("Promised", met="2026-11-04", loops=[
            loop("cue", "the hearing"), loop("promise", "the plans", "2026-12-01"),
        ]),
        somebody("Told", met="2026-11-05", gifts=[gift("got", "info", "2026-11-05", "of the roof")]),
        somebody("Gave", met="2026-11-06", gifts=[gift("got", "time", "2026-11-06", "an hour")]),
        somebody("Tomorrow", met="2026-11-24"),
    ]  # fmt: skip
    found = new_people(people, DEFAULTS, TODAY)
    assert [(each.name, each.step, each.text) for each in found] == [
        ("Gave", "thanks", "an hour"),
        ("Told", "cue", "of the roof"),
        ("Promised", "promise", "the plans"),
        ("Unripe", "hello", None),
        ("Asked", "cue", "the hearing"),
        ("Hello", "hello", None),
    ]
    assert found[-1].days == 90


# Listening


def test_a_talk_that_left_nothing_to_ask_about() -> None:
    people = [
        somebody("Nothing", talks=["2026-11-20", "2026-01-01"]),
        somebody("Cue", talks=["2026-11-20"], loops=[loop("cue", "Rome")]),
        somebody("Promise", talks=["2026-11-19"], loops=[loop("promise", "the plans")]),
        somebody("Told", talks=["2026-11-20"], gifts=[gift("got", "info", "2026-11-20")]),
        somebody("Told before", talks=["2026-11-18"], gifts=[gift("got", "info", "2026-11-17")]),
        somebody("Long ago", talks=["2026-09-01"]),
        somebody("Coming", talks=["2026-12-01"]),
        somebody("Gone", talks=["2026-11-20"], status="deceased"),
    ]
    found = listening(people, TODAY)
    assert [(each.name, each.days) for each in found] == [
        ("Nothing", 3), ("Promise", 4), ("Told before", 5),
    ]  # fmt: skip
    assert (found[0].note, found[0].line) == ("People/Nothing.md", 40)


# Places


def test_any_place_is_good() -> None:
    people = [
        card("Ada", location="Bologna", met_at="Rimini, the beach"),
        card("Bruno", location="bologna", met_at="RIMINI, the beach"),
        card("Carla", location=["Bologna", "Perù"]),
        card("Dora", met_at="[[Perú|there]]"),
        card("Ezio", location="Bologna", status="deceased"),
        card("I", location="Bologna", me=True),
        card("Nobody", location=" "),
    ]
    found = {each.name: each for each in places(people)}
    assert list(found) == ["Bologna", "Perù", "RIMINI, the beach"]
    assert [name for name, _ in found["Bologna"].living] == ["Ada", "Bruno", "Carla"]
    assert found["Bologna"].met == ()
    assert [name for name, _ in found["Perù"].living] == ["Carla"]
    assert found["Perù"].met == (("Dora", "People/Dora.md"),)
