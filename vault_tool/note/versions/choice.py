"""What two devices still differ about in a note, and the note once somebody has chosen.

Public: `Open`, `still_open(data)`, `settled(path, data, side, keys)`, `settled_file`.

A difference is a property with the other side in a comment, or a place in the text with both sides
between marks, whoever put them there.
"""

import re
from collections.abc import Collection
from typing import Literal, NamedTuple

from vault_tool.errors import EditRefused
from vault_tool.note.versions.fields import Head, Part, head_of, recorded_in
from vault_tool.note.versions.recorded import BARE_SIGN, said, told_apart
from vault_tool.note.versions.style import styled

Side = Literal["keep", "other", "both"]

_PLACE = re.compile(
    r"^<{7}(?: [^\n]*)?\n(?P<ours>(?:(?![<>]{7}(?:[ \n]|\Z))[^\n]*\n)*?)"
    r"(?:\|{7}(?: [^\n]*)?\n(?:(?![<>]{7}(?:[ \n]|\Z))[^\n]*\n)*?)?"
    r"={7}\n(?P<theirs>(?:(?![<>]{7}(?:[ \n]|\Z))[^\n]*\n)*?)>{7}(?: [^\n]*)?(?:\n|\Z)",
    re.MULTILINE,
)


class Open(NamedTuple):
    """One difference: its line, the property it is about (None: the text), and both sides."""

    line: int
    key: str | None
    stands: str
    other: str

    def told(self) -> str:
        """Return what differs, as a sentence."""
        if self.key is None:
            here, there = _short(self.stands, None), _short(self.other, None)
            return f"two devices differ about the text: {here} or {there}."
        others = told_apart(self.key, self.other.split("\n"))
        said = [self.stands, *("\n".join(each) for each in others)]
        who = "two" if len(others) < 2 else "several"
        values = " or ".join(_short(each, self.key) for each in said)
        return f'{who} devices differ about "{self.key}": {values}.'


def may_be_open(text: str) -> bool:
    """Tell, fast, whether anything in a note looks like a difference."""
    return BARE_SIGN in text or "<<<<<<<" in text


def still_open(data: bytes) -> tuple[Open, ...]:
    """Return the differences of a note, in their order."""
    text = styled(data).text
    if not may_be_open(text):
        return ()
    head = head_of(text)
    found = []
    for each in recorded_in(head[0]) if head else ():
        found.append(Open(each.line, each.key, "\n".join(each.stands), "\n".join(each.other)))
    for place in _PLACE.finditer(text):
        line = text.count("\n", 0, place.start()) + 1
        found.append(Open(line, None, place["ours"].rstrip("\n"), place["theirs"].rstrip("\n")))
    return tuple(sorted(found))


def settled(path: str, data: bytes, side: Side, keys: Collection[str] = ()) -> bytes:
    """Return the note with one side of its differences: what stands, the other, or both.

    With `keys` only of those properties, else of all and of the text. Both sides can stay of a
    text, not of a property. Raises `EditRefused`.
    """
    note = styled(data)
    text = note.text
    if not keys:
        _refuse_unclear(path, text)
        text = _PLACE.sub(lambda place: _side_of(place, side), text)
    told = head_of(text)
    if told is None:
        raise EditRefused(
            f"{path}:1: the properties cannot be read", "Choose in an editor: vault-tool edit"
        )
    head, body = told
    if head.fences is not None:
        parts = [_chosen(path, part, side) if not keys or part.key in keys else part
                 for part in head.parts]  # fmt: skip
        text = _text_of(head._replace(parts=tuple(parts)), body)
        if head_of(text) is None:
            raise EditRefused(
                f"{path}:1: the other side would not be read as properties",
                "Choose in an editor: vault-tool edit",
            )
    return note.data(text)


def settled_file(path: str, data: bytes, other: bytes | None, side: Side) -> bytes:
    """Return a file that is no note, once somebody has chosen: text by its places, else whole.

    `other` is what the other side has. Raises `EditRefused`.
    """
    note = styled(data)
    if b"\0" not in data and _PLACE.search(note.text):
        _refuse_unclear(path, note.text)
        return note.data(_PLACE.sub(lambda place: _side_of(place, side), note.text))
    if side == "both":
        raise EditRefused(
            f"{path}: of such a file one version can stay only", "Say --keep or --other."
        )
    return data if side == "keep" or other is None else other


def _refuse_unclear(path: str, text: str) -> None:
    """Refuse places in which more than one line may be the mark between the sides."""
    for place in _PLACE.finditer(text):
        if place[0].split("\n").count("=" * 7) > 1:
            line = text.count("\n", 0, place.start()) + 1
            raise EditRefused(
                f"{path}:{line}: it is not certain where one side ends and the other begins",
                "Choose in an editor: vault-tool edit",
            )


def _short(text: str, key: str | None) -> str:
    if key is not None and text.startswith(f"{key}:"):
        text = text[len(key) + 1 :]
    words = " ".join(text.split())
    return f'"{words[:40]}…"' if len(words) > 40 else f'"{words}"'


def _side_of(place: re.Match[str], side: Side) -> str:
    if side == "both":
        return place["ours"] + place["theirs"]
    return place["ours"] if side == "keep" else place["theirs"]


def _chosen(path: str, part: Part, side: Side) -> Part:
    other = [words for line in part.below if (words := said(line)) is not None]
    if not other:
        return part
    if side == "both":
        raise EditRefused(
            f'{path}: "{part.key}" can have one value only',
            f"Say --keep {part.key} or --other {part.key}.",
        )
    if side == "other" and len(told_apart(part.key, other)) > 1:
        raise EditRefused(
            f'{path}: several devices say something else of "{part.key}"',
            f"Take one in an editor: vault-tool edit. Or keep what stands: --keep {part.key}.",
        )
    below = tuple(line for line in part.below if said(line) is None)
    return part._replace(lines=part.lines if side == "keep" else tuple(other), below=below)


def _text_of(head: Head, body: str) -> str:
    written = [line for part in head.parts for line in (*part.lines, *part.below)]
    first, last = head.fences or ("---", "---")
    return "".join(f"{line}\n" for line in (first, *head.above, *written, last)) + body
