"""`log`: one sentence about a talk becomes a line in the note of each person."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from vault_tool.cli.changing import FORMATS, Line, write
from vault_tool.cli.daily import daily_note_of
from vault_tool.cli.linking import link_from, linker_of
from vault_tool.cli.manner import Manner, writes
from vault_tool.cli.naming import can_ask, picked
from vault_tool.cli.offers import complete_person
from vault_tool.cli.opening import Desk, opened
from vault_tool.cli.options import Asked, verb
from vault_tool.cli.output import remark
from vault_tool.cli.questions import question
from vault_tool.cli.when import day_of, refuse_future
from vault_tool.errors import NobodyFound, SeveralFound, UsageError

if TYPE_CHECKING:
    from vault_tool.engine.companions import Companions
    from vault_tool.engine.sentence import Doubt, Sentence
    from vault_tool.engine.talk import Edit
    from vault_tool.model import Card

SAID = "It is there already, in the same words."


@verb(
    "log",
    formats=FORMATS,
    example="""\
vault-tool log "yesterday: coffee with Giulia and Marco at Bar Centrale"
vault-tool log "ieri: telefonata con Giulia, l'udienza è il 12 #ricevuto/info"
vault-tool log --with giulia --when -3d --via call "her oven broke\"""",
)
@click.argument("sentence", metavar="SENTENCE", nargs=-1)
@click.option(
    "--with", "people", multiple=True, metavar="NAME", shell_complete=complete_person,
    help="With whom, beside those the sentence names.",
)  # fmt: skip
@click.option("--when", "when", metavar="DATE", help="The day; else the sentence's, else today.")
@click.option("--via", "channel", metavar="CHANNEL", help="How: call, email, coffee …")
@writes
def log_command(
    asked: Asked,
    sentence: Sequence[str],
    people: Sequence[str],
    when: str | None,
    channel: str | None,
    manner: Manner,
) -> None:
    """Write down a talk: the day, how, with whom and what about, in one sentence.

    The sentence may begin with a day (yesterday, ieri, -3d, last monday, 12 Nov); people are found
    by name, alias or [[link]]. The line goes into the note of each of them, and on a terminal you
    are asked what they told you.
    """
    typed = " ".join(sentence)
    with opened(asked) as desk:
        said = _understood(asked, desk, typed, people, when, channel)
        _write(asked, desk, manner, said, typed)
        if can_ask() and not (manner.dry_run or manner.yes or asked.quiet):
            _listen(asked, desk, said.people)


def log_words(
    asked: Asked,
    desk: Desk,
    manner: Manner,
    said: "Sequence[tuple[Card, str]]",
    day: date,
    *,
    command: str,
    first: "Sequence[tuple[str, Edit]]" = (),
    more: Sequence[Line] = (),
) -> None:
    """Write a line of the log into the note of each person, and say when each is next due.

    `said` holds for each what stands behind the date; the edits of `first` belong to the same step,
    and `more` is what is said of them.
    """
    from vault_tool.engine.rhythm import after_talk, last_contact
    from vault_tool.engine.talk import is_contact, talk_in_note
    from vault_tool.index.read import standing_at

    ways, settings = desk.index.ways, desk.settings
    edits = list(first)
    lines = list(more)
    for card, words in said:
        standing = standing_at(desk.index, card.path)
        last = last_contact(standing, desk.today)
        is_last = last is None or last.day <= day.toordinal()
        edits.append((card.path, talk_in_note(card.path, day, words, ways, settings, is_last)))
        following = None
        if is_contact(words):
            following = after_talk(standing, day, settings, desk.today)
        lines.append(Line(card.path, f"{day.isoformat()} {words}".rstrip(), card.name, following))
    write(asked, desk, manner, command, edits, lambda _: lines, unchanged=SAID)


def _understood(
    asked: Asked,
    desk: Desk,
    typed: str,
    people: Sequence[str],
    when: str | None,
    channel: str | None,
) -> "Sentence":
    """Return what the sentence says, every doubt settled: by the user, or by an error."""
    from vault_tool.engine.sentence import understand
    from vault_tool.index.read import cards

    everybody = [card for card in cards(desk.index) if not card.me]
    day = day_of(asked, desk, "--when", when) if when is not None else None
    names = list(people)

    def read(known: "Companions | None" = None) -> "Sentence":
        return understand(
            typed,
            everybody,
            desk.today,
            companions=known,
            order=desk.settings.date_order,
            reading=desk.settings.reading,
            when=day,
            via=channel,
            with_names=names,
        )

    said = read()
    if said.unclear is not None:
        raise UsageError(
            f'"{said.unclear}" may be two days, or is none',
            'Write it as 2026-04-03, or say date_order = "dmy" in the config.',
        )
    refuse_future(said.day, desk.today)
    if said.names_nobody:
        names.append(_ask_whom(desk.language, said))
        said = read()
    if said.doubtful:
        said = _settled(desk.language, read(_companions(desk)), everybody)
    _refuse_unknown(said)
    if said.day_written and said.day != desk.today:
        remark(asked, f"{said.day_written}: {said.day.isoformat()}")
    for stranger in said.strangers:
        remark(asked, f'Nobody is called "{stranger}"; the name stands in the line as it is.')
    return said


