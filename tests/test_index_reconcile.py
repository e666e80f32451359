"""A reconcile reads what changed and nothing else, and nothing odd in the vault stops it."""

import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.index_vaults import a_stranger, cache, indexed, write
from vault_tool.config import DEFAULTS, Reading
from vault_tool.errors import VaultGone
from vault_tool.index.changes import Changes
from vault_tool.index.database import open_index
from vault_tool.index.lists import Counts
from vault_tool.index.read import cards, counts, notes, problems, search, standings, unread
from vault_tool.index.sync import rebuild, reconcile
from vault_tool.index.verify import Difference, verify
from vault_tool.note.conventions import Conventions

LATER = 3_000_000_000  # ns: more than the time in which a key may not tell


@pytest.fixture(autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    return cache(tmp_path_factory, monkeypatch)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, "People/Ada Rossi.md", "- 2026-11-02 coffee: roses\n- [ ] plans\n")
    write(tmp_path, "People/Bruno Sala.md", "- 2026-10-01 call\n")
    write(tmp_path, "Journal/2026-11-20.md", "- lunch with [[Ada Rossi]] and [[Bruno Sala]]\n")
    return tmp_path


def changes(root: Path, ahead: int = LATER) -> Changes:
    with open_index(root, DEFAULTS, Conventions()) as index:
        return reconcile(index, now=lambda: time.time_ns() + ahead)


def test_the_first_time_reads_everything_and_the_second_nothing(root: Path) -> None:
    assert changes(root) == Changes(read=3, unchanged=0, removed=0)
    assert changes(root) == Changes(read=0, unchanged=3, removed=0)


def test_what_was_changed_added_and_removed_is_counted(root: Path) -> None:
    changes(root)
    write(root, "People/Ada Rossi.md", "other\n")
    write(root, "People/New.md", "x\n")
    (root / "People/Bruno Sala.md").unlink()
    assert changes(root) == Changes(read=2, unchanged=1, removed=1)


def test_a_note_that_was_only_touched_is_not_parsed_again(root: Path) -> None:
    changes(root)
    os.utime(root / "People/Ada Rossi.md")
    assert changes(root) == Changes(read=0, unchanged=3, removed=0)


def test_a_change_right_after_the_last_look_is_seen_though_the_key_is_the_same(root: Path) -> None:
    changes(root, ahead=0)
    note = root / "People/Ada Rossi.md"
    its = note.stat()
    with indexed(root) as index:
        # As on a file system whose clock ticks slowly: same size, same times.
        write(root, "People/Ada Rossi.md", "- 2026-11-03 coffee: roses\n- [ ] plans\n")
        os.utime(note, ns=(its.st_atime_ns, its.st_mtime_ns))
        assert reconcile(index).read == 1


def test_nothing_is_written_where_nothing_changed(root: Path, folder: Path) -> None:
    changes(root)
    before = {file: file.stat() for file in folder.rglob("*-v3.*")}
    changes(root)
    assert {file: file.stat() for file in folder.rglob("*-v3.*")} == before


