"""The law of the index, through a watcher: whatever happens, it alone brings the index up to date."""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from tests.test_index_law import Vaults
from tests.watched import watching


class WatchedVaults(Vaults):
    """A vault to which things happen while a watcher runs; nobody else looks."""

    def __init__(self) -> None:
        super().__init__()
        os.environ["XDG_STATE_HOME"] = str(self.place / "state")
        self.watcher = watching(self.root)
        self.watched = self.watcher.__enter__()

    def teardown(self) -> None:
        self.watcher.__exit__(None, None, None)
        super().teardown()

    @invariant()
    def the_index_is_what_a_rebuild_gives(self) -> None:
        self.watched.settles()


@pytest.fixture
def _own_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the places that a machine sets be put back."""
    for name in ("XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, os.environ[name])


def law(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        WatchedVaults,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.usefixtures("_own_places")
def test_the_law_through_a_watcher() -> None:
    law(examples=3, steps=8)


@pytest.mark.storm
@pytest.mark.usefixtures("_own_places")
def test_the_law_through_a_watcher_at_length() -> None:
    law(examples=40, steps=15)
