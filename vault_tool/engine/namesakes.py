"""What tells people of one name apart, in few words: a company, a town, a role, or a folder.

Public: `apart(people, cards)`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from vault_tool.engine.conditions import texts_of
from vault_tool.engine.names import link_name, plain_name
from vault_tool.model import Card

_KEYS = ("company", "location", "role")


def apart(
    people: Iterable[tuple[str, str]], cards: Callable[[], Iterable[Card]]
) -> Mapping[str, str]:
    """Return for the paths of those who share a name, in a list of (path, name), what tells them.

    `cards` gives everybody's properties; it is not asked where all names differ.
    """
    groups: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for path, name in people:
        groups[plain_name(name)][path] = None
    shared = [list(paths) for paths in groups.values() if len(paths) > 1]
    if not shared:
        return {}
    by_path = {card.path: card for card in cards()}
    return {path: words for paths in shared for path, words in _told(paths, by_path).items()}


def _told(paths: Sequence[str], cards: Mapping[str, Card]) -> dict[str, str]:
    """Return the first thing that each of these has, and no two of them the same."""
    for key in _KEYS:
        said = {path: _said(cards.get(path), key) for path in paths}
        if all(said.values()) and len(set(map(plain_name, said.values()))) == len(paths):
            return said
    folders = {path: path.rpartition("/")[0] for path in paths}
    if all(folders.values()) and len(set(folders.values())) == len(paths):
        return folders
    return {path: path.removesuffix(".md") for path in paths}


def _said(card: Card | None, key: str) -> str:
    texts = texts_of(card.properties.get(key)) if card else ()
    return ", ".join(" ".join(link_name(text).split()) for text in texts if text.strip())
