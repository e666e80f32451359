"""A vault that is not there must not look like a vault with nobody in it."""

from pathlib import Path

import pytest

from tests.index_vaults import cache, indexed, write
from vault_tool.config import DEFAULTS
from vault_tool.errors import VaultGone
from vault_tool.index.database import open_index
from vault_tool.index.read import counts
from vault_tool.index.sync import rebuild, reconcile
from vault_tool.note.conventions import Conventions


@pytest.fixture
def emptied(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Return a vault that held somebody when it was last indexed, and holds no note now."""
    cache(tmp_path_factory, monkeypatch)
    note = write(tmp_path, "People/Ada Moon.md", "- 2026-01-02 call\n")
    with indexed(tmp_path):
        note.unlink()
    return tmp_path


def test_an_emptied_vault_is_an_error_and_no_empty_list(emptied: Path) -> None:
    with pytest.raises(VaultGone), indexed(emptied):
        pass


def test_it_is_one_even_when_the_settings_went_away_with_the_notes(emptied: Path) -> None:
    other = DEFAULTS.reading._replace(people=("Somewhere",))

    with open_index(emptied, DEFAULTS, Conventions(other)) as index, pytest.raises(VaultGone):
        reconcile(index)


def test_a_rebuild_takes_an_emptied_vault_as_it_is(emptied: Path) -> None:
    with open_index(emptied, DEFAULTS, Conventions()) as index:
        rebuild(index)

    with indexed(emptied) as index:
        assert counts(index).notes == 0
