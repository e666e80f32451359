"""What keeping cards in step does, as plain values: what notes and cards gain, and what is told.

Public: `in_step(plan, paths, changes, …)`.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from vault_tool.render.changes import written
from vault_tool.render.machine import Result

if TYPE_CHECKING:
    from vault_tool.engine.agreeing import Side
    from vault_tool.engine.card_steps import Odd, Plan, Step
    from vault_tool.vault.journal import Change

_KINDS = {
    "pair": "changed",
    "new note": "new_note",
    "new card": "new_card",
    "remove card": "removed_card",
    "removed there": "gone_there",
    "note gone": "gone_here",
    "ask": "ask",
    "double": "double",
    "same id": "same_id",
    "unread": "unread",
}
_NOTHING: tuple[str, ...] = ()


def in_step(
    plan: "Plan",
    paths: Mapping[str, str],
    changes: "Sequence[Change]",
    odd: "Mapping[str, Odd]",
    today: date,
    *,
    refused: Collection[str] = (),
    dry_run: bool,
    unread: int = 0,
) -> Result:
    """Return the result of `sync-cards`.

    `paths` are those of the notes that are made, by ids of steps; `odd` what lies there and is no
    card of one person; `refused` are notes that no program can change.
    """
    items = [
        _item(step, paths.get(step.uid), refused) for step in plan.steps if step.kind in _KINDS
    ]
    items = [each for each in items if each["kind"] != "changed" or _says_something(each)]
    kinds = Counter(each["kind"] for each in items)
    counts = {
        "in_step": len(plan.of("same", "pair")) - kinds["changed"],
        "new_notes": kinds["new_note"],
        "new_cards": kinds["new_card"],
        "notes": sum(each["kind"] == "changed" and _gains(each) for each in items),
        "cards": sum(each["kind"] == "changed" and bool(each["card"]) for each in items),
        "removed_cards": kinds["removed_card"],
        "to_ask": kinds["ask"],
    }
    return {
        **written(changes, items, today, dry_run=dry_run, unread=unread),
        "counts": counts,
        "odd": [{"file": href, "why": why} for href, why in sorted(odd.items())],
    }


def _gains(item: Mapping[str, Any]) -> bool:
    return bool(item["note"] or item["text"])


def _says_something(item: Mapping[str, Any]) -> bool:
    return bool(item["note"] or item["card"] or item["text"] or item["differences"])


def _item(step: "Step", path: str | None, refused: Collection[str]) -> dict[str, Any]:
    path = step.card.path if step.card else path or (step.agreed.path if step.agreed else None)
    is_new = step.kind == "new note" and step.brought
    turns = [each for each in step.turns if each.other is None and each.key not in _IDENTITY]
    gains = [(key, texts) for key, texts in step.brought.gains] if is_new and step.brought else []
    return {
        "name": step.name,
        "path": path,
        "kind": "unread" if path in refused else _KINDS[step.kind],
        "note": [
            *({"key": key, "adds": list(texts), "takes": []} for key, texts in gains),
            *({"key": t.key, "adds": list(t.adds), "takes": list(t.takes)} for t in turns),
        ],
        "card": _of_card(step),
        "differences": [each._asdict() for each in step.apart],
        "text": step.text or None,
        "candidates": [{"name": name, "path": place} for name, place in step.candidates],
        "file": step.sheet.href if step.sheet else None,
    }


_IDENTITY = frozenset(("uid", "sources"))


def _of_card(step: "Step") -> list[dict[str, Any]]:
    """Return what a card that is there already gains and loses."""
    from vault_tool.engine.agreeing import said_by_card

    if step.target is None or step.sheet is None:
        return []
    before: Side = said_by_card(step.sheet.contact)
    found = []
    if step.target.name != before.name:
        found.append({"key": "name", "adds": [step.target.name], "takes": [before.name]})
    for key in dict.fromkeys((*before.properties, *step.target.properties)):
        old, new = (side.properties.get(key, _NOTHING) for side in (before, step.target))
        if set(old) != set(new):
            adds, takes = (
                [each for each in a if each not in b] for a, b in ((new, old), (old, new))
            )
            found.append({"key": key, "adds": adds, "takes": takes})
    return found
