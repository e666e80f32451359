"""Two notes of one person become one, and nothing that stands in either is lost.

Public: `Merged`, `merged(kept, other, ways, heading)`.

The note that is kept wins where both say one thing differently; what the other said then stands in
the text. Its log entries and open loops join those of the note that is kept, the rest of its text
follows under a heading.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from vault_tool.dates import parse_day
from vault_tool.engine.merging_properties import (
    LATEST,
    UNSEEN,
    Joined,
    OneNote,
    joined_properties,
    texts_of,
)
from vault_tool.errors import EditRefused
from vault_tool.model import Note
from vault_tool.note.blocks import Block, blocks
from vault_tool.note.conventions import Conventions
from vault_tool.note.editing.log import add_item, add_log_line
from vault_tool.note.editing.prose import append_text, refuse_unclosed
from vault_tool.note.frontmatter import read_front_matter
from vault_tool.note.links import fold
from vault_tool.note.log import dated
from vault_tool.note.properties import property_meant
from vault_tool.note.reading import PERSON_WORDS, read_note
from vault_tool.note.text import decode, lines

_WORD = re.compile(r"\w+")
# Of these one note's may be the truth about both.
_EITHERS = (LATEST, UNSEEN)


class Merged(NamedTuple):
    """The note that both become, and in which properties the other said something else."""

    data: bytes
    differing: tuple[str, ...]


class _Body(NamedTuple):
    """The other note's text taken apart: entries of its log, its open loops, and the rest.

    `titles` are those of the sections that went.
    """

    entries: tuple[tuple[str, str], ...]  # (day as written in ISO, words)
    loops: tuple[str, ...]
    rest: str
    titles: tuple[str, ...] = ()


def merged(kept: OneNote, other: OneNote, ways: Conventions) -> Merged:
    """Return the note that both become, under the path and the name of the one that is kept.

    Raises `EditRefused` where one of them cannot be changed safely, or something would be lost.
    """
    told = read_front_matter(decode(other.data, other.path)[0], other.path)
    if not told.parsed:
        first = told.problems[0]
        raise EditRefused(f"{other.path}:{first.line}: {first.message}", first.hint)
    for note in (kept, other):
        refuse_unclosed(note.path, note.data)
    joined = joined_properties(kept, other, ways)
    wanted = _contents(kept, other, ways)
    refused = None
    for body in (_taken_apart(told.body, ways), _Body((), (), told.body)):
        try:
            result, doubled = _joined(kept, joined, other, body, ways)
        except EditRefused as error:
            refused = error
            continue
        if _holds_all(result, doubled, kept, other, wanted, ways):
            return Merged(result, joined.differing)
    if refused is not None:
        raise refused
    raise EditRefused(
        f"{other.path}:1: these two notes cannot be joined without losing something",
        "Copy its text into the other note by hand, then delete it.",
    )


def _taken_apart(body: str, ways: Conventions) -> _Body:
    """Return the entries and open loops of the sections that hold nothing else, and the rest."""
    text = body.replace("\r\n", "\n")
    written = lines(text)
    found = blocks(text, 1)
    taken: set[int] = set()
    titles: list[str] = []
    entries: list[tuple[str, str]] = []
    loops: list[str] = []
    for number, block in enumerate(found):
        if block.kind != "heading":
            continue
        section = _section(found, number)
        title = fold(block.shown[0].strip().rstrip("#").strip())
        last = section[-1].line + len(section[-1].shown) - 1 if section else block.line
        held = written[block.line : last]
        if title == fold(ways.reading.log_heading):
            said = _entries(section, held, block.line, ways)
            entries += said or []
            is_taken = said is not None
        elif title == fold(ways.reading.loops_heading):
            tasks = _loops(section, held)
            loops += tasks or []
            is_taken = tasks is not None
        else:
            continue
        if is_taken:
            taken.update(range(block.line, last + 1))
            titles += block.shown
    rest = [line for number, line in enumerate(written, 1) if number not in taken]
    return _Body(tuple(entries), tuple(loops), "\n".join(rest), tuple(titles))


def _section(found: Sequence[Block], heading: int) -> list[Block]:
    """Return the blocks below a heading, up to the next one of any level."""
    section = []
    for block in found[heading + 1 :]:
        if block.kind == "heading":
            break
        section.append(block)
    return section


def _entries(
    section: Sequence[Block], held: Sequence[str], above: int, ways: Conventions
) -> list[tuple[str, str]] | None:
    """Return the log entries of a section; None where it holds anything else."""
    starts = []
    for block in section:
        if block.kind == "item" and block.parent is None and block.status is None:
            said = dated(block.shown[0], ways.reading.channels)
            if said is None or said.day is None:
                return None
            if not block.shown[0].startswith((said.written, f"[[{said.written}]]")):
                return None
            starts.append((block, said.written))
        elif block.parent is None:
            return None
    spans = [block.line - above - 1 for block, _ in starts] + [len(held)]
    if starts and any(line.strip() for line in held[: spans[0]]):
        return None
    entries = []
    for (block, written), first, after in zip(starts, spans, spans[1:], strict=False):
        words = block.shown[0].partition(written)[2].lstrip("] \t")
        below = [line for line in held[first + 1 : after] if line.strip()]
        entries.append((written, "\n".join([words, *_unindented(below)])))
    return entries


def _unindented(below: Sequence[str]) -> list[str]:
    """Return lines without the indentation they share."""
    margin = min((len(line) - len(line.lstrip()) for line in below), default=0)
    return [line[margin:] for line in below]


def _loops(section: Sequence[Block], held: Sequence[str]) -> list[str] | None:
    """Return the tasks of a section, box and all; None where it holds anything else."""
    found = []
    for block in section:
        if block.status is None or block.parent is not None or len(block.shown) > 1:
            return None
        found.append(f"[{block.status}] {block.shown[0]}")
    return found if len(found) == sum(1 for line in held if line.strip()) else None


def _joined(
    kept: OneNote, joined: Joined, other: OneNote, body: _Body, ways: Conventions
) -> tuple[bytes, list[str]]:
    """Return the note with the other's text, and which lines of it stood there already."""
    data = joined.data
    doubled = list(body.titles)
    for written, words in body.entries:
        day = parse_day(written)
        before = data
        if day is not None:
            data = add_log_line(kept.path, data, day, words, ways)
        doubled += [words] if data == before else []
    for loop in body.loops:
        before = data
        data = add_item(kept.path, data, ways.reading.loops_heading, loop, ways)
        doubled += [loop] if data == before else []
    rest = "\n\n".join(part for part in (joined.said, body.rest.strip("\n")) if part.strip())
    if rest:
        data = append_text(kept.path, data, f"## {other.name}\n\n{rest}\n", ways)
    return data, doubled


