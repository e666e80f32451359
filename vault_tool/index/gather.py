"""Join what many notes say into what is known of each person. Pure: no files, no SQLite.

A person's standing is what their own note says (`person_rows.own_kept`) together with what other
notes say of them (the `telling` of each, brought to people by `given`).
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from vault_tool.model import (
    Direction,
    Gift,
    GiftKind,
    Interaction,
    Loop,
    LoopKind,
    Note,
    OpenLoop,
    Talk,
)
from vault_tool.note.ledger import gift
from vault_tool.note.links import Resolver, fold

if TYPE_CHECKING:
    from vault_tool.index.note_rows import Columns

# Which person's note a target, written in the note at a path, leads to.
Lead = Callable[[str, str], str | None]


# In which of a note's columns a field stands.
TALK_PEOPLE, _TALK_OWN = map(Interaction._fields.index, ("people", "own"))
TASK_PEOPLE, _TASK_OWN, _TASK_STATE = map(OpenLoop._fields.index, ("people", "own", "state"))


class Named(NamedTuple):
    """A note as far as links can mean it; `names` are its aliases and its `name:`, folded."""

    path: str
    is_person: bool
    names: tuple[str, ...] = ()


class Item(NamedTuple):
    """What standings need of an interaction that names people; `day` is an ordinal."""

    people: tuple[str, ...]
    own: bool
    by_link: bool
    waiting: bool
    day: int
    line: int
    text: str
    gifts: tuple[tuple[Direction, GiftKind], ...]


class Task(NamedTuple):
    """What standings need of an open loop that names people; `due` is an ordinal."""

    people: tuple[str, ...]
    own: bool
    kind: LoopKind
    text: str
    due: int | None
    line: int
    private: bool


class Telling(NamedTuple):
    """What one note says of people other than the one it is about."""

    is_daily: bool
    items: tuple[Item, ...]
    tasks: tuple[Task, ...]


class About(NamedTuple):
    """What other notes say of one person, sorted; the order of the notes makes no difference."""

    talks: tuple[Talk, ...] = ()
    attempts: tuple[Talk, ...] = ()
    loops: tuple[Loop, ...] = ()
    gifts: tuple[Gift, ...] = ()


class Given(NamedTuple):
    """What other notes say of each person, and how many interactions and open loops that is."""

    about: dict[str, About]
    interactions: int
    loops: int


def own_counts(note: Note, columns: "Columns") -> tuple[int, int]:
    """Return how many interactions and open loops of a note concern the person it is about."""
    if not _is_about_somebody(note):
        return 0, 0
    interactions, _, loops, _ = columns
    tasks = zip(loops[_TASK_STATE], loops[_TASK_OWN]) if loops else ()  # noqa: B905  # each is of every task
    return (
        interactions[_TALK_OWN].count(True) if interactions else 0,
        len([1 for state, own in tasks if own and state == "open"]),
    )


def telling(note: Note, columns: "Columns") -> Telling | None:
    """Return what a note says of people other than its own; None where it says nothing."""
    interactions, _, loops, _ = columns
    named = (interactions and any(interactions[TALK_PEOPLE])) or (loops and any(loops[TASK_PEOPLE]))
    if not named or note.kind == "made":
        return None
    has_own = _is_about_somebody(note)
    items = [_item(each, has_own) for each in note.interactions if each.people]
    tasks = [_task(each, has_own) for each in note.loops if each.people and each.state == "open"]
    return Telling(note.kind == "daily", tuple(items), tuple(tasks)) if items or tasks else None


def leads(named: Iterable[Named], targets: Iterable[str]) -> Lead:
    """Return what says where a target leads, for those targets that will be asked about.

    A target can lead only to notes of that file name or alias, so no others are looked at.
    """
    wanted = {fold(target) for target in targets}
    stems = {target.rpartition("/")[2] for target in wanted}
    paths: list[str] = []
    people: set[str] = set()
    aliases: dict[str, list[str]] = {}
    for path, is_person, names in named:
        hits = [name for name in names if name in wanted]
        for name in hits:
            aliases.setdefault(name, []).append(path)
        if fold(path.rpartition("/")[2][:-3]) in stems:
            paths.append(path)
        elif not hits:
            continue
        if is_person:
            people.add(path)
    return _Leads(Resolver(paths, aliases), people).lead


def given(tellings: Iterable[tuple[str, Telling]], lead: Lead, quiet: frozenset[str]) -> Given:
    """Bring what notes say to the people they say it of.

    For the people in `quiet` (`mentions: false`) a daily note's item is no contact, while what was
    given or promised there counts.
    """
    found: dict[str, _Gathering] = {}
    interactions = loops = 0
    for path, (is_daily, items, tasks) in tellings:
        for item in items:
            people = people_named(item, path, lead)
            contacts = [one for one in people if not (is_daily and one in quiet)]
            interactions += bool(contacts) and not item.own
            for one in people:
                found.setdefault(one, _Gathering()).add(item, path, one in contacts)
        for task in tasks:
            people = people_named(task, path, lead)
            loops += bool(people) and not task.own
            for one in people:
                found.setdefault(one, _Gathering()).loops.append(_loop(task, path))
    about = {path: each.settled() for path, each in found.items()}
    return Given(about, interactions, loops)


def people_named(
    each: Interaction | OpenLoop | Item | Task, path: str, lead: Lead
) -> tuple[str, ...]:
    """Return the people an item names, each once, without the one whose note it stands in anyway.

    An item that counts only because it begins with a link names nobody when that link leads to
    no person.
    """
    found = [lead(target, path) for target in each.people]
    if found and found[0] is None and getattr(each, "by_link", False):
        return ()
    return tuple(dict.fromkeys(one for one in found if one and not (each.own and one == path)))


class _Leads:
    """Remembers where targets lead, because notes repeat each other's links."""

    def __init__(self, resolver: Resolver, people: set[str]) -> None:
        self._resolver = resolver
        self._people = people
        self._known: dict[tuple[str, str], str | None] = {}

    def lead(self, target: str, source: str) -> str | None:
        key = (target, source.rpartition("/")[0])
        if key not in self._known:
            path = self._resolver.resolve(target, source)
            self._known[key] = path if path in self._people else None
        return self._known[key]


