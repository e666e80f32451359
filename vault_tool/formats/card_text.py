"""The text of one vCard, in which single lines are changed and every other byte stays.

What is new is written as the card's version and line ends ask, and stands where it cannot become
part of another line. Nothing here knows what a property means.

Public: `CardText(data, card, dialect)`, `Dialect`, `dialect_of(card)`.
"""

import re
from collections.abc import Sequence
from typing import Literal

from vault_tool.formats.characters import visible
from vault_tool.formats.contentlines import (
    Property,
    Segment,
    coding,
    head_and_value,
    outside_quotes,
    segments,
)
from vault_tool.formats.vcard_writing import Line, escaped, folded

Dialect = Literal["2.1", "3.0", "4.0"]
Place = int

_BREAK = re.compile(rb"\r\n|\n|\r")
_ENDED = (b"\n", b"\r")
_BASE64 = re.compile(rb"[A-Za-z0-9+/=]+")
_ITEM = re.compile(r"item(\d{1,6})")
# What Apple says of a value, in the value's own group.
_COMPANIONS = frozenset(("X-ABLABEL", "X-ABADR"))
_CODINGS = frozenset(("QUOTED-PRINTABLE", "BASE64", "B", "Q", "8BIT", "7BIT"))
_CODED = frozenset(("ENCODING", "CHARSET"))
# Whose commas part items, and keep their backslash in any version.
_LISTS = ("NICKNAME", "CATEGORIES")
_LONGEST_HEAD = 150
_WIDTH = 72
_TOKEN = re.compile(r"\\.|[;,]|[^\\;,]+", re.DOTALL)
_PLAIN = re.compile(r"[A-Za-z0-9 .@/+_-]")
# How each byte is written as quoted-printable.
_SIGNS = tuple(chr(each) if _PLAIN.match(chr(each)) else f"={each:02X}" for each in range(256))


def dialect_of(card: Sequence[Property]) -> Dialect:
    """Return the version a card is written in; one that says none is taken as 3.0."""
    said = next((each.text() for each in card if each.name == "VERSION"), "")
    return "2.1" if said.startswith("2") else "4.0" if said.startswith("4") else "3.0"


