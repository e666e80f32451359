"""Today's people in the daily note: written by `today --write`, kept in step by the watcher.

Public: `wanted_of`, `keep`, `step_edit`.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from vault_tool.cli.linking import linker_of
from vault_tool.cli.opening import Desk

if TYPE_CHECKING:
    from vault_tool.cli.practising import Result
    from vault_tool.engine.reaching import Reach
    from vault_tool.vault.journal import Change, Edit


def wanted_of(desk: Desk, result: "Result", path: str) -> "list[Reach]":
    """Return the tasks of those whom `today` shows, as they are to stand in the note at `path`."""
    from vault_tool.engine.reaching import REACH, Reach, with_filter
    from vault_tool.render.templates import said

    linker = linker_of(desk)
    items = result["items"]
    reasons = said("reasons", items, desk.today, language=desk.language, root=desk.root)
    wanted = []
    for item, reason in zip(items, reasons, strict=True):
        link = linker.link(item["path"], path, item["name"])
        words = f"{link}: {reason} #{REACH}" if reason else f"{link} #{REACH}"
        wanted.append(Reach(item["path"], with_filter(words, desk.index.ways)))
    return wanted


def keep(
    desk: Desk, path: str, wanted: "list[Reach]", changes: "tuple[Change, ...] | list[Change]"
) -> None:
    """Remember which lines of the day's note are the tool's own, once they were written."""
    from vault_tool.engine.reaching import lines_of
    from vault_tool.note.text import decode
    from vault_tool.note.text import lines as lines_in
    from vault_tool.vault.reached import Reached, keep_reached, reached

    change = next((each for each in changes if each.path == path), None)
    if change is None or change.after is None:
        return
    day = desk.today.isoformat()
    lines = lines_of(change.after, wanted)
    kept = Reached(day, path, lines, frozenset(lines))
    before = reached(desk.root, day)
    if before is not None and before.path == path:
        old, new = (
            set(lines_in(decode(data or b"", path)[0])) for data in (change.before, change.after)
        )
        still = {who: line for who, line in before.lines.items() if line in new}
        taken = {who for who, line in before.lines.items() if line in old and line not in new}
        kept = Reached(
            day, path, {**still, **lines}, before.ever | kept.ever,
            (before.taken | taken).difference(lines),
        )  # fmt: skip
    keep_reached(desk.root, kept)


def step_edit(desk: Desk, today: "Callable[[], Result]") -> "tuple[str, list[Reach], Edit] | None":
    """Return what brings the block of `today` in step; None where no command wrote one today."""
    from vault_tool.engine.reaching import Ours, reach_in_step
    from vault_tool.vault.reached import reached

    kept = reached(desk.root, desk.today.isoformat())
    if kept is None:
        return None
    wanted = wanted_of(desk, today(), kept.path)
    resolver = linker_of(desk).resolver
    edit = reach_in_step(
        kept.path, desk.settings.reach_heading, Ours(kept.lines, kept.ever, kept.taken), wanted,
        desk.settings.per_day, lambda target: resolver.resolve(target, kept.path), desk.index.ways,
    )  # fmt: skip
    return kept.path, wanted, edit
