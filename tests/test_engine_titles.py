"""Titles of events: who is named beyond doubt was there, and nobody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tool.engine.titles import channel_in, named_in
from vault_tool.model import Card

NAMES = ("Anna Neri", "Marco Ferri", "Anna Bruni", "Will Hope", "Zia Pina", "Gòmez")
ALIASES = {"Marco Ferri": ("Marchino",), "Anna Bruni": ("Nina", "Anna")}
CARDS = [
    *(
        Card(f"People/{name}.md", name, "active", False, False, ALIASES.get(name, ()), (), {})
        for name in NAMES
    ),
    Card("People/Nora Fabbri.md", "Nora Fabbri", "active", False, True, ("Nora",), (), {}),
]


def named(title: str) -> list[str]:
    return [card.name for card in named_in([title], CARDS).get(title, ())]


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Coffee with Anna Neri", ["Anna Neri"]),
        ("Caffè con Anna Neri", ["Anna Neri"]),
        ("Pranzo Anna Neri", ["Anna Neri"]),
        ("Anna Neri Pranzo", ["Anna Neri"]),
        ("Pranzo con la Anna Neri", ["Anna Neri"]),
        ("Anna Neri", ["Anna Neri"]),
        ("anna neri", ["Anna Neri"]),
        ("Anna Neri / Nora Fabbri", ["Anna Neri"]),
        ("Nora <> Marco Ferri", ["Marco Ferri"]),
        ("1:1 Marco Ferri", ["Marco Ferri"]),
        ("Call with Anna Neri and Marco Ferri about the boat", ["Anna Neri", "Marco Ferri"]),
        ("Riunione con Neri Zanotti e Marco Ferri", ["Marco Ferri"]),
        ("Dinner with Marchino", ["Marco Ferri"]),
        ("Lunch with Nina", ["Anna Bruni"]),
        ("Coffee with Zia Pina", ["Zia Pina"]),
        ("Call Gomez", ["Gòmez"]),
        ("Dinner with Will Hope", ["Will Hope"]),
    ],
)
def test_a_whole_name_in_company_or_alone_was_there(title: str, names: list[str]) -> None:
    assert named(title) == names


@pytest.mark.parametrize(
    "title",
    [
        "Coffee with Anna",  # an alias of one, and another is called so too
        "Coffee with Neri",
        "Coffee with Marco",
        "Coffee with Ana Neri",
        "Coffee with Anna Neri Bianchi",
        "Coffee with Maria Anna Neri",
        "Compleanno di Anna Neri",
        "Anna Neri's birthday",
        "Birthday Anna Neri",
        "Regalo per Anna Neri",
        "Cena con la sorella di Anna Neri",
        "Lunch with Anna Neri's brother",
        "Ask Anna Neri about the boat",
        "Coffee with Anna Neri?",
        "CANCELLED: coffee with Anna Neri",
        "Annullato: caffè con Anna Neri",
        "Coffee with Nora Fabbri",
        "",
    ],
)
def test_who_only_may_be_meant_or_is_spoken_of_was_not(title: str) -> None:
    assert named(title) == []


@pytest.mark.parametrize(
    ("title", "channel"),
    [
        ("Call with Anna Neri", "call"),
        ("Telefonata Anna", "call"),
        ("Zoom: budget", "video"),
        ("Caffè con Anna", "in-person"),
        ("Budget", None),
        ("Email Anna", None),
    ],
)
def test_a_title_may_say_how_people_met(title: str, channel: str | None) -> None:
    assert channel_in(title) == channel


WORDS = st.sampled_from((
    "Coffee", "with", "con", "Anna", "Neri", "Bruni", "Marco", "Ferri", "Nora", "and", "'s", ",",
    "/", "?", ":", "di", "the", "Gòmez", "[[Anna Neri]]", "#x",
))  # fmt: skip


@given(titles=st.lists(st.lists(WORDS, max_size=7).map(" ".join), max_size=4))
def test_titles_together_name_whom_each_names_alone_and_never_the_user(titles: list[str]) -> None:
    together = named_in(titles, CARDS)

    for title in titles:
        people = together.get(title, ())
        assert [card.name for card in people] == named(title)
        assert not any(card.me for card in people)
        for card in people:
            plain = title.casefold()
            names = (card.name, *card.aliases)
            assert any(all(word.casefold() in plain for word in name.split()) for name in names)
