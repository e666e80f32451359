"""What changed in somebody's note between two of its versions.

Public: `Changed`, `changed(before, now, ways)`.

Talks, open loops and what steers the tool are left out: a brief tells of those by themselves.
"""

from collections.abc import Iterable
from typing import NamedTuple

from vault_tool.engine.conditions import texts_of
from vault_tool.note.blocks import blocks
from vault_tool.note.conventions import Conventions
from vault_tool.note.frontmatter import read_front_matter
from vault_tool.note.log import dated
from vault_tool.note.properties import united
from vault_tool.note.text import decode

# Properties that steer the tool, or tell what talks tell.
_STEERING = frozenset(
    ("type", "uid", "sources", "inbox", "me", "mentions", "last_contact", "next_contact",
     "snooze_until", "not_same_as", "weight", "frequency", "cssclasses", "modified", "updated")
)  # fmt: skip


class Changed(NamedTuple):
    """One change: what a property says no longer, and what is new in it; or a new line of text.

    Of a list only the items that differ; `key` is None for a line.
    """

    key: str | None
    before: tuple[str, ...]
    now: tuple[str, ...]


class _Version(NamedTuple):
    properties: dict[str, tuple[str, ...]]
    lines: tuple[str, ...]


def changed(before: bytes, now: bytes, ways: Conventions) -> tuple[Changed, ...]:
    """Return what somebody's note says now and did not say before, properties first."""
    old, new = _version(before, ways), _version(now, ways)
    found = []
    for key in dict.fromkeys((*new.properties, *old.properties)):
        was, has = old.properties.get(key, ()), new.properties.get(key, ())
        if set(was) != set(has) and key not in _STEERING:
            gone = tuple(each for each in was if each not in has)
            found.append(Changed(key, gone, tuple(each for each in has if each not in was)))
    known = set(old.lines)
    found += [Changed(None, (), (line,)) for line in new.lines if line not in known]
    return tuple(found)


def _version(data: bytes, ways: Conventions) -> _Version:
    head = read_front_matter(decode(data, "")[0], "")
    held = united(head.fields, (), ways.reading.properties)
    properties = {key: tuple(texts_of(prop.value())) for key, prop in held.items()}
    return _Version(properties, tuple(dict.fromkeys(_lines(head.body, ways))))


def _lines(body: str, ways: Conventions) -> Iterable[str]:
    """Yield the paragraphs and items of a body that are neither talks nor tasks, nor under them."""
    under_talk = 0
    for block in blocks(body, 1):
        is_talk = dated(block.shown[0], ways.reading.channels) is not None
        if block.kind == "heading":
            if is_talk:
                under_talk = block.level
            elif block.level <= under_talk:
                under_talk = 0
        chain = (block, *block.ancestors())
        apart = any(
            each.status is not None or dated(each.shown[0], ways.reading.channels) for each in chain
        )
        if block.kind in ("item", "paragraph") and not under_talk and not apart:
            words = " ".join(" ".join(line.split()) for line in block.shown).strip()
            if words:
                yield words
