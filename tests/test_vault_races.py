"""Another program writes the note while we do: none of its lines is lost."""

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from tests.faults import PROJECT
from tests.racing_editors import KINDS
from tests.vault_writing import WHEN
from vault_tool.errors import WriteRefused
from vault_tool.vault.journal import carry_out


def race(root: Path, kind: str, times: int, pause: float) -> tuple[int, int, list[str]]:
    """Let an editor and us write one note; return our writes, the copies, and lines lost."""
    note = root / "Ada.md"
    note.write_bytes(b"# Ada\n")
    argv = [sys.executable, "-S", "-m", "tests.racing_editors", kind, str(note)]
    with subprocess.Popen(
        [*argv, str(times), str(pause)], cwd=PROJECT, stdin=subprocess.PIPE
    ) as editor:
        assert editor.stdin
        editor.stdin.write(b"go\n")
        editor.stdin.flush()
        ours = 0
        while editor.poll() is None:
            # One line of ours that changes all the time: as small as an edit of a property.
            said = b"ours %d\n" % ours
            try:
                carry_out(root, "set", [("Ada.md", partial(_set, said=said))], when=WHEN)
            except WriteRefused:
                continue
            ours += 1
    assert editor.returncode == 0
    found = set()
    copies = 0
    for path in root.iterdir():
        assert not path.name.endswith(".vtmp")
        copies += ".conflict-" in path.name
        found |= set(path.read_bytes().splitlines())
    lost = [f"theirs {number}" for number in range(times) if b"theirs %d" % number not in found]
    return ours, copies, lost


def _set(old: bytes | None, *, said: bytes) -> bytes:
    lines = (old or b"").splitlines(keepends=True)
    return b"".join([said, *(line for line in lines if not line.startswith(b"ours "))])


@pytest.mark.parametrize("kind", KINDS)
def test_no_line_of_another_program_is_lost(tmp_path: Path, kind: str) -> None:
    ours, copies, lost = race(tmp_path, kind, 150, 0.01)
    assert lost == []
    assert ours > 10
    assert copies < 50


@pytest.mark.storm
@pytest.mark.parametrize("pause", [0.0, 0.002, 0.01])
@pytest.mark.parametrize("kind", KINDS)
def test_no_line_is_lost_in_a_storm(tmp_path: Path, kind: str, pause: float) -> None:
    _, _, lost = race(tmp_path, kind, 1_200, pause)
    assert lost == []
