"""Which folders are to be watched, also while some go away."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from vault_tool.vault.branches import Branch, branches
from vault_tool.vault.skip import Skip


def test_a_branch_with_something_left_out_is_watched_folder_by_folder(tmp_path: Path) -> None:
    for path in ("People/Old", "Code/.git/objects", "Code/Notes"):
        (tmp_path / path).mkdir(parents=True)
    found = branches(tmp_path, Skip())
    assert set(found.each) == {
        Branch("", whole=False),
        Branch("People", whole=True),
        Branch("Code", whole=False),
        Branch("Code/Notes", whole=True),
    }
    assert len(found.inodes) == 5


def test_a_folder_that_goes_away_takes_no_other_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b", "c", "d"):
        (tmp_path / "People" / name).mkdir(parents=True)
    look = os.scandir

    @contextmanager
    def look_late(place: str) -> Iterator[Any]:
        with look(place) as entries:
            found = list(entries)
        if place.endswith("/People"):
            (tmp_path / "People" / "b").rmdir()
        yield iter(found)

    monkeypatch.setattr(os, "scandir", look_late)
    found = branches(tmp_path, Skip())
    assert found.each == (Branch("", whole=True),)
    assert len(found.inodes) == 5


def test_a_vault_that_is_not_there_has_nothing_to_be_watched(tmp_path: Path) -> None:
    assert branches(tmp_path / "none", Skip()) == ((), frozenset())
