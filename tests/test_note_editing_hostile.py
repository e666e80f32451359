"""Notes that nobody would write: an edit of them is right to the byte, or it is refused."""

from collections.abc import Callable
from datetime import date
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.note_editing_notes import NASTY, WORDS, made_note
from vault_tool.errors import EditRefused
from vault_tool.note.conventions import Conventions
from vault_tool.note.editing.links import rewrite_links
from vault_tool.note.editing.log import add_item, add_log_line
from vault_tool.note.editing.loops import add_loop, cancel_loop, complete_loop, reword_loop
from vault_tool.note.editing.properties import (
    add_to_property,
    delete_property,
    remove_from_property,
    set_property,
)
from vault_tool.note.editing.prose import append_text
from vault_tool.note.frontmatter import front_matter_span
from vault_tool.note.reading import read_note

WAYS = Conventions()
PATH = "People/X.md"
DAY = date(2026, 5, 5)
SCRAPS = [
    b"---\n", b"---", b"\n", b"\r", b"\r\n", b"\t", b":", b": ", b"- ", b"[", b"]", b"{", b"}", b'"', b"'", b"#", b" #",
    b"|", b">", b"&a ", b"*a", b"!x ", b"? ", b"%", b"%%", b"<!--", b"-->", b"```\n", b"`", b"<div>\n", b"<pre>", b"## Log\n",
    b"- 2026-01-01 x\n", b"- [ ] x\n", b"\xff", b"\xc3", b"\xef\xbb\xbf", b"\0", b"\xe2\x80\xa8", b"\xc2\x85", b"a: b\n", b"...\n",
    b"  ", b"key:: v\n", b"<<<<<<< HEAD\n", b"=======\n", b">>>>>>> x\n", b"[[A]]", b"\\", b"^id", b"name: x\n", b"tags: [a\n",
    b"tags:\n- a\n", "📅 2026-01-01".encode(), "🔁 every day".encode(), b"\xcc\x81", b"\xf0\x9f", b"x" * 70, b"> ",
]  # fmt: skip
Edit = Callable[[bytes], bytes]


def edits(rng: Random, data: bytes) -> list[Edit]:
    """Return one of each kind of edit, with arguments by chance."""
    key, word = (
        rng.choice(["name", "tags", "a", "email", "2024", "new", "a: b"]),
        rng.choice([*WORDS, *NASTY]),
    )
    items = rng.sample([*WORDS, *NASTY], 2)
    loops = read_note(PATH, data, WAYS).loops
    loop = rng.choice(loops) if loops else None
    line, said = (loop.line, loop.text) if loop else (3, "x")
    return [
        lambda d: set_property(PATH, d, key, word, WAYS),
        lambda d: set_property(PATH, d, key, items, WAYS),
        lambda d: set_property(PATH, d, key, None, WAYS),
        lambda d: add_to_property(PATH, d, key, items, WAYS),
        lambda d: remove_from_property(PATH, d, key, ["a", word], WAYS),
        lambda d: delete_property(PATH, d, key, WAYS),
        lambda d: add_log_line(PATH, d, DAY, word, WAYS),
        lambda d: add_log_line(PATH, d, DAY, word, WAYS, own=False),
        lambda d: add_item(PATH, d, rng.choice([None, "Log"]), word, WAYS),
        lambda d: add_loop(PATH, d, word, WAYS),
        lambda d: complete_loop(PATH, d, line, said, DAY, WAYS),
        lambda d: cancel_loop(PATH, d, line, said, DAY, WAYS),
        lambda d: reword_loop(PATH, d, line, said, word, WAYS),
        lambda d: rewrite_links(PATH, d, lambda target: word or None, WAYS),
        lambda d: append_text(PATH, d, word, WAYS),
    ]


def mutated(rng: Random) -> bytes:
    data = bytearray(made_note(rng).data)
    for _ in range(rng.randint(1, 4)):
        at = rng.randint(0, min(len(data), rng.choice([60, 60, 10_000])))
        how = rng.random()
        if how < 0.6:
            data[at:at] = rng.choice(SCRAPS)
        elif how < 0.8:
            del data[at : at + rng.randint(1, 12)]
        elif data:
            data[at : at + 1] = bytes([rng.randrange(256)])
    return bytes(data)


def holds(before: bytes, after: bytes) -> None:
    """Check what holds for every edit that was made: what it did not mean to touch is there."""
    note, changed = read_note(PATH, before, WAYS), read_note(PATH, after, WAYS)
    assert len(changed.loops) >= len(note.loops) - 1
    assert not changed.is_unread or note.is_unread
    kept = [line for line in before.split(b"\n") if line.strip()]
    now = set(after.split(b"\n"))
    assert sum(line not in now for line in kept) <= 24


def law_of_any_bytes(rng: Random) -> int:
    """Return how many edits of one mutated note were refused; nothing but a refusal is raised."""
    data = mutated(rng)
    refused = 0
    for edit in rng.sample(edits(rng, data), 4):
        try:
            holds(data, edit(data))
        except EditRefused as error:
            refused += 1
            assert error.message.startswith(f"{PATH}:")
            assert error.hint
    return refused


@settings(max_examples=150, deadline=None)
@given(rng=st.randoms(use_true_random=False))
def test_nothing_but_a_refusal_comes_of_mutated_notes(rng: Random) -> None:
    law_of_any_bytes(rng)


@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=200), rng=st.randoms(use_true_random=False))
@example(data=b"\xff\xfea\0", rng=Random(0))
@example(data=b"---\n\xff: \xfe\n---\n", rng=Random(0))
def test_nothing_but_a_refusal_comes_of_any_bytes(data: bytes, rng: Random) -> None:
    for edit in edits(rng, data):
        try:
            edit(data)
        except EditRefused as error:
            assert error.message.startswith(f"{PATH}:")


@pytest.mark.storm
def test_nothing_but_a_refusal_comes_of_twenty_thousand_mutated_notes() -> None:
    for seed in range(20_000):
        law_of_any_bytes(Random(seed))


def test_a_front_matter_that_does_not_parse_is_never_touched() -> None:
    touched = 0
    for seed in range(400):
        rng = Random(seed)
        data = mutated(rng)
        note = read_note(PATH, data, WAYS)
        if not note.is_unread or not front_matter_span(data.decode("utf-8", "replace")):
            continue
        broken = any(
            problem.level == "error" and problem.code not in ("utf8",) for problem in note.problems
        )
        for edit in edits(rng, data) if broken else []:
            try:
                touched += edit(data) != data
            except EditRefused:
                continue
    assert touched == 0
