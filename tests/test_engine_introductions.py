"""Who could help whom: what counts as the same subject, who may meet, and in which order."""

from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.commandline import run
from tests.engine_people import card
from vault_tool.engine.acquaintance import Names, acquaintance
from vault_tool.engine.conditions import texts_of
from vault_tool.engine.introductions import MOST, MOST_EACH, Introductions, introductions
from vault_tool.engine.subjects import fits, subject
from vault_tool.model import Card


def found(*people: Card, groups: tuple[tuple[str, ...], ...] = ()) -> Introductions:
    """Return whom of these people to introduce."""
    return introductions(people, {}, acquaintance(people, groups))


def named(result: Introductions) -> list[tuple[str, str]]:
    """Return the names of the pairs."""
    return [(pair.people[0][0], pair.people[1][0]) for pair in result.pairs]


# Words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("English proofreading", "english PROOFREADING"),
        ("reading contracts", "reads a contract"),
        ("un logo per il forno", "un logo in una settimana"),
        ("lezioni di violoncello per sua figlia", "lezione di violoncello"),
        ("lezioni di violoncello", "cello lessons"),
        ("una cantina dove studiare di notte", "a dry cellar"),
        ("old German handwriting read", "reading old German handwriting"),
        ("Perù", "peru"),
        ("amici a Lione", "amico a Lione"),
        ("barche a vela", "una barca a vela"),
        ("alberghi", "albergo"),
        ("lenses", "a lens"),
        ("two strawberries", "a strawberry"),
        ("knitting", "to knit"),
        ("[[Latin|Latin]]", "latino"),
        ("C++", "c++ and Rust"),
        ("reading", "reading"),
        ("notary", "un notaio a Bologna"),
    ],
)
def test_the_same_subject_in_other_words(one: str, other: str) -> None:
    assert fits(subject(one), subject(other)) > 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Italian tomato seeds", "Italian conversation, severe"),
        ("reading contracts", "reading old German handwriting"),
        ("lezioni di violoncello", "lezioni di inglese"),
        ("compagnia a carte, il giovedì", "marbled paper"),
        ("somebody who mends old letters", "latino, per lettera"),
        ("a conservator who answers letters", "love letters"),
        ("an evening", "a free evening for a walk"),
        ("somebody to help", "help"),
        ("", "help"),
        ("the garden", ""),
        ("a boat", "a coat"),
    ],
)
def test_what_only_sounds_alike(one: str, other: str) -> None:
    assert fits(subject(one), subject(other)) == 0


TEXTS = st.lists(
    st.sampled_from(
        [
            "a",
            "cello",
            "lessons",
            "lezioni",
            "di",
            "per",
            "for",
            "the",
            "old",
            "letters",
            "paper",
            "carta",
            "who",
            "German",
            "reading",
            ",",
            "garden",
            "orto",
            "boats",
            "barche",
        ]
    ),
    max_size=6,
).map(" ".join)


@given(TEXTS, TEXTS)
def test_fitting_is_mutual_and_a_share(one: str, other: str) -> None:
    first, second = subject(one), subject(other)
    assert fits(first, second) == fits(second, first)
    assert 0 <= fits(first, second) <= 1
    assert not fits(first, second) or first.keys & second.keys


@given(TEXTS)
def test_a_text_fits_itself_wholly_when_it_says_anything(text: str) -> None:
    assert fits(subject(text), subject(text)) == (1 if subject(text).words else 0)


# Who knows whom


ADA = card("Ada", needs="a logo", offers="bread", location="Bologna")
BEA = card("Bea", offers="a logo in a week", location="bologna")


def test_a_need_and_an_offer_make_a_pair_with_whoever_needs_first() -> None:
    (pair,) = found(BEA, ADA).pairs
    assert pair.people == (("Ada", "People/Ada.md"), ("Bea", "People/Bea.md"))
    assert [(one.giver, one.taker, one.need, one.offer) for one in pair.helps] == [
        (1, 0, "a logo", "a logo in a week")
    ]
    assert (pair.city, pair.interests, pair.both_ways) == ("Bologna", (), False)


