"""Which folders and files of a vault are not notes to be read.

Dot-folders, templates, what Obsidian excludes, what the config excludes, and temporaries of
editors. Paths are relative to the vault, with `/`; case does not matter.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from vault_tool.errors import Problem
from vault_tool.vault.obsidian import Obsidian

# The folder that `init` makes for templates, and Obsidian users commonly have.
_TEMPLATES = "templates"
_TEMPORARY = ("~$", "~syncthing~")
_GIT_CONFLICTS = "conflict-files-obsidian-git.md"
_NUMBERED = re.compile(r"(.*\S) [2-9]\.md", re.IGNORECASE)
_UNBOUNDED = r"[*+]|\{\d*,\}"


class Skip(NamedTuple):
    """Tells what to leave out.

    `patterns` fit notes and folders (which end with `/`), `expressions` notes alone. `problems` are
    settings that cannot be respected.
    """

    folders: frozenset[str] = frozenset({_TEMPLATES})
    patterns: tuple[re.Pattern[str], ...] = ()
    expressions: tuple[re.Pattern[str], ...] = ()
    problems: tuple[Problem, ...] = ()

    def folder(self, path: str) -> bool:
        """Tell whether nothing under this folder is read; dot-folders are not asked about."""
        if path.casefold() in self.folders:
            return True
        return any(pattern.search(f"{path}/") for pattern in self.patterns)

    def notes(self) -> Callable[[str], bool] | None:
        """Return what tells whether a note is left out, None where no note can be."""
        every = (*self.patterns, *self.expressions)
        return (lambda path: any(each.search(path) for each in every)) if every else None


def skip(excluded: Iterable[str], said: Obsidian) -> Skip:
    """Return what the config's `exclude` and Obsidian's settings leave out."""
    patterns = [_glob(each) for each in excluded if each.strip("/ ")]
    expressions: list[re.Pattern[str]] = []
    problems = list(said.problems)
    for written in map(str.strip, said.ignored):
        if len(written) > 2 and written.startswith("/") and written.endswith("/"):
            expression = _expression(written[1:-1])
            if isinstance(expression, Problem):
                problems.append(expression)
            else:
                expressions.append(expression)
        elif beginning := written.lstrip("/"):
            patterns.append(re.compile(rf"\A{re.escape(beginning)}", re.IGNORECASE))
    folders = (_TEMPLATES, *(each.casefold() for each in said.template_folders))
    return Skip(frozenset(folders), tuple(patterns), tuple(expressions), tuple(problems))


def is_temporary(name: str) -> bool:
    """Tell whether a file's name is one that editors and syncing programs use for a moment."""
    return name.startswith(_TEMPORARY)


def is_conflict_copy(name: str) -> bool:
    """Tell whether a note is what was left over when two devices changed one."""
    return "onfli" in name.casefold() and (
        _conflict().search(name) is not None or name.casefold() == _GIT_CONFLICTS
    )


def original_of(name: str, *, numbered: bool = False) -> str | None:
    """Return the name of the note that a file is a copy of in conflict; None of any other name.

    With `numbered` also of `Ada 2.md`, as iCloud calls a copy: not every such note is one.
    """
    stem, ending = name[:-3], name[-3:]
    original = _conflict().sub("", stem)  # a copy of a copy has it twice
    if original != stem:
        return original + ending
    number = _NUMBERED.fullmatch(name) if numbered else None
    return f"{number[1]}.md" if number else None


@cache
def _conflict() -> re.Pattern[str]:
    """Return what the names of copies in conflict hold; the last kind is our own."""
    return re.compile(
        r" \((?:[^()]|\([^()]*\))*(?:conflicted copy|in konflikt stehende kopie|copie en conflit|"
        r"copia en conflicto|copia in conflitto|sfconflict)[^()]*\)"
        r"| \((?:case|unicode encoding) conflict(?: \d+)?\)"
        r"|\.sync-conflict-\d{8}-\d{6}(?:-[a-z0-9]{7})?"
        r"|_conflict-\d{8}-\d{6}"
        r"|\.conflict-\d{4}[-\d:.tz]*",
        re.IGNORECASE,
    )


def _expression(written: str) -> re.Pattern[str] | Problem:
    if _may_take_for_ever(written):
        return _refused(written, "matching it may take for ever")
    try:
        return re.compile(written, re.IGNORECASE)
    except (re.error, RecursionError, OverflowError) as error:
        return _refused(written, str(error))


def _refused(written: str, why: str) -> Problem:
    message = f"the excluded-files filter /{written}/ is not respected: {why}"
    hint = "Write it more simply, or exclude the folder by its name."
    return Problem("filter", ".obsidian/app.json", 1, 1, "warning", f"{message}.", hint)


def _may_take_for_ever(written: str) -> bool:
    """Tell whether the time of matching may explode: repeats of repeats, or many in a row."""
    unbounded = re.compile(_UNBOUNDED)
    repeats = 0
    inner = [False]  # for each open group: does it hold a repeat or a choice?
    at = 0
    while at < len(written):
        sign = written[at]
        at += 1
        if sign == "\\":
            at += 1
        elif sign == "[":
            at = _class_end(written, at)
        elif sign == "(":
            inner.append(False)
        elif sign == "|":
            inner[-1] = True
        elif sign == ")":
            wild = len(inner) > 1 and inner.pop()
            if wild and unbounded.match(written, at):
                return True
            inner[-1] = inner[-1] or wild
        elif unbounded.match(written, at - 1):
            repeats += 1
            inner[-1] = True
    return repeats > 3


def _class_end(written: str, at: int) -> int:
    """Return where the character class that begins before `at` has ended."""
    end = re.compile(r"\^?\]?(?:\\.|[^\]\\])*\]").match(written, at)
    return end.end() if end else len(written)


def _glob(written: str) -> re.Pattern[str]:
    """Return the pattern of one of the config's `exclude`: a folder, a note or a glob.

    As in `.gitignore`: without a `/` inside it means that name anywhere, with one a path from the
    vault's root; `*` and `?` stay within a name, `**` crosses folders; all under a folder goes too.
    """
    path = written.strip().strip("/")
    anywhere = "/" not in path
    spelled = "".join(_glob_part(part) for part in re.findall(r"\*\*/?|\*|\?|[^*?]+", path))
    start = r"(?:\A|/)" if anywhere else r"\A"
    return re.compile(rf"{start}{spelled}(?:/|\Z)", re.IGNORECASE)


def _glob_part(part: str) -> str:
    wild = {"*": "[^/]*", "?": "[^/]", "**": ".*", "**/": "(?:.*/)?"}
    return wild.get(part) or re.escape(part)
