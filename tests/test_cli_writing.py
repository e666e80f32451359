"""Commands that write: what changes, what is only shown, what is taken back, what is refused."""

import json
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest

from tests.commandline import PROJECT, Result, run

Files = dict[str, bytes]

WRITING: tuple[tuple[str, ...], ...] = (
    ("log", "yesterday: coffee with Giulia and Marco at Bar Centrale #got/info"),
    ("log", "--with", "giulia", "--when", "-3d", "--via", "call", "her oven broke"),
    ("cue", "tom", "how the show went", "--on", "next saturday"),
    ("promise", "tom", "post the seeds", "--by", "in 2 weeks"),
    ("gave", "giulia", "skill", "bound the recipe book"),
    ("got", "tom", "info", "where the mill sells its ends"),
    ("asked", "marco", "tempo", "una sera per il pianoforte"),
    ("done", "giulia", "permesso"),
    ("set", "giulia", "weight=5", "tags+=forno", "phone="),
    ("snooze", "giulia", "--until", "2m"),
    ("new", "Ivo Crest", "--met-at", "Bagno 27, Rimini", "--through", "giulia"),
    ("rename", "Marco Ferri", "Marco Ferri Landi"),
    ("merge", "Marco Ferri", "Davide Tassinari"),
    ("draft", "check-in", "giulia", "--save"),
    ("today", "--write"),
    ("report", "follow-ups", "--write"),
    ("report", "capacity", "--apply"),
)


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return Path(copytree(PROJECT / "example-vault", tmp_path / "vault"))


def held(vault: Path) -> Files:
    return {
        path.relative_to(vault).as_posix(): path.read_bytes()
        for path in sorted(vault.rglob("*"))
        if path.is_file()
    }


def done(vault: Path, *words: str) -> Result:
    result = run(*words, vault=vault)
    assert "Traceback" not in result.err
    assert result.code == 0, result.err
    return result


def changed(before: Files, after: Files) -> set[str]:
    return {path for path in {*before, *after} if before.get(path) != after.get(path)}


def new_lines(before: Files, after: Files, path: str) -> list[str]:
    old = before.get(path, b"").decode().splitlines()
    return [line for line in after[path].decode().splitlines() if line not in old]


@pytest.mark.parametrize("words", WRITING, ids=lambda words: " ".join(words)[:40])
def test_a_dry_run_shows_the_difference_and_writes_nothing(
    words: tuple[str, ...], vault: Path
) -> None:
    before = held(vault)
    shown = done(vault, *words, "--dry-run", "--format", "json")
    result = json.loads(shown.out)
    assert result["dry_run"] is True
    assert held(vault) == before

    real = json.loads(done(vault, *words, "--format", "json").out)
    after = held(vault)
    assert real["dry_run"] is False
    assert {each["path"] for each in real["changes"]} == changed(before, after)
    assert real["changes"] == result["changes"]
    assert changed(before, after)


@pytest.mark.parametrize("words", WRITING, ids=lambda words: " ".join(words)[:40])
def test_undo_gives_every_byte_back(words: tuple[str, ...], vault: Path) -> None:
    before = held(vault)
    done(vault, *words)
    assert held(vault) != before
    said = done(vault, "undo")
    assert "Took back:" in said.err
    assert held(vault) == before
    nothing = run("undo", vault=vault)
    assert (nothing.code, "nothing to take back" in nothing.err) == (2, True)


@pytest.mark.parametrize("words", WRITING, ids=lambda words: " ".join(words)[:40])
def test_the_index_reads_what_was_written_as_a_rebuild_does(
    words: tuple[str, ...], vault: Path
) -> None:
    done(vault, *words)
    run("today", vault=vault)
    assert "is what a rebuild would make" in done(vault, "index", "--verify").out


def test_undo_goes_back_step_by_step(vault: Path) -> None:
    states = [held(vault)]
    for words in WRITING[:5]:
        done(vault, *words)
        states.append(held(vault))
    for state in reversed(states[:-1]):
        done(vault, "undo")
        assert held(vault) == state


def test_undo_leaves_a_note_alone_that_somebody_changed_since(vault: Path) -> None:
    done(vault, "log", "coffee with Giulia and Marco")
    note = vault / "People" / "Giulia Rossi.md"
    note.write_bytes(note.read_bytes() + b"- and she laughed\n")
    before = held(vault)
    refused = run("undo", vault=vault)
    assert refused.code == 2
    assert "People/Giulia Rossi.md" in refused.err
    assert held(vault) == before


