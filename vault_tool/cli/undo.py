"""`undo` and `forget`: take back what was written; drop what this machine remembers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from vault_tool.cli.changing import FORMATS, Line, tell
from vault_tool.cli.clock import moment
from vault_tool.cli.opening import Desk, entered
from vault_tool.cli.options import Asked, verb
from vault_tool.cli.output import deliver, remark

if TYPE_CHECKING:
    from vault_tool.vault.journal import Change


@verb("undo", formats=FORMATS, example="vault-tool undo\nvault-tool undo --dry-run")
@click.option("--dry-run", is_flag=True, help="Show what would be taken back; write nothing.")
def undo_command(asked: Asked, dry_run: bool) -> None:
    """Take back what the last command wrote; again, one step further back.

    It does so only where every note is still as the command left it; otherwise it says which one
    is not, and changes nothing.
    """
    from vault_tool.vault import journal

    with entered(asked) as desk:
        undone = journal.undo(
            desk.root,
            when=moment(),
            dry_run=dry_run,
            tell=lambda each: remark(asked, str(each)),
        )
        if not dry_run and undone.command.startswith("sync-cards"):
            _keep_cards(desk, undone.changes)
        lines = [Line(each.path, "") for each in undone.changes]
        tell(asked, desk, undone.changes, lines, dry_run=dry_run)
        verb = "Would take back" if dry_run else "Took back"
        remark(asked, f"{verb}: {undone.command}")


def _keep_cards(desk: Desk, changes: "Sequence[Change]") -> None:
    """Let what notes did not want to hold stay in the cards that it came from."""
    from vault_tool.engine.agreed import side_of
    from vault_tool.sync.agreement import stand_apart

    ways = desk.index.ways
    found = {}
    for each in changes:
        sides = [side_of(each.path, data, ways) for data in (each.before, each.after) if data]
        if len(sides) == 2 and sides[0] and sides[1]:
            found[each.path] = (sides[0], sides[1])
    stand_apart(desk.root, found)


@verb("forget", formats=("text",), example="vault-tool forget")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
def forget_command(asked: Asked, yes: bool) -> None:
    """Remove what this machine remembers of the vault: its index, and what undo could take back.

    No note is touched; the index is made again by the next command.
    """
    from vault_tool.cli.naming import can_ask
    from vault_tool.cli.opening import language_of, root_meant
    from vault_tool.cli.questions import agreed, question
    from vault_tool.index.database import forget
    from vault_tool.vault import journal

    root = root_meant(asked)
    if not yes and can_ask():
        language = language_of(asked, root)
        if not agreed(language, question(language, "forget"), default=False):
            raise click.Abort
    journal.forget(root)
    forget(root)
    deliver(asked, "Nothing of this vault is remembered here; its notes are untouched.\n", root)
