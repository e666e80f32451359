"""An interaction while its note is read: it may still grow by the lines that belong to it."""

from dataclasses import dataclass
from datetime import date

from vault_tool.model import Channel, Interaction, Source
from vault_tool.note.ledger import WAITING


@dataclass(slots=True)
class Entry:
    """An interaction that grows: by lines under it, by the text under a heading.

    `level` is that of the heading, else 0.
    """

    day: date
    channel: Channel | None
    lines: list[str]
    line: int
    source: Source
    people: tuple[str, ...]
    own: bool
    tags: tuple[str, ...]
    by_link: bool = False
    level: int = 0

    def grow(self, lines: list[str], tags: tuple[str, ...]) -> None:
        """Take in more lines and what tags they have."""
        self.lines += [line.strip() for line in lines]
        if tags:
            self.tags = tuple(dict.fromkeys((*self.tags, *tags)))

    def finish(self) -> Interaction:
        """Return the interaction."""
        lines = self.lines
        text = lines[0] if len(lines) == 1 else "\n".join([line for line in lines if line])
        return Interaction(
            self.day, self.channel, text, self.line, self.source, self.people, self.own,
            WAITING in self.tags, self.tags, self.by_link,
        )  # fmt: skip
