"""What the tables and lists of services have in common: a name in parts, and what is no record.

Public: `whole_name(parts, *others)`, `labelled(pairs)`, `unread(path, line, message)`,
`no_such(path, what)`, `web(pairs)`.
"""

from collections.abc import Iterable

from vault_tool.errors import Problem
from vault_tool.formats.contact import Contacts, Labelled, NameParts
from vault_tool.formats.services import handle


def whole_name(parts: NameParts, *others: str) -> str:
    """Return what somebody is called: the parts in the order of speech, else the first other."""
    name = " ".join(each for each in (parts.given, parts.additional, parts.family) if each)
    return next((each for each in (name, *others) if each), "")


def labelled(pairs: Iterable[tuple[str, str]]) -> tuple[Labelled, ...]:
    """Return values with their labels, each value once."""
    found: dict[str, Labelled] = {}
    for value, label in pairs:
        if value:
            found.setdefault(value, Labelled(value, label))
    return tuple(found.values())


def web(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[Labelled, ...], tuple[Labelled, ...]]:
    """Return pages, and names in services among them."""
    pages: list[tuple[str, str]] = []
    handles: list[Labelled] = []
    for value, label in pairs:
        known = handle(label, value)
        if known:
            handles.append(known)
        else:
            pages.append((value, label))
    return labelled(pages), tuple(dict.fromkeys(handles))


def unread(path: str, line: int, message: str) -> Problem:
    """Return the finding about a record that is left out."""
    return Problem("record-unread", path, line, 1, "error", message, "It was left out.")


def no_such(path: str, what: str) -> Contacts:
    """Return what there is in a file that is not what it is said to be."""
    said = f"this is no {what}."
    return Contacts((), (Problem("no-such-format", path, 1, 1, "error", said, "See the manual."),))
