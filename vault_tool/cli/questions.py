"""What is asked on a terminal, in the language of what is said.

Public: `question(language, key, **words)`, `agreed(language, asked, default)`,
`picked_of(language, asked, known)`, `typed_of(asked, answers)`, `in_language(said, language)`.

A question needs no template: it is one line, and an answer must not wait for one to be drawn.
"""

from collections.abc import Mapping, Sequence
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
        "same": "Is {name} in the file",
        "somebody": "somebody new",
        "later": "leave it for now",
        "close": "How close? 5 to 1; n: not now; Enter: later; q: enough for today",
        "often": "How often? 2 months, 6w, never; Enter: as the weight says",
        "review": "l: a talk; s: not before …; w: a draft; Enter: go on; q: enough",
        "review_loop": "l: a talk; d: done; s: not before …; w: a draft; Enter: go on; q: enough",
        "review_log": "In one sentence (Enter: back)",
        "review_snooze": "Not before: 2 weeks, 3 January (Enter: back)",
        "review_end": "That was all for this week.",
        "sync_cards": "Carry this out?",
        "forget": "What was written cannot be taken back then. Go on?",
    },
    "it": {
        "which": "Quale",
        "whom": "Con chi",
        "write_one": "Scrivo in 1 file?",
        "write": "Scrivo in {count} file?",
        "same": "{name} nel file è",
        "somebody": "un'altra persona",
        "later": "per ora lascia stare",
        "close": "Quanto siete vicini? Da 5 a 1; n: non ora; Invio: più avanti; q: basta",
        "often": "Ogni quanto? 2 mesi, 6w, mai; Invio: come dice il peso",
        "review": "l: un contatto; s: non prima di …; w: una bozza; Invio: avanti; q: basta",
        "review_loop": (
            "l: un contatto; d: fatto; s: non prima di …; w: una bozza; Invio: avanti; q: basta"
        ),
        "review_log": "In una frase (Invio: indietro)",
        "review_snooze": "Non prima di: fra 2 settimane, 3 gennaio (Invio: indietro)",
        "review_end": "Per questa settimana è tutto.",
        "sync_cards": "Procedo?",
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


def picked_of(language: str, asked: str, known: Sequence[str]) -> int | None:
    """Ask which of these is meant: its number from 0, -1 for none of them, None for no answer."""
    for number, each in enumerate(known, 1):
        click.echo(harmless(f"{number:>3}  {each}"), err=True)
    click.echo(f"  n  {question(language, 'somebody')}", err=True)
    click.echo(f"  ↵  {question(language, 'later')}", err=True)
    numbers = {str(number): number - 1 for number in range(1, len(known) + 1)}
    answers: dict[str, int | None] = {**numbers, "n": -1, "": None}
    while True:
        typed: str = click.prompt(asked, default="", show_default=False, err=True)
        if typed.strip().casefold() in answers:
            return answers[typed.strip().casefold()]


def typed_of(asked: str, answers: Sequence[str]) -> str:
    """Ask until one of these answers is typed, in whatever case."""
    while True:
        typed: str = click.prompt(asked, default="", show_default=False, err=True)
        if typed.strip().casefold() in answers:
            return typed.strip().casefold()


def in_language(said: Mapping[str, T], language: str) -> T:
    """Return what is said in a language, in English where it is another."""
    return said.get(language.replace("_", "-").partition("-")[0].casefold(), said["en"])
