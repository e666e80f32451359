"""Links rewritten to another note: only the characters that name the note change.

Heading, block, display text, `.md`, the size of an embed, percent signs and angle brackets stay.
Links in code and in comments are not links, and stay as they are.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import quote, unquote

from vault_tool.errors import EditRefused
from vault_tool.model import Link, Note
from vault_tool.note.conventions import Conventions
from vault_tool.note.editing.body import Body
from vault_tool.note.editing.opened import Opened, Splice, encodable, open_note
from vault_tool.note.editing.proof import first_difference
from vault_tool.note.editing.values import restyled
from vault_tool.note.editing.written import Written, places
from vault_tool.note.frontmatter import Field, Node, Scalar, read_front_matter
from vault_tool.note.links import LINK, as_link
from vault_tool.note.reading import read_note
from vault_tool.note.text import decode

_BY_HAND = "Change the links of this note by hand."
_IN_WIKI = re.compile(r"\\?\||#")
_IN_MARKDOWN = re.compile(r"#|%23")
_NO_NAME = re.compile(r"[\[\]|#^\r\n\t]|\A\s|\s\Z|\A\Z")
_MARKDOWN_SAFE = "/!$&'*+,-.:;=@_~"

NewTarget = Callable[[str], str | None]


class _Name(NamedTuple):
    """The part of a link that names the note: its place in a text, and how to write another."""

    start: int
    end: int
    target: str
    write: Callable[[str], str]


def rewrite_links(path: str, data: bytes, new_target: NewTarget, ways: Conventions) -> bytes:
    """Return the note with links leading elsewhere; unchanged where `new_target` says None of all.

    `new_target` is asked with each target as written, without heading, block, text and `.md`.
    Raises `EditRefused`.
    """
    note = open_note(path, data, _BY_HAND)
    if "[" not in note.clean:
        return data
    splices = [*_in_properties(note, new_target), *_in_body(note, new_target)]
    changed = note.spliced(splices)
    if changed == data:
        return data
    return _proven(note, data, changed, new_target, ways)


def _in_body(note: Opened, new_target: NewTarget) -> Iterator[Splice]:
    body = Body(note, _BY_HAND)
    for block in body.blocks:
        for line, number in zip(block.masked, body.lines_of[id(block)], strict=True):
            at = body.start(number) + (block.column - 1 if number == block.line else 0)
            for name in _names(line):
                new = _asked(note, at, name, new_target)
                if new is not None:
                    yield Splice(at + name.start, at + name.end, new)


def _in_properties(note: Opened, new_target: NewTarget) -> Iterator[Splice]:
    found = places(note) if note.block else None
    for value in (leaf for field in found.fields for leaf in _leaves(field.value)) if found else ():
        if value.text is None or "[" not in value.text:
            continue
        if value.kind == "link":
            yield from _in_bare_link(note, value, new_target)
        else:
            yield from _in_scalar(note, value, value.text, new_target)


def _in_scalar(note: Opened, value: Written, text: str, new_target: NewTarget) -> Iterator[Splice]:
    """Rewrite the links of one value in its source; where escapes hide them, the whole value."""
    source = note.clean[value.start : value.last]
    names = list(_names(source))
    if [name.target for name in names] == [name.target for name in _names(text)]:
        for name in names:
            new = _asked(note, value.start, name, new_target)
            if new is not None:
                at = value.start
                yield Splice(at + name.start, at + name.end, _escaped_like(new, source))
        return
    new_text = _replaced(text, new_target)
    if new_text == text:
        return
    if value.kind != "scalar" or restyled(text, source, text) != source:
        raise note.refusal(value.start, "the link is written with escapes.", _BY_HAND)
    yield Splice(value.start, value.end, restyled(new_text, source, text))


def _escaped_like(new: str, source: str) -> str:
    """Return a name as it stands inside the quotes of a source."""
    if source[:1] == "'":
        return new.replace("'", "''")
    return new.replace("\\", "\\\\").replace('"', '\\"') if source[:1] == '"' else new


def _replaced(text: str, new_target: NewTarget) -> str:
    """Return a text with its links leading to the new targets."""
    parts, at = [], 0
    for name in _names(text):
        new = new_target(name.target)
        if new is not None and new != name.target:
            parts += [text[at : name.start], name.write(new)]
            at = name.end
    return "".join([*parts, text[at:]])


def _in_bare_link(note: Opened, value: Written, new_target: NewTarget) -> Iterator[Splice]:
    """Rewrite `[[X]]` that lacks quotes; it is a list in a list to YAML, and stays one."""
    for name in _names(note.clean[value.start : value.end]):
        new = _asked(note, value.start, name, new_target)
        if new is None:
            continue
        if re.search(r"[,{}\"'&*!%@`:?-]", new):
            line = note.line(value.start)
            raise EditRefused(
                f"{note.path}:{line}: a link lacks its quotes.", f'Write "[[{new}]]".'
            )
        yield Splice(value.start + name.start, value.start + name.end, new)


def _leaves(value: Written) -> Iterator[Written]:
    if value.items:
        for item in value.items:
            yield from _leaves(item)
    else:
        yield value


def _names(text: str) -> Iterator[_Name]:
    """Return where the links of one text name their notes."""
    for match in LINK.finditer(text):
        link = as_link(match, 1, 1)
        if link is None:
            continue
        if match["wiki"] is not None:
            start, end = _trimmed(match["wiki"], _IN_WIKI)
            begin = match.start("wiki")
            yield _Name(begin + start, begin + end, link.target, str)
        else:
            yield _markdown_name(match, link)


def _markdown_name(match: "re.Match[str]", link: Link) -> _Name:
    begin, written = match.start("dest"), match["dest"]
    if written.startswith("<"):
        begin, written = begin + 1, written[1:-1]
    start, end = _trimmed(written, _IN_MARKDOWN)
    bare = not match["dest"].startswith("<")
    old = written[start:end]

    def write(new: str) -> str:
        if not bare and "%" not in old:
            return new
        all_encoded = unquote(old) != old and not unquote(old).isascii() and old.isascii()
        if all_encoded:
            return quote(new, safe=_MARKDOWN_SAFE)
        return "".join(
            c if not c.isascii() or c.isalnum() or c in _MARKDOWN_SAFE else quote(c) for c in new
        )

    return _Name(begin + start, begin + end, link.target, write)


def _trimmed(inside: str, stop: "re.Pattern[str]") -> tuple[int, int]:
    """Return where a link's inside names the note: before heading and text, without `.md`."""
    cut = stop.search(inside)
    whole = inside[: cut.start()] if cut else inside
    name = whole.strip()
    start = len(whole) - len(whole.lstrip())
    if name[-3:].lower() == ".md":
        name = name[:-3].rstrip()
    return start, start + len(name)


