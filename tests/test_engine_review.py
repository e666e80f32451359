from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine_people import TODAY, day, loop, somebody
from tests.test_engine_laws import standings
from vault_tool.config import DEFAULTS
from vault_tool.engine.review import Stop, stops, week_of
from vault_tool.engine.rhythm import hidden
from vault_tool.model import Standing


def met(*people: Standing) -> list[tuple[str, str]]:
    return [(one.kind, one.name) for one in stops(people, DEFAULTS, TODAY)]


def test_cues_come_first_then_promises_new_people_and_those_unseen() -> None:
    cue = somebody("Ada", loops=[loop("cue", "the exam", "2026-11-20")], talks=["2026-11-10"])
    promise = somebody("Bea", loops=[loop("promise", "the plans", "2026-11-23")])
    new = somebody("Cora", met="2026-11-07", talks=["2026-11-07"])
    far = somebody("Dino", talks=["2019-01-01"], never=True)
    assert met(far, new, promise, cue) == [
        ("cue", "Ada"), ("promise", "Bea"), ("new", "Cora"), ("unseen", "Dino"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "due", "expected"),
    [
        ("cue", "2026-11-22", True),
        ("cue", "2026-11-23", False),
        ("cue", None, False),
        ("promise", "2026-11-23", True),
        ("promise", "2026-11-24", False),
        ("promise", None, False),
        ("owed", "2026-11-01", False),
    ],
)
def test_a_loop_is_met_when_it_is_a_reason(kind: Any, due: str | None, expected: bool) -> None:
    person = somebody("Ada", loops=[loop(kind, "it", due)], talks=["2026-11-20"])
    assert bool(met(person)) is expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"status": "archived"}, []),
        ({"status": "paused"}, []),
        ({"status": "deceased"}, []),
        ({"snooze_until": "2026-12-01"}, []),
        ({"inbox": True}, []),
        ({"attempts": ["2026-11-22"]}, ["promise"]),
        ({"talks": ["2026-11-23"]}, ["cue", "promise"]),
    ],
)
def test_whoever_is_hidden_is_left_in_peace(said: dict[str, Any], expected: list[str]) -> None:
    loops = [loop("cue", "the exam", "2026-11-20"), loop("promise", "the plans", "2026-11-01")]
    person = somebody("Ada", loops=loops, **said)
    assert [one.kind for one in stops([person], DEFAULTS, TODAY)] == expected


def test_three_of_those_unseen_the_longest_are_met() -> None:
    people = [
        somebody(f"No {year}", talks=[f"{year}-01-01"], never=True) for year in range(2015, 2022)
    ]
    assert met(*people) == [("unseen", "No 2015"), ("unseen", "No 2016"), ("unseen", "No 2017")]


def test_what_is_the_same_thing_has_the_same_key_wherever_it_stands() -> None:
    one = Stop("cue", "Ada", "a.md", "the exam", TODAY, 1, "a.md", 7)
    assert one.key == one._replace(line=9, days=3, private=True).key
    assert one.key != one._replace(text="the garden").key
    assert one.key != one._replace(on=day("2027-01-01")).key
    assert one._replace(kind="new").key == one._replace(kind="new", text="another").key


@pytest.mark.parametrize(
    ("on", "week"),
    [("2026-11-23", "2026-W48"), ("2026-11-29", "2026-W48"), ("2027-01-01", "2026-W53")],
)
def test_a_week_goes_from_monday_to_sunday(on: str, week: str) -> None:
    assert week_of(day(on)) == week


@given(st.lists(standings, max_size=8))
def test_every_open_question_and_promise_is_met_once_and_nobody_hidden(
    people: list[Standing],
) -> None:
    named = [
        one._replace(path=f"{number}.md", name=f"No {number}") for number, one in enumerate(people)
    ]
    found = stops(named, DEFAULTS, TODAY)
    by_path = {one.path: one for one in named}
    for one in found:
        kept = hidden(by_path[one.path], DEFAULTS, TODAY)
        assert kept is None or (kept.kind == "waiting" and one.kind == "promise")
    told = [(one.path, one.kind) for one in found if one.kind in ("cue", "promise")]
    expected = [
        (one.path, each.kind)
        for one in named
        for each in one.loops
        if each.due
        and (
            (each.kind == "promise" and each.due <= TODAY and _met(one, waiting=True))
            or (each.kind == "cue" and each.due < TODAY and _met(one, waiting=False))
        )
    ]
    assert sorted(told) == sorted(expected)


def _met(one: Standing, *, waiting: bool) -> bool:
    kept = hidden(one, DEFAULTS, TODAY)
    return kept is None or (waiting and kept.kind == "waiting")
