"""Templates that came with a vault and mean harm: each ends soon, says why, and leaves nothing.

The templates lie in `templates_hostile`. The front matter of each says how it must end (`refused`,
or `either` where the library may or may not manage) and what the message says.
"""

import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic, process_time
from typing import Any

import pytest

from tests.commandline import start
from tests.engine_people import TODAY
from tests.test_render_templates import GIULIA, agenda, draft_facts, own
from vault_tool.errors import TemplateFailure
from vault_tool.model import Hit
from vault_tool.render import machine
from vault_tool.render.sources import front_matter
from vault_tool.render.templates import draft, report

HOSTILE = sorted((Path(__file__).parent / "templates_hostile").glob("*.md"))

# The mechanism is three seconds of processor time; this is a guard for hangs,
# by processor time where no other process is waited for.
LONGEST = 20.0


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a vault beside a secret, and check that drawing leaves everything as it was."""
    (tmp_path / "secret.md").write_text("TOP SECRET")
    (tmp_path / "vault" / "Templates" / "vault-tool" / "reports").mkdir(parents=True)
    (tmp_path / "vault" / "Templates" / "vault-tool" / "reports" / ".hidden.md").write_text(
        "HIDDEN"
    )
    monkeypatch.chdir(tmp_path)
    yield tmp_path / "vault"
    assert not list(tmp_path.rglob("MARKER"))


def drawn(vault: Path, text: str) -> str:
    """Return the report of today as the vault's own template draws it."""
    own(vault, "reports/today.md", text)
    return report("today", agenda(GIULIA), language="en", root=vault)


@pytest.mark.parametrize("file", HOSTILE, ids=[file.stem for file in HOSTILE])
def test_a_hostile_template_ends_soon_and_without_effect(file: Path, vault: Path) -> None:
    text = file.read_text("utf-8")
    said = front_matter(text, file.name)
    before = sorted(vault.rglob("*"))
    began = monotonic()
    try:
        shown = drawn(vault, text)
    except TemplateFailure as failure:
        assert failure.message.startswith("Templates/vault-tool/reports/today.md:")
        assert str(said["says"] or "") in failure.message
        shown = failure.message
    else:
        assert said["ends"] == "either"
    assert monotonic() - began < LONGEST
    assert "SECRET" not in shown
    assert "HIDDEN" not in shown
    assert {*vault.rglob("*")} - {*before} <= {vault / "Templates/vault-tool/reports/today.md"}


def test_there_are_as_many_as_the_attacks_that_are_known() -> None:
    assert len(HOSTILE) >= 37


@pytest.mark.parametrize("name", ["misspelt-name", "nested-loops", "ljust", "endless-output"])
def test_the_limits_hold_too_where_the_process_must_not_be_copied(name: str, vault: Path) -> None:
    text = next(file for file in HOSTILE if file.stem == name).read_text("utf-8")
    said = front_matter(text, name)
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()  # with a second thread a fresh Python is started instead
    try:
        with pytest.raises(TemplateFailure) as failure:
            drawn(vault, text)
    finally:
        done.set()
        other.join()
    assert str(said["says"] or "") in failure.value.message


def test_a_template_that_is_well_meant_is_drawn_beside_other_threads_too(vault: Path) -> None:
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert drawn(vault, "{{ items[0].name }}") == "Giulia Rossi\n"
    finally:
        done.set()
        other.join()


def test_the_child_can_open_no_file(vault: Path) -> None:
    shown = drawn(vault, "{{ today|short_date }} {{ 'a b c'|wordwrap(3) }} {{ today|pprint }}")
    assert shown.startswith("23 Nov")


TEXTS = """\
{{ "a\\n" ~ '\\u00e8' }}{{ ["b", "a"]|sort|join("/") }}{{ "x"|center(3) }}{{ {"k": 1}|tojson }}
{{ 1234567|filesizeformat }}{{ {"k": 1}|xmlattr }}{{ "a b"|urlencode }}{{ "<i>x</i>"|striptags }}
{{ [{"k": 1}]|groupby("k")|list }}{{ "%s"|format(1) }}{{ "a b"|title }}{{ 1.25|round(1) }}
"""


