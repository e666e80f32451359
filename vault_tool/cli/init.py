"""`init`: a new vault, or a config for a folder of notes that is there already."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vault_tool.cli.clock import day_meant
from vault_tool.cli.options import Asked, Format, complete_folder, verb
from vault_tool.cli.output import deliver
from vault_tool.errors import UsageError

if TYPE_CHECKING:
    from vault_tool.vault.create import Plan

FORMATS: tuple[Format, ...] = ("text", "json")
NEXT = {
    True: "Write a note about somebody in People/, then ask: vault-tool today",
    False: "No note was touched. See what is understood of them: vault-tool index",
}


@verb(
    "init",
    formats=FORMATS,
    example="""\
vault-tool init ~/people
vault-tool init --dry-run""",
)
@click.argument("folder", metavar="[DIR]", required=False, shell_complete=complete_folder)
@click.option("--dry-run", is_flag=True, help="Show what would be made, and make nothing.")
def init_command(asked: Asked, folder: str | None, dry_run: bool) -> None:
    """Make a vault of an empty folder, or add a config to a folder of notes; no note is touched.

    DIR is the current folder unless named, and is made when it is not there.
    """
    from vault_tool.vault.create import create_vault, plan_vault

    place = Path(folder or asked.vault or ".").expanduser().absolute()
    if place.exists() and not place.is_dir():
        raise UsageError(f"{place} is a file", "Name a folder.")
    today = day_meant(asked.today)
    plan = plan_vault(place)
    if not dry_run:
        create_vault(place)
    if asked.layout(FORMATS) == "json":
        deliver(asked, _changes(plan, today, dry_run), place)
    else:
        deliver(asked, _said(place, plan, dry_run), place)


def _said(place: Path, plan: "Plan", dry_run: bool) -> str:
    """Return what was made, and what to do next."""
    from vault_tool.render.harmless import one_line

    shown = one_line(str(place))
    if not plan.folders and not plan.files:
        return f"{shown} is a vault already; there was nothing to make.\n"
    verb = "would become" if dry_run else "is now"
    kind = "a new vault" if plan.is_new else "a vault"
    made = (f"  {path}" for path in sorted([*plan.folders, *plan.files]))
    return "\n".join([f"{shown} {verb} {kind}, with:", *made, "", NEXT[plan.is_new]])


def _changes(plan: "Plan", today: date, dry_run: bool) -> str:
    from vault_tool.render import machine

    changes = [{"path": path, "diff": None} for path in plan.folders]
    changes += [{"path": path, "diff": _diff(path, text)} for path, text in plan.files.items()]
    return machine.as_json({**machine.head(today, 0), "changes": changes, "dry_run": dry_run})


def _diff(path: str, text: str) -> str:
    from difflib import unified_diff

    return "".join(unified_diff([], text.splitlines(keepends=True), "/dev/null", path))
