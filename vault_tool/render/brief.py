"""A brief as plain values, in the shape of `machine`."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from vault_tool.render.machine import Result, duration, head, patience
from vault_tool.render.practice import tally
from vault_tool.render.properties import known, reach, texts

if TYPE_CHECKING:
    from vault_tool.engine.brief import Brief
    from vault_tool.engine.changed import Changed
    from vault_tool.engine.ledger import Ledger
    from vault_tool.model import Seen, Task, Told, Value


def brief(of: "Brief", today: date, unread: int = 0, changed: "Iterable[Changed]" = ()) -> Result:
    """Return what to know before talking to somebody, and what changed since one last did."""
    due = of.due
    return {
        **head(today, unread),
        "name": of.name,
        "path": of.path,
        "person": dict(of.properties),
        "interactions": [_told(each) for each in of.interactions],
        "mentions": [_seen(each) for each in of.mentions],
        "loops": [_task(each) for each in of.tasks],
        "occasions": [
            {"kind": each.label, "on": each.on, "in_days": each.in_days, "turns": each.turns}
            for each in of.occasions
        ],
        "met": _met(of),
        "links": [{"name": name, "path": path} for name, path in of.people],
        "status": of.person.status,
        "weight": of.person.weight,
        "last_contact": date.fromordinal(due.last.day) if due.last else None,
        "due": due.due,
        "days_over": due.days_over,
        "frequency_days": due.frequency_days,
        "frequency": duration(due.frequency),
        "since": due.since,
        "since_kind": due.since_kind,
        **patience(due, of.other_ways),
        "talks": [_told(each) for each in of.talks],
        "heard": [each._asdict() for each in of.heard],
        "mine": _tasks(of.mine),
        "theirs": _tasks(of.theirs),
        "ripe": _tasks(of.ripe),
        "unripe": _tasks(of.unripe),
        "undated": _tasks(of.undated),
        "intentions": _tasks(of.intentions),
        "ledger": _ledger(of.ledger),
        "linked": list(of.linked),
        "through": [{"name": name, "path": path} for name, path in of.through],
        "brought": [{"name": name, "path": path} for name, path in of.brought],
        "unknown": list(of.unknown),
        "known": known(of.properties),
        "reach": reach(of.properties),
        "told": _told_you(of),
        "changed": [
            {"key": each.key, "before": list(each.before), "now": list(each.now)}
            for each in changed
        ],
        "others": _others(of),
        "days_since": (today - due.since).days if due.since else None,
    }


def _told(of: "Told") -> Result:
    item = of.interaction
    return {
        "date": item.day,
        "channel": item.channel,
        "text": item.text,
        "path": of.path,
        "line": item.line,
        "waiting": item.waiting,
        "tags": list(item.tags),
        "source": item.source,
    }


def _seen(of: "Seen") -> Result:
    return {
        "date": of.mention.day,
        "text": of.mention.text,
        "path": of.path,
        "line": of.mention.line,
    }


def _tasks(tasks: "Iterable[Task]") -> list[Result]:
    return [_task(each) for each in tasks]


def _task(of: "Task") -> Result:
    loop = of.loop
    return {
        "kind": loop.kind,
        "text": loop.text,
        "date": loop.due,
        "done": loop.state != "open",
        "path": of.path,
        "line": loop.line,
        "state": loop.state,
        "closed_on": loop.closed_on,
        "tags": list(loop.tags),
    }


def _told_you(of: "Brief") -> list[Result]:
    """Return what they told in talks, newest first; what is still to ask stands apart."""
    asked = {(each.path, each.loop.line) for each in of.tasks}
    return [each._asdict() for each in of.heard if (each.path, each.line) not in asked]


def _others(of: "Brief") -> list[Result]:
    """Return the people their note links who are not already named as who introduced whom."""
    named = {path for _, path in (*of.through, *of.brought)}
    return [{"name": name, "path": path} for name, path in of.people if path not in named]


def _met(of: "Brief") -> Result:
    properties: Mapping[str, Value] = of.properties
    return {
        "date": str(of.person.met) if of.person.met else None,
        "at": _first(properties.get("met_at")),
        "how": _first(properties.get("met_how")),
        "through": [name for name, _ in of.through],
    }


def _ledger(of: "Ledger") -> Result:
    return {
        "gave": tally(of.gave),
        "got": tally(of.got),
        "asked": tally(of.asked),
        "recent": [{**each._asdict(), "day": date.fromordinal(each.day)} for each in of.recent],
        "run_of": of.run_of,
        "run": of.run,
    }


def _first(value: "Value") -> str | None:
    return next(iter(texts(value)), None)
