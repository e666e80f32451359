"""Templates and the example vault are found from a checkout and from a built wheel."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import pytest

from vault_tool.render.shipped import find_shipped

PROJECT = Path(__file__).parents[1]

RENDERING = """
import sys
from datetime import date
from pathlib import Path
import vault_tool
from vault_tool.render import machine
from vault_tool.render.shipped import find_shipped
from vault_tool.render.templates import report

assert Path(vault_tool.__file__).is_relative_to(sys.argv[1]), vault_tool.__file__
assert (find_shipped("example-vault") / "People").is_dir()
print(report("follow-ups", machine.follow_ups([], date(2026, 11, 23), people=2), language="it"))
"""


def test_a_checkout_finds_what_lies_beside_the_package() -> None:
    assert find_shipped("templates") == PROJECT / "templates"
    assert (find_shipped("example-vault") / "People").is_dir()


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the content of a wheel built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    isolation = ["--no-isolation"] if find_spec("hatchling") else []
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", *isolation, "--outdir", folder, PROJECT],
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with ZipFile(wheel) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def test_an_installed_wheel_draws_a_report(unpacked: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RENDERING, unpacked],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(unpacked), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.startswith("Chi sentire\nLunedì 23 novembre 2026\n")


def test_the_wheel_holds_every_template(unpacked: Path) -> None:
    shipped = find_shipped("templates")
    in_wheel = unpacked / "vault_tool" / "_shipped" / "templates"
    names = {file.relative_to(shipped) for file in shipped.rglob("*") if file.is_file()}
    assert names == {file.relative_to(in_wheel) for file in in_wheel.rglob("*") if file.is_file()}
