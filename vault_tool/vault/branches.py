"""The folders in which notes may be, as a watcher wants them: in as few branches as can be.

What is left out (dot-folders such as `.git`, templates, what the config excludes) is never part of
a branch that is watched whole.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from vault_tool.vault.skip import Skip


class Branch(NamedTuple):
    """A folder to be watched, alone or with all below; the path of the root is empty."""

    path: str
    whole: bool


class Branches(NamedTuple):
    """All that is to be watched; `inodes` are those of every folder in it, as far as readable."""

    each: tuple[Branch, ...]
    inodes: frozenset[int]


class _Folder:
    """A folder found, whose branch is whole as long as nothing below is left out."""

    __slots__ = ("above", "inode", "path", "whole")

    def __init__(self, path: str, inode: int, above: "_Folder | None") -> None:
        self.path = path
        self.inode = inode
        self.above = above
        self.whole = True


def branches(root: Path, skip: Skip) -> Branches:
    """Return what is to be watched of a vault; a vault that is not there has nothing.

    A folder that cannot be read is nobody's: no watch can be set on it.
    """
    found = _folders(os.fspath(root), skip)
    for folder in reversed(found):  # the ones below come later
        if not folder.whole and folder.above:
            folder.above.whole = False
    wanted = [f for f in found if not (f.above and f.above.whole)]
    return Branches(
        tuple(Branch(folder.path, folder.whole) for folder in wanted),
        frozenset(folder.inode for folder in found),
    )


def _folders(root: str, skip: Skip) -> list[_Folder]:
    try:
        waiting = [_Folder("", os.stat(root).st_ino, None)]
    except OSError:
        return []
    found: list[_Folder] = []
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(f"{root}/{folder.path}") as entries:
                for each in entries:
                    if not each.is_dir(follow_symlinks=False):
                        continue
                    path = f"{folder.path}/{each.name}" if folder.path else each.name
                    if each.name.startswith(".") or skip.folder(path):
                        folder.whole = False
                    else:
                        with suppress(FileNotFoundError):  # it went away meanwhile
                            its = each.stat(follow_symlinks=False)
                            waiting.append(_Folder(path, its.st_ino, folder))
        except OSError:
            continue
        found.append(folder)
    return found
