"""Runs of dated entries and of open loops in a body, and three versions of a run made one.

Public: `Entry`, `Slot`, `Taken`, `taken_out(body, channels)`, `joined(base, ours, theirs, text)`.

An entry is a list item at the margin that begins with a day, or a task, with all that hangs under
it. Entries are counted whole: what either side added is there once, what one took away is gone.
An entry that both sides changed is merged inside; where that is not certain, both stay.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from vault_tool.model import Channel
from vault_tool.note.blocks import Block, blocks
from vault_tool.note.log import dated
from vault_tool.note.mask import views
from vault_tool.note.tasks import read_task
from vault_tool.note.versions.loops import JoinText, joined_task
from vault_tool.note.versions.threeway import Clash, count, in_order, numbered

SIGN = "\x01"
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")


class Entry(NamedTuple):
    """One entry: its lines, its day as written ("" of a task), and a task's words (else "")."""

    text: str
    day: str
    words: str


class Slot(NamedTuple):
    """A run of entries, as it stands and one by one; `gaps` are the blank lines before each."""

    raw: str
    entries: tuple[Entry, ...]
    gaps: tuple[int, ...]


class Taken(NamedTuple):
    """A body with a line of its own in the place of each run, and the runs by that line."""

    rest: str
    slots: Mapping[str, Slot]

    def counted(self) -> dict[str, int]:
        """Return how often each entry stands there, in whichever run."""
        found: dict[str, int] = {}
        for slot in self.slots.values():
            for entry in slot.entries:
                found[entry.text] = found.get(entry.text, 0) + 1
        return found


NO_SLOT = Slot("", (), ())


def taken_out(body: str, channels: Mapping[str, Channel]) -> Taken:
    """Return a body taken apart; its lines end with line feeds only."""
    lines = body.split("\n")
    masked = views(body)[1].split("\n")
    found = blocks(body, 0)
    starts = {block.line: block for block in found}
    rest: list[str] = []
    slots: dict[str, Slot] = {}
    title, number, at = "", 0, 0
    while at < len(lines):
        block = starts.get(at)
        if block is not None and block.kind == "heading":
            title, number = lines[at].strip(), 0
        if block is None or _entry(block, lines, at + 1, channels) is None:
            rest.append(lines[at])
            at += 1
            continue
        slot, after = _run(lines, masked, starts, at, channels)
        sign = f"{SIGN}{number} {title}"
        while sign in slots:  # a heading that stands twice
            number += 1
            sign = f"{SIGN}{number} {title}"
        slots[sign] = slot
        rest.append(sign)
        number += 1
        at = after
    return Taken("\n".join(rest), slots)


def _run(
    lines: Sequence[str],
    masked: Sequence[str],
    starts: Mapping[int, Block],
    first: int,
    channels: Mapping[str, Channel],
) -> tuple[Slot, int]:
    """Return the run that begins at a line, and the number of the line behind it."""
    entries: list[Entry] = []
    gaps: list[int] = []
    at, blank, end = first, 0, first
    while at < len(lines):
        if not lines[at].strip():
            at, blank = at + 1, blank + 1
            continue
        block = starts.get(at)
        after = _extent(lines, masked, starts, at)
        entry = _entry(block, lines, after, channels) if block else None
        if entry is None:
            break
        entries.append(entry)
        gaps.append(blank)
        at = end = after
        blank = 0
    return Slot("\n".join(lines[first:end]), tuple(entries), tuple(gaps)), end


def _extent(
    lines: Sequence[str], masked: Sequence[str], starts: Mapping[int, Block], first: int
) -> int:
    """Return the number of the line behind an item and all that hangs under it."""
    at, end = first + 1, first + 1
    while at < len(lines):
        line = lines[at]
        if line.strip():
            hangs = line[:1] in " \t"
            goes_on = (
                end == at and at not in starts and masked[at].strip() and not _RULE.match(line)
            )
            if not hangs and not goes_on:
                break
            end = at + 1
        at += 1
    return end


def _entry(
    block: Block, lines: Sequence[str], after: int, channels: Mapping[str, Channel]
) -> Entry | None:
    if block.kind != "item" or block.indent or block.parent is not None:
        return None
    text = "\n".join(lines[block.line : after])
    if block.status is not None:
        return Entry(text, "", " ".join(read_task(block.shown[0]).words.split()))
    said = dated(block.shown[0], channels)
    return None if said is None or said.day is None else Entry(text, said.written, "")


