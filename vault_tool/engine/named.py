"""Who took part in what a sentence tells, and who was only spoken of.

Public: `who_took_part(text_tokens, roll, cards)`, `Part`, `TookPart`.

A link in brackets always counts. A plain name counts by where it stands: after `with`, `called` or
`wrote to`, in a list with one that counts, or as the first name of the sentence (`Ada told me`).
After `about` or `di` somebody is spoken of, after `at` it is a place, and in a later clause than
the first with people it is somebody's story. Names need their capital letters where the sentence
has any, and a name that is a word too (`Rosa`, `Will`) needs a `with` or its like before it.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from vault_tool.engine.grammar import (
    ADDRESSING,
    ARTICLES,
    CALLS,
    COMPANY,
    HOMES,
    HOST,
    LINKING,
    ORDINARY,
    PLACE,
    TELLING,
    TITLES,
    TOPIC,
    TOWARDS,
)
from vault_tool.engine.lookup import matches
from vault_tool.engine.roll import Roll
from vault_tool.engine.tokens import Token
from vault_tool.engine.written_names import WrittenName, written_names
from vault_tool.model import Card

_Role = Literal["company", "told", "list", "none", "host", "topic", "place"]
_JOINING = LINKING | COMPANY | ARTICLES | TITLES
_STRONG: tuple[_Role, ...] = ("company", "told")
_APOSTROPHES = ("'", "’")


class Part(NamedTuple):
    """A name in a sentence and whom it may mean; one card that is `exact` is who is meant.

    `start` and `end` are its place. `words` are what was typed, of a link what it shows.
    """

    start: int
    end: int
    words: str
    cards: tuple[Card, ...]
    exact: bool
    is_link: bool
    in_company: bool


class TookPart(NamedTuple):
    """Everybody who took part; `unknown` are links, `strangers` plain names that fit nobody.

    `until` is where the clause with the people ends.
    """

    parts: tuple[Part, ...]
    unknown: tuple[str, ...]
    strangers: tuple[str, ...]
    until: int


def who_took_part(tokens: Sequence[Token], roll: Roll, cards: Sequence[Card]) -> TookPart:
    """Return who took part, as far as the words tell; nobody is guessed."""
    return _Reader(tokens, roll, cards).read()


class _Reader:
    def __init__(self, tokens: Sequence[Token], roll: Roll, cards: Sequence[Card]) -> None:
        self.tokens = tokens
        self.cards = cards
        self.items = written_names(tokens, roll, cards)
        self.starts = {item.first: item for item in self.items}
        self.ends = {item.last: item for item in self.items}
        self.clauses = self._clauses()
        self.roles: dict[int, _Role] = {}
        self.counted: dict[int, tuple[Card, ...]] = {}
        self.clause: int | None = None
        self.unknown: list[str] = []
        self.strangers: list[str] = []

    def read(self) -> TookPart:
        hosts = []
        for item in self.items:
            role = self.roles[item.last] = self._inherited(item)
            if role == "host" and not item.is_link:
                hosts.append(item)
            elif self._counts(item, role):
                self._count(item, role)
        if not self.counted and hosts and self._may_be(hosts[0], "company"):
            self._count(hosts[0], "company")
        parts = tuple(
            self._part(item, self.counted[item.last])
            for item in self.items
            if self.counted.get(item.last)
        )
        return TookPart(parts, tuple(self.unknown), tuple(self.strangers), self._until())

    # where they stand

    def _clauses(self) -> list[int]:
        clause = 0
        found = []
        for at, token in enumerate(self.tokens):
            if token.breaks or (token.comma and not self._is_listed(at)):
                clause += 1
            found.append(clause)
        return found

    def _is_listed(self, at: int) -> bool:
        """Tell whether the comma before this token stands in a list of names."""
        if at - 1 not in self.ends:
            return False
        linked = self.tokens[at].plain in LINKING
        first = at + linked
        while first < len(self.tokens) and self.tokens[first].plain in ARTICLES | TITLES:
            first += 1
        item = self.starts.get(first)
        return item is not None and (linked or self._closes(item))

    def _closes(self, item: WrittenName) -> bool:
        """Tell whether what follows a name shows that it ends a list, or that the list goes on."""
        if item.last + 1 >= len(self.tokens):
            return True
        following = self.tokens[item.last + 1]
        if following.breaks or following.comma or following.kind in ("tag", "sign"):
            return True
        return following.plain in LINKING | PLACE | TOPIC | COMPANY | TOWARDS | {"in", "on"}

    def _inherited(self, item: WrittenName) -> _Role:
        role = self._role(item)
        if role != "list":
            return role
        before = max((last for last in self.roles if last < item.first), default=None)
        return self.roles[before] if before is not None else "none"

    def _role(self, item: WrittenName) -> _Role:
        at = self._behind_article(item.first)
        if at == 0 or self._is_parted(at):
            is_listed = at > 0 and self.clauses[at] == self.clauses[at - 1] and at - 1 in self.ends
            return "list" if is_listed else "none"
        marker = self.tokens[at - 1]
        before = self.tokens[at - 2].plain if at > 1 and not self._is_parted(at - 1) else ""
        if marker.plain in LINKING:
            return "list" if at - 2 in self.ends else "none"
        if self.tokens[at].before == "/" and at - 1 in self.ends:
            return "list"
        if marker.plain in TOWARDS and at - 2 in self.counted:
            return "told"  # introduced Ada to Bruno
        if marker.plain == "@":
            return "told" if not self.tokens[at].before else "place"
        role = _role_after(marker.plain, before, self.tokens[at].before)
        if role == "place" and self._is_home(item):
            return "host"
        return role

    def _behind_article(self, at: int) -> int:
        """Return where what belongs before a name begins: `la Giulia`, `my friend Ada`."""
        while at > 0 and not self._is_parted(at):
            before = self.tokens[at - 1]
            if before.kind != "word" or before.plain not in ARTICLES | TITLES:
                break
            at -= 1
        return at

    def _is_parted(self, at: int) -> bool:
        return self.tokens[at].breaks or self.tokens[at].comma

    def _is_possessive(self, item: WrittenName) -> bool:
        following = self.tokens[item.last + 1 : item.last + 2]
        return bool(following) and following[0].plain == "s" and following[0].before in _APOSTROPHES

    def _is_home(self, item: WrittenName) -> bool:
        """Tell whether the place is somebody's home: `at Ada's`, `at Ada's house`."""
        following = self.tokens[item.last + 2 : item.last + 3]
        if not self._is_possessive(item):
            return False
        return not following or self._is_parted(item.last + 2) or following[0].plain in HOMES

    # what counts

    def _counts(self, item: WrittenName, role: _Role) -> bool:
        if item.is_link:
            return bool(item.cards and item.exact) or role in _STRONG
        if role in ("topic", "place") or self._is_possessive(item):
            return False
        if self.clause is not None and self.clauses[item.first] != self.clause:
            return False
        return self._may_be(item, role)

    def _may_be(self, item: WrittenName, role: _Role) -> bool:
        """Tell whether these words are a person where they stand."""
        is_one_word = item.first == item.last
        is_word = is_one_word and self.tokens[item.first].plain in ORDINARY
        if role not in _STRONG:
            may_begin = not self.counted and not is_word
            return item.exact and item.is_sure and (may_begin or self._follows_counted(item))
        if item.is_sure:
            return True
        has_article = item.first > 0 and self.tokens[item.first - 1].plain in ARTICLES
        return not has_article and (role == "company" or not is_word)

    def _follows_counted(self, item: WrittenName) -> bool:
        """Tell whether the name stands in a list with one that counts."""
        before = max((last for last in self.ends if last < item.first), default=None)
        return before in self.counted and self._role(item) == "list"

    def _count(self, item: WrittenName, role: _Role) -> None:
        cards = item.cards if item.exact or item.is_link else self._candidates(item)
        if not cards and item.is_link:
            self.unknown.append(item.words)
        elif not cards and role == "company":
            self.strangers.append(item.words)
        elif not cards:
            return
        self.counted[item.last] = cards
        self.roles[item.last] = role
        if self.clause is None:
            self.clause = self.clauses[item.first]

    def _candidates(self, item: WrittenName) -> tuple[Card, ...]:
        """Return whom a name that nobody has may have meant: a slip, a beginning, a part."""
        near = (*matches(self.cards, item.words).cards, *item.cards)
        return tuple({card.path: card for card in near}.values())

    def _part(self, item: WrittenName, cards: tuple[Card, ...]) -> Part:
        return Part(
            start=self.tokens[item.first].start,
            end=self.tokens[item.last].end,
            words=item.words,
            cards=cards,
            exact=item.exact,
            is_link=item.is_link,
            in_company=self.roles[item.last] == "company",
        )

    def _until(self) -> int:
        """Return where the clause with the people ends, or the next where it holds nothing else."""
        clause = self.clause or 0
        named = {
            at
            for item in self.items
            if item.last in self.counted
            for at in range(item.first, item.last + 1)
        }
        says_more = any(
            of <= clause and at not in named and self.tokens[at].plain not in _JOINING
            for at, of in enumerate(self.clauses)
        )
        last = clause if says_more else clause + 1
        ends = [self.tokens[at].end for at, of in enumerate(self.clauses) if of <= last]
        return max(ends, default=0)


def _role_after(marker: str, before: str, gap: str) -> _Role:
    """Return what a name is after this word and the one before it."""
    if marker in COMPANY and (marker != "w" or "/" in gap):
        return "company"
    if (marker in HOST or marker in ("di", "of", "d")) and before in CALLS:
        return "told"
    if marker in HOST:
        return "host" if marker == "da" else "none"
    if marker in TOWARDS and before in (ADDRESSING if marker in PLACE else TELLING):
        return "told"
    if marker in TOPIC:
        return "topic"
    if marker in PLACE:
        return "place"
    return "told" if marker in TELLING else "none"
