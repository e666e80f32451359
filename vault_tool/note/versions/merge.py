"""Three versions of a note become one, by what its parts mean.

Public: `Merged`, `merged(base, ours, theirs, compare, own)`.

Properties, dated entries and open loops are merged each by rules of their own, all other text line
by line. The result is proven: front matter that says what was chosen, every entry as often as the
sides make it. What cannot be proven is left to the comparison of lines, with both sides in marks.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from vault_tool.note.versions.entries import NO_SLOT, SIGN, joined, taken_out
from vault_tool.note.versions.fields import NO_HEAD, JoinedHead, head_of, joined_heads
from vault_tool.note.versions.prose import Compare, between_marks, joined_text
from vault_tool.note.versions.style import Styled, styled
from vault_tool.note.versions.threeway import Clash, chosen

_V = TypeVar("_V", bytes, str, bool)
_NO_NAMES: Mapping[str, str] = MappingProxyType({})


class Merged(NamedTuple):
    """The note that three versions become.

    `properties` are those about which the sides differ: each stands as ours has it, with the other
    side in a comment. `is_marked` says that marks of a conflict stand in the text.
    """

    data: bytes
    properties: tuple[str, ...] = ()
    is_marked: bool = False

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing is left to be decided."""
        return not self.properties and not self.is_marked


def merged(
    base: bytes,
    ours: bytes,
    theirs: bytes,
    compare: Compare,
    own: Mapping[str, str] = _NO_NAMES,
) -> Merged | None:
    """Return the note that both versions of `base` become; None where they are no text.

    `own` are a vault's own names of properties. A `base` that is empty is a note that both made.
    """
    try:
        return Merged(chosen(base, ours, theirs))
    except Clash:
        pass
    if any(b"\0" in data for data in (base, ours, theirs)):
        return None
    versions = [styled(data) for data in (base, ours, theirs)]
    texts = [version.text for version in versions]
    found = _of_parts(texts, compare, own) or _of_lines(texts, compare)
    text, properties, is_marked = found
    return Merged(_in_style(text, versions if base else versions[1:]), properties, is_marked)


def _in_style(text: str, versions: list[Styled]) -> bytes:
    """Return the bytes: byte order mark, line ends and last line as the changed side has them."""
    mark = _either([version.mark for version in versions])
    eol = _either([version.eol for version in versions])
    is_ended = _either([version.is_ended for version in versions])
    return Styled(text, mark, eol, is_ended).data(text)


def _either(found: list[_V]) -> _V:
    """Return the style of the side that changed it; without a base, or where both did, one."""
    try:
        return chosen(*found) if len(found) > 2 else max(found)
    except Clash:
        return max(found[1:])


def _of_lines(texts: list[str], compare: Compare) -> tuple[str, tuple[str, ...], bool]:
    text, is_marked = joined_text(texts[0], texts[1], texts[2], compare)
    return text, (), is_marked


def _of_parts(
    texts: list[str], compare: Compare, own: Mapping[str, str]
) -> tuple[str, tuple[str, ...], bool] | None:
    """Return front matter and body merged each by its rules; None where a side is unreadable."""
    base, ours, theirs = (head_of(text) for text in texts)
    if ours is None or theirs is None:
        return None
    if base is None:  # an older note whose properties nobody could read
        base = (NO_HEAD, texts[0])
    head = joined_heads(base[0], ours[0], theirs[0], own)
    body, is_marked = _body([base[1], ours[1], theirs[1]], compare)
    text = "".join(f"{line}\n" for line in head.lines) + body
    return (text, head.differing, is_marked) if _is_sound(head, text, body) else None


def _is_sound(head: JoinedHead, text: str, body: str) -> bool:
    """Tell whether the note is read as what it was made of."""
    told = head_of(text)
    if told is None or told[1] != body:
        return False
    written = [line for part in told[0].parts for line in (*part.lines, *part.below)]
    fences = told[0].fences
    if fences is None:
        return not head.lines
    return (fences[0], *told[0].above, *written, fences[1]) == head.lines


def _body(bodies: list[str], compare: Compare) -> tuple[str, bool]:
    if not any(SIGN in body for body in bodies):
        found = _of_entries(bodies, compare)
        if found is not None:
            return found
    return joined_text(bodies[0], bodies[1], bodies[2], compare)


def _of_entries(bodies: list[str], compare: Compare) -> tuple[str, bool] | None:
    """Return the body with its runs merged apart from the rest; None where that is not certain."""

    def text(base: str, ours: str, theirs: str) -> str:
        both, is_marked = joined_text(base, ours, theirs, compare)
        if is_marked:
            raise Clash
        return both

    taken = [taken_out(body, {}) for body in bodies]
    rest, is_marked = joined_text(taken[0].rest, taken[1].rest, taken[2].rest, compare)
    if is_marked and any(SIGN in line for line in between_marks(rest)):
        return None
    often: dict[str, int] = {}
    for sign in dict.fromkeys(sign for each in taken for sign in each.slots):
        runs = [each.slots.get(sign, NO_SLOT) for each in taken]
        run, counted = joined(runs[0], runs[1], runs[2], text)
        for entry, times in counted.items():
            often[entry] = often.get(entry, 0) + times
        stands = rest.split("\n").count(sign)
        if stands > 1 or (not stands and run):
            return None
        line = f"{sign}\n"
        at = rest.find(line) if rest.startswith(line) else rest.find(f"\n{line}") + 1
        if stands:
            rest = rest[:at] + (f"{run}\n" if run else "") + rest[at + len(line) :]
    if taken_out(rest, {}).counted() != often:
        return None
    return rest, is_marked
