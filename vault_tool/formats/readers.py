"""Every format that people can be brought from, by the name a user gives it.

Public: `READERS`, `read_contacts(kind, data, path)`.
"""

from collections.abc import Callable
from importlib import import_module

from vault_tool.formats.contact import Contacts

# The module that reads it, imported when it is asked for, and its function.
READERS = {
    "vcard": ("vcard", "read_vcards"),
}


def read_contacts(kind: str, data: bytes, path: str) -> Contacts:
    """Return everybody in a file of that format; `path` is what problems call it. Never raises."""
    module, name = READERS[kind]
    read: Callable[[bytes, str], Contacts] = getattr(
        import_module(f"vault_tool.formats.{module}"), name
    )
    return read(data, path)
