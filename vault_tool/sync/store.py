"""Where cards lie, whatever it is: a folder or a server. Nothing here knows a vault.

What is written is written only over what was read: a card that somebody else changed meanwhile is
a `CardChanged`, and stands.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple, Protocol

from vault_tool.errors import ChangedMeanwhile


class CardChanged(ChangedMeanwhile):
    """A card is not as it was when it was read, or not there any more; nothing was written."""


class Listing(NamedTuple):
    """Every card by its place, with what tells one version of it from another.

    `token` is what a server wants to hear the next time, to tell only what changed.
    """

    etags: Mapping[str, str | None] = MappingProxyType({})
    token: str | None = None


class Fetched(NamedTuple):
    """A card's text, and the version it is of; None where the other side does not say."""

    etag: str | None
    data: bytes


class Store(Protocol):
    """A collection of cards."""

    @property
    def key(self) -> str:
        """Return what tells this collection from others; what was agreed is kept under it."""

    def listed(self, before: Listing) -> Listing:
        """Return what there is; `before` is the last answer."""

    def fetched(self, hrefs: Iterable[str]) -> Mapping[str, Fetched]:
        """Return the cards at these places; one that is gone meanwhile is left out."""

    def create(self, uid: str, data: bytes) -> tuple[str, str | None]:
        """Make a card, and return its place and version; raises `CardChanged` where one is."""

    def replace(self, href: str, data: bytes, old: Fetched) -> tuple[str, str | None]:
        """Let a card that is still as it was read be another; raises `CardChanged`."""

    def delete(self, href: str, old: Fetched) -> None:
        """Let a card that is still as it was read be gone; raises `CardChanged`."""
