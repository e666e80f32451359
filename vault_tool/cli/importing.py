"""`import FORMAT FILE`: bring in people from a phone, another program or a service."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click

from vault_tool.cli.changing import FORMATS
from vault_tool.cli.clock import moment
from vault_tool.cli.manner import Manner, writes
from vault_tool.cli.naming import can_ask
from vault_tool.cli.opening import Desk, opened
from vault_tool.cli.options import Asked, verb
from vault_tool.cli.output import deliver, remark
from vault_tool.cli.showing import show
from vault_tool.errors import EditRefused, SeveralFound, UsageError

if TYPE_CHECKING:
    from vault_tool.engine.importing import Answers, Plan, Step
    from vault_tool.formats.contact import Contact, Contacts, Hints
    from vault_tool.vault.journal import Change, Edit

NOT_ALL_READ = 3
MANY_PEOPLE = 50
LARGEST = 500_000_000
SHOWN_PROBLEMS = 10
# What is read of a folder, where a format may be one.
_IN_FOLDERS = {"vcard": ".vcf", "ics": ".ics", "mail": ".eml"}


def _complete_kind(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    from vault_tool.formats.readers import READERS, TALKS

    return [kind for kind in (*READERS, *TALKS) if kind.startswith(incomplete)]


@verb(
    "import",
    formats=FORMATS,
    example="""\
