"""Read notes from the vault into rows of the index: one after the other, or many side by side.

Many notes are read by forked processes, which send their rows through pipes. Where there is no
fork, where threads run, or when such a process dies, this process reads what is missing itself.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from functools import partial
from hashlib import blake2b
from math import ceil
from pathlib import Path
from select import select
from struct import Struct
from typing import NamedTuple

from vault_tool.errors import Problem
from vault_tool.index.beside import Beside, Send, close_all, processors
from vault_tool.index.packing import packed, unpacked
from vault_tool.index.rows import FactsRow, TextRow, facts_row, in_both, text_row
from vault_tool.model import Note
from vault_tool.note.conventions import Conventions
from vault_tool.note.reading import read_decoded, read_note
from vault_tool.note.text import UTF8_MARK, decode
from vault_tool.vault.files import UNREADABLE, VANISHED, read_bytes
from vault_tool.vault.walk import Entry

# Below so many notes the forks cost more than they give.
FEW = 400
_BATCH = 64
_MOST_READERS = 4
_NUMBER = Struct("<I")
# All numbers of batches lie in a pipe at once: so many fit into any.
_MOST_BATCHES = 4096 // _NUMBER.size


class Job(NamedTuple):
    """What to read: `known` are the hashes that are in the index, by path.

    `stubs` are not on this device. `facts` and `text` tell which rows are wanted.
    """

    root: Path
    ways: Conventions
    entries: Sequence[Entry]
    known: Mapping[str, bytes]
    stubs: frozenset[str]
    facts: bool
    text: bool


class Read(NamedTuple):
    """What some notes turned out to be.

    `same` are the paths of those whose content is what the index knows, `closed` of those that
    could not be read this time, `gone` the problems of those that went away.
    """

    facts: list[FactsRow]
    text: list[TextRow]
    same: list[str]
    closed: list[str]
    gone: list[Problem]


def read_notes(job: Job) -> Iterator[Read]:
    """Yield what the notes say, in batches and in no particular order."""
    size = max(_BATCH, ceil(len(job.entries) / _MOST_BATCHES))
    batches = [job.entries[at : at + size] for at in range(0, len(job.entries), size)]
    readers = min(_MOST_READERS, processors()) if len(job.entries) >= FEW else 1
    if readers > 1:
        yield from _read_forked(job, batches, readers)
    else:
        for batch in batches:
            yield _read(job, batch)


def whole_notes(
    root: Path, ways: Conventions, entries: Iterable[Entry], stubs: frozenset[str]
) -> Iterator[Note]:
    """Yield all that some notes say now; what went away is left out."""
    for entry in entries:
        path = entry.path
        held = b"" if path in stubs else read_bytes(root, path, entry.size)
        if not isinstance(held, Problem):
            yield _note(path, held, *decode(held, path), ways)
        elif held.code != VANISHED:
            yield _note(path, held, "", (), ways)


def _read(job: Job, batch: Sequence[Entry]) -> Read:
    found = Read([], [], [], [], [])
    for entry in batch:
        path = entry.path
        held = b"" if path in job.stubs else read_bytes(job.root, path, entry.size)
        if isinstance(held, Problem) and held.code == VANISHED:
            found.gone.append(held)
            continue
        if isinstance(held, Problem) and held.code == UNREADABLE:
            found.closed.append(path)
        content = _hash(held)
        if job.known.get(path) == content:
            found.same.append(path)
            continue
        _add_rows(found, job, path, held, content)
    return found


def _add_rows(found: Read, job: Job, path: str, held: bytes | Problem, content: bytes) -> None:
    """Add the rows of a note; of one whose content cannot be had, what its name says."""
    text, odd = ("", ()) if isinstance(held, Problem) else decode(held, path)
    note = _note(path, held, text, odd, job.ways)
    both = in_both(note)
    if job.facts:
        found.facts.append(facts_row(note, content, both))
    if job.text:
        if isinstance(held, Problem) or odd or held.startswith(UTF8_MARK):
            held = text.encode()
        found.text.append(text_row(note, content, held, both))


def _note(
    path: str, held: bytes | Problem, text: str, odd: tuple[Problem, ...], ways: Conventions
) -> Note:
    if isinstance(held, Problem):
        return read_note(path, b"", ways)._replace(problems=(held,))
    return read_decoded(path, text, odd, ways)


def _hash(held: bytes | Problem) -> bytes:
    if isinstance(held, Problem):
        held = f"{held}\0".encode()
    return blake2b(held, digest_size=16).digest()


class _Queue:
    """The numbers of what is to be done, of which every process takes the next one.

    They all lie in a pipe: a read of one number is never divided among two processes.
    """

    def __init__(self, count: int) -> None:
        self._taking, giving = os.pipe()
        with open(giving, "wb") as file:
            file.write(b"".join(map(_NUMBER.pack, range(count))))

    def __iter__(self) -> Iterator[int]:
        while taken := os.read(self._taking, _NUMBER.size):
            yield _NUMBER.unpack(taken)[0]

    def close(self) -> None:
        """Let go of the pipe."""
        os.close(self._taking)


def _read_forked(job: Job, batches: Sequence[Sequence[Entry]], count: int) -> Iterator[Read]:
    left = set(range(len(batches)))
    readers: list[Beside] = []
    try:
        # As many processes as can be had; each keeps its own end of the queue.
        with suppress(OSError), closing(_Queue(len(batches))) as queue:
            read = partial(_send_all, job=job, batches=batches, numbers=queue)
            while len(readers) < count:
                readers.append(Beside(read, is_much=True))
        waiting = {reader.pipe: reader for reader in readers}
        while waiting:
            for pipe in select(list(waiting), [], [])[0]:
                frame = waiting[pipe].receive()
                if frame is None:
                    del waiting[pipe]
                    continue
                number, found = _received(frame)
                left.remove(number)
                yield found
    finally:
        close_all(readers)
    for number in left:  # what a process that died has left
        yield _read(job, batches[number])


def _send_all(
    send: Send, job: Job, batches: Sequence[Sequence[Entry]], numbers: Iterable[int]
) -> None:
    """Read batches and send what they say, each with its number."""
    for number in numbers:
        found = _read(job, batches[number])
        rows = ([tuple(each) for each in part] for part in (found.facts, found.text))
        gone = [tuple(each) for each in found.gone]
        send(packed((number, *rows, found.same, found.closed, gone)))


def _received(frame: bytes) -> tuple[int, Read]:
    """Return a batch's number and what it says."""
    number, facts, text, same, closed, gone = unpacked(frame)
    return number, Read(
        [FactsRow(*row) for row in facts],
        [TextRow(*row) for row in text],
        same,
        closed,
        [Problem(*row) for row in gone],
    )