def test_the_cache_is_for_the_users_eyes_only_and_tagged(root: Path, folder: Path) -> None:
    old = os.umask(0)
    try:
        changes(root)
    finally:
        os.umask(old)
    (place,) = (folder / "vault-tool").iterdir()
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert (place / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f068")
    files = list(place.glob("*.sqlite"))
    files += place.glob("*.bin")
    assert len(files) == 3
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_one_vault_by_two_names_has_one_index(root: Path, folder: Path, tmp_path: Path) -> None:
    link = tmp_path.parent / "another name"
    link.symlink_to(root)
    changes(root)
    assert changes(link) == Changes(read=0, unchanged=3, removed=0)


def test_the_counts_count_a_line_once_and_people_who_are_linked_only(root: Path) -> None:
    write(root, "Journal/2026-11-21.md", "- met [[Nobody]]\n- [[Ada Rossi]] called [[Ada Rossi]]\n")
    write(root, "People/Me.md", "---\nme: true\n---\n- 2026-11-01 coffee\n")
    write(root, "Reports/x.md", "---\ngenerated_by: vault-tool\n---\n- call [[Ada Rossi]]\n")
    with indexed(root) as index:
        assert counts(index) == Counts(notes=6, people=3, interactions=4, loops=1, unread=0)
        assert len(standings(index)) == 2
        assert [card.me for card in cards(index)] == [False, False, True]


def test_another_way_of_reading_reads_everything_anew(root: Path) -> None:
    changes(root)
    ways = Conventions(reading=Reading(people=("Persone",)))
    with open_index(root, DEFAULTS, ways) as index:
        assert reconcile(index).read == 3
        assert len(standings(index)) == 0
    assert changes(root).read == 3


def test_a_vault_that_is_missing_or_empty_is_gone_not_empty(root: Path) -> None:
    changes(root)
    for note in root.rglob("*.md"):
        note.unlink()
    with open_index(root, DEFAULTS, Conventions()) as index:
        with pytest.raises(VaultGone, match="has no notes"):
            reconcile(index)
        assert len(cards(index)) == 2
    with pytest.raises(VaultGone, match="cannot be read"), indexed(root / "nowhere"):
        pass


def test_a_vault_that_was_emptied_on_purpose_is_taken_as_it_is_by_a_rebuild(root: Path) -> None:
    changes(root)
    for note in root.rglob("*.md"):
        note.unlink()
    with open_index(root, DEFAULTS, Conventions()) as index:
        rebuild(index)
    assert changes(root) == Changes(0, 0, 0)


def test_a_new_vault_without_notes_is_no_error(tmp_path: Path) -> None:
    assert changes(tmp_path) == Changes(0, 0, 0)


def test_where_the_cache_cannot_be_written_the_index_is_in_memory(root: Path, folder: Path) -> None:
    write(folder, "vault-tool", "a file where the folder should be")
    with indexed(root) as index:
        assert len(standings(index)) == 2
        assert [hit.path for hit in search(index, "roses")] == ["People/Ada Rossi.md"]
        assert len(list(notes(index))) == 3
        write(root, "People/New.md", "roses\n")
        assert reconcile(index).read == 1
        assert len(search(index, "roses")) == 2


def test_where_the_cache_can_be_read_only_its_answers_are_right(root: Path, folder: Path) -> None:
    changes(root)
    root.parent.chmod(0o755)
    write(root, "People/New.md", "roses\n")
    (place,) = (folder / "vault-tool").iterdir()
    place.chmod(0o500)
    folder.chmod(0o755)
    with open_index(root, DEFAULTS, Conventions()) as index:
        reconcile(index)
        assert len(standings(index)) == 3
    place.chmod(0o700)


@pytest.fixture
def open_root(root: Path) -> Iterator[Path]:
    """Let a stranger look into the vault."""
    above = [each for each in root.parents if each.stat().st_mode & 0o055 != 0o055]
    modes = [each.stat().st_mode for each in above]
    for each in (root, *above):
        each.chmod(0o755)
    yield root
    for each, mode in zip(above, modes, strict=True):
        each.chmod(mode)


def test_a_note_that_may_not_be_read_counts_by_its_name_until_it_may(open_root: Path) -> None:
    closed = open_root / "People/Ada Rossi.md"
    changes(open_root)
    closed.chmod(0)
    with a_stranger(), indexed(open_root) as index:
        assert unread(index) == 1
        assert [(each.code, each.path) for each in problems(index)] == [
            ("unreadable", "People/Ada Rossi.md")
        ]
        everybody = {each.name: len(each.talks) for each in standings(index)}
        assert everybody == {"Ada Rossi": 1, "Bruno Sala": 2}
        closed_key = closed.stat()
        os.seteuid(0) if os.getuid() == 0 else None
        closed.chmod(0o644)
        assert closed_key.st_mtime_ns == closed.stat().st_mtime_ns
        reconcile(index)
        assert unread(index) == 0
        assert {each.name: len(each.talks) for each in standings(index)}["Ada Rossi"] == 2


def test_notes_that_go_away_while_they_are_read_are_no_notes(root: Path) -> None:
    for number in range(300):
        write(root, f"People/Someone {number}.md", "x\n")
    there = {f"People/Someone {number}.md" for number in range(300)}

    def take_away(done: int, total: int) -> None:
        for path in there if done < total else ():
            (root / path).unlink(missing_ok=True)

    with open_index(root, DEFAULTS, Conventions()) as index:
        done = reconcile(index, take_away)
        gone = [each.path for each in problems(index) if each.code == "vanished"]
        assert 0 < len(gone) < 300
        assert there.issuperset(gone)
        assert done == Changes(read=303 - len(gone), unchanged=0, removed=0)
        assert len(standings(index)) == 302 - len(gone)
        assert unread(index) == 0
        reconcile(index)
        assert problems(index) == []
        assert len(standings(index)) == 2
        assert verify(index) == Difference(False)


def test_problems_of_walk_and_notes_are_listed_by_place_and_counted(root: Path) -> None:
    write(root, "People/Broken.md", "---\nname: [\n---\n")
    write(root, "People/Ada Rossi.sync-conflict-20230112-003022-FUKIKK4.md", "x")
    write(root, "People/.Carla.md.icloud", "x")
    with indexed(root) as index:
        found = problems(index)
        assert unread(index) == 2
        assert [each.path for each in found] == sorted(each.path for each in found)
        assert {each.code for each in found} >= {"conflict-copy", "not-downloaded"}
        assert "Carla" in [card.name for card in cards(index)]
        assert counts(index).unread == 2


def test_a_verification_tells_behind_from_wrong(root: Path) -> None:
    changes(root)
    write(root, "People/Ada Rossi.md", "changed\n")
    write(root, "People/New.md", "x\n")
    (root / "People/Bruno Sala.md").unlink()
    os.utime(root / "Journal/2026-11-20.md")
    with open_index(root, DEFAULTS, Conventions()) as index:
        assert verify(index) == Difference(
            False, behind=("People/Ada Rossi.md", "People/Bruno Sala.md", "People/New.md")
        )
        reconcile(index)
        assert verify(index) == Difference(False)
        with index.facts.drafting() as facts:
            facts.execute("UPDATE note SET interactions = 7 WHERE path = 'People/Ada Rossi.md'")
        assert verify(index) == Difference(False, wrong=("People/Ada Rossi.md",))


def test_words_of_deleted_notes_are_swept_when_they_are_many(root: Path) -> None:
    with indexed(root) as index:
        for number in range(250):
            write(root, "People/Ada Rossi.md", f"word{number}\n")
            reconcile(index)
            assert len(search(index, f"word{number}")) == 1
        given = index.text.rows.execute("SELECT seq FROM sqlite_sequence").fetchone()[0]
        assert given < 220
        assert verify(index) == Difference(False)
