"""A whole note: bytes in, everything the file says out. Reading cannot fail.

What kind of note it is follows from its properties, its name and its folder, in this order: made
by the tool, a person, a daily note, a meeting, any other note.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from vault_tool.dates import parse_day
from vault_tool.errors import Problem
from vault_tool.model import Interaction, Link, Note, NoteKind, Value
from vault_tool.note.body import Told, read_body
from vault_tool.note.channels import channel_in
from vault_tool.note.conventions import Conventions
from vault_tool.note.frontmatter import Node, Scalar, read_front_matter
from vault_tool.note.inline import inline_fields
from vault_tool.note.links import find_links
from vault_tool.note.moment import day_named
from vault_tool.note.person import read_person
from vault_tool.note.properties import Property, scalars_in, united
from vault_tool.note.text import decode
from vault_tool.note.versions.recorded import BARE_SIGN

_make = tuple.__new__  # a named tuple from its fields, without the detour through its own __new__

# Raised whenever the same bytes would read differently: the index is then made anew.
PARSER_VERSION = 3

PERSON_WORDS = frozenset(("person", "people", "contact"))
_NO_PERSON_NAME = re.compile(r"(?:index|readme|untitled.*|.*\bmoc)$", re.I)
# What somebody wrote, whatever placeholder their template left behind.
_DATED = re.compile(
    r"(?:^|\r)[ \t]*(?:[-*+]|#{1,6}|\d+[.)])[ \t]+[*_[]{0,5}\d{4}-\d{2}-\d{2}", re.M
)
_ISO_IN_NAME = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d|-\d)")


def read_note(path: str, data: bytes, ways: Conventions) -> Note:
    """Return everything the note at `path` (relative to the vault, with `/`) says."""
    return read_decoded(path, *decode(data, path), ways)


def read_decoded(path: str, text: str, problems: tuple[Problem, ...], ways: Conventions) -> Note:
    """Return what `read_note` does, of a text and what was odd in its bytes."""
    head = read_front_matter(text, path)
    inline = inline_fields(head.body, head.body_line)
    properties = united(head.fields, inline, ways.reading.properties)
    bare = not head.fields and head.parsed
    may_be_template = _opens_placeholder(text) or _opens_placeholder(path)
    tags = _tags(properties.get("tags"))
    kind = _kind(path, properties, tags, head.body, bare, ways, may_be_template)
    day = _day(path, kind, properties, ways)
    told = read_body(head.body, head.body_line, path, kind, day, ways)
    person, unfit = read_person(properties, path) if kind == "person" else (None, [])
    values, links = _held(properties)
    if kind in ("daily", "meeting") and day is not None:
        told.interactions = [*_meeting(path, day, properties, ways), *told.interactions]
    odd = _told_problems(told, kind)
    if BARE_SIGN in text or ("<" in text and "<<<<<<< " in text):
        odd = [*odd, *_still_open(path, text)]
    return _make(
        Note,
        (
            path,
            kind,
            _name(path, properties if kind == "person" else {}),
            day,
            person,
            _words(properties.get("aliases"), ","),
            tags,
            values if person else {},
            tuple(told.interactions),
            tuple(told.mentions),
            tuple(told.loops),
            (*links, *told.links),
            (*problems, *head.problems, *unfit, *odd),
        ),
    )


def _still_open(path: str, text: str) -> tuple[Problem, ...]:
    """Return a problem for each difference of two devices that waits for somebody's choice."""
    from shlex import quote

    from vault_tool.note.versions.choice import still_open

    return tuple(
        Problem(
            "conflict",
            path,
            each.line,
            1,
            "warning",
            each.told(),
            f"Choose: vault-tool resolve {quote(path)} --keep, or --other.",
        )
        for each in still_open(text.encode("utf-8", "surrogateescape"))
    )


def stem(path: str) -> str:
    """Return a note's file name without folder and `.md`."""
    return path.rpartition("/")[2][:-3]


def _name(path: str, properties: Mapping[str, Property]) -> str:
    prop = properties.get("name")
    scalar = prop.text() if prop else None
    return (scalar.text or "").strip() if scalar else stem(path)


def _kind(
    path: str,
    properties: Mapping[str, Property],
    tags: tuple[str, ...],
    body: str,
    bare: bool,
    ways: Conventions,
    may_be_template: bool,
) -> NoteKind:
    types = {_type_word(scalar.text or "") for scalar in _scalars(properties, "type")}
    if "draft" in types or _scalars(properties, "generated_by"):
        return "made"
    under = _lies_under(path.rpartition("/")[0], ways.reading.people)
    may_be_template = under and may_be_template and not _DATED.search(body)
    is_template = may_be_template and _has_placeholder(stem(path), properties)
    words = body if may_be_template else ""
    if not is_template and _is_person(path, properties, tags, words, bare, types, ways, under):
        return "person"
    if any(day_named(path[:-3], by) for by in ways.days):
        return "daily"
    if any(find_links(s.text or "", 1) for s in _scalars(properties, "people")) and _stated_day(
        path, properties
    ):
        return "meeting"
    return "note"


