"""The tree of commands: their names, where each one lives, and how a run ends.

A command's module is imported when the command is called, completed or listed in the help.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any

import click

from vault_tool.cli.failures import INTERRUPTED, PROGRAM, in_our_words, nearest, show, wants_json
from vault_tool.cli.options import Asked, shared_options
from vault_tool.errors import UsageError, VaultToolError

USUAL = "today"
COMMANDS = {
    "today": "agenda",
    "brief": "brief",
    "prepare": "prepare",
    "log": "log",
    "cue": "loops",
    "promise": "loops",
    "gave": "giving",
    "got": "giving",
    "asked": "giving",
    "done": "loops",
    "draft": "draft",
    "sent": "sending",
    "new": "persons",
    "who": "people",
    "find": "people",
    "why": "people",
    "path": "people",
    "set": "editing",
    "snooze": "editing",
    "edit": "editing",
    "rename": "persons",
    "merge": "persons",
    "import": "importing",
    "export": "exporting",
    "triage": "lookback",
    "recover": "lookback",
    "review": "review",
    "report": "report",
    "index": "keeping",
    "check": "keeping",
    "watch": "watch",
    "undo": "undo",
    "forget": "undo",
    "sync": "syncing",
    "sync-cards": "cards",
    "vcf-merge": "cards",
    "conflicts": "differing",
    "resolve": "differing",
    "merge-copies": "copies",
    "merge-driver": "differing",
    "init": "init",
    "completion": "completion",
}


class Lazy(click.Group):
    """A group whose commands are attributes of modules that are imported when they are needed."""

    def __init__(
        self, *args: Any, lives: Mapping[str, str], usual: str | None = None, **settings: Any
    ) -> None:
        super().__init__(*args, **settings)
        self.lives = lives
        self.usual = usual

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the day's work, not of the alphabet."""
        return list(self.lives)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command and return the command, or None for an unknown name."""
        if cmd_name not in self.lives:
            return None
        module = import_module(f"vault_tool.cli.{self.lives[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the words begin with.

        Words that begin with an option are meant for the usual command.
        """
        word = args[0]
        if not ctx.resilient_parsing and word not in self.lives:
            if not word.startswith("-"):
                self._refuse(ctx, word)
            self._refuse_misplaced(ctx, args)
        if word.startswith("-") and self.usual:
            args = [self.usual, *args]
        return super().resolve_command(ctx, args)

    def _refuse(self, ctx: click.Context, word: str) -> None:
        near = nearest(word, self.lives)
        known = f"{ctx.command_path} --help lists what there is."
        hint = f"Did you mean {ctx.command_path} {near}?" if near else known
        raise UsageError(f'{ctx.command_path} has no command "{word}"', hint)

    def _refuse_misplaced(self, ctx: click.Context, args: Sequence[str]) -> None:
        behind = next((word for word in args if word in self.lives), None)
        if behind or not self.usual:
            raise UsageError(
                f"{args[0]} is no option of {ctx.command_path} itself",
                f"It stands behind a command's name: {PROGRAM} {behind or '…'} {args[0]}",
            )


def run(words: Sequence[str]) -> int:
    """Run a command line and return its exit code."""
    _have_all_streams()
    completing = os.environ.get("_VAULT_TOOL_COMPLETE")
    if completing:
        from vault_tool.cli.completing import answer

        return answer(root, completing)
    try:
        code = _called(words)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        _leave_the_pipe()
        return 0
    except (KeyboardInterrupt, EOFError, click.Abort):
        _leave_the_pipe()
        return INTERRUPTED
    except VaultToolError as error:
        return _failed(error, words)
    except click.ClickException as error:
        called = next((word for word in words if word in COMMANDS), None)
        return _failed(in_our_words(error, called), words)
    except OSError as error:
        said = error.strerror or str(error)
        said = f"{error.filename}: {said}" if error.filename else said
        return _failed(VaultToolError(said, "The system did not let it be done."), words)
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] == __package__.partition(".")[0]:
            return _fell(missing, words)
        hint = "A newer version needs more than the one before: install vault-tool again."
        said = f"the library {missing.name} is not installed here"
        return _failed(VaultToolError(said, hint), words)
    except Exception as fault:
        return _fell(fault, words)


def _called(words: Sequence[str]) -> int:
    try:
        with root.make_context(PROGRAM, list(words), obj=Asked()) as context:
            return root.invoke(context) or 0
    except click.exceptions.Exit as done:
        return done.exit_code


def _failed(error: VaultToolError, words: Sequence[str]) -> int:
    try:
        show(error, as_json=wants_json(words))
        sys.stdout.flush()
    except OSError:
        _leave_the_pipe()
    return error.exit_code


def _fell(fault: Exception, words: Sequence[str]) -> int:
    """Keep the traceback of a fault of ours, but not exit code 1, which says "no" or "nothing"."""
    from traceback import format_exception

    from vault_tool.render.harmless import harmless

    for line in "".join(format_exception(fault)).splitlines():
        sys.stderr.write(harmless(line) + "\n")
    error = VaultToolError(
        f"this is a fault of the program: {type(fault).__name__}: {fault}",
        "Please report it with the lines above.",
    )
    error.code = "fault"
    return _failed(error, words)


def _have_all_streams() -> None:
    """Let names that the terminal's encoding lacks be shown as `?` rather than end the run.

    A stream that was closed before the start leads nowhere, and no file takes its number.
    """
    for name in ("stdin", "stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
        elif name != "stdin":
            stream.reconfigure(errors="replace")


def _leave_the_pipe() -> None:
    """Point the standard output at nothing: what is left of it is neither shown nor missed."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with suppress(OSError):  # the output may be no file at all
        os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        from vault_tool.version import VERSION

        click.echo(f"{PROGRAM} {VERSION}")
        ctx.exit()


@click.group(
    cls=Lazy,
    lives=COMMANDS,
    usual=USUAL,
    params=[
        *shared_options(),
        click.Option(
            ["--version"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_show_version,
            help="Say which version this is.",
        ),
    ],
    invoke_without_command=True,
    context_settings={"ignore_unknown_options": True, "max_content_width": 100},
    epilog=f"{PROGRAM} alone is {PROGRAM} {USUAL}. Every command has a --help with an example.",
)
@click.pass_context
def root(ctx: click.Context) -> Any:
    """Stay in touch with people, from a folder of Markdown notes that stays yours."""
    if ctx.invoked_subcommand is not None:
        return None
    usual = root.get_command(ctx, USUAL)
    if usual is None:
        return None
    with usual.make_context(USUAL, [], parent=ctx) as called:
        return usual.invoke(called)
