"""Whatever happens on the disk, the index a watcher leaves is what a rebuild gives.

Each scenario goes on while the watcher runs; then the tree rests, and nobody but the watcher looks.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.watched import git, notes_in, watching
from vault_tool.index.watch import watched_inodes

Scenario = Callable[[Path], None]


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    (root / ".vault-tool").mkdir(parents=True)
    (root / ".vault-tool" / "config.toml").write_text("per_day = 3\n")
    (root / "Home.md").write_text("a garden\n")
    notes_in(root, 12)
    notes_in(root, 12, "Journal/Old")
    return root


def write_new(root: Path) -> None:
    (root / "People" / "Zoë.md").write_text("- 2026-11-20 coffee\n")


def write_deep_at_once(root: Path) -> None:
    for number in range(30):
        deep = root / "New" / f"{number}" / "and" / "deeper"
        deep.mkdir(parents=True)
        (deep / f"Note {number}.md").write_text("- 2026-11-20 call\n")


def move_folders(root: Path) -> None:
    outside = root.parent / "outside"
    (root / "Journal").rename(outside)
    time.sleep(0.3)
    (root / "People").rename(root / "Friends")
    notes_in(outside, 3, "More")
    outside.rename(root / "Back")
    time.sleep(0.7)
    (root / "Back" / "More" / "Person 1.md").write_text("- 2026-11-21 call: moved in\n")


def move_out_for_good(root: Path) -> None:
    (root / "Journal").rename(root.parent / "gone")
    time.sleep(1)
    (root.parent / "gone" / "Old" / "Person 1.md").write_text("nobody sees this\n")


def replace_the_root(root: Path) -> None:
    root.rename(root.parent / "before")
    notes_in(root, 5)
    time.sleep(1.5)
    (root / "People" / "Person 2.md").write_text("- 2026-11-22 call: in the new place\n")
    (root.parent / "before" / "Home.md").write_text("in the old place\n")


def delete_and_make_the_root_again(root: Path) -> None:
    shutil.rmtree(root)
    time.sleep(1.5)
    notes_in(root, 4)
    time.sleep(1.5)
    notes_in(root, 6, "People/Later")


def edit_unseen(root: Path) -> None:
    """Change a note, keep its size and put its time back."""
    file = root / "People" / "Person 3.md"
    its = file.stat()
    file.write_bytes(file.read_bytes().replace(b"call", b"beer"))
    os.utime(file, ns=(its.st_atime_ns, its.st_mtime_ns))


def edit_by_another_name(root: Path) -> None:
    """Change a note through a hard link outside the vault, of which no event tells."""
    other = root.parent / "another name"
    os.link(root / "People" / "Person 4.md", other)
    time.sleep(0.5)
    with other.open("a") as file:
        file.write("- 2026-11-23 letter\n")


def save_as_vim(root: Path) -> None:
    file = root / "People" / "Person 5.md"
    (file.parent / ".Person 5.md.swp").write_text("swap")
    (file.parent / "4913").write_text("")
    (file.parent / "4913").unlink()
    file.rename(f"{file}~")
    file.write_text("- 2026-11-20 call: vim\n")
    Path(f"{file}~").unlink()
    (file.parent / ".Person 5.md.swp").unlink()


def save_as_vs_code(root: Path) -> None:
    file = root / "People" / "Person 6.md"
    for text in ("- 2026-11-20 call: one\n", "- 2026-11-20 call: one and two\n"):
        with file.open("r+") as opened:
            opened.truncate(0)
            opened.flush()
            opened.write(text)


def save_atomically(root: Path) -> None:
    file = root / "People" / "Person 7.md"
    for number in range(20):
        draft = file.with_name(f".~tmp{number}")
        draft.write_text(f"- 2026-11-20 call: {number}\n")
        draft.replace(file)


def save_as_obsidian(root: Path) -> None:
    """Rewrite a note in place, and the workspace beside it, as every keystroke does."""
    (root / ".obsidian").mkdir(exist_ok=True)
    for number in range(10):
        (root / "People" / "Person 8.md").write_text(
            f"---\nweight: {number % 5 + 1}\n---\n- 2026-11-20 call\n"
        )
        (root / ".obsidian" / "workspace.json").write_text(f'{{"n": {number}}}')
        time.sleep(0.05)


def switch_branches(root: Path, notes: int = 300) -> None:
    notes_in(root, notes, "People/Many")
    git(root, "init", "-q", "-b", "one")
    git(root, "add", ".")
    git(root, "commit", "-qm", "one")
    git(root, "checkout", "-qb", "two")
    for file in (root / "People" / "Many").iterdir():
        file.write_text(file.read_text() + "- 2026-11-23 letter\n")
    git(root, "commit", "-qam", "two")
    for branch in ("one", "two", "one"):
        git(root, "checkout", "-q", branch)


def copy_and_remove_in_turns(root: Path) -> None:
    for number in range(8):
        shutil.copytree(root / "People", root / f"Copy {number % 3}", dirs_exist_ok=True)
        if number % 2:
            shutil.rmtree(root / f"Copy {(number - 1) % 3}")


def change_the_settings(root: Path) -> None:
    (root / ".vault-tool" / "config.toml").write_text('exclude = ["Journal"]\n')


def break_and_mend_the_settings(root: Path) -> None:
    (root / ".vault-tool" / "config.toml").write_text("per_day = \n")
    time.sleep(1)
    write_new(root)
    (root / ".vault-tool" / "config.toml").write_text("per_day = 4\n")


def names_that_are_odd(root: Path) -> None:
    (root / "a\nb.md").write_text("- 2026-11-20 call\n")
    (root / "x.md").mkdir()
    (root / "x.md" / "inside.md").write_text("- 2026-11-20 call\n")
    (root / "People" / "link.md").symlink_to(root / "Home.md")
    (root / "Home.md").write_text("another garden\n")
    (root / "loop").symlink_to(root)
    Path(os.fsdecode(os.fsencode(root) + b"/\xff.md")).write_text("no name\n")


SCENARIOS: list[Scenario] = [
    write_new,
    write_deep_at_once,
    move_folders,
    move_out_for_good,
    replace_the_root,
    delete_and_make_the_root_again,
    edit_unseen,
    edit_by_another_name,
    save_as_vim,
    save_as_vs_code,
    save_atomically,
    save_as_obsidian,
    switch_branches,
    copy_and_remove_in_turns,
    change_the_settings,
    break_and_mend_the_settings,
    names_that_are_odd,
]


BY_THE_CLOCK = [move_folders, edit_unseen, replace_the_root, delete_and_make_the_root_again]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
def test_the_index_is_what_a_rebuild_gives(vault: Path, scenario: Scenario) -> None:
    with watching(vault) as watched:
        assert watched.lines[0]["way"] == "events"
        time.sleep(0.3)
        scenario(vault)
        watched.settles()
        # And what comes after the scenario is seen, too.
        (vault / "People").mkdir(exist_ok=True)
        (vault / "People" / "Afterwards.md").write_text("- 2026-11-23 call\n")
        watched.event("added", "People/Afterwards.md")
        assert watched.stop() == 0


@pytest.mark.parametrize("scenario", BY_THE_CLOCK, ids=lambda scenario: scenario.__name__)
def test_looking_by_the_clock_gives_the_same(vault: Path, scenario: Scenario) -> None:
    with watching(vault, "--poll") as watched:
        assert watched.lines[0]["way"] == "polling"
        scenario(vault)
        watched.settles()
        assert watched.stop() == 0


@pytest.mark.storm
def test_a_checkout_of_two_thousand_notes(vault: Path) -> None:
    with watching(vault) as watched:
        switch_branches(vault, 2000)
        watched.settles()
        assert watched.stop() == 0


@pytest.mark.storm
def test_a_burst_of_forty_thousand_files(vault: Path) -> None:
    made = (
        "import pathlib, sys\n"
        "for n in range(40000):\n"
        "    place = pathlib.Path(sys.argv[1], 'Burst', str(n % 50))\n"
        "    place.mkdir(parents=True, exist_ok=True)\n"
        "    (place / f'{n}.md').write_text(f'- 2026-11-0{n % 9 + 1} call\\n')\n"
    )
    with watching(vault, every=2) as watched:
        subprocess.run([sys.executable, "-c", made, str(vault)], check=True)
        watched.settles()
        assert watched.stop() == 0


def limited(watches: int) -> Callable[[list[str]], list[str]]:
    """Return what runs a command where the system allows so many watches only."""
    limit = "/proc/sys/user/max_inotify_watches"
    return lambda line: [
        "unshare", "--user", "--map-root-user", "sh", "-c",
        f'echo {watches} > {limit} && exec "$@"', "sh", *line,
    ]  # fmt: skip


def can_limit() -> bool:
    try:
        done = subprocess.run(limited(20)(["true"]), capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


@pytest.mark.skipif(not can_limit(), reason="the limit cannot be set here")
def test_at_the_limit_of_watches_one_looks_by_the_clock_and_says_so(vault: Path) -> None:
    for number in range(50):
        notes_in(vault, 2, f"Many/{number}")
    with watching(vault, wrapped=limited(20)) as watched:
        began = watched.lines[0]
        assert (began["way"], began["why"]) == ("polling", "the system watches no more folders")
        for number in range(50):
            (vault / "Many" / str(number) / "Person 0.md").write_text("- 2026-11-23 call: now\n")
        watched.settles()
        assert watched.stop() == 0


@pytest.mark.skipif(not can_limit(), reason="the limit cannot be set here")
def test_at_the_limit_within_one_branch_the_folders_that_are_missing_tell(vault: Path) -> None:
    """watchdog says nothing where only folders below the one it was asked for are refused."""
    shutil.rmtree(vault / ".vault-tool")
    for number in range(50):
        notes_in(vault, 1, f"Many/{number}")
    with watching(vault, wrapped=limited(20)) as watched:
        began = watched.lines[0]
        assert (began["way"], began["why"]) == ("polling", "the system watches no more folders")


@pytest.mark.skipif(not can_limit(), reason="the limit cannot be set here")
def test_the_limit_reached_is_told_with_the_remedy(vault: Path) -> None:
    from tests.commandline import start

    for number in range(50):
        (vault / "Many" / str(number)).mkdir(parents=True)
    words = ["--vault", str(vault), "watch", "--every", "1"]
    process = start(*words, wrapped=limited(20))
    assert process.stderr
    with process:
        said = process.stderr.readline() + process.stderr.readline()
        process.terminate()
        assert process.wait(30) == 0
    assert b"no more folders" in said
    assert b"sysctl fs.inotify.max_user_watches=524288" in said


def as_nobody(line: list[str]) -> list[str]:
    return ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *line]


def can_be_nobody() -> bool:
    line = [sys.executable, "-c", "import vault_tool.cli.main"]
    if os.geteuid() != 0 or not shutil.which("setpriv"):
        return False
    return subprocess.run(as_nobody(line), capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(
    os.geteuid() == 0 and not can_be_nobody(), reason="permissions do not bind anybody here"
)
def test_a_file_that_cannot_be_read_for_a_second() -> None:
    with tempfile.TemporaryDirectory() as place:
        os.chmod(place, 0o755)
        root = Path(place, "vault")
        notes_in(root, 3)
        env = {}
        for name in ("cache", "state"):
            home = Path(place, name)
            home.mkdir()
            home.chmod(0o777)
            env[f"XDG_{name.upper()}_HOME"] = str(home)
        note = root / "People" / "Person 1.md"
        with watching(root, env=env, wrapped=as_nobody if os.geteuid() == 0 else None) as watched:
            note.chmod(0)
            (root / "People" / "Other.md").write_text("- 2026-11-20 call\n")
            found = watched.event("problems", "People/Person 1.md")
            assert [each["code"] for each in found["problems"]] == ["unreadable"]
            note.chmod(0o644)
            assert watched.event("problems", "People/Person 1.md")["problems"] == []
            assert watched.stop() == 0


def test_the_heart_of_the_repository_is_never_watched(vault: Path) -> None:
    from vault_tool.index.hints import Hints
    from vault_tool.index.watch import Watch
    from vault_tool.vault.branches import branches
    from vault_tool.vault.skip import Skip

    git(vault, "init", "-q")
    (vault / "Journal" / "Old" / ".git" / "objects").mkdir(parents=True)
    hints = Hints(0.01, 0.05)
    watch = Watch(vault, hints.mark)
    try:
        wanted = branches(vault, Skip())
        before = watched_inodes()
        watch.settle(wanted)
        now = watched_inodes()
        if now is None or before is None:
            pytest.skip("the system does not say what is watched")
        inside = {p.stat().st_ino for p in vault.rglob("*") if p.is_dir() and ".git" in p.parts}
        assert len(inside) > 5
        assert not now & inside
        assert wanted.inodes <= now
        assert {vault.stat().st_ino, (vault / "Journal" / "Old").stat().st_ino} <= now
    finally:
        watch.close()
