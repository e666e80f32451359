"""The laws of editing bodies: new lines come in, one line changes, and every other byte stays."""

import contextlib
import re
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.note_editing_notes import made_note
from vault_tool.errors import EditRefused
from vault_tool.model import Note
from vault_tool.note.conventions import Conventions
from vault_tool.note.editing.links import rewrite_links
from vault_tool.note.editing.log import add_item, add_log_line
from vault_tool.note.editing.loops import add_loop, cancel_loop, complete_loop, reword_loop
from vault_tool.note.editing.prose import append_text
from vault_tool.note.reading import read_note

WAYS = Conventions()
PATH = "People/Ada Moon.md"
SAID = [
    "call: she starts in May #got/info", "coffee with [[Marco]]", "", "email", "2nd visit", "14:30 lunch: `code`",
    "call: a\nsecond line\n- a point", "she said: «hi» 50% <b>", "#gave/time walk", "letter — \\[x\\] $5",
]  # fmt: skip
LOOPS = [
    "send the plans #promise 📅 2026-10-01", "ask how it went #cue", "#owed the book", "call [[Marco]] 📅 2026-12-01",
    "water 🔁 every week 📅 2026-10-01",
]  # fmt: skip


class Refused(Exception):
    """An edit of a valid note was refused: counted, and compared with the bound."""


def edited(change: Callable[..., bytes], *arguments: object, path: str = PATH) -> bytes:
    try:
        return change(path, *arguments, WAYS)
    except EditRefused as error:
        assert re.match(rf"{re.escape(path)}:\d+: ", error.message), error.message
        assert error.hint
        raise Refused(error.message) from None


def read(data: bytes) -> Note:
    return read_note(PATH, data, WAYS)


def inserted(old: bytes, new: bytes) -> bytes:
    """Return what was inserted in one place; whatever else happened is a failure."""
    start = 0
    while start < len(old) and old[start] == new[start]:
        start += 1
    end = len(new) - (len(old) - start)
    assert end >= start
    assert new[:start] + new[end:] == old
    return new[start:end]


def one_line_changed(old: bytes, new: bytes, line: int, by: int) -> None:
    before, after = old.split(b"\n"), new.split(b"\n")
    assert before[: line - 1] == after[: line - 1]
    assert before[line:] == after[line + by :]


def a_day(rng: Random) -> date:
    return date(2025, 12, 1) + timedelta(days=rng.randint(0, 300))


def law_of_log_lines(rng: Random) -> None:
    """One more talk on that day, and nothing else; the same line again changes nothing."""
    made, day, words = made_note(rng), a_day(rng), rng.choice(SAID)
    changed = edited(add_log_line, made.data, day, words)
    before, after = read(made.data), read(changed)
    if changed != made.data:
        inserted(made.data, changed)
        assert len(after.interactions) == len(before.interactions) + 1
        days = [one.day for one in before.interactions]
        new = [one.day for one in after.interactions]
        for one in days:
            new.remove(one)
        assert new == [day]
    assert edited(add_log_line, changed, day, words) == changed
    assert b"\r" in changed or b"\r" not in made.data


def law_of_the_order_of_a_log(rng: Random) -> None:
    """Days logged one after the other stand in one order, whatever it was, and under one heading."""
    data = b"---\ntype: person\n---\n"
    days = [a_day(rng) for _ in range(6)]
    newest_first = rng.random() < 0.5
    if newest_first:
        data += b"\n## Log\n\n- 2025-11-02 b\n- 2025-11-01 a\n"
    for day in days:
        data = edited(add_log_line, data, day, f"call: {rng.random()}")
    logged = [one.day for one in read(data).interactions]
    assert logged == sorted(logged, reverse=newest_first)
    assert data.count(b"## Log") == 1


def law_of_items(rng: Random) -> None:
    """An item of a daily note is one insertion."""
    made = made_note(rng)
    heading = rng.choice([None, "Log", "People", "Other"])
    item = rng.choice(["[ ] call [[Marco]]", "[[Ada]] coffee", "x"])
    changed = edited(add_item, made.data, heading, item, path="Journal/2026-10-03.md")
    assert inserted(made.data, changed)


