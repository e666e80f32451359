"""`merge-copies`: what syncing programs left beside a note goes back into it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from vault_tool.cli.changing import FORMATS, write
from vault_tool.cli.manner import Manner, writes
from vault_tool.cli.opening import Desk, opened
from vault_tool.cli.options import Asked, verb
from vault_tool.cli.output import deliver, remark
from vault_tool.errors import EditRefused, UsageError

if TYPE_CHECKING:
    from vault_tool.vault.journal import Edit


@verb(
    "merge-copies",
    formats=FORMATS,
    example="""\
vault-tool merge-copies --dry-run
vault-tool merge-copies
vault-tool merge-copies "People/Ada Neri 2.md\"""",
)
@click.argument("copies", metavar="[COPY]...", nargs=-1)
@writes
def merge_copies_command(asked: Asked, copies: Sequence[str], manner: Manner) -> None:
    """Merge conflict copies into their notes, as sync merges two versions, and show what changed.

    All that check lists, or those named: a copy that iCloud made ("Ada Neri 2.md") has to be, for
    it looks like a note of its own. Each copy goes; undo brings it back.
    """
    from vault_tool.index.read import problems
    from vault_tool.render.changes import shown
    from vault_tool.render.harmless import harmless
    from vault_tool.vault.skip import original_of

    with opened(asked) as desk:
        found = [each.path for each in problems(desk.index) if each.code == "conflict-copy"]
        pairs = []
        for copy in copies or sorted(found):
            folder, slash, name = copy.rpartition("/")
            original = original_of(name, numbered=bool(copies))
            if original is None or (copies and not (desk.root / copy).is_file()):
                if copies:
                    raise UsageError(f"{copy} is no copy of a note", "See them: vault-tool check")
                continue  # a report of conflicts, no copy
            if copies and not (desk.root / folder / original).is_file():
                raise UsageError(f"{folder}{slash}{original} is not there", "Rename the copy.")
            if unread := _unread(desk, copy, folder + slash + original):
                said = f"{unread}: its properties cannot be read, so {copy} is not merged"
                if copies:
                    raise EditRefused(said, "Mend them first: vault-tool check")
                remark(asked, said)
                continue
            pairs.append((copy, folder + slash + original))
        edits = [edit for copy, original in pairs for edit in _edits(desk, copy, original)]
        changes = write(
            asked, desk, manner, "merge-copies", edits, lambda _: (),
            unchanged="There is no copy to merge.",
        )  # fmt: skip
        if changes and asked.layout(FORMATS) == "text" and not manner.dry_run:
            deliver(asked, harmless(shown([e for e in changes if e.after is not None])), desk.root)
            remark(asked, "".join(f"Removed: {e.path}\n" for e in changes if e.after is None)[:-1])
        _say_open(asked, desk, [original for _, original in pairs], manner)


def _unread(desk: Desk, *paths: str) -> str | None:
    """Return the first of these notes whose properties nobody can read."""
    from vault_tool.note.frontmatter import read_front_matter
    from vault_tool.note.versions.style import styled

    for path in paths:
        file = desk.root / path
        if file.is_file() and not read_front_matter(styled(file.read_bytes()).text, path).parsed:
            return path
    return None


def _edits(desk: Desk, copy: str, original: str) -> "list[tuple[str, Edit]]":
    """Return the edits that let a note take its copy in, and the copy go."""
    from vault_tool.note.versions.copies import united_copy
    from vault_tool.sync.lines import compared

    beside = (desk.root / copy).read_bytes()

    def take_in(data: bytes | None) -> bytes:
        if data is None:
            return beside
        union = united_copy(data, beside, compared, desk.index.ways.reading.properties)
        if union is None:
            raise EditRefused(f"{copy}:1: this is no text", "Choose one of the two files by hand.")
        return union.data

    def let_go(data: bytes | None) -> None:
        if data not in (None, beside):
            raise EditRefused(f"{copy}:1: it changes just now", "Try again.")

    return [(original, take_in), (copy, let_go)]


def _say_open(asked: Asked, desk: Desk, paths: Sequence[str], manner: Manner) -> None:
    from vault_tool.note.versions.choice import still_open

    if manner.dry_run:
        return
    for path in dict.fromkeys(paths):
        if still_open((desk.root / path).read_bytes()):
            remark(asked, f"{path}: there is something to choose: vault-tool conflicts")
