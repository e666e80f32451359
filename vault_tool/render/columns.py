"""Text for a terminal: columns that align, lines that wrap, and emphasis.

A tab starts a new column. Lines next to each other with the same number of tabs form one table;
what is too long wraps under its own column. `BOLD`, `DIM` and `PLAIN` are marks of no width, which
`painted` turns into the terminal's own or takes out.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from operator import le
from unicodedata import category, east_asian_width

from vault_tool.render.harmless import REPLACEMENT, harmful

BOLD, DIM, PLAIN = "\x0e", "\x10", "\x0f"

GAP = "   "
NARROWEST = 12  # no column is squeezed further than this
LAST_WANTS = 24  # what the last column, which holds the words, should have at least

_COLORS = str.maketrans({BOLD: "\x1b[1m", DIM: "\x1b[2m", PLAIN: "\x1b[0m"})
_NO_COLORS = str.maketrans(dict.fromkeys((BOLD, DIM, PLAIN), ""))

# Letters and signs of which each takes one column: Latin, Greek, Cyrillic, common punctuation.
_ONE_COLUMN_EACH = frozenset(
    chr(number)
    for first, last in (
        (0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x2FF), (0x370, 0x482), (0x48A, 0x52F),
        (0x2010, 0x2027), (0x2030, 0x205E), (0x20AC, 0x20AC), (0xFFFD, 0xFFFD),
    )
    for number in range(first, last + 1)
)  # fmt: skip
_JOINER, _EMOJI_SIGN = "\u200d", "\ufe0f"


def laid_out(text: str, width: int | None) -> str:
    """Return the text with its tabs made columns, wrapped to `width` (None: never wrapped).

    Runs of empty lines become one, and none is left at either end.
    """
    lines = [line.rstrip(" ") for line in text.strip("\n").split("\n")]
    out: list[str] = []
    for tabs, group in groupby(lines, key=lambda line: line.count("\t")):
        if tabs:
            out += _table([line.split("\t") for line in group], width)
        else:
            for line in group:
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
        if not (line.isprintable() or line.translate(_NO_COLORS).isprintable()):
            line = harmful().sub(_unless_a_mark, line)
        lines.append(line.translate(marks))
    return "\n".join(lines)


def display_width(text: str) -> int:
    """Return how many columns of a terminal the text takes."""
    if _ONE_COLUMN_EACH.issuperset(text):
        return len(text)
    total, previous, joined = 0, 0, False
    for sign in text:
        if joined or sign in (_JOINER, _EMOJI_SIGN):
            taken = 2 - previous if sign == _EMOJI_SIGN and previous == 1 else 0
            joined = sign == _JOINER
        else:
            taken = _sign_width(sign)
            if "\U0001f3fb" <= sign <= "\U0001f3ff" and previous == 2:
                taken = 0  # a skin tone colours the emoji before it
        total += taken
        previous = taken or previous
    return total


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
            while taken > width:
                head = _first_columns(piece, width)
                lines.append(head)
                piece = piece[len(head) :]
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


def _sign_width(sign: str) -> int:
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
    widths = [max(column) for column in zip(*taken, strict=True)]
    if width is not None:
        widths = _fitting(widths, width - len(GAP) * (len(widths) - 1))
    for row, own in zip(rows, taken, strict=True):
        if all(map(le, own, widths)):
            yield GAP.join(map(_padded, row, own, widths)).rstrip()
        else:
            yield from _wrapped_row(row, widths)


def _wrapped_row(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    cells = [wrapped(cell, space) for cell, space in zip(row, widths, strict=True)]
    for number in range(max(map(len, cells))):
        shown = [cell[number] if number < len(cell) else "" for cell in cells]
        yield GAP.join(map(_padded, shown, map(display_width, shown), widths)).rstrip()


def _padded(cell: str, taken: int, space: int) -> str:
    return cell + " " * (space - taken)


def _fitting(widths: list[int], width: int) -> list[int]:
    """Return column widths that fit: the last gives way first, then the widest of the others."""
    *others, last = widths
    last = max(min(last, width - sum(others)), min(last, LAST_WANTS))
    while sum(others) + last > width and max(others) > NARROWEST:
        widest = others.index(max(others))
        others[widest] -= 1
    return [*others, max(min(last, width - sum(others)), min(last, NARROWEST))]


def _first_columns(text: str, width: int) -> str:
    """Return as many whole signs as fit, at least one."""
    for end in range(1, len(text) + 1):
        if display_width(text[:end]) > width:
            return text[: max(end - 1, 1)]
    return text
