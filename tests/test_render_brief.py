"""A brief as plain values and as a page: what they told, and what one may be curious about."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.engine_people import TODAY, dossier, somebody, task, told
from vault_tool.config import DEFAULTS
from vault_tool.dates import Duration
from vault_tool.engine.brief import WORTH_KNOWING, brief
from vault_tool.render import brief as page
from vault_tool.render.templates import report

talks = st.lists(
    st.tuples(st.integers(-30, 900), st.booleans(), st.integers(1, 99)),
    max_size=12,
    unique_by=lambda each: each[2],
)


@given(talks)
def test_what_they_told_stands_newest_first_and_nothing_else_does(
    days: list[tuple[int, bool, int]],
) -> None:
    items = [
        told((TODAY - timedelta(ago)).isoformat(), f"{line}", line=line,
             tags=["got/info"] if says else ["gave/time"])
        for ago, says, line in days
    ]  # fmt: skip
    cue = task("cue", "the hearing", "2026-11-12", line=200)
    found = page.brief(brief(dossier(told=items, tasks=[cue]), somebody(), DEFAULTS, TODAY), TODAY)
    on: list[date] = [each["on"] for each in found["told"]]
    assert on == sorted(on, reverse=True)
    assert {each["text"] for each in found["told"]} == {
        f"{line}" for ago, says, line in days if says and ago >= 0
    }


def test_every_unknown_is_a_question_in_either_language() -> None:
    values = page.brief(brief(dossier(), somebody(), DEFAULTS, TODAY), TODAY)
    assert values["unknown"] == [what for what, _ in WORTH_KNOWING]
    for language in ("en", "it"):
        text = report("brief", values, language=language)
        asked = [line.strip() for line in text.splitlines() if line.endswith("?")]
        assert len(asked) == len(set(asked)) == len(WORTH_KNOWING)


def test_a_pause_stands_above_all_else_and_the_dead_are_not_waited_for() -> None:
    waiting = somebody(attempts=["2026-11-20"], frequency=Duration(days=28))
    values = page.brief(brief(dossier(), waiting, DEFAULTS, TODAY), TODAY)
    shown = report("brief", values, language="en")
    assert "Waiting for an answer since 20 Nov, left in peace until 4 Dec." in shown
    dead = somebody(attempts=["2026-11-20"], status="deceased")
    values = page.brief(brief(dossier(), dead, DEFAULTS, TODAY), TODAY)
    assert "answer" not in report("brief", values, language="en")
