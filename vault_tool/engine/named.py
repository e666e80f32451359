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
    ARTICLES,
    CALLS,
    COMPANY,
    GRAMMAR,
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
from vault_tool.engine.names import plain_name, words
from vault_tool.engine.roll import Roll
from vault_tool.engine.tokens import Token, is_cased
from vault_tool.model import Card
from vault_tool.note.links import LINK, as_link

_Role = Literal["company", "told", "list", "none", "host", "topic", "place"]
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


class _Item(NamedTuple):
    """A name as it stands, before it is known whether it counts: tokens `first` to `last`."""

    first: int
    last: int
    cards: tuple[Card, ...]
    exact: bool
    is_link: bool
    words: str
    is_sure: bool  # its letters say that it is a name: capitals, or several words


def who_took_part(tokens: Sequence[Token], roll: Roll, cards: Sequence[Card]) -> TookPart:
    """Return who took part, as far as the words tell; nobody is guessed."""
    return _Reader(tokens, roll, cards).read()


class _Reader:
    def __init__(self, tokens: Sequence[Token], roll: Roll, cards: Sequence[Card]) -> None:
        self.tokens = tokens
        self.roll = roll
        self.cards = cards
        self.cased = is_cased(tokens)
        self.items = self._items()
        self.starts = {item.first: item for item in self.items}
        self.ends = {item.last: item for item in self.items}
        self.clauses = self._clauses()
        self.roles: dict[int, _Role] = {}
        self.counted: dict[int, _Item] = {}
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
            self._part(item) for item in self.items if item.last in self.counted and item.cards
        )
        return TookPart(parts, tuple(self.unknown), tuple(self.strangers), self._until())

    # names as they stand

    def _items(self) -> list[_Item]:
        found: list[_Item] = []
        at = 0
        while at < len(self.tokens):
            item = self._item(at)
            if item:
                found.append(item)
            at = item.last + 1 if item else at + 1
        return found

    def _item(self, at: int) -> _Item | None:
        token = self.tokens[at]
        if token.kind == "link":
            return self._link(at)
        if token.kind != "word":
            return None
        return self._name(at) or self._run(at)

    def _link(self, at: int) -> _Item | None:
        match = LINK.fullmatch(self.tokens[at].text)
        link = as_link(match, 1, 1) if match else None
        if link is None:
            return None
        found = matches(self.cards, f"[[{link.target}]]")
        exact = not (found.slipped or found.begun)
        shown = link.text or link.target.rpartition("/")[2]
        return _Item(at, at, tuple(found.cards), exact, True, shown, True)

    def _name(self, at: int) -> _Item | None:
        """Return the longest name that begins here; a longer run of capitals is another name."""
        for last in range(self._reach(at), at - 1, -1):
            spoken = [word for each in self.tokens[at : last + 1] for word in words(each.plain)]
            called = self.roll.called(spoken)
            if called is None:
                continue
            has_capital = any(each.capital for each in self.tokens[at : last + 1])
            is_long = called.whole and len(spoken) > 1
            if self.cased and not has_capital and not called.lower:
                return None
            end = last if is_long else self._run_end(last)
            if not is_long and self._is_part_of_another(at):
                return None
            is_sure = is_long or (self.cased and has_capital) or called.lower
            if end == last:
                return _Item(at, last, called.cards, True, False, self._text(at, last), is_sure)
            return self._other_name(at, end, called.cards)
        return None

    def _run(self, at: int) -> _Item | None:
        """Return a name that fits nobody: capitals where there need be none."""
        token = self.tokens[at]
        is_name = self.cased and token.capital and not token.initial and not _is_grammar(token)
        if not is_name or not token.text[:1].isalpha():
            return None
        return self._other_name(at, self._run_end(at), ())

    def _other_name(self, first: int, last: int, also: tuple[Card, ...]) -> _Item:
        text = self._text(first, last)
        near = {card.path: card for card in (*matches(self.cards, text).cards, *also)}
        return _Item(first, last, tuple(near.values()), False, False, text, True)

    def _reach(self, at: int) -> int:
        """Return the last token that may belong to a name that begins here."""
        last = at
        while last + 1 < min(at + self.roll.longest, len(self.tokens)) and self._goes_on(last):
            last += 1
        return last

    def _run_end(self, last: int) -> int:
        while last + 1 < len(self.tokens) and self._goes_on(last):
            token = self.tokens[last + 1]
            is_name = token.capital if self.cased else self.roll.knows(token.plain)
            if not is_name or _is_grammar(token) or token.before in _APOSTROPHES:
                break
            last += 1
        return last

    def _goes_on(self, last: int) -> bool:
        token = self.tokens[last + 1]
        return token.kind == "word" and token.is_beside and not token.breaks

    def _is_part_of_another(self, at: int) -> bool:
        """Tell whether a capital before it makes it part of another name: `Bar Giulia`."""
        if not self.cased or at == 0 or not self.tokens[at].is_beside:
            return False
        before = self.tokens[at - 1]
        if before.kind != "word" or not before.capital or _is_grammar(before):
            return False
        return not before.initial or self.tokens[at].before != " " or not _may_begin(before)

    def _text(self, first: int, last: int) -> str:
        return "".join(
            (each.before if index else "") + each.text
            for index, each in enumerate(self.tokens[first : last + 1])
        )

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

    def _closes(self, item: _Item) -> bool:
        """Tell whether what follows a name shows that it ends a list, or that the list goes on."""
        if item.last + 1 >= len(self.tokens):
            return True
        following = self.tokens[item.last + 1]
        if following.breaks or following.comma or following.kind in ("tag", "sign"):
            return True
        return following.plain in LINKING | PLACE | TOPIC | COMPANY | TOWARDS | {"in", "on"}

    def _inherited(self, item: _Item) -> _Role:
        role = self._role(item)
        if role != "list":
            return role
        before = max((last for last in self.roles if last < item.first), default=None)
        return self.roles[before] if before is not None else "none"

    def _role(self, item: _Item) -> _Role:
        at = self._behind_article(item.first)
        if at == 0 or self._is_parted(at):
            is_listed = at > 0 and self.clauses[at] == self.clauses[at - 1] and at - 1 in self.ends
            return "list" if is_listed else "none"
        marker = self.tokens[at - 1]
        before = self.tokens[at - 2].plain if at > 1 and not self._is_parted(at - 1) else ""
        if marker.plain in LINKING:
            return "list" if at - 2 in self.ends else "none"
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

    def _is_possessive(self, item: _Item) -> bool:
        following = self.tokens[item.last + 1 : item.last + 2]
        return bool(following) and following[0].plain == "s" and following[0].before in _APOSTROPHES

    def _is_home(self, item: _Item) -> bool:
        """Tell whether the place is somebody's home: `at Ada's`, `at Ada's house`."""
        following = self.tokens[item.last + 2 : item.last + 3]
        if not self._is_possessive(item):
            return False
        return not following or self._is_parted(item.last + 2) or following[0].plain in HOMES

    # what counts

    def _counts(self, item: _Item, role: _Role) -> bool:
        if item.is_link:
            return bool(item.cards and item.exact) or role in _STRONG
        if role in ("topic", "place") or self._is_possessive(item):
            return False
        if self.clause is not None and self.clauses[item.first] != self.clause:
            return False
        return self._may_be(item, role)

    def _may_be(self, item: _Item, role: _Role) -> bool:
        """Tell whether these words are a person where they stand."""
        is_one_word = item.first == item.last
        if role not in _STRONG:
            is_word = is_one_word and self.tokens[item.first].plain in ORDINARY
            is_first = not self.counted or self._follows_counted(item)
            return item.exact and item.is_sure and not is_word and is_first
        if item.is_sure:
            return True
        token = self.tokens[item.first]
        has_article = item.first > 0 and self.tokens[item.first - 1].plain in ARTICLES
        is_word = is_one_word and token.plain in ORDINARY
        return not has_article and (role == "company" or not is_word)

    def _follows_counted(self, item: _Item) -> bool:
        """Tell whether the name stands in a list with one that counts."""
        before = max((last for last in self.ends if last < item.first), default=None)
        return before in self.counted and self._role(item) == "list"

    def _count(self, item: _Item, role: _Role) -> None:
        if not item.cards:
            if item.is_link:
                self.unknown.append(item.words)
            elif role == "company":
                self.strangers.append(item.words)
            else:
                return
        self.roles[item.last] = role
        self.counted[item.last] = item
        if self.clause is None:
            self.clause = self.clauses[item.first]

    def _part(self, item: _Item) -> Part:
        return Part(
            self.tokens[item.first].start,
            self.tokens[item.last].end,
            item.words,
            item.cards,
            item.exact,
            item.is_link,
            self.roles[item.last] == "company",
        )

    def _until(self) -> int:
        clause = self.clause or 0
        ends = [
            token.end
            for token, of in zip(self.tokens, self.clauses, strict=True)
            if of <= clause and token.kind != "tag"
        ]
        return max(ends, default=0)


def _role_after(marker: str, before: str, gap: str) -> _Role:
    """Return what a name is after this word and the one before it."""
    if marker in COMPANY and (marker != "w" or "/" in gap):
        return "company"
    if (marker in HOST or marker in ("di", "of", "d")) and before in CALLS:
        return "told"
    if marker in HOST:
        return "host" if marker == "da" else "none"
    if marker in TOWARDS and before in TELLING:
        return "told"
    if marker in TOPIC:
        return "topic"
    if marker in PLACE:
        return "place"
    return "told" if marker in TELLING else "none"


def _is_grammar(token: Token) -> bool:
    return token.plain in GRAMMAR


def _may_begin(token: Token) -> bool:
    """Tell whether a word that begins the sentence may be any word, not the name of a place."""
    return plain_name(token.text) in GRAMMAR
