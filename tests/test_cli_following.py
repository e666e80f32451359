"""Reports that follow a vault say what a fresh command says, whatever happened in between."""

import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.commandline import run
from tests.index_vaults import write
from vault_tool.cli.following import Follower
from vault_tool.cli.opening import entered
from vault_tool.cli.options import Asked
from vault_tool.index.sync import reconcile

NAMES = ["Ada Rossi", "Bruno *Sala*", "Zoë", "Me"]
HEADS = [
    "type: person",
    "type: person\nbirthday: 1980-11-2{n}\nweight: {n}",
    "type: person\nbirthday: 1980-02-29\nmet: 2026-11-1{n}\nmet_at: <b>home</b>",
    "type: person\nstatus: deceased\nbirthday: 1950-11-2{n}\ndied: 2020-11-2{n}",
    "type: person\nstatus: paused",
    "type: person\nme: true\nbirthday: 1990-11-2{n}",
    "type: person\ninbox: true\nbirthday: 1990-11-2{n}",
    "type: person\nfrequency: {n} weeks\nnext_contact: 2026-11-2{n}",
    "type: person\nfrequency: never\nname day: 12-0{n}",
    "broken: [",
]
LINES = [
    "- 2026-0{n}-12 coffee: the *garden* #got/time",
    "- 2026-11-2{n} call: told me of the boat #got/info",
    "- 2026-10-0{n} email #got/contact [[Zoë]]",
    "- 2026-11-1{n} call #waiting",
    "- [ ] send the plans to [[Ada Rossi]] #promise 📅 2026-11-2{n}",
    "- [ ] ask how the | fair went #cue 📅 2026-11-1{n}",
    "- [ ] the <i>permit</i> #cue",
]
DRAFT = '---\ntype: draft\nto: "[[{name}]]"\nsubject: about {n}\nstatus: {status}\n---\n\nDear\n'
CONFIGS = [
    "",
    'language = "it"\n',
    "per_day = 2\n",
    'language = "it"\n[rhythms]\n3 = "1 week"\n',
]
OWN = [
    "---\ndata: follow-ups\n---\n{{ problems }}{% for item in items %}, {{ item.name }}{% endfor %}",
    "---\ndata: birthdays\n---\n{% for item in items %}{{ words.when(item) }}\n{% endfor %}",
]
digits = st.integers(1, 5)
names = st.sampled_from(NAMES)


class Followed(RuleBasedStateMachine):
    """A vault to which things happen, and one follower who sees them all."""

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp())
        self.root = self.place / "vault"
        self.kept = {key: os.environ.get(key) for key in ("XDG_CACHE_HOME", "XDG_STATE_HOME")}
        os.environ.update({key: str(self.place / key) for key in self.kept})
        write(self.root, ".vault-tool/config.toml", "")
        write(self.root, "Home.md", "the garden\n")
        self.said: list[str] = []
        self.follower = Follower(self.said.append)
        self.day = 20

    def teardown(self) -> None:
        for key, value in self.kept.items():
            os.environ.pop(key) if value is None else os.environ.update({key: value})
        shutil.rmtree(self.place)

    @initialize(n=digits)
    def begin(self, n: int) -> None:
        for at, name in enumerate(NAMES):
            self.person(name, HEADS[(n + at) % len(HEADS)], LINES[at : at + 2], n)

    @rule(
        name=names,
        head=st.sampled_from(HEADS),
        lines=st.lists(st.sampled_from(LINES), max_size=4),
        n=digits,
    )
    def person(self, name: str, head: str, lines: list[str], n: int) -> None:
        text = f"---\n{head}\n---\n\n" + "\n".join(lines) + "\n"
        write(self.root, f"People/{name}.md", text.replace("{n}", str(n)))

    @rule(name=names, line=st.sampled_from(LINES), n=digits)
    def append(self, name: str, line: str, n: int) -> None:
        file = self.root / f"People/{name}.md"
        if file.exists():
            with file.open("a", encoding="utf-8") as opened:
                opened.write(line.replace("{n}", str(n)) + "\n")

    @rule(name=names)
    def delete(self, name: str) -> None:
        (self.root / f"People/{name}.md").unlink(missing_ok=True)

    @rule(name=names, to=names)
    def move(self, name: str, to: str) -> None:
        file = self.root / f"People/{name}.md"
        if file.exists():
            file.replace(self.root / f"People/{to}.md")

    @rule(name=names, n=digits, status=st.sampled_from(["draft", "sent"]))
    def draft(self, name: str, n: int, status: str) -> None:
        text = DRAFT.format(name=name, n=n, status=status)
        write(self.root, f"Drafts/A draft {n}.md", text)

    @rule(config=st.sampled_from(CONFIGS))
    def set(self, config: str) -> None:
        write(self.root, ".vault-tool/config.toml", config)

    @rule(text=st.sampled_from(OWN))
    def bring_a_report(self, text: str) -> None:
        write(self.root, "Templates/vault-tool/reports/own.md", text)

    @precondition(lambda self: self.day < 29)
    @rule()
    def sleep(self) -> None:
        self.day += 1

    @invariant()
    def every_report_is_what_a_fresh_command_says(self) -> None:
        today = f"2026-11-{self.day}"
        asked = Asked()
        asked.vault, asked.today = str(self.root), today
        with entered(asked) as desk:
            reconcile(desk.index)
            self.follower.follow(desk)
        assert not self.said
        written = {file.stem: file for file in (self.root / "Reports").glob("*.md")}
        assert set(written) >= {"birthdays", "drafts", "follow-ups", "today"}
        for name, file in written.items():
            fresh = run("report", name, "--format", "md", vault=self.root, today=today)
            *_, body = file.read_text("utf-8").split("---\n", 2)
            assert body.strip() == fresh.out.strip()


Followed.TestCase.settings = settings(
    max_examples=15,
    stateful_step_count=10,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestReportsThatFollow = Followed.TestCase
