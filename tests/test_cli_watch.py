"""`watch` as a user has it: one for a vault, its status, its end, what it keeps current."""

import json
import os
import plistlib
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Timer

import pytest

from tests.commandline import TODAY, run, start
from tests.watched import PATIENCE, Watched, watching
from vault_tool.cli import opening, reminding
from vault_tool.cli import watching as watching_rounds
from vault_tool.cli.following import Follower
from vault_tool.cli.opening import Desk
from vault_tool.cli.options import Asked
from vault_tool.cli.watching import Watcher
from vault_tool.index.deltas import Delta
from vault_tool.index.watch import watched_inodes
from vault_tool.vault.branches import Branches, branches
from vault_tool.vault.running import sole_watcher
from vault_tool.vault.skip import Skip

TO_REACH = "Journal/2026-11-23.md"


@pytest.fixture
def vault(tmp_path: Path, example_vault: Path) -> Path:
    return Path(shutil.copytree(example_vault, tmp_path / "vault"))


@pytest.fixture
def following(vault: Path) -> Iterator[Watched]:
    with watching(vault, "--render", "--today", TODAY) as watched:
        yield watched


def until_it_holds(path: Path, words: str, *, gone: bool = False) -> str:
    """Wait until a file holds words, or holds them no more, and return all of it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        text = path.read_text() if path.exists() else ""
        if (words in text) != gone:
            return text
        time.sleep(0.05)
    raise AssertionError(f"{words!r}: {path.read_text() if path.exists() else 'no file'}")


# One for a vault, and how it ends


def test_a_second_watcher_says_who_runs_and_the_status_how_it_is(vault: Path) -> None:
    resting = run("watch", "--status", vault=vault)
    assert (resting.code, resting.out) == (1, "No watcher is running here.\n")
    with watching(vault) as watched:
        second = run("watch", vault=vault)
        assert second.code == 2
        assert f"process {watched.process.pid} watches this vault since 20" in second.err
        assert "vault-tool watch --status" in second.err
        running = run("watch", "--status", vault=vault)
        assert running.code == 0
        assert running.out.startswith("Running since 20")
        assert running.err == "1 note could not be read: vault-tool check\n"
        said = json.loads(run("watch", "--status", "--format", "json", vault=vault).out)
        assert said["running"] is True
        assert (said["notes"], said["people"], said["problems"]) == (99, 33, 1)
        assert said["since"] <= said["last_reconcile"]
        assert said["way"] == "events"
        before = said["last_reconcile"]
        end = time.monotonic() + PATIENCE
        while said["last_reconcile"] == before and time.monotonic() < end:
            said = json.loads(run("watch", "--status", "--format", "json", vault=vault).out)
        assert said["last_reconcile"] > before
        assert watched.stop() == 0
    assert run("watch", "--status", vault=vault).code == 1


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_in_order(vault: Path, how: signal.Signals) -> None:
    with watching(vault, every=30) as watched:
        assert watched.stop(how) == 0
        assert watched.errors() == ""


def test_a_killed_watcher_leaves_the_place_to_the_next(vault: Path) -> None:
    with watching(vault) as watched:
        watched.process.kill()
        watched.process.wait()
        said = json.loads(run("watch", "--status", "--format", "json", vault=vault).out)
        assert (said["running"], said["since"]) == (False, None)
    with watching(vault) as watched:
        assert watched.stop() == 0


def test_a_stopped_watcher_keeps_no_command_waiting(vault: Path) -> None:
    with watching(vault, "--render", "--today", TODAY) as watched:
        watched.process.send_signal(signal.SIGSTOP)
        try:
            began = time.monotonic()
            assert run("today", vault=vault).code == 0
            assert run("log", "coffee with Giulia Rossi", vault=vault).code == 0
            assert json.loads(run("watch", "--status", "--json", vault=vault).out)["running"]
            assert time.monotonic() - began < PATIENCE
        finally:
            watched.process.send_signal(signal.SIGCONT)
        until_it_holds(vault / "Reports" / "today.md", "Giulia", gone=True)


def test_it_goes_on_when_the_vault_is_away_and_says_so_once(vault: Path) -> None:
    with watching(vault, every=0.2) as watched:
        vault.rename(vault.with_name("away"))
        assert "is not there" in watched.event("trouble")["message"]
        time.sleep(1)
        vault.with_name("away").rename(vault)
        (vault / "People" / "New.md").write_text("- 2026-11-20 call\n")
        watched.event("added", "People/New.md")
        assert [each["event"] for each in watched.lines].count("trouble") == 1


def test_whoever_stops_listening_ends_it(vault: Path) -> None:
    process = start("--vault", str(vault), "watch", "--json", "--every", "0.2")
    assert process.stdout
    assert b"watching" in process.stdout.readline()
    process.stdout.close()
    (vault / "People" / "New.md").write_text("- 2026-11-20 call\n")
    assert process.wait(PATIENCE) == 0
    assert process.stderr
    assert process.stderr.read() == b""
    process.stderr.close()


class Silent:
    """Listens to a watcher in this process, and keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def began(self, held: object, told: object) -> None:
        self.told.append("watching")

    def changed(self, found: Sequence[Delta], held: object) -> None:
        self.told += [f"{each.what} {each.path}" for each in found]

    def trouble(self, words: str) -> None:
        self.told.append(words)


