"""Where results go: formats, files, pipes, and nothing else on the standard output."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commandline import run, start

LISTS = (
    ("today",),
    ("report", "follow-ups"),
    ("report", "birthdays"),
    ("who",),
    ("find", "coffee"),
)


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
@pytest.mark.parametrize("layout", ["text", "md", "json", "csv", "tsv", "html", "path"])
def test_every_list_comes_in_every_format(
    words: tuple[str, ...], layout: str, example_vault: Path
) -> None:
    result = run(*words, "--format", layout, vault=example_vault)

    assert result.code == 0
    assert result.out.endswith("\n")
    assert result.err == "1 note could not be read: vault-tool check\n"


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
def test_the_rows_of_csv_are_the_items_of_json(words: tuple[str, ...], example_vault: Path) -> None:
    items = json.loads(run(*words, "--format", "json", vault=example_vault).out)["items"]
    rows = list(
        csv.DictReader(io.StringIO(run(*words, "--format", "csv", vault=example_vault).out))
    )

    assert [row["path"] for row in rows] == [item["path"] for item in items]


def test_a_path_is_good_from_any_folder(example_vault: Path) -> None:
    lines = run("who", "--format", "path", vault=example_vault).out.splitlines()

    assert len(lines) == 32
    assert all(Path(line).is_absolute() and Path(line).is_file() for line in lines)


def test_paths_can_end_with_nul_for_xargs(example_vault: Path) -> None:
    as_lines = run("who", "--format", "path", vault=example_vault).out
    ended = run("who", "-0", vault=example_vault).out

    assert ended == as_lines.replace("\n", "\0")


def test_nul_without_paths_is_refused(example_vault: Path) -> None:
    result = run("who", "-0", "--format", "json", vault=example_vault)

    assert result.code == 2
    assert "-0 separates paths" in result.err


@pytest.mark.parametrize(
    ("name", "beginning"),
    [
        ("who.txt", "32 people\n"),
        ("who.md", "# 32 people\n"),
        ("who.json", "{\n"),
        ("who.CSV", "name,path,"),
        ("who.tsv", "name\tpath\t"),
        ("who.html", "<!doctype html>"),
        ("who", "32 people\n"),
    ],
)
def test_the_ending_of_the_file_picks_the_format(
    name: str, beginning: str, example_vault: Path, tmp_path: Path
) -> None:
    result = run("who", "-o", str(tmp_path / name), vault=example_vault)

    assert result.code == 0
    assert result.out == ""
    assert (tmp_path / name).read_text("utf-8").lower().startswith(beginning.lower())


def test_a_named_format_wins_over_the_ending(example_vault: Path, tmp_path: Path) -> None:
    run("who", "-o", str(tmp_path / "who.txt"), "--format", "json", vault=example_vault)

    assert json.loads((tmp_path / "who.txt").read_text("utf-8"))["schema"] == 1


def test_a_file_that_is_there_is_replaced_whole_and_keeps_its_mode(
    example_vault: Path, tmp_path: Path
) -> None:
    target = tmp_path / "who.txt"
    target.write_text("x" * 100_000)
    target.chmod(0o600)

    run("who", "-o", str(target), vault=example_vault)

    assert target.read_text("utf-8").startswith("32 people\n")
    assert target.stat().st_mode & 0o777 == 0o600
    assert os.listdir(tmp_path) == ["who.txt"]


@pytest.mark.parametrize("place", ["who.md", "Reports/who.md", "People/Giulia Rossi.md"])
def test_nothing_is_written_into_the_vault(place: str, example_vault: Path) -> None:
    before = sorted(example_vault.rglob("*"))

    result = run("who", "-o", str(example_vault / place), vault=example_vault)

    assert result.code == 2
    assert "lies in the vault" in result.err
    assert sorted(example_vault.rglob("*")) == before


def test_a_list_of_reports_is_not_written_into_the_vault_either(example_vault: Path) -> None:
    result = run("report", "--list", "-o", str(example_vault / "reports.txt"), vault=example_vault)

    assert result.code == 2
    assert not (example_vault / "reports.txt").exists()


def test_a_link_into_the_vault_is_no_way_to_write_there(
    example_vault: Path, tmp_path: Path
) -> None:
    note = example_vault / "Home.md"
    (tmp_path / "out.md").symlink_to(note)
    before = note.read_bytes()

    result = run("who", "-o", str(tmp_path / "out.md"), vault=example_vault)

    assert result.code == 2
    assert note.read_bytes() == before


def test_a_dash_is_the_standard_output(example_vault: Path) -> None:
    assert run("who", "-o", "-", vault=example_vault).out.startswith("32 people\n")


def test_quiet_leaves_the_result_and_nothing_else(example_vault: Path) -> None:
    result = run("today", "--quiet", vault=example_vault)

    assert result.out.startswith("Monday 23 November 2026\n")
    assert result.err == ""


def test_a_closed_pipe_is_no_error(example_vault: Path) -> None:
    words = ("who", "--format", "json", "-C", str(example_vault))
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "vault_tool", *words],
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writer)

    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert "Broken pipe" not in done.stderr


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_stream_that_is_closed_is_no_error(closed: str, example_vault: Path) -> None:
    asked = f'"{sys.executable}" -m vault_tool -C "{example_vault}" who {closed}'

    done = subprocess.run(["sh", "-c", asked], capture_output=True, text=True, check=False)

    assert done.returncode == 0
    assert "Traceback" not in done.stderr


def test_an_interrupt_is_silent(tmp_path: Path) -> None:
    (tmp_path / "Long.md").write_text("a long line about nothing in particular\n" * 5000)
    working = start("find", "particular", "-C", str(tmp_path))
    assert working.stdout is not None
    working.stdout.read(1)  # it writes more than a pipe holds, and now waits for us to read on
    working.send_signal(signal.SIGINT)
    _, err = working.communicate()

    assert working.returncode == 130
    assert err == b""


def test_an_unwritable_place_is_told_in_one_line(example_vault: Path, tmp_path: Path) -> None:
    result = run("who", "-o", str(tmp_path / "no" / "who.md"), vault=example_vault)

    assert result.code == 2
    assert result.err.startswith("vault-tool: ")
    assert "No such file or directory" in result.err


@pytest.mark.parametrize(
    ("words", "drawn"), [(("find", "oven"), "1 Ada oven"), (("check",), "1 value")]
)
def test_lines_for_editors_are_drawn_from_a_template_too(
    words: tuple[str, ...], drawn: str, tmp_path: Path
) -> None:
    own = tmp_path / "Templates" / "vault-tool" / "reports"
    own.mkdir(parents=True)
    (own / "find.md").write_text("{% for item in items %}1 {{ item.name }} {{ query }}{% endfor %}")
    (own / "check.md").write_text("{% for each in problems %}1 {{ each.code }}{% endfor %}")
    (tmp_path / "People").mkdir()
    (tmp_path / "People" / "Ada.md").write_text("---\nweight: heavy\n---\nthe oven\n")

    assert run(*words, vault=tmp_path).out == f"{drawn}\n"
