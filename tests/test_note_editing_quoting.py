"""Other people's words in a note: they are read, and mean nothing."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vault_tool.note.conventions import Conventions
from vault_tool.note.editing.log import add_log_line
from vault_tool.note.editing.quoting import quoted, quoted_lines
from vault_tool.note.reading import read_note

PATH = "People/Ada.md"
NOTE = b"---\ntype: person\nlast_contact: 2026-01-01\n---\n\n## Log\n\n- 2026-01-01 call: hello\n"
ON = date(2026, 11, 20)
WAYS = Conventions()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Chairs, tables", "“Chairs, tables”"),
        ("two\nlines\tand more", "“two lines and more”"),
        ("#promise it #got/info", "“\\#promise it \\#got/info”"),
        ("C# and a_b", "“C# and a_b”"),
        ("[[Anna]] ![x](y) *so*", "“\\[\\[Anna\\]\\] !\\[x\\](y) \\*so\\*”"),
        ("{{x}} <% y %> <!-- z --> %%w%%", "“{ {x}} \\< % y %> \\< !-- z --> % %w% %”"),
        ("a:: b `c` $5", "“a: : b 'c' \\$5”"),
    ],
)
def test_a_text_is_shown_and_means_nothing(text: str, shown: str) -> None:
    assert quoted(text, 120) == shown


def test_a_long_text_is_cut_between_words_where_it_can_be() -> None:
    assert quoted("one two, three four", 12) == "“one two …”"
    assert quoted("x" * 30, 20) == f"“{'x' * 20} …”"


def test_lines_are_a_quote_and_an_empty_one_is_none() -> None:
    assert quoted_lines(["Ada: - [ ] x", "", "- [x] y", "1. z", "> [!note]", "# h"], 50) == (
        "> Ada: - \\[ \\] x\n> \\- \\[x\\] y\n> 1\\. z\n> \\> \\[!note\\]\n> \\# h"
    )


SIGNS = (
    "#", "promise", "waiting", " ", "[", "]", "[[Ada]]", "- [ ] ", "- [x] ", "📅 2026-11-01", "::",
    "birthday:: 1990-01-01", "%%", "<!--", "-->", "`", "```", "~~~", "\n", "\n\n", "\r", "> ", "---",
    "{{x}}", "<% y %>", "2026-11-01 call: ", "# ", "*", "_", "==", "|", "^a", "“", "”", "\\", "\u202e",
    "\x00", "\ud800", "1. ", "me: true", "![[x]]", "$$", "(k:: v)", "#got/info",
)  # fmt: skip
TEXT = st.lists(st.one_of(st.sampled_from(SIGNS), st.text(max_size=4)), max_size=12).map("".join)


@settings(deadline=None)
@given(text=TEXT, as_lines=st.booleans())
def test_a_quoted_text_adds_one_talk_and_nothing_else(text: str, as_lines: bool) -> None:
    words = (
        "message: WhatsApp\n" + quoted_lines(text.splitlines(), 200)
        if as_lines
        else f"email: {quoted(text, 120)}"
    )

    note = read_note(PATH, add_log_line(PATH, NOTE, ON, words.strip(), WAYS), WAYS)

    before = read_note(PATH, NOTE, WAYS)
    new = note.interactions[-1]
    assert (new.day, new.tags, new.people, new.waiting) == (ON, (), (), False)
    assert new.channel == ("message" if as_lines else "email")
    assert note.interactions[:-1] == before.interactions
    assert (note.kind, note.loops, note.links, note.problems) == ("person", (), (), ())
    assert (note.properties, note.tags) == (before.properties, before.tags)
