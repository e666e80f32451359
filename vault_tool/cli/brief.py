"""`brief NAME`: what to know before talking."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from vault_tool.cli.naming import cards_ready, name_argument, standing_meant
from vault_tool.cli.opening import Desk, opened
from vault_tool.cli.options import Asked, Format, verb
from vault_tool.cli.showing import show

if TYPE_CHECKING:
    from vault_tool.engine.brief import Brief
    from vault_tool.engine.changed import Changed

FORMATS: tuple[Format, ...] = ("text", "md", "json", "html", "path")


@verb(
    "brief",
    formats=FORMATS,
    example="""\
vault-tool brief "Giulia Rossi"
vault-tool brief giulia --lang it""",
)
@name_argument
def brief_command(asked: Asked, name: Sequence[str]) -> None:
    """Show what to know before talking to somebody.

    The last talks, what they told you, open promises both ways, what to ask, giving and receiving,
    days that come, what changed in their note since you last talked (where the vault lies in a git
    repository), and what you do not know yet. NAME is a name, an alias, an e-mail, a phone
    number or a path; a part of it is enough.
    """
    from vault_tool.engine.brief import brief
    from vault_tool.index.read import cards, dossier
    from vault_tool.render import brief as page

    with opened(asked, cards_ready) as desk:
        standing = standing_meant(asked, desk, name)
        facts = dossier(desk.index, standing.path)
        found = brief(facts, standing, desk.settings, desk.today, cards(desk.index))
        news = _changed_since(desk, found)
        show(asked, desk, "brief", page.brief(found, desk.today, desk.unread, news), FORMATS)


def _changed_since(desk: Desk, found: "Brief") -> "Sequence[Changed]":
    """Return what changed in somebody's note since the last talk, as far as git remembers it."""
    if found.due.last is None:
        return ()
    from vault_tool.sync.history import note_on

    before = note_on(desk.root, found.path, date.fromordinal(found.due.last.day))
    if before is None:
        return ()
    from vault_tool.engine.changed import changed

    return changed(before, (desk.root / found.path).read_bytes(), desk.index.ways)
