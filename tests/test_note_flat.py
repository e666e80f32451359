"""The short way through a flat body is right or silent: held equal to the way through blocks."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vault_tool.config import Reading
from vault_tool.model import NoteKind
from vault_tool.note.body import told_by_blocks, told_by_lines
from vault_tool.note.channels import channel_in, channel_of
from vault_tool.note.conventions import Conventions
from vault_tool.note.frontmatter import read_front_matter
from vault_tool.note.ledger import tags_in
from vault_tool.note.links import LINK, as_link, find_links, without_links
from vault_tool.note.tasks import read_task, task_of_fields

REAL = """\
# Giulia Rossi

She bakes. Knows [[Bruno]] and [[People/Carla|an old friend]].
- 2026-08-30 she moved, says [[Bruno]]

## Log

- 2026-09-02 call: she starts at the Comune in May #got/info
- 2026-09-01 coffee: with [[Bruno]] #gave/time and ![[photo.png]]
* **2026-08-20** whatsapp – ok
- [[2026-08-19]] pranzo
- 2026-08-18 14:30 video call: long
- 2026-02-30 call: never was
- thinking of [[Bruno|him]]

### 2026-07-01 Coffee at [[Bar Sport]]
the text under it #dato/tempo
**and** more of [[Bruno]]

## Open loops

