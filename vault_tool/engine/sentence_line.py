"""The lines that a sentence of `log` becomes, as the notes keep them.

Public: `line_for(sentence, card, link_of)`, `line_for_daily(sentence, link_of)`.

What was typed stays, word for word, without the date that now stands in front. In somebody's own
note the others are links. Their own name goes with its `with` (`coffee with Giulia at the bar` is
`coffee at the bar` there) or where it only opens the line (`Giulia: coffee`), and stays, plain,
where the sentence needs it (`called Tom`).
"""

import re
from collections.abc import Callable, Sequence

from vault_tool.engine.names import plain_name, words
from vault_tool.engine.sentence import Doubt, Named, Sentence
from vault_tool.model import Card, Channel
from vault_tool.note.channels import CHANNELS, channel_in
from vault_tool.note.ledger import steers
from vault_tool.note.links import LINK, as_link, fold
from vault_tool.note.log import dated

LinkOf = Callable[[Card], str]
_Pieces = tuple[str | Named | Doubt, ...]

_LINK_WORD = re.compile(r"\s*(?:,|/|,?\s*(?:and|e|ed|&|\+)(?=\s))\s*", re.I)
_WITH = re.compile(r"(?:^|(?<=\s)|(?<=[(,]))(?:with|con|w/)\s*(?:l['’]|la |il |the )?$", re.I)
_STAYS = re.compile(r"['’/\w]|\s*\(|\s+(?:who|whose|whom|che)\b", re.I)
_OPENS = re.compile(r":\s+(?=\w)")
_LEFT_OVER = re.compile(r"[,;:.–—-]+\s+")  # behind a name that went: `with Giulia, and then …`
_TAGS_AT_END = re.compile(r"(?:\s*#[^\s#]+)+\s*$")
_ITALIAN = re.compile(
    r"\b(?:con|al|alla|allo|dal|dalla|della|del|di|ho|mi|ha|che|abbiamo|caffè|pranzo|cena|visto"
    r"|sentito|una?|il|per|è)\b",
    re.I,
)
_LABELS: dict[Channel, str] = {
    "call": "telefonata", "in-person": "incontro", "message": "messaggio", "letter": "lettera",
    "event": "evento",
}  # fmt: skip


def line_for(sentence: Sentence, card: Card, link_of: LinkOf) -> str:
    """Return the log line for one person's own note; `link_of` gives a person's wikilink.

    Read back it is one interaction on that day with that channel.
    """
    text = ""
    for pieces in (_without(sentence.pieces, card), sentence.pieces):
        text = _composed(sentence, pieces, link_of, card)
        behind_name = _LEFT_OVER.match(text)
        text = _labelled(text[behind_name.end() :] if behind_name else text, sentence)
        if _read_channel(text, sentence) == sentence.channel:
            break
    return f"- {sentence.day.isoformat()} {text}".rstrip()


def line_for_daily(sentence: Sentence, link_of: LinkOf) -> str:
    """Return the item for the daily note of the day, everybody linked.

    Read back it counts for everybody; where no word says how one was in touch, it begins with the
    first of them.
    """
    text = _composed(sentence, sentence.pieces, link_of, None)
    said = channel_in(LINK.sub(" ", text), sentence.reading.channels)
    if sentence.channel and said != sentence.channel:
        text = f"{_label(text, sentence)}: {text}".strip()
    elif sentence.people and not (said or steers(sentence.tags) or _begins_with_name(sentence)):
        first = sentence.people[0]
        text = _composed(sentence, _without(sentence.pieces, first), link_of, first)
        text = f"{link_of(first)}: {text}" if text else link_of(first)
    return f"- {text}".rstrip()


def _composed(sentence: Sentence, pieces: _Pieces, link_of: LinkOf, owner: Card | None) -> str:
    """Return the pieces as one text, everybody linked but the owner of the note."""
    text = "".join(_shown(each, link_of, owner) for each in pieces).strip()
    others = [each for each in sentence.beside if not owner or each.path != owner.path]
    return _with_others(text, others, link_of, sentence)


def _shown(piece: str | Named | Doubt, link_of: LinkOf, owner: Card | None) -> str:
    if isinstance(piece, str):
        return piece
    if isinstance(piece, Doubt):
        return piece.typed
    if owner and piece.card.path == owner.path:
        return piece.words  # no link to itself
    return _link(piece, link_of(piece.card))


def _link(piece: Named, link: str) -> str:
    """Return the link to somebody, as typed where it leads there, and showing the typed name."""
    if _leads(piece):
        return piece.typed
    shown = set(words(plain_name(piece.words)))
    name = link.removesuffix("]]").rpartition("|")[2].rpartition("/")[2].removeprefix("[[")
    if shown <= set(words(plain_name(name))) or not link.startswith("[["):
        return link
    return f"{link.removesuffix(']]').partition('|')[0]}|{piece.words}]]"


