import subprocess
import sys
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vault_tool.note.frontmatter import (
    Field,
    FrontMatter,
    Node,
    Scalar,
    plain,
    read_front_matter,
)
from vault_tool.note.text import decode, lines

BODY = "The body.\n"


def read(block: str, body: str = BODY) -> FrontMatter:
    return read_front_matter(f"---\n{block}---\n{body}", "Ann.md")


def values(front: FrontMatter) -> dict[str, object]:
    return {field.key: plain(field.node) for field in front.fields}


def told(front: FrontMatter) -> list[str]:
    return [f"{p.line}:{p.column} {p.code}" for p in front.problems]


def value_of(written: str) -> Node:
    front = read(f"key: {written}\n")
    assert (told(front), front.parsed, front.body) == ([], True, BODY)
    return front.fields[0].node


@pytest.mark.parametrize(
    "written",
    [
        "no", "NO", "yes", "on", "off", "true", "True", "TRUE", "12:30", "19:00", "12:30:45",
        "2024-01-01", "2024-01-01T10:30:00", "2024-1-5", "2024-W05", "--05-14", "05-14",
        "1/2/2020", "0123", "007", "08", "+393331234567", "0049301234", "06-123", "1e3", "1.10",
        "0o17", "0x1F", ".5", "1_000", "0b11", "=", "<<", "+1", "-5", "--", "---", "...", "a:b",
        "a#b", "C#", "a,b", "a|b", "100%", "https://x.y/z#a", "tp.date()",
        "999999999999999999999", "nul", "nULL", "NaN", ".inf", "n", "N", "~x", "null0", "-x",
    ],
)  # fmt: skip
def test_a_plain_value_is_its_source_text(written: str) -> None:
    assert value_of(written) == Scalar(written, 2, 6, False)


@pytest.mark.parametrize(
    "written",
    [
        "+39 333 1234567",
        "(555) 010-0199",
        "2024-01-01 10:30",
        "3 months",
        "a, b",
        "Smith & Sons",
        "it's",
        'so "called"',
        "<% tp.date.now() %>",
        "Zoë 🎉",
        "👩‍👩‍👧 Rossi",
        "Rock \u2019n\u2019 roll",
        "no\u00a0break",
        "line\u2028para\u2029nel\x85end",
        "bell\x07 escape\x1b[0m nul\0 del\x7f",
        "\ufeffmark",
        "not\ufffea\uffffcharacter",
    ],
)
def test_a_plain_value_may_hold_what_yaml_12_allows(written: str) -> None:
    assert value_of(written) == Scalar(written, 2, 6, False)


@pytest.mark.parametrize("written", ["~", "null", "Null", "NULL", "", "#tag", "# a comment", "  "])
def test_nothing_is_null(written: str) -> None:
    node = value_of(written)
    assert isinstance(node, Scalar)
    assert (node.text, node.quoted) == (None, False)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ('""', ""),
        ("''", ""),
        ('"null"', "null"),
        ("'~'", "~"),
        ('"0049301234"', "0049301234"),
        ('"[[Episode IV]]"', "[[Episode IV]]"),
        ('"prefers: email"', "prefers: email"),
        ("'it''s'", "it's"),
        (r'"caf\u00e9 \U0001F389 \/ \\ \""', 'café 🎉 / \\ "'),
        ('"a\n  b"', "a b"),
        ("|\n  one\n  two", "one\ntwo\n"),
        ("|-\n  one\n  two", "one\ntwo"),
        (">\n  one\n  two", "one two\n"),
    ],
)
def test_a_quoted_value_is_what_the_quotes_mean(written: str, text: str) -> None:
    assert value_of(written) == Scalar(text, 2, 6, True)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("a #b", "a"),
        ("a  # b: c", "a"),
        ("one\n  two\n\n  three", "one two\nthree"),
        ("!!str 12", "12"),
        ("!unknown 12", "12"),
        ("a\t", "a"),
    ],
)
def test_what_is_around_a_value_is_no_part_of_it(written: str, text: str) -> None:
    node = value_of(written)
    assert isinstance(node, Scalar)
    assert node.text == text


