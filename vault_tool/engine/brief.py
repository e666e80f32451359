"""What to know before talking to somebody.

Public: `Brief`, `Heard`, `brief(dossier, standing, settings, today, cards=())`.

Gathers and sorts facts, and leaves out what lies in the future; nothing is summarised or worded.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from vault_tool.config import Settings
from vault_tool.engine.conditions import texts_of
from vault_tool.engine.ledger import Ledger, ledger
from vault_tool.engine.names import link_name, plain_name
from vault_tool.engine.occasions import Upcoming, upcoming
from vault_tool.engine.patience import OtherWays, other_ways
from vault_tool.engine.rhythm import Due, next_due
from vault_tool.model import Card, Dossier, Person, Seen, Standing, Task, Told, Value

LATEST_TALKS = 5
A_YEAR = 366

# What one would like to know of anybody, and the properties that tell it.
WORTH_KNOWING: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("birthday", ("birthday",)),
    ("location", ("location",)),
    ("work", ("company", "role")),
    ("interests", ("interests",)),
    ("met", ("met", "met_at", "met_how", "met_through")),
    ("reach", ("email", "phone", "url")),
)


class Heard(NamedTuple):
    """Something they told, in a talk (`#got/info`) or behind a cue that is still open."""

    text: str
    on: date | None
    path: str
    line: int
    private: bool


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything worth knowing, each list in the order to read it.

    `interactions` are all of the past, attempts too, newest first, and `talks` the latest of those
    that were talks. `mine` and `theirs` are open promises each way, by date, undated last;
    `ripe`, `unripe` and `undated` are open cues, none of somebody deceased; `intentions` are other
    open tasks that name them. `tasks` are all open loops, closed ones too. `people` are those their
    note links, `through` is who introduced them, `brought` whom they introduced: all as (name,
    path), the path None where no note is known. `unknown` names what the note does not tell yet.
    `other_ways` are worth a thought after several attempts without an answer.
    """

    name: str
    path: str
    person: Person
    properties: Mapping[str, Value]
    due: Due
    interactions: tuple[Told, ...]
    talks: tuple[Told, ...]
    heard: tuple[Heard, ...]
    mine: tuple[Task, ...]
    theirs: tuple[Task, ...]
    ripe: tuple[Task, ...]
    unripe: tuple[Task, ...]
    undated: tuple[Task, ...]
    intentions: tuple[Task, ...]
    tasks: tuple[Task, ...]
    ledger: Ledger
    occasions: tuple[Upcoming, ...]
    mentions: tuple[Seen, ...]
    people: tuple[tuple[str, str], ...]
    linked: tuple[str, ...]
    through: tuple[tuple[str, str | None], ...]
    brought: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    other_ways: OtherWays | None


def brief(
    dossier: Dossier,
    standing: Standing,
    settings: Settings,
    today: date,
    cards: Iterable[Card] = (),
) -> Brief:
    """Return the brief of one person; `cards` of everybody tell whom they introduced."""
    note = dossier.note
    told = tuple(each for each in dossier.told if each.interaction.day <= today)
    open_tasks = sorted((task for task in dossier.tasks if task.loop.state == "open"), key=_by_due)
    is_deceased = standing.person.status == "deceased"  # who nobody will ask any more
    cues = [task for task in open_tasks if task.loop.kind == "cue" and not is_deceased]
    due = next_due(standing, settings, today)
    return Brief(
        name=note.name,
        path=note.path,
        person=standing.person,
        properties=note.properties,
        due=due,
        interactions=told,
        talks=tuple(each for each in told if not each.interaction.waiting)[:LATEST_TALKS],
        heard=_heard(told, cues),
        mine=tuple(task for task in open_tasks if task.loop.kind == "promise"),
        theirs=tuple(task for task in open_tasks if task.loop.kind == "owed"),
        ripe=tuple(task for task in cues if task.loop.due and task.loop.due < today),
        unripe=tuple(task for task in cues if task.loop.due and task.loop.due >= today),
        undated=tuple(task for task in cues if task.loop.due is None),
        intentions=tuple(task for task in open_tasks if task.loop.kind == "intention"),
        tasks=dossier.tasks,
        ledger=ledger(standing.gifts, today),
        occasions=upcoming(standing, settings, today, A_YEAR),
        mentions=tuple(
            each for each in dossier.seen if each.mention.day is None or each.mention.day <= today
        ),
        people=dossier.links,
        linked=dossier.linked,
        through=_through(dossier),
        brought=_brought(note.name, note.aliases, cards),
        unknown=_unknown(note.properties),
        other_ways=other_ways(dossier, due.waiting),
    )


def _heard(told: tuple[Told, ...], cues: list[Task]) -> tuple[Heard, ...]:
    """Return what they told in talks, newest first, then what the open cues remember."""
    said = [
        Heard(each.interaction.text, each.interaction.day, each.path, each.interaction.line,
              each.interaction.is_private)
        for each in told
        if "got/info" in each.interaction.tags
    ]  # fmt: skip
    asked = [
        Heard(task.loop.text, task.loop.due, task.path, task.loop.line, task.loop.is_private)
        for task in cues
    ]
    return (*said, *asked)


def _through(dossier: Dossier) -> tuple[tuple[str, str | None], ...]:
    known = {plain_name(name): (name, path) for name, path in dossier.links}
    names = [link_name(text) for text in texts_of(dossier.note.properties.get("met_through"))]
    return tuple(known.get(plain_name(name), (name, None)) for name in names if name)


def _brought(
    name: str, aliases: tuple[str, ...], cards: Iterable[Card]
) -> tuple[tuple[str, str], ...]:
    mine = {plain_name(each) for each in (name, *aliases)}
    found = [
        (card.name, card.path)
        for card in cards
        if any(
            plain_name(link_name(text)) in mine
            for text in texts_of(card.properties.get("met_through"))
        )
    ]
    return tuple(sorted(found, key=lambda each: (each[0].casefold(), each[1])))


def _unknown(properties: Mapping[str, Value]) -> tuple[str, ...]:
    return tuple(
        what
        for what, keys in WORTH_KNOWING
        if not any(text.strip() for key in keys for text in texts_of(properties.get(key)))
    )


def _by_due(task: Task) -> tuple[date, str, int]:
    return task.loop.due or date.max, task.path, task.loop.line
