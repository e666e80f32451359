"""Results as plain values: what `--format json` prints and what templates are given.

Public: one function for each command's result, `as_json`, `Result`.

The keys are the contract of docs/json.md: promised ones stay, others may come. Days are `date`
values here, for templates; `as_json` writes them as ISO. Everything is a dict, list, str, int,
float, bool, date or None, and nothing refers back to the engine.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from vault_tool.errors import Problem, SeveralFound, VaultToolError
from vault_tool.memory import Memory
from vault_tool.render.properties import texts

if TYPE_CHECKING:
    from vault_tool.dates import Duration
    from vault_tool.engine.agenda import Agenda, Item
    from vault_tool.engine.doubles import Double
    from vault_tool.engine.message import Message
    from vault_tool.engine.occasions import Birthday
    from vault_tool.engine.patience import OtherWays
    from vault_tool.engine.reasons import Detail, Reason
    from vault_tool.engine.rhythm import Due, Waiting
    from vault_tool.engine.why import Why
    from vault_tool.model import Card, Hit

Result = dict[str, Any]

SCHEMA = 1


def agenda(found: "Agenda", today: date, unread: int = 0, people: int | None = None) -> Result:
    """Return what `today` shows; `people` is how many there are, for saying what to do next."""
    return {
        **head(today, unread),
        "items": [item(each, today) for each in found.items],
        "more": found.more,
        "no_talk_yet": [{"name": each.name, "path": each.path} for each in found.no_talk_yet],
        "no_talk_count": found.no_talk_count,
        "people": people,
    }


def follow_ups(
    items: "Iterable[Item]",
    today: date,
    unread: int = 0,
    people: int | None = None,
    memory: Memory | None = None,
) -> Result:
    """Return everyone with a reason to reach out, in the order given."""
    known, make = (memory or Memory()).table("plain item", today), partial(item, today=today)
    plain = [known.made(make, each) for each in items]
    return {**head(today, unread), "items": plain, "people": people}


def item(of: "Item", today: date) -> Result:
    """Return one person to reach out to. The reasons' `text` is added by `worded`."""
    return {
        "name": of.name,
        "path": of.path,
        "last_contact": of.last_contact,
        "due": of.due,
        "days_over": of.days_over,
        "frequency_days": of.frequency_days,
        "weight": of.weight,
        "reasons": [reason(each) for each in of.reasons],
        "frequency": duration(of.frequency),
        "since": of.since,
        "since_kind": of.since_kind,
        "days_since": (today - of.since).days if of.since else None,
        "along": [_detail(each) for each in of.along],
        "first": of.first,
        "urgency": of.urgency,
        "waiting": _waiting(of.waiting),
    }


def reason(of: "Reason") -> Result:
    """Return one reason; `text` is what to show, `quote` the note's own words where it has some."""
    return {
        "kind": of.kind,
        "text": None,
        "since": of.since,
        "on": of.on,
        "days": of.days,
        "base": of.base,
        "frequency": duration(of.frequency),
        "chosen": of.chosen,
        "label": of.label,
        "turns": of.turns,
        "quote": of.text,
        "gift": of.gift,
        "private": of.private,
        "path": of.path,
        "line": of.line,
    }


def birthdays(
    lines: "Iterable[Birthday]", today: date, unread: int = 0, next_days: int | None = None
) -> Result:
    """Return the occasions that come, by day."""
    return {
        **head(today, unread),
        "next_days": next_days,
        "items": [
            {
                "name": each.name,
                "path": each.path,
                "kind": each.kind,
                "on": each.on,
                "in_days": each.in_days,
                "turns": each.turns,
                "weight": each.weight,
                "of": each.of,
            }
            for each in lines
        ],
    }


def who(cards: "Iterable[Card]", today: date, unread: int = 0) -> Result:
    """Return the people a filter chose."""
    return {
        **head(today, unread),
        "items": [
            {
                "name": each.name,
                "path": each.path,
                "status": each.status,
                "aliases": list(each.aliases),
                "tags": list(each.tags),
                "location": texts(each.properties.get("location")),
                "company": texts(each.properties.get("company")),
                "role": texts(each.properties.get("role")),
                "offers": texts(each.properties.get("offers")),
                "needs": texts(each.properties.get("needs")),
            }
            for each in cards
        ],
    }


def drafts(found: "Iterable[tuple[str, str, Message]]", today: date, unread: int = 0) -> Result:
    """Return the drafts that are still to be sent: (path, name of the person, message) each."""
    return {
        **head(today, unread),
        "items": [
            {
                "name": name,
                "path": path,
                "kind": message.kind,
                "channel": message.channel,
                "subject": message.subject,
                "created": message.created,
                "days": (today - message.created).days if message.created else None,
            }
            for path, name, message in found
        ],
    }


