"""Outlook's and Thunderbird's tables, and any other whose columns have names.

The three write much the same under other names, so each is a list of those names. Outlook writes
them in the language of the office: `Hints.columns` says what they are in English.

Public: `read_outlook`, `read_thunderbird`, `read_table`, `COLUMNS`.
"""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from vault_tool.dates import DateOrder, PartialDate
from vault_tool.errors import Problem
from vault_tool.formats.contact import Address, Contact, Contacts, Hints, Labelled, NameParts
from vault_tool.formats.records import labelled, no_such, unread, web, whole_name
from vault_tool.formats.services import SERVICES, linkedin_id
from vault_tool.formats.sheet import Row, first_names, sheet
from vault_tool.formats.written_days import day, order_in
from vault_tool.model import Occasion

# What several values in one cell are parted by, as `export csv` writes them.
_APART = "; "

Names = tuple[str, ...]
# A column, and what the value in it is called.
Labels = tuple[tuple[str, str], ...]


class Place(NamedTuple):
    """The columns of one address; every line of the street has its own."""

    label: str
    streets: Names
    city: Names
    region: Names
    code: Names
    country: Names


class Columns(NamedTuple):
    """Where a table keeps what; of several columns for one thing the first with a word counts."""

    what: str
    headers: tuple[Names, ...]
    given: Names = ("first name",)
    additional: Names = ("middle name",)
    family: Names = ("last name",)
    prefix: Names = ()
    suffix: Names = ("suffix",)
    name: Names = ("display name",)
    nicknames: Names = ("nickname",)
    emails: Labels = ()
    phones: Labels = ()
    pages: Labels = ()
    addresses: tuple[Place, ...] = ()
    company: Names = ("company", "organization")
    department: Names = ("department",)
    role: Names = ("job title",)
    birthday: Names = ("birthday",)
    birthday_parts: Names = ()
    dates: Labels = ()
    groups: Names = ("categories",)
    notes: Names = ("notes",)
    met: Names = ()
    occasions: Names = ()
    language: Names = ()
    uid: Names = ()


def _outlook(kind: str) -> "Place":
    streets = (f"{kind} street", f"{kind} street 2", f"{kind} street 3")
    countries = (f"{kind} country/region", f"{kind} country")
    code = f"{kind} postal code"
    return Place(kind, streets, (f"{kind} city",), (f"{kind} state",), (code,), countries)


def _thunderbird(kind: str) -> "Place":
    streets, code = (f"{kind} address", f"{kind} address 2"), f"{kind} zipcode"
    return Place(
        kind, streets, (f"{kind} city",), (f"{kind} state",), (code,), (f"{kind} country",)
    )


