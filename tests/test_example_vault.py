"""The example vault, read by the tool: what it holds, and that its Base says what the tool says.

The counts are made by hand from the notes; the Base is evaluated on their front matter alone.
"""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.bases import Base, Row, files_of
from vault_tool.engine.agenda import follow_ups, today
from vault_tool.engine.checks import check
from vault_tool.engine.occasions import birthdays
from vault_tool.engine.rhythm import hidden, last_contact, next_due
from vault_tool.index.database import open_index
from vault_tool.index.read import counts, notes, problems, standings
from vault_tool.index.sync import reconcile
from vault_tool.model import Standing
from vault_tool.note.links import Resolver
from vault_tool.vault.folder import load_conventions, load_settings

EXAMPLE = Path(__file__).parents[1] / "example-vault"
TODAY = date(2026, 11, 23)
# From here on every `last_contact` lies in the past, as the Base takes for granted.
FROM = date(2026, 11, 22)

BASE = Base((EXAMPLE / "Follow-ups.base").read_text("utf-8"))
FILES = files_of(EXAMPLE)

# On how many days one was in touch with each, counted by hand in the notes.
DAYS_IN_TOUCH = {
    "Ada Montanari": 9,
    "Aldo Pirazzini": 1,
    "Aoife Brennan": 8,
    "Beatrice Conti": 4,
    "Callum Reid": 1,
    "Chiara Fabbri": 7,
    "Clemente Fabbri": 3,
    "Clotilde Venturi": 2,
    "Davide Tassinari": 3,
    "Eleanor Whitcombe": 5,
    "Elisabetta Gori": 4,
    "Ettore Manfredi": 3,
    "Federico Lodi": 3,
    "Gianni Idraulico": 0,
    "Giulia Rossi": 5,
    "Grace Okafor": 5,
    "Imma Esposito": 4,
    "Jun Watanabe": 8,
    "Kate Ellison": 4,
    "Lucia Bonfiglioli": 8,
    "Marco Ferri": 9,
    "Nadia Karim": 1,
    "Omar Diallo": 5,
    "Paola Marchetti": 8,
    "Pieter de Wit": 2,
    "Pietro Bonfiglioli": 4,
    "Rui Almeida": 4,
    "Samira Haddad": 5,
    "Samuele Ricci": 5,
    "Sandro Vezzali": 3,
    "Teresa Galli": 8,
    "Tom Ashworth": 5,
}


class Vault:
    """The example vault, indexed."""

    def __init__(self) -> None:
        self.settings = load_settings(EXAMPLE)
        with open_index(EXAMPLE, self.settings, load_conventions(EXAMPLE, self.settings)) as index:
            reconcile(index)
            self.notes = list(notes(index))
            self.standings = list(standings(index))
            self.problems = problems(index)
            self.counts = counts(index)

    def person(self, name: str) -> Standing:
        [found] = [each for each in self.standings if each.name == name]
        return found

    def due_by_rhythm(self, day: date) -> list[tuple[str, int | None]]:
        """Return who is listed because of their rhythm, and the days over, the most first."""
        found = [
            (item.name, item.days_over)
            for item in follow_ups(self.standings, self.settings, day)
            if any(reason.kind == "rhythm" for reason in item.reasons)
        ]
        return sorted(found, key=lambda each: (-(each[1] or 0), each[0].casefold()))


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield Vault()


def rows(view: str, day: date) -> list[Row]:
    return BASE.rows(view, FILES, day)


def due_in_base(day: date) -> list[tuple[str, object]]:
    return [
        (row.file.basename, row.cells["formula.days_over"])
        for row in rows("Due for follow-up", day)
    ]


# What the vault holds


def test_it_holds_ninety_nine_notes(vault: Vault) -> None:
    kinds = Counter(note.kind for note in vault.notes)
    assert kinds == {"daily": 58, "person": 33, "note": 5, "meeting": 3}


def test_one_of_the_people_is_the_user(vault: Vault) -> None:
    people = [note.name for note in vault.notes if note.person]
    assert [note.name for note in vault.notes if note.person and note.person.me] == ["Nora Fabbri"]
    assert set(people) - {each.name for each in vault.standings} == {"Nora Fabbri"}


