"""`sync-cards`: people here and cards there, kept in step; `vcf-merge`: two versions of a card."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vault_tool.cli.card_rounds import Wishes, keep_in_step
from vault_tool.cli.changing import FORMATS
from vault_tool.cli.manner import Manner, writes
from vault_tool.cli.opening import Desk, opened
from vault_tool.cli.options import Asked, verb
from vault_tool.errors import UsageError, VaultNotFound

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from vault_tool.sync.store import Store


def _complete_place(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> "list[CompletionItem]":
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="dir")]


@verb(
    "sync-cards",
    formats=FORMATS,
    example="""\
vault-tool sync-cards ~/.contacts/phone --dry-run
vault-tool sync-cards ~/.contacts/phone --same "Marco Ferri"
vault-tool sync-cards cloud""",
)
@click.argument("place", metavar="DIR|SERVER", shell_complete=_complete_place)
@click.option("--same", multiple=True, metavar="NAME", help="Who has that name here is meant.")
@click.option("--new", multiple=True, metavar="NAME", help="It is somebody else of that name.")
@click.option("--remove", is_flag=True, help="Remove cards whose notes are gone, too.")
@click.option("--again", is_flag=True, help="Bring back what one side had removed.")
@click.option("--force", is_flag=True, help="Go on although many are gone on one side.")
@writes
def sync_cards_command(
    asked: Asked,
    place: str,
    same: tuple[str, ...],
    new: tuple[str, ...],
    remove: bool,
    again: bool,
    force: bool,
    manner: Manner,
) -> None:
    """Keep the cards of a telephone and your notes in step, both ways.

    DIR is a folder of cards (.vcf), as vdirsyncer and other programs keep them; SERVER is the name
    of a server in your own settings. What one side changed the other takes; where both changed one
    thing your note's word stands, and the other is kept below it. A note is never deleted because
    a card is gone.
    """
    with opened(asked) as desk, _store_of(desk, place) as store:
        wishes = Wishes(force, remove, same, new)
        command = f"sync-cards {Path(place).name}"
        keep_in_step(asked, desk, store, command, wishes, manner, again=again)


@contextmanager
def _store_of(desk: Desk, place: str) -> "Iterator[Store]":
    """Open a server of this name, else the folder."""
    from vault_tool.sync.servers import password_of, servers, servers_file
    from vault_tool.sync.vdir import Vdir

    server = servers(desk.root).get(place)
    if server is None:
        folder = Path(place).expanduser()
        if not folder.is_dir():
            raise UsageError(
                f"there is no folder {place}, and no server of that name",
                f"Make the folder, or name the server in {servers_file()}.",
            )
        if folder.resolve() == (desk.root / desk.settings.cards).resolve():
            raise UsageError(
                f"{place} is where imports keep cards as they came", "Name another folder."
            )
        yield Vdir(folder)
        return
    from vault_tool.sync.carddav import CardDav, find_book
    from vault_tool.sync.dav import Dav

    dav = Dav(server.url, server.user, password_of(server), server.hosts)
    try:
        yield CardDav(dav, find_book(dav, server.addressbook))
    finally:
        dav.close()


@verb("vcf-merge", example="vault-tool vcf-merge here.vcf there.vcf")
@click.argument("files", metavar="A B", nargs=2, type=click.Path(path_type=Path))
def vcf_merge_command(asked: Asked, files: tuple[Path, Path]) -> None:
    """Merge two versions of one card, property by property; both files hold the result.

    vdirsyncer runs this where a card was changed on both sides. What the vault last agreed on tells
    what each side changed; without it nothing is taken away. Where both changed one value the
    vault's counts, else the version saved later. Exit code 2, and nothing is written, where
    somebody has to choose.
    """
    from vault_tool.cli.opening import root_meant
    from vault_tool.sync.cardmerge import merge_files

    for file in files:
        if not file.is_file():
            raise UsageError(f"there is no file {file}", "Name two files with a card in each.")
    try:
        root = root_meant(asked)
    except VaultNotFound:
        if asked.vault:
            raise
        root = None
    merge_files(*files, root)
