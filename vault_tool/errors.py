"""What can go wrong: errors that stop a command, and problems, which are findings about notes.

An error has an exit code and says what to do next. A problem is a value: it is collected,
returned and shown, and the run goes on.
"""

from typing import Literal, NamedTuple

Level = Literal["error", "warning", "note"]


class Problem(NamedTuple):
    """A finding about the user's own files.

    `line` and `column` count from 1; a finding about a whole file stands at 1:1. An `error` means
    that something in the note could not be read, a `warning` that something is dubious, a `note`
    that nothing needs to be done. `code` is stable: scripts may depend on it.
    """

    code: str
    path: str
    line: int
    column: int
    level: Level
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """Return the form that editors understand, the hint behind the message."""
        said = f"{self.path}:{self.line}:{self.column}: {self.level}: {self.message}"
        return f"{said} {self.hint}" if self.hint else said


class VaultToolError(Exception):
    """What stops a command: a message, a hint at what to do next, a code and an exit code."""

    code = "failure"
    exit_code = 2

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(VaultToolError):
    """The command was given something it cannot understand."""

    code = "usage"


class VaultNotFound(VaultToolError):
    """No vault where one was looked for."""

    code = "no-vault"


class VaultGone(VaultToolError):
    """The vault's folder is missing or empty although people were known there."""

    code = "vault-gone"


class ConfigError(VaultToolError):
    """The vault's config.toml cannot be understood."""

    code = "config"


class NobodyFound(VaultToolError):
    """A typed name fits nobody; `candidates` are (name, path) of whom it may have meant.

    The likeliest come first. Whoever can ask may offer them; nobody takes one unasked.
    """

    code = "nobody"

    def __init__(
        self, message: str, hint: str = "", candidates: tuple[tuple[str, str], ...] = ()
    ) -> None:
        super().__init__(message, hint)
        self.candidates = candidates


class SeveralFound(VaultToolError):
    """A typed name fits several people; `candidates` are (name, path), the likeliest first."""

    code = "several"

    def __init__(
        self, message: str, candidates: tuple[tuple[str, str], ...], hint: str = ""
    ) -> None:
        super().__init__(message, hint)
        self.candidates = candidates


class TemplateFailure(VaultToolError):
    """A template is missing, wrong, or used more than it may."""

    code = "template"


class WriteRefused(VaultToolError):
    """Something would have been overwritten, so nothing was written."""

    code = "write-refused"


class EditRefused(VaultToolError):
    """A note cannot be changed safely by a program; the hint is the edit to make by hand.

    The message begins with the place: `People/Ada.md:7: …`.
    """

    code = "edit-refused"


class ChangedMeanwhile(WriteRefused):
    """Somebody else wrote the file between our reading and our writing; theirs stands."""

    code = "changed-meanwhile"


class GitFailed(VaultToolError):
    """git could not do what it was asked for; the message holds what git said."""

    code = "git"


class SyncStopped(VaultToolError):
    """Syncing cannot go on before somebody did what the hint says; nothing was lost."""

    code = "sync-stopped"
