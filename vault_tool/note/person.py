"""A person's properties, typed: what fits becomes a `Person`, what does not is a problem."""

import re
from collections.abc import Callable
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
from vault_tool.note.head import Head

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


def read_person(head: Head, path: str) -> tuple[Person, list[Problem]]:
    """Return the person whom a note's properties describe; what does not fit is a problem."""
    reader = _Reader(head, path)
    return reader.person(), reader.problems


class _Reader:
    def __init__(self, head: Head, path: str) -> None:
        self.head = head
        self.path = path
        self.problems: list[Problem] = []

    def person(self) -> Person:
        has = self.head.values
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
        text = self.head.text(key)
        if text is None:
            return None
        value = parse(text)
        if value is None:
            self._unfit(key, 0, what, example)
        return value

    def _flag(self, key: str, *, default: bool = False) -> bool:
        text = self.head.text(key)
        if text is None:
            return default
        word = text.strip().casefold()
        if word in _TRUE or word in _FALSE:
            return word in _TRUE
        self._unfit(key, 0, "true or false", "true")
        return default

    def _last_contact(self) -> tuple[date | None, int]:
        """Return the latest day among all spellings, and its line."""
        latest, line = None, 0
        for at, scalar in enumerate(self.head.scalars("last_contact")):
            day = parse_day(scalar.text or "")
            if day is None:
                self._unfit("last_contact", at, *_A_DATE)
            elif latest is None or day > latest:
                latest, line = day, scalar.line
        return latest, line

    def _weight(self) -> int:
        """Return the first weight that fits; which way it counts, its spelling tells."""
        for spelling, text, at in self.head.spelled("weight"):
            weight = _weight(text, _counts_down(spelling))
            if weight is not None:
                return weight
            self._unfit("weight", at, "a weight", "1 to 5, 5 is closest")
        return DEFAULT_WEIGHT

    def _frequency(self) -> tuple[Duration | None, bool]:
        text = self.head.text("frequency")
        if text is None:
            return None, False
        if is_never(text):
            return None, True
        duration = parse_duration(text)
        if duration is None:
            example = "3 months, 6 weeks, a number of days, or never"
            self._unfit("frequency", 0, "a rhythm", example)
        return duration, False

    def _status(self) -> Status:
        for status in ("deceased", "archived", "paused"):
            if self._is_marked(status):
                return _STATUSES[status]
        if self.head.text("died") is not None:
            return "deceased"
        found: Status = "active"
        for at, text in enumerate(self.head.texts("status")):
            word = text.strip().lstrip("#").casefold()
            if word in _STATUSES:
                found = _STATUSES[word]
            else:
                self._unfit("status", at, "a status", "active, paused, archived or deceased")
        return found

    def _is_marked(self, key: str) -> bool:
        """Tell whether `paused`, `archived` or `deceased` is true; a date says so too."""
        text = self.head.text(key)
        return text is not None and (parse_partial(text) is not None or self._flag(key))

    def _dates(self) -> tuple[Occasion, ...]:
        found = []
        for at, text in enumerate(self.head.texts("dates")):
            match = _OCCASION.match(text.strip())
            on = parse_birthday(match["on"]) if match else None
            if match is None or on is None or on.month is None or on.day is None:
                self._unfit("dates", at, "an occasion", "2015-06-20 wedding anniversary")
            else:
                found.append(Occasion(match["label"].strip(), on))
        return tuple(found)

    def _phones(self) -> None:
        """Remark on numbers that Obsidian would change as soon as it saves the note."""
        for at, written in enumerate(self.head.texts("phone")):
            text = written.strip()
            if _NUMBER.fullmatch(text) and (text[0] in "+-0" or len(text) > 15):
                scalar = self.head.scalars("phone")[at]
                if not scalar.quoted:
                    self._problem(
                        "phone-unquoted", scalar.line, scalar.column,
                        f"{text} is read as a number: Obsidian will change its digits.",
                        f'Quote it: "{text}".',
                    )  # fmt: skip

    def _unfit(self, key: str, at: int, what: str, example: str) -> None:
        """Say that a property's scalar of that number does not fit."""
        scalar = self.head.scalars(key)[at]
        written = self.head.fields(key)[0].key
        shown = (scalar.text or "").strip().partition("\n")[0][:60]
        self._problem(
            "value", scalar.line, scalar.column,
            f'"{written}" is not {what}: "{shown}".', f"Write it as {example}.",
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
