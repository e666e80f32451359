"""The keys of the config: where each stands, and how its value becomes a setting's."""

import re
from collections.abc import Callable, Mapping
from datetime import time
from typing import Any, NamedTuple, get_args

from vault_tool.config.settings import (
    DEFAULTS,
    LastContact,
    LogTo,
    Mentions,
    PeopleBy,
    normal_key,
)
from vault_tool.dates import DateOrder, Duration, parse_duration
from vault_tool.model import Channel, Direction, GiftKind

_MOST = 100_000
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_REGION = re.compile(r"[A-Za-z]{2}")
_TIME = re.compile(r"\d{1,2}:\d\d")
_DAYS = f"a number of days, 0 to {_MOST}"
_COUNT = f"a whole number, 1 to {_MOST}"
_AMOUNT = f"a number, 0 to {_MOST}"


class Setting(NamedTuple):
    """How one key is read into a field; `read` returns None for what is not `what`.

    Where `mapping` is given the field is a mapping with these defaults, and `key` makes its keys.
    """

    field: str
    read: Callable[[Any], object]
    what: str
    example: str
    mapping: Mapping[Any, object] | None = None
    key: Callable[[str], object] = str


def _whole(least: int) -> Callable[[object], int | None]:
    def read(value: object) -> int | None:
        if isinstance(value, bool) or not isinstance(value, int):
            return None
        return value if least <= value <= _MOST else None

    return read


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if 0 <= value <= _MOST else None


