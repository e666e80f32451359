"""Runs commands in forked processes that stop before they begin, so that strace can take hold.

All modules are there already, which spares every run the start of Python. Orders come as lines of
JSON; the answers are the process's number when it has stopped, and its exit code when it has ended.
"""

import importlib
import json
import os
import pkgutil
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import vault_tool
from tests.vault_commands import COMMANDS
from vault_tool.cli.main import main
from vault_tool.errors import VaultToolError


def serve() -> None:
    for line in sys.stdin:
        order = json.loads(line)
        process = os.fork()
        if process == 0:
            _become(order["argv"], order["env"], order["said"])
        os.waitpid(process, os.WUNTRACED)
        sys.stdout.write(f"{process}\n")
        sys.stdout.flush()
        _, status = os.waitpid(process, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _become(argv: list[str], env: dict[str, str], said: str) -> None:
    """Be the command, and end."""
    os.environ.clear()
    os.environ.update(env)
    output = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    for stream in (1, 2):
        os.dup2(output, stream)
    _let_be_traced()
    os.kill(os.getpid(), signal.SIGSTOP)
    code = _code(argv)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _code(argv: list[str]) -> int:
    try:
        _command(argv)()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except VaultToolError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def _command(argv: list[str]) -> Callable[[], None]:
    """Return what is to be run: `vault-tool …`, or one of our small commands and its vault."""
    if argv[0] == "vault-tool":
        sys.argv = argv
        return main
    name, vault = argv
    return lambda: COMMANDS[name](Path(vault))


def _let_be_traced() -> None:
    """Allow strace, which is no parent of ours, to take hold where the kernel is strict."""
    import ctypes

    set_tracer, anybody = 0x59616D61, ctypes.c_ulong(-1)
    ctypes.CDLL(None).prctl(set_tracer, anybody, 0, 0, 0)


def _import_everything() -> None:
    """Import what commands import when they need it, so that no fault hits an import."""
    for found in pkgutil.walk_packages(vault_tool.__path__, "vault_tool."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
    for name in ("babel.dates", "phonenumbers", "rapidfuzz.fuzz", "rapidfuzz.process"):
        importlib.import_module(name)
    _have_words_at_hand()


def _have_words_at_hand() -> None:
    """Compile the templates that commands draw with, which takes longer than all they do else."""
    from datetime import date

    from vault_tool.render.templates import report

    today = date(2026, 11, 23)
    nothing = {"today": today, "items": [], "changes": [], "dry_run": False, "problems": 0}
    with suppress(VaultToolError):
        report("written", nothing, language="en", layout="text", root=None)
    for layout in ("text", "md"):
        with suppress(VaultToolError):
            report("follow-ups", nothing, language="en", layout=layout, root=None)


if __name__ == "__main__":
    _import_everything()
    serve()
