"""The manual's page of how today is chosen, held to what the engine does."""

import re
from pathlib import Path

import pytest

from tests.engine_people import TODAY, loop, somebody
from vault_tool.config import DEFAULTS
from vault_tool.dates import Duration
from vault_tool.engine.agenda import today
from vault_tool.engine.why import why
from vault_tool.model import Standing

PAGE = (Path(__file__).parents[1] / "docs" / "how-today-is-chosen.md").read_text("utf-8")

EXAMPLE = [
    somebody(
        "Livia Serra",
        weight=4,
        frequency=Duration(days=42),
        talks=["2026-09-21"],
        loops=[loop("cue", "the hearing", "2026-11-12")],
    ),
    somebody("Bruno Valli", weight=2, talks=["2026-04-23"], birthday="--11-25"),
    somebody(
        "Sara Conti",
        weight=1,
        talks=["2026-03-04"],
        loops=[loop("promise", "send the plans", "2026-11-23")],
    ),
    somebody("Ned Fairfax", weight=1, never=True, talks=["2019-06-01"]),
]


def rows(text: str) -> list[list[str]]:
    """Return the cells of the rows of a table that begin with a term's name."""
    found = re.findall(r"^\| `(\w+)` \|(.*)\|$", text, re.MULTILINE)
    return [[name, *(cell.strip() for cell in rest.split("|"))] for name, rest in found]


def test_the_page_tells_every_term_with_its_coefficient() -> None:
    table = PAGE.split("## The order")[1].split("## The seat")[0]
    assert {row[0]: float(row[-1]) for row in rows(table)} == DEFAULTS.urgency


def test_the_page_tells_how_much_the_other_terms_come_to() -> None:
    table = PAGE.split("## The order")[1].split("## The seat")[0]
    most = {row[0]: float(row[-2]) * float(row[-1]) for row in rows(table)}
    others = sum(most.values()) - most["occasion_today"] - most["promise"]
    assert f"come to {others:g} at most" in PAGE


@pytest.mark.parametrize("person", EXAMPLE[:3], ids=lambda each: each.name)
def test_the_examples_sums_are_the_engines(person: Standing) -> None:
    section = PAGE.split(f"**{person.name}**")[1].split("**urgency**")
    told = why(person, EXAMPLE, DEFAULTS, TODAY)
    contributions = {term.name: term.contribution for term in told.terms if term.contribution}
    shown = {row[0]: float(row[-1]) for row in rows(section[0])}
    assert shown == pytest.approx(contributions, abs=0.001)
    total = re.search(r"\*\*([\d.]+)\*\*", section[1])
    assert total is not None
    assert float(total[1]) == pytest.approx(told.total, abs=0.001)


def test_the_examples_list_is_the_engines() -> None:
    agenda = today(EXAMPLE, DEFAULTS._replace(per_day=4), TODAY)
    assert [item.name.split()[0] for item in agenda.items] == ["Sara", "Livia", "Bruno", "Ned"]
