"""Small vaults in the habits of real ones, each with counts made by hand from the format alone."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from vault_tool.config import DEFAULTS
from vault_tool.index.database import open_index
from vault_tool.index.read import dossier, notes, problems, standings
from vault_tool.index.sync import reconcile
from vault_tool.model import Dossier, Note, Standing, Value
from vault_tool.vault.folder import load_conventions, load_settings

VAULTS = Path(__file__).parent / "vaults"
HABITS = sorted(path.name.removesuffix(".expected.json") for path in VAULTS.glob("*.expected.json"))
TODAY = date(2026, 11, 23)


class Vault:
    """One vault, indexed, beside what was counted by hand."""

    def __init__(self, habit: str) -> None:
        self.expected: dict[str, Any] = json.loads(
            (VAULTS / f"{habit}.expected.json").read_text("utf-8")
        )
        root = VAULTS / habit
        settings = load_settings(root)
        with open_index(root, settings, load_conventions(root, settings)) as index:
            reconcile(index)
            self.notes = {note.path: note for note in notes(index)}
            self.standings = {standing.path: standing for standing in standings(index)}
            self.problems = problems(index)
            self.people = {
                note.name: dossier(index, note.path)
                for note in self.notes.values()
                if note.kind == "person"
            }


@pytest.fixture(scope="module", params=HABITS)
def vault(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Vault:
    cache = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(cache))
        return Vault(request.param)


def test_every_note_is_indexed_and_nothing_else(vault: Vault) -> None:
    assert len(vault.notes) == vault.expected["notes"], sorted(vault.notes)


def test_the_people_are_these(vault: Vault) -> None:
    paths = {name: person["path"] for name, person in vault.expected["people"].items()}
    found = {name: person.note.path for name, person in vault.people.items()}
    assert found == paths
    assert not [path for path in vault.expected.get("not_people", ()) if path in found.values()]


def test_every_person_is_read_as_counted_by_hand(vault: Vault) -> None:
    wrong = []
    for name, expected in vault.expected["people"].items():
        person = vault.people[name]
        found = facts(person, vault.standings.get(person.note.path))
        wrong += [
            f"{name} {key}: {found[key]!r}, by hand {value!r}"
            for key, value in expected.items()
            if key != "loops" and found[key] != value
        ]
    assert wrong == []


def test_every_loop_is_read_as_counted_by_hand(vault: Vault) -> None:
    wrong = []
    for name, expected in vault.expected["people"].items():
        if "loops" not in expected:
            continue
        found = [
            (x.loop.kind, x.loop.text, x.loop.due and str(x.loop.due), x.loop.state == "open")
            for x in vault.people[name].tasks
        ]
        rest = list(found)
        for loop in expected["loops"]:
            like = [
                x
                for x in rest
                if x[0] == loop["kind"]
                and loop["text_contains"].casefold() in x[1].casefold()
                and ("due" not in loop or x[2] == loop["due"])
                and x[3] == loop["open"]
            ]
            if like:
                rest.remove(like[0])
            else:
                wrong.append(f"{name}: missing {loop}, found {found}")
        wrong += [f"{name}: not counted by hand: {x}" for x in rest]
    assert wrong == []


def test_every_problem_counted_by_hand_is_found_at_its_line(vault: Vault) -> None:
    found = {(problem.path, problem.line) for problem in vault.problems}
    known: set[tuple[str, int | None]] = {*found, *((path, None) for path, _ in found)}
    missing = [
        problem
        for problem in vault.expected.get("problems", ())
        if (problem["path"], problem["line"]) not in known
    ]
    assert missing == [], sorted(map(str, vault.problems))


def facts(person: Dossier, standing: Standing | None) -> dict[str, Any]:
    """Return what the hand counted of one person."""
    note = person.note
    who = note.person
    assert who is not None
    told = [x.interaction for x in person.told if x.interaction.day <= TODAY]
    talks = {x.day for x in told if not x.waiting}
    days = {x for x in [*talks, who.last_contact] if x is not None and x <= TODAY}
    frequency = None if who.never else "default"
    return {
        "path": note.path,
        "birthday": str(who.birthday) if who.birthday else None,
        "weight": who.weight,
        "frequency_days": who.frequency.in_days() if who.frequency else frequency,
        "last_contact": str(max(days)) if days else None,
        "status": who.status,
        "aliases": list(note.aliases),
        "emails": texts(note, "email"),
        "phones": texts(note, "phone"),
        "talk_days": sorted(map(str, talks)),
        "waiting_days": sorted({str(x.day) for x in told if x.waiting}),
        "mentions": len(person.seen),
    } | {
        direction: sum(gift.direction == direction for gift in standing.gifts) if standing else 0
        for direction in ("gave", "got", "asked")
    }


def texts(note: Note, key: str) -> list[Value]:
    held = note.properties.get(key)
    return [] if held is None else held if isinstance(held, list) else [held]


def test_the_defaults_are_what_a_vault_without_config_has() -> None:
    assert load_settings(VAULTS / "bare") == DEFAULTS
