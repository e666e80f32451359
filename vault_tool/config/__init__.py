"""The vault's settings: the text of `.vault-tool/config.toml` becomes `Settings`.

Every setting has a default, so that no file at all is a good one. A key that is not known or a
value that does not fit stops the command: a setting that silently does nothing is worse than none.
"""

from vault_tool.config.parsing import parse_config
from vault_tool.config.settings import (
    CONFIG_PATH,
    DEFAULTS,
    Mentions,
    PeopleBy,
    Reading,
    Settings,
    normal_key,
)

__all__ = [
    "CONFIG_PATH",
    "DEFAULTS",
    "Mentions",
    "PeopleBy",
    "Reading",
    "Settings",
    "normal_key",
    "parse_config",
]
