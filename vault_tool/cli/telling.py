"""What a watcher prints while it runs: words for people, lines of JSON for programs.

Public: `TextTeller`, `JsonTeller`, `NobodyListens`, `words_in(language)`.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any, TextIO

from vault_tool.cli.clock import now
from vault_tool.cli.options import Asked
from vault_tool.cli.questions import in_language
from vault_tool.index.deltas import Delta
from vault_tool.index.lists import Counts
from vault_tool.index.watch import Told
from vault_tool.render.harmless import escaped, harmless, one_line
from vault_tool.render.machine import SCHEMA

# As many changes of one look are named; of more the number is said.
_MOST_LINES = 20


class NobodyListens(BrokenPipeError):
    """Whoever read what is told has gone; another pipe that breaks is no reason to end."""


class JsonTeller:
    """Prints a line of JSON for each change."""

    def began(self, held: Counts, told: Told) -> None:
        """Say from when on changes are told, and how one learns of them."""
        self._print("watching", notes=held.notes, people=held.people, way=told.way, why=told.why)

    def changed(self, found: Sequence[Delta], held: Counts) -> None:
        """Say each change, and then how much the vault holds."""
        for each in found:
            if each.what == "problems":
                those = [problem._asdict() for problem in each.problems]
                self._print(each.what, path=each.path, problems=those)
            else:
                self._print(each.what, path=each.path)
        self._print("index", notes=held.notes, people=held.people, problems=held.unread)

    def trouble(self, words: str) -> None:
        """Say what is wrong, here as well: who reads lines reads no remarks."""
        self._print("trouble", message=words)

    def _print(self, event: str, **said: Any) -> None:
        line = json.dumps({"schema": SCHEMA, "event": event, **said}, ensure_ascii=False)
        _write(sys.stdout, escaped(line))


class TextTeller:
    """Says in words what changes."""

    def __init__(self, asked: Asked, language: str) -> None:
        self._asked = asked
        self._said = words_in(language)

    def began(self, held: Counts, told: Told) -> None:
        """Say what is watched, and where events do not help, why and what would."""
        self._print(self._said["began"].format(people=held.people, notes=held.notes))
        if told.way == "polling":
            self.trouble(f"Looking by the clock, because {told.why}.")
            if told.remedy:
                self.trouble(told.remedy)

    def changed(self, found: Sequence[Delta], held: Counts) -> None:
        """Name what changed, each with the time; of very many say how many."""
        at = f"{now():%H:%M}"
        for each in found[:_MOST_LINES]:
            if each.what != "problems":
                self._print(f"{at}  {self._said[each.what]}  {each.path}")
            for problem in each.problems:
                self._print(f"{at}  {problem}")
        if len(found) > _MOST_LINES:
            self._print(f"{at}  {self._said['more'].format(count=len(found) - _MOST_LINES)}")

    def trouble(self, words: str) -> None:
        """Say what is wrong, also where quiet was asked for: it runs for weeks, unseen."""
        _write(sys.stderr, harmless(words))

    def _print(self, line: str) -> None:
        if not self._asked.quiet:
            _write(sys.stdout, one_line(line))


def _write(stream: TextIO, line: str) -> None:
    try:
        stream.write(line + "\n")
        stream.flush()
    except BrokenPipeError as error:
        raise NobodyListens(*error.args) from None


_SAID = {
    "en": {
        "began": "Watching {people} people in {notes} notes. Ctrl-C ends it.",
        "added": "new    ",
        "changed": "changed",
        "removed": "gone   ",
        "more": "and {count} more",
        "running": "Running since {since}: {people} people in {notes} notes, last look {last}.",
        "beginning": "Running, and at its first look.",
        "resting": "No watcher is running here.",
    },
    "it": {
        "began": "Tengo d'occhio {people} persone in {notes} note. Ctrl-C per finire.",
        "added": "nuova     ",
        "changed": "cambiata  ",
        "removed": "sparita   ",
        "more": "e altre {count}",
        "running": "Attivo dal {since}: {people} persone in {notes} note, ultima occhiata {last}.",
        "beginning": "Attivo, alla prima occhiata.",
        "resting": "Qui nessuno tiene d'occhio le note.",
    },
}


def words_in(language: str) -> Mapping[str, str]:
    """Return what is said, in a language; in English where it is another."""
    return in_language(_SAID, language)
