from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vault_tool.note.frontmatter import read_front_matter
from vault_tool.note.nodes import Block, Field, Scalar
from vault_tool.note.plain import read_plain
from vault_tool.note.yaml_block import load_block

REAL = """\
type: person
aliases:
  - Giulia del forno
  - "G. R."
tags: [person, friend/close]
company: "[[Acme Spa]]"
language: NO
zip: 02890
email:
- giulia@example.org
phone:
  - +39 051 555 0112
birthday: --03-04
best_time: 12:30
url: https://example.org/g#me
frequency: 6 weeks   # more in summer
# how we met
met: 2024-01-20
met_at:
offers:
    - pane, anche alle cinque

needs: []
partner: ~
tone: 'familiar'
note: <% tp.date.now() %>
nickname: n' Giulia 🎉
"""

VALUES = [
    "Ann", "+39 051 555", "--06-12", "2024-01-01", "12:30", "https://x.y/z#a", "C#", "a, b", "NO",
    "null", "Null", "~", "~x", "n", "it's", 'say "x"', "[[Bob]]", "x: y", "a #c", "#tag", "50%",
    "@x", "(x)", "-5", "-", "--", "---", "- a", "?x", ":x", "a:", "é", "日本", "{{t}}", "<% x %>",
    "<<", ".5", "...", " lead", "trail ", "'q'", '"q"', "''", '""', "'a''b'", r'"a\nb"', "'q' # c",
    '"q"#c', "'x", "[a, b]", "[]", "[ ]", "[a,b,]", "[,]", "[a, 'b', \"c d\"]", "[ a , b ]",
    "[null, ~]", "[a b, c-d] # c", "[[a, b]]", "[a: b]", "[a?]", '["[[X]]"]', "[a\"b]", "[-a]",
    "[", "[a", "{a: b}", "|", "> ", "&a x", "*a", "!x", "%a", "`c`", "", "  ", "# c", " # c",
    "a\tb", "a\u00a0b", "a\u2028b", "a\x85b", "a\0b", "👩\u200d👧", "e\u0301", "\ufeffa", "a\rb",
]  # fmt: skip
KEYS = [
    "name", "Last Contact", "a/b", "emoji 😀", "q?", "it's", "a, b", "x(y)", "été", "2024", "null",
    "~", 'a"b', "a#b", "a #b", "a[b]", "<<", "=", ".x", "-x", '"q"', "k ", " k", "k:k", "[k]", "",
    "k" * 1100,
]  # fmt: skip


@st.composite
def blocks(draw: st.DrawFn) -> str:
    """Lines as people write them, well or badly, and a slip of the finger or two."""
    rows: list[str] = []
    for _ in range(draw(st.integers(0, 6))):
        key = draw(st.sampled_from(KEYS) | st.sampled_from(["name", "tags", "email", "born"]))
        kind = draw(st.sampled_from(["value", "value", "value", "list", "list", "other"]))
        if kind == "value":
            rows.append(f"{key}:{draw(st.sampled_from([' ', '  ', '']))}{draw(value())}")
        elif kind == "list":
            rows.append(f"{key}:{draw(st.sampled_from(['', '', ' ', ' # c']))}")
            margin = draw(st.sampled_from(["", "  ", "    "]))
            rows += [
                f"{margin}-{draw(st.sampled_from([' ', ' ', '  ', '']))}{draw(value())}"
                for _ in range(draw(st.integers(0, 3)))
            ]
        else:
            rows.append(
                draw(st.sampled_from(["", "# c", "  # c: d", "  ", "words", "- x", " - x"]))
            )
    end = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    text = "".join(row + end for row in rows)
    return draw(st.just(text) | slips(text))


def value() -> st.SearchStrategy[str]:
    odd = st.text(st.sampled_from("-?:,[]{}#&*!|>'\"%@`~ .=nNaé\\\t"), max_size=6)
    return st.sampled_from(VALUES) | st.sampled_from(VALUES[:18]) | odd


