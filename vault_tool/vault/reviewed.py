"""What one has been through in the week's walk: kept beside the journal, for that week alone.

What was done stands in the notes; this is only what was looked at and left for another week.
"""

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from vault_tool.errors import WriteRefused
from vault_tool.vault.remembered import remember, remembered
from vault_tool.vault.state import locked_state

_NAME = "review.json"


def reviewed(root: Path, week: str) -> frozenset[str]:
    """Return the keys of what was looked at in a week; nothing where nothing was kept."""
    try:
        said = json.loads(remembered(root, _NAME) or "{}")
        return frozenset(map(str, said["seen"])) if said["week"] == week else frozenset()
    except (OSError, ValueError, KeyError, TypeError, WriteRefused):
        return frozenset()


def keep_reviewed(root: Path, week: str, seen: Iterable[str]) -> None:
    """Keep it, in place of what was kept; where that fails, it is looked at once more."""
    with suppress(OSError, WriteRefused), locked_state(root):
        remember(root, _NAME, json.dumps({"week": week, "seen": sorted(seen)}))
