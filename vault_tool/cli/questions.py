"""What is asked on a terminal, in the language of what is said.

Public: `question(language, key, **words)`, `agreed(language, asked, default)`,
`in_language(said, language)`.

A question needs no template: it is one line, and an answer must not wait for one to be drawn.
"""

from collections.abc import Mapping
from typing import TypeVar

import click

from vault_tool.render.harmless import harmless

T = TypeVar("T")

_QUESTIONS = {
    "en": {
        "which": "Which one",
        "whom": "With whom",
        "write_one": "Write this to 1 file?",
        "write": "Write this to {count} files?",
        "forget": "What was written cannot be taken back then. Go on?",
    },
    "it": {
        "which": "Quale",
        "whom": "Con chi",
        "write_one": "Scrivo in 1 file?",
        "write": "Scrivo in {count} file?",
        "forget": "Poi non si potrà annullare quello che è stato scritto. Vado avanti?",
    },
}
_YES = {"en": "y", "it": "s"}
_ANSWERS = {"y": True, "yes": True, "s": True, "si": True, "sì": True, "n": False, "no": False}


def question(language: str, key: str, **words: object) -> str:
    """Return a question, harmless whatever its words hold."""
    return harmless(in_language(_QUESTIONS, language)[key].format(**words))


def agreed(language: str, asked: str, *, default: bool) -> bool:
    """Ask until the answer is yes or no, in either language; Enter is the default."""
    yes = in_language(_YES, language)
    shown = f"{yes.upper()}/n" if default else f"{yes}/N"
    while True:
        typed: str = click.prompt(
            f"{asked} [{shown}]", default="", show_default=False, prompt_suffix=": ", err=True
        )
        answer = _ANSWERS.get(typed.strip().casefold()) if typed.strip() else default
        if answer is not None:
            return answer


def in_language(said: Mapping[str, T], language: str) -> T:
    """Return what is said in a language, in English where it is another."""
    return said.get(language.replace("_", "-").partition("-")[0].casefold(), said["en"])
