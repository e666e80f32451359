"""One round between this device and the others: commit, fetch, merge, push. Nothing is forced.

Each step says what it found as a value; what is said to the user, and when to stop, is the
command's business.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from vault_tool.errors import GitFailed, SyncStopped
from vault_tool.sync.git import Repository
from vault_tool.sync.state import Changed, changed, let_go_of_old_names, prefix_of, waiting
from vault_tool.sync.stops import (
    refuse_another_name,
    refuse_beside,
    refuse_inside,
    refuse_marks,
    refuse_nameless,
    refuse_overwriting,
    refuse_unwelcome,
    stopped_at,
)

# How often another device may be faster before we leave it for the next time.
ROUNDS = 5
# In seconds: how long the other side is waited for.
_PATIENCE = 300
_NAMES = 3
_MERGE = "Notes of several devices"
# What git says when another device has sent something meanwhile.
_FASTER = re.compile(r"\[rejected\]|cannot lock ref|failed to update ref|incorrect old value")
# A merge of both sides with a commit, whatever settings ask for.
_WHOLE = ("--no-verify", "--strategy=ort", "--ff", "--commit", "--no-squash")


class Branch(NamedTuple):
    """What is exchanged: the branch here, the name of the remote, and the branch there.

    `is_agreed` says that somebody has told git so, else the names are taken to be the same.
    """

    here: str
    remote: str
    there: str
    is_agreed: bool = True

    @property
    def tracked(self) -> str:
        """Return where git keeps what it last saw of the other side."""
        return f"refs/remotes/{self.remote}/{self.there}"


class Round(NamedTuple):
    """What came of a round: commits received and sent; why nothing was exchanged, else None."""

    received: int
    sent: int
    alone: str | None = None


def to_commit(repository: Repository, root: Path) -> tuple[Changed, ...]:
    """Return the files of the vault that are not as they were committed.

    Raises `SyncStopped` where marks of a conflict stand in a note's properties.
    """
    prefix = prefix_of(repository, root)
    found = tuple(each for each in changed(repository) if each.path.startswith(prefix))
    refuse_marks(repository, (each.path for each in found))
    return found


def commit(repository: Repository, files: Sequence[Changed], message: str) -> None:
    """Commit these files, and nothing else that somebody may have handed to git."""
    from_input = ("--pathspec-from-file=-", "--pathspec-file-nul")
    if paths := "".join(f"{each.path}\0" for each in files if not each.is_staged):
        repository.tell("add", "--all", *from_input, given=paths)
    words = ["commit", "-q", "--no-verify", "-m", message]
    staged = repository.tell("diff", "--cached", "--name-only", "--no-renames", "-z").split("\0")
    others = set(staged) - {each.path for each in files} - {""}
    # By their paths only where it must be: git would look at ignored files anew, too.
    paths = "".join(f"{each.path}\0" for each in files) if others else ""
    done = repository.ask(*words, *(from_input if others else ()), given=paths)
    refuse_nameless(done)
    if done.code:
        raise GitFailed(f"git commit failed: {' '.join(done.said.split())}", "Nothing was lost.")


def message_for(files: Iterable[Changed], prefix: str, name_of: Callable[[str], str | None]) -> str:
    """Return what a commit is called: whom it touches.

    `name_of` gives the name of the person whose note lies at a path in the vault.
    """
    names: list[str] = []
    others: list[str] = []
    for each in files:
        path = each.path.removeprefix(prefix)
        name = name_of(path)
        title = path.rpartition("/")[2].removesuffix(".md") if path.endswith(".md") else path
        (names if name else others).append(name or title)
    shown = [re.sub(r"[\x00-\x1f\x7f]", " ", each) for each in [*sorted(names), *sorted(others)]]
    more = f" and {len(shown) - _NAMES} more" if len(shown) > _NAMES else ""
    return f"Notes: {', '.join(shown[:_NAMES])}{more}"


def branch_of(repository: Repository, root: Path) -> Branch | None:
    """Return what is exchanged with whom; None where no other side is known.

    Raises `SyncStopped` where no branch is checked out, where nobody said which of several other
    sides it is, or where it lies in the vault itself.
    """
    here = repository.ask("symbolic-ref", "-q", "--short", "HEAD").out.strip()
    if not here:
        raise SyncStopped(
            "no branch is checked out in this repository", "Check one out: git switch main"
        )
    settings = repository.own_settings()
    remote = settings.get(f"branch.{here.casefold()}.remote", ("",))[-1]
    there = settings.get(f"branch.{here.casefold()}.merge", ("",))[-1].removeprefix("refs/heads/")
    remotes = repository.tell("remote").split()
    is_agreed = bool(remote and there)
    if not is_agreed:
        if len(remotes) > 1:
            raise SyncStopped(
                f"git knows several other sides: {', '.join(remotes)}",
                f"Say which one it is: git config branch.{here}.remote {remotes[0]}"
                f" && git config branch.{here}.merge refs/heads/{here}",
            )
        if not remotes:
            return None
        remote, there = remotes[0], here
    if remote not in remotes:
        return None
    refuse_inside(repository, root, remote)
    return Branch(here, remote, there, is_agreed)


def exchange(repository: Repository, root: Path, branch: Branch) -> Round:
    """Fetch, merge and push until both sides are the same, or git cannot reach the other one.

    Raises `SyncStopped` where a merge waits for somebody.
    """
    received = 0
    for _ in range(ROUNDS):
        fetched = repository.ask(
            "fetch", "-q", "--no-tags", "--upload-pack=git-upload-pack", branch.remote,
            lasting=_PATIENCE,
        )  # fmt: skip
        if fetched.code:
            return Round(received, 0, _last_line(fetched.said))
        if repository.ask("rev-parse", "-q", "--verify", branch.tracked).code == 0:
            received += _merge(repository, root, branch)
            sent = _count(repository, f"{branch.tracked}..HEAD")
            if not sent:
                return Round(received, 0)
        else:
            if not branch.is_agreed:
                refuse_another_name(repository, branch.remote, branch.here)
            sent = _count(repository, "HEAD")
        pushed = repository.ask(
            "push", "-q", "--no-verify", "--set-upstream", "--receive-pack=git-receive-pack",
            branch.remote, f"HEAD:refs/heads/{branch.there}", lasting=_PATIENCE,
        )  # fmt: skip
        if not pushed.code:
            return Round(received, sent)
        if not _FASTER.search(pushed.said):
            refuse_unwelcome(pushed)
            return Round(received, 0, _last_line(pushed.said))
    return Round(received, 0, "other devices were faster each time")


def _merge(repository: Repository, root: Path, branch: Branch) -> int:
    """Merge what was fetched; return how many commits came."""
    is_begun = repository.ask("rev-parse", "-q", "--verify", "HEAD").code == 0
    new = _count(repository, f"HEAD..{branch.tracked}" if is_begun else branch.tracked)
    if new:
        refuse_overwriting(repository, branch.tracked)
        done = repository.ask("merge", *_WHOLE, "-q", "-m", _MERGE, branch.tracked)
        refuse_nameless(done)
        let_go_of_old_names(repository)
        if left := waiting(repository):
            raise stopped_at(repository, root, left)
        if done.code:
            if "unrelated histories" in done.said:
                raise SyncStopped(
                    "this vault and the other side began apart from each other",
                    "To join them all the same: git merge --allow-unrelated-histories"
                    f" {branch.remote}/{branch.there}, then: vault-tool sync",
                )
            refuse_beside(done)
            said = " ".join(done.said.split())
            raise GitFailed(
                f"git merge failed: {said}", "Nothing was changed. Mend that, then: vault-tool sync"
            )
    return new


def _count(repository: Repository, commits: str) -> int:
    return int(repository.tell("rev-list", "--count", commits, "--").strip() or 0)


def _last_line(said: str) -> str:
    lines = [line for line in said.splitlines() if line.strip()]
    told = [line for line in lines if line.startswith(("fatal:", "error:", "ssh:"))]
    return next(iter(told or lines), "git could not say why").partition(":")[2].strip() or said
