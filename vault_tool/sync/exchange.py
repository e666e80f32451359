"""One round between this device and the others: commit, fetch, merge, push. Nothing is forced.

Each step says what it found as a value; what is said to the user, and when to stop, is the
command's business.
"""

import os
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from vault_tool.errors import GitFailed, SyncStopped
from vault_tool.note.frontmatter import front_matter_span
from vault_tool.note.versions.prose import is_marked
from vault_tool.sync.git import Done, Repository
from vault_tool.sync.state import Changed, changed, prefix_of, under_way, waiting

# How often another device may be faster before we leave it for the next time.
ROUNDS = 5
# In seconds: how long the other side is waited for.
_PATIENCE = 300
_NAMES = 3
_MERGE = "Notes of several devices"
# A merge of both sides with a commit, whatever settings ask for.
_WHOLE = ("--no-verify", "--strategy=ort", "--ff", "--commit", "--no-squash")


class Branch(NamedTuple):
    """What is exchanged: the branch here, the name of the remote, and the branch there."""

    here: str
    remote: str
    there: str

    @property
    def tracked(self) -> str:
        """Return where git keeps what it last saw of the other side."""
        return f"refs/remotes/{self.remote}/{self.there}"


class Round(NamedTuple):
    """What came of a round: commits received and sent; why nothing was exchanged, else None."""

    received: int
    sent: int
    alone: str | None = None


def refuse_unready(repository: Repository, root: Path) -> None:
    """Raise `SyncStopped` where something was begun and must be ended first.

    A merge in which nothing waits for anybody any more is ended here.
    """
    what = under_way(repository)
    if what and what != "merge":
        raise SyncStopped(
            f"a {what} is under way in this repository",
            f"End it: git {what} --continue, or git {what} --abort. Then: vault-tool sync",
        )
    if left := waiting(repository):
        raise stopped_at(repository, root, left)
    if what:
        _refuse_marks(repository, (each.path for each in changed(repository)))
        repository.tell("commit", "-q", "--no-edit")


def stopped_at(repository: Repository, root: Path, left: Sequence[str]) -> SyncStopped:
    """Return the error that names the notes somebody has to look at, and the next step."""
    from shlex import quote

    prefix = prefix_of(repository, root)
    first = left[0].removeprefix(prefix)
    others = f" and {len(left) - 1} more" if len(left) > 1 else ""
    return SyncStopped(
        f"two devices differ about {first}{others}; both versions are kept",
        f"See both: vault-tool conflicts. Then: vault-tool resolve {quote(first)} --keep"
        " (or --other), and once more: vault-tool sync",
    )


def to_commit(repository: Repository, root: Path) -> tuple[Changed, ...]:
    """Return the files of the vault that are not as they were committed.

    Raises `SyncStopped` where marks of a conflict stand in a note's properties.
    """
    prefix = prefix_of(repository, root)
    found = tuple(each for each in changed(repository) if each.path.startswith(prefix))
    _refuse_marks(repository, (each.path for each in found))
    return found


def commit(repository: Repository, files: Sequence[Changed], message: str) -> None:
    """Commit these files."""
    paths = "".join(f"{each.path}\0" for each in files)
    from_input = ("--pathspec-from-file=-", "--pathspec-file-nul")
    repository.tell("add", "--all", *from_input, given=paths)
    words = ("commit", "-q", "--no-verify", "-m", message, *from_input)
    done = repository.ask(*words, given=paths)
    _refuse_nameless(done)
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

    Raises `SyncStopped` where no branch is checked out, or the other side lies in the vault itself.
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
    if not remote or not there:
        if len(remotes) != 1:
            return None
        remote, there = remotes[0], here
    if remote not in remotes:
        return None
    _refuse_inside(repository, root, remote)
    return Branch(here, remote, there)


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
            sent = _count(repository, "HEAD")
        pushed = repository.ask(
            "push", "-q", "--no-verify", "--set-upstream", "--receive-pack=git-receive-pack",
            branch.remote, f"HEAD:refs/heads/{branch.there}", lasting=_PATIENCE,
        )  # fmt: skip
        if not pushed.code:
            return Round(received, sent)
        if "rejected" not in pushed.said:
            return Round(received, 0, _last_line(pushed.said))
    return Round(received, 0, "other devices were faster each time")


def _merge(repository: Repository, root: Path, branch: Branch) -> int:
    """Merge what was fetched; return how many commits came."""
    new = _count(repository, f"HEAD..{branch.tracked}")
    if new:
        done = repository.ask("merge", *_WHOLE, "-q", "-m", _MERGE, branch.tracked)
        _refuse_nameless(done)
        if left := waiting(repository):
            raise stopped_at(repository, root, left)
        if done.code:
            if "unrelated histories" in done.said:
                raise SyncStopped(
                    "this vault and the other side began apart from each other",
                    "To join them all the same: git merge --allow-unrelated-histories"
                    f" {branch.remote}/{branch.there}, then: vault-tool sync",
                )
            said = " ".join(done.said.split())
            raise GitFailed(
                f"git merge failed: {said}", "Nothing was changed. Mend that, then: vault-tool sync"
            )
    return new


def _refuse_nameless(done: Done) -> None:
    if "tell me who you are" in done.said:
        raise SyncStopped(
            "git does not know yet whose changes these are",
            'Say it once: git config --global user.name "Your Name", and user.email likewise.',
        )


def _count(repository: Repository, commits: str) -> int:
    return int(repository.tell("rev-list", "--count", commits, "--").strip() or 0)


def _refuse_marks(repository: Repository, paths: Iterable[str]) -> None:
    for path in paths:
        if not path.endswith(".md"):
            continue
        try:
            text = (repository.top / path).read_bytes().decode("utf-8", "replace")
        except OSError:
            continue
        text = text.removeprefix("\ufeff").replace("\r\n", "\n")
        span = front_matter_span(text)
        if span and is_marked(text[span[0] : span[1]]):
            raise SyncStopped(
                f"{path}: marks of a conflict stand in the properties",
                "Mend them in an editor; Obsidian cannot read such a note. Then: vault-tool sync",
            )


def _refuse_inside(repository: Repository, root: Path, remote: str) -> None:
    """Refuse another side that came with the vault: its hooks would run here."""
    named = (("--all",), ("--all", "--push"))
    urls = [repository.tell("remote", "get-url", *which, remote) for which in named]
    for url in "".join(urls).splitlines():
        place = Path(url.removeprefix("file://"))
        if "://" in url and not url.startswith("file://"):
            continue
        real = os.path.realpath(repository.top / place)
        if any(
            Path(real).is_relative_to(os.path.realpath(each)) for each in (repository.top, root)
        ):
            raise SyncStopped(
                f"the other side, {remote}, lies in the vault itself",
                f"Name another one: git remote set-url {remote} URL",
            )


def _last_line(said: str) -> str:
    lines = [line for line in said.splitlines() if line.strip()]
    told = [line for line in lines if line.startswith(("fatal:", "error:", "ssh:"))]
    return next(iter(told or lines), "git could not say why").partition(":")[2].strip() or said
