"""What a note says in a few words, made fit to be said to the person it speaks of.

A cue is a noun phrase (`la faccenda del permesso`, `the transfer viva`) or a reminder to ask (`ask
how the hearing went`). Only changes that are safe are made; whatever else is written stays as it
is, to be quoted. The sentences around it are in templates.
"""

import re
from typing import Any

from vault_tool.render import english, italian
from vault_tool.render.markdown import plain_text

LONGEST = 140

_TITLES = re.compile(
    r"^(?:(?:dr|dott|dott\.ssa|prof|prof\.ssa|sig|sig\.ra|sig\.na|mr|mrs|ms|mx|ing|avv|arch|geom)"
    r"\.?|don|suor|sir|miss)$",
    re.IGNORECASE,
)


def phrase(text: str, language: str, formal: bool = False) -> dict[str, Any]:
    """Return how a note's words can be used: `kind` is `question`, `noun` or `quote`.

    `text` is the whole question, the noun phrase or the words to quote. Italian noun phrases have
    `that` (quella faccenda del permesso), `of` (della faccenda del permesso), `gender` (m, f, mp,
    fp or None) and `matter`: whether it is something that gets resolved.
    """
    said = plain_text(text).rstrip(" .;:,!…")
    found = None
    if said and len(said) <= LONGEST:
        if language == "it":
            found = italian.understood(said, formal)
        elif language == "en":
            found = english.understood(said)
    return found or {"kind": "quote", "text": said}


def to_you(text: str, language: str, formal: bool = False) -> str | None:
    """Return a note's words said to the person themselves: `her daughter` is `your daughter`.

    None where that is not sure.
    """
    said = plain_text(text).rstrip(" .;:,")
    return italian.to_you(said, formal) if language == "it" else english.to_you(said)


def first_name(name: str) -> str:
    """Return what somebody is called by: the first name, without titles."""
    if "," in name:
        name = name.partition(",")[2].strip() or name
    words = name.split()
    while len(words) > 1 and _TITLES.match(words[0]):
        del words[0]
    return words[0] if words else name