vault-tool import vcard ~/Downloads/contacts.vcf --dry-run
vault-tool import vcard phone.vcf --same "Marco Ferri" --new "Anna Neri"
vault-tool import linkedin Complete_LinkedInDataExport.zip
vault-tool import csv members.csv --map "Nome completo=name" --map Cell=phone""",
)
@click.argument("kind", metavar="FORMAT", shell_complete=_complete_kind)
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path())
@click.option("--same", multiple=True, metavar="NAME", help="Who has that name here is meant.")
@click.option("--new", multiple=True, metavar="NAME", help="It is somebody else of that name.")
@click.option("--map", "columns", multiple=True, metavar="COLUMN=NAME", help="What a column is.")
@click.option("--with-text", is_flag=True, help="Quote subjects, titles, the last words of a chat.")
@click.option("--encoding", metavar="NAME", help="How the file is encoded, where that is odd.")
@writes
def import_command(
    asked: Asked,
    kind: str,
    files: Sequence[str],
    columns: Sequence[str],
    encoding: str | None,
    with_text: bool,
    same: Sequence[str],
    new: Sequence[str],
    manner: Manner,
) -> int | None:
    """Bring in people from a file of another program.

    FORMAT is vcard, google, linkedin, outlook, thunderbird, facebook or csv; mail, telegram and
    whatsapp tell with whom you wrote last, ics (a calendar) whom you met. What was written stays
    out of your notes, unless you say --with-text.

    Whom you know already gains what your note lacks; what it says stays. New people wait to be
    looked at and are in no list until then. A name alone is not proof: you are asked, or say --same
    or --new. The same file twice changes nothing. Exit code 3 when some records could not be read.
    """
    from vault_tool.formats.contact import Hints
    from vault_tool.formats.readers import READERS, TALKS

    known = (*READERS, *TALKS)
    if with_text and kind not in TALKS:
        raise UsageError(f"--with-text says nothing about {kind}", f"It is for {', '.join(TALKS)}.")
    if kind not in known:
        raise UsageError(
            f'there is no format "{kind}" to import', f"There are: {', '.join(known)}."
        )
    with opened(asked) as desk:
        hints = Hints(
            desk.settings.date_order,
            {**desk.settings.columns, **_renamed(kind, columns)},
            with_text=with_text,
        )
        contents = _contents(kind, files, encoding)
        if kind in TALKS:
            from vault_tool.cli.overhearing import log_exchanges

            return log_exchanges(asked, desk, manner, kind, contents, hints)
        found = _read(kind, contents, hints)
        for problem in found.problems[:SHOWN_PROBLEMS]:
            remark(asked, str(problem))
        if more := found.problems[SHOWN_PROBLEMS:]:
            remark(asked, f"{len(more)} more findings like these: --format json lists them")
        _say_busy(asked, f"comparing {len(found.people):,} people", len(found.people))
        plan = _plan(desk, found.people, {})
        _say_busy(asked, "", len(found.people))
        answers = _told(same, new, found.people, plan)
        if answers:
            plan = _plan(desk, found.people, answers)
        if can_ask() and not manner.yes and not manner.dry_run:
            answers = {**answers, **asked_about(desk.language, plan.of("ask"))}
            plan = _plan(desk, found.people, answers)
        whole = _carry_out(asked, desk, manner, f"import {kind} {_name(files)}", plan, found)
        lost = any(each.level == "error" for each in found.problems)
        return None if whole and not lost else NOT_ALL_READ


def _name(files: Sequence[str]) -> str:
    return ", ".join(Path(file).name for file in files)


def _renamed(kind: str, columns: Sequence[str]) -> dict[str, str]:
    """Return what the columns of a file should be called, by what they are called in it."""
    from vault_tool.formats.office import COLUMNS

    found = {}
    for each in columns:
        column, equals, name = each.rpartition("=")
        if not equals or not column.strip() or not name.strip():
            raise UsageError(f'"{each}" names no column', "Write --map COLUMN=NAME.")
        if kind == "csv" and name.strip().casefold() not in COLUMNS:
            raise UsageError(
                f'no column can be called "{name.strip()}"', f"It may be {', '.join(COLUMNS)}."
            )
        found[column] = name
    return found


def _read(kind: str, contents: Sequence[tuple[str, bytes]], hints: "Hints") -> "Contacts":
    """Return everybody in all the files."""
    from vault_tool.formats.contact import Contacts
    from vault_tool.formats.readers import read_contacts

    found = [read_contacts(kind, data, name, hints) for name, data in contents]
    people = tuple(person for each in found for person in each.people)
    problems = tuple(problem for each in found for problem in each.problems)
    wrong = next((each for each in problems if each.code == "no-such-format"), None)
    records = [each for each in problems if each.level == "error" and each is not wrong]
    if not people and not records:
        names = ", ".join(name for name, _ in contents)
        said = f"{wrong.path}: {wrong.message.rstrip('.')}" if wrong else f"{names} holds nobody"
        raise UsageError(said, f"Is it a file of the format {kind}?")
    return Contacts(people, problems)


def _contents(kind: str, files: Sequence[str], encoding: str | None) -> list[tuple[str, bytes]]:
    """Return the names and the bytes of all files; a folder stands for those of its kind in it."""
    found = [each for file in files for each in _files(kind, file)]
    if encoding is None:
        return found
    try:
        return [(name, data.decode(encoding).encode("utf-8")) for name, data in found]
    except (LookupError, UnicodeError, ValueError):
        raise UsageError(
            f"{_name(files)} is not encoded as {encoding}", "Try cp1252, cp932 or utf-16."
        ) from None


def _files(kind: str, file: str) -> list[tuple[str, bytes]]:
    if file == "-":
        return [("-", sys.stdin.buffer.read(LARGEST))]
    place = Path(file).expanduser()
    if place.is_dir():
        ending = _IN_FOLDERS.get(kind, "/")
        found = sorted(each for each in place.iterdir() if each.suffix.casefold() == ending)
        if not found:
            raise UsageError(f"{file} is a folder", "Name a file in it.")
        return [(each.name, each.read_bytes()) for each in found]
    if not place.exists():
        raise UsageError(f"there is no file {file}", "Name one that was exported.")
    if place.stat().st_size > LARGEST:
        raise UsageError(f"{file} is too large", "Export fewer people at once.")
    return [(place.name, place.read_bytes())]


def _plan(desk: Desk, people: "Sequence[Contact]", answers: "Answers") -> "Plan":
    from vault_tool.engine.imported import stands_in
    from vault_tool.engine.importing import plan
    from vault_tool.index.read import cards

    def holds(path: str, text: str) -> bool:
        return stands_in(text, (desk.root / path).read_bytes())

    return plan(cards(desk.index), people, desk.settings.region, answers, holds)


def _told(
    same: Sequence[str], new: Sequence[str], people: "Sequence[Contact]", plan: "Plan"
) -> "dict[str, int | None]":
    """Return what was said of names beforehand; one that is not in the file is a slip."""
    from vault_tool.engine.names import plain_name

    names = {plain_name(person.name) for person in people}
    answers: dict[str, int | None] = {}
    for name in (*same, *new):
        if plain_name(name) not in names:
            raise UsageError(
                f'nobody in the file is called "{name}"', "See whom it asks about: --dry-run"
            )
        answers[plain_name(name)] = 0 if name in same else None
    for step in plan.of("ask"):
        if answers.get(plain_name(step.name)) == 0 and len(step.candidates) > 1:
            several = tuple((name, path or "") for name, path in step.candidates)
            raise SeveralFound(
                f"{len(several)} people here may be {step.name}",
                several,
                "Say who it is at a terminal, or merge the two that are one.",
            )
    return answers


class Question(Protocol):
    """A name that fits somebody by itself, and whom."""

    @property
    def name(self) -> str:
        """Return the name."""

    @property
    def candidates(self) -> "Sequence[tuple[str, str | None]]":
        """Return whom it fits, as (name, path)."""


def asked_about(language: str, questions: "Iterable[Question]") -> "dict[str, int | None]":
    """Ask of each name that fits somebody by itself whether it is that person; Enter leaves it."""
    from vault_tool.cli.questions import picked_of, question
    from vault_tool.engine.names import plain_name

    answers: dict[str, int | None] = {}
    for step in questions:
        if plain_name(step.name) in answers:
            continue
        known = [f"{name}  ({path or '+'})" for name, path in step.candidates]
        answer = picked_of(language, question(language, "same", name=step.name), known)
        if answer is not None:
            answers[plain_name(step.name)] = answer if answer >= 0 else None
    return answers


def _carry_out(
    asked: Asked, desk: Desk, manner: Manner, command: str, plan: "Plan", found: "Contacts"
) -> bool:
    """Carry out a plan; tell whether all of it could be."""
    from vault_tool.cli.questions import agreed, question
    from vault_tool.vault import journal

    paths = _paths(desk, plan)
    plan, kept = _kept(desk, plan, paths)
    edits, refused = _edits(asked, desk, plan, paths)
    edits += [edit for path, its in kept.items() if path not in refused for edit in its]
    plan = plan._replace(steps=tuple(_left(step, refused) for step in plan.steps))
    changes = journal.planned(desk.root, edits)
    asks = bool(changes) and not manner.yes and not manner.dry_run and can_ask()
    if asks:
        _show(asked, desk, _result(desk, plan, paths, changes, found, dry_run=True))
        sys.stdout.flush()
        key = "write_one" if len(changes) == 1 else "write"
        if not agreed(
            desk.language, question(desk.language, key, count=len(changes)), default=True
        ):
            raise click.Abort
    if not manner.dry_run and changes:
        _say_busy(asked, f"writing {len(changes):,} notes", len(changes))
        changes = journal.carry_out(
            desk.root, command, edits, when=moment(), tell=lambda each: remark(asked, str(each))
        )
        _say_busy(asked, "", len(changes))
    if not asks or asked.layout(FORMATS) == "json":
        result = _result(desk, plan, paths, changes, found, dry_run=manner.dry_run)
        _show(asked, desk, result)
    if manner.dry_run and asked.layout(FORMATS) == "text":
        from vault_tool.render.changes import diff
        from vault_tool.render.harmless import harmless

        deliver(asked, harmless("".join(map(diff, changes))), desk.root)
    return not refused


def _show(asked: Asked, desk: Desk, result: Mapping[str, Any]) -> None:
    show(asked, desk, "import", result, FORMATS)


def _result(
    desk: Desk,
    plan: "Plan",
    paths: Mapping[int, str],
    changes: "Sequence[Change]",
    found: "Contacts",
    *,
    dry_run: bool,
) -> Mapping[str, Any]:
    from vault_tool.render.importing import imported

    return imported(
        plan, paths, changes, found.problems, desk.today, dry_run=dry_run, unread=desk.unread
    )


def _paths(desk: Desk, plan: "Plan") -> dict[int, str]:
    """Return where the notes of new people go, by the number of their step."""
    from vault_tool.vault.names import free_paths

    fresh = [number for number, step in enumerate(plan.steps) if step.kind == "create"]
    folder = next(iter(desk.settings.reading.people), "")
    names = [plan.steps[number].name for number in fresh]
    return dict(zip(fresh, free_paths(desk.root, folder, names), strict=True))


def _kept(
    desk: Desk, plan: "Plan", paths: Mapping[int, str]
) -> "tuple[Plan, dict[str, list[tuple[str, Edit]]]]":
    """Return the plan with the ids that notes need, and by note what keeps its cards."""
    from vault_tool.engine.keeping_cards import keeping, kept_of
    from vault_tool.index.read import cards
    from vault_tool.vault.cards import card_path

    known = {card.path: card for card in cards(desk.index)}
    steps = list(plan.steps)
    edits: dict[str, list[tuple[str, Edit]]] = {}
    for number, step in enumerate(steps):
        path = paths.get(number, step.path)
        if path is None or step.kind not in ("create", "update", "unchanged"):
            continue
        steps[number], kept = kept_of(step, path, known.get(path))
        edits.setdefault(path, []).extend(
            (
                card_path(desk.settings.cards, each.uid),
                keeping(each, known.get(path), desk.settings.region),
            )
            for each in kept
        )
    return plan._replace(steps=tuple(steps)), edits


def _edits(
    asked: Asked, desk: Desk, plan: "Plan", paths: Mapping[int, str]
) -> "tuple[list[tuple[str, Edit]], set[str]]":
    """Return the edits, and the notes that cannot be changed by a program: they are left as is."""
    from vault_tool.cli.linking import links_apart
    from vault_tool.engine.imported import first_note, gaining

    apart = links_apart(desk, [(path, plan.steps[number]) for number, path in paths.items()])
    edits: list[tuple[str, Edit]] = []
    refused: set[str] = set()
    for number, step in enumerate(plan.steps):
        _progress(asked, number, len(plan.steps))
        if path := paths.get(number):
            edits.append((path, first_note(path, step, desk.index.ways, apart[path])))
        elif step.kind == "update" and step.path:
            edit = gaining(step.path, step, desk.index.ways)
            if _is_refused(asked, desk, step.path, edit):
                refused.add(step.path)
            else:
                edits.append((step.path, edit))
    _progress(asked, len(plan.steps), len(plan.steps))
    return edits, refused


def _is_refused(asked: Asked, desk: Desk, path: str, edit: "Edit") -> bool:
    """Tell, and say, whether a note cannot be changed by a program: the others still are."""
    try:
        edit((desk.root / path).read_bytes())
    except EditRefused as refusal:
        remark(asked, f"{refusal.message} {refusal.hint}".strip())
        return True
    return False


def _left(step: "Step", refused: set[str]) -> "Step":
    return step._replace(kind="refused") if step.path in refused else step


def _progress(asked: Asked, done: int, of: int) -> None:
    """Show how far a long import is, where somebody watches."""
    if done % 10 in (0, of % 10):
        _say_busy(asked, f"{done:,} of {of:,} people" if done < of else "", of)


def _say_busy(asked: Asked, doing: str, of: int) -> None:
    """Say what takes a while, in the line that said it before; nothing when it is done."""
    if of >= MANY_PEOPLE and not asked.quiet and sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{doing}")
        sys.stderr.flush()
