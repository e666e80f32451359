"""The merge driver as git starts it, and what is left when it cannot do its work."""

import os
from pathlib import Path

import pytest

from tests.commandline import PROJECT, start
from tests.devices import NAME, NOTE, another_device, committed, first_device, git, needs_git
from vault_tool.sync.driver import MERGED, OPEN, drive
from vault_tool.sync.git import driver_command
from vault_tool.sync.state import unmerged

pytestmark = needs_git

OURS = NOTE.replace("[choir]", "[choir, walks]") + "- 2026-09-09 call\n"
THEIRS = NOTE.replace("[choir]", "[choir, tea]") + "- 2026-09-05 coffee\n"
BOTH = NOTE.replace("[choir]", "[choir, tea, walks]") + "- 2026-09-05 coffee\n- 2026-09-09 call\n"
PYTHON = {"PYTHONPATH": str(PROJECT)}
FALLBACK = "|| { test $? -eq 9 && exit 1; git merge-file -L ours -L base -L theirs %A %O %B; }"


@pytest.fixture
def laptop(tmp_path: Path) -> Path:
    """Return a device that was changed beside another one, and has fetched."""
    laptop = first_device(tmp_path)
    phone = another_device(tmp_path, "phone")
    committed(phone, THEIRS)
    git(phone, "push", "-q")
    committed(laptop, OURS)
    git(laptop, "fetch", "-q")
    return laptop


def with_driver(laptop: Path, command: str) -> None:
    git(laptop, "config", "merge.vault.driver", command)


@pytest.mark.parametrize("way", ["merge", "rebase", "cherry-pick", "stash"])
def test_however_git_joins_two_versions_both_are_there(way: str, laptop: Path) -> None:
    if way == "stash":
        git(laptop, "reset", "-q", "--soft", "HEAD~1")
        git(laptop, "stash", "-q")
        git(laptop, "merge", "-q", "origin/main")
        git(laptop, "stash", "pop", "-q")
    else:
        git(laptop, way, "origin/main")

    assert (laptop / NAME).read_text() == BOTH


def test_a_value_told_differently_stops_the_merge_and_leaves_a_valid_note(laptop: Path) -> None:
    committed(laptop, OURS.replace("ada@", "a@"))
    committed(laptop, OURS.replace("ada@", "neri@"))
    git(laptop, "checkout", "-q", "-b", "other", "HEAD~1")
    committed(laptop, OURS.replace("ada@", "an@"))

    git(laptop, "merge", "main", ok=False)

    text = (laptop / NAME).read_text()
    assert "email: an@example.org\n# CONFLICT other side: email: neri@example.org\n" in text
    assert "<<<<<<<" not in text
    assert [each.path for each in unmerged(laptop)] == [NAME]


BROKEN = {
    "missing": f"/nowhere/vault-tool merge-driver %O %A %B %P {FALLBACK}",
    "no such command": f"vault-tool-that-is-not %O %A %B %P {FALLBACK}",
    "crashing": f"sh -c 'exit 1' {FALLBACK}",
    "a python that fails": f"python3 -c 'raise SystemError' {FALLBACK}",
    "killed": f"sh -c 'kill -KILL $$' {FALLBACK}",
    "hanging": driver_command().replace("30 %O", "1 /tmp/nothing/%O").replace("/tmp/nothing/%O", "{fifo}"),
}  # fmt: skip


@pytest.mark.parametrize("how", BROKEN)
def test_a_driver_that_cannot_work_leaves_both_sides_between_marks(how: str, laptop: Path) -> None:
    fifo = laptop.parent / "fifo"
    os.mkfifo(fifo)
    with_driver(laptop, BROKEN[how].replace("{fifo}", str(fifo)))

    git(laptop, "merge", "origin/main", ok=False, env=PYTHON)

    text = (laptop / NAME).read_text()
    assert all(line in text for line in ("<<<<<<< ours", "2026-09-09 call", "2026-09-05 coffee"))
    assert all(tags in text for tags in ("[choir, walks]", "[choir, tea]"))


def test_without_a_driver_git_marks_the_place_itself(laptop: Path) -> None:
    git(laptop, "config", "--remove-section", "merge.vault")

    git(laptop, "merge", "origin/main", ok=False)

    assert "<<<<<<< HEAD" in (laptop / NAME).read_text()


def test_a_package_in_the_vault_is_not_what_git_starts(laptop: Path) -> None:
    evil = laptop / "vault_tool"
    evil.mkdir()
    for name in ("__init__.py", "__main__.py"):
        (evil / name).write_text("open('/tmp/pwned-by-a-vault', 'w')\nraise SystemExit(0)\n")
    (laptop / "re.py").write_text("raise SystemExit(0)\n")

    git(laptop, "merge", "origin/main")

    assert (laptop / NAME).read_text() == BOTH
    assert not Path("/tmp/pwned-by-a-vault").exists()


def test_a_name_that_is_a_command_is_only_a_name(tmp_path: Path) -> None:
    laptop = first_device(tmp_path)
    name = "People/$(touch pwned) `touch pwned`;touch pwned.md"
    committed(laptop, NOTE, name)
    git(laptop, "push", "-q")
    phone = another_device(tmp_path, "phone")
    committed(phone, THEIRS, name)
    committed(laptop, OURS, name)
    git(laptop, "pull", "-q", str(phone), "main")

    assert (laptop / name).read_text() == BOTH
    assert not list(tmp_path.rglob("pwned"))


def test_the_vault_s_own_names_of_properties_are_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".vault-tool").mkdir()
    (tmp_path / ".vault-tool/config.toml").write_text('[properties]\nsentita = "last_contact"\n')
    days = ("2026-01-01", "2026-03-01", "2026-02-01")
    for name, day in zip("OAB", days, strict=True):
        (tmp_path / name).write_text(f"---\nsentita: {day}\n---\n")
    monkeypatch.chdir(tmp_path)

    assert drive(["O", "A", "B", "People/Ada.md"]) == MERGED
    assert (tmp_path / "A").read_text() == "---\nsentita: 2026-03-01\n---\n"


def test_what_is_no_text_stays_ours_for_git_to_ask_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, data in (("O", b"a"), ("A", b"b\0"), ("B", b"c\0")):
        (tmp_path / name).write_bytes(data)
    monkeypatch.chdir(tmp_path)

    assert drive(["O", "A", "B", "x.md"]) == OPEN
    assert (tmp_path / "A").read_bytes() == b"b\0"


def test_the_driver_needs_neither_the_command_line_nor_the_index(tmp_path: Path) -> None:
    for name, text in (("O", NOTE), ("A", OURS), ("B", THEIRS)):
        (tmp_path / name).write_text(text)
    code = (
        "import sys; from vault_tool.cli import main\n"
        "try: main.main(['merge-driver', 'O', 'A', 'B', 'x.md'])\n"
        "except SystemExit as done: assert done.code == 0\n"
        "heavy = {'click', 'sqlite3', 'jinja2', 'watchdog', 'vault_tool.index', 'babel'}\n"
        "print(heavy & set(sys.modules))"
    )
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={**os.environ, **PYTHON},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "set()\n"


def test_words_that_are_missing_are_asked_for() -> None:
    done = start("merge-driver", "a")

    assert done.communicate()[1] == b"merge-driver needs what git hands over: %O %A %B %P\n"
    assert done.returncode == 2
