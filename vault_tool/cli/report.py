"""`report NAME`: one engine question each, drawn by a template of the tool's or of the vault's."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from vault_tool.cli.changing import Line, write
from vault_tool.cli.clock import day_meant
from vault_tool.cli.failures import nearest
from vault_tool.cli.filtering import filtered, standings_of
from vault_tool.cli.manner import Manner, refuse_alone, writes
from vault_tool.cli.opening import Desk, opened, root_meant
from vault_tool.cli.options import FORMATS, Asked, verb
from vault_tool.cli.output import deliver
from vault_tool.cli.practising import Result
from vault_tool.cli.reporting import QUESTIONS, known_reports, report_note
from vault_tool.cli.showing import show
from vault_tool.errors import UsageError

if TYPE_CHECKING:
    from vault_tool.engine.query import Filter
    from vault_tool.render.templates import ReportTemplate

LISTED = "See which there are: vault-tool report --list"


WITH_A_SPAN = ("birthdays", "coverage")
WITH_A_PAST = ("activity",)
WITH_A_CANVAS = "network"
APPLIED = "capacity"
OF_A_YEAR = "year"
LONGEST_PAST = 3653  # ten years of weeks are a long list already


def _complete_report(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in QUESTIONS if name.startswith(incomplete)]


@verb(
    "report",
    formats=FORMATS,
    example="""\
vault-tool report follow-ups --where 'weight>=4'
vault-tool report birthdays --next 30d -o birthdays.html
vault-tool report follow-ups --write
vault-tool report capacity --apply
vault-tool report --list""",
)
@click.argument("name", required=False, shell_complete=_complete_report)
@click.option("--list", "listing", is_flag=True, help="Say which reports there are.")
@click.option("--next", "within", metavar="30d", help="birthdays, coverage: for so long ahead.")
@click.option("--last", "past", metavar="1y", help="activity: so long back; else 26 weeks.")
@click.option("--year", "number", type=click.IntRange(1, 9999), metavar="2026", help="year: of it.")
@click.option("--write", "writing", is_flag=True, help="Write it into Reports/, as a note.")
@click.option("--apply", "applying", is_flag=True, help="capacity: write the rhythms it proposes.")
@filtered
@writes
def report_command(
    asked: Asked,
    name: str | None,
    listing: bool,
    within: str | None,
    past: str | None,
    number: int | None,
    writing: bool,
    applying: bool,
    chosen: "Filter | None",
    manner: Manner,
) -> None:
    """Show a report: follow-ups (everyone with a reason), birthdays (what comes up), drafts.

    A template of your own in Templates/vault-tool/reports/ is a report too. Words behind the name
    and the options choose the people it is about.

    With --write it becomes a note in Reports/, which the next --write replaces. A file there that
    the tool did not make is left alone.
    """
    refuse_alone(manner, writing or applying)
    if applying and (writing or listing or name != APPLIED):
        raise UsageError(
            "--apply writes what report capacity proposes",
            "Say: vault-tool report capacity --apply",
        )
    days = _days("--next", within) if within is not None else None
    if listing:
        _list(asked, known_reports(root_meant(asked)))
        return
    if name is None:
        raise UsageError("the report's name is missing", LISTED)
    data = name if name in QUESTIONS else _named(name, known_reports(root_meant(asked))).data
    if days is not None and data not in WITH_A_SPAN:
        raise UsageError(
            f"the report {name} is about today and takes no --next",
            "What comes up: vault-tool report birthdays --next 30d",
        )
    if past is not None:
        if data not in WITH_A_PAST:
            raise UsageError(
                f"the report {name} does not look back and takes no --last",
                "What there was: vault-tool report activity --last 1y",
            )
        days = min(_days("--last", past), LONGEST_PAST)
    if number is not None:
        days = _year(data, number, day_meant(asked.today).year)
    with opened(asked, standings_of) as desk:
        if applying:
            from vault_tool.cli.stretching import apply

            apply(asked, desk, manner, chosen)
            return
        result = QUESTIONS[data](desk, chosen, days)
        if writing:
            _write(asked, desk, manner, name, result, chosen)
        else:
            show(asked, desk, name, result)


def _write(
    asked: Asked, desk: Desk, manner: Manner, name: str, result: Result, chosen: "Filter | None"
) -> None:
    edits = [report_note(desk, name, result)]
    if name == WITH_A_CANVAS:
        from vault_tool.cli.canvas import canvas_file

        edits.append(canvas_file(asked, desk, chosen))
    path = edits[0][0]
    write(
        asked, desk, manner, f"report {name}", edits,
        lambda changes: [Line(each.path, "") for each in changes],
        unchanged=f"{path} says so already.",
    )  # fmt: skip


def _list(asked: Asked, known: "Mapping[str, ReportTemplate]") -> None:
    from vault_tool.render import machine

    if asked.layout(("text", "json")) == "json":
        items = [
            {"name": each.name, "data": each.data, "description": each.description}
            for each in known.values()
        ]
        result = {**machine.head(day_meant(asked.today), 0), "items": items}
        deliver(asked, machine.as_json(result), root_meant(asked))
        return
    width = max(len(name) for name in known)
    lines = (f"{each.name:<{width}}   {each.description}\n" for each in known.values())
    deliver(asked, "".join(lines), root_meant(asked))


def _named(name: str, known: "Mapping[str, ReportTemplate]") -> "ReportTemplate":
    if name in known:
        return known[name]
    near = nearest(name, known)
    raise UsageError(f'there is no report "{name}"', f"Did you mean {near}?" if near else LISTED)


def _year(data: str, number: int, latest: int) -> int:
    if data != OF_A_YEAR:
        raise UsageError(
            "--year is for the report of a year", "Say: vault-tool report year --year 2026"
        )
    if number > latest:
        raise UsageError(f"{number} is still to come", f"Look back on {latest} or before.")
    return number


def _days(option: str, typed: str) -> int:
    """Return a span in days; `0d` is today alone."""
    from vault_tool.dates import parse_duration

    span = parse_duration(typed)
    if span is None and typed.strip() not in ("0", "0d"):
        raise UsageError(f'{option}: "{typed}" is no length of time', "Write it as 30d or 2 weeks.")
    return span.in_days() if span else 0
