"""The words that say how one was in touch, in English and Italian."""

import re
from collections.abc import Mapping

from vault_tool.model import Channel

_WORDS: dict[Channel, str] = {
    "call": (
        "call calls called calling phone phoned rang telephone telephoned telefonata telefonate"
        " telefono telefonato chiamata chiamate chiamato chiamati sentito sentita sentiti"
        " sentite telefonai chiamai spoke"
    ),
    "video": "video videocall zoom skype facetime videochiamata videochiamato",
    "in-person": (
        "coffee lunch dinner breakfast brunch drink drinks beer tea walk visit visited met saw"
        " seen in-person incontro incontri incontrato incontrata incontrati incontrate"
        " caffè caffe pranzo pranzato cena cenato colazione aperitivo birra passeggiata visita"
        " visto vista visti viste trovato"
    ),
    "email": "email emailed e-mail e-mailed mail mailed emails",
    "message": (
        "message messages messaged whatsapp sms telegram text texted texting dm wrote written"
        " messaggio messaggi messaggiato scritto scrissi chat chatted imessage"
    ),
    "letter": "letter letters postcard lettera lettere cartolina",
    "event": "event conference party wedding concert evento conferenza festa matrimonio concerto",
    "social": "social linkedin facebook instagram twitter mastodon",
}
CHANNELS: dict[str, Channel] = {
    word: channel for channel, words in _WORDS.items() for word in words.split()
}
# As they stand in most log lines: `call: she moved`.
SAID: dict[str, Channel] = {f"{word}:": channel for word, channel in CHANNELS.items()}
_PHRASES: dict[str, Channel] = {
    "video call": "video", "video chat": "video", "phone call": "call", "in person": "in-person",
    "di persona": "in-person", "text message": "message", "e mail": "email",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SIGNS = "#.,:;!?()\"'-–—/*_[]0123456789"  # what stands around a word
_FIRST = re.compile(r"[*_]{0,3}([^\W\d_]+(?:-[^\W\d_]+)*)(?:[ \t]+([^\W\d_]+))?")
_SEPARATOR = re.compile(r"[*_]{0,3}[ \t]*(?::|[-–—](?=[ \t]|$))[*_]{0,3}[ \t]*")


def leading_channel(text: str, own: Mapping[str, Channel]) -> tuple[Channel | None, str]:
    """Return the channel that the first word of a log line names, and the free text.

    The word leaves the text where a separator or nothing follows it: `call: she moved` says
    `she moved`, while `coffee with Marco` stays whole. `own` holds the user's words, folded.
    """
    opening = _SEPARATOR.match(text)
    if opening:
        text = text[opening.end() :]
    match = _FIRST.match(text)
    if match is None:
        return None, text
    channel, end = _named(match, own)
    separator = _SEPARATOR.match(text, end) if channel else None
    if separator:
        return channel, text[separator.end() :]
    is_all = channel is not None and not text[end:].strip(" \t*_")
    return channel, "" if is_all else text


def _named(match: re.Match[str], own: Mapping[str, Channel]) -> tuple[Channel | None, int]:
    first, second = match[1].casefold(), match[2]
    if second:
        pair = f"{first} {second.casefold()}"
        channel = own.get(pair) or _PHRASES.get(pair)
        if channel:
            return channel, match.end(2)
    return channel_of(first, own), match.end(1)


def channel_of(word: str, own: Mapping[str, Channel]) -> Channel | None:
    """Return the channel that a word names, or None."""
    folded = word.casefold()
    return (own and own.get(folded)) or CHANNELS.get(folded)


def channel_named(word: str, own: Mapping[str, Channel]) -> Channel | None:
    """Return the channel that a word or two name: `whatsapp`, `phone call`, `di persona`."""
    word = " ".join(word.casefold().split())
    return own.get(word) or _PHRASES.get(word) or CHANNELS.get(word)


def channel_in(text: str, own: Mapping[str, Channel]) -> Channel | None:
    """Return the channel of the first channel word anywhere in a text, or None."""
    for part in text.split():
        if not part.isalpha():
            part = part.strip(_SIGNS)
            if not part.isalpha():
                for word in _WORD.findall(part) if len(part) > 1 else ():
                    if channel := channel_of(word, own):
                        return channel
                continue
        word = part.casefold()
        if word in CHANNELS or (own and word in own):
            return channel_of(word, own)
    return None