def _ask_whom(language: str, said: "Sentence") -> str:
    """Return the name that the user types where the sentence has none."""
    if not can_ask():
        heard = f": {', '.join(said.strangers)}" if said.strangers else ""
        raise UsageError(
            f"nobody who has a note is named in this sentence{heard}",
            'Name them with --with NAME, or begin a note: vault-tool new "NAME"',
        )
    answer: str = click.prompt(question(language, "whom"), err=True)
    return answer


def _settled(language: str, said: "Sentence", everybody: "Sequence[Card]") -> "Sentence":
    """Return the sentence with every doubt settled by the user; an error where none can ask."""
    from vault_tool.engine.sentence import settled

    while said.doubtful:
        doubt = said.doubtful[0]
        several = _several(doubt)
        if not can_ask():
            raise several
        said = settled(said, doubt, picked(language, several, everybody))
    return said


def _several(doubt: "Doubt") -> SeveralFound | NobodyFound:
    candidates = tuple((card.name, card.path) for card in doubt.candidates)
    if doubt.exact:
        return SeveralFound(
            f'"{doubt.words}" fits {len(candidates)} people',
            candidates,
            "Type more of the name, or the path of the note.",
        )
    names = " or ".join(name for name, _ in candidates[:3])
    return NobodyFound(f'nobody is called "{doubt.words}"', f"Did you mean {names}?", candidates)


def _refuse_unknown(said: "Sentence") -> None:
    for unknown in said.unknown:
        near = f"Nearest: {', '.join(unknown.nearest)}. " if unknown.nearest else ""
        raise NobodyFound(
            f'nobody is called "{unknown.words}"',
            f'{near}To begin a note: vault-tool new "{unknown.words}"',
        )


def _companions(desk: Desk) -> "Companions":
    """Return who is named together with whom, in all notes."""
    from vault_tool.engine.companions import companions
    from vault_tool.index.read import together

    return companions(together(desk.index))


def _write(asked: Asked, desk: Desk, manner: Manner, said: "Sentence", typed: str) -> None:
    from vault_tool.engine.sentence_line import line_for

    command = f"log {typed}".rstrip()
    if desk.settings.log_to == "daily":
        _write_daily(asked, desk, manner, said, command)
        return
    linker = linker_of(desk)
    begins = f"- {said.day.isoformat()}"
    each = [
        (card, line_for(said, card, link_from(linker, card.path)).removeprefix(begins).strip())
        for card in said.people
    ]
    log_words(asked, desk, manner, each, said.day, command=command)


def _write_daily(asked: Asked, desk: Desk, manner: Manner, said: "Sentence", command: str) -> None:
    """Write the talk once, into the daily note of its day, with everybody linked."""
    from vault_tool.engine.rhythm import after_talk
    from vault_tool.engine.sentence_line import line_for_daily
    from vault_tool.engine.talk import is_contact, talk_in_day
    from vault_tool.index.read import standing_at

    note = daily_note_of(asked, desk, said.day)
    words = line_for_daily(said, link_from(linker_of(desk), note.path)).removeprefix("- ")
    lines = [Line(note.path, words)]
    for card in said.people if is_contact(words) else ():
        following = after_talk(
            standing_at(desk.index, card.path), said.day, desk.settings, desk.today
        )
        lines.append(Line(note.path, "", card.name, following))
    edit = talk_in_day(note.path, words, note.start, desk.index.ways)
    write(asked, desk, manner, command, [(note.path, edit)], lambda _: lines, unchanged=SAID)


def _listen(asked: Asked, desk: Desk, people: "Iterable[Card]") -> None:
    """Ask what they told, and keep the answer as a cue: it is the seed of the next talk."""
    from vault_tool.cli.loops import open_loop

    for card in people:
        told = _answer(desk, "what_told", card)
        if told:
            typed = _answer(desk, "which_day", card)
            on = day_of(asked, desk, "the day", typed, future=True) if typed else None
            open_loop(asked, desk, Manner(dry_run=False, yes=True), card, told, "cue", on)


def _answer(desk: Desk, macro: str, card: "Card") -> str:
    """Ask a question of the words of the language; return what is typed, empty for nothing."""
    from vault_tool.render.harmless import one_line
    from vault_tool.render.templates import said

    asking = said(macro, [{"name": card.name}], desk.today, language=desk.language, root=desk.root)[
        0
    ]
    answer: str = click.prompt(one_line(asking), default="", show_default=False, err=True)
    return answer.strip()
