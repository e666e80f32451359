"""Where templates come from: those of the tool, and the vault's own, which replace them.

A vault may have been sent by somebody else. From its template folder only ordinary, small files
with ordinary names are read; links, dot files and everything odd are refused, with the reason.
"""

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from vault_tool.errors import TemplateFailure
from vault_tool.render.shipped import find_shipped

OWN_FOLDER = "Templates/vault-tool"

LARGEST = 64 * 1024
MOST_FILES = 200
DEEPEST = 4

_SIGNS = frozenset(" ._-+,()'")  # beside letters and digits


class OwnTemplates(NamedTuple):
    """The vault's own templates by name (`reports/today.md`), and why others were not read."""

    texts: Mapping[str, str]
    refused: Mapping[str, str]

    def refusal(self, name: str) -> str | None:
        """Return why a template, or the folder it is in, was not read."""
        for place in accumulate(name.split("/"), "{}/{}".format):
            if place in self.refused:
                return f"{OWN_FOLDER}/{place} {self.refused[place]}"
        return None


NO_TEMPLATES = OwnTemplates({}, {})


def shipped_text(name: str) -> str | None:
    """Return a template of the tool, without its front matter; None for what is no name of one."""
    if not all(map(_is_plain, name.split("/"))):
        return None
    try:
        return without_front_matter((_shipped() / name).read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None


def shipped_names(folder: str) -> list[str]:
    """Return the names of the tool's templates in a folder, at any depth, sorted."""
    top = _shipped()
    return sorted(
        path.relative_to(top).as_posix() for path in (top / folder).rglob("*") if path.is_file()
    )


def shipped_source(name: str) -> str:
    """Return a template of the tool as it stands in its file."""
    return (_shipped() / name).read_text("utf-8")


def has_own(root: Path | None, names: Iterable[str]) -> bool:
    """Tell whether the vault has a template of one of these names, readable or not."""
    names = [name for name in names if all(map(_is_plain, name.split("/")))]
    if root is None or not os.path.isdir(root / OWN_FOLDER):
        return False
    return any(os.path.lexists(root / OWN_FOLDER / name) for name in names)


def own_templates(root: Path | None) -> OwnTemplates:
    """Return every template the vault has of its own."""
    if root is None:
        return NO_TEMPLATES
    texts: dict[str, str] = {}
    refused: dict[str, str] = {}
    for parent in ("Templates", OWN_FOLDER):
        if os.path.islink(root / parent):
            raise TemplateFailure(
                f"{parent} is a symbolic link.", "Templates are read only from the vault itself."
            )
    for name, path in _files(root / OWN_FOLDER, "", DEEPEST):
        if len(texts) + len(refused) == MOST_FILES:
            raise TemplateFailure(
                f"{OWN_FOLDER} holds more than {MOST_FILES} files.", "Take out what is no template."
            )
        try:
            texts[name] = _read(path)
        except _Refused as reason:
            refused[name] = str(reason)
    return OwnTemplates(texts, refused)


def without_front_matter(source: str) -> str:
    """Return the template itself, on the lines on which it stands in its file."""
    lines = source.split("\n")
    if lines[0].rstrip() != "---":
        return source
    for number, line in enumerate(lines[1:], 2):
        if line.rstrip() == "---":
            return "\n" * number + "\n".join(lines[number:])
    return source


def front_matter(source: str, path: str) -> dict[str, Any]:
    """Return what the front matter of a template says of it."""
    from vault_tool.note.frontmatter import plain, read_front_matter

    fields = read_front_matter(source, path).fields
    return {field.key: plain(field.node) for field in fields}


@cache
def _shipped() -> Path:
    return find_shipped("templates")


class _Refused(Exception):
    """A file that is not read as a template; says why, to go behind its name."""


def _is_plain(name: str) -> bool:
    """Tell whether the name of a file could be nothing but a name."""
    if not name.isascii():
        from unicodedata import normalize

        name = normalize("NFC", name)
    return (
        name[:1].isalnum()
        and ".." not in name
        and all(sign.isalnum() or sign in _SIGNS for sign in name)
    )


def _files(folder: Path, prefix: str, depth: int) -> Iterator[tuple[str, Path]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        name = f"{prefix}{entry.name}"
        if not entry.is_dir(follow_symlinks=False) or not _is_plain(entry.name):
            yield name, Path(entry.path)
        elif depth > 1:
            yield from _files(Path(entry.path), f"{name}/", depth - 1)


def _read(path: Path) -> str:
    """Return the text of an ordinary small file, without following a link or waiting for a pipe."""
    if not _is_plain(path.name):
        raise _Refused("has a name that is not made of letters, digits, blanks, . _ and - alone")
    if path.is_symlink():
        raise _Refused("is a symbolic link, and those are not followed")
    try:
        opened = os.open(path, os.O_RDONLY | _NO_FOLLOW | _NO_WAIT)
    except OSError as error:
        raise _Refused(f"cannot be read ({error.strerror})") from None
    try:
        if not stat.S_ISREG(os.fstat(opened).st_mode):
            raise _Refused("is no ordinary file")
        with os.fdopen(opened, "rb", closefd=False) as file:
            content = file.read(LARGEST + 1)
    finally:
        os.close(opened)
    if len(content) > LARGEST:
        raise _Refused(f"is larger than {LARGEST // 1024} KiB")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _Refused("is not UTF-8 text") from None


_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)
