"""Whom the user means: by a typed name, or by a filter.

Public: `Found`, `find_person(cards, typed)`, `nearest_names(cards, typed)`, `Filter`,
`select(cards, standings, chosen, settings, today)`.

A name is looked for in steps, and the first step that fits anybody decides: the note's path, the
name, the alias, the e-mail, the phone, whole words of a name, beginnings of words, a small slip.
Archived and deceased people are found like all others.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple
from unicodedata import normalize

from vault_tool.config import Settings, normal_key
from vault_tool.dates import Duration
from vault_tool.engine.conditions import Condition, holds, texts_of
from vault_tool.engine.names import (
    distance,
    link_name,
    phone_digits,
    plain_name,
    slips_allowed,
    words,
)
from vault_tool.engine.rhythm import last_contact, next_due
from vault_tool.errors import NobodyFound, SeveralFound
from vault_tool.model import Card, Standing, Value

NEAREST = 3

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


class _Known(NamedTuple):
    card: Card
    names: tuple[str, ...]  # plain: the name, the file's stem, then the aliases


def find_person(cards: Iterable[Card], typed: str) -> Found:
    """Return whom the typed text means.

    Raises `NobodyFound` with the nearest names as its hint, and `SeveralFound` when the step that
    fits somebody fits more than one.
    """
    known = [_known(card) for card in cards]
    wanted = link_name(typed)
    for step in (_by_path, _by_exact_name, _by_name, _by_alias, _by_email, _by_phone):
        if found := step(known, wanted):
            return Found(_only(found, typed))
    plain = plain_name(wanted)
    if found := _by_words(known, plain, str.__eq__) or _by_words(known, plain, str.startswith):
        return Found(_only(found, typed))
    if found := _by_slip(known, plain):
        return Found(_only(found, typed), slipped=True)
    raise _nobody(known, typed)


def nearest_names(cards: Iterable[Card], typed: str) -> tuple[str, ...]:
    """Return the names most like the typed one, the most alike first."""
    return _nearest([_known(card) for card in cards], typed)


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
    return sorted(found, key=lambda card: (card.name.casefold(), card.path))


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
    return _have_all(words(plain), words(plain_name(wanted)), str.startswith)


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
    return _have_all(sorted(have), words(plain_name(wanted)), str.startswith)


def _known(card: Card) -> _Known:
    stem = card.path.rsplit("/", 1)[-1].removesuffix(".md")
    own = (card.name,) if stem == card.name else (card.name, stem)
    return _Known(card, tuple(plain_name(each) for each in (*own, *card.aliases)))


def _by_path(known: Sequence[_Known], wanted: str) -> list[Card]:
    path = wanted.removeprefix("./").removesuffix(".md")
    return [each.card for each in known if each.card.path.removesuffix(".md") == path]


def _by_exact_name(known: Sequence[_Known], wanted: str) -> list[Card]:
    name = normalize("NFC", wanted).casefold()
    return [each.card for each in known if normalize("NFC", each.card.name).casefold() == name]


def _by_name(known: Sequence[_Known], wanted: str) -> list[Card]:
    name = plain_name(wanted)
    return [each.card for each in known if name in each.names[: -len(each.card.aliases) or None]]


def _by_alias(known: Sequence[_Known], wanted: str) -> list[Card]:
    name = plain_name(wanted)
    return [each.card for each in known if name in each.names]


def _by_email(known: Sequence[_Known], wanted: str) -> list[Card]:
    if "@" not in wanted:
        return []
    email = wanted.casefold().removeprefix("mailto:")
    return [
        each.card
        for each in known
        if any(
            text.strip().casefold().removeprefix("mailto:") == email
            for text in texts_of(each.card.properties.get("email"))
        )
    ]


def _by_phone(known: Sequence[_Known], wanted: str) -> list[Card]:
    digits = phone_digits(wanted)
    if digits is None:
        return []
    return [
        each.card
        for each in known
        if any(phone_digits(text) == digits for text in texts_of(each.card.properties.get("phone")))
    ]


def _by_words(known: Sequence[_Known], plain: str, fits: Callable[[str, str], bool]) -> list[Card]:
    typed = words(plain)
    if not typed:
        return []
    return [
        each.card
        for each in known
        if any(_have_all(words(name), typed, fits) for name in each.names)
    ]


def _have_all(have: Sequence[str], typed: Sequence[str], fits: Callable[[str, str], bool]) -> bool:
    return all(any(fits(word, part) for word in have) for part in typed)


def _by_slip(known: Sequence[_Known], plain: str) -> list[Card]:
    """Return whom the fewest slips explain, within what may be forgiven for that many letters."""
    best = slips_allowed(plain)
    found: list[Card] = []
    if not best:
        return found
    for each in known:
        candidates = set(each.names)
        if " " not in plain:
            candidates.update(word for name in each.names for word in words(name))
        slips = min((distance(plain, name, best) for name in candidates), default=best + 1)
        if slips < best:
            best, found = slips, [each.card]
        elif slips == best:
            found.append(each.card)
    return found


def _only(found: Sequence[Card], typed: str) -> Card:
    if len(found) == 1:
        return found[0]
    ordered = sorted(found, key=lambda card: (card.name.casefold(), card.path))
    raise SeveralFound(
        f"{typed!r} fits {len(ordered)} people",
        tuple((card.name, card.path) for card in ordered),
        "Type more of the name, or the path of the note.",
    )


def _nobody(known: Sequence[_Known], typed: str) -> NobodyFound:
    nearest = _nearest(known, typed)
    hint = f"Nearest: {', '.join(nearest)}." if nearest else "See everybody: vault-tool who"
    return NobodyFound(f"Nobody is called {typed!r}", hint)


def _nearest(known: Sequence[_Known], typed: str) -> tuple[str, ...]:
    by_name: dict[str, str] = {}
    for each in known:
        for name in each.names:
            for part in (name, *words(name)):
                by_name.setdefault(part, each.card.name)
    close = get_close_matches(plain_name(typed), by_name, n=NEAREST * 2, cutoff=0.6)
    return tuple(dict.fromkeys(by_name[name] for name in close))[:NEAREST]
