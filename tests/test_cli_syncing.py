"""`sync`, `conflicts` and `resolve`, with devices that share a repository."""

import json
from pathlib import Path

import pytest

from tests.commandline import run
from tests.devices import NAME, NOTE, another_device, first_device, git, needs_git, settings_in
from vault_tool.vault.attributes import (
    lacks_driver,
    with_attribute,
    with_ignored,
    without_ours,
)

pytestmark = needs_git


@pytest.fixture
def devices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    laptop = first_device(tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    return laptop, another_device(tmp_path, "phone")


def written(device: Path, old: str, new: str) -> None:
    path = device / NAME
    path.write_text(path.read_text().replace(old, new, 1))


def test_two_devices_come_into_step(devices: tuple[Path, Path]) -> None:
    laptop, phone = devices
    run("log", "coffee with Ada", vault=laptop)
    run("log", "2026-11-20: call with Ada", vault=phone)

    assert run("sync", vault=phone).out == f"{NAME}\nCommitted: Notes: Ada Neri\nSent 1 commit.\n"
    assert "Received 1 commit from other devices." in run("sync", vault=laptop).out
    assert "Received 2 commits from other devices." in run("sync", vault=phone).out
    assert (laptop / NAME).read_text() == (phone / NAME).read_text()
    assert (laptop / NAME).read_text().endswith("- 2026-11-20 call\n- 2026-11-23 coffee\n")
    assert run("sync", vault=laptop).out == "All devices are in step.\n"


def test_a_difference_stops_and_names_the_next_step(devices: tuple[Path, Path]) -> None:
    laptop, phone = devices
    written(laptop, "ada@", "a.neri@")
    written(phone, "ada@", "neri@")
    run("sync", vault=phone)

    stopped = run("sync", vault=laptop)

    assert stopped.code == 2
    assert "vault-tool resolve 'People/Ada Neri.md' --keep" in stopped.err
    assert run("sync", vault=laptop).err == stopped.err
    assert (
        'about "email": "a.neri@example.org" or "neri@example.org"'
        in run("conflicts", vault=laptop).out
    )
    assert run("check", vault=laptop).code == 1
    assert run("resolve", NAME, "email", "--other", vault=laptop).code == 0
    assert run("conflicts", vault=laptop) == (0, "", "")
    assert run("sync", vault=laptop).code == 0
    assert run("sync", vault=phone).code == 0
    assert (
        (laptop / NAME).read_text() == (phone / NAME).read_text() == NOTE.replace("ada@", "neri@")
    )


def test_text_between_marks_is_resolved_by_hand_or_by_a_side(devices: tuple[Path, Path]) -> None:
    laptop, phone = devices
    written(laptop, "Met at the beach", "Met in Rimini")
    written(phone, "Met at the beach", "Met in July")
    run("sync", vault=phone)
    run("sync", vault=laptop)
    assert "<<<<<<< ours\nMet in Rimini.\n=======\nMet in July." in (laptop / NAME).read_text()

    assert run("resolve", "ada", "--both", vault=laptop).code == 0

    assert "Met in Rimini.\nMet in July.\n" in (laptop / NAME).read_text()
    assert run("sync", vault=laptop).code == 0


def test_a_note_deleted_here_and_changed_there_can_be_kept(devices: tuple[Path, Path]) -> None:
    laptop, phone = devices
    (phone / NAME).unlink()
    run("log", "coffee with Ada", vault=laptop)
    run("sync", vault=phone)
    assert run("sync", vault=laptop).code == 2
    assert "one device changed this file and another one deleted it" in (
        run("conflicts", vault=laptop).out
    )

    run("resolve", NAME, "--keep", vault=laptop)

    assert run("sync", vault=laptop).code == 0
    assert run("sync", vault=phone).code == 0
    assert "coffee" in (phone / NAME).read_text()


def test_a_note_deleted_there_and_changed_here_can_go(devices: tuple[Path, Path]) -> None:
    laptop, phone = devices
    (laptop / "Home.md").write_text("home\n")
    (phone / NAME).unlink()
    run("log", "coffee with Ada", vault=laptop)
    run("sync", vault=phone)
    run("sync", vault=laptop)

    run("resolve", NAME, "--other", vault=laptop)

    assert run("sync", vault=laptop).code == 0
    assert not (laptop / NAME).exists()


def test_what_three_devices_say_each_otherwise_is_all_shown(devices: tuple[Path, Path]) -> None:
    laptop, _ = devices
    sign = "# CONFLICT other side: email:"
    text = NOTE.replace(
        "email: ada@example.org\n", f"email: c@x.org\n{sign} a@x.org\n{sign} b@x.org\n"
    )
    (laptop / NAME).write_text(text)

    told = run("conflicts", vault=laptop).out
    assert 'several devices differ about "email": "c@x.org" or "a@x.org" or "b@x.org".' in told
    refused = run("resolve", "ada", "--other", vault=laptop)
    assert (refused.code, (laptop / NAME).read_text()) == (2, text)
    assert 'several devices say something else of "email"' in refused.err

    assert run("resolve", "ada", "--keep", vault=laptop).code == 0
    assert (laptop / NAME).read_text() == NOTE.replace("ada@example.org", "c@x.org")


def test_a_folder_here_and_a_file_there_of_one_name_both_stay(
    devices: tuple[Path, Path],
) -> None:
    laptop, phone = devices
    (laptop / "Trips").mkdir()
    (laptop / "Trips" / "Rimini.md").write_text("sea\n")
    (phone / "Trips").write_text("none yet\n")
    run("sync", vault=phone)

    result = run("sync", vault=laptop)

    assert result.code == 2
    assert "both versions are kept" in result.err
    assert (laptop / "Trips" / "Rimini.md").read_text() == "sea\n"
    assert "none yet\n" in [each.read_text() for each in laptop.glob("Trips*") if each.is_file()]


def test_a_note_that_got_two_names_keeps_whichever_one_likes(devices: tuple[Path, Path]) -> None:
    laptop, phone = devices
    written(laptop, "[choir]", "[choir, tea]")
    written(phone, "beach", "sea")
    for device, name in ((laptop, "Bruni"), (phone, "Verdi")):
        (device / NAME).rename(device / f"People/Ada {name}.md")
    run("sync", vault=phone)

    assert "People/Ada Bruni.md and 1 more" in run("sync", vault=laptop).err
    told = run("conflicts", vault=laptop).out
    assert told.count("two devices gave a note two names") == 2
    run("resolve", "People/Ada Bruni.md", "--keep", vault=laptop)
    run("resolve", "People/Ada Verdi.md", "--other", vault=laptop)

    assert run("sync", vault=laptop).code == 0
    assert run("sync", vault=phone).code == 0
    assert [each.name for each in (phone / "People").iterdir()] == ["Ada Bruni.md"]
    text = (phone / "People/Ada Bruni.md").read_text()
    assert text == NOTE.replace("[choir]", "[choir, tea]").replace("beach", "sea")


@pytest.mark.parametrize("keeps_link", [True, False])
@pytest.mark.parametrize("is_linked_here", [True, False])
def test_a_note_that_one_device_made_a_link_is_said_to_be_one(
    is_linked_here: bool, keeps_link: bool, devices: tuple[Path, Path]
) -> None:
    laptop, phone = devices
    linking, writing = devices if is_linked_here else (phone, laptop)
    (linking / "People/Bo.md").write_text("---\ntype: person\n---\n")
    (linking / NAME).unlink()
    (linking / NAME).symlink_to("Bo.md")
    written(writing, "beach", "sea")
    run("sync", vault=phone)
    assert run("sync", vault=laptop).code == 2
    (text,) = (each.relative_to(laptop).as_posix() for each in laptop.glob("People/*~*"))

    told = run("conflicts", vault=laptop).out

    assert "two names" not in told
    assert (
        f"made a symbolic link to Bo.md of this note; its text, as another one has it, is in {text}"
        in told
    )
    assert f"this is the text of {NAME}, of which one device made a symbolic link." in told
    if not keeps_link:
        assert f"mv '{text}' '{NAME}'" in told
        (laptop / text).rename(laptop / NAME)
        assert "as another one has it, was moved." in run("conflicts", vault=laptop).out
    assert run("resolve", NAME, "--keep", vault=laptop).code == 0
    assert run("resolve", text, "--keep" if not keeps_link else "--other", vault=laptop).code == 0
    assert run("sync", vault=laptop).code == 0
    assert run("sync", vault=phone).code == 0
    assert (phone / NAME).is_symlink() is keeps_link
    assert ("sea" in (phone / NAME).read_text()) is not keeps_link
    assert not (phone / text).exists()
    assert (phone / "People/Bo.md").exists()


@pytest.mark.parametrize(
    ("name", "mine", "other", "side", "wanted"),
    [
        ("a picture.png", b"\x89PNG\0a", b"\x89PNG\0b", "--keep", b"\x89PNG\0a"),
        ("a picture.png", b"\x89PNG\0a", b"\x89PNG\0b", "--other", b"\x89PNG\0b"),
        ("no text.md", b"a\0", b"b\0", "--other", b"b\0"),
        (".gitignore", b"a\n", b"b\n", "--both", b"a\nb\n"),
        (".gitignore", b"a\n", b"b\n", "--other", b"b\n"),
    ],
)
def test_a_file_that_is_no_note_can_be_chosen_too(
    name: str, mine: bytes, other: bytes, side: str, wanted: bytes, devices: tuple[Path, Path]
) -> None:
    laptop, phone = devices
    (laptop / name).write_bytes(mine)
    (phone / name).write_bytes(other)
    run("sync", vault=phone)
    assert run("sync", vault=laptop).code == 2
    assert "two devices differ about this file" in run("conflicts", vault=laptop).out

    assert run("resolve", name, side, vault=laptop).code == 0

    assert run("sync", vault=laptop).code == 0
    assert (laptop / name).read_bytes() == wanted
    assert run("conflicts", vault=laptop)[:2] == (0, "")


def test_of_a_picture_both_cannot_stay(devices: tuple[Path, Path]) -> None:
    laptop, phone = devices
    for device in devices:
        (device / "a.png").write_bytes(device.name.encode() + b"\0")
    run("sync", vault=phone)
    run("sync", vault=laptop)

    result = run("resolve", "a.png", "--both", vault=laptop)

    assert result.code == 2
    assert "one version can stay only" in result.err


def test_a_note_mended_by_hand_goes_on_when_git_is_told(devices: tuple[Path, Path]) -> None:
    laptop, phone = devices
    written(laptop, "Met at the beach", "Met in Rimini")
    written(phone, "Met at the beach", "Met in July")
    run("sync", vault=phone)
    run("sync", vault=laptop)
    mended = NOTE.replace("Met at the beach", "Met in Rimini in July")
    (laptop / NAME).write_text(mended)

    assert f"When it is: vault-tool resolve '{NAME}' --keep" in run("conflicts", vault=laptop).out
    refused = run("resolve", "ada", "--other", vault=laptop)
    assert (refused.code, (laptop / NAME).read_text()) == (2, mended)
    assert f"git show ':3:./{NAME}'" in refused.err
    assert "Met in July" in git(laptop, "show", f":3:./{NAME}")
    assert run("resolve", "ada", "--keep", vault=laptop).code == 0

    assert run("sync", vault=laptop).code == 0
    assert (laptop / NAME).read_text() == mended


def test_where_a_line_of_text_looks_like_the_mark_between_nothing_is_guessed(
    devices: tuple[Path, Path],
) -> None:
    laptop, _ = devices
    text = NOTE + "<<<<<<< ours\nRimini\n=======\nsun\n=======\nrain\n>>>>>>> theirs\n"
    (laptop / NAME).write_text(text)

    for side in ("--keep", "--other", "--both"):
        result = run("resolve", "ada", side, vault=laptop)
        assert result.code == 2
        assert "not certain where one side ends" in result.err

    assert (laptop / NAME).read_text() == text


def test_marks_in_the_properties_are_not_committed(devices: tuple[Path, Path]) -> None:
    laptop, _ = devices
    written(laptop, "email", "<<<<<<< HEAD\nemail")

    result = run("sync", vault=laptop)

    assert result.code == 2
    assert f"{NAME}: marks of a conflict stand in the properties" in result.err
    assert git(laptop, "log", "--oneline").count("\n") == 1


def test_without_a_connection_the_commit_waits(devices: tuple[Path, Path], tmp_path: Path) -> None:
    laptop, _ = devices
    run("log", "coffee with Ada", vault=laptop)
    (tmp_path / "hub.git").rename(tmp_path / "away.git")

    result = run("sync", vault=laptop)

    assert result.code == 0
    assert "The other side was not reached" in result.err
    (tmp_path / "away.git").rename(tmp_path / "hub.git")
    assert run("sync", vault=laptop).out == "Sent 1 commit.\n"


def test_a_lost_race_is_run_again(devices: tuple[Path, Path], tmp_path: Path) -> None:
    laptop, phone = devices
    run("log", "coffee with Ada", vault=laptop)
    run("log", "2026-11-20: call with Ada", vault=phone)
    git(phone, "commit", "-qam", "phone")
    hook = tmp_path / "hub.git" / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(
        "#!/bin/sh\nunset GIT_DIR GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY"
        f" GIT_ALTERNATE_OBJECT_DIRECTORIES\nrm '{hook}'\n"
        f"git -C '{phone}' push -q origin main\nexit 0\n"
    )
    hook.chmod(0o755)

    result = run("sync", vault=laptop)

    assert result.code == 0, result
    assert (laptop / NAME).read_text().endswith("- 2026-11-20 call\n- 2026-11-23 coffee\n")
    assert git(laptop, "rev-parse", "HEAD") == git(tmp_path / "hub.git", "rev-parse", "main")


def test_a_dry_run_says_what_would_be_committed(devices: tuple[Path, Path]) -> None:
    laptop, _ = devices
    run("log", "coffee with Ada", vault=laptop)
    (laptop / "new.md").write_text("x\n")

    result = run("sync", "--dry-run", "--format", "json", vault=laptop)

    told = json.loads(result.out)
    assert told["committed"] == [NAME, "new.md"]
    assert told["message"] == "Notes: Ada Neri, new"
    assert told["dry_run"] is True
    assert git(laptop, "status", "--porcelain") == ' M "People/Ada Neri.md"\n?? new.md\n'


def test_a_dry_run_commits_nothing_where_no_other_side_is_known(
    devices: tuple[Path, Path],
) -> None:
    laptop, _ = devices
    git(laptop, "remote", "remove", "origin")
    run("log", "coffee with Ada", vault=laptop)

    assert run("sync", "--dry-run", vault=laptop).out == f"{NAME}\nWould commit: Notes: Ada Neri\n"
    assert json.loads(run("sync", "--dry-run", "--format", "json", vault=laptop).out)["dry_run"]
    assert run("sync", vault=laptop).out == f"{NAME}\nCommitted: Notes: Ada Neri\n"


def test_what_is_handed_to_git_already_is_committed_as_it_is(devices: tuple[Path, Path]) -> None:
    laptop, phone = devices
    (laptop / "window.json").write_text("1")
    run("sync", vault=laptop)
    run("sync", vault=phone)
    git(laptop, "mv", NAME, "People/Ada Bruni.md")
    git(laptop, "rm", "-q", "--cached", "window.json")
    (laptop / ".gitignore").write_text("window.json\n")

    assert run("sync", vault=laptop).code == 0

    assert git(laptop, "ls-files", "People", "window.json") == "People/Ada Bruni.md\n"
    assert git(laptop, "status", "--porcelain") == ""
    assert (laptop / "window.json").read_text() == "1"


def test_what_is_handed_to_git_outside_of_the_vault_waits(devices: tuple[Path, Path]) -> None:
    laptop, _ = devices
    vault = laptop / "more"
    (vault / ".vault-tool").mkdir(parents=True)
    (vault / "Bea.md").write_text("tea\n")
    (laptop / "other.txt").write_text("x")
    git(laptop, "add", "other.txt")

    assert run("sync", vault=vault).code == 0

    assert git(laptop, "status", "--porcelain") == "A  other.txt\n"


def test_what_is_not_committed_is_not_merged_over(devices: tuple[Path, Path]) -> None:
    laptop, phone = devices
    (laptop / "more" / ".vault-tool").mkdir(parents=True)
    (laptop / "more" / "Bea.md").write_text("tea\n")
    run("log", "coffee with Ada", vault=phone)
    run("sync", vault=phone)
    written(laptop, "beach", "sea")

    result = run("sync", vault=laptop / "more")

    assert result.code == 2
    assert f"{NAME} changed here and is not committed" in result.err
    assert "sea" in (laptop / NAME).read_text()
    assert git(laptop, "status", "--porcelain") == f' M "{NAME}"\n'


def test_a_file_that_git_ignores_here_is_not_overwritten(devices: tuple[Path, Path]) -> None:
    laptop, phone = devices
    for device, text in ((laptop, "mine\n"), (phone, "theirs\n")):
        (device / "Private").mkdir()
        (device / "Private" / "x.md").write_text(text)
        (device / "Private" / "same.md").write_text("same\n")
    (laptop / ".git" / "info" / "exclude").write_text("Private/\n")
    run("sync", vault=phone)

    result = run("sync", vault=laptop)

    assert result.code == 2
    assert "Private/x.md is ignored by git here" in result.err
    assert (laptop / "Private" / "x.md").read_text() == "mine\n"
    git(laptop, "add", "-f", "Private/x.md")
    assert run("sync", vault=laptop).code == 2
    assert run("resolve", "Private/x.md", "--both", vault=laptop).code == 0
    assert run("sync", vault=laptop).code == 0
    assert (laptop / "Private" / "x.md").read_text() == "mine\ntheirs\n"


def test_branches_of_two_names_are_not_left_side_by_side(devices: tuple[Path, Path]) -> None:
    _, phone = devices
    git(phone, "branch", "--unset-upstream")
    git(phone, "branch", "-m", "master")
    run("log", "coffee with Ada", vault=phone)

    result = run("sync", vault=phone)

    assert result.code == 2
    assert "the other side calls its branch main, and this device master" in result.err
    assert "git branch -m main, then: vault-tool sync" in result.err
    git(phone, "branch", "-m", "main")
    assert run("sync", vault=phone).out == "Sent 1 commit.\n"


def test_of_several_other_sides_somebody_says_which(devices: tuple[Path, Path]) -> None:
    laptop, phone = devices
    git(laptop, "branch", "--unset-upstream")
    git(laptop, "remote", "add", "aside", str(phone))

    result = run("sync", vault=laptop)

    assert result.code == 2
    assert "git knows several other sides: aside, origin" in result.err
    git(laptop, "config", "branch.main.remote", "origin")
    git(laptop, "config", "branch.main.merge", "refs/heads/main")
    assert run("sync", vault=laptop).code == 0


def test_another_side_that_takes_nothing_is_not_said_to_be_faster(
    devices: tuple[Path, Path],
) -> None:
    laptop, phone = devices
    git(phone, "remote", "set-url", "origin", str(laptop))
    run("log", "coffee with Ada", vault=phone)

    result = run("sync", vault=phone)

    assert result.code == 2
    assert "does not take what is sent: branch is currently checked out" in result.err
    assert "git init --bare" in result.err


def test_what_somebody_began_is_ended_by_them(devices: tuple[Path, Path]) -> None:
    laptop, phone = devices
    written(laptop, "ada@", "a@")
    git(laptop, "commit", "-qam", "a")
    written(phone, "ada@", "b@")
    git(phone, "commit", "-qam", "b")
    git(laptop, "fetch", "-q", str(phone), "main")
    git(laptop, "rebase", "FETCH_HEAD", ok=False)

    result = run("sync", vault=laptop)

    assert result.code == 2
    assert "End it: git rebase --continue" in result.err


def test_a_vault_in_a_folder_of_a_repository_commits_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings_in(tmp_path)))
    vault = tmp_path / "home" / "vault"
    (vault / "People").mkdir(parents=True)
    (vault / NAME).write_text(NOTE)
    (tmp_path / "home" / "other.md").write_text("other\n")
    git(tmp_path / "home", "init", "-q", env={"GIT_CONFIG_GLOBAL": str(tmp_path / "gitconfig")})

    result = run("sync", vault=vault)

    assert result.code == 0
    assert "No other side is known yet" in result.err
    env = {"GIT_CONFIG_GLOBAL": str(tmp_path / "gitconfig")}
    assert git(tmp_path / "home", "ls-files", env=env) == '"vault/People/Ada Neri.md"\n'.replace(
        '"', ""
    )


