"""Whether a vault's notes are to be merged by our driver, and whether this device has it set.

Files are read, git is not started: every command asks this.
"""

import os
import re
from collections.abc import Iterable
from pathlib import Path

ATTRIBUTES = ".gitattributes"
IGNORED = ".gitignore"
ATTRIBUTE = "*.md merge=vault"
_SAID = (
    "# vault-tool: notes are merged by their meaning; once on each device: vault-tool sync --setup"
)
_NOT_SHARED = "# vault-tool: what each device has for itself"
_IGNORED = (
    ".obsidian/workspace", ".obsidian/workspace.json", ".obsidian/workspace-mobile.json", ".trash/",
    ".DS_Store", "conflict-files-obsidian-git.md", "*.vtmp", "/Reports/",
)  # fmt: skip
_WANTED = re.compile(r"^[^#\n]*\bmerge=vault\b", re.MULTILINE)
_SECTION = re.compile(r'^\s*\[merge\s+"vault"\]', re.MULTILINE)
_PROGRAM = re.compile(r"""^\s*driver\s*=\s*"?(?:'([^']+)'|([^\s"]+))""", re.MULTILINE)


def lacks_driver(root: Path) -> bool:
    """Tell whether a vault wants its notes merged by our driver, and this device has none set."""
    wanted = _read(root / ATTRIBUTES)
    if not wanted or not _WANTED.search(wanted):
        return False
    config = _config(root)
    if config is None:
        return False
    section = _SECTION.search(config)
    program = _PROGRAM.search(config, section.end()) if section else None
    path = (program[1] or program[2]) if program else ""
    return not path or (os.path.isabs(path) and not os.path.exists(path))


def with_attribute(data: bytes | None) -> bytes:
    """Return git attributes by which notes go to our driver."""
    return _with_lines(data, (ATTRIBUTE,), _SAID)


def with_ignored(data: bytes | None) -> bytes:
    """Return a list of ignored files with those that belong to one device."""
    return _with_lines(data, _IGNORED, _NOT_SHARED)


def without_ours(data: bytes | None) -> bytes | None:
    """Return one of the two files without what `with_attribute` and `with_ignored` put there."""
    if data is None:
        return None
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    for said, ours in ((_SAID, (ATTRIBUTE,)), (_NOT_SHARED, _IGNORED)):
        if said in lines:
            at = lines.index(said)
            end = at + 1
            while end < len(lines) and lines[end] in ours:
                end += 1
            del lines[at:end]
    text = "\n".join(lines)
    return text.encode("utf-8", "surrogateescape") if text.strip() else None


def _with_lines(data: bytes | None, wanted: Iterable[str], said: str) -> bytes:
    text = (data or b"").decode("utf-8", "surrogateescape")
    have = {line.strip() for line in text.splitlines()}
    missing = [line for line in wanted if line not in have]
    if not missing:
        return data or b""
    if text and not text.endswith("\n"):
        text += "\n"
    return (text + "\n".join([said, *missing, ""])).encode("utf-8", "surrogateescape")


def _config(root: Path) -> str | None:
    """Return the settings of the repository around a vault; None where it is not found plainly."""
    real = Path(os.path.realpath(root))
    for folder in (real, *real.parents):
        git = folder / ".git"
        if git.is_file():  # one of several folders of files, or a repository inside of another one
            git = folder / (_read(git) or "").partition("gitdir:")[2].strip()
            git = git / (_read(git / "commondir") or "").strip()
        if git.is_dir():
            return _read(git / "config")
    return None


def _read(path: Path) -> str | None:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return None
