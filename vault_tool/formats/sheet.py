"""Tables in text: their encoding, what parts their cells, and which row holds their names.

Public: `Row`, `sheet(data, headers, renamed)`.
"""

import csv
from collections.abc import Collection, Iterator, Mapping
from io import StringIO
from typing import NamedTuple

from vault_tool.formats.characters import decoded, one_line, utf8, visible

# How far down the names of the columns may stand, below what a service says first.
_PREAMBLE = 20
_LONGEST_CELL = 2**30
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

    Its row of names is the first with all the names of one of the `headers` (none given: the first
    row with a word). `renamed` gives columns another name. What parts the cells is what occurs most
    often in the row of names.
    """
    csv.field_size_limit(_LONGEST_CELL)
    text = decoded(utf8(data)).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    new = {_folded(name): _folded(other) for name, other in (renamed or {}).items()}
    for sign in (",", ";", "\t"):
        found = _table(text, sign, headers, new)
        if found is not None:
            return found
    return None


def _table(
    text: str, sign: str, headers: Collection[Collection[str]], new: Mapping[str, str]
) -> list[Row] | None:
    records = _records(text, sign)
    for number, (_, cells) in enumerate(records):
        names = [_folded(cell) for cell in cells]
        names = [new.get(name, name) for name in names]
        if number > _PREAMBLE:
            return None
        fits = any(set(each) <= set(names) for each in headers)
        if fits or (not headers and _is_parted_by(sign, cells)):
            return [Row(line, _by_name(names, row)) for line, row in records if any(row)]
    return None


def _records(text: str, sign: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=sign)
    while True:
        line = reader.line_num + 1
        try:
            yield line, next(reader)
        except StopIteration:
            return
        except csv.Error:
            continue


def _is_parted_by(sign: str, cells: list[str]) -> bool:
    """Tell whether a first row is one of names, and parted by this sign and no other."""
    others = {",", ";", "\t"} - {sign}
    alone = len(cells) == 1 and not any(each in cells[0] for each in others)
    return any(cells) and (len(cells) > 1 or alone)


def _by_name(names: list[str], row: list[str]) -> dict[str, str]:
    """Return the cells by name; of two columns of one name the first that says something."""
    found: dict[str, str] = {}
    for name, cell in zip(names, row, strict=False):
        if len(cell) > 1 and cell[0] == "'" and cell[1] in _FORMULA:
            cell = cell[1:]
        if cell.strip() and name not in found:
            found[name] = cell
    return found


def _folded(name: str) -> str:
    return one_line(name).casefold()
