"""Markdown: text that stays text in it, text that was written in it, and links to notes."""

import re
from urllib.parse import quote

# What Obsidian would read as a link, emphasis, code, a tag, a comment, mathematics or HTML.
_SPECIAL = re.compile(r"[\\`*_\[\]<>|~$^]|==|%%|(?<![\w&])#(?=\w)|!(?=\[)")
_AT_START = re.compile(r"^(\s*)([-+](?=[-\s]|$)|\d+[.)](?=\s|$)|#+(?=\s|$))")

_WIKILINK = re.compile(r"!?\[\[([^\[\]|]*)(?:\|([^\[\]]*))?\]\]")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:<[^<>]*>|[^()\s]*)(?:\s+\"[^\"]*\")?\)")
_TAG = re.compile(r"(?<!\S)#[^\s#]*[^\W\d][^\s#]*")
_EMPHASIS = re.compile(
    r"(\*\*|__|==|~~)(?=\S)(.{1,300}?)(?<=\S)\1|(?<![\w*])([*_])(?=\S)([^*_]{1,300}?)(?<=\S)\3(?![\w*])"
)
_BLANKS = re.compile(r"\s{2,}")
_NOT_IN_WIKILINK = re.compile(r"[\[\]|#^]")


def escaped_markdown(text: str) -> str:
    """Return text that Markdown shows as it is, for one line."""
    text = _SPECIAL.sub(lambda found: "".join(f"\\{sign}" for sign in found[0]), text)
    return _AT_START.sub(lambda found: _with_backslash(found[1], found[2]), text)


def plain_text(text: str) -> str:
    """Return what a reader sees of a line of a note: no link targets, tags or emphasis marks."""
    if "[" in text:
        text = _WIKILINK.sub(lambda found: found[2] or link_title(found[1]), text)
        text = _LINK.sub(r"\1", text)
    if "#" in text:
        text = _TAG.sub("", text)
    if any(sign in text for sign in "*_=~"):
        text = _EMPHASIS.sub(lambda found: found[2] or found[4], text)
    return _BLANKS.sub(" ", text).strip()


def linked_titles(text: str) -> list[str]:
    """Return how the wikilinks of a line are shown, in order."""
    return [found[2] or link_title(found[1]) for found in _WIKILINK.finditer(text)]


def link_title(target: str) -> str:
    """Return how a link without display text is read: the name of the note alone."""
    name = target.partition("#")[0] or target.lstrip("#")
    return name.rsplit("/", 1)[-1].removesuffix(".md").strip()


def note_link(path: str, name: str) -> str:
    """Return a link to a note that leads there whatever other notes are called."""
    target = path.removesuffix(".md")
    if _NOT_IN_WIKILINK.search(target):
        return f"[{escaped_markdown(name)}](<{quote(path)}>)"
    if _NOT_IN_WIKILINK.search(name):
        return f"[[{target}]]"
    return f"[[{target}|{name}]]"


def _with_backslash(blank: str, sign: str) -> str:
    return f"{blank}{sign[:-1]}\\{sign[-1]}" if sign[0].isdigit() else f"{blank}\\{sign}"
