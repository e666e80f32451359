"""Every command that writes, disturbed at every system call that can fail: each note is whole, all change or none.

Outside `make test`, run by .ci/run.
"""

from functools import cache
from pathlib import Path

import pytest

from tests.faults import FAULTS, KILL, Call, Case, needs_strace, prepared, sweep
from vault_tool.vault.attributes import with_attribute
from vault_tool.vault.journal import undo

pytestmark = [pytest.mark.sweep, needs_strace]

TODAY = "2026-11-23"
NOTES = {
    "People/Ada Neri.md": (
        "---\ntype: person\n# CONFLICT other side: type: contact\nuid: u1\nlast_contact: 2026-09-02\nsnooze_until: 2026-12-01\n---\n"
        "## Open loops\n\n- [ ] the plans #promise\n\n## Log\n\n- 2026-09-02 coffee\n"
    ),
    "People/Bruno Sol.md": "---\ntype: person\ninbox: true\nmet_through: '[[Ada Neri]]'\n---\r\n- 2026-01-02 met\r\n",
    "Journal/2026-01-20.md": "- called [[Ada Neri]] and [[Bruno Sol]]\n",
    "Drafts/Hello.md": "---\ntype: draft\nto: '[[Ada Neri]]'\nsubject: Hi\nstatus: draft\n---\n\nHi\n",
    "Drafts/Intro.md": (
        "---\ntype: draft\nto: '[[Ada Neri]]'\nkind: intro\nintroduces: '[[Bruno Sol]]'\n"
        "subject: Ada, meet Bruno\nstatus: draft\n---\n\nHi\n"
    ),
    ".vault-tool/config.toml": "per_day = 2\n",
    ".gitattributes": with_attribute(None).decode(),
    "Journal/2026-01-20.sync-conflict-20260121-101010-ABCDEFG.md": "- called [[Ada Neri]]\n",
    "phone.vcf": (
        "BEGIN:VCARD\nFN:Ada Neri\nORG:Acme\nUID:u1\nEND:VCARD\n"
        "BEGIN:VCARD\nFN:Bruno Sol\nEND:VCARD\nBEGIN:VCARD\nFN:Dino Testa\nEND:VCARD\n"
    ),
}
CARDS = {
    "u1.vcf": "BEGIN:VCARD\nVERSION:3.0\nUID:u1\nFN:Ada Neri\nTEL:333 555 0101\nEND:VCARD\n",
    "u2.vcf": "BEGIN:VCARD\nVERSION:3.0\nUID:u2\nFN:Dino Testa\nEND:VCARD\n",
}
COMMANDS: dict[str, tuple[str, ...]] = {
    "log": ("log", "yesterday: coffee with Ada and Bruno #got/info"),
    "cue": ("cue", "ada", "the exam", "--on", "2026-12-12"),
    "promise": ("promise", "ada", "the book"),
    "gave": ("gave", "ada", "time", "an evening"),
    "got": ("got", "ada", "info", "a word"),
    "asked": ("asked", "ada", "skill", "a hand"),
    "done": ("done", "ada", "plans"),
    "set": ("set", "ada", "weight=5"),
    "snooze": ("snooze", "bruno", "--until", "2m"),
    "edit": ("edit", "ada"),
    "new": ("new", "Carla Prova", "--through", "ada"),
    "rename": ("rename", "ada", "Ada Bruni"),
    "merge": ("merge", "ada", "bruno"),
    "draft": ("draft", "check-in", "ada", "--save"),
    "intro": ("draft", "intro", "ada", "bruno", "--save"),
    "sent": ("sent", "Hello"),
    "sent intro": ("sent", "Intro"),
    "today": ("today", "--write"),
    "report": ("report", "follow-ups", "--write"),
    "init": ("init", "--obsidian"),
    "import": ("import", "vcard"),
    "merge-copies": ("merge-copies",),
    "resolve": ("resolve", "ada", "--keep"),
    "sync-cards": ("sync-cards", "--yes"),
    "sync": ("sync", "--setup", "--undo"),  # what git itself writes is git's business
    "triage": ("triage", "bruno", "--weight", "4"),
    "undo": ("undo",),
}
# They change one note, and so are seen by the system as the same command.
LIKE_CUE = ("promise", "gave", "got", "asked", "done", "set", "snooze", "triage")


def _built(root: Path) -> None:
    for path, text in NOTES.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_bytes(text.encode())


def _with_cards(root: Path) -> None:
    _built(root)
    (root.parent / "cards").mkdir()
    for name, text in CARDS.items():
        (root.parent / "cards" / name).write_text(text)


def _logged(root: Path) -> None:
    from tests.commandline import run

    _built(root)
    assert run(*COMMANDS["log"], vault=root, today=TODAY).code == 0


@cache
def _case(name: str) -> Case:
    build = {"undo": _logged, "sync-cards": _with_cards}.get(name, _built)
    return Case(name, build, lambda root: _line(name, root))


def _calls(name: str) -> tuple[Call, ...]:
    return prepared(_case(name))[0]


def _line(name: str, root: Path) -> list[str]:
    place = {
        "init": [str(root)],
        "import": [str(root / "phone.vcf")],
        "sync-cards": [str(root.parent / "cards")],
    }.get(name, [])
    words = [*COMMANDS[name], *place]
    return ["vault-tool", "-C", str(root), "--today", TODAY, "--quiet", *words]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", COMMANDS)
def test_no_fault_at_any_system_call_tears_a_note_or_a_change(name: str, fault: str) -> None:
    if name in LIKE_CUE and fault != KILL and _calls(name) == _calls("cue"):
        return  # call by call what is swept there
    results = sweep(_case(name), fault)
    assert len(results) > 3
    assert any(each.call.name.startswith(("rename", "unlink", "open")) for each in results)
    bad = [f"{each.call}: {each.complaint}\n{each.said}" for each in results if each.complaint]
    assert not bad, "\n".join(bad)
    rude = [f"{each.call}: {each.said}" for each in results if "Traceback" in each.said]
    assert not rude, "\n".join(rude)


def test_every_way_of_writing_is_in_the_table() -> None:
    from vault_tool.cli.app import root

    context = root.make_context("vault-tool", ["--help"], resilient_parsing=True)
    writing = {
        name
        for name in root.list_commands(context)
        if (command := root.get_command(context, name))
        and any(param.name == "dry_run" for param in command.params)
    }
    assert writing == {words[0] for words in COMMANDS.values()}


def test_the_end_of_an_undo_is_the_beginning(tmp_path: Path) -> None:
    _logged(tmp_path)
    undo(tmp_path, when=TODAY)
    assert {path: (tmp_path / path).read_bytes() for path in NOTES} == {
        path: text.encode() for path, text in NOTES.items()
    }
