"""Completion: what a shell is offered for commands, people, tags and places."""

from pathlib import Path

import pytest
from click.shell_completion import split_arg_string

from tests.commandline import run


@pytest.fixture(scope="module", autouse=True)
def _index(example_vault: Path) -> None:
    run("index", vault=example_vault)


def _offered(
    line: str, vault: Path, monkeypatch: pytest.MonkeyPatch, shell: str = "bash"
) -> list[str]:
    """Return what is offered for a command line that ends where the cursor is."""
    words = split_arg_string(line)
    monkeypatch.setenv("_VAULT_TOOL_COMPLETE", f"{shell}_complete")
    monkeypatch.setenv("VAULT_TOOL_VAULT", str(vault))
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", words[-1] if shell == "fish" else str(len(words) - 1))
    out = run().out
    if shell == "zsh":
        return out.splitlines()[1::3]
    return [each.partition(",")[2].partition("\t")[0] for each in out.splitlines()]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("vault-tool bri", ["brief"]),
        ("vault-tool brief Giu", ["Giulia Rossi", "Giulia del forno"]),
        ("vault-tool brief giulia r", ["Rossi"]),
        ("vault-tool brief GIULIA\\ r", ["Giulia Rossi"]),
        ("vault-tool brief 'Giulia R", ["Giulia Rossi"]),
        ("vault-tool why manfr", ["Ettore Manfredi"]),
        ("vault-tool why fabbri", []),
        ("vault-tool draft ch", ["check-in"]),
        ("vault-tool draft check-in Tom\\ A", ["Tom Ashworth"]),
        ("vault-tool who --tag qua", ["quartetto"]),
        ("vault-tool today --in nap", ["Napoli"]),
        ("vault-tool report birth", ["birthdays"]),
        ("vault-tool report follow-ups --tag forli", ["forlì"]),
        ("vault-tool completion z", ["zsh"]),
        ("vault-tool who --form", ["--format"]),
        ("vault-tool who --format js", ["json"]),
        ("vault-tool who --tag = qua", ["quartetto"]),  # as bash takes --tag=qua apart
        ("vault-tool who --tag = quartetto --in = lis", ["Lisbon"]),
    ],
)
def test_what_begins_so_is_offered(
    line: str, offered: list[str], example_vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _offered(line, example_vault, monkeypatch) == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_is_answered_in_its_way(
    shell: str, example_vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = _offered("vault-tool brief Clemen", example_vault, monkeypatch, shell)

    assert offered == ["Clemente Fabbri"]


def test_where_there_is_no_vault_nothing_is_offered_and_nothing_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _offered("vault-tool brief Giu", tmp_path / "no", monkeypatch) == []


def test_a_name_that_would_command_the_shell_is_not_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = tmp_path / "People"
    people.mkdir()
    (people / "Eve \x1b[2J.md").write_text("")
    (people / "Eva.md").write_text("")
    run("index", vault=tmp_path)

    assert _offered("vault-tool brief Ev", tmp_path, monkeypatch) == ["Eva"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_to_install_is_printed(shell: str) -> None:
    result = run("completion", shell)

    assert result.code == 0
    assert f"_VAULT_TOOL_COMPLETE={shell}_complete" in result.out
