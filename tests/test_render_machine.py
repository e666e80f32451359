"""The JSON others build on: the promised keys, ISO days, exact text."""

import json
from datetime import date
from typing import Any

import pytest

from tests.engine_people import TODAY, card, dossier, gift, loop, somebody, task, told
from vault_tool.config import DEFAULTS
from vault_tool.dates import Duration
from vault_tool.engine.agenda import follow_ups
from vault_tool.engine.agenda import today as agenda_of
from vault_tool.engine.brief import brief as brief_of
from vault_tool.engine.occasions import birthdays
from vault_tool.engine.why import why as why_of
from vault_tool.errors import Problem, SeveralFound, UsageError
from vault_tool.model import Hit
from vault_tool.render import brief, machine
from vault_tool.render.templates import worded

GIULIA = somebody(
    talks=["2026-09-21"],
    frequency=Duration(days=42),
    loops=[loop("cue", "ask how the permit hearing went", "2026-11-12")],
    gifts=[gift("got", "contact", "2026-02-17", "[[Marco Ferri]]")],
    birthday="1986-11-30",
)


def said(result: machine.Result) -> Any:
    """Return the result as another program reads it."""
    return json.loads(machine.as_json(worded(result, language="en")))


def test_every_result_tells_its_schema_the_day_and_how_many_notes_were_not_read() -> None:
    result = said(machine.follow_ups([], TODAY, 3))
    assert (result["schema"], result["today"], result["problems"]) == (1, "2026-11-23", 3)


@pytest.mark.parametrize("report", ["today", "follow-ups"])
def test_a_follow_up_has_the_promised_keys(report: str) -> None:
    if report == "today":
        result = machine.agenda(agenda_of([GIULIA], DEFAULTS, TODAY), TODAY)
    else:
        result = machine.follow_ups(follow_ups([GIULIA], DEFAULTS, TODAY), TODAY)
    (item,) = said(result)["items"]
    promised = {key: item[key] for key in (
        "name", "path", "last_contact", "due", "days_over", "frequency_days", "weight"
    )}  # fmt: skip
    assert promised == {
        "name": "Giulia Rossi",
        "path": "People/Giulia Rossi.md",
        "last_contact": "2026-09-21",
        "due": "2026-11-02",
        "days_over": 21,
        "frequency_days": 42,
        "weight": 3,
    }
    assert [(one["kind"], one["text"], one["since"]) for one in item["reasons"]] == [
        ("rhythm", "9 weeks since you last talked, you like 6", "2026-11-02"),
        ("birthday", "birthday on 30 Nov, in 7 days (turning 40)", "2026-11-16"),
        ("cue", "ask how the permit hearing went (12 Nov)", "2026-11-13"),
    ]


def test_who_has_neither_talk_nor_rhythm_has_nulls() -> None:
    shy = somebody("Ada Montanari", never=True, birthday="--11-24")
    (item,) = said(machine.follow_ups(follow_ups([shy], DEFAULTS, TODAY), TODAY))["items"]
    assert [item[key] for key in ("last_contact", "due", "days_over", "frequency_days")] == [
        None
    ] * 4


def test_a_birthday_has_the_promised_keys() -> None:
    (item,) = said(machine.birthdays(birthdays([GIULIA], DEFAULTS, TODAY), TODAY))["items"]
    expected = {
        "name": "Giulia Rossi",
        "path": "People/Giulia Rossi.md",
        "kind": "birthday",
        "on": "2026-11-30",
        "in_days": 7,
        "turns": 40,
    }
    assert {key: item[key] for key in expected} == expected


def test_who_and_find_tell_the_status_too() -> None:
    cards = [card("Aldo Pirazzini", status="archived")]
    (item,) = said(machine.who(cards, TODAY))["items"]
    assert (item["name"], item["path"], item["status"]) == (
        "Aldo Pirazzini", "People/Aldo Pirazzini.md", "archived",
    )  # fmt: skip
    hit = Hit("Journal/2026-09-02.md", "2026-09-02", 12, "six small tables", None)
    (found,) = said(machine.find([hit], "tables", TODAY))["items"]
    expected = {
        "name": "2026-09-02",
        "path": "Journal/2026-09-02.md",
        "line": 12,
        "text": "six small tables",
        "status": None,
    }
    assert found == expected


