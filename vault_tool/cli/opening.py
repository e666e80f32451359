"""What every command does first: find the vault, read its settings, bring the index up to date."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from vault_tool.cli.clock import day_meant
from vault_tool.cli.options import Asked
from vault_tool.cli.output import remark
from vault_tool.config import Settings
from vault_tool.errors import VaultNotFound, VaultToolError
from vault_tool.memory import Memory
from vault_tool.vault.attributes import lacks_driver

if TYPE_CHECKING:
    from vault_tool.index.database import Index
    from vault_tool.note.conventions import Conventions

# A shorter wait needs no progress: it is over before it is seen.
FEW_NOTES = 2000


class Desk:
    """An opened vault with everything that an answer depends on.

    `unread` counts the notes of which something could not be read. `memory` is what was made of
    people and notes for this command, or for a watcher since it began.
    """

    def __init__(
        self, root: Path, settings: Settings, index: "Index", today: date, language: str
    ) -> None:
        self.root = root
        self.settings = settings
        self.index = index
        self.today = today
        self.language = language
        self.unread = 0
        self.memory = Memory()


@contextmanager
def opened(asked: Asked, meanwhile: Callable[[Desk], object] | None = None) -> Iterator[Desk]:
    """Open the vault that is meant with its index as of now; say afterwards what was unreadable.

    `meanwhile` is what can be made ready while another process looks at the vault. What it makes of
    the index as it was left must be made anew where that turns out to have changed.
    """
    from vault_tool.index.read import unread
    from vault_tool.index.sync import looking_at, reconcile

    with entered(asked) as desk:
        with looking_at(desk.index) as look:
            if look.is_beside:
                import vault_tool.render.columns
                import vault_tool.render.drawing  # noqa: F401  nearly every answer is drawn

                if meanwhile:
                    meanwhile(desk)
            reconcile(desk.index, progress_for(asked), look)
        desk.unread = unread(desk.index)
        yield desk
    if desk.unread:
        remark(asked, unread_words(desk.unread))
    if lacks_driver(desk.root):
        remark(asked, "git does not merge notes by their meaning here: vault-tool sync --setup")


def unread_words(count: int) -> str:
    """Return what is said of notes that could not be read."""
    notes = "note" if count == 1 else "notes"
    return f"{count} {notes} could not be read: vault-tool check"


@contextmanager
def entered(asked: Asked) -> Iterator[Desk]:
    """Open the vault that is meant, and its index as it was left."""
    from vault_tool.index.database import open_index

    today = day_meant(asked.today)
    root = root_meant(asked)
    settings, conventions = rules_of(root)
    with open_index(root, settings, conventions) as index:
        yield Desk(root, settings, index, today, language_meant(asked, settings))


def root_meant(asked: Asked) -> Path:
    """Return the vault that is named, else the one around the current folder."""
    from vault_tool.vault.folder import find_vault

    return find_vault(_here(), asked.vault or os.environ.get("VAULT_TOOL_VAULT"))


def _here() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise VaultNotFound("the current folder is gone", "Go to one that is there.") from None


def rules_of(root: Path) -> "tuple[Settings, Conventions]":
    """Return the settings of a vault and how its notes are to be read."""
    from vault_tool.vault.folder import load_conventions, load_settings

    settings = load_settings(root)
    return settings, load_conventions(root, settings)


def progress_for(asked: Asked) -> Callable[[int, int], None] | None:
    """Return what shows how far the reading is, None where nobody watches."""
    if asked.quiet or not sys.stderr.isatty():
        return None

    def show(read: int, of: int) -> None:
        if of >= FEW_NOTES:
            sys.stderr.write(f"\r{read:,} of {of:,} notes read" if read < of else "\r\x1b[K")
            sys.stderr.flush()

    return show


def language_meant(asked: Asked, settings: Settings) -> str:
    """Return the language of what is said: the option's, the config's, the locale's, English."""
    named = asked.lang or settings.language
    if named:
        return named
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "").partition(".")[0].partition("@")[0]
        if value:
            return "en" if value in ("C", "POSIX") else value
    return "en"


def language_of(asked: Asked, root: Path) -> str:
    """Return the language to speak about a vault; a config that cannot be read has no say."""
    from vault_tool.config import DEFAULTS

    try:
        settings = rules_of(root)[0]
    except VaultToolError:
        settings = DEFAULTS
    return language_meant(asked, settings)
