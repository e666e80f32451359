"""Whom one can reach for something and through whom; whom one knows at a place."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine_people import TODAY, card, gift, loop, somebody
from vault_tool.engine.acquaintance import acquaintance
from vault_tool.engine.preparing import There, prepare
from vault_tool.engine.reachable import Reachable, reachable
from vault_tool.model import Card, Hit, Standing


def reach(
    wanted: str, *people: Card, standings: tuple[Standing, ...] = (), groups: Any = ()
) -> tuple[Reachable, ...]:
    """Return who can be reached for something."""
    return reachable(people, standings, acquaintance(people, groups), wanted, TODAY)


@pytest.mark.parametrize(
    ("wanted", "of"),
    [
        ("notary", {"role": "notaio a Bologna"}),
        ("Notary", {"offers": ["tax returns", "a notary's advice"]}),
        ("cello lessons", {"offers": "lezioni di violoncello"}),
        ("boat", {"role": "[[Boats|builds boats]]"}),
        ("proofread", {"offers": "English proofreading"}),
    ],
    ids=str,
)
def test_an_offer_or_a_role_is_what_one_asks_for(wanted: str, of: dict[str, Any]) -> None:
    assert [each.card.name for each in reach(wanted, card("Ada", **of))] == ["Ada"]


@pytest.mark.parametrize(
    "of",
    [
        {"needs": "a notary"},
        {"offers": "notary", "status": "paused"},
        {"offers": "notary", "status": "deceased"},
        {"offers": "notary", "me": True},
        {"offers": "a boat"},
    ],
    ids=str,
)
def test_nobody_else_is_asked(of: dict[str, Any]) -> None:
    assert reach("notary", card("Ada", **of)) == ()
    assert reach(" ", card("Ada", **of)) == ()


def test_the_closest_first_then_whom_one_talked_to_last() -> None:
    people = [card(name, offers="notary") for name in ("Ada", "Bea", "Carla")]
    standings = (
        somebody("Ada", weight=3, talks=["2026-01-01"]),
        somebody("Bea", weight=3, talks=["2026-10-01"]),
        somebody("Carla", weight=5),
    )
    found = reach("notary", *people, standings=standings)
    assert [each.card.name for each in found] == ["Carla", "Bea", "Ada"]


def test_who_brought_them_stands_before_who_knows_them_too() -> None:
    people = [
        card("Ada", offers="notary", met_through="[[Carla]]"),
        card("Bea"), card("Carla"), card("Dora"), card("Gone", status="deceased"),
    ]  # fmt: skip
    standings = (somebody("Bea", weight=2), somebody("Dora", weight=5))
    groups = [("People/Ada.md", f"People/{name}.md") for name in ("Bea", "Dora", "Gone")]
    (found,) = reach("notary", *people, standings=standings, groups=groups)
    assert [(each.name, each.how) for each in found.between] == [
        ("Carla", "brought"), ("Dora", "knows"), ("Bea", "knows"),
    ]  # fmt: skip


@given(
    st.lists(st.sampled_from(["notary", "a boat", "notaio", ""]), max_size=6), st.text(max_size=8)
)
def test_whoever_is_reached_offers_something(offers: list[str], wanted: str) -> None:
    people = [card(f"P{number}", offers=offer) for number, offer in enumerate(offers)]
    for each in reach(wanted, *people):
        assert each.offers == (each.card.properties["offers"],)


# At a place


def there(wanted: str, *people: Card, standings: Any = (), hits: Any = ()) -> tuple[There, ...]:
    """Return whom one knows at a place."""
    return prepare(people, standings, hits, wanted, TODAY)


@pytest.mark.parametrize(
    ("of", "ties"),
    [
        ({"location": "Forlì"}, ("lives",)),
        ({"location": ["Roma", "forli (home)"]}, ("lives",)),
        ({"company": "[[Archivio di Forlì]]"}, ("works",)),
        ({"met_at": "liceo classico, Forlì"}, ("met",)),
        ({"met_how": "on the train to FORLI"}, ("met",)),
        ({"location": "Forlì", "met_at": "Forlì"}, ("lives", "met")),
    ],
    ids=str,
)
def test_how_somebody_belongs_to_a_place(of: dict[str, Any], ties: tuple[str, ...]) -> None:
    (found,) = there("forlì", card("Ada", **of))
    assert found.ties == ties


@pytest.mark.parametrize(
    "of",
    [
        {"location": "Bologna"},
        {"location": "Forlì", "status": "deceased"},
        {"location": "Forlì", "status": "archived"},
        {"location": "Forlì", "me": True},
    ],
    ids=str,
)
def test_who_is_not_there(of: dict[str, Any]) -> None:
    assert there("Forlì", card("Ada", **of)) == ()
    assert there("  ", card("Ada", **of)) == ()


def test_whom_nobody_has_looked_at_comes_last() -> None:
    people = [card("Ada", location="Forlì")._replace(inbox=True), card("Bea", met_at="Forlì")]
    assert [each.card.name for each in there("forlì", *people)] == ["Bea", "Ada"]


def test_a_line_that_names_the_place_is_a_tie_where_nothing_else_is() -> None:
    people = [card("Ada"), card("Bea", location="Rimini")]
    hits = [Hit(each.path, each.name, 9, "a week in Rimini", "active") for each in people]
    found = there("rimini", *people, hits=hits)
    assert [(each.card.name, each.ties, each.named) for each in found] == [
        ("Bea", ("lives",), None),
        ("Ada", ("named",), "a week in Rimini"),
    ]


@pytest.mark.parametrize(
    ("loops", "needs", "gifts", "kind"),
    [
        ([loop("promise", "p"), loop("cue", "c", "2026-11-01")], "n", [], "cue"),
        ([loop("promise", "p"), loop("cue", "c", "2026-11-23")], "n", [], "promise"),
        ([loop("cue", "c", "2026-12-01"), loop("owed", "o")], "n", [], "owed"),
        ([], "n", [gift("got", "info", "2026-01-01")], "need"),
        ([], "", [gift("got", "info", "2026-01-01")], "told"),
        ([], "", [gift("got", "info", "2027-01-01"), gift("gave", "info", "2026-01-01")], None),
    ],
)
def test_what_to_have_in_mind(loops: Any, needs: str, gifts: Any, kind: str | None) -> None:
    standing = somebody("Ada", loops=loops, gifts=gifts)
    (found,) = there("Rome", card("Ada", location="Rome", needs=needs), standings=[standing])
    assert (found.remember.kind if found.remember else None) == kind
