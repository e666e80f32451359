"""Completion in the shells themselves: keys are typed, or fish is asked what it would offer."""

import os
import pty
import select
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.commandline import PROJECT, run

TYPED = {
    "bash": (["--norc", "--noprofile", "-i"], "PS1='ready> '; . {script}\n"),
    "zsh": (
        ["-f", "-i"],
        "unsetopt promptsp; autoload -Uz compinit; compinit -u -D; . {script}; PS1='ready> '\n",
    ),
}


def _missing(shell: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(shell) is None, reason=f"there is no {shell} here")


@pytest.fixture
def env(example_vault: Path, tmp_path: Path) -> Mapping[str, str]:
    """What a shell needs to find this program, and the example vault with its index."""
    run("index", vault=example_vault)
    program = tmp_path / "vault-tool"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m vault_tool "$@"\n')
    program.chmod(0o755)
    return {
        **os.environ,
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "PYTHONPATH": str(PROJECT),
        "VAULT_TOOL_VAULT": str(example_vault),
        "HOME": str(tmp_path),
        "TERM": "dumb",
        "PS1": "first> ",
    }


@pytest.fixture
def script(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The script for the shell that the test is about."""
    made = tmp_path / "script"
    made.write_text(run("completion", request.node.callspec.params["shell"]).out)
    return made


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("path giulia\\ r", "/People/Giulia Rossi.md"),
        ("path 'Clem", "/People/Clemente Fabbri.md"),
        ("path giulia r", "/People/Giulia Rossi.md"),
        ("who --tag=qua", "Rui Almeida"),
        ("who --tag=quartetto --in=lis", "Rui Almeida"),
        ("who --vault=$VAULT_TOOL_VAULT/../exam", "Tom Ashworth  "),
    ],
)
@pytest.mark.parametrize("shell", [pytest.param(each, marks=_missing(each)) for each in TYPED])
def test_a_tab_finishes_and_quotes_the_word(
    shell: str, typed: str, shown: str, script: Path, env: Mapping[str, str]
) -> None:
    options, prepare = TYPED[shell]

    said = _typed(
        [shell, *options], [prepare.format(script=script), f"vault-tool {typed}\t\n"], env
    )

    assert shown in said


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("vault-tool path giulia\\ r", ["Giulia Rossi"]),
        ("vault-tool path 'Clem", ["Clemente Fabbri"]),
        ("vault-tool path giulia ", ["Rossi", "del forno"]),
        ("vault-tool bri", ["brief\tShow what to know before talking to somebody."]),
        ("vault-tool who --tag qua", ["quartetto"]),
        ("vault-tool who --tag=qua", ["--tag=quartetto"]),
        ("vault-tool who --tag=quartetto --in=lis", ["--in=Lisbon"]),
    ],
)
@pytest.mark.parametrize("shell", [pytest.param("fish", marks=_missing("fish"))])
def test_fish_offers(
    shell: str, line: str, offered: list[str], script: Path, env: Mapping[str, str]
) -> None:
    done = subprocess.run(
        [shell, "--no-config", "-c", f"source {script}; complete --do-complete $ASKED"],
        env={**env, "ASKED": line},
        capture_output=True,
        text=True,
        check=True,
    )

    assert sorted(done.stdout.splitlines()) == sorted(offered)


def _typed(command: list[str], lines: list[str], env: Mapping[str, str]) -> str:
    """Return what an interactive shell shows when the lines are typed one after the other."""
    ours, theirs = pty.openpty()
    shell = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=env, start_new_session=True
    )
    os.close(theirs)
    try:
        shown = _until(ours, "first> ")
        for line in lines:
            os.write(ours, line.encode())
            shown += _until(ours, "\nready> ")
    finally:
        shell.kill()
        shell.wait()
        os.close(ours)
    return shown


def _until(terminal: int, mark: str) -> str:
    shown = ""
    while mark not in shown:
        assert select.select([terminal], [], [], 30)[0], shown
        shown += os.read(terminal, 65536).decode().replace("\r", "")
    return shown
