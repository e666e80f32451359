"""`export FORMAT`: everybody, or whom a filter chooses, as cards, table, JSON or calendar."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from vault_tool.cli.filtering import cards_meant, filtered, standings_of
from vault_tool.cli.opening import Desk, opened
from vault_tool.cli.options import Asked, Format, verb
from vault_tool.cli.output import deliver
from vault_tool.errors import UsageError

if TYPE_CHECKING:
    from vault_tool.engine.outgoing import Day
    from vault_tool.engine.query import Filter
    from vault_tool.model import Card

NOT_ALL_READ = 3
# What the ending of a file may say besides; what is written is as FORMAT says.
FORMATS: tuple[Format, ...] = ("text", "csv", "json")
VERSIONS = ("3.0", "4.0")
TABLES = ("excel-safe", "raw")


class _Wanted:
    """How the result is to be written."""

    def __init__(self, version: str, table: str, *, follow_ups: bool) -> None:
        self.version = version
        self.table = table
        self.follow_ups = follow_ups


def _complete_kind(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    return [kind for kind in WRITERS if kind.startswith(incomplete)]


@verb(
    "export",
    formats=FORMATS,
    example="""\
vault-tool export vcard -o people.vcf
vault-tool export csv --in Bologna -o bologna.csv
vault-tool export ics --follow-ups -o people.ics""",
)
@click.argument("kind", metavar="FORMAT", shell_complete=_complete_kind)
@filtered
@click.option("--version", type=click.Choice(VERSIONS), default="3.0", help="Of vCards: 3.0, 4.0.")
@click.option(
    "--csv",
    "table",
    type=click.Choice(TABLES),
    default="excel-safe",
    help="Formulas made harmless, or raw.",
)
@click.option("--follow-ups", is_flag=True, help="Into the calendar, too: when each is next due.")
def export_command(
    asked: Asked,
    kind: str,
    version: str,
    table: str,
    follow_ups: bool,
    chosen: "Filter | None",
) -> int | None:
    """Take people out: vcard, csv, json or ics. The text of notes stays where it is.

    The same vault gives the same bytes. Exit code 3 when some notes could not be read.
    """
    if kind not in WRITERS:
        raise UsageError(
            f'there is no format "{kind}" to export', f"There are: {', '.join(WRITERS)}."
        )
    with opened(asked) as desk:
        cards = [card for card in cards_meant(desk, chosen) if not card.me]
        wanted = _Wanted(version, table, follow_ups=follow_ups)
        deliver(asked, WRITERS[kind](desk, cards, wanted), desk.root)
        return NOT_ALL_READ if desk.unread else None


def _vcard(desk: Desk, cards: "list[Card]", wanted: _Wanted) -> str:
    from vault_tool.engine.outgoing import contact_of
    from vault_tool.formats.vcard_writing import write_vcards

    return write_vcards(
        map(contact_of, cards), "4.0" if wanted.version == "4.0" else "3.0"
    ).decode()


def _csv(desk: Desk, cards: "list[Card]", wanted: _Wanted) -> str:
    from vault_tool.render.exporting import rows
    from vault_tool.render.tables import table

    return table(rows(cards, desk.today), "csv", exact=wanted.table == "raw")


def _json(desk: Desk, cards: "list[Card]", wanted: _Wanted) -> str:
    from vault_tool.render.exporting import people
    from vault_tool.render.machine import as_json

    return as_json(people(cards, desk.today, desk.unread))


def _ics(desk: Desk, cards: "list[Card]", wanted: _Wanted) -> str:
    from vault_tool.engine.outgoing import days_of, due_of
    from vault_tool.engine.rhythm import next_due
    from vault_tool.formats.calendar import Event, write_calendar
    from vault_tool.render.templates import said

    by_path = {standing.path: standing for standing in standings_of(desk)}
    days: list[Day] = []
    for card in cards:
        standing = by_path.get(card.path)
        if standing is None:
            continue
        days += days_of(card, standing.person)
        due = next_due(standing, desk.settings, desk.today)
        if wanted.follow_ups and due.due and not card.inbox and card.status == "active":
            days.append(due_of(card, due.due))
    words = said(
        "in_calendar",
        [{"kind": day.kind, "label": day.label, "name": day.name} for day in days],
        desk.today,
        language=desk.language,
        root=desk.root,
    )
    events = [
        Event(day.uid, day.on, text, day.kind != "due")
        for day, text in zip(days, words, strict=True)
    ]
    return write_calendar(events, desk.root.name).decode()


WRITERS: dict[str, Callable[[Desk, "list[Card]", _Wanted], str]] = {
    "vcard": _vcard,
    "csv": _csv,
    "json": _json,
    "ics": _ics,
}
