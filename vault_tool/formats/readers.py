"""Every format that people can be brought from, by the name a user gives it.

Public: `READERS`, `TALKS`, `read_contacts(kind, data, path, hints)`,
`read_exchanges(kind, data, path, hints)`.
"""

from collections.abc import Callable
from importlib import import_module

from vault_tool.formats.contact import Contacts, Hints
from vault_tool.formats.exchanges import Exchanges

# The module that reads it, imported when it is asked for, and its function.
READERS = {
    "vcard": ("vcard", "read_vcards"),
    "google": ("google", "read_google"),
    "linkedin": ("linkedin", "read_linkedin"),
    "outlook": ("office", "read_outlook"),
    "thunderbird": ("office", "read_thunderbird"),
    "facebook": ("facebook", "read_facebook"),
    "csv": ("office", "read_table"),
}
# The same for mail, chats and calendars, which tell of talks.
TALKS = {
    "mail": ("mail", "read_mail"),
    "telegram": ("telegram", "read_telegram"),
    "whatsapp": ("whatsapp", "read_whatsapp"),
    "ics": ("ics", "read_events"),
}


def read_exchanges(kind: str, data: bytes, path: str, hints: Hints | None = None) -> Exchanges:
    """Return who was in touch with the user, and when, in a file of that format. Never raises."""
    module, name = TALKS[kind]
    read: Callable[[bytes, str, Hints | None], Exchanges] = getattr(
        import_module(f"vault_tool.formats.{module}"), name
    )
    return read(data, path, hints)


def read_contacts(kind: str, data: bytes, path: str, hints: Hints | None = None) -> Contacts:
    """Return everybody in a file of that format; `path` is what problems call it. Never raises."""
    module, name = READERS[kind]
    read: Callable[[bytes, str, Hints | None], Contacts] = getattr(
        import_module(f"vault_tool.formats.{module}"), name
    )
    return read(data, path, hints)
