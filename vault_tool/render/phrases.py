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

_NAME = r"[^\W\d_a-z][\w'’.-]*(?: (?:[^\W\d_a-z][\w'’.-]*|de|del|della|di|da|van|von|der))*"
_HOW_WITH = re.compile(
    rf"^(?:(?:[Aa]sk )?[Hh]ow it went with (?P<en>{_NAME})"
    rf"|(?:[Cc]hied\w+ )?[Cc]om['’]è andata con (?P<it>{_NAME}))\??$"
)
_HOW_DID_IT_GO = {"en": "How did it go with {}?", "it": "Com'è andata con {}?"}

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
    found = _how_it_went(said, language)
    if not found and said and len(said) <= LONGEST:
        if language == "it":
            found = italian.understood(said, formal)
        elif language == "en":
            found = english.understood(said)
    return found or {"kind": "quote", "text": said}


def _how_it_went(said: str, language: str) -> dict[str, Any] | None:
    """Return the question that a sent introduction leaves behind, in whichever language."""
    met = _HOW_WITH.match(said)
    if not met or language not in _HOW_DID_IT_GO:
        return None
    text = _HOW_DID_IT_GO[language].format(met["en"] or met["it"])
    return {"kind": "question", "text": text}


def to_you(text: str, language: str, formal: bool = False) -> str | None:
    """Return a note's words said to the person themselves: `her daughter` is `your daughter`.

    None where that is not sure.
    """
    said = plain_text(text).rstrip(" .;:,")
    return italian.to_you(said, formal) if language == "it" else english.to_you(said)


def promised(text: str, language: str, name: str = "", formal: bool = False) -> str | None:
    """Return a promise's words said to whom it was made, None where that is not sure."""
    said = plain_text(text).rstrip(" .;:,")
    names = [each for each in dict.fromkeys((name, first_name(name))) if each]
    if language == "it":
        turned = italian.promised(said, names, formal)
        return turned if turned and not english.mentions_third(turned) else None
    return None if italian.mentions_whom(said) else english.promised(said, names)


def first_name(name: str) -> str:
    """Return what somebody is called by: the first name, without titles."""
    if "," in name:
        name = name.partition(",")[2].strip() or name
    words = name.split()
    while len(words) > 1 and _TITLES.match(words[0]):
        del words[0]
    return words[0] if words else name
