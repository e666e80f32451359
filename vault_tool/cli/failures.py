"""How a run that could not answer ends: one line that says what, one that says what to do."""

import sys
from collections.abc import Iterable, Sequence

import click

from vault_tool.errors import SeveralFound, UsageError, VaultToolError

PROGRAM = "vault-tool"
INTERRUPTED = 130


def nearest(typed: str, known: Iterable[str]) -> str | None:
    """Return the known word that a mistyped one most likely means."""
    from difflib import get_close_matches

    found = get_close_matches(typed, list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def in_our_words(error: click.ClickException, called: str | None) -> VaultToolError:
    """Return what the argument parser objects to in a call of that command as an error of ours."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = context.command_path if context else f"{PROGRAM} {called}" if called else PROGRAM
    hint = f"{command} --help shows what it takes."
    if isinstance(error, click.NoSuchOption):
        near = nearest(error.option_name, _options(context))
        message = f"{command} has no option {error.option_name}"
        return UsageError(message, f"Did you mean {near}?" if near else hint)
    if isinstance(error, click.MissingParameter) and error.param:
        shown = error.param.make_metavar(context) if context else error.param.human_readable_name
        return UsageError(f"{command} needs {shown}", hint)
    if isinstance(error, click.BadParameter) and error.param:
        typed = error.param.opts[-1] if isinstance(error.param, click.Option) else command
        return UsageError(f"{typed}: {_plain(error.message)}", hint)
    return UsageError(_plain(error.format_message()), hint)


def show(error: VaultToolError, *, as_json: bool) -> None:
    """Write the error to the standard error stream, and as JSON where JSON was asked for."""
    from vault_tool.render.harmless import harmless

    lines = [f"{PROGRAM}: {error.message}"]
    if isinstance(error, SeveralFound):
        width = max(len(name) for name, _ in error.candidates)
        lines += [f"  {name:<{width}}  {path}" for name, path in error.candidates]
    lines += [error.hint] if error.hint else []
    for line in lines:
        sys.stderr.write(harmless(line) + "\n")
    if as_json:
        from vault_tool.render.machine import as_json as json_of
        from vault_tool.render.machine import error as result_of

        sys.stdout.write(json_of(result_of(error)) + "\n")


def wants_json(words: Sequence[str]) -> bool:
    """Tell whether a command line asks for JSON on the standard output, even one that is wrong."""
    if any(word == "-o" or word.startswith("--output") for word in words):
        return False
    joined = " ".join(words).casefold().replace("=", " ")
    return "--format json" in joined


def _plain(message: str) -> str:
    """Return the parser's sentence in the manner of ours: no capital, no full stop, no quotes."""
    said = message.rstrip(".").replace("'", "")
    return said[:1].lower() + said[1:]


def _options(context: click.Context | None) -> list[str]:
    if context is None:
        return []
    return [name for param in context.command.get_params(context) for name in param.opts]
