"""Results of the practice of networking as plain values, in the shape of `machine`.

Public: `coverage`, `capacity`, `balance`, `promises`, `reconnect`, `new_people`, `listening`,
`places`, `introductions`, `reach`, `prepared`, `year`.
"""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from vault_tool.render.machine import Result, duration, head, item

if TYPE_CHECKING:
    from vault_tool.engine.balance import Account
    from vault_tool.engine.capacity import Capacity
    from vault_tool.engine.coverage import Coverage
    from vault_tool.engine.drifting import Drifting
    from vault_tool.engine.introductions import Introductions
    from vault_tool.engine.ledger import Tally
    from vault_tool.engine.listening import Unheard
    from vault_tool.engine.places import Place
    from vault_tool.engine.preparing import There
    from vault_tool.engine.promises import Promise
    from vault_tool.engine.reachable import Reachable
    from vault_tool.engine.stages import NewPerson
    from vault_tool.engine.year import Given, Year


def coverage(found: "Coverage", per_day: int, today: date, unread: int = 0) -> Result:
    """Return when everybody comes up; an item is what `today` will show of them on that day."""
    items = [
        {
            **item(each.item, each.on),
            "due": each.on,
            "in_days": each.days,
            "no_talk_yet": each.is_untold,
        }
        for each in found.turns
    ]
    return {
        **head(today, unread),
        "items": items,
        "per_day": per_day,
        "bound": found.bound,
        "later": [{"name": each.name, "path": each.path} for each in found.later],
        "until": found.until,
    }


def capacity(found: "Capacity", today: date, unread: int = 0) -> Result:
    """Return how many talks a month the rhythms ask for and were made, and what to stretch."""
    items = [
        {
            "name": each.name,
            "path": each.path,
            "weight": each.weight,
            "frequency_days": each.now.in_days(),
            "then_days": each.then.in_days(),
            "frequency": duration(each.now),
            "then": duration(each.then),
            "frequency_is_own": each.is_own,
        }
        for each in found.stretches
    ]
    return {
        **head(today, unread),
        "items": items,
        "asked": round(found.asked, 1),
        "made": None if found.made is None else round(found.made, 1),
        "since": found.since,
        "asked_then": round(found.asked_then, 1),
        "is_enough": found.is_enough,
    }


def balance(found: "Iterable[Account]", today: date, unread: int = 0) -> Result:
    """Return what went back and forth with everybody."""
    items = [
        {
            "name": each.name,
            "path": each.path,
            "gave": tally(each.ledger.gave),
            "got": tally(each.ledger.got),
            "asked": tally(each.ledger.asked),
            "run_of": each.ledger.run_of,
            "run": each.ledger.run,
            "thanks": each.thanks,
            "only_asked": each.only_asked,
        }
        for each in found
    ]
    return {**head(today, unread), "items": items}


def tally(of: "Tally") -> Result:
    """Return one direction of a ledger."""
    return {"count": of.count, "last": of.last, "kinds": dict(of.kinds)}


def promises(found: "Iterable[Promise]", today: date, unread: int = 0) -> Result:
    """Return open promises both ways."""
    items = [
        {
            "name": each.name,
            "path": each.path,
            "side": each.side,
            "text": each.text,
            "on": each.on,
            "days": each.days,
            "note": each.note,
            "line": each.line,
            "private": each.private,
        }
        for each in found
    ]
    return {**head(today, unread), "items": items}


def reconnect(found: "Iterable[Drifting]", today: date, unread: int = 0) -> Result:
    """Return those who drift from their own rhythm, and those lost sight of."""
    items = [
        {
            "name": each.name,
            "path": each.path,
            "how": each.how,
            "last_contact": each.last,
            "days": each.days,
            "usual_days": each.gap,
            "gave": [
                {"text": gift.text, "kind": gift.kind, "on": date.fromordinal(gift.day)}
                for gift in each.gave
            ],
            "weight": each.weight,
        }
        for each in found
    ]
    return {**head(today, unread), "items": items}


def new_people(found: "Iterable[NewPerson]", today: date, unread: int = 0) -> Result:
    """Return those met lately without a second talk."""
    return {**head(today, unread), "items": [each._asdict() for each in found]}


def listening(found: "Iterable[Unheard]", today: date, unread: int = 0) -> Result:
    """Return those whose last talk left nothing to ask about."""
    return {**head(today, unread), "items": [each._asdict() for each in found]}


def places(found: "Iterable[Place]", today: date, unread: int = 0) -> Result:
    """Return the places with who lives there, and who was met there."""
    items = [
        {"name": each.name, "living": _people(each.living), "met": _people(each.met)}
        for each in found
    ]
    return {**head(today, unread), "items": items}


def introductions(found: "Introductions", today: date, unread: int = 0) -> Result:
    """Return whom to introduce to whom; the sentence `why` is added by `worded`."""
    items = [
        {
            "people": [name for name, _ in each.people],
            "persons": _people(each.people),
            "why": None,
            "helps": [help_of._asdict() for help_of in each.helps],
            "both_ways": each.both_ways,
            "interests": list(each.interests),
            "city": each.city,
        }
        for each in found.pairs
    ]
    return {**head(today, unread), "items": items, "more": found.more}


def reach(found: "Iterable[Reachable]", wanted: str, today: date, unread: int = 0) -> Result:
    """Return who can be reached for something, and through whom."""
    items = [
        {
            "name": each.card.name,
            "path": each.card.path,
            "status": each.card.status,
            "offers": list(each.offers),
            "through": [one._asdict() for one in each.between],
            "last_contact": each.last,
            "days": (today - each.last).days if each.last else None,
            "weight": each.weight,
        }
        for each in found
    ]
    return {**head(today, unread), "wanted": wanted, "items": items}


def prepared(found: "Iterable[There]", wanted: str, today: date, unread: int = 0) -> Result:
    """Return whom one knows at a place, and what to have in mind of each."""
    items = [
        {
            "name": each.card.name,
            "path": each.card.path,
            "status": each.card.status,
            "ties": list(each.ties),
            "last_contact": each.last,
            "days": (today - each.last).days if each.last else None,
            "remember": each.remember._asdict() if each.remember else None,
            "named": each.named,
            "weight": each.weight,
        }
        for each in found
    ]
    return {**head(today, unread), "place": wanted, "items": items}


def year(found: "Year", number: int | None, today: date, unread: int = 0) -> Result:
    """Return a year looked back on; `year` is its number, None for the last twelve months."""
    return {
        **head(today, unread),
        "year": number,
        "begins": found.begins,
        "ends": found.ends,
        "talks": found.talks,
        "people": found.people,
        "items": [
            {"name": name, "path": path, "talks": talks} for name, path, talks in found.often
        ],
        "met": [{"name": name, "path": path, "on": on} for name, path, on in found.met],
        "gave": _given(found.gave),
        "got": _given(found.got),
        "introductions": [each._asdict() for each in found.introductions],
        "reopened": found.reopened and found.reopened._asdict(),
        "places": [{"name": name, "people": people} for name, people in found.places],
    }


def _given(of: "Given") -> Result:
    return {"count": of.times, "people": of.people, "kinds": dict(of.kinds)}


def _people(pairs: Iterable[tuple[str, str]]) -> list[Result]:
    return [{"name": name, "path": path} for name, path in pairs]
