"""Notes that may be of one person: what is a reason, what is none, and what the user said of two."""

from collections.abc import Collection
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tool.engine.doubles import Double, doubles, findings, told_apart
from vault_tool.model import Card, Value
from vault_tool.note.links import Resolver, fold

MOBILE = "+39 333 555 0199"
LANDLINE = "+39 051 555 0112"


def card(path: str, *, inbox: bool = False, **properties: Value) -> Card:
    name = str(properties.pop("name", path.rpartition("/")[2].removesuffix(".md")))
    aliases = properties.get("aliases")
    names = tuple(str(each) for each in aliases) if isinstance(aliases, list) else ()
    return Card(path, name, "active", inbox, False, names, (), properties)


def found(*cards: Card, apart: Collection[tuple[str, str]] = ()) -> list[Double]:
    said = {frozenset(pair) for pair in apart}
    return doubles(cards, "IT", lambda one, other: frozenset((one.path, other.path)) in said)


def why(*cards: Card) -> list[tuple[str, bool]]:
    return [(each.why, each.is_name_alone) for each in found(*cards)]


ANNA = "People/Anna Neri.md"


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (card(ANNA, uid="u1"), card("B.md", uid="U1"), "uid"),
        (card(ANNA, uid="u1"), card("B.md", sources=["uid:u1"]), "uid"),
        (card(ANNA, sources=["linkedin:anna"]), card("B.md", sources=["LinkedIn:anna"]), "source"),
        (card(ANNA, email="a@example.org"), card("Anna.md", email=["A@example.org"]), "email"),
        (card(ANNA, email="a@example.org"), card("Anna Nera.md", email="a@example.org"), "email"),
        (card(ANNA, sources=["linkedin:anna"]), card("B.md", url="https://linkedin.com/in/anna"), "source"),
        (card(ANNA, email="a@example.org"), card("A. Neri.md", email="a@example.org"), "email"),
        (card(ANNA, phone=MOBILE), card("Anna N.md", phone=["0039 3335550199"]), "phone"),
        (card(ANNA, phone="333 555 0199"), card("Anna N.md", phone=MOBILE), "phone"),
        (card(ANNA, phone=LANDLINE), card("In/Anna Neri.md", phone=LANDLINE), "phone"),
        (card(ANNA, company="Rossi"), card("In/Anna Neri.md", company="[[Rossi]]"), "company"),
        (card(ANNA, location="Bologna"), card("Neri Anna.md", location="bologna"), "location"),
        (card(ANNA, birthday="1984-05-03"), card("In/Anna Neri.md", birthday="--05-03"), "birthday"),
        (card(ANNA, aliases=["Nina Bo"]), card("Nina Bo.md"), "name"),
        (card(ANNA), card("In/anna néri.md"), "name"),
        (card("Nonna.md"), card("In/Nonna.md", location="x"), "name"),
    ],
)  # fmt: skip
def test_these_are_reasons(one: Card, other: Card, reason: str) -> None:
    assert why(one, other) == why(other, one) == [(reason, reason == "name")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (card(ANNA, email="info@example.org"), card("B.md", email="info@example.org")),
        (card(ANNA, email="neri@example.org"), card("Ugo Neri.md", email="neri@example.org")),
        (card(ANNA, email="home@example.org"), card("Ugo Bo.md", email="home@example.org")),
        (card("Paolo Neri.md", phone=LANDLINE), card("Paola Neri.md", phone=LANDLINE)),
        (card(ANNA, phone=LANDLINE), card("Ugo Bo.md", phone=LANDLINE)),
        (card(ANNA, phone=LANDLINE), card("Anna Nesi Po.md", phone=LANDLINE)),
        (card(ANNA, phone=MOBILE), card("Ugo Bo.md", phone=MOBILE)),
        (card(ANNA, birthday="1984-05-03"), card("In/Anna Neri.md", birthday="1990-01-01")),
        (card(ANNA, aliases=["Nina"]), card("Maria Bo.md", aliases=["Nina"])),
        (card(ANNA, company="Rossi", location="Bologna"), card("B.md", company="Rossi")),
        (card(ANNA), card("Anna Nera.md")),
    ],
)
def test_these_are_none(one: Card, other: Card) -> None:
    assert found(one, other) == []


