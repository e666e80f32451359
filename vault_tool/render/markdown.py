"""Markdown: text that stays text in it, text that was written in it, and links to notes."""

import re

# Patterns are given to `re` as text, which compiles and keeps each when it is first needed.

# What Obsidian would read as a link, emphasis, code, a tag, a comment, mathematics or HTML.
_SPECIAL = r"[\\`*_\[\]<>|~$^]|==|%%|(?<![\w&])#(?=\w)|!(?=\[)"
_AT_START = r"^(\s*)([-+](?=[-\s]|$)|\d+[.)](?=\s|$)|#+(?=\s|$))"

_WIKILINK = r"!?\[\[([^\[\]|]*)(?:\|([^\[\]]*))?\]\]"
_LINK = r"!?\[([^\[\]]*)\]\((?:<[^<>]*>|[^()\s]*)(?:\s+\"[^\"]*\")?\)"
_MARKER = r"^\s*(?:(?:[-*+>]|#{1,6})\s+)+(?:\[.\]\s+)?"
_TAG = r"(?<!\S)#[^\s#]*[^\W\d][^\s#]*"
_EMPHASIS = (
    r"(\*\*|__|==|~~)(?=\S)(.{1,300}?)(?<=\S)\1"
    r"|(?<![\w*])([*_])(?=\S)([^*_]{1,300}?)(?<=\S)\3(?![\w*])"
)
_NOT_IN_WIKILINK = r"[\[\]|#^]"


def escaped_markdown(text: str) -> str:
    """Return text that Markdown shows as it is, for one line."""
    if text.replace(" ", "").isalnum():
        return text
    text = re.sub(_SPECIAL, lambda found: "".join(f"\\{sign}" for sign in found[0]), text)
    return re.sub(_AT_START, lambda found: _with_backslash(found[1], found[2]), text)


def plain_text(text: str) -> str:
    """Return what a reader sees of a line: no bullet, link targets, tags or emphasis marks."""
    if text[:1] in " -*+>#":
        text = re.sub(_MARKER, "", text)
    if "[" in text:
        text = re.sub(_WIKILINK, lambda found: found[2] or link_title(found[1]), text)
        text = re.sub(_LINK, r"\1", text)
    if "#" in text:
        text = re.sub(_TAG, "", text)
    if any(sign in text for sign in "*_=~"):
        text = re.sub(_EMPHASIS, lambda found: found[2] or found[4], text)
    return " ".join(text.split()) if "  " in text else text.strip()


def linked_titles(text: str) -> list[str]:
    """Return how the wikilinks of a line are shown, in order."""
    return [found[2] or link_title(found[1]) for found in re.finditer(_WIKILINK, text)]


def link_title(target: str) -> str:
    """Return how a link without display text is read: the name of the note alone."""
    name = target.partition("#")[0] or target.lstrip("#")
    return name.rsplit("/", 1)[-1].removesuffix(".md").strip()


def note_link(path: str, name: str) -> str:
    """Return a link to a note that leads there whatever other notes are called."""
    target = path.removesuffix(".md")
    if re.search(_NOT_IN_WIKILINK, target):
        from urllib.parse import quote

        return f"[{escaped_markdown(name)}](<{quote(path)}>)"
    if re.search(_NOT_IN_WIKILINK, name):
        return f"[[{target}]]"
    return f"[[{target}|{name}]]"


def _with_backslash(blank: str, sign: str) -> str:
    return f"{blank}{sign[:-1]}\\{sign[-1]}" if sign[0].isdigit() else f"{blank}\\{sign}"
