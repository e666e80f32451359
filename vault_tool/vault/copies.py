"""Where two writers met: the other text is kept beside the note, as `Name.conflict-<time>.md`.

The walk knows these names, reads none of them, and reports each.
"""

import os
import time

from vault_tool.vault.exchange import rename_onto_nothing
from vault_tool.vault.place import Folder

_LONGEST_NAME = 255


def keep_copy(folder: Folder, draft: str, name: str) -> str:
    """Rename a file that holds somebody's text to a conflict copy of `name`; return the new name.

    The file itself is renamed, so that a program which still writes into it writes into the copy.
    The time in the name is when its text was last changed.
    """
    its = folder.look(draft)
    changed = time.localtime(its.st_mtime if its else 0)
    number = 1
    while True:
        copy = _copy_name(name, changed, number)
        try:
            rename_new(folder, draft, copy)
        except FileExistsError:
            number += 1
        else:
            return copy


def rename_new(folder: Folder, old: str, new: str) -> None:
    """Rename a file, never taking the name from another one; raises `FileExistsError`."""
    if rename_onto_nothing(folder, old, new):
        return
    if os.name == "nt":
        os.rename(folder.at(old), folder.at(new))  # there it refuses an existing name
        return
    try:
        folder.link(old, new)
    except FileExistsError:
        raise
    except OSError:
        # No hard links here (FAT, some shares): claim the name first, then take it over.
        os.close(folder.create(new, 0o666))
        folder.rename(old, new)
    else:
        folder.unlink(old)


def shortened(name: str, extra: str, ending: str) -> str:
    """Return `name` + `extra` + `ending`, the name cut where the whole is too long for a file."""
    room = _LONGEST_NAME - len(os.fsencode(extra + ending))
    raw = os.fsencode(name)
    if len(raw) <= room:
        return f"{name}{extra}{ending}"
    return f"{os.fsdecode(raw[:room]).encode('utf-8', 'ignore').decode()}{extra}{ending}"


def _copy_name(name: str, changed: time.struct_time, number: int) -> str:
    stem, dot, ending = name.rpartition(".")
    if not stem:
        stem, dot, ending = name, "", ""
    again = f"-{number}" if number > 1 else ""
    return shortened(
        stem, f".conflict-{time.strftime('%Y%m%d-%H%M%S', changed)}{again}", dot + ending
    )
