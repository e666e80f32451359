"""What every command does first: find the vault, read its settings, bring the index up to date."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from vault_tool.cli.clock import day_meant
from vault_tool.cli.options import Asked
from vault_tool.cli.output import remark
from vault_tool.config import Settings

if TYPE_CHECKING:
    from vault_tool.index.database import Index
    from vault_tool.note.conventions import Conventions


@dataclass(frozen=True, slots=True)
class Desk:
    """An opened vault with everything that an answer depends on."""

    root: Path
    settings: Settings
    conventions: "Conventions"
    index: "Index"
    today: date
    language: str
    unread: int


@contextmanager
def opened(asked: Asked, *, say_unread: bool = True) -> Iterator[Desk]:
    """Open the vault that is meant, its index as of now; afterwards say what could not be read."""
    from vault_tool.index.database import open_index
    from vault_tool.index.read import unread
    from vault_tool.index.sync import reconcile

    today = day_meant(asked.today)
    root = root_meant(asked)
    settings, conventions = rules_of(root)
    language = language_meant(asked, settings)
    with open_index(root, settings, conventions) as index:
        reconcile(index)
        missed = unread(index)
        yield Desk(root, settings, conventions, index, today, language, missed)
    if missed and say_unread:
        notes = "note" if missed == 1 else "notes"
        remark(asked, f"{missed} {notes} could not be read: vault-tool check")


def root_meant(asked: Asked) -> Path:
    """Return the vault that is named, else the one around the current folder."""
    from vault_tool.vault.folder import find_vault

    return find_vault(Path.cwd(), asked.vault or os.environ.get("VAULT_TOOL_VAULT"))


def rules_of(root: Path) -> "tuple[Settings, Conventions]":
    """Return the settings of a vault and how its notes are to be read."""
    from vault_tool.vault.folder import load_conventions, load_settings

    settings = load_settings(root)
    return settings, load_conventions(root, settings)


def language_meant(asked: Asked, settings: Settings) -> str:
    """Return the language of what is said: the option's, the config's, the locale's, English."""
    named = asked.lang or settings.language
    if named:
        return named.replace("-", "_")
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "").partition(".")[0].partition("@")[0]
        if value:
            return "en" if value in ("C", "POSIX") else value
    return "en"
