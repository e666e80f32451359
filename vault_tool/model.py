"""The things a vault speaks of: people, interactions, open loops, and the notes they stand in.

Values only. A note is read into a `Note`; what all notes together say of one person is a
`Standing`, and the engine decides from standings alone. Small things that are read by the
hundred thousand are named tuples, and so are the others: quicker to import than dataclasses.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Literal, NamedTuple

from vault_tool.dates import Duration, PartialDate
from vault_tool.errors import Problem

NoteKind = Literal["person", "daily", "meeting", "made", "note"]
Status = Literal["active", "paused", "archived", "deceased"]
Source = Literal["log", "heading", "daily", "meeting", "task"]
LoopKind = Literal["promise", "cue", "owed", "intention"]
LoopState = Literal["open", "done", "cancelled"]
Direction = Literal["gave", "got", "asked"]
GiftKind = Literal["time", "skill", "info", "contact", "other"]
Channel = Literal["call", "video", "in-person", "email", "message", "letter", "event", "social"]

DEFAULT_WEIGHT = 3

# What was given that asks for thanks. Being told something (`#got/info`) is listening, not a debt.
THANKED: frozenset[GiftKind] = frozenset(("time", "skill", "contact", "other"))

# What a property holds, as it stands in the note: text, nothing (None), a list or a nested map.
Value = str | None | list["Value"] | dict[str, "Value"]


class Link(NamedTuple):
    """A link as written: `target` without heading, block, display text, `.md` and escapes.

    `target` may be a bare name or a path from the vault's root; `embed` is `![[…]]`.
    """

    target: str
    line: int
    column: int
    text: str | None = None
    embed: bool = False


def is_private(tags: Iterable[str]) -> bool:
    """Tell whether a tag says `private`, or is one below it: `private/health`."""
    return any(tag == "private" or tag.startswith("private/") for tag in tags)


class Interaction(NamedTuple):
    """One item that tells of being in touch, or of an attempt (`waiting`), on one day.

    `people` are link targets as written; `own` says that the person whose note it stands in is
    meant as well (log lines, dated headings, ticked tasks of a person's note). `tags` are in
    order of appearance, without `#`, ledger tags in their canonical form (`gave/time`).
    `day` may lie in the future: it is a plan then, and whoever asks compares with today.
    `by_link` says that an item of a daily note counts only because it begins with a link: it does
    so only where that first link leads to a person, else its links are mentions.
    """

    day: date
    channel: Channel | None
    text: str
    line: int
    source: Source
    people: tuple[str, ...]
    own: bool
    waiting: bool
    tags: tuple[str, ...]
    by_link: bool = False

    @property
    def is_private(self) -> bool:
        """Tell whether the item must never enter a draft."""
        return is_private(self.tags)


class Mention(NamedTuple):
    """A link that is no contact: thinking of somebody. `day` is the note's, the item's, or None."""

    target: str
    day: date | None
    line: int
    text: str


class OpenLoop(NamedTuple):
    """A task line: a promise of mine, a cue to ask about, something owed to me, an intention.

    `text` is the description without fields, loop tags and block id. `due` is the 📅 date,
    `closed_on` the ✅ or ❌ one. `people` and `own` as in `Interaction`.
    """

    kind: LoopKind
    state: LoopState
    text: str
    due: date | None
    closed_on: date | None
    line: int
    people: tuple[str, ...]
    own: bool
    tags: tuple[str, ...]

    @property
    def is_private(self) -> bool:
        """Tell whether the task must never enter a draft."""
        return is_private(self.tags)


class Occasion(NamedTuple):
    """A day of the year that comes back: `label` as the user wrote it, `birthday` for birthdays."""

    label: str
    on: PartialDate


class Person(NamedTuple):
    """What the front matter (and inline fields) of a person's note say, typed.

    `frequency` None means the rhythm of the weight, unless `never`. Texts that have no type of
    their own here stay in the note's `properties`.
    """

    weight: int = DEFAULT_WEIGHT
    frequency: Duration | None = None
    never: bool = False
    status: Status = "active"
    inbox: bool = False
    me: bool = False
    birthday: PartialDate | None = None
    died: PartialDate | None = None
    dates: tuple[Occasion, ...] = ()
    met: PartialDate | None = None
    last_contact: date | None = None
    last_contact_line: int = 0
    next_contact: date | None = None
    snooze_until: date | None = None
    mentions: bool = True


class Note(NamedTuple):
    """Everything one file says, read without looking at any other file.

    `path` is relative to the vault, with `/`. `name` is the person's name (`name:` or the file's),
    else the file's stem. `day` is the date of a daily or meeting note. `properties` maps canonical
    keys (unknown ones as written) to text as it stands. `loops` holds every task that is an open
    loop, closed ones too.
    """

    path: str
    kind: NoteKind
    name: str
    day: date | None = None
    person: Person | None = None
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    properties: Mapping[str, Value] = MappingProxyType({})
    interactions: tuple[Interaction, ...] = ()
    mentions: tuple[Mention, ...] = ()
    loops: tuple[OpenLoop, ...] = ()
    links: tuple[Link, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def is_unread(self) -> bool:
        """Tell whether some of the note could not be read."""
        return any(problem.level == "error" for problem in self.problems)


class Talk(NamedTuple):
    """A day on which one was in touch with a person, and where that is written.

    `day` is a proleptic ordinal (`date.toordinal`), because lists compare tens of thousands.
    """

    day: int
    path: str
    line: int


class Gift(NamedTuple):
    """One ledger tag of one item about one person."""

    day: int
    direction: Direction
    kind: GiftKind
    text: str
    path: str
    line: int


class Loop(NamedTuple):
    """An open loop that concerns one person, with where it stands."""

    kind: LoopKind
    text: str
    due: date | None
    path: str
    line: int
    private: bool = False


class Standing(NamedTuple):
    """All that lists need to know of one person, gathered from every note.

    `talks` and `attempts` are sorted, newest first, one entry a day, future days included. They and
    `gifts` may be views that make an item when it is asked for: ten thousand people have many.
    `talks` comes from sources 1 to 4, `declared` is the `last_contact` property (source 5, always a
    day, no talk of its own). `first_fact` is the earliest dated fact of the person's own note.
    `loops` holds the open ones only; `gifts` all ledger lines, newest first.
    """

    path: str
    name: str
    person: Person
    talks: Sequence[Talk] = ()
    attempts: Sequence[Talk] = ()
    declared: Talk | None = None
    first_fact: int | None = None
    loops: tuple[Loop, ...] = ()
    gifts: Sequence[Gift] = ()
    language: str | None = None
    tone: str | None = None
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


class Card(NamedTuple):
    """What finds and filters a person: names, properties as written, and where the note is."""

    path: str
    name: str
    status: Status
    inbox: bool
    me: bool
    aliases: tuple[str, ...]
    tags: tuple[str, ...]
    properties: Mapping[str, Value]


class Told(NamedTuple):
    """An interaction with the note it stands in."""

    interaction: Interaction
    path: str


class Seen(NamedTuple):
    """A mention with the note it stands in."""

    mention: Mention
    path: str


class Task(NamedTuple):
    """An open loop, closed ones too, with the note it stands in."""

    loop: OpenLoop
    path: str


class Dossier(NamedTuple):
    """Everything all notes say of one person, links resolved.

    `told` (sources 1 to 4, attempts too, future days too) and `seen` are newest first; `tasks` by
    path and line. `linked` are the paths of notes that link the person, `links` the people their
    own note links, as (name, path), in order of appearance.
    """

    note: Note
    told: tuple[Told, ...] = ()
    seen: tuple[Seen, ...] = ()
    tasks: tuple[Task, ...] = ()
    linked: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


class Hit(NamedTuple):
    """A line that full text search found; `name` is the note's, `person` tells whose kind it is."""

    path: str
    name: str
    line: int
    text: str
    status: Status | None
