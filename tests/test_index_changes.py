"""When one has to look again, because the clock's last tick may hide a change."""

import pytest

from vault_tool.index import changes
from vault_tool.index.changes import RACY_NS, is_racy, is_settled, tree_of

LOOKED = 10 * RACY_NS


@pytest.mark.parametrize(("age", "racy"), [(0, True), (RACY_NS - 1, True), (RACY_NS, False)])
def test_a_note_is_racy_for_two_seconds(age: int, racy: bool) -> None:
    tree = tree_of([("a.md", 1, LOOKED - age, 1, 1, 1)], LOOKED)
    assert (is_racy(tree), is_settled(tree)) == (racy, not racy)


def test_where_times_tell_nothing_old_notes_are_no_reason_to_look_again_soon(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(changes, "_IS_BLIND", True)
    tree = tree_of([("a.md", 1, 1, 1, 1, 1)], LOOKED)
    assert not is_settled(tree)
    assert not is_racy(tree)
