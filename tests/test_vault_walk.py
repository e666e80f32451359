"""What is a note in a vault, what is passed over, and what is odd but stops nothing."""

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.index_vaults import a_stranger, write
from vault_tool.errors import Problem, VaultGone
from vault_tool.vault.files import LARGEST_NOTE, read_bytes
from vault_tool.vault.obsidian import Obsidian, read_obsidian
from vault_tool.vault.skip import Skip, skip
from vault_tool.vault.walk import walk


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Give a folder that anybody can look into."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    for path in folder.rglob("*"):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)
    shutil.rmtree(folder)


def notes(root: Path, leave_out: Skip | None = None) -> list[str]:
    return sorted(entry.path for entry in walk(root, leave_out or Skip()).entries)


def codes(root: Path, leave_out: Skip | None = None) -> list[tuple[str, str]]:
    return [(each.code, each.path) for each in walk(root, leave_out or Skip()).problems]


def test_notes_are_files_that_end_in_md_in_any_case(tmp_path: Path) -> None:
    for path in ("Ada.md", "People/Zoë.MD", "a/b/c.Md", "photo.png", "list.txt", "Sketch.canvas"):
        write(tmp_path, path, "x")
    assert notes(tmp_path) == ["Ada.md", "People/Zoë.MD", "a/b/c.Md"]
    assert codes(tmp_path) == []


def test_dot_folders_and_dot_files_are_passed_over(tmp_path: Path) -> None:
    for path in (".obsidian/x.md", ".trash/Ada.md", ".git/x.md", "a/.hidden/x.md", ".x.md", "y.md"):
        write(tmp_path, path, "x")
    assert notes(tmp_path) == ["y.md"]


@pytest.mark.parametrize(
    "copy",
    [
        "Ada (Conflicted copy MyMacBook2 202411281430).md",
        "Ada (Anna's conflicted copy 2014-09-14).md",
        "Ada (conflicted copy 2024-01-15 120000).md",
        "Ada (In Konflikt stehende Kopie von Jan 2024-01-15).md",
        "Ada (Copia in conflitto di Gianni 2024-01-15).md",
        "Ada (SFConflict anna@example.org 2024-01-15-12-00-00).md",
        "Ada.sync-conflict-20230112-003022-FUKIKK4.md",
        "Ada.conflict-20261123-101500.md",
        "conflict-files-obsidian-git.md",
    ],
)
def test_conflict_copies_are_reported_and_not_read(tmp_path: Path, copy: str) -> None:
    write(tmp_path, "Ada.md", "x")
    write(tmp_path, copy, "x")
    assert notes(tmp_path) == ["Ada.md"]
    assert codes(tmp_path) == [("conflict-copy", copy)]


@pytest.mark.parametrize("name", ["Conflict resolution.md", "On conflict (a talk).md", "Ada 2.md"])
def test_a_note_about_conflict_is_a_note(tmp_path: Path, name: str) -> None:
    write(tmp_path, name, "x")
    assert notes(tmp_path) == [name]


@pytest.mark.parametrize("name", ["~$Ada.md", "~syncthing~Ada.md", ".#Ada.md", ".Ada.md.1.vtmp"])
def test_temporaries_of_other_programs_are_no_notes(tmp_path: Path, name: str) -> None:
    write(tmp_path, name, "x")
    assert notes(tmp_path) == []
    assert codes(tmp_path) == []


def test_a_note_that_is_still_in_icloud_is_known_by_name_and_reported(tmp_path: Path) -> None:
    write(tmp_path, "People/.Ada.md.icloud", "bplist")
    write(tmp_path, "People/.Bruno.md.icloud", "bplist")
    write(tmp_path, "People/Bruno.md", "x")
    write(tmp_path, ".photo.png.icloud", "bplist")
    found = walk(tmp_path, Skip())
    assert notes(tmp_path) == ["People/Ada.md", "People/Bruno.md"]
    assert found.stubs == {"People/Ada.md"}
    assert [(each.code, each.path, each.level) for each in found.problems] == [
        ("not-downloaded", "People/Ada.md", "error")
    ]


