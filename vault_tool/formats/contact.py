"""What another program says of one person, whatever its format: plain values, nothing decided.

Texts are as the other program shows them, without what cannot be seen. Absence is None or ().
"""

from collections.abc import Mapping
from datetime import date, tzinfo
from types import MappingProxyType
from typing import NamedTuple

from vault_tool.dates import DateOrder, PartialDate
from vault_tool.errors import Problem
from vault_tool.model import Occasion


class Labelled(NamedTuple):
    """An e-mail, a number, an address on the web, with what it is called there (`home`)."""

    value: str
    label: str = ""


class NameParts(NamedTuple):
    """The parts of a name, where the other program keeps them apart; never guessed."""

    family: str = ""
    given: str = ""
    additional: str = ""
    prefix: str = ""
    suffix: str = ""


class Address(NamedTuple):
    """A postal address; `street` may have several lines."""

    street: str = ""
    city: str = ""
    region: str = ""
    code: str = ""
    country: str = ""
    label: str = ""

    def __str__(self) -> str:
        """Return the address in one line."""
        place = " ".join(part for part in (self.code, self.city) if part)
        street = ", ".join(line.strip() for line in self.street.split("\n") if line.strip())
        return ", ".join(part for part in (street, place, self.region, self.country) if part)


class Contact(NamedTuple):
    """One person in another program.

    `name` is never empty. `handles` are names in other services, labelled by the service.
    `sources` are stable ids there (`linkedin:anna-neri`), `uid` the card's own. `met` is when the
    link was made. `related` are names of others, labelled by what they are to the person. `line` is
    where the record begins, `card` the text of a vCard as it came.
    """

    name: str
    parts: NameParts = NameParts()
    nicknames: tuple[str, ...] = ()
    emails: tuple[Labelled, ...] = ()
    phones: tuple[Labelled, ...] = ()
    urls: tuple[Labelled, ...] = ()
    handles: tuple[Labelled, ...] = ()
    addresses: tuple[Address, ...] = ()
    birthday: PartialDate | None = None
    dates: tuple[Occasion, ...] = ()
    company: str | None = None
    department: str | None = None
    role: str | None = None
    language: str | None = None
    groups: tuple[str, ...] = ()
    notes: str = ""
    met: PartialDate | None = None
    uid: str | None = None
    sources: tuple[str, ...] = ()
    has_photo: bool = False
    related: tuple[Labelled, ...] = ()
    line: int = 1
    card: bytes = b""


class Hints(NamedTuple):
    """What a user says of a file, and what is known of the user.

    `order` is that of day and month in it; `columns` maps what a column is called in the file to
    what it should be called. `own` are the user's e-mail addresses, `zone` is where they live. What
    comes back is followed until a day, if one is given; an event with more than `most` people is no
    talk. A message of a chat from after `today` is one of a wrong clock, and is left out.
    `with_text` says that a subject or the words of a chat are asked for.
    """

    order: DateOrder | None = None
    columns: Mapping[str, str] = MappingProxyType({})
    own: frozenset[str] = frozenset()
    zone: tzinfo | None = None
    until: date | None = None
    today: date | None = None
    most: int = 8
    with_text: bool = False

    def lies_ahead(self, day: date) -> bool:
        """Tell whether a day is after today, where that is known."""
        return self.today is not None and day > self.today


class Contacts(NamedTuple):
    """What a file holds, in its order; an `error` among the problems is a record left out."""

    people: tuple[Contact, ...] = ()
    problems: tuple[Problem, ...] = ()
