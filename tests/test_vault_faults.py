"""Whatever the system does at any system call, each note is whole, and all change or none.

Every fault at every call that can meet it: outside `make test`, run by .ci/run.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.faults import FAULTS, KILL, Call, Case, interrupted, needs_strace, prepared, sweep
from tests.vault_commands import WHEN, build, log_several
from vault_tool.vault.journal import undo

pytestmark = [pytest.mark.sweep, needs_strace]

_SECOND = Call("renameat2", 2)


def _small(name: str, built: Callable[[Path], None] = build) -> Case:
    return Case(name, built, lambda root: [name, str(root)])


def _bare(name: str) -> Case:
    """Return a write of one file, without a journal."""
    return _small(name)._replace(leaves_copies=True)


def _logged(root: Path) -> None:
    build(root)
    log_several(root)


def _logged_and_undone(root: Path) -> None:
    _logged(root)
    undo(root, when=WHEN)


_SEVERAL = _small("several")
_UNDO = _small("undo", _logged)


def _recovery(name: str, of: Case, *faults: tuple[Call, str]) -> Callable[[], Case]:
    """Return the recovery from a command that was killed half way."""

    def case() -> Case:
        return Case(
            name,
            interrupted(of, *faults),
            lambda root: ["recover", str(root)],
            lambda: prepared(of)[1],
        )

    return case


CASES: dict[str, Callable[[], Case]] = {
    "several": lambda: _SEVERAL,
    "several again": lambda: _small("several", _logged_and_undone),
    "undo": lambda: _UNDO,
    "replace": lambda: _bare("replace"),
    "create": lambda: _bare("create"),
    "remove": lambda: _bare("remove"),
    "recover, one written": _recovery("recover", _SEVERAL, (_SECOND, KILL)),
    "recover, exchanged": _recovery("recover", _SEVERAL, (Call("unlinkat", 1), KILL)),
    "recover, given up": _recovery(
        "recover", _SEVERAL, (Call("renameat2", 3), "error=EIO"), (Call("renameat", 1), KILL)
    ),
    "recover, undo": _recovery("recover", _UNDO, (_SECOND, KILL)),
}


@cache
def _case(name: str) -> Case:
    return CASES[name]()


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", CASES)
def test_no_fault_at_any_system_call_tears_a_note_or_a_change(name: str, fault: str) -> None:
    results = sweep(_case(name), fault)
    assert len(results) > 3
    assert any(each.call.name.startswith(("rename", "unlink", "open")) for each in results)
    bad = [f"{each.call}: {each.complaint}\n{each.said}" for each in results if each.complaint]
    assert not bad, "\n".join(bad)
    # What stops a command is said in words, not by a traceback.
    rude = [f"{each.call}: {each.said}" for each in results if "Traceback" in each.said]
    assert not rude, "\n".join(rude)
