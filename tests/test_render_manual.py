"""The manual's page about templates is true: its examples draw, its tables are whole."""

import re
from datetime import date
from pathlib import Path

import pytest

from tests.engine_people import TODAY
from tests.test_render_templates import GIULIA, SHY, draft_facts, own, results
from vault_tool.engine.facts import Fact
from vault_tool.render.filters import filters_for
from vault_tool.render.templates import draft, report, report_templates

PAGE = (Path(__file__).parents[1] / "docs" / "templates.md").read_text("utf-8")
EXAMPLES = dict(
    re.findall(r"^`Templates/vault-tool/(\S+)`:\n\n```jinja\n(.*?)```", PAGE, re.M | re.S)
)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """Return a vault with every example of the page."""
    for name, text in EXAMPLES.items():
        own(tmp_path, name, text)
    return tmp_path


def test_the_page_has_an_example_of_each_sort() -> None:
    assert {name.split("/")[0] for name in EXAMPLES} == {"reports", "drafts", "words"}


def test_the_report_of_the_page_can_be_drawn(vault: Path) -> None:
    (found,) = [each for each in report_templates(vault) if each.own]
    assert found.name == "who-first"
    shown = report("who-first", results()["follow-ups"], language="en", root=vault)
    assert shown.startswith("Who first\n\nGiulia Rossi   9 weeks, you like 6   ask how the permit")


def test_the_message_of_the_page_can_be_written(vault: Path) -> None:
    cue = Fact("the viva", "People/Giulia Rossi.md", 47, "cue", date(2026, 11, 12))
    facts = draft_facts(about="Trieste", form="message", facts=(cue,))
    written = draft("postcard", facts, language="en", today=TODAY, root=vault)
    assert written.subject == "A postcard"
    assert written.body.startswith(
        "Hi Giulia! Greetings from Trieste! How did things go with the viva"
    )


def test_the_language_of_the_page_is_spoken(vault: Path) -> None:
    shown = report("follow-ups", results()["follow-ups"], language="de", root=vault)
    assert shown.splitlines()[:2] == ["Wen erreichen", "Montag 23 November 2026"]
    assert "Giulia Rossi   seit 63 Tagen   ask how the permit" in shown


def test_every_filter_is_in_the_manual() -> None:
    table = PAGE.partition("## Filters")[2]
    assert set(filters_for("en", TODAY)) <= set(re.findall(r"`(\w+)`", table))


def test_every_value_the_page_names_is_given() -> None:
    rows = re.findall(r"^\| ((?:`[\w-]+`(?:, )?)+) \| (.*) \|$", PAGE, re.M)
    given = results()
    for names, text in rows:
        drawn = [given[name] for name in re.findall(r"`(.+?)`", names) if name in given]
        known = {key for result in drawn for each in (result, *_inner(result)) for key in each}
        assert not drawn or set(re.findall(r"`(\w+)`", text)) <= known, names


def test_people_without_any_day_are_there_for_a_template_too() -> None:
    assert SHY.name in str(results()["today"]["no_talk_yet"])
    assert GIULIA.name in str(results()["today"]["items"])


def _inner(result: dict[str, object]) -> list[dict[str, object]]:
    lists = [value for value in result.values() if isinstance(value, list)]
    return [item for each in lists for item in each if isinstance(item, dict)]
