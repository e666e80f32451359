"""A folder of cards, one file each, as vdirsyncer, khard and other programs keep them (vdir)."""

import os
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from itertools import count
from pathlib import Path

from vault_tool.errors import ChangedMeanwhile, UsageError, WriteRefused
from vault_tool.sync.store import CardChanged, Fetched, Listing
from vault_tool.vault import safewrite
from vault_tool.vault.names import safe_stem

_ENDING = ".vcf"
_LARGEST = 20_000_000


class Vdir:
    """A folder of cards. Files keep their names; what is no card's name is not looked at."""

    def __init__(self, folder: Path) -> None:
        """Open a folder; raises `UsageError` where there is none."""
        if not folder.is_dir():
            raise UsageError(f"there is no folder {folder}", "Make it, then try again.")
        self._folder = folder.resolve()

    @property
    def key(self) -> str:
        """Return the folder's real path."""
        return f"dir:{self._folder}"

    def listed(self, before: Listing) -> Listing:
        """Return the files and the fingerprints of what they hold."""
        del before
        return Listing({href: each.etag for href, each in self.fetched(self._names()).items()})

    def fetched(self, hrefs: Iterable[str]) -> Mapping[str, Fetched]:
        """Return what the files hold."""
        found = {}
        for href in hrefs:
            data = self._data(href)
            if data is not None:
                found[href] = Fetched(_mark(data), data)
        return found

    def create(self, uid: str, data: bytes) -> tuple[str, str | None]:
        """Make a file, named after the card's id."""
        there = {name.casefold() for name in os.listdir(self._folder)}
        stem = safe_stem(uid)
        names = (f"{stem}{_ENDING}" if not n else f"{stem}-{n}{_ENDING}" for n in count())
        href = next(name for name in names if name.casefold() not in there)
        safewrite.create_new(self._folder / href, data, within=self._folder)
        return href, _mark(data)

    def replace(self, href: str, data: bytes, old: Fetched) -> tuple[str, str | None]:
        """Let a file that holds exactly `old` hold other text."""
        try:
            safewrite.replace(self._folder / href, old.data, data, within=self._folder)
        except ChangedMeanwhile as changed:
            raise CardChanged(changed.message, changed.hint) from None
        return href, _mark(data)

    def delete(self, href: str, old: Fetched) -> None:
        """Let a file that holds exactly `old` be gone."""
        try:
            safewrite.remove(self._folder / href, old.data, within=self._folder)
        except ChangedMeanwhile as changed:
            raise CardChanged(changed.message, changed.hint) from None

    def _names(self) -> list[str]:
        return sorted(
            name
            for name in os.listdir(self._folder)
            if name.casefold().endswith(_ENDING) and not name.startswith(".")
        )

    def _data(self, href: str) -> bytes | None:
        file = self._folder / href
        try:
            if not file.is_file():
                return None
            if file.stat().st_size > _LARGEST:
                raise WriteRefused(f"{file} is too large for a card", "Take it out of the folder.")
            return file.read_bytes()
        except FileNotFoundError:
            return None


def _mark(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
