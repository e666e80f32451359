"""The views of an Obsidian Base over a vault's notes, by its own front matter alone.

Like the language it is written in (`bases_language`), independent of the tool and strict.
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests.bases_language import Expression, Scope, compiled
from tests.bases_values import File, NotUnderstood, Value, truth

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Row(NamedTuple):
    """One line of a view: the note, and its cells by the columns' keys."""

    file: File
    cells: Mapping[str, Value]


class Base:
    """A `.base` file. Everything in it is compiled when it is read."""

    def __init__(self, text: str) -> None:
        said = yaml.load(text, Loader=yaml.BaseLoader)
        _only(said, {"filters", "formulas", "properties", "views"})
        self._formulas = {name: compiled(each) for name, each in said["formulas"].items()}
        self._filter = _filter(said["filters"])
        self._views = {view["name"]: view for view in said["views"]}
        for view in said["views"]:
            _only(view, {"type", "name", "filters", "order", "sort"})
            if view["type"] != "table":
                raise NotUnderstood(f"a view that is a {view['type']}")
        for key, shown in said["properties"].items():
            _only(shown, {"displayName"})
            compiled(key)

    @property
    def views(self) -> tuple[str, ...]:
        """Return the names of the views, in order."""
        return tuple(self._views)

    def rows(self, view: str, files: Iterable[File], today: date) -> list[Row]:
        """Return the lines of a view; notes that its `sort` leaves equal are in order of name."""
        said = self._views[view]
        passes = (self._filter, _filter(said["filters"]) if "filters" in said else _everything)
        scopes = [Scope(each, self._formulas, today) for each in files]
        shown = [each for each in scopes if all(truth(test(each)) for test in passes)]
        shown.sort(key=lambda each: each.file.basename.casefold())
        for by in reversed(said.get("sort", [])):
            _only(by, {"property", "direction"})
            _sort(shown, compiled(by["property"]), {"ASC": False, "DESC": True}[by["direction"]])
        columns = {key: compiled(key) for key in said["order"]}
        return [Row(s.file, {key: cell(s) for key, cell in columns.items()}) for s in shown]


def files_of(root: Path) -> list[File]:
    """Return the vault's notes with properties as Obsidian has them.

    Front matter that is no YAML gives none. A property's type is the one in `.obsidian/types.json`;
    a value that does not fit it stays text.
    """
    types = json.loads((root / ".obsidian/types.json").read_text("utf-8"))["types"]
    return [
        File(path.relative_to(root).as_posix(), _typed(front_matter(path), types))
        for path in sorted(root.rglob("*.md"))
    ]


def front_matter(path: Path) -> dict[str, Any]:
    """Return a note's front matter with every scalar as text; nothing where it is no YAML."""
    block = re.match(r"---\n(.*?)^---$", path.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    if block is None:
        return {}
    try:
        return yaml.load(block[1], Loader=yaml.BaseLoader) or {}
    except yaml.YAMLError:
        return {}


def _typed(said: Mapping[str, Any], types: Mapping[str, str]) -> dict[str, Value]:
    return {key: _value(value, types.get(key, "text")) for key, value in said.items()}


def _value(said: Any, kind: str) -> Value:
    if said == "":
        return None
    if isinstance(said, dict):
        raise NotUnderstood(f"a property that is a map: {said}")
    if isinstance(said, list) or kind in ("text", "multitext", "tags", "aliases"):
        return said  # type: ignore[no-any-return]
    if kind == "number":
        return int(said)
    if kind == "checkbox":
        return {"true": True, "false": False}[said]
    if kind == "date":
        return date.fromisoformat(said) if _DAY.fullmatch(said) else str(said)
    raise NotUnderstood(f"properties of type {kind}")


def _only(said: Mapping[str, Any], known: set[str]) -> None:
    if unknown := set(said) - known:
        raise NotUnderstood(f"unknown keys: {sorted(unknown)}")


def _filter(said: Any) -> Expression:
    """Return a filter: an expression, or a map of one of `and`, `or`, `not` to a list of filters."""
    if isinstance(said, str):
        return compiled(said)
    _only(said, {"and", "or", "not"})
    [(word, parts)] = said.items()
    tests = [_filter(part) for part in parts]
    if word == "and":
        return lambda scope: all(truth(test(scope)) for test in tests)
    if word == "or":
        return lambda scope: any(truth(test(scope)) for test in tests)
    return lambda scope: not any(truth(test(scope)) for test in tests)


def _everything(_: Scope) -> Value:
    return True


def _sort(scopes: list[Scope], key: Expression, downwards: bool) -> None:
    """Sort by a column, stably either way."""
    kinds = {type(key(each)) for each in scopes}
    if not (len(kinds) < 2 or kinds == {int, float}):
        raise NotUnderstood(f"the order of values of several kinds: {kinds}")
    scopes.sort(key=key, reverse=downwards)  # type: ignore[arg-type]
