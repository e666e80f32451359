"""The rows of a note say what the note says."""

from hypothesis import given
from hypothesis import strategies as st

from tests.test_index_law import PATHS, TEXTS
from vault_tool.index.gather import own_counts, telling
from vault_tool.index.note_rows import columns_of, decode_note
from vault_tool.index.rows import facts_row, in_both, spelled, telling_of, text_row
from vault_tool.model import Note
from vault_tool.note.conventions import Conventions
from vault_tool.note.reading import read_note

LINKS = st.sampled_from(
    ("[[Ada]]", "[[Ä/Straße|S]]", "[[a/B.md#c]]", "![[Ada]]", "[x](a%0Ab.md)", "[y](p/q.md)")
)
NOTES = st.builds(
    lambda path, text, links: read_note(
        path,
        f"{text}- 2026-11-02 saw {' '.join(links)}\n{' '.join(links)}\n".encode(),
        Conventions(),
    ),
    PATHS,
    TEXTS,
    st.lists(LINKS, max_size=4),
)


@given(NOTES)
def test_a_whole_note_comes_back_as_it_was(note: Note) -> None:
    row = text_row(note, b"", b"", in_both(note))
    assert decode_note(note.path, row.facts) == note


@given(NOTES)
def test_whatever_a_note_links_to_is_found_in_its_row(note: Note) -> None:
    targets = facts_row(note, b"", in_both(note)).targets or b""
    linked = {each.target for each in note.links} | {each.target for each in note.mentions}
    linked.update(*(each.people for each in note.interactions))
    linked.update(*(each.people for each in note.loops))
    if note.kind == "made":
        assert not targets
    else:
        assert all(spelled(target) in targets for target in linked)
        names = {spelled(target).strip(b"\n") for target in linked}
        assert not b"\n".join(names) or set(targets.split(b"\n")) <= {
            b"",
            *(line for name in names for line in name.split(b"\n")),
        }


@given(NOTES)
def test_what_a_note_says_of_people_is_counted_and_told(note: Note) -> None:
    columns = columns_of(note)
    has_own = note.person is not None and not note.person.me
    loops = [each for each in note.loops if each.state == "open"]
    assert own_counts(note, columns) == (
        sum(each.own and has_own for each in note.interactions),
        sum(each.own and has_own for each in loops),
    )
    told = telling(note, columns)
    items = [each.line for each in note.interactions if each.people]
    tasks = [each.line for each in loops if each.people]
    if note.kind == "made" or not (items or tasks):
        assert told is None
    else:
        assert told
        assert [each.line for each in told.items] == items
        assert [each.line for each in told.tasks] == tasks
        row = facts_row(note, b"", in_both(note)).telling
        assert row
        assert telling_of(row) == told