def test_a_set_up_and_its_undo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings_in(tmp_path)))
    vault = tmp_path / "vault"
    (vault / "People").mkdir(parents=True)
    (vault / NAME).write_text(NOTE)
    (vault / ".gitignore").write_text("mine\n")

    assert "would run" in run("sync", "--setup", "--dry-run", vault=vault).out
    assert not (vault / ".git").exists()
    assert run("sync", "--setup", vault=vault).code == 0
    assert "--within 30 %O %A %B %P || {" in git(vault, "config", "merge.vault.driver")
    assert not lacks_driver(vault)
    assert run("sync", "--setup", vault=vault).out.count("\n") == 1
    planned = run("sync", "--setup", "--undo", "--dry-run", vault=vault).out
    assert "git would merge notes line by line again" in planned
    assert run("sync", "--setup", "--undo", vault=vault).code == 0
    assert git(vault, "config", "merge.vault.driver", ok=False) == ""
    assert not (vault / ".gitattributes").exists()
    assert (vault / ".gitignore").read_text() == "mine\n"


def test_init_with_git_makes_a_vault_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings_in(tmp_path)))

    assert run("init", "--git", str(tmp_path / "new")).code == 0

    assert (tmp_path / "new" / ".gitattributes").read_text().endswith("*.md merge=vault\n")
    assert "/Reports/\n" in (tmp_path / "new" / ".gitignore").read_text()
    assert (
        git(tmp_path / "new", "check-ignore", "Reports/x.md", "x.md", ok=False) == "Reports/x.md\n"
    )


