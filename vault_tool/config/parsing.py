"""The text of the config becomes settings, or an error that names the line and what to write."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from vault_tool.config.keys import OPEN_TABLES, TABLES, Setting
from vault_tool.config.settings import CONFIG_PATH, Reading, Settings, normal_key
from vault_tool.errors import ConfigError

_SHOWN = 60  # characters of a value in a message


def parse_config(text: str) -> Settings:
    """Return the settings that a config's text states, defaults elsewhere; raises `ConfigError`."""
    fields: dict[str, Any] = {}
    for said in _statements(text.removeprefix("\ufeff")):
        setting = _setting(said, text)
        key, value = setting.key(said.key), setting.read(said.value)
        if value is None or key is None:
            raise _unfit(said, setting, text)
        if setting.mapping is None:
            fields[setting.field] = value
        else:
            fields.setdefault(setting.field, dict(setting.mapping))[key] = value
    reading = {name: fields.pop(name) for name in Reading._fields if name in fields}
    settings = Settings(reading=Reading(**reading), **fields)
    _refuse_contradictions(settings, text)
    return settings


class _Said(NamedTuple):
    """One statement of the config; the table is empty above the first header."""

    table: str
    key: str
    value: object


def _statements(text: str) -> Iterator[_Said]:
    if not text.strip():
        return
    import tomllib

    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        deep = isinstance(error, RecursionError)
        reason, _, place = ("nested too deeply" if deep else str(error)).partition(" (at ")
        number = re.match(r"line ([0-9]+)", place)
        line = int(number[1]) if number else text.count("\n") + 1 if place else 1
        hint = 'Text stands in quotes, as in language = "it"; a table begins with [its name].'
        raise _error(line, f"this is not TOML: {reason}.", hint) from None
    for name, value in tables.items():
        if isinstance(value, dict) and name in _tables():
            yield from (_Said(name, key, inner) for key, inner in value.items())
        else:
            yield _Said("", name, value)


def _setting(said: _Said, text: str) -> Setting:
    if said.table in OPEN_TABLES:
        return OPEN_TABLES[said.table]
    setting = TABLES[said.table].get(said.key)
    if setting is None:
        raise _unknown(said, text)
    return setting


def _unknown(said: _Said, text: str) -> ConfigError:
    line = _line_of(said, text)
    if said.table == "" and said.key in _tables():
        return _error(line, f'"{said.key}" is a table.', f"Write [{said.key}] and its keys below.")
    if said.table == "" and isinstance(said.value, dict):
        return _error(line, f"unknown table [{said.key}].", _nearest(said.key, _tables()))
    where = f" in [{said.table}]" if said.table else ""
    homes = [table for table, known in TABLES.items() if said.key in known]
    if not homes:
        hint = _nearest(said.key, [*TABLES[said.table], *(_tables() if not said.table else ())])
    elif homes[0]:
        hint = f"It belongs under [{homes[0]}]."
    else:
        hint = "It belongs above the first [table]."
    return _error(line, f'unknown key "{said.key}"{where}.', hint)


def _nearest(typed: str, known: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(normal_key(typed), known, 1)
    return f'Did you mean "{near[0]}"?' if near else f"Known are: {', '.join(known)}."


def _tables() -> list[str]:
    return [name for name in (*TABLES, *OPEN_TABLES) if name]


def _unfit(said: _Said, setting: Setting, text: str) -> ConfigError:
    where = f" in [{said.table}]" if said.table else ""
    message = f'"{said.key}"{where} is not {setting.what}: {_shown(said.value)}.'
    return _error(_line_of(said, text), message, f"Write it as {setting.example}.")


def _shown(value: object) -> str:
    """Return a value as TOML writes it, or the beginning of it."""
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value).partition("\n")[0]
    text = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return f'"{text}"' if isinstance(value, str) else text


def _refuse_contradictions(settings: Settings, text: str) -> None:
    for table, first, last, begins, ends in (
        ("new", "after", "days", settings.new_after, settings.new_days),
        ("thanks", "after", "until", settings.thanks_after, settings.thanks_until),
    ):
        if begins > ends:
            raise _error(
                max(_line_of(_Said(table, key, None), text) for key in (first, last)),
                f'"{first}" in [{table}] is {begins}, later than "{last}", which is {ends}.',
                "What begins after it has ended is never shown.",
            )


def _line_of(said: _Said, text: str) -> int:
    """Return the line on which a key stands, or the nearest that can be told."""
    table, key = re.escape(said.table), re.escape(said.key)
    header = re.compile(r"\s*\[+\s*[\"']?(.*?)[\"']?\s*\]+\s*(?:#.*)?")
    alone = re.compile(rf"\s*[\"']?{key}[\"']?\s*[.=]")
    dotted = re.compile(rf"\s*[\"']?{table}[\"']?\s*(?:\.\s*[\"']?{key}\b|=.*\b{key}\b)")
    within = ""
    for number, line in enumerate(text.split("\n"), 1):
        opened = header.fullmatch(line.rstrip())
        if opened:
            within = opened[1]
        if (within == said.key and opened and not said.table) or (
            alone.match(line) if within == said.table else not within and dotted.match(line)
        ):
            return number
    return 1


def _error(line: int, message: str, hint: str) -> ConfigError:
    return ConfigError(f"{CONFIG_PATH}:{line}: {message}", hint)
