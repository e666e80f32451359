"""Tags in items: giving, receiving and asking in four kinds, and the tags that steer.

Ledger tags have one canonical form, `gave/time`, whatever language they were written in.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from vault_tool.model import Direction, GiftKind

# Obsidian's rule: no blank or punctuation inside, at least one character that is no digit.
_TAG = re.compile(r"#(?<![^\s(\[{,;:.!?\"'«“—–]#)([^\s#!@$%^&*(),.?\":{}|<>\[\];'`~=+\\»”]+)")

_DIRECTIONS: dict[str, Direction] = {
    "gave": "gave", "dato": "gave",
    "got": "got", "ricevuto": "got",
    "asked": "asked", "chiesto": "asked",
}  # fmt: skip
_KINDS: dict[str, GiftKind] = {
    "time": "time", "tempo": "time",
    "skill": "skill", "skills": "skill", "competenze": "skill", "competenza": "skill",
    "info": "info", "information": "info", "informazioni": "info", "informazione": "info",
    "contact": "contact", "contacts": "contact", "contatti": "contact", "contatto": "contact",
}  # fmt: skip
_ITALIAN: dict[Direction, str] = {"gave": "dato", "got": "ricevuto", "asked": "chiesto"}
_ITALIAN_KINDS = frozenset(
    ("tempo", "competenze", "competenza", "informazioni", "informazione", "contatti", "contatto")
)
WAITING = "waiting"


def tags_in(text: str, synonyms: Mapping[str, str]) -> tuple[str, ...]:
    """Return the tags of a text in order, each once, lower case, ledger tags canonical."""
    before, blank, tag = text.rpartition(" #")
    if not blank or "#" in before or "#" in tag or synonyms:
        return _tags_in(text, synonyms) if "#" in text else ()
    return _tag_alone(tag.partition(" ")[0] if " " in tag else tag)


@lru_cache(1024)
def _tag_alone(word: str) -> tuple[str, ...]:
    """Return the tags of a text whose only sign stands between a blank and this word."""
    return _tags_in(f"#{word}", {})


def _tags_in(text: str, synonyms: Mapping[str, str]) -> tuple[str, ...]:
    found = [canonical(tag, synonyms) for tag in _TAG.findall(text) if not tag.isdigit()]
    return tuple(dict.fromkeys(found))


def canonical(tag: str, synonyms: Mapping[str, str]) -> str:
    """Return the form of a tag that the rest of the tool compares: `#Dato/Tempo` is `gave/time`."""
    tag = tag.casefold().rstrip("/")
    if tag in synonyms:
        return synonyms[tag]
    return _canonical(tag)


@lru_cache(1024)
def _canonical(tag: str) -> str:
    head, slash, kind = tag.partition("/")
    direction = _DIRECTIONS.get(head)
    if direction is None:
        return tag
    return f"{direction}/{_KINDS.get(kind, kind)}" if slash else direction


@lru_cache(1024)
def gift(tag: str) -> tuple[Direction, GiftKind] | None:
    """Return what a canonical tag says was given, got or asked; None for any other tag.

    A ledger tag without a kind, or with one that is not of the four, counts as `other`.
    """
    head, _, kind = tag.partition("/")
    direction = _DIRECTIONS.get(head)
    return (direction, _KINDS.get(kind, "other")) if direction else None


def tag_for(direction: Direction, kind: str | None) -> str | None:
    """Return the tag to write, without `#`, in the language the kind was typed in.

    None for a kind that is not one of the four; no kind at all is one.
    """
    if kind is None:
        return direction
    typed = kind.casefold()
    if typed not in _KINDS:
        return None
    if typed in _ITALIAN_KINDS:
        return f"{_ITALIAN[direction]}/{typed}"
    return f"{direction}/{_KINDS[typed]}"


def says_private(text: str) -> bool:
    """Tell whether a property's text is tagged `#private`, or with a tag below it."""
    return "#private" in text.casefold()


def steers(tags: Iterable[str]) -> bool:
    """Tell whether a tag makes an item of a daily note count: the ledger's, or waiting."""
    return any(tag == WAITING or gift(tag) for tag in tags)
