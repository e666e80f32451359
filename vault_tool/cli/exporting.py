"""`export FORMAT`: everybody, or whom a filter chooses, for other programs."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vault_tool.cli.coding import show_code
from vault_tool.cli.filtering import cards_meant, filtered, standings_of
from vault_tool.cli.opening import Desk, opened
from vault_tool.cli.options import Asked, Format, verb
from vault_tool.cli.output import deliver, deliver_exact, outside
from vault_tool.cli.showing import show
from vault_tool.errors import UsageError

if TYPE_CHECKING:
    from vault_tool.engine.outgoing import Day
    from vault_tool.engine.query import Filter
    from vault_tool.formats.vcard_writing import Version
    from vault_tool.model import Card

NOBODY = 1
NOT_ALL_READ = 3
# What the ending of a file may say besides; what is written is as FORMAT says.
FORMATS: tuple[Format, ...] = ("text", "csv", "json")
VERSIONS = ("3.0", "4.0")
TABLES = ("excel-safe", "raw")


class _Wanted:
    """How the result is to be written."""

    def __init__(self, version: str, table: str, *, follow_ups: bool) -> None:
        self.version: Version = "4.0" if version == "4.0" else "3.0"
        self.table = table
        self.follow_ups = follow_ups


def _complete_kind(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    return [kind for kind in KINDS if kind.startswith(incomplete)]


@verb(
    "export",
    formats=FORMATS,
    example="""\
vault-tool export vcard -o people.vcf
vault-tool export vcard --folder ~/.contacts/people
vault-tool export csv --in Bologna -o bologna.csv
vault-tool export ics --follow-ups -o people.ics
vault-tool export qr giulia""",
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
@click.option(
    "--folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Cards into a folder, one file each, as vdirsyncer and khard keep them.",
)
@click.option("--follow-ups", is_flag=True, help="Into the calendar, too: when each is next due.")
def export_command(
    asked: Asked,
    kind: str,
    version: str,
    table: str,
    folder: Path | None,
    follow_ups: bool,
    chosen: "Filter | None",
) -> int | None:
    """Take people out: vcard, csv, json, ics, mutt or qr. The text of notes stays where it is.

    The same vault gives the same bytes. Exit code 3 when some notes could not be read.
    """
    if kind not in KINDS:
        raise UsageError(
            f'there is no format "{kind}" to export', f"There are: {', '.join(KINDS)}."
        )
    if folder and (kind != "vcard" or asked.output):
        raise UsageError(
            "a folder is for cards, one file each", "Write: vault-tool export vcard --folder DIR"
        )
    with opened(asked) as desk:
        if kind in ANSWERS:
            return ANSWERS[kind](asked, desk, chosen)
        cards = [card for card in cards_meant(desk, chosen) if not card.me]
        wanted = _Wanted(version, table, follow_ups=follow_ups)
        if folder:
            _into_folder(asked, desk, cards, folder.expanduser(), wanted.version)
        elif kind == "vcard":
            deliver_exact(asked, _vcards(desk, cards, wanted.version), desk.root)
        else:
            deliver(asked, WRITERS[kind](desk, cards, wanted), desk.root)
        return NOT_ALL_READ if desk.unread else None


def _kept(desk: Desk, cards: "Sequence[Card]") -> "Mapping[str, bytes]":
    """Return the cards that the vault keeps of these people, by their ids."""
    from vault_tool.engine.keeping_cards import uids_of
    from vault_tool.vault.cards import kept_cards

    uids = (uid for card in cards for uid in uids_of(card))
    return kept_cards(desk.root, desk.settings.cards, uids)


def _vcards(desk: Desk, cards: "Sequence[Card]", version: "Version") -> bytes:
    from vault_tool.engine.keeping_cards import outgoing, uids_of

    kept = _kept(desk, cards)
    return b"".join(
        outgoing(
            card,
            [kept[uid] for uid in uids_of(card) if uid in kept],
            desk.settings.region,
            version,
        )
        for card in cards
    )


def _into_folder(
    asked: Asked, desk: Desk, cards: "Sequence[Card]", folder: Path, version: "Version"
) -> None:
    """Write cards into a folder: what is there and is the same is not touched."""
    from vault_tool.engine.card_folder import folder_of
    from vault_tool.index.read import cards as everybody
    from vault_tool.render.exporting import in_folder
    from vault_tool.sync.store import Listing
    from vault_tool.sync.vdir import Vdir

    place = outside(folder, desk.root, "--folder")
    try:
        place.mkdir(exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"the folder {folder} cannot be made: {error.strerror}", "Make it, then try again."
        ) from None
    store = Vdir(place)
    there = store.fetched(store.listed(Listing()).etags)
    files = {name: each.data for name, each in there.items()}
    plan = folder_of(
        cards,
        everybody(desk.index),
        files,
        _kept(desk, cards),
        desk.settings.region,
        version,
    )
    names = []
    for put in plan.puts:
        if put.name is None:
            names.append(store.create(put.uid, put.text)[0])
            continue
        names.append(put.name)
        if files[put.name] != put.text:
            store.replace(put.name, put.text, there[put.name])
    result = in_folder(plan, names, files, str(folder), desk.today, desk.unread)
    show(asked, desk, "export", result, ("text", "json"))


def _addresses(asked: Asked, desk: Desk, chosen: "Filter | None") -> int | None:
    """Answer as mutt's `query_command` wants it: a line for mutt to show, then the addresses."""
    from dataclasses import replace

    from vault_tool.engine.addressing import addresses
    from vault_tool.formats.mutt import write_addresses
    from vault_tool.render.templates import said

    typed = (chosen.text if chosen else None) or ""
    others = replace(chosen, text=None) if chosen else None
    found = addresses(cards_meant(desk, others), typed)
    (title,) = said(
        "in_mutt", [{"count": len(found)}], desk.today, language=desk.language, root=desk.root
    )
    deliver(asked, write_addresses(title, found), desk.root)
    return None if found else NOBODY


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
    "csv": _csv,
    "json": _json,
    "ics": _ics,
}
ANSWERS: dict[str, Callable[[Asked, Desk, "Filter | None"], int | None]] = {
    "mutt": _addresses,
    "qr": show_code,
}
KINDS = ("vcard", *WRITERS, *ANSWERS)
