"""The cards of other programs that are kept in the vault, one file for each, named by its id.

Public: `card_path(folder, uid)`, `kept_cards(root, folder, uids)`.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from vault_tool.vault.applying import held
from vault_tool.vault.names import card_name


def card_path(folder: str, uid: str) -> str:
    """Return where in the vault the card with an id is kept."""
    return f"{folder}/{card_name(uid)}"


def kept_cards(root: Path, folder: str, uids: Iterable[str]) -> Mapping[str, bytes]:
    """Return the cards that are kept, by their ids; raises `WriteRefused` for an unreadable one."""
    try:
        there = set(os.listdir(root / folder))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    found = {uid: held(root, card_path(folder, uid)) for uid in uids if card_name(uid) in there}
    return {uid: data for uid, data in found.items() if data is not None}
