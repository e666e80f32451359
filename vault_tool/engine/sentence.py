"""One sentence of `log`, understood: which day, how, with whom, where.

Public: `understand(text, cards, today)`, `Sentence`, `Named`, `Doubt`, `Unknown`,
`settled(sentence, doubt, card)`.

Nothing is guessed: a name that fits several, or nobody exactly, is a doubt for whoever can ask.
What stands for a date is told in `dates.sentence`, who took part in `named`, and the line that is
written in `sentence_line`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from vault_tool.config import Reading
from vault_tool.dates import DateOrder
from vault_tool.dates.sentence import leading_when, unclear_when
from vault_tool.engine.companions import Companions, likeliest
from vault_tool.engine.grammar import OPENING, TOPIC
from vault_tool.engine.lookup import nearest_names
from vault_tool.engine.named import Part, TookPart, who_took_part
from vault_tool.engine.names import plain_name
from vault_tool.engine.names import words as words_of
from vault_tool.engine.naming import who_is
from vault_tool.engine.place import place_in
from vault_tool.engine.roll import Roll
from vault_tool.engine.tokens import Token, tokens_of
from vault_tool.errors import UsageError
from vault_tool.model import Card, Channel
from vault_tool.note.channels import channel_named
from vault_tool.note.ledger import tags_in
from vault_tool.note.log import dated


class Named(NamedTuple):
    """Somebody who took part, where the sentence names them.

    `words` are the name as typed, of a link what it shows; `typed` is the link then. `in_company`
    says that they stand after `with` or `con`, or in the list behind it.
    """

    card: Card
    words: str
    typed: str
    in_company: bool = False


class Doubt(NamedTuple):
    """A name that may mean these people, the likeliest first; `exact` when all are called so.

    Not exact means that nobody is: it is only begun, a slip away, or a longer name. `is_beside`
    says that it does not stand in the sentence but was given besides (`--with`).
    """

    words: str
    candidates: tuple[Card, ...]
    exact: bool
    typed: str
    in_company: bool = False
    is_beside: bool = False


class Unknown(NamedTuple):
    """What was clearly meant as a person and fits nobody, with the nearest names."""

    words: str
    nearest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """What one sentence says.

    `day_written` are the words that were read as the day, None where it is today by default or
    was given besides. `unclear` is what begins the sentence like a date and is none (`03/04`): it
    must be asked about, `day` is not what was meant. `is_future`: `day` lies after today.
    `channel_written` is the word that names the channel. `people` took part, in order, those given
    besides last; `beside` are those of them whom the words do not name. `strangers` are names
    after `with` that fit nobody. `tags` are canonical, as a note's are. `pieces` is the sentence
    without its date, cut where somebody is named.
    """

    day: date
    day_written: str | None
    unclear: str | None
    is_future: bool
    channel: Channel | None
    channel_written: str | None
    people: tuple[Card, ...]
    doubtful: tuple[Doubt, ...]
    unknown: tuple[Unknown, ...]
    strangers: tuple[str, ...]
    place: str | None
    tags: tuple[str, ...]
    beside: tuple[Card, ...]
    pieces: tuple[str | Named | Doubt, ...]
    reading: Reading
    via: str | None = None

    @property
    def words(self) -> str:
        """The sentence as typed, without its date."""
        return "".join(each if isinstance(each, str) else each.typed for each in self.pieces)

    @property
    def names_nobody(self) -> bool:
        """Tell whether no person is named at all, not even doubtfully: somebody must ask whom."""
        return not (self.people or self.doubtful or self.unknown)


def understand(
    text: str,
    cards: Sequence[Card],
    today: date,
    *,
    companions: Companions | None = None,
    order: DateOrder | None = None,
    reading: Reading | None = None,
    when: date | None = None,
    via: str | None = None,
    with_names: Sequence[str] = (),
) -> Sentence:
    """Return what the sentence says; the user's own note is nobody's.

    With `when` the sentence is searched for no date. Raises `UsageError` where `via` is no channel.
    """
    reading = reading or Reading()
    others = [card for card in cards if not card.me]
    text = " ".join(text.split())
    roll = Roll(others, words_of(plain_name(text)))
    said = None if when else leading_when(text, today, order, names=roll.names)
    words = said.rest if said else text
    tokens = tokens_of(words)
    took_part = who_took_part(tokens, roll, others)
    channel, channel_written = _channel(words, tokens, took_part, reading, via)
    day = when or (said.day if said else today)
    sentence = Sentence(
        day=day,
        day_written=said.written if said else None,
        unclear=None if when else unclear_when(text, today, order),
        is_future=day > today,
        channel=channel,
        channel_written=channel_written,
        people=(),
        doubtful=(),
        unknown=tuple(Unknown(each, nearest_names(others, each)) for each in took_part.unknown),
        strangers=took_part.strangers,
        place=place_in(tokens, [(part.start, part.end) for part in took_part.parts]),
        tags=tags_in(words, reading.ledger),
        beside=(),
        pieces=(),
        reading=reading,
        via=via,
    )
    return _with_people(sentence, words, took_part.parts, others, with_names, companions)


def settled(sentence: Sentence, doubt: Doubt, card: Card | None) -> Sentence:
    """Return the sentence with one doubt resolved: it means this person, or nobody for None."""
    pieces = tuple(_settled_piece(each, doubt, card) for each in sentence.pieces)
    doubtful = tuple(each for each in sentence.doubtful if each != doubt)
    added = (card,) if card and doubt.is_beside else ()
    beside = _besides((*sentence.beside, *added), pieces)
    return replace(
        sentence, pieces=pieces, doubtful=doubtful, beside=beside, people=_people(pieces, beside)
    )


def _with_people(
    sentence: Sentence,
    words: str,
    parts: Sequence[Part],
    cards: Sequence[Card],
    with_names: Sequence[str],
    companions: Companions | None,
) -> Sentence:
    """Return the sentence with its people; who was given besides settles a name of the sentence."""
    given = [(name, who_is(cards, name)) for name in with_names]
    sure = [who.cards[0] for _, who in given if who.exact and len(who.cards) == 1]
    company = [part.cards[0].path for part in parts if part.exact and len(part.cards) == 1]
    company += [card.path for card in sure]
    pieces = _pieces(words, parts, sure, company, companions)
    beside = _besides(sure, pieces)
    doubtful = [each for each in pieces if isinstance(each, Doubt)]
    unknown = list(sentence.unknown)
    for name, who in given:
        if not who.cards:
            unknown.append(Unknown(name, nearest_names(cards, name)))
        elif not who.exact or len(who.cards) > 1:
            ordered = likeliest(who.cards, company, companions)
            doubtful.append(Doubt(name, ordered, who.exact, name, is_beside=True))
    return replace(
        sentence,
        pieces=pieces,
        beside=beside,
        people=_people(pieces, beside),
        doubtful=tuple(each for at, each in enumerate(doubtful) if each not in doubtful[:at]),
        unknown=tuple(unknown),
    )


def _pieces(
    words: str,
    parts: Sequence[Part],
    sure: Sequence[Card],
    company: Sequence[str],
    companions: Companions | None,
) -> tuple[str | Named | Doubt, ...]:
    pieces: list[str | Named | Doubt] = []
    paths = {card.path for card in sure}
    end = 0
    for part in parts:
        if part.start > end:
            pieces.append(words[end : part.start])
        given = [card for card in part.cards if card.path in paths]
        meant = given if len(given) == 1 else part.cards if part.exact else ()
        typed = words[part.start : part.end]
        if len(meant) == 1:
            pieces.append(Named(meant[0], part.words, typed, part.in_company))
        else:
            ordered = likeliest(part.cards, company, companions)
            pieces.append(Doubt(part.words, ordered, part.exact, typed, part.in_company))
        end = part.end
    if words[end:]:
        pieces.append(words[end:])
    return tuple(pieces)


def _settled_piece(
    piece: str | Named | Doubt, doubt: Doubt, card: Card | None
) -> str | Named | Doubt:
    if piece != doubt:
        return piece
    return Named(card, doubt.words, doubt.words, doubt.in_company) if card else doubt.typed


def _named(pieces: Sequence[str | Named | Doubt]) -> list[Card]:
    return [each.card for each in pieces if isinstance(each, Named)]


def _besides(cards: Iterable[Card], pieces: Sequence[str | Named | Doubt]) -> tuple[Card, ...]:
    """Return those whom the words do not name, each once."""
    named = {card.path for card in _named(pieces)}
    by_path = {card.path: card for card in cards if card.path not in named}
    return tuple(by_path.values())


def _people(pieces: Sequence[str | Named | Doubt], beside: Sequence[Card]) -> tuple[Card, ...]:
    by_path = {card.path: card for card in (*_named(pieces), *beside)}
    return tuple(by_path.values())


def _channel(
    words: str, tokens: Sequence[Token], took_part: TookPart, reading: Reading, via: str | None
) -> tuple[Channel | None, str | None]:
    """Return how one was in touch, and the word that says so."""
    if via is not None:
        channel = channel_named(via, reading.channels)
        if channel is None:
            raise UsageError(f'"{via}" is no way to be in touch', "Such as call, coffee, email.")
        return channel, " ".join(via.split())
    line = dated(f"{date.min.isoformat()} {words}", reading.channels)
    leading = line.channel if line else None
    people = [(part.start, part.end) for part in took_part.parts]
    for at, token in enumerate(tokens):
        if token.kind != "word" or any(start <= token.start < end for start, end in people):
            continue
        if not leading and (token.plain in TOPIC | OPENING or token.end > took_part.until):
            break
        pair = [token.text, *(each.text for each in tokens[at + 1 : at + 2])]
        for typed in (" ".join(pair), token.text):
            channel = channel_named(typed, reading.channels)
            if channel and leading in (None, channel):
                return channel, typed
    return leading, None
