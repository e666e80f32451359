"""The types of properties in Obsidian's settings: names are added, none is changed."""

import json
from collections.abc import Mapping

from vault_tool.errors import WriteRefused

TYPES_PATH = ".obsidian/types.json"


def types_in(data: bytes) -> dict[str, str]:
    """Return the types that settings name, by property."""
    types: dict[str, str] = json.loads(data)["types"]
    return types


def with_types(data: bytes | None, wanted: Mapping[str, str]) -> bytes:
    """Return the settings with a type for every wanted name that has none yet.

    Written as Obsidian writes them; where nothing is missing, the same bytes. Raises `WriteRefused`
    for settings that cannot be understood.
    """
    try:
        said = json.loads(data.decode("utf-8-sig")) if data and data.strip() else {}
    except (ValueError, RecursionError):
        said = None
    types = said.setdefault("types", {}) if isinstance(said, dict) else None
    if not isinstance(types, dict):
        raise WriteRefused(
            f"{TYPES_PATH} cannot be understood, and was left as it is",
            "Mend it, or let Obsidian write it anew.",
        )
    missing = {name: kind for name, kind in wanted.items() if name not in types}
    if data and not missing:
        return data
    types.update(missing)
    return json.dumps(said, indent=2, ensure_ascii=False).encode()