def test_every_command_remarks_that_the_driver_is_missing(devices: tuple[Path, Path]) -> None:
    laptop, _ = devices
    said = "git does not merge notes by their meaning here: vault-tool sync --setup\n"
    assert said not in run("today", vault=laptop).err

    git(laptop, "config", "merge.vault.driver", "/gone/python -m vault_tool merge-driver")
    assert said in run("today", vault=laptop).err
    git(laptop, "config", "--remove-section", "merge.vault")
    assert said in run("today", vault=laptop).err
    assert run("today", "-q", vault=laptop).err == ""
    run("sync", "--setup", vault=laptop)
    assert said not in run("today", vault=laptop).err


def test_a_second_folder_of_files_is_reminded_too(devices: tuple[Path, Path]) -> None:
    laptop, _ = devices
    second = laptop.parent / "second"
    git(laptop, "worktree", "add", "-q", "-b", "second", str(second))
    assert not lacks_driver(second)

    git(laptop, "config", "--remove-section", "merge.vault")
    assert lacks_driver(second)


def test_attributes_and_ignored_files_are_added_once_and_taken_back() -> None:
    for add in (with_attribute, with_ignored):
        for before in (None, b"", b"mine", b"mine\n"):
            once = add(before)
            assert add(once) == once
            assert without_ours(once) == (b"mine\n" if before else None)


