"""Today's people in the daily note: written by `today --write`, kept in step by the watcher.

Public: `wanted_of`, `keep`, `step_edit`.
"""

from typing import TYPE_CHECKING

from vault_tool.cli.linking import linker_of
from vault_tool.cli.opening import Desk

if TYPE_CHECKING:
    from vault_tool.cli.reporting import Result
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
    from vault_tool.vault.reached import Reached, keep_reached, reached

    after = next((each.after for each in changes if each.path == path), None)
    if after is None:
        return
    day = desk.today.isoformat()
    before = reached(desk.root, day)
    lines = lines_of(after, wanted)
    ever = frozenset(lines)
    if before is not None and before.path == path:
        text = after.decode("utf-8", "replace").splitlines()
        lines = {who: line for who, line in before.lines.items() if line in text} | lines
        ever |= before.ever
    keep_reached(desk.root, Reached(day, path, lines, ever))


def step_edit(desk: Desk, result: "Result") -> "tuple[str, list[Reach], Edit] | None":
    """Return what brings today's block in step; None where no command wrote one today."""
    from vault_tool.engine.reaching import Ours, reach_in_step
    from vault_tool.vault.reached import reached

    kept = reached(desk.root, desk.today.isoformat())
    if kept is None:
        return None
    wanted = wanted_of(desk, result, kept.path)
    resolver = linker_of(desk).resolver
    edit = reach_in_step(
        kept.path, desk.settings.reach_heading, Ours(kept.lines, kept.ever), wanted,
        desk.settings.per_day, lambda target: resolver.resolve(target, kept.path), desk.index.ways,
    )  # fmt: skip
    return kept.path, wanted, edit
