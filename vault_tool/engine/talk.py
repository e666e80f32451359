"""What changes in notes when a talk is logged, an open loop is opened or one is closed.

Public: `talk_in_note`, `talk_in_day`, `is_contact`, `loop_in_note`, `loop_closed`, `Edit`.

An edit says what a note's bytes become; it is made again when somebody else wrote the note
meanwhile. Files are written elsewhere.
"""

from collections.abc import Callable
from datetime import date

from vault_tool.config import Settings
from vault_tool.errors import EditRefused
from vault_tool.note.conventions import Conventions
from vault_tool.note.editing.log import add_item, add_log_line
from vault_tool.note.editing.loops import add_loop, cancel_loop, complete_loop
from vault_tool.note.editing.properties import delete_property, set_property
from vault_tool.note.ledger import WAITING, tags_in
from vault_tool.note.reading import read_note

Edit = Callable[[bytes | None], bytes | None]


def talk_in_note(
    path: str, day: date, words: str, ways: Conventions, settings: Settings, is_last: bool
) -> Edit:
    """Return what adds a talk to a person's note.

    `is_last` says that no later contact is known: a snooze ends then. The property `last_contact`
    is moved forward, never back, where the note has it or the settings ask for it. An attempt
    (`#waiting`) is no contact: neither changes. Words that are there already for that day change
    nothing at all.
    """

    def edit(data: bytes | None) -> bytes:
        before = _there(path, data)
        after = add_log_line(path, before, day, words, ways)
        if after == before or not is_contact(words):
            return after
        note = read_note(path, before, ways)
        own = _own_properties(path, before, ways)
        declared = note.person.last_contact if note.person else None
        kept = "last_contact" in own or settings.keep_last_contact == "always"
        if kept and (declared is None or declared < day):
            after = set_property(path, after, "last_contact", day.isoformat(), ways)
        if is_last and "snooze_until" in own:
            after = delete_property(path, after, "snooze_until", ways)
        return after

    return edit


def is_contact(words: str) -> bool:
    """Tell whether a line of the log is being in touch, and no attempt that waits for an answer."""
    return WAITING not in tags_in(words, {})


def talk_in_day(path: str, words: str, start: bytes, ways: Conventions) -> Edit:
    """Return what adds a talk to a daily note, made of `start` where it is not there yet."""

    def edit(data: bytes | None) -> bytes:
        return add_item(path, start if data is None else data, None, words, ways)

    return edit


def loop_in_note(path: str, words: str, ways: Conventions) -> Edit:
    """Return what adds an open loop to a person's note; `words` stand behind the task's box."""

    def edit(data: bytes | None) -> bytes:
        return add_loop(path, _there(path, data), words, ways)

    return edit


def loop_closed(
    path: str, line: int, words: str, day: date, ways: Conventions, *, dropped: bool
) -> Edit:
    """Return what closes an open loop, found by its words where it no longer stands on its line."""

    def edit(data: bytes | None) -> bytes:
        close = cancel_loop if dropped else complete_loop
        return close(path, _there(path, data), line, words, day, ways)

    return edit


def _there(path: str, data: bytes | None) -> bytes:
    if data is None:
        raise EditRefused(f"{path}: the note is gone", "List people with: vault-tool who")
    return data


def _own_properties(path: str, data: bytes, ways: Conventions) -> frozenset[str]:
    """Return the properties that stand in the front matter itself, under their canonical keys."""
    from vault_tool.note.frontmatter import read_front_matter
    from vault_tool.note.properties import united
    from vault_tool.note.text import decode

    fields = read_front_matter(decode(data, path)[0], path).fields
    return frozenset(united(fields, (), ways.reading.properties))
