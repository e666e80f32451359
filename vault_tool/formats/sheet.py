"""Tables in text: their encoding, what parts their cells, and which row holds their names.

Public: `Row`, `sheet(data, headers, renamed)`, `first_names(data)`, `MOST`.
"""

import csv
import re
from collections.abc import Collection, Iterator, Mapping
from itertools import count, islice
from typing import NamedTuple

from vault_tool.formats.characters import decoded, one_line, utf8, visible

# How far down the names of the columns may stand, below what a service says first.
_PREAMBLE = 20
_LONGEST_CELL = 2**30
# More people than anybody knows: what promises more is made to fill the memory.
MOST = 100_000
_SIGNS = ",;\t|"
# Signs that end a line elsewhere, and not in a table.
_LINE_BREAKS = re.compile("[\v\f\x1c-\x1e\x85\u2028\u2029]")
# So often a quote that is not closed is passed over.
_OPEN_QUOTES = 50
# Whoever exports for a spreadsheet puts an apostrophe before these, as we do.
_FORMULA = "=+-@\t\r\n＝＋－＠"


class Row(NamedTuple):
    """One record: the line where it begins, and its cells by the folded names of their columns."""

    line: int
    cells: Mapping[str, str]

    def text(self, *columns: str) -> str:
        """Return the first of these cells that says something, in one line."""
        return next((text for name in columns if (text := one_line(self.cells.get(name, "")))), "")

    def lines(self, *columns: str) -> str:
        """Return the first of these cells that says something, its line breaks kept."""
        return next((text for name in columns if (text := visible(self.cells.get(name, "")))), "")

    def texts(self, *columns: str) -> tuple[str, ...]:
        """Return all of these cells that say something."""
        return tuple(text for name in columns if (text := one_line(self.cells.get(name, ""))))


def sheet(
    data: bytes, headers: Collection[Collection[str]], renamed: Mapping[str, str] | None = None
) -> list[Row] | None:
    """Return the records of a table, those without a word left out; None where it is no such table.

    Its row of names is the first with all the names of one of the `headers`, whatever sign parts
    the cells. `renamed` gives columns another name. A table of more than `MOST` records is none.
    """
    csv.field_size_limit(_LONGEST_CELL)
    lines = _text(data).splitlines(keepends=True)
    new = {_folded(name): _folded(other) for name, other in (renamed or {}).items()}
    for sign in _SIGNS:
        found = _table(lines, sign, headers, new)
        if found is not None:
            return found if len(found) <= MOST else None
    return None


def first_names(data: bytes) -> list[str]:
    """Return the cells of the first row of a table, parted by what occurs most often in it."""
    line = next((each for each in _text(data).split("\n") if each.strip()), "")
    sign = max(_SIGNS, key=line.count)
    return [one_line(cell) for cell in next(csv.reader([line], delimiter=sign), []) if cell.strip()]


def _text(data: bytes) -> str:
    text = decoded(utf8(data)).replace("\r\n", "\n").replace("\r", "\n")
    return _LINE_BREAKS.sub(" ", text.replace("\0", ""))


def _table(
    lines: list[str], sign: str, headers: Collection[Collection[str]], new: Mapping[str, str]
) -> list[Row] | None:
    records = _records(lines, sign)
    for number, (_, cells) in enumerate(records):
        names = [_folded(cell) for cell in cells]
        names = [new.get(name, name) for name in names]
        if number > _PREAMBLE:
            return None
        if any(set(each) <= set(names) for each in headers):
            rows = (Row(line, _by_name(names, row)) for line, row in records if any(row))
            return list(islice(rows, MOST + 1))
    return None


def _records(lines: list[str], sign: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line where it begins.

    A quote that is not closed where a cell ends would take the lines below into its cell: then it
    is a sign like any other, and the next record begins on the next line.
    """
    start = 0
    for left in range(_OPEN_QUOTES, -1, -1):
        reader = csv.reader(map(lines.__getitem__, range(start, len(lines))), delimiter=sign)
        while True:
            begins = start + reader.line_num
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                continue
            if left and _is_broken(lines[begins : start + reader.line_num], sign):
                break
            yield begins + 1, cells
        literal = csv.reader([lines[begins]], delimiter=sign, quoting=csv.QUOTE_NONE)
        yield begins + 1, [cell.strip('"') for cell in next(literal, [])]
        start = begins + 1


def _is_broken(lines: list[str], sign: str) -> bool:
    """Tell whether a record has a quote that is closed nowhere, or within a word further down."""
    try:
        next(csv.reader(lines, delimiter=sign, strict=True), None)
    except csv.Error as error:
        return len(lines) > 1 or "end of data" in str(error)
    return False


def _by_name(names: list[str], row: list[str]) -> dict[str, str]:
    """Return the cells by name; the second of one name that says something is `name 2`."""
    found: dict[str, str] = {}
    for name, cell in zip(names, row, strict=False):
        if len(cell) > 1 and cell[0] == "'" and cell[1] in _FORMULA:
            cell = cell[1:]
        if cell.strip():
            others = (f"{name} {number}" for number in count(2))
            found[name if name not in found else next(n for n in others if n not in found)] = cell
    return found


def _folded(name: str) -> str:
    return one_line(name).casefold()
