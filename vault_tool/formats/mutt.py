"""The answer to a query of mutt: a line to show, then address, name and a word, parted by tabs.

Public: `Address`, `write_addresses(title, addresses)`.
"""

from collections.abc import Iterable
from typing import NamedTuple

from vault_tool.formats.characters import one_line


class Address(NamedTuple):
    """An e-mail address, whose it is, and a word that tells people apart."""

    email: str
    name: str
    other: str


def write_addresses(title: str, addresses: Iterable[Address]) -> str:
    """Return the answer; what a value holds begins no line and no column."""
    lines = ["\t".join(map(one_line, each)) for each in addresses]
    return "".join(f"{line}\n" for line in (one_line(title), *lines))
