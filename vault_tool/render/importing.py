"""What an import does, as plain values: whom it brings, what notes gain, what is to be asked.

Public: `imported(plan, paths, changed, …)`.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from vault_tool.render.changes import CARD, written
from vault_tool.render.machine import Result

if TYPE_CHECKING:
    from vault_tool.engine.importing import Plan, Step
    from vault_tool.errors import Problem
    from vault_tool.vault.journal import Change

_COUNTED = {"create": "new", "update": "changed", "unchanged": "known", "ask": "to_ask"}


def imported(
    found: "Plan",
    paths: Mapping[int, str],
    changes: "Sequence[Change]",
    problems: "Sequence[Problem]",
    today: date,
    *,
    dry_run: bool,
    unread: int = 0,
) -> Result:
    """Return the result of an import.

    `paths` are those of the notes that are made, by the number of their step. A note that has
    already what it would gain is unchanged.
    """
    changed = {each.path for each in changes}
    items = [
        _item(step, paths.get(number, step.path), changed)
        for number, step in enumerate(found.steps)
    ]
    kinds = Counter(item["kind"] for item in items)
    counts = {name: kinds[kind] for kind, name in _COUNTED.items()}
    lost = [each for each in problems if each.level == "error"]
    return {
        **written(changes, items, today, dry_run=dry_run, unread=unread),
        "counts": {**counts, "unread": len(lost)},
        "cards": [each.path for each in changes if each.path.endswith(CARD)],
        "findings": [each._asdict() for each in problems],
    }


def _item(step: "Step", path: str | None, changed: Collection[str]) -> dict[str, Any]:
    kind = step.kind
    if kind == "update" and path not in changed:
        kind = "unchanged"
    return {
        "name": step.name,
        "path": path,
        "kind": kind,
        "by": step.why,
        "gains": [{"key": key, "values": list(values)} for key, values in step.gains],
        "text": "\n\n".join(step.texts) or None,
        "differences": [each._asdict() for each in step.differences],
        "candidates": _people(step.candidates),
        "also": _people(step.also),
        "like": _people([step.like])[0] if step.like else None,
        "left_out": list(step.left_out),
    }


def _people(found: Sequence[tuple[str, str | None]]) -> list[dict[str, str | None]]:
    return [{"name": name, "path": path} for name, path in found]
