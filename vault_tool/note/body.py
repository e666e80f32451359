"""What a body tells: interactions, mentions, open loops, links, and what is wrong with them.

The rules are those of the format's "Being in touch: what counts". Which link leads to a person is
not known here: targets are given as written, and whoever joins the notes decides.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from vault_tool.errors import Problem
from vault_tool.model import Interaction, Link, Mention, NoteKind, OpenLoop, Source
from vault_tool.note.blocks import Block, blocks
from vault_tool.note.channels import channel_in
from vault_tool.note.conventions import Conventions
from vault_tool.note.entry import Entry
from vault_tool.note.flat import read_lines
from vault_tool.note.ledger import WAITING, steers, tags_in
from vault_tool.note.links import LINK, as_link, find_links, without_links
from vault_tool.note.log import FIRST, dated
from vault_tool.note.loops import REACH, open_loop, state_of, words_of
from vault_tool.note.tasks import TaskLine, read_task

_NEAR = 300
_make = tuple.__new__  # a named tuple from its fields, without the detour through its own __new__
_OPENING = re.compile(r"[ \t*_]*(?:\d{1,2}:\d{2}[ \t*_]*(?:[-–—:,][ \t*_]*)?)?")


@dataclass(slots=True)
class Told:
    """What a body tells, in the order of its lines."""

    interactions: list[Interaction] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    loops: list[OpenLoop] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_body(
    body: str, first_line: int, path: str, kind: NoteKind, day: date | None, ways: Conventions
) -> Told:
    """Return what the body of a note of this kind tells; `day` is a dated note's.

    A `made` note (a draft, a report) tells nothing but its links.
    """
    if kind != "person" and "[" not in body:
        return Told()
    short = told_by_lines(body, first_line, path, kind, day, ways)
    return told_by_blocks(body, first_line, path, kind, day, ways) if short is None else short


def told_by_lines(
    body: str, first_line: int, path: str, kind: NoteKind, day: date | None, ways: Conventions
) -> Told | None:
    """Return what `told_by_blocks` does, where each line can be read on its own; else None."""
    reader = Reader(path, kind, day, ways)
    return reader.finished() if read_lines(body, first_line, reader) else None


def told_by_blocks(
    body: str, first_line: int, path: str, kind: NoteKind, day: date | None, ways: Conventions
) -> Told:
    """Return what a body of any form tells."""
    reader = Reader(path, kind, day, ways)
    for block in blocks(body, first_line):
        reader.read(block)
    return reader.finished()


class Reader:
    """Takes up one piece of a body after the other, by what kind of note it stands in."""

    def __init__(self, path: str, kind: NoteKind, day: date | None, ways: Conventions) -> None:
        self.path = path
        self.own = kind == "person"
        self.silent = kind == "made"
        self.daily = kind == "daily"
        # What a line of text goes on with, so that neither can be read alone.
        self.open_to_text = ("item", "text") if self.daily else ("item",)
        self.day = day
        self.ways = ways
        self.told = Told([], [], [], [], [])
        self.entries: list[Entry | Interaction] = []
        self.section: Entry | None = None
        self.grown: dict[int, Entry] = {}

    def finished(self) -> Told:
        """Return what was told."""
        self.told.interactions = [
            each if isinstance(each, Interaction) else each.finish() for each in self.entries
        ]
        return self.told

    def hears(self, text: str) -> bool:
        """Tell whether an item without a box, or a heading, may tell anything."""
        return "[" in text or (self.own and (self.section is not None or text[0] in FIRST))

    def read(self, block: Block) -> None:
        """Take up what a block tells."""
        links = _links_of(block)
        if links:
            self.told.links += links
        if self.silent:
            return
        if block.kind == "heading":
            self._heading(block, links)
        elif block.status is not None:
            if links or self.own:
                text, masked, tags = block.shown[0], block.masked[0], self._tags(block)
                self._task(block.line, block.column, block.status, text, masked, links, tags)
        elif block.kind == "other" or self._is_intended(block):
            self._mention(links, block.line, block.shown, self.day)
        elif self.own:
            self._in_person(block, links)
        elif self.daily:
            self._in_daily(block, links)
        else:
            self._mention(links, block.line, block.shown, self.day)

    def _is_intended(self, block: Block) -> bool:
        """Tell whether the block hangs under an open task: it is part of the intention."""
        return block.parent is not None and any(
            above.status is not None and state_of(above.status) == "open"
            for above in block.ancestors()
        )

    # a person's own note

    def _heading(self, block: Block, links: list[Link]) -> None:
        if self.section is not None and block.level <= self.section.level:
            self.section = None
        if self.own and (entry := self._dated(block, "heading")):
            entry.level = block.level
            self.section = entry
            self._mention(links, block.line, block.shown, entry.day)
        elif self.daily and links and self.ways.reading.mentions == "all":
            self._contact(block, links, by_link=False)
        else:
            self._mention(links, block.line, block.shown, self.day)

    def _in_person(self, block: Block, links: list[Link]) -> None:
        owner = self._grown_from(block)
        if owner is None and block.kind == "item":
            owner = self._dated(block, "log")
            if owner is not None:
                self.grown[id(block)] = owner
                if links:
                    self._mention(links, block.line, block.shown, owner.day)
                return
        owner = owner or self.section
        if owner is None:
            self._mention(links, block.line, block.shown, None)
            return
        owner.grow(block.shown, self._tags(block))
        self._mention(links, block.line, block.shown, owner.day)

    def _dated(self, block: Block, source: Source) -> Entry | None:
        said = dated(block.shown[0], self.ways.reading.channels)
        if said is None:
            return None
        if said.day is None:
            self._problem(
                "impossible-date", block.line, block.column,
                f'"{said.written}" is not a day of the calendar.', "The line is not counted.",
            )  # fmt: skip
            return None
        lines = [said.text, *[line.strip() for line in block.shown[1:]]]
        tags = self._tags(block)
        entry = Entry(said.day, said.channel, lines, block.line, source, (), True, tags)
        self.entries.append(entry)
        return entry

    def _grown_from(self, block: Block) -> Entry | None:
        """Return the entry that an item hangs under."""
        if block.parent is None or not self.grown:
            return None
        return next((self.grown[id(b)] for b in block.ancestors() if id(b) in self.grown), None)

    # a daily note

    def _in_daily(self, block: Block, links: list[Link]) -> None:
        if self.ways.template_lines and _is_template(block, self.ways.template_lines):
            self._mention(links, block.line, block.shown, self.day)
            return
        owner = self._grown_from(block)
        if owner is not None and not any(not link.embed for link in links):
            owner.grow(block.shown, self._tags(block))
            return
        counted = [link for link in links if not link.embed]
        text = "\n".join(block.masked)
        if not counted:
            return
        if self.ways.reading.mentions == "all" or self._speaks(text):
            self._contact(block, counted, by_link=False)
        elif _begins_with_link(text):
            self._contact(block, counted, by_link=True)
        else:
            self._mention(links, block.line, block.shown, self.day)

    def _speaks(self, text: str) -> bool:
        """Tell whether an item says by a word or a tag that one was in touch."""
        words = without_links(text)
        return bool(channel_in(words, self.ways.reading.channels)) or steers(
            tags_in(words, self.ways.reading.ledger)
        )

    def _contact(self, block: Block, links: list[Link], *, by_link: bool) -> None:
        if self.day is None:
            return
        people = _linked(links)
        channel = channel_in(without_links("\n".join(block.masked)), self.ways.reading.channels)
        lines = [line.strip() for line in block.shown]
        tags = self._tags(block)
        entry = Entry(self.day, channel, lines, block.line, "daily", people, False, tags, by_link)
        self.entries.append(entry)
        self.grown[id(block)] = entry

    # tasks, anywhere

    def task_line(self, number: int, column: int, status: str, text: str) -> None:
        """Take up a task that is one line."""
        links = find_links(text, number, column) if "[" in text else []
        if links:
            self.told.links += links
        if not self.silent and (links or self.own):
            tags = tags_in(text, self.ways.reading.ledger) if "#" in text else ()
            self._task(number, column, status, text, text, links, tags)

    def _task(
        self,
        line: int,
        column: int,
        status: str,
        shown: str,
        masked: str,
        links: list[Link],
        tags: tuple[str, ...],
    ) -> None:
        people = _linked(links)
        if not people and not self.own:
            return
        state, own = state_of(status), self.own
        if state == "open" and self.daily and shown.strip() in self.ways.template_lines:
            return
        task = read_task(shown)
        if task.hidden or task.impossible:
            self._task_problems(line, column, task)
        only = self.ways.task_filter
        loop = None
        if REACH not in tags:
            loop = open_loop(task, state, line, people, own, tags, only)
            self.told.loops.append(loop)
        if state == "done" and (day := task.days.get("done") or self.day):
            channel = channel_in(without_links(masked), self.ways.reading.channels)
            text = loop.text if loop and "#" not in loop.text else words_of(task, only)
            told = (day, channel, text, line, "task", people, own, WAITING in tags, tags, False)
            self.entries.append(_make(Interaction, told))

    def _task_problems(self, line: int, column: int, task: TaskLine) -> None:
        for at, written in task.impossible:
            self._problem(
                "impossible-date", line, column + at,
                f'"{written}" is not a day of the calendar.', "The task counts as undated.",
            )  # fmt: skip
        for at, written in task.hidden:
            self._problem(
                "task-field", line, column + at,
                f'The Tasks plugin will not see "{written}" here.',
                "Put it at the end of the line.",
            )  # fmt: skip

    # small things

    def mention_line(self, links: list[Link], number: int, text: str, day: date | None) -> None:
        """Take up the links of one line as mentions."""
        words = text.strip()
        is_long = len(text) > 2 * _NEAR
        for link in links:
            if not link.embed:
                around = _around(text, link) if is_long else words
                self.told.mentions.append(_make(Mention, (link.target, day, number, around)))

    def _mention(
        self, links: list[Link], first_line: int, shown: list[str], day: date | None
    ) -> None:
        for link in links:
            if not link.embed:
                text = _around(shown[link.line - first_line], link)
                self.told.mentions.append(_make(Mention, (link.target, day, link.line, text)))

    def _tags(self, block: Block) -> tuple[str, ...]:
        text = block.masked[0] if len(block.masked) == 1 else "\n".join(block.masked)
        return tags_in(text, self.ways.reading.ledger) if "#" in text else ()

    def _problem(self, code: str, line: int, column: int, message: str, hint: str) -> None:
        self.told.problems.append(Problem(code, self.path, line, column, "warning", message, hint))


def _links_of(block: Block) -> list[Link]:
    found: list[Link] = []
    if len(block.masked) == 1 and "[" not in block.masked[0]:
        return found
    column = block.column
    for offset, text in enumerate(block.masked):
        if "[" in text:
            found += find_links(text, block.line + offset, column)
        column = 1
    return found


def _linked(links: list[Link]) -> tuple[str, ...]:
    """Return what the links lead to, each once."""
    if not links:
        return ()
    return tuple(dict.fromkeys([link.target for link in links if not link.embed]))


def _around(text: str, link: Link) -> str:
    """Return the line a link stands in, or of a very long one the part around the link."""
    if len(text) > 2 * _NEAR:
        text = text[max(0, link.column - _NEAR) : link.column + _NEAR]
    return text.strip()


def _is_template(block: Block, template_lines: frozenset[str]) -> bool:
    """Tell whether the block's own line stands in the daily template, marker aside."""
    return block.shown[0].strip() in template_lines


def _begins_with_link(text: str) -> bool:
    opening = _OPENING.match(text)
    match = LINK.match(text, opening.end() if opening else 0)
    link = as_link(match, 1, 1) if match else None
    return link is not None and not link.embed