def test_what_several_share_tells_nobody_apart() -> None:
    names = ("Anna Neri", "Ugo Bo", "Ivo Reni", "Zoe Pali", "Marta Gori", "Teo Luzi")
    cards = [card(f"{name}.md", email="x@example.org", phone=MOBILE) for name in names]

    assert found(*cards) == found(*cards[:3]) == []
    assert [each.why for each in found(*cards[:3], card("In/Ugo Bo.md", phone=MOBILE))] == ["phone"]


def test_the_note_that_was_looked_at_stays_else_the_one_that_says_more() -> None:
    full, short = card("B/Anna Neri.md", role="x", company="y"), card("A/Anna Neri.md")
    new = card("C/Anna Neri.md", inbox=True, role="x", company="y", location="z")

    assert [(each.kept.path, each.other.path) for each in found(short, full)] == [
        (full.path, short.path)
    ]
    assert found(new, short)[0].kept == short


def test_a_note_goes_into_one_other_the_surest() -> None:
    three = [
        card("A/Anna Neri.md", role="x", company="y"),
        card("B/Anna Neri.md", email="a@example.org", role="y"),
        card("C/Anna Neri.md", email="a@example.org"),
    ]

    pairs = {each.other.path: (each.kept.path, each.why) for each in found(*three)}

    assert pairs == {
        "B/Anna Neri.md": ("A/Anna Neri.md", "name"),
        "C/Anna Neri.md": ("B/Anna Neri.md", "email"),
    }


def test_a_finding_says_why_and_what_to_do() -> None:
    one = card(ANNA, email="a@example.org")
    (sure,) = findings(found(one, card("In/A. Neri.md", email="a@example.org", inbox=True)))
    (unsure,) = findings(found(one, card("In/Anna Neri.md", inbox=True)))

    assert str(sure) == (
        "In/A. Neri.md:1:1: warning: this may be Anna Neri, People/Anna Neri.md: the same e-mail, "
        "a@example.org. One person: vault-tool merge 'People/Anna Neri.md' 'In/A. Neri.md'. "
        "Two: the same with --not-same."
    )
    assert (unsure.code, unsure.level) == ("same-name", "note")


@pytest.mark.parametrize("said", ["[[People/Anna Neri]]", "[[People/Anna Neri|A]]", "Anna Neri"])
def test_either_note_may_say_that_they_are_two(said: str) -> None:
    one, other = card(ANNA), card("In/A. Neri.md", not_same_as=[said])
    resolver = Resolver([one.path, other.path], {fold("Anna Neri"): [one.path]})

    assert told_apart(one, other, resolver)
    assert told_apart(other, one, resolver)
    assert not told_apart(one, card("In/A. Neri.md"), resolver)


NAMES = st.sampled_from(("Anna Neri", "Neri Anna", "Ugo Neri", "Anna", "A. Neri", "Zoë Pali", ""))
VALUES: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "email": st.sampled_from(("a@example.org", "b@example.org", "info@example.org", "@")),
        "phone": st.sampled_from((MOBILE, "3335550199", LANDLINE, "no number")),
        "uid": st.sampled_from(("u1", "u2")),
        "location": st.sampled_from(("Bologna", "[[Bologna]]")),
        "birthday": st.sampled_from(("1984-05-03", "--05-03", "1990", "soon")),
    },
)
PEOPLE = st.lists(st.tuples(NAMES, VALUES), max_size=7).map(
    lambda given: [
        card(f"{number}/x.md", name=name, **values) for number, (name, values) in enumerate(given)
    ]
)


@given(people=PEOPLE)
def test_the_order_of_notes_says_nothing_and_no_note_goes_twice(people: list[Card]) -> None:
    pairs = found(*people)

    assert {(each.other.path, each.is_name_alone) for each in pairs} == {
        (each.other.path, each.is_name_alone) for each in found(*reversed(people))
    }
    assert len({each.other.path for each in pairs}) == len(pairs)
    assert all(each.kept != each.other for each in pairs)


@given(people=PEOPLE)
def test_whoever_is_said_to_be_two_is_no_pair_and_nobody_else_is_lost(people: list[Card]) -> None:
    everybody = [(one.path, other.path) for one, other in combinations(people, 2)]
    pairs = [(each.kept.path, each.other.path) for each in found(*people)]

    assert found(*people, apart=everybody) == []
    assert not set(pairs[:1]) & {
        (each.kept.path, each.other.path) for each in found(*people, apart=pairs[:1])
    }
