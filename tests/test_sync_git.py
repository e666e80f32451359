"""Repositories from elsewhere: whatever they have set, nothing of theirs is run by `sync`."""

import os
from collections.abc import Callable
from pathlib import Path
from shutil import which

import pytest

from tests.commandline import run
from tests.devices import NAME, NOTE, another_device, committed, first_device, git, needs_git
from vault_tool.sync.git import repository_of
from vault_tool.sync.state import changed

pytestmark = needs_git


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a device that has something to commit, to receive and to merge."""
    laptop = first_device(tmp_path)
    phone = another_device(tmp_path, "phone")
    committed(phone, NOTE + "- 2026-09-05 coffee\n")
    git(phone, "push", "-q")
    (laptop / NAME).write_text(NOTE + "- 2026-09-09 call\n")
    (laptop / "new.md").write_text("new\n")
    (laptop / "picture.png").write_bytes(b"\x89PNG")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    return laptop


def evil(vault: Path) -> str:
    """Return a program that leaves a trace when it is run.

    It passes on what it is given, as a filter does; where it stands for the other side of a fetch
    it leaves, because both would wait for each other.
    """
    program = vault / ".git" / "evil.sh"
    program.write_text(
        f"#!/bin/sh\ntouch '{vault.parent}/PWNED'\n"
        'case "$*" in *hub.git*|*localhost.invalid*) exit 1 ;; esac\ncat\nexit 0\n'
    )
    program.chmod(0o755)
    return str(program)


def setting(*pairs: tuple[str, str]) -> Callable[[Path], None]:
    def attack(vault: Path) -> None:
        program = evil(vault)
        for name, value in pairs:
            git(vault, "config", name, value.replace("EVIL", program), ok=False)

    return attack


def attributed(line: str, *pairs: tuple[str, str]) -> Callable[[Path], None]:
    def attack(vault: Path) -> None:
        setting(*pairs)(vault)
        (vault / ".gitattributes").write_text(f"{line}\n")

    return attack


def hooks(vault: Path) -> None:
    program = Path(evil(vault))
    for name in (
        "pre-commit", "commit-msg", "prepare-commit-msg", "post-commit", "pre-merge-commit",
        "post-merge", "pre-push", "post-checkout", "post-index-change", "reference-transaction",
        "fsmonitor-watchman", "pre-auto-gc", "post-rewrite", "pre-rebase", "update",
    ):  # fmt: skip
        hook = vault / ".git" / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(program.read_text())
        hook.chmod(0o755)


def bare_inside(vault: Path) -> None:
    """Put a repository without files of its own into the vault, as a commit can bring one."""
    for place in (vault / "Journal", vault / "People"):
        place.mkdir(exist_ok=True)
        for name in ("refs", "objects"):
            (place / name).mkdir(exist_ok=True)
            (place / name / "keep").write_text("")
        (place / "HEAD").write_text("ref: refs/heads/main\n")
        (place / "config").write_text(
            f"[core]\nrepositoryformatversion = 0\nbare = false\nworktree = ..\nfsmonitor = {evil(vault)}\n"
        )


def repository_inside(vault: Path) -> None:
    inner = vault / "inner"
    inner.mkdir()
    git(inner, "init", "-q", env={"GIT_CONFIG_GLOBAL": str(vault.parent / "gitconfig")})
    (inner / "x.md").write_text("x\n")
    git(inner, "add", "-A", env={"GIT_CONFIG_GLOBAL": str(vault.parent / "gitconfig")})
    git(inner, "commit", "-qm", "x", env={"GIT_CONFIG_GLOBAL": str(vault.parent / "gitconfig")})
    git(vault, "add", "inner", ok=False)
    git(vault, "commit", "-qm", "inner", "--", "inner", ok=False)
    (inner / "x.md").write_text("y\n")
    git(inner, "config", "core.fsmonitor", evil(vault))


def included(vault: Path) -> None:
    (vault / "settings").write_text(
        f"[core]\nfsmonitor = {evil(vault)}\n[diff]\nexternal = {evil(vault)}\n"
    )
    git(vault, "config", "include.path", "../settings")


def a_past_that_is_missing(vault: Path) -> None:
    """Let an older version of a note be missing, so that git asks where the repository says."""
    old = git(vault, "rev-parse", f"HEAD:{NAME}").strip()
    git(vault, "commit", "-qam", "later", "--date=2026-09-03T10:00:00")
    git(vault, "commit", "-q", "--amend", "--no-edit", "--allow-empty")
    lost = vault / ".git" / "objects" / old[:2] / old[2:]
    lost.chmod(0o600)
    lost.unlink()
    setting(
        ("core.repositoryFormatVersion", "1"), ("extensions.partialClone", "elsewhere"),
        ("remote.elsewhere.url", str(vault.parent / "hub.git")),
        ("remote.elsewhere.promisor", "true"),
        ("remote.elsewhere.uploadpack", "EVIL"),
    )(vault)  # fmt: skip


ATTACKS: dict[str, Callable[[Path], None]] = {
    "hooks": hooks,
    "hooks elsewhere": setting(("core.hooksPath", "hooks-of-theirs"), ("core.fsmonitor", "EVIL")),
    "a monitor": setting(("core.fsmonitor", "EVIL")),
    "a pager": setting(("core.pager", "EVIL"), ("pager.status", "EVIL"), ("pager.log", "EVIL")),
    "an editor": setting(("core.editor", "EVIL"), ("sequence.editor", "EVIL")),
    "an external diff": setting(("diff.external", "EVIL")),
    "a filter": attributed("* filter=x", ("filter.x.clean", "EVIL"), ("filter.x.smudge", "EVIL")),
    "a filter that is a process": attributed(
        "* filter=x", ("filter.x.process", "EVIL"), ("filter.x.required", "true")),
    "a filter with a sign in its name": attributed(
        "* filter=a=b", ("filter.a=b.clean", "EVIL"), ("filter.a=b.smudge", "EVIL")),
    "a diff driver": attributed("* diff=x", ("diff.x.textconv", "EVIL"), ("diff.x.command", "EVIL")),
    "a merge driver": attributed("* merge=x", ("merge.x.driver", "EVIL %A %O %B")),
    "our merge driver, another command": setting(("merge.vault.driver", "EVIL %A %O %B")),
    "a signing program": setting(
        ("gpg.program", "EVIL"), ("commit.gpgSign", "true"), ("push.gpgSign", "if-asked"),
        ("merge.verifySignatures", "true"), ("log.showSignature", "true")),
    "programs of the other side": setting(
        ("remote.origin.uploadpack", "EVIL"), ("remote.origin.receivepack", "EVIL")),
    "an address that is a command": setting(("remote.origin.url", "ext::EVIL")),
    "an address put in place of it": setting(("url.ext::EVIL .insteadOf", "/")),
    "a transport by name": setting(("remote.origin.vcs", "ext"), ("protocol.ext.allow", "always")),
    "ssh": setting(("core.sshCommand", "EVIL"), ("remote.origin.url", "ssh://localhost.invalid/x")),
    "a helper for passwords": setting(("credential.helper", "!EVIL"), ("core.askPass", "EVIL")),
    "alternates": setting(("core.alternateRefsCommand", "EVIL")),
    "aliases": setting(("alias.status", "!EVIL"), ("alias.commit", "!EVIL"), ("alias.fetch", "!EVIL")),
    "a repository without files in a folder": bare_inside,
    "a repository in a folder": repository_inside,
    "settings from another file": included,
    "a hook in the settings": setting(("hook.x.command", "EVIL"), ("hook.x.event", "pre-commit")),
    "a place to ask for what is missing": a_past_that_is_missing,
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_received_repository_runs_nothing(attack: str, vault: Path) -> None:
    ATTACKS[attack](vault)

    for words in (("sync", "--dry-run"), ("sync",), ("conflicts",), ("brief", "ada")):
        result = run(*words, vault=vault)
        assert "Traceback" not in result.err
        assert not (vault.parent / "PWNED").exists(), (attack, words, result)


@pytest.mark.parametrize(
    "attack",
    ["hooks", "a monitor", "an external diff", "a filter with a sign in its name", "a merge driver",
     "a signing program", "programs of the other side", "ssh", "a repository in a folder",
     "a place to ask for what is missing"],
)  # fmt: skip
def test_git_by_itself_would_have_run_it(attack: str, vault: Path) -> None:
    ATTACKS[attack](vault)
    (vault.parent / "PWNED").unlink(missing_ok=True)

    for words in ("status", "diff", "add -A", "commit -m x", "fetch origin", "merge origin/main"):
        git(vault, *words.split(), ok=False)

    assert (vault.parent / "PWNED").exists()


def test_a_vault_inside_a_repository_without_files_is_none_of_that(vault: Path) -> None:
    bare_inside(vault)
    (vault / "Journal" / "2026-11-20.md").write_text("- tea\n")
    (vault.parent / "PWNED").unlink(missing_ok=True)

    git(vault / "Journal", "status", ok=False)
    is_dangerous = (vault.parent / "PWNED").exists()
    (vault.parent / "PWNED").unlink(missing_ok=True)
    run("sync", vault=vault / "Journal")

    assert is_dangerous
    assert not (vault.parent / "PWNED").exists()


@pytest.mark.parametrize(
    "attack", ["hooks", "a filter", "a merge driver", "a pager", "a signing program"]
)
def test_and_the_notes_are_synced_all_the_same(attack: str, vault: Path) -> None:
    ATTACKS[attack](vault)
    (vault / ".gitattributes").write_text("*.md merge=vault\n* filter=x\n")

    result = run("sync", vault=vault)

    assert result.code == 0, result
    assert (vault / NAME).read_text() == NOTE + "- 2026-09-05 coffee\n- 2026-09-09 call\n"


@pytest.mark.parametrize("setting", ["remote.origin.url", "remote.origin.pushurl"])
def test_another_side_that_came_with_the_vault_is_refused(setting: str, vault: Path) -> None:
    inner = vault / "their.git"
    inner.mkdir()
    git(inner, "init", "-q", "--bare", env={"GIT_CONFIG_GLOBAL": str(vault.parent / "gitconfig")})
    hook = inner / "hooks" / "post-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(Path(evil(vault)).read_text())
    hook.chmod(0o755)
    git(vault, "config", setting, "their.git")

    result = run("sync", vault=vault)

    assert result.code == 2
    assert "lies in the vault itself" in result.err
    assert not (vault.parent / "PWNED").exists()


MERGES = {
    "ours alone": ("branch.main.mergeoptions", "-s ours"),
    "ours alone, for all branches": ("pull.twohead", "ours"),
    "no commit of its own": ("branch.main.mergeoptions", "--squash"),
    "no commit yet": ("branch.main.mergeoptions", "--no-commit"),
    "only where nothing is to merge": ("merge.ff", "only"),
}


@pytest.mark.parametrize("scope", ["--local", "--global"])
@pytest.mark.parametrize("how", MERGES)
def test_a_merge_has_both_sides_whatever_is_set(how: str, scope: str, vault: Path) -> None:
    git(vault, "config", scope, *MERGES[how])

    result = run("sync", vault=vault)

    assert result.code == 0, result
    assert (vault / NAME).read_text() == NOTE + "- 2026-09-05 coffee\n- 2026-09-09 call\n"
    assert git(vault, "status", "--porcelain", "--branch") == "## main...origin/main\n"


def test_a_git_that_cannot_be_told_what_not_to_run_is_not_used(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older git reads no settings from its surroundings; this one is kept from it."""
    real = which("git")
    old = vault.parent / "bin" / "git"
    old.parent.mkdir()
    old.write_text(f'#!/bin/sh\nunset GIT_CONFIG_COUNT\nexec {real} "$@"\n')
    old.chmod(0o755)
    monkeypatch.setenv("PATH", f"{old.parent}{os.pathsep}{os.environ['PATH']}")

    result = run("sync", vault=vault)

    assert (result.code, result.out) == (2, "")
    assert "this git is too old" in result.err
    assert git(vault, "log", "--oneline").count("\n") == 1


def test_surroundings_that_lead_git_elsewhere_are_left_out(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere/index")
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", evil(vault))

    assert run("sync", vault=vault).code == 0


def test_names_that_look_like_options_or_patterns_are_names(vault: Path) -> None:
    for name in ("--output=x.md", ":(glob)*.md", "-A.md", "é\n.md", "*.md"):
        (vault / name).write_text("x\n")

    assert run("sync", vault=vault).code == 0
    repository = repository_of(vault)
    assert repository is not None
    assert changed(repository) == ()
    assert len(git(vault, "ls-files", "-z").split("\0")) == 11


def test_where_there_is_no_repository_there_is_none(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()

    found = repository_of(tmp_path)

    assert found is None or not os.path.samefile(found.top, tmp_path)
