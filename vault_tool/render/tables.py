"""Results as CSV and TSV: one line for each item, its plain values as columns.

What is nested is left out; reasons become their words, people their names. A spreadsheet would
compute a text that begins like a formula, so in CSV such a text gets an apostrophe before it,
unless `exact` is asked. TSV is for other programs: nothing is quoted, and a value is one line.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from vault_tool.render.harmless import harmless, one_line

_NESTED = frozenset(
    {"frequency", "then", "along", "channels", "bar", "waiting"}
)  # also where they are empty
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def table(result: Mapping[str, Any], layout: Literal["csv", "tsv"], *, exact: bool = False) -> str:
    """Return the items of a worded result, the names of the columns first; nothing for no item."""
    items: Sequence[Mapping[str, Any]] = result.get("items", ())
    if not items:
        return ""
    columns = [key for key in items[0] if all(_is_plain(key, item.get(key)) for item in items)]
    rows = [[item.get(key) for key in columns] for item in items]
    if layout == "tsv":
        lines = [columns, *([one_line(_cell(value)) for value in row] for row in rows)]
        return "".join("\t".join(line) + "\n" for line in lines)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_for_spreadsheet(value, exact) for value in row] for row in rows)
    return out.getvalue()


def _is_plain(key: str, value: object) -> bool:
    if key in _NESTED or isinstance(value, Mapping):
        return False
    if isinstance(value, list):
        return key == "reasons" or all(
            not isinstance(each, Mapping) or "name" in each for each in value
        )
    return True


def _cell(value: Any) -> str:
    """Return a value as text: nothing for None, ISO days, lists with `;` between."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "; ".join(map(_member, value))
    return str(value)


def _member(each: Any) -> str:
    """Return a member of a list: a reason's words, a person's name, else what it is."""
    if isinstance(each, Mapping):
        each = each["text"] if "text" in each else each["name"]
    return str(each)


def _for_spreadsheet(value: object, exact: bool) -> str:
    cell = harmless(_cell(value))
    is_text = isinstance(value, str | list)
    return f"'{cell}" if is_text and not exact and cell.startswith(_FORMULA) else cell
