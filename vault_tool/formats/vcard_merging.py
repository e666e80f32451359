"""Two texts of one card become one, against what both were before, where that is known.

Property by property: what one side changed counts, what either added is there, what either took
away is gone. Without an earlier text nothing is taken away. Lines that stay keep their bytes, also
those that nobody here knows. Where both sides say one thing differently somebody has to choose.

Public: `Clash`, `merged_cards(ours, theirs, base, choose)`.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Literal, NamedTuple

from vault_tool.formats.contentlines import Property, segments
from vault_tool.formats.vcard import cards

# What a card has once; whatever else may stand there several times.
_ONCE = frozenset((
    "VERSION", "PRODID", "REV", "UID", "FN", "N", "ORG", "TITLE", "ROLE", "BDAY", "ANNIVERSARY",
    "X-ANNIVERSARY", "GENDER", "KIND", "PHOTO", "LOGO", "SOUND", "NOTE", "NICKNAME", "CATEGORIES",
    "SORT-STRING", "X-ABSHOWAS", "X-PHONETIC-FIRST-NAME", "X-PHONETIC-LAST-NAME",
))  # fmt: skip
# What programs write anew whenever they save a card.
_OF_PROGRAMS = frozenset(("PRODID", "REV"))
_ITEMS = frozenset(("NICKNAME", "CATEGORIES"))
_COMPANIONS = frozenset(("X-ABLABEL", "X-ABADR"))
_BREAK = re.compile(rb"\r*\n|\r")
_GROUP = re.compile(rb"(?i)^[a-z0-9_-]+\.")

Choose = Callable[[str, bytes, bytes], Literal["ours", "theirs"] | None]


class Clash(Exception):
    """Both sides say one thing differently, and nobody chose; `name` is the property's."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class _Unit(NamedTuple):
    """What stands together: a property with the label of its group, or a line by itself."""

    name: str
    key: object
    says: object
    lines: tuple[bytes, ...]
    item: Property
    together: tuple[Property, ...]


def merged_cards(ours: bytes, theirs: bytes, base: bytes | None, choose: Choose) -> bytes:
    """Return the one text; raises `Clash`.

    `choose` is asked with a property's name and both whole cards where both sides changed it.
    """
    return _Merging(ours, theirs, base, choose).text()


class _Merging:
    def __init__(self, ours: bytes, theirs: bytes, base: bytes | None, choose: Choose) -> None:
        self._choice = choose
        self._cards = (ours, theirs)
        self._ours, self._theirs = _units(ours), _units(theirs)
        self._base = _units(base) if base is not None else ()
        sides = (self._ours, self._theirs, self._base)
        twice = {key for side in sides for key, n in Counter(u.key for u in side).items() if n > 1}
        self._ours, self._theirs, self._base = (_told_apart(side, twice) for side in sides)
        found = _BREAK.search(ours)
        self._break = found[0] if found else b"\r\n"
        self._groups = {unit.item.group for unit in self._ours}

    def text(self) -> bytes:
        sides = (self._ours, self._theirs, self._base)
        often = Counter(
            name for side in sides for name, n in Counter(u.name for u in side).items() if n > 1
        )
        kept: list[_Unit] = []
        done: set[str] = set()
        for unit in (*self._ours, *self._theirs):
            if unit.name in done:
                continue
            done.add(unit.name)
            mine, other, before = ([u for u in side if u.name == unit.name] for side in sides)
            if unit.name in _ONCE and not often[unit.name]:
                kept += self._single(unit.name, _only(mine), _only(other), _only(before))
            else:
                kept += self._several(mine, other, before)
        return self._written(kept)

    def _single(
        self, name: str, ours: _Unit | None, theirs: _Unit | None, base: _Unit | None
    ) -> Iterable[_Unit]:
        if ours is None or theirs is None:
            there = ours or theirs
            is_taken = base is not None and there is not None and there.says == base.says
            return () if is_taken or there is None else (there,)
        if ours.says == theirs.says or name in _OF_PROGRAMS:
            return (max(ours, theirs, key=lambda unit: unit.item.raw) if name == "REV" else ours,)
        if base is not None and base.says in (ours.says, theirs.says):
            return (theirs if base.says == ours.says else ours,)
        if name in ("VERSION", "UID", "KIND"):
            raise Clash(name)
        if name in _ITEMS:
            return (self._items(ours, theirs, base),)
        if name == "NOTE":
            return (self._note(ours, theirs, base),)
        side = self._choice(name, *self._cards)
        if side is None:
            raise Clash(name)
        return (ours if side == "ours" else theirs,)

    def _several(
        self, ours: Sequence[_Unit], theirs: Sequence[_Unit], base: Sequence[_Unit]
    ) -> list[_Unit]:
        mine, other, before = ({u.key: u for u in side} for side in (ours, theirs, base))
        kept = []
        for unit in ours:
            there, was = other.get(unit.key), before.get(unit.key)
            if there is None:
                if was is None or was.says != unit.says:
                    kept.append(unit)
            elif was is not None and was.says == unit.says:
                kept.append(there if there.says != unit.says else unit)
            else:
                kept.append(unit)
        for unit in theirs:
            was = before.get(unit.key)
            if unit.key not in mine and (was is None or was.says != unit.says):
                kept.append(unit)
        return kept

    def _items(self, ours: _Unit, theirs: _Unit, base: _Unit | None) -> _Unit:
        mine, other = ours.item.items(), theirs.item.items()
        before = base.item.items() if base else []
        gone = {item for item in before if item not in mine or item not in other}
        items = [item for item in dict.fromkeys((*mine, *other)) if item not in gone]
        return self._anew(ours, ",".join(map(_escaped, items)))

    def _note(self, ours: _Unit, theirs: _Unit, base: _Unit | None) -> _Unit:
        """Return a remark with the lines of both, without those that either took away."""
        mine, other = (unit.item.text().split("\n") for unit in (ours, theirs))
        before = base.item.text().split("\n") if base else []
        gone = {line for line in before if line.strip() and (line not in mine or line not in other)}
        lines = [*mine, *(line for line in other if line not in mine)]
        text = "\n".join(line for line in lines if line not in gone)
        return self._anew(ours, _escaped(text))

    def _anew(self, unit: _Unit, value: str) -> _Unit:
        from vault_tool.formats.vcard_writing import folded

        line = folded(f"{unit.name}:{value}").encode("utf-8", "replace")
        return unit._replace(lines=(_BREAK.sub(self._break, line),))

    def _written(self, kept: Sequence[_Unit]) -> bytes:
        """Return the card with these lines: ours in their places, what is new before the end."""
        there = {unit.key: unit for unit in self._ours}
        places = {unit.name: unit for unit in self._ours if unit.name in _ONCE}
        said = {each.line for unit in self._ours for each in unit.together}
        stays = {e.line for unit in self._ours if unit in kept for e in unit.together}
        at: dict[int, list[_Unit]] = {}
        fresh: list[_Unit] = []
        for unit in kept:
            place = there.get(unit.key) or places.get(unit.name)
            if place is None:
                fresh.append(unit)
            elif unit != place:
                at.setdefault(place.item.line, []).append(unit)
        parts: list[bytes] = []
        for segment in segments(self._cards[0]):
            if _is(segment.unfolded, b"END:VCARD"):
                parts += [self._at_home(unit) for unit in fresh]
            if segment.line in stays or segment.line not in said:
                parts.append(segment.data)
            parts += [self._at_home(unit) for unit in at.get(segment.line, ())]
        return b"".join(parts)

    def _at_home(self, unit: _Unit) -> bytes:
        """Return the lines of a unit as lines of our card: its ends, and a group of its own."""
        lines = [_BREAK.sub(self._break, line) for line in unit.lines]
        lines = [line if line.endswith(self._break) else line + self._break for line in lines]
        if unit.item.group and unit.item.group in self._groups:
            number = 1
            while f"item{number}" in self._groups:
                number += 1
            lines = [_GROUP.sub(f"item{number}.".encode(), line) for line in lines]
            self._groups.add(f"item{number}")
        elif unit.item.group:
            self._groups.add(unit.item.group)
        return b"".join(lines)


