"""What commands make of notes: assignments, drafts as notes, today's tasks, renames, talks."""

from collections.abc import Sequence
from datetime import date

import pytest

from vault_tool.config import Reading, parse_config
from vault_tool.config.settings import PeopleBy
from vault_tool.engine.assignments import Assignment, assigned, parse_assignment, with_days
from vault_tool.engine.beginning import Known, person_note
from vault_tool.engine.message import draft_in, draft_note, report_in_note, sent_note
from vault_tool.engine.reaching import Reach, people_to_reach, reach_in_day, with_filter
from vault_tool.engine.renaming import renamed
from vault_tool.engine.talk import talk_in_note
from vault_tool.errors import EditRefused, UsageError, WriteRefused
from vault_tool.note.conventions import Conventions
from vault_tool.note.reading import read_note

WAYS = Conventions()
PATH = "People/Ada.md"
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("weight=5", Assignment("weight", "=", "5")),
        ("note=a=b", Assignment("note", "=", "a=b")),
        ("tags+=choir", Assignment("tags", "+=", "choir")),
        ("tags-=choir", Assignment("tags", "-=", "choir")),
        ("phone=", Assignment("phone", "=", "")),
        (" last contact = 2026-01-01 ", Assignment("last contact", "=", "2026-01-01")),
    ],
)
def test_what_is_typed_is_taken_apart_at_the_first_sign(typed: str, meant: Assignment) -> None:
    assert parse_assignment(typed) == meant


@pytest.mark.parametrize("typed", ["weight", "=5", "tags+=", "+=x", "", "a\nb=c"])
def test_what_is_no_assignment_is_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        parse_assignment(typed)


@pytest.mark.parametrize(
    ("key", "value", "stands"),
    [
        ("snooze_until", "2m", "2027-01-23"),
        ("next contact", "next friday", "2026-11-27"),
        ("last_contact", "yesterday", "2026-11-22"),
        ("birthday", "--06-12", "--06-12"),
        ("met", "2025-03", "2025-03"),
        ("role", "yesterday", "yesterday"),
    ],
)
def test_days_may_be_typed_in_words_where_a_day_is_meant(key: str, value: str, stands: str) -> None:
    said = with_days(Assignment(key, "=", value), TODAY, None, WAYS)
    assert said.value == stands


def changed(note: str, *typed: str) -> str:
    edit = assigned(PATH, [parse_assignment(each) for each in typed], WAYS)
    result = edit(note.encode())
    assert result is not None
    return result.decode()


def test_assignments_are_made_in_their_order() -> None:
    note = "---\nweight: 3 # close\ntags: [a, b]\nphone: x\n---\nText\n"
    assert changed(note, "weight=5", "tags+=c", "tags-=a", "phone=") == (
        "---\nweight: 5 # close\ntags: [b, c]\n---\nText\n"
    )


@pytest.mark.parametrize("typed", ["weight=nine", "last_contact=soon", "frequency=now and then"])
def test_what_the_property_cannot_hold_is_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        changed("---\ntype: person\n---\n", typed)


def test_a_problem_that_was_there_before_does_not_stand_in_the_way() -> None:
    assert changed("---\ntype: person\nmet: soon\n---\n", "weight=5") == (
        "---\ntype: person\nmet: soon\nweight: 5\n---\n"
    )


def test_a_note_that_is_gone_is_not_made_again() -> None:
    with pytest.raises(EditRefused, match="gone"):
        assigned(PATH, [Assignment("weight", "=", "5")], WAYS)(None)


def test_a_new_note_has_what_is_known_and_an_empty_log() -> None:
    known = Known((("weight", "4"), ("email", ("a@example.org",)), ("met_through", "[[Bruno]]")))
    assert person_note(PATH, known, WAYS) == (
        b'---\ntype: person\nweight: 4\nemail:\n  - a@example.org\nmet_through: "[[Bruno]]"\n---\n'
        b"\n## Log\n"
    )


@pytest.mark.parametrize("by", ["type", "tag", "folder"])
def test_a_new_note_is_a_person_s_by_whatever_mark_the_vault_goes_by(by: PeopleBy) -> None:
    ways = Conventions(reading=Reading(people_by=(by,)))
    data = person_note(PATH, Known((("weight", "4"),)), ways)
    assert read_note(PATH, data, ways).kind == "person"
    assert (b"tags:" in data) == (by == "tag")


def test_no_note_is_begun_that_would_not_be_read_as_meant() -> None:
    with pytest.raises(UsageError, match="weight"):
        person_note(PATH, Known((("weight", "9"),)), WAYS)
    only_by_folder = Conventions(reading=Reading(people_by=("folder",)))
    with pytest.raises(UsageError, match="Elsewhere/Ada"):
        person_note("Elsewhere/Ada.md", Known(), only_by_folder)


def test_a_draft_is_read_back_as_it_was_written() -> None:
    data = draft_note(
        "Drafts/x.md", "[[Ada]]", "check-in", "in-person", "How: are you?", "Hi\n", TODAY, WAYS
    )
    message = draft_in("Drafts/x.md", data, WAYS)
    assert message is not None
    assert (message.to, message.channel, message.subject) == ("Ada", "message", "How: are you?")
    sent = sent_note("Drafts/x.md", TODAY, WAYS)(data)
    assert sent is not None
    assert b"status: sent\nsent: 2026-11-23\n---\n\nHi\n" in sent
    with pytest.raises(UsageError, match="already"):
        sent_note("Drafts/x.md", TODAY, WAYS)(sent)
    with pytest.raises(UsageError, match="no draft"):
        sent_note("x.md", TODAY, WAYS)(b"---\ntype: person\n---\n")


