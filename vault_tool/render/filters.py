"""What templates may call: days in words, amounts of time, text out of notes, columns.

Every filter takes and returns plain values. Those that speak of days know the language and today.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from markupsafe import Markup

from vault_tool.render import spoken_dates
from vault_tool.render.columns import BOLD, DIM, PLAIN
from vault_tool.render.markdown import linked_titles, note_link, plain_text
from vault_tool.render.properties import texts
from vault_tool.render.spans import amount, pace

Filter = Callable[..., Any]


def filters_for(language: str, today: date) -> Mapping[str, Filter]:
    """Return the filters that templates have beside Jinja's own."""
    return {
        "short_date": partial(spoken_dates.short_date, language=language, today=today),
        "long_date": partial(spoken_dates.long_date, language=language),
        "full_date": partial(spoken_dates.full_date, language=language),
        "weekday": partial(spoken_dates.weekday, language=language),
        "month": partial(spoken_dates.month, language=language),
        "amount": amount,
        "pace": pace,
        "plain": plain_text,
        "titles": linked_titles,
        "shortened": shortened,
        "first_name": _first_name,
        "of": _of,
        "phrase": partial(_phrase, language=language),
        "deed": partial(_deed, language=language),
        "paragraphs": paragraphs,
        "to_you": partial(_to_you, language=language),
        "promised": partial(_promised, language=language),
        "joined": joined,
        "called": called,
        "number": partial(number, language=language),
        "texts": texts,
        "row": row,
        "bold": lambda text: f"{BOLD}{text}{PLAIN}",
        "dim": lambda text: f"{DIM}{text}{PLAIN}" if text else "",
        "note_link": lambda path, name: Markup(note_link(path, name)),  # noqa: S704
        "contact_link": _contact_link,
        "mermaid": _mermaid,
        "stem": lambda path: path.rpartition("/")[2].removesuffix(".md"),
        "capitalized": lambda text: text[:1].upper() + text[1:],
    }


def called(who: Mapping[str, Any]) -> str:
    """Return somebody's name, with what tells them from others of that name in the same list."""
    name, apart = str(who["name"]), who.get("apart")
    return f"{name} ({apart})" if apart else name


def shortened(text: str, columns: int = 60) -> str:
    """Return the text cut after a whole word, `…` behind it, when it is longer than that."""
    if len(text) <= columns:
        return text
    cut = text[:columns].rsplit(" ", 1)[0].rstrip(" ,;:.-–—")
    return f"{cut or text[: columns - 1]}…"


def joined(text: str, between: str = " · ") -> str:
    """Return the lines of the text that say something, in one line."""
    said = [line.strip() for line in str.splitlines(text)]
    return text.__class__(str(between).join([line for line in said if line]))


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text, each in one line; those that say nothing are left out."""
    said: list[list[str]] = [[]]
    for line in str.splitlines(text):
        if line.strip():
            said[-1] += line.split()
        elif said[-1]:
            said.append([])
    return [text.__class__(" ".join(words)) for words in said if words]


def number(value: float, language: str) -> str:
    """Return a number with two decimals at most: `0.75`, `1`, `0,75` where a comma is written."""
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return shown if language == "en" else shown.replace(".", ",")


def row(cells: Sequence[object]) -> str:
    """Return one row of a table for a terminal: cells with tabs between them."""
    return "\t".join("" if cell is None else str(cell) for cell in cells)


def _phrase(text: str, language: str, formal: bool = False) -> dict[str, Any]:
    from vault_tool.render.phrases import phrase  # only drafts need it, and its patterns take time

    return phrase(text, language, formal)


def _to_you(text: str, language: str, formal: bool = False) -> str | None:
    from vault_tool.render.phrases import to_you

    return to_you(text, language, formal)


def _promised(text: str, language: str, name: str = "", formal: bool = False) -> str | None:
    from vault_tool.render.phrases import promised

    return promised(text, language, name, formal)


def _deed(text: str, language: str, formal: bool = False) -> str | None:
    from vault_tool.render.deeds import deed

    return deed(text, language, formal)


def _first_name(name: str) -> str:
    from vault_tool.render.phrases import first_name

    return first_name(name)


def _of(text: str) -> str | None:
    from vault_tool.render.italian import with_di

    return with_di(text)


def _mermaid(text: str) -> Markup:
    """Return a label of a Mermaid picture, between quotes; signs it might read are codes."""
    plain = "".join(
        each if each.isalnum() or each in " '’.-,·–" else f"#{ord(each)};" for each in text
    )
    return Markup(plain)  # noqa: S704


def _contact_link(text: str) -> Markup:
    from vault_tool.render.contact import contact_link

    return contact_link(text)
