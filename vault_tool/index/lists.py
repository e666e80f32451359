"""What every command needs, in one file that is read at once: the vault's tree and its people.

It begins with a checksum over all the rest: what is damaged counts as missing. Parts stay slices of
what was read, because most people are only glanced at.
"""

import os
from collections.abc import Callable
from mmap import ACCESS_READ, mmap
from pathlib import Path
from struct import Struct
from typing import NamedTuple
from zlib import crc32

from vault_tool.index.cachefiles import new_draft, opened, publish
from vault_tool.index.changes import Tree
from vault_tool.index.packing import Packed, packed, unpacked

_HEAD = Struct(
    ">12sIQ"
)  # what it is, the checksum of all that follows it, the size of the contents
_MARK = b"vault-lists\n"
_CHECKED_FROM = 16


# Over how many parts the people are spread.
PARTS = 64


class Counts(NamedTuple):
    """How much there is: notes read, people, interactions and open loops that concern somebody.

    One line counts once, however many people it names. `unread` notes have something in them that
    could not be read.
    """

    notes: int = 0
    people: int = 0
    interactions: int = 0
    loops: int = 0
    unread: int = 0


class Part(NamedTuple):
    """Some of the people: the glances at them, and their rows with the bounds of each.

    See `standing_rows`, which makes and reads them.
    """

    glances: Packed
    bounds: Packed
    rows: Packed


class Lists(NamedTuple):
    """What lists are made of.

    `token` stands in the facts too that this was made from, and is another after every change.
    `unread` are the notes in which something could not be read. `given` are the interactions and
    open loops that stand in other notes than the person's own.
    """

    fingerprint: str
    token: bytes
    tree: Tree
    counts: Counts
    unread: tuple[str, ...]
    given: tuple[int, int]
    parts: tuple[Part, ...]


def number_of(path: str) -> int:
    """Return the number of the part in which the person of a note lies."""
    return crc32(path.encode()) % PARTS


def read_lists(path: Path) -> Lists | None:
    """Return the lists in a file, None if it is missing, damaged or something else."""
    try:
        whole = _content(path)
    except (OSError, ValueError):  # an empty file cannot be mapped
        return None
    if len(whole) < _HEAD.size:
        return None
    mark, checksum, size = _HEAD.unpack_from(whole)
    if mark != _MARK or checksum != crc32(whole[_CHECKED_FROM:]):
        return None
    at = _HEAD.size + size
    fingerprint, token, tree, counts, unread, given, sizes = unpacked(whole[_HEAD.size : at])
    pieces = []
    for size in sizes:
        pieces.append(whole[at : at + size])
        at += size
    parts = tuple(map(Part, pieces[::3], pieces[1::3], pieces[2::3]))
    return Lists(fingerprint, token, Tree(*tree), Counts(*counts), unread, given, parts)


def write_lists(folder: Path, name: str, lists: Lists, is_wanted: Callable[[], bool]) -> None:
    """Put the lists into a file, if they are still wanted when all is written.

    Raises `OSError` where that cannot be done.
    """
    pieces = [piece for part in lists.parts for piece in part]
    contents = packed(
        (
            lists.fingerprint,
            lists.token,
            tuple(lists.tree),
            tuple(lists.counts),
            lists.unread,
            lists.given,
            [len(piece) for piece in pieces],
        )
    )
    body = (contents, *pieces)
    checksum = crc32(len(contents).to_bytes(8, "big"))
    for piece in body:
        checksum = crc32(piece, checksum)
    draft = new_draft(folder, name)
    try:
        with open(draft, "wb") as file:
            file.write(_HEAD.pack(_MARK, checksum, len(contents)))
            file.writelines(body)
        publish(draft, folder / name, is_wanted)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _content(path: Path) -> memoryview:
    """Return what is in a file, mapped rather than read: most of it is not looked at."""
    with opened(path) as file:
        if os.name == "nt":  # there a mapped file could not be replaced
            return memoryview(file.read())
        return memoryview(mmap(file.fileno(), 0, access=ACCESS_READ))
