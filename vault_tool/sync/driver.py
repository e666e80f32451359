"""The merge driver: git hands over three versions of a note, and gets one back.

Started by git for each note that both sides changed, so it imports nothing that it does not need.
What it leaves behind is whole at any moment: until the union is ready, git's file holds our side.
"""

import os
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

MERGED = 0
OPEN = 9  # no code that a shell, a signal or a Python that fails would leave with
FAILED = 2

_USAGE = "merge-driver needs what git hands over: %O %A %B %P\n"


def drive(words: Sequence[str]) -> int:
    """Merge the files of a command line; return `MERGED`, `OPEN` where sides differ, or `FAILED`.

    The words are base, ours, theirs and the note's path; the union takes the place of ours. With
    `--within N` before them it ends itself after so many seconds: whoever started it then falls
    back to `git merge-file`.
    """
    rest = list(words)
    if rest[:1] == ["--within"]:
        _end_after(int(rest[1]))
        rest = rest[2:]
    if len(rest) != 4:
        sys.stderr.write(_USAGE)
        return FAILED
    from vault_tool.note.versions.merge import merged
    from vault_tool.sync.lines import compared

    base, ours, theirs = (Path(each).read_bytes() for each in rest[:3])
    union = merged(base, ours, theirs, compared, _own_names(rest[3]))
    if union is None:  # no text: ours stays in the folder, git keeps theirs
        return OPEN
    if union.data != ours:
        _put(Path(rest[1]), union.data)
    return MERGED if union.is_clean else OPEN


def _put(place: Path, data: bytes) -> None:
    """Let git's own temporary file hold the union, wholly or not at all."""
    draft = place.with_name(f"{place.name}.{os.getpid()}")
    try:
        draft.write_bytes(data)
        draft.replace(place)
    except OSError:
        with suppress(OSError):
            draft.unlink()
        raise


def _end_after(seconds: int) -> None:
    """End this process after a time, whatever it is doing by then."""
    if sys.platform != "win32":
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(seconds)
    else:
        from threading import Timer

        timer = Timer(seconds, os._exit, (FAILED,))
        timer.daemon = True
        timer.start()


def _own_names(path: str) -> Mapping[str, str]:
    """Return the vault's own names of properties; a config that cannot be read has none."""
    from vault_tool.config import CONFIG_PATH, parse_config
    from vault_tool.errors import VaultToolError

    folder = Path(path).absolute().parent
    for place in (folder, *folder.parents):
        config = place / CONFIG_PATH
        try:
            return parse_config(config.read_bytes().decode("utf-8-sig")).reading.properties
        except (FileNotFoundError, NotADirectoryError):
            continue
        except (OSError, UnicodeDecodeError, VaultToolError):
            break
    return {}
