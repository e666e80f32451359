"""A part of the people as bytes: each row is found by its place, beside the glance at the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine_people import somebody
from vault_tool.index.packing import packed
from vault_tool.index.standing_rows import (
    Properties,
    glances_of,
    kept_in,
    kept_of,
    part_of,
    row_at,
    rows_of,
    standing_of,
)
from vault_tool.model import Standing
from vault_tool.roster import glance_at


def person(name: str, *, me: bool) -> Standing:
    standing = somebody(name, talks=[f"2026-11-{len(name):02}"])
    return standing._replace(person=standing.person._replace(me=me))


@given(st.lists(st.booleans(), max_size=5))
def test_the_row_at_a_place_is_of_whom_the_glance_there_is(mine: list[bool]) -> None:
    people = [person("A" * (number + 1), me=me) for number, me in enumerate(mine)]
    part = part_of(map(kept_of, people))
    named = [each for each in people if not each.person.me]
    places = range(len(named))
    assert [standing_of(row_at(part, place)) for place in places] == named
    assert glances_of(part) == [glance_at(each) for each in named]
    own = [each for each in people if each.person.me]
    assert [standing_of(row) for row in rows_of(part)] == [*named, *own]
    assert kept_in(part) == {each.path: kept_of(each) for each in people}


KEYS = st.sampled_from(("name", "met_through", "met", "città", "through")) | st.text(max_size=5)
VALUES = st.none() | st.text(max_size=9) | st.lists(KEYS, max_size=3)


@given(st.dictionaries(KEYS, VALUES, max_size=4), st.lists(KEYS, max_size=4))
def test_packed_properties_answer_as_the_properties_do(
    held: dict[str, object], asked: list[str]
) -> None:
    for key in asked:
        assert Properties(packed(held)).get(key, "?") == held.get(key, "?")
        assert (key in Properties(packed(held))) == (key in held)
        if key in held:
            assert Properties(packed(held))[key] == held[key]
        else:
            with pytest.raises(KeyError):
                Properties(packed(held))[key]
    assert Properties(packed(held)) == held
