"""`index` and `check`: what the notes hold, and what is wrong or dubious in them."""

from time import perf_counter
from typing import TYPE_CHECKING

import click

from vault_tool.cli.opening import Desk, entered, progress_for
from vault_tool.cli.options import FORMATS, Asked, Format, verb
from vault_tool.cli.output import deliver, remark
from vault_tool.cli.showing import show
from vault_tool.errors import Problem, WriteRefused
from vault_tool.render import machine

if TYPE_CHECKING:
    from vault_tool.index.verify import Difference

FOUND = 1
DIFFERS = 2
NOT_ALL_READ = 3
INDEX_FORMATS: tuple[Format, ...] = ("text", "md", "json", "html")


@verb(
    "index",
    formats=INDEX_FORMATS,
    example="""\
vault-tool index
vault-tool index --rebuild
vault-tool index --verify""",
)
@click.option("--rebuild", "anew", is_flag=True, help="Read every note again, from nothing.")
@click.option("--verify", "verifying", is_flag=True, help="Compare the index with a rebuild.")
def index_command(asked: Asked, anew: bool, verifying: bool) -> int | None:
    """Bring the index up to date; print what was found and every problem.

    The index is a copy that every command brings up to date by itself; deleting it loses nothing.
    Exit code 3 when some notes could not be read.
    """
    from vault_tool.index.read import counts, problems
    from vault_tool.index.sync import rebuild, reconcile

    with entered(asked) as desk:
        if verifying:
            return _verified(asked, desk)
        _recover(asked, desk)
        began = perf_counter()
        changes = (rebuild if anew else reconcile)(desk.index, progress_for(asked))
        held = counts(desk.index)
        seconds = round(perf_counter() - began, 3)
        found = {**held._asdict(), **changes._asdict(), "seconds": seconds}
        show(asked, desk, "index", machine.index(found, problems(desk.index), desk.today))
    return NOT_ALL_READ if held.unread else None


@verb(
    "check",
    formats=FORMATS,
    example="vault-tool check\nvault-tool check --duplicates\nvault-tool check --format json",
)
@click.option("--duplicates", "doubled", is_flag=True, help="Say which notes may be one person.")
def check_command(asked: Asked, doubled: bool) -> int | None:
    """Say what is wrong or dubious in the notes; silent when all is well.

    Each finding is one line, path:line:column: level: message, as editors understand. Exit code 1
    when there is an error or a warning.
    """
    from vault_tool.engine.checks import check
    from vault_tool.index.read import notes, problems, resolver
    from vault_tool.index.sync import reconcile

    with entered(asked) as desk:
        reconcile(desk.index, progress_for(asked))
        if doubled:
            found, result = _doubled(desk)
        else:
            found = check(notes(desk.index), resolver(desk.index), problems(desk.index))
            result = machine.check(found, desk.today)
        if asked.layout(FORMATS) in ("csv", "tsv", "path"):
            result = {**result, "items": result["problems"]}
        show(asked, desk, "check", result, wraps=False)
    return FOUND if any(each.level != "note" for each in found) else None


def _doubled(desk: Desk) -> tuple[list[Problem], machine.Result]:
    """Return which notes may be of one person, as findings and as a result."""
    from functools import partial

    from vault_tool.engine.doubles import doubles, findings, told_apart
    from vault_tool.index.read import cards, resolver

    are_apart = partial(told_apart, resolver=resolver(desk.index))
    pairs = doubles(cards(desk.index), desk.settings.region, are_apart)
    found = findings(pairs)
    return found, machine.doubles(pairs, found, desk.today)


def _recover(asked: Asked, desk: Desk) -> None:
    """Set right what an interrupted command left; where that cannot be done now, say so."""
    from vault_tool.vault.journal import recover

    try:
        found = recover(desk.root)
    except WriteRefused as refused:
        remark(asked, f"{refused.message}. {refused.hint}")
        return
    for problem in found:
        remark(asked, str(problem))


def _verified(asked: Asked, desk: Desk) -> int | None:
    """Say how the index differs from a rebuild: behind the vault is in order, wrong is a fault."""
    from vault_tool.index.verify import verify

    found = verify(desk.index, progress_for(asked))
    if asked.layout(INDEX_FORMATS) == "json":
        values = {**machine.head(desk.today, 0), **found._asdict()}
        deliver(asked, machine.as_json(values), desk.root)
    else:
        deliver(asked, _comparison(found), desk.root)
    return DIFFERS if found.wrong else None


def _comparison(found: "Difference") -> str:
    from vault_tool.render.harmless import one_line

    if found.is_missing:
        return "There is no index yet; the next command makes one.\n"
    lines = [f"{one_line(path)}: changed since the index was made\n" for path in found.behind]
    lines += [f"{one_line(path)}: the index is wrong\n" for path in found.wrong]
    if found.wrong:
        lines.append("Make it anew, and please report this: vault-tool index --rebuild\n")
    return "".join(lines) or "The index is what a rebuild would make.\n"
