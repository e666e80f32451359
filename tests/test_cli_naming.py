"""NAME: what may be typed for a person, and what happens when two people fit."""

import json
import os
import pty
import select
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commandline import run

GIULIA = "People/Giulia Rossi.md"


def _path(*typed: str, vault: Path) -> str:
    return str(
        json.loads(run("path", *typed, "--format", "json", vault=vault).out)["items"][0]["path"]
    )


@pytest.mark.parametrize(
    "typed",
    [
        ("Giulia Rossi",),
        ("Giulia", "Rossi"),
        ("giulia",),
        ("rossi giulia",),
        ("GIULIA ROSSI",),
        ("Giulia del forno",),
        ("giulia.rossi@example.org",),
        ("+39 051 555 0112",),
        ("0515550112",),
        ("People/Giulia Rossi.md",),
        ("[[Giulia Rossi]]",),
    ],
    ids=" ".join,
)
def test_a_name_an_alias_an_address_a_number_or_a_path_means_the_person(
    typed: tuple[str, ...], example_vault: Path
) -> None:
    assert _path(*typed, vault=example_vault) == GIULIA


def test_a_path_is_understood_from_wherever_one_is(
    example_vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = run("path", "giulia", vault=example_vault).out.removesuffix("\n")
    monkeypatch.chdir(example_vault / "Journal")

    assert _path(printed, vault=example_vault) == GIULIA
    assert _path("../People/Giulia Rossi.md", vault=example_vault) == GIULIA


def test_a_small_slip_is_forgiven_and_told(example_vault: Path) -> None:
    result = run("path", "Gulia Rossi", vault=example_vault)

    assert result.out.endswith(f"/{GIULIA}\n")
    assert result.err.splitlines()[0] == 'Nobody is called "Gulia Rossi": this is Giulia Rossi.'


def test_two_people_end_with_the_candidates_where_nobody_can_be_asked(
    example_vault: Path,
) -> None:
    result = run("brief", "fabbri", vault=example_vault)

    assert result.code == 2
    assert result.out == ""
    assert "  Chiara Fabbri    People/Chiara Fabbri.md\n" in result.err


def test_the_candidates_are_in_the_json_too(example_vault: Path) -> None:
    said = json.loads(run("brief", "fabbri", "--format", "json", vault=example_vault).out)

    assert said["error"]["code"] == "several"
    assert {"name": "Clemente Fabbri", "path": "People/Clemente Fabbri.md"} in said["error"][
        "candidates"
    ]


def test_on_a_terminal_two_people_are_a_question(example_vault: Path) -> None:
    ours, theirs = pty.openpty()
    asking = subprocess.Popen(
        [sys.executable, "-m", "vault_tool", "-C", str(example_vault), "path", "fabbri"],
        stdin=theirs,
        stderr=theirs,
        stdout=subprocess.PIPE,
        close_fds=True,
    )
    os.close(theirs)
    shown = b""
    while b"Which one" not in shown:
        assert select.select([ours], [], [], 30)[0]
        shown += os.read(ours, 4096)
    os.write(ours, b"2\n")
    out, _ = asking.communicate()
    os.close(ours)

    lines = [line.strip() for line in shown.decode().splitlines()]
    assert lines[0] == "1  Chiara Fabbri  (People/Chiara Fabbri.md)"
    assert out.decode().strip() == str(example_vault / "People" / "Clemente Fabbri.md")
    assert asking.returncode == 0


def test_archived_and_deceased_people_are_found(example_vault: Path) -> None:
    assert _path("Aldo Pirazzini", vault=example_vault) == "People/Aldo Pirazzini.md"
    assert _path("il maestro", vault=example_vault) == "People/Ettore Manfredi.md"


def test_a_brief_about_oneself_is_refused(example_vault: Path) -> None:
    result = run("brief", "Nora Fabbri", vault=example_vault)

    assert result.code == 2
    assert "Nora Fabbri is you" in result.err
