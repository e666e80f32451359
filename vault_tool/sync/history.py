"""A note as it was: what the vault's git history keeps of it. Nothing is fetched for that."""

from datetime import date
from pathlib import Path

from vault_tool.errors import VaultToolError
from vault_tool.sync.git import Repository, repository_of
from vault_tool.sync.state import prefix_of

# In seconds: a history that takes longer has nothing to say.
_PATIENCE = 2.0


def note_on(root: Path, path: str, day: date) -> bytes | None:
    """Return what a note held at the end of a day, under whatever name; None where nobody knows."""
    try:
        repository = repository_of(root)
        return _note_on(repository, prefix_of(repository, root) + path, day) if repository else None
    except VaultToolError:  # no git, or a repository that is not in order: it is no use here
        return None


def _note_on(repository: Repository, path: str, day: date) -> bytes | None:
    told = repository.ask(
        "log", "--follow", "--no-ext-diff", "--no-textconv", "--no-show-signature",
        "--format=%x01%H %as", "--name-only", "-z", "HEAD", "--", path,
        lasting=_PATIENCE,
    )  # fmt: skip
    for entry in told.out.split("\x01")[1:] if not told.code else ():
        commit, written, name = entry[:40], entry[41:51], entry[51:].strip("\0\n")
        if name and written <= day.isoformat():
            held = repository.ask("cat-file", "blob", f"{commit}:{name}", lasting=_PATIENCE)
            return held.out.encode("utf-8", "surrogateescape") if held.code == 0 else None
    return None
