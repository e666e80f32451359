"""The last step of a page: what no template may leave out, and tidy empty lines."""

import re

from vault_tool.errors import TemplateFailure
from vault_tool.render.columns import painted

_HEAD = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
"""
_NOT_FOR_A_PAGE = re.compile(
    r"<\s*(meta|base|link|script|iframe|frame|frameset|object|embed|form)\b", re.IGNORECASE
)
_HREF = re.compile(r"<[a-z][^<>]*\bhref\s*=\s*(?:[\"']\s*)?([a-z][a-z0-9+.-]*)\s*:", re.IGNORECASE)
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def finished(drawn: str, layout: str, language: str) -> str:
    """Return a Markdown or HTML page as it is written: harmless, tidy, closed to the outside."""
    text = painted(_tidy(drawn), color=False)
    if layout != "html":
        return f"{text}\n" if text else ""
    if found := _NOT_FOR_A_PAGE.search(text):
        raise TemplateFailure(
            f"A template makes a page with <{found[1].lower()}>.",
            "Pages show text and styles, and load nothing. See docs/templates.md.",
        )
    for link in _HREF.finditer(text):
        if link[1].lower() not in _SCHEMES:
            raise TemplateFailure(
                f"A template makes a link to {link[1]}:", "Links lead to http, https, mailto, tel."
            )
    return f"{_HEAD.format(language=language)}{text}\n"


def _tidy(drawn: str) -> str:
    """Return the text without blanks at the end of lines, and never two empty lines together."""
    lines: list[str] = []
    for line in drawn.split("\n"):
        kept = line.rstrip(" \t")
        if kept or (lines and lines[-1]):
            lines.append(kept)
    return "\n".join(lines).strip("\n")
