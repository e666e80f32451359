"""What the other side said of a property, recorded in a comment below it.

A note with such a comment is as valid as it was; nothing is lost, and somebody may choose later.
"""

from collections.abc import Sequence
from typing import NamedTuple

SIGN = "# CONFLICT other side: "
BARE_SIGN = SIGN.rstrip()


class Recorded(NamedTuple):
    """A property about which two devices differed: what stands, what the other side said.

    `line` is that of the comment in the note. Lines are without their ends.
    """

    key: str
    line: int
    stands: tuple[str, ...]
    other: tuple[str, ...]


def told_apart(key: str, lines: Sequence[str]) -> list[tuple[str, ...]]:
    """Return what was recorded of a property, one for each device that says something else."""
    found: list[list[str]] = []
    for line in lines:
        if not found or line.startswith(f"{key}:"):
            found.append([])
        found[-1].append(line)
    return [tuple(each) for each in found]


def comment(lines: Sequence[str]) -> list[str]:
    """Return the lines that record what the other side says."""
    return [f"{SIGN}{line}".rstrip() for line in lines]


def said(line: str) -> str | None:
    """Return what a line of such a comment records; None of any other line."""
    line = line.rstrip("\r\n")
    if line.startswith(SIGN):
        return line[len(SIGN) :]
    return "" if line == BARE_SIGN else None
