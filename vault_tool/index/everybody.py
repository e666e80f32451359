"""The roster of everybody: standings that are made when asked for, once each.

Public: `everybody(parts, before)`.

The people lie in parts, of which a change of one note changes few. What is the same in the roster
before is taken from there, so that whoever follows a vault gets the same objects again.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, chain

from vault_tool.index.lists import Part
from vault_tool.index.packing import unpacked
from vault_tool.index.standing_rows import glances_of, packed_row, standing_of
from vault_tool.model import Standing
from vault_tool.roster import Glance, Roster


class _Opened:
    """The people of one part whom lists may name; each is made when first asked for."""

    __slots__ = ("_known", "_made", "_part", "glances")

    def __init__(self, part: Part, before: "_Opened | None") -> None:
        self._part = part
        self._known = before.known() if before else {}
        self._made: dict[int, Standing] = {}
        self.glances: list[Glance] = glances_of(part)

    def is_of(self, part: Part) -> bool:
        """Tell whether it was made of a part like this one; slices are compared faster as bytes."""
        return all(bytes(old) == bytes(new) for old, new in zip(self._part, part, strict=True))

    def known(self) -> dict[bytes, Standing]:
        """Return the standings that were made, by their rows."""
        return {bytes(packed_row(self._part, place)): each for place, each in self._made.items()}

    def standing(self, place: int) -> Standing:
        """Return the standing at a place of the part."""
        standing = self._made.get(place)
        if standing is None:
            row = packed_row(self._part, place)
            standing = self._known.get(bytes(row)) if self._known else None
            standing = self._made[place] = standing or standing_of(unpacked(row))
        return standing


class Everybody(Roster):
    """A roster of parts; `parts` are for the one that follows."""

    __slots__ = ("parts",)

    def __init__(self, parts: Sequence[_Opened]) -> None:
        self.parts = parts
        starts = list(accumulate((len(part.glances) for part in parts[:-1]), initial=0))

        def make(place: int) -> Standing:
            number = bisect_right(starts, place) - 1
            return parts[number].standing(place - starts[number])

        super().__init__(list(chain.from_iterable(part.glances for part in parts)), make)


def everybody(parts: Sequence[Part], before: Roster | None = None) -> Everybody:
    """Return the people of all parts; whoever is as in `before` is the same object."""
    old = before.parts if isinstance(before, Everybody) else ()
    opened = []
    for number, part in enumerate(parts):
        same = old[number] if number < len(old) else None
        opened.append(same if same and same.is_of(part) else _Opened(part, same))
    return Everybody(opened)