@pytest.mark.parametrize(
    "changed",
    [
        {"status": "archived"},
        {"status": "paused"},
        {"status": "deceased"},
        {"me": True},
        {"inbox": True},
    ],
    ids=str,
)
def test_whoever_is_hidden_is_left_in_peace(changed: dict[str, Any]) -> None:
    assert named(found(ADA, BEA._replace(**changed))) == []


@pytest.mark.parametrize(
    "properties",
    [
        {"met_through": "[[Ada]]"},
        {"met_through": "ada"},
        {"met_through": ["Somebody", "[[People/Ada|her]]"]},
        {"company": "[[Forno Rossi]]"},
        {"company": ["Freelance", "forno rossi"]},
        {"relationship": "sorella"},
    ],
    ids=str,
)
def test_whoever_knows_each_other_is_no_pair(properties: dict[str, Any]) -> None:
    ada = card("Ada", needs="a logo", company="Forno Rossi", relationship=["family", "friend"])
    bea = card("Bea", offers="a logo", **properties)
    assert named(found(ada, bea)) == []
    assert named(found(ada, card("Bea", offers="a logo", relationship="friend"))) == [
        ("Ada", "Bea")
    ]


def test_a_name_in_a_property_is_one_person_or_nobody() -> None:
    names = Names(
        [card("Ada", aliases=["Adina"]), card("Ada B", aliases=["Adina"]), card("Ada", path="x.md")]
    )
    assert names.path("[[People/Ada]]") == "People/Ada.md"
    assert names.path("x") == "x.md"
    assert names.path("ada b") == "People/Ada B.md"
    assert [names.path(each) for each in ("Adina", "Ada", "Zoe", "")] == [None] * 4


# Order and measure


def test_both_ways_before_one_way_before_an_interest() -> None:
    people = [
        card("Ada", needs="cello lessons", offers="tax returns", interests="opera"),
        card("Bea", needs="tax returns", offers="cello lessons"),
        card("Carla", offers="lezioni di violoncello, ogni sera"),
        card("Dora", interests="Opera"),
    ]
    result = found(*people)
    assert named(result) == [("Ada", "Bea"), ("Ada", "Carla"), ("Ada", "Dora")]
    assert [pair.both_ways for pair in result.pairs] == [True, False, False]
    assert result.pairs[-1].interests == ("opera",)


def test_a_city_alone_is_no_reason() -> None:
    assert named(found(card("Ada", location="Bologna"), card("Bea", location="Bologna"))) == []


def test_the_filter_is_about_either() -> None:
    people = [ADA, BEA, card("Carla", needs="a logo")]
    known = acquaintance(people, ())
    chosen = introductions(people, {}, known, {"People/Ada.md"}.__contains__)
    assert named(chosen) == [("Ada", "Bea")]


def several(of: list[dict[str, Any]]) -> list[Card]:
    """Return people with these properties."""
    return [card(f"P{number}", **each) for number, each in enumerate(of)]


PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            key: st.lists(
                st.sampled_from(
                    ["logo", "bread", "cello lessons", "lezioni di violoncello", "tax"]
                ),
                max_size=2,
            )
            for key in ("offers", "needs", "interests")
        }
    ),
    max_size=12,
).map(several)
GROUPS = st.lists(
    st.lists(st.integers(0, 11), min_size=2, max_size=3).map(
        lambda group: tuple(f"People/P{number}.md" for number in group)
    ),
    max_size=8,
)