def _column(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _texts(value: object) -> list[str] | None:
    """Return a list of texts; one text is a list of one."""
    texts = [value] if isinstance(value, str) else value
    if isinstance(texts, list) and all(isinstance(text, str) for text in texts):
        return texts
    return None


def _folders(value: object) -> tuple[str, ...] | None:
    """Return paths from the vault's root, without slashes around them; the root itself is empty."""
    texts = _texts(value)
    if texts is None:
        return None
    parts = [[part for part in re.split(r"[/\\]", text.strip()) if part != "."] for text in texts]
    if any(".." in path or not text.strip() for path, text in zip(parts, texts, strict=True)):
        return None
    return tuple(dict.fromkeys("/".join(part for part in path if part) for path in parts))


def _excluded(value: object) -> tuple[str, ...] | None:
    folders = _folders(value)
    return None if folders is None or "" in folders else folders


def _folder(value: object) -> str | None:
    """Return the path of one folder below the vault's root that no dot hides."""
    folders = _excluded(value) if isinstance(value, str) else None
    if not folders or any(part.startswith(".") for part in folders[0].split("/")):
        return None
    return folders[0]


def _people_by(value: object) -> tuple[str, ...] | None:
    texts = _texts(value)
    known = get_args(PeopleBy)
    return tuple(dict.fromkeys(texts)) if texts and set(texts) <= set(known) else None


def _one_of(known: tuple[str, ...]) -> Callable[[object], str | None]:
    return lambda value: value if isinstance(value, str) and value in known else None


def _names(value: object) -> tuple[str, ...] | None:
    texts = _texts(value)
    names = None if texts is None else tuple(dict.fromkeys(text.strip() for text in texts))
    return None if names is None or "" in names else names


def _time_of_day(value: object) -> time | None:
    """Return a time written as a text or as TOML's own; the zone is the user's."""
    if isinstance(value, time):
        return value if value.tzinfo is None else None
    if isinstance(value, str) and _TIME.fullmatch(value.strip()):
        hour, _, minute = value.strip().partition(":")
        return time(int(hour), int(minute)) if int(hour) < 24 and int(minute) < 60 else None
    return None


def _language(value: object) -> str | None:
    is_name = isinstance(value, str) and _LANGUAGE.fullmatch(value.strip())
    return str(value).strip() if is_name else None


def _region(value: object) -> str | None:
    text = value.strip() if isinstance(value, str) else ""
    return text.upper() if _REGION.fullmatch(text) else None


def _rhythm(value: object) -> Duration | None:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    return parse_duration(str(value))


def _heading(value: object) -> str | None:
    text = value.strip().lstrip("#").strip() if isinstance(value, str) else ""
    return text if text and "\n" not in text else None


def _property(value: object) -> str | None:
    return (normal_key(value) or None) if isinstance(value, str) else None


def _tag(value: object) -> str | None:
    text = value.strip().lstrip("#").rstrip("/").casefold() if isinstance(value, str) else ""
    return text or None


def _gift(value: object) -> str | None:
    tag = _tag(value) or ""
    direction, slash, kind = tag.partition("/")
    is_known = direction in get_args(Direction) and (not slash or kind in get_args(GiftKind))
    return tag if is_known else None


def _word(key: str) -> str | None:
    return " ".join(key.casefold().split()) or None


def _by_weight(
    field: str, read: Callable[[Any], object], what: str, example: str
) -> dict[str, Setting]:
    defaults = getattr(DEFAULTS, field)
    return {
        str(weight): Setting(field, read, what, f"{weight} = {example}", defaults, int)
        for weight in defaults
    }


# By table, the settings above the first table under "".
TABLES: dict[str, dict[str, Setting]] = {
    "": {
        "language": Setting("language", _language, "a language", 'language = "it"'),
        "date_order": Setting(
            "date_order", _one_of(get_args(DateOrder)), '"dmy" or "mdy"', 'date_order = "dmy"'
        ),
        "region": Setting("region", _region, "a country of two letters", 'region = "IT"'),
        "per_day": Setting("per_day", _whole(1), _COUNT, "per_day = 5"),
        "people": Setting("people", _folders, "a list of folders", 'people = ["People"]'),
        "people_by": Setting(
            "people_by", _people_by, "a list of type, tag and folder", 'people_by = ["type", "tag"]'
        ),
        "exclude": Setting("exclude", _excluded, "a list of folders", 'exclude = ["Archive"]'),
        "mentions": Setting(
            "mentions", _one_of(get_args(Mentions)), '"links" or "all"', 'mentions = "all"'
        ),
    },
    "headings": {
        "log": Setting("log_heading", _heading, "a heading", 'log = "Log"'),
        "loops": Setting("loops_heading", _heading, "a heading", 'loops = "Open loops"'),
        "reach": Setting("reach_heading", _heading, "a heading", 'reach = "To reach"'),
    },
    "writing": {
        "log": Setting("log_to", _one_of(get_args(LogTo)), '"notes" or "daily"', 'log = "daily"'),
        "last_contact": Setting(
            "keep_last_contact",
            _one_of(get_args(LastContact)),
            '"present" or "always"',
            'last_contact = "always"',
        ),
        "cards": Setting("cards", _folder, "a folder of the vault", 'cards = "Attachments/cards"'),
    },
    "rhythms": _by_weight("rhythms", _rhythm, "a rhythm", '"2 weeks"'),
    "lead": _by_weight("lead", _whole(0), _DAYS, "7"),
    "urgency": {
        name: Setting("urgency", _number, _AMOUNT, f"{name} = {number:g}", DEFAULTS.urgency)
        for name, number in DEFAULTS.urgency.items()
    },
    "met": {
        "days": Setting("met_days", _whole(0), _DAYS, "days = 7"),
    },
    "new": {
        "after": Setting("new_after", _whole(0), _DAYS, "after = 14"),
        "days": Setting("new_days", _whole(0), _DAYS, "days = 90"),
    },
    "thanks": {
        "after": Setting("thanks_after", _whole(0), _DAYS, "after = 7"),
        "until": Setting("thanks_until", _whole(0), _DAYS, "until = 60"),
    },
    "waiting": {
        "pause": Setting("waiting", _number, _AMOUNT, "pause = 0.5"),
        "gap": Setting("gap", _whole(1), _COUNT, "gap = 1"),
    },
    "seat": {
        "after": Setting("seat_after", _whole(0), _DAYS, "after = 30"),
        "pool": Setting("seat_pool", _whole(1), _COUNT, "pool = 7"),
    },
    "drafts": {
        "oldest": Setting("oldest_fact", _rhythm, "a length of time", 'oldest = "18 months"')
    },
    "me": {
        "offers": Setting("my_offers", _names, "a list of texts", 'offers = ["proofreading"]'),
        "email": Setting("my_emails", _names, "a list of texts", 'email = ["ada@example.org"]'),
    },
    "calendar": {
        "guests": Setting("most_guests", _whole(1), _COUNT, "guests = 8"),
    },
    "watch": {
        "reports": Setting(
            "watch_reports", _names, "a list of reports", 'reports = ["follow-ups"]'
        ),
        "notify": Setting("notify_from", _time_of_day, "a time of day", 'notify = "09:00"'),
    },
}
# Tables whose keys are the user's own words.
OPEN_TABLES: dict[str, Setting] = {
    "properties": Setting(
        "properties", _property, "a property", '"last seen" = "last_contact"', {}, _property
    ),
    "channels": Setting(
        "channels", _one_of(get_args(Channel)), f"a channel ({', '.join(get_args(Channel))})",
        '"zoomata" = "video"', {}, _word,
    ),
    "ledger": Setting(
        "ledger", _gift, "gave, got or asked, with time, skill, info, contact or other",
        '"prestato" = "gave/skill"', {}, _tag,
    ),
    "columns": Setting(
        "columns", _column, "what a column is called in English", '"Vorname" = "First Name"', {},
        str.strip,
    ),
}  # fmt: skip
