"""A part of the people as bytes: each row is found by its place, beside the glance at the same."""

from hypothesis import given
from hypothesis import strategies as st

from tests.engine_people import somebody
from vault_tool.index.standing_rows import (
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
