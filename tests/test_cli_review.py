"""The week's walk on a terminal: each key runs a command, and one goes on where one stopped."""

import json
from pathlib import Path
from shutil import copytree

import pytest

from tests.commandline import PROJECT, run
from tests.test_cli_asking import talked
from tests.test_cli_writing import held, new_lines


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return Path(copytree(PROJECT / "example-vault", tmp_path / "vault"))


def left(vault: Path, *words: str, today: str = "2026-11-23") -> list[tuple[str, str]]:
    said = json.loads(run("review", *words, "--format", "json", vault=vault, today=today).out)
    return [(one["kind"], one["name"]) for one in said["items"]]


ALL = [
    ("cue", "Giulia Rossi"),
    ("cue", "Tom Ashworth"),
    ("promise", "Eleanor Whitcombe"),
    ("new", "Callum Reid"),
    ("unseen", "Samuele Ricci"),
    ("unseen", "Pieter de Wit"),
    ("unseen", "Federico Lodi"),
]


def test_each_key_does_what_it_says(vault: Path) -> None:
    before = held(vault)
    answers = "d\nl\ncall: the marrow won\n\ns\n2 weeks\nw\n\nq\n"
    code, shown = talked(vault, "review", answers=answers)
    assert code == 0, shown
    after = held(vault)
    assert {path for path in after if before[path] != after[path]} == {
        "People/Giulia Rossi.md", "People/Tom Ashworth.md", "People/Eleanor Whitcombe.md",
    }  # fmt: skip
    (closed,) = new_lines(before, after, "People/Giulia Rossi.md")
    assert closed.startswith("- [x] ")
    assert closed.endswith("✅ 2026-11-23")
    assert "- 2026-11-23 call: the marrow won" in new_lines(before, after, "People/Tom Ashworth.md")
    assert "snooze_until: 2026-12-07" in new_lines(before, after, "People/Eleanor Whitcombe.md")
    assert "Subject: Good to talk to you" in shown
    assert left(vault) == ALL[4:]


def test_one_goes_on_where_one_stopped_and_begins_anew_next_week(vault: Path) -> None:
    before = held(vault)
    code, _ = talked(vault, "review", answers="\n\nq\n")
    assert code == 0
    assert left(vault) == ALL[2:]
    assert left(vault, "--again") == ALL
    assert left(vault, today="2026-11-29")[:1] == [("promise", "Eleanor Whitcombe")]
    assert left(vault, today="2026-11-30")[:1] == [("cue", "Giulia Rossi")]
    assert held(vault) == before


def test_when_all_was_seen_that_is_said(vault: Path) -> None:
    code, shown = talked(vault, "--lang", "it", "review", answers="\n" * 7)
    assert code == 0
    assert "Per questa settimana è tutto." in shown
    result = run("review", vault=vault)
    assert "That was all for this week" in result.out
    assert run("forget", "--yes", vault=vault).code == 0
    assert left(vault) == ALL


def test_an_answer_that_fails_leaves_one_where_one_is(vault: Path) -> None:
    before = held(vault)
    code, shown = talked(vault, "review", answers="x\ns\nyesterday\ns\n\nl\n\nq\n")
    assert code == 0
    assert "does not lie ahead" in shown
    assert held(vault) == before
    assert left(vault) == ALL


def test_every_answer_can_be_taken_back(vault: Path) -> None:
    before = held(vault)
    code, _ = talked(vault, "review", answers="d\nd\nq\n")
    assert code == 0
    assert run("undo", vault=vault).code == 0
    assert run("undo", vault=vault).code == 0
    assert held(vault) == before


def test_where_nobody_sits_at_a_terminal_it_is_a_list_and_nothing_is_kept(vault: Path) -> None:
    assert left(vault) == left(vault) == ALL
    assert "To ask about" in run("review", vault=vault).out


def test_what_was_kept_and_is_damaged_counts_as_nothing(vault: Path, tmp_path: Path) -> None:
    talked(vault, "review", answers="\nq\n")
    (kept,) = (tmp_path / "state").rglob("review.json")
    for text in ("", "[]", '{"week": 1}', '{"week": "2026-W48", "seen": 5}', "\x00"):
        kept.write_text(text)
        assert left(vault) == ALL
