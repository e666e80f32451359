"""`init`: a new vault, or a config for a folder of notes that is there already."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vault_tool.cli.clock import day_meant, moment
from vault_tool.cli.options import Asked, Format, complete_folder, verb
from vault_tool.cli.output import deliver, remark
from vault_tool.errors import UsageError

if TYPE_CHECKING:
    from vault_tool.vault.create import Plan
    from vault_tool.vault.journal import Change, Edit

FORMATS: tuple[Format, ...] = ("text", "json")
NEXT = {
    True: "Write a note about somebody in People/, then ask: vault-tool today",
    False: "No note was touched. See what is understood of them: vault-tool index",
}
BASE = "Follow-ups.base"


@verb(
    "init",
    formats=FORMATS,
    example="""\
vault-tool init ~/people
vault-tool init --obsidian
vault-tool init --dry-run""",
)
@click.argument("folder", metavar="[DIR]", required=False, shell_complete=complete_folder)
@click.option(
    "--obsidian", is_flag=True, help="Also tell Obsidian the types of properties, and make a Base."
)
@click.option("--git", "with_git", is_flag=True, help="Also make it ready for several devices.")
@click.option("--dry-run", is_flag=True, help="Show what would be made, and make nothing.")
def init_command(
    asked: Asked, folder: str | None, obsidian: bool, with_git: bool, dry_run: bool
) -> None:
    """Make a vault of an empty folder, or add a config to a folder of notes; no note is touched.

    DIR is the current folder unless named, and is made when it is not there. With --obsidian,
    properties get their types where Obsidian has none for them yet, and Follow-ups.base lists
    whose rhythm has come round. With --git it lies in a repository, and this device merges notes
    by their meaning, as after `sync --setup`.
    """
    from vault_tool.vault import journal
    from vault_tool.vault.create import make_folders, plan_vault

    place = Path(folder or asked.vault or ".").expanduser().absolute()
    if place.exists() and not place.is_dir():
        raise UsageError(f"{place} is a file", "Name a folder.")
    today = day_meant(asked.today)
    plan = plan_vault(place)
    edits = [(path, _made_of(text.encode())) for path, text in plan.files.items()]
    edits += _for_obsidian() if obsidian else []
    if dry_run:
        changes = journal.planned(place, edits)
    else:
        make_folders(place, plan)
        changes = journal.carry_out(place, "init", edits, when=moment())
    if asked.layout(FORMATS) == "json":
        deliver(asked, _as_json(plan, changes, today, dry_run), place)
    else:
        deliver(asked, _said(place, plan, changes, dry_run), place)
    if with_git:
        from vault_tool.cli.manner import Manner
        from vault_tool.cli.syncing import set_up, setup_words

        remark(asked, setup_words(set_up(place, Manner(dry_run, True)), dry_run))


def _made_of(text: bytes) -> "Edit":
    """Return the edit that makes a file which is not there; one that is stays."""
    return lambda data: text if data is None else data


def _for_obsidian() -> "list[tuple[str, Edit]]":
    """Return the edits that make the vault at home in Obsidian, as the example vault is."""
    from vault_tool.render.shipped import find_shipped
    from vault_tool.vault.obsidian_types import TYPES_PATH, types_in, with_types

    example = find_shipped("example-vault")
    wanted = types_in((example / TYPES_PATH).read_bytes())
    base = (example / BASE).read_bytes()
    return [(TYPES_PATH, lambda data: with_types(data, wanted)), (BASE, _made_of(base))]


def _said(place: Path, plan: "Plan", changes: "Sequence[Change]", dry_run: bool) -> str:
    """Return what was made, and what to do next."""
    from vault_tool.render.harmless import one_line

    shown = one_line(str(place))
    if not plan.folders and not changes:
        return f"{shown} is a vault already; there was nothing to make.\n"
    verb = "would become" if dry_run else "is now"
    kind = "a new vault" if plan.is_new else "a vault"
    made = (f"  {path}" for path in sorted([*plan.folders, *(each.path for each in changes)]))
    return "\n".join([f"{shown} {verb} {kind}, with:", *made, "", NEXT[plan.is_new]])


def _as_json(plan: "Plan", changes: "Sequence[Change]", today: date, dry_run: bool) -> str:
    from vault_tool.render import machine
    from vault_tool.render.changes import diff

    made: list[dict[str, str | None]] = [{"path": path, "diff": None} for path in plan.folders]
    made += [{"path": each.path, "diff": diff(each)} for each in changes]
    return machine.as_json({**machine.head(today, 0), "changes": made, "dry_run": dry_run})
