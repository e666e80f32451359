"""Where a round with other devices stops: what is in its way, and the exact next step.

Each raises `SyncStopped`. Nothing is lost by any of them, and the next round goes on from there.
"""

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from vault_tool.errors import SyncStopped
from vault_tool.note.frontmatter import front_matter_span
from vault_tool.note.versions.prose import is_marked
from vault_tool.sync.git import Done, Repository
from vault_tool.sync.state import (
    changed,
    let_go_of_old_names,
    prefix_of,
    under_way,
    waiting,
)


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
    let_go_of_old_names(repository)
    if left := waiting(repository):
        raise stopped_at(repository, root, left)
    if what:
        refuse_marks(repository, (each.path for each in changed(repository)))
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


def refuse_marks(repository: Repository, paths: Iterable[str]) -> None:
    """Refuse notes in whose properties marks of a conflict stand."""
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


def refuse_overwriting(repository: Repository, tracked: str) -> None:
    """Raise `SyncStopped` where a merge would put a file in the place of one that git ignores."""
    parted = repository.ask("merge-base", "HEAD", tracked).out.split()
    since = parted[0] if parted else repository.tell("mktree").strip()  # no file at all
    words = ("--name-only", "--no-renames", "--diff-filter=AMT", "-z", since, tracked)
    sent = repository.tell("diff-tree", "-r", *words).split("\0")
    here = [path for path in sent if path and _is_file(repository.top / path)]
    known = set(repository.tell("ls-files", "-z").split("\0")) if here else set()
    for path in here:
        if path not in known and not _is_as_sent(repository, path, tracked):
            from shlex import quote

            raise SyncStopped(
                f"{path} is ignored by git here, and another device sends a file of that name",
                f"To keep both: git add -f {quote(path)}. Or move yours away. Then:"
                " vault-tool sync",
            )


def refuse_inside(repository: Repository, root: Path, remote: str) -> None:
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


def refuse_another_name(repository: Repository, remote: str, here: str) -> None:
    """Raise `SyncStopped` where the other side has branches, and none of the name of ours."""
    listed = f"refs/remotes/{remote}/"
    names = repository.tell("for-each-ref", "--format=%(refname:strip=3)", listed).split()
    others = [name for name in names if name != "HEAD"]
    if others:
        raise SyncStopped(
            f"the other side calls its branch {others[0]}, and this device {here}",
            f"To meet there: git branch -m {others[0]}, then: vault-tool sync. To begin another"
            f" one there: git push -u {remote} {here}",
        )


def refuse_nameless(done: Done) -> None:
    """Refuse to go on where git does not know whose commit it would be."""
    if "tell me who you are" in done.said:
        raise SyncStopped(
            "git does not know yet whose changes these are",
            'Say it once: git config --global user.name "Your Name", and user.email likewise.',
        )


def refuse_beside(done: Done) -> None:
    """Refuse to merge over files that are not committed: of just now, or outside of the vault."""
    told = re.search(r"would be overwritten by merge:\n((?:[ \t]+\S.*\n)+)", done.said)
    if told is None:
        return
    paths = [line.strip() for line in told[1].splitlines()]
    more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    raise SyncStopped(
        f"{paths[0]}{more} changed here and is not committed, and other devices changed it too",
        "If it was a note that you write just now, once more: vault-tool sync. What lies outside of"
        " the vault you commit yourself.",
    )


def refuse_unwelcome(pushed: Done) -> None:
    """Raise `SyncStopped` where the other side was reached, and does not take what is sent."""
    refused = re.search(r"\[remote rejected\].*\((.*)\)", pushed.said)
    if refused is None:
        return
    raise SyncStopped(
        f"the other side does not take what is sent: {refused[1]}",
        "It is a folder with files of its own; name a repository made with git init --bare."
        if "checked out" in refused[1]
        else "Nothing of yours was lost. Ask whoever looks after it.",
    )


def _is_as_sent(repository: Repository, path: str, tracked: str) -> bool:
    file = repository.top / path
    sent = repository.ask("cat-file", "blob", f"{tracked}:{path}")
    data = os.fsencode(os.readlink(file)) if file.is_symlink() else file.read_bytes()
    return data == sent.out.encode("utf-8", "surrogateescape")


def _is_file(place: Path) -> bool:
    return place.is_symlink() or place.is_file()
