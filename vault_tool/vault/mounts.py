"""On what kind of file system a vault lies, as far as the system tells."""

import os
import re
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")
# What another machine changes, or the program behind the mount, is told to nobody here.
_FAR = re.compile(
    r"nfs\d?|cifs|smb\d?|smbfs|9p|afs|ceph|glusterfs|lustre|ncpfs|drvfs|vboxsf|prl_fs|vmhgfs"
    r"|virtiofs|fuse|fuse\..*|fuseblk"
)
_OCTAL = re.compile(r"\\([0-7]{3})")


def far_kind(root: Path, mounts: Path = _MOUNTS) -> str | None:
    """Return the kind of the file system where it is a network's or FUSE's, else None."""
    place = os.path.realpath(root)
    best, kind = -1, ""
    try:
        lines = os.fsdecode(mounts.read_bytes()).splitlines()
    except OSError:
        return None
    for line in lines:
        fields, _, behind = line.partition(" - ")
        columns = fields.split(" ")
        if len(columns) < 5 or not behind:
            continue
        point = _OCTAL.sub(lambda sign: chr(int(sign[1], 8)), columns[4])
        inside = point == "/" or place == point or place.startswith(point + "/")
        if inside and len(point) >= best:  # of two mounts on one point the later one is seen
            best, kind = len(point), behind.split(" ")[0]
    return kind if _FAR.fullmatch(kind) else None
