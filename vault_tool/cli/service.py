"""What makes the system run a watcher: a unit for systemd's user manager, a plist for launchd.

Public: `KINDS`, `usual_kind()`, `service(kind, words, root)`.
"""

import sys
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Literal, get_args

Kind = Literal["systemd", "launchd"]

KINDS: tuple[str, ...] = get_args(Kind)


def usual_kind() -> str:
    """Return what this system has."""
    return "launchd" if sys.platform == "darwin" else "systemd"


def service(kind: str, words: Sequence[str], root: Path) -> str:
    """Return the file that runs `words`, a command line, as long as the user is logged in."""
    return _plist(words, root) if kind == "launchd" else _unit(words, root)


def program() -> list[str]:
    """Return how this very program is run again, from anywhere."""
    return [sys.executable, "-m", "vault_tool"]


def _unit(words: Sequence[str], root: Path) -> str:
    line = " ".join(map(_quoted, words))
    return f"""\
[Unit]
Description=vault-tool keeps {_percent(root.name)} current

[Service]
ExecStart={line}
Restart=on-failure
RestartSec=10
Nice=10

[Install]
WantedBy=default.target
"""


def _quoted(word: str) -> str:
    """Return a word as systemd reads it: quotes, `%` and `$` mean something there."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    escaped = escaped.replace("\n", "\\n").replace("\t", "\\t")
    return f'"{_percent(escaped)}"'


def _percent(text: str) -> str:
    return " ".join(text.replace("%", "%%").split("\n"))


def _plist(words: Sequence[str], root: Path) -> str:
    from plistlib import dumps

    mark = blake2b(str(root).encode("utf-8", "surrogateescape"), digest_size=4).hexdigest()
    said = {
        "Label": f"vault-tool.watch.{mark}",
        "ProgramArguments": list(words),
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},
        "ProcessType": "Background",
        "LowPriorityIO": True,
    }
    return dumps(said).decode()