def test_a_template_with_text_of_its_own_is_drawn_in_every_run(vault: Path) -> None:
    own(vault, "reports/texts.md", f"---\ndata: today\n---\n{TEXTS}")
    (vault / "People").mkdir()
    (vault / "People" / "Ada.md").write_text("")

    for _ in range(2):  # the second finds the tool's own templates compiled
        asked = start("-C", str(vault), "--today", "2026-11-23", "report", "texts")
        shown, said = asked.communicate()

        assert said.decode() == ""
        assert "è" in shown.decode()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{{ " + "9" * 400 + " / 0.5 }}", "A number has too many digits."),
        ("{{ page.page(a=1, a=2) }}", "Keyword argument repeated: a."),
        ("{% if 1 %}" * 150 + "{% endif %}" * 150, "Too many levels of indentation."),
    ],
)
def test_what_python_says_of_a_template_names_nothing_of_ours(
    text: str, says: str, vault: Path
) -> None:
    with pytest.raises(TemplateFailure) as failure:
        drawn(vault, text)
    assert failure.value.message == f"Templates/vault-tool/reports/today.md:1: {says}"


def test_text_of_a_note_is_data_and_never_a_template(vault: Path) -> None:
    result = agenda(GIULIA._replace(name="{{ 7 * 7 }}{% include 'x' %}"))
    own(vault, "reports/today.md", "{{ items[0].name }}")
    assert report("today", result, language="en", root=vault) == "{{ 7 * 7 }}{% include 'x' %}\n"


def test_escape_sequences_a_template_writes_are_shown_and_not_obeyed(vault: Path) -> None:
    assert drawn(vault, "a\x1b]52;c;x\x07b") == "a\ufffd]52;c;x\ufffdb\n"


@pytest.mark.parametrize(
    "text",
    [
        "x" * 2_000_000,
        "渡" * 500_000,
        "a" + " " * 2_000_000 + "b\x00",
        "**a " * 200_000,
        "[[" * 300_000,
        '[a](b "' * 100_000,
        "\t" * 500_000,
        "#1" * 300_000,
        "(1" * 300_000,
        "e\u0301\u200d" * 200_000,
    ],
    ids=lambda text: ascii(text[:8]),
)
@pytest.mark.parametrize("layout", ["text", "md", "html"])
def test_a_very_long_line_of_a_note_takes_no_very_long_time(text: str, layout: Any) -> None:
    hit = Hit("a.md", text[:300], 1, text, None)
    began = process_time()
    report("find", machine.find([hit], "x", TODAY), language="en", layout=layout, width=80)
    assert process_time() - began < LONGEST


@pytest.mark.parametrize(
    "text",
    [
        "{{ ('a' ~ ' '|center(900000) ~ 'b') }}",
        "{{ '<a href='|safe }}{{ ' '|center(900000) }}x",
        "{{ '\t'|center(900000)|replace(' ', '\t') }}",
        "{{ ('x'|center(400000)|replace(' ', 'y')) ~ '\t' ~ ('\nx\t\n'|center(100000)) }}",
        "{{ ''|center(450000)|replace(' ', '\t\n') }}",
    ],
)
@pytest.mark.parametrize("layout", ["text", "html"])
def test_a_full_page_of_odd_text_is_laid_out_soon(vault: Path, text: str, layout: Any) -> None:
    own(vault, "reports/today.md", text)
    began = process_time()
    with suppress(TemplateFailure):
        report("today", agenda(GIULIA), language="en", layout=layout, root=vault, width=80)
    assert process_time() - began < LONGEST


@pytest.mark.parametrize("kind", ["../../reports/today", "..", "/etc/passwd", "a/../b", ""])
def test_a_kind_of_draft_is_a_name_and_no_path(kind: str, vault: Path) -> None:
    with pytest.raises(TemplateFailure, match="There is no template for a draft"):
        draft(kind, draft_facts(), language="en", today=TODAY, root=vault)
