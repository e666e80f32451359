"""The law of the index: after a reconcile it is what a rebuild from nothing would give.

Whatever happens in the vault: new notes, edits of the same size with the time put back, renames,
folders moved, links, copies. And what it says of people is what all notes say, by the book.
"""

import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.index_vaults import indexed, standings_by_the_book
from vault_tool.index.read import cards, notes, search, standings
from vault_tool.index.standing_rows import glances_of, rows_of, standing_of
from vault_tool.index.verify import Difference, verify
from vault_tool.roster import glance_at

LATER = 3_000_000_000  # ns: more than the time in which a key may not tell
NAMES = ["Ada Rossi", "Bruno Sala", "Zoë", "2026-11-20", "2026-11-21", "Garden"]
FOLDERS = ["", "People/", "People/Old/", "Journal/", "Archive/People/"]
LINES = [
    "- 2026-11-0{n} coffee: the garden #got/time",
    "- 2026-11-0{n} call #waiting",
    "- 2026-10-1{n} email: wrote of [[Bruno Sala]]",
    "- coffee with [[Ada Rossi]] and [[zoë]] #gave/info",
    "- [[Bruno]] called",
    "- [[Archive/People/Ada Rossi]] wrote",
    "- [ ] send the plans to [[Ada Rossi]] #promise 📅 2026-12-0{n}",
    "- [x] met [[Bruno Sala|B]] ✅ 2026-11-1{n}",
    "- [ ] ask how it went #cue",
    "only words {n}",
]
HEADS = [
    "",
    "---\ntype: person\naliases: [Bruno]\n---\n",
    "---\ntype: person\nname: Bruno\nlast_contact: 2026-09-0{n}\n---\n",
    "---\nmentions: false\nlanguage: it\n---\n",
    "---\nme: true\ntype: person\n---\n",
    "---\ngenerated_by: vault-tool\n---\n",
    '---\ndate: 2026-11-0{n}\npeople: ["[[Ada Rossi]]", "[[Zoë]]"]\n---\n',
    "---\nbroken: [\n---\n",
]
TEXTS = st.tuples(
    st.sampled_from(HEADS), st.lists(st.sampled_from(LINES), max_size=5), st.integers(1, 9)
).map(lambda parts: (parts[0] + "\n".join(parts[1]) + "\n").replace("{n}", str(parts[2])))
PATHS = st.builds(
    lambda folder, name: f"{folder}{name}.md", *map(st.sampled_from, (FOLDERS, NAMES))
)


class Vaults(RuleBasedStateMachine):
    """A vault to which things happen, and two looks at it after each: the index, and a rebuild."""

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp())
        self.root = self.place / "vault"
        self.root.mkdir()
        os.environ["XDG_CACHE_HOME"] = str(self.place / "cache")
        self.ahead = 0
        # An emptied vault is an error, not a change: this one note stays.
        (self.root / "Home.md").write_text("the garden\n")

    @initialize(is_late=st.booleans())
    def wait(self, is_late: bool) -> None:
        """Let every look at the vault come late enough for the keys alone to tell, or at once."""
        self.ahead = LATER if is_late else 0

    def teardown(self) -> None:
        shutil.rmtree(self.place)

    def there(self) -> list[Path]:
        files = (path for path in self.root.rglob("*.md") if path.is_file())
        return sorted(path for path in files if path.name != "Home.md")

    def some_note(self, data: st.DataObject) -> Path:
        return data.draw(st.sampled_from(self.there()))

    def has_notes(self) -> bool:
        return bool(self.there())

    @rule(path=PATHS, text=TEXTS)
    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.is_symlink() and not file.exists():
            file.unlink()  # where it led to, there may be no folder any more
        file.write_text(text)

    @precondition(has_notes)
    @rule(data=st.data(), text=TEXTS)
    def append(self, data: st.DataObject, text: str) -> None:
        with self.some_note(data).open("a") as file:
            file.write(text)

    @precondition(has_notes)
    @rule(data=st.data())
    def edit_unseen(self, data: st.DataObject) -> None:
        """Change a note, keep its size and put its time back."""
        file = self.some_note(data)
        its = file.stat()
        old = file.read_bytes()
        file.write_bytes(old.translate(bytes.maketrans(b"1234567890", b"2345678901")))
        os.utime(file, ns=(its.st_atime_ns, its.st_mtime_ns))

    @precondition(has_notes)
    @rule(data=st.data())
    def touch(self, data: st.DataObject) -> None:
        os.utime(self.some_note(data))

    @precondition(has_notes)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        self.some_note(data).unlink()

    @precondition(has_notes)
    @rule(data=st.data(), path=PATHS)
    def move(self, data: st.DataObject, path: str) -> None:
        """Rename a note, over another one perhaps."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        self.some_note(data).replace(target)

    @precondition(has_notes)
    @rule(data=st.data(), path=PATHS)
    def copy_with_its_time(self, data: st.DataObject, path: str) -> None:
        source, target = self.some_note(data), self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if not os.path.lexists(target):
            shutil.copy2(source, target)

    @precondition(has_notes)
    @rule(data=st.data(), path=PATHS)
    def link(self, data: st.DataObject, path: str) -> None:
        """Make a symbolic link to a note of the vault."""
        source, target = self.some_note(data), self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if not os.path.lexists(target):
            target.symlink_to(source)

    @rule(folder=st.sampled_from(["People", "Journal"]), to=st.sampled_from(["Moved", "People"]))
    def move_folder(self, folder: str, to: str) -> None:
        if (self.root / folder).is_dir() and not (self.root / to).exists():
            (self.root / folder).rename(self.root / to)

    @invariant()
    def the_index_is_what_a_rebuild_gives(self) -> None:
        with indexed(self.root, self.ahead) as index:
            everything = list(notes(index))
            assert {each.path: each for each in standings(index)} == standings_by_the_book(
                everything
            )
            assert {each.path for each in cards(index)} == {
                note.path for note in everything if note.person
            }
            assert index.lists is not None
            for part in index.lists.parts:
                people = [each for each in map(standing_of, rows_of(part)) if not each.person.me]
                assert glances_of(part) == [tuple(glance_at(each)) for each in people]
            found = {hit.path for hit in search(index, "garden")}
            assert verify(index) == Difference(False)
            assert found == {
                note.path
                for note in everything
                if "garden" in (self.root / note.path).read_text().lower() + note.path.lower()
            }


Vaults.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestTheLaw = Vaults.TestCase
