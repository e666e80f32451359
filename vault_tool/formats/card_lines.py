"""What each property of a vCard says of a person, and what all of them say together.

One place for both the reader, who wants the person, and whoever changes a card, who wants to know
which line said what.

Public: `CardLines(card, order)`, `Dated`, `is_group(card)`, `phone_of(line)`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple, TypeVar

from vault_tool.dates import DateOrder, PartialDate, parse_birthday
from vault_tool.formats.characters import one_line
from vault_tool.formats.contact import Address, Contact, Labelled, NameParts
from vault_tool.formats.contentlines import Property
from vault_tool.formats.services import handle, linkedin_id
from vault_tool.formats.written_days import day, order_in
from vault_tool.model import Occasion

# Apple writes its own labels so; Google copies it.
_APPLE = re.compile(r"_\$!<(.*)>!\$_")
_ANDROID = "vnd.android.cursor.item/"
_ANDROID_BIRTHDAY = "3"
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
_RELATED = {
    "X-SPOUSE": "spouse", "X-EVOLUTION-SPOUSE": "spouse", "X-MANAGER": "manager",
    "X-EVOLUTION-MANAGER": "manager", "X-ASSISTANT": "assistant",
    "X-EVOLUTION-ASSISTANT": "assistant",
}  # fmt: skip
# What Android's numbers for somebody related mean, from 1 on; 0 is a label of one's own.
_ANDROID_RELATED = (
    "assistant", "brother", "child", "partner", "father", "friend", "manager", "mother", "parent",
    "partner", "referred by", "relative", "sister", "spouse",
)  # fmt: skip
_PROFILES = ("X-SOCIALPROFILE", "IMPP", *_HANDLES)
# Groups that every contact of a service is in.
_EVERYBODY = frozenset(("mycontacts", "my contacts", "starred", "imported"))

_WHOLE_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")

_Value = TypeVar("_Value", str, Occasion)


class Dated(NamedTuple):
    """A property with the day in it, None where it cannot be read; `text` is what stands there."""

    line: Property
    on: PartialDate | None
    text: str


def is_group(card: Sequence[Property]) -> bool:
    """Tell whether a card is a list of people, or no card at all."""
    if card[0].name == "BEGIN" and card[0].raw.strip().upper() != b"VCARD":
        return True
    kinds = ("KIND", "X-ADDRESSBOOKSERVER-KIND")
    return any(each.name in kinds and each.text().casefold() == "group" for each in card)


class CardLines:
    """The properties of one card, asked for what they say of a person.

    `order` is that of day and month, where a program wrote days as people do.
    """

    def __init__(self, card: Sequence[Property], order: DateOrder | None = None) -> None:
        self.lines = tuple(card)
        self._order = order
        self._labels = {
            each.group: _APPLE.sub(r"\1", one_line(each.text()))
            for each in card
            if each.name == "X-ABLABEL" and each.group
        }

    def contact(self) -> Contact | None:
        """Return the person, None where nothing says who it is."""
        parts = next((parts for _, parts in self.name_parts()), NameParts())
        names = [text for _, text in self.texts("FN")]
        emails = _labelled(self.emails())
        phones = _labelled(self.phones())
        nicknames = [text for _, texts in self.nicknames() for text in texts]
        companies = [part for _, parts in self.companies() for part in parts]
        name = next(
            iter(filter(None, [*names, *_joined(parts), *nicknames, *companies])), ""
        ) or next((each.value for each in (*emails, *phones)), "")
        if not name:
            return None
        urls, handles = self._web()
        linked = [linkedin_id(each.value) for each in (*urls, *handles)]
        return Contact(
            name=name,
            parts=parts,
            nicknames=_once(each for each in (*names[1:], *nicknames) if each != name),
            emails=emails,
            phones=phones,
            urls=urls,
            handles=handles,
            addresses=tuple(address for _, address in self.addresses()),
            birthday=next((each.on for each in self.birthdays() if each.on), None),
            dates=_once(occasion for _, occasion in self.dates()),
            company=next(iter(companies), "") or None,
            department=", ".join(filter(None, companies[1:])) or None,
            role=next((text for _, text in self.roles()), None),
            language=next((text for _, text in self.texts("LANG")), None),
            groups=_once(text for _, texts in self.categories() for text in texts),
            notes="\n\n".join(text for _, text in self.notes()),
            related=tuple(dict.fromkeys(self._others())),
            uid=next((uid for _, uid in self.uids()), None),
            sources=_once(each for each in linked if each),
            has_photo=any(each.raw.strip() for each in self.all("PHOTO")),
            line=self.lines[0].line,
        )

    def all(self, *names: str) -> list[Property]:
        """Return the properties of these names."""
        return [each for each in self.lines if each.name in names]

    def texts(self, name: str) -> list[tuple[Property, str]]:
        """Return the properties of a name that hold a text, with it in one line."""
        return [(each, text) for each in self.all(name) if (text := one_line(each.text()))]

    def name_parts(self) -> Iterator[tuple[Property, NameParts]]:
        """Yield every name in parts that has any; some cards have two."""
        for each in self.all("N"):
            parts = [one_line(part) for part in each.parts()][:5]
            if any(parts):
                yield each, NameParts(*parts)

    def nicknames(self) -> list[tuple[Property, list[str]]]:
        """Return what somebody is called besides, by line."""
        found = [(each, _items(each)) for each in self.all("NICKNAME")]
        android = [(each, [one_line(parts[1])]) for each, parts in self._android("nickname")]
        return [(each, texts) for each, items in (*found, *android) if (texts := _filled(items))]

    def emails(self) -> list[tuple[Property, Labelled]]:
        """Return e-mail addresses, the preferred one first."""
        return self._reached("EMAIL", _email)

    def phones(self) -> list[tuple[Property, Labelled]]:
        """Return numbers, the preferred one first."""
        return self._reached("TEL", phone_of)

    def urls(self) -> Iterator[tuple[Property, Labelled]]:
        """Yield pages on the web."""
        for each, value in self.texts("URL"):
            if not handle("", value):
                yield each, Labelled(value, self._label(each))

    def handles(self) -> Iterator[tuple[Property, Labelled]]:
        """Yield names in other services, wherever the card has them."""
        for each, value in self.texts("URL"):
            if known := handle("", value):
                yield each, known
        for each in self.all(*_PROFILES):
            service = _HANDLES.get(each.name) or each.param("X-SERVICE-TYPE") or self._label(each)
            if known := handle(service, one_line(each.text()) or one_line(each.param("X-USER"))):
                yield each, known

    def addresses(self) -> list[tuple[Property, Address]]:
        """Return postal addresses."""
        found = [(each, self._address(each)) for each in self.all("ADR")]
        return [(each, address) for each, address in found if str(address)]

    def companies(self) -> list[tuple[Property, list[str]]]:
        """Return companies with what is below them, by line; an empty company keeps its place."""
        found = [(each, [one_line(part) for part in each.parts()]) for each in self.all("ORG")]
        return [
            (each, [parts[0], *_filled(parts[1:])] if number == 0 else _filled(parts))
            for number, (each, parts) in enumerate(pair for pair in found if any(pair[1]))
        ]

    def roles(self) -> list[tuple[Property, str]]:
        """Return what somebody does: titles, then roles."""
        return [*self.texts("TITLE"), *self.texts("ROLE")]

    def categories(self) -> list[tuple[Property, list[str]]]:
        """Return the groups somebody is in, by line; those of everybody are none."""
        found = [(each, _items(each)) for each in self.all("CATEGORIES")]
        return [
            (line, [text for text in texts if text.casefold() not in _EVERYBODY])
            for line, texts in found
        ]

    def notes(self) -> list[tuple[Property, str]]:
        """Return the texts about somebody, in their lines."""
        return [(each, text) for each in self.all("NOTE") if (text := each.text())]

    def uids(self) -> list[tuple[Property, str]]:
        """Return the ids of the card."""
        found = [(each, text.removeprefix("urn:uuid:")) for each, text in self.texts("UID")]
        return [(each, text) for each, text in found if text]

    def birthdays(self) -> list[Dated]:
        """Return every birthday, those that cannot be read too."""
        plain = [
            Dated(each, self._day(text), text) for each in self.all("BDAY") if (text := each.text())
        ]
        android = [
            Dated(each, self._day(parts[1]), parts[1])
            for each, parts in self._android("contact_event")
            if parts[2:3] == [_ANDROID_BIRTHDAY]
        ]
        return [*plain, *(each for each in android if each.on)]

    def dates(self) -> list[tuple[Property, Occasion]]:
        """Return the other days of somebody that come back."""
        return [
            (each.line, Occasion(label or "anniversary", each.on))
            for each, label in self._anniversaries()
            if each.on and each.on.month and each.on.day
        ]

    def unread_days(self) -> list[Dated]:
        """Return the days that cannot be read: a birthday only where no other is there before."""
        birthdays = takewhile(lambda each: each.on is None, self.birthdays())
        others = (each for each, _ in self._anniversaries() if each.on is None and each.text)
        return [*birthdays, *others]

    def _anniversaries(self) -> Iterator[tuple[Dated, str]]:
        """Yield the other days with what they are called."""
        for each in self.all(*_ANNIVERSARIES, "X-ABDATE"):
            label = self._labels.get(each.group, "") if each.name == "X-ABDATE" else ""
            yield Dated(each, self._day(each.text()), each.text()), label.strip()
        for each, parts in self._android("contact_event"):
            if parts[2:3] != [_ANDROID_BIRTHDAY]:
                label = one_line(parts[3]) if len(parts) > 3 else ""
                yield Dated(each, self._day(parts[1]), parts[1]), label

    def _day(self, text: str) -> PartialDate | None:
        """Return a day; one written as people do only where it can be no other."""
        plain = one_line(text)
        if on := parse_birthday(re.sub(r"(?<=\d)[Tt].*", "", plain)):
            return on
        on = day(plain, order_in([plain]) or self._order) if _WHOLE_YEAR.search(plain) else None
        return on if on and on.day else None

    def _others(self) -> Iterator[Labelled]:
        """Yield the names of people related; an id of another card names nobody."""
        for each in self.all("RELATED", "X-ABRELATEDNAMES", *_RELATED):
            text = one_line(each.text())
            if text and not text.casefold().startswith("urn:"):
                yield Labelled(text, _RELATED.get(each.name) or self._label(each))
        for _, (_, name, *more) in self._android("relation"):
            kind, own, *_ = (*more, "", "")
            at = int(kind) if kind.isascii() and kind.isdigit() and len(kind) < 3 else 0
            label = _ANDROID_RELATED[at - 1] if 0 < at <= len(_ANDROID_RELATED) else own
            if text := one_line(name):
                yield Labelled(text, one_line(label))

    def _android(self, kind: str) -> list[tuple[Property, list[str]]]:
        custom = [(each, each.parts()) for each in self.all("X-ANDROID-CUSTOM")]
        return [
            (each, parts)
            for each, parts in custom
            if parts[0] == _ANDROID + kind and len(parts) > 1
        ]

    def _label(self, each: Property) -> str:
        own = self._labels.get(each.group, "")
        types = (kind for kind in each.types() if kind not in _NO_LABEL)
        return own or next((one_line(kind.removeprefix("x-")) for kind in types), "")

    def _reached(self, name: str, of: Callable[[Property], str]) -> list[tuple[Property, Labelled]]:
        found = [(each, of(each)) for each in sorted(self.all(name), key=_preference)]
        return [(each, Labelled(value, self._label(each))) for each, value in found if value]

    def _web(self) -> tuple[tuple[Labelled, ...], tuple[Labelled, ...]]:
        return _labelled(self.urls()), _labelled(self.handles())

    def _address(self, each: Property) -> Address:
        box, extended, street, *rest = (*each.parts(), "", "", "")
        city, region, code, country = (one_line(part) for part in (*rest, "", "", "", "")[:4])
        lines = "\n".join(line for line in (box, extended, street) if line)
        return Address(lines, city, region, code, country, self._label(each))


def _labelled(found: Iterable[tuple[Property, Labelled]]) -> tuple[Labelled, ...]:
    """Return each value once, as it came first."""
    values: dict[str, Labelled] = {}
    for _, each in found:
        values.setdefault(each.value, each)
    return tuple(values.values())


def _items(each: Property) -> list[str]:
    return [one_line(item) for item in each.items()]


def _filled(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if text]


def _email(each: Property) -> str:
    text = one_line(each.text())
    return re.sub(r"(?i)^mailto:", "", text)


def phone_of(each: Property) -> str:
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
    if rank.isdecimal() and len(rank) <= 3:
        return int(rank)
    return 1 if each.is_a("pref") else 101


def _joined(parts: NameParts) -> list[str]:
    name = " ".join(each for each in (parts.given, parts.additional, parts.family) if each)
    return [name] if name else []


def _once(found: Iterable[_Value]) -> tuple[_Value, ...]:
    return tuple(dict.fromkeys(found))
