"""A whole note: bytes in, everything the file says out. Reading cannot fail.

What kind of note it is follows from its properties, its name and its folder, in this order: made
by the tool, a person, a daily note, a meeting, any other note.
"""

import re
from datetime import date
from functools import lru_cache

from vault_tool.dates import parse_day
from vault_tool.errors import Problem
from vault_tool.model import Interaction, Link, Note, NoteKind
from vault_tool.note.body import Told, read_body
from vault_tool.note.channels import channel_in
from vault_tool.note.conventions import Conventions
from vault_tool.note.frontmatter import Scalar
from vault_tool.note.head import Head, read_head
from vault_tool.note.links import find_links
from vault_tool.note.moment import day_named
from vault_tool.note.person import read_person
from vault_tool.note.text import decode
from vault_tool.note.versions.recorded import BARE_SIGN

_make = tuple.__new__  # a named tuple from its fields, without the detour through its own __new__

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
    head = read_head(text, path, ways.reading.properties)
    may_be_template = _opens_placeholder(text) or _opens_placeholder(path)
    tags = _tags(head)
    kind = _kind(path, head, tags, ways, may_be_template)
    day = _day(path, kind, head, ways)
    told = read_body(head.body, head.body_line, path, kind, day, ways)
    person, unfit = read_person(head, path) if kind == "person" else (None, [])
    if kind in ("daily", "meeting") and day is not None:
        told.interactions = [*_meeting(path, day, head, ways), *told.interactions]
    odd = _told_problems(told, kind)
    if BARE_SIGN in text or ("<" in text and "<<<<<<< " in text):
        odd = [*odd, *_still_open(path, text)]
    return _make(
        Note,
        (
            path,
            kind,
            (_stated_name(head) if kind == "person" else None) or stem(path),
            day,
            person,
            _words(head, "aliases", ","),
            tags,
            head.values if person else {},
            tuple(told.interactions),
            tuple(told.mentions),
            tuple(told.loops),
            (*_links(head), *told.links),
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


def _stated_name(head: Head) -> str | None:
    text = head.text("name")
    return text.strip() if text else None


def _kind(
    path: str, head: Head, tags: tuple[str, ...], ways: Conventions, may_be_template: bool
) -> NoteKind:
    types = {_type_word(text) for text in head.texts("type")}
    if "draft" in types or head.texts("generated_by"):
        return "made"
    under = _lies_under(path.rpartition("/")[0], ways.reading.people)
    may_be_template = under and may_be_template and not _DATED.search(head.body)
    is_template = may_be_template and _has_placeholder(stem(path), head)
    words = head.body if may_be_template else ""
    if not is_template and _is_person(path, head, tags, words, types, ways, under):
        return "person"
    if any(day_named(path[:-3], by) for by in ways.days):
        return "daily"
    if any(find_links(text, 1) for text in head.texts("people")) and _stated_day(path, head):
        return "meeting"
    return "note"


def _is_person(
    path: str,
    head: Head,
    tags: tuple[str, ...],
    body: str,
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
    if head.bare and _NO_PERSON_NAME.fullmatch(name):
        return False
    if name.casefold().endswith(".excalidraw") or "excalidraw-plugin" in head.values:
        return False
    return not (_holds(body, "{{", "}}") or _holds(body, "<%", "%>"))


def _opens_placeholder(text: str) -> bool:
    """Tell whether a placeholder may begin; one character is sought many times faster than two."""
    return ("{" in text and "{{" in text) or ("<" in text and "<%" in text)


def _holds(text: str, opening: str, closing: str) -> bool:
    """Tell whether a placeholder stands in a text, in one pass over it."""
    at = text.find(opening)
    return at >= 0 and text.find(closing, at) >= 0


def _has_placeholder(name: str, head: Head) -> bool:
    """Tell whether `{{…}}` or `<% … %>` stands in the name or in a property."""
    if "{{" in name or "<%" in name:
        return True
    for key in head.values:
        node = head.fields(key)[0].node
        scalars = (node,) if isinstance(node, Scalar) else head.scalars(key)
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


def _tags(head: Head) -> tuple[str, ...]:
    words = _words(head, "tags", None)
    return tuple([tag.casefold() for word in words if (tag := word.lstrip("#"))])


def _words(head: Head, key: str, separator: str | None) -> tuple[str, ...]:
    """Return the texts of a list; a single scalar is split as Obsidian splits it."""
    if key not in head.values:
        return ()
    found: list[str] = []
    for part in head.parts(key):
        texts = _split(part, separator) if isinstance(part, str) else part
        found += [word for text in texts if (word := text.strip())]
    return tuple(dict.fromkeys(found))


def _split(text: str, separator: str | None) -> list[str]:
    return text.split(separator) if separator else text.replace(",", " ").split()


def _day(path: str, kind: NoteKind, head: Head, ways: Conventions) -> date | None:
    """Return the day of a dated note; the name of a daily note wins over its `date:`."""
    if kind == "daily":
        return next(day for by in ways.days if (day := day_named(path[:-3], by)))
    return _stated_day(path, head) if kind == "meeting" else None


def _stated_day(path: str, head: Head) -> date | None:
    """Return the day that `date:` states, else the one whole ISO date in the file's name."""
    stated = head.text("date")
    if stated is not None:
        return parse_day(stated)
    written = set(_ISO_IN_NAME.findall(stem(path)))
    return parse_day(written.pop()) if len(written) == 1 else None


def _meeting(path: str, day: date, head: Head, ways: Conventions) -> list[Interaction]:
    targets = [link.target for text in head.texts("people") for link in find_links(text, 1)]
    if not targets:
        return []
    channel = channel_in(stem(path), ways.reading.channels)
    people = tuple(dict.fromkeys(targets))
    text = _ISO_IN_NAME.sub("", stem(path)).strip(" -–—_")
    line = head.scalars("people")[0].line
    return [Interaction(day, channel, text, line, "meeting", people, False, False, ())]


def _links(head: Head) -> list[Link]:
    """Return the links that stand in the properties."""
    links: list[Link] = []
    for text, line, column in head.linking():
        links += find_links(text, line, column)
    return links


def _told_problems(told: Told, kind: NoteKind) -> list[Problem]:
    return told.problems if kind != "made" else []