OUTLOOK = Columns(
    "CSV of Outlook",
    (("first name", "last name", "e-mail address"), ("first name", "last name", "job title")),
    prefix=("title",),
    emails=(("e-mail address", ""), ("e-mail 2 address", ""), ("e-mail 3 address", "")),
    phones=(
        ("mobile phone", "mobile"), ("primary phone", ""), ("home phone", "home"),
        ("home phone 2", "home"), ("business phone", "work"), ("business phone 2", "work"),
        ("company main phone", "work"), ("car phone", "car"), ("other phone", ""),
    ),
    pages=(("web page", ""), ("web page 2", "")),
    addresses=(
        _outlook("home"), _outlook("business"), _outlook("other"),
    ),
    dates=(("anniversary", "anniversary"),),
)  # fmt: skip
THUNDERBIRD = Columns(
    "CSV of Thunderbird",
    (("first name", "last name", "primary email"),),
    emails=(("primary email", ""), ("secondary email", "")),
    phones=(("mobile number", "mobile"), ("home phone", "home"), ("work phone", "work")),
    pages=(("web page 1", ""), ("web page 2", "")),
    addresses=(_thunderbird("home"), _thunderbird("work")),
    birthday_parts=("birth year", "birth month", "birth day"),
)
TABLE = Columns(
    "table with names of columns",
    (),
    given=("first name", "given name", "nome"),
    family=("last name", "family name", "surname", "cognome"),
    name=("name", "full name", "display name", "nome e cognome"),
    nicknames=("nickname", "alias", "aliases"),
    emails=(("email", ""), ("e-mail", ""), ("mail", ""), ("email address", ""), ("email 2", "")),
    phones=(
        ("phone", ""), ("mobile", "mobile"), ("telephone", ""), ("tel", ""), ("phone 2", ""),
        ("telefono", ""), ("cellulare", "mobile"),
    ),
    pages=(("url", ""), ("website", ""), *((each, each) for each in SERVICES)),
    addresses=(
        Place("", (), ("location",), (), (), ()),
        Place(
            "",
            ("address",),
            ("city", "città"),
            ("region",),
            ("postal code",),
            ("country",),
        ),
    ),
    company=("company", "organization", "azienda"),
    role=("role", "job title", "position", "ruolo"),
    birthday=("birthday", "date of birth", "compleanno"),
    dates=(("anniversary", "anniversary"),),
    groups=("relationship", "groups", "categories"),
    notes=("notes", "note"),
    met=("met", "met on"),
    occasions=("dates",),
    language=("language",),
    uid=("uid",),
)  # fmt: skip
# What a column of any table may be called for `--map`.
COLUMNS = (
    "name", "first name", "last name", "nickname", "email", "email 2", "phone", "phone 2", "url",
    "address", "location", "company", "role", "department", "birthday", "anniversary",
    "relationship", "met", "dates", "language", "notes", "uid", *SERVICES,
)  # fmt: skip


def read_outlook(data: bytes, path: str = "", hints: Hints | None = None) -> Contacts:
    """Return everybody in a table of Outlook, desktop or web. Never raises."""
    return _read(OUTLOOK, data, path, hints or Hints())


def read_thunderbird(data: bytes, path: str = "", hints: Hints | None = None) -> Contacts:
    """Return everybody in a table of Thunderbird. Never raises."""
    return _read(THUNDERBIRD, data, path, hints or Hints())


def read_table(data: bytes, path: str = "", hints: Hints | None = None) -> Contacts:
    """Return everybody in a table whose columns are called as `COLUMNS`, or mapped to them.

    Never raises.
    """
    return _read(TABLE, data, path, hints or Hints())


def _read(columns: Columns, data: bytes, path: str, hints: Hints) -> Contacts:
    rows = sheet(data, columns.headers or _each(columns), hints.columns)
    if rows is None:
        return no_such(path, columns.what) if columns.headers else _unknown(data, path)
    dated = [name for name, _ in columns.dates] + [*columns.birthday, *columns.met]
    order = order_in(row.text(name) for row in rows for name in dated) or hints.order
    people: list[Contact] = []
    problems: list[Problem] = []
    for row in rows:
        person = _person(columns, row, order)
        if person is None:
            problems.append(unread(path, row.line, "a record without a name, e-mail or number."))
        else:
            people.append(person)
            problems += _half_dates(columns, row, person, path)
    return Contacts(tuple(people), tuple(problems))


def _each(columns: Columns) -> Collection[Names]:
    """Return every name that a column may have, as a header of its own."""
    found = [name for part in columns[2:] for name in _names_in(part)]
    return tuple((name,) for name in dict.fromkeys(found))


def _names_in(part: object) -> Iterator[str]:
    """Yield the names of columns in a part of `Columns`; labels are none."""
    for each in part if isinstance(part, tuple) else ():
        if isinstance(each, str):
            yield each
        elif isinstance(each, Place):
            yield from (name for names in each[1:] for name in names)
        elif isinstance(each, tuple):
            yield each[0]


def _unknown(data: bytes, path: str) -> Contacts:
    """Return what there is in a table none of whose columns is known."""
    names = first_names(data)
    if not names:
        return no_such(path, "table with names of columns")
    shown = ", ".join(names[:5])
    said = f'none of its columns is known ({shown}). Say what they are: --map "{names[0]}=name".'
    return Contacts((), (Problem("no-such-format", path, 1, 1, "error", said, "See the manual."),))


