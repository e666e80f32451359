"""File names for new notes: safe on every system, readable, and no twin of one that is there.

A name is whatever somebody typed or another program sent. What a file system, Obsidian's links or
our own walk cannot bear is replaced or left out; the person's name itself is kept in the note.
"""

import os
import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import count
from pathlib import Path
from unicodedata import category, normalize

from vault_tool.errors import WriteRefused
from vault_tool.vault.skip import is_conflict_copy, is_temporary
from vault_tool.vault.walk import shown_path

_ENDING = ".md"
# In bytes, with the ending; leaves room for what drafts add to a name.
_LONGEST = 240
_ODD = re.compile(r"[^A-Za-z0-9._@+-]+")
_CARD_ENDING = ".vcf"
_LONGEST_ID = 100
_NAMELESS = "Unnamed"
_FORBIDDEN = re.compile(r'[#^\[\]|:\\/?*<>"]+')
# Controls and line breaks part words; what cannot be seen, or is no character, goes.
_BLANK = frozenset({"Cc", "Zl", "Zp", "Zs"})
_DROPPED = frozenset({"Cf", "Cs", "Co", "Cn"})
_DEVICE = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\..*)?", re.IGNORECASE
)


def safe_stem(name: str) -> str:
    """Return the name of a note's file, without `.md`, that is nearest to a name.

    It can be a file's name on every system and be linked to in Obsidian, begins with no dot, dash
    or tilde, and is never empty.
    """
    stem = normalize("NFC", "".join(map(_seen, normalize("NFC", name))))
    stem = _trimmed(_FORBIDDEN.sub("-", stem))
    if is_conflict_copy(f"{stem}{_ENDING}") or is_temporary(stem):
        stem = _trimmed(re.sub(r"[.()]", " ", stem))
    if is_conflict_copy(f"{stem}{_ENDING}"):
        stem = f"_{stem}"
    if _DEVICE.fullmatch(stem):
        stem = f"_{stem}"
    return _cut(stem, _LONGEST - len(_ENDING)) or _NAMELESS


def free_path(root: Path, folder: str, name: str) -> str:
    """Return the path in the vault for the note of a new person, which nothing has yet.

    Where a file of nearly that name is there, a number follows: `Ada 2`. A folder that is there in
    another case is taken as it is. Raises `WriteRefused` for a folder outside the vault.
    """
    return free_paths(root, folder, [name])[0]


def free_paths(root: Path, folder: str, names: Sequence[str]) -> list[str]:
    """Return the paths for the notes of several new people, as `free_path` does for one."""
    inside = _folder_in(root, folder)
    try:
        taken = {_key(name) for name in os.listdir(root / inside)}
    except (FileNotFoundError, NotADirectoryError):
        taken = set()
    paths = []
    for name in names:
        stem = next(
            each for each in _numbered(safe_stem(name)) if _key(each + _ENDING) not in taken
        )
        taken.add(_key(stem + _ENDING))
        paths.append(f"{inside}/{stem}{_ENDING}" if inside else f"{stem}{_ENDING}")
    return paths


def card_name(uid: str) -> str:
    """Return the name of the file for the card with an id: the same for the same id, on any system.

    An id that cannot be a file's name is told from others by a checksum.
    """
    stem = safe_stem(_ODD.sub("-", uid))
    if stem == uid and len(uid) <= _LONGEST_ID:
        return f"{uid}{_CARD_ENDING}"
    told = blake2b(uid.encode("utf-8", "replace"), digest_size=8).hexdigest()
    return f"{_cut(stem, _LONGEST_ID)}-{told}{_CARD_ENDING}"


def _numbered(stem: str) -> Iterator[str]:
    """Yield a name, then the name with each number from 2 on, all of them short enough."""
    yield stem
    for number in count(2):
        ending = f" {number}"
        yield f"{_cut(stem, _LONGEST - len(_ENDING) - len(ending))}{ending}"


def _seen(sign: str) -> str:
    kind = category(sign)
    return " " if kind in _BLANK else "" if kind in _DROPPED else sign


def _trimmed(stem: str) -> str:
    """Take away what may not stand at the edges, and an ending that the file gets anyway."""
    stem = " ".join(stem.split())
    while True:
        shorter = stem.strip(" ").lstrip(".-~").rstrip(".-")
        if shorter.casefold().endswith(_ENDING):
            shorter = shorter[: -len(_ENDING)]
        if shorter == stem:
            return stem
        stem = shorter


def _cut(stem: str, room: int) -> str:
    """Return as much as fits into so many bytes of UTF-8, nothing that may not be last."""
    raw = stem.encode()
    return stem if len(raw) <= room else _trimmed(raw[:room].decode("utf-8", "ignore"))


def _folder_in(root: Path, folder: str) -> str:
    """Return a folder's path in the vault, as far as it is there spelled as it is."""
    parts = [part for part in folder.replace("\\", "/").split("/") if part not in ("", ".")]
    if ".." in parts or folder.startswith("/") or any("\0" in part for part in parts):
        raise WriteRefused(
            f"{shown_path(folder)!r} is no folder in the vault",
            "Name one below the vault's own folder.",
        )
    found = ""
    for part in parts:
        there = _spelled(root / found, part)
        found = f"{found}/{there}" if found else there
    return found


def _spelled(folder: Path, part: str) -> str:
    """Return a folder's name as it is there, if it is there in another case or Unicode form."""
    if os.path.lexists(folder / part):
        return part
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return part
    return next((name for name in names if _key(name) == _key(part)), part)


def _key(name: str) -> str:
    """Return what names have in common that some file system cannot tell apart."""
    return normalize("NFKC", normalize("NFKC", name).upper().casefold())
