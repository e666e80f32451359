"""What is wrong or dubious in the vault: in each note by itself, and between notes.

Public: `check(notes, resolver, problems=())`.

Between notes it looks for links to people that lead nowhere, bare aliases, which Obsidian does not
resolve, and people who may be one. A link to a note not written yet is a habit of Obsidian, so it
is a `note`, told once for all its places; it is a `warning` where a slip explains it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from shlex import quote
from typing import NamedTuple

from vault_tool.engine.conditions import texts_of
from vault_tool.engine.doubles import told_apart
from vault_tool.engine.matching import is_shared
from vault_tool.engine.names import Lookalikes, plain_name
from vault_tool.errors import Problem
from vault_tool.model import Interaction, Note
from vault_tool.note.links import Resolver, fold, link_in

_NUMBERED = re.compile(r"(.*\S) [2-9]\.md")

# Properties whose links mean people.
PEOPLE_PROPERTIES = ("met_through", "not_same_as")
# Loops that are about somebody wherever they stand; any other task may link anything.
LOOPS_ABOUT_PEOPLE = ("promise", "cue", "owed")


class _Place(NamedTuple):
    """Where a link to a person stands; `is_surely` tells that nothing but a person can be meant."""

    target: str
    path: str
    line: int
    is_surely: bool


def check(
    notes: Iterable[Note], resolver: Resolver, problems: Iterable[Problem] = ()
) -> list[Problem]:
    """Return every finding by path, line and column: given ones, each note's, those between."""
    known = list(notes)
    people = [note for note in known if note.kind == "person"]
    found = {*problems, *(problem for note in known for problem in note.problems)}
    found.update(_nowhere(known, people, resolver))
    found.update(_bare_aliases(known, people, resolver))
    found.update(_namesakes(people, resolver))
    found.update(_selves(people))
    found.update(_numbered(known))
    return sorted(found, key=lambda each: (each.path, each.line, each.column, each.code))


def _nowhere(
    notes: Sequence[Note], people: Sequence[Note], resolver: Resolver
) -> Iterator[Problem]:
    places: defaultdict[str, list[_Place]] = defaultdict(list)
    for note in notes:
        for place in _places(note):
            if resolver.resolve(place.target, place.path) is None:
                places[fold(place.target)].append(place)
    if not places:
        return
    alike = Lookalikes({name: note.name for note in people for name in (note.name, *note.aliases)})
    by_path = {note.path: note for note in notes}
    for group in places.values():
        meant = alike.one_slip_from(group[0].target)
        if meant or any(place.is_surely for place in group):
            first = min(group, key=lambda place: (place.path, place.line))
            yield _leads_nowhere(first, len(group), meant, by_path[first.path])


def _places(note: Note) -> Iterator[_Place]:
    """Yield the links by which the note means people."""
    if note.kind == "person":
        for key in PEOPLE_PROPERTIES:
            for text in texts_of(note.properties.get(key)):
                if target := link_in(text):
                    yield _Place(target, note.path, 1, True)
    for item in note.interactions:
        for target in item.people:
            yield _Place(target, note.path, item.line, _is_about_people(item))
    for loop in note.loops:
        for target in () if loop.own else loop.people:
            yield _Place(target, note.path, loop.line, loop.kind in LOOPS_ABOUT_PEOPLE)


def _is_about_people(item: Interaction) -> bool:
    """Tell whether the item counts as contact whatever its links lead to."""
    return item.source in ("daily", "meeting") and not item.by_link


def _leads_nowhere(place: _Place, places: int, meant: str | None, note: Note) -> Problem:
    line, column = _position(place, note)
    elsewhere = f" ({places} places)" if places > 1 else ""
    message = f'no note is called "{place.target}"{elsewhere}.'
    if meant:
        hint = f"Is it {meant}? Until then it counts for nobody."
        return Problem("dangling-link", place.path, line, column, "warning", message, hint)
    hint = "It counts for nobody until there is one."
    return Problem("dangling-link", place.path, line, column, "note", message, hint)


def _position(place: _Place, note: Note) -> tuple[int, int]:
    at = [
        (link.line, link.column)
        for link in note.links
        if link.target == place.target and link.line >= place.line
    ]
    return min(at, default=(place.line, 1))


def _bare_aliases(
    notes: Sequence[Note], people: Sequence[Note], resolver: Resolver
) -> Iterator[Problem]:
    aliases = {fold(alias) for note in people for alias in (*note.aliases, note.name)}
    names = {note.path: note.name for note in people}
    for note in notes:
        for link in note.links:
            if fold(link.target) not in aliases or resolver.resolve_name(link.target, note.path):
                continue
            path = resolver.resolve_alias(link.target)
            if path not in names:
                continue
            stem = path.rpartition("/")[2].removesuffix(".md")
            yield Problem(
                "alias-link",
                note.path,
                link.line,
                link.column,
                "warning",
                f'Obsidian does not resolve "{link.target}", an alias of {names[path]}.',
                f"Write [[{stem}|{link.text or link.target}]].",
            )


def _namesakes(people: Sequence[Note], resolver: Resolver) -> Iterator[Problem]:
    by_name: defaultdict[str, list[Note]] = defaultdict(list)
    by_email: defaultdict[str, list[Note]] = defaultdict(list)
    for note in people:
        by_name[plain_name(note.name)].append(note)
        for email in {text.strip().casefold() for text in texts_of(note.properties.get("email"))}:
            if not is_shared(email):
                by_email[email].append(note)
    for code, what, groups in (
        ("same-name", "name", by_name),
        ("same-email", "e-mail", by_email),
    ):
        for shared, group in groups.items():
            if shared and len(group) > 1:
                yield from _maybe_one(code, what, group, resolver)


def _maybe_one(
    code: str, what: str, group: Sequence[Note], resolver: Resolver
) -> Iterator[Problem]:
    first, *others = sorted(group, key=lambda note: note.path)
    for note in others:
        if not told_apart(note, first, resolver):
            yield Problem(
                code,
                note.path,
                1,
                1,
                "note",
                f"{first.path} has the same {what}.",
                "Is it one person? vault-tool check --duplicates",
            )


def _selves(people: Sequence[Note]) -> Iterator[Problem]:
    selves = sorted(note.path for note in people if note.person and note.person.me)
    for path in selves[1:]:
        yield Problem(
            "two-selves",
            path,
            1,
            1,
            "warning",
            f"{selves[0]} says `me: true` as well.",
            "Keep it in the one note about yourself.",
        )


def _numbered(notes: Sequence[Note]) -> Iterator[Problem]:
    """Yield a finding for each note that iCloud seems to have made of another: `Ada 2`."""
    by_path = {note.path: note for note in notes}
    for note in notes:
        match = _NUMBERED.fullmatch(note.path)
        original = by_path.get(f"{match[1]}.md") if match else None
        if original and _tell_the_same(note, original):
            yield Problem(
                "numbered-copy",
                note.path,
                1,
                1,
                "note",
                f"this tells what {original.path} tells: iCloud calls copies so.",
                f"If it is one: vault-tool merge-copies {quote(note.path)}",
            )


def _tell_the_same(one: Note, two: Note) -> bool:
    talks = {(each.day, each.text) for each in one.interactions}
    same = {key for key, held in one.properties.items() if held == two.properties.get(key)}
    return len(same - {"type"}) > 2 or any((t.day, t.text) in talks for t in two.interactions)
