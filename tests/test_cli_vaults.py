"""Vaults in other people's habits: every command answers, and says what it could not read."""

import json
from pathlib import Path

import pytest

from tests.commandline import PROJECT, run

VAULTS = sorted(path for path in (PROJECT / "tests" / "vaults").iterdir() if path.is_dir())


@pytest.mark.parametrize("vault", VAULTS, ids=lambda path: path.name)
def test_every_command_answers(vault: Path) -> None:
    index = json.loads(run("index", "--format", "json", vault=vault).out)
    people = json.loads(run("who", "--format", "json", vault=vault).out)["items"]
    lists = [run(*words, vault=vault) for words in (("today",), ("report", "follow-ups"))]
    briefs = [run("brief", item["path"], "-q", vault=vault) for item in people]
    reasons = [run("why", item["path"], "-q", vault=vault) for item in people]

    assert index["people"] >= len(people) > 0
    assert [result.code for result in (*lists, *briefs, *reasons)] == [0] * (2 + 2 * len(people))
    assert all(result.out for result in (*briefs, *reasons))


@pytest.mark.parametrize("vault", VAULTS, ids=lambda path: path.name)
def test_the_exit_codes_and_the_remark_agree_with_the_problems(vault: Path) -> None:
    problems = json.loads(run("check", "--format", "json", vault=vault).out)["problems"]
    unread = len({each["path"] for each in problems if each["level"] == "error"})
    dubious = any(each["level"] != "note" for each in problems)

    assert run("check", vault=vault).code == (1 if dubious else 0)
    assert run("check", vault=vault).out.count("\n") == len(problems)
    assert run("index", vault=vault).code == (3 if unread else 0)
    said = run("who", vault=vault).err
    assert said.startswith(f"{unread} note") if unread else said == ""
