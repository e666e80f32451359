from typing import Any

import pytest

from tests.engine_people import TODAY, card, day, somebody
from vault_tool.config import DEFAULTS
from vault_tool.dates import Duration
from vault_tool.engine.conditions import holds, parse_conditions
from vault_tool.engine.query import Filter, find_person, select
from vault_tool.errors import NobodyFound, SeveralFound, UsageError
from vault_tool.model import Card, Standing

GIULIA = card(
    "Giulia Rossi",
    aliases=["Giuli", "la Rossi"],
    email=["Giulia@Example.org", "g.rossi@example.net"],
    phone="0039 051 555 0142",
)
MARCO = card("Marco Bianchi", path="Clients/Marco Bianchi.md", phone=["347 555 0188"])
JOSE = card("José Nuñez", path="People/jose.md", status="archived")
GIULIA_B = card("Giulia Bassi", status="deceased")
OBRIEN = card("Sinéad O’Brien")
EVERYBODY = [GIULIA, MARCO, JOSE, GIULIA_B, OBRIEN]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Giulia Rossi", GIULIA),
        ("giulia rossi", GIULIA),
        ("  Giulia   Rossi ", GIULIA),
        ("giuli", GIULIA),
        ("LA ROSSI", GIULIA),
        ("rossi", GIULIA),
        ("rossi giulia", GIULIA),
        ("giu ros", GIULIA),
        ("giulia@example.org", GIULIA),
        ("mailto:g.rossi@example.net", GIULIA),
        ("+39 051 5550142", GIULIA),
        ("051/555-0142", GIULIA),
        ("+393475550188", MARCO),
        ("Clients/Marco Bianchi.md", MARCO),
        ("./Clients/Marco Bianchi", MARCO),
        ("[[Marco Bianchi]]", MARCO),
        ("[[Clients/Marco Bianchi|him]]", MARCO),
        ("[[Marco Bianchi#Log]]", MARCO),
        ("jose nunez", JOSE),
        ("JOSÉ NUÑEZ", JOSE),
        ("jose", JOSE),
        ("bassi", GIULIA_B),
        ("sinead o'brien", OBRIEN),
        ("obrien", OBRIEN),
    ],
)
def test_a_person_is_found_by(typed: str, meant: Card) -> None:
    found = find_person(EVERYBODY, typed)
    assert found.card == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Marco Biancih", MARCO),
        ("marc", None),
        ("mraco", MARCO),
        ("bianki", MARCO),
        ("giulia rosssi", GIULIA),
        ("guilia rosi", GIULIA),
    ],
)
def test_a_small_slip_is_forgiven_and_told(typed: str, meant: Card | None) -> None:
    found = find_person(EVERYBODY, typed)
    assert (found.card, found.slipped) == (meant or MARCO, meant is not None)


def test_two_people_of_one_first_name_are_both_offered_by_name() -> None:
    with pytest.raises(SeveralFound) as raised:
        find_person(EVERYBODY, "giulia")
    assert raised.value.candidates == (
        ("Giulia Bassi", "People/Giulia Bassi.md"),
        ("Giulia Rossi", "People/Giulia Rossi.md"),
    )


def test_a_slip_that_fits_two_is_not_forgiven() -> None:
    with pytest.raises(SeveralFound):
        find_person([card("Anna Neri"), card("Anna Nevi")], "anna nebi")


@pytest.mark.parametrize("typed", ["Wolfgang", "xy", "", "   ", "999", "nobody@example.org"])
def test_who_fits_nobody_is_nobody(typed: str) -> None:
    with pytest.raises(NobodyFound):
        find_person(EVERYBODY, typed)


def test_the_nearest_names_are_offered() -> None:
    with pytest.raises(NobodyFound) as raised:
        find_person(EVERYBODY, "Marko Biankini")
    assert raised.value.hint == "Nearest: Marco Bianchi."


def test_a_whole_name_goes_before_the_beginning_of_a_longer_one() -> None:
    people = [card("Anna"), card("Annalisa Neri"), card("Anna Maria Neri")]
    assert find_person(people, "anna").card == people[0]


def test_an_exact_accent_goes_before_a_name_without_it() -> None:
    people = [card("Jose"), card("José")]
    assert find_person(people, "José").card == people[1]


# Filters.

PEOPLE = [
    card(
        "Ada Neri",
        tags=["friend/close", "choir"],
        location=["Milano", "Bologna"],
        weight="5",
        language="it-IT",
        met="2024-05-03",
        met_at="PyCon Italia, Bologna",
        met_through="[[Marco Bianchi|Marco]]",
        offers=["tax returns", "gardening"],
        needs="a violin teacher",
        company="[[Comune di Bologna]]",
    ),
    card("Bruno Verdi", tags=["friend"], location="Romania", weight="2", language="en"),
    card("Carla Blu", tags=["friendly"], met_at="Bagno 27, Rimini", frequency="6w", pref="yes"),
    card("Me Myself", me=True, location="Milano"),
]
STANDINGS = [
    somebody("Ada Neri", talks=["2026-01-01"], weight=5),
    somebody("Bruno Verdi", talks=["2026-11-01"], weight=2),
    somebody("Carla Blu"),
]


