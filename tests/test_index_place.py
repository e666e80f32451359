"""Where the index lies: in the platform's cache folder, outside the vault, one for each vault."""

from pathlib import Path

import pytest
from platformdirs import user_cache_path

from vault_tool.index.database import place_of


@pytest.mark.parametrize("cache", ["/somewhere/caches", "/with/slash/", "", "relative", None])
def test_the_index_lies_where_the_platform_keeps_caches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: str | None
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    if cache is None:
        monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    else:
        monkeypatch.setenv("XDG_CACHE_HOME", cache)
    place = place_of(tmp_path)
    assert place is not None
    if cache != "relative":  # of such a name the standard says: ignore it
        assert place.parent == user_cache_path("vault-tool", appauthor=False)
    assert place.is_absolute()


def test_every_vault_has_a_place_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "link").symlink_to("one")
    assert place_of(tmp_path / "one") == place_of(tmp_path / "link")
    assert place_of(tmp_path / "one") != place_of(tmp_path)
