"""Where the files lie that come with the tool beside its code: templates and the example vault."""

from pathlib import Path
from typing import Literal

from vault_tool.errors import VaultToolError

_PACKAGE = Path(__file__).parent.parent


def find_shipped(name: Literal["templates", "example-vault"]) -> Path:
    """Return the folder of that name: inside an installed package, or beside it in a checkout."""
    for folder in (_PACKAGE / "_shipped" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise VaultToolError(
        f"The {name} folder that comes with vault-tool is missing.",
        "The installation is damaged: install vault-tool again.",
    )
