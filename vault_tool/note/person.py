"""A person's properties, typed: what fits becomes a `Person`, what does not is a problem."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import TypeVar

from vault_tool.config import normal_key
from vault_tool.dates import (
    Duration,
    is_never,
    parse_birthday,
    parse_day,
    parse_duration,
    parse_partial,
)
from vault_tool.errors import Problem
from vault_tool.model import DEFAULT_WEIGHT, Occasion, Person, Status
from vault_tool.note.frontmatter import Scalar
from vault_tool.note.properties import Property

_T = TypeVar("_T")

_LETTERS = {"a": 5, "b": 4, "c": 3, "d": 2, "e": 1, "f": 1}
_WORDS = {"close": 5, "normal": 3, "distant": 1}
COUNTED_DOWN = ("tier", "priority")
_TRUE = {"true", "yes", "on", "1", "x", "sì", "si"}
_FALSE = {"false", "no", "off", "0", ""}
_STATUSES: dict[str, Status] = {
    "active": "active", "paused": "paused", "archived": "archived", "deceased": "deceased",
}  # fmt: skip
_SAY_STATUS = frozenset(("deceased", "archived", "paused", "died", "status"))
_A_DATE = ("a date", "2026-03-14")
_OCCASION = re.compile(
    r"(?P<on>\[\[[^\[\]]*\]\]|[*_]{1,3}[^*_]+[*_]{1,3}|\S+)(?:[ \t]*[:–—-])?[ \t]+(?P<label>\S.*)"
)
_NUMBER = re.compile(r"[-+]?\d+")
_make = tuple.__new__  # a named tuple from its fields, without the detour through its own __new__


def read_person(properties: Mapping[str, Property], path: str) -> tuple[Person, list[Problem]]:
    """Return the person whom the properties describe; a value that does not fit is a problem."""
    reader = _Reader(properties, path)
    return reader.person(), reader.problems


class _Reader:
    def __init__(self, properties: Mapping[str, Property], path: str) -> None:
        self.properties = properties
        self.path = path
        self.problems: list[Problem] = []

    def person(self) -> Person:
        has = self.properties
        frequency, never = self._frequency() if "frequency" in has else (None, False)
        last, last_line = self._last_contact() if "last_contact" in has else (None, 0)
        if "phone" in has:
            self._phones()
        return _make(
            Person,
            (
                self._weight() if "weight" in has else DEFAULT_WEIGHT,
                frequency,
                never,
                "active" if _SAY_STATUS.isdisjoint(has) else self._status(),
                "inbox" in has and self._flag("inbox"),
                "me" in has and self._flag("me"),
                self._value("birthday", parse_birthday, "a birthday", "1990-05-14 or --05-14"),
                self._value("died", parse_partial, *_A_DATE) if "died" in has else None,
                self._dates() if "dates" in has else (),
                self._value("met", parse_partial, *_A_DATE) if "met" in has else None,
                last,
                last_line,
                self._value("next_contact", parse_day, *_A_DATE) if "next_contact" in has else None,
                self._value("snooze_until", parse_day, *_A_DATE) if "snooze_until" in has else None,
                "mentions" not in has or self._flag("mentions", default=True),
            ),
        )

    def _value(
        self, key: str, parse: Callable[[str], _T | None], what: str, example: str
    ) -> _T | None:
        prop = self.properties.get(key)
        if prop is None:
            return None
        scalar = prop.text()
        if scalar is None or scalar.text is None:
            return None
        value = parse(scalar.text)
        if value is None:
            self._unfit(prop, scalar, what, example)
        return value

    def _flag(self, key: str, *, default: bool = False) -> bool:
        prop = self.properties.get(key)
        if prop is None:
            return default
        scalar = prop.text()
        if scalar is None or scalar.text is None:
            return default
        word = scalar.text.strip().casefold()
        if word in _TRUE or word in _FALSE:
            return word in _TRUE
        self._unfit(prop, scalar, "true or false", "true")
        return default

    def _last_contact(self) -> tuple[date | None, int]:
        """Return the latest day among all spellings, and its line."""
        prop = self.properties.get("last_contact")
        latest, line = None, 0
        for scalar in prop.scalars() if prop else ():
            day = parse_day(scalar.text or "")
            if day is None:
                self._unfit(prop, scalar, *_A_DATE)
            elif latest is None or day > latest:
                latest, line = day, scalar.line
        return latest, line

    def _weight(self) -> int:
        prop = self.properties.get("weight")
        for field in prop.fields if prop else ():
            scalar = _make(Property, ("weight", (field,))).text()
            if prop is None or scalar is None or scalar.text is None:
                continue
            weight = _weight(scalar.text, _counts_down(field.key))
            if weight is not None:
                return weight
            self._unfit(prop, scalar, "a weight", "1 to 5, 5 is closest")
        return DEFAULT_WEIGHT

    def _frequency(self) -> tuple[Duration | None, bool]:
        prop = self.properties.get("frequency")
        scalar = prop.text() if prop else None
        if scalar is None or scalar.text is None:
            return None, False
        if is_never(scalar.text):
            return None, True
        duration = parse_duration(scalar.text)
        if duration is None:
            self._unfit(prop, scalar, "a rhythm", "3 months, 6 weeks, a number of days, or never")
        return duration, False

    def _status(self) -> Status:
        for status in ("deceased", "archived", "paused"):
            if self._is_marked(status):
                return _STATUSES[status]
        died = self.properties.get("died")
        if died is not None and died.text() is not None:
            return "deceased"
        prop = self.properties.get("status")
        found: Status = "active"
        for scalar in prop.scalars() if prop else ():
            word = (scalar.text or "").strip().lstrip("#").casefold()
            if word in _STATUSES:
                found = _STATUSES[word]
            else:
                self._unfit(prop, scalar, "a status", "active, paused, archived or deceased")
        return found

    def _is_marked(self, key: str) -> bool:
        """Tell whether `paused`, `archived` or `deceased` is true; a date says so too."""
        prop = self.properties.get(key)
        scalar = prop.text() if prop else None
        if scalar is None or scalar.text is None:
            return False
        return parse_partial(scalar.text) is not None or self._flag(key)

    def _dates(self) -> tuple[Occasion, ...]:
        prop = self.properties.get("dates")
        found = []
        for scalar in prop.scalars() if prop else ():
            match = _OCCASION.match((scalar.text or "").strip())
            on = parse_birthday(match["on"]) if match else None
            if match is None or on is None or on.month is None or on.day is None:
                self._unfit(prop, scalar, "an occasion", "2015-06-20 wedding anniversary")
            else:
                found.append(Occasion(match["label"].strip(), on))
        return tuple(found)

    def _phones(self) -> None:
        """Remark on numbers that Obsidian would change as soon as it saves the note."""
        prop = self.properties.get("phone")
        for scalar in prop.scalars() if prop else ():
            text = (scalar.text or "").strip()
            if (
                not scalar.quoted
                and _NUMBER.fullmatch(text)
                and (text[0] in "+-0" or len(text) > 15)
            ):
                self._problem(
                    "phone-unquoted", scalar.line, scalar.column,
                    f"{text} is read as a number: Obsidian will change its digits.",
                    f'Quote it: "{text}".',
                )  # fmt: skip

    def _unfit(self, prop: Property | None, scalar: Scalar, what: str, example: str) -> None:
        key = prop.first.key if prop else ""
        shown = (scalar.text or "").strip().partition("\n")[0][:60]
        self._problem(
            "value", scalar.line, scalar.column,
            f'"{key}" is not {what}: "{shown}".', f"Write it as {example}.",
        )  # fmt: skip

    def _problem(self, code: str, line: int, column: int, message: str, hint: str) -> None:
        self.problems.append(Problem(code, self.path, line, column, "warning", message, hint))


@lru_cache(256)
def _counts_down(key: str) -> bool:
    """Tell whether a spelling of the weight counts the closest as 1."""
    return normal_key(key) in COUNTED_DOWN


@lru_cache(256)
def _weight(text: str, counted_down: bool) -> int | None:
    """Return the weight 1 to 5 that a text means, or None."""
    word = text.strip().casefold()
    if word in _LETTERS:
        return _LETTERS[word]
    if word in _WORDS:
        return _WORDS[word]
    if len(word) == 1 and word in "12345":
        return 6 - int(word) if counted_down else int(word)
    return None
