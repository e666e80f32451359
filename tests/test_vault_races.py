"""Another program writes the note while we do: none of its lines is lost."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest

from tests.faults import PROJECT, memory
from tests.racing_editors import KINDS
from tests.vault_writing import WHEN
from vault_tool.errors import WriteRefused
from vault_tool.vault.journal import carry_out
from vault_tool.vault.skip import is_conflict_copy


class Race(NamedTuple):
    """How a race ended: writes of ours, of the editor, conflict copies, and lines that are gone."""

    ours: int
    theirs: int
    copies: int
    lost: list[str]


def race(folder: Path, kind: str, times: int, pause: float) -> Race:
    """Write a note so many times while an editor writes it too."""
    root, stop = folder / "vault", folder / "stop"
    root.mkdir(parents=True)
    note = root / "Ada.md"
    note.write_bytes(b"# Ada\n")
    argv = [sys.executable, "-S", "-m", "tests.racing_editors", str(stop), kind, str(note)]
    with subprocess.Popen([*argv, str(pause)], cwd=PROJECT, stdout=subprocess.PIPE) as editor:
        assert editor.stdout
        while b"theirs" not in note.read_bytes():
            continue
        ours = 0
        for number in range(times):
            # One line of ours that changes all the time: as small as an edit of a property.
            edit = partial(_set, said=b"ours %d\n" % number)
            with suppress(WriteRefused):
                ours += len(carry_out(root, "set", [("Ada.md", edit)], when=WHEN))
        stop.touch()
        theirs = int(editor.stdout.readline())
    found: set[bytes] = set()
    copies = 0
    for path in root.iterdir():
        assert not path.name.endswith(".vtmp")
        copies += is_conflict_copy(path.name)
        found |= set(path.read_bytes().splitlines())
    lost = [f"theirs {number}" for number in range(theirs) if b"theirs %d" % number not in found]
    return Race(ours, theirs, copies, lost)


def _set(old: bytes | None, *, said: bytes) -> bytes:
    lines = (old or b"").splitlines(keepends=True)
    return b"".join([said, *(line for line in lines if not line.startswith(b"ours "))])


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a folder in memory, for the vault and its state: the quicker, the more races."""
    with TemporaryDirectory(prefix="races", dir=memory()) as name:
        monkeypatch.setenv("XDG_STATE_HOME", f"{name}/state")
        yield Path(name)


@pytest.mark.parametrize("kind", KINDS)
def test_no_line_of_another_program_is_lost(folder: Path, kind: str) -> None:
    ended = race(folder, kind, 60, 0.05)
    assert ended.lost == []
    assert ended.ours > 10


@pytest.mark.storm
@pytest.mark.parametrize("pause", [0.001, 0.003, 0.01])
@pytest.mark.parametrize("kind", KINDS)
def test_no_line_is_lost_in_ten_thousand_races(folder: Path, kind: str, pause: float) -> None:
    races = [race(folder / str(number), kind, 100, pause) for number in range(12)]
    assert [ended for ended in races if ended.lost] == []
    # Else nobody was in anybody's way.
    assert sum(ended.ours for ended in races) > 100
    assert sum(ended.theirs for ended in races) > 100