def test_a_talk_is_one_line_in_each_note(vault: Path) -> None:
    before = held(vault)
    said = done(vault, "log", "yesterday: coffee with Giulia and Marco; her hearing is on 12 Dec")
    after = held(vault)
    assert changed(before, after) == {"People/Giulia Rossi.md", "People/Marco Ferri.md"}
    (hers, moved) = sorted(new_lines(before, after, "People/Giulia Rossi.md"))
    assert hers == "- 2026-11-22 coffee with [[Marco Ferri]]; her hearing is on 12 Dec"
    assert moved == "last_contact: 2026-11-22"
    assert "- 2026-11-22 coffee with [[Giulia Rossi]]; her hearing is on 12 Dec" in new_lines(
        before, after, "People/Marco Ferri.md"
    )
    assert "People/Giulia Rossi.md:" in said.out
    assert "Giulia Rossi: next on 3 Jan, in 5 weeks" in said.out


def test_an_older_talk_does_not_move_the_clock_back(vault: Path) -> None:
    before = held(vault)
    done(vault, "log", "12 Aug: postcard from Giulia")
    assert new_lines(before, held(vault), "People/Giulia Rossi.md") == [
        "- 2026-08-12 postcard from Giulia"
    ]


def test_the_same_talk_twice_is_there_once(vault: Path) -> None:
    done(vault, "log", "coffee with Giulia")
    before = held(vault)
    again = done(vault, "log", "coffee with Giulia")
    assert "there already" in again.err
    assert held(vault) == before


def test_what_lies_ahead_is_no_talk(vault: Path) -> None:
    before = held(vault)
    refused = run("log", "tomorrow: lunch with Tom", vault=vault)
    assert refused.code == 2
    assert "vault-tool cue" in refused.err
    assert "vault-tool promise" in refused.err
    assert held(vault) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("log", "lunch with Fabbri"), "fits 2 people"),
        (("log", "--with", "Tomm", "lunch"), "Tom Ashworth"),
        (("log", "a walk by the river"), "--with"),
        (("log", "03/04 lunch with Tom"), "03/04"),
        (("cue", "Tomm", "the show"), "Tom Ashworth"),
        (("set", "giulia", "weight=nine"), "weight"),
        (("set", "giulia", "weight"), "key=value"),
        (("snooze", "giulia", "--until", "yesterday"), "does not lie ahead"),
        (("snooze", "giulia"), "--until"),
        (("gave", "giulia", "money", "ten euros"), "time, skill, info, contact"),
        (("done", "giulia", "piano"), "nothing is open"),
        (("new", "giulia rossi"), "already"),
        (("rename", "giulia", "Marco Ferri"), "already"),
        (("merge", "giulia", "Giulia Rossi"), "both are"),
        (("sent", "giulia"), "no draft"),
        (("today", "--dry-run"), "--write"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, tuple) else "",
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    words: tuple[str, ...], said: str, vault: Path
) -> None:
    before = held(vault)
    refused = run(*words, vault=vault)
    assert refused.code == 2
    assert said in refused.err
    assert "Traceback" not in refused.err
    assert held(vault) == before


def test_a_log_ends_a_snooze(vault: Path) -> None:
    before = held(vault)
    done(vault, "snooze", "giulia", "--until", "2m")
    assert b"snooze_until: 2027-01-23" in held(vault)["People/Giulia Rossi.md"]
    done(vault, "log", "called Giulia")
    after = held(vault)["People/Giulia Rossi.md"]
    assert b"snooze_until" not in after
    assert b"last_contact: 2026-11-23" in after
    done(vault, "undo")
    done(vault, "undo")
    assert held(vault) == before


PLANS = """\
---
type: person
weight: 4
last_contact: 2026-11-01
---
Her weight: 5 kilos of flour.

## Open loops

- [ ] the plans #promise

## Log

- 2026-11-22 coffee and cake
- 2026-11-01 the plans, at last
"""


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("log", "yesterday: coffee", "--with", "zelda"), "- 2026-11-22 coffee"),
        (("done", "zelda", "plans"), "- [x] the plans #promise ✅ 2026-11-23"),
        (("set", "zelda", "weight=5"), "weight: 5"),
        (("log", "--with", "zelda"), "- 2026-11-23"),
        (("cue", "zelda", "the plans"), "- [ ] the plans #cue"),
    ],
)
def test_the_line_that_is_named_is_the_one_that_was_written(
    words: tuple[str, ...], line: str, vault: Path
) -> None:
    note = vault / "People" / "Zelda Prova.md"
    note.write_text(PLANS)
    (item,) = json.loads(done(vault, *words, "--format", "json").out)["items"]
    assert note.read_text().splitlines()[item["line"] - 1] == line