def _is_person(
    path: str,
    properties: Mapping[str, Property],
    tags: tuple[str, ...],
    body: str,
    bare: bool,
    types: set[str],
    ways: Conventions,
    under: bool,
) -> bool:
    by = ways.reading.people_by
    if "type" in by and types & PERSON_WORDS:
        return True
    if "tag" in by and any(tag.partition("/")[0] in PERSON_WORDS for tag in tags):
        return True
    if "folder" not in by or types - PERSON_WORDS or not under:
        return False
    name = stem(path)
    if bare and _NO_PERSON_NAME.fullmatch(name):
        return False
    if name.casefold().endswith(".excalidraw") or "excalidraw-plugin" in properties:
        return False
    return not (_holds(body, "{{", "}}") or _holds(body, "<%", "%>"))


def _opens_placeholder(text: str) -> bool:
    """Tell whether a placeholder may begin; one character is sought many times faster than two."""
    return ("{" in text and "{{" in text) or ("<" in text and "<%" in text)


def _holds(text: str, opening: str, closing: str) -> bool:
    """Tell whether a placeholder stands in a text, in one pass over it."""
    at = text.find(opening)
    return at >= 0 and text.find(closing, at) >= 0


def _has_placeholder(name: str, properties: Mapping[str, Property]) -> bool:
    """Tell whether `{{…}}` or `<% … %>` stands in the name or in a property."""
    if "{{" in name or "<%" in name:
        return True
    for key, prop in properties.items():
        node = prop.fields[0].node
        scalars = (node,) if isinstance(node, Scalar) else prop.scalars()
        for scalar in scalars:
            if scalar.text and ("{{" in scalar.text or "<%" in scalar.text):
                return True
        if "{{" in key:
            return True
    return False


@lru_cache(1024)
def _lies_under(folder: str, folders: tuple[str, ...]) -> bool:
    """Tell whether a folder is one of these or lies in it; the notes of one follow each other."""
    folded = f"/{folder.casefold()}/"
    return any(folded.startswith(f"{_rooted(each)}/") for each in folders)


def _rooted(folder: str) -> str:
    """Return a folder of the config as paths are compared with it; the vault itself is empty."""
    inside = folder.strip("/").casefold()
    return f"/{inside}" if inside else ""


@lru_cache(256)
def _type_word(text: str) -> str:
    return text.strip().strip("#[]\"'").rpartition("/")[2].strip().casefold()


def _scalars(properties: Mapping[str, Property], key: str) -> "list":  # type: ignore[type-arg]
    prop = properties.get(key)
    return prop.scalars() if prop else []


def _tags(prop: Property | None) -> tuple[str, ...]:
    words = _words(prop, None) if prop else ()
    return tuple([tag.casefold() for word in words if (tag := word.lstrip("#"))])


def _words(prop: Property | None, separator: str | None) -> tuple[str, ...]:
    """Return the texts of a list; a single scalar is split as Obsidian splits it."""
    if prop is None:
        return ()
    found: list[str] = []
    for field in prop.fields:
        node = field.node
        if isinstance(node, Scalar):
            texts = _split(node.text or "", separator)
        else:
            texts = [scalar.text or "" for scalar in scalars_in(node)]
        found += [word for text in texts if (word := text.strip())]
    return tuple(dict.fromkeys(found))


def _split(text: str, separator: str | None) -> list[str]:
    return text.split(separator) if separator else text.replace(",", " ").split()


def _day(
    path: str, kind: NoteKind, properties: Mapping[str, Property], ways: Conventions
) -> date | None:
    """Return the day of a dated note; the name of a daily note wins over its `date:`."""
    if kind == "daily":
        return next(day for by in ways.days if (day := day_named(path[:-3], by)))
    return _stated_day(path, properties) if kind == "meeting" else None


def _stated_day(path: str, properties: Mapping[str, Property]) -> date | None:
    """Return the day that `date:` states, else the one whole ISO date in the file's name."""
    for scalar in _scalars(properties, "date"):
        return parse_day(scalar.text)
    written = set(_ISO_IN_NAME.findall(stem(path)))
    return parse_day(written.pop()) if len(written) == 1 else None


def _meeting(
    path: str, day: date, properties: Mapping[str, Property], ways: Conventions
) -> list[Interaction]:
    scalars = _scalars(properties, "people")
    targets = [link.target for scalar in scalars for link in find_links(scalar.text or "", 1)]
    if not targets:
        return []
    channel = channel_in(stem(path), ways.reading.channels)
    people = tuple(dict.fromkeys(targets))
    text = _ISO_IN_NAME.sub("", stem(path)).strip(" -–—_")
    line = scalars[0].line
    return [Interaction(day, channel, text, line, "meeting", people, False, False, ())]


def _held(properties: Mapping[str, Property]) -> tuple[dict[str, Value], list[Link]]:
    """Return what the properties hold, and the links that stand in them."""
    values: dict[str, Value] = {}
    links: list[Link] = []
    for key, prop in properties.items():
        fields = prop.fields
        node = fields[0].node
        if isinstance(node, Scalar) and len(fields) == 1:
            text = values[key] = node.text
            if text and "[" in text:
                links += find_links(text, node.line, node.column)
            continue
        values[key] = prop.value()
        if len(fields) > 1 or not isinstance(node, list) or _may_link(node):
            for scalar in prop.scalars():
                if scalar.text and "[" in scalar.text:
                    links += find_links(scalar.text, scalar.line, scalar.column)
    return values, links


def _may_link(nodes: list[Node]) -> bool:
    """Tell whether an item of a list may hold a link; a list in it may stand for one."""
    return bool([one for one in nodes if not isinstance(one, Scalar) or "[" in (one[0] or "")])


def _told_problems(told: Told, kind: NoteKind) -> list[Problem]:
    return told.problems if kind != "made" else []