def test_a_note_resolved_is_taken_back_by_undo(devices: tuple[Path, Path]) -> None:
    laptop, _ = devices
    text = NOTE.replace("tags:", "# CONFLICT other side: type: x\ntags:")
    (laptop / NAME).write_text(text)
    assert run("resolve", "ada", vault=laptop).code == 2

    run("resolve", "ada", "type", "--keep", vault=laptop)
    assert (laptop / NAME).read_text() == NOTE
    run("undo", vault=laptop)
    assert (laptop / NAME).read_text() == text


COPIES = (
    "Ada Neri (Conflicted copy phone 202611201010).md",
    "Ada Neri.sync-conflict-20261120-101010-ABCDEFG.md",
    "Ada Neri (Bea's conflicted copy 2026-11-20).md",
    "Ada Neri (conflicted copy 2026-11-20 101010).md",
    "Ada Neri.conflict-20261120-101010.md",
    "Ada Neri (Bea's MacBook (2)'s conflicted copy 2026-11-20).md",
    "Ada Neri_conflict-20261120-101010.md",
    "Ada Neri (Case Conflict).md",
    "Ada Neri.sync-conflict-20261120-101010-ABCDEFG.sync-conflict-20261121-101010-ABCDEFG.md",
)


def note_with_copy(folder: Path, copy: str, text: str) -> Path:
    (folder / "People").mkdir()
    (folder / NAME).write_text(NOTE + "- 2026-09-09 call\n")
    (folder / "People" / copy).write_text(text)
    return folder