def test_lists_and_maps_keep_the_place_of_every_value() -> None:
    front = read(
        "# who she is\n"
        "name:   Ann\n"
        "aliases:\n"
        "  - Annie\n"
        "  -   'A. N.'\n"
        "tags: [person, \"a, b\", ~]\n"
        "address:\n"
        "  city: Rimini\n"
        "  phones: {home: 0541, work: [1, 2]}\n"
        "empty:\n"
        "none: []\n"
    )  # fmt: skip
    assert front.fields == (
        Field("name", 3, 1, Scalar("Ann", 3, 9, False)),
        Field("aliases", 4, 1, [Scalar("Annie", 5, 5, False), Scalar("A. N.", 6, 7, True)]),
        Field(
            "tags", 7, 1,
            [Scalar("person", 7, 8, False), Scalar("a, b", 7, 16, True), Scalar(None, 7, 24, False)],
        ),
        Field(
            "address", 8, 1,
            {
                "city": Scalar("Rimini", 9, 9, False),
                "phones": {
                    "home": Scalar("0541", 10, 18, False),
                    "work": [Scalar("1", 10, 31, False), Scalar("2", 10, 34, False)],
                },
            },
        ),
        Field("empty", 11, 1, Scalar(None, 11, 7, False)),
        Field("none", 12, 1, []),
    )  # fmt: skip
    assert (front.problems, front.parsed, front.body_line) == ((), True, 14)


@pytest.mark.parametrize(
    "key",
    ["yes", "on", "1", "2024", "1990-05-14", "true", "~", "null", "content", "handler", "self", "<<",
     "=", "Last Contact", "Last\u00a0Contact", "📅", "a#b", "emoji 😀 key"],
)  # fmt: skip
def test_a_key_is_its_source_text_whatever_it_looks_like(key: str) -> None:
    front = read(f"{key}: x\n")
    assert front.fields == (Field(key, 2, 1, Scalar("x", 2, len(key) + 3, False)),)


def test_json_between_fences_is_front_matter() -> None:
    front = read('{"name": "Ann",\n\t"tags": ["a", "b"], "weight": 5}\n')
    assert values(front) == {"name": "Ann", "tags": ["a", "b"], "weight": "5"}
    assert front.fields[1] == Field(
        "tags", 3, 2, [Scalar("a", 3, 11, True), Scalar("b", 3, 16, True)]
    )


# Where front matter begins and ends


@pytest.mark.parametrize(
    ("note", "name", "body", "body_line"),
    [
        ("---\nname: Ann\n---\n\nBody\n\n\n", "Ann", "\nBody\n\n\n", 4),
        ("---\nname: Ann\n---\n\n\n    code\n", "Ann", "\n\n    code\n", 4),
        ("---\nname: Ann\n---\nBody\n\n---\n\nmore", "Ann", "Body\n\n---\n\nmore", 4),
        ("---\r\nname: Ann\r\n---\r\nBody\r\n", "Ann", "Body\r\n", 4),
        ("---\r\nname: Ann\r\n---", "Ann", "", 3),
        ("---\nname: Ann\n---", "Ann", "", 3),
        ("---\rname: Ann\r---\rBody", "Ann", "Body", 4),
        ("--- \t\nname: Ann\n---  \nBody", "Ann", "Body", 4),
        ("---\n\n# c\n\nname: Ann\n\n---\nBody", "Ann", "Body", 8),
        ("---\nname: Ann\n ---\nborn: x\n---\nBody", "Ann ---", "Body", 6),
    ],
    ids=[
        "blank lines below", "indented code", "rules in the body", "CRLF", "CRLF to the end",
        "no line end at the end", "lone CR", "blanks behind the fences", "blank line after fence",
        "an indented fence is none",
    ],
)  # fmt: skip
def test_the_body_is_every_character_below_the_closing_fence(
    note: str, name: str, body: str, body_line: int
) -> None:
    front = read_front_matter(note, "Ann.md")
    assert (values(front)["name"], front.body, front.body_line) == (name, body, body_line)
    assert (front.problems, front.parsed) == ((), True)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "Body",
        "\n---\nname: Ann\n---\n",
        " ---\nname: Ann\n---\n",
        "----\nname: Ann\n----\n",
        "--- x\nname: Ann\n---\n",
        "\u2028---\nname: Ann\n---\n",
        "{\nnot json\n}\n",
        "+++\nname = 1\n+++\n",
        "---",
        "---\n",
        "---\n\nA rule, then prose: all body.\n",
        "---\n- a list\n- below a rule\n",
        "---\n# A heading below a rule\n",
        "---\n**Bold**: prose\n",
    ],
)
def test_a_note_without_front_matter_is_all_body(note: str) -> None:
    assert read_front_matter(note, "Ann.md") == FrontMatter((), note, 1, (), True)


