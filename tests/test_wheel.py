"""The wheel carries all it needs: templates and the example vault, rendered from the wheel alone."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(place)]
    subprocess.run([*build, str(TOP)], check=True, capture_output=True)
    (wheel,) = place.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place / "site")
    return place / "site"


def run(site: Path, *arguments: str) -> str:
    """Run the tool from the unpacked wheel, far from the checkout."""
    home = site.parent / "home"
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "PYTHONPATH": str(site),
        "LC_ALL": "C.UTF-8",
    }
    command = [sys.executable, "-m", "vault_tool", *arguments]
    done = subprocess.run(command, cwd=site.parent, env=env, check=True, capture_output=True)
    return done.stdout.decode()


def test_a_report_is_rendered_from_the_built_wheel(unpacked: Path) -> None:
    vault = unpacked / "vault_tool" / "_shipped" / "example-vault"
    shown = run(unpacked, "today", "--vault", str(vault), "--today", "2026-11-23")
    assert "Giulia Rossi" in shown
    draft = run(unpacked, "draft", "check-in", "Giulia", "-C", str(vault), "--today", "2026-11-23")
    assert "quella faccenda del permesso" in draft


def test_the_wheel_holds_every_template_and_every_note_of_the_example_vault(unpacked: Path) -> None:
    for folder in ("templates", "example-vault"):
        there = {
            path.relative_to(TOP / folder) for path in (TOP / folder).rglob("*") if path.is_file()
        }
        shipped = unpacked / "vault_tool" / "_shipped" / folder
        assert there == {path.relative_to(shipped) for path in shipped.rglob("*") if path.is_file()}
