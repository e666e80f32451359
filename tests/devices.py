"""Devices that share a vault through git: each a folder with a clone, all in a test's folder."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from shutil import which

import pytest

from vault_tool.sync.git import driver_command

needs_git = pytest.mark.skipif(which("git") is None, reason="git is not installed here")

NAME = "People/Ada Neri.md"
NOTE = """\
---
type: person
tags: [choir]
email: ada@example.org
last_contact: 2026-09-02
---
Met at the beach.

## Log

- 2026-09-02 dinner
"""


def git(folder: Path, *words: str, env: Mapping[str, str] | None = None, ok: bool = True) -> str:
    """Run git as a person would, and return what it wrote."""
    alone = {
        "GIT_CONFIG_GLOBAL": str(folder.parent / "gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_EDITOR": "true",
    }
    done = subprocess.run(
        ["git", *words],
        cwd=folder,
        env={**os.environ, **alone, **(env or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not ok or done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def settings_in(folder: Path) -> Path:
    """Make git's settings of a user who has no others."""
    path = folder / "gitconfig"
    path.write_text(
        "[user]\nname = Test\nemail = test@example.org\n[init]\ndefaultBranch = main\n"
        "[advice]\nmergeConflict = false\n[pull]\nrebase = false\n"
    )
    return path


def first_device(folder: Path, driver: str | None = "ours") -> Path:
    """Return a device with a vault of one note, whose other side is a repository in the folder."""
    settings_in(folder)
    other = folder / "hub.git"
    other.mkdir()
    git(other, "init", "-q", "--bare")
    device = folder / "laptop"
    (device / "People").mkdir(parents=True)
    (device / ".vault-tool").mkdir()
    (device / ".vault-tool" / "config.toml").write_text("")
    git(device, "init", "-q")
    (device / NAME).write_text(NOTE)
    (device / ".gitattributes").write_text("*.md merge=vault\n")
    git(device, "add", "-A")
    git(device, "commit", "-qm", "begin")
    git(device, "remote", "add", "origin", str(other))
    git(device, "push", "-qu", "origin", "main")
    armed(device, driver)
    return device


def another_device(folder: Path, name: str, driver: str | None = "ours") -> Path:
    """Return one more device."""
    git(folder / "laptop", "clone", "-q", str(folder / "hub.git"), str(folder / name))
    armed(folder / name, driver)
    return folder / name


def armed(device: Path, driver: str | None) -> None:
    """Set a merge driver: ours, or the command that is given."""
    if driver is not None:
        command = driver_command() if driver == "ours" else driver
        git(device, "config", "merge.vault.driver", command)
        git(device, "config", "merge.vault.recursive", "text")


def committed(device: Path, text: str, name: str = NAME) -> None:
    """Write a note and commit it."""
    (device / name).parent.mkdir(exist_ok=True)
    (device / name).write_text(text)
    git(device, "add", "-A")
    git(device, "commit", "-qm", "notes")
