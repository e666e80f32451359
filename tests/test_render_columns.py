"""Columns that align whatever is in them, lines that wrap under their own column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tool.render.columns import BOLD, PLAIN, display_width, laid_out, painted, wrapped


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("Giulia", 6),
        ("Zoë", 3),
        ("Zoe\u0308", 3),
        ("渡辺 潤", 7),
        ("ｱｲｳ", 3),
        ("한국", 4),
        ("\u1112\u1161\u11ab", 2),
        ("👍", 2),
        ("👍🏽", 2),
        ("👩‍👩‍👧", 2),
        ("☂️", 2),
        ("☂", 1),
        ("🇮🇹", 2),
        ("· – … «»", 8),
        (f"{BOLD}x{PLAIN}", 1),
        ("", 0),
    ],
    ids=ascii,
)
def test_width_is_counted_in_columns_of_a_terminal(text: str, columns: int) -> None:
    assert display_width(text) == columns


def test_cells_align_by_what_is_seen() -> None:
    assert laid_out("渡辺 潤\t9 weeks\task\nZoe\u0308\t3 days\tsay hello\n", None) == (
        "渡辺 潤   9 weeks   ask\nZoe\u0308       3 days    say hello\n"
    )


def test_a_long_cell_wraps_under_its_own_column() -> None:
    text = "Giulia Rossi\t9 weeks, you like 6\task how the permit hearing went (12 Nov) · hello"
    assert laid_out(text, 64) == (
        "Giulia Rossi   9 weeks, you like 6   ask how the permit hearing\n"
        "                                     went (12 Nov) · hello\n"
    )


def test_a_dot_between_two_reasons_does_not_begin_a_line() -> None:
    assert wrapped("one two · three", 8) == ["one", "two ·", "three"]


def test_a_day_in_brackets_stays_in_one_piece() -> None:
    assert wrapped("the hearing (12 Nov) · next", 16) == ["the hearing", "(12 Nov) · next"]


def test_without_a_width_nothing_wraps() -> None:
    line = "word " * 100 + "end"
    assert laid_out(line, None) == f"{line}\n"


def test_an_indented_paragraph_keeps_its_indent_where_it_wraps() -> None:
    assert laid_out("  one two three four", 12) == "  one two\n  three four\n"


def test_many_empty_lines_become_one_and_none_stands_at_the_ends() -> None:
    assert laid_out("\n\none\n\n\n\ntwo\n\n", 80) == "one\n\ntwo\n"
    assert laid_out("\n\n", 80) == ""


def test_emphasis_is_colour_on_a_terminal_and_nothing_elsewhere() -> None:
    assert painted(f"{BOLD}Today{PLAIN}", color=True) == "\x1b[1mToday\x1b[0m"
    assert painted(f"{BOLD}Today{PLAIN}", color=False) == "Today"


def test_escape_sequences_of_a_template_are_not_obeyed() -> None:
    assert painted("\x1b[31mred\x1b]0;title\x07", color=True) == "\ufffd[31mred\ufffd]0;title\ufffd"


words = st.text(st.sampled_from("aé渡👍·–\u0308x"), min_size=1, max_size=8).filter(
    lambda word: display_width(word) > 0
)


@given(st.lists(words, min_size=1, max_size=20), st.integers(4, 40))
def test_wrapping_keeps_every_word_and_the_width(said: list[str], width: int) -> None:
    text = " ".join(said)
    lines = wrapped(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(display_width(line) <= width + 2 for line in lines)  # a `·` may hang over


@given(
    st.lists(st.tuples(words, words, st.lists(words, max_size=12).map(" ".join)), min_size=1),
    st.integers(20, 120),
)
def test_no_table_is_wider_than_the_terminal(rows: list[tuple[str, ...]], width: int) -> None:
    text = "\n".join("\t".join(row) for row in rows)
    least = 12 * 3 + 6  # three columns that cannot be squeezed further, and the gaps
    shown = laid_out(text, width)
    assert all(display_width(line) <= max(width, least) + 2 for line in shown.splitlines())
