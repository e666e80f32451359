"""Every setting and its default, and how names of properties are compared.

What each setting does for the user is in the manual, docs/configuration.md.
"""

import re
from collections.abc import Mapping
from datetime import time
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, NamedTuple
from unicodedata import normalize

from vault_tool.dates import DateOrder, Duration
from vault_tool.model import Channel

CONFIG_PATH = ".vault-tool/config.toml"
_GAPS = re.compile(r"[*_-]+")

Mentions = Literal["links", "all"]
PeopleBy = Literal["type", "tag", "folder"]
LogTo = Literal["notes", "daily"]
LastContact = Literal["present", "always"]

_RHYTHMS = {
    5: Duration(days=14), 4: Duration(months=1), 3: Duration(months=3),
    2: Duration(months=6), 1: Duration(months=12),
}  # fmt: skip
_LEAD = {5: 28, 4: 21, 3: 14, 2: 7, 1: 2}
_URGENCY = {
    "rhythm": 10.0, "weight": 2.0, "occasion": 30.0, "occasion_today": 1000.0, "promise": 1000.0,
    "cue": 20.0, "new": 15.0, "thanks": 12.0,
}  # fmt: skip


class Reading(NamedTuple):
    """The settings on which the reading of notes depends: a change means reading them all again.

    `properties` maps normal spellings to canonical ones, `channels` folded words to channels,
    `ledger` folded tags without `#` to canonical ones (`gave/skill`). `people_by` tells which of
    the three marks make a note a person's.
    """

    people: tuple[str, ...] = ("People",)
    exclude: tuple[str, ...] = ()
    people_by: tuple[PeopleBy, ...] = ("type", "tag", "folder")
    mentions: Mentions = "links"
    properties: Mapping[str, str] = MappingProxyType({})
    channels: Mapping[str, Channel] = MappingProxyType({})
    ledger: Mapping[str, str] = MappingProxyType({})
    log_heading: str = "Log"
    loops_heading: str = "Open loops"


class Settings(NamedTuple):
    """Everything the config can say.

    `date_order` tells what `03/04` is where a date is typed; without it that is refused. `region`
    is the country, `IT`, of telephone numbers written without one.
    `rhythms` and `lead` (days ahead of an occasion) are by weight. `waiting` is the part of a
    rhythm for which an attempt silences it, `gap` the least number of days from one time in touch
    to the next. `seat_pool` is how many of the longest unseen share the
    seat kept for them, `seat_after` the days without a talk after which one belongs to them.
    `log_to` is where a talk is written: into each person's note, or once into the daily note.
    `cards` is the folder in which imported cards are kept as they came.
    `keep_last_contact` tells in which notes that property is kept in step with what is logged.
    `watch_reports` are those that a watcher keeps current, None for all; `notify_from` is the time
    of day from which it says who is due. A draft leaves out what is older than `oldest_fact`.
    `my_offers` are what the user can offer, beside what their own note says, `my_emails` their
    addresses. An event of a calendar with more than `most_guests` is no talk with any of them.
    `columns` says what the columns of tables in another language are called in English.
    """

    reading: Reading = Reading()
    language: str | None = None
    date_order: DateOrder | None = None
    region: str | None = None
    per_day: int = 5
    rhythms: Mapping[int, Duration] = MappingProxyType(_RHYTHMS)
    lead: Mapping[int, int] = MappingProxyType(_LEAD)
    urgency: Mapping[str, float] = MappingProxyType(_URGENCY)
    new_days: int = 90
    met_days: int = 7
    new_after: int = 14
    thanks_after: int = 7
    thanks_until: int = 60
    waiting: float = 0.5
    gap: int = 1
    seat_after: int = 30
    seat_pool: int = 7
    log_to: LogTo = "notes"
    cards: str = "Attachments/cards"
    keep_last_contact: LastContact = "present"
    reach_heading: str = "To reach"
    watch_reports: tuple[str, ...] | None = None
    notify_from: time = time(9)
    oldest_fact: Duration = Duration(months=18)
    my_offers: tuple[str, ...] = ()
    my_emails: tuple[str, ...] = ()
    most_guests: int = 8
    columns: Mapping[str, str] = MappingProxyType({})

    @property
    def unseen_for(self) -> int:
        """Return how many days ago at least whoever has the seat was seen."""
        return max(self.seat_after + 1, self.gap)


DEFAULTS = Settings()


@lru_cache(4096)
def normal_key(key: str) -> str:
    """Return a property's name as names are compared: `**Last Contact**` is `last_contact`."""
    folded = key.casefold() if key.isascii() else normalize("NFC", key.casefold())
    return "_".join(_GAPS.sub(" ", folded).split())
