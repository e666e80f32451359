"""How a command is to write: the options for it, apart from the writing, which few runs do."""

from functools import wraps
from typing import Any, NamedTuple

import click

from vault_tool.cli.options import Body
from vault_tool.errors import UsageError


class Manner(NamedTuple):
    """How a command is to write: only to show it, or without asking."""

    dry_run: bool
    yes: bool


def writes(body: Body) -> Body:
    """Give a command the options of those that write: it is called with `manner`."""

    @wraps(body)
    def with_manner(*args: Any, dry_run: bool, yes: bool, **options: Any) -> int | None:
        return body(*args, manner=Manner(dry_run, yes), **options)

    with_yes = click.option("-y", "--yes", is_flag=True, help="Do not ask before writing.")
    with_dry = click.option(
        "--dry-run", is_flag=True, help="Show what would change; write nothing."
    )
    return with_dry(with_yes(with_manner))


def refuse_alone(manner: Manner, writing: bool, option: str = "--write") -> None:
    """Refuse `--dry-run` and `--yes` of a command that writes only when an option asks for it."""
    if not writing and (manner.dry_run or manner.yes):
        raise UsageError(
            f"without {option} nothing is written",
            f"Say {option} as well, or leave --dry-run away.",
        )
