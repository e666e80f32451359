"""What the small commands do: writes of every kind, on a vault that has notes for all of them."""

from collections.abc import Callable
from pathlib import Path

from vault_tool.vault.journal import carry_out, recover, undo
from vault_tool.vault.safewrite import create_new, remove, replace
from vault_tool.vault.state import locked_state

WHEN = "2026-11-25 18:30"
ADA = "# Ada\n\n- 2026-09-02 coffee\n"
BOB = "# Bob\r\n" + "a long line of talk\r\n" * 400
OLD = "# Old\n"
LINE = b"- 2026-11-25 call\n"


def build(root: Path) -> None:
    """Make the vault that the commands work on."""
    for path, text in (("People/Ada.md", ADA), ("People/Bob.md", BOB), ("Old.md", OLD)):
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_bytes(text.encode())


def log_several(root: Path) -> None:
    """Change two notes, make one, remove one."""

    def line(before: bytes | None) -> bytes:
        return (before or b"") + LINE

    edits = [
        ("People/Ada.md", line),
        ("New/Eve.md", line),
        ("People/Bob.md", line),
        ("Old.md", lambda _: None),
    ]
    carry_out(root, "log", edits, when=WHEN)


def _undo(root: Path) -> None:
    undo(root, when=WHEN)


def _recover(root: Path) -> None:
    recover(root)


# The three ways to write one file; the lock is there because the sweep begins with it.


def _replace(root: Path) -> None:
    with locked_state(root):
        replace(root / "People/Ada.md", ADA.encode(), BOB.encode(), within=root)


def _create(root: Path) -> None:
    with locked_state(root):
        create_new(root / "New/Eve.md", BOB.encode(), within=root)


def _remove(root: Path) -> None:
    with locked_state(root):
        remove(root / "Old.md", OLD.encode(), within=root)


COMMANDS: dict[str, Callable[[Path], None]] = {
    "several": log_several,
    "undo": _undo,
    "recover": _recover,
    "replace": _replace,
    "create": _create,
    "remove": _remove,
}