def _contents(kept: OneNote, other: OneNote, ways: Conventions) -> "Counter[object]":
    """Return what both notes tell, as often as the note that tells it most."""
    told: Counter[object] = Counter()
    for note in (kept, other):
        told |= _told(read_note(note.path, note.data, ways))
    return told


def _told(note: Note) -> "Counter[object]":
    talks = ((each.day, each.waiting, each.tags) for each in note.interactions)
    loops = ((each.kind, each.state, each.text, each.due) for each in note.loops)
    links = (fold(each.target) for each in note.links)
    return Counter([*talks, *loops, *links])


def _holds_all(
    result: bytes,
    doubled: Sequence[str],
    kept: OneNote,
    other: OneNote,
    wanted: "Counter[object]",
    ways: Conventions,
) -> bool:
    """Tell whether the result says all that both notes say, to the word and to the value."""
    told = _told(read_note(kept.path, result, ways))
    if any(told[each] < count for each, count in wanted.items()):
        return False
    text = decode(result, kept.path)[0]
    mine, theirs = (read_front_matter(decode(n.data, n.path)[0], n.path) for n in (kept, other))
    words = Counter([*_words(mine.body), *_words(theirs.body)])
    once = Counter(word for line in doubled for word in _words(line))
    words.subtract(once)
    own = ways.reading.properties
    fields = [each for each in theirs.fields if property_meant(each.key, own) not in _EITHERS]
    values = (text for field in fields for text in texts_of(field.node))
    have = set(_WORD.findall(text.casefold()))
    is_there = PERSON_WORDS.union(have).__contains__
    return not ((+words | Counter(set(once))) - Counter(_words(text))) and all(
        is_there(word) for value in values for word in _WORD.findall(value.casefold())
    )


def _words(text: str) -> Iterable[str]:
    """Yield the words of a text without what a list or a heading puts before a line."""
    for line in lines(text):
        yield from line.strip().lstrip("-*+#0123456789.)[] \t").split()