class _Gathering:
    """What has been found so far of one person."""

    __slots__ = ("attempts", "gifts", "loops", "talks")

    def __init__(self) -> None:
        self.talks: list[Talk] = []
        self.attempts: list[Talk] = []
        self.loops: list[Loop] = []
        self.gifts: list[Gift] = []

    def add(self, item: Item, path: str, is_contact: bool) -> None:
        if is_contact:
            days = self.attempts if item.waiting else self.talks
            days.append(Talk(item.day, path, item.line))
        for direction, kind in item.gifts:
            self.gifts.append(Gift(item.day, direction, kind, item.text, path, item.line))

    def settled(self) -> About:
        return About(
            tuple(sorted(self.talks)),
            tuple(sorted(self.attempts)),
            tuple(sorted(self.loops, key=lambda each: (each.path, each.line))),
            tuple(sorted(self.gifts, key=lambda each: (-each.day, each.path, each.line))),
        )


def _is_about_somebody(note: Note) -> bool:
    """Tell whether a note is a person's other than the user's own."""
    return note.person is not None and not note.person.me


def _item(each: Interaction, has_own: bool) -> Item:
    gifts = tuple(_gifts(each.tags))
    return Item(
        each.people,
        each.own and has_own,
        each.by_link,
        each.waiting,
        each.day.toordinal(),
        each.line,
        each.text if gifts else "",
        gifts,
    )


def _task(each: OpenLoop, has_own: bool) -> Task:
    due = each.due.toordinal() if each.due else None
    own = each.own and has_own
    return Task(each.people, own, each.kind, each.text, due, each.line, each.is_private)


def _loop(task: Task, path: str) -> Loop:
    due = None if task.due is None else date.fromordinal(task.due)
    return Loop(task.kind, task.text, due, path, task.line, task.private)


def _gifts(tags: Iterable[str]) -> Iterator[tuple[Direction, GiftKind]]:
    return (found for tag in tags if (found := gift(tag)))
