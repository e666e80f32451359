"""What a body tells: the rules of "Being in touch: what counts", one by one."""

from datetime import date

import pytest

from vault_tool.config import Reading
from vault_tool.model import NoteKind
from vault_tool.note.body import Told, read_body
from vault_tool.note.conventions import Conventions, lines_of_template

DAY = date(2026, 9, 2)
WAYS = Conventions()


def told(body: str, kind: NoteKind = "person", ways: Conventions = WAYS) -> Told:
    day = DAY if kind in ("daily", "meeting") else None
    return read_body(body, 1, "X.md", kind, day, ways)


def talks(body: str, kind: NoteKind = "person") -> list[tuple[str, str | None, str]]:
    return [(str(i.day), i.channel, i.text) for i in told(body, kind).interactions]


@pytest.mark.parametrize(
    ("line", "channel", "text"),
    [
        ("- 2026-09-02 call: she starts at the Comune", "call", "she starts at the Comune"),
        ("- 2026-09-02 14:30 call – she starts", "call", "she starts"),
        ("* 2026-09-02: pranzo — buono", "in-person", "buono"),
        ("1. 2026-09-02 coffee with Marco", "in-person", "coffee with Marco"),
        ("+ **2026-09-02** _video call_: long", "video", "long"),
        ("- [[2026-09-02]] whatsapp: ok", "message", "ok"),
        ("- [[Journal/2026-09-02|2 Sep]] telefonata", "call", ""),
        ("- [2026-09-02](Journal/2026-09-02.md) letter", "letter", ""),
        ("- 2026-09-02 she has moved", None, "she has moved"),
        ("- 2026-09-02", None, ""),
        ("- 2026-09-02 **call**", "call", ""),
        ("- 2026-09-02T14:30 email: hi", "email", "hi"),
        ("- 2026-09-02 - 3 euros for the cake", None, "3 euros for the cake"),
        ("- 2026-09-02 Caffè: bello", "in-person", "bello"),
    ],
)
def test_a_list_item_that_begins_with_a_date_is_a_log_line(
    line: str, channel: str | None, text: str
) -> None:
    assert talks(line) == [("2026-09-02", channel, text)]


@pytest.mark.parametrize(
    "line",
    [
        "2026-09-02 call: no list item",
        "- on 2026-09-02 call",
        "- 2026-09 call",
        "- 2026-09-02-03 code",
        "- 20260902 call",
        "- 2026-09-021 call",
        "> - 2026-09-02 call: quoted",
        "`- 2026-09-02 call`",
        "```\n- 2026-09-02 call\n```",
        "~~~\n- 2026-09-02 call\n",
        "%%\n- 2026-09-02 call\n%%",
        "<!-- \n- 2026-09-02 call\n-->",
        "text\n\n    - 2026-09-02 code",
        "- [ ] 2026-09-02 call",
        "- [x] 2026-09-02 call",
        "- [-] 2026-09-02 call ✅ 2026-09-02",
    ],
)
def test_what_is_no_log_line_is_no_contact(line: str) -> None:
    assert talks(line) == []


def test_indented_lines_under_a_log_line_belong_to_it() -> None:
    body = "- 2026-09-02 call: one\n  two\n\n  three\n  - four #got/info\n    - 2026-09-05 five\n- other"
    assert talks(body) == [
        ("2026-09-02", "call", "one\ntwo\nthree\nfour #got/info\n2026-09-05 five")
    ]
    assert told(body).interactions[0].tags == ("got/info",)


def test_a_log_line_may_hang_under_an_undated_item() -> None:
    assert talks("- 2026\n\t- 2026-09-02 call: deep") == [("2026-09-02", "call", "deep")]


def test_a_dated_heading_takes_the_text_under_it_up_to_the_next_of_its_level() -> None:
    body = "### 2026-09-02 Coffee\nShe moves.\n\n#### More\n- in May #dato/tempo\n### Else\nno"
    assert talks(body) == [("2026-09-02", "in-person", "She moves.\nin May #dato/tempo")]
    assert told(body).interactions[0].tags == ("gave/time",)


def test_a_log_line_under_a_dated_heading_stands_for_itself() -> None:
    assert [t[0] for t in talks("## 2026-09-02\n- 2026-09-01 call: before")] == [
        "2026-09-02",
        "2026-09-01",
    ]


def test_an_impossible_day_is_a_problem_with_its_place() -> None:
    found = told("\n- 2026-02-30 call").problems
    assert [(p.code, p.line, p.column) for p in found] == [("impossible-date", 2, 3)]


def test_others_linked_in_a_log_line_are_mentions_on_its_day() -> None:
    result = told("- 2026-09-02 call about [[Marco]]")
    assert result.interactions[0].people == ()
    assert [(m.target, m.day, m.line) for m in result.mentions] == [("Marco", DAY, 1)]


@pytest.mark.parametrize(
    "line",
    [
        "- coffee with [[Anna]]",
        "- **[[Anna]]** at the gym",
        "- 18:30 [[Anna]] at the gym",
        "[[Anna]] came by",
        "Then I called [[Anna]].",
        "- ho sentito [[Anna|la Anna]]",
        "- sent [[Anna]] the plans #gave/info",
        "- [Anna](People/Anna.md) at the gym",
        "- the bar, [[Anna]] #waiting",
    ],
)
def test_an_item_of_a_daily_note_counts_by_its_first_link_a_word_or_a_tag(line: str) -> None:
    found = told(line, "daily").interactions
    assert [(i.day, i.people[0].rpartition("/")[2]) for i in found] == [(DAY, "Anna")]