class CardText:
    """The bytes of a card by line, and what becomes of them."""

    def __init__(
        self,
        data: bytes,
        card: Sequence[Property],
        dialect: Dialect,
        *,
        folds: bool | None = None,
    ) -> None:
        """Take a card's properties and its text; `folds` tells whether long lines may be folded."""
        self._card = tuple(card)
        self._pieces: dict[Place, Segment] = {each.line: each for each in segments(data)}
        self._texts: dict[Place, bytes] = {at: each.data for at, each in self._pieces.items()}
        self._order: list[Place] = list(self._pieces)
        self._dialect = dialect
        end = _BREAK.search(data)
        self._break = end[0] if end else b"\r\n"
        # In version 2.1 the blank of a fold is part of the text.
        self._folds = b"VERSION:2" not in data.upper() if folds is None else folds
        self._names = {each.line: each.name for each in card}
        self._gone: set[Place] = set()
        self._touched = False
        numbers = (_ITEM.fullmatch(each.group) for each in card)
        self._group = max((int(match[1]) for match in numbers if match), default=0)

    @property
    def is_touched(self) -> bool:
        """Tell whether anything is to change."""
        return self._touched

    def text(self) -> bytes:
        """Return the card as it is now."""
        parts: list[bytes] = []
        last: Place | None = None
        for place in self._order:
            if place in self._gone:
                continue
            if last is not None:
                parts.append(self._between(last, place))
            parts.append(self._texts[place])
            last = place
        return b"".join(parts)

    def remove(self, line: Property) -> None:
        """Take a line away, with what its group says of nothing else."""
        self._touched = True
        self._gone.add(line.line)
        group = [
            each
            for each in self._card
            if line.group and each.group == line.group and each.line not in self._gone
        ]
        if all(each.name in _COMPANIONS for each in group):
            self._gone.update(each.line for each in group)

    def replace(
        self, line: Property, value: str, params: str = "", drop: frozenset[str] = frozenset()
    ) -> None:
        """Give a line another value, escaped; its parameters stay, but for those to drop."""
        self.rewrite(line, self._head(line, drop) + params, value)

    def rewrite(self, line: Property, head: str, value: str) -> None:
        """Let a line be another one: what stands before its colon, and the value, escaped."""
        text = self._written(head, value)
        if text != self._texts[line.line]:
            self._touched = True
            self._texts[line.line] = text

    def add(self, line: Line, after: Place | None = None, before: Property | None = None) -> Place:
        """Put a new line behind another one, in front of another one or at the end."""
        self._touched = True
        group = ""
        label = b""
        if line.label:
            self._group += 1
            group = f"item{self._group}."
            label = self._written(f"{group}X-ABLABEL", escaped(line.label))
        new = -len(self._order) - 1
        self._texts[new] = self._written(group + line.head, line.value) + label
        self._order.insert(self._room(after, before), new)
        return new

    def _room(self, after: Place | None, before: Property | None) -> int:
        """Return where a new line is a line of its own, as near as can be to where it is wanted."""
        limit = len(self._order)
        if after is not None:
            limit = self._order.index(after) + 1
        elif before is not None:
            limit = self._order.index(before.line)
        for at in range(limit, 0, -1):
            if self._can_be_followed(self._order[at - 1]):
                return at
        return 0

    def _can_be_followed(self, place: Place) -> bool:
        if place < 0:
            return True
        name = self._names.get(place, "END")
        if place in self._gone or name in ("END", "AGENT"):
            return False
        raw = self._pieces[place].unfolded
        return not (coding(raw) == "quoted" and raw.endswith(b"="))

    def _between(self, place: Place, following: Place) -> bytes:
        """Return what must stand between two lines that did not stand together before."""
        text, other = self._texts[place], self._texts[following]
        if not text.endswith(_ENDED):
            return self._break
        if text.endswith(b"\r") and other.startswith(b"\n"):
            return b"\n"
        if other[:1] in (b" ", b"\t") and text.strip(b"\r\n"):
            return self._break
        raw = self._pieces[place].unfolded if place > 0 else b""
        if coding(raw) == "base64" and _BASE64.fullmatch(_BREAK.split(other, maxsplit=1)[0]):
            return self._break
        return b""

    def _head(self, line: Property, drop: frozenset[str]) -> str:
        """Return what stands before a line's colon, without what holds no longer."""
        head, _ = head_and_value(self._pieces[line.line].unfolded)
        words = [word.strip() for word in outside_quotes(head, ";")]
        kept = [word for word in words[1:] if not _is_one_of(word, drop)]
        short = ";".join([words[0], *kept])
        if len(short) <= _LONGEST_HEAD and short.count('"') % 2 == 0 and short == visible(short):
            return short
        return f"{line.group}.{line.name}" if line.group else line.name

    def _written(self, head: str, value: str) -> bytes:
        """Return a line as the card's version writes it."""
        if self._dialect == "2.1":
            text = _old(head, value)
        elif self._folds:
            text = folded(f"{head}:{value}")
        else:
            text = f"{head}:{value}\r\n"
        return text.encode("utf-8", "replace").replace(b"\r\n", self._break)


def _is_one_of(word: str, drop: frozenset[str]) -> bool:
    name, equals, _ = word.partition("=")
    name = name.strip().upper()
    return name in drop | _CODED or (not equals and name in _CODINGS)


def _old(head: str, value: str) -> str:
    """Return a line of version 2.1, which knows no line break and no letter beyond ASCII."""
    name, semicolon, params = head.partition(";")
    if name.rpartition(".")[2].upper() not in _LISTS:
        value = re.sub(r"\\(.)", lambda match: "," if match[1] == "," else match[0], value)
    value = re.sub(r"\\(.)", lambda match: "\r\n" if match[1] in "nN" else match[0], value)
    if value.isascii() and "\n" not in value:
        return f"{head}:{value}\r\n"
    coded = "".join(map(_quoted, _TOKEN.findall(value)))
    lines, line = [], f"{name};ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8{semicolon}{params}:"
    for sign in re.findall(r"=..|[^=]", coded):
        if len(line) + len(sign) > _WIDTH:
            lines.append(line + "=")
            line = ""
        line += sign
    return "\r\n".join([*lines, line]) + "\r\n"


def _quoted(token: str) -> str:
    """Return signs as quoted-printable; those that part a value stay."""
    if token in (";", ","):
        return token
    return "".join(map(_SIGNS.__getitem__, token.encode("utf-8", "replace")))