@pytest.mark.parametrize("block", ["", "\n", "# nothing yet\n", " \n\t\n", "~\n", "{}\n", "null\n"])
def test_empty_front_matter_has_no_fields_and_no_problem(block: str) -> None:
    front = read(block)
    assert (front.fields, front.problems, front.parsed, front.body) == ((), (), True, BODY)


def test_a_byte_order_mark_does_not_hide_the_front_matter() -> None:
    text, _ = decode(b"\xef\xbb\xbf---\r\nname: Ann\r\n---\r\n", "Ann.md")
    assert values(read_front_matter(text, "Ann.md")) == {"name": "Ann"}


def test_block_text_and_quotes_may_hold_dashes_that_are_no_fence() -> None:
    front = read("note: |\n  ---\n  x\nlast: '---'\n")
    assert values(front) == {"note": "---\nx\n", "last": "---"}


def test_front_matter_that_is_not_closed_keeps_its_properties_and_the_rest_is_body() -> None:
    note = "---\nname: Ann\ntags:\n  - a\naliases:\n- b\nborn: @x\nProse begins.\nand: goes on\n"
    front = read_front_matter(note, "Ann.md")
    assert values(front) == {"name": "Ann", "tags": ["a"], "aliases": ["b"]}
    assert (front.body, front.body_line) == ("Prose begins.\nand: goes on\n", 8)
    assert (told(front), front.parsed) == (["1:1 unclosed-front-matter", "7:7 yaml"], False)


@pytest.mark.parametrize(
    ("note", "body"),
    [
        ("---\nname: Ann\n\nborn: x\n", "\nborn: x\n"),
        ("---\nname: Ann\n# Heading\n", "# Heading\n"),
        ("---\nname: Ann\n- 2026-09-02 call\n", "- 2026-09-02 call\n"),
        ("---\nname: Ann\n**Bold**: x\n", "**Bold**: x\n"),
        ("---\r\nname: Ann\r\n\r\nBody\r\n", "\r\nBody\r\n"),
        ("---\nname: Ann", ""),
    ],
)
def test_unclosed_front_matter_ends_where_no_property_stands(note: str, body: str) -> None:
    front = read_front_matter(note, "Ann.md")
    assert (values(front), front.body, front.parsed) == ({"name": "Ann"}, body, False)
    assert told(front) == ["1:1 unclosed-front-matter"]


# What is not valid YAML: each mistake at its place, and every other property still read


