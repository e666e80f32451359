"""Where links must lead after notes were renamed, and how each is then written.

Public: `Linker(paths, aliases)`, `retargeting(before, after, moved, source)`,
`may_be_touched(moved)`, `links_to(data, names)`.

A link is written again only when it would lead elsewhere than before: to a note that moved it
follows, and one that a new name would catch is given its path. It keeps its manner: a name stays a
name, a path a path, and one that sets out from the note's own folder still does.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from posixpath import dirname, join, normpath, relpath

from vault_tool.note.links import Resolver, find_links, fold
from vault_tool.note.text import decode, lines


class Linker:
    """Says how a note is linked in one state of the vault, and where links lead in it."""

    def __init__(
        self, paths: Iterable[str], aliases: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self.paths = tuple(paths)
        self.resolver = Resolver(self.paths, aliases)

    def target(self, path: str, source: str) -> str:
        """Return the shortest target that leads from the note `source` to the note at `path`."""
        whole = path.removesuffix(".md")
        name = whole.rpartition("/")[2]
        return name if self.resolver.resolve_name(name, source) == path else whole

    def link(self, path: str, source: str, shown: str | None = None) -> str:
        """Return a wikilink from `source` to the note at `path`, read as `shown`."""
        target = self.target(path, source)
        if shown is None or fold(shown) == fold(target):
            return f"[[{target}]]"
        return f"[[{target}|{shown}]]"


def retargeting(
    before: Linker,
    after: Linker,
    moved: Mapping[str, str],
    source: str,
    is_file: Callable[[str], bool] = lambda path: False,
) -> Callable[[str], str | None]:
    """Return what says how the targets in the note at `source` must be written, None to leave one.

    `moved` maps old paths to new ones; `source` is the note's path as it was. A target is left as
    it is where it leads, after the move, to where it led before. An alias leads nowhere in
    Obsidian and is left alone. `is_file` tells whether any file lies at a path: a picture that was
    found from the note's old folder must be found from its new one.
    """
    place = moved.get(source, source)

    def target_of(written: str) -> str | None:
        led_to = before.resolver.resolve_name(written, source)
        if led_to is None:
            return _same_file(written, source, place, is_file)
        leads_to = moved.get(led_to, led_to)
        if after.resolver.resolve_name(written, place) == leads_to:
            return None
        new = _in_its_manner(written, source, led_to, leads_to, place)
        if new is not None and after.resolver.resolve_name(new, place) == leads_to:
            return new
        return after.target(leads_to, place)

    return target_of


def _in_its_manner(written: str, source: str, led_to: str, leads_to: str, place: str) -> str | None:
    """Return a target written as the old one was; None for a mere name."""
    whole = leads_to.removesuffix(".md")
    if "/" not in written:
        return None
    if written.startswith("/"):
        return f"/{whole}"
    beside = fold(f"{dirname(source)}/{written}.md") == fold(led_to)
    if not beside and not written.startswith(("./", "../")):
        return whole
    new = relpath(whole, dirname(place) or ".")
    return f"./{new}" if written.startswith("./") and not new.startswith("../") else new


def _same_file(written: str, source: str, place: str, is_file: Callable[[str], bool]) -> str | None:
    """Return how a file that is no note is reached from the new folder; None where it still is."""
    old, new = dirname(source), dirname(place)
    if old == new or written.startswith("/") or not is_file(normpath(join(old, written))):
        return None
    there = normpath(join(old, written))
    return None if normpath(join(new, written)) == there else relpath(there, new or ".")


def may_be_touched(moved: Mapping[str, str]) -> frozenset[str]:
    """Return the folded names by which a link may be meant that the move concerns."""
    paths = [path for pair in moved.items() for path in pair]
    return frozenset(fold(path.removesuffix(".md")).rpartition("/")[2] for path in paths)


def links_to(data: bytes, names: frozenset[str]) -> bool:
    """Tell whether a note has a link by one of these folded names, whatever it leads to."""
    if b"[" not in data:
        return False
    found = (find_links(line, 1) for line in lines(decode(data, "")[0]) if "[" in line)
    return any(
        fold(link.target).rpartition("/")[2] in names for of_line in found for link in of_line
    )