def _units(data: bytes) -> tuple[_Unit, ...]:
    """Return what a card is made of; raises `Clash` for what is no single card."""
    found = list(cards(data, "", []))
    if len(found) != 1 or found[0][-1].name != "END" or any(u.name == "AGENT" for u in found[0]):
        raise Clash("BEGIN")
    texts = {each.line: each.data for each in segments(data)}
    grouped: dict[object, list[Property]] = {}
    for each in found[0][1:-1]:
        grouped.setdefault(each.group or each.line, []).append(each)
    units = []
    for together in grouped.values():
        mains = [each for each in together if each.name not in _COMPANIONS] or together
        if len(mains) > 1:  # a group of several properties: each by itself, labels with the first
            rest = [each for each in together if each not in mains]
            units.append(_unit([mains[0], *rest], mains[0], texts))
            units += [_unit([each], each, texts) for each in mains[1:]]
        else:
            units.append(_unit(together, mains[0], texts))
    return tuple(units)


def _told_apart(units: Sequence[_Unit], twice: Collection[object]) -> tuple[_Unit, ...]:
    """Return the units, those that have a like in their card known by all that they say."""
    return tuple(
        unit._replace(key=(unit.key, unit.says)) if unit.key in twice else unit for unit in units
    )


def _unit(together: Sequence[Property], main: Property, texts: dict[int, bytes]) -> _Unit:
    says = tuple(sorted(map(_says, together), key=repr))
    lines = tuple(texts[each.line] for each in together)
    return _Unit(main.name, _key(main), says, lines, main, tuple(together))


def _key(each: Property) -> object:
    """Return by what one value is known among its like."""
    if each.name == "TEL":
        digits = "".join(sign for sign in each.text() if sign.isdigit())
        return each.name, digits or each.text()
    if each.name == "EMAIL":
        return each.name, each.text().casefold()
    return each.name, _value(each)


def _says(each: Property) -> object:
    params = sorted(
        (name, tuple(sorted(value.casefold() for value in values)))
        for name, values in each.params.items()
        if name not in ("ENCODING", "CHARSET")
    )
    return each.name, tuple(params), _value(each)


def _value(each: Property) -> object:
    if len(each.raw) > 500:
        return b"".join(each.raw.split())
    return tuple(each.parts()) if each.name in ("N", "ADR", "ORG") else each.text()


def _only(units: Sequence[_Unit]) -> _Unit | None:
    return units[0] if units else None


def _escaped(text: str) -> str:
    from vault_tool.formats.vcard_writing import escaped

    return escaped(text)


def _is(line: bytes, what: bytes) -> bool:
    return b"".join(line.split()).upper() == what
