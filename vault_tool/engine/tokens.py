"""A sentence taken apart: words, links, tags and signs, each with its clause.

Public: `Token`, `tokens_of(text)`, `is_cased(tokens)`.
"""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from vault_tool.engine.grammar import OPENING, TITLES
from vault_tool.engine.names import plain_name
from vault_tool.note.links import LINK

_TOKEN = re.compile(
    rf"(?P<link>{LINK.pattern})|(?P<tag>(?<![^\s(\[{{,;])#[^\s#]+)|(?P<other>\S+://\S+|\S+@\S+\.\S+)"
    r"|(?P<word>(?:[^\W_][̀-ͯ]*)+)|(?P<sign>[@&+])"
)
_BREAK = re.compile(r"[;!?](?=\s|$)|:(?=\s|$)|\.(?=[\s)]|$)|[—–()]|(?:^|\s)-(?=\s|$)")
Kind = Literal["word", "link", "tag", "other", "sign"]


class Token(NamedTuple):
    """A piece of a sentence; `plain` is how its word is compared.

    `before` is what stands between it and the one before. `breaks` says that a clause begins with
    it, `comma` that a comma stands before it, `capital` that it begins with a capital letter, and
    `initial` that any word would, here.
    """

    kind: Kind
    start: int
    end: int
    text: str
    plain: str
    before: str
    breaks: bool
    comma: bool
    capital: bool
    initial: bool

    @property
    def is_beside(self) -> bool:
        """Tell whether only a blank, a hyphen or an apostrophe parts it from the one before."""
        return self.before in (" ", "-", "'", "’", "‐", ". ", ".")


def tokens_of(text: str) -> list[Token]:
    """Return the pieces of a sentence on one line, in order."""
    found: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(text):
        kind = _kind(match)
        plain = plain_name(match[0]) if kind in ("word", "sign") else ""
        before = text[end : match.start()]
        breaks = _breaks(before, found[-1] if found else None)
        found.append(
            Token(
                kind=kind,
                start=match.start(),
                end=match.end(),
                text=match[0],
                plain=plain,
                before=before,
                breaks=breaks or plain in OPENING,
                comma="," in before,
                capital=_has_capital(match[0]),
                initial=not found or (breaks and any(sign in before for sign in ".!?")),
            )
        )
        end = match.end()
    return found


def is_cased(found: Sequence[Token]) -> bool:
    """Tell whether capital letters say anything here: some word has one that it need not have."""
    words = [each for each in found if each.kind == "word" and each.plain != "i"]
    if all(each.text.isupper() for each in words):
        return False
    return any(each.capital and not each.initial for each in words)


def _kind(match: re.Match[str]) -> Kind:
    kinds: tuple[Kind, ...] = ("link", "tag", "other", "word", "sign")
    return next(each for each in kinds if match[each])


def _breaks(before: str, last: Token | None) -> bool:
    """Tell whether these signs end a clause; the full stop of `Dr.` and `J.` ends none."""
    if not _BREAK.search(before):
        return False
    is_short = last is not None and (last.plain in TITLES or len(last.plain) == 1)
    return not (is_short and before.strip() == ".")


def _has_capital(text: str) -> bool:
    """Tell whether a word has a capital, or is of a script that has none."""
    first = text[:1]
    return first.isupper() or (first.isalpha() and not first.islower())