def joined(base: Slot, ours: Slot, theirs: Slot, text: JoinText) -> tuple[str, dict[str, int]]:
    """Return the run that three versions of it become, and how often each entry stands in it."""
    before, mine, other = (list(slot.entries) for slot in (base, ours, theirs))
    for together in (_tasks_together, _days_together):
        together(before, mine, other, text)
    sides = [numbered(entries) for entries in (before, mine, other)]
    times_in = [Counter(side) for side in (before, mine, other)]
    often = {entry: count(*(times[entry] for times in times_in)) for entry in {*mine, *other}}
    kept = {(entry, n) for entry, times in often.items() for n in range(times)}
    way = _way(before) or _way([*mine]) + _way([*other]) or 1
    order = in_order(
        sides[0],
        sides[1],
        sides[2],
        kept,
        lambda each: (_turned(each[0], way), each[0].text, each[1]),
    )
    result = [entry for entry, _ in order]
    counted = {entry.text: times for entry, times in often.items() if times}
    same = sorted(slot.raw for slot in (ours, theirs) if list(slot.entries) == result)
    return same[0] if same else _written(result, (base, ours, theirs)), counted


def _tasks_together(
    before: list[Entry], mine: list[Entry], other: list[Entry], text: JoinText
) -> None:
    """Make one of a task that both sides changed, known by its words; done wins."""
    for words in {entry.words for entry in mine} & {entry.words for entry in other} - {""}:
        found = [[e for e in side if e.words == words] for side in (before, mine, other)]
        if len(found[0]) > 1 or len(found[1]) != 1 or len(found[2]) != 1:
            continue
        old = found[0][0] if found[0] else None
        one, two = found[1][0], found[2][0]
        if one == two or old in (one, two):
            continue
        try:
            line = joined_task(old.text if old else None, one.text, two.text, text)
        except Clash:
            continue
        entry = Entry(line, "", words)
        mine[mine.index(one)] = other[other.index(two)] = entry


def _days_together(
    before: list[Entry], mine: list[Entry], other: list[Entry], text: JoinText
) -> None:
    """Make one of an entry that both sides changed, where only one of its day was changed."""
    here, there, known = set(mine), set(other), set(before)
    gone = [entry for entry in before if entry.day and entry not in here and entry not in there]
    for old in gone:
        if sum(entry.day == old.day for entry in gone) > 1:
            continue
        news = [[e for e in side if e.day == old.day and e not in known] for side in (mine, other)]
        if len(news[0]) != 1 or len(news[1]) != 1 or news[0] == news[1]:
            continue
        one, two = news[0][0], news[1][0]
        try:
            entry = Entry(text(f"{old.text}\n", f"{one.text}\n", f"{two.text}\n")[:-1], old.day, "")
        except Clash:
            continue
        mine[mine.index(one)] = other[other.index(two)] = entry


def _way(entries: Sequence[Entry]) -> int:
    """Return 1 where days rise, -1 where they fall, 0 where neither can be told."""
    days = [entry.day for entry in entries if entry.day]
    rising = sum((one < two) - (one > two) for one, two in pairwise(days))
    return (rising > 0) - (rising < 0)


def _turned(entry: Entry, way: int) -> int:
    figures = int(entry.day.replace("-", "")) if entry.day else 0
    return figures * way


def _written(entries: Sequence[Entry], slots: Sequence[Slot]) -> str:
    """Return a run's text; each entry has as many blank lines before it as where it comes from."""
    gaps: dict[Entry, list[int]] = {}
    usual: list[int] = []
    for slot in slots:
        usual += slot.gaps[1:]
        for number, (entry, gap) in enumerate(zip(slot.entries, slot.gaps, strict=True)):
            if number:
                gaps.setdefault(entry, []).append(gap)
    typical = max(sorted(set(usual)), key=usual.count, default=0)
    lines: list[str] = []
    for number, entry in enumerate(entries):
        if number:
            lines += [""] * max(gaps.get(entry, [typical]))
        lines.append(entry.text)
    return "\n".join(lines)
