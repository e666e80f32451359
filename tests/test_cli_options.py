"""The options every command has: before or after its name, and what they change."""

import json
from pathlib import Path

import pytest

from tests.commandline import Result, run
from vault_tool.cli.main import main
from vault_tool.cli.opening import language_meant
from vault_tool.cli.options import Asked
from vault_tool.config import Settings


@pytest.fixture
def italian_vault(tmp_path: Path) -> Path:
    (tmp_path / ".vault-tool").mkdir()
    (tmp_path / ".vault-tool" / "config.toml").write_text('language = "it"\n')
    return tmp_path


@pytest.mark.parametrize(
    "words",
    [
        ("--quiet", "today", "--lang", "it"),
        ("today", "--quiet", "--lang", "it"),
        ("-q", "--lang=it", "today"),
        ("--lang", "it", "-q"),
        ("--lang", "en", "today", "-q", "--lang", "it"),
        ("--no-color", "-q", "today", "--lang", "it"),
    ],
    ids=" ".join,
)
def test_options_stand_before_or_after_the_command_and_the_later_one_wins(
    words: tuple[str, ...], example_vault: Path
) -> None:
    result = run(*words, vault=example_vault)

    assert result.out.startswith("Lunedì 23 novembre 2026\n")
    assert result.err == ""


def test_vault_tool_alone_is_today(example_vault: Path) -> None:
    assert run(vault=example_vault) == run("today", vault=example_vault)
    assert run("--due", vault=example_vault) == run("today", "--due", vault=example_vault)
    assert run("--format", "json", vault=example_vault).out.startswith("{")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2026-11-23", "Monday 23 November 2026"),
        ("20261123", "Monday 23 November 2026"),
        ("23 Nov 2026", "Monday 23 November 2026"),
        ("12 novembre 2026", "Thursday 12 November 2026"),
    ],
)
def test_today_may_be_any_day_in_people_s_words(typed: str, said: str, example_vault: Path) -> None:
    assert run("today", today=typed, vault=example_vault).out.splitlines()[0] == said


def test_a_day_that_is_none_is_refused(example_vault: Path) -> None:
    result = run("today", today="someday", vault=example_vault)

    assert result.code == 2
    assert '"someday" is no day' in result.err


def test_the_same_day_and_language_give_the_same_bytes(example_vault: Path) -> None:
    words = ("report", "follow-ups", "--lang", "it")

    assert run(*words, vault=example_vault) == run(*words, vault=example_vault)


@pytest.mark.parametrize(
    ("option", "config", "locale", "meant"),
    [
        ("it", "en", "de_DE.UTF-8", "it"),
        (None, "it", "en_GB.UTF-8", "it"),
        (None, None, "it_IT.UTF-8", "it_IT"),
        (None, None, "it_IT@euro", "it_IT"),
        (None, None, "C.UTF-8", "en"),
        (None, None, "POSIX", "en"),
        (None, None, "", "en"),
    ],
)
def test_the_language_is_the_option_s_then_the_config_s_then_the_locale_s(
    option: str | None,
    config: str | None,
    locale: str,
    meant: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.delenv("LC_ALL")
    monkeypatch.setenv("LANG", locale)

    assert language_meant(Asked(lang=option), Settings(language=config)) == meant


def test_lc_all_wins_over_lang(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setenv("LC_ALL", "it_IT.UTF-8")

    assert language_meant(Asked(), Settings()) == "it_IT"


def test_the_config_s_language_is_spoken(italian_vault: Path) -> None:
    assert run("who", vault=italian_vault).out.startswith("0 persone\n")


def test_a_language_nobody_wrote_words_for_is_english(example_vault: Path) -> None:
    said = run("report", "birthdays", "--lang", "xx", vault=example_vault).out

    assert said == run("report", "birthdays", "--lang", "en", vault=example_vault).out


def _from(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.chdir(folder)
    return run("path", "giulia")


def test_the_vault_is_found_from_a_folder_inside(
    example_vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = str(example_vault / "People" / "Giulia Rossi.md")

    assert _from(example_vault / "Journal" / "Meetings", monkeypatch).out == f"{note}\n"


def test_the_vault_can_be_named_in_the_environment(
    example_vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAULT_TOOL_VAULT", str(example_vault))

    assert _from(tmp_path, monkeypatch).code == 0


def test_an_option_names_the_vault_louder_than_the_environment(
    example_vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAULT_TOOL_VAULT", str(tmp_path))

    assert run("path", "giulia", vault=example_vault).code == 0


def test_no_vault_is_told_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = _from(tmp_path, monkeypatch)

    assert result.code == 2
    assert "vault-tool init" in result.err


def test_a_format_the_command_lacks_is_refused_before_anything_is_read(
    example_vault: Path,
) -> None:
    result = run("--format", "csv", "why", "giulia", vault=example_vault)

    assert result.code == 2
    assert "no format csv" in result.err


def test_json_errors_are_json_on_the_standard_output(example_vault: Path) -> None:
    result = run("brief", "zzz", "--format", "json", vault=example_vault)

    assert result.code == 2
    assert set(json.loads(result.out)["error"]) == {"code", "message", "hint"}
    assert json.loads(result.out)["schema"] == 1
    assert result.err.startswith("vault-tool: ")


def test_a_misspelt_command_line_is_answered_in_json_too(example_vault: Path) -> None:
    result = run("who", "--format=json", "--tga", "x", vault=example_vault)

    assert json.loads(result.out)["error"]["code"] == "usage"
    assert "Did you mean --tag?" in result.err


def test_the_clock_is_read_in_one_place_only() -> None:
    package = Path(main.__code__.co_filename).parents[1]
    readers = [
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if any(call in path.read_text("utf-8") for call in ("date.today(", "datetime.now("))
    ]

    assert readers == ["cli/clock.py"]