@given(PEOPLE, GROUPS)
def test_a_pair_is_named_once_has_a_reason_and_was_never_together(
    people: list[Card], groups: list[tuple[str, ...]]
) -> None:
    result = introductions(people, {}, acquaintance(people, groups))
    pairs = [frozenset(path for _, path in pair.people) for pair in result.pairs]
    together = {frozenset(two) for group in groups for two in combinations(group, 2)}
    assert len(set(pairs)) == len(pairs) <= MOST
    assert not together & set(pairs)
    assert all(len(pair) == 2 for pair in pairs)
    assert all(pair.helps or pair.interests for pair in result.pairs)
    for path in {each.path for each in people}:
        assert sum(path in pair for pair in pairs) <= MOST_EACH
    by_path = {each.path: each for each in people}
    for pair in result.pairs:
        for help_of in pair.helps:
            giver, taker = (by_path[pair.people[at][1]] for at in (help_of.giver, help_of.taker))
            assert help_of.offer in texts_of(giver.properties["offers"])
            assert help_of.need in texts_of(taker.properties["needs"])


# From notes


def note(vault: Path, name: str, text: str, folder: str = "People") -> None:
    """Write a note."""
    (vault / folder).mkdir(parents=True, exist_ok=True)
    (vault / folder / f"{name}.md").write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("folder", "name", "text"),
    [
        ("People", "Ada", "---\nneeds: a logo\n---\nNot with #notintro [[Bea]]\n"),
        ("People", "Ada", "---\nneeds: a logo\n---\n- 2026-01-01 call #gave/contact [[Bea]]\n"),
        ("People", "Ada", "---\nneeds: a logo\n---\n- [ ] send her to [[Bea]]\n"),
        ("People", "Ada", "---\nneeds: a logo\nmet_through: '[[Bea]]'\n---\n"),
        ("Journal", "2026-05-05", "- dinner with [[Ada]] and [[Bea]]\n"),
        ("Journal", "2026-05-05", "They sat together: [[Ada]], [[Bea]].\n"),
        (
            "Meetings",
            "Board",
            "---\ndate: 2026-05-05\npeople:\n  - '[[Ada]]'\n  - '[[Bea]]'\n---\n",
        ),
        ("Notes", "Clubs", "- [[Ada]] and [[Bea]] run the choir\n"),
    ],
)
def test_any_note_may_tell_that_two_know_each_other_or_must_not(
    tmp_path: Path, folder: str, name: str, text: str
) -> None:
    (tmp_path / ".vault-tool").mkdir()
    note(tmp_path, "Ada", "---\nneeds: a logo\n---\n")
    note(tmp_path, "Bea", "---\noffers: a logo\n---\n")
    assert "Ada – Bea" in run("report", "introductions", "-q", vault=tmp_path).out
    note(tmp_path, name, text, folder)
    assert "Ada – Bea" not in run("report", "introductions", "-q", vault=tmp_path).out


def test_the_same_note_naming_both_in_other_lines_tells_nothing(tmp_path: Path) -> None:
    (tmp_path / ".vault-tool").mkdir()
    note(tmp_path, "Ada", "---\nneeds: a logo\n---\n")
    note(tmp_path, "Bea", "---\noffers: a logo\n---\n")
    note(tmp_path, "2026-05-05", "- called [[Ada]]\n- called [[Bea]]\n", "Journal")
    assert "Ada – Bea" in run("report", "introductions", "-q", vault=tmp_path).out


def test_who_is_named_is_shown_in_every_pair_and_alone() -> None:
    helper = card("Ada", offers="Latin")
    people = [helper, *(card(f"No {number}", needs="Latin") for number in range(MOST_EACH + 3))]
    known = acquaintance(people, ())
    ada = frozenset((helper.path,))
    result = introductions(people, {}, known, ada.__contains__, ada)
    assert len(result.pairs) == MOST_EACH + 3
    assert result.more == 0


def test_a_name_behind_the_report_is_that_person(example_vault: Path) -> None:
    said = run("report", "introductions", "giulia", vault=example_vault).out
    lines = [line for line in said.splitlines() if " – " in line]
    assert lines
    assert all("Giulia Rossi" in line.partition("   ")[0] for line in lines)
