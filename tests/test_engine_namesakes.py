"""People of one name in a list: the first thing that each has and no other."""

import pytest

from vault_tool.engine.namesakes import apart
from vault_tool.model import Card, Value


def card(path: str, **properties: Value) -> Card:
    return Card(path, "Anna Neri", "active", False, False, (), (), properties)


def told(*cards: Card) -> list[str]:
    found = apart([(each.path, each.name) for each in cards], lambda: cards)
    return [found[each.path] for each in cards]


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ({"company": "[[Forno Rossi]]"}, {"company": ["Comune", "Teatro"]}, ["Forno Rossi", "Comune, Teatro"]),
        ({"company": "Comune", "location": "Rimini"}, {"location": "Bologna"}, ["Rimini", "Bologna"]),
        ({"location": "Rimini", "role": "a"}, {"location": "rimini", "role": "b"}, ["a", "b"]),
        ({}, {"location": "Rimini"}, ["Inbox", "People"]),
    ],
)  # fmt: skip
def test_company_then_town_then_role_then_folder(
    one: dict[str, Value], other: dict[str, Value], words: list[str]
) -> None:
    assert told(card("Inbox/Anna Neri.md", **one), card("People/Anna Neri.md", **other)) == words


def test_in_one_folder_the_file_tells_them_apart() -> None:
    assert told(card("People/Anna 1.md"), card("People/Anna 2.md")) == [
        "People/Anna 1",
        "People/Anna 2",
    ]


def test_three_have_one_thing_that_parts_all_of_them() -> None:
    three = [card(f"{town}/A.md", company="x", location=town) for town in ("A", "B", "C")]

    assert told(*three) == ["A", "B", "C"]


def test_nobody_is_asked_about_where_all_names_differ() -> None:
    def never() -> list[Card]:
        raise AssertionError

    assert apart([("a.md", "Anna"), ("b.md", "Bo"), ("a.md", "Anna")], never) == {}