def test_an_attempt_in_the_daily_note_names_no_next_day(vault: Path) -> None:
    config = vault / ".vault-tool" / "config.toml"
    config.write_text(config.read_text() + '\n[writing]\nlog = "daily"\n')
    said = done(vault, "log", "wrote to Marco and Giulia #waiting", "--quiet")
    assert len(said.out.splitlines()) == 1
    said = done(vault, "log", "coffee with Marco and Giulia", "--quiet")
    assert [line.partition(":")[0] for line in said.out.splitlines()] == [
        "Journal/2026-11-23.md",
        "Marco Ferri",
        "Giulia Rossi",
    ]


def test_a_talk_can_go_into_the_daily_note(vault: Path) -> None:
    config = vault / ".vault-tool" / "config.toml"
    config.write_text(config.read_text() + '\n[writing]\nlog = "daily"\n')
    before = held(vault)
    done(vault, "log", "coffee with Giulia and Marco")
    after = held(vault)
    assert changed(before, after) == {"Journal/2026-11-23.md"}
    assert b"- coffee with [[Giulia Rossi]] and [[Marco Ferri]]\n" in after["Journal/2026-11-23.md"]
    assert b"## Today" in after["Journal/2026-11-23.md"]
    assert "today" in run("brief", "giulia", vault=vault).out


def test_a_day_has_one_note_whatever_language_is_spoken(vault: Path) -> None:
    daily = vault / ".obsidian" / "daily-notes.json"
    daily.parent.mkdir(exist_ok=True)
    daily.write_text('{"format": "YYYY-MM-DD dddd", "folder": "Days"}')
    shown = [
        json.loads(done(vault, *lang, "today", "--write", "--dry-run", "--format", "json").out)
        for lang in ((), ("--lang", "it"))
    ]
    paths = [[each["path"] for each in result["changes"]] for result in shown]
    assert paths == [["Days/2026-11-23 Monday.md"]] * 2


def test_today_in_the_daily_note_is_ticked_to_be_the_contact(vault: Path) -> None:
    done(vault, "today", "--write")
    note = vault / "Journal" / "2026-11-23.md"
    text = note.read_text()
    (line,) = [each for each in text.splitlines() if "[[Giulia Rossi]]" in each]
    assert line.startswith("- [ ] [[Giulia Rossi]]: ")
    assert line.endswith("#reach")
    note.write_text(text.replace(line, line.replace("[ ]", "[x]")))
    shown = run("today", vault=vault)
    assert "Giulia" not in shown.out
    before = held(vault)
    done(vault, "today", "--write")
    after = held(vault)
    assert line.replace("[ ]", "[x]").encode() in after["Journal/2026-11-23.md"]
    assert changed(before, after) <= {"Journal/2026-11-23.md"}


def test_a_draft_is_saved_and_sent(vault: Path) -> None:
    done(vault, "draft", "check-in", "giulia", "--save")
    path = "Drafts/2026-11-23 check-in Giulia Rossi.md"
    draft = held(vault)[path].decode()
    assert 'to: "[[Giulia Rossi]]"' in draft
    assert "status: draft" in draft
    assert "Si è risolta quella faccenda del permesso" in draft
    before = held(vault)
    done(vault, "sent", "giulia")
    after = held(vault)
    assert changed(before, after) == {path, "People/Giulia Rossi.md"}
    assert "status: sent" in after[path].decode()
    assert "- 2026-11-23 message: Come va?" in after["People/Giulia Rossi.md"].decode()
    again = run("sent", path, vault=vault)
    assert (again.code, "already" in again.err) == (2, True)


def test_a_report_replaces_its_own_note_and_no_other(vault: Path) -> None:
    done(vault, "report", "follow-ups", "--write")
    made = held(vault)["Reports/follow-ups.md"]
    assert b"generated_by: vault-tool report follow-ups" in made
    again = done(vault, "report", "follow-ups", "--write")
    assert "says so already" in again.err
    (vault / "Reports" / "birthdays.md").write_text("my own thoughts\n")
    refused = run("report", "birthdays", "--write", vault=vault)
    assert refused.code == 2
    assert (vault / "Reports" / "birthdays.md").read_text() == "my own thoughts\n"


