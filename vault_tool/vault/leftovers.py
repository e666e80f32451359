"""Drafts that a crash left in the vault, judged by their bytes.

What the journal knows is deleted: a draft of ours, whole or cut short, or the old text of a note
that has its new one. Anything else may be the text of another editor that we had just taken out of
the way: it becomes a conflict copy, or the note again where there is none. Bytes that exist nowhere
else are never deleted.
"""

import os
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from vault_tool.errors import Problem
from vault_tool.vault.copies import keep_copy, rename_new
from vault_tool.vault.displaced import displaced
from vault_tool.vault.folder import OBSIDIAN_FOLDER, OWN_FOLDER
from vault_tool.vault.place import Folder, place_of
from vault_tool.vault.safewrite import DRAFT_END
from vault_tool.vault.steps import Steps
from vault_tool.vault.walk import shown_path

_DRAFT = re.compile(rf"\.(?P<name>.+)\.(?P<pid>\d+)(?:-\d+)?{re.escape(DRAFT_END)}", re.DOTALL)
# In seconds: a draft in which nothing has happened for longer is nobody's any more.
_ABANDONED = 3600


def judge_leftovers(root: Path, steps: Steps, folders: Iterable[str]) -> tuple[Problem, ...]:
    """Clear folders of the vault from drafts of dead processes; report what was kept.

    Whoever calls this holds the vault's lock, so that no other command is writing.
    """
    problems: list[Problem] = []
    for path in dict.fromkeys(folders):
        if not os.path.isdir(root / path):
            continue
        with suppress(OSError), place_of(root / path / "_", root) as (folder, _):
            for draft in sorted(folder.names()):
                if draft.endswith(DRAFT_END) and (found := _DRAFT.fullmatch(draft)):
                    problems += _judged(folder, path, draft, found, steps)
    return tuple(problems)


def folders_of(paths: Iterable[str]) -> Iterator[str]:
    """Return the folders that hold files of the vault."""
    return (path.rpartition("/")[0] for path in paths)


def all_folders(root: Path) -> Iterator[str]:
    """Return every folder in which this tool may have written."""
    for folder, below, _ in os.walk(root):
        below[:] = [
            name for name in below if name[0] != "." or name in (OWN_FOLDER, OBSIDIAN_FOLDER)
        ]
        yield os.path.relpath(folder, root).replace(os.sep, "/")


def _judged(
    folder: Folder, path: str, draft: str, found: re.Match[str], steps: Steps
) -> tuple[Problem, ...]:
    """Judge one draft; what the disk does not let us do is left to the next command."""
    name = found["name"]
    try:
        if _is_in_use(folder, draft, int(found["pid"])):
            return ()
        with displaced(folder, draft) as left:
            is_quiet = left.let_others_finish()
            text = left.bytes_now()
            is_known = not text or any(each.startswith(text) for each in steps.contents())
            if is_known and is_quiet and not left.is_wanted():
                left.let_go()
                folder.unlink(draft)
                return ()
        kept = _kept(folder, draft, name)
    except OSError:
        return ()
    where = shown_path(kept if path in ("", ".") else f"{path}/{kept}")
    message = f"another program's text of {shown_path(name)} was found, and is kept here"
    return (Problem("kept-copy", where, 1, 1, "warning", f"{message}.", _HINT),)


_HINT = "Take over what is missing in the note itself, then delete the copy."


def _kept(folder: Folder, draft: str, name: str) -> str:
    """Give a text that is not ours a name that one can see; return it."""
    if folder.look(name) is None:
        try:
            rename_new(folder, draft, name)
        except FileExistsError:
            pass
        else:
            return name
    return keep_copy(folder, draft, name)


def _is_in_use(folder: Folder, draft: str, pid: int) -> bool:
    """Tell whether the process that made a draft may still be at it."""
    its = folder.look(draft)
    if its is None or pid == os.getpid() or os.name == "nt":
        return its is None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        pass
    return time.time() - its.st_ctime < _ABANDONED
