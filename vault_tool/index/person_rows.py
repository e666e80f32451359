"""What is kept of a person: made from their own note, and joined with what other notes say.

The rows are made straight from what was read; what stands in them, `standing_rows` tells.
"""

from collections.abc import Iterable, Sequence
from operator import itemgetter
from struct import iter_unpack, pack
from sys import intern
from typing import Any

from vault_tool.index.note_rows import Columns
from vault_tool.index.packing import canonical, ordinal, packed, unpacked
from vault_tool.index.standing_rows import GiftRow, Kept, Row
from vault_tool.model import Note, Value, is_private
from vault_tool.note.ledger import gift
from vault_tool.roster import DATED, Glance, glance_row, is_thanked

_DAY, _LINE = itemgetter(0), itemgetter(5)  # of a gift's row


def own_kept(note: Note, stated: Row | None, columns: Columns) -> Kept | None:
    """Return what is kept of a person by their own note alone; None for a note about nobody.

    `stated` is the row of the note's `person`, `columns` are what it lists.
    """
    person = note.person
    if person is None or stated is None:
        return None
    talks, attempts, gifts = _told(columns.interactions) if columns.interactions else ({}, {}, [])
    loops: list[Row] = []
    declared = ordinal(person.last_contact)
    # A birthday, and when something is due, is no day on which something happened.
    days = [*talks, *attempts]
    if columns.mentions:
        days += filter(None, columns.mentions[1])
    if columns.loops:
        tasks = zip(*columns.loops)  # noqa: B905  # each is of every task
        for kind, state, text, due, closed, line, _, is_own, tags in tasks:
            if is_own:
                if closed:
                    days.append(closed)
                if state == "open":
                    loops.append((kind, text, due or None, None, line, is_private(tags)))
    if declared:
        days.append(declared)
    language = _text(note.properties.get("language"))
    tone = _text(note.properties.get("tone"))
    row = (
        note.path,
        note.name,
        stated,
        _spots(talks),
        None,
        _spots(attempts),
        None,
        declared and (declared, person.last_contact_line),
        min(days) if days else None,
        tuple(loops) or None,
        packed(gifts) if gifts else None,
        language and intern(language),
        tone and intern(tone),
        note.aliases,
        tuple(map(intern, note.tags)),
    )
    if person.me:
        return canonical(row), None
    last = max(*talks, declared or 0) if talks else declared or 0
    glance = glance_row(person, last, is_tried=bool(attempts), got=_got(gifts), due=_due(loops))
    return canonical(row), glance


def joined(own: Kept, said: bytes) -> Kept:
    """Return what is kept of a person by their own note, together with what others say of them.

    `said` are packed talks, attempts, loops and gifts, each as in the model, days as ordinals.
    """
    kept, glance = own
    row: list[Any] = list(unpacked(kept))
    path: str = row[0]
    talks, attempts, loops, gifts = unpacked(said)
    if talks:
        row[3:5] = _with_spots(row[3], talks, path)
    if attempts:
        row[5:7] = _with_spots(row[5], attempts, path)
    if loops:
        others = [
            (kind, text, due, None if elsewhere == path else elsewhere, line, is_private)
            for kind, text, due, elsewhere, line, is_private in loops
        ]
        found = [*(row[9] or ()), *others]
        row[9] = tuple(sorted(found, key=lambda each: (each[3] or path, each[4])))
    if gifts:
        mine = unpacked(row[10]) if row[10] else ()
        given = [(*each[:4], None if each[4] == path else each[4], each[5]) for each in gifts]
        found = [*mine, *given]
        found.sort(key=lambda each: (-each[0], each[4] or path, each[5]))
        row[10] = packed(found)
    if glance:
        seen = Glance(*glance)
        due = _due(loops)
        glance = tuple(
            seen._replace(
                is_plain=seen.is_plain and not attempts,
                last=max(seen.last, *(each[0] for each in talks)) if talks else seen.last,
                got=max(seen.got, _got(gifts)),
                due=min(seen.due, due) if seen.due and due else seen.due or due,
            )
        )
    return packed(tuple(row)), glance


def _told(
    interactions: Sequence[Sequence[Any]],
) -> tuple[dict[int, int], dict[int, int], list[GiftRow]]:
    """Return the first line of each day of contact, and of an attempt; the gifts, newest first."""
    days, _, texts, lines, _, _, owns, waiting, tagged, _ = interactions
    talks: dict[int, int] = {}
    attempts: dict[int, int] = {}
    gifts: list[GiftRow] = []
    items = zip(days, texts, lines, owns, waiting, tagged)  # noqa: B905  # each is of every item
    for day, text, line, is_own, is_waiting, tags in items:
        if not is_own:
            continue
        firsts = attempts if is_waiting else talks
        if day not in firsts or line < firsts[day]:
            firsts[day] = line
        for tag in tags:
            found = gift(tag)
            if found:
                direction, kind = found
                gifts.append((day, direction, kind, text, None, line))
    if len(gifts) > 1:
        gifts.sort(key=_LINE)
        gifts.sort(key=_DAY, reverse=True)
    return talks, attempts, gifts


def _spots(lines: dict[int, int]) -> bytes | None:
    """Return days with a line each, the newest first."""
    if not lines:
        return None
    spots: list[int] = []
    for day in sorted(lines, reverse=True):
        spots.append(day)
        spots.append(lines[day])
    return pack(f"<{len(spots)}i", *spots)


def _with_spots(
    own: bytes | None, others: Iterable[tuple[int, str, int]], path: str
) -> tuple[bytes, tuple[str, ...] | None]:
    """Return the first spot of each day by path and line, and the paths unless all are `path`."""
    first = {day: (path, line) for day, line in iter_unpack("<ii", own or b"")}
    for day, elsewhere, line in others:
        spot = elsewhere, line
        if spot < first.setdefault(day, spot):
            first[day] = spot
    newest = sorted(first.items(), reverse=True)
    spots = pack(f"<{2 * len(newest)}i", *[n for day, (_, line) in newest for n in (day, line)])
    paths = [elsewhere for _, (elsewhere, _) in newest]
    return spots, None if paths.count(path) == len(paths) else tuple(map(intern, paths))


def _got(gifts: Iterable[GiftRow]) -> int:
    return max([each[0] for each in gifts if is_thanked(each[1], each[2])], default=0)


def _due(loops: Iterable[Row]) -> int:
    return min([each[2] for each in loops if each[2] and each[0] in DATED], default=0)


def _text(value: Value) -> str | None:
    """Return a property's text, the first one of a list."""
    if isinstance(value, list):
        value = value[0] if value else None
    return (value.strip() or None) if isinstance(value, str) else None
