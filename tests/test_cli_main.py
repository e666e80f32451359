"""The door: what the program answers before any command is looked for."""

import os
import subprocess
import sys
from pathlib import Path
from time import time_ns

import pytest

from tests.commandline import PROJECT, run, start
from vault_tool.cli.app import COMMANDS, root
from vault_tool.cli.opening import rules_of
from vault_tool.index.database import open_index
from vault_tool.index.sync import reconcile
from vault_tool.version import VERSION

HEAVY = ("click", "jinja2", "babel", "yaml", "frontmatter", "watchdog", "platformdirs", "sqlite3")


@pytest.fixture
def settled_vault(tmp_path: Path) -> Path:
    """Return a vault whose index is so much younger than its notes that it can be trusted."""
    (tmp_path / "People").mkdir()
    (tmp_path / "People" / "Ada Moon.md").write_text("- 2026-01-02 call\n")
    with open_index(tmp_path, *rules_of(tmp_path)) as index:
        reconcile(index, now=lambda: time_ns() + 3 * 10**9)
    return tmp_path


def _imported_by(*words: str) -> set[str]:
    code = (
        "import sys; from vault_tool.cli.main import main\n"
        f"try:\n    main({list(words)!r})\n"
        "except SystemExit:\n    sys.stderr.write('\\n'.join(sys.modules))\n"
    )
    env = {**os.environ, "PYTHONPATH": str(PROJECT)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env)
    return set(done.stderr.splitlines())


def test_the_version_is_said_without_importing_anything_heavy() -> None:
    imported = _imported_by("--version")

    assert imported.isdisjoint({*HEAVY, "typing", "re", "dataclasses"})
    assert run("--version").out == f"vault-tool {VERSION}\n"


def test_the_help_imports_no_room_but_the_terminal() -> None:
    assert _imported_by("--help").isdisjoint({*HEAVY} - {"click"})


@pytest.mark.parametrize("words", [("today",), ("report", "birthdays"), ("path", "ada")])
def test_where_nothing_changed_nothing_is_imported_that_reads_notes(
    words: tuple[str, ...], settled_vault: Path
) -> None:
    imported = _imported_by(*words, "-C", str(settled_vault))

    assert "vault_tool.index.read" in imported
    assert imported.isdisjoint(
        {"babel", "watchdog", "yaml", "frontmatter", "vault_tool.note.reading"}
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_help_with_an_example(name: str) -> None:
    result = run(name, "--help")

    assert result.code == 0
    assert f"Usage: vault-tool {name}" in result.out
    if name != "report":
        assert "Example" in result.out
        assert f"vault-tool {name}" in result.out.partition("Example")[2]


def test_the_help_lists_the_commands_in_the_order_of_the_day() -> None:
    said = run("--help").out

    places = [said.index(f"\n  {name} ") for name in COMMANDS]
    assert places == sorted(places)


def test_python_dash_m_is_the_same_program() -> None:
    out, _ = start("--version").communicate()

    assert out.decode() == f"vault-tool {VERSION}\n"


def test_every_command_is_found_where_the_table_says() -> None:
    import click

    context = click.Context(root)
    for name in COMMANDS:
        command = root.get_command(context, name)
        assert command is not None
        assert command.name == name


def test_a_library_that_is_missing_is_named_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, example_vault: Path
) -> None:
    monkeypatch.setitem(sys.modules, "networkx", None)
    result = run("report", "network", vault=example_vault)
    assert result.code == 2
    assert "the library networkx is not installed here" in result.err
    assert "Traceback" not in result.err
