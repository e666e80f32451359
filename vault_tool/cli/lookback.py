"""`triage` and `recover`: people an import brought, one after the other; those lost sight of."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from vault_tool.cli.changing import FORMATS as WRITING
from vault_tool.cli.changing import Line, write
from vault_tool.cli.manner import Manner, writes
from vault_tool.cli.naming import can_ask, certain_person
from vault_tool.cli.offers import complete_person
from vault_tool.cli.opening import Desk, opened
from vault_tool.cli.options import FORMATS, Asked, verb
from vault_tool.cli.showing import show
from vault_tool.errors import UsageError

if TYPE_CHECKING:
    from vault_tool.engine.triage import Decision, Waiting
    from vault_tool.model import Card

# As many as one looks at without growing tired.
FEW = 5
_count = click.option(
    "--count", type=click.IntRange(1, 1000), default=FEW, metavar="N", help="How many; else 5."
)


@verb(
    "triage",
    formats=FORMATS,
    example="""\
vault-tool triage
vault-tool triage "Nives Sarti" --weight 4 --rhythm "2 months"
vault-tool triage "Olmo Reggiani" --not-now""",
)
@click.argument("name", metavar="[NAME]", required=False, shell_complete=complete_person)
@click.option("--weight", metavar="1-5", help="Let them in; 5 is closest.")
@click.option("--rhythm", metavar="6w", help="How often to be in touch; else by weight.")
@click.option("--later", is_flag=True, help="Ask again in a month.")
@click.option("--not-now", "not_now", is_flag=True, help="Keep the note, in no list (archived).")
@_count
@writes
def triage_command(
    asked: Asked,
    name: str | None,
    weight: str | None,
    rhythm: str | None,
    later: bool,
    not_now: bool,
    count: int,
    manner: Manner,
) -> None:
    """Walk through the people an import brought, five at a time.

    On a terminal you are asked about each: how close, how often; later; not now. Every answer is
    written at once, so you can stop where you like.
    """
    from vault_tool.engine.triage import waiting
    from vault_tool.index.read import cards

    decision = _decision(weight, rhythm, later=later, not_now=not_now)
    with opened(asked) as desk:
        if name is not None:
            _decide(asked, desk, manner, certain_person(asked, desk, name), decision)
            return
        if decision or manner.dry_run:
            raise UsageError("the name is missing", 'Say whom: vault-tool triage "Anna Neri" …')
        found = waiting(cards(desk.index), desk.today)
        if not (found.people and can_ask() and asked.layout(FORMATS) == "text"):
            from vault_tool.render.lookback import triage

            show(asked, desk, "triage", triage(found, count, desk.today, desk.unread))
            return
        _walk(asked, desk, manner, found.people[:count], len(found.people))


@verb(
    "recover",
    formats=FORMATS,
    example="vault-tool recover\nvault-tool recover --count 20 --format json",
)
@_count
def recover_command(asked: Asked, count: int) -> None:
    """Who is in your phone or network and was lost sight of: reachable, and silent for a year.

    People an import brought count from the day you met. For a first word: vault-tool draft
    reconnect NAME.
    """
    from vault_tool.engine.recovering import lost_sight_of
    from vault_tool.index.read import cards, standings
    from vault_tool.render.lookback import recover

    with opened(asked) as desk:
        found = lost_sight_of(cards(desk.index), standings(desk.index), desk.today)
        show(asked, desk, "recover", recover(found, count, desk.today, desk.unread))


def _decision(
    weight: str | None, rhythm: str | None, *, later: bool, not_now: bool
) -> "Decision | None":
    from vault_tool.engine.triage import Decision

    if sum((weight is not None or rhythm is not None, later, not_now)) > 1:
        raise UsageError("these say different things", "Say a weight, --later or --not-now.")
    if later:
        return Decision("later")
    if not_now:
        return Decision("not now")
    return Decision("in", weight, rhythm) if weight or rhythm else None


def _decide(
    asked: Asked, desk: Desk, manner: Manner, card: "Card", decision: "Decision | None"
) -> None:
    if decision is None:
        raise UsageError(
            f"what becomes of {card.name} is missing", "Say --weight 1 to 5, --later or --not-now."
        )
    if not card.inbox:
        raise UsageError(
            f"{card.name} does not wait to be looked at", "To change something: vault-tool set"
        )
    _write(asked, desk, manner, card.name, card.path, decision)


def _write(
    asked: Asked, desk: Desk, manner: Manner, name: str, path: str, decision: "Decision"
) -> None:
    from vault_tool.engine.triage import LATER, decided

    said = {
        "in": ", ".join(
            f"{key}: {value}"
            for key, value in (("weight", decision.weight), ("frequency", decision.rhythm))
            if value
        ),
        "later": f"snooze_until: {LATER.after(desk.today).isoformat()}",
        "not now": "status: archived",
    }[decision.what]
    edits = [(path, decided(path, decision, desk.today, desk.index.ways))]
    shown = [Line(path, said.partition(", ")[0], name)]
    if asked.layout(FORMATS) not in WRITING:
        asked.layout(WRITING)  # it says which formats there are
    write(asked, desk, manner, f"triage {name}: {said}", edits, lambda _: shown)


def _walk(
    asked: Asked, desk: Desk, manner: Manner, people: "Sequence[Waiting]", all_of_them: int
) -> None:
    """Ask about one after the other; each answer is written before the next question."""
    from vault_tool.cli.questions import question, typed_of
    from vault_tool.engine.triage import Decision
    from vault_tool.render.harmless import harmless
    from vault_tool.render.lookback import about
    from vault_tool.render.templates import said

    words = said(
        "waits",
        [about(each, desk.today) for each in people],
        desk.today,
        language=desk.language,
        root=desk.root,
    )
    for number, (one, known) in enumerate(zip(people, words, strict=True), 1):
        click.echo(harmless(f"\n{number}/{all_of_them}  {one.name}  {known}"), err=True)
        answer = typed_of(question(desk.language, "close"), ("5", "4", "3", "2", "1", "n", "q", ""))
        if answer == "q":
            return
        if answer in ("", "n"):
            decision = Decision("later" if not answer else "not now")
        else:
            decision = Decision("in", answer, _rhythm(desk.language))
        _write(asked, desk, manner, one.name, one.path, decision)


def _rhythm(language: str) -> str | None:
    """Ask how often; Enter leaves it to the weight."""
    from vault_tool.cli.questions import question
    from vault_tool.dates import is_never, parse_duration

    while True:
        typed: str = click.prompt(
            question(language, "often"), default="", show_default=False, err=True
        )
        if not typed.strip() or is_never(typed) or parse_duration(typed):
            return typed.strip() or None
