"""The proof that an edit did what it was meant to do: the new bytes are read again and compared.

Whatever the splices were made of, what is not exactly the intended difference is refused.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from vault_tool.errors import EditRefused
from vault_tool.note.editing.opened import Opened, open_note
from vault_tool.note.nodes import Field, Node, Scalar, plain


class Change(NamedTuple):
    """What a field shall hold: no item for nothing; `is_list` where a list is meant."""

    items: tuple[object, ...]
    is_list: bool = False


def proven_properties(
    note: Opened,
    changed: bytes,
    changes: Mapping[int, Change | None],
    added: tuple[str, Change] | None,
    by_hand: str,
) -> bytes:
    """Return the changed bytes if only these fields, by number, differ; else raise `EditRefused`.

    None takes a field away; `added` is the name and value of a new last field. The body, the
    order, the style of every other value and its problems must be what they were.
    """
    line = first_difference(note, changed)
    try:
        after = open_note(note.path, changed, by_hand)
    except EditRefused:
        raise note.refusal(line, "the properties would become unreadable.", by_hand) from None
    kept = [
        (number, field)
        for number, field in enumerate(note.fields)
        if changes.get(number, 0) is not None
    ]
    fields = list(after.fields)
    news = [fields.pop()] if added and len(fields) > len(kept) else []
    holds = (
        after.mark == note.mark
        and after.text[after.body :] == note.text[note.body :]
        and len(fields) == len(kept)
        and len(news) == (added is not None)
        and all(
            _is_as_meant(old, new, changes.get(number))
            for (number, old), new in zip(kept, fields, strict=True)
        )
        and (not added or (news[0].key == added[0] and _holds(news[0].node, added[1])))
        and not _new_problems(note, after)
    )
    if not holds:
        raise note.refusal(line, "more than this property would change.", by_hand)
    return changed


def meant_items(node: Node) -> list[object]:
    """Return what the items of a list mean, or a single value as one; nothing has none.

    `[[X]]` without quotes is a list in a list to YAML, and means the link.
    """
    if isinstance(node, Scalar):
        return [] if node.text is None else [node.text]
    if not isinstance(node, list):
        return [plain(node)]
    if _is_link(node):
        return [_meant(node)]
    return [_meant(item) for item in node]


def is_list(node: Node) -> bool:
    """Tell whether a value is a list, and not a link without quotes."""
    return isinstance(node, list) and not _is_link(node)


def _is_link(node: Node) -> bool:
    return (
        isinstance(node, list)
        and len(node) == 1
        and isinstance(node[0], list)
        and _one_text(node[0])
    )


def _one_text(node: Sequence[Node]) -> bool:
    return len(node) == 1 and isinstance(node[0], Scalar) and bool(node[0].text)


def _meant(node: Node) -> object:
    if (
        isinstance(node, list)
        and len(node) == 1
        and isinstance(node[0], list)
        and _one_text(node[0])
    ):
        return f"[[{plain(node[0][0])}]]"
    return plain(node)


def _is_as_meant(old: Field, new: Field, change: Change | None) -> bool:
    if old.key != new.key:
        return False
    return _still(old.node) == _still(new.node) if change is None else _holds(new.node, change)


def _holds(node: Node, change: Change) -> bool:
    return meant_items(node) == list(change.items) and is_list(node) == change.is_list


def _still(node: Node) -> object:
    """Return a value with its quotes, without its place."""
    if isinstance(node, Scalar):
        return node.text, node.quoted
    if isinstance(node, list):
        return [_still(item) for item in node]
    return {key: _still(value) for key, value in node.items()}


def _new_problems(note: Opened, after: Opened) -> bool:
    before = [problem.code for problem in note.problems]
    for problem in after.problems:
        if problem.code not in before:
            return True
        before.remove(problem.code)
    return False


def first_difference(note: Opened, changed: bytes) -> int:
    """Return the offset in the note from which the changed bytes differ."""
    text = changed[len(note.mark) :].decode("utf-8", "surrogateescape")
    same = 0
    for one, two in zip(note.text, text, strict=False):
        if one != two:
            break
        same += 1
    return same
