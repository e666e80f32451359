"""What this machine and a collection of cards last agreed on, kept beside the vault's journal.

Losing it is safe: cards are known by their ids again, both sides are united, nothing is removed.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from vault_tool.engine.agreeing import Side
from vault_tool.engine.card_steps import Agreed, Known, Left
from vault_tool.sync.store import Listing
from vault_tool.vault.remembered import names_remembered, remember, remembered

_FORMAT = 1


class Memory(NamedTuple):
    """What was agreed, and what the other side listed last."""

    known: Known = Known()
    listing: Listing = Listing()


def recalled(root: Path, key: str) -> Memory:
    """Return what was agreed with a collection; nothing where nothing that can be read was kept."""
    text = remembered(root, _name(key))
    try:
        said = json.loads(text) if text else {}
        if said.get("format") != _FORMAT or said.get("key") != key:
            return Memory()
        listing = Listing(dict(said["etags"]), said["token"])
        agreed = tuple(map(_agreed, said["agreed"]))
        return Memory(Known(agreed, tuple(Left(*each) for each in said["left"])), listing)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Memory()


def keep(root: Path, key: str, memory: Memory) -> None:
    """Keep what is agreed now; what has not changed is not written again."""
    said = {
        "format": _FORMAT,
        "key": key,
        "token": memory.listing.token,
        "etags": dict(memory.listing.etags),
        "agreed": [_said(each) for each in memory.known.agreed],
        "left": [list(each) for each in memory.known.left],
    }
    text = json.dumps(said)
    if text != remembered(root, _name(key)):
        remember(root, _name(key), text)


def all_agreed(root: Path) -> Iterator[Agreed]:
    """Yield what was agreed with every collection."""
    for name in names_remembered(root, "cards-"):
        text = remembered(root, name)
        with suppress(ValueError, KeyError, TypeError, AttributeError):
            yield from map(_agreed, json.loads(text or "{}")["agreed"])


def stand_apart(root: Path, notes: Mapping[str, tuple[Side, Side]]) -> None:
    """Let what a note took from a card, and does not hold any more, stay in the card.

    `notes` are by paths, each with what it said and what it says now.
    """
    for name in names_remembered(root, "cards-"):
        with suppress(ValueError, KeyError, TypeError, AttributeError):
            key = json.loads(remembered(root, name) or "{}")["key"]
            memory = recalled(root, key)
            agreed = tuple(
                each._replace(note=_without(each.note, *notes[each.path]))
                if each.path in notes
                else each
                for each in memory.known.agreed
            )
            keep(root, key, memory._replace(known=memory.known._replace(agreed=agreed)))


def _without(note: Side, before: Side, now: Side) -> Side:
    """Return what a note said, as it is now where that was taken back."""
    said = {**note.properties}
    for key in {*before.properties, *now.properties}:
        if before.properties.get(key) != now.properties.get(key):
            said.pop(key, None)
            if key in now.properties:
                said[key] = now.properties[key]
    return Side(note.name if before.name == now.name else now.name, said)


def _name(key: str) -> str:
    return (
        f"cards-{blake2b(key.encode('utf-8', 'surrogateescape'), digest_size=8).hexdigest()}.json"
    )


def _said(agreed: Agreed) -> dict[str, Any]:
    return {
        **agreed._asdict(),
        "data": agreed.data.decode("utf-8", "surrogateescape"),
        # Mostly the same text, which need not be kept twice.
        "came": None
        if agreed.came == agreed.data
        else agreed.came.decode("utf-8", "surrogateescape"),
        "note": [agreed.note.name, {k: list(v) for k, v in agreed.note.properties.items()}],
    }


def _agreed(said: dict[str, Any]) -> Agreed:
    name, properties = said["note"]
    side = Side(str(name), {str(key): tuple(map(str, texts)) for key, texts in properties.items()})
    data = said["data"].encode("utf-8", "surrogateescape")
    came = said.get("came")
    return Agreed(
        **{
            **said,
            "data": data,
            "came": data if came is None else came.encode("utf-8", "surrogateescape"),
            "note": side,
        }
    )