def test_what_tells_of_being_in_touch_stands_in_so_many_lines(vault: Vault) -> None:
    told = [each for note in vault.notes for each in note.interactions]
    assert Counter(each.source for each in told if not each.waiting) == {
        "log": 103,
        "daily": 52,
        "task": 8,
        "meeting": 3,
        "heading": 1,
    }
    assert Counter(each.source for each in told if each.waiting) == {"log": 4, "daily": 1}
    assert sum(len(each.people) for each in told if each.source == "meeting") == 11


def test_open_loops_are_of_every_kind(vault: Vault) -> None:
    loops = [each for note in vault.notes for each in note.loops if each.state == "open"]
    assert Counter((each.kind, bool(each.tags)) for each in loops) == {
        ("promise", True): 6,
        ("promise", False): 1,
        ("cue", True): 5,
        ("owed", True): 3,
        ("intention", False): 2,
    }


def test_closed_loops_are_done_or_given_up(vault: Vault) -> None:
    loops = [each for note in vault.notes for each in note.loops if each.state != "open"]
    assert Counter((each.kind, each.state) for each in loops) == {
        ("promise", "done"): 5,
        ("promise", "cancelled"): 1,
        ("cue", "done"): 2,
        ("intention", "done"): 1,
    }


def test_everybody_was_seen_on_the_days_counted_by_hand(vault: Vault) -> None:
    assert {each.name: len(each.talks) for each in vault.standings} == DAYS_IN_TOUCH
    assert sum(DAYS_IN_TOUCH.values()) == 146


def test_five_attempts_had_no_answer_on_their_day(vault: Vault) -> None:
    attempts = {each.name: len(each.attempts) for each in vault.standings if each.attempts}
    assert attempts == {"Clotilde Venturi": 1, "Rui Almeida": 1, "Samuele Ricci": 3}


def test_the_index_counts_what_concerns_somebody(vault: Vault) -> None:
    """Each line once; the two lines of the journal that name Davide alone count for nobody."""
    told = 107 + 1 + 8 + 3 + (53 - 2)
    assert vault.counts == (99, 33, told, 6 + 1 + 5 + 3 + 2, 1)


def test_last_contact_is_the_latest_day_the_notes_tell_of(vault: Vault) -> None:
    told = {
        each.name: date.fromordinal(each.talks[0].day) for each in vault.standings if each.talks
    }
    stated = {}
    for path in (EXAMPLE / "People").glob("*.md"):
        line = re.search(r"^last_contact: (\d{4}-\d\d-\d\d)$", path.read_text("utf-8"), re.M)
        if line:
            stated[path.stem] = date.fromisoformat(line[1])
    assert stated == told | {"Gianni Idraulico": date(2026, 9, 30)}
    assert set(stated) == set(DAYS_IN_TOUCH)
    assert max(stated.values()) == FROM


def test_the_tool_shows_the_last_contact_that_the_notes_state(vault: Vault) -> None:
    for standing in vault.standings:
        last = last_contact(standing, TODAY)
        assert (last and last.day) == (standing.declared and standing.declared.day), standing.name


def test_one_line_alone_cannot_be_read(vault: Vault) -> None:
    [problem] = vault.problems
    assert (problem.path, problem.line, problem.level) == ("People/Beatrice Conti.md", 5, "error")
    assert [note.path for note in vault.notes if note.is_unread] == [problem.path]


def test_check_finds_nothing_else(vault: Vault) -> None:
    aliases = {note.path: note.aliases for note in vault.notes}
    resolver = Resolver([note.path for note in vault.notes], aliases)
    assert check(vault.notes, resolver, vault.problems) == vault.problems


def test_every_link_to_a_note_resolves(vault: Vault) -> None:
    resolver = Resolver([note.path for note in vault.notes])
    lost = [
        (note.path, link.line, link.target)
        for note in vault.notes
        for link in note.links
        if resolver.resolve(link.target, note.path) is None and link.target != "Follow-ups.base"
    ]
    assert lost == []


# What the tool makes of it


