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
# date_order = "dmy"          # "dmy" or "mdy": what 03/04 means when you type it; else refused
# region = "IT"               # the country of telephone numbers that are written without one
# per_day = 5                 # how many people `today` shows at most
# people = ["People"]         # folders whose notes are people, unless their `type` says otherwise
# people_by = ["type", "tag", "folder"]
# exclude = []                # folders, notes or globs that are not read
# mentions = "links"          # "all": every line of a daily note that names somebody is contact

# [headings]                  # sections of a person's note that new lines go under
# log = "Log"
# loops = "Open loops"
# reach = "To reach"          # of a daily note: what `today --write` puts there

# [writing]
# log = "notes"               # "daily": a talk goes once into the daily note, with links
# last_contact = "present"    # "always": the property is added to notes that lack it

# [rhythms]                   # how often to be in touch, by weight; 5 is closest
# 5 = "2 weeks"
# 4 = "1 month"
# 3 = "3 months"
# 2 = "6 months"
# 1 = "1 year"

# [lead]                      # how many days ahead a birthday is shown, by weight
# 5 = 28
# 4 = 21
# 3 = 14
# 2 = 7
# 1 = 2
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


class Plan(NamedTuple):
    """What is to be made: whether the vault is new, its folders, and the text of its files.

    Only what is not there yet; folders end in `/`.
    """

    is_new: bool
    folders: tuple[str, ...]
    files: Mapping[str, str]


class Created(NamedTuple):
    """What was made: whether the vault is new, and the paths that were not there before."""

    is_new: bool
    paths: tuple[str, ...]


def plan_vault(folder: Path) -> Plan:
    """Return what makes a vault of a folder: a whole one of an empty one, a config of any other.

    What exists is left as it is, so that a vault needs nothing more.
    """
    is_new = not _holds_files(folder)
    folders = [f"{path}/" for path in _FOLDERS if not (folder / path).is_dir()] if is_new else []
    files = {CONFIG_PATH: _CONFIG, **({_WELCOME_PATH: _WELCOME} if is_new else {})}
    missing = {path: text for path, text in files.items() if not os.path.lexists(folder / path)}
    return Plan(is_new, tuple(folders), missing)


def create_vault(folder: Path) -> Created:
    """Make a vault of a folder, which may not be there yet, as `plan_vault` says.

    Raises `WriteRefused` when something cannot be made.
    """
    plan = plan_vault(folder)
    make_folders(folder, plan)
    for path, text in plan.files.items():
        create_new(folder / path, text.encode())
    return Created(plan.is_new, (*plan.folders, *plan.files))


def make_folders(folder: Path, plan: Plan) -> None:
    """Make the folder of a vault, and those that a plan names or needs for its files.

    Raises `WriteRefused` when one cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in (*plan.folders, *plan.files):
            made = folder / path if path.endswith("/") else (folder / path).parent
            made.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteRefused(f"{folder} cannot be made a vault: {error.strerror}") from None


def _holds_files(folder: Path) -> bool:
    """Tell whether there is a file that is not our own, dot-folders and dot-files aside."""
    for _, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        if any(not name.startswith(".") and name != _WELCOME_PATH for name in names):
            return True
    return False
