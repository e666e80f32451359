"""Make a new file like the one it is to replace: its owner, its mode, its extended attributes.

Its times are left alone: they are how editors notice that the note has changed.
"""

import errno
import os
import stat
import sys
from contextlib import suppress

_UNSUPPORTED = frozenset({errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENODATA})


def make_alike(file: int, old: int) -> None:
    """Give an open new file what belongs to the old one, before it is synced.

    An owner that only root could give stays ours. Raises `OSError` when an attribute of the user's
    own would be lost.
    """
    if os.name == "nt":
        return
    its = os.fstat(old)
    _copy_owner(file, its)
    is_mac: bool = sys.platform == "darwin"
    if is_mac:
        _copy_by_copyfile(file, old)
    elif hasattr(os, "listxattr"):
        _copy_attributes(file, old)
    os.fchmod(file, stat.S_IMODE(its.st_mode))


def _copy_owner(file: int, its: os.stat_result) -> None:
    mine = os.fstat(file)
    if mine.st_uid != its.st_uid:
        with suppress(PermissionError):
            os.fchown(file, its.st_uid, -1)
    if mine.st_gid != its.st_gid:
        with suppress(PermissionError):
            os.fchown(file, -1, its.st_gid)


def _copy_attributes(file: int, old: int) -> None:
    """Copy the extended attributes, access lists among them."""
    try:
        names = os.listxattr(old)
    except OSError as error:
        if error.errno in _UNSUPPORTED:
            return
        raise
    for name in names:
        try:
            os.setxattr(file, name, os.getxattr(old, name))
        except OSError as error:
            is_users = name.startswith("user.")
            # What the system itself attaches (labels, capabilities) may be its own to give.
            if error.errno not in _UNSUPPORTED and (is_users or error.errno != errno.EPERM):
                raise


def _copy_by_copyfile(file: int, old: int) -> None:
    """Copy access lists and extended attributes by macOS's own call."""
    import ctypes

    lists_and_attributes = 0b101
    library = ctypes.CDLL(None, use_errno=True)
    if library.fcopyfile(old, file, None, lists_and_attributes) != 0:
        number = ctypes.get_errno()
        if number not in _UNSUPPORTED:
            raise OSError(number, os.strerror(number))
