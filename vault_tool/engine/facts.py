"""What the notes hold that a message could speak of, by the part it would have in it.

Public: `Fact`, `Role`, `ROLES`, `candidates(role, dossier, standing, today, lines)`.

Everything that a message could say is a candidate, what is private too: what tact leaves out of
them is decided in `tact`. What lies in the future is none, a cue before its day least of all.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal, NamedTuple

from vault_tool.engine.conditions import texts_of
from vault_tool.engine.names import link_name
from vault_tool.model import THANKED, Dossier, GiftKind, LoopKind, Standing, Task, Told
from vault_tool.note.ledger import says_private

Role = Literal[
    "cue",
    "promise",
    "thanks",
    "told",
    "last_talk",
    "given",
    "met",
    "place",
    "birthday",
    "occasion",
    "need",
    "mine",
    "other",
    "offer",
    "interest",
]
# In the order of their importance, which is that of `facts` in a template.
ROLES: tuple[Role, ...] = ("cue", "promise", "thanks", "told", "last_talk", "given", "met", "place")

_PROPERTIES: Mapping[Role, tuple[str, ...]] = {
    "met": ("met_at", "met_how"),
    "place": ("location",),
}


class Fact(NamedTuple):
    """One fact: `text` as the note says it, where it stands, the day it speaks of, and its part.

    `gift` is the kind of what was given; `private` says that it is tagged so.
    """

    text: str
    path: str
    line: int
    role: Role
    on: date | None = None
    gift: GiftKind | None = None
    private: bool = False


def candidates(
    role: Role, dossier: Dossier, standing: Standing, today: date, lines: Mapping[str, int]
) -> Iterator[Fact]:
    """Yield the facts that could have a part in a message, the one to take first before others.

    `lines` tells where the note's properties stand, by their key, and each of their texts, by
    `key: text`.
    """
    if role == "cue":
        yield from _cues(dossier, today)
    elif role == "promise":
        yield from _promises(dossier, today)
    elif role == "thanks":
        yield from _gifts("thanks", "got", THANKED, dossier, standing, today)
    elif role == "told":
        yield from _gifts("told", "got", frozenset(("info",)), dossier, standing, today)
    elif role == "given":
        yield from _gifts("given", "gave", None, dossier, standing, today)
    elif role == "last_talk":
        yield from _last_talk(dossier, today)
    else:
        for key in _PROPERTIES.get(role, ()):
            yield from of_property(role, key, dossier, lines)


def of_property(role: Role, key: str, dossier: Dossier, lines: Mapping[str, int]) -> Iterator[Fact]:
    """Yield what a property of the note says, each of its texts."""
    for text in texts_of(dossier.note.properties.get(key)):
        if text.strip():
            private = says_private(text)
            line = lines.get(f"{key}: {text}", lines.get(key, 1))
            yield Fact(link_name(text), dossier.note.path, line, role, private=private)


def _cues(dossier: Dossier, today: date) -> Iterator[Fact]:
    """Yield open cues: ripe ones, the last to ripen first, then undated ones."""
    cues = list(_open(dossier, "cue"))
    ripe = [task for task in cues if task.loop.due and task.loop.due < today]
    ripe.sort(key=lambda task: task.loop.due or date.min, reverse=True)
    undated = [task for task in cues if task.loop.due is None]
    yield from (_of_task(task, "cue") for task in (*ripe, *undated))


def _promises(dossier: Dossier, today: date) -> Iterator[Fact]:
    """Yield open promises: those due, the longest first, then undated ones, then those to come."""
    promises = list(_open(dossier, "promise"))
    dated = sorted(
        (task for task in promises if task.loop.due), key=lambda task: task.loop.due or date.max
    )
    due = [task for task in dated if task.loop.due and task.loop.due <= today]
    undated = [task for task in promises if task.loop.due is None]
    yield from (_of_task(task, "promise") for task in (*due, *undated, *dated[len(due) :]))


def _open(dossier: Dossier, kind: LoopKind) -> Iterator[Task]:
    return (task for task in dossier.tasks if task.loop.kind == kind and task.loop.state == "open")


def _of_task(task: Task, role: Role) -> Fact:
    loop = task.loop
    return Fact(loop.text, task.path, loop.line, role, loop.due, private=loop.is_private)


def _gifts(
    role: Role,
    direction: Literal["gave", "got"],
    kinds: frozenset[GiftKind] | None,
    dossier: Dossier,
    standing: Standing,
    today: date,
) -> Iterator[Fact]:
    """Yield what was given in one direction, the newest first."""
    private = {
        (told.path, told.interaction.line) for told in dossier.told if told.interaction.is_private
    }
    for gift in standing.gifts:
        if gift.direction == direction and gift.day <= today.toordinal() and gift.text.strip():
            if kinds is not None and gift.kind not in kinds:
                continue
            where = (gift.path, gift.line)
            on = date.fromordinal(gift.day)
            yield Fact(gift.text, *where, role, on, gift.kind, private=where in private)


def _last_talk(dossier: Dossier, today: date) -> Iterator[Fact]:
    """Yield the last talk that may be spoken of, and every one that is private."""
    is_found = False
    for told in dossier.told:
        item = told.interaction
        if item.day <= today and not item.waiting and item.text:
            if item.is_private or not is_found:
                yield _of_talk(told)
            is_found = is_found or not item.is_private


def _of_talk(told: Told) -> Fact:
    item = told.interaction
    return Fact(item.text, told.path, item.line, "last_talk", item.day, private=item.is_private)