def slips(text: str) -> st.SearchStrategy[str]:
    """The text with a few characters in the place of a few others."""
    slip = st.sampled_from(
        ["", "\n", "\n  ", " ", ": ", " #", "- ", "'", '"', "[", "]", "\r", "\t"]
    )
    at = st.integers(0, len(text))
    return st.builds(
        lambda start, gone, come: text[:start] + come + text[start + gone :],
        at, st.integers(0, 3), slip,
    )  # fmt: skip


def is_as_yaml_reads_it(block: str) -> bool:
    """Tell whether the short way was sure of a block; where it is, it must be right."""
    fields = read_plain(block, first_line=2)
    if fields is not None:
        assert Block(fields, (), True) == load_block(block, "Ann.md")
    return fields is not None


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_front_matter_as_people_write_it_takes_the_short_way(ends: str) -> None:
    assert is_as_yaml_reads_it(REAL.replace("\n", ends))


def test_the_example_vault_takes_the_short_way() -> None:
    root = Path(__file__).parent.parent / "example-vault" / "People"
    notes = [path.read_text("utf-8") for path in sorted(root.glob("*.md"))]
    sure = [is_as_yaml_reads_it(note.split("---\n")[1]) for note in notes if note[:4] == "---\n"]
    assert sum(sure) >= 0.9 * len(sure) > 10


@pytest.mark.parametrize("value", VALUES[:16])
def test_an_ordinary_value_takes_the_short_way_wherever_it_stands(value: str) -> None:
    assert is_as_yaml_reads_it(f"key: {value}\nlist:\n  - {value}\n")


@pytest.mark.parametrize(
    "block",
    [
        "key: [[X]]\n", "key: {{x}}\n", "a: 1\na: 2\n", "a:\n  b: 1\n", "a: |\n  text\n",
        "a: one\n  two\n", "a: &x 1\n", 'a: "\\u00e9"\n', "a: 'it''s'\n", "a:\n  - 1\n - 2\n",
        "a: 1\n  - 2\n", "- a\n", "words\n", "a:b\n", "a: b: c\n", "a: @x\n", "a: x", "a: x\r",
        "a: x\u2028\n", "a:\tx\n", "a: x\0\n", "? a\n", "a: " + "x" * 20_000 + "\n",
    ],
)  # fmt: skip
def test_what_needs_more_than_a_look_is_left_to_the_yaml_reader(block: str) -> None:
    assert read_plain(block, first_line=2) is None


def test_places_are_those_of_the_file() -> None:
    fields = read_plain("a:   x  # c\nb:\n\n  - 'y'\n  - [1, \"2\"]\nc: \n", first_line=2)
    assert fields == (
        Field("a", 2, 1, Scalar("x", 2, 6, False)),
        Field(
            "b", 3, 1,
            [
                Scalar("y", 5, 5, True),
                [Scalar("1", 6, 6, False), Scalar("2", 6, 9, True)],
            ],
        ),
        Field("c", 7, 1, Scalar(None, 7, 3, False)),
    )  # fmt: skip


@settings(max_examples=400)
@given(blocks())
@example("a: 1\r")
@example("k" * 1100 + ": Ann\n")
def test_the_short_way_reads_what_the_yaml_reader_reads(block: str) -> None:
    is_as_yaml_reads_it(block)


@settings(max_examples=150)
@given(st.data())
def test_the_short_way_is_right_or_silent_about_a_real_note_with_slips(data: st.DataObject) -> None:
    block = REAL
    for _ in range(data.draw(st.integers(1, 3))):
        block = data.draw(slips(block))
    is_as_yaml_reads_it(block)


@pytest.mark.storm
@settings(max_examples=10_000)
@given(blocks())
def test_the_short_way_reads_what_the_yaml_reader_reads_in_a_storm(block: str) -> None:
    is_as_yaml_reads_it(block)


def test_a_note_reads_the_same_by_either_way() -> None:
    by_short_way = read_front_matter(f"---\n{REAL}---\nBody", "Ann.md")
    by_yaml = read_front_matter(f"---\n{REAL}more: >\n  text\n---\nBody", "Ann.md")
    assert by_yaml.fields[:-1] == by_short_way.fields
    assert by_yaml[1] == by_short_way.body == "Body"