- [ ] ask how the permit went #cue 📅 2026-11-12
- [x] send the plans to [[Bruno]] #promise ✅ 2026-10-03
- [-] the book #owed
+ [ ] undated #waiting 🔁 every week
1990 was long ago
"""

LINES = [
    *REAL.splitlines(), "", "", "", " ", "\t", "\xa0", "---", "***", "* * *", "- - -", "- ", "-", "#",
    "## ", "#tag first", "##tag", "####### seven", "> quoted [[Bruno]]", "| a | b |", "  indented",
    "    code [[Bruno]]", "  - 2026-09-03 call: nested", "\t- [ ] nested", "1. [[Bruno]]", "2) two",
    "-- [[Bruno]]", "-no item", "*no item* [[Bruno]]", "_emphasis_", "__init__", "*a", "* *a", "- *a",
    "- **2026-09-02** call: x", "- __2026-09-02__", "- _", "- [x]", "- [ ]  two", "- [x]\tx", "- [?] x",
    "- [[] [[Bruno]]", "- []] [[Bruno]]", "- []", "- [x](y.md)", "- [ ] [[Bruno]]", "- [ ] #reach x",
    "- # no heading", "- > no quote", "- - nested", "+ + x", "- 1. x", "-  two blanks", "-\ttab",
    "- 2026-09-02 call:*x*", "- 2026-09-02 call:x", "- 2026-09-02 call:", "- 2026-09-02 moved: x [[Bruno]]",
    "- 2026-09-02 Caffè:  #dato/tempo ", "- 2026-09-02  call: x", "- 2026-09-02 in-person: x",
    "- 2026W40 planning: x y", "- 2026W401 call: x", "- 20260902 call: x", "- 2026-W40-1 call: x", "- 2026-W40 call: x y",
    "- 2026-09-02 phone call: x", "- 2026-09-02call: x", "- 2026-9-2 call: x", "- 2026-09-02",
    "- 2026-09-02 call: #waiting", "- 2026-09-02 gita: x", "[a](B.md) and [[C]](d)", "[[a [b]] c]]",
    "[[[a]]", "[[a]]]", "[[]] [[|x]] [[#h]] ![[a]] [[a\\|b]]", "[[a.md#h|]] [[ b ]]", "text `code`",
    "`- 2026-09-02 call: x`", "```", "~~~", "%%", "<!-- x", "-->", "5% <b>", "a~b", "é", "😀 [[Bruno]]",
    "- [x] met `a  #reach` #cue", "- [x] met #Reach, #reach", "- [x] x #owed #reach ✅ 2026-10-03", "- 2026-09-02 e-mail: x",
    "a\x0bb", "a\x85b [[x]]", "\u2028 x", "- \u2028x", "- x\r", "[key:: [[Bruno]]]",
]  # fmt: skip
KINDS: tuple[NoteKind, ...] = ("person", "meeting", "note", "made", "daily")
ALL = Conventions(
    reading=Reading()._replace(
        mentions="all", channels={"gita": "event"}, ledger={"libro": "gave/skill"}
    ),
    task_filter="#task",
)


def is_as_blocks_are_read(
    body: str, kind: NoteKind = "person", ways: Conventions | None = None
) -> bool:
    """Tell whether the short way was sure of a body; where it is, it must be right."""
    day = date(2026, 9, 2) if kind in ("daily", "meeting") else None
    how = ("People/Ann.md", kind, day, ways or Conventions())
    told = told_by_lines(body, 7, *how)
    if told is not None:
        assert told == told_by_blocks(body, 7, *how)
    return told is not None


def test_a_note_as_people_write_it_takes_the_short_way() -> None:
    body = REAL.removesuffix("1990 was long ago\n")
    assert is_as_blocks_are_read(body)
    assert is_as_blocks_are_read(body.replace("\n", "\r\n"))


def test_the_example_vault_takes_the_short_way() -> None:
    root = Path(__file__).parent.parent / "example-vault" / "People"
    notes = [path.read_text("utf-8") for path in sorted(root.glob("*.md"))]
    sure = [is_as_blocks_are_read(read_front_matter(note, "x.md").body) for note in notes]
    assert sum(sure) >= 0.7 * len(sure) > 10


@pytest.mark.parametrize(
    "line",
    [
        "  - nested", "    code", "> quoted", "| a | b |", "---", "- - -", "`code`", "%% comment %%",
        "- 2026-09-02 call: x\nlazy", "- x\n  more", "- x\n\n  more", "- [x]\tx", "##", "-\tx", "1. x",
    ],
)  # fmt: skip
def test_a_line_that_is_more_than_itself_is_left_to_the_blocks(line: str) -> None:
    assert not is_as_blocks_are_read(f"text\n\n{line}\n")


def test_a_daily_note_of_items_takes_the_short_way_and_one_of_long_paragraphs_not() -> None:
    items = "- coffee with [[Bruno]]\n- plain\n- [ ] write to [[Ann]]\n\nSaw [[Ann]] too.\n"
    assert is_as_blocks_are_read(items, "daily")
    assert is_as_blocks_are_read(items, "daily", ALL)
    assert not is_as_blocks_are_read("Saw [[Ann]]\nand [[Bruno]].\n", "daily")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("line", LINES)
def test_every_line_reads_the_same_by_either_way(line: str, kind: NoteKind) -> None:
    for before in ("", "text\n", "- item\n", "\n", "## 2026-09-01 Coffee\n", "- [ ] open\n\n"):
        for after in ("", "\n", "\nmore [[Bruno]] #gave\n", "\n- next\n", "\n\nmore", "\n  under"):
            is_as_blocks_are_read(f"{before}{line}{after}", kind)


def bodies() -> st.SearchStrategy[str]:
    """Lines as people write them, well or badly, and slips of the finger."""
    odd = st.text(st.sampled_from("-*+_#[]()!|>`~% .:2026-09x\\é\t\xa0"), max_size=12)
    known = st.sampled_from(LINES)
    rows = st.lists(known | known | known | odd, max_size=9)
    return st.builds(
        lambda rows, end, last: end.join(rows) + last,
        rows, st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"]), st.sampled_from(["", "\n"]),
    )  # fmt: skip


@settings(max_examples=400)
@given(bodies(), st.sampled_from(KINDS), st.sampled_from([Conventions(), ALL]))
@example("- 2026-09-02 call: x\n*lazy*", "person", ALL)
def test_the_short_way_reads_what_the_blocks_tell(
    body: str, kind: NoteKind, ways: Conventions
) -> None:
    is_as_blocks_are_read(body, kind, ways)


@settings(max_examples=200)
@given(st.data())
def test_the_short_way_is_right_or_silent_about_a_real_note_with_slips(data: st.DataObject) -> None:
    body = REAL.removesuffix("1990 was long ago\n")
    slip = st.sampled_from(
        ["", "\n", "\n\n", "\n  ", " ", ":", "#", "- ", "[", "]", "*", "\t", "`", "x"]
    )
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(body)))
        gone = data.draw(st.integers(0, 3))
        body = body[:at] + data.draw(slip) + body[at + gone :]
    is_as_blocks_are_read(body)


@pytest.mark.storm
@settings(max_examples=20_000)
@given(bodies(), st.sampled_from(KINDS), st.sampled_from([Conventions(), ALL]))
def test_the_short_way_reads_what_the_blocks_tell_in_a_storm(
    body: str, kind: NoteKind, ways: Conventions
) -> None:
    is_as_blocks_are_read(body, kind, ways)


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from(
            ["[[", "]]", "[", "]", "a", "B.md", "|", "#", "!", "](", ")", "\\", " ", "é"]
        ),
        max_size=14,
    ).map("".join)
)
def test_links_are_found_the_same_in_a_line_with_wikilinks_alone(line: str) -> None:
    matches = [as_link(match, 3, 5) for match in LINK.finditer(line)]
    assert find_links(line, 3, 5) == [link for link in matches if link]
    assert without_links(line) == LINK.sub(" ", line)


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from(["#", " #", "Dato/Tempo", "1990", " ", "a", "(", "\t", "/", ".", "libro"]),
        max_size=10,
    ).map("".join)
)
def test_the_tags_of_a_line_are_those_of_its_words(line: str) -> None:
    words = [tags_in(f"({word}", {"": ""}) for word in line.split()]
    assert tags_in(line, {}) == tuple(dict.fromkeys(tag for tags in words for tag in tags))


@settings(max_examples=300)
@given(st.text(st.sampled_from("call-Cé✅ #ß.1_(/*"), max_size=14))
def test_a_channel_is_found_in_a_text_as_word_by_word(text: str) -> None:
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text)
    named = [channel for word in words if (channel := channel_of(word, {}))]
    assert channel_in(text, {}) == (named[0] if named else None)


TASK_PARTS = [
    "ask", " ", "  ", " #cue", "#cue ", " 📅 2026-11-12", " ✅\ufe0f2026-10-03", " 2026-02-30", "::",
    " 📅 2026-02-30", "è", " 📅 2026-W40-1", " ✅ 2026/10/03", " 🔁 every week", " ^id", " ⏫", " [due:: 2026-10-03]", "\xa0", ":",
]  # fmt: skip


@settings(max_examples=300)
@given(st.lists(st.sampled_from(TASK_PARTS), max_size=7).map("".join))
def test_a_task_with_one_date_reads_as_its_fields_do(line: str) -> None:
    assert read_task(line) == task_of_fields(line)
