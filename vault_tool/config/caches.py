"""Where the platform keeps what can be made again at any time: the index, compiled templates."""

import os
import sys
from pathlib import Path


def caches() -> Path | None:
    """Return the tool's cache folder, which need not exist; None where there is no home.

    It is where `platformdirs` says, which takes long to import: on most machines the answer is
    short enough to be given without it.
    """
    try:
        is_linux: bool = sys.platform == "linux"
        if is_linux:
            named = os.environ.get("XDG_CACHE_HOME", "")
            return (Path(named) if os.path.isabs(named) else Path.home() / ".cache") / "vault-tool"
        from platformdirs import user_cache_path

        return user_cache_path("vault-tool", appauthor=False).absolute()
    except (OSError, RuntimeError):
        return None
