"""What git says of a vault's notes: what waits for a merge, what was changed, what is going on."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from vault_tool.sync.git import Repository, repository_of


class Changed(NamedTuple):
    """A file that is not as it was committed: its path from the repository's top, and how."""

    path: str
    is_new: bool
    is_gone: bool


def unmerged(root: Path) -> tuple[str, ...]:
    """Return the files of a vault whose merge git waits for; none where there is no repository."""
    repository = repository_of(root)
    if repository is None:
        return ()
    paths = waiting(repository)
    inside = f"{prefix_of(repository, root)}"
    return tuple(path[len(inside) :] for path in paths if path.startswith(inside))


def gone_on_one_side(root: Path, path: str) -> bool:
    """Tell whether git waits because one device deleted a note that another one changed."""
    repository = repository_of(root)
    if repository is None:
        return False
    full = prefix_of(repository, root) + path
    listed = repository.tell("ls-files", "--unmerged", "-z", "--", full).split("\0")
    stages = {line.partition("\t")[0][-1] for line in listed if line}
    return bool(stages) and not {"2", "3"} <= stages


def waiting(repository: Repository) -> tuple[str, ...]:
    """Return all files of a repository whose merge git waits for."""
    listed = repository.tell("ls-files", "--unmerged", "-z").split("\0")
    return tuple(sorted({line.partition("\t")[2] for line in listed if line}))


def merged_now(root: Path, path: str) -> None:
    """Tell git that a file of the vault is as it shall be."""
    repository = repository_of(root)
    if repository is not None:
        repository.tell("add", "--", prefix_of(repository, root) + path)


def prefix_of(repository: Repository, root: Path) -> str:
    """Return what stands before a vault's paths in the repository: nothing, or its folder."""
    inside = Path(os.path.realpath(root)).relative_to(repository.top).as_posix()
    return "" if inside == "." else f"{inside}/"


def changed(repository: Repository) -> tuple[Changed, ...]:
    """Return the files that are not as they were committed; what lies in other repositories stays.

    Files of a merge that git waits for are not among them.
    """
    said = repository.tell(
        "status", "--porcelain=v1", "-z", "--untracked-files=all", "--ignore-submodules=all",
        "--no-renames",
    )  # fmt: skip
    found = []
    for entry in said.split("\0"):
        state, path = entry[:2], entry[3:]
        if path and not path.endswith("/") and "U" not in state and state not in ("AA", "DD"):
            found.append(Changed(path, state in ("??", "A "), "D" in state))
    return tuple(found)


def under_way(repository: Repository) -> str | None:
    """Return what somebody began in the repository and did not end: `merge`, `rebase`."""
    marks: Sequence[tuple[str, str]] = (
        ("MERGE_HEAD", "merge"), ("rebase-merge", "rebase"), ("rebase-apply", "rebase"),
        ("CHERRY_PICK_HEAD", "cherry-pick"), ("REVERT_HEAD", "revert"),
    )  # fmt: skip
    return next((what for mark, what in marks if (repository.git / mark).exists()), None)
