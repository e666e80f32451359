"""A damaged index never gives a wrong answer: damage is noticed, and the index made anew."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.index_vaults import cache, indexed, write
from vault_tool.config import DEFAULTS
from vault_tool.index.database import open_index
from vault_tool.index.read import (
    cards,
    counts,
    dossier,
    notes,
    problems,
    search,
    standings,
    unread,
)
from vault_tool.index.verify import Difference, verify
from vault_tool.note.conventions import Conventions

PAGE = 4096
TRIALS = 600
FILES = ["facts-v3.sqlite", "lists-v3.bin", "text-v3.sqlite"]


def flip_a_bit(content: bytearray, dice: random.Random) -> None:
    content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)


def change_some_bytes(content: bytearray, dice: random.Random) -> None:
    at = dice.randrange(len(content) - 16)
    content[at : at + 16] = dice.randbytes(16)


def cut_off_the_end(content: bytearray, dice: random.Random) -> None:
    del content[dice.randrange(len(content)) :]


def empty_a_page(content: bytearray, dice: random.Random) -> None:
    size = min(PAGE, len(content))
    at = dice.randrange(len(content) // size) * size
    content[at : at + size] = bytes(size)


def swap_two_pages(content: bytearray, dice: random.Random) -> None:
    size = min(PAGE, len(content) // 2)
    one, other = (at * size for at in dice.sample(range(len(content) // size), 2))
    page = content[one : one + size]
    content[one : one + size] = content[other : other + size]
    content[other : other + size] = page


def add_to_the_end(content: bytearray, dice: random.Random) -> None:
    content += dice.randbytes(dice.randrange(1, 2 * PAGE))


DAMAGES: list[Callable[[bytearray, random.Random], None]] = [
    flip_a_bit,
    flip_a_bit,
    flip_a_bit,
    change_some_bytes,
    cut_off_the_end,
    empty_a_page,
    swap_two_pages,
    add_to_the_end,
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    write(root, "People/Ada Rossi.md", "---\naliases: [Adina]\n---\n- 2026-11-02 coffee: roses\n")
    write(root, "People/Bruno Sala.md", "- 2026-10-01 call: the roof #got/time\n- [ ] plans\n")
    write(root, "People/Zoë.md", "---\nbirthday: --02-30\n---\n")
    write(root, "Journal/2026-11-20.md", "- lunch with [[Adina]] and [[zoë]]\n- [[Bruno Sala]]\n")
    write(root, "Garden.md", "Roses and beans; [[Ada Rossi]] knows.\n")
    return root


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    return cache(tmp_path_factory, monkeypatch)


def answers(root: Path) -> list[object]:
    """Return everything the index can be asked."""
    with indexed(root) as index:
        people = [card.path for card in cards(index)]
        return [
            list(standings(index)),
            cards(index),
            [dossier(index, path) for path in people],
            list(notes(index)),
            problems(index),
            counts(index),
            unread(index),
            [search(index, word) for word in ("roses", "zoe", "coffee", "nothing")],
        ]


def test_600_damages_of_every_kind_change_no_answer(root: Path, folder: Path) -> None:
    right = answers(root)
    files = sorted(folder.rglob("*-v3.*"))
    assert [file.name for file in files] == FILES
    sound = {file: file.read_bytes() for file in files}
    dice = random.Random(20261123)
    for trial in range(TRIALS):
        for file, content in sound.items():
            file.write_bytes(content)
        file = files[trial % len(files)]
        damaged = bytearray(sound[file])
        damage = DAMAGES[trial % len(DAMAGES)]
        damage(damaged, dice)
        file.write_bytes(damaged)
        assert answers(root) == right, (trial, damage.__name__, file.name)
        if damaged != sound[file]:
            assert file.read_bytes() != damaged, (trial, damage.__name__, file.name)


def test_a_missing_file_is_made_again(root: Path, folder: Path) -> None:
    right = answers(root)
    for name in FILES:
        (file,) = folder.rglob(name)
        file.unlink()
        assert answers(root) == right
        assert file.exists()


@pytest.mark.parametrize("name", FILES)
def test_an_empty_file_and_a_folder_in_its_place_do_no_harm(
    root: Path, folder: Path, name: str
) -> None:
    right = answers(root)
    (file,) = folder.rglob(name)
    file.write_bytes(b"")
    assert answers(root) == right
    file.unlink()
    file.mkdir()
    assert answers(root) == right


@pytest.mark.parametrize("name", FILES)
def test_a_file_from_before_the_last_change_is_noticed(root: Path, folder: Path, name: str) -> None:
    answers(root)
    (file,) = folder.rglob(name)
    old = file.read_bytes()
    write(root, "People/Bruno Sala.md", "- 2026-11-09 letter: thorns\n")
    right = answers(root)
    file.write_bytes(old)
    assert answers(root) == right
    write(root, "People/Zoë.md", "- 2026-11-08 letter: thorns\n")
    right = answers(root)
    assert right == answers(root)


def test_the_index_of_another_vault_in_its_place_is_noticed_by_the_notes(
    root: Path, folder: Path, tmp_path: Path
) -> None:
    right = answers(root)
    other = tmp_path / "other"
    write(other, "People/Nobody Here.md", "- 2026-11-02 coffee\n")
    own = {file.name: file for file in folder.rglob("*-v3.*")}
    answers(other)
    for file in set(folder.rglob("*-v3.*")) - set(own.values()):
        own[file.name].write_bytes(file.read_bytes())
        assert answers(root) == right


@pytest.mark.parametrize("name", ["lists-v3.bin", "facts-v3.sqlite"])
def test_a_damaged_index_is_missing_to_a_verification(root: Path, folder: Path, name: str) -> None:
    answers(root)
    (file,) = folder.rglob(name)
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    with open_index(root, DEFAULTS, Conventions()) as index:
        assert verify(index) == Difference(is_missing=True)
