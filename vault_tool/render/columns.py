"""Text for a terminal: columns that align, lines that wrap, and emphasis.

A tab starts a new column. Lines next to each other with the same number of tabs form one table;
what is too long wraps under its own column. `BOLD`, `DIM` and `PLAIN` are marks of no width, which
`painted` turns into the terminal's own or takes out.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby, zip_longest
from operator import le

from vault_tool.render.harmless import REPLACEMENT, harmful

BOLD, DIM, PLAIN = "\x0e", "\x10", "\x0f"

GAP = "   "
WIDEST = 60  # no column but the last is padded further
MOST_COLUMNS = 12  # what has more is no table
NARROWEST = 12  # no column is squeezed further than this
LAST_WANTS = 24  # what the last column, which holds the words, should have at least

_COLORS = str.maketrans({BOLD: "\x1b[1m", DIM: "\x1b[2m", PLAIN: "\x1b[0m"})
_NO_COLORS = str.maketrans(dict.fromkeys((BOLD, DIM, PLAIN), ""))

# Letters and signs of which each takes one column: Latin, Greek, Cyrillic, common punctuation.
_ONE_COLUMN_EACH = frozenset(
    map(
        chr,
        (
            *range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x300), *range(0x370, 0x483),
            *range(0x48A, 0x530), *range(0x2010, 0x2028), *range(0x2030, 0x205F), 0x20AC, 0xFFFD,
        ),
    )
)  # fmt: skip
_JOINER, _EMOJI_SIGN = "\u200d", "\ufe0f"


def laid_out(text: str, width: int | None) -> str:
    """Return the text with its tabs made columns, wrapped to `width` (None: never wrapped).

    Runs of empty lines become one, and none is left at either end.
    """
    lines = [line.rstrip(" ") for line in text.strip("\n").split("\n")]
    out: list[str] = []
    for tabs, group in groupby(lines, key=lambda line: line.count("\t")):
        if 0 < tabs < MOST_COLUMNS:
            out += _table([line.split("\t") for line in group], width)
        else:
            for line in (each.replace("\t", " ") for each in group):
                if line or (out and out[-1]):
                    out += _paragraph(line, width)
    return "\n".join(out) + "\n" if out else ""


def painted(text: str, color: bool) -> str:
    """Return the text with its marks made colour, or taken out; any other control is made harmless.

    This is the last step before text is shown, and the only one that makes escape sequences.
    """
    marks = _COLORS if color else _NO_COLORS
    lines = []
    for line in text.split("\n"):
        if not line.isprintable():  # marks are not, either
            if not line.translate(_NO_COLORS).isprintable():
                line = harmful().sub(_unless_a_mark, line)
            line = line.translate(marks)
        lines.append(line)
    return "\n".join(lines)


def display_width(text: str) -> int:
    """Return how many columns of a terminal the text takes."""
    if _ONE_COLUMN_EACH.issuperset(text):
        return len(text)
    return sum(_columns(text))


def wrapped(text: str, width: int) -> list[str]:
    """Return the text in lines no wider than `width`; only a word too long for one line is cut."""
    lines: list[str] = []
    line, used = "", 0
    for piece in _pieces().findall(text):
        taken = display_width(piece)
        if used + taken > width and not piece.isspace():
            if line.strip():
                lines.append(line.rstrip())
            line, used = "", 0
            if taken > width:
                *full, piece = _cut(piece, width)
                lines += full
                taken = display_width(piece)
        if piece.isspace() and not line and lines:
            continue
        line += piece
        used += taken
    if line.strip() or not lines:
        lines.append(line.rstrip())
    return lines


@cache
def _pieces() -> re.Pattern[str]:
    """Return what takes a line apart; a day in brackets is one piece, and a dot ends a line."""
    return re.compile(r"\s+|(?:\(\d+ \w+\)|\S+)(?: ·)?")


def _unless_a_mark(found: re.Match[str]) -> str:
    return found[0] if found[0] in (BOLD, DIM, PLAIN) else REPLACEMENT


def _cut(word: str, width: int) -> Iterator[str]:
    """Return a word in pieces that fit, each of at least one sign."""
    start, used = 0, 0
    for number, taken in enumerate(_columns(word)):
        if used + taken > width and number > start:
            yield word[start:number]
            start, used = number, 0
        used += taken
    yield word[start:]


def _columns(text: str) -> Iterator[int]:
    """Return how many columns each sign adds to those before it."""
    previous, joined = 0, False
    for sign in text:
        taken = 0
        if joined or sign == _JOINER:
            joined = sign == _JOINER
        elif sign == _EMOJI_SIGN:
            taken = 1 if previous == 1 else 0
            previous = 2
        elif "\U0001f3fb" <= sign <= "\U0001f3ff" and previous == 2:
            pass  # a skin tone colours the emoji before it
        else:
            taken = _own_columns(sign)
            previous = taken or previous
        yield taken


@cache
def _own_columns(sign: str) -> int:
    from unicodedata import category, east_asian_width

    if category(sign) in ("Mn", "Me", "Cf", "Cc") or "\u1160" <= sign <= "\u11ff":
        return 0
    return 2 if east_asian_width(sign) in "WF" else 1


def _paragraph(line: str, width: int | None) -> list[str]:
    if width is None or display_width(line) <= width:
        return [line]
    indent = line[: len(line) - len(line.lstrip())]
    return [indent + each for each in wrapped(line.strip(), max(width - len(indent), NARROWEST))]


def _table(rows: Sequence[Sequence[str]], width: int | None) -> Iterator[str]:
    taken = [[display_width(cell) for cell in row] for row in rows]
    widths = [min(max(column), WIDEST) for column in zip(*taken, strict=True)]
    widths[-1] = max(own[-1] for own in taken)
    if width is not None:
        widths = _fitting(widths, width - len(GAP) * (len(widths) - 1))
    for row, own in zip(rows, taken, strict=True):
        if width is None or all(map(le, own, widths)):
            yield _aligned(row, own, widths)
            continue
        cells = [wrapped(cell, space) for cell, space in zip(row, widths, strict=True)]
        for line in zip_longest(*cells, fillvalue=""):
            yield _aligned(line, [display_width(cell) for cell in line], widths)


def _aligned(cells: Sequence[str], taken: Sequence[int], widths: Sequence[int]) -> str:
    shown = [
        cell + " " * (space - own)
        for cell, own, space in zip(cells[:-1], taken, widths, strict=False)
    ]
    return GAP.join((*shown, cells[-1])).rstrip()


def _fitting(widths: list[int], width: int) -> list[int]:
    """Return column widths that fit: the last gives way first, then the widest of the others."""
    *others, last = widths
    wanted = min(last, LAST_WANTS)
    widest = max(others, default=0)
    while sum(others) + wanted > width and widest > NARROWEST:
        widest -= 1
        others = [min(each, widest) for each in others]
    return [*others, max(min(last, width - sum(others)), min(last, NARROWEST))]
