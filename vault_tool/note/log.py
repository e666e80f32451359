"""Dates at the beginning of list items and headings: the log of a person's note.

`- 2026-09-02 14:30 call: she starts at the Comune in May`. The date may stand in emphasis or in a
link to the day's note; only the whole ISO form begins a log line.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from vault_tool.dates import parse_day
from vault_tool.model import Channel
from vault_tool.note.channels import leading_channel

_DAY = r"\d{4}-\d{2}-\d{2}"
_DATED = re.compile(
    rf"""[*_]{{0,3}}(?:
        (?P<bare>{_DAY})
      | \[\[(?:[^\[\]|\#\r\n]*/)?(?P<wiki>{_DAY})(?:\.md)?(?:[|\#][^\[\]\r\n]*)?\]\]
      | \[(?P<linked>{_DAY})\]\([^()\r\n]*\)
    )(?:T(?=\d\d:)|(?![\w])(?!-\d))[*_]{{0,3}}
    (?:[ \t]*,?[ \t]*(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:[ \t]?[ap]m\b)?(?!\d))?[ \t]*""",
    re.X | re.I,
)


# What nearly all of them look like: a bare day, a blank, a word. It says what `_DATED` says.
_PLAIN = re.compile(r"(\d{4}-\d{2}-\d{2})[ \t]+(?=[^\W\d])", re.ASCII)
# With what a date can begin.
FIRST = frozenset("0123456789[*_")


class Dated(NamedTuple):
    """A text that begins with a date: the day, None where it does not exist, and what follows."""

    day: date | None
    written: str
    channel: Channel | None
    text: str


def dated(text: str, channels: Mapping[str, Channel]) -> Dated | None:
    """Return what a log line or dated heading says, or None where no date begins the text."""
    if text[:1] not in FIRST:
        return None
    plain = _PLAIN.match(text)
    if plain:
        channel, words = leading_channel(text[plain.end() :], channels)
        return Dated(parse_day(plain[1]), plain[1], channel, words.strip())
    match = _DATED.match(text)
    if match is None:
        return None
    written = match["bare"] or match["wiki"] or match["linked"]
    channel, words = leading_channel(text[match.end() :], channels)
    return Dated(parse_day(written), written, channel, words.strip())