def test_links_lead_to_notes_only_inside_the_vault(tmp_path: Path) -> None:
    root, outside = tmp_path / "vault", tmp_path / "outside"
    write(root, "Ada.md", "x")
    write(outside, "secret.md", "x")
    (root / "Same.md").symlink_to("Ada.md")
    (root / "Out.md").symlink_to(outside / "secret.md")
    (root / "Up.md").symlink_to("../outside/secret.md")
    (root / "Gone.md").symlink_to("nowhere.md")
    (root / "Round.md").symlink_to("Round.md")
    (root / "Folder").symlink_to(outside)
    (root / "Loop").symlink_to(root)
    (root / "Folder.md").symlink_to(outside)
    assert notes(root) == ["Ada.md", "Same.md"]
    assert codes(root) == [
        ("link-folder", "Folder"),
        ("link-folder", "Folder.md"),
        ("link-broken", "Gone.md"),
        ("link-folder", "Loop"),
        ("link-outside", "Out.md"),
        ("link-broken", "Round.md"),
        ("link-inside", "Same.md"),
        ("link-outside", "Up.md"),
    ]


def test_a_link_in_a_vault_that_is_reached_through_a_link_stays_inside(tmp_path: Path) -> None:
    write(tmp_path, "real/Ada.md", "x")
    (tmp_path / "real/Same.md").symlink_to("Ada.md")
    (tmp_path / "vault").symlink_to("real")
    assert notes(tmp_path / "vault") == ["Ada.md", "Same.md"]
    assert read_bytes(tmp_path / "vault", "Same.md", 1) == b"x"


def test_two_names_of_one_file_are_two_notes(tmp_path: Path) -> None:
    file = write(tmp_path, "Ada.md", "x")
    os.link(file, tmp_path / "Twin.md")
    assert notes(tmp_path) == ["Ada.md", "Twin.md"]


def test_a_folder_with_a_notes_name_is_looked_into_and_reported(tmp_path: Path) -> None:
    write(tmp_path, "Folder.md/Ada.md", "x")
    assert notes(tmp_path) == ["Folder.md/Ada.md"]
    assert codes(tmp_path) == [("folder-like-note", "Folder.md")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_pipes_and_sockets_are_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "Pipe.md")
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(tmp_path)  # a socket's path must be short
        try:
            listening.bind("Socket.md")
        finally:
            os.chdir(here)
        assert notes(tmp_path) == []
        assert codes(tmp_path) == [("not-a-file", "Pipe.md"), ("not-a-file", "Socket.md")]
    said = read_bytes(tmp_path, "Pipe.md", 3)
    assert isinstance(said, Problem)
    assert said.code == "unreadable"


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on POSIX only")
def test_a_name_that_is_no_utf8_is_reported_in_words_that_can_be_written(tmp_path: Path) -> None:
    root = os.fsencode(tmp_path)
    try:
        os.mkdir(root + b"/caf\xe9")
    except OSError:
        pytest.skip("this file system refuses such names")
    for name in (b"/Zo\xeb.md", b"/caf\xe9/x.md", b"/ok.md"):
        with open(root + name, "wb") as file:
            file.write(b"x")
    assert notes(tmp_path) == ["ok.md"]
    assert codes(tmp_path) == [("name-not-utf8", r"Zo\xeb.md"), ("name-not-utf8", r"caf\xe9")]
    for each in walk(tmp_path, Skip()).problems:
        str(each).encode()


def test_what_may_not_be_read_is_a_problem_and_the_rest_is_found(open_folder: Path) -> None:
    write(open_folder, "Ada.md", "x")
    write(open_folder, "Closed.md", "x").chmod(0)
    write(open_folder, "Private/Bruno.md", "x")
    (open_folder / "Private").chmod(0)
    with a_stranger():
        found = walk(open_folder, Skip())
        assert [(each.code, each.path, each.level) for each in found.problems] == [
            ("unreadable-folder", "Private", "error")
        ]
        assert sorted(entry.path for entry in found.entries) == ["Ada.md", "Closed.md"]
        said = read_bytes(open_folder, "Closed.md", 1)
    assert isinstance(said, Problem)
    assert (said.code, said.level) == ("unreadable", "error")


def test_a_note_that_went_away_is_no_note(tmp_path: Path) -> None:
    said = read_bytes(tmp_path, "Ada.md", 10)
    assert isinstance(said, Problem)
    assert (said.code, said.level) == ("vanished", "note")


@pytest.mark.parametrize("expected", [0, 3, 5, 6, 100_000])
def test_a_note_is_read_whole_whatever_its_size_was(tmp_path: Path, expected: int) -> None:
    write(tmp_path, "Ada.md", "roses")
    assert read_bytes(tmp_path, "Ada.md", expected) == b"roses"


def test_a_huge_note_is_refused_by_its_size_and_when_it_grew(tmp_path: Path) -> None:
    with (tmp_path / "Huge.md").open("wb") as file:
        file.truncate(LARGEST_NOTE + 1)
    for size in (LARGEST_NOTE + 1, 5):
        said = read_bytes(tmp_path, "Huge.md", size)
        assert isinstance(said, Problem)
        assert (said.code, said.level) == ("too-big", "error")


