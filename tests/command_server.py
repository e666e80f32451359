"""Runs the commands of session pages in forked processes, which spares each the start of Python.

Where a page's shell calls `vault-tool`, a small script hands its words to this server. A process is
forked that takes over the script's folder, environment, input and output, and runs the real entry
point; the script ends as it does. A watcher, which is stopped by signals, is started for real, and
so is what is called in a folder that is gone.
"""

import importlib
import os
import pkgutil
import signal
import socket
import sys
import time
import traceback
from typing import BinaryIO, Literal, TextIO

import vault_tool
from vault_tool.cli.main import main

SCRIPT = """\
#!/bin/sh
case " $* " in *" watch "*) really=yes ;; esac
[ -e "$PWD" ] || really=yes
[ -z "$really" ] || exec "{python}" -m vault_tool --today {today} "$@"
exec bash -c '
  exec 3<>/dev/tcp/127.0.0.1/{port}
  printf "%s\\0" $$ $# "$@" >&3
  read -r -u 3 code
  exit "$code"' vault-tool "$@"
"""


def serve(today: str) -> None:
    """Answer until the one who started this ends; the port is told first."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.create_server(("127.0.0.1", 0)) as server:
        sys.stdout.write(f"{server.getsockname()[1]}\n")
        sys.stdout.flush()
        while True:
            caller, _ = server.accept()
            if os.fork() == 0:
                server.close()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                _answer(caller, today)
            caller.close()


def _answer(caller: socket.socket, today: str) -> None:
    with caller, caller.makefile("rb") as words:
        script, count = _word(words), int(_word(words))
        argv = [_word(words) for _ in range(count)]
        command = os.fork()
        if command == 0:
            caller.close()
            _become(script, ["--today", today, *argv])
        _, status = os.waitpid(command, 0)
        code = os.waitstatus_to_exitcode(status)
        caller.sendall(b"%d\n" % (code if code >= 0 else 128 - code))
    os._exit(0)


def _word(words: BinaryIO) -> str:
    found = bytearray()
    while (sign := words.read(1)) not in (b"\0", b""):
        found += sign
    return os.fsdecode(bytes(found))


def _become(script: str, argv: list[str]) -> None:
    """Be the command in the place of the script, and end."""
    place = f"/proc/{script}"
    with open(f"{place}/environ", "rb") as held:
        pairs = [each.partition(b"=") for each in held.read().split(b"\0") if each]
    os.environ.clear()
    os.environb.update({name: value for name, _, value in pairs})
    time.tzset()
    os.chdir(os.readlink(f"{place}/cwd"))
    for stream, flags in ((0, os.O_RDONLY), (1, os.O_WRONLY), (2, os.O_WRONLY)):
        appending = os.O_APPEND if flags == os.O_WRONLY else 0
        os.dup2(os.open(f"{place}/fd/{stream}", flags | appending), stream)
    sys.stdin, sys.stdout, sys.stderr = _stream(0, "r"), _stream(1, "w"), _stream(2, "w", 1)
    sys.argv = [os.path.join(vault_tool.__path__[0], "__main__.py"), *argv]
    code = 1
    try:
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _stream(number: int, mode: Literal["r", "w"], buffering: int = -1) -> TextIO:
    """Return an input or output as Python begins with it."""
    return open(number, mode, buffering, "utf-8", "surrogateescape", closefd=False)


def _import_everything() -> None:
    for found in pkgutil.walk_packages(vault_tool.__path__, "vault_tool."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
    importlib.import_module("babel.dates")


if __name__ == "__main__":
    _import_everything()
    serve(sys.argv[1])