@pytest.mark.parametrize(
    "line",
    [
        "- thinking of [[Anna]]",
        "- ![[Anna]] call",
        "> [[Anna]] called",
        "> [!note] coffee\n> [[Anna]]",
        "- [ ] call [[Anna]]\n  - coffee [[Anna]]",
        "`[[Anna]]` called",
        "%% called [[Anna]] %%",
        "| [[Anna]] | call |",
        "# [[Anna]]",
    ],
)
def test_other_mentions_in_a_daily_note_are_no_contact(line: str) -> None:
    assert told(line, "daily").interactions == []


def test_naming_three_people_counts_for_all_three() -> None:
    found = told("- dinner: [[Anna]], [[Bob]] and [[Carla]], [[Anna]] again", "daily").interactions
    assert [i.people for i in found] == [("Anna", "Bob", "Carla")]
    assert not found[0].by_link


def test_an_item_that_counts_by_its_first_link_says_so() -> None:
    assert told("- [[Anna]] and [[Bob]]", "daily").interactions[0].by_link


def test_every_mention_counts_when_the_config_says_all() -> None:
    ways = Conventions(Reading(mentions="all"))
    assert told("- thinking of [[Anna]]", "daily", ways).interactions[0].people == ("Anna",)


def test_a_line_of_the_daily_template_does_not_count() -> None:
    ways = Conventions(template_lines=lines_of_template("---\na: b\n---\n- Call [[Mamma]]\n"))
    found = told("- Call [[Mamma]]\n- Call [[Mamma]] at six", "daily", ways)
    assert [i.line for i in found.interactions] == [2]


def test_a_task_of_the_daily_template_counts_once_it_is_ticked() -> None:
    ways = Conventions(template_lines=lines_of_template("- [ ] Call [[Mamma]]\n"))
    assert told("- [ ] Call [[Mamma]]", "daily", ways).loops == []
    assert told("- [x] Call [[Mamma]]", "daily", ways).interactions[0].day == DAY


def test_a_child_that_links_nobody_belongs_to_the_item_above() -> None:
    found = told("- coffee with [[Anna]]\n  - a new job #got/info", "daily").interactions
    assert [i.tags for i in found] == [("got/info",)]


def test_a_ticked_task_is_contact_on_its_day() -> None:
    found = told("- [x] call [[Anna]] ✅ 2026-08-01", "note").interactions
    assert [(str(i.day), i.channel, i.people, i.own) for i in found] == [
        ("2026-08-01", "call", ("Anna",), False)
    ]


def test_a_tick_without_a_day_counts_in_a_dated_note_only() -> None:
    assert told("- [X] [[Anna]]", "daily").interactions[0].day == DAY
    assert told("- [X] [[Anna]]", "note").interactions == []
    assert told("- [x] plans").interactions == []


def test_a_task_is_a_loop_of_the_kind_its_tag_says() -> None:
    body = """\
- [ ] send the plans #promise 📅 2026-10-01
- [ ] the permit #cue ⏳ 2026-11-02 📅 2026-11-12
- [ ] the exam #ask
- [ ] gives back the book #owed
- [ ] untagged
- [x] done #promise ✅ 2026-10-03
- [-] dropped ❌ 2026-10-04
- [/] half way
- [ ] drawn by today #reach
"""
    found = told(body).loops
    assert [(x.kind, x.state, x.text, x.due and str(x.due)) for x in found] == [
        ("promise", "open", "send the plans", "2026-10-01"),
        ("cue", "open", "the permit", "2026-11-12"),
        ("cue", "open", "the exam", None),
        ("owed", "open", "gives back the book", None),
        ("promise", "open", "untagged", None),
        ("promise", "done", "done", None),
        ("promise", "cancelled", "dropped", None),
        ("promise", "open", "half way", None),
    ]
    assert [x.closed_on for x in found[5:7]] == [date(2026, 10, 3), date(2026, 10, 4)]


def test_an_untagged_task_elsewhere_is_an_intention_of_whoever_it_links() -> None:
    found = told("- [ ] invite [[Anna]] and [[Bob]]\n- [ ] buy milk", "daily").loops
    assert [(x.kind, x.people, x.own) for x in found] == [("intention", ("Anna", "Bob"), False)]


def test_the_plugin_does_not_see_a_date_in_the_middle_and_check_says_so() -> None:
    result = told("- [ ] by 📅 2026-10-01 send the plans")
    assert result.loops[0].due == date(2026, 10, 1)
    assert [(p.code, p.line, p.column) for p in result.problems] == [("task-field", 1, 10)]


def test_waiting_is_an_attempt() -> None:
    assert told("- 2026-09-02 whatsapp #waiting").interactions[0].waiting


def test_a_made_note_tells_nothing_but_its_links() -> None:
    result = told("- 2026-09-02 call\n- [ ] [[Anna]]\n", "made")
    assert (result.interactions, result.loops, [x.target for x in result.links]) == (
        [],
        [],
        ["Anna"],
    )
