"""What is neither a property nor an entry: text, merged line by line by whoever can.

The lines are compared outside (by `git merge-file`); here it is decided what becomes of the places
that both sides changed. Whole sections, or whole list items, that both put in one place both stay.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from vault_tool.note.versions.fields import united_lines
from vault_tool.note.versions.threeway import Clash, chosen, count

OURS, THEIRS = "ours", "theirs"
_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]|$)")
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]")
_MARKS = re.compile(r"(?:<{7}|>{7}|\|{7})(?: |$)|={7}$")


class Apart(NamedTuple):
    """A place that both sides changed, each in its own way: the lines of all three."""

    base: tuple[str, ...]
    ours: tuple[str, ...]
    theirs: tuple[str, ...]


# Three texts → the lines that are agreed on, and the places that are not.
Compare = Callable[[str, str, str], Sequence[str | Apart]]


def joined_text(base: str, ours: str, theirs: str, compare: Compare) -> tuple[str, bool]:
    """Return the text that three become, and whether marks of a conflict stand in it."""
    try:
        return chosen(base, ours, theirs), False
    except Clash:
        pass
    text, marks = _compared(base, ours, theirs, compare)
    if not marks and not _is_doubled(text, base, ours, theirs):
        return text, False
    whole = [side for side in (ours, theirs) if not _is_doubled(side, base, ours, theirs, 0)]
    if whole:
        return min(whole), False
    if not marks:
        # The same lines were put in twice, because they fit behind a blank line and before it.
        turned, is_worse = _compared(_turned(base), _turned(ours), _turned(theirs), compare)
        if not is_worse and not _is_doubled(turned, base, ours, theirs):
            return _turned(turned), False
    return text, marks


def _compared(base: str, ours: str, theirs: str, compare: Compare) -> tuple[str, bool]:
    lines: list[str] = []
    is_open = False
    for piece in compare(base, ours, theirs):
        if isinstance(piece, str):
            lines.append(piece)
            continue
        both = _marked_before(piece)
        is_open = is_open or both is not None
        both = both or _both(piece)
        is_open = is_open or both is None
        lines += marked(piece) if both is None else both
    text = "".join(f"{line}\n" for line in lines)
    return text, is_open or (is_marked(text) and not is_marked(base))


def _is_doubled(text: str, base: str, ours: str, theirs: str, more: int = 1) -> bool:
    """Tell whether a line with words stands in a text more often than the sides make it.

    With 0 for `more`, whether one stands there more or less often.
    """
    stands, before, mine, other = (Counter(each.split("\n")) for each in (text, base, ours, theirs))
    for line in {*mine, *other, *stands}:
        wanted = count(before[line], mine[line], other[line])
        if line.strip() and (stands[line] > wanted > 0 or (not more and stands[line] != wanted)):
            return True
    return False


def _turned(text: str) -> str:
    return "".join(f"{line}\n" for line in reversed(text.split("\n")[:-1]))


def marked(place: Apart) -> list[str]:
    """Return a place with both sides between marks; lines that both have stand outside."""
    begin, inner, end = _trimmed(place)
    marks = [f"<<<<<<< {OURS}", *inner.ours, "=======", *inner.theirs, f">>>>>>> {THEIRS}"]
    return [*begin, *marks, *end]


def _trimmed(place: Apart) -> tuple[list[str], Apart, list[str]]:
    """Return the lines that both sides begin with, what differs, and those they end with."""
    ours, theirs = list(place.ours), list(place.theirs)
    begin: list[str] = []
    end: list[str] = []
    while ours and theirs and ours[0] == theirs[0]:
        begin.append(ours.pop(0))
        theirs.pop(0)
    while ours and theirs and ours[-1] == theirs[-1]:
        end.insert(0, ours.pop())
        theirs.pop()
    return begin, Apart(place.base, tuple(ours), tuple(theirs)), end


def between_marks(text: str) -> list[str]:
    """Return the lines that stand between the marks of a conflict."""
    found: list[str] = []
    is_inside = False
    for line in text.split("\n"):
        is_inside = (is_inside or line.startswith("<" * 7)) and not line.startswith(">" * 7)
        found += [line] if is_inside else []
    return found


def is_marked(text: str) -> bool:
    """Tell whether a line of a text looks like a conflict's mark."""
    return any(_MARKS.match(line) for line in text.split("\n"))


def _both(place: Apart) -> list[str] | None:
    """Return what both sides put in one place, where each put whole sections or whole items."""
    if any(line.strip() for line in place.base):
        return None
    if sides := _holding_the_other(place):
        return list(min(sides))
    begin, inner, end = _trimmed(place)
    if (whole := _all_units(place)) is not None:
        return whole
    parts = _all_units(inner)
    return None if parts is None else [*begin, *parts, *end]


def _all_units(place: Apart) -> list[str] | None:
    for begin in (_HEADING, _ITEM):
        units = [_units(side, begin) for side in (place.ours, place.theirs)]
        if units[0] is None or units[1] is None:
            continue
        if begin is _HEADING and _titles(units[0]) & _titles(units[1]) and units[0] != units[1]:
            return None
        return _stacked(united_lines((), units[0], units[1], lambda unit: unit), begin)
    return None


def _marked_before(place: Apart) -> list[str] | None:
    """Return the side that has the other one between marks already; a merge done once more."""
    if not any(map(str.strip, place.ours)) or not any(map(str.strip, place.theirs)):
        return None
    whole = [s for s in _holding_the_other(place) if any(_MARKS.match(line) for line in s)]
    return list(min(whole)) if whole else None


def _holding_the_other(place: Apart) -> list[tuple[str, ...]]:
    """Return the sides in which all words of the other one stand."""
    sides = ((place.ours, place.theirs), (place.theirs, place.ours))
    return [one for one, two in sides if _holds(one, [line for line in two if line.strip()])]


def _holds(lines: Sequence[str], run: Sequence[str]) -> bool:
    """Tell whether lines with words stand among others, one behind the other."""
    full = [line for line in lines if line.strip()]
    return any(full[at : at + len(run)] == run for at in range(len(full) - len(run) + 1))


def _titles(units: Sequence[str]) -> set[str]:
    return {unit.partition("\n")[0].strip().casefold() for unit in units}


def _units(lines: Sequence[str], begin: re.Pattern[str]) -> list[str] | None:
    """Return the sections or items that lines are made of; None where they begin with others."""
    units: list[list[str]] = []
    for line in lines:
        if begin.match(line):
            units.append([line])
        elif units and (begin is _HEADING or not line.strip() or line[:1] in " \t"):
            units[-1].append(line)
        elif line.strip():
            return None
    return ["\n".join(unit).rstrip("\n ") for unit in units] or None


def _stacked(units: Sequence[str], begin: re.Pattern[str]) -> list[str]:
    lines: list[str] = []
    for unit in units:
        lines += ["", *unit.split("\n")] if begin is _HEADING else unit.split("\n")
    return [*lines, ""] if begin is _HEADING else lines
