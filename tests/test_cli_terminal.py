"""On a real terminal: nothing in a note can command it, and colour never carries meaning alone."""

import os
import pty
import re
import subprocess
import sys
from fcntl import ioctl
from pathlib import Path
from struct import pack
from termios import TIOCSWINSZ

import pytest

from tests.commandline import PROJECT, TODAY, run

HOSTILE = "\x1b]52;c;ZXZpbA==\x07\x1b[31mEve\x9b2J\u202eeve\x00"
PAINT = re.compile(rb"\x1b\[[012]?m")


@pytest.fixture(scope="module")
def hostile_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    vault = tmp_path_factory.mktemp("hostile")
    people = vault / "People"
    people.mkdir()
    (vault / ".obsidian").mkdir()
    escaped = (
        HOSTILE.replace("\x00", "").encode("unicode_escape").decode().replace("\\x9b", "\\u009b")
    )
    (people / "Eve \x1b]0;owned\x07.md").write_text(
        f'---\nname: "{escaped}"\nbirthday: 1990-11-24\nemail: "{escaped}"\nx{HOSTILE}: [\n---\n'
        f"- [ ] {HOSTILE} #promise 📅 2026-11-01\n- 2025-01-01 call: {HOSTILE}\n"
    )
    (people / "Eva Rossi.md").write_text(
        f"---\naliases: [{HOSTILE.encode('unicode_escape').decode()!r}]\n---\n- 2025-01-01 call {HOSTILE}\n"
    )
    return vault


def _shown(*words: str, columns: int = 80, env: dict[str, str] | None = None) -> bytes:
    """Return what a command writes to a terminal of so many columns, errors too."""
    ours, theirs = pty.openpty()
    ioctl(theirs, TIOCSWINSZ, pack("HHHH", 24, columns, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-m", "vault_tool", "--today", TODAY, *words],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        cwd=PROJECT,
        env={**os.environ, "TERM": "xterm", **(env or {})},
    ):
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # the terminal is closed
                break
            if not part:
                break
            shown += part
    os.close(ours)
    return shown


@pytest.mark.parametrize(
    "words",
    [
        ("today",),
        ("report", "follow-ups"),
        ("report", "birthdays"),
        ("who",),
        ("who", "--format", "json"),
        ("who", "--format", "csv"),
        ("who", "--format", "tsv"),
        ("who", "--format", "md"),
        ("who", "--format", "html"),
        ("who", "--format", "path"),
        ("find", "call"),
        ("brief", "eva"),
        ("why", "eva"),
        ("path", "ev"),
        ("index",),
        ("check",),
        ("check", "--format", "json"),
        ("draft", "check-in", "eva"),
        ("log", "--with", "eva", "a call", "--dry-run"),
        ("log", "--with", "Ev", "a call"),
        ("cue", "eva rossi", HOSTILE.replace("\x00", ""), "--dry-run"),
        ("done", "eva rossi", "--dry-run"),
        ("set", "eva rossi", "role=x", "--dry-run"),
        ("new", HOSTILE.replace("\x00", ""), "--dry-run"),
        ("rename", "eva rossi", HOSTILE.replace("\x00", ""), "--dry-run"),
        ("today", "--write", "--dry-run"),
        ("undo",),
        ("brief", HOSTILE.replace("\x00", "")),
        ("who", "--where", HOSTILE.replace("\x00", "")),
        ("today", "--lang", HOSTILE.replace("\x00", "")),
    ],
    ids=lambda words: ascii(" ".join(words))[:40],
)
def test_nothing_in_a_note_or_a_name_commands_the_terminal(
    words: tuple[str, ...], hostile_vault: Path
) -> None:
    shown = PAINT.sub(b"", _shown(*words, "-C", str(hostile_vault)))

    text = shown.decode("utf-8")
    assert text
    assert not set(text) & {"\x1b", "\x07", "\x9b", "\u202e", "\x00"}


def test_piped_text_is_harmless_as_well(hostile_vault: Path) -> None:
    result = run("find", "call", vault=hostile_vault)

    assert "�" in result.out
    assert not set(result.out + result.err) & {"\x1b", "\x07", "\x9b", "\u202e", "\x00"}


def test_colour_is_for_the_terminal_only_and_can_be_declined(example_vault: Path) -> None:
    words = ("today", "-C", str(example_vault))
    plain = run("today", vault=example_vault)

    painted = _shown(*words, columns=200)

    assert PAINT.search(painted)
    assert PAINT.sub(b"", painted).replace(b"\r\n", b"\n").decode() == plain.out + plain.err
    assert not PAINT.search(_shown(*words, "--no-color"))
    assert not PAINT.search(_shown(*words, env={"NO_COLOR": "1"}))
    assert not PAINT.search(_shown(*words, env={"TERM": "dumb"}))


def test_lines_are_broken_to_fit_the_terminal(example_vault: Path) -> None:
    shown = PAINT.sub(b"", _shown("today", "-C", str(example_vault), columns=72)).decode()

    assert max(map(len, shown.splitlines())) <= 72


def test_a_long_reading_shows_how_far_it_is(tmp_path: Path) -> None:
    people = tmp_path / "People"
    people.mkdir()
    for number in range(2100):
        (people / f"Person {number}.md").write_text("- 2026-01-01 call\n")

    assert b" of 2,100 notes read" in _shown("who", "x", "-C", str(tmp_path))
    assert b"notes read" not in _shown("index", "--rebuild", "-q", "-C", str(tmp_path))
