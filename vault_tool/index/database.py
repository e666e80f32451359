"""The disposable index of a vault: three files in the platform's cache folder.

`lists` holds what every command needs: the vault's tree, and everybody's standing. `facts` holds a
few hundred bytes of each note, from which the lists are made. `text` holds whole notes and the
words in them; it is brought up to date when somebody asks for those. None holds anything that
cannot be read from the notes again, nor anything that depends on today.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

from vault_tool.config import Settings
from vault_tool.config.caches import caches
from vault_tool.errors import Problem
from vault_tool.index.lists import Counts, Lists, read_lists, write_lists
from vault_tool.index.look import NOTHING
from vault_tool.model import Card
from vault_tool.note.conventions import Conventions
from vault_tool.vault.obsidian import read_obsidian
from vault_tool.vault.skip import Skip, skip
from vault_tool.version import VERSION

if TYPE_CHECKING:
    from vault_tool.index.store import Store

# Part of the files' names: versions of the tool with different tables leave each other's alone.
SCHEMA = 3
_LISTS = f"lists-v{SCHEMA}.bin"
_FACTS = f"facts-v{SCHEMA}.sqlite"
_TEXT = f"text-v{SCHEMA}.sqlite"

# In seconds: how long another process is given between its facts and its lists.
_A_MOMENT = 0.2

_META = "CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID"
FACTS_TABLES = (
    _META,
    # `person`: 0 nobody's note, 1 a person's, 2 one whom daily notes do not count for.
    "CREATE TABLE note (path TEXT PRIMARY KEY, hash BLOB NOT NULL, person INTEGER NOT NULL,"
    " interactions INTEGER NOT NULL, loops INTEGER NOT NULL, unread INTEGER NOT NULL,"
    " names BLOB, telling BLOB, problems BLOB)",
    # What is needed of few notes at a time, apart so that the table above stays small.
    "CREATE TABLE more (path TEXT PRIMARY KEY, standing BLOB, properties BLOB, targets BLOB)",
    # What other notes than their own say of people.
    "CREATE TABLE about (path TEXT PRIMARY KEY, said BLOB NOT NULL)",
)
TEXT_TABLES = (
    _META,
    # A changed note gets a new id, never used before: words of an id that is gone do not count.
    "CREATE TABLE note (id INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL UNIQUE,"
    " hash BLOB NOT NULL, facts BLOB NOT NULL)",
    "CREATE VIRTUAL TABLE words USING fts5 (text, content='', detail=none, columnsize=0,"
    ' tokenize="unicode61 remove_diacritics 2")',
)


class Index:
    """A vault's index while a command uses it.

    `lists` is what every command needs, None while there is nothing. `walked` is what the last
    reconcile found in the vault, `lost` the notes that went away while it read them. `cards` is
    what was last made of the lists beside them.
    """

    def __init__(self, root: Path, ways: Conventions, leave_out: Skip, place: Path | None) -> None:
        self.root = root
        self.ways = ways
        self.leave_out = leave_out
        self.walked = NOTHING
        self.lost: tuple[Problem, ...] = ()
        self.fingerprint = _fingerprint(ways)
        self.cards: tuple[Lists, list[Card]] | None = None
        self._place = place
        self._left = read_lists(place / _LISTS) if place else None
        fits = self._left is not None and self._left.fingerprint == self.fingerprint
        self.lists = self._left if fits else None
        self._stores: dict[str, Store] = {}

    @property
    def facts(self) -> "Store":
        """Return the store of what is kept of each note, as it was left."""
        return self._store(_FACTS, FACTS_TABLES)

    @property
    def text(self) -> "Store":
        """Return the store of whole notes and words, as it was left."""
        return self._store(_TEXT, TEXT_TABLES)

    def has_facts(self) -> bool:
        """Tell whether the facts are those that the lists were made from."""
        return self.lists is not None and self.facts.meta("token") == self.lists.token

    def catch_up(self) -> bool:
        """Take the lists that belong to the facts, where another process has just replaced both.

        It puts the facts in their place first, so the lists may be a moment behind them.
        """
        if self._place is None:
            return False
        token = self.facts.meta("token")
        until = monotonic() + _A_MOMENT
        while token is not None:
            found = read_lists(self._place / _LISTS)
            if found and (found.token, found.fingerprint) == (token, self.fingerprint):
                self.lists = self._left = found
                return True
            if monotonic() > until:
                break
            sleep(_A_MOMENT / 20)
        return False

    def keep(self, lists: Lists) -> None:
        """Take new lists; raises `OSError` where they cannot be kept on the disk.

        Where another process has replaced the facts they were made from, its own lists follow, and
        these are for this process alone.
        """
        if self._place:
            write_lists(self._place, _LISTS, lists, lambda: not self.facts.was_replaced())
        self.lists = self._left = lists

    def forget_people(self) -> None:
        """Let go of the people and of their file, but not of whether there were any."""
        self.lists = self.cards = None
        if self._left:
            self._left = self._left._replace(parts=())

    def counts(self) -> Counts:
        """Return how much the notes hold, without what could not even be opened."""
        return self.lists.counts if self.lists else Counts()

    def knew_people(self) -> bool:
        """Tell whether people were known at the last reconcile, also under other settings."""
        return self._left is not None and self._left.counts.people > 0

    def stay_in_memory(self) -> None:
        """Go on without the disk, from nothing."""
        self._place = self.lists = None
        for store in self._stores.values():
            store.stay_in_memory()

    def close(self) -> None:
        """Let go of the files."""
        for store in self._stores.values():
            store.close()

    def _store(self, name: str, tables: Sequence[str]) -> "Store":
        if name not in self._stores:
            from vault_tool.index.store import Store

            self._stores[name] = Store(self._place, name, tables, self.fingerprint)
        return self._stores[name]


@contextmanager
def open_index(root: Path, settings: Settings, ways: Conventions) -> Iterator[Index]:
    """Open the index of a vault as it was left, which may be behind: `sync.reconcile` it.

    Damage, another version and a missing file are all the same: an index with nothing in it. Where
    the cache folder cannot be used the index is in memory.
    """
    index = Index(root, ways, skip(settings.reading.exclude, read_obsidian(root)), place_of(root))
    try:
        yield index
    finally:
        index.close()


def forget(root: Path) -> None:
    """Remove the index of a vault; the next command makes it again."""
    from vault_tool.index.cachefiles import remove_folder

    place = place_of(root)
    if place is not None:
        remove_folder(place)


def place_of(root: Path) -> Path | None:
    """Return the folder of a vault's index, which need not exist; None where there is no home."""
    vault = os.fsencode(os.path.realpath(root))
    folder = caches()
    return folder / blake2b(vault, digest_size=8).hexdigest() if folder else None


def _fingerprint(ways: Conventions) -> str:
    """Return a text that differs whenever the same notes might be read differently.

    The tool's own sources are part of it, by size and time: whoever works on the reader must not be
    shown what the reader of yesterday understood.
    """
    said = f"{VERSION}\n{_spelled(ways)}\n{_sources()}"
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _spelled(value: object) -> str:
    """Return a value in full, in the same words in every process."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(sorted(f'{key!r}: {_spelled(value[key])}' for key in value))}}}"
    if isinstance(value, frozenset):
        return f"{{{', '.join(sorted(map(_spelled, value)))}}}"
    if isinstance(value, tuple | list):
        return f"({', '.join(map(_spelled, value))})"
    return repr(value)


def _sources() -> str:
    """Return sizes and times of the modules that read notes and keep what they say."""
    package = Path(__file__).parent.parent
    found = []
    for folder in (package, package / "dates", package / "note", package / "index"):
        try:
            with os.scandir(folder) as entries:
                found += [
                    f"{each.name} {its.st_size} {its.st_mtime_ns}"
                    for each in entries
                    if each.name.endswith(".py") and (its := each.stat())
                ]
        except OSError:
            continue  # packed in a zip file, where the version must do
    return "\n".join(sorted(found))
