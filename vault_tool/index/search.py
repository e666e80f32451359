"""Find words in notes: the index says in which notes they are, the notes say on which lines.

A word is found at the beginning of words, whatever its case and accents; words between double
quotes must follow each other. All words must be in the note. Text that holds no word (`+39`, `😀`),
and words that begin nowhere, are looked for anywhere in any line.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from unicodedata import normalize

from vault_tool.errors import Problem
from vault_tool.index.database import Index
from vault_tool.model import Hit, Status
from vault_tool.note.text import decode, lines
from vault_tool.vault.files import read_bytes

_WORD = re.compile(r"[^\W_]+")
_GROUP = re.compile(r'"([^"]*)"?|([^\s"]+)')
_MARKS = re.compile("[\u0300-\u036f]")


class Wanted(NamedTuple):
    """What is looked for: `patterns` fit a line made `plain`, `words` must all be in the note."""

    patterns: tuple[re.Pattern[str], ...]
    words: tuple[str, ...]


def find_lines(
    text: sqlite3.Connection, index: Index, asked: str, people: Mapping[str, tuple[str, Status]]
) -> list[Hit]:
    """Return the lines of notes that hold what is asked for.

    Lines with all of it are returned where a note has such; else its first line when its name says
    it all; else the lines with some of it.
    """
    sizes = {entry.path: entry.size for entry in index.walked.entries}
    wanted = wanted_of(asked)
    found: list[tuple[bool, Hit]] = []
    for tried, paths in (
        (wanted, _notes_with(text, wanted.words) if wanted.words else []),
        (anywhere(asked), list(sizes)),
    ):
        for path in paths:
            held = read_bytes(index.root, path, sizes.get(path, 0))
            if not isinstance(held, Problem):
                found += _hits(path, decode(held, path)[0], tried, people.get(path))
        if found:
            break
    found.sort(key=lambda each: (not each[0], each[1].status is None, each[1].path, each[1].line))
    return [hit for _, hit in found]


def wanted_of(asked: str) -> Wanted:
    """Return what a text typed by the user looks for."""
    patterns, words = [], []
    for quoted, bare in _GROUP.findall(plain(asked)):
        parts = _WORD.findall(quoted or bare)
        if parts:
            words += parts
            inner = r"[\W_]+".join(map(re.escape, parts))
            patterns.append(re.compile(rf"(?<![^\W_]){inner}"))
    return Wanted(tuple(patterns), tuple(dict.fromkeys(words)))


def anywhere(asked: str) -> Wanted:
    """Return the same text to be looked for inside words too, piece by piece."""
    pieces = [quoted or bare for quoted, bare in _GROUP.findall(plain(asked))]
    return Wanted(tuple(re.compile(re.escape(each)) for each in pieces if each.strip()), ())


def plain(text: str) -> str:
    """Return a text without case and accents, with as many lines."""
    if text.isascii():
        return text.lower()
    return normalize("NFC", _MARKS.sub("", normalize("NFD", text))).lower()


def _notes_with(text: sqlite3.Connection, words: Iterable[str]) -> list[str]:
    """Return the paths of notes in which every word begins some word."""
    query = " AND ".join(f'"{word}"*' for word in words)
    found = text.execute(
        "SELECT note.path FROM words JOIN note ON note.id = words.rowid WHERE words MATCH ?",
        (query,),
    )
    return [path for (path,) in found]


def _hits(
    path: str, text: str, wanted: Wanted, person: tuple[str, Status] | None
) -> Iterator[tuple[bool, Hit]]:
    """Yield the lines of one note, each with whether the note's own name fits."""
    stem = path.rpartition("/")[2][:-3]
    name, status = person or (stem, None)
    is_named = _fits_all(plain(f"{stem}\n{name}"), wanted.patterns)
    whole = plain(text)
    if not wanted.patterns or not _fits_all(f"{plain(stem)}\n{whole}", wanted.patterns):
        return
    shown, searched = lines(text), lines(whole)
    fitting = [at for at, line in enumerate(searched) if _fits_all(line, wanted.patterns)]
    if not fitting and not is_named:
        fitting = [
            at
            for at, line in enumerate(searched)
            if any(pattern.search(line) for pattern in wanted.patterns)
        ]
    for at in fitting:
        yield is_named, Hit(path, name, at + 1, shown[at].strip(), status)
    if not fitting:
        yield is_named, Hit(path, name, 1, name, status)


def _fits_all(text: str, patterns: Sequence[re.Pattern[str]]) -> bool:
    return all(pattern.search(text) for pattern in patterns)
