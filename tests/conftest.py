"""What every test finds: a cache of its own, and a copy of the example vault to ask.

Properties are tried on the same examples each time, so that a run says the same of the same code;
with `SEEK=1` in the environment they are tried on new ones, and on more, as the storms are.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import settings

settings.register_profile("same", derandomize=True, max_examples=60)
if not os.environ.get("SEEK"):
    settings.load_profile("same")

PROJECT = Path(__file__).parents[1]


@pytest.fixture(scope="session", autouse=True)
def _own_surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the developer's caches, language and vault out of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        patch.setenv("LC_ALL", "C.UTF-8")
        for name in ("VAULT_TOOL_VAULT", "NO_COLOR", "_VAULT_TOOL_COMPLETE"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session")
def example_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the example vault, to be asked and never changed."""
    return Path(copytree(PROJECT / "example-vault", tmp_path_factory.mktemp("vaults") / "example"))