@pytest.mark.parametrize("copy", COPIES)
def test_a_copy_of_any_syncing_program_goes_back_into_its_note(copy: str, tmp_path: Path) -> None:
    vault = note_with_copy(tmp_path, copy, NOTE + "- 2026-09-05 coffee\n")
    assert "vault-tool merge-copies" in run("check", vault=vault).out

    result = run("merge-copies", vault=vault)

    assert (result.code, result.err) == (0, f"Removed: People/{copy}\n")
    assert "+- 2026-09-05 coffee\n" in result.out
    assert (vault / NAME).read_text() == NOTE + "- 2026-09-05 coffee\n- 2026-09-09 call\n"
    assert run("check", vault=vault).out == ""
    run("undo", vault=vault)
    assert (vault / "People" / copy).read_text() == NOTE + "- 2026-09-05 coffee\n"


def test_a_copy_that_tells_something_else_is_kept_from_both(tmp_path: Path) -> None:
    vault = note_with_copy(
        tmp_path, COPIES[1], NOTE.replace("ada@", "neri@").replace("choir", "tea")
    )

    result = run("merge-copies", vault=vault)

    text = (vault / NAME).read_text()
    assert "vault-tool conflicts" in result.err
    assert "email: ada@example.org\n# CONFLICT other side: email: neri@example.org\n" in text
    assert "tags: [choir, tea]\n" in text