@pytest.mark.parametrize(
    ("line", "column", "message", "hint"),
    [
        ("handle: @ada", 9, "a value cannot begin with @.", 'Quote it: "@ada".'),
        ("code: `x`", 7, "a value cannot begin with `.", 'Quote it: "`x`".'),
        ("share: %5", 8, "a value cannot begin with %.", 'Quote it: "%5".'),
        ("bold: **2026-09-02**", 7, "a value cannot begin with *.", 'Quote it: "**2026-09-02**".'),
        ("firm: & Sons", 7, "a value cannot begin with &.", 'Quote it: "& Sons".'),
        ("tag: !e!x y", 6, "a value cannot begin with !.", 'Quote it: "!e!x y".'),
        ("end: ]", 6, "a value cannot begin with ].", 'Quote it: "]".'),
        ("more: ? b", 7, "a value cannot begin with ?.", 'Quote it: "? b".'),
        ("bar: |x", 6, "text follows |, which begins a text of lines.", 'Quote it: "|x".'),
        ("note: a: b", 8, "a second colon with a blank stands in this value.", 'Quote it: "a: b".'),
        ('said: "hi" he', 12, "text follows a value that has ended.", "Quote it: '\"hi\" he'."),
        ("kin: 'it's'", 10, "text follows a value that has ended.", 'Quote it: "it\'s".'),
        (
            "kin: [[Bob]], [[Eve]]", 13, "links that are not quoted cannot be read here.",
            'Write a list: on each line "- " and one link in quotation marks.',
        ),
        (
            'said: "hi', 7, 'the quotation mark " is opened here and never closed.',
            "Close it, or put the value in the other kind of quotation marks.",
        ),
        (
            r'disk: "c:\users"', 12, "a backslash in double quotes begins no valid escape here.",
            r"Put the value in single quotes, or write \\ for each \.",
        ),
        (
            "tags: [a, b", 7, "what [ opens here is not closed, or holds what must be quoted.",
            "Close it, and quote what is in it.",
        ),
        (
            "tags: - a", 7, "a list cannot begin on the line of its property.",
            'Begin it on the next line, or quote the value: "- a".',
        ),
        (
            "name:Ann", 1, "no blank stands behind the colon, so this is no property.",
            "Put a blank behind the colon.",
        ),
        (
            "name:\u00a0Ann", 1,
            "the blank behind the colon is a no-break space, so this is no property.",
            "Type an ordinary blank.",
        ),
        (
            "just words", 1, "this line is no property: it has no colon with a blank behind it.",
            "Indent it if it goes on with the value above, or move it below the closing ---.",
        ),
        (": x", 1, "this property has no name.", "Write one in front of the colon."),
        ("%x: 1", 1, "a line cannot begin with %.", "Quote the property's name."),
        ("due: {{date}} x", 15, "a template was not filled in here.", "Fill it in, or quote it."),
        ("<% tp.file.title %>", 1, "a Templater command was not run here.", "Fill it in, or quote it."),
        ("on: <% tp.f('a: b') %>", 15, "a Templater command was not run here.", "Fill it in, or quote it."),
    ],
)  # fmt: skip
def test_a_line_that_is_no_yaml_is_told_and_its_neighbours_are_read(
    line: str, column: int, message: str, hint: str
) -> None:
    front = read(f"first: 1\n{line}\nlast: [2, 3]\n")
    assert values(front) == {"first": "1", "last": ["2", "3"]}
    assert (front.parsed, front.body, front.body_line) == (False, BODY, 6)
    (problem,) = front.problems
    assert (problem.code, problem.path, problem.level) == ("yaml", "Ann.md", "error")
    assert (problem.line, problem.column) == (3, column)
    assert (problem.message, problem.hint) == (message, hint)


@pytest.mark.parametrize(
    ("block", "kept", "problems"),
    [
        ("a: @x\nb: 1\nc: 'x\nd: 2\n", "bd", ["2:4 yaml", "4:4 yaml"]),
        ("a: [x\nb: @y\nc: 1\n", "c", ["2:4 yaml", "3:4 yaml"]),
        ("a: 1\n b: 2\nc: 3\n", "c", ["3:3 yaml"]),
        ("a: 1\n- b\nc: 3\n", "c", ["3:1 yaml"]),
        ("a: 1\n\tb: 2\nc: 3\n", "c", ["3:1 yaml"]),
        ("a:\n\t- b\nc: 3\n", "c", ["3:1 yaml"]),
        ("  a: 1\nb: 2\n", "ab", ["3:1 yaml"]),
        ("words\na: 1\nb: 2\n", "ab", ["2:1 yaml"]),
        ("- x\na: 1\n", "a", ["2:1 yaml"]),
        ("a: 1\nwords\nmore words\n\nstill: no words\n", ["a", "still"], ["3:1 yaml"]),
        ("a: [\n1, 2\n]\nb: @x\nc: 3\n", "ac", ["5:4 yaml"]),
        ("a: |\n  @x: [\nb: @x\n", "a", ["4:4 yaml"]),
        ("a: &n 1\nb: @x\nc: *n\n", "ac", ["3:4 yaml"]),
        ("a: 1\n...\nb: 2\n", "ab", ["4:1 yaml"]),
        ("a: 1\n--- b\nc: 2\n", "ac", ["3:1 two-documents"]),
        ("a: 1\na: 2\nb: @x\n", "aa", ["3:1 duplicate-key", "4:4 yaml"]),
        ("a: !%ED%A0%80 x\nb: 1\n", "b", ["2:1 yaml"]),
    ],
)
def test_every_mistake_is_told_once_and_costs_no_other_property(
    block: str, kept: list[str], problems: list[str]
) -> None:
    front = read(block)
    assert [field.key for field in front.fields] == list(kept)
    assert (told(front), front.parsed, front.body) == (problems, False, BODY)