def test_a_link_that_leads_out_by_the_time_it_is_read_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "outside.md", "secret")
    root = tmp_path / "vault"
    write(root, "Ada.md", "x").unlink()
    (root / "Ada.md").symlink_to("../outside.md")
    said = read_bytes(root, "Ada.md", 1)
    assert isinstance(said, Problem)
    assert said.code == "unreadable"


def test_a_vault_whose_folder_is_missing_is_gone(tmp_path: Path) -> None:
    with pytest.raises(VaultGone, match="cannot be read"):
        walk(tmp_path / "nowhere", Skip())


def test_templates_are_no_notes(tmp_path: Path) -> None:
    for path in (
        "Templates/Person.md",
        "templates/Person.md",
        "Meta/Forms/Daily.md",
        "Meta/Templater/x.md",
        "Work/Templates/kept.md",
    ):
        write(tmp_path, path, "x")
    write(tmp_path, ".obsidian/templates.json", '{"folder": "/Meta/Forms/"}')
    templater = ".obsidian/plugins/templater-obsidian/data.json"
    write(tmp_path, templater, '{"templates_folder": "meta/templater"}')
    assert notes(tmp_path, skip((), read_obsidian(tmp_path))) == ["Work/Templates/kept.md"]


@pytest.mark.parametrize(
    ("excluded", "left"),
    [
        ("Archive", ["Archived.md", "People/Ada.md"]),
        ("archive/", ["Archived.md", "People/Ada.md"]),
        ("Work/Archive", ["Archive/Old.md", "Archived.md", "People/Ada.md"]),
        ("/Archive", ["Archived.md", "People/Ada.md"]),
        ("People/*.md", ["Archive/Old.md", "Archived.md", "Work/Archive/x.md"]),
        ("**/x.md", ["Archive/Old.md", "Archived.md", "People/Ada.md"]),
        ("Arch*", ["People/Ada.md"]),
        ("Ad?.md", ["Archive/Old.md", "Archived.md", "Work/Archive/x.md"]),
        ("Work/**", ["Archive/Old.md", "Archived.md", "People/Ada.md"]),
        (" ", ["Archive/Old.md", "Archived.md", "People/Ada.md", "Work/Archive/x.md"]),
    ],
)
def test_exclude_means_names_anywhere_and_paths_from_the_root(
    tmp_path: Path, excluded: str, left: list[str]
) -> None:
    for path in ("Archive/Old.md", "Archived.md", "People/Ada.md", "Work/Archive/x.md"):
        write(tmp_path, path, "x")
    assert notes(tmp_path, skip((excluded,), Obsidian())) == left


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("Archive/", ["Archived.md", "People/Ada.md"]),
        ("Archive", ["People/Ada.md"]),
        ("People/Ada.md", ["Archive/Old.md", "Archived.md"]),
        (r"/\/old\.md$/", ["Archived.md", "People/Ada.md"]),
        ("/^People/", ["Archive/Old.md", "Archived.md"]),
        ("", ["Archive/Old.md", "Archived.md", "People/Ada.md"]),
        ("/", ["Archive/Old.md", "Archived.md", "People/Ada.md"]),
    ],
)
def test_files_that_obsidian_excludes_are_not_read(
    tmp_path: Path, written: str, left: list[str]
) -> None:
    for path in ("Archive/Old.md", "Archived.md", "People/Ada.md"):
        write(tmp_path, path, "x")
    assert notes(tmp_path, skip((), Obsidian(ignored=(written,)))) == left


@pytest.mark.parametrize(
    "written",
    ["/(a+)+$/", "/(a|aa)+b/", "/((x*)y)*z/", "/.*.*.*.*.*x/", "/[unclosed/", "/(?<n/", "/a{2,1}/"],
)
def test_a_filter_that_is_broken_or_may_never_end_is_reported(tmp_path: Path, written: str) -> None:
    write(tmp_path, "Ada.md", "x")
    leave_out = skip((), Obsidian(ignored=(written,)))
    assert notes(tmp_path, leave_out) == ["Ada.md"]
    assert codes(tmp_path, leave_out) == [("filter", ".obsidian/app.json")]
    (problem,) = leave_out.problems
    assert written in problem.message


@pytest.mark.parametrize("written", [r"/\.excalidraw\.md$/", "/(one|two)/", "/[)(]+x/", r"/a\(b+/"])
def test_an_ordinary_regular_expression_is_respected(written: str) -> None:
    assert len(skip((), Obsidian(ignored=(written,))).expressions) == 1
