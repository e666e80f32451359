"""What tests of writing share: edits in a word, and all that a vault holds."""

from pathlib import Path

from vault_tool.errors import EditRefused
from vault_tool.vault.journal import Edit

Tree = dict[str, bytes]
WHEN = "2026-11-25 18:30"


def put(content: bytes | None) -> Edit:
    """An edit to this content, whatever was there."""
    return lambda _: content


def add(line: bytes) -> Edit:
    """An edit that adds to what is there."""
    return lambda before: (before or b"") + line


def refuse(before: bytes | None) -> bytes | None:
    raise EditRefused("People/Ada.md:3: this cannot be changed")


def files(root: Path) -> Tree:
    """Return all files of a folder, drafts and hidden ones too."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }
