"""The manual holds: every command it shows prints what it shows."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest

from tests.sessions_runner import PROJECT, outputs_of, served, updated

_NEEDS_GIT = re.compile(r"^\$ .*(?:\bgit |vault-tool (?:sync|merge-copies)|--git\b)", re.MULTILINE)
PAGES = sorted(
    page
    for page in (
        *PROJECT.glob("tests/sessions/*.md"),
        *PROJECT.glob("tests/errors/*.md"),
        *PROJECT.glob("docs/**/*.md"),
        *PROJECT.glob("*.md"),
    )
    if "```console" in page.read_text("utf-8")
)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with served() as number:
        yield number


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_a_page_shows_what_its_commands_print(page: Path, tmp_path: Path, port: int) -> None:
    if which("git") is None and _NEEDS_GIT.search(page.read_text("utf-8")):
        pytest.skip("git is not installed here")
    lines, steps, outputs = outputs_of(page, tmp_path, port)
    if os.environ.get("UPDATE_SESSIONS"):
        page.write_text(updated(lines, steps, outputs), "utf-8")
        return
    for step, output in zip(steps, outputs, strict=True):
        said = f"{page.name}:{step.first + 1}: $ {step.command}"
        assert "\n".join(output) == "\n".join(step.expected), said
