"""The facts a message draft may use, each with the note and line it stands in.

Public: `Fact`, `DraftFacts`, `draft_facts(kind, dossier, standing, settings, today)`.

Chooses facts, writes no sentence. What is tagged `#private`, in an item or an open loop, is never
chosen, and neither is what lies in the future, a birthday that is coming excepted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal, NamedTuple

from vault_tool.config import Settings
from vault_tool.dates import Duration, occurrence, turns
from vault_tool.engine.conditions import texts_of
from vault_tool.engine.names import link_name
from vault_tool.engine.occasions import BIRTHDAY, Upcoming
from vault_tool.engine.reasons import reasons
from vault_tool.engine.rhythm import last_contact, next_due
from vault_tool.errors import UsageError
from vault_tool.model import Channel, Dossier, LoopKind, Standing, Task
from vault_tool.note.channels import leading_channel

Role = Literal["cue", "last_talk", "promise", "thanks", "birthday", "place"]
Tone = Literal["formal", "familiar"]

# A birthday of so many days ago is still written for.
BELATED = 14
FORMAL = ("formal", "formale", "lei", "sie", "vous", "usted")
FAMILIAR = ("familiar", "informal", "informale", "confidenziale", "tu", "du")


class Fact(NamedTuple):
    """One fact: `text` as the note says it, where it stands, the day it speaks of, and its part."""

    text: str
    path: str
    line: int
    role: Role
    on: date | None = None


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """What a template makes a message of.

    `language` is a base code (`it`), None where the note names none; `tone` and `channel` are the
    note's own, `channel` else that of the last talk. `turns` is the age at the birthday `on`, None
    without a year. The facts stand in the order of their roles' importance, one to a role.
    """

    kind: str
    name: str
    path: str
    language: str | None
    tone: Tone | None
    channel: Channel | None
    facts: tuple[Fact, ...]
    days_since: int | None
    on: date | None = None
    in_days: int | None = None
    turns: int | None = None

    def fact(self, role: Role) -> Fact | None:
        """Return the fact of a role, None where there is none."""
        return next((fact for fact in self.facts if fact.role == role), None)


def draft_facts(
    kind: str,
    dossier: Dossier,
    standing: Standing,
    settings: Settings,
    today: date,
    lines: Mapping[str, int] = MappingProxyType({}),
) -> DraftFacts:
    """Return the facts for a draft; `lines` tells where the note's properties stand, by their key.

    `kind` is the template's name; only `birthday` is given the birthday as a fact of its own.
    A birthday of the last two weeks is meant rather than the next one: `in_days` is negative then.
    Raises `UsageError` for somebody deceased: there is remembrance, and no greeting.
    """
    person = standing.person
    if person.status == "deceased":
        raise UsageError(
            f"{standing.name} has died: no message is drafted",
            "Birthdays are remembered in: vault-tool report birthdays",
        )
    last = last_contact(standing, today)
    birthday = _birthday(standing, today)
    found = [
        _cue(dossier, today),
        _promise(dossier, today),
        _thanks(dossier, standing, settings, today),
        _last_talk(dossier, today),
        _of_property("place", "location", dossier, lines),
    ]
    if kind == "birthday" and birthday:
        fact = _of_property("birthday", "birthday", dossier, lines)
        found.insert(0, fact and fact._replace(on=birthday.on))
    return DraftFacts(
        kind=kind,
        name=standing.name,
        path=standing.path,
        language=_language(standing),
        tone=_tone(standing),
        channel=_channel(dossier, settings, today),
        facts=tuple(fact for fact in found if fact),
        days_since=today.toordinal() - last.day if last else None,
        on=birthday.on if birthday else None,
        in_days=birthday.in_days if birthday else None,
        turns=birthday.turns if birthday else None,
    )


def _birthday(standing: Standing, today: date) -> Upcoming | None:
    """Return the birthday to write for: one just past, else the next."""
    born = standing.person.birthday
    on = occurrence(born, Duration(days=BELATED).before(today)) if born else None
    if on is not None and on > today:
        on = occurrence(born, today) if born else None
    if born is None or on is None:
        return None
    return Upcoming(BIRTHDAY, on, (on - today).days, turns(born, on) or None)


def _cue(dossier: Dossier, today: date) -> Fact | None:
    """Return the open cue that ripened last, else an undated one; never one still to come."""
    cues = _open(dossier, "cue")
    ripe = [task for task in cues if task.loop.due and task.loop.due < today]
    undated = [task for task in cues if task.loop.due is None]
    newest = max(ripe, key=lambda task: task.loop.due or date.min, default=None)
    return _of_task(newest or next(iter(undated), None), "cue")


def _promise(dossier: Dossier, today: date) -> Fact | None:
    """Return the open promise that has been due the longest."""
    due = [task for task in _open(dossier, "promise") if task.loop.due and task.loop.due <= today]
    return _of_task(min(due, key=lambda task: task.loop.due or date.max, default=None), "promise")


def _open(dossier: Dossier, kind: LoopKind) -> list[Task]:
    return [
        task
        for task in dossier.tasks
        if task.loop.kind == kind and task.loop.state == "open" and "private" not in task.loop.tags
    ]


def _of_task(task: Task | None, role: Role) -> Fact | None:
    if task is None:
        return None
    return Fact(task.loop.text, task.path, task.loop.line, role, task.loop.due)


def _thanks(dossier: Dossier, standing: Standing, settings: Settings, today: date) -> Fact | None:
    due = next_due(standing, settings, today)
    private = {
        (told.path, told.interaction.line) for told in dossier.told if told.interaction.is_private
    }
    for owed in reasons(standing, due, settings, today):
        if owed.kind == "thanks" and owed.text and owed.path and owed.line:
            where = (owed.path, owed.line)
            return None if where in private else Fact(owed.text, *where, "thanks", owed.on)
    return None


def _last_talk(dossier: Dossier, today: date) -> Fact | None:
    for told in dossier.told:
        item = told.interaction
        if item.day <= today and not item.waiting and not item.is_private and item.text:
            return Fact(item.text, told.path, item.line, "last_talk", item.day)
    return None


def _of_property(role: Role, key: str, dossier: Dossier, lines: Mapping[str, int]) -> Fact | None:
    text = next((each for each in texts_of(dossier.note.properties.get(key)) if each.strip()), None)
    if text is None:
        return None
    return Fact(link_name(text), dossier.note.path, lines.get(key, 1), role)


def _language(standing: Standing) -> str | None:
    if not standing.language:
        return None
    return standing.language.strip().replace("_", "-").split("-")[0].casefold() or None


def _tone(standing: Standing) -> Tone | None:
    tone = (standing.tone or "").strip().casefold()
    return "formal" if tone in FORMAL else "familiar" if tone in FAMILIAR else None


def _channel(dossier: Dossier, settings: Settings, today: date) -> Channel | None:
    """Return the channel the note prefers, else the last talk's."""
    own = settings.reading.channels
    for text in texts_of(dossier.note.properties.get("channel")):
        channel, _ = leading_channel(text, own)
        if channel:
            return channel
    return next(
        (
            each.interaction.channel
            for each in dossier.told
            if each.interaction.day <= today and each.interaction.channel
        ),
        None,
    )
