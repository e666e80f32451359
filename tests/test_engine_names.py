import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tool.engine.names import (
    Lookalikes,
    distance,
    link_name,
    phone_digits,
    plain_name,
    words,
)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Giulia  Rossi", "giulia rossi"),
        ("JOSÉ Nuñez", "jose nunez"),
        ("José", "jose"),
        ("Łukasz Żółć", "lukasz zolc"),
        ("Bjørn Straße", "bjorn strasse"),
        ("O’Brien", "o'brien"),
        ("Ａda", "ada"),
    ],
)
def test_a_plain_name_has_no_case_and_no_accents(text: str, plain: str) -> None:
    assert plain_name(text) == plain


def test_words_have_no_punctuation_unless_there_is_nothing_else() -> None:
    assert words("milano (mi), c++ o'brien-smith") == ["milano", "mi", "c++", "o", "brien", "smith"]
    assert words("🍕 🍕") == ["🍕", "🍕"]


@pytest.mark.parametrize(
    "typed",
    [
        *("+39 051 555 0142", "0039 0515550142", "051/5550142", "(051) 555-01.42"),
        *("tel:+390515550142", "Tel: 051 5550142", "+39 051 555 0142 (work)"),
        *("051 555 0142 int. 3", "051 555 0142, cell"),
    ],
)
def test_a_phone_is_the_same_in_any_form(typed: str) -> None:
    assert phone_digits(typed) == phone_digits("+390515550142")


@pytest.mark.parametrize("typed", ["12345", "", "call 0515550142", "x", "agent47", "051555x0142"])
def test_what_is_no_phone_has_no_digits(typed: str) -> None:
    assert phone_digits(typed) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("[[Ada]]", "Ada"),
        ("[[People/Ada.md#Log|her]]", "Ada"),
        ("[[Ada^block]]", "Ada"),
        ("Ada", "Ada"),
    ],
)
def test_a_link_names_its_note(text: str, name: str) -> None:
    assert link_name(text) == name


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("marco", "marco", 0),
        ("marco", "macro", 1),
        ("marco", "marc", 1),
        ("marco", "marko", 1),
        ("marco", "xmarco", 1),
        ("marco", "mrkco", 2),
        ("marco", "giulia", 3),
    ],
)
def test_the_distance_counts_slips_of_the_fingers(one: str, other: str, slips: int) -> None:
    assert distance(one, other, 2) == slips


short = st.text("abc", max_size=6)


@given(short, short)
def test_the_distance_is_the_same_both_ways(one: str, other: str) -> None:
    assert distance(one, other, 2) == distance(other, one, 2)


@given(st.lists(st.text("abcd", min_size=4, max_size=6), max_size=6), st.text("abcd", max_size=6))
def test_lookalikes_are_those_one_slip_away(names: list[str], typed: str) -> None:
    near = {name for name in names if distance(typed, name, 1) == 1} if len(typed) >= 4 else set()
    expected = near.pop() if len(near) == 1 else None
    assert Lookalikes({name: name for name in names}).one_slip_from(typed) == expected
