"""A part of the people as bytes: each row is found by its place, beside the glance at the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tool.index.packing import packed, unpacked
from vault_tool.index.person_rows import own_kept
from vault_tool.index.rows import in_both
from vault_tool.index.standing_rows import (
    Kept,
    Properties,
    glances_of,
    kept_in,
    part_of,
    row_at,
    rows_of,
    standing_of,
)
from vault_tool.note.conventions import Conventions
from vault_tool.note.reading import read_note
from vault_tool.roster import glance_at


def person(name: str, *, me: bool) -> Kept:
    text = f"---\ntype: person\nme: {str(me).lower()}\n---\n- 2026-11-{len(name):02} coffee\n"
    note = read_note(f"People/{name}.md", text.encode(), Conventions())
    both = in_both(note)
    kept = own_kept(note, both.person, both.columns)
    assert kept
    return kept


@given(st.lists(st.booleans(), max_size=5))
def test_the_row_at_a_place_is_of_whom_the_glance_there_is(mine: list[bool]) -> None:
    people = [person("A" * (number + 1), me=me) for number, me in enumerate(mine)]
    part = part_of(people)
    rows = [unpacked(row) for row, glance in people if glance]
    named = [standing_of(row) for row in rows]
    assert [row_at(part, place) for place in range(len(named))] == rows
    assert glances_of(part) == [glance_at(each) for each in named]
    own = [unpacked(row) for row, glance in people if not glance]
    assert list(rows_of(part)) == [*rows, *own]
    assert kept_in(part) == {unpacked(each[0])[0]: each for each in people}


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