@pytest.mark.parametrize(
    ("block", "kind"),
    [("- a\n- b\n", "a list"), ("just text\n", "text"), ("[a, b]\n", "a list"), ("'x'\n", "text")],
)
def test_front_matter_that_is_no_mapping_is_told(block: str, kind: str) -> None:
    front = read(block)
    assert (front.fields, told(front), front.parsed) == ((), ["2:1 not-a-mapping"], False)
    assert kind in front.problems[0].message


def test_a_rule_and_prose_at_the_top_of_a_note_are_told() -> None:
    front = read("\nSome prose: with colon\nand more.\n\nThe end.\n")
    assert (told(front), front.parsed, front.body) == (["4:1 yaml"], False, BODY)


def test_a_key_that_stands_twice_makes_the_block_invalid_and_both_are_given() -> None:
    front = read("phone: 111\nname: Ann\nphone: 222\n")
    assert [plain(field.node) for field in front.fields] == ["111", "Ann", "222"]
    assert (told(front), front.parsed) == (["4:1 duplicate-key"], False)


def test_in_a_nested_map_the_first_of_two_equal_keys_counts() -> None:
    front = read("a:\n  b: 1\n  b: 2\n")
    assert (values(front), told(front)) == ({"a": {"b": "1"}}, ["4:3 duplicate-key"])
    assert not front.parsed


# What is valid YAML, but not what was meant


def test_an_unquoted_link_is_a_list_in_a_list_and_told() -> None:
    front = read("kin:\n  - [[Bob Lee|Bob]]\nboss: [[Eve]]\n")
    assert values(front) == {"kin": [[["Bob Lee|Bob"]]], "boss": [["Eve"]]}
    assert front.fields[1].node == [[Scalar("Eve", 4, 9, False)]]
    assert (told(front), front.parsed) == (["3:5 unquoted-link", "4:7 unquoted-link"], True)
    assert front.problems[1].hint == 'Write it with quotation marks: "[[Eve]]".'


def test_a_list_of_lists_is_no_link() -> None:
    front = read("grid: [[1, 2], [3]]\nnested:\n  - - a\n")
    assert (values(front)["grid"], front.problems) == ([["1", "2"], ["3"]], ())


@pytest.mark.parametrize("written", ["{{title}}", "{{ date:YYYY }}", "{{a}, b}"])
def test_an_unfilled_template_keeps_its_source_and_is_told(written: str) -> None:
    front = read(f"name: {written}\nborn: x\n")
    assert front.fields[0].node == Scalar(written, 2, 7, False)
    assert (told(front), front.parsed) == (["2:7 unfilled-template"], True)


def test_a_template_as_a_key_is_told_and_its_value_read() -> None:
    front = read("{{title}}: x\nborn: y\n")
    assert (values(front), front.parsed) == ({"{{title}}": "x", "born": "y"}, True)
    assert told(front) == ["2:1 unfilled-template"]


def test_a_list_or_map_as_a_key_is_told_and_keeps_its_source() -> None:
    front = read("? [a, b]\n: x\n{c: d}: y\n[[Eve]]: z\n")
    assert values(front) == {"[a, b]": "x", "{c: d}": "y", "[[Eve]]": "z"}
    assert (told(front), front.parsed) == (["2:3 odd-key", "4:1 odd-key", "5:1 odd-key"], True)


def test_an_alias_is_the_text_or_the_short_list_it_stands_for_at_its_own_place() -> None:
    front = read("home: &h Rimini\ntags: &t [a, 'b']\nwork: *h\nmore: *t\nnone: &n\nno: *n\n")
    assert (front.problems, front.parsed) == ((), True)
    assert front.fields[2].node == Scalar("Rimini", 4, 7, False)
    assert front.fields[3].node == [Scalar("a", 5, 7, False), Scalar("b", 5, 7, True)]
    assert front.fields[5].node == Scalar(None, 7, 5, False)


def test_an_alias_of_a_nested_value_is_not_followed() -> None:
    front = read("base: &b {x: 1}\nown:\n  <<: *b\n  y: 2\n")
    assert values(front) == {"base": {"x": "1"}, "own": {"<<": "*b", "y": "2"}}
    assert (told(front), front.parsed) == (["4:7 alias-not-followed"], True)


