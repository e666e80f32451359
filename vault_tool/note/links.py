"""Links as Obsidian writes and resolves them: wikilinks, Markdown links, and where they lead.

A target is kept as written, without heading, block, display text and `.md`. Resolving needs the
paths of the whole vault and is done when asked: an exact path wins, then the linking note's own
folder, then the shortest path (observed on Obsidian 1.13.7). An alias never resolves in Obsidian;
we understand it when it means one note only, and `check` reports it.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from vault_tool.model import Link

# Possessive where it could otherwise try many ways; the sign of an embed is looked for afterwards.
_WIKI = r"\[\[(?P<wiki>(?:[^\[\]\r\n]++|\](?!\])|\[(?!\[))+)\]\]"
_MARKDOWN = (
    r"\[(?P<shown>[^\[\]\r\n]*+)\]"
    r"\([ \t]*(?P<dest><[^<>\r\n]*>|[^()\s<>]*(?:\([^()\s<>]*\)[^()\s<>]*)*)"
    r"(?:[ \t]+(?:\"[^\"\r\n]*\"|'[^'\r\n]*'))?[ \t]*\)"
)
LINK = re.compile(f"{_WIKI}|{_MARKDOWN}")
_make = tuple.__new__  # a named tuple from its fields, without the detour through its own __new__
# What nearly all of them look like. A text with no other opening bracket holds none but these.
_PLAIN = re.compile(r"\[\[([^\[\]\r\n]+)\]\]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


def find_links(text: str, line: int, column: int = 1) -> list[Link]:
    """Return the links to notes in one line of text, in order; `column` is that of its start."""
    found: list[Link] = []
    start = text.find("[")
    while start >= 0:
        end = text.find("]]", start)
        inside = text[start + 2 : end]
        if end < 0 or text[start + 1] != "[" or "[" in inside or "]" in inside:
            return _find_all(text, line, column)
        if "\n" in inside or "\r" in inside:
            return _find_all(text, line, column)
        embed = start > 0 and text[start - 1] == "!"
        if "|" in inside:
            link = _wikilink(inside, line, column + start, embed)
            if link:
                found.append(link)
        else:
            target = inside.strip()
            if "#" in target or "." in target:
                target = note_target(target)
            if target:
                found.append(_make(Link, (target, line, column + start - embed, None, embed)))
        start = text.find("[", end)
    return found


def _find_all(text: str, line: int, column: int) -> list[Link]:
    """Return what `find_links` does, of any text."""
    found = (as_link(match, line, column) for match in LINK.finditer(text))
    return [link for link in found if link is not None]


def as_link(match: re.Match[str], line: int, column: int) -> Link | None:
    """Return the link that a match of `LINK` stands for; None for a heading, a file, an address."""
    start = match.start()
    embed = start > 0 and match.string[start - 1] == "!"
    wiki = match["wiki"]
    if wiki is not None:
        return _wikilink(wiki, line, column + start, embed)
    target = _markdown_target(match["dest"])
    if not target:
        return None
    return Link(target, line, column + start - embed, match["shown"].strip() or None, embed)


def _wikilink(inside: str, line: int, column: int, embed: bool) -> Link | None:
    """Return the link of what stands between `[[` and `]]`; `column` is that of the brackets."""
    if "\\" in inside:
        inside = inside.replace("\\|", "|")
    whole, _, shown = inside.partition("|")
    target = note_target(whole)
    if not target:
        return None
    return _make(Link, (target, line, column - embed, shown.strip() or None, embed))


def note_target(written: str) -> str:
    """Return the part of a wikilink's inside that names a note: no heading, block or `.md`."""
    target = (written.partition("#")[0] if "#" in written else written).strip()
    if "." in target and target[-3:].lower() == ".md":
        return target[:-3].rstrip()
    return target


def _markdown_target(destination: str) -> str:
    if destination.startswith("<"):
        destination = destination[1:-1]
    if _SCHEME.match(destination) or destination.startswith(("//", "#")):
        return ""
    if "%" in destination:
        from urllib.parse import unquote

        destination = unquote(destination)
    return note_target(destination)


def without_links(text: str) -> str:
    """Return a text with a blank instead of each link."""
    if "[" not in text:
        return text
    words = _PLAIN.sub(" ", text)
    return LINK.sub(" ", text) if "[" in words else words


def link_in(text: str) -> str | None:
    """Return the target of the first link in a property's text, or None."""
    match = LINK.search(text) if "[" in text else None
    link = as_link(match, 1, 1) if match else None
    return link.target if link else None


def fold(name: str) -> str:
    """Return the form in which names of notes are compared: no case, one Unicode form."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


class Resolver:
    """Knows every note's path and says where a link leads.

    `aliases` maps a folded alias (or a person's `name:`) to the notes that carry it.
    """

    def __init__(
        self, paths: Iterable[str], aliases: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self._by_path: dict[str, str] = {}
        self._by_name: dict[str, list[str]] = {}
        self._aliases = aliases or {}
        for path in paths:
            key = fold(path[:-3])
            first = self._by_path.setdefault(key, path)
            if path < first:
                self._by_path[key] = path
            self._by_name.setdefault(key.rpartition("/")[2], []).append(path)

    def resolve(self, target: str, source: str = "") -> str | None:
        """Return the path of the note that `target`, written in the note `source`, leads to."""
        return self.resolve_name(target, source) or self.resolve_alias(target)

    def resolve_name(self, target: str, source: str = "") -> str | None:
        """Return where Obsidian itself would lead, aliases not considered."""
        key = fold(target)
        folder = fold(source).rpartition("/")[0]
        if key.startswith(("./", "../", "/")):
            return self._by_path.get(_joined(folder, key))
        exact = self._by_path.get(key)
        if exact is not None:
            return exact
        beside = self._by_path.get(f"{folder}/{key}") if folder else None
        if beside is not None:
            return beside
        namesakes = self._by_name.get(key.rpartition("/")[2], ())
        if "/" in key:
            namesakes = [path for path in namesakes if fold(path[:-3]).endswith(f"/{key}")]
        return min(namesakes, key=lambda path: (len(path), path), default=None)

    def resolve_alias(self, target: str) -> str | None:
        """Return the one note that carries `target` as an alias, or None."""
        carriers = self._aliases.get(fold(target), ())
        return carriers[0] if len(carriers) == 1 else None


def _joined(folder: str, key: str) -> str:
    parts = [] if key.startswith("/") else [part for part in folder.split("/") if part]
    for step in key.split("/"):
        if step == "..":
            parts = parts[:-1]
        elif step not in ("", "."):
            parts.append(step)
    return "/".join(parts)