def test_today_has_an_occasion_a_promise_a_cue_and_the_seat(vault: Vault) -> None:
    agenda = today(vault.standings, vault.settings, TODAY)
    reasons = {item.name: [each.kind for each in item.reasons] for item in agenda.items}
    assert list(reasons)[:2] == ["Clemente Fabbri", "Eleanor Whitcombe"]
    assert reasons["Clemente Fabbri"] == ["occasion"]
    assert reasons["Eleanor Whitcombe"] == ["promise"]
    assert reasons["Giulia Rossi"] == ["rhythm", "cue"]
    assert [name for name, kinds in reasons.items() if "seat" in kinds] == [list(reasons)[-1]]
    assert len(reasons) == vault.settings.per_day == 5


def test_every_reason_there_is_occurs_within_two_weeks(vault: Vault) -> None:
    days = [date(2026, 11, 16) + timedelta(each) for each in range(15)]
    kinds = {
        reason.kind
        for day in days
        for item in follow_ups(vault.standings, vault.settings, day)
        for reason in item.reasons
    }
    assert kinds == {"rhythm", "birthday", "occasion", "promise", "cue", "new", "thanks"}


# The Base and the tool


def test_the_base_lists_whom_the_tool_lists_by_rhythm_today(vault: Vault) -> None:
    expected = [
        ("Samuele Ricci", 1725),
        ("Federico Lodi", 40),
        ("Pieter de Wit", 36),
        ("Clotilde Venturi", 24),
        ("Giulia Rossi", 21),
        ("Imma Esposito", 15),
        ("Samira Haddad", 9),
        ("Grace Okafor", 3),
        ("Lucia Bonfiglioli", 3),
    ]
    assert due_in_base(TODAY) == expected
    assert vault.due_by_rhythm(TODAY) == expected


@pytest.mark.parametrize("month", range(14))
def test_the_base_agrees_with_the_tool_on_every_later_day(vault: Vault, month: int) -> None:
    """But for what a Base cannot see: a note that is no YAML, and the pause after an attempt."""
    first = date(2026 + (10 + month) // 12, (10 + month) % 12 + 1, 1)
    for number in range(monthrange(first.year, first.month)[1]):
        day = first + timedelta(number)
        if day < FROM:
            continue
        waiting = {
            each.name
            for each in vault.standings
            if (cause := hidden(each, vault.settings, day)) and cause.kind == "waiting"
        }
        by_tool = [each for each in vault.due_by_rhythm(day) if each[0] != "Beatrice Conti"]
        assert [each for each in due_in_base(day) if each[0] not in waiting] == by_tool, day


def test_the_base_counts_whole_days_across_the_hour_lost_in_spring() -> None:
    assert dict(due_in_base(date(2027, 3, 28)))["Samuele Ricci"] == 1850
    assert dict(due_in_base(date(2027, 3, 29)))["Samuele Ricci"] == 1851


def test_a_base_cannot_see_a_note_that_is_no_yaml(vault: Vault) -> None:
    day = date(2026, 12, 20)
    assert ("Beatrice Conti", 0) in vault.due_by_rhythm(day)
    assert "Beatrice Conti" not in dict(due_in_base(day))


def test_a_base_knows_of_no_pause_after_an_attempt(vault: Vault) -> None:
    last_of_pause, after = date(2026, 12, 31), date(2027, 1, 1)
    assert "Rui Almeida" not in dict(vault.due_by_rhythm(last_of_pause))
    assert "Rui Almeida" in dict(due_in_base(last_of_pause))
    assert ("Rui Almeida", 12) in vault.due_by_rhythm(after)
    assert ("Rui Almeida", 12) in due_in_base(after)


def test_the_base_shows_when_everybody_is_next_due(vault: Vault) -> None:
    shown = {
        row.file.basename: row.cells["formula.next_due"] or None
        for row in rows("All people", TODAY)
    }
    expected = {
        each.name: next_due(each, vault.settings, TODAY).due
        for each in vault.standings
        if each.person.status == "active" and not each.person.inbox
    }
    del expected["Beatrice Conti"]
    assert shown == expected
    assert shown["Davide Tassinari"] is None


@pytest.mark.parametrize("month", range(1, 13))
def test_the_base_has_the_birthdays_of_each_month(vault: Vault, month: int) -> None:
    first, days = date(2027, month, 1), monthrange(2027, month)[1]
    coming = birthdays(vault.standings, vault.settings, first, days - 1)
    expected = {each.name for each in coming if each.kind == "birthday"} - {"Beatrice Conti"}
    assert {row.file.basename for row in rows("Birthdays this month", first)} == expected
