"""The day a sentence tells of: `yesterday: coffee with Ada`, `ho sentito Ada ieri sera`.

Public: `leading_when(text, today, order)`, `unclear_when(text, today, order)`.

Stricter than a date typed on its own, because a sentence is made of other words too: a length
without a direction (`two weeks in Rome`), a beginning that is a word (`sat`, `sun`, `set`), `now`
and a bare `the 3rd` are no dates here, unless a colon says so. Elsewhere than at the beginning a
date counts in the first clause, before anything that opens another (`that`, `che`, `she`), or
where it is all there is between two commas. What comes is then a plan that is spoken of (`about
lunch tomorrow`), and `of last week` says when something else was.
"""

import re
from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from vault_tool.dates.lengths import read_length, spaced
from vault_tool.dates.names import SPOKEN, folded, months, weekdays
from vault_tool.dates.spoken import parse_when
from vault_tool.dates.values import DateOrder

_LONGEST_DATE = 8  # words
_LONGEST_SEARCH = 60  # words
_WORD = re.compile(r"\S+")
_CLAUSE_ENDS = (";", ":", "!", "?", ".")
_DASHES = ("-", "–", "—")
_SEPARATORS = re.compile(r"\s*(?:[:;,.–—)]|-(?=\s|$))*\s*")
_ARTICLE = re.compile(r"(?:on |the |il |lo |la |l')+")
_NTH = re.compile(r"(?:the )?[0-9]{1,2}(?:st|nd|rd|th)|(?:il |l')primo")
_FIGURES = re.compile(r"[0-9]{1,2}/[0-9]{1,2}")

_NO_DATES = frozenset(("now", "adesso", "weekend", "week-end", "fine settimana", "just now"))
_WORDS_TOO = frozenset(("set", "mar", "sun", "sat", "wed", "dom", "gio", "mon", "mer", "ago"))
_DEADLINES = ("by ", "entro ", "of ", "di ", "del ", "dello ", "della ", "dell'", "at ", "nell'")
# What stands before a date that tells when something else was, or how long.
_BELONGING = (
    "about of di del dello della dell' for per since until till by entro from da dal dalla fino a"
    " al before after prima dopo than che that su sul sulla every ogni each to"
)
_OPENING = (
    "that che who whose she he they because perche if se when quando while mentre where lei lui"
    " loro"
)
_TOPICAL = "about for per su sul sulla di del della dei of to regarding re"
_BELONGS = frozenset(_BELONGING.split())
_OPENS_A_CLAUSE = frozenset(_OPENING.split())
_TOPIC = frozenset(_TOPICAL.split())
_DAY_IN_FIGURES = (
    r"[0-9]{1,2}(?:/[0-9]{1,2}(?:/[0-9]{2,4})?|-[0-9]{1,2}-[0-9]{2,4}|\.[0-9]{1,2}\.[0-9]{2,4})"
    r"(?![\w/-])"
)
_UNCLEAR = re.compile(
    rf"(?:(?:on|il|l')\s*)?(?:(?P<figures>{_DAY_IN_FIGURES})"
    r"|(?:(?P<weekday>[^\W\d_]+),? )?[0-9]{1,2}(?:st|nd|rd|th|º)? (?P<month>[^\W\d_]{3,})"
    r"(?: [0-9]{4})?(?!\w))",
    re.I,
)


class Leading(NamedTuple):
    """The day, the words that say so, and the sentence without them."""

    day: date
    written: str
    rest: str


class _Said(NamedTuple):
    day: date
    start: int
    end: int
    last: int  # the index of its last word


def leading_when(
    text: str,
    today: date,
    order: DateOrder | None = None,
    *,
    names: Collection[str] = frozenset(),
) -> Leading | None:
    """Return the day that a sentence says it tells of, or None where it names none.

    The longest date at the beginning goes first, then one in the first clause, then one that
    stands alone between commas. `names` are folded words that are people here: `Gio` is no
    Thursday then. The rest is on one line, with single blanks.
    """
    text = " ".join(text.split())
    reader = _Sentence(text, today, order, names)
    said = reader.at(0)
    if said:
        rest = text[said.end :]
        return Leading(said.day, text[said.start : said.end], rest[_skipped(rest) :])
    said = reader.in_first_clause() or reader.between_commas()
    if said is None:
        return None
    return Leading(said.day, text[said.start : said.end], _without(text, said.start, said.end))


