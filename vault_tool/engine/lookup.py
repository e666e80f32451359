"""How a typed name is matched with people: in steps, the first that fits anybody decides.

Public: `matches(cards, typed)`, `nearest_names(cards, typed)`, `loops_meant(tasks, typed)`.

The steps: the note's path, the name, the name without accents (or its file's), an alias, an e-mail,
a phone, whole words of a name, beginnings of words, a small slip. What one match or several mean is
decided in `query`.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from vault_tool.engine.conditions import texts_of
from vault_tool.engine.names import (
    distance,
    link_name,
    phone_digits,
    plain_name,
    slips_allowed,
    words,
)
from vault_tool.model import Card, Task
from vault_tool.note.links import fold

ALIKE = 0.6


class Matches(NamedTuple):
    """Who fits; `slipped` when only a slip of the fingers explains what was typed.

    `begun` when only the beginnings of words were typed: enough to read by, not to write by.
    """

    cards: list[Card]
    slipped: bool = False
    begun: bool = False


class _Known(NamedTuple):
    card: Card
    own: tuple[str, ...]  # plain: the name, and the file's where it is another
    names: tuple[str, ...]  # plain: the own ones and the aliases


def matches(cards: Sequence[Card], typed: str) -> Matches:
    """Return who fits by the first step that fits anybody; nobody fits a blank."""
    wanted = link_name(typed)
    if not wanted:
        return Matches([])
    if found := _by_path(cards, typed.strip()) or _by_exact_name(cards, wanted):
        return Matches(found)
    known = [_known(card) for card in cards]
    plain = plain_name(wanted)
    found = (
        [each.card for each in known if plain in each.own]
        or [each.card for each in known if plain in each.names]
        or _by_email(cards, wanted)
        or _by_phone(cards, wanted)
        or _by_words(known, plain, str.__eq__)
    )
    if found:
        return Matches(found)
    if begun := _by_words(known, plain, str.startswith):
        return Matches(begun, begun=True)
    return Matches(_by_slip(known, plain), slipped=True)


def nearest_names(cards: Iterable[Card], typed: str, count: int = 3) -> tuple[str, ...]:
    """Return the names most like the typed one, the most alike first."""
    from difflib import get_close_matches

    by_name: dict[str, str] = {}
    for each in map(_known, cards):
        for name in each.names:
            for part in (name, *words(name)):
                by_name.setdefault(part, each.card.name)
    close = get_close_matches(plain_name(typed), by_name, n=2 * count, cutoff=ALIKE)
    return tuple(dict.fromkeys(by_name[name] for name in close))[:count]


def loops_meant(tasks: Iterable[Task], typed: str) -> list[Task]:
    """Return the open loops whose words the typed ones begin; all that are open for no words.

    One that says exactly what was typed is meant alone.
    """
    wanted = words(plain_name(typed)) if typed.strip() else []
    found = [
        each
        for each in tasks
        if each.loop.state == "open"
        and all(
            any(word.startswith(one) for word in words(plain_name(each.loop.text)))
            for one in wanted
        )
    ]
    exact = [each for each in found if plain_name(each.loop.text) == plain_name(typed)]
    return exact if len(exact) == 1 else found


def _known(card: Card) -> _Known:
    stem = card.path.rpartition("/")[2].removesuffix(".md")
    own: tuple[str, ...] = (plain_name(card.name),)
    if stem != card.name:
        own = (*own, plain_name(stem))
    return _Known(card, own, (*own, *map(plain_name, card.aliases)) if card.aliases else own)


def _by_path(cards: Sequence[Card], typed: str) -> list[Card]:
    path = typed.removeprefix("[[").partition("]]")[0].partition("|")[0].partition("#")[0]
    path = fold(path.removeprefix("./").removesuffix(".md"))
    folders = path.count("/")
    return [
        card for card in cards if card.path.count("/") == folders and fold(card.path[:-3]) == path
    ]


def _by_exact_name(cards: Sequence[Card], wanted: str) -> list[Card]:
    name = fold(wanted)
    return [card for card in cards if fold(card.name) == name]


def _by_email(cards: Sequence[Card], wanted: str) -> list[Card]:
    if "@" not in wanted:
        return []
    return [
        card
        for card in cards
        if any(_email(text) == _email(wanted) for text in texts_of(card.properties.get("email")))
    ]


def _email(text: str) -> str:
    return text.strip().casefold().removeprefix("mailto:")


def _by_phone(cards: Sequence[Card], wanted: str) -> list[Card]:
    digits = phone_digits(wanted.removeprefix("tel:"))
    if digits is None:
        return []
    return [
        card
        for card in cards
        if any(phone_digits(text) == digits for text in texts_of(card.properties.get("phone")))
    ]


def _by_words(known: Sequence[_Known], plain: str, fits: Callable[[str, str], bool]) -> list[Card]:
    typed = words(plain)
    if not typed:
        return []
    return [each.card for each in known if any(_has_all(name, typed, fits) for name in each.names)]


def _has_all(name: str, typed: Sequence[str], fits: Callable[[str, str], bool]) -> bool:
    if typed[0] not in name:
        return False
    have = words(name)
    return all(any(fits(word, part) for word in have) for part in typed)


def _by_slip(known: Sequence[_Known], plain: str) -> list[Card]:
    """Return whom the fewest slips explain, within what may be forgiven for that many letters."""
    best = slips_allowed(plain)
    letters = set(plain)
    found: list[Card] = []
    if not best:
        return found
    for each in known:
        slips = best + 1
        for name in _slippable(each, plain):
            if len(letters.difference(name)) <= best:
                slips = min(slips, distance(plain, name, best))
        if slips < best:
            best, found = slips, [each.card]
        elif slips == best:
            found.append(each.card)
    return found


def _slippable(known: _Known, plain: str) -> list[str]:
    """Return the names a slip may have been made in: one word is compared with single words too."""
    if " " in plain:
        return list(known.names)
    return [part for name in known.names for part in (name, *words(name))]
