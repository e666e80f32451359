"""What the tool wrote into the daily note of a day: kept beside the journal, for that day alone.

Without it one could not tell a line of the tool's own from one that the user changed.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from vault_tool.errors import WriteRefused
from vault_tool.vault.state import state_folder

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
        said = json.loads((state_folder(root) / _NAME).read_text("utf-8"))
        people = (frozenset(said[key]) for key in ("ever", "taken"))
        kept = Reached(said["day"], said["path"], dict(said["lines"]), *people)
    except (OSError, ValueError, KeyError, TypeError, WriteRefused):
        return None
    return kept if kept.day == day else None


def keep_reached(root: Path, kept: Reached) -> None:
    """Keep it, in place of what was kept; where that fails, lines stay in the note as they are."""
    with suppress(OSError, WriteRefused):
        folder = state_folder(root)
        draft = folder / f"{_NAME}.{os.getpid()}.draft"
        said = {
            "day": kept.day, "path": kept.path, "lines": dict(kept.lines),
            "ever": sorted(kept.ever), "taken": sorted(kept.taken),
        }  # fmt: skip
        draft.write_text(json.dumps(said), encoding="utf-8")
        os.replace(draft, folder / _NAME)
