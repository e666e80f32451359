"""What a message leaves out: tables of cases, and the laws that no fact may break."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine_people import TODAY, day, dossier, gift, somebody, task, told
from vault_tool.config import DEFAULTS
from vault_tool.dates import Duration
from vault_tool.engine.drafts import DraftFacts, Wish, draft_facts
from vault_tool.engine.facts import Fact, Role
from vault_tool.engine.tact import Said, Tact, asked_about, chosen, is_used, reason

EARLIEST = Duration(months=18).before(TODAY)
ROLES: tuple[Role, ...] = (
    "cue", "promise", "thanks", "told", "last_talk", "given", "met", "place", "birthday",
    "occasion", "need", "mine", "other",
)  # fmt: skip


def fact(text: str = "the exam", role: Role = "cue", on: str | None = None, **more: Any) -> Fact:
    return Fact(text, "People/Giulia Rossi.md", 20, role, day(on) if on else None, **more)


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (fact(on="2026-11-12"), None),
        (fact(), None),
        (fact(on="2025-05-23"), None),
        (fact(on="2025-05-22"), "old"),
        (fact(role="thanks", on="2019-06-01"), "old"),
        (fact(role="promise", on="2019-06-01"), None),
        (fact(role="met"), None),
        (fact(on="2019-06-01", private=True), "private"),
        (fact("The Exám", on="2026-11-12"), None),
        (fact("the tables", on="2026-06-01"), "used"),
        (fact("The  tables", on="2026-06-01"), "used"),
        (fact("the tables", on="2026-07-11"), None),
        (fact("the tables"), "used"),
        (fact("the tables", role="promise"), "used"),
        (fact("1984-06-12", role="birthday"), None),
    ],
)
def test_a_fact_is_left_out_for_a_reason(one: Fact, why: str | None) -> None:
    said = (Said("the tables", day("2026-07-10")), Said("1984-06-12", day("2025-06-12")))
    assert reason(one, Tact(EARLIEST, said)) == why
    drafted = Tact(EARLIEST, drafted=said)
    assert reason(one, drafted) == ("drafted" if why == "used" else why)


@pytest.mark.parametrize(
    ("role", "why"), [("thanks", None), ("told", None), ("last_talk", None), ("cue", "old")]
)
def test_what_ends_a_silence_of_years_remembers_but_asks_nothing_stale(
    role: Role, why: str | None
) -> None:
    assert reason(fact(role=role, on="2012-01-01"), Tact(EARLIEST, remembers=True)) == why


def test_of_what_is_too_old_the_newest_is_named_where_nothing_else_is_there() -> None:
    old = [fact("a walk", on="2024-01-01"), fact("a swim", on="2023-01-01")]
    tact = Tact(EARLIEST)
    found, left_out = chosen(old, tact)
    assert found is None
    assert [(each.fact.text, each.why) for each in left_out] == [("a walk", "old")]
    assert chosen([fact(), *old], tact) == (fact(), [])


def test_what_is_private_and_long_past_is_not_even_named() -> None:
    past = fact(on="2019-01-01", private=True)
    assert chosen([past], Tact(EARLIEST)) == (None, [])


words = st.sampled_from(["the exam", "The Exam", "the tables", "la faccenda", "a walk"])
facts = st.builds(
    Fact,
    words,
    st.just("People/Ada.md"),
    st.integers(1, 30),
    st.sampled_from(ROLES),
    st.none() | st.dates(date(2019, 1, 1), TODAY),
    st.none(),
    st.booleans(),
)
sayings = st.builds(Said, words, st.dates(date(2019, 1, 1), TODAY))


@given(st.lists(facts), st.lists(sayings), st.booleans())
def test_what_is_chosen_has_no_reason_against_it_and_is_the_first_such(
    several: list[Fact], said: list[Said], remembers: bool
) -> None:
    tact = Tact(EARLIEST, tuple(said), remembers)
    found, left_out = chosen(several, tact)
    fitting = [each for each in several if reason(each, tact) is None]
    assert found == (fitting[0] if fitting else None)
    assert all(reason(each.fact, tact) == each.why for each in left_out)
    assert found not in [each.fact for each in left_out]
    assert found is None or not found.private


@given(facts, st.lists(sayings), st.dates(TODAY, TODAY + timedelta(900)))
def test_once_said_never_said_again(one: Fact, said: list[Said], sent: date) -> None:
    told_now = [*said, Said(one.text, sent)]
    if one.role not in ("birthday", "occasion"):
        assert is_used(one, told_now)
        assert reason(one, Tact(EARLIEST, tuple(told_now))) is not None


@given(facts, st.lists(sayings), st.lists(sayings))
def test_what_was_said_stays_said(one: Fact, said: list[Said], more: list[Said]) -> None:
    assert not is_used(one, said) or is_used(one, [*said, *more])


def drafted(wish: Wish | None = None, kind: str = "check-in", **said: Any) -> DraftFacts:
    standing = said.pop("standing", None) or somebody()
    return draft_facts(kind, dossier(**said), standing, DEFAULTS, TODAY, {}, wish)


def left(found: DraftFacts) -> list[tuple[str, int, str]]:
    return [(each.fact.role, each.fact.line, each.why) for each in found.left_out]


def test_a_draft_passes_over_what_tact_forbids_and_says_so() -> None:
    found = drafted(
        Wish(said=[Said("the permit", day("2026-11-01"))]),
        tasks=[
            task("cue", "the divorce", "2026-11-20", tags=["cue", "private"], line=11),
            task("cue", "the permit", "2026-10-12", line=12),
            task("cue", "the garden", "2026-10-01", line=13),
            task("cue", "the viva", "2026-12-01", line=14),
        ],
    )
    assert [each.text for each in found.facts] == ["the garden"]
    assert left(found) == [("cue", 11, "private"), ("cue", 12, "used")]


def test_a_private_line_of_the_log_is_left_out_by_name() -> None:
    found = drafted(
        told=[
            told("2026-11-07", "a walk along the sea", line=44),
            told("2026-01-25", "the divorce", tags=["private"], line=43),
            told("2019-01-25", "the other divorce", tags=["private"], line=42),
        ]
    )
    assert [each.text for each in found.facts] == ["a walk along the sea"]
    assert left(found) == [("last_talk", 43, "private")]


def test_after_the_last_talk_was_spoken_of_an_earlier_one_is_not_the_last() -> None:
    talks = [told("2026-09-07", "a walk", line=44), told("2026-01-25", "a swim", line=43)]
    found = drafted(Wish(said=[Said("a walk", day("2026-10-01"))]), told=talks)
    assert found.facts == ()
    assert left(found) == [("last_talk", 44, "used")]


def test_a_cue_that_came_back_is_asked_again() -> None:
    rent = task("cue", "the rent", "2026-11-01")
    assert drafted(Wish(said=[Said("the rent", day("2026-11-02"))]), tasks=[rent]).facts == ()
    again = drafted(Wish(said=[Said("the rent", day("2026-10-02"))]), tasks=[rent])
    assert [each.text for each in again.facts] == ["the rent"]


def test_a_line_that_could_have_two_parts_is_left_out_once() -> None:
    standing = somebody(gifts=[gift("got", "time", "2019-11-01", "a Saturday")], never=True)
    found = drafted(standing=standing, told=[told("2019-11-01", "a Saturday")])
    assert left(found) == [("thanks", 30, "old")]


def test_a_promise_is_owned_up_to_the_one_due_the_longest_first() -> None:
    def promised(*tasks: Any) -> list[str]:
        return [each.text for each in drafted(tasks=tasks).facts]

    later, undated = task("promise", "the jam", "2026-12-24"), task("promise", "the book")
    due = task("promise", "the plans", "2026-11-01")
    assert promised(later, undated, due) == ["the plans"]
    assert promised(later, undated) == ["the book"]
    assert promised(later) == ["the jam"]


def test_a_message_asked_about_the_cues_that_it_used_and_no_other() -> None:
    cues = [
        task("cue", "the permit", "2026-11-12", line=11),
        task("cue", "the permit", "2026-11-12", line=12, state="done"),
        task("cue", "the garden", line=13),
        task("promise", "the plans", line=14),
    ]
    found = asked_about(["The permit", "the plans", "the sea"], cues)
    assert [each.loop.line for each in found] == [11]


@pytest.mark.parametrize(
    ("wanted", "own", "mail", "form"),
    [
        (None, "e-mail", None, "email"),
        (None, "letter", None, "email"),
        (None, "whatsapp", "a@example.org", "message"),
        (None, "in person", "a@example.org", "message"),
        (None, "call", "a@example.org", "call"),
        (None, None, "a@example.org", "email"),
        (None, None, None, "message"),
        ("video", "e-mail", None, "call"),
        ("email", "call", None, "email"),
    ],
)
def test_the_channel_decides_what_is_written(
    wanted: Any, own: str | None, mail: str | None, form: str
) -> None:
    assert drafted(Wish(channel=wanted), channel=own, email=mail).form == form
