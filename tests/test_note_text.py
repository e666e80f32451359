import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vault_tool.note.text import decode, lines, place


def told(data: bytes) -> list[tuple[str, int, int, str]]:
    _, problems = decode(data, "Ann.md")
    return [(problem.code, problem.line, problem.column, problem.level) for problem in problems]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        ("Zoë 🎉\n".encode(), "Zoë 🎉\n"),
        (b"\xef\xbb\xbf---\nname: Ann\n", "---\nname: Ann\n"),
        (b"a\r\nb\nc", "a\r\nb\nc"),
        ("a\u2028b\x0bc\x0cd\x85e".encode(), "a\u2028b\x0bc\x0cd\x85e"),
    ],
    ids=["empty", "utf-8", "byte order mark", "line ends", "separators"],
)
def test_an_ordinary_note_is_its_text_and_has_no_problem(data: bytes, text: str) -> None:
    assert decode(data, "Ann.md") == (text, ())


def test_only_one_byte_order_mark_is_removed() -> None:
    assert decode(b"\xef\xbb\xbf\xef\xbb\xbfa", "Ann.md") == ("\ufeffa", ())


def test_a_byte_that_is_no_utf8_is_replaced_and_the_first_is_told() -> None:
    text, problems = decode("é\r\nlà ".encode() + b"caf\xe9 \xff.\n", "Ann.md")
    assert text == "é\r\nlà caf\ufffd \ufffd.\n"
    assert [str(problem) for problem in problems] == [
        "Ann.md:2:7: error: the byte 0xE9 is no UTF-8. "
        "Open the note in the encoding it was written in, and save it as UTF-8."
    ]


@pytest.mark.parametrize(
    ("data", "at"),
    [
        (b"\xe9", (1, 1)),
        (b"\xef\xbb\xbf\xe9", (1, 1)),
        (b"abc\xc3", (1, 4)),
        (b"a\rb\r\n\nc\xed\xa0\x80", (4, 2)),
    ],
    ids=["first", "behind a byte order mark", "cut off", "surrogate"],
)
def test_the_place_of_a_bad_byte_is_line_and_column(data: bytes, at: tuple[int, int]) -> None:
    problem = next(p for p in decode(data, "Ann.md")[1] if p.code == "utf8")
    assert (problem.line, problem.column) == at


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_is_read_and_reported(encoding: str) -> None:
    data = "\ufeff---\nname: Zoë 🎉\n".encode(encoding)
    assert decode(data, "Ann.md")[0] == "---\nname: Zoë 🎉\n"
    assert told(data) == [("utf16", 1, 1, "warning")]


def test_damaged_utf16_is_read_as_far_as_it_goes() -> None:
    data = b"\xff\xfea\x00\n\x00b\x00\x00\xd8\x00\x00c"
    assert decode(data, "Ann.md")[0].startswith("a\nb\ufffd")
    assert ("utf8", 2, 2, "error") in told(data)


def test_a_nul_character_stays_and_is_told() -> None:
    assert decode(b"a\nbc\0d\0", "Ann.md")[0] == "a\nbc\0d\0"
    assert told(b"a\nbc\0d\0") == [("nul", 2, 3, "error")]


def test_a_lone_carriage_return_stays_and_is_told_once() -> None:
    assert decode(b"a\r\nb\rc\rd", "Ann.md")[0] == "a\r\nb\rc\rd"
    assert told(b"a\r\nb\rc\rd") == [("lone-cr", 2, 2, "warning")]
    assert told(b"a\r") == [("lone-cr", 1, 2, "warning")]
    assert told(b"a\r\n") == []


def test_a_line_ends_at_newline_or_return_and_nowhere_else() -> None:
    assert lines("a\nb\r\nc\rd\n\re\u2028f\x0bg\x0ch\x85i\x1cj\n") == [
        "a", "b", "c", "d", "", "e\u2028f\x0bg\x0ch\x85i\x1cj", ""
    ]  # fmt: skip


def test_a_place_counts_from_one() -> None:
    text = "a\r\nbc\rd\n"
    assert [place(text, at) for at in (0, 3, 4, 6, 8)] == [(1, 1), (2, 1), (2, 2), (3, 1), (4, 1)]


@given(st.binary(max_size=200))
@example(b"\xff\xfe\x00")
@example(b"\xfe\xff\xd8")
@example(b"\r")
def test_any_bytes_are_text_without_surrogates_and_problems_point_into_it(data: bytes) -> None:
    text, problems = decode(data, "Ann.md")
    text.encode("utf-8")
    rows = lines(text)
    for problem in problems:
        assert 1 <= problem.line <= len(rows)
        assert 1 <= problem.column <= len(rows[problem.line - 1]) + 1
