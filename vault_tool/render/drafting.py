"""Drafts as plain values: what their templates are given, and what was written."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from vault_tool.render.machine import Result, head

if TYPE_CHECKING:
    from vault_tool.engine.asking import Thought
    from vault_tool.engine.drafts import DraftFacts
    from vault_tool.engine.facts import Fact
    from vault_tool.engine.introducing import Meeting
    from vault_tool.engine.tact import LeftOut
    from vault_tool.engine.wishes import Before
    from vault_tool.render.templates import Draft


def draft_values(kind: str, of: "DraftFacts", today: date) -> Result:
    """Return what a template of drafts is given: each role's fact by name, or None."""
    return {
        "kind": kind,
        "to": {"name": of.name, "path": of.path},
        "formal": of.tone == "formal",
        "channel": of.channel,
        "form": of.form,
        "about": of.about,
        "today": today,
        "days_since": of.days_since,
        "on": of.on,
        "in_days": of.in_days,
        "turns": of.turns,
        "again": of.again,
        "met_on": of.met_on,
        "receiving": of.receiving,
        "sender": of.sender,
        "facts": [fact(each) for each in of.facts],
        "meeting": _meeting(of.meeting),
    }


def _meeting(of: "Meeting | None") -> Result | None:
    """Return whom an introduction is about: the receiver first; facts by their place."""
    if of is None:
        return None
    return {
        "pair": [side._asdict() for side in of.pair],
        "helps": [
            {"giver": giver, "taker": taker, "need": need, "offer": offer}
            for giver, taker, need, offer in of.helps
        ],
        "interests": list(of.interests),
        "city": of.city,
    }


def draft(
    kind: str,
    of: "DraftFacts",
    written: "Draft",
    today: date,
    unread: int = 0,
    *,
    explain: bool = False,
    thoughts: "Iterable[Thought]" = (),
    before: "Before | None" = None,
) -> Result:
    """Return a draft as it was written; `facts` are those it used, `left_out` those it must not."""
    return {
        **head(today, unread),
        "kind": kind,
        "to": of.name,
        "path": of.path,
        "language": written.language,
        "channel": of.channel,
        "form": written.form,
        "subject": written.subject if written.form == "email" else None,
        "title": written.subject,
        "body": written.body,
        "facts": list(written.facts),
        "left_out": [left_out(each) for each in of.left_out],
        "thoughts": [thought(each) for each in thoughts],
        "before": before._asdict() if before else None,
        "explain": explain,
    }


def thought(of: "Thought") -> Result:
    """Return something to think of before asking."""
    return of._asdict()


def fact(of: "Fact") -> Result:
    """Return one fact of a draft, with where it stands."""
    return {
        "text": of.text,
        "path": of.path,
        "line": of.line,
        "role": of.role,
        "on": of.on,
        "gift": of.gift,
    }


def left_out(of: "LeftOut") -> Result:
    """Return a fact that is not used, and why; what is private is not even repeated here."""
    return {
        "text": None if of.fact.private else of.fact.text,
        "path": of.fact.path,
        "line": of.fact.line,
        "role": of.fact.role,
        "on": of.fact.on,
        "why": of.why,
    }
