"""Whom the title of an event in a calendar names: `Coffee with Anna Neri`.

Years of titles are read at once and nobody looks at each, so a title must leave no doubt: a whole
name that only one person has, after `with`, or alone beside the word for what was done. Who is
spoken of in any other way (a birthday, a present, a thing to ask) was not there.

Public: `named_in(titles, cards)`, `channel_in(title)`.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from vault_tool.engine.grammar import ARTICLES, COMPANY, LINKING, TITLES
from vault_tool.engine.named import Part, who_took_part
from vault_tool.engine.names import plain_name, words
from vault_tool.engine.roll import Roll
from vault_tool.engine.tokens import Token, tokens_of
from vault_tool.model import Card, Channel
from vault_tool.note.channels import channel_of

_MET: tuple[Channel, ...] = ("in-person", "video", "call")
_MEETING = frozenset((
    "meeting", "meet", "call", "catch", "catchup", "up", "chat", "sync", "1", "1on1", "on", "one",
    "riunione", "appuntamento", "incontro", "vedere", "sentire", "chiamare", "da", "at", "x",
))  # fmt: skip
# It may not have come to pass.
_DOUBTFUL = frozenset((
    "cancelled", "canceled", "annullato", "annullata", "annullati", "postponed", "moved", "maybe",
    "tentative", "rimandato", "rimandata", "rinviato", "rinviata", "spostato", "spostata", "forse",
    "birthday", "compleanno", "anniversary", "anniversario", "onomastico", "funeral", "funerale",
    "reminder", "promemoria", "no", "not", "non", "deadline", "scadenza",
))  # fmt: skip
_BESIDE = _MEETING | ARTICLES | COMPANY | LINKING | TITLES


def named_in(titles: Iterable[str], cards: Sequence[Card]) -> dict[str, tuple[Card, ...]]:
    """Return for each title that names somebody beyond doubt those people; never the user."""
    each_once = list(dict.fromkeys(titles))
    spoken = {word for title in each_once for word in words(plain_name(title))}
    roll = Roll([card for card in cards if not card.me], spoken)
    own = {word for card in cards if card.me for word in words(plain_name(card.name))}
    found = {title: _named(title, roll, own) for title in each_once}
    return {title: people for title, people in found.items() if people}


def channel_in(title: str) -> Channel | None:
    """Return how one was in touch, where the title says it: `Call with Anna Neri`."""
    found = (channel_of(token.text, {}) for token in tokens_of(title))
    return next((channel for channel in found if channel in _MET), None)


def _named(title: str, roll: Roll, own: set[str]) -> tuple[Card, ...]:
    tokens = tokens_of(title)
    if "?" in title or any(token.plain in _DOUBTFUL for token in tokens):
        return ()
    parts = who_took_part(tokens, roll, ()).parts
    is_bare = all(_is_beside(token, parts, own) for token in tokens)
    counted = [
        part
        for part in parts
        if (part.in_company or is_bare) and not _is_longer(part, tokens, parts, own)
    ]
    people = [card for part in counted if (card := _certainly(part, roll))]
    return tuple({card.path: card for card in people}.values())


def _is_beside(token: Token, parts: Sequence[Part], own: set[str]) -> bool:
    """Tell whether a word is one of a name, or says no more than what was done."""
    if any(part.start <= token.start < part.end for part in parts):
        return True
    channel = channel_of(token.text, {})
    return channel in _MET or token.plain in _BESIDE or token.plain in own


def _is_longer(part: Part, tokens: Sequence[Token], parts: Sequence[Part], own: set[str]) -> bool:
    """Tell whether a capital beside a name makes it somebody else's: `Anna Neri Bianchi`."""
    for token, following in pairwise(tokens):
        if not following.is_beside or following.breaks:
            continue
        other = token if following.start == part.start else following
        is_next = following.start == part.start or token.end == part.end
        if is_next and other.capital and not _is_beside(other, parts, own):
            return True
    return False


def _certainly(part: Part, roll: Roll) -> Card | None:
    """Return who alone has the whole name; one word must be in nobody else's name either."""
    spoken = words(plain_name(part.words))
    called = roll.called(spoken)
    if not part.exact or len(part.cards) != 1 or called is None or not called.whole:
        return None
    if len(spoken) == 1 and len(roll.bearers(spoken[0])) != 1:
        return None
    return part.cards[0]