def chosen(**said: Any) -> list[str]:
    found = select(PEOPLE, STANDINGS, Filter(**said), DEFAULTS, TODAY)
    return [each.name.split()[0] for each in found]


def test_without_a_filter_everybody_is_chosen_by_name_but_the_user() -> None:
    assert chosen() == ["Ada", "Bruno", "Carla"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"tags": ("friend",)}, ["Ada", "Bruno"]),
        ({"tags": ("#friend/close",)}, ["Ada"]),
        ({"tags": ("choir", "friendly")}, ["Ada", "Carla"]),
        ({"in_place": ("milano",)}, ["Ada"]),
        ({"in_place": ("Roma",)}, []),
        ({"in_place": ("Rimini",)}, ["Carla"]),
        ({"in_place": ("bologna", "romania")}, ["Ada", "Bruno"]),
        ({"met_at": ("pycon",)}, ["Ada"]),
        ({"through": ("Marco",)}, ["Ada"]),
        ({"knows": ("Marco Bianchi",)}, ["Ada"]),
        ({"knows": ("garden",)}, ["Ada"]),
        ({"needs": ("violin",)}, ["Ada"]),
        ({"offers": ("tax",)}, ["Ada"]),
        ({"language": ("it",)}, ["Ada"]),
        ({"language": ("it", "en_GB")}, ["Ada", "Bruno"]),
        ({"not_since": Duration(months=6)}, ["Ada", "Carla"]),
        ({"due": True}, ["Ada"]),
        ({"text": "comune"}, ["Ada"]),
        ({"text": "neri bologna"}, ["Ada"]),
        ({"tags": ("friend",), "language": ("en",)}, ["Bruno"]),
    ],
)
def test_a_filter_chooses(said: dict[str, Any], expected: list[str]) -> None:
    assert chosen(**said) == expected


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (("weight>=3",), ["Ada", "Carla"]),
        (("weight = 5", "language=en"), ["Ada", "Bruno"]),
        (("weight>=3 & language=it-IT",), ["Ada"]),
        (("met<2025",), ["Ada"]),
        (("met=2024-05",), ["Ada"]),
        (("met>=2024-06",), []),
        (("frequency<2 months",), ["Carla"]),
        (("company=comune di bologna",), ["Ada"]),
        (("company~bologna",), ["Ada"]),
        (("Pref=yes",), ["Carla"]),
        (("pref!=yes",), ["Ada", "Bruno"]),
        (("location=Bologna",), ["Ada"]),
        (("location!=Bologna",), ["Bruno", "Carla"]),
        (("name>=B",), ["Bruno", "Carla"]),
        (("tags=choir",), ["Ada"]),
        (("status=active",), ["Ada", "Bruno", "Carla"]),
    ],
)
def test_where_compares_any_property(where: tuple[str, ...], expected: list[str]) -> None:
    assert chosen(where=tuple(parse_conditions(each) for each in where)) == expected


@pytest.mark.parametrize("text", ["", "weight", ">=3", "weight 3"])
def test_what_is_no_comparison_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_conditions(text)


@pytest.mark.parametrize(
    ("condition", "value", "expected"),
    [
        ("n>9", "10", True),
        ("n>9", "many", False),
        ("n=05", "5", True),
        ("d>=2026-05", "2026-05-31", True),
        ("d>2026-05", "2026-05-31", False),
        ("d<2026", "2025-12-31", True),
        ("d=--06-12", "1984-06-12", True),
        ("d>2020", "--06-12", False),
        ("d<2026-05-02", "[[2026-05-01]]", True),
        ("t=Città", "citta", True),
        ("t~neri", ["Anna Neri", "Ugo"], True),
        ("t=x", {"deep": ["y", "x"]}, True),
        ("t=x", None, False),
        ("t!=x", None, True),
        ("t!=x", "", True),
        ("t=", "", False),
    ],
)
def test_a_condition_holds(condition: str, value: Any, expected: bool) -> None:
    (parsed,) = parse_conditions(condition)
    assert holds(parsed, value, TODAY) is expected


def test_who_was_never_talked_to_was_not_talked_to_for_any_time() -> None:
    assert chosen(not_since=Duration(months=1200)) == ["Carla"]


def test_a_talk_exactly_that_long_ago_is_not_since() -> None:
    people: list[Standing] = [somebody("Ada Neri", talks=["2026-11-16"])]
    week = Filter(not_since=Duration(days=7))
    assert [each.name for each in select(PEOPLE[:1], people, week, DEFAULTS, TODAY)] == ["Ada Neri"]
    assert select(PEOPLE[:1], people, week, DEFAULTS, day("2026-11-22")) == []
