"""`conflicts`, `resolve` and `merge-driver`: where two devices differ, and who decides."""

from collections.abc import Sequence
from shlex import quote
from typing import TYPE_CHECKING

import click

from vault_tool.cli.changing import FORMATS as WRITTEN
from vault_tool.cli.changing import Line, write
from vault_tool.cli.manner import Manner, writes
from vault_tool.cli.offers import complete_person
from vault_tool.cli.opening import Desk, opened
from vault_tool.cli.options import FORMATS, Asked, verb
from vault_tool.cli.showing import show
from vault_tool.errors import EditRefused, Problem, UsageError
from vault_tool.render import machine

if TYPE_CHECKING:
    from pathlib import Path

    from vault_tool.note.versions.choice import Side
    from vault_tool.sync.state import Waiting
    from vault_tool.vault.journal import Edit

FOUND = 1
# What of the findings of `check` is about two devices.
CODES = frozenset(("conflict", "conflict-copy"))


@verb("conflicts", formats=FORMATS, example="vault-tool conflicts")
def conflicts_command(asked: Asked) -> int | None:
    """Say where two devices differ and somebody has to choose; silent when nowhere.

    A property stands as one device has it, with the other side in a comment; text stands with both
    sides between marks. Exit code 1 when there is something to choose.
    """
    from vault_tool.index.read import notes, problems

    with opened(asked) as desk:
        every = {*problems(desk.index), *(each for n in notes(desk.index) for each in n.problems)}
        found = [each for each in every if each.code in CODES]
        found += _unmerged(desk, {each.path for each in found})
        found.sort(key=lambda each: (each.path, each.line))
        result = machine.check(found, desk.today)
        if asked.layout(FORMATS) in ("csv", "tsv", "path"):
            result = {**result, "items": result["problems"]}
        show(asked, desk, "check", result, wraps=False)
    return FOUND if found else None


@verb(
    "resolve",
    formats=WRITTEN,
    example="""\
vault-tool resolve giulia --keep
vault-tool resolve giulia email --other
vault-tool resolve Journal/2026-11-20.md --both""",
)
@click.argument("name", metavar="NAME", shell_complete=complete_person)
@click.argument("keys", metavar="[PROPERTY]...", nargs=-1)
@click.option("--keep", "side", flag_value="keep", help="Keep what stands.")
@click.option("--other", "side", flag_value="other", help="Take what the other device says.")
@click.option("--both", "side", flag_value="both", help="Keep both; for text only.")
@writes
def resolve_command(
    asked: Asked, name: str, keys: Sequence[str], side: "Side | None", manner: Manner
) -> None:
    """Choose a side where two devices differ about a note, of all differences or some properties.

    NAME may be a person or a note's path. When nothing is left to choose, git is told so.
    """
    from vault_tool.note.versions.choice import still_open
    from vault_tool.sync.state import merged_now, unmerged

    if side is None:
        raise UsageError("which side is missing", "Say --keep, --other or --both.")
    with opened(asked) as desk:
        left = {each.path: each for each in unmerged(desk.root)}
        path = name if name in left else _path_of(asked, desk, name)
        edit = _choosing(desk.root, path, left.get(path), side, keys)
        lines = [Line(path, "")]
        write(
            asked, desk, manner, f"resolve {path}", [(path, edit)], lambda _: lines,
            unchanged="There was nothing to choose." if path not in left else "It stays as it is.",
        )  # fmt: skip
        file = desk.root / path
        is_open = file.exists() and bool(still_open(file.read_bytes()))
        if path in left and not manner.dry_run and not is_open:
            merged_now(desk.root, path)


@verb("merge-driver", example="vault-tool merge-driver %O %A %B %P")
@click.option("--within", metavar="SECONDS", help="Give up after so many.")
@click.argument("files", metavar="BASE OURS THEIRS PATH", nargs=4)
def merge_driver_command(asked: Asked, within: str | None, files: tuple[str, ...]) -> int:
    """Merge three versions of a note by what they mean; git starts this, see sync --setup.

    The union takes the place of OURS. Exit code 0 when nothing is left to choose, 9 when there is.
    """
    from vault_tool.sync.driver import drive

    return drive([*(["--within", within] if within else []), *files])


def _path_of(asked: Asked, desk: Desk, name: str) -> str:
    from vault_tool.cli.naming import certain_person

    if name.endswith(".md") and (desk.root / name).is_file():
        return name
    return certain_person(asked, desk, name).path


def _choosing(
    root: "Path", path: str, left: "Waiting | None", side: "Side", keys: Sequence[str]
) -> "Edit":
    """Return the edit by which a file becomes what was chosen."""
    from vault_tool.note.versions.choice import settled, settled_file, still_open
    from vault_tool.sync.state import theirs

    def edit(data: bytes | None) -> bytes | None:
        if data is None or (left and left.is_of_one_side and side == "other"):
            return None
        if left and not _is_note(path, data):
            return settled_file(path, data, theirs(root, path), side)
        if left and side != "keep" and not left.is_of_one_side and not still_open(data):
            raise EditRefused(
                f"{path}: what the other device says of it does not stand there any more",
                f"See it: git show {quote(f':3:./{path}')}."
                f" When the note is as it shall be: {_keep(path)}",
            )
        return settled(path, data, side, keys)

    return edit


def _is_note(path: str, data: bytes) -> bool:
    return path.endswith(".md") and b"\0" not in data


def _unmerged(desk: Desk, known: set[str]) -> list[Problem]:
    """Return a finding for each file whose merge git still waits for, and nothing else tells of."""
    from vault_tool.sync.state import unmerged

    return [
        Problem("unmerged", each.path, 1, 1, "warning", *_words(desk.root, each))
        for each in unmerged(desk.root)
        if each.path not in known
    ]


def _words(root: "Path", left: "Waiting") -> tuple[str, str]:
    """Return what git waits for, and what to say to it."""
    path, other = left.path, f"{_keep(left.path).removesuffix('keep')}other"
    if left.twin:
        return _words_of_link(root, left, left.twin, other)
    if left.is_of_one_side:
        said = "one device changed this file and another one deleted it."
        if "1" not in left.stages:
            said = "two devices gave a note two names; this is one of them."
        return said, f"Keep it: {_keep(path)}. Or let it go: {other}"
    file = root / path
    if not file.is_file() or not _is_note(path, file.read_bytes()):
        return "two devices differ about this file.", f"Choose: {_keep(path)}, or --other."
    return "git waits to hear that this note is as it shall be.", f"When it is: {_keep(path)}"


def _words_of_link(root: "Path", left: "Waiting", twin: str, other: str) -> tuple[str, str]:
    """Return the same of a note that one device made a symbolic link, and of the note's text."""
    path, file = left.path, root / left.path
    if not left.is_link:
        said = f"this is the text of {twin}, of which one device made a symbolic link."
        return said, f"When it is as it shall be: {_keep(path)}. To let this text go: {other}"
    target = f" to {file.readlink()}" if file.is_symlink() else ""
    said = f"one device made a symbolic link{target} of this note; its text, as another one has it"
    if not (root / twin).exists():
        return f"{said}, was moved.", f"When it is as it shall be: {_keep(path)}"
    hint = f"Keep the link: {_keep(path)}. To have the text: mv {quote(twin)} {quote(path)}"
    return f"{said}, is in {twin}.", f"{hint}, and then the same."


def _keep(path: str) -> str:
    return f"vault-tool resolve {quote(path)} --keep"
