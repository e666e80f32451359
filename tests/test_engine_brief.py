from typing import Any

from tests.engine_people import TODAY, card, day, dossier, gift, somebody, task, told
from vault_tool.config import DEFAULTS
from vault_tool.engine.brief import Brief, brief
from vault_tool.engine.ledger import ledger
from vault_tool.model import Mention, Seen


def brief_of(standing: Any = None, cards: Any = (), **said: Any) -> Brief:
    return brief(dossier(**said), standing or somebody(), DEFAULTS, TODAY, cards)


def test_the_latest_talks_are_the_newest_five_without_attempts_and_plans() -> None:
    told_of = [told(f"2026-10-{number:02}", f"talk {number}") for number in range(1, 8)]
    told_of += [told("2026-11-01", "rang, no answer", waiting=True), told("2026-12-01", "dinner")]
    found = brief_of(told=told_of)
    assert [each.interaction.text for each in found.talks] == [
        "talk 7",
        "talk 6",
        "talk 5",
        "talk 4",
        "talk 3",
    ]
    assert [each.interaction.text for each in found.interactions][:2] == [
        "rang, no answer",
        "talk 7",
    ]


def test_what_they_told_is_what_the_ledger_says_and_what_cues_remember() -> None:
    found = brief_of(
        told=[
            told("2026-09-02", "starts at the Comune", tags=["got/info"]),
            told("2026-09-03", "a walk"),
            told("2026-09-04", "is leaving him", tags=["got/info", "private"]),
        ],
        tasks=[task("cue", "the permit hearing", "2026-11-12")],
    )
    assert [(each.text, each.on, each.private) for each in found.heard] == [
        ("is leaving him", day("2026-09-04"), True),
        ("starts at the Comune", day("2026-09-02"), False),
        ("the permit hearing", day("2026-11-12"), False),
    ]


def test_nothing_is_left_to_ask_of_somebody_deceased() -> None:
    tasks = [task("cue", "ripe", "2026-11-12"), task("cue", "whenever"), task("promise", "a stone")]

    found = brief_of(somebody(status="deceased"), tasks=tasks)

    assert (found.ripe, found.unripe, found.undated, found.heard) == ((), (), (), ())
    assert [each.loop.text for each in found.mine] == ["a stone"]
    assert len(found.tasks) == 3


def test_open_loops_are_sorted_by_what_they_are_and_by_date() -> None:
    found = brief_of(
        tasks=[
            task("promise", "undated"),
            task("promise", "later", "2026-12-01"),
            task("promise", "sooner", "2026-10-01"),
            task("promise", "sent", "2026-10-01", state="done"),
            task("owed", "the book"),
            task("cue", "ripe", "2026-11-22"),
            task("cue", "today", "2026-11-23"),
            task("cue", "whenever"),
            task("intention", "visit her"),
        ]
    )
    assert [each.loop.text for each in found.mine] == ["sooner", "later", "undated"]
    assert [each.loop.text for each in found.theirs] == ["the book"]
    assert [each.loop.text for each in found.ripe] == ["ripe"]
    assert [each.loop.text for each in found.unripe] == ["today"]
    assert [each.loop.text for each in found.undated] == ["whenever"]
    assert [each.loop.text for each in found.intentions] == ["visit her"]
    assert len(found.tasks) == 9


def test_who_introduced_them_and_whom_they_introduced() -> None:
    marco = card("Marco Bianchi", met_through="[[Giulia Rossi|Giulia]]")
    ugo = card("Ugo Verdi", met_through=["[[People/Giuli]]"])
    found = brief_of(
        cards=[ugo, marco, card("Ada")],
        aliases=["Giuli"],
        links=[("Nadia Karim", "People/Nadia Karim.md")],
        met_through=["[[Nadia Karim]]", "Somebody Unknown"],
    )
    assert found.through == (
        ("Nadia Karim", "People/Nadia Karim.md"),
        ("Somebody Unknown", None),
    )
    assert [name for name, _ in found.brought] == ["Marco Bianchi", "Ugo Verdi"]


def test_what_the_note_does_not_tell_yet_is_named() -> None:
    found = brief_of(birthday="--05-14", company="", role="architect", met_at="Rimini", phone=[])
    assert found.unknown == ("location", "interests", "reach")


def test_occasions_of_the_whole_year_are_there_soonest_first() -> None:
    standing = somebody(birthday="1990-05-14", dates=[("--12-08", "name day")])
    assert [each.label for each in brief_of(standing).occasions] == ["name day", "birthday"]


def test_mentions_of_days_to_come_are_left_out() -> None:
    seen = [
        Seen(Mention("Giulia Rossi", on, 3, "thought of [[Giulia Rossi]]"), "Journal/x.md")
        for on in (None, day("2026-11-01"), day("2026-12-01"))
    ]
    assert [each.mention.day for each in brief_of(seen=seen).mentions] == [
        None,
        day("2026-11-01"),
    ]


def test_the_ledger_counts_each_kind_and_keeps_the_last_day() -> None:
    found = ledger(
        [
            gift("got", "info", "2026-12-24"),
            gift("got", "time", "2026-10-02"),
            gift("got", "time", "2026-09-02"),
            gift("asked", "skill", "2026-08-01"),
            gift("gave", "contact", "2026-07-01"),
        ],
        TODAY,
    )
    assert (found.got.count, found.got.last) == (2, day("2026-10-02"))
    assert found.got.kinds == {"time": 2, "skill": 0, "info": 0, "contact": 0, "other": 0}
    assert (found.gave.count, found.asked.count) == (1, 1)
    assert (found.run_of, found.run) == ("got", 2)


def test_an_empty_ledger_has_no_side() -> None:
    found = ledger([], TODAY)
    assert (found.run_of, found.run, found.gave.last) == (None, 0, None)
