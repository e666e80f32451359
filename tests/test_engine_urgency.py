from typing import Any

import pytest

from tests.engine_people import TODAY, WEEK, gift, loop, somebody
from vault_tool.config import DEFAULTS
from vault_tool.engine.reasons import reasons
from vault_tool.engine.rhythm import next_due
from vault_tool.engine.urgency import Term, rhythm_alone, terms, total


def terms_of(**said: Any) -> dict[str, Term]:
    standing = somebody(**said)
    due = next_due(standing, DEFAULTS, TODAY)
    found = reasons(standing, due, DEFAULTS, TODAY)
    return {term.name: term for term in terms(found, due, standing.person, DEFAULTS)}


def test_every_coefficient_of_the_config_is_a_term_and_no_other() -> None:
    assert list(terms_of()) == list(DEFAULTS.urgency)


def test_without_a_reason_everything_is_nought() -> None:
    assert total(terms_of(weight=5).values()) == 0


@pytest.mark.parametrize(
    ("said", "name", "value"),
    [
        ({"talks": ["2026-11-16"], "frequency": WEEK}, "rhythm", 0),
        ({"talks": ["2026-11-09"], "frequency": WEEK}, "rhythm", 1),
        ({"talks": ["2026-01-01"], "frequency": WEEK}, "rhythm", 3),
        ({"next_contact": "2026-11-08", "never": True}, "rhythm", 0.5),
        ({"talks": ["2026-01-01"], "frequency": WEEK, "weight": 4}, "weight", 0.8),
        ({"birthday": "--11-23"}, "occasion", 1),
        ({"birthday": "--11-27", "weight": 2}, "occasion", 0.5),
        ({"birthday": "--11-23"}, "occasion_today", 1),
        ({"birthday": "--11-24"}, "occasion_today", 0),
        ({"loops": [loop("promise", "a", "2026-11-01")] * 3}, "promise", 1),
        ({"loops": [loop("cue", "a", "2026-11-08")]}, "cue", 1.25),
        ({"loops": [loop("cue", "a", "2025-11-08")]}, "cue", 1.5),
        ({"met": "2026-10-20", "weight": 1}, "new", 1),
        ({"gifts": [gift("got", "time", "2026-11-01")]}, "thanks", 1),
    ],
)
def test_the_value_of_a_term(said: dict[str, Any], name: str, value: float) -> None:
    term = terms_of(**said)[name]
    assert term.value == pytest.approx(value)
    assert term.contribution == term.value * DEFAULTS.urgency[name]


def test_an_occasion_today_or_a_promise_outweighs_all_other_terms_together() -> None:
    bounds = {"rhythm": 3.0, "cue": 1.5}
    others = sum(
        coefficient * bounds.get(name, 1.0)
        for name, coefficient in DEFAULTS.urgency.items()
        if name not in ("occasion_today", "promise")
    )
    assert others < min(DEFAULTS.urgency["occasion_today"], DEFAULTS.urgency["promise"])


@pytest.mark.parametrize("days_over", [0, 3, 30, 300])
def test_the_quick_reckoning_of_a_rhythm_alone_is_the_sum_of_the_terms(days_over: int) -> None:
    settings = DEFAULTS._replace(urgency={**DEFAULTS.urgency, "rhythm": 0.1, "weight": 0.7})
    met = TODAY.fromordinal(TODAY.toordinal() - 7 - days_over)
    standing = somebody(declared=met.isoformat(), frequency=WEEK, weight=2)
    due = next_due(standing, settings, TODAY)
    found = reasons(standing, due, settings, TODAY)
    assert [reason.kind for reason in found] == ["rhythm"]
    summed = total(terms(found, due, standing.person, settings))
    assert rhythm_alone(settings)(days_over, WEEK, 2) == summed
