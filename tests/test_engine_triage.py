"""Who waits to be looked at, what becomes of them, and who was lost sight of."""

from datetime import date
from typing import Any

import pytest

from tests.engine_people import TODAY, card, somebody
from vault_tool.engine.recovering import lost_sight_of
from vault_tool.engine.triage import Decision, decided, waiting
from vault_tool.model import Card
from vault_tool.note.conventions import Conventions
from vault_tool.note.reading import read_note

WAYS = Conventions()
NOTE = b"---\ntype: person\nphone:\n  - '333 555 0144'\ninbox: true\n---\n\n## Log\n"


def waits(name: str, **properties: Any) -> Card:
    return card(name, **properties)._replace(inbox=True)


def test_of_whom_more_is_known_comes_first() -> None:
    people = [
        waits("Zita", phone=["333 555 0144"], company="Acme"),
        waits("Bo"),
        waits("Al"),
        waits("Cy", phone=["333 555 0145"], company="[[Acme]]"),
    ]

    found = waiting(people, TODAY)

    assert [each.name for each in found.people] == ["Cy", "Zita", "Al", "Bo"]
    assert found.people[0].company == "Acme"


def test_who_was_kept_for_later_comes_up_on_that_day() -> None:
    people = [waits("Ann", snooze_until="2026-12-23")]

    assert waiting(people, date(2026, 12, 22)) == ((), 1)
    assert [each.name for each in waiting(people, date(2026, 12, 23)).people] == ["Ann"]


def test_nobody_else_waits() -> None:
    people = [
        card("Ann"),
        waits("Bo")._replace(status="archived"),
        waits("Me")._replace(me=True),
    ]

    assert waiting(people, TODAY).people == ()


@pytest.mark.parametrize(
    ("decision", "weight", "inbox", "status"),
    [
        (Decision("in", "4", "6 weeks"), 4, False, "active"),
        (Decision("in", None, "never"), 3, False, "active"),
        (Decision("later"), 3, True, "active"),
        (Decision("not now"), 3, False, "archived"),
    ],
)
def test_a_decision_stands_in_the_note(
    decision: Decision, weight: int, inbox: bool, status: str
) -> None:
    after = decided("People/Ann.md", decision, TODAY, WAYS)(NOTE) or b""
    person = read_note("People/Ann.md", after, WAYS).person

    assert person is not None
    assert (person.weight, person.inbox, person.status) == (weight, inbox, status)
    assert b"333 555 0144" in after


def test_later_is_a_month_and_whoever_is_let_in_is_asked_about_at_once() -> None:
    later = decided("People/Ann.md", Decision("later"), date(2026, 1, 31), WAYS)(NOTE) or b""
    let_in = decided("People/Ann.md", Decision("in", "5"), TODAY, WAYS)(later) or b""

    assert b"snooze_until: 2026-02-28" in later
    assert b"snooze_until" not in let_in


def test_who_is_out_of_sight_is_whom_one_could_reach_and_has_not_for_a_year() -> None:
    reach: dict[str, Any] = {"phone": "333 555 0144"}
    people = {
        "talked long ago": somebody("Ann", talks=["2020-01-01", "2019-01-01"]),
        "met long ago": somebody("Bo", met="2024-03"),
        "talked lately": somebody("Cy", talks=["2026-01-01"]),
        "met lately": somebody("Di", met="2026-01"),
        "archived": somebody("Ed", talks=["2020-01-01"], status="archived"),
        "snoozed": somebody("Flo", talks=["2020-01-01"], snooze_until="2027-01-01"),
        "no rhythm": somebody("Gus", talks=["2020-01-01"], never=True),
        "nothing known": somebody("Hal"),
        "no way": somebody("Ida", talks=["2020-01-01"]),
    }
    cards = [card(each.name, **reach) for each in people.values() if each.name != "Ida"]

    found = lost_sight_of([*cards, card("Ida")], people.values(), TODAY)

    assert [(each.name, each.talks, each.days) for each in found] == [
        ("Ann", 2, (TODAY - date(2020, 1, 1)).days),
        ("Bo", 0, (TODAY - date(2024, 3, 1)).days),
    ]
    assert found[0].ways == (("phone", "333 555 0144"),)
