"""How notes of this vault are linked, and which files links may stand in."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from vault_tool.engine.relinking import Linker

if TYPE_CHECKING:
    from vault_tool.cli.opening import Desk
    from vault_tool.engine.importing import Step
    from vault_tool.model import Card


def linker_of(desk: "Desk") -> Linker:
    """Return what links notes as the vault stands."""
    from vault_tool.index.read import paths

    there = paths(desk.index)
    return desk.memory.latest("linker", there, lambda _: Linker(there))


def link_from(linker: Linker, source: str) -> "Callable[[Card], str]":
    """Return what makes the link to a person, as it is to stand in the note at `source`."""
    return lambda card: linker.link(card.path, source, card.name)


def links_apart(desk: "Desk", new: "Sequence[tuple[str, Step]]") -> dict[str, list[str]]:
    """Return links to those that the user said new people are not, by the new people's paths."""
    linker = linker_of(desk)
    if any(step.beside for _, step in new):
        linker = Linker((*linker.paths, *(path for path, _ in new)))
    paths = {step.contacts[0]: path for path, step in new if step.contacts}
    return {
        path: [
            *(linker.link(other, path, name) for name, other in step.apart if other),
            *(linker.link(paths[each], path) for each in step.beside if each in paths),
        ]
        for path, step in new
    }


def every_path(desk: "Desk") -> tuple[str, ...]:
    """Return every Markdown file outside dot-folders, also those that are not read as notes."""
    from vault_tool.vault.skip import Skip
    from vault_tool.vault.walk import walk

    found = walk(desk.root, Skip(frozenset()))
    return tuple(sorted(path for path, *_ in found.keys if path not in found.stubs))
