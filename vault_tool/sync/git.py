"""git, started so that a repository from elsewhere runs nothing of its own.

Its folder is found here and handed to git, so none is looked for. What a repository's own settings
would start (hooks, monitors, filters, drivers, pagers, helpers) is switched off for each call, and
what would take one side of a merge for the whole; the user's own settings, outside of the
repository, hold.
"""

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from vault_tool.errors import GitFailed, VaultToolError

DRIVER = "vault"
# What a merge driver that is not ours is replaced by; an empty one would drop the other side.
_PLAIN_MERGE = "git merge-file %A %O %B"
_ALWAYS = {
    "core.fsmonitor": "false", "core.hooksPath": os.devnull, "core.pager": "cat",
    "core.editor": "true", "core.alternateRefsCommand": "true", "diff.external": "",
    "diff.ignoreSubmodules": "all", "submodule.recurse": "false",
    "fetch.recurseSubmodules": "false", "push.recurseSubmodules": "no", "gc.auto": "0",
    "maintenance.auto": "false", "commit.gpgSign": "false", "push.gpgSign": "false",
    "merge.verifySignatures": "false", "log.showSignature": "false",
    "safe.bareRepository": "explicit", "protocol.ext.allow": "never", "color.ui": "false",
    "core.quotePath": "false", "merge.stat": "false", "advice.detachedHead": "false",
    "merge.autoStash": "false", "rerere.enabled": "false",
    f"merge.{DRIVER}.recursive": "text",
}  # fmt: skip
# Settings that start a program, and what they are set to where the repository itself has them.
_STARTING: tuple[tuple[str, str], ...] = (
    (r"filter\..*\.(?:clean|smudge|process)", ""),
    (r"filter\..*\.required", "false"),
    (r"diff\..*\.(?:command|textconv)", ""),
    (r"merge\..*\.driver", _PLAIN_MERGE),
    (r"core\.sshcommand", "ssh"),
    (r"core\.askpass", ""),
    (r"core\.gitproxy", "none"),
    (r"gpg\.(?:.*\.)?program", "false"),
    (r"http\.(?:.*\.)?sslverify", "true"),
    (r"credential\.(?:.*\.)?helper", ""),
    (r"hook\..*\.command", "true"),
)
# What makes of a merge something else, whoever has set it: one side alone, no commit.
_MERGING = re.compile(r"branch\..*\.mergeoptions", re.IGNORECASE)
# A setting that means nothing: whoever lists it takes settings from its surroundings.
_PROBE = "vault.asked"
_OWN_SCOPES = ("local", "worktree")
_KEPT = re.compile(
    r"GIT_(?:SSH|SSH_COMMAND|SSH_VARIANT|ASKPASS|TERMINAL_PROMPT|EXEC_PATH|CONFIG_GLOBAL"
    r"|CONFIG_SYSTEM|CONFIG_NOSYSTEM|SSL_\w+|HTTP_\w+|AUTHOR_\w+|COMMITTER_\w+)\Z"
)


class Done(NamedTuple):
    """What a call of git left behind."""

    code: int
    out: str
    said: str


