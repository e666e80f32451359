"""What a body tells: interactions, mentions, open loops, links, and what is wrong with them.

The rules are those of the format's "Being in touch: what counts". Which link leads to a person is
not known here: targets are given as written, and whoever joins the notes decides.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from vault_tool.errors import Problem
from vault_tool.model import (
    Channel,
    Interaction,
    Link,
    LoopKind,
    LoopState,
    Mention,
    NoteKind,
    OpenLoop,
    Source,
)
from vault_tool.note.blocks import Block, blocks
from vault_tool.note.channels import channel_in
from vault_tool.note.conventions import Conventions
from vault_tool.note.ledger import WAITING, steers, tags_in
from vault_tool.note.links import LINK, as_link, find_links
from vault_tool.note.log import dated
from vault_tool.note.tasks import TaskLine, read_task

_LOOP_KINDS: dict[str, LoopKind] = {
    "promise": "promise",
    "cue": "cue",
    "ask": "cue",
    "owed": "owed",
}
_NEAR = 300
_REACH = "reach"
_OPENING = re.compile(r"[ \t*_]*(?:\d{1,2}:\d{2}[ \t*_]*(?:[-–—:,][ \t*_]*)?)?")
_STATES: dict[str, LoopState] = {"x": "done", "X": "done", "-": "cancelled"}


@dataclass(slots=True)
class Told:
    """What a body tells, in the order of its lines."""

    interactions: list[Interaction] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    loops: list[OpenLoop] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class _Entry:
    """An interaction that may still grow: by lines under it, by the text under a heading."""

    day: date
    channel: Channel | None
    lines: list[str]
    line: int
    source: Source
    people: tuple[str, ...]
    own: bool
    tags: dict[str, None]
    by_link: bool = False
    level: int = 0

    def finish(self) -> Interaction:
        lines = self.lines
        text = lines[0] if len(lines) == 1 else "\n".join([line for line in lines if line])
        tags = tuple(self.tags)
        return Interaction(
            self.day, self.channel, text, self.line, self.source, self.people, self.own,
            WAITING in self.tags, tags, self.by_link,
        )  # fmt: skip


def read_body(
    body: str, first_line: int, path: str, kind: NoteKind, day: date | None, ways: Conventions
) -> Told:
    """Return what the body of a note of this kind tells; `day` is a dated note's.

    A `made` note (a draft, a report) tells nothing but its links.
    """
    return _Reader(path, kind, day, ways).read(blocks(body, first_line))


class _Reader:
    def __init__(self, path: str, kind: NoteKind, day: date | None, ways: Conventions) -> None:
        self.path = path
        self.own = kind == "person"
        self.silent = kind == "made"
        self.daily = kind == "daily"
        self.day = day
        self.ways = ways
        self.told = Told()
        self.entries: list[_Entry] = []
        self.section: _Entry | None = None
        self.grown: dict[int, _Entry] = {}

    def read(self, found: list[Block]) -> Told:
        for block in found:
            self._read(block)
        self.told.interactions = [entry.finish() for entry in self.entries]
        return self.told

    def _read(self, block: Block) -> None:
        links = _links_of(block)
        self.told.links += links
        if self.silent:
            return
        if block.kind == "heading":
            self._heading(block, links)
        elif block.status is not None:
            self._task(block, links)
        elif block.kind == "other" or self._is_intended(block):
            self._mention(links, block, self.day)
        elif self.own:
            self._in_person(block, links)
        elif self.daily:
            self._in_daily(block, links)
        else:
            self._mention(links, block, self.day)

    def _is_intended(self, block: Block) -> bool:
        """Tell whether the block hangs under an open task: it is part of the intention."""
        return block.parent is not None and any(
            above.status is not None and above.status not in _STATES for above in block.ancestors()
        )

    # a person's own note

    def _heading(self, block: Block, links: list[Link]) -> None:
        if self.section is not None and block.level <= self.section.level:
            self.section = None
        if self.own and (entry := self._dated(block, "heading")):
            entry.level = block.level
            self.section = entry
            self._mention(links, block, entry.day)
        elif self.daily and links and self.ways.reading.mentions == "all":
            self._contact(block, links, by_link=False)
        else:
            self._mention(links, block, self.day)

    def _in_person(self, block: Block, links: list[Link]) -> None:
        owner = self._grown_from(block)
        if owner is None and block.kind == "item":
            owner = self._dated(block, "log")
            if owner is not None:
                self.grown[id(block)] = owner
                if links:
                    self._mention(links, block, owner.day)
                return
        owner = owner or self.section
        if owner is None:
            self._mention(links, block, None)
            return
        self._grow(owner, block)
        self._mention(links, block, owner.day)

    def _dated(self, block: Block, source: Source) -> _Entry | None:
        said = dated(block.shown[0], self.ways.reading.channels)
        if said is None:
            return None
        if said.day is None:
            self._problem(
                "impossible-date", block.line, block.column,
                f'"{said.written}" is not a day of the calendar.', "The line is not counted.",
            )  # fmt: skip
            return None
        lines = [said.text, *(line.strip() for line in block.shown[1:])]
        tags = dict.fromkeys(self._tags(block))
        entry = _Entry(said.day, said.channel, lines, block.line, source, (), True, tags)
        self.entries.append(entry)
        return entry

    def _grown_from(self, block: Block) -> _Entry | None:
        """Return the entry that an item hangs under."""
        if block.parent is None or not self.grown:
            return None
        return next((self.grown[id(b)] for b in block.ancestors() if id(b) in self.grown), None)

    def _grow(self, entry: _Entry, block: Block) -> None:
        entry.lines += [line.strip() for line in block.shown]
        entry.tags.update(dict.fromkeys(self._tags(block)))

    # a daily note

    def _in_daily(self, block: Block, links: list[Link]) -> None:
        if self.ways.template_lines and _is_template(block, self.ways.template_lines):
            self._mention(links, block, self.day)
            return
        owner = self._grown_from(block)
        if owner is not None and not any(not link.embed for link in links):
            self._grow(owner, block)
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
            self._mention(links, block, self.day)

    def _speaks(self, text: str) -> bool:
        """Tell whether an item says by a word or a tag that one was in touch."""
        words = LINK.sub(" ", text)
        return bool(channel_in(words, self.ways.reading.channels)) or steers(
            tags_in(words, self.ways.reading.ledger)
        )

    def _contact(self, block: Block, links: list[Link], *, by_link: bool) -> None:
        if self.day is None:
            return
        people = tuple(dict.fromkeys(link.target for link in links if not link.embed))
        channel = channel_in(LINK.sub(" ", "\n".join(block.masked)), self.ways.reading.channels)
        lines = [line.strip() for line in block.shown]
        tags = dict.fromkeys(self._tags(block))
        entry = _Entry(self.day, channel, lines, block.line, "daily", people, False, tags, by_link)
        self.entries.append(entry)
        self.grown[id(block)] = entry

    # tasks, anywhere

    def _task(self, block: Block, links: list[Link]) -> None:
        people = tuple(dict.fromkeys(link.target for link in links if not link.embed))
        if not people and not self.own:
            return
        state = _STATES.get(block.status or "", "open")
        if state == "open" and self.daily and _is_template(block, self.ways.template_lines):
            return
        tags = self._tags(block)
        task = read_task(block.shown[0])
        self._task_problems(block, task.hidden, task.impossible)
        done_on = task.days.get("done")
        day = done_on or self.day
        if state == "done" and day is not None:
            channel = channel_in(LINK.sub(" ", block.masked[0]), self.ways.reading.channels)
            words = _without(task.words, {*_LOOP_KINDS, _REACH}, self.ways.task_filter)
            self.entries.append(
                _Entry(
                    day, channel, [words], block.line, "task", people, self.own,
                    dict.fromkeys(tags),
                )
            )  # fmt: skip
        if _REACH not in tags:
            self._loop(block, task, state, people, tags)

    def _loop(
        self,
        block: Block,
        task: TaskLine,
        state: LoopState,
        people: tuple[str, ...],
        tags: tuple[str, ...],
    ) -> None:
        kind = next((_LOOP_KINDS[tag] for tag in tags if tag in _LOOP_KINDS), None)
        kind = kind or ("promise" if self.own else "intention")
        due = task.days.get("due")
        closed = task.days.get("done" if state == "done" else "cancelled")
        words = _without(task.words, set(_LOOP_KINDS), self.ways.task_filter)
        self.told.loops.append(
            OpenLoop(
                kind, state, words, due, None if state == "open" else closed, block.line,
                people, self.own, tags,
            )
        )  # fmt: skip

    def _task_problems(
        self,
        block: Block,
        hidden: tuple[tuple[int, str], ...],
        impossible: tuple[tuple[int, str], ...],
    ) -> None:
        for at, written in impossible:
            self._problem(
                "impossible-date", block.line, block.column + at,
                f'"{written}" is not a day of the calendar.', "The task counts as undated.",
            )  # fmt: skip
        for at, written in hidden:
            self._problem(
                "task-field", block.line, block.column + at,
                f'The Tasks plugin will not see "{written}" here.',
                "Put it at the end of the line.",
            )  # fmt: skip

    # small things

    def _mention(self, links: list[Link], block: Block, day: date | None) -> None:
        for link in links:
            if not link.embed:
                text = _around(block, link)
                self.told.mentions.append(Mention(link.target, day, link.line, text))

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


def _around(block: Block, link: Link) -> str:
    """Return the line a link stands in, or of a very long one the part around the link."""
    text = block.shown[link.line - block.line]
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


def _without(words: str, tags: set[str], also: str | None) -> str:
    """Return the words without these tags."""
    dropped = {f"#{tag}" for tag in tags} | ({also} if also else set())
    return " ".join(word for word in words.split(" ") if word.casefold() not in dropped)
