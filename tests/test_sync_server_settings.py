"""Servers are named by the user alone: a vault from somewhere else names none, and runs nothing."""

from pathlib import Path

import pytest

from tests.card_servers import Reply, Scripted, named, scripted
from tests.commandline import Result, run
from vault_tool.errors import SyncStopped
from vault_tool.sync.servers import Server, password_of


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    root = tmp_path / "vault"
    (root / "People").mkdir(parents=True)
    (root / ".vault-tool").mkdir()
    return root


def sync(vault: Path, *words: str) -> Result:
    return run("sync-cards", "cloud", *words, vault=vault)


def spell(tmp_path: Path) -> tuple[list[str], Path]:
    """Return a command that leaves a trace, and the trace."""
    trace = tmp_path / "was-run"
    return ["touch", str(trace)], trace


def test_a_config_that_came_with_a_vault_names_no_server_and_runs_nothing(
    vault: Path, tmp_path: Path
) -> None:
    command, trace = spell(tmp_path)
    for text in (
        f'[cloud]\nurl = "http://127.0.0.1:1/"\nuser = "me"\npassword_command = {command!r}\n',
        f"password_command = {command!r}\n",
        f"[sync]\npassword_command = {command!r}\n",
    ):
        (vault / ".vault-tool" / "config.toml").write_text(text.replace("'", '"'))
        assert sync(vault).code == 2
    (vault / ".vault-tool" / "config.toml").unlink()
    for folder in (vault / ".vault-tool", vault, vault / "vault-tool"):
        named(folder, "cloud", "http://127.0.0.1:1/", password_command=command)
        (folder / "servers.toml").write_text((folder / "vault-tool" / "servers.toml").read_text())
    result = sync(vault)

    assert "there is no folder cloud, and no server of that name" in result.err
    assert not trace.exists()


def test_settings_that_lie_in_the_vault_are_refused(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command, trace = spell(tmp_path)
    named(vault / "config", "cloud", "http://127.0.0.1:1/", password_command=command)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(vault / "config"))
    direct = sync(vault)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "link"))
    (tmp_path / "link").symlink_to(vault / "config")
    linked = sync(vault)

    for result in (direct, linked):
        assert result.code == 2
        assert "lies in the vault" in result.err
    assert not trace.exists()


def test_settings_that_others_may_write_are_refused(vault: Path, tmp_path: Path) -> None:
    command, trace = spell(tmp_path)
    named(tmp_path / "config", "cloud", "http://127.0.0.1:1/", password_command=command)
    (tmp_path / "config" / "vault-tool" / "servers.toml").chmod(0o666)

    assert "may be written by others" in sync(vault).err
    assert not trace.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[cloud]\nuser = 1", "is not a text"),
        ("[cloud]\npassword_command = 'pass show'", "is not a list of texts"),
        ("[cloud]\npassword = 'x'", "is no setting"),
        ("[cloud]\nuser = 'me'", "has no url"),
        ("cloud = 1", "is no table"),
        ("[cloud", "is not TOML"),
    ],
)
def test_what_is_wrong_in_the_settings_is_said(
    vault: Path, tmp_path: Path, text: str, said: str
) -> None:
    file = tmp_path / "config" / "vault-tool" / "servers.toml"
    file.parent.mkdir(parents=True)
    file.write_text(text)
    file.chmod(0o600)

    result = sync(vault)

    assert result.code == 2
    assert said in result.err


def test_a_command_is_run_without_a_shell_and_outside_of_the_vault(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(vault)
    (vault / "printf").write_text("#!/bin/sh\necho from-the-vault\n")
    (vault / "printf").chmod(0o755)

    assert (
        password_of(Server("c", "http://127.0.0.1/", "me", ("printf", "a b;$HOME\nrest")))
        == "a b;$HOME"
    )


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("false",), "gave no password"),
        (("true",), "gave no password"),
        (("/no/such/thing",), "could not be asked"),
    ],
)
def test_a_command_that_gives_none_is_said(command: tuple[str, ...], said: str) -> None:
    with pytest.raises(SyncStopped, match=said):
        password_of(Server("c", "http://127.0.0.1/", "me", command))


def test_without_a_command_or_a_keyring_it_is_said_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(SyncStopped, match="nothing says how the password"):
        password_of(Server("c", "http://127.0.0.1/", "me"))


def test_the_systems_keyring_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys
    from types import SimpleNamespace

    asked = []

    def get_password(service: str, user: str) -> str:
        asked.append((service, user))
        return "secret"

    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_password=get_password))

    assert password_of(Server("c", "https://cards.example.org/x", "me")) == "secret"
    assert asked == [("vault-tool", "me@cards.example.org")]


def test_a_whole_round_with_a_server_keeps_no_password(vault: Path, tmp_path: Path) -> None:
    import os

    with scripted() as server:
        _book(server)
        named(tmp_path / "config", "cloud", server.url, password_command=["echo", "s3cr3t"])
        result = sync(vault, "--yes")

    assert result.out == "Nobody is on both sides yet\n"
    kept = [path for path in Path(os.environ["XDG_STATE_HOME"]).rglob("*") if path.is_file()]
    assert kept
    assert not any(b"s3cr3t" in path.read_bytes() for path in [*kept, *tmp_path.rglob("*.md")])


def _book(server: Scripted) -> None:
    body = (
        b'<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav"><d:response>'
        b"<d:href>/</d:href><d:propstat><d:prop><d:resourcetype><d:collection/><c:addressbook/>"
        b"</d:resourcetype></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
        b"</d:multistatus>"
    )
    server.says("PROPFIND", "/", Reply(207, body))
