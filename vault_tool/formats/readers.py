"""Every format that people can be brought from, by the name a user gives it.

Public: `READERS`, `read_contacts(kind, data, path, hints)`.
"""

from collections.abc import Callable
from importlib import import_module

from vault_tool.formats.contact import Contacts, Hints

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


def read_contacts(kind: str, data: bytes, path: str, hints: Hints | None = None) -> Contacts:
    """Return everybody in a file of that format; `path` is what problems call it. Never raises."""
    module, name = READERS[kind]
    read: Callable[[bytes, str, Hints | None], Contacts] = getattr(
        import_module(f"vault_tool.formats.{module}"), name
    )
    return read(data, path, hints)