def test_an_alias_of_nothing_makes_the_block_invalid() -> None:
    front = read("star: *rated\nself: &s [*s]\nname: Ann\n")
    assert values(front) == {"star": "*rated", "self": ["*s"], "name": "Ann"}
    assert (told(front), front.parsed) == (["2:7 unknown-alias", "3:11 unknown-alias"], False)


def test_tabs_that_obsidian_does_not_mind_are_no_mistake() -> None:
    front = read("a:\tb\n\t\nc: d\t\n\t# e\nf:\n-\tg\n")
    assert values(front) == {"a": "b", "c": "d", "f": ["g"]}
    assert (front.problems, front.parsed) == ((), True)


# Whatever a note holds, it is read, soon, and the rest of it counts

SIXTY_KB = 60_000
LAUGHS = "a: &a [lol, lol, lol]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 5)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
MERGES = "m0: &m0 {x: 1}\n" + "".join(
    f"m{n}: &m{n}\n  <<: [{', '.join([f'*m{n - 1}'] * 7)}]\n" for n in range(1, 8)
)


@pytest.mark.parametrize(
    ("hostile", "code"),
    [
        ("a: " + "[" * 50_000, "too-deep"),
        ("a: " + "[" * 500_000, "front-matter-too-large"),
        ("a: " + "{" * 50_000, "too-deep"),
        ("a:\n  " + "- " * 30_000, "too-deep"),
        ("a: " + "? " * 100, "yaml"),
        ("".join(f"{' ' * n}a:\n" for n in range(300)), "too-deep"),
        (LAUGHS, "alias-not-followed"),
        (MERGES, "alias-not-followed"),
        ("a: &a x\nb: [" + ", ".join(["*a"] * 65) + "]", "too-many-aliases"),
        ("".join(f"k{n}: v\n" for n in range(200_000)), "front-matter-too-large"),
        ("".join(f"k{n}: @v\n" for n in range(5_000)), "yaml"),
        ("".join(f"k{n}: [v\n" for n in range(5_000)), "yaml"),
        ("stray\na: 1\n" * 4_000, "yaml"),
        ("a: @x\n" + "\t" * SIXTY_KB + "x", "yaml"),
        ("a: 1\n" + "[[" * 30_000, "yaml or too-deep"),  # which one, libyaml's version decides
        ("a: " + '"' * SIXTY_KB, "yaml"),
        ("a: " + ": " * 30_000, "yaml"),
        ("k" * SIXTY_KB + ": v", "yaml"),
        ("%" * SIXTY_KB, "yaml"),
        ("--- a\n" * 9_000, "two-documents"),
    ],
    ids=lambda value: value if len(value) < 30 else value[:12],
)
def test_a_hostile_block_is_told_at_once_and_the_note_goes_on(hostile: str, code: str) -> None:
    began = time.process_time()
    front = read(f"name: Ann\n{hostile}\n")
    assert time.process_time() - began < 5
    assert values(front)["name"] == "Ann"
    assert set(code.split(" or ")) & {problem.code for problem in front.problems}
    assert front.body == BODY
    assert len(front.problems) <= 50


@pytest.mark.parametrize(
    "harmless", ["9" * SIXTY_KB, "0x" + "f" * SIXTY_KB, "word " * 12_000 + "end", "é" * SIXTY_KB]
)
def test_a_long_value_is_text_like_any_other(harmless: str) -> None:
    assert values(read(f"a: {harmless}\n")) == {"a": harmless}


@pytest.mark.parametrize(
    "note",
    [
        "---\n" + "x\n" * 1_000_000,
        "---\n" + "a: b\n" * 400_000,
        "---\n" + "\n---x" * 400_000,
        "---\r\n" + "\r\n---x" * 400_000,
        "---\n" + " " * 2_000_000,
        "---" + " " * 2_000_000 + "x",
        "---\nname: Ann\n---\n" + "---\n" * 500_000,
        "---\nname: " + "x" * 2_000_000,
    ],
    ids=["lines", "unclosed", "no fences", "CRLF", "blanks", "no fence", "fences", "one line"],
)
def test_a_note_of_two_megabytes_is_read_in_no_time(note: str) -> None:
    began = time.process_time()
    front = read_front_matter(note, "Ann.md")
    assert time.process_time() - began < 2
    assert note.endswith(front.body)


