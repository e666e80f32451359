"""The filter grammar: the same wherever people are chosen."""

import json
from pathlib import Path

import pytest

from tests.commandline import run


def _names(*words: str, vault: Path) -> list[str]:
    said = json.loads(run(*words, "--format", "json", vault=vault).out)
    return [item["name"] for item in said["items"]]


@pytest.mark.parametrize(
    ("options", "chosen"),
    [
        (("--tag", "quartetto", "--in", "Lisbon"), ["Rui Almeida"]),
        (("--in", "bath", "--in", "lisbon"), ["Eleanor Whitcombe", "Rui Almeida"]),
        (("--in", "forli"), ["Clotilde Venturi", "Teresa Galli"]),
        (("--where", "weight>=5", "--in", "Torino"), ["Chiara Fabbri"]),
        (("--through", "Giulia"), ["Marco Ferri"]),
        (("--offers", "old German"), ["Paola Marchetti"]),
        (("--needs", "old German"), ["Eleanor Whitcombe"]),
        (("--met-at", "Paper Marbling"), ["Tom Ashworth"]),
        (("--not-since", "3y"), ["Samuele Ricci"]),
        (("glaciologist",), ["Nadia Karim"]),
        (("retired", "judge"), ["Paola Marchetti"]),
        (("--where", "status=deceased"), ["Ettore Manfredi"]),
    ],
    ids=" ".join,
)
def test_people_are_chosen_by_what_their_notes_say(
    options: tuple[str, ...], chosen: list[str], example_vault: Path
) -> None:
    assert _names("who", *options, vault=example_vault) == chosen


@pytest.mark.parametrize("command", [("today",), ("report", "follow-ups"), ("report", "birthdays")])
def test_the_same_options_choose_people_in_every_list(
    command: tuple[str, ...], example_vault: Path
) -> None:
    chosen = set(_names("who", "--in", "Torino", "--in", "Forlì", vault=example_vault))

    found = _names(*command, "--in", "Torino", "--in", "Forlì", vault=example_vault)

    assert found
    assert set(found) <= chosen


def test_due_are_those_whose_rhythm_has_come_round(example_vault: Path) -> None:
    items = json.loads(run("report", "follow-ups", "--format", "json", vault=example_vault).out)
    late = {item["name"] for item in items["items"] if (item["days_over"] or -1) >= 0}

    assert late <= set(_names("who", "--due", vault=example_vault))


def test_today_fills_its_places_with_those_chosen(example_vault: Path) -> None:
    assert len(_names("today", "--in", "Bologna", vault=example_vault)) > 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--where", "weight"), "Not a condition"),
        (("--not-since", "ages"), '"ages" is no length of time'),
    ],
)
def test_a_filter_that_cannot_be_understood_is_refused(
    options: tuple[str, ...], said: str, example_vault: Path
) -> None:
    result = run("who", *options, vault=example_vault)

    assert result.code == 2
    assert said.casefold() in result.err.casefold()
