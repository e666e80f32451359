"""What a message leaves out, and why: private, too old, said before, about to be, or not sayable.

Public: `Tact`, `Said`, `LeftOut`, `chosen(candidates, tact)`, `is_used(fact, said)`,
`asked_about(used, tasks)`.

What was said before stands in the drafts that were sent (`used`), nowhere else; what is about to be
said in those that were not.
"""

from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

from vault_tool.engine.facts import Fact, Role
from vault_tool.engine.names import plain_name
from vault_tool.model import Task

Why = Literal["private", "old", "used", "words", "drafted"]

# What is true until it is changed, or holds until it is kept, does not age; days come back.
_AGELESS: frozenset[Role] = frozenset(
    ("promise", "met", "place", "birthday", "occasion", "need", "mine", "other")
)
RETURNING: frozenset[Role] = frozenset(("birthday", "occasion"))
_MEMORIES: frozenset[Role] = frozenset(("thanks", "told", "last_talk", "given"))


class Said(NamedTuple):
    """A fact that a message has spoken of, in the note's words, and the day it was sent."""

    text: str
    on: date


class Tact(NamedTuple):
    """What holds for one message.

    What speaks of a day before `earliest` is left out; `remembers` says that memories are not: a
    message that ends a silence lives on them. `said` are the facts they were told before, `drafted`
    those in a message that is still to be sent; `unsaid` are texts that could not be made a
    sentence.
    """

    earliest: date
    said: tuple[Said, ...] = ()
    remembers: bool = False
    unsaid: tuple[str, ...] = ()
    drafted: tuple[Said, ...] = ()


class LeftOut(NamedTuple):
    """A fact that is not used, and the reason."""

    fact: Fact
    why: Why


def chosen(candidates: Iterable[Fact], tact: Tact) -> tuple[Fact | None, list[LeftOut]]:
    """Return the first fact that may be said, and those that may not.

    Of what is too old only the newest is told, and only where nothing else was found; what is
    private and too old is not even named.
    """
    found: Fact | None = None
    left_out: list[LeftOut] = []
    old: Fact | None = None
    for fact in candidates:
        why = reason(fact, tact)
        if why is None:
            found = found or fact
        elif why == "old":
            old = old or fact
        elif why in ("used", "words", "drafted") or not _is_old(fact, tact):
            left_out.append(LeftOut(fact, why))
    if old and not found:
        left_out.append(LeftOut(old, "old"))
    return found, left_out


def reason(fact: Fact, tact: Tact) -> Why | None:
    """Return why a fact is left out, None where it may be said. What is private is so always."""
    if fact.private:
        return "private"
    if _is_old(fact, tact) and not (tact.remembers and fact.role in _MEMORIES):
        return "old"
    if is_used(fact, tact.said):
        return "used"
    if is_used(fact, tact.drafted):
        return "drafted"
    return "words" if fact.role == "cue" and fact.text in tact.unsaid else None


def is_used(fact: Fact, said: Iterable[Said]) -> bool:
    """Tell whether it was said before: the same words, of a day before the message went out.

    A cue that came back (🔁) speaks of a later day, and is another one.
    """
    if fact.role in RETURNING:
        return False
    words = plain_name(fact.text)
    return any(
        plain_name(each.text) == words and (fact.on is None or fact.on <= each.on) for each in said
    )


def asked_about(used: Iterable[str], tasks: Iterable[Task]) -> tuple[Task, ...]:
    """Return the open cues that a message asked about: it holds their words among its facts."""
    words = {plain_name(text) for text in used}
    return tuple(
        task
        for task in tasks
        if task.loop.kind == "cue"
        and task.loop.state == "open"
        and plain_name(" ".join(task.loop.text.split())) in words
    )


def _is_old(fact: Fact, tact: Tact) -> bool:
    return fact.role not in _AGELESS and fact.on is not None and fact.on < tact.earliest