def _leads(piece: Named) -> bool:
    """Tell whether a typed link leads to the note by itself, as Obsidian resolves it."""
    match = LINK.fullmatch(piece.typed)
    link = as_link(match, 1, 1) if match else None
    path = fold(piece.card.path.removesuffix(".md"))
    return link is not None and fold(link.target) in (path, path.rpartition("/")[2])


def _without(pieces: _Pieces, card: Card) -> _Pieces:
    """Return the sentence without the person's own name, where it stands in company."""
    found: list[str | Named | Doubt] = list(pieces)
    for at in range(len(found) - 1, -1, -1):
        piece = found[at] if at < len(found) else ""
        if not isinstance(piece, Named) or piece.card.path != card.path:
            continue
        if piece.in_company:
            _drop(found, at)
        elif at == 0 and (opening := _OPENS.match(_text_at(found, 1))):
            found[:2] = [_text_at(found, 1)[opening.end() :]]
    return tuple(found)


def _drop(pieces: list[str | Named | Doubt], at: int) -> None:
    before = _text_at(pieces, at - 1)
    after = _text_at(pieces, at + 1)
    if _STAYS.match(after) and not _is_linking(pieces, at + 1):
        return
    if _is_linking(pieces, at - 1):
        last_word = pieces[at - 1]
        del pieces[at - 1 : at + 1]
        ended_the_list = not _is_linking(pieces, at - 1)
        if ended_the_list and _is_linking(pieces, at - 3) and str(last_word).strip() != ",":
            pieces[at - 3] = last_word
    elif _is_linking(pieces, at + 1):
        del pieces[at : at + 2]
    elif match := _WITH.search(before):
        pieces[at - 1] = before[: match.start()].rstrip()
        pieces[at] = ""


def _is_linking(pieces: Sequence[str | Named | Doubt], at: int) -> bool:
    """Tell whether nothing but `and` or a comma stands here, between two names."""
    is_between = 0 < at < len(pieces) - 1
    if not is_between or any(isinstance(pieces[near], str) for near in (at - 1, at + 1)):
        return False
    return _LINK_WORD.fullmatch(_text_at(pieces, at)) is not None


def _text_at(pieces: Sequence[str | Named | Doubt], at: int) -> str:
    piece = pieces[at] if 0 <= at < len(pieces) else ""
    return piece if isinstance(piece, str) else ""


def _with_others(text: str, others: Sequence[Card], link_of: LinkOf, sentence: Sentence) -> str:
    """Return the text with those added whom its words do not name, before the tags at its end."""
    if not others:
        return text
    is_italian = _is_italian(sentence)
    links = [link_of(each) for each in others]
    linking = " e " if is_italian else " and "
    said = linking.join([", ".join(links[:-1]), links[-1]] if links[1:] else links)
    said = f"{'con' if is_italian else 'with'} {said}"
    tags = _TAGS_AT_END.search(text)
    head, tail = (text[: tags.start()], text[tags.start() :].strip()) if tags else (text, "")
    parts = [head.rstrip(), f"({said})" if head.strip() else said, tail]
    return " ".join(part for part in parts if part)


def _labelled(text: str, sentence: Sentence) -> str:
    """Return the text so that its first word names the channel, as a log line is read."""
    if sentence.channel in (None, _read_channel(text, sentence)):
        return text
    label = _label(text, sentence)
    return f"{label}: {text}" if text else label


def _label(text: str, sentence: Sentence) -> str:
    """Return a word for the channel that the vault reads as such."""
    channel, own = sentence.channel, sentence.reading.channels
    if channel is None:
        return ""
    mine = _LABELS.get(channel) if _is_italian(sentence) else None
    known = [word for word, of in (*CHANNELS.items(), *own.items()) if of == channel]
    candidates = [word for word in (sentence.via, mine, channel, *known) if word]
    read = (word for word in candidates if _read_channel(f"{word}: {text}", sentence) == channel)
    return next(read, channel)


def _read_channel(text: str, sentence: Sentence) -> Channel | None:
    """Return the channel that a log line with this text is read with."""
    said = dated(f"{sentence.day.isoformat()} {text}", sentence.reading.channels)
    return said.channel if said else None


def _begins_with_name(sentence: Sentence) -> bool:
    return bool(sentence.pieces) and isinstance(sentence.pieces[0], Named)


def _is_italian(sentence: Sentence) -> bool:
    return bool(_ITALIAN.search(sentence.words))
