"""Where the vault is, and the settings that lie in it.

Public: `find_vault(start, named)`, `load_settings(root)`, `load_conventions(root, settings)`.
"""

from pathlib import Path

from vault_tool.config import CONFIG_PATH, Settings, parse_config
from vault_tool.errors import ConfigError, VaultNotFound
from vault_tool.note.conventions import Conventions
from vault_tool.vault.obsidian import read_obsidian, template_lines

OWN_FOLDER = ".vault-tool"
OBSIDIAN_FOLDER = ".obsidian"


def find_vault(start: Path, named: str | None) -> Path:
    """Return the vault's folder: the one that is named, else the nearest around `start`.

    A named folder is a vault whatever it holds. Walking up, a folder with `.vault-tool` anywhere
    above wins over one with `.obsidian`. Raises `VaultNotFound`.
    """
    if named:
        return _named(named)
    around = (start, *start.parents)
    for mark in (OWN_FOLDER, OBSIDIAN_FOLDER):
        for folder in around:
            if (folder / mark).is_dir():
                return folder
    raise VaultNotFound(
        f"there is no vault in {start}, nor in any folder above it",
        "Name one with --vault DIR, or make one: vault-tool init",
    )


def load_settings(root: Path) -> Settings:
    """Return what the vault's config says, the defaults where there is none.

    Raises `ConfigError` for a config that cannot be read or understood.
    """
    try:
        text = (root / CONFIG_PATH).read_bytes().decode("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return parse_config("")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{CONFIG_PATH}:{line}: this is no UTF-8", "Save it as UTF-8.") from None
    except OSError as error:
        raise ConfigError(f"{CONFIG_PATH}: {error.strerror}", "See who may read it.") from None
    return parse_config(text)


def load_conventions(root: Path, settings: Settings) -> Conventions:
    """Return how the vault's notes are to be read, as its settings and Obsidian's own say.

    What is broken in Obsidian's settings counts as not said; `walk` reports it.
    """
    said = read_obsidian(root)
    return Conventions(settings.reading, said.days(), template_lines(root, said), said.task_filter)


def _named(named: str) -> Path:
    folder = Path(named).expanduser()
    if not folder.is_dir():
        what = "is a file" if folder.exists() else "is not there"
        raise VaultNotFound(
            f"the folder {named} {what}", "Name an existing one, or make it: vault-tool init DIR"
        )
    return folder.absolute()