def test_a_copy_that_nobody_can_read_waits_and_the_others_do_not(tmp_path: Path) -> None:
    vault = note_with_copy(tmp_path, COPIES[1], "---\ntags: [\n---\nwords\n")
    (vault / "People" / "Bea.md").write_text(NOTE)
    (vault / "People" / COPIES[1].replace("Ada Neri", "Bea")).write_text(NOTE)

    result = run("merge-copies", vault=vault)

    assert result.code == 0
    assert f"People/{COPIES[1]}: its properties cannot be read" in result.err
    assert (vault / NAME).read_text() == NOTE + "- 2026-09-09 call\n"
    assert (vault / "People" / COPIES[1]).exists()
    assert not (vault / "People" / COPIES[1].replace("Ada Neri", "Bea")).exists()
    assert run("merge-copies", f"People/{COPIES[1]}", vault=vault).code == 2


def test_a_copy_that_icloud_made_has_to_be_named(tmp_path: Path) -> None:
    vault = note_with_copy(tmp_path, "Ada Neri 2.md", NOTE + "- 2026-09-05 coffee\n")
    assert "numbered-copy" in run("check", "--format", "json", vault=vault).out
    assert run("merge-copies", vault=vault).err == "There is no copy to merge.\n"
    assert run("merge-copies", NAME, vault=vault).code == 2

    assert run("merge-copies", "People/Ada Neri 2.md", vault=vault).code == 0

    assert "coffee\n- 2026-09-09 call\n" in (vault / NAME).read_text()
    assert not (vault / "People/Ada Neri 2.md").exists()


