"""`watch`: keep the index, and what is drawn from it, current while the vault changes."""

import gc
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from vault_tool.cli.opening import language_of, root_meant, unread_words
from vault_tool.cli.options import Asked, Format, verb
from vault_tool.cli.output import deliver, remark
from vault_tool.errors import UsageError

FORMATS: tuple[Format, ...] = ("text", "json")
HEARTBEAT = 30.0
NOT_RUNNING = 1
_COLLECT = (700, 10, 10)


@verb(
    "watch",
    formats=FORMATS,
    example="""\
vault-tool watch
vault-tool watch --render --notify
vault-tool watch --status
vault-tool watch --render --service > ~/.config/systemd/user/vault-tool.service""",
)
@click.option(
    "--render", "rendering", is_flag=True, help="Keep Reports/ and today's block current."
)
@click.option(
    "--notify", "notifying", is_flag=True, help="Say on the desktop, once a day, who is due."
)
@click.option("--json", "lines", is_flag=True, help="One line of JSON for each change.")
@click.option("--poll", is_flag=True, help="Look by the clock; do not rely on the system's events.")
@click.option(
    "--every",
    type=click.FloatRange(0.1, 3600),
    metavar="SECONDS",
    default=HEARTBEAT,
    help="Look at everything at least so often; else every 30.",
)
@click.option("--status", is_flag=True, help="Say whether a watcher runs, and how it is.")
@click.option(
    "--service",
    is_flag=True,
    help="Print what makes the system run it: systemd's or launchd's file.",
)
def watch_command(
    asked: Asked,
    rendering: bool,
    notifying: bool,
    lines: bool,
    poll: bool,
    every: float,
    status: bool,
    service: bool,
) -> int | None:
    """Keep the index current while notes change, whoever changes them. Ctrl-C ends it.

    No command needs it: each one looks for itself. With it, reports in Reports/ and the people in
    today's daily note stay current, and other programs can follow along.

    With --render, the reports of every day are kept in Reports/, with whichever others are there,
    or those that the settings name. A file there that the tool did not make is left alone.
    """
    as_json = lines or asked.layout(FORMATS) == "json"
    if status and service:
        raise UsageError("--status and --service are two questions", "Ask one of them.")
    root = root_meant(asked)
    if status:
        return _status(asked, root, as_json)
    if service:
        flags = {"--render": rendering, "--notify": notifying, "--poll": poll}
        _service(asked, root, flags, every)
        return None
    _run(asked, root, rendering, notifying, as_json, poll, every)
    return None


def _run(
    asked: Asked,
    root: Path,
    rendering: bool,
    notifying: bool,
    as_json: bool,
    poll: bool,
    every: float,
) -> None:
    from vault_tool.cli.following import Follower
    from vault_tool.cli.reminding import Reminder
    from vault_tool.cli.telling import JsonTeller, TextTeller
    from vault_tool.cli.watching import Watcher
    from vault_tool.vault.running import sole_watcher

    gc.set_threshold(*_COLLECT)  # this command is not soon over
    teller = JsonTeller() if as_json else TextTeller(asked, language_of(asked, root))
    with sole_watcher(root) as say:
        watcher = Watcher(
            asked, root, teller,
            lambda how: say({"pid": os.getpid(), **how, "render": rendering, "notify": notifying}),
            every=every, poll=poll,
            follower=Follower(teller.trouble) if rendering else None,
            remind=Reminder(teller.trouble).remind if notifying else None,
        )  # fmt: skip
        watcher.run()


def _status(asked: Asked, root: Path, as_json: bool) -> int | None:
    """Say how the watcher is, as it last said itself; nothing is looked at for it."""
    from vault_tool.cli.telling import words_in
    from vault_tool.render import machine
    from vault_tool.vault.running import watcher_of

    said = watcher_of(root)
    keys = ("since", "notes", "people", "problems", "last_reconcile", "way", "why", "trouble")
    how = {key: (said or {}).get(key) for key in (*keys, "render", "notify", "pid")}
    if as_json:
        result = {"schema": machine.SCHEMA, "running": said is not None, **how}
        deliver(asked, machine.as_json(result), root)
    else:
        deliver(asked, _in_words(said, how, words_in(language_of(asked, root))), root)
        if how["why"]:
            remark(asked, f"Looking by the clock, because {how['why']}.")
        if how["problems"]:
            remark(asked, unread_words(int(how["problems"])))
        if how["trouble"]:
            remark(asked, str(how["trouble"]))
    return None if said is not None else NOT_RUNNING


def _in_words(said: object, how: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """Return how a watcher is, in one line."""
    if said is None:
        return words["resting"]
    if how["last_reconcile"] is None:
        return words["beginning"]
    times = {"since": _clock(how["since"]), "last": _clock(how["last_reconcile"])}
    return words["running"].format(**{**how, **times})


def _service(asked: Asked, root: Path, flags: Mapping[str, bool], every: float) -> None:
    from vault_tool.cli.service import program, service, usual_kind

    words = [*program(), "watch", "--vault", str(root.resolve()), "--quiet"]
    words += [flag for flag, is_on in flags.items() if is_on]
    words += ["--every", f"{every:g}"] if every != HEARTBEAT else []
    words += ["--lang", asked.lang] if asked.lang else []
    deliver(asked, service(usual_kind(), words, root.resolve()), root)


def _clock(moment: object) -> str:
    """Return a moment as one reads it; a watcher that is still at its first look has said none."""
    try:
        return f"{datetime.fromisoformat(str(moment)):%Y-%m-%d %H:%M:%S}"
    except ValueError:
        return "…"