def _person(columns: Columns, row: Row, order: DateOrder | None) -> Contact | None:
    parts = NameParts(
        row.text(*columns.family),
        row.text(*columns.given),
        row.text(*columns.additional),
        row.text(*columns.prefix),
        row.text(*columns.suffix),
    )
    emails = [each for each in _all(row, columns.emails) if "@" in each.value]
    phones = _all(row, columns.phones)
    nicknames = _items(row.text(*columns.nicknames))
    reached = [each.value for each in (*emails, *phones)]
    name = whole_name(
        parts, row.text(*columns.name), *nicknames, row.text(*columns.company), *reached
    )
    if not name:
        return None
    urls, handles = web((each.value, each.label) for each in _all(row, columns.pages))
    ids = (linkedin_id(each.value) for each in (*urls, *handles))
    return Contact(
        name,
        parts,
        tuple(each for each in nicknames if each != name),
        tuple(emails),
        phones,
        urls,
        handles,
        _addresses(columns, row),
        _birthday(columns, row, order),
        _dates(columns, row, order),
        row.text(*columns.company) or None,
        row.text(*columns.department) or None,
        row.text(*columns.role) or None,
        row.text(*columns.language) or None,
        _items(row.text(*columns.groups)),
        row.lines(*columns.notes),
        day(row.text(*columns.met), order),
        row.text(*columns.uid) or None,
        sources=tuple(each for each in ids if each),
        line=row.line,
    )


def _all(row: Row, columns: Labels) -> tuple[Labelled, ...]:
    """Return the values of these columns; one cell may hold several."""
    return labelled(
        (value, label)
        for name, label in columns
        for more in ("", " 2", " 3")
        for value in row.text(f"{name}{more}").split(_APART)
    )


def _items(text: str) -> tuple[str, ...]:
    """Return what stands in one cell between semicolons, else between commas."""
    sign = ";" if ";" in text else ","
    return tuple(dict.fromkeys(each.strip() for each in text.split(sign) if each.strip()))


def _addresses(columns: Columns, row: Row) -> tuple[Address, ...]:
    found = []
    for place in columns.addresses:
        lines = "\n".join(text for name in place.streets if (text := row.lines(name)))
        first, *more = lines.split(_APART)
        address = Address(
            first,
            row.text(*place.city),
            row.text(*place.region),
            row.text(*place.code),
            row.text(*place.country),
            place.label,
        )
        found += [each for each in (address, *map(Address, more)) if str(each)]
    return tuple(found)


def _birthday(columns: Columns, row: Row, order: DateOrder | None) -> PartialDate | None:
    if columns.birthday_parts:
        year, month, number = (row.text(name) for name in columns.birthday_parts)
        if month.isdecimal() and number.isdecimal():
            return day(f"{year or '1604'}-{month:0>2}-{number:0>2}", order)
    return day(row.text(*columns.birthday), order)


def _dates(columns: Columns, row: Row, order: DateOrder | None) -> tuple[Occasion, ...]:
    found = []
    for name, label in columns.dates:
        on = day(row.text(name), order)
        if on and on.month and on.day:
            found.append(Occasion(label, on))
    for text in row.text(*columns.occasions).split(_APART):
        written, _, said = text.partition(" ")
        on = day(written, order)
        if on and on.month and on.day and said.strip():
            found.append(Occasion(said.strip(), on))
    return tuple(found)


def _half_dates(columns: Columns, row: Row, person: Contact, path: str) -> Collection[Problem]:
    """Return the finding about a birthday of which only the year could be told."""
    text = row.text(*columns.birthday)
    if person.birthday is None or person.birthday.month or len(text) <= 4:
        return ()
    said = f'"{text[:20]}" may be two days; only the year was taken.'
    hint = 'Say date_order = "dmy" or "mdy" in the config.'
    return (Problem("day-unclear", path, row.line, 1, "warning", said, hint),)
