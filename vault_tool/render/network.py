"""The network as plain values, as a picture, and as a canvas that Obsidian opens.

Public: `network`, `canvas`, `is_made`.

A picture is made of the places that the engine gave; it is drawn by the layouts: as Mermaid in
Markdown, as SVG in a page.
"""

import json
from collections.abc import Mapping
from datetime import date
from hashlib import blake2b
from typing import TYPE_CHECKING

from vault_tool.render.machine import Result, head

if TYPE_CHECKING:
    from vault_tool.engine.network import Group, Member, Network

# So many pictures, of the largest groups; pairs and all others are in the lists.
_MOST_PICTURES = 12
_WORTH_A_PICTURE = 3
# In pixels: a box, and how far the next one stands to the right and below.
_WIDE, _HIGH, _STEP, _ROW = 170, 30, 240, 46
_EDGE = 8


def network(found: "Network", today: date, unread: int = 0) -> Result:
    """Return who brought whom, who joins whom, and the groups with their pictures."""
    names = found.names
    by: dict[str, list[str]] = {path: [] for path in names}
    first: dict[str, list[str]] = {path: [] for path in names}
    introduced = []
    for group in found.groups:
        for tie in group.all_ties:
            if tie.kind == "brought":
                by[tie.other].append(tie.one)
                first[tie.one].append(tie.other)
            else:
                introduced.append(
                    {
                        "persons": [_who(names, tie.one), _who(names, tie.other)],
                        "on": date.fromordinal(tie.on) if tie.on else None,
                    }
                )
    group_of = {path: at for at, each in enumerate(found.groups) for _, path in each.people}
    items = [
        {
            **_who(names, path),
            "group": group_of[path],
            "brought": [_who(names, each) for each in first[path]],
            "reached": len(found.brought.get(path, ())),
            "brought_by": [_who(names, each) for each in by[path]],
        }
        for path in sorted(names, key=lambda each: (group_of[each], names[each].casefold(), each))
    ]
    items.sort(key=lambda item: -item["reached"])
    return {
        **head(today, unread),
        "items": items,
        "introduced": introduced,
        "bridges": [
            {
                "name": each.name,
                "path": each.path,
                "sides": [[_who(names, path) for _, path in side] for side in each.sides],
            }
            for each in found.bridges
        ],
        "groups": [[_who(names, path) for _, path in each.people] for each in found.groups],
        "pictures": [
            _picture(each)
            for each in found.groups[:_MOST_PICTURES]
            if len(each.people) >= _WORTH_A_PICTURE
        ],
    }


def canvas(found: "Network", words: Mapping[str, str], made_by: str) -> str:
    """Return the network as JSON Canvas 1.0: notes as cards, ties as arrows, groups side by side.

    `words` say `brought` and `introduced`. `made_by` is the command that made it: a canvas without
    it is somebody's own.
    """
    bridges = {each.path for each in found.bridges}
    nodes, edges = [], []
    top = 0
    for group in found.groups:
        for member in group.members:
            nodes.append(
                {
                    "id": _id(member.path),
                    "type": "file",
                    "file": member.path,
                    "x": member.step * 420,
                    "y": top + round(member.row * 120),
                    "width": 260,
                    "height": 80,
                    **({"color": "4"} if member.path in bridges else {}),
                }
            )
        for tie in group.ties:
            edges.append(
                {
                    "id": _id(f"{tie.one}\n{tie.other}\n{tie.kind}"),
                    "fromNode": _id(tie.one),
                    "toNode": _id(tie.other),
                    "toEnd": "arrow" if tie.kind == "brought" else "none",
                    "label": words[tie.kind],
                }
            )
        top += group.height * 120 + 120
    made = {"nodes": nodes, "edges": edges, "generated_by": made_by}
    return json.dumps(made, ensure_ascii=False, indent="\t") + "\n"


def is_made(data: bytes) -> bool:
    """Tell whether a canvas is the tool's, and not one that somebody arranged."""
    try:
        held = json.loads(data)
    except ValueError:
        return False
    return isinstance(held, dict) and "generated_by" in held


def _who(names: Mapping[str, str], path: str) -> Result:
    return {"name": names[path], "path": path}


def _id(of: str) -> str:
    return blake2b(of.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _picture(group: "Group") -> Result:
    """Return what is drawn of a group: boxes with their place, and lines between their edges."""
    at = {member.path: number for number, member in enumerate(group.members)}
    return {
        "width": max(member.step for member in group.members) * _STEP + _WIDE + 2 * _EDGE,
        "height": (group.height - 1) * _ROW + _HIGH + 2 * _EDGE,
        "boxes": [
            {
                "name": member.name,
                "path": member.path,
                "x": _left(member),
                "y": _top(member),
                "wide": _WIDE,
                "high": _HIGH,
            }
            for member in group.members
        ],
        "lines": [
            {
                "one": at[tie.one],
                "other": at[tie.other],
                "kind": tie.kind,
                "ends": _ends(group.members[at[tie.one]], group.members[at[tie.other]]),
            }
            for tie in group.ties
        ],
        "more": len(group.people) - len(group.members),
    }


def _left(member: "Member") -> int:
    return _EDGE + member.step * _STEP


def _top(member: "Member") -> int:
    return _EDGE + round(member.row * _ROW)


def _ends(one: "Member", other: "Member") -> list[int]:
    """Return where a line begins and ends: x and y, twice."""
    from_x, to_x = _left(one), _left(other)
    from_y, to_y = _top(one) + _HIGH // 2, _top(other) + _HIGH // 2
    if one.step < other.step:
        return [from_x + _WIDE, from_y, to_x, to_y]
    if one.step > other.step:
        return [from_x, from_y, to_x + _WIDE, to_y]
    down = _HIGH // 2 if from_y < to_y else -(_HIGH // 2)
    return [from_x + _WIDE // 2, from_y + down, to_x + _WIDE // 2, to_y - down]
