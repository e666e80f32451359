"""One SQLite file of the index: opened only when sound, and replaced whole when it changes.

Whoever writes makes a private copy, changes it, seals it and puts it in the place of the old one.
Where nothing can be written, or nothing sound is there, the store is in memory.
"""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from vault_tool.index.cachefiles import new_draft, opened, publish
from vault_tool.index.sealed import is_sound, seal

_AT_ONCE = 1 << 20
_CACHE = 6000  # in KiB
# In bytes: of SQLite's usual pages, many whole notes would fill one and a half each.
_PAGE = 16384


class Store:
    """A database that can be thrown away at any time.

    `fingerprint` names all that the content depends on: a file with another one counts as missing.
    The file is opened when its rows are asked for: who makes it anew need not know whether it was
    sound.
    """

    def __init__(
        self, folder: Path | None, name: str, tables: Sequence[str], fingerprint: str
    ) -> None:
        self._folder = folder
        self._name = name
        self._tables = tables
        self._fingerprint = fingerprint
        self._private: Path | None = None
        self._file: BinaryIO | None = None
        self._rows: sqlite3.Connection | None = None
        self._is_new = True

    @property
    def rows(self) -> sqlite3.Connection:
        """Return the connection to read from."""
        return self._rows or self._opened_or_made()

    @property
    def is_new(self) -> bool:
        """Tell whether nothing is in it yet."""
        if self._rows is None:
            self._opened_or_made()
        return self._is_new

    def meta(self, key: str) -> bytes | None:
        """Return one of the few single values that are kept beside the tables."""
        row = self.rows.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def was_replaced(self) -> bool:
        """Tell whether another process has put its own file in the place of the one read here."""
        if self._folder is None or self._file is None:
            return self._private is not None
        try:
            return not os.path.samestat(
                os.fstat(self._file.fileno()), os.stat(self._folder / self._name)
            )
        except OSError:
            return True

    @contextmanager
    def drafting(self, *, anew: bool = False) -> Iterator[sqlite3.Connection]:
        """Give a copy to change (or an empty one), and publish it if nothing went wrong.

        Raises `sqlite3.Error` or `OSError` when it cannot be kept on the disk; what was there
        before is untouched then, and `stay_in_memory` goes on without the disk.
        """
        if self._folder is None:
            with self._changing_memory(anew) as draft:
                yield draft
        else:
            with self._changing_file(self._folder, anew) as draft:
                yield draft
        self._is_new = False

    def stay_in_memory(self) -> None:
        """Go on without the disk, from nothing."""
        self.close()
        self._folder = None
        self._is_new = True
        self._rows = self._made(":memory:")

    def close(self) -> None:
        """Let go of the file."""
        if self._rows:
            self._rows.close()
            self._rows = None
        if self._file:
            self._file.close()
            self._file = None
        if self._private:
            with suppress(OSError):
                self._private.unlink()
            self._private = None

    def _opened_or_made(self) -> sqlite3.Connection:
        found = self._found()
        self._is_new = found is None
        self._rows = found or self._made(":memory:")
        return self._rows

    def _found(self) -> sqlite3.Connection | None:
        """Return a connection to the file if it is sound and was made for the same purpose."""
        opened = self._opened()
        if opened is None:
            return None
        rows, file = opened
        if not self._fits(rows):
            rows.close()
            file.close()
            return None
        self._file = file
        return rows

    def _opened(self) -> tuple[sqlite3.Connection, BinaryIO] | None:
        """Return a connection to the file if it is sound, and the file, which may be copied."""
        if self._folder is None:
            return None
        path = self._folder / self._name
        try:
            file = opened(path)
        except OSError:
            return None
        try:
            if is_sound(file):
                rows = _readable(path)
                # Replaced meanwhile? Then what was checked is not what was opened.
                if os.path.samestat(os.fstat(file.fileno()), os.stat(path)):
                    return rows, file
                rows.close()
        except (OSError, sqlite3.Error):
            pass
        file.close()
        return None

    def _fits(self, rows: sqlite3.Connection) -> bool:
        try:
            found = rows.execute("SELECT value FROM meta WHERE key = 'fingerprint'").fetchone()
        except sqlite3.Error:
            return False
        return found is not None and found[0] == self._fingerprint

    @contextmanager
    def _changing_memory(self, anew: bool) -> Iterator[sqlite3.Connection]:
        if anew and not self.is_new:
            self.rows.close()
            self._rows = self._made(":memory:")
        self.rows.execute("BEGIN")
        try:
            yield self.rows
        except BaseException:
            self.rows.execute("ROLLBACK")
            raise
        self.rows.execute("COMMIT")

    @contextmanager
    def _changing_file(self, folder: Path, anew: bool) -> Iterator[sqlite3.Connection]:
        draft = new_draft(folder, self._name)
        try:
            with closing(self._drafted(draft, anew)) as rows:
                rows.execute("BEGIN")
                yield rows
                rows.execute("COMMIT")
            seal(draft)
            self._publish(draft, folder / self._name)
        except BaseException:
            if self._private != draft:
                draft.unlink(missing_ok=True)
            raise

    def _drafted(self, draft: Path, anew: bool) -> sqlite3.Connection:
        if anew or self.is_new:
            return self._made(f"{draft.as_uri()}?nolock=1")
        if self._file is None:
            rows = _writable(f"{draft.as_uri()}?nolock=1")
            self.rows.backup(rows)
            return rows
        self._file.seek(0)
        with open(draft, "wb") as copy:
            while part := self._file.read(_AT_ONCE):
                copy.write(part)
        return _writable(f"{draft.as_uri()}?nolock=1")

    def _made(self, name: str) -> sqlite3.Connection:
        """Return a new database with empty tables."""
        rows = _writable(name)
        for table in self._tables:
            rows.execute(table)
        rows.execute("INSERT INTO meta VALUES ('fingerprint', ?)", (self._fingerprint,))
        return rows

    def _publish(self, draft: Path, path: Path) -> None:
        rows = _readable(draft)
        self.close()
        self._rows = rows
        self._private = draft
        try:
            self._file = open(draft, "rb")  # noqa: SIM115  as above
            publish(draft, path)
        except OSError:
            return  # another program has the old one open (Windows): ours is read, then deleted
        self._private = None


def _readable(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)


def _writable(name: str) -> sqlite3.Connection:
    """Connect to a database that is nobody else's, and that may be lost at any moment."""
    rows = sqlite3.connect(name, uri=True, isolation_level=None)
    # Enough for the rows of a batch; what is larger the system keeps in memory for us.
    rows.execute(f"PRAGMA page_size = {_PAGE}")
    rows.execute(f"PRAGMA cache_size = {_CACHE * 1024 // _PAGE}")
    if name != ":memory:":
        rows.execute("PRAGMA journal_mode = OFF")
        rows.execute("PRAGMA synchronous = OFF")
        rows.execute("PRAGMA locking_mode = EXCLUSIVE")
    return rows
