"""What a command writes, as characters: the difference of each file, as `diff -u` shows it."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from difflib import unified_diff
from typing import Any

from vault_tool.note.text import UTF8_MARK
from vault_tool.render.machine import Result, head
from vault_tool.vault.journal import Change

_NOTHING = "/dev/null"
CARD = ".vcf"
_PHOTO_LINE = 60
_PHOTO = re.compile(r"[A-Za-z0-9+/=\s]+")
_NO_END = "\\ No newline at end of file\n"


def diff(change: Change) -> str:
    """Return the unified difference of one file, context lines included; empty for none.

    Of a card's photo, and of what else is no text in it, only the length is shown.
    """
    old, new = _lines(change.before), _lines(change.after)
    if change.path.endswith(CARD):
        old, new = _without_photos(old), _without_photos(new)
    source = _NOTHING if change.before is None else f"a/{change.path}"
    target = _NOTHING if change.after is None else f"b/{change.path}"
    found = unified_diff(old, new, source, target)
    return _ended(found)


def shown(changes: Sequence[Change]) -> str:
    """Return the differences of all files; one that got another name is compared with its old."""
    made = [each for each in changes if each.before is None]
    gone = [each for each in changes if each.after is None]
    if len(made) != 1 or len(gone) != 1 or not _is_alike(gone[0].before, made[0].after):
        return "".join(map(diff, changes))
    old, new = gone[0], made[0]
    moved = f"rename from {old.path}\nrename to {new.path}\n"
    lines = unified_diff(_lines(old.before), _lines(new.after), f"a/{old.path}", f"b/{new.path}")
    others = (diff(each) for each in changes if each is not old and each is not new)
    return "".join([moved, _ended(lines), *others])


def written(
    changes: Sequence[Change],
    items: Iterable[Result],
    today: date,
    *,
    dry_run: bool,
    unread: int = 0,
) -> dict[str, Any]:
    """Return the result of a command that writes: every file's difference, and what it says.

    An item has `name`, `path`, `line`, `text` and `next`, the day the person is next due; what does
    not apply is None.
    """
    return {
        **head(today, unread),
        "changes": [{"path": each.path, "diff": diff(each)} for each in changes],
        "dry_run": dry_run,
        "items": list(items),
    }


def _ended(lines: Iterable[str]) -> str:
    return "".join(line if line.endswith("\n") else f"{line}\n{_NO_END}" for line in lines)


def _is_alike(old: bytes | None, new: bytes | None) -> bool:
    """Tell whether most lines of the old text stand in the new one."""
    lines = _lines(old)
    kept = set(_lines(new))
    return bool(lines) and sum(line in kept for line in lines) * 2 > len(lines)


def _without_photos(lines: Sequence[str]) -> list[str]:
    """Return the lines of a card, those of a photo as one."""
    shown: list[str] = []
    hidden = 0
    for line in [*lines, ""]:
        if len(line) > _PHOTO_LINE and _PHOTO.fullmatch(line):
            hidden += len(line.strip())
            continue
        if hidden:
            shown.append(f" … {hidden:,} letters\n")
            hidden = 0
        if line:
            shown.append(line)
    return shown


def _lines(data: bytes | None) -> list[str]:
    """Return the lines with their ends; bytes that are no UTF-8 are shown as U+FFFD."""
    if not data:
        return []
    text = data.removeprefix(UTF8_MARK).decode("utf-8", "replace")
    parts = text.split("\n")
    lines = [f"{part}\n" for part in parts[:-1]]
    return [*lines, parts[-1]] if parts[-1] else lines
