"""The servers of cards that the user named, in their own settings on this machine.

A vault may come from somebody else, by `git pull` or as an archive. So nothing in it names a server
or a command: `servers.toml` lies in the platform's folder for settings, is refused inside the vault
or where others may write it, and its command is started without a shell, outside of the vault.
"""

import os
import stat
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from vault_tool.errors import ConfigError, SyncStopped
from vault_tool.vault.walk import is_inside

NAME = "servers.toml"
_PATIENCE = 120.0
_TEXTS = ("url", "user", "addressbook")
_LISTS = ("password_command", "hosts")


class Server(NamedTuple):
    """A server: where it is, who one is there, and how the password is asked for.

    `hosts` are other hosts that it may send us to. `addressbook` says which, where there are
    several.
    """

    name: str
    url: str
    user: str = ""
    password_command: tuple[str, ...] = ()
    addressbook: str = ""
    hosts: tuple[str, ...] = ()


def servers_file() -> Path:
    """Return where the user's servers are named; the file need not exist.

    It is where `platformdirs` says, which takes long to import.
    """
    is_linux: bool = sys.platform == "linux"
    if is_linux:
        named = os.environ.get("XDG_CONFIG_HOME", "")
        home = Path(named) if os.path.isabs(named) else Path.home() / ".config"
        return home / "vault-tool" / NAME
    from platformdirs import user_config_path

    return user_config_path("vault-tool", appauthor=False) / NAME


def servers(root: Path) -> dict[str, Server]:
    """Return the servers by name; raises `ConfigError`.

    `root` is the vault: what lies in it is not the user's own word.
    """
    file = servers_file()
    try:
        data = file.read_bytes()
        seen = file.stat()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ConfigError(f"{file}: {error.strerror}", "See who may read it.") from None
    if is_inside(os.path.realpath(file), os.path.realpath(root)):
        raise ConfigError(
            f"{file} lies in the vault, where it may be somebody else's",
            "Servers and commands are named outside of it; see XDG_CONFIG_HOME.",
        )
    if os.name != "nt" and (
        seen.st_mode & (stat.S_IWGRP | stat.S_IWOTH) or seen.st_uid not in (os.getuid(), 0)
    ):
        raise ConfigError(f"{file} may be written by others", f"Make it yours: chmod 600 {file}")
    return _parsed(file, data)


def password_of(server: Server) -> str:
    """Return the password: what the command prints, else what the system's keyring has."""
    if not server.user:
        return ""
    if server.password_command:
        return _commanded(server)
    from urllib.parse import urlsplit

    host = urlsplit(server.url).hostname or ""
    try:
        keyring = import_module("keyring")
    except ImportError:
        raise SyncStopped(
            f"nothing says how the password for {server.name} is asked for",
            f'Write password_command = ["pass", "show", "{host}"] into {servers_file()}, or'
            " install keyring.",
        ) from None
    password = keyring.get_password("vault-tool", f"{server.user}@{host}")
    if not password:
        raise SyncStopped(
            f"the keyring has no password for {server.name}",
            f"Put it there: keyring set vault-tool {server.user}@{host}",
        )
    return str(password)


def _commanded(server: Server) -> str:
    program = server.password_command[0]
    try:
        done = subprocess.run(
            server.password_command, stdout=subprocess.PIPE, check=False, timeout=_PATIENCE,
            cwd=Path.home(),
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SyncStopped(
            f"the password for {server.name} could not be asked for: {error}",
            f"See password_command in {servers_file()}.",
        ) from None
    password = done.stdout.decode("utf-8", "replace").split("\n")[0].rstrip("\r")
    if done.returncode or not password:
        raise SyncStopped(
            f"{program} gave no password for {server.name}", "Try the command by hand."
        )
    return password


def _parsed(file: Path, data: bytes) -> dict[str, Server]:
    try:
        tables = tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{file}: this is not TOML: {error}", "Mend it.") from None
    return {name: _server(file, name, table) for name, table in tables.items()}


def _server(file: Path, name: str, table: object) -> Server:
    if not isinstance(table, dict):
        raise ConfigError(f'{file}: "{name}" is no table', f"Write [{name}], and url below it.")
    fields: dict[str, Any] = {}
    for key, value in table.items():
        fields[key] = _value(file, f"[{name}] {key}", key, value)
    if not fields.get("url"):
        raise ConfigError(f"{file}: [{name}] has no url", 'Write url = "https://…".')
    return Server(name, **fields)


def _value(file: Path, where: str, key: str, value: object) -> str | tuple[str, ...]:
    if key in _TEXTS and isinstance(value, str):
        return value.strip()
    if key in _LISTS and isinstance(value, list) and all(isinstance(each, str) for each in value):
        return tuple(value)
    if key in (*_TEXTS, *_LISTS):
        kind = "a text" if key in _TEXTS else 'a list of texts, as ["pass", "show", "cloud"]'
        raise ConfigError(f"{file}: {where} is not {kind}", "Mend it.")
    known: Mapping[str, None] = dict.fromkeys((*_TEXTS, *_LISTS))
    raise ConfigError(f"{file}: {where} is no setting", f"There are: {', '.join(known)}.")
