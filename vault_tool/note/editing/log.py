"""Log lines and other list items, added where the note keeps them."""

import re
from datetime import date
from itertools import pairwise

from vault_tool.model import Interaction
from vault_tool.note.blocks import Block
from vault_tool.note.body import read_body
from vault_tool.note.conventions import Conventions
from vault_tool.note.editing.body import Body, Section
from vault_tool.note.editing.opened import encodable, open_note, refusal
from vault_tool.note.editing.retold import Retold, Touched, proven_body
from vault_tool.note.editing.sections import (
    Insertion,
    after_line,
    at_end,
    at_section_end,
    before_line,
    beside,
    in_section,
    is_loose,
    item_lines,
)
from vault_tool.note.log import dated

_CLOSED = "xX-"
_YEAR_OR_MONTH = re.compile(r"\d{4}(?:-\d{2})?")
_DAY_AS_WRITTEN = re.compile(
    r"(?P<open>[*_]{0,3})(?:(?P<link>\[\[(?:[^\[\]|#\r\n]*/)?)?)\d{4}-\d{2}-\d{2}(?(link)(?:\.md)?[^\[\]]*\]\])"
    r"(?P<close>[*_]{0,3})"
)


def add_log_line(
    path: str, data: bytes, day: date, words: str, ways: Conventions, *, own: bool = True
) -> bytes:
    """Return the note with one more line in its log; unchanged where the very line is there.

    `words` is what follows the date; further lines stand under the first. `own` says that the
    note is the person's: our reader must then see exactly one more interaction. Raises
    `EditRefused`.
    """
    words = encodable(path, words, "the line").strip()
    title = ways.reading.log_heading
    by_hand = f'Write "- {day} {words.partition(chr(10))[0][:60]}" under "{title}".'
    note = open_note(path, data, by_hand)
    told = _told(path, day, words, ways, by_hand)
    body = Body(note, by_hand)
    if any(_same(told, other) for other in _log_of(body, path, ways)):
        return data
    insertion = _placed(body, title, day, words, ways)

    def is_meant(retold: Retold) -> bool:
        new = retold.new_interactions
        return not own or (len(new) == 1 and new[0].own and _same(new[0], told))

    changed = note.spliced([insertion.splice])
    touched = Touched(insertion.line, 0, insertion.lines)
    return proven_body(note, changed, touched, ways, by_hand, is_meant)


def add_item(path: str, data: bytes, heading: str | None, item: str, ways: Conventions) -> bytes:
    """Return the note with a list item at the end of a section, or of the whole note.

    `item` is what follows the marker, the box of a task included. A missing section is made.
    """
    item = encodable(path, item, "the item").strip()
    where = f'under "{heading}"' if heading else "at the end"
    by_hand = f'Write "- {item.partition(chr(10))[0][:60]}" {where}.'
    note = open_note(path, data, by_hand)
    if not item:
        raise note.refusal(0, "an item needs words.", by_hand)
    body = Body(note, by_hand)
    insertion = in_section(body, heading, item) if heading else at_end(body, item)
    changed = note.spliced([insertion.splice])
    touched = Touched(insertion.line, 0, insertion.lines)
    return proven_body(note, changed, touched, ways, by_hand, lambda retold: True)


def _told(path: str, day: date, words: str, ways: Conventions, by_hand: str) -> Interaction:
    """Return the one interaction that the new line tells when it stands alone."""
    lines = f"- {day} " + words.replace("\n", "\n  ")
    found = read_body(lines, 1, path, "person", None, ways)
    if len(found.interactions) != 1 or found.loops or found.interactions[0].day != day:
        raise refusal(path, 1, "these words cannot stand in one log line.", by_hand)
    return found.interactions[0]


def _same(one: Interaction, two: Interaction) -> bool:
    mine = (one.day, one.channel, one.text, one.tags)
    return mine == (two.day, two.channel, two.text, two.tags)


def _log_of(body: Body, path: str, ways: Conventions) -> list[Interaction]:
    text = body.note.clean[body.note.body :]
    told = read_body(text, body.first, path, "person", None, ways)
    return [one for one in told.interactions if one.source == "log"]


