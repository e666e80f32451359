"""Make a new vault, or give an existing folder of notes its config. No note is ever touched."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from vault_tool.config import CONFIG_PATH
from vault_tool.errors import WriteRefused
from vault_tool.vault.safewrite import create_new

_FOLDERS = ("People", "Journal", "Drafts", "Reports", "Templates/vault-tool", ".vault-tool")
_WELCOME_PATH = "Start here.md"

# Every setting with its default; a test holds them to `config`.
_CONFIG = """\
# Settings of this vault; all of them are optional. What stands here behind "#" is the default.
# The manual explains each one: docs/configuration.md

# language = "en"             # of reports and questions; else the locale's
# per_day = 5                 # how many people `today` shows at most
# people = ["People"]         # folders whose notes are people, unless their `type` says otherwise
# people_by = ["type", "tag", "folder"]
# exclude = []                # folders, notes or globs that are not read
# mentions = "links"          # "all": every line of a daily note that names somebody is contact

# [headings]                  # sections of a person's note that new lines go under
# log = "Log"
# loops = "Open loops"

# [rhythms]                   # how often to be in touch, by weight; 5 is closest
# 5 = "2 weeks"
# 4 = "1 month"
# 3 = "3 months"
# 2 = "6 months"
# 1 = "1 year"

# [lead]                      # how many days ahead a birthday is shown, by weight
# 5 = 14
# 4 = 10
# 3 = 7
# 2 = 3
# 1 = 1
"""

_WELCOME = """\
# Start here

This folder is a vault: one note for each person you care about, in plain Markdown that stays yours.

- `People/` holds one note per person. A name is enough to begin: make a note called `Ada Rossi.md`,
  and write under a heading `Log` when you talked, one line a day:

  ```markdown
  - 2026-09-02 coffee: her hearing is in November
  ```

- `Journal/` holds your daily notes. A line that links somebody and says how you were in touch
  counts for them: `- called [[Ada Rossi]] about the garden`.
- `Drafts/` and `Reports/` are written by the tool when you ask for it.
- `Templates/vault-tool/` is for templates of your own.

Ask `vault-tool today` whom to reach. You can delete this note.
"""


class Created(NamedTuple):
    """What was made: whether the vault is new, and the paths that were not there before."""

    is_new: bool
    paths: tuple[str, ...]


def create_vault(folder: Path) -> Created:
    """Make a vault of a folder that is empty or not there; give any other one its config only.

    What exists is left as it is, so that doing it twice does nothing the second time. Raises
    `WriteRefused` when something cannot be made.
    """
    is_new = not _holds_files(folder)
    files = {CONFIG_PATH: _CONFIG}
    made: list[str] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if is_new:
            made += _folders(folder)
            files[_WELCOME_PATH] = _WELCOME
    except OSError as error:
        raise WriteRefused(f"{folder} cannot be made a vault: {error.strerror}") from None
    return Created(is_new, (*made, *_files(folder, files)))


def _folders(folder: Path) -> list[str]:
    made = []
    for path in _FOLDERS:
        if not (folder / path).is_dir():
            (folder / path).mkdir(parents=True)
            made.append(f"{path}/")
    return made


def _files(folder: Path, files: Mapping[str, str]) -> list[str]:
    made = []
    for path, text in files.items():
        if not os.path.lexists(folder / path):
            try:
                (folder / path).parent.mkdir(exist_ok=True)
            except OSError as error:
                raise WriteRefused(f"{folder / path} cannot be made: {error.strerror}") from None
            create_new(folder / path, text.encode())
            made.append(path)
    return made


def _holds_files(folder: Path) -> bool:
    """Tell whether there is a file that is not our own, dot-folders and dot-files aside."""
    for _, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        if any(not name.startswith(".") and name != _WELCOME_PATH for name in names):
            return True
    return False
