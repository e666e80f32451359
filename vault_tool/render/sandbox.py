"""A child process for templates that came with a vault, with hard limits.

The child has no file, little memory and three seconds of processor time. Whoever started it waits
longer, because on a busy machine those take longer. What it answers is JSON, so that nothing of it
is ever run. However it ends other than with an answer, that is a `TemplateFailure`.
"""

import gc
import json
import os
import select
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from time import monotonic

from vault_tool.errors import TemplateFailure
from vault_tool.render.drawing import LARGEST_OUTPUT, Drawn, Task, draw

CPU_SECONDS = 3
WALL_SECONDS = 15.0
MEMORY = 512 * 1024 * 1024
LARGEST_ANSWER = 8 * LARGEST_OUTPUT

_START_SECONDS = 30.0  # what a slow machine may need to start a second Python; nothing is run yet
_READY = b"ready"
_TOO_LONG = "The template takes too long."
_TOO_MUCH = "The template uses too much memory."
_HINT = "See docs/templates.md for what a template may use."


class _Ended(Exception):
    """The child ended without an answer; says how."""


def draw_apart(task: Task) -> Drawn:
    """Draw in a child process."""
    try:
        answer = _from_fork(task) if _may_fork() else _from_spawn(task)
        said = json.loads(answer)
    except _Ended as how:
        where = task.paths.get(task.template or "") or next(iter(task.paths.values()), "a template")
        raise TemplateFailure(f"{where}:1: {how}", _HINT) from None
    if "error" in said:
        raise TemplateFailure(str(said["error"]), str(said["hint"]))
    return Drawn(
        tuple(map(str, said["texts"])),
        tuple(map(int, said["used"])),
        tuple(map(str, said["sentences"])),
        tuple(map(int, said["unsaid"])),
    )


def _may_fork() -> bool:
    """Tell whether a copy of this process is safe: not where other threads may hold locks."""
    return sys.platform not in ("win32", "darwin") and threading.active_count() == 1


def _have_all_at_hand(task: Task) -> None:
    """Load whatever Python and Jinja would load while they draw: the child can open no file."""
    from vault_tool.render.contact import contact_link
    from vault_tool.render.phrases import phrase
    from vault_tool.render.spoken_dates import names_of

    names_of(task.language)
    phrase("", task.language)
    contact_link("")
    ours = {name: text for name, text in task.sources.items() if name not in task.paths}
    trial = task._replace(
        sources={**dict.fromkeys(task.sources, ""), **ours, _TRIAL_NAME: _TRIAL},
        template=_TRIAL_NAME,
        values={"today": task.today},
        paths={_TRIAL_NAME: _TRIAL_NAME},  # as if it were the vault's: compiled in every run
        refused={},
    )
    with suppress(TemplateFailure):
        draw(trial)


# Takes Jinja through what it imports late, and ends with an error, which it words late too.
_TRIAL_NAME = "reports/trial"
_TRIAL = """\
{{ "\\n\\x41" ~ "è"|upper }}{{ "<b>"|e }}{{ today.strftime("%d") }}{{ "a b"|wordwrap(1) }}
{{ [1]|pprint }}{{ "a.example"|urlize }}{{ "<i>"|striptags }}{{ missing }}
"""


def _answer(task: Task) -> bytes:
    try:
        drawn = draw(task)
    except TemplateFailure as failure:
        return json.dumps({"error": failure.message, "hint": failure.hint}).encode()
    return json.dumps(drawn._asdict()).encode()


def _from_fork(task: Task) -> bytes:
    _have_all_at_hand(task)
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        _be_the_child(theirs, task)
    os.close(theirs)
    try:
        answer = _read(ours, monotonic() + WALL_SECONDS)
    finally:
        os.close(ours)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    if answer is None:
        raise _Ended(_TOO_LONG)
    if not answer.endswith(b"\n"):
        slow = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU
        raise _Ended(_TOO_LONG if slow else _TOO_MUCH)
    return answer


def _be_the_child(pipe: int, task: Task) -> None:
    """Answer through the pipe and end; never return into the parent's code."""
    code = 1
    try:
        gc.disable()  # nothing of the parent's is to be finalised here
        limit_this_process()
        _close_all_but(pipe)
        _write(pipe, _answer(task) + b"\n")
        code = 0
    finally:
        os._exit(code)


def limit_this_process() -> None:
    """Take from this process what a template does not need, for good."""
    if sys.platform == "win32":
        return
    import resource

    limits = {
        "RLIMIT_CORE": 0,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_NPROC": 0,
        "RLIMIT_AS": _memory_in_use() + MEMORY,
        "RLIMIT_CPU": CPU_SECONDS,
    }
    for name, most in limits.items():
        kind = getattr(resource, name, None)
        if kind is not None:
            # A system may not know a limit, or not let it be changed: the others still hold.
            with suppress(ValueError, OSError):
                resource.setrlimit(kind, (most, most + 1 if name == "RLIMIT_CPU" else most))


def _memory_in_use() -> int:
    """Return the address space in use, as far as the system tells; a GiB where it does not."""
    try:
        with open("/proc/self/statm", "rb") as statm:
            return int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 1024 * 1024 * 1024


def _close_all_but(pipe: int) -> None:
    import resource

    os.closerange(0, pipe)
    os.closerange(pipe + 1, min(resource.getrlimit(resource.RLIMIT_NOFILE)[0], 2**16))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _write(pipe: int, answer: bytes) -> None:
    left = memoryview(answer)
    while left:
        left = left[os.write(pipe, left) :]


def _read(pipe: int, deadline: float) -> bytes | None:
    """Return what the child writes until it closes the pipe, None when it is not done in time."""
    read = bytearray()
    while len(read) <= LARGEST_ANSWER:
        ready, _, _ = select.select([pipe], [], [], max(deadline - monotonic(), 0))
        if not ready:
            return None
        piece = os.read(pipe, 1 << 16)
        if not piece:
            break
        read += piece
    return bytes(read)


def _from_spawn(task: Task) -> bytes:
    """Ask a new Python, where this process must not be copied."""
    from multiprocessing import get_context

    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_serve, args=(theirs.send_bytes, task), daemon=True)
    child.start()
    theirs.close()
    try:
        for seconds, most in ((_START_SECONDS, len(_READY)), (WALL_SECONDS, LARGEST_ANSWER)):
            if not ours.poll(seconds):
                raise _Ended(_TOO_LONG)
            answer = ours.recv_bytes(most)
    except (EOFError, OSError):
        child.join(WALL_SECONDS)
        slow = child.exitcode is not None and -child.exitcode == getattr(signal, "SIGXCPU", 0)
        raise _Ended(_TOO_LONG if slow else _TOO_MUCH) from None
    finally:
        ours.close()
        child.kill()
        child.join()
        child.close()
    return answer


def _serve(send: Callable[[bytes], None], task: Task) -> None:
    _have_all_at_hand(task)
    limit_this_process()
    send(_READY)
    send(_answer(task))
