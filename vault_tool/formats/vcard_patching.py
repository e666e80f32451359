"""A card of another program, changed in what the vault knows better; all else stays byte for byte.

The vault holds a part of what a card says. What it held before and what it holds now are compared;
their difference is made in the card. So photos, properties nobody here knows, labels, parameters,
their order and the folds of every other line outlive the way through the vault.

Public: `patched(card, before, after, version)`.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from vault_tool.formats.card_lines import CardLines, is_group
from vault_tool.formats.card_text import CardText, Dialect, Place, dialect_of
from vault_tool.formats.card_versions import converted
from vault_tool.formats.characters import one_line, utf8, visible
from vault_tool.formats.contact import Address, Contact, Labelled, NameParts
from vault_tool.formats.contentlines import Property
from vault_tool.formats.services import handle
from vault_tool.formats.vcard import cards
from vault_tool.formats.vcard_writing import (
    Line,
    Version,
    birthday,
    day,
    escaped,
    labelled,
    listed,
    occasion,
    parted,
    place,
    profile,
    write_vcards,
)
from vault_tool.model import Occasion

Key = tuple[str, ...]
_Value = TypeVar("_Value", Labelled, Address, Occasion)

_SCHEME = re.compile(r"^(?:https?:)?(?://)?(?:www\.)?", re.IGNORECASE)
# What says of a value how it is written, or repeats it.
_OF_VALUE = frozenset(("VALUE", "WAID", "X-EVOLUTION-E164"))
_SORTED = frozenset(("SORT-AS",))
_NO_YEAR = frozenset(("X-APPLE-OMIT-YEAR",))


def patched(card: bytes, before: Contact, after: Contact, version: Version | None = None) -> bytes:
    """Return the text of a card in which the difference from `before` to `after` is made.

    `before` is what the vault could hold of this very card. A value in both keeps its line; what
    the card says besides was never the vault's and stays. Bytes without a card become `after`'s.
    """
    if version:
        card = converted(card, version)
    if before == after:
        return card
    data = utf8(card)
    found = next((each for each in map(_read, cards(data, "", [])) if each), None)
    if found is None:
        return write_vcards([after], version or "3.0")
    lines, contact = found
    patch = _Patch(data, lines, contact, before, after)
    patch.make()
    patch.keep_a_name()
    return patch.text.text() if patch.text.is_touched else card


def _read(card: Sequence[Property]) -> tuple[CardLines, Contact] | None:
    lines = CardLines(card)
    contact = None if is_group(card) else lines.contact()
    return (lines, contact) if contact else None


class _Patch:
    """One card, what it says, and what the vault held and holds of it."""

    def __init__(
        self,
        data: bytes,
        lines: CardLines,
        there: Contact,
        was: Contact,
        now: Contact,
    ) -> None:
        self._dialect: Dialect = dialect_of(lines.lines)
        self._version: Version = "4.0" if self._dialect == "4.0" else "3.0"
        self.text = CardText(data, lines.lines, self._dialect)
        self._lines = lines
        self._there = there
        self._was = was
        self._now = now

    def make(self) -> None:
        """Make every difference."""
        lines, was, now = self._lines, self._was, self._now
        self._one("UID", lines.uids(), was.uid, now.uid)
        self._name()
        self._nicknames()
        self._listed("CATEGORIES", lines.all("CATEGORIES"), was.groups, now.groups)
        self._many(lines.emails(), was.emails, now.emails, _email_key, _line_of("EMAIL"))
        self._many(lines.phones(), was.phones, now.phones, _phone_key, _line_of("TEL"))
        (pages, names), (now_pages, now_names) = _web(was), _web(now)
        self._many(lines.urls(), pages, now_pages, _page_key, _line_of("URL"))
        self._many(lines.handles(), names, now_names, _web_key, profile, keeps_words=False)
        self._addresses()
        self._many(lines.dates(), was.dates, now.dates, _day_key, self._occasion, keeps_words=False)
        self._birthday()
        self._company()
        self._one("TITLE", lines.roles(), was.role, now.role)
        if self._dialect == "4.0" or lines.texts("LANG"):
            self._one("LANG", lines.texts("LANG"), was.language, now.language)
        self._notes()

    def _many(
        self,
        there: Iterable[tuple[Property, _Value]],
        was: Sequence[_Value],
        now: Sequence[_Value],
        key: Callable[[_Value], Key],
        new: Callable[[_Value], Line],
        *,
        keeps_words: bool = True,
    ) -> None:
        """Change values of which each has a line: what is new stands where it stands in `now`.

        One in place of another gets its line, with its label, where those `keeps_words`.
        """
        before = {key(each) for each in was}
        gone = before - {key(each) for each in now}
        known: dict[Key, Place] = {}
        first: Property | None = None
        left: list[Property] = []
        for line, value in there:
            first = line if first is None or line.line < first.line else first
            if key(value) in gone:
                left.append(line)
            else:
                known.setdefault(key(value), line.line)
        fresh = [e for e in now if key(e) not in known and key(e) not in before and any(key(e))]
        if keeps_words and len(left) == len({key(each) for each in fresh}) == 1:
            line, each = left.pop(), fresh[0]  # what it is called there is the user's own word
            self.text.replace(line, new(each).value, drop=_OF_VALUE)
            known[key(each)] = line.line
        for line in left:
            self.text.remove(line)
        at: Place | None = None
        for each in now:
            if each in fresh and key(each) not in known:
                known[key(each)] = self.text.add(new(each), at, first)
            at = known.get(key(each), at)

    def _one(
        self, name: str, there: Sequence[tuple[Property, str]], was: str | None, now: str | None
    ) -> None:
        """Change a value of which a card has one: its line gets another."""
        before, wanted = one_line(was or ""), one_line(now or "")
        if wanted == before or (there and there[0][1] == wanted):
            return
        rest = list(there)
        if wanted and rest:
            self.text.replace(rest.pop(0)[0], escaped(wanted))
        elif wanted:
            self.text.add(Line(name, escaped(wanted)))
        for line, text in rest:
            if text == before:
                self.text.remove(line)

    def _name(self) -> None:
        was, now = one_line(self._was.name), one_line(self._now.name)
        parts = self._there.parts
        wanted = NameParts(*map(one_line, self._now.parts))
        if wanted == self._was.parts:
            wanted = NameParts()
        if now and now not in (was, self._there.name):
            names = [*(each for each, _ in self._lines.texts("FN")), *self._lines.all("FN")]
            if names:
                self.text.replace(names[0], escaped(now), drop=_SORTED)
            else:
                self.text.add(Line("FN", escaped(now)), before=self._first())
            for line, text in self._lines.texts("FN")[1:]:
                if text == was and was not in self._now.nicknames:
                    self.text.remove(line)
            if any(parts) and not any(wanted):
                wanted = _renamed(parts, now)
        if any(wanted) and wanted != parts:
            if not self._lines.texts("FN") and now in (was, self._there.name):
                self.text.add(Line("FN", escaped(self._there.name)), before=self._first())
            named = [each for each, _ in self._lines.name_parts()]
            if named:
                self.text.replace(named[0], parted(wanted), drop=_SORTED)
            else:
                self.text.add(Line("N", parted(wanted)), before=self._first())

    def keep_a_name(self) -> None:
        """Name whoever was called by nothing but a number or the like, if that is another now."""
        if self._lines.texts("FN") or any(self._lines.name_parts()) or not self.text.is_touched:
            return
        if one_line(self._now.name) not in (one_line(self._was.name), self._there.name, ""):
            return  # another name was given
        found = next(filter(None, map(_read, cards(self.text.text(), "", []))), None)
        if found is None or found[1].name != self._there.name:
            self.text.add(Line("FN", escaped(self._there.name)), before=self._first())

    def _first(self) -> Property | None:
        """Return the first line that says something of the person."""
        heads = ("BEGIN", "VERSION", "PRODID", "UID")
        return next((each for each in self._lines.lines if each.name not in heads), None)

    def _nicknames(self) -> None:
        was, now = self._was.nicknames, self._now.nicknames
        gone = set(was) - set(now)
        names = self._lines.texts("FN")[1:]
        custom = [
            (line, texts[0])
            for line, texts in self._lines.nicknames()
            if line.name != "NICKNAME" and texts
        ]
        for line, text in (*names, *custom):
            if text in gone:
                self.text.remove(line)
        elsewhere = {text for _, text in (*names, *custom)} | {one_line(self._now.name)}
        self._listed("NICKNAME", self._lines.all("NICKNAME"), was, now, elsewhere)

    def _listed(
        self,
        name: str,
        there: Sequence[Property],
        was: Sequence[str],
        now: Sequence[str],
        elsewhere: Iterable[str] = (),
    ) -> None:
        """Change values that stand together in a line."""
        gone = {one_line(each) for each in was} - {one_line(each) for each in now}
        known = set(map(one_line, was)) | set(elsewhere)
        items = {each.line: [one_line(item) for item in each.items()] for each in there}
        known.update(item for found in items.values() for item in found)
        known.add("")
        fresh = [each for each in dict.fromkeys(map(one_line, now)) if each not in known]
        for number, line in enumerate(there):
            kept = [item for item in items[line.line] if item and item not in gone]
            wanted = [*kept, *fresh] if number == 0 else kept
            if wanted == items[line.line]:
                continue
            if wanted:
                self.text.replace(line, listed(wanted))
            else:
                self.text.remove(line)
        if fresh and not there:
            self.text.add(Line(name, listed(fresh)))

    def _addresses(self) -> None:
        """Change addresses; a city alone is in what the vault holds of any address that has it."""
        there, was, now = self._lines.addresses(), self._was.addresses, self._now.addresses
        lead = now[0] if now and _is_city(now[0]) else None
        if lead:
            held = {_place_key(each) for each in was}
            gone = held - {_place_key(each) for each in now}
            kept = [each for _, each in there if _place_key(each) not in gone]
            leading = next((each.city for each in kept if each.city), "")
            lost = any(each.city == lead.city for _, each in there if each not in kept)
            if lead.city != leading and (lost or _place_key(lead) not in held):
                self.text.add(place(lead), before=next((line for line, _ in there), None))
            was = (*was, lead)
        self._many(there, was, now, _place_key, place, keeps_words=False)

    def _occasion(self, each: Occasion) -> Line:
        return occasion(each._replace(label=_day_key(each)[0]), self._version)

    def _birthday(self) -> None:
        was, now = self._was.birthday, self._now.birthday
        if now in (was, self._there.birthday):
            return
        new = birthday(now, self._version) if now else None
        found = self._lines.birthdays()
        target = None
        if now and new:
            plain = [each for each in found if each.line.name == "BDAY"]
            target = next((each for each in plain if each.on), next(iter(plain), None))
            if target:
                is_date = target.line.param("VALUE").casefold() in ("", "date")
                drop = _NO_YEAR if is_date else _NO_YEAR | {"VALUE"}
                params, value = day(now, self._version)
                self.text.replace(target.line, value, params, drop)
            else:
                self.text.add(new)
        for each in found:
            if each is not target and each.on and each.on == was:
                self.text.remove(each.line)

    def _company(self) -> None:
        """Change the company and what is below it, which share a line."""
        there, was, now = self._there, self._was, self._now
        lines = self._lines.companies()
        company = _changed(there.company, was.company, now.company)
        department = _changed(there.department, was.department, now.department)
        if (company, department) == (there.company or "", there.department or ""):
            return
        below = [part for _, parts in lines for part in parts][1:]
        if department != (there.department or ""):
            below = [department] if department else []
        if not (company or below):
            for line, _ in lines:
                self.text.remove(line)
        elif lines:
            self.text.replace(lines[0][0], parted([company, *below]), drop=_SORTED)
            for line, _ in lines[1:]:
                self.text.remove(line)
        else:
            self.text.add(Line("ORG", parted([company, *below])))

    def _notes(self) -> None:
        now = visible(self._now.notes)
        if now in (visible(self._was.notes), self._there.notes):
            return
        lines = [line for line, _ in self._lines.notes()]
        if now and lines:
            self.text.replace(lines.pop(0), escaped(now))
        elif now:
            self.text.add(Line("NOTE", escaped(now)))
        for line in lines:
            self.text.remove(line)


def _changed(there: str | None, was: str | None, now: str | None) -> str:
    """Return what a value is to be: the card's own, where the vault's has not changed."""
    before, wanted = one_line(was or ""), one_line(now or "")
    return (there or "") if before == wanted else wanted


def _line_of(name: str) -> Callable[[Labelled], Line]:
    return lambda each: labelled(name, each)


def _email_key(each: Labelled) -> Key:
    return (one_line(each.value).casefold().removeprefix("mailto:"),)


def _phone_key(each: Labelled) -> Key:
    text = one_line(each.value)
    dialled = re.sub(r"[^\w+*#,;]", "", text).casefold()
    return ("+" + dialled[2:] if dialled.startswith("00") else dialled or text,)


def _web_key(each: Labelled) -> Key:
    return (each.label, *_page_key(each))


def _page_key(each: Labelled) -> Key:
    return (_SCHEME.sub("", one_line(each.value)).rstrip("/").casefold(),)


def _place_key(each: Address) -> Key:
    return (one_line(str(each)).casefold(),)


def _day_key(each: Occasion) -> Key:
    return (one_line(each.label) or "anniversary", str(each.on))


def _is_city(each: Address) -> bool:
    return bool(each.city) and not any((each.street, each.region, each.code, each.country))


def _web(contact: Contact) -> tuple[list[Labelled], list[Labelled]]:
    """Return pages, and names in services: a page of a known service is such a name."""
    known = [handle("", one_line(each.value)) for each in contact.urls]
    named = [handle(each.label, one_line(each.value)) for each in contact.handles]
    pages = [each for each, other in zip(contact.urls, known, strict=True) if not other]
    return pages, [each for each in (*named, *known) if each]


def _renamed(parts: NameParts, name: str) -> NameParts:
    """Return the parts of another name, as far as the parts of the old one tell them."""
    rest, prefix, suffix = name, "", ""
    if parts.prefix and rest.startswith(f"{parts.prefix} "):
        prefix, rest = parts.prefix, rest.removeprefix(f"{parts.prefix} ")
    if parts.suffix and rest.endswith(f" {parts.suffix}"):
        suffix, rest = parts.suffix, rest.removesuffix(f" {parts.suffix}")
    family, given, additional = "", rest, ""
    if parts.family and rest.endswith(f" {parts.family}"):
        family, given = parts.family, rest.removesuffix(f" {parts.family}")
        if parts.additional and given.endswith(f" {parts.additional}"):
            additional, given = parts.additional, given.removesuffix(f" {parts.additional}")
    elif parts.given and rest.startswith(f"{parts.given} "):
        given, family = parts.given, rest.removeprefix(f"{parts.given} ")
        if parts.additional and family.startswith(f"{parts.additional} "):
            additional, family = parts.additional, family.removeprefix(f"{parts.additional} ")
    return NameParts(family, given, additional, prefix, suffix)