def test_a_report_replaces_only_what_says_that_the_tool_made_it() -> None:
    edit = report_in_note("Reports/r.md", "vault-tool report r", "# R", WAYS)
    made = edit(None)
    assert made == b"---\ngenerated_by: vault-tool report r\n---\n\n# R\n"
    assert edit(made) == made
    for other in (b"", b"my words\n", b"---\ntitle: x\n---\n"):
        with pytest.raises(WriteRefused, match="not of our making"):
            edit(other)


def reached(note: bytes | None, *wanted: Reach) -> bytes | None:
    def lead(target: str) -> str | None:
        return f"People/{target}.md"

    return reach_in_day("J/d.md", b"start\n", "To reach", wanted, lead, WAYS)(note)


ADA, BOB = (Reach(f"People/{each}.md", f"[[{each}]]: hello #reach") for each in ("Ada", "Bob"))


def test_everybody_has_one_task_and_a_ticked_one_stays() -> None:
    made = reached(None, ADA)
    assert made == b"start\n\n## To reach\n\n- [ ] [[Ada]]: hello #reach\n"
    assert reached(made, ADA) == made
    ticked = made.replace(b"[ ]", b"[x]")
    assert reached(ticked, ADA, BOB) == ticked + b"- [ ] [[Bob]]: hello #reach\n"
    assert reached(None) is None


def test_only_tasks_to_reach_count_as_being_there() -> None:
    def lead(target: str) -> str | None:
        return f"People/{target}.md"

    note = b"- [ ] call [[Ada]]\n- [[Ada]] #reach\n`- [ ] [[Ada]] #reach`\n- [/] [[Bob]] #reach\n"
    assert people_to_reach(note, lead, WAYS) == {"People/Bob.md"}


def test_the_tasks_plugin_s_filter_is_carried_once() -> None:
    ways = Conventions(task_filter="#task")
    assert with_filter("x #reach", ways) == "#task x #reach"
    assert with_filter("#task x", ways) == "#task x"
    assert with_filter("x", WAYS) == "x"


@pytest.mark.parametrize(
    ("note", "becomes"),
    [
        ("---\ntype: person\n---\n", "---\ntype: person\naliases:\n  - Ada\n---\n"),
        ("---\naliases: [ada, A.]\n---\n", "---\naliases: [ada, A.]\n---\n"),
        ("---\naliases: [Ada Neri]\n---\n", "---\naliases: [Ada Neri, Ada]\n---\n"),
        (
            "---\nname: Ada Rossi\n---\n",
            "---\nname: Ada Neri\naliases:\n  - Ada Rossi\n  - Ada\n---\n",
        ),
    ],
)
def test_the_old_name_stays_as_an_alias(note: str, becomes: str) -> None:
    old = "Ada Rossi" if "Ada Rossi" in note else "Ada"
    assert renamed(PATH, note.encode(), old, "Ada Neri", WAYS) == becomes.encode()


def talked(note: str, day: str, *, config: str = "", is_last: bool = True) -> str:
    edit = talk_in_note(
        PATH, date.fromisoformat(day), "call: hello", WAYS, parse_config(config), is_last
    )
    result = edit(note.encode())
    assert result is not None
    return result.decode()


HEAD: Sequence[str] = ("---\ntype: person\n", "---\n## Log\n- 2026-05-01 met\n")


@pytest.mark.parametrize(
    ("before", "day", "after"),
    [
        ("", "2026-06-01", ""),
        ("last_contact: 2026-05-01\n", "2026-06-01", "last_contact: 2026-06-01\n"),
        ("last_contact: 2026-05-01\n", "2026-04-01", "last_contact: 2026-05-01\n"),
        ("Last Contact: 2026-05-01\n", "2026-06-01", "Last Contact: 2026-06-01\n"),
        ("last_contact:\n", "2026-06-01", "last_contact: 2026-06-01\n"),
    ],
)
def test_last_contact_is_kept_in_step_where_it_is_and_never_goes_back(
    before: str, day: str, after: str
) -> None:
    note = talked(before.join(HEAD), day)
    assert note.startswith(f"---\ntype: person\n{after}---\n")
    assert f"- {day} call: hello\n" in note


def test_last_contact_is_added_where_the_settings_ask_for_it() -> None:
    note = talked("".join(HEAD), "2026-06-01", config='[writing]\nlast_contact = "always"\n')
    assert note.startswith("---\ntype: person\nlast_contact: 2026-06-01\n---\n")


def test_only_a_talk_that_becomes_the_last_ends_a_snooze() -> None:
    snoozed = "snooze_until: 2026-12-01\n".join(HEAD)
    assert "snooze_until" not in talked(snoozed, "2026-06-01")
    assert "snooze_until" in talked(snoozed, "2026-06-01", is_last=False)


def test_a_last_contact_that_is_no_day_does_not_stand_in_the_way() -> None:
    note = talked("last_contact: soon\n".join(HEAD), "2026-06-01")
    assert "- 2026-06-01 call: hello\n" in note


@pytest.mark.parametrize("words", ["message: hello? #waiting", "called, nobody there #Waiting"])
def test_an_attempt_leaves_the_last_contact_and_a_snooze_as_they_are(words: str) -> None:
    note = "---\ntype: person\nlast_contact: 2026-05-01\nsnooze_until: 2027-01-01\n---\n## Log\n"
    edit = talk_in_note(PATH, TODAY, words, WAYS, parse_config(""), True)
    assert edit(note.encode()) == f"{note}\n- 2026-11-23 {words}\n".encode()
