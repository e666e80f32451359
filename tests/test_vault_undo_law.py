"""Whatever is written, taken back and changed by others in between: undo does what a model does."""

import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.vault_writing import WHEN, Tree, files, put
from vault_tool.errors import WriteRefused
from vault_tool.vault.journal import carry_out, recover, undo

PATHS = st.sampled_from(["Ada.md", "People/Bob.md", "People/Eve.md", "a/b/c.md"])
TEXTS = st.sampled_from([b"", b"1\n", b"2\r\n", b"3"])


class _Step(NamedTuple):
    command: str
    before: dict[str, bytes | None]
    after: dict[str, bytes | None]


class Undoing(RuleBasedStateMachine):
    """The vault on the disk beside a dictionary and a list of steps."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="undoing"))
        self.tree: Tree = {}
        self.steps: list[_Step] = []
        self.count = 0

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    @rule(wanted=st.dictionaries(PATHS, st.none() | TEXTS, min_size=1, max_size=3))
    def command(self, wanted: dict[str, bytes | None]) -> None:
        self.count += 1
        name = f"command {self.count}"
        edits = [(path, put(text)) for path, text in wanted.items()]
        changes = carry_out(self.root, name, edits, when=WHEN)
        after = {path: text for path, text in wanted.items() if self.tree.get(path) != text}
        before = {path: self.tree.get(path) for path in after}
        assert {each.path: each.after for each in changes} == after
        if after:
            self.steps.append(_Step(name, before, after))
        self._become(after)

    @rule(dry_run=st.booleans())
    def undo(self, dry_run: bool) -> None:
        step = self.steps[-1] if self.steps else None
        can = step and all(self.tree.get(path) == text for path, text in step.after.items())
        try:
            undone = undo(self.root, when=WHEN, dry_run=dry_run)
        except WriteRefused:
            assert not can
            return
        assert step
        assert can
        assert undone.command == step.command
        assert {each.path: each.after for each in undone.changes} == step.before
        if not dry_run:
            self.steps.pop()
            self._become(step.before)

    @rule(path=PATHS, text=TEXTS)
    def another_program_writes(self, path: str, text: bytes) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_bytes(text)
        self.tree[path] = text

    @rule(path=PATHS)
    def another_program_deletes(self, path: str) -> None:
        (self.root / path).unlink(missing_ok=True)
        self.tree.pop(path, None)

    @rule()
    def index(self) -> None:
        assert recover(self.root) == ()

    @invariant()
    def the_vault_holds_what_the_model_holds(self) -> None:
        assert files(self.root) == self.tree

    def _become(self, wanted: dict[str, bytes | None]) -> None:
        for path, text in wanted.items():
            if text is None:
                self.tree.pop(path, None)
            else:
                self.tree[path] = text


TestUndoing = Undoing.TestCase
TestUndoing.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