def test_a_number_alone_makes_no_copy(tmp_path: Path) -> None:
    vault = note_with_copy(tmp_path, "Ada Neri 2.md", "---\ntype: person\n---\n- 2026-10-10 met\n")

    assert "numbered-copy" not in run("check", "--format", "json", vault=vault).out


def test_a_copy_whose_note_is_gone_becomes_the_note(tmp_path: Path) -> None:
    vault = note_with_copy(tmp_path, COPIES[1], NOTE)
    (vault / NAME).unlink()
    (vault / "Home.md").write_text("home\n")

    run("merge-copies", vault=vault)

    assert (vault / NAME).read_text() == NOTE
    assert not (vault / "People" / COPIES[1]).exists()


def test_brief_tells_what_is_new_since_the_last_talk(devices: tuple[Path, Path]) -> None:
    laptop, _ = devices
    written(laptop, "tags:", "role: baker\ntags:")
    git(laptop, "commit", "-qam", "September", "--amend", "--date=2026-09-02T20:00:00")
    run("set", "ada", "role=pastry cook", vault=laptop)
    run("rename", "ada", "Ada Bruni", vault=laptop)
    git(laptop, "add", "-A")
    git(laptop, "commit", "-qm", "later")
    now = laptop / "People/Ada Bruni.md"
    now.write_text(now.read_text().replace("Met at", "She has a dog.\n\nMet at"))

    told = json.loads(run("brief", "ada", "--format", "json", vault=laptop).out)["changed"]

    assert {"key": "role", "before": ["baker"], "now": ["pastry cook"]} in told
    assert {"key": None, "before": [], "now": ["She has a dog."]} in told
    shown = run("brief", "ada", vault=laptop).out
    assert "New in their note since you last talked\n" in shown
    assert "baker → pastry cook" in shown
    italian = run("brief", "ada", "--lang", "it", vault=laptop).out
    assert "Di nuovo nella sua nota dall'ultima volta\n" in italian


