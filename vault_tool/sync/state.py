"""What git says of a vault's notes: what waits for a merge, what was changed, what is going on."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from vault_tool.sync.git import Repository, repository_of

# What a symbolic link is to git.
_LINK = "120000"


class Changed(NamedTuple):
    """A file that is not as it was committed: its path from the repository's top, and how.

    `is_staged` says that git's index has it already as it is.
    """

    path: str
    is_new: bool
    is_gone: bool
    is_staged: bool = False


class Waiting(NamedTuple):
    """A file of the vault whose merge git waits for: its path, and which versions there are.

    `stages` are git's: 1 is what both sides had, 2 is ours, 3 is theirs. A file without 2 or 3 is
    there on one side only. `is_link` tells that it is a symbolic link on a side; where it is a note
    on the other one, git keeps the note's text beside it, under `twin`.
    """

    path: str
    stages: frozenset[str]
    is_link: bool = False
    twin: str | None = None

    @property
    def is_of_one_side(self) -> bool:
        """Tell whether one side has no such file: it was deleted there, or called otherwise."""
        return not {"2", "3"} <= self.stages


def unmerged(root: Path) -> tuple[Waiting, ...]:
    """Return the files of a vault whose merge git waits for; none where there is no repository."""
    repository = repository_of(root)
    if repository is None:
        return ()
    inside = prefix_of(repository, root)
    found = [
        Waiting(path[len(inside) :], frozenset(stages), _LINK in stages.values())
        for path, stages in _stages(repository).items()
        if path.startswith(inside) and stages.keys() != {"1"}
    ]
    return tuple(_beside(each, found) for each in found)


def _beside(left: Waiting, found: Sequence[Waiting]) -> Waiting:
    """Return what waits with its twin, if one side has a link and the other one a note there."""
    if left.is_link:
        twins = (each for each in found if each.path.startswith(f"{left.path}~"))
    else:
        twins = (each for each in found if each.is_link and left.path.startswith(f"{each.path}~"))
    return left._replace(twin=next((each.path for each in twins), None))


def waiting(repository: Repository) -> tuple[str, ...]:
    """Return all files of a repository whose merge git waits for somebody to decide."""
    return tuple(path for path, stages in _stages(repository).items() if stages.keys() != {"1"})


def let_go_of_old_names(repository: Repository) -> None:
    """Tell git that files are gone which neither side has: a note that both call otherwise now."""
    gone = [path for path, stages in _stages(repository).items() if stages.keys() == {"1"}]
    if gone:
        repository.tell("rm", "-q", "--cached", "--", *gone)


def theirs(root: Path, path: str) -> bytes | None:
    """Return what the other side has for a file whose merge git waits for."""
    repository = repository_of(root)
    if repository is None:
        return None
    held = repository.ask("cat-file", "blob", f":3:{prefix_of(repository, root)}{path}")
    return held.out.encode("utf-8", "surrogateescape") if held.code == 0 else None


def merged_now(root: Path, path: str) -> None:
    """Tell git that a file of the vault is as it shall be, or that it shall be gone."""
    repository = repository_of(root)
    if repository is None:
        return
    full = prefix_of(repository, root) + path
    if os.path.lexists(repository.top / full):
        repository.tell("add", "--force", "--", full)
    else:
        repository.tell("rm", "-q", "--cached", "--ignore-unmatch", "--", full)


def _stages(repository: Repository) -> dict[str, dict[str, str]]:
    """Return by path which versions of a file wait, and what each is to git."""
    found: dict[str, dict[str, str]] = {}
    for line in sorted(repository.tell("ls-files", "--unmerged", "-z").split("\0")):
        about, _, path = line.partition("\t")
        if path:
            mode, _, stage = about.split(" ")
            found.setdefault(path, {})[stage] = mode
    return dict(sorted(found.items()))


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
    found: dict[str, Changed] = {}  # one that is taken out of the index and still lies there: twice
    for entry in said.split("\0"):
        state, path = entry[:2], entry[3:]
        if path and not path.endswith("/") and "U" not in state and state not in ("AA", "DD"):
            found[path] = Changed(path, state in ("??", "A "), "D" in state, state[1] == " ")
    return tuple(found.values())


def under_way(repository: Repository) -> str | None:
    """Return what somebody began in the repository and did not end: `merge`, `rebase`."""
    marks: Sequence[tuple[str, str]] = (
        ("MERGE_HEAD", "merge"), ("rebase-merge", "rebase"), ("rebase-apply", "rebase"),
        ("CHERRY_PICK_HEAD", "cherry-pick"), ("REVERT_HEAD", "revert"),
    )  # fmt: skip
    return next((what for mark, what in marks if (repository.git / mark).exists()), None)