def test_a_rename_takes_every_link_along(vault: Path) -> None:
    linking = {
        path: data
        for path, data in held(vault).items()
        if path.endswith(".md") and b"[[Marco Ferri" in data
    }
    done(vault, "rename", "Marco Ferri", "Marco Landi")
    after = held(vault)
    assert "People/Marco Ferri.md" not in after
    for path, data in linking.items():
        assert after[path] == data.replace(b"[[Marco Ferri", b"[[Marco Landi"), path
    assert b"  - Marco Ferri\n" in after["People/Marco Landi.md"]
    assert "Marco Landi" in run("path", "marco ferri", vault=vault).out
    assert not [line for line in run("check", vault=vault).out.splitlines() if "Marco" in line]


def test_two_notes_become_one_and_nothing_is_lost(vault: Path) -> None:
    other = vault / "People" / "G. Rossi.md"
    other.write_text(
        "---\ntype: person\nemail: g.rossi@example.com\nlocation: Modena\nrole: pasticciera\n"
        "offers:\n  - torte\nmet: 2025-12-01\n---\n\nUna nota a parte.\n\n## Open loops\n\n"
        "- [ ] il forno nuovo #cue 📅 2026-12-20\n\n## Log\n\n"
        "- 2026-11-02 email: il forno nuovo #got/info\n  arriva a dicembre\n"
    )
    (vault / "Journal" / "2026-11-21.md").write_text("- called [[G. Rossi]]\n")
    before = held(vault)
    said = done(vault, "merge", "Giulia Rossi", "G. Rossi")
    after = held(vault)
    assert changed(before, after) == {
        "People/G. Rossi.md",
        "People/Giulia Rossi.md",
        "Journal/2026-11-21.md",
    }
    assert "People/G. Rossi.md" not in after
    assert after["Journal/2026-11-21.md"] == b"- called [[Giulia Rossi]]\n"
    note = after["People/Giulia Rossi.md"].decode()
    for line in (
        "  - g.rossi@example.com",
        "  - Modena",
        "  - torte",
        "  - G. Rossi",
        "- role: pasticciera",
        "- met: 2025-12-01",
        "Una nota a parte.",
        "- [ ] il forno nuovo #cue 📅 2026-12-20",
        "- 2026-11-02 email: il forno nuovo #got/info",
        "  arriva a dicembre",
    ):
        assert line in note.splitlines(), line
    assert "role" in said.err


def test_an_editor_s_change_can_be_taken_back(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = held(vault)
    monkeypatch.setenv("VISUAL", "sed -i s/fornaia/panettiera/")
    done(vault, "edit", "giulia")
    assert b"role: panettiera" in held(vault)["People/Giulia Rossi.md"]
    done(vault, "undo")
    assert held(vault) == before


def test_init_for_obsidian_adds_types_and_a_base_and_can_be_taken_back(vault: Path) -> None:
    (vault / "Follow-ups.base").unlink()
    types = vault / ".obsidian" / "types.json"
    types.write_text('{\n  "types": {\n    "weight": "text"\n  }\n}')
    before = held(vault)
    dry = run("init", str(vault), "--obsidian", "--dry-run", "--format", "json")
    assert held(vault) == before
    done(vault, "init", str(vault), "--obsidian")
    after = held(vault)
    assert changed(before, after) == {"Follow-ups.base", ".obsidian/types.json"}
    assert {each["path"] for each in json.loads(dry.out)["changes"]} == changed(before, after)
    said = json.loads(types.read_text())["types"]
    assert (said["weight"], said["last_contact"]) == ("text", "date")
    done(vault, "undo")
    assert held(vault) == before


def test_forget_removes_index_and_steps_and_no_note(vault: Path) -> None:
    done(vault, "log", "coffee with Giulia")
    before = held(vault)
    done(vault, "forget", "--yes")
    assert held(vault) == before
    assert run("undo", vault=vault).code == 2
    assert done(vault, "today").out


@pytest.mark.parametrize("damage", ["weight: [4\n", "weight: 4\nweight: 5\n", "\tweight: 4\n"])
def test_a_note_whose_properties_cannot_be_read_is_never_touched(vault: Path, damage: str) -> None:
    note = vault / "People" / "Giulia Rossi.md"
    note.write_text(note.read_text().replace("weight: 4\n", damage))
    before = held(vault)
    commands: tuple[Callable[[], Result], ...] = (
        lambda: run("log", "coffee with Giulia", vault=vault),
        lambda: run("set", "giulia", "role=baker", vault=vault),
        lambda: run("cue", "giulia", "the oven", vault=vault),
    )
    for command in commands:
        refused = command()
        assert refused.code == 2
        assert "People/Giulia Rossi.md:" in refused.err
        assert held(vault) == before
