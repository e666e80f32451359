"""What every command that writes does: show the plan, ask on a terminal, write all or nothing."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from vault_tool.cli.clock import moment
from vault_tool.cli.manner import Manner
from vault_tool.cli.naming import can_ask
from vault_tool.cli.options import Asked, Format
from vault_tool.cli.output import deliver, remark
from vault_tool.cli.showing import show

if TYPE_CHECKING:
    from vault_tool.cli.opening import Desk
    from vault_tool.vault.journal import Change, Edit

FORMATS: tuple[Format, ...] = ("text", "json")


class Line(NamedTuple):
    """Something to say of what was written: a note's line, found by its words, and whose it is."""

    path: str
    words: str
    name: str | None = None
    next: date | None = None


def new_in(changes: "Sequence[Change]", line: Line) -> bool:
    """Tell whether the words of a line are new in its file."""
    for each in changes:
        if each.path == line.path and each.after is not None:
            words = line.words.encode()
            return words in each.after and words not in (each.before or b"")
    return False


def write(
    asked: Asked,
    desk: "Desk",
    manner: Manner,
    command: str,
    edits: "Sequence[tuple[str, Edit]]",
    say: "Callable[[Sequence[Change]], Iterable[Line]]",
    *,
    unchanged: str = "There was nothing to change.",
    always_ask: bool = False,
) -> "Sequence[Change]":
    """Carry out a command's edits, all or none, and say what was written.

    `command` is how the step is called in `undo`. With `--dry-run` the differences are the result,
    and nothing is written. One note is changed without a question, unless `always_ask`. Returns
    what changed, or would.
    """
    from vault_tool.vault import journal

    asks = not manner.yes and not manner.dry_run and can_ask()
    asks = asks and (always_ask or len(edits) > 1)
    if manner.dry_run or asks:
        changes = journal.planned(desk.root, edits)
    if asks and changes:
        _ask(desk.language, changes)
    if not manner.dry_run:
        changes = journal.carry_out(
            desk.root, command, edits, when=moment(), tell=lambda each: remark(asked, str(each))
        )
    tell(asked, desk, changes, say(changes), dry_run=manner.dry_run)
    if not changes:
        remark(asked, unchanged)
    return changes


def tell(
    asked: Asked,
    desk: "Desk",
    changes: "Sequence[Change]",
    lines: Iterable[Line],
    *,
    dry_run: bool,
) -> None:
    """Show what changed, or would: the lines written, or the differences."""
    from vault_tool.render.changes import written

    items = [_item(each, changes, desk.today) for each in lines] if changes else []
    result = written(changes, items, desk.today, dry_run=dry_run, unread=desk.unread)
    if asked.layout(FORMATS) == "text" and dry_run:
        from vault_tool.render.changes import shown
        from vault_tool.render.harmless import harmless

        deliver(asked, harmless(shown(changes)), desk.root)
    else:
        show(asked, desk, "written", result, FORMATS)


def _ask(language: str, changes: "Sequence[Change]") -> None:
    from vault_tool.cli.questions import agreed, question
    from vault_tool.render.changes import shown
    from vault_tool.render.harmless import harmless

    click.echo(harmless(shown(changes)), err=True, nl=False)
    key = "write_one" if len(changes) == 1 else "write"
    if not agreed(language, question(language, key, count=len(changes)), default=True):
        raise click.Abort


def _item(line: Line, changes: "Sequence[Change]", today: date) -> dict[str, Any]:
    change = next((each for each in changes if each.path == line.path), None)
    return {
        "name": line.name,
        "path": line.path,
        "line": _line_number(change, line.words) if change and line.words else None,
        "text": line.words,
        "next": line.next,
        "next_in": (line.next - today).days if line.next else None,
    }


def _line_number(change: "Change", words: str) -> int | None:
    """Return the line in which the words stand: of those that are new, the last one."""
    from difflib import SequenceMatcher

    from vault_tool.note.text import decode, lines

    first = words.partition("\n")[0]
    held = lines(decode(change.after or b"", "")[0])
    found = [number for number, text in enumerate(held, 1) if first in text]
    if len(found) > 1:
        before = lines(decode(change.before or b"", "")[0])
        same = SequenceMatcher(None, before, held, autojunk=False).get_matching_blocks()
        old = {number for _, at, size in same for number in range(at + 1, at + size + 1)}
        found = [number for number in found if number not in old] or found
    return found[-1] if found else None
