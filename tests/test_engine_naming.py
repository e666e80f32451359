import pytest

from tests.engine_people import card
from vault_tool.engine.companions import companions
from vault_tool.engine.naming import exactly
from vault_tool.errors import NobodyFound, SeveralFound
from vault_tool.model import Card

GIULIA = card(
    "Giulia Rossi", aliases=["Giuli"], email="g.rossi@example.org", phone="0039 051 555 0142"
)
MARCO = card("Marco Bianchi", path="Clients/Marco Bianchi.md", phone=["(347) 555-0188"])
JOSE = card("José Nuñez", path="People/jose.md", status="archived")
BASSI = card("Giulia Bassi", status="deceased")
IVAN = card("Иван Петров", aliases=["Ваня"])
ANNALISA = card("Annalisa Neri")
EVERYBODY = [GIULIA, MARCO, JOSE, BASSI, IVAN, ANNALISA]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Giulia Rossi", GIULIA),
        ("giulia  ROSSI", GIULIA),
        ("rossi giulia", GIULIA),
        ("Rossi", GIULIA),
        ("giuli", GIULIA),
        ("G.Rossi@example.org", GIULIA),
        ("+39 051 5550142", GIULIA),
        ("0039051 555 0142", GIULIA),
        ("051/555-0142", GIULIA),
        ("tel:+390515550142", GIULIA),
        ("+39 347 555 0188", MARCO),
        ("347 5550188", MARCO),
        ("(347) 5550188", MARCO),
        ("Clients/Marco Bianchi.md", MARCO),
        ("[[Marco Bianchi|him]]", MARCO),
        ("marco", MARCO),
        ("jose nunez", JOSE),
        ("JOSÉ", JOSE),
        ("bassi", BASSI),
        ("иван петров", IVAN),
        ("ваня", IVAN),
    ],
)
def test_who_is_called_exactly_so_is_meant(typed: str, meant: Card) -> None:
    assert exactly(EVERYBODY, typed) == meant


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("guilia rossi", "Did you mean Giulia Rossi?"),
        ("Marco Biancih", "Did you mean Marco Bianchi?"),
        ("marc", "Did you mean Marco Bianchi?"),
        ("anna", "Did you mean Annalisa Neri?"),
        ("giu ros", "Did you mean Giulia Rossi?"),
    ],
)
def test_a_beginning_or_a_slip_is_asked_about_and_never_taken(typed: str, hint: str) -> None:
    with pytest.raises(NobodyFound) as raised:
        exactly(EVERYBODY, typed)
    assert raised.value.hint == hint
    assert raised.value.candidates


@pytest.mark.parametrize("typed", ["Wolfgang", "", "  ", "999", "nobody@example.org"])
def test_who_is_like_nobody_has_no_candidates(typed: str) -> None:
    with pytest.raises(NobodyFound) as raised:
        exactly(EVERYBODY, typed)
    assert raised.value.candidates == ()


def test_two_of_one_first_name_are_offered_the_living_first() -> None:
    with pytest.raises(SeveralFound) as raised:
        exactly(EVERYBODY, "giulia")
    assert [name for name, _ in raised.value.candidates] == ["Giulia Rossi", "Giulia Bassi"]


def test_who_appears_with_the_others_comes_first() -> None:
    people = [card("Anna Alba"), card("Anna Zeni"), MARCO]
    together = companions([("People/Anna Zeni.md", MARCO.path)] * 2)
    with pytest.raises(SeveralFound) as raised:
        exactly(people, "anna", company=[MARCO.path], companions=together)
    assert [name for name, _ in raised.value.candidates] == ["Anna Zeni", "Anna Alba"]


def test_an_alias_goes_before_a_part_of_another_name() -> None:
    people = [card("Anna Neri", aliases=["Giulia"]), GIULIA]
    assert exactly(people, "giulia") == people[0]


def test_companions_are_counted_both_ways_and_nobody_keeps_their_own_company() -> None:
    counted = companions([("a", "b", "c"), ("a", "b"), ("a", "a"), ()])
    assert counted == {"a": {"b": 2, "c": 1}, "b": {"a": 2, "c": 1}, "c": {"a": 1, "b": 1}}
