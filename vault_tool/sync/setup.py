"""A vault made ready for several devices: its repository, and git told of our merge driver."""

import subprocess
from pathlib import Path

from vault_tool.errors import VaultToolError
from vault_tool.sync.git import DRIVER, Repository, driver_command, repository_of


def made_repository(root: Path) -> tuple[Repository, bool]:
    """Return the repository that a vault lies in, made where there is none, and whether it was."""
    found = repository_of(root)
    if found is not None:
        return found, False
    try:
        done = subprocess.run(
            ["git", "-c", "init.defaultBranch=main", "init", "-q", "--", str(root)],
            capture_output=True, stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip
    except FileNotFoundError:
        raise VaultToolError("git is not installed", "Install it, then try again.") from None
    made = repository_of(root)
    if made is None:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise VaultToolError(f"git could not make a repository: {said}", "See who may write there.")
    return made, True


def arm(repository: Repository) -> str:
    """Tell this device's git to merge notes by our driver; return the command that it will run."""
    command = driver_command()
    section = f"merge.{DRIVER}"
    for name, value in (
        ("name", "notes merged by their meaning"), ("driver", command), ("recursive", "text"),
    ):  # fmt: skip
        repository.tell("config", "--local", f"{section}.{name}", value)
    return command


def disarm(repository: Repository) -> bool:
    """Take our driver out of this device's settings; return whether it was there."""
    there = any(name.startswith(f"merge.{DRIVER}.") for name in repository.own_settings())
    if there:
        repository.tell("config", "--local", "--remove-section", f"merge.{DRIVER}")
    return there
