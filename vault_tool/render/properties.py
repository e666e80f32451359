"""Properties of a note as a reader wants them: how to reach somebody, and what else is known."""

from collections.abc import Mapping, Sequence
from typing import Any

# Properties that other parts of a brief show, or that only steer the tool.
SHOWN_ELSEWHERE = frozenset(
    {
        "type", "name", "aliases", "tags", "cssclasses", "me", "inbox", "uid", "sources", "status",
        "not_same_as", "weight", "frequency", "mentions", "last_contact", "next_contact", "died",
        "snooze_until", "birthday", "dates", "met", "met_at", "met_how", "met_through", "role",
        "company", "location",
    }
)  # fmt: skip
REACH = ("channel", "email", "phone", "url")


def texts(value: object) -> list[str]:
    """Return the texts of a property, whether it holds none, one or a list."""
    values: Sequence[object] = value if isinstance(value, list | tuple) else [value]
    return [each for each in values if isinstance(each, str) and each.strip()]


def reach(properties: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return how somebody is reached, as {key, texts}."""
    found = ({"key": key, "texts": texts(properties.get(key))} for key in REACH)
    return [each for each in found if each["texts"]]


def known(properties: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what else is known of somebody, in the order of their note, as {key, texts}."""
    return [
        {"key": key, "texts": said}
        for key, value in properties.items()
        if key not in SHOWN_ELSEWHERE and key not in REACH and (said := texts(value))
    ]
