"""Whom the user means: by a typed name, or by a filter.

Public: `Found`, `find_person(cards, typed)`, `Filter`,
`select(cards, standings, chosen, settings, today)`.

How a typed name is matched is told in `lookup`, what a `--where` may say in `conditions`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from vault_tool.config import Settings, normal_key
from vault_tool.dates import Duration
from vault_tool.engine.conditions import Condition, holds, texts_of
from vault_tool.engine.lookup import matches, nearest_names
from vault_tool.engine.names import link_name, plain_name, words
from vault_tool.engine.rhythm import last_contact, next_due
from vault_tool.errors import NobodyFound, SeveralFound
from vault_tool.model import Card, Standing, Value

# Fields of a filter that are looked for in the property of the same name.
_WORDED = ("met_at", "met_how", "needs", "offers")


class Found(NamedTuple):
    """The person meant; `slipped` when only a slip of the fingers explains what was typed."""

    card: Card
    slipped: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """Which people are meant: any value of one field is enough, and every field given must fit.

    `where` holds one tuple per `--where`, whose conditions must all hold. `tags` match nested tags
    too, `in_place` the place people live in (or, where none is written, were met at), `through`
    who introduced them, `knows` a person their properties link or a subject they know, and
    `not_since` those with no contact for that long. `due` are those whose rhythm has come round.
    """

    tags: tuple[str, ...] = ()
    where: tuple[tuple[Condition, ...], ...] = ()
    in_place: tuple[str, ...] = ()
    met_at: tuple[str, ...] = ()
    met_how: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    knows: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    not_since: Duration | None = None
    due: bool = False
    text: str | None = None


def find_person(cards: Iterable[Card], typed: str) -> Found:
    """Return whom the typed text means, archived and deceased people included.

    Raises `NobodyFound` with the nearest names in its hint, and `SeveralFound` when more than one
    fit equally well.
    """
    known = list(cards)
    found, slipped, _ = matches(known, typed)
    if len(found) == 1:
        return Found(found[0], slipped)
    if not found:
        nearest = nearest_names(known, typed)
        hint = f"Nearest: {', '.join(nearest)}." if nearest else "See everybody: vault-tool who"
        raise NobodyFound(f'nobody is called "{typed}"', hint)
    ordered = sorted(found, key=_by_name)
    raise SeveralFound(
        f'"{typed}" fits {len(ordered)} people',
        tuple((card.name, card.path) for card in ordered),
        "Type more of the name, or the path of the note.",
    )


def select(
    cards: Iterable[Card],
    standings: Iterable[Standing],
    chosen: Filter,
    settings: Settings,
    today: date,
) -> list[Card]:
    """Return the people who fit, whatever their status, by name; never the user's own note."""
    known = {standing.path: standing for standing in standings}
    found = [
        card
        for card in cards
        if not card.me
        and _fits_card(card, known.get(card.path), chosen, today)
        and _fits_contact(known.get(card.path), chosen, settings, today)
    ]
    return sorted(found, key=_by_name)


def _fits_contact(
    standing: Standing | None, chosen: Filter, settings: Settings, today: date
) -> bool:
    if chosen.not_since is None and not chosen.due:
        return True
    if standing is None:
        return False
    if chosen.not_since:
        last = last_contact(standing, today)
        if last and chosen.not_since.after(date.fromordinal(last.day)) > today:
            return False
    if chosen.due:
        due = next_due(standing, settings, today)
        return due.is_due and due.hidden is None
    return True


def _fits_card(card: Card, standing: Standing | None, chosen: Filter, today: date) -> bool:
    return (
        _fits_tags(card, chosen.tags)
        and _fits_where(card, standing, chosen.where, today)
        and _fits_place(card, chosen.in_place)
        and all(_fits_words(card, key, getattr(chosen, key)) for key in _WORDED)
        and _fits_through(card, chosen.through)
        and _fits_knows(card, chosen.knows)
        and _fits_language(card, chosen.language)
        and _fits_text(card, chosen.text)
    )


def _fits_tags(card: Card, wanted: tuple[str, ...]) -> bool:
    if not wanted:
        return True
    have = [plain_name(tag) for tag in card.tags]
    asked = [plain_name(tag.removeprefix("#").rstrip("/")) for tag in wanted]
    return any(tag == one or tag.startswith(f"{one}/") for tag in have for one in asked)


def _fits_where(
    card: Card,
    standing: Standing | None,
    wanted: tuple[tuple[Condition, ...], ...],
    today: date,
) -> bool:
    return not wanted or any(
        all(holds(each, _value(card, standing, each.key), today) for each in conditions)
        for conditions in wanted
    )


def _value(card: Card, standing: Standing | None, key: str) -> Value:
    """Return a property as written; of the weight and the status what they amount to."""
    if key == "weight" and standing:
        return str(standing.person.weight)
    if key in ("name", "path", "status"):
        return str(getattr(card, key))
    if key in ("tags", "aliases"):
        return list(getattr(card, key))
    if key in card.properties:
        return card.properties[key]
    return next((value for name, value in card.properties.items() if normal_key(name) == key), None)


def _fits_place(card: Card, wanted: tuple[str, ...]) -> bool:
    if not wanted:
        return True
    places = list(texts_of(card.properties.get("location")))
    places = places or list(texts_of(card.properties.get("met_at")))
    have = [words(plain_name(link_name(place))) for place in places]
    return any(_contains(place, words(plain_name(one))) for place in have for one in wanted)


def _contains(have: list[str], asked: list[str]) -> bool:
    """Tell whether the words stand in that order next to each other."""
    size = len(asked)
    return any(have[start : start + size] == asked for start in range(len(have) - size + 1))


def _fits_words(card: Card, key: str, wanted: tuple[str, ...]) -> bool:
    if not wanted:
        return True
    values = [plain_name(link_name(text)) for text in texts_of(card.properties.get(key))]
    return any(_has_words(value, one) for value in values for one in wanted)


def _has_words(plain: str, wanted: str) -> bool:
    return _has_all(words(plain), words(plain_name(wanted)))


def _fits_through(card: Card, wanted: tuple[str, ...]) -> bool:
    return _fits_words(card, "met_through", wanted)


def _fits_knows(card: Card, wanted: tuple[str, ...]) -> bool:
    if not wanted:
        return True
    linked = [
        plain_name(link_name(text))
        for value in card.properties.values()
        for text in texts_of(value)
        if text.lstrip().startswith("[[")
    ]
    if any(_has_words(name, one) for name in linked for one in wanted):
        return True
    return _fits_words(card, "offers", wanted) or _fits_words(card, "interests", wanted)


def _fits_language(card: Card, wanted: tuple[str, ...]) -> bool:
    if not wanted:
        return True
    have = [_base(text) for text in texts_of(card.properties.get("language"))]
    return any(_base(one) in have for one in wanted)


def _base(language: str) -> str:
    return plain_name(language).replace("_", "-").split("-")[0]


def _fits_text(card: Card, wanted: str | None) -> bool:
    if not wanted:
        return True
    texts = [card.name, *card.aliases, *card.tags]
    texts += (text for value in card.properties.values() for text in texts_of(value))
    have = {word for text in texts for word in words(plain_name(text))}
    return _has_all(sorted(have), words(plain_name(wanted)))


def _has_all(have: list[str], asked: list[str]) -> bool:
    """Tell whether every word asked for begins one that is there."""
    return all(any(word.startswith(one) for word in have) for one in asked)


def _by_name(card: Card) -> tuple[str, str]:
    return card.name.casefold(), card.path