def law_of_new_loops(rng: Random) -> None:
    """A new loop is one insertion; the same words again change nothing; done, they may come back."""
    made, text = made_note(rng), rng.choice(LOOPS)
    changed = edited(add_loop, made.data, text)
    assert inserted(made.data, changed)
    before, after = read(made.data), read(changed)
    assert len(after.loops) == len(before.loops) + 1
    assert edited(add_loop, changed, text) == changed


def law_of_closing_loops(rng: Random) -> None:
    """Closing a loop changes its line; a recurring one puts a line above; nothing else moves."""
    made = made_note(rng)
    data = edited(add_loop, made.data, rng.choice(LOOPS))
    loops = [loop for loop in read(data).loops if loop.state == "open"]
    loop = rng.choice(loops)
    if sum(one.text == loop.text for one in loops) > 1:
        return
    change = rng.choice([complete_loop, cancel_loop])
    changed = edited(change, data, loop.line, loop.text, date(2026, 10, 3))
    more = len(read(changed).loops) - len(read(data).loops)
    one_line_changed(data, changed, loop.line, more)
    closed = read(changed).loops[[one.line for one in read(changed).loops].index(loop.line + more)]
    assert closed.state == ("done" if change is complete_loop else "cancelled")
    assert (closed.text, closed.due, closed.closed_on) == (loop.text, loop.due, date(2026, 10, 3))
    moved = edited(change, data, loop.line + 7, loop.text, date(2026, 10, 3))
    assert moved == changed


def law_of_words(rng: Random) -> None:
    """Other words leave fields, tags and id in their places; the old words come back as they were."""
    made = made_note(rng)
    data = edited(add_loop, made.data, rng.choice(LOOPS))
    loop = rng.choice([loop for loop in read(data).loops if loop.state == "open"])
    changed = edited(reword_loop, data, loop.line, loop.text, "something else [[X]]")
    one_line_changed(data, changed, loop.line, 0)
    now = next(one for one in read(changed).loops if one.line == loop.line)
    assert now.due == loop.due
    assert now.kind == loop.kind
    assert edited(reword_loop, changed, now.line, now.text, loop.text) == data


def law_of_links(rng: Random) -> None:
    """Links are led elsewhere and back; led nowhere, they stay."""
    made = made_note(rng)
    data = made.data
    assert edited(rewrite_links, data, lambda target: None) == data
    old = {link.target for link in read(data).links if not link.target[0].isdigit()}
    names = {target: f"Nuova {n} è" for n, target in enumerate(sorted(old))}
    changed = edited(rewrite_links, data, names.get)
    back = {new: target for target, new in names.items()}
    assert {link.target for link in read(changed).links} >= set(back)
    assert edited(rewrite_links, changed, back.get) == data


def law_of_appended_text(rng: Random) -> None:
    """Text appended is one insertion, and comes before what must stay last."""
    made = made_note(rng)
    changed = edited(
        append_text, made.data, "## From the other note\n\n- 2026-01-09 call: x\n\nProse."
    )
    assert inserted(made.data, changed)
    assert len(read(changed).interactions) == len(read(made.data).interactions) + 1


LAWS = [
    law_of_log_lines,
    law_of_the_order_of_a_log,
    law_of_items,
    law_of_new_loops,
    law_of_closing_loops,
    law_of_words,
    law_of_links,
    law_of_appended_text,
]


@pytest.mark.parametrize("law", LAWS)
@settings(max_examples=60, deadline=None)
@given(rng=st.randoms(use_true_random=False))
def test_law(law: Callable[[Random], None], rng: Random) -> None:
    with contextlib.suppress(Refused):
        law(rng)


def refusals(law: Callable[[Random], None], seeds: range) -> int:
    refused = 0
    for seed in seeds:
        try:
            law(Random(seed))
        except Refused:
            refused += 1
    return refused


def test_valid_notes_are_seldom_refused() -> None:
    seeds = range(100)
    assert sum(refusals(law, seeds) for law in LAWS) * 50 <= len(LAWS) * len(seeds)


@pytest.mark.storm
@pytest.mark.parametrize("law", LAWS)
def test_law_in_a_storm(law: Callable[[Random], None]) -> None:
    seeds = range(5_000)
    assert refusals(law, seeds) * 50 <= len(seeds)
