"""Where characters leave: results to the standard output or a file, remarks to standard error.

A file inside the vault is never written: whatever lies there is the user's own.
"""

import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

from vault_tool.cli.options import Asked
from vault_tool.errors import WriteRefused
from vault_tool.render.harmless import harmless, one_line


def deliver(asked: Asked, result: str, root: Path | None) -> None:
    """Write a finished result to where it was asked for, ending in a line break."""
    text = result if result.endswith("\n") or not result else result + "\n"
    if asked.output in (None, "-"):
        sys.stdout.write(text)
        return
    _write_file(Path(str(asked.output)), text.encode("utf-8", "surrogateescape"), root)


def deliver_exact(asked: Asked, result: bytes, root: Path | None) -> None:
    """Write a result whose bytes are those of another program; a terminal gets them harmless."""
    if asked.output not in (None, "-"):
        _write_file(Path(str(asked.output)), result, root)
    elif sys.stdout.isatty():
        sys.stdout.write(harmless(result.decode("utf-8", "replace")))
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(result)


def outside(place: Path, root: Path, option: str) -> Path:
    """Return a place's real path; raises `WriteRefused` where it lies in the vault."""
    _refuse_inside(place.resolve(), root, option)
    return place.resolve()


def deliver_paths(asked: Asked, root: Path, paths: Iterable[str]) -> None:
    """Write the files of notes, each once, as paths that are good from any folder.

    Ended by NUL they are the exact bytes, for other programs; as lines, for eyes as well, they are
    made harmless.
    """
    files = [f"{root}{os.sep}{path}" for path in dict.fromkeys(paths)]
    if not asked.null:
        deliver(asked, "".join(f"{one_line(file)}\n" for file in files), root)
        return
    exact = b"".join(os.fsencode(file) + b"\0" for file in files)
    if asked.output in (None, "-"):
        sys.stdout.flush()
        sys.stdout.buffer.write(exact)
    else:
        _write_file(Path(str(asked.output)), exact, root)


def remark(asked: Asked, text: str) -> None:
    """Say something that is not the result, behind what was written, unless quiet was asked for."""
    if not asked.quiet:
        sys.stdout.flush()
        sys.stderr.write(harmless(text) + "\n")


def uses_color(asked: Asked, layout: str) -> bool:
    """Tell whether colour may be used: on a terminal, in text, and not when the user declines."""
    declined = asked.no_color or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return layout == "text" and asked.output is None and not declined and sys.stdout.isatty()


def width(asked: Asked) -> int | None:
    """Return the columns of the terminal, or None where the result does not go to one."""
    if asked.output is not None or not sys.stdout.isatty():
        return None
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or None
    except OSError:
        return None


def _write_file(target: Path, content: bytes, root: Path | None) -> None:
    if target.is_dir():
        raise WriteRefused(f"{target} is a folder", "Name a file in it.")
    _refuse_inside(target.parent.resolve() / target.name, root)
    if target.exists() and not target.is_file():  # a pipe or a device: there is nothing to keep
        target.write_bytes(content)
        return
    place = target.resolve()
    _refuse_inside(place, root)
    _replace(place, content)


def _refuse_inside(place: Path, root: Path | None, option: str = "-o") -> None:
    if root is not None and place.is_relative_to(root.resolve()):
        raise WriteRefused(
            f"{place} lies in the vault, where only notes of your own stand",
            f"Write it somewhere else: {option} ~/{place.name}",
        )


def _replace(place: Path, content: bytes) -> None:
    """Put the whole content there at once; a reader sees the old file or the new one."""
    made = place.with_name(f".{place.name}.{os.getpid()}.part")
    mode = stat.S_IMODE(place.stat().st_mode) if place.exists() else None
    try:
        with open(made, "xb") as part:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
        if mode is not None:
            made.chmod(mode)
        made.replace(place)
    except OSError as error:
        why = error.strerror or "it cannot be written"
        raise WriteRefused(f"{place} was not written: {why}", "Is the folder there?") from None
    finally:
        made.unlink(missing_ok=True)
