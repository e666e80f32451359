"""The promised keys of every JSON result, as other programs rely on them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.commandline import TODAY, run


def _result(*words: str, vault: Path) -> dict[str, Any]:
    said = json.loads(run(*words, "--format", "json", vault=vault).out)
    assert isinstance(said, dict)
    return said


def _keys(names: str) -> set[str]:
    return set(names.split())


PROMISED = {
    ("today",): "name path last_contact due days_over frequency_days weight reasons",
    ("report", "follow-ups"): "name path last_contact due days_over frequency_days weight reasons",
    ("report", "birthdays", "--next", "1y"): "name path kind on in_days turns",
    ("report", "coverage"): "name due path",
    ("report", "activity"): "begins talks people channels",
    ("report", "year"): "name path talks",
    ("report", "capacity"): "name path weight frequency_days then_days",
    ("report", "balance"): "name path gave got asked",
    ("report", "promises"): "name path side text on days note line",
    ("report", "reconnect"): "name path how last_contact days usual_days gave",
    ("report", "new-people"): "name path met days stage step text",
    ("report", "listening"): "name path on days note line",
    ("report", "places"): "name living met",
    ("report", "network"): "name path group brought brought_by reached",
    ("report", "introductions"): "people persons why helps both_ways interests city",
    ("triage",): "name path role company location met ways",
    ("review",): "kind name path text on days note line step",
    ("recover",): "name path since days talks inbox ways",
    ("who",): "name path status",
    ("who", "--reach", "cello"): "name path status offers through last_contact days weight",
    ("prepare", "Forlì"): "name path status ties last_contact days remember named weight",
    ("find", "coffee"): "name path line text status",
}


@pytest.mark.parametrize("words", PROMISED, ids=" ".join)
def test_items_have_the_promised_keys(words: tuple[str, ...], example_vault: Path) -> None:
    said = _result(*words, vault=example_vault)

    assert (said["schema"], said["today"], said["problems"]) == (1, TODAY, 1)
    assert said["items"]
    assert all(_keys(PROMISED[words]) <= item.keys() for item in said["items"])


def test_reasons_have_kind_text_and_since(example_vault: Path) -> None:
    items = _result("report", "follow-ups", vault=example_vault)["items"]
    reasons = [reason for item in items for reason in item["reasons"]]

    kinds = {"rhythm", "birthday", "occasion", "promise", "cue", "new", "thanks"}
    assert {reason["kind"] for reason in reasons} == kinds
    assert all(reason["text"] and reason["since"] <= TODAY for reason in reasons)


def test_a_brief_tells_everything_under_its_promised_names(example_vault: Path) -> None:
    said = _result("brief", "giulia", vault=example_vault)

    assert said["name"] == "Giulia Rossi"
    assert said["person"]["phone"] == ["+39 051 555 0112"]
    assert said["interactions"][0].keys() >= _keys("date channel text path line waiting tags")
    days = [each["date"] for each in said["interactions"]]
    assert days == sorted(days, reverse=True)
    assert {loop["text"]: loop["done"] for loop in said["loops"]} == {
        "la faccenda del permesso": False,
        "ricucire il ricettario di sua nonna": True,
    }
    assert said.keys() >= _keys("path mentions occasions met links problems schema today")


def test_why_tells_every_term_and_the_total(example_vault: Path) -> None:
    said = _result("why", "giulia", vault=example_vault)

    assert all(
        _keys("name value coefficient contribution text") <= term.keys() for term in said["terms"]
    )
    assert said["total"] == pytest.approx(sum(term["contribution"] for term in said["terms"]))


def test_check_and_index_tell_every_problem(example_vault: Path) -> None:
    keys = _keys("code path line column level message hint")
    checked = _result("check", vault=example_vault)
    indexed = _result("index", vault=example_vault)

    assert [problem.keys() for problem in checked["problems"]] == [keys]
    assert indexed["problems"] == checked["problems"]
    counts = _keys("notes people interactions loops read unchanged removed seconds")
    assert counts <= indexed.keys()


def test_doubles_are_findings_and_pairs(tmp_path: Path) -> None:
    for path in ("A/Anna Neri.md", "B/Anna Neri.md"):
        note = tmp_path / "People" / path
        note.parent.mkdir(parents=True)
        note.write_text("---\ntype: person\nlocation: Rimini\n---\n", "utf-8")
    (tmp_path / ".obsidian").mkdir()

    found = run("check", "--duplicates", "--format", "json", vault=tmp_path)
    said = json.loads(found.out)

    assert found.code == 1
    assert [each["code"] for each in said["problems"]] == ["double"]
    (pair,) = said["pairs"]
    assert pair == {
        "people": ["Anna Neri", "Anna Neri"],
        "paths": ["People/A/Anna Neri.md", "People/B/Anna Neri.md"],
        "why": "location",
        "value": "Anna Neri",
        "merge": "vault-tool merge 'People/A/Anna Neri.md' 'People/B/Anna Neri.md'",
    }
    assert run("merge", *pair["paths"], "--not-same", vault=tmp_path).code == 0
    assert run("check", "--duplicates", vault=tmp_path).code == 0


def test_a_draft_tells_its_facts_and_their_lines(example_vault: Path) -> None:
    said = _result("draft", "check-in", "giulia", vault=example_vault)

    assert said.keys() >= _keys("kind to language channel subject body facts")
    assert (said["to"], said["language"]) == ("Giulia Rossi", "it")
    assert "Si è risolta quella faccenda del permesso" in said["body"]
    path, line = said["facts"][0]["path"], said["facts"][0]["line"]
    assert "permesso" in (example_vault / path).read_text("utf-8").splitlines()[line - 1]


def test_init_tells_its_changes(tmp_path: Path) -> None:
    said = json.loads(run("init", str(tmp_path), "--dry-run", "--format", "json").out)

    assert said["dry_run"] is True
    assert [change.keys() for change in said["changes"]] == [{"path", "diff"}] * len(
        said["changes"]
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words", [("report", "--list"), ("init", "--dry-run"), ("index", "--verify")], ids=" ".join
)
def test_what_is_no_list_of_people_begins_like_every_result(
    words: tuple[str, ...], example_vault: Path
) -> None:
    said = _result(*words, vault=example_vault)

    assert (said["schema"], said["today"], said["problems"]) == (1, TODAY, 0)


def test_those_whose_turn_comes_later_are_told_apart_too(tmp_path: Path) -> None:
    for file, more in (
        ("Ann Neri", "company: Forno"),
        ("Ann Neri 2", "company: Comune"),
        ("Bo", ""),
    ):
        name = "Bo" if file == "Bo" else "Ann Neri"
        note = f"---\ntype: person\nname: {name}\nlast_contact: 2026-11-22\n{more}\n---\n"
        (tmp_path / f"{file}.md").write_text(note)

    out = run("report", "coverage", "--next", "1d", "--format", "json", vault=tmp_path).out

    assert {each["path"]: each["apart"] for each in json.loads(out)["later"]} == {
        "Ann Neri.md": "Forno", "Ann Neri 2.md": "Comune", "Bo.md": None,
    }  # fmt: skip