ODD_TEXT = st.text(
    st.sampled_from("-?:,[]{}#&*!|>'\"%@`~ \t\n\r.=<\\aZé🎉\0\x07\x85\u2028\ufeff\ud800"),
    max_size=60,
)


@settings(max_examples=400)
@given(ODD_TEXT, st.sampled_from(["\n---\n", "\r\n---  \r\nBody", "\r---", "", "\n"]))
@example("a: !%ED%A0%80 x", "\n---\n")
@example('a: "\\ud83d\\ude00"', "\n---\n")
@example("%YAML 1." + "9" * 5000, "\n---\n")
def test_any_text_is_read_and_every_place_lies_in_the_note(block: str, end: str) -> None:
    note = f"---\n{block}{end}"
    front = read_front_matter(note, "Ann.md")
    assert note.endswith(front.body)
    assert front.body_line == len(lines(note[: len(note) - len(front.body)]))
    rows = lines(note)
    places = [(problem.line, problem.column) for problem in front.problems]
    places += [(field.line, field.column) for field in front.fields]
    for line, column in places:
        assert 1 <= line <= len(rows)
        assert 1 <= column <= len(rows[line - 1]) + 1


NAMES = st.lists(st.text("abcdefgh", min_size=1, max_size=6), min_size=1, max_size=5, unique=True)
MISTAKES = st.sampled_from(
    ["x: @y", "x: 'y", "x: [y", "x: {y", "x: a: b", "x: *", "words", "x:y", "\tx: y", 'x: "y" z']
)


@given(NAMES, MISTAKES, st.data())
def test_one_mistake_anywhere_costs_no_other_property(
    names: list[str], mistake: str, data: st.DataObject
) -> None:
    properties = [f"{name}: value of {name}" for name in names]
    at = data.draw(st.integers(0, 0 if mistake[0] == "\t" else len(properties)))
    front = read("\n".join([*properties[:at], mistake, *properties[at:], ""]))
    assert values(front) == {name: f"value of {name}" for name in names}
    assert [(problem.code, problem.line) for problem in front.problems] == [("yaml", at + 2)]


@given(ODD_TEXT)
def test_line_ends_make_no_difference_to_what_is_said(block: str) -> None:
    block = block.replace("\r", "")
    front = read(f"{block}\n")
    windows = read_front_matter(f"---\n{block}\n---\n{BODY}".replace("\n", "\r\n"), "Ann.md")
    assert windows.fields == front.fields
    assert windows.problems == front.problems


def imported_by(action: str) -> set[str]:
    code = f"from vault_tool.note.frontmatter import read_front_matter as read\n{action}\n"
    code += "import sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {"yaml", "frontmatter"} & set(done.stdout.split())


def test_the_yaml_libraries_are_imported_only_for_front_matter_that_is_not_plain() -> None:
    assert imported_by(r"read('---\nname: Ann\ntags: [a]\n---\n', 'Ann.md')") == set()
    assert imported_by(r"read('---\nname: {}\n---\n', 'Ann.md')") == {"yaml", "frontmatter"}


@pytest.mark.parametrize("more", ["", "x: {a: 1}\n"], ids=["plain", "yaml"])
@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("- divorce lawyer #private", ["3:18"]),
        ("- divorce lawyer  #Private/health", ["3:19"]),
        ('- "a lawyer" #private', ["3:14"]),
        ('- "a lawyer #private"', []),
        ("- a lawyer#private", []),
        ("- a lawyer # private", []),
        ("- a lawyer #privately", []),
        ("# said so #later", []),
    ],
)
def test_a_private_tag_that_is_a_comment_to_yaml_is_told(
    line: str, places: list[str], more: str
) -> None:
    front = read_front_matter(f"---\nneeds:\n{line}\n{more}---\n", "a.md")
    assert told(front) == [f"{place} private-comment" for place in places]
    assert front.parsed


def test_a_private_tag_in_a_text_of_lines_is_no_comment() -> None:
    front = read_front_matter("---\nnote: |\n  a word\n  more #private\n---\n", "a.md")
    assert told(front) == []