def test_brief_says_nothing_of_a_history_that_begins_later(devices: tuple[Path, Path]) -> None:
    laptop, _ = devices
    run("set", "ada", "role=cook", vault=laptop)

    assert json.loads(run("brief", "ada", "--format", "json", vault=laptop).out)["changed"] == []


def test_two_vaults_that_began_apart_are_joined_when_somebody_says_so(
    devices: tuple[Path, Path], tmp_path: Path
) -> None:
    run("sync", vault=devices[0])
    tablet = tmp_path / "tablet"
    (tablet / "People").mkdir(parents=True)
    (tablet / NAME).write_text(NOTE.replace("choir", "tea") + "- 2026-09-09 call\n")
    run("sync", "--setup", vault=tablet)
    git(tablet, "remote", "add", "origin", str(tmp_path / "hub.git"))

    result = run("sync", vault=tablet)

    assert "git merge --allow-unrelated-histories origin/main" in result.err
    git(tablet, "merge", "-q", "--allow-unrelated-histories", "origin/main", ok=False)
    assert (tablet / NAME).read_text() == NOTE.replace(
        "choir", "choir, tea"
    ) + "- 2026-09-09 call\n"
    git(tablet, "checkout", "-q", "--ours", ".gitattributes")
    git(tablet, "add", "-A")
    assert run("sync", vault=tablet).code == 0
    assert run("sync", vault=devices[0]).code == 0
    assert (devices[0] / NAME).read_text() == (tablet / NAME).read_text()


def test_a_repository_without_a_commit_takes_what_the_others_have(
    devices: tuple[Path, Path], tmp_path: Path
) -> None:
    tablet = tmp_path / "tablet"
    (tablet / ".vault-tool").mkdir(parents=True)
    (tablet / "Private.md").write_text("mine\n")
    git(tablet, "init", "-q")
    (tablet / ".git" / "info" / "exclude").write_text("Private.md\n")
    git(tablet, "remote", "add", "origin", str(tmp_path / "hub.git"))

    assert run("sync", vault=tablet).out == "Received 1 commit from other devices.\n"
    assert (tablet / NAME).read_text() == NOTE
    assert (tablet / "Private.md").read_text() == "mine\n"


def test_a_vault_of_one_device_is_not_said_to_be_in_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings_in(tmp_path)))
    run("init", "--git", str(tmp_path / "new"))
    run("sync", vault=tmp_path / "new")

    assert run("sync", vault=tmp_path / "new").out == "Nothing was changed here.\n"


def test_git_has_to_know_who_one_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gitconfig").write_text("[user]\nuseConfigOnly = true\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    run("init", "--git", str(tmp_path / "new"))

    result = run("sync", vault=tmp_path / "new")

    assert result.code == 2
    assert "git config --global user.name" in result.err


def test_also_for_a_merge(
    devices: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop, phone = devices
    run("log", "coffee with Ada", vault=laptop)
    git(laptop, "commit", "-qam", "laptop")
    run("log", "2026-11-20: call with Ada", vault=phone)
    run("sync", vault=phone)
    (tmp_path / "gitconfig").write_text("[user]\nuseConfigOnly = true\n")

    result = run("sync", vault=laptop)

    assert result.code == 2
    assert "git config --global user.name" in result.err
