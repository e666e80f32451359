"""Two renames that Python does not have: of two files with each other, and onto no other file.

Linux has them as `renameat2`, macOS as `renameatx_np`. Elsewhere, and on file systems that cannot,
the answer is False and nothing has happened.
"""

import ctypes
import errno
import os
import sys
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from vault_tool.vault.place import Folder

_CANNOT = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})


class _System(NamedTuple):
    """The system's call, and how it spells the two kinds."""

    rename: Callable[[int, bytes, int, bytes, int], int]
    exchange: int
    onto_nothing: int


def exchange(folder: Folder, one: str, other: str) -> bool:
    """Let two files of a folder have each other's name, in one step that no crash can halve."""
    return _rename(folder, one, other, lambda system: system.exchange)


def rename_onto_nothing(folder: Folder, old: str, new: str) -> bool:
    """Rename a file; raises `FileExistsError` when something has the new name already."""
    return _rename(folder, old, new, lambda system: system.onto_nothing)


def _rename(folder: Folder, old: str, new: str, kind: Callable[[_System], int]) -> bool:
    system = _system()
    if system is None or folder.handle is None:
        return False
    names = os.fsencode(old), os.fsencode(new)
    while system.rename(folder.handle, names[0], folder.handle, names[1], kind(system)) != 0:
        number = ctypes.get_errno()
        if number in _CANNOT:
            return False
        if number != errno.EINTR:
            raise OSError(number, os.strerror(number), old, None, new)
    return True


@cache
def _system() -> _System | None:
    """Return the system's call, None where it has none."""
    kinds = {"linux": ("renameat2", 2, 1), "darwin": ("renameatx_np", 2, 4)}.get(sys.platform)
    if kinds is None:
        return None
    name, exchange_kind, onto_nothing = kinds
    try:
        call = getattr(ctypes.CDLL(None, use_errno=True), name)
    except (OSError, AttributeError):
        return None
    folder, text = ctypes.c_int, ctypes.c_char_p
    call.argtypes = (folder, text, folder, text, ctypes.c_uint)
    call.restype = ctypes.c_int
    return _System(call, exchange_kind, onto_nothing)
