"""Three devices with real repositories, whatever they do to them: one content, and nothing lost."""

import random
import re
from pathlib import Path

import pytest

from tests.devices import NAME, another_device, armed, git, needs_git, settings_in
from tests.two_devices import START, WORD, Device, Words
from vault_tool.note.frontmatter import read_front_matter
from vault_tool.note.versions.choice import settled, still_open

pytestmark = needs_git

DEVICES = ("laptop", "phone", "tablet")


class World:
    """Three devices and a hub; knows every word that was written, and which were taken away."""

    def __init__(self, folder: Path, number: int) -> None:
        self.chance = random.Random(number)
        self.words = Words()
        self.written: set[str] = set()
        self.removed: set[str] = set()
        self.folder = folder
        self.stops = 0
        settings_in(folder)
        (folder / "hub.git").mkdir()
        git(folder / "hub.git", "init", "-q", "--bare")
        laptop = folder / "laptop"
        (laptop / "People").mkdir(parents=True)
        git(laptop, "init", "-q")
        (laptop / NAME).write_text(START)
        (laptop / ".gitattributes").write_text("*.md merge=vault\n")
        git(laptop, "add", "-A")
        git(laptop, "commit", "-qm", "begin")
        git(laptop, "remote", "add", "origin", str(folder / "hub.git"))
        git(laptop, "push", "-qu", "origin", "main")
        armed(laptop, "ours")
        for name in DEVICES[1:]:
            another_device(folder, name)
        self.devices = [folder / name for name in DEVICES]

    def step(self) -> None:
        """Let one device do something."""
        device = self.chance.choice(self.devices)
        acts = [self.edit] * 4 + [self.merge] * 2 + [
            self.rebase, self.pick, self.stash, self.cross, self.push, self.push
        ]  # fmt: skip
        self.chance.choice(acts)(device)

    def settle(self) -> None:
        """Let all devices meet until none has anything new."""
        for device in (*self.devices, *self.devices, *self.devices):
            self.merge(device)
            git(device, "push", "-q", "origin", "HEAD:main")

    def edit(self, device: Path) -> None:
        self._edit(device)
        git(device, "commit", "-qam", "notes", ok=False)

    def merge(self, device: Path) -> None:
        git(device, "fetch", "-q", "origin")
        git(device, "merge", "-q", "--no-edit", "origin/main", ok=False)
        self._ended(device, "commit", "-q", "--no-edit")

    def cross(self, device: Path) -> None:
        """Merge another device directly, so that histories cross."""
        other = self.chance.choice([each for each in self.devices if each != device])
        git(device, "fetch", "-q", str(other), "main")
        git(device, "merge", "-q", "--no-edit", "FETCH_HEAD", ok=False)
        self._ended(device, "commit", "-q", "--no-edit")

    def rebase(self, device: Path) -> None:
        git(device, "fetch", "-q", "origin")
        git(device, "rebase", "-q", "origin/main", ok=False)
        while (device / ".git" / "rebase-merge").exists():
            if not self._ended(device, "rebase", "--continue"):
                git(device, "rebase", "--skip", ok=False)

    def pick(self, device: Path) -> None:
        other = self.chance.choice([each for each in self.devices if each != device])
        git(device, "fetch", "-q", str(other), "main")
        if git(device, "rev-list", "--count", "--parents", "-n", "1", "FETCH_HEAD").strip():
            git(device, "cherry-pick", "FETCH_HEAD", ok=False)
            if (device / ".git" / "CHERRY_PICK_HEAD").exists() and not self._ended(
                device, "commit", "-q", "--no-edit"
            ):
                git(device, "cherry-pick", "--skip", ok=False)

    def stash(self, device: Path) -> None:
        self._edit(device)
        git(device, "stash", "-q", ok=False)
        self.merge(device)
        git(device, "stash", "pop", "-q", ok=False)
        self._choose(device)
        git(device, "add", "-A")
        git(device, "commit", "-qm", "notes", ok=False)
        git(device, "stash", "clear")

    def push(self, device: Path) -> None:
        git(device, "push", "-q", "origin", "HEAD:main", ok=False)

    def _edit(self, device: Path) -> None:
        before = (device / NAME).read_text()
        after = Device(self.chance, self.words).edit(before, self.chance.randint(1, 3))
        (device / NAME).write_text(after)
        self._seen(before, after)

    def _seen(self, before: str, after: str) -> None:
        self.written |= set(WORD.findall(after))
        self.removed |= set(WORD.findall(before)) - set(WORD.findall(after))

    def _choose(self, device: Path) -> None:
        """Choose as a person would: of two values one, of two texts both."""
        text = (device / NAME).read_text()
        assert read_front_matter(text, NAME).parsed, text
        data = text.encode()
        if not still_open(data):
            return
        self.stops += 1
        keys = [each.key for each in still_open(data) if each.key is not None]
        if keys:
            data = settled(NAME, data, self.chance.choice(("keep", "other")), keys)
        if still_open(data):
            data = settled(NAME, data, "both")
        (device / NAME).write_bytes(data)
        self._seen(text, data.decode())

    def _ended(self, device: Path, *words: str) -> bool:
        """End what git left open, if it did; return whether something was there to commit."""
        waits = any(
            (device / ".git" / name).exists()
            for name in ("MERGE_HEAD", "rebase-merge", "CHERRY_PICK_HEAD")
        )
        if not waits:
            return False
        self._choose(device)
        git(device, "add", "-A")
        is_new = bool(git(device, "status", "--porcelain").strip())
        if is_new or "rebase" not in words:
            git(device, *words, ok=False)
        return is_new


def tried(folder: Path, number: int, steps: int) -> World:
    """Let devices do so many things, then meet; and look at what they have in the end."""
    world = World(folder, number)
    for _ in range(steps):
        world.step()
    world.settle()
    texts = {(device / NAME).read_text() for device in world.devices}
    assert len(texts) == 1, number
    text = texts.pop()
    assert read_front_matter(text, NAME).parsed, text
    there = set(WORD.findall(text))
    assert world.written - world.removed <= there, (number, world.written - world.removed - there)
    entries = [line for line in text.split("\n") if re.match(r"- 2026|- \[.\]", line)]
    assert len(entries) == len(set(entries)), (number, text)
    assert "<<<<<<<" not in text
    return world


@pytest.mark.parametrize("number", range(4))
def test_three_devices_come_to_one_content_with_nothing_lost(number: int, tmp_path: Path) -> None:
    tried(tmp_path, number, steps=12)


@pytest.mark.storm
@pytest.mark.parametrize("number", range(100, 140))
def test_three_devices_in_a_storm(number: int, tmp_path: Path) -> None:
    tried(tmp_path, number, steps=30)
