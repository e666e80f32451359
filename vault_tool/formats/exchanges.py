"""Who was in touch with the user and when, out of mail, chats and calendars.

What was written is kept where it was asked for, and nowhere else.

Public: `Exchange`, `Exchanges`, `last_words(messages)`.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from vault_tool.errors import Problem
from vault_tool.formats.characters import one_line
from vault_tool.model import Channel

# A day of a chat is remembered by how it ended.
_LAST = 5


class Exchange(NamedTuple):
    """A day on which somebody and the user were in touch.

    Known are a name, an address or a number; `by` names the service. `text` is a subject, a title
    or the last words of a chat, one message a line: of an event with no guests it is all that
    tells with whom it was.
    """

    day: date
    channel: Channel
    by: str
    name: str = ""
    email: str = ""
    phone: str = ""
    text: str = ""

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


def last_words(messages: Sequence[tuple[str, str]]) -> str:
    """Return the last messages of a day, given as (who, words), one a line."""
    said = [(one_line(who), one_line(words)) for who, words in messages]
    kept = [(who, words) for who, words in said if words][-_LAST:]
    return "\n".join(f"{who}: {words}" if who else words for who, words in kept)
