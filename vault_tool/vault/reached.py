"""What the tool wrote into the daily note of a day: kept beside the journal, for that day alone.

Without it one could not tell a line of the tool's own from one that the user changed.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from vault_tool.errors import WriteRefused
from vault_tool.vault.remembered import remember, remembered

_NAME = "reach.json"


class Reached(NamedTuple):
    """The lines in the note at `path`, by the person's path, and all who were ever put there.

    `day` is an ISO date. `taken` are those whose lines the tool took away again, not the user.
    """

    day: str
    path: str
    lines: Mapping[str, str]
    ever: frozenset[str]
    taken: frozenset[str] = frozenset()


def reached(root: Path, day: str) -> Reached | None:
    """Return what was kept of a day, None when there is nothing."""
    try:
        said = json.loads(remembered(root, _NAME) or "")
        people = (frozenset(said[key]) for key in ("ever", "taken"))
        kept = Reached(said["day"], said["path"], dict(said["lines"]), *people)
    except (ValueError, KeyError, TypeError, WriteRefused):
        return None
    return kept if kept.day == day else None


def keep_reached(root: Path, kept: Reached) -> None:
    """Keep it, in place of what was kept; where that fails, lines stay in the note as they are."""
    said = {
        "day": kept.day, "path": kept.path, "lines": dict(kept.lines),
        "ever": sorted(kept.ever), "taken": sorted(kept.taken),
    }  # fmt: skip
    with suppress(WriteRefused):
        remember(root, _NAME, json.dumps(said))
