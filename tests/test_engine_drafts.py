from typing import Any

import pytest

from tests.engine_people import TODAY, WEEK, day, dossier, gift, somebody, task, told
from vault_tool.config import DEFAULTS
from vault_tool.engine.drafts import DraftFacts, draft_facts
from vault_tool.errors import UsageError

HER_NOTE = "People/Giulia Rossi.md"


def facts_of(kind: str = "check-in", standing: Any = None, **said: Any) -> DraftFacts:
    lines = {"birthday": 4, "location": 6}
    return draft_facts(kind, dossier(**said), standing or somebody(), DEFAULTS, TODAY, lines)


def texts(found: DraftFacts) -> list[tuple[str, str]]:
    return [(fact.role, fact.text) for fact in found.facts]


def test_a_ripe_cue_is_asked_about_the_one_that_ripened_last() -> None:
    found = facts_of(
        tasks=[
            task("cue", "the exam", "2026-03-01", line=20),
            task("cue", "the permit hearing", "2026-11-12", line=21),
            task("cue", "the viva", "2026-11-23", line=22),
            task("cue", "her garden", line=23),
        ]
    )
    (fact,) = found.facts
    assert (fact.text, fact.path, fact.line, fact.on) == (
        "the permit hearing",
        HER_NOTE,
        21,
        day("2026-11-12"),
    )


def test_without_a_ripe_cue_an_undated_one_serves() -> None:
    found = facts_of(tasks=[task("cue", "the viva", "2026-12-01"), task("cue", "her garden")])
    assert texts(found) == [("cue", "her garden")]


@pytest.mark.parametrize("state", ["done", "cancelled"])
def test_a_closed_cue_is_not_asked_about_again(state: str) -> None:
    assert texts(facts_of(tasks=[task("cue", "the exam", "2026-03-01", state=state)])) == []


def test_what_is_private_never_enters() -> None:
    standing = somebody(
        talks=["2026-11-01"],
        gifts=[gift("got", "time", "2026-11-01", "held my hand #private")],
        never=True,
    )
    found = facts_of(
        standing=standing,
        told=[told("2026-11-01", "held my hand #private", tags=["got/time", "private"])],
        tasks=[
            task("cue", "the divorce", "2026-11-12", tags=["cue", "private"]),
            task("promise", "the lawyer", "2026-11-12", tags=["promise", "private"]),
        ],
    )
    assert found.facts == ()


def test_the_last_talk_skips_attempts_plans_and_what_is_private() -> None:
    found = facts_of(
        told=[
            told("2026-12-01", "dinner"),
            told("2026-11-10", "rang", waiting=True),
            told("2026-11-09", "the divorce", tags=["private"]),
            told("2026-11-08", ""),
            told("2026-11-07", "a walk along the sea", line=44),
        ]
    )
    assert texts(found) == [("last_talk", "a walk along the sea")]


def test_facts_stand_by_importance_with_where_they_come_from() -> None:
    standing = somebody(
        talks=["2026-11-01"], gifts=[gift("got", "time", "2026-11-01", "a Saturday")], never=True
    )
    found = facts_of(
        standing=standing,
        told=[told("2026-11-01", "a Saturday")],
        tasks=[
            task("promise", "the plans", "2026-11-01"),
            task("promise", "the jam", "2026-10-01"),
            task("cue", "her garden"),
        ],
        location="Rimini",
    )
    assert texts(found) == [
        ("cue", "her garden"),
        ("promise", "the jam"),
        ("thanks", "a Saturday"),
        ("last_talk", "a Saturday"),
        ("place", "Rimini"),
    ]
    place = found.fact("place")
    assert place is not None
    assert (place.path, place.line) == (HER_NOTE, 6)


@pytest.mark.parametrize(
    ("born", "on", "in_days", "turns"),
    [
        ("1984-11-30", "2026-11-30", 7, 42),
        ("--11-30", "2026-11-30", 7, None),
        ("1984-11-20", "2026-11-20", -3, 42),
        ("1984-11-08", "2027-11-08", 350, 43),
    ],
)
def test_a_birthday_is_the_next_or_one_just_past(
    born: str, on: str, in_days: int, turns: int | None
) -> None:
    found = facts_of("birthday", somebody(birthday=born), birthday=born)
    assert (found.on, found.in_days, found.turns) == (day(on), in_days, turns)
    fact = found.fact("birthday")
    assert fact is not None
    assert (fact.text, fact.line, fact.on) == (born, 4, day(on))


def test_without_a_birthday_there_is_no_day_to_write_for() -> None:
    found = facts_of("birthday")
    assert (found.on, found.facts) == (None, ())


def test_a_check_in_does_not_speak_of_the_birthday() -> None:
    found = facts_of("check-in", somebody(birthday="1984-11-25"), birthday="1984-11-25")
    assert found.fact("birthday") is None


@pytest.mark.parametrize(
    ("language", "base"),
    [("it", "it"), ("it-IT", "it"), ("pt_BR", "pt"), ("  ", None), (None, None)],
)
def test_the_language_is_its_base_code(language: str | None, base: str | None) -> None:
    assert facts_of(standing=somebody(language=language)).language == base


@pytest.mark.parametrize(
    ("tone", "expected"),
    [
        ("formal", "formal"),
        ("Lei", "formal"),
        ("familiar", "familiar"),
        ("tu", "familiar"),
        ("gruff", None),
    ],
)
def test_the_tone_is_formal_or_familiar(tone: str, expected: str | None) -> None:
    assert facts_of(standing=somebody(tone=tone)).tone == expected


def test_the_notes_channel_goes_before_the_last_talks() -> None:
    talks = [told("2026-11-01", "", channel="call")]
    assert facts_of(told=talks, channel="e-mail").channel == "email"
    assert facts_of(told=talks).channel == "call"


def test_the_days_since_the_last_contact_are_told() -> None:
    standing = somebody(talks=["2026-11-16"], frequency=WEEK)
    assert facts_of(standing=standing).days_since == 7


def test_nobody_who_has_died_is_written_to() -> None:
    with pytest.raises(UsageError):
        facts_of(standing=somebody(status="deceased"))