def _placed(body: Body, title: str, day: date, words: str, ways: Conventions) -> Insertion:
    section = body.section(title)
    if section is None:
        return in_section(body, title, f"{day} {words}".rstrip())
    entries = _entries(body, section, ways)
    fitting = [entry for entry in entries if f"{day}".startswith(_group(body, section, entry[0]))]
    heading = _group_heading(body, section, entries[0][0]) if entries and not fitting else None
    if heading and _YEAR_OR_MONTH.fullmatch(_label(heading)):
        return _new_group(body, section, heading, _falls(entries), day, words)
    entries = fitting
    if not entries:
        return at_section_end(body, section, f"{day} {words}".rstrip())
    neighbour, below = _neighbour(entries, day)
    text = f"{_day_like(neighbour, day)} {words}".rstrip()
    return beside(body, neighbour, text, below=below, loose=is_loose(body, [b for b, _ in entries]))


def _entries(body: Body, section: Section, ways: Conventions) -> list[tuple[Block, date]]:
    """Return the section's log lines and their days, those above its subheadings if it has any."""
    found = []
    for item in body.items(section.heading.line + 1, section.end):
        said = dated(item.shown[0], ways.reading.channels) if item.status is None else None
        if said and said.day and not any(_is_taken(above, ways) for above in item.ancestors()):
            found.append((item, said.day))
    own = [entry for entry in found if entry[0].line <= section.own_end]
    return own or found


def _is_taken(above: Block, ways: Conventions) -> bool:
    """Tell whether what hangs under an item belongs to it: a task, a log line."""
    return above.status is not None or dated(above.shown[0], ways.reading.channels) is not None


def _neighbour(entries: list[tuple[Block, date]], day: date) -> tuple[Block, bool]:
    """Return the entry that a new one goes beside, and whether below it, in the log's own order."""
    if _falls(entries):
        below = [block for block, one in entries if one <= day]
        return (below[0], False) if below else (entries[-1][0], True)
    above = [block for block, one in entries if one <= day]
    return (above[-1], True) if above else (entries[0][0], False)


def _falls(entries: list[tuple[Block, date]]) -> bool:
    """Tell whether the newest stands first; where nothing tells, it stands last."""
    steps = list(pairwise(day for _, day in entries))
    return sum(two < one for one, two in steps) > sum(two > one for one, two in steps)


def _group(body: Body, section: Section, entry: Block) -> str:
    """Return the year or month that an entry is filed under, empty where under none."""
    heading = _group_heading(body, section, entry)
    above = entry.parent or heading
    said = _label(above) if above else ""
    return said if _YEAR_OR_MONTH.fullmatch(said) else ""


def _label(block: Block) -> str:
    return block.shown[0].strip(" #*_")


def _group_heading(body: Body, section: Section, entry: Block) -> Block | None:
    """Return the subheading right above an entry."""
    return next((h for h in reversed(_subheadings(body, section)) if h.line < entry.line), None)


def _subheadings(body: Body, section: Section) -> list[Block]:
    return [
        block
        for block in body.blocks
        if block.kind == "heading" and section.heading.line < block.line <= section.end
    ]


def _new_group(
    body: Body, section: Section, like: Block, falling: bool, day: date, words: str
) -> Insertion:
    """Return the insertion of a subheading for a new year or month, with the entry under it."""
    label = f"{day}"[: len(_label(like))]
    heading = body.line(like.line).replace(_label(like), label, 1)
    apart = [""] if body.is_blank(like.line + 1) else []
    new = [heading, *apart, *item_lines("", "-", f"{day} {words}".rstrip())]
    later = [
        h
        for h in _subheadings(body, section)
        if h.level == like.level and (_label(h) < label) == falling
    ]
    if later:
        return before_line(body, later[0].line, [*new, ""])
    return after_line(body, body.last_words(section.end) or section.end, ["", *new])


def _day_like(neighbour: Block, day: date) -> str:
    """Return the day as the neighbour writes its own: bare, in emphasis, as a link."""
    match = _DAY_AS_WRITTEN.match(neighbour.shown[0])
    if match is None:
        return f"{day}"
    link = match["link"]
    written = f"{link}{day}]]" if link else f"{day}"
    sign = match["open"] if match["open"] == match["close"][::-1] else ""
    return f"{sign}{written}{sign[::-1]}"
