"""Names as they stand in a sentence: links, names of the roll, and capitals that fit nobody.

Public: `written_names(tokens, roll, cards)`, `WrittenName`.

Finds what may be a name by its letters; whether it counts as a person follows from where it stands,
which is decided in `named`. The longest name wins, and a run of capitals is one name: `Giulia
Bianchi` is not Giulia Rossi, and `Bar Giulia` is a bar.
"""

from collections.abc import Sequence
from typing import NamedTuple

from vault_tool.engine.grammar import GRAMMAR
from vault_tool.engine.lookup import matches
from vault_tool.engine.names import words
from vault_tool.engine.roll import Roll
from vault_tool.engine.tokens import Token, is_cased
from vault_tool.model import Card
from vault_tool.note.links import LINK, as_link


class WrittenName(NamedTuple):
    """A name from token `first` to `last`, and who is called so when `exact`.

    Not exact: who is called so in part. `is_sure` says that its letters make it a name: capitals
    where they mean something, several words, or an alias that is written small.
    """

    first: int
    last: int
    words: str
    cards: tuple[Card, ...]
    exact: bool
    is_link: bool
    is_sure: bool


def written_names(tokens: Sequence[Token], roll: Roll, cards: Sequence[Card]) -> list[WrittenName]:
    """Return the names of a sentence in order, none within another."""
    return _Finder(tokens, roll, cards).find()


class _Finder:
    def __init__(self, tokens: Sequence[Token], roll: Roll, cards: Sequence[Card]) -> None:
        self.tokens = tokens
        self.roll = roll
        self.cards = cards
        self.cased = is_cased(tokens)

    def find(self) -> list[WrittenName]:
        found: list[WrittenName] = []
        at = 0
        while at < len(self.tokens):
            item = self._item(at)
            if item:
                found.append(item)
            at = item.last + 1 if item else at + 1
        return found

    def _item(self, at: int) -> WrittenName | None:
        token = self.tokens[at]
        if token.kind == "link":
            return self._link(at)
        if token.kind != "word" or self._is_bracketed(at):
            return None
        return self._name(at) or self._run(at)

    def _is_bracketed(self, at: int) -> bool:
        """Tell whether half a link stands around the word: nobody knows what was meant."""
        after = self.tokens[at + 1 : at + 2]
        return self.tokens[at].before.endswith("[") or (
            bool(after) and after[0].before.startswith("]")
        )

    def _link(self, at: int) -> WrittenName | None:
        match = LINK.fullmatch(self.tokens[at].text)
        link = as_link(match, 1, 1) if match else None
        if link is None:
            return None
        found = matches(self.cards, f"[[{link.target}]]")
        exact = not (found.slipped or found.begun)
        shown = link.text or link.target.rpartition("/")[2]
        return WrittenName(at, at, shown, tuple(found.cards), exact, is_link=True, is_sure=True)

    def _name(self, at: int) -> WrittenName | None:
        """Return the longest name that begins here; a longer run of capitals is another name."""
        for last in range(self._reach(at), at - 1, -1):
            spoken = [word for each in self.tokens[at : last + 1] for word in words(each.plain)]
            called = self.roll.called(spoken)
            if called is None:
                continue
            has_capital = self._has_capital(at, last)
            is_long = called.whole and len(spoken) > 1
            if self.cased and not has_capital and not called.lower:
                return None
            end = last if is_long else self._run_end(last)
            if not is_long and self._is_part_of_another(at):
                return None
            is_sure = is_long or has_capital or called.lower
            if end == last:
                return self._found(at, last, called.cards, exact=True, is_sure=is_sure)
            return self._found(at, end, called.cards, exact=False, is_sure=True)
        return None

    def _has_capital(self, first: int, last: int) -> bool:
        """Tell whether a name has a capital letter; where all letters are capitals, none has."""
        return any(
            each.capital and (self.cased or not each.text.isupper())
            for each in self.tokens[first : last + 1]
        )

    def _run(self, at: int) -> WrittenName | None:
        """Return a name that fits nobody: capitals where there need be none."""
        token = self.tokens[at]
        is_name = self.cased and token.capital and not token.initial and not _is_grammar(token)
        if not is_name or not token.text[:1].isalpha():
            return None
        return self._found(at, self._run_end(at), (), exact=False, is_sure=True)

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
            if not is_name or _is_grammar(token):
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
        return before.kind == "word" and before.capital and not _is_grammar(before)

    def _found(
        self, first: int, last: int, cards: tuple[Card, ...], *, exact: bool, is_sure: bool
    ) -> WrittenName:
        text = "".join(
            (each.before if index else "") + each.text
            for index, each in enumerate(self.tokens[first : last + 1])
        )
        return WrittenName(first, last, text, cards, exact, False, is_sure)


def _is_grammar(token: Token) -> bool:
    return token.plain in GRAMMAR
