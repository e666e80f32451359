"""The compiled code of the tool's own templates, kept in the cache folder between runs.

Compiling takes longer than everything else that drawing a report does. The code of a vault's
templates is never kept. A kept file counts only if it is the user's own, nobody else may write to
it, it is undamaged, and it was made from this very source by this very Python and Jinja; in all
other cases, and where nothing can be written, the template is compiled.
"""

import marshal
import os
import stat
import sys
import zlib
from contextlib import suppress
from pathlib import Path
from types import CodeType

from jinja2 import Environment
from jinja2 import __version__ as jinja_version

from vault_tool.config.caches import caches
from vault_tool.version import VERSION

_CHECKSUM = 4


# What was compiled or read in this run, by name, manner and source.
_at_hand: dict[tuple[str, str, str], CodeType] = {}


def compiled(environment: Environment, name: str, source: str, layout: str) -> CodeType:
    """Return the code of one of the tool's templates, compiled under its name."""
    manner = f"{layout}.{type(environment).__name__.lower()}"
    known = _at_hand.get((name, manner, source))
    if known is None:
        known = _at_hand[name, manner, source] = _found(environment, name, source, manner)
    return known


def _found(environment: Environment, name: str, source: str, manner: str) -> CodeType:
    folder = caches()
    if folder is None:
        return environment.compile(source, name, name)
    file = folder / "templates" / f"{name.replace('/', '-')}.{manner}.code"
    made_from = _made_from(environment, source)
    code = _kept(file, made_from)
    if code is None:
        code = environment.compile(source, name, name)
        _keep(file, made_from, code)
    return code


def _made_from(environment: Environment, source: str) -> str:
    """Return everything that the code depends on."""
    return "\n".join(
        (
            VERSION,
            sys.version,
            jinja_version,
            type(environment).__qualname__,
            str(environment.autoescape),
            str((environment.trim_blocks, environment.lstrip_blocks)),
            " ".join(sorted(environment.filters)),
            source,
        )
    )


def _kept(file: Path, made_from: str) -> CodeType | None:
    try:
        opened = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return None
    with os.fdopen(opened, "rb") as kept:
        if not _is_ours(os.fstat(opened)):
            return None
        content = kept.read()
    body = content[_CHECKSUM:]
    if content[:_CHECKSUM] != _checksum(body):
        return None
    kept_from, code = marshal.loads(body)  # noqa: S302 - the user's own file, as a .pyc is
    return code if kept_from == made_from and isinstance(code, CodeType) else None


def _keep(file: Path, made_from: str, code: CodeType) -> None:
    body = marshal.dumps((made_from, code))
    part = file.with_name(f"{file.name}.{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        opened = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "wb") as kept:
            kept.write(_checksum(body) + body)
        part.replace(file)


def _is_ours(state: os.stat_result) -> bool:
    if sys.platform == "win32":
        return True
    others = stat.S_IWGRP | stat.S_IWOTH
    return state.st_uid == os.geteuid() and not state.st_mode & others


def _checksum(body: bytes) -> bytes:
    return zlib.crc32(body).to_bytes(_CHECKSUM, "big")
