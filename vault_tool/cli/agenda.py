"""`today`: whom to reach today, and why."""

from typing import TYPE_CHECKING

import click

from vault_tool.cli.filtering import filtered, people_meant, standings_of
from vault_tool.cli.manner import Manner, refuse_alone, writes
from vault_tool.cli.opening import Desk, opened
from vault_tool.cli.options import FORMATS, Asked, verb
from vault_tool.cli.showing import show

if TYPE_CHECKING:
    from vault_tool.cli.practising import Result
    from vault_tool.engine.agenda import Agenda
    from vault_tool.engine.query import Filter


ALL_THERE = "Everybody stands there already."
NOBODY = "Nobody is waiting for you today."


@verb(
    "today",
    formats=FORMATS,
    example="""\
vault-tool today
vault-tool today --in Milano --today "next monday"
vault-tool today --write""",
)
@click.option("--write", "writing", is_flag=True, help="Put them into today's daily note as tasks.")
@filtered
@writes
def today_command(asked: Asked, writing: bool, chosen: "Filter | None", manner: Manner) -> None:
    """Show the few people to reach today, each with the reason.

    Birthdays, promises of yours that are due and questions whose day has passed come first, then
    those drifting from their own rhythm; one place is kept for whoever was unseen the longest.

    With --write they become tasks in the daily note; ticking one is the contact. Who stands there
    already stays as they are.
    """
    from vault_tool.engine.agenda import today
    from vault_tool.render import machine

    def of_all(desk: Desk) -> "Agenda":
        """Return the answer about everybody, made once for an index as it is."""
        given = desk.index.lists and desk.index.lists.token
        people = standings_of(desk)
        return desk.memory.latest(
            "today", given, lambda _: today(people, desk.settings, desk.today, desk.memory)
        )

    refuse_alone(manner, writing)
    with opened(asked, of_all if chosen is None else standings_of) as desk:
        everybody = people_meant(desk, chosen)
        found = of_all(desk) if chosen is None else today(everybody, desk.settings, desk.today)
        result = machine.agenda(found, desk.today, desk.unread, len(everybody))
        if writing:
            _write(asked, desk, manner, result)
        else:
            show(asked, desk, "today", result)


def _write(asked: Asked, desk: Desk, manner: Manner, result: "Result") -> None:
    """Put everybody into the daily note who does not stand there yet."""
    from vault_tool.cli.changing import Line, new_in, write
    from vault_tool.cli.daily import daily_note_of
    from vault_tool.cli.linking import linker_of
    from vault_tool.cli.reaching import keep, wanted_of
    from vault_tool.engine.reaching import reach_in_day

    note = daily_note_of(asked, desk)
    resolver = linker_of(desk).resolver
    wanted = wanted_of(desk, result, note.path)
    heading = desk.settings.reach_heading
    edit = reach_in_day(
        note.path, note.start, heading, wanted,
        lambda target: resolver.resolve(target, note.path), desk.index.ways,
    )  # fmt: skip
    lines = [Line(note.path, each.words) for each in wanted]
    changes = write(
        asked, desk, manner, f"today {desk.today.isoformat()}", [(note.path, edit)],
        lambda changes: [each for each in lines if new_in(changes, each)],
        unchanged=ALL_THERE if wanted else NOBODY,
    )  # fmt: skip
    if not manner.dry_run:
        keep(desk, note.path, wanted, list(changes))