def find(hits: "Iterable[Hit]", text: str, today: date, unread: int = 0) -> Result:
    """Return the lines that full text search found."""
    return {
        **head(today, unread),
        "query": text,
        "items": [
            {
                "name": each.name,
                "path": each.path,
                "line": each.line,
                "text": each.text,
                "status": each.status,
            }
            for each in hits
        ],
    }


def why(of: "Why", today: date, unread: int = 0, other_ways: "OtherWays | None" = None) -> Result:
    """Return how one person's place comes about. The terms' `text` is added by `worded`."""
    due = of.due
    return {
        **head(today, unread),
        "name": of.name,
        "path": of.path,
        "weight": of.weight,
        "terms": [{**each._asdict(), "text": None} for each in of.terms],
        "total": of.total,
        "reasons": [reason(each) for each in of.reasons],
        "last_contact": date.fromordinal(due.last.day) if due.last else None,
        "last_path": due.last.path if due.last else None,
        "last_line": due.last.line if due.last else None,
        "due": due.due,
        "days_over": due.days_over,
        "frequency_days": due.frequency_days,
        "frequency": duration(due.frequency),
        "frequency_is_own": due.is_own,
        "chosen": due.is_chosen,
        "since": due.since,
        "since_kind": due.since_kind,
        **patience(due, other_ways),
        "first": of.first,
        "place": of.place,
        "of": of.of,
        "shown": of.shown,
        "seated": of.seated,
        "untold": of.untold,
    }


def patience(due: "Due", other_ways: "OtherWays | None") -> Result:
    """Return what keeps somebody from being asked for, and attempts that had no answer."""
    hidden = due.hidden
    return {
        "hidden": {"kind": hidden.kind, "until": hidden.until} if hidden else None,
        "quiet_until": due.quiet_until,
        "waiting": _waiting(due.waiting),
        "other_ways": other_ways
        and {
            "tried": list(other_ways.tried),
            "ways": [each._asdict() for each in other_ways.ways],
        },
    }


def check(problems: Iterable[Problem], today: date) -> Result:
    """Return every finding about the vault."""
    return {"schema": SCHEMA, "today": today, "problems": [each._asdict() for each in problems]}


def doubles(pairs: "Sequence[Double]", problems: Iterable[Problem], today: date) -> Result:
    """Return the notes that may be of one person, as findings and as pairs."""
    found = [
        {
            "people": [each.kept.name, each.other.name],
            "paths": [each.kept.path, each.other.path],
            "why": each.why,
            "value": each.value,
            "merge": each.command,
        }
        for each in pairs
    ]
    return {**check(problems, today), "pairs": found}


def index(counts: Mapping[str, int | float], problems: Iterable[Problem], today: date) -> Result:
    """Return what a run of the index found and did; `counts` has all keys that are promised."""
    return {**check(problems, today), **counts}


def error(of: VaultToolError) -> Result:
    """Return what stopped a command."""
    said: Result = {"code": of.code, "message": of.message, "hint": of.hint}
    if isinstance(of, SeveralFound):
        said["candidates"] = [{"name": name, "path": path} for name, path in of.candidates]
    return {"schema": SCHEMA, "error": said}


def as_json(result: Mapping[str, Any]) -> str:
    """Return the result as JSON: ISO dates, text exact, nothing in it that a terminal obeys.

    One line for each key, and for each item of a list: what reads lines can read it, too.
    """
    import json

    from vault_tool.render.harmless import escaped

    encode: Callable[[object], str] = json.JSONEncoder(ensure_ascii=False, default=_scalar).encode
    lines = (f"  {encode(key)}: {_listed(value, encode)}" for key, value in result.items())
    return escaped("{\n" + ",\n".join(lines) + "\n}")


def head(today: date, unread: int) -> Result:
    """Return what every result begins with; `unread` counts the notes that could not be read."""
    return {"schema": SCHEMA, "today": today, "problems": unread}


def _waiting(of: "Waiting | None") -> Result | None:
    return of._asdict() if of else None


def _detail(of: "Detail") -> Result:
    return {
        "kind": of.kind,
        "quote": of.text,
        "on": of.on,
        "gift": of.gift,
        "private": of.private,
        "path": of.path,
        "line": of.line,
    }


def duration(of: "Duration | None") -> Result | None:
    """Return a rhythm in calendar months and days."""
    return {"months": of.months, "days": of.days} if of else None


def _listed(value: object, encode: Callable[[object], str]) -> str:
    if not isinstance(value, list) or not value or not isinstance(value[0], dict):
        return encode(value)
    return "[\n" + ",\n".join(f"    {encode(each)}" for each in value) + "\n  ]"


def _scalar(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")
