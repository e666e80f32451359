"""The daily note of a day, for the commands that write into one."""

from datetime import date
from typing import TYPE_CHECKING

from vault_tool.cli.clock import now
from vault_tool.cli.options import Asked
from vault_tool.cli.output import remark

if TYPE_CHECKING:
    from vault_tool.cli.opening import Desk
    from vault_tool.vault.daily import DailyNote


def daily_note_of(asked: Asked, desk: "Desk", day: date | None = None) -> "DailyNote":
    """Return the daily note of a day, today's unless one is named.

    Its months and weekdays are in the vault's language, whatever `--lang` asks for what is said:
    else one day would have two notes.
    """
    from vault_tool.cli.opening import language_meant
    from vault_tool.index.read import paths
    from vault_tool.vault.daily import daily_note

    language = language_meant(Asked(), desk.settings)
    found = daily_note(
        desk.root, day or desk.today, now(), paths(desk.index), desk.index.ways, language
    )
    if found.plain:
        remark(asked, "The daily template needs Templater, so the note begins without it.")
    return found