def asked_of(vault: Path) -> Asked:
    asked = Asked()
    asked.vault, asked.today = str(vault), TODAY
    return asked


def test_an_end_during_the_first_look_begins_nothing_more(vault: Path) -> None:
    teller = Silent()
    signals = [signal.SIGTERM]

    def say(how: object) -> None:
        if signals:
            os.kill(os.getpid(), signals.pop())

    watcher = Watcher(
        asked_of(vault), vault, teller, say,
        every=30, poll=False, follower=Follower(teller.trouble),
    )  # fmt: skip
    watcher.run()
    assert teller.told == []
    assert not (vault / "Reports").exists()


def test_a_folder_made_while_the_watch_is_set_up_is_watched_at_once(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = vault / "Late"
    listed: list[Branches] = []

    def listed_too_early(root: Path, skip: Skip) -> Branches:
        listed.append(branches(root, skip))
        late.mkdir(exist_ok=True)
        return listed[-1]

    monkeypatch.setattr(watching_rounds, "branches", listed_too_early)
    watched: list[frozenset[int] | None] = []

    def say(how: Mapping[str, object]) -> None:
        if how["way"] is not None:
            watched.append(watched_inodes())
            os.kill(os.getpid(), signal.SIGINT)

    Watcher(asked_of(vault), vault, Silent(), say, every=3600, poll=False).run()
    if watched == [None]:
        pytest.skip("the system does not say what is watched")
    assert late.stat().st_ino in (watched[0] or ())


def test_what_is_remembered_is_not_forgotten_while_it_runs(vault: Path) -> None:
    with watching(vault) as watched:
        refused = run("forget", "--yes", vault=vault)
        assert refused.code == 2
        assert f"process {watched.process.pid} watches this vault" in refused.err
        assert run("watch", "--status", vault=vault).code == 0
        assert run("watch", vault=vault).code == 2
        assert watched.stop() == 0
    assert run("forget", "--yes", vault=vault).code == 0


def test_a_pipe_of_its_own_that_breaks_does_not_end_it(vault: Path) -> None:
    class Broken(Follower):
        def follow(self, desk: Desk) -> tuple[str, ...]:
            raise BrokenPipeError(32, "Broken pipe")

    said: list[object] = []

    def say(how: Mapping[str, object]) -> None:
        said.append(how["trouble"])
        if len(said) == 3:
            os.kill(os.getpid(), signal.SIGINT)

    teller = Silent()
    Watcher(
        asked_of(vault), vault, teller, say,
        every=0.2, poll=True, follower=Broken(teller.trouble),
    ).run()  # fmt: skip
    assert teller.told == ["watching", f"{vault}: Broken pipe."]
    assert said == [None, *[f"{vault}: Broken pipe."] * 2]


# What it tells


def test_what_is_wrong_is_said_also_by_one_that_is_quiet(vault: Path) -> None:
    process = start("--vault", str(vault), "watch", "--quiet", "--poll", "--every", "0.2")
    guard = Timer(PATIENCE, process.kill)
    guard.start()
    with process:
        assert process.stderr
        assert b"by the clock" in process.stderr.readline()
        vault.rename(vault.with_name("away"))
        assert b"is not there" in process.stderr.readline()
        process.terminate()
        assert process.stdout
        assert process.stdout.read() == b""
    guard.cancel()


def test_each_change_is_one_line_of_json(vault: Path) -> None:
    with watching(vault) as watched:
        began = watched.lines[-1]
        assert (began["schema"], began["notes"], began["people"]) == (1, 99, 33)
        (vault / "People" / "New.md").write_text("---\nbirthday: never\n---\n")
        watched.event("added", "People/New.md")
        found = watched.event("problems", "People/New.md")["problems"]
        assert [(each["line"], each["level"]) for each in found] == [(2, "warning")]
        watched.event("index")
        (vault / "People" / "New.md").write_text("---\nbirthday: 1990-01-02\n---\n")
        watched.event("changed", "People/New.md")
        assert watched.event("problems", "People/New.md")["problems"] == []
        (vault / "People" / "New.md").rename(vault / "People" / "Newer.md")
        watched.event("removed", "People/New.md")
        watched.event("added", "People/Newer.md")
        assert watched.event("index")["people"] == 34


def test_in_words_it_is_a_line_with_the_time(vault: Path) -> None:
    for lang, began, changed in (
        ("en", "Watching 33 people in 99 notes. Ctrl-C ends it.\n", "  changed  "),
        ("it", "Tengo d'occhio 33 persone in 99 note. Ctrl-C per finire.\n", "  cambiata  "),
    ):
        process = start("--vault", str(vault), "watch", "--lang", lang, "--every", "1")
        with process:
            assert process.stdout
            assert process.stdout.readline().decode() == began
            with (vault / "People" / "Giulia Rossi.md").open("a") as file:
                file.write("\n")
            assert changed in process.stdout.readline().decode()
            process.terminate()


def test_a_name_cannot_play_with_the_terminal(vault: Path) -> None:
    with watching(vault) as watched:
        (vault / "People" / "a\x1b[31m\u202eb.md").write_text("x\n")
        watched.until(lambda line: line["event"] == "added")
    raw = "".join(json.dumps(line, ensure_ascii=False) for line in watched.lines)
    assert "\x1b" not in raw


# What it keeps current


def test_reports_follow_what_happens(vault: Path, following: Watched) -> None:
    reports = vault / "Reports"
    until_it_holds(reports / "today.md", "Giulia Rossi")
    following.event("index")
    assert sorted(path.name for path in reports.iterdir()) == [
        "birthdays.md", "drafts.md", "follow-ups.md", "today.md",
    ]  # fmt: skip
    for name in ("today", "follow-ups", "birthdays", "drafts"):
        drawn = run("report", name, "--format", "md", vault=vault).out
        assert (reports / f"{name}.md").read_text().split("---\n\n", 1)[1] == drawn
    times = {path.name: path.stat().st_mtime_ns for path in reports.iterdir()}
    run("log", "coffee with Giulia Rossi", vault=vault)
    text = until_it_holds(reports / "today.md", "Giulia", gone=True)
    assert text.startswith("---\ngenerated_by: vault-tool report today\n---\n")
    run("draft", "check-in", "Samuele Ricci", "--save", vault=vault)
    until_it_holds(reports / "drafts.md", "Samuele Ricci")
    assert (reports / "birthdays.md").stat().st_mtime_ns == times["birthdays.md"]


def test_it_does_not_answer_to_its_own_writes(vault: Path, following: Watched) -> None:
    until_it_holds(vault / "Reports" / "today.md", "Giulia")
    following.event("index")
    before = {path: path.stat().st_mtime_ns for path in (vault / "Reports").iterdir()}
    time.sleep(3)
    assert {path: path.stat().st_mtime_ns for path in (vault / "Reports").iterdir()} == before
    after = following.all_so_far()
    assert [line["event"] for line in after].count("index") == 1


def test_a_file_of_the_users_own_is_left_alone(vault: Path) -> None:
    (vault / "Reports").mkdir()
    own = vault / "Reports" / "today.md"
    own.write_text("my own thoughts\n")
    with watching(vault, "--render", "--today", TODAY) as watched:
        assert "Reports/today.md is not of our making" in watched.event("trouble")["message"]
        until_it_holds(vault / "Reports" / "follow-ups.md", "Giulia")
        run("log", "coffee with Giulia Rossi", vault=vault)
        until_it_holds(vault / "Reports" / "follow-ups.md", "Giulia", gone=True)
        assert [line["event"] for line in watched.all_so_far()].count("trouble") == 1
    assert own.read_text() == "my own thoughts\n"


def test_the_settings_say_which_reports(vault: Path) -> None:
    with (vault / ".vault-tool" / "config.toml").open("a") as file:
        file.write('\n[watch]\nreports = ["birthdays", "no such"]\n')
    with watching(vault, "--render", "--today", TODAY) as watched:
        assert 'no report "no such"' in watched.event("trouble")["message"]
        until_it_holds(vault / "Reports" / "birthdays.md", "Clemente")
        watched.event("index")
    assert [path.name for path in (vault / "Reports").iterdir()] == ["birthdays.md"]


def test_what_stood_in_the_way_and_went_is_tried_again(vault: Path) -> None:
    blocked = vault / "Reports"
    blocked.write_text("no folder\n")
    with watching(vault, "--render", "--today", TODAY, every=0.3) as watched:
        assert "Reports" in watched.event("trouble")["message"]
        time.sleep(1)
        blocked.unlink()
        until_it_holds(blocked / "today.md", "Giulia")


def test_a_new_day_is_a_new_report_and_leaves_the_block_of_yesterday(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("today", "--write", vault=vault)
    block = reach(vault)
    today = [date(2026, 11, 23)]
    monkeypatch.setattr(opening, "day_meant", lambda typed: today[0])
    heads: list[str] = []

    def say(how: Mapping[str, object]) -> None:
        report = vault / "Reports" / "today.md"
        if report.exists():
            heads.append(report.read_text().partition("# ")[2].partition("\n")[0])
            if today[0].day == 24:
                os.kill(os.getpid(), signal.SIGINT)
            today[0] = date(2026, 11, 24)

    teller = Silent()
    Watcher(
        asked_of(vault), vault, teller, say,
        every=0.2, poll=False, follower=Follower(teller.trouble),
    ).run()  # fmt: skip
    assert heads == ["Monday 23 November 2026", "Tuesday 24 November 2026"]
    assert reach(vault) == block
    assert not (vault / "Journal" / "2026-11-24.md").exists()


def test_a_tick_while_the_block_is_written_is_answered(vault: Path) -> None:
    """The user may save between what the watcher writes and its look at it."""
    note = vault / TO_REACH

    class Raced(Follower):
        def follow(self, desk: Desk) -> tuple[str, ...]:
            written = super().follow(desk)
            if TO_REACH in written:
                note.write_text(note.read_text().replace("- [ ] [[Giulia", "- [x] [[Giulia"))
            return written

    teller = Silent()
    watcher = Watcher(
        asked_of(vault), vault, teller, lambda how: None,
        every=0.2, poll=True, follower=Raced(teller.trouble),
    )  # fmt: skip

    def go_on() -> None:
        try:
            until_it_holds(vault / "Reports" / "today.md", "Giulia")
            with (vault / "People" / "Samuele Ricci.md").open("a") as file:
                file.write("- 2026-11-23 coffee\n")
            until_it_holds(note, "[x] [[Giulia")
            until_it_holds(vault / "Reports" / "today.md", "Giulia", gone=True)
        finally:
            os.kill(os.getpid(), signal.SIGINT)

    run("today", "--write", vault=vault)
    with ThreadPoolExecutor(1) as pool:
        going = pool.submit(go_on)
        watcher.run()
        going.result()


def test_a_template_of_the_vault_is_followed_too(vault: Path, following: Watched) -> None:
    until_it_holds(vault / "Reports" / "today.md", "Giulia")
    own = vault / "Templates" / "vault-tool" / "reports"
    own.mkdir(parents=True)
    head = "---\ndata: today\ndescription: Mine.\n---\n"
    (own / "mine.md").write_text(head + "{% for one in items %}* {{ one.name }}\n{% endfor %}")
    until_it_holds(vault / "Reports" / "mine.md", "* Giulia Rossi")
    (own / "mine.md").write_text(head + "{% for one in items %}+ {{ one.name }}\n{% endfor %}")
    until_it_holds(vault / "Reports" / "mine.md", "+ Giulia Rossi")


def test_undo_takes_back_the_users_command_and_not_the_watchers(
    vault: Path, following: Watched
) -> None:
    until_it_holds(vault / "Reports" / "today.md", "Giulia")
    run("log", "coffee with Giulia Rossi", vault=vault)
    until_it_holds(vault / "Reports" / "today.md", "Giulia", gone=True)
    undone = run("undo", vault=vault)
    assert "Took back: log coffee with Giulia Rossi" in undone.err
    until_it_holds(vault / "Reports" / "today.md", "Giulia")


# Today's block


def reach(vault: Path) -> list[str]:
    lines = (vault / TO_REACH).read_text().splitlines()
    return [line for line in lines if "#reach" in line]


def test_the_block_of_today_is_kept_in_step(vault: Path, following: Watched) -> None:
    run("today", "--write", vault=vault)
    assert len(reach(vault)) == 5
    run("log", "coffee with Samuele Ricci", vault=vault)
    until_it_holds(vault / TO_REACH, "Samuele", gone=True)
    assert len(reach(vault)) == 4
    run("undo", vault=vault)
    until_it_holds(vault / TO_REACH, "Samuele")
    assert len(reach(vault)) == 5


def test_a_tick_is_the_contact_and_nobody_else_is_added(vault: Path, following: Watched) -> None:
    run("today", "--write", vault=vault)
    note = vault / TO_REACH
    note.write_text(note.read_text().replace("- [ ] [[Giulia", "- [x] [[Giulia"))
    until_it_holds(vault / "Reports" / "today.md", "Giulia", gone=True)
    following.settles()
    assert len(reach(vault)) == 5
    assert "- [x] [[Giulia Rossi]]" in note.read_text()
    assert (vault / "People" / "Giulia Rossi.md").read_text().count("2026-11-23") == 0


def test_a_line_that_somebody_changed_stays(vault: Path, following: Watched) -> None:
    run("today", "--write", vault=vault)
    note = vault / TO_REACH
    until_it_holds(vault / "Reports" / "today.md", "Samuele")
    note.write_text(note.read_text().replace("[[Samuele Ricci]]", "[[Samuele Ricci]] (evening)"))
    run("log", "coffee with Samuele Ricci", vault=vault)
    until_it_holds(vault / "Reports" / "today.md", "Samuele", gone=True)
    following.settles()
    assert "[[Samuele Ricci]] (evening)" in note.read_text()


def test_a_note_of_which_nobody_asked_a_block_gets_none(vault: Path, following: Watched) -> None:
    note = vault / TO_REACH
    note.write_text("My day.\n")
    until_it_holds(vault / "Reports" / "today.md", "Giulia")
    run("log", "coffee with Giulia Rossi", vault=vault)
    until_it_holds(vault / "Reports" / "today.md", "Giulia", gone=True)
    assert note.read_text() == "My day.\n"


# A word on the desktop


@pytest.fixture
def desktop(tmp_path: Path) -> Path:
    """Make a notifier that writes down what it is to show."""
    place = tmp_path / "bin"
    place.mkdir()
    shown = tmp_path / "shown.txt"
    tool = place / "notify-send"
    tool.write_text(
        f'#!/bin/sh\nfor word in "$@"; do echo "$word"; done >> "{shown}"\necho == >> "{shown}"\n'
    )
    tool.chmod(0o755)
    return shown


def with_desktop(shown: Path) -> dict[str, str]:
    return {"PATH": f"{shown.parent / 'bin'}{os.pathsep}{os.environ['PATH']}"}


def test_who_is_due_is_said_once_a_day(vault: Path, desktop: Path) -> None:
    with (vault / ".vault-tool" / "config.toml").open("a") as file:
        file.write('\n[watch]\nnotify = "00:00"\n')
    for _ in range(2):
        with watching(
            vault, "--notify", "--today", TODAY, every=0.3, env=with_desktop(desktop)
        ) as watched:
            until_it_holds(desktop, "==")
            time.sleep(1)
            assert watched.stop() == 0
    said = desktop.read_text()
    assert said.count("==") == 1
    assert "5 people to reach today\nClemente Fabbri: onomastico today\n" in said
    assert "and 2 more" in said


def test_whoever_becomes_due_later_in_the_day_is_told(tmp_path: Path, desktop: Path) -> None:
    root = tmp_path / "small"
    (root / ".vault-tool").mkdir(parents=True)
    (root / ".vault-tool" / "config.toml").write_text('[watch]\nnotify = "00:00"\n')
    ada = root / "People" / "Ada.md"
    ada.parent.mkdir()
    ada.write_text("- 2026-11-21 call\n")
    words = ("--notify", "--today", TODAY)
    with watching(root, *words, every=0.3, env=with_desktop(desktop)):
        time.sleep(1)
        assert not desktop.exists()
        ada.write_text("- 2026-11-21 call\n- [ ] send the plans #promise 📅 2026-11-22\n")
        assert "1 person to reach today\nAda: " in until_it_holds(desktop, "==")


def test_the_status_says_when_one_looks_by_the_clock(vault: Path) -> None:
    with watching(vault, "--poll"):
        end = time.monotonic() + PATIENCE
        said = ""
        while "clock" not in said and time.monotonic() < end:
            said = run("watch", "--status", vault=vault).err
    assert said.startswith("Looking by the clock, because it was asked for.\n")


def test_before_its_time_nothing_is_said(vault: Path, desktop: Path) -> None:
    with (vault / ".vault-tool" / "config.toml").open("a") as file:
        file.write('\n[watch]\nnotify = "23:59"\n')
    with watching(vault, "--notify", every=0.3, env=with_desktop(desktop)) as watched:
        time.sleep(1.5)
        assert watched.stop() == 0
    assert not desktop.exists() or time.strftime("%H:%M") == "23:59"


def test_without_a_notifier_it_goes_on(vault: Path, tmp_path: Path) -> None:
    with (vault / ".vault-tool" / "config.toml").open("a") as file:
        file.write('\n[watch]\nnotify = "00:00"\n')
    env = {"PATH": str(tmp_path)}
    with watching(vault, "--notify", "--today", TODAY, every=0.3, env=env) as watched:
        assert "no" not in watched.event("trouble")["message"].split()
        (vault / "People" / "New.md").write_text("- 2026-11-20 call\n")
        watched.event("added", "People/New.md")


def test_a_desktop_that_is_not_ready_yet_is_asked_again(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminding, "_PAUSE", 0.0)
    with (vault / ".vault-tool" / "config.toml").open("a") as file:
        file.write('\n[watch]\nnotify = "00:00"\n')
    said: list[str] = []
    shown: list[str] = []

    def show(title: str, words: str) -> bool:
        shown.append(title)
        return len(shown) == 3

    reminder = reminding.Reminder(said.append, show)
    with sole_watcher(vault), opening.opened(asked_of(vault)) as desk:
        for _ in range(5):
            reminder.remind(desk)
        assert len(shown) == 3
        reminding.Reminder(said.append, show).remind(desk)
    assert len(shown) == 3
    assert len(said) == 1
    assert "notify-send is missing, or did not work" in said[0]


def test_a_desktop_that_shows_nothing_is_not_asked_for_ever(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminding, "_PAUSE", 0.0)
    with (vault / ".vault-tool" / "config.toml").open("a") as file:
        file.write('\n[watch]\nnotify = "00:00"\n')
    said: list[str] = []
    tries: list[str] = []

    def show(title: str, words: str) -> bool:
        tries.append(title)
        return False

    reminder = reminding.Reminder(said.append, show)
    with opening.opened(asked_of(vault)) as desk:
        for _ in range(20):
            reminder.remind(desk)
    assert (len(said), len(tries)) == (1, 6)


# Run by the system


def test_the_unit_for_systemd_runs_this_program(vault: Path, tmp_path: Path) -> None:
    odd = tmp_path / 'a "b" 100% $HOME \\ c'
    vault.rename(odd)
    said = run("watch", "--service", "--render", "--notify", vault=odd).out
    line = next(line for line in said.splitlines() if line.startswith("ExecStart="))
    assert '"-m" "vault_tool" "watch" "--vault"' in line
    assert 'a \\"b\\" 100%% $$HOME \\\\ c"' in line
    assert line.endswith('"--render" "--notify"')
    check = shutil.which("systemd-analyze")
    if check:
        unit = tmp_path / "vault-tool.service"
        unit.write_text(said)
        done = subprocess.run([check, "verify", "--user", unit], capture_output=True, check=False)
        assert b"vault-tool.service:" not in done.stderr, done.stderr


def test_the_service_has_the_options_that_were_given(vault: Path) -> None:
    words = ("watch", "--service", "--poll", "--every", "10", "--lang", "it")
    line = next(line for line in run(*words, vault=vault).out.splitlines() if "ExecStart" in line)
    assert line.endswith('"--quiet" "--poll" "--every" "10" "--lang" "it"')


def test_the_plist_for_launchd_runs_this_program(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vault_tool.cli import service

    monkeypatch.setattr(service, "usual_kind", lambda: "launchd")
    said = plistlib.loads(run("watch", "--service", "--poll", vault=vault).out.encode())
    assert said["ProgramArguments"][1:4] == ["-m", "vault_tool", "watch"]
    assert said["ProgramArguments"][-1] == "--poll"
    assert said["RunAtLoad"] is True
    other = run("watch", "--service", vault=vault).out
    assert plistlib.loads(other.encode())["Label"] == said["Label"]


def test_the_command_of_the_service_runs(vault: Path) -> None:
    from vault_tool.cli.service import program

    process = subprocess.Popen(
        [*program(), "watch", "--vault", str(vault), "--json"], cwd="/", stdout=subprocess.PIPE
    )
    with process:
        assert process.stdout
        assert b'"watching"' in process.stdout.readline()
        process.terminate()


def test_two_questions_at_once_are_refused(vault: Path) -> None:
    refused = run("watch", "--status", "--service", vault=vault)
    assert refused.code == 2
    assert "two questions" in refused.err
