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
from vault_tool.errors import EditRefused
from vault_tool.model import Note
from vault_tool.note.blocks import Block, blocks
from vault_tool.note.conventions import Conventions
from vault_tool.note.editing.log import add_item, add_log_line
from vault_tool.note.editing.properties import add_to_property, set_property
from vault_tool.note.editing.prose import append_text
from vault_tool.note.frontmatter import front_matter_span, read_front_matter
from vault_tool.note.links import fold
from vault_tool.note.log import dated
from vault_tool.note.properties import LISTS, Property, united
from vault_tool.note.reading import read_note, stem
from vault_tool.note.text import decode, lines

_COMMENT = re.compile(r"(?:^|[ \t])#")
# Of two such days the later one is true: both tell when somebody was last heard of.
_LATEST = frozenset(("last_contact",))
# What a note says of itself, not of the person.
_OF_THE_NOTE = frozenset(("type", "name", "aliases"))


class OneNote(NamedTuple):
    """A note to merge: where it stands, its bytes, and what the person is called there."""

    path: str
    data: bytes
    name: str


class Merged(NamedTuple):
    """The note that both become, and in which properties the other said something else."""

    data: bytes
    differing: tuple[str, ...]


class _Body(NamedTuple):
    """The other note's text taken apart: entries of its log, its open loops, and the rest."""

    entries: tuple[tuple[str, str], ...]  # (day as written in ISO, words)
    loops: tuple[str, ...]
    rest: str


def merged(kept: OneNote, other: OneNote, ways: Conventions) -> Merged:
    """Return the note that both become, under the path and the name of the one that is kept.

    Raises `EditRefused` where one of them cannot be changed safely, or something would be lost.
    """
    data, differing = _with_properties(kept, other, ways)
    told = read_front_matter(decode(other.data, other.path)[0], other.path)
    if not told.parsed:
        first = told.problems[0]
        raise EditRefused(f"{other.path}:{first.line}: {first.message}", first.hint)
    said = [*(f"- {line}" for line in differing), *_commented(other)]
    whole = _joined(kept, data, other, _Body((), (), told.body), said, ways)
    parted = _joined(kept, data, other, _taken_apart(told.body, ways), said, ways)
    wanted = _contents(kept, other, ways)
    for result in (parted, whole):
        if _holds_all(result, kept, other, wanted, ways):
            return Merged(result, tuple(line.partition(":")[0] for line in differing))
    raise EditRefused(
        f"{other.path}:1: these two notes cannot be joined without losing something",
        "Copy its text into the other note by hand, then delete it.",
    )


def _commented(other: OneNote) -> list[str]:
    """Return the other's properties as a block of code where a comment stands among them.

    A comment belongs to the line it stands at; only the whole block says what it was about.
    """
    text = decode(other.data, other.path)[0]
    span = front_matter_span(text)
    block = lines(text[span[0] : span[1]].rstrip("\r\n")) if span else []
    if not any(_COMMENT.search(line) for line in block):
        return []
    fence = "```" if not any("```" in line for line in block) else "~~~~~~"
    return ["", f"{fence}yaml", *block, fence]


def _with_properties(
    kept: OneNote, other: OneNote, ways: Conventions
) -> tuple[bytes, tuple[str, ...]]:
    """Return the kept note with the other's properties, and what it cannot take, as text."""
    data = kept.data
    mine, theirs = _properties(kept, ways), _properties(other, ways)
    differing: list[str] = []
    for key, prop in theirs.items():
        if key in _OF_THE_NOTE:
            continue
        texts = [(each.text or "").strip() for each in prop.scalars()]
        if not texts and prop.value() is None:
            continue
        present = mine.get(key)
        if not _is_flat(prop):
            differing.append(f"{prop.first.key}: {prop.value()}")
        elif present is None or present.text() is None:
            value = texts[0] if len(texts) == 1 else tuple(texts)
            data = set_property(kept.path, data, prop.first.key, value, ways)
        elif key in LISTS:
            missing = _missing(texts, present)
            data = add_to_property(kept.path, data, key, missing, ways) if missing else data
        elif key in _LATEST and _is_later(texts[0], present):
            data = set_property(kept.path, data, key, texts[0], ways)
        elif _missing(texts, present) and key not in _LATEST:
            differing.append(f"{prop.first.key}: {', '.join(texts)}")
    names = (other.name, stem(other.path), *read_note(other.path, other.data, ways).aliases)
    known = {fold(each) for each in (kept.name, stem(kept.path))}
    known |= {fold(each) for each in read_note(kept.path, kept.data, ways).aliases}
    aliases = [name for name in dict.fromkeys(names) if fold(name) not in known]
    if aliases:
        data = add_to_property(kept.path, data, "aliases", aliases, ways)
    return data, tuple(differing)


def _properties(note: OneNote, ways: Conventions) -> dict[str, Property]:
    fields = read_front_matter(decode(note.data, note.path)[0], note.path).fields
    return united(fields, (), ways.reading.properties)


def _is_flat(prop: Property) -> bool:
    value = prop.value()
    if isinstance(value, list):
        return all(isinstance(each, str) for each in value)
    return not isinstance(value, dict)


def _missing(texts: Sequence[str], present: Property | None) -> list[str]:
    have = {fold((each.text or "").strip()) for each in present.scalars()} if present else set()
    return [text for text in dict.fromkeys(texts) if fold(text) not in have]


def _is_later(text: str, present: Property) -> bool:
    have = present.text()
    one, other = parse_day(text), parse_day(have.text or "") if have else None
    return one is not None and (other is None or one > other)


def _taken_apart(body: str, ways: Conventions) -> _Body:
    """Return the entries and open loops of the sections that hold nothing else, and the rest."""
    text = body.replace("\r\n", "\n")
    written = lines(text)
    found = blocks(text, 1)
    taken: set[int] = set()
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
    rest = [line for number, line in enumerate(written, 1) if number not in taken]
    return _Body(tuple(entries), tuple(loops), "\n".join(rest))


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
    kept: OneNote,
    data: bytes,
    other: OneNote,
    body: _Body,
    said: Sequence[str],
    ways: Conventions,
) -> bytes:
    for written, words in body.entries:
        day = parse_day(written)
        if day is not None:
            data = add_log_line(kept.path, data, day, words, ways)
    for loop in body.loops:
        data = add_item(kept.path, data, ways.reading.loops_heading, loop, ways)
    parts = ("\n".join(said).strip("\n"), body.rest.strip("\n"))
    rest = "\n\n".join(part for part in parts if part.strip())
    if not rest:
        return data
    return append_text(kept.path, data, f"## {other.name}\n\n{rest}\n", ways)


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
    result: bytes, kept: OneNote, other: OneNote, wanted: "Counter[object]", ways: Conventions
) -> bool:
    """Tell whether the result says all that both notes say, to the word."""
    told = _told(read_note(kept.path, result, ways))
    if any(told[each] < count for each, count in wanted.items()):
        return False
    have = Counter(_words(decode(result, kept.path)[0]))
    body = read_front_matter(decode(other.data, other.path)[0], other.path).body
    return not (Counter(_words(body)) - have)


def _words(text: str) -> Iterable[str]:
    """Yield the words of a text without what a list or a heading puts before a line."""
    for line in lines(text):
        yield from line.strip().lstrip("-*+#0123456789.)[] \t").split()