def unclear_when(text: str, today: date, order: DateOrder | None = None) -> str | None:
    """Return what a sentence begins with that looks like a date and is none: `03/04`, `31 nov`.

    Whoever reads the sentence must not take today for it.
    """
    text = " ".join(text.split())
    match = _UNCLEAR.match(text)
    if match is None:
        return None
    read = _Sentence(text, today, order, ()).at(0)
    if read and read.end >= match.end():
        return None
    month, weekday = folded(match["month"] or ""), folded(match["weekday"] or "")
    if match["figures"]:
        return match[0]
    is_date = month in months(SPOKEN) and (not weekday or weekday in weekdays())
    return match[0] if is_date and month not in _WORDS_TOO else None


class _Sentence:
    def __init__(
        self, text: str, today: date, order: DateOrder | None, names: Collection[str]
    ) -> None:
        self.text = text
        self.today = today
        self.order = order
        self.names = names
        self.words = [match.span() for match in _WORD.finditer(text)][:_LONGEST_SEARCH]

    def at(self, first: int) -> _Said | None:
        """Return the longest date that begins with this word."""
        if not self.words[first : first + 1]:
            return None
        start = self.words[first][0]
        start += self.text[start] == "("
        most = min(first + _LONGEST_DATE, len(self.words))
        for last in range(most - 1, first - 1, -1):
            written = self.text[start : self.words[last][1]].rstrip(",;:.!?)")
            end = start + len(written)
            if written and (day := self._day(written, first == 0, self.text[end : end + 1])):
                return _Said(day, start, end, last)
        return None

    def in_first_clause(self) -> _Said | None:
        about = False
        skip_to = 0
        for index, word in self._first_clause():
            if index < max(skip_to, 1):
                continue
            if word in _OPENS_A_CLAUSE:
                return None
            said = self.at(index)
            if said:
                skip_to = said.last + 1
                before = self._folded(index - 1)
                if before not in _BELONGS and not (about and said.day > self.today):
                    return said
            about = about or word in _TOPIC
        return None

    def between_commas(self) -> _Said | None:
        for index in range(1, len(self.words)):
            if self.text[self.words[index - 1][1] - 1] == ",":
                said = self.at(index)
                if said and self.text[said.end : said.end + 1] in ("", ",", ";", ".", "!"):
                    return said
        return None

    def _first_clause(self) -> Iterator[tuple[int, str]]:
        for index, (start, end) in enumerate(self.words):
            word = self.text[start:end]
            if word in _DASHES:
                return
            yield index, self._folded(index)
            if word.endswith(_CLAUSE_ENDS) or (word.endswith(",") and not self._lists(end)):
                return

    def _lists(self, end: int) -> bool:
        """Tell whether a comma stands between names rather than clauses."""
        following = self.text[end : end + 2].lstrip()
        return following[:1].isupper() or following[:1] == "["

    def _folded(self, index: int) -> str:
        start, end = self.words[index]
        return folded(spaced(self.text[start:end])).strip("(,;:.!?)")

    def _day(self, written: str, leads: bool, after: str) -> date | None:
        said = folded(spaced(written))
        clear = after == ":" or (after == "," and leads)
        if said in self.names or (not clear and self._is_other(said, leads, after)):
            return None
        if said.startswith(_DEADLINES):
            return None
        return parse_when(written, self.today, order=self.order)

    def _is_other(self, said: str, leads: bool, after: str) -> bool:
        """Tell whether words that can be a date most likely are something else in a sentence."""
        core = _ARTICLE.sub("", said, count=1)
        if core in _NO_DATES or core in self.names or read_length(core):
            return True
        if not leads and _FIGURES.fullmatch(said):
            return True
        if _NTH.fullmatch(said):
            return leads or bool(after)
        return any(word in _WORDS_TOO for word in core.split()[:2]) and not _has_weekday_and_month(
            core
        )


def _has_weekday_and_month(core: str) -> bool:
    """Tell whether a beginning is made clear by another: `sat 14 nov`, `mar 3 novembre`."""
    parts = re.findall(r"[a-z]+", core)
    known = [part for part in parts if part in weekdays() or part in months(SPOKEN)]
    return len(known) > 1 or any(
        part in ("last", "next", "this", "scorso", "scorsa") for part in parts
    )


def _skipped(rest: str) -> int:
    match = _SEPARATORS.match(rest)
    return match.end() if match else 0


def _without(text: str, start: int, end: int) -> str:
    """Return a text without a part of it, and without what stood around it for its sake."""
    before, after = text[:start].rstrip(), text[end:].lstrip()
    if before.endswith("(") and after.startswith(")"):
        before, after = before[:-1].rstrip(), after[1:].lstrip()
    if before.endswith(",") and (not after or after[0] in ",;.!?"):
        before = before[:-1]
    if not after or after[0] in ",;:.!?)":
        return before + after
    return f"{before} {after}".strip()
