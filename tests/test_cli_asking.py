"""What a command that writes asks on a terminal, and what it does where nobody sits at one."""

import os
import pty
import subprocess
import sys
from pathlib import Path
from select import select
from shutil import copytree

import pytest

from tests.commandline import PROJECT, TODAY
from tests.test_cli_writing import held, new_lines

PATIENCE = 20  # in seconds: who is silent for so long asks something that nobody answers


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return Path(copytree(PROJECT / "example-vault", tmp_path / "vault"))


def talked(vault: Path, *words: str, answers: str) -> tuple[int, str]:
    """Return exit code and all that is shown when a user types these answers, one a line."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "vault_tool", "-C", str(vault), "--today", TODAY, *words],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=PROJECT,
        env={**os.environ, "TERM": "xterm", "XDG_STATE_HOME": str(vault.parent / "state")},
        start_new_session=True,
    ) as process:
        os.close(theirs)
        os.write(ours, answers.encode())
        shown = b""
        while select([ours], [], [], PATIENCE)[0]:
            try:
                part = os.read(ours, 65536)
            except OSError:  # the terminal is closed
                break
            if not part:
                break
            shown += part
        else:
            process.kill()
    os.close(ours)
    return process.returncode, shown.decode()


def test_where_two_people_fit_one_is_picked(vault: Path) -> None:
    before = held(vault)
    code, shown = talked(vault, "log", "lunch with Fabbri", answers="1\n\n")
    assert code == 0, shown
    assert "Which one" in shown
    after = held(vault)
    assert len({path for path in after if before[path] != after[path]}) == 1


def test_a_talk_is_followed_by_what_they_told(vault: Path) -> None:
    before = held(vault)
    code, shown = talked(vault, "log", "coffee with Giulia", answers="the new oven\nin 2 weeks\n")
    assert code == 0, shown
    assert "What did Giulia Rossi tell you?" in shown
    lines = new_lines(before, held(vault), "People/Giulia Rossi.md")
    assert "- 2026-11-23 coffee" in lines
    assert "- [ ] the new oven #cue 📅 2026-12-07" in lines


def test_the_question_is_asked_in_the_language_of_the_reports(vault: Path) -> None:
    code, shown = talked(vault, "--lang", "it", "log", "caffè con Giulia", answers="\n")
    assert code == 0, shown
    assert "Che cosa ti ha raccontato Giulia Rossi?" in shown
    assert "la prossima volta il 4 gen" in shown


def test_nothing_told_is_nothing_kept(vault: Path) -> None:
    before = held(vault)
    code, shown = talked(vault, "log", "coffee with Giulia", answers="\n")
    assert code == 0, shown
    lines = new_lines(before, held(vault), "People/Giulia Rossi.md")
    assert sorted(lines) == ["- 2026-11-23 coffee", "last_contact: 2026-11-23"]


def test_several_notes_are_shown_and_asked_for(vault: Path) -> None:
    before = held(vault)
    code, shown = talked(vault, "rename", "Marco Ferri", "Marco Landi", answers="n\n")
    assert code == 130
    assert "rename to People/Marco Landi.md" in shown
    assert "Write this to" in shown
    assert held(vault) == before
    code, shown = talked(vault, "rename", "Marco Ferri", "Marco Landi", answers="y\n")
    assert code == 0, shown
    assert "People/Marco Landi.md" in held(vault)


def test_yes_asks_nothing(vault: Path) -> None:
    code, shown = talked(vault, "rename", "Marco Ferri", "Marco Landi", "--yes", answers="")
    assert code == 0, shown
    assert "Write this to" not in shown
    assert "People/Marco Landi.md" in held(vault)


def test_nobody_named_is_asked_for(vault: Path) -> None:
    code, shown = talked(vault, "log", "a walk by the river", answers="giulia\n\n")
    assert code == 0, shown
    assert "With whom" in shown
    assert "a walk by the river\n" in held(vault)["People/Giulia Rossi.md"].decode()


def test_who_gives_no_answer_has_nothing_written(vault: Path) -> None:
    before = held(vault)
    code, _ = talked(vault, "log", "lunch with Fabbri", answers="\x04")
    assert code == 130
    assert held(vault) == before


def test_who_speaks_italian_is_asked_in_italian(vault: Path) -> None:
    config = vault / ".vault-tool" / "config.toml"
    config.write_text(config.read_text().replace('language = "en"', 'language = "it"'))
    before = held(vault)
    code, shown = talked(
        vault, "log", "pranzo con Giulia e Marco", answers="s\nil forno nuovo\n\n\n"
    )
    assert code == 0, shown
    assert "Scrivo in 2 file? [S/n]" in shown
    assert "Che cosa ti ha raccontato Giulia Rossi?" in shown
    lines = new_lines(before, held(vault), "People/Giulia Rossi.md")
    assert "- [ ] il forno nuovo #cue" in lines


def test_no_is_no_in_either_language(vault: Path) -> None:
    before = held(vault)
    for answer in ("n", "no", "boh\nn"):
        code, _ = talked(vault, "--lang", "it", "merge", "marco", "tom", answers=f"{answer}\n")
        assert code != 0
        assert held(vault) == before


def test_rhythms_are_stretched_once_the_difference_was_shown_even_in_one_note(vault: Path) -> None:
    words = ("report", "capacity", "--apply", "--tag", "gruppo")
    (vault / "People" / "Zita.md").write_text(
        "---\ntags: [gruppo]\nfrequency: weekly\n---\n- 2026-11-02 call\n- 2025-01-01 call\n"
    )
    before = held(vault)
    code, shown = talked(vault, *words, answers="n\n")
    assert code == 130
    assert "+frequency: 3 months" in shown
    assert "Write this to 1 file?" in shown
    assert held(vault) == before
    code, shown = talked(vault, *words, answers="y\n")
    assert code == 0, shown
    assert new_lines(before, held(vault), "People/Zita.md") == ["frequency: 3 months"]


CARD = "BEGIN:VCARD\nVERSION:3.0\nUID:m\nFN:Marco Ferri\nTEL:333 555 0177\nEND:VCARD\n"


@pytest.mark.parametrize(("answers", "is_done"), [("1\ny\n", True), ("1\nn\n", False)])
def test_cards_are_kept_in_step_once_somebody_agreed(
    vault: Path, answers: str, is_done: bool
) -> None:
    cards = vault.parent / "cards"
    cards.mkdir()
    (cards / "marco.vcf").write_text(CARD)
    before = held(vault)

    code, shown = talked(vault, "sync-cards", str(cards), answers=answers)

    assert "Is Marco Ferri in the file" in shown
    assert "Marco Ferri   phone 333 555 0177" in shown
    assert "Carry this out?" in shown
    assert (code == 0) is is_done
    assert (held(vault) != before) is is_done
    assert ((cards / "marco.vcf").read_text() != CARD) is is_done
    assert (len(list(cards.iterdir())) > 20) is is_done
