"""Who wrote with the user and when, out of mail and chats; what was written is never kept.

Public: `Exchange`, `Exchanges`.
"""

from datetime import date
from typing import NamedTuple

from vault_tool.errors import Problem
from vault_tool.model import Channel


class Exchange(NamedTuple):
    """A day on which somebody and the user wrote to each other.

    Known are a name, an address or a number; `by` names the service.
    """

    day: date
    channel: Channel
    by: str
    name: str = ""
    email: str = ""
    phone: str = ""

    @property
    def party(self) -> tuple[str, str, str]:
        """Return what is known of the other one."""
        return self.name, self.email, self.phone


class Exchanges(NamedTuple):
    """What a file holds, the latest day of each party at least.

    An `error` among the problems is a file that was not read.
    """

    found: tuple[Exchange, ...] = ()
    problems: tuple[Problem, ...] = ()