def _asked(note: Opened, at: int, name: _Name, new_target: NewTarget) -> str | None:
    new = new_target(name.target)
    if new is None or new == name.target:
        return None
    encodable(note.path, new, "the new name")
    if _NO_NAME.search(new):
        why = f'a link cannot lead to "{new[:60]}".'
        raise note.refusal(at + name.start, why, "Choose another name.")
    return name.write(new)


def _proven(
    note: Opened, data: bytes, changed: bytes, new_target: NewTarget, ways: Conventions
) -> bytes:
    """Return the changed bytes if the note reads the same, its targets aside."""
    before, after = read_note(note.path, data, ways), read_note(note.path, changed, ways)
    properties = read_front_matter(decode(changed, note.path)[0], note.path)
    holds = (
        [_led(link, new_target) for link in before.links] == [_still(link) for link in after.links]
        and [_node(field, new_target) for field in note.fields]
        == [_node(field, lambda _: None) for field in properties.fields]
        and properties.parsed
        and before.kind == after.kind
        and _told(before) == _told(after)
    )
    if not holds:
        at = first_difference(note, changed)
        raise note.refusal(at, "a link would be read otherwise.", _BY_HAND)
    return changed


def _led(link: Link, new_target: NewTarget) -> tuple[str, int, str | None, bool]:
    new = new_target(link.target)
    return _still(link if new is None else link._replace(target=new))


def _still(link: Link) -> tuple[str, int, str | None, bool]:
    return link.target, link.line, link.text, link.embed


def _told(note: Note) -> list[object]:
    """Return what a note tells, without the names in its links."""
    return [
        *((one.day, one.line, one.source, one.channel, one.tags) for one in note.interactions),
        *((one.state, one.line, one.kind, one.due) for one in note.loops),
        *((one.day, one.line) for one in note.mentions),
        *((one.code, one.line) for one in note.problems),
    ]


def _node(field: Field, new_target: NewTarget) -> tuple[str, object]:
    """Return a field as it reads when its links lead to the new targets."""

    def turned(node: Node) -> object:
        if isinstance(node, Scalar):
            return node.text and _replaced(node.text, new_target), node.quoted
        if isinstance(node, dict):
            return {key: turned(held) for key, held in node.items()}
        return [bare_link(one) or turned(one) for one in node]

    def bare_link(node: Node) -> object:
        if isinstance(node, list) and len(node) == 1 and isinstance(node[0], Scalar):
            return node[0].text and _replaced(f"[[{node[0].text}]]", new_target)
        return None

    return field.key, turned(field.node)
