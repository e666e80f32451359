"""`today`: whom to reach today, and why."""

from typing import TYPE_CHECKING

from vault_tool.cli.filtering import filtered, people_meant
from vault_tool.cli.opening import opened
from vault_tool.cli.options import FORMATS, Asked, verb
from vault_tool.cli.showing import show

if TYPE_CHECKING:
    from vault_tool.engine.query import Filter


@verb(
    "today",
    formats=FORMATS,
    example="""\
vault-tool today
vault-tool today --in Milano --today "next monday\"""",
)
@filtered
def today_command(asked: Asked, chosen: "Filter | None") -> None:
    """Show the few people to reach today, each with the reason.

    Birthdays, promises of yours that are due and questions whose day has passed come first, then
    those drifting from their own rhythm; one place is kept for whoever was unseen the longest.
    """
    from vault_tool.engine.agenda import today
    from vault_tool.render import machine

    with opened(asked) as desk:
        everybody = people_meant(desk, chosen)
        found = today(everybody, desk.settings, desk.today)
        show(asked, desk, "today", machine.agenda(found, desk.today, desk.unread, len(everybody)))
