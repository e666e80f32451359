"""Which files of a vault are read as templates, and why others are not."""

import os
from pathlib import Path

import pytest

from tests.test_render_templates import GIULIA, agenda, own
from vault_tool.errors import TemplateFailure
from vault_tool.render.shipped import find_shipped
from vault_tool.render.sources import LARGEST, front_matter, own_templates, without_front_matter
from vault_tool.render.templates import report

TODAY_PATH = "Templates/vault-tool/reports/today.md"


def test_a_vault_without_the_folder_has_none(tmp_path: Path) -> None:
    assert own_templates(tmp_path).texts == {}
    assert own_templates(None).texts == {}


def test_ordinary_files_are_read_under_their_relative_names(tmp_path: Path) -> None:
    own(tmp_path, "reports/today.md", "a")
    own(tmp_path, "parts/attività (mie), l'elenco.md", "b")
    own(tmp_path, "reports/.hidden.md", "c")
    assert own_templates(tmp_path).texts == {
        "reports/today.md": "a",
        "parts/attività (mie), l'elenco.md": "b",
    }


def today_of(vault: Path) -> str:
    """Return the report of today."""
    return report("today", agenda(GIULIA), language="en", root=vault)


def test_a_symbolic_link_is_refused_with_its_name(tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("TOP SECRET")
    vault = tmp_path / "vault"
    own(vault, "reports/other.md", "x")
    (vault / TODAY_PATH).symlink_to(secret)
    with pytest.raises(TemplateFailure, match=rf"^{TODAY_PATH} is a symbolic link"):
        today_of(vault)


def test_a_linked_folder_is_refused_with_its_name(tmp_path: Path) -> None:
    elsewhere = own(tmp_path / "elsewhere", "reports/today.md", "TOP SECRET").parent
    vault = tmp_path / "vault"
    (vault / "Templates" / "vault-tool").mkdir(parents=True)
    (vault / "Templates" / "vault-tool" / "reports").symlink_to(elsewhere)
    with pytest.raises(TemplateFailure, match="Templates/vault-tool/reports is a symbolic link"):
        today_of(vault)


def test_a_linked_template_folder_is_refused(tmp_path: Path) -> None:
    own(tmp_path / "elsewhere", "reports/today.md", "TOP SECRET")
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "Templates").symlink_to(tmp_path / "elsewhere" / "Templates")
    with pytest.raises(TemplateFailure, match="Templates is a symbolic link"):
        today_of(vault)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    own(tmp_path, "reports/other.md", "x")
    os.mkfifo(tmp_path / TODAY_PATH)
    with pytest.raises(TemplateFailure, match="is no ordinary file"):
        today_of(tmp_path)


def test_a_folder_in_its_place_replaces_nothing(tmp_path: Path) -> None:
    (tmp_path / TODAY_PATH).mkdir(parents=True)
    assert today_of(tmp_path) == report("today", agenda(GIULIA), language="en")


def test_a_large_file_is_refused(tmp_path: Path) -> None:
    own(tmp_path, "reports/today.md", "x" * (LARGEST + 1))
    with pytest.raises(TemplateFailure, match="larger than 64 KiB"):
        today_of(tmp_path)


def test_what_is_not_text_is_refused(tmp_path: Path) -> None:
    own(tmp_path, "reports/today.md", "").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TemplateFailure, match="is not UTF-8 text"):
        today_of(tmp_path)


@pytest.mark.parametrize(
    "name", ["a{{b}}.md", "a'b\".md", "a\nb.md", "-rf.md", "a..b.md", "a;b.md"]
)
def test_a_name_that_could_be_code_is_refused(tmp_path: Path, name: str) -> None:
    own(tmp_path, f"reports/{name}", "x")
    found = own_templates(tmp_path)
    assert found.texts == {}
    assert "name" in found.refused[f"reports/{name}"]


def test_a_template_nobody_asked_for_hinders_nothing(tmp_path: Path) -> None:
    own(tmp_path, "reports/today.md", "{{ items[0].name }}")
    own(tmp_path, "reports/broken.md", "{% if")
    (tmp_path / "Templates/vault-tool/reports/dangling.md").symlink_to("nowhere")
    assert today_of(tmp_path) == "Giulia Rossi\n"


def test_including_what_was_refused_says_why(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("TOP SECRET")
    own(tmp_path, "reports/today.md", "{% include 'parts/x.md' %}")
    (tmp_path / "Templates/vault-tool/parts").mkdir()
    (tmp_path / "Templates/vault-tool/parts/x.md").symlink_to(tmp_path / "secret")
    with pytest.raises(TemplateFailure, match=r"today\.md:1: parts/x\.md is a symbolic link"):
        today_of(tmp_path)


def test_too_many_files_are_no_template_folder(tmp_path: Path) -> None:
    for number in range(201):
        own(tmp_path, f"parts/{number}.md", "x")
    own(tmp_path, "reports/today.md", "x")
    with pytest.raises(TemplateFailure, match="more than 200 files"):
        today_of(tmp_path)


def test_front_matter_is_no_part_of_a_template_and_lines_keep_their_numbers() -> None:
    source = "---\ndata: today\ndescription: The list.\n---\nHello\n"
    assert without_front_matter(source) == "\n\n\n\nHello\n"
    assert without_front_matter("Hello\n---\n") == "Hello\n---\n"
    assert front_matter(source, "x.md") == {"data": "today", "description": "The list."}


def test_every_template_of_the_tool_says_what_it_is() -> None:
    shipped = find_shipped("templates")
    for file in (shipped / "reports").glob("*.md"):
        said = front_matter(file.read_text("utf-8"), file.name)
        assert said["data"] == file.stem
        assert said["description"]
    for file in (shipped / "drafts").rglob("*.md"):
        said = front_matter(file.read_text("utf-8"), file.name)
        assert (said["kind"], said["language"]) == (file.stem, file.parent.name)
        assert said["description"]
