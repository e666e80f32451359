"""The reader of Bases, by examples from Obsidian's own manual and the rules of its calendar."""

from datetime import date

import pytest

from tests.bases import Base
from tests.bases_language import evaluate
from tests.bases_values import File, NotUnderstood, Value, midnight_in_italy

TODAY = date(2026, 11, 23)

BASE = """
filters:
  and:
    - file.inFolder("People")
    - or:
        - weight == 5
        - frequency
    - not:
        - status == "archived"
formulas:
  days: ((number(today()) - number(last)) / 86400000).round()
properties:
  formula.days:
    displayName: Days
views:
  - type: table
    name: Seen
    filters: last
    order:
      - file.basename
      - formula.days
    sort:
      - property: formula.days
        direction: DESC
"""


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3 - 4", 3),
        ("(1 + 2) * 3", 9),
        ("10 - 4 - 3", 3),
        ("(2.9).floor()", 2),
        ("(-2.1).floor()", -3),
        ("(2.5).round()", 3),
        ("-2 + 5", 3),
        ("1 + 1 == 2 && !(2 < 1)", True),
        ("true || missing < 3", True),
        ("false && missing < 3", False),
        ("missing || weight == 4", True),
        ("missing != 'archived'", True),
        ("!missing", True),
        ("if(missing, 1)", None),
        ("if(weight, 'a', missing + 1)", "a"),
        ('date("2026-11-30") + "3 months"', date(2027, 2, 28)),
        ('date("2023-11-30") + "3M"', date(2024, 2, 29)),
        ('date("2024-02-29") + "1 year"', date(2025, 2, 28)),
        ('date("2024-12-31") - "1 month"', date(2024, 11, 30)),
        ('last + "2 weeks" + "1d"', date(2026, 11, 16)),
        ("last < today()", True),
        ("today() == date('2026-11-23')", True),
        ('today().format("-MM-")', "-11-"),
        ('today().format("YYYY-MM-DD")', "2026-11-23"),
        ('"--06-12".toString().contains("-06-")', True),
        ("(number(today()) - number(last)) / 86400000", 22),
        ('file.inFolder("People") && !file.inFolder("Peop")', True),
        ('file.hasTag("family") && !file.hasTag("fam")', True),
        ('note["weight"] + note.weight', 8),
        ("file.basename", "Ada"),
        ('"".isEmpty()', True),
    ],
)
def test_an_expression_comes_to(text: str, value: Value) -> None:
    tags = ["family/chosen"]
    assert evaluate(text, TODAY, weight=4, last=date(2026, 11, 1), tags=tags) == value


@pytest.mark.parametrize(
    "text",
    [
        "missing < 3",
        "missing <= today()",
        "weight == 'four'",
        "today() - last",
        'today() + "5 hours"',
        'today() + "1 fortnight"',
        "weight.median()",
        "weight.floor(2)",
        "last.year",
        "now()",
        "this.file",
        "formula.none",
        "file.size",
        "if(weight)",
        "if(tags, 1, 2)",
        "weight = 4",
        "(weight",
        "weight 4",
        "1 / 0",
        "missing.isEmpty()",
        "date('yesterday')",
        "'a' + 'b'",
    ],
)
def test_what_it_does_not_know_for_certain_it_refuses(text: str) -> None:
    with pytest.raises(NotUnderstood):
        evaluate(text, TODAY, weight=4, last=date(2026, 11, 1), tags=["family"])


def test_a_day_of_summer_time_begins_an_hour_earlier() -> None:
    hour = 3_600_000
    sunday, monday = date(2026, 3, 29), date(2026, 3, 30)
    assert midnight_in_italy(monday) - midnight_in_italy(sunday) == 23 * hour
    sunday, monday = date(2026, 10, 25), date(2026, 10, 26)
    assert midnight_in_italy(monday) - midnight_in_italy(sunday) == 25 * hour


def test_a_view_filters_sorts_and_keeps_equal_rows_in_order_of_name() -> None:
    files = [
        File("People/Bruno.md", {"weight": 5, "last": date(2026, 11, 1)}),
        File("People/Ada.md", {"frequency": "1 week", "last": date(2026, 11, 1)}),
        File("People/Carla.md", {"weight": 5, "last": date(2026, 3, 1)}),
        File("People/Light.md", {"weight": 1, "last": date(2026, 3, 1)}),
        File("People/Gone.md", {"weight": 5, "last": date(2026, 3, 1), "status": "archived"}),
        File("People/Unseen.md", {"weight": 5}),
        File("Journal/Elsewhere.md", {"weight": 5, "last": date(2026, 3, 1)}),
    ]
    rows = Base(BASE).rows("Seen", files, TODAY)
    assert [tuple(row.cells.values()) for row in rows] == [
        ("Carla", 267),
        ("Ada", 22),
        ("Bruno", 22),
    ]


@pytest.mark.parametrize(
    ("known", "unknown"),
    [
        ("    filters: last\n", "    filters: last\n    limit: 10\n"),
        ("type: table", "type: cards"),
        ("displayName", "hidden"),
        ("    - not:", "    - nor:"),
        ("number(last)", "formula.days"),
    ],
)
def test_a_base_that_says_more_is_refused(known: str, unknown: str) -> None:
    assert known in BASE
    with pytest.raises(NotUnderstood):
        Base(BASE.replace(known, unknown)).rows(
            "Seen", [File("People/Ada.md", {"weight": 5, "last": date(2026, 11, 1)})], TODAY
        )
