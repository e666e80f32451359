"""`sync`: this device and the others, through git."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from vault_tool.cli.clock import moment
from vault_tool.cli.manner import Manner, writes
from vault_tool.cli.opening import Desk, opened
from vault_tool.cli.options import Asked, Format, verb
from vault_tool.cli.output import deliver, remark
from vault_tool.errors import SyncStopped, UsageError
from vault_tool.render import machine
from vault_tool.render.harmless import one_line

if TYPE_CHECKING:
    from pathlib import Path

    from vault_tool.sync.exchange import Branch, Round
    from vault_tool.sync.state import Changed
    from vault_tool.vault.journal import Change, Edit

FORMATS: tuple[Format, ...] = ("text", "json")
NO_OTHER_SIDE = (
    "No other side is known yet. Name one: git remote add origin URL, then: vault-tool sync"
)


@verb(
    "sync",
    formats=FORMATS,
    example="""\
vault-tool sync
vault-tool sync --dry-run
vault-tool sync --setup""",
)
@click.option("--setup", is_flag=True, help="Make the vault ready for git, on this device.")
@click.option("--undo", "undoing", is_flag=True, help="With --setup: take that back.")
@writes
def sync_command(asked: Asked, setup: bool, undoing: bool, manner: Manner) -> None:
    """Commit what changed, fetch what other devices wrote, merge it by meaning, and push.

    Nothing is ever forced. Where two devices differ about one thing, both versions are kept, and
    you are told what to do next. Without a connection the commit waits for the next time.
    """
    if undoing and not setup:
        raise UsageError("--undo goes with --setup", "To take back a command: vault-tool undo")
    with opened(asked) as desk:
        if setup:
            done = unset(desk.root, manner) if undoing else set_up(desk.root, manner)
            tell_setup(asked, desk, done, manner)
        else:
            _sync(asked, desk, manner)


class SetUp:
    """What a set-up did: whether a repository was made, what files changed, the driver's command.

    `command` is None where the driver was taken away.
    """

    def __init__(self, made: bool, changes: "Sequence[Change]", command: str | None) -> None:
        self.made = made
        self.changes = changes
        self.command = command


def set_up(root: "Path", manner: Manner) -> SetUp:
    """Make a vault ready for several devices: attributes, ignored files, this device's driver."""
    from vault_tool.sync.git import driver_command, repository_of
    from vault_tool.sync.setup import arm, made_repository
    from vault_tool.vault.attributes import ATTRIBUTES, IGNORED, with_attribute, with_ignored

    edits: list[tuple[str, Edit]] = [(ATTRIBUTES, with_attribute), (IGNORED, with_ignored)]
    changes = _written(root, manner, "sync --setup", edits)
    if manner.dry_run:
        return SetUp(repository_of(root) is None, changes, driver_command())
    repository, made = made_repository(root)
    return SetUp(made, changes, arm(repository))


def unset(root: "Path", manner: Manner) -> SetUp:
    """Take back what `set_up` did; the repository and all that is in it stay."""
    from vault_tool.sync.git import repository_of
    from vault_tool.sync.setup import disarm
    from vault_tool.vault.attributes import ATTRIBUTES, IGNORED, without_ours

    edits: list[tuple[str, Edit]] = [(ATTRIBUTES, without_ours), (IGNORED, without_ours)]
    changes = _written(root, manner, "sync --setup --undo", edits)
    repository = repository_of(root)
    if repository is not None and not manner.dry_run:
        disarm(repository)
    return SetUp(False, changes, None)


def _written(
    root: "Path", manner: Manner, command: str, edits: "list[tuple[str, Edit]]"
) -> "Sequence[Change]":
    from vault_tool.vault import journal

    if manner.dry_run:
        return journal.planned(root, edits)
    return journal.carry_out(root, command, edits, when=moment())


