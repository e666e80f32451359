"""vCard 2.1, 3.0 and 4.0, as phones and other programs really write them, to contacts.

Whatever the bytes are, there is an answer: a card without an end ends at the next one, one without
a name is called by its company, its e-mail or its number, and what is no property is a problem.
Unknown properties stay in the card's own text.

Public: `read_vcards(data, path)`, `CARD_ERROR`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from vault_tool.dates import PartialDate, parse_birthday
from vault_tool.errors import Problem
from vault_tool.formats.characters import one_line, utf8
from vault_tool.formats.contact import Address, Contact, Contacts, Hints, Labelled, NameParts
from vault_tool.formats.contentlines import Garbage, Property, line_starts, properties
from vault_tool.formats.services import handle, linkedin_id
from vault_tool.model import Occasion

CARD_ERROR = "card-unread"

# Apple writes its own labels so; Google copies it.
_APPLE = re.compile(r"_\$!<(.*)>!\$_")
_ANDROID = "vnd.android.cursor.item/"
# Types that say how a thing is reached or preferred, and nothing a person would call it.
_NO_LABEL = frozenset((
    "internet", "voice", "pref", "x400", "text", "msg", "intl", "parcel", "postal", "dom", "other",
    "x-internet", "x-other",
))  # fmt: skip
_ANNIVERSARIES = frozenset(
    ("ANNIVERSARY", "X-ANNIVERSARY", "X-MS-ANNIVERSARY", "X-EVOLUTION-ANNIVERSARY")
)
_HANDLES = {
    "X-SKYPE": "skype", "X-SKYPE-USERNAME": "skype", "X-JABBER": "jabber", "X-TWITTER": "twitter",
    "X-TELEGRAM": "telegram", "X-MATRIX": "matrix", "X-ICQ": "icq", "X-AIM": "aim",
}  # fmt: skip
# Groups that every contact of a service is in.
_EVERYBODY = frozenset(("mycontacts", "my contacts", "starred", "imported"))


def read_vcards(data: bytes, path: str = "", hints: Hints | None = None) -> Contacts:
    """Return everybody in a file of vCards; groups of people are left out. Never raises.

    `path` is what problems call the file; nothing in it depends on `hints`.
    """
    del hints
    data = utf8(data)
    people: list[Contact] = []
    problems: list[Problem] = []
    cards = list(_cards(data, path, problems))
    starts = line_starts(data)
    nexts = [*(card[0].line for card in cards[1:]), len(starts)]
    for card, after in zip(cards, nexts, strict=False):
        if _is_group(card):
            continue
        contact = _Card(card, path, problems).contact()
        if contact is None:
            problems.append(_no_name(card, path))
        else:
            people.append(contact._replace(card=_text_of(data, card, starts, after)))
    return Contacts(tuple(people), tuple(problems))


def _cards(data: bytes, path: str, problems: list[Problem]) -> Iterator[list[Property]]:
    """Yield the properties of each card, its BEGIN and END too; a card within another is left out.

    Without an END a card ends where the next one begins.
    """
    card: list[Property] = []
    inner = 0
    for each in properties(data):
        if isinstance(each, Garbage):
            said = f'this is no property: "{one_line(each.text)}".'
            problems.append(_problem(path, each.line, said))
        elif each.name == "BEGIN" and (inner or _is_inner(card, each)):
            inner += 1
        elif inner:
            inner -= each.name == "END"
        elif each.name == "END":
            if card:
                yield [*card, each]
            card = []
        elif each.name == "BEGIN" and card:
            yield card
            card = [each]
        else:
            card.append(each)
    if card:
        yield card


def _is_inner(card: Sequence[Property], begins: Property) -> bool:
    """Tell whether what begins here is a part of the card, and not the next one."""
    if not card or begins.raw.strip().upper() != b"VCARD":
        return bool(card)
    before = card[-1]
    return before.name == "AGENT" and before.raw.strip().upper() in (b"", b"BEGIN:VCARD")


def _is_group(card: Sequence[Property]) -> bool:
    if card[0].name == "BEGIN" and card[0].raw.strip().upper() != b"VCARD":
        return True
    kinds = ("KIND", "X-ADDRESSBOOKSERVER-KIND")
    return any(each.name in kinds and each.text().casefold() == "group" for each in card)


class _Card:
    """The properties of one card, asked for what they say of a person."""

    def __init__(self, card: Sequence[Property], path: str, problems: list[Problem]) -> None:
        self._card = card
        self._path = path
        self._problems = problems
        self._labels = {
            each.group: _APPLE.sub(r"\1", one_line(each.text()))
            for each in card
            if each.name == "X-ABLABEL" and each.group
        }

    def contact(self) -> Contact | None:
        """Return the person, None where nothing says who it is."""
        parts = self._name_parts()
        names = self._texts("FN")
        emails = self._labelled("EMAIL", _email)
        phones = self._labelled("TEL", _phone)
        companies = [part for each in self._all("ORG") for part in self._org(each)]
        name = next(
            iter([*names, *_joined(parts), *self._nicknames(), *companies[:1]]), ""
        ) or next((each.value for each in (*emails, *phones)), "")
        if not name:
            return None
        urls, handles = self._web()
        linked = [linkedin_id(each.value) for each in (*urls, *handles)]
        return Contact(
            name=name,
            parts=parts,
            nicknames=_once(each for each in (*names[1:], *self._nicknames()) if each != name),
            emails=emails,
            phones=phones,
            urls=urls,
            handles=handles,
            addresses=tuple(each for each in map(self._address, self._all("ADR")) if str(each)),
            birthday=self._birthday(),
            dates=self._dates(),
            company=next(iter(companies[:1]), None),
            department=", ".join(companies[1:]) or None,
            role=next(iter([*self._texts("TITLE"), *self._texts("ROLE")]), None),
            language=next(iter(self._texts("LANG")), None),
            groups=_once(
                one_line(item)
                for each in self._all("CATEGORIES")
                for item in each.items()
                if one_line(item).casefold() not in _EVERYBODY
            ),
            notes="\n\n".join(text for each in self._all("NOTE") if (text := each.text())),
            uid=next((uid.removeprefix("urn:uuid:") for uid in self._texts("UID")), None),
            sources=_once(each for each in linked if each),
            has_photo=any(each.raw.strip() for each in self._all("PHOTO")),
            line=self._card[0].line,
        )

    def _all(self, *names: str) -> list[Property]:
        return [each for each in self._card if each.name in names]

    def _texts(self, name: str) -> list[str]:
        return [text for each in self._all(name) if (text := one_line(each.text()))]

    def _name_parts(self) -> NameParts:
        """Return the parts of the first name that has any; some cards have two."""
        for each in self._all("N"):
            parts = [one_line(part) for part in each.parts()][:5]
            if any(parts):
                return NameParts(*parts)
        return NameParts()

    def _nicknames(self) -> list[str]:
        found = [one_line(item) for each in self._all("NICKNAME") for item in each.items()]
        android = [one_line(parts[1]) for parts in self._android("nickname")]
        return [each for each in (*found, *android) if each]

    def _android(self, kind: str) -> list[list[str]]:
        custom = [each.parts() for each in self._all("X-ANDROID-CUSTOM")]
        return [parts for parts in custom if parts[0] == _ANDROID + kind and len(parts) > 1]

    def _org(self, each: Property) -> list[str]:
        return [part for part in map(one_line, each.parts()) if part]

    def _label(self, each: Property) -> str:
        own = self._labels.get(each.group, "")
        types = (kind for kind in each.types() if kind not in _NO_LABEL)
        return own or next((kind.removeprefix("x-") for kind in types), "")

    def _labelled(self, name: str, of: Callable[[Property], str]) -> tuple[Labelled, ...]:
        found: dict[str, Labelled] = {}
        for each in sorted(self._all(name), key=_preference):
            value = of(each)
            if value:
                found.setdefault(value, Labelled(value, self._label(each)))
        return tuple(found.values())

    def _web(self) -> tuple[tuple[Labelled, ...], tuple[Labelled, ...]]:
        """Return pages, and names in other services, wherever the card has them."""
        urls: dict[str, Labelled] = {}
        handles: dict[str, Labelled] = {}
        for each in self._all("URL"):
            value = one_line(each.text())
            if value and (known := handle("", value)):
                handles.setdefault(known.value, known)
            elif value:
                urls.setdefault(value, Labelled(value, self._label(each)))
        for each in self._all("X-SOCIALPROFILE", "IMPP", *_HANDLES):
            service = _HANDLES.get(each.name) or each.param("X-SERVICE-TYPE") or self._label(each)
            if known := handle(service, one_line(each.text()) or each.param("X-USER")):
                handles.setdefault(known.value, known)
        return tuple(urls.values()), tuple(handles.values())

    def _address(self, each: Property) -> Address:
        box, extended, street, *rest = (*each.parts(), "", "", "")
        city, region, code, country = (one_line(part) for part in (*rest, "", "", "", "")[:4])
        lines = "\n".join(line for line in (box, extended, street) if line)
        return Address(lines, city, region, code, country, self._label(each))

    def _birthday(self) -> PartialDate | None:
        for each in self._all("BDAY"):
            if text := each.text():
                day = _day(text)
                if day:
                    return day
                said = f'"{one_line(text)[:60]}" is no birthday that could be read.'
                self._problems.append(_problem(self._path, each.line, said))
        for parts in self._android("contact_event"):
            if parts[2:3] == ["3"] and (day := _day(parts[1])):
                return day
        return None

    def _dates(self) -> tuple[Occasion, ...]:
        found: dict[Occasion, None] = {}
        for each in self._all(*_ANNIVERSARIES, "X-ABDATE"):
            label = self._labels.get(each.group, "") if each.name == "X-ABDATE" else ""
            day = _day(each.text())
            if day and day.month and day.day:
                found[Occasion(label.strip() or "anniversary", day)] = None
        for parts in self._android("contact_event"):
            day = _day(parts[1])
            if day and day.month and day.day and parts[2:3] != ["3"]:
                label = one_line(parts[3]) if len(parts) > 3 else ""
                found[Occasion(label or "anniversary", day)] = None
        return tuple(found)


def _email(each: Property) -> str:
    text = one_line(each.text())
    return re.sub(r"(?i)^mailto:", "", text)


def _phone(each: Property) -> str:
    """Return a number as it is written; in version 4.0 it may be a `tel:` address."""
    text = one_line(each.text())
    if text[:4].casefold() == "tel:":
        number, *params = text[4:].split(";")
        extension = next((word[4:] for word in params if word.casefold().startswith("ext=")), "")
        text = f"{number} ext. {extension}" if extension else number
    waid = each.param("WAID")
    return text or (f"+{waid}" if waid.isdigit() else "")


def _preference(each: Property) -> int:
    """Return how a property stands among its like: the preferred one comes first."""
    rank = each.param("PREF")
    if rank.isdigit() and len(rank) <= 3:
        return int(rank)
    return 1 if each.is_a("pref") else 101


def _day(text: str) -> PartialDate | None:
    return parse_birthday(re.sub(r"(?<=\d)[Tt].*", "", one_line(text)))


def _joined(parts: NameParts) -> list[str]:
    name = " ".join(each for each in (parts.given, parts.additional, parts.family) if each)
    return [name] if name else []


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _text_of(data: bytes, card: Sequence[Property], starts: Sequence[int], after: int) -> bytes:
    """Return the text of a card; one without an END goes on to where the next one begins."""
    first, last = card[0].line, card[-1]
    end = last.line if last.name == "END" else after - 1
    return data[starts[first - 1] : starts[min(end, len(starts) - 1)]]


def _no_name(card: Sequence[Property], path: str) -> Problem:
    said = "a card names nobody: it has no name, e-mail or number."
    return Problem(CARD_ERROR, path, card[0].line, 1, "error", said, "It was left out.")


def _problem(path: str, line: int, message: str) -> Problem:
    return Problem("card-line", path, line, 1, "warning", message, "The rest of the card counts.")
