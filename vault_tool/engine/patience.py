"""Another way to somebody who did not answer: which ways were tried, and which others are known.

Public: `OtherWays`, `Way`, `other_ways(dossier, waiting)`.

How long an attempt keeps the list quiet is decided in `rhythm`. Not to answer is everybody's right:
this knows ways, and no reproach.
"""

from typing import NamedTuple

from vault_tool.engine.conditions import texts_of
from vault_tool.engine.rhythm import Waiting
from vault_tool.model import Channel, Dossier

# After so many attempts without an answer in between, another way is worth a thought.
SILENCES = 3

# Which channels a property of a note opens, the one that is nearest to a talk first.
_OPENED_BY: tuple[tuple[str, tuple[Channel, ...]], ...] = (
    ("phone", ("call", "message")),
    ("whatsapp", ("message",)),
    ("telegram", ("message",)),
    ("signal", ("message",)),
    ("email", ("email",)),
    ("linkedin", ("social",)),
    ("facebook", ("social",)),
    ("instagram", ("social",)),
    ("twitter", ("social",)),
    ("mastodon", ("social",)),
)


class Way(NamedTuple):
    """A channel with what opens it, as the note has it: a number, an address, a name."""

    channel: Channel
    text: str


class OtherWays(NamedTuple):
    """The channels that were tried, the latest first, and those that were not; either may be none.

    Whoever can be met, or written a letter, needs no address here: that is always another way.
    """

    tried: tuple[Channel, ...]
    ways: tuple[Way, ...]


def other_ways(dossier: Dossier, waiting: Waiting | None) -> OtherWays | None:
    """Return other ways to somebody after the third attempt without an answer, None before."""
    if waiting is None or waiting.tries < SILENCES:
        return None
    attempts = [
        each.interaction
        for each in dossier.told
        if each.interaction.waiting and each.interaction.day >= waiting.since
    ]
    tried = tuple(dict.fromkeys(each.channel for each in attempts if each.channel))
    ways: dict[Channel, Way] = {}
    for key, channels in _OPENED_BY:
        text = next(
            (text for text in texts_of(dossier.note.properties.get(key)) if text.strip()), None
        )
        for channel in channels:
            if text and channel not in tried:
                ways.setdefault(channel, Way(channel, text.strip()))
    return OtherWays(tried, tuple(ways.values()))