def tell_setup(asked: Asked, desk: Desk, done: SetUp, manner: Manner) -> None:
    """Say what a set-up did, or would do."""
    from vault_tool.render.changes import diff

    if asked.layout(FORMATS) == "json":
        changes = [{"path": each.path, "diff": diff(each)} for each in done.changes]
        values = {"changes": changes, "dry_run": manner.dry_run, "driver": done.command}
        deliver(asked, machine.as_json({**machine.head(desk.today, 0), **values}), desk.root)
    else:
        deliver(asked, setup_words(done, manner.dry_run), desk.root)


def setup_words(done: SetUp, dry_run: bool) -> str:
    """Return what a set-up did in words, as lines."""
    made, wrote = ("Would make", "Would write") if dry_run else ("Made", "Wrote")
    lines = [f"{made} a repository."] if done.made else []
    lines += [f"{wrote} {one_line(each.path)}." for each in done.changes]
    if done.command is None:
        merges = "would merge" if dry_run else "merges"
        lines.append(f"git {merges} notes line by line again on this device.")
    else:
        verb = "would run" if dry_run else "runs"
        lines.append(f"To merge two versions of a note, git {verb}: {one_line(done.command)}")
    return "\n".join(lines)


def _sync(asked: Asked, desk: Desk, manner: Manner) -> None:
    from vault_tool.sync.exchange import (
        branch_of,
        commit,
        exchange,
        message_for,
        to_commit,
    )
    from vault_tool.sync.git import repository_of
    from vault_tool.sync.state import prefix_of
    from vault_tool.sync.stops import refuse_unready
    from vault_tool.vault.state import locked_state

    repository = repository_of(desk.root)
    if repository is None:
        raise SyncStopped(
            "the vault lies in no git repository", "Make one: vault-tool sync --setup"
        )
    with locked_state(desk.root):
        if not manner.dry_run:
            refuse_unready(repository, desk.root)
        files = to_commit(repository, desk.root)
        message = message_for(files, prefix_of(repository, desk.root), _names(desk).get)
        branch = branch_of(repository, desk.root)
        if manner.dry_run:
            _tell(asked, desk, files, message, branch, None, is_plan=True)
            return
        if files:
            commit(repository, files, message)
        came = exchange(repository, desk.root, branch) if branch else None
    _tell(asked, desk, files, message, branch, came)


def _names(desk: Desk) -> dict[str, str]:
    """Return the names of people by the paths of their notes."""
    from vault_tool.index.read import cards

    return {card.path: card.name for card in cards(desk.index)}


def _tell(
    asked: Asked,
    desk: Desk,
    files: "Sequence[Changed]",
    message: str,
    branch: "Branch | None",
    came: "Round | None",
    *,
    is_plan: bool = False,
) -> None:
    if asked.layout(FORMATS) == "json":
        values: dict[str, Any] = {
            "committed": [each.path for each in files],
            "message": message if files else None,
            "received": came.received if came else 0,
            "sent": came.sent if came else 0,
            "alone": came.alone if came else None,
            "dry_run": is_plan,
        }
        result = {**machine.head(desk.today, desk.unread), **values}
        deliver(asked, machine.as_json(result), desk.root)
        return
    lines = [one_line(each.path) for each in files]
    if files:
        lines.append(f"{'Would commit' if is_plan else 'Committed'}: {one_line(message)}")
    if came and came.received:
        lines.append(f"Received {_times(came.received)} from other devices.")
    if came and came.sent:
        lines.append(f"Sent {_times(came.sent)}.")
    if not lines:
        is_met = came is not None and came.alone is None
        lines.append("All devices are in step." if is_met else "Nothing was changed here.")
    deliver(asked, "\n".join(lines), desk.root)
    if branch is None:
        remark(asked, NO_OTHER_SIDE)
    if came and came.alone:
        remark(asked, f"The other side was not reached: {came.alone}")
        remark(asked, "What was committed here goes with the next: vault-tool sync")


def _times(number: int) -> str:
    return "1 commit" if number == 1 else f"{number} commits"
