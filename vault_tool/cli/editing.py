"""`set`, `snooze` and `edit`: change what somebody's note says of them."""

import os
import shlex
import subprocess
from collections.abc import Sequence
from pathlib import Path

import click

from vault_tool.cli.changing import FORMATS, Line, tell, write
from vault_tool.cli.clock import moment
from vault_tool.cli.manner import Manner, writes
from vault_tool.cli.naming import cards_ready, certain_person
from vault_tool.cli.offers import complete_person
from vault_tool.cli.opening import Desk, opened
from vault_tool.cli.options import Asked, verb
from vault_tool.cli.output import remark
from vault_tool.cli.when import day_of
from vault_tool.errors import UsageError, VaultToolError
from vault_tool.model import Card

EDITORS = ("VISUAL", "EDITOR")
USUAL_EDITOR = "notepad" if os.name == "nt" else "vi"


@verb(
    "set",
    formats=FORMATS,
    example="""\
vault-tool set giulia weight=5 "frequency=4 weeks"
vault-tool set giulia tags+=choir needs-= phone=""",
)
@click.argument("name", metavar="NAME", shell_complete=complete_person)
@click.argument("assignments", metavar="KEY=VALUE", nargs=-1, required=True)
@writes
def set_command(asked: Asked, name: str, assignments: Sequence[str], manner: Manner) -> None:
    """Change properties of somebody's note, and not a byte around them.

    KEY=VALUE replaces, KEY+=VALUE and KEY-=VALUE add to a list and take from it, KEY= deletes. Any
    spelling of a property that the note already has is kept.
    """
    from vault_tool.engine.assignments import assigned, parse_assignment, with_days

    typed = [parse_assignment(each) for each in assignments]
    with opened(asked, cards_ready) as desk:
        card = certain_person(asked, desk, name)
        ways, order = desk.index.ways, desk.settings.date_order
        wanted = [with_days(each, desk.today, order, ways) for each in typed]
        edits = [(card.path, assigned(card.path, wanted, ways))]
        said = ", ".join(f"{each.key}{each.sign}{each.value}" for each in wanted)
        shown = [Line(card.path, f"{each.key}: {each.value}", card.name) for each in wanted]
        write(asked, desk, manner, f"set {card.name}: {said}", edits, lambda _: shown)


@verb(
    "snooze",
    formats=FORMATS,
    example="""\
vault-tool snooze giulia --until 2m
vault-tool snooze giulia --over""",
)
@click.argument("name", metavar="NAME", shell_complete=complete_person)
@click.option("--until", "day", metavar="DATE", help="Not before this day; shown again on it.")
@click.option("--over", is_flag=True, help="End a snooze now.")
@writes
def snooze_command(asked: Asked, name: str, day: str | None, over: bool, manner: Manner) -> None:
    """Do not be asked to reach somebody before a day. Birthdays and promises wait, too."""
    from vault_tool.engine.assignments import Assignment, assigned

    if (day is None) == (not over):
        raise UsageError("until when is missing", "Say --until 2m, or --over to end a snooze.")
    with opened(asked, cards_ready) as desk:
        card = certain_person(asked, desk, name)
        until = "" if day is None else _ahead(asked, desk, day)
        wanted = [Assignment("snooze_until", "=", until)]
        edits = [(card.path, assigned(card.path, wanted, desk.index.ways))]
        shown = [Line(card.path, f"snooze_until: {until}", card.name)]
        command = f"snooze {card.name}" + (f" until {until}" if until else ": over")
        write(asked, desk, manner, command, edits, lambda _: shown)


def _ahead(asked: Asked, desk: Desk, typed: str) -> str:
    day = day_of(asked, desk, "--until", typed, future=True)
    if day <= desk.today:
        raise UsageError(f"{day.isoformat()} does not lie ahead", "Name a later day: --until 2m")
    return day.isoformat()


@verb("edit", formats=FORMATS, example="vault-tool edit giulia")
@click.argument("name", metavar="NAME", shell_complete=complete_person)
@writes
def edit_command(asked: Asked, name: str, manner: Manner) -> None:
    """Open somebody's note in your editor ($VISUAL, else $EDITOR), and check it afterwards.

    What you saved can be taken back with undo, like everything else.
    """
    with opened(asked, cards_ready) as desk:
        card = certain_person(asked, desk, name)
        file = desk.root / card.path
        line = [*_editor(), str(file)]
        if manner.dry_run:
            remark(asked, shlex.join(line))
            tell(asked, desk, (), (), dry_run=True)
            return
        _edit(asked, desk, card, file, line)


def _edit(asked: Asked, desk: Desk, card: Card, file: Path, line: Sequence[str]) -> None:
    from vault_tool.vault import journal

    before = file.read_bytes()
    try:
        done = subprocess.run(line, check=False)
    except OSError as error:
        raise VaultToolError(
            f"the editor {line[0]} was not started: {error.strerror}",
            "Name one: export EDITOR=nano",
        ) from None
    if done.returncode:
        remark(asked, f"{line[0]} ended with code {done.returncode}.")
    after = file.read_bytes() if file.is_file() else None
    change = journal.Change(card.path, before, after)
    changes = journal.noted(desk.root, f"edit {card.name}", [change], when=moment())
    tell(asked, desk, changes, (), dry_run=False)
    _check(asked, desk, card.path, after)


def _check(asked: Asked, desk: Desk, path: str, data: bytes | None) -> None:
    """Say what is wrong with the note as it was saved."""
    from vault_tool.note.reading import read_note

    for problem in read_note(path, data or b"", desk.index.ways).problems:
        remark(asked, str(problem))


def _editor() -> list[str]:
    named = next((os.environ[each] for each in EDITORS if os.environ.get(each)), USUAL_EDITOR)
    return shlex.split(named, posix=os.name != "nt")
