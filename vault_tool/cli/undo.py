"""`undo` and `forget`: take back what was written; drop what this machine remembers."""

import click

from vault_tool.cli.changing import FORMATS, Line, tell
from vault_tool.cli.clock import moment
from vault_tool.cli.opening import entered
from vault_tool.cli.options import Asked, verb
from vault_tool.cli.output import deliver, remark


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
        lines = [Line(each.path, "") for each in undone.changes]
        tell(asked, desk, undone.changes, lines, dry_run=dry_run)
        verb = "Would take back" if dry_run else "Took back"
        remark(asked, f"{verb}: {undone.command}")


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
