"""Three versions of front matter become one, property by property, on the text as it is written.

Public: `Head`, `head_of(text)`, `NO_HEAD`, `joined_heads(base, ours, theirs, own)`, `recorded_in`.

Where both sides changed a value, lists are united (what one side took away stays away), of days on
which something happened last the later one counts, and of anything else ours stands with the other
side in a comment below it. What a side changed wins over what the other deleted.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from vault_tool.config import normal_key
from vault_tool.errors import EditRefused
from vault_tool.note.frontmatter import Node, Scalar, front_matter_span, plain, read_front_matter
from vault_tool.note.properties import property_meant
from vault_tool.note.versions.recorded import Recorded, comment, said
from vault_tool.note.versions.threeway import Clash, chosen, count, in_order, numbered

# Days of which the later one is true: when somebody was last heard of, from when to show somebody
# again, and what programs write whenever a note is saved.
_LATEST = frozenset((
    "last_contact", "snooze_until", "modified", "updated", "date_modified", "date_updated",
    "last_modified", "last_updated", "modified_at", "updated_at", "modified_date", "updated_date",
    "lastmod", "mtime",
))  # fmt: skip
_REMARK = re.compile(r"(?:^|[ \t])(#.*)")
_DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}[\d:.+Z-]*)?(?![\d-])")


class Part(NamedTuple):
    """A property as it is written: the lines of name and value, and the comments below them."""

    key: str
    lines: tuple[str, ...]
    below: tuple[str, ...]
    node: Node


class Head(NamedTuple):
    """Front matter in parts; `fences` is None where there is none. Lines are without their ends."""

    fences: tuple[str, str] | None
    above: tuple[str, ...]
    parts: tuple[Part, ...]


class JoinedHead(NamedTuple):
    """The lines of front matter, fences included, and the properties about which sides differ."""

    lines: tuple[str, ...]
    differing: tuple[str, ...]


NO_HEAD = Head(None, (), ())


def head_of(text: str) -> tuple[Head, str] | None:
    """Return the front matter and the body of a note; None where it is not written plainly.

    Lines end with line feeds only.
    """
    told = read_front_matter(text, "")
    if not told.parsed:
        return None
    span = front_matter_span(text)
    if span is None:
        return NO_HEAD, text
    lines = text[span[0] : span[1]].split("\n")[:-1]
    fields = told.fields
    begins = [field.line - 2 for field in fields]
    keys = {field.key for field in fields}
    rising = all(one < two for one, two in pairwise(begins))
    if not rising or len(keys) < len(fields) or any(field.column != 1 for field in fields):
        return None
    parts = tuple(
        _part(field.key, lines[first:end], field.node)
        for field, (first, end) in zip(fields, pairwise([*begins, len(lines)]), strict=True)
    )
    above = tuple(lines[: begins[0]] if begins else lines)
    fences = (text[: span[0]].rstrip("\n"), text[span[1] : span[2]].rstrip("\n"))
    return Head(fences, above, parts), text[span[2] :]


def _part(key: str, lines: Sequence[str], node: Node) -> Part:
    end = len(lines)
    while end > 1 and (lines[end - 1][:1] == "#" or not lines[end - 1].strip()):
        end -= 1
    return Part(key, tuple(lines[:end]), tuple(lines[end:]), node)


def recorded_in(head: Head) -> tuple[Recorded, ...]:
    """Return the properties of a note about which two devices still differ."""
    found = []
    line = 2 + len(head.above)
    for part in head.parts:
        line += len(part.lines)
        told = [(n, words) for n, each in enumerate(part.below, line)
                if (words := said(each)) is not None]  # fmt: skip
        if told:
            other = tuple(words for _, words in told)
            found.append(Recorded(part.key, told[0][0], part.lines, other))
        line += len(part.below)
    return tuple(found)


def joined_heads(base: Head, ours: Head, theirs: Head, own: Mapping[str, str]) -> JoinedHead:
    """Return the front matter that three versions become."""
    joining = _Joining(base, ours, theirs, own)
    lines = joining.lines()
    return JoinedHead(tuple(lines), tuple(joining.differing))


class _Joining:
    def __init__(self, base: Head, ours: Head, theirs: Head, own: Mapping[str, str]) -> None:
        self.heads = (base, ours, theirs)
        self.parts = tuple({part.key: part for part in head.parts} for head in self.heads)
        self.own = own
        self.differing: list[str] = []

    def lines(self) -> list[str]:
        lines = _lines_of_all(*(head.above for head in self.heads))
        base, ours, theirs = (list(found) for found in self.parts)
        for key in in_order(base, ours, theirs, {*ours, *theirs}, str):
            lines += self._of(key)
        fences = self._fences(bool(lines))
        return [fences[0], *lines, fences[1]] if fences else lines

    def _fences(self, needed: bool) -> tuple[str, str] | None:
        try:
            fences = chosen(*(head.fences for head in self.heads))
        except Clash:
            fences = ("---", "---")
        return fences or (("---", "---") if needed else None)

    def _of(self, key: str) -> list[str]:
        """Return the lines of one property; of one that is gone, comments that are new."""
        base, ours, theirs = (found.get(key) for found in self.parts)
        below = _lines_of_all(*(part.below if part else () for part in (base, ours, theirs)))
        try:
            value = self._value(base, ours, theirs)
        except Clash:
            if ours is None or theirs is None:  # a value that was changed is not deleted
                value = (ours or theirs or base).lines  # type: ignore[union-attr]
            else:
                self.differing.append(key)
                value = ours.lines
                new = comment(theirs.lines)
                below = below if _holds(below, new) else [*new, *below]
        if value is not None:
            return [*value, *below]
        old = base.below if base else ()
        return [line for line in below if line.strip() and line not in old]

    def _value(
        self, base: Part | None, ours: Part | None, theirs: Part | None
    ) -> tuple[str, ...] | None:
        written = [part.lines if part else None for part in (base, ours, theirs)]
        try:
            return chosen(*written)
        except Clash:
            key = next(part.key for part in (ours, theirs, base) if part)
        sides = [part for part in (ours, theirs) if part]
        if any(isinstance(part.node, list) for part in sides):
            value = _united(key, base, ours, theirs)
        elif len(sides) < 2:
            raise Clash
        else:
            value = self._one_of(key, base, *sides)
        new = {each for part in sides for each in _remarks(part.lines)}
        if new - {*_remarks(base.lines if base else ()), *_remarks(value or ())}:
            raise Clash  # a comment beside the value would be lost
        return value

    def _one_of(self, key: str, base: Part | None, ours: Part, theirs: Part) -> tuple[str, ...]:
        """Return the lines of one side where it is plain that it counts."""
        one, two = plain(ours.node), plain(theirs.node)
        if one == two:
            return min(ours.lines, theirs.lines)
        if base and plain(base.node) in (one, two):
            return theirs.lines if one == plain(base.node) else ours.lines
        if property_meant(key, self.own) in _LATEST or normal_key(key) in _LATEST:
            days = [_day(part.node) for part in (ours, theirs)]
            if days[0] and days[1]:
                return max((days[0], ours.lines), (days[1], theirs.lines))[1]
        raise Clash


def _united(
    key: str, base: Part | None, ours: Part | None, theirs: Part | None
) -> tuple[str, ...] | None:
    """Return the lines of a list with what either side added, without what either took away."""
    before, mine, other = (_items(part) for part in (base, ours, theirs))
    gone = {item for item in before if item not in mine or item not in other}
    sides = [part for part in (ours, theirs) if part and isinstance(part.node, list)]
    frame = min(sides, key=lambda part: (-len(_items(part)), part.lines))
    first, second = (mine, other) if frame is ours else (other, mine)
    items = [item for item in first if item not in gone]
    items += [item for item in second if item not in gone and item not in items]
    if not items and (ours is None or theirs is None):
        return None
    return _with_items(frame, items)


def _with_items(frame: Part, items: Sequence[str]) -> tuple[str, ...]:
    """Return the lines of a list holding these items, in the style in which it is written."""
    if _items(frame) == list(items):
        return frame.lines
    from vault_tool.note.conventions import Conventions
    from vault_tool.note.editing.properties import set_property

    note = "\n".join(["---", *frame.lines, "---", ""])
    try:
        changed = set_property(
            "", note.encode("utf-8", "surrogateescape"), frame.key, tuple(items), Conventions()
        )
    except (EditRefused, UnicodeEncodeError):
        raise Clash from None
    return tuple(changed.decode("utf-8", "surrogateescape").split("\n")[1:-2])


def _items(part: Part | None) -> list[str]:
    """Return the texts of a list, one each; raises `Clash` where it holds anything else."""
    if part is None or (isinstance(part.node, Scalar) and part.node.text is None):
        return []
    nodes = part.node if isinstance(part.node, list) else [part.node]
    texts = [node.text for node in nodes if isinstance(node, Scalar) and node.text is not None]
    if len(texts) < len(nodes) or len(set(texts)) < len(texts):
        raise Clash
    return texts


def _remarks(lines: Sequence[str]) -> list[str]:
    """Return what looks like comments inside of a value; of text rather too much."""
    return [found[1].rstrip() for line in lines if (found := _REMARK.search(line))]


def _day(node: Node) -> str | None:
    """Return the one day that a value holds, with its time, as ISO text."""
    text = node.text if isinstance(node, Scalar) else None
    found = _DAY.findall(text or "")
    return str(found[0]) if len(found) == 1 else None


def _lines_of_all(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """Return comments and blank lines of three versions: what one added is there, once."""
    try:
        return list(chosen(tuple(base), tuple(ours), tuple(theirs)))
    except Clash:
        return united_lines(base, ours, theirs, lambda line: line)


def united_lines(
    base: Sequence[str],
    ours: Sequence[str],
    theirs: Sequence[str],
    rank: Callable[[str], object],
) -> list[str]:
    """Return lines as a three-way multiset, in order."""
    sides = [numbered(lines) for lines in (base, ours, theirs)]
    times_in = [Counter(lines) for lines in (base, ours, theirs)]
    often = {line: count(*(times[line] for times in times_in)) for line in {*ours, *theirs}}
    kept = {(line, n) for line, times in often.items() for n in range(times)}
    return [
        line
        for line, _ in in_order(
            sides[0], sides[1], sides[2], kept, lambda each: (rank(each[0]), each[1])
        )
    ]


def _holds(lines: Sequence[str], others: Sequence[str]) -> bool:
    return all(line in lines for line in others)