class Repository:
    """A repository: its folder of files and git's own folder in it."""

    def __init__(self, top: Path, git: Path) -> None:
        self.top = top
        self.git = git
        self._settings: dict[str, str] | None = None

    def ask(self, *words: str, given: str | None = None, lasting: float | None = None) -> Done:
        """Run git and return what came of it. `given` is its input."""
        if self._settings is None:
            self._settings = self._neutral()
        return self._run(words, self._settings, given, lasting)

    def tell(self, *words: str, given: str | None = None) -> str:
        """Run git and return what it wrote; raises `GitFailed` where it failed."""
        done = self.ask(*words, given=given)
        if done.code:
            said = " ".join(done.said.split()) or f"it ended with {done.code}"
            raise GitFailed(f"git {words[0]} failed: {said}", "Nothing of yours was lost.")
        return done.out

    def own_settings(self) -> Mapping[str, tuple[str, ...]]:
        """Return what the repository itself has set, by name in lower case."""
        found: dict[str, tuple[str, ...]] = {}
        for scope, name, value in self._listed():
            if scope in _OWN_SCOPES:
                found[name.casefold()] = (*found.get(name.casefold(), ()), value)
        return found

    def _listed(self) -> list[tuple[str, str, str]]:
        words = ["config", "--list", "-z", "--show-scope", "--includes"]
        done = self._run(words, _for_git([(_PROBE, "true")]))
        if done.code:
            raise GitFailed(
                f"{self.git}: its settings cannot be read: {done.said.strip()}", "Mend them."
            )
        parts = done.out.split("\0")
        found = []
        for scope, entry in zip(parts[::2], parts[1::2], strict=False):
            name, _, value = entry.partition("\n")
            found.append((scope, name, value))
        if ("command", _PROBE, "true") not in found:
            raise GitFailed(
                "this git is too old: it cannot be told what it shall not run",
                "Install git 2.34 or a newer one.",
            )
        return [each for each in found if each[1] != _PROBE]

    def _neutral(self) -> dict[str, str]:
        """Return the settings that switch off what the repository's own would start, for git."""
        settings = dict(_ALWAYS)
        listed = self._listed()
        for scope, name, _ in listed:
            if _MERGING.fullmatch(name):
                settings[name] = ""
            if scope not in _OWN_SCOPES:
                continue
            for pattern, safe in _STARTING:
                if re.fullmatch(pattern, name, re.IGNORECASE):
                    settings[name] = safe
        settings[f"merge.{DRIVER}.driver"] = driver_command()
        pairs = list(settings.items())
        if any(name.casefold().startswith("credential.") for name in settings):
            pairs += [(name, value) for scope, name, value in listed
                      if scope not in _OWN_SCOPES and name == "credential.helper"]  # fmt: skip
        return _for_git(pairs)

    def _run(
        self,
        words: Sequence[str],
        settings: dict[str, str],
        given: str | None = None,
        lasting: float | None = None,
    ) -> Done:
        line = ["git", f"--git-dir={self.git}", f"--work-tree={self.top}", "--no-pager",
                "--literal-pathspecs", "--no-optional-locks", *words]  # fmt: skip
        try:
            done = subprocess.run(
                line,
                cwd=self.top,
                env=_environment() | settings,
                input=(given or "").encode("utf-8", "surrogateescape"),
                capture_output=True,
                check=False,
                timeout=lasting,
            )
        except FileNotFoundError:
            raise VaultToolError("git is not installed", "Install it, then try again.") from None
        except subprocess.TimeoutExpired:
            return Done(124, "", "it took too long")
        out, said = (each.decode("utf-8", "surrogateescape") for each in (done.stdout, done.stderr))
        return Done(done.returncode, out, said)


def repository_of(root: Path) -> Repository | None:
    """Return the repository that a vault lies in, None where there is none."""
    real = Path(os.path.realpath(root))
    for folder in (real, *real.parents):
        git = folder / ".git"
        if git.is_dir() and (git / "HEAD").exists():
            return Repository(folder, git)
        if git.is_file():
            pointed = git.read_text("utf-8", "replace").partition("gitdir:")[2].strip()
            if pointed:
                return Repository(folder, (folder / pointed).resolve())
    return None


def driver_command() -> str:
    """Return the command by which git starts our merge driver, wherever git is started from.

    A driver that is missing, crashes, is killed or hangs leaves git's own marks.
    """
    import shlex
    import sys

    program = f"{shlex.quote(sys.executable)} -P -m vault_tool merge-driver --within 30"
    plain = "git merge-file -L ours -L base -L theirs %A %O %B"
    return f"{program} %O %A %B %P || {{ test $? -eq 9 && exit 1; {plain}; }}"


def _for_git(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return settings as git takes them from its surroundings, where no name can be misread."""
    found = {"GIT_CONFIG_COUNT": str(len(pairs))}
    for number, (name, value) in enumerate(pairs):
        found[f"GIT_CONFIG_KEY_{number}"] = name
        found[f"GIT_CONFIG_VALUE_{number}"] = value
    return found


def _environment() -> dict[str, str]:
    env = {key: value for key, value in os.environ.items()
           if not key.startswith("GIT_") or _KEPT.match(key)}  # fmt: skip
    return env | {
        "LC_ALL": "C",
        "GIT_ALLOW_PROTOCOL": "file:http:https:ssh",
        # Else an object that is missing is asked for, by a program that the repository names.
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_TERMINAL_PROMPT": env.get("GIT_TERMINAL_PROMPT", "1"),
        "GIT_EDITOR": "true",
        "GIT_PAGER": "cat",
    }