def test_why_tells_every_term_in_words() -> None:
    result = said(machine.why(why_of(GIULIA, [GIULIA], DEFAULTS, TODAY), TODAY))
    assert all(
        set(term) == {"name", "value", "coefficient", "contribution", "text"}
        for term in result["terms"]
    )
    assert all(term["text"] for term in result["terms"])
    total = sum(term["contribution"] for term in result["terms"])
    assert result["total"] == pytest.approx(total)


def test_a_brief_has_the_promised_keys() -> None:
    known = dossier(
        told=[told("2026-09-21", "coffee", tags=["got/info"], channel="in-person")],
        tasks=[task("promise", "send the plans", "2026-10-01")],
    )
    result = said(brief.brief(brief_of(known, GIULIA, DEFAULTS, TODAY), TODAY))
    promised = {
        "name", "path", "person", "interactions", "mentions", "loops", "occasions", "met", "links",
    }  # fmt: skip
    assert promised <= set(result)
    (talk,) = result["interactions"]
    assert {"date", "channel", "text", "path", "line", "waiting", "tags"} <= set(talk)
    assert (talk["date"], talk["channel"], talk["tags"]) == (
        "2026-09-21", "in-person", ["got/info"],
    )  # fmt: skip
    (open_loop,) = result["loops"]
    expected = {"kind": "promise", "text": "send the plans", "date": "2026-10-01", "done": False}
    assert {key: open_loop[key] for key in expected} == expected
    assert {"path", "line"} <= set(open_loop)


def test_check_and_index_list_every_problem() -> None:
    problem = Problem("date", "People/Ada.md", 7, 1, "warning", "No date.", "Write one.")
    result = said(machine.check([problem], TODAY))
    assert result["problems"] == [
        {
            "code": "date",
            "path": "People/Ada.md",
            "line": 7,
            "column": 1,
            "level": "warning",
            "message": "No date.",
            "hint": "Write one.",
        }
    ]
    counted = said(machine.index({"notes": 2, "seconds": 0.1}, [problem], TODAY))
    assert counted["notes"] == 2
    assert counted["problems"] == result["problems"]


def test_an_error_tells_code_message_and_hint_and_the_candidates_of_a_name() -> None:
    assert json.loads(machine.as_json(machine.error(UsageError("No.", "Yes.")))) == {
        "schema": 1,
        "error": {"code": "usage", "message": "No.", "hint": "Yes."},
    }
    several = SeveralFound("Two.", (("Ada", "People/Ada.md"), ("Ada", "People/Ada 2.md")))
    assert machine.error(several)["error"]["candidates"][1] == {
        "name": "Ada",
        "path": "People/Ada 2.md",
    }


def test_text_is_exact_and_nothing_in_the_json_is_obeyed_by_a_terminal() -> None:
    name = "Ada \x1b]0;x\x07 \u202e\u200b\x9b"
    written = machine.as_json(machine.who([card(name)], TODAY))
    assert json.loads(written)["items"][0]["name"] == name
    assert written.replace("\n", "").isprintable()


def test_json_has_a_line_for_each_item() -> None:
    written = machine.as_json(machine.who([card("Ada"), card("Bea")], TODAY))
    lines = [line for line in written.splitlines() if '"name"' in line]
    assert [json.loads(line.rstrip(","))["name"] for line in lines] == ["Ada", "Bea"]


def test_words_do_not_change_the_result_they_are_made_for() -> None:
    result = machine.follow_ups(follow_ups([GIULIA], DEFAULTS, TODAY), TODAY)
    worded(result, language="it")
    assert result["items"][0]["reasons"][0]["text"] is None
    assert result["today"] == date(2026, 11, 23)
