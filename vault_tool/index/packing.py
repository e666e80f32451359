"""Plain values as bytes, and the parts of notes and standings as plain values.

The bytes are Python's marshal, readable by every Python that we run on: version 4, in which a text
that comes twice stands once, or version 2, which does not look for such. They are only read from a
file whose checksum was right.
"""

from datetime import date
from marshal import dumps, loads
from typing import Any

from vault_tool.dates import Duration, PartialDate
from vault_tool.model import Occasion, Person

_VERSION = 4
_CANONICAL_VERSION = 2
# What `packed` makes, or a slice of a file that holds it.
Packed = bytes | memoryview

_day_of = date.fromordinal
_make = tuple.__new__  # a named tuple from its fields, without the detour through its own __new__


def packed(value: object) -> bytes:
    """Return plain values (tuples, lists, dicts, texts, numbers) as bytes."""
    return dumps(value, _VERSION)  # type: ignore[arg-type]  # plain values are what it takes


def canonical(value: object) -> bytes:
    """Return plain values as bytes that are the same for equal values, and made and read faster.

    They are a little larger, and much where long texts repeat.
    """
    return dumps(value, _CANONICAL_VERSION)  # type: ignore[arg-type]  # as above


def unpacked(data: Packed) -> Any:
    """Return what `packed` or `canonical` was given."""
    return loads(data)  # noqa: S302  it comes from our own file, whose checksum was right


def ordinal(day: date | None) -> int | None:
    """Return a day as a number."""
    return None if day is None else day.toordinal()


def day(number: int | None) -> date | None:
    """Return the day that `ordinal` made a number of."""
    return None if number is None else _day_of(number)


def person_row(person: Person) -> tuple[object, ...]:
    """Return what a person's front matter says as plain values."""
    (
        weight, frequency, never, status, inbox, me, birthday, died, dates, met,
        last_contact, last_contact_line, next_contact, snooze_until, mentions,
    ) = person  # fmt: skip
    return (
        weight,
        frequency and tuple(frequency),
        never,
        status,
        inbox,
        me,
        birthday and tuple(birthday),
        died and tuple(died),
        tuple([(label, tuple(on)) for label, on in dates]) if dates else (),
        met and tuple(met),
        last_contact and last_contact.toordinal(),
        last_contact_line,
        next_contact and next_contact.toordinal(),
        snooze_until and snooze_until.toordinal(),
        mentions,
    )


def person_of(row: Any) -> Person:
    """Return the person of `person_row`."""
    (
        weight, frequency, never, status, inbox, me, birthday, died, dates, met,
        last_contact, last_contact_line, next_contact, snooze_until, mentions,
    ) = row  # fmt: skip
    return _make(
        Person,
        (
            weight,
            frequency and _make(Duration, frequency),
            never,
            status,
            inbox,
            me,
            birthday and _make(PartialDate, birthday),
            died and _make(PartialDate, died),
            dates and tuple([Occasion(label, PartialDate(*on)) for label, on in dates]),
            met and _make(PartialDate, met),
            last_contact and _day_of(last_contact),
            last_contact_line,
            next_contact and _day_of(next_contact),
            snooze_until and _day_of(snooze_until),
            mentions,
        ),
    )
