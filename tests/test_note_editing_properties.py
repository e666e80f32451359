"""The laws of editing properties: nothing but the value changes, and it can be changed back."""

import contextlib
import re
from collections.abc import Callable
from random import Random

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.note_editing_notes import NASTY, WORDS, Made, Piece, made_note
from vault_tool.errors import EditRefused
from vault_tool.note.conventions import Conventions
from vault_tool.note.editing.properties import (
    add_to_property,
    delete_property,
    remove_from_property,
    set_property,
)
from vault_tool.note.editing.values import as_literal, scalar_as_written
from vault_tool.note.frontmatter import plain, read_front_matter
from vault_tool.note.text import decode

WAYS = Conventions()
PATH = "People/Ada Moon.md"
NEW = "favourite_colour"
UNSEEN = set("\t\x07\x85\u2028\ufeff")

# What YAML 1.2 core makes of plain text.
_NULL = re.compile(r"~|null|Null|NULL|")
_BOOL = re.compile(r"true|True|TRUE|false|False|FALSE")
_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(
    r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
)


def values(data: bytes) -> dict[str, object]:
    head = read_front_matter(decode(data, PATH)[0], PATH)
    assert head.parsed
    return {field.key: plain(field.node) for field in head.fields}


def as_core_yaml(data: bytes) -> dict[str, object]:
    """Read front matter as YAML 1.2 core does, with libyaml and nothing of ours."""
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").replace("\r\n", "\n")
    block = text.split("\n", 1)[1] if text.startswith("---") else ""
    block = re.split(r"(?m)^---[ \t]*$", block, maxsplit=1)[0]
    root = yaml.compose(block, Loader=yaml.CBaseLoader) if block.strip() else None
    return dict(_core_pairs(root)) if isinstance(root, yaml.MappingNode) else {}


def _core_pairs(node: yaml.MappingNode) -> list[tuple[str, object]]:
    return [(str(key.value), _core(value)) for key, value in node.value]


def _core(node: yaml.Node) -> object:
    if isinstance(node, yaml.SequenceNode):
        return [_core(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return dict(_core_pairs(node))
    assert isinstance(node, yaml.ScalarNode)
    text = str(node.value)
    if node.style:
        return text
    if _NULL.fullmatch(text):
        return None
    if _BOOL.fullmatch(text):
        return text.casefold() == "true"
    if _INT.fullmatch(text):
        return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
    return (
        float(text.replace(".inf", "inf").replace(".nan", "nan"))
        if _FLOAT.fullmatch(text)
        else text
    )


def means(read: object, value: object) -> bool:
    """Tell whether a value read as YAML 1.2 is the text; a number or flag that is saved alike is."""
    if isinstance(value, list):
        return isinstance(read, list) and len(read) == len(value) and all(map(means, read, value))
    if isinstance(read, bool):
        return str(read).lower() == value
    if isinstance(read, int | float):
        return str(read) == value
    return read == (value.replace("\r\n", "\n") if isinstance(value, str) else value)


def a_value(rng: Random) -> str:
    return rng.choice(NASTY if rng.random() < 0.5 else WORDS)


def a_list(rng: Random) -> list[str]:
    words = dict.fromkeys([*WORDS, *(word for word in NASTY if word)])
    return rng.sample(list(words), rng.randint(0, 4))


def a_new_value(rng: Random) -> str | list[str] | None:
    chance = rng.random()
    return a_value(rng) if chance < 0.5 else a_list(rng) if chance < 0.8 else None


def told(value: object) -> object:
    """Return a value as the editor keeps it: line ends are line feeds."""
    if isinstance(value, list):
        return [told(one) for one in value]
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


class Refused(Exception):
    """An edit of a valid note was refused: counted, and compared with the bound."""


def edited(change: object, *arguments: object) -> bytes:
    try:
        return change(PATH, *arguments, WAYS)  # type: ignore[operator, no-any-return]
    except EditRefused as error:
        assert re.match(r"People/Ada Moon\.md:\d+: ", error.message), error.message
        assert error.hint
        raise Refused(error.message) from None


def only_this_piece(made: Made, number: int, changed: bytes) -> None:
    before, behind = made.around(number)
    assert changed.startswith(before)
    assert changed.endswith(behind)
    assert len(changed) >= len(before) + len(behind)


def comments_in(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip().startswith("#")]


def one_of(rng: Random, made: Made) -> tuple[int, Piece] | None:
    fields = made.fields()
    return rng.choice(fields) if fields else None


def law_of_setting(rng: Random) -> None:
    """A set value reads as meant; all else is untouched; the old value comes back as it was."""
    made = made_note(rng)
    found = one_of(rng, made)
    if found is None:
        return
    number, piece = found
    new = a_new_value(rng)
    changed = edited(set_property, made.data, piece.key, new)
    only_this_piece(made, number, changed)
    before, after = values(made.data), values(changed)
    assert list(before) == list(after)
    assert {k: v for k, v in before.items() if k != piece.key} == {
        k: v for k, v in after.items() if k != piece.key
    }
    read = after[piece.key]
    was_list = isinstance(before[piece.key], list) and piece.shape != "link"
    meant = told(new)
    if not (isinstance(new, list) and read == (new[0] if len(new) == 1 else None)):
        alias = piece.key in ("aliases", "tags") and before[piece.key] == read
        assert alias or read in (meant, [meant] if was_list else meant)
        if changed != made.data:
            assert means(as_core_yaml(changed)[piece.key], read) or piece.shape == "map"
    if piece.shape in ("dashes", "nothing") and not isinstance(new, str) and new is None:
        kept = changed[len(made.around(number)[0]) :].decode("utf-8", "replace")
        assert set(comments_in(piece.text)) <= set(comments_in(kept))
    assert edited(set_property, changed, piece.key, new) == changed
    if goes_back(piece, new):
        assert edited(set_property, changed, piece.key, piece.value) == made.data


def goes_back(piece: Piece, new: str | list[str] | None) -> bool:
    """Tell whether the old value, set again, must restore the old bytes.

    It cannot where the new value keeps nothing of the old style: quotes that were a matter of taste
    next to a value that needs them, lines next to one line, a list next to none.
    """
    old, source = piece.value, piece.text.split(":", 1)[1]
    if piece.shape == "nothing":
        return (
            isinstance(new, str) and "\n" not in new and "~" not in source and "null" not in source
        )
    if not isinstance(old, str):
        return False
    if new is None:
        return piece.shape == "plain" and source.startswith(f" {old}") and piece.key != "Phone"
    if not isinstance(new, str) or piece.key == "Phone":
        return False
    if piece.shape == "literal":
        return as_literal(told_text(new)) is not None
    if "\n" in new or "\r" in new:
        return False
    needs_quotes = scalar_as_written(new) != new
    if piece.shape == "double":
        return not needs_quotes or source.startswith(f" {scalar_as_written(old)}")
    if piece.shape == "single":
        return not set(new) & UNSEEN and not scalar_as_written(new).startswith("'")
    return piece.shape == "plain"


def told_text(text: str) -> str:
    return text.replace("\r\n", "\n")


def law_of_the_value_it_has(rng: Random) -> None:
    """Setting the value that is there gives the very same bytes, in whatever style it stands."""
    made = made_note(rng)
    for _, piece in made.fields():
        if piece.shape == "map":
            continue
        assert edited(set_property, made.data, piece.key, piece.value) == made.data
        if isinstance(piece.value, list):
            assert edited(add_to_property, made.data, piece.key, piece.value) == made.data
            assert edited(remove_from_property, made.data, piece.key, ["not there"]) == made.data
    assert edited(delete_property, made.data, NEW) == made.data


def law_of_lists(rng: Random) -> None:
    """Items added stand at the end and can be taken away again; items taken away are gone."""
    made = made_note(rng)
    lists = [one for one in made.fields() if one[1].shape in ("dashes", "brackets", "empty")]
    if not lists:
        return
    number, piece = rng.choice(lists)
    assert isinstance(piece.value, list)
    there = [_folded(piece.key, one) for one in piece.value]
    new = [one for one in a_list(rng) if _folded(piece.key, told_text(one)) not in there]
    added = edited(add_to_property, made.data, piece.key, new)
    only_this_piece(made, number, added)
    read = values(added)[piece.key]
    assert isinstance(read, list)
    assert read[: len(piece.value)] == piece.value
    assert set(map(str, read[len(piece.value) :])) <= {told_text(one) for one in new}
    if new:
        assert means(as_core_yaml(added)[piece.key], read)
    if piece.value:
        assert (
            edited(remove_from_property, added, piece.key, [told_text(one) for one in new])
            == made.data
        )
        gone = rng.sample(piece.value, rng.randint(1, len(piece.value)))
        left = edited(remove_from_property, made.data, piece.key, gone)
        only_this_piece(made, number, left)
        assert values(left)[piece.key] == [one for one in piece.value if one not in gone]


def _folded(key: str, item: str) -> str:
    return item.strip().lstrip("#").casefold() if key == "tags" else item


def law_of_adding_to_one_value(rng: Random) -> None:
    """A single value becomes the first item of a list; what stood behind it stays."""
    made = made_note(rng)
    single = [
        one
        for one in made.fields()
        if one[1].shape in ("plain", "double", "single", "nothing", "link")
    ]
    if not single:
        return
    number, piece = rng.choice(single)
    new = [one for one in a_list(rng) if one != piece.value]
    added = edited(add_to_property, made.data, piece.key, new)
    only_this_piece(made, number, added)
    if added != made.data and piece.key not in ("aliases", "tags"):
        old = [piece.value] if piece.value is not None else []
        assert values(added)[piece.key] == [*old, *(told_text(one) for one in new)]
        assert set(comments_in(piece.text)) <= set(comments_in(added.decode("utf-8", "replace")))


def law_of_new_properties(rng: Random) -> None:
    """A new property is one more line above the closing fence; deleting it restores the note."""
    made = made_note(rng)
    new = a_new_value(rng)
    changed = edited(set_property, made.data, NEW, new)
    had_front_matter = made.head.rstrip().endswith(b"---")
    if had_front_matter:
        before, behind = made.head + b"".join(made.raw), made.tail
    else:
        before, behind = made.head, made.tail
    assert changed.startswith(before)
    assert changed.endswith(behind)
    read = values(changed)
    assert list(read)[-1] == NEW
    assert read[NEW] == told(new)
    assert means(as_core_yaml(changed)[NEW], read[NEW])
    assert edited(set_property, changed, NEW, new) == changed
    gone = edited(delete_property, changed, NEW)
    assert gone == made.data if had_front_matter else gone.endswith(behind)


def law_of_deleting(rng: Random) -> None:
    """A deleted property is gone with its own lines; every other byte and comment stays."""
    made = made_note(rng)
    found = one_of(rng, made)
    if found is None:
        return
    number, piece = found
    changed = edited(delete_property, made.data, piece.key)
    only_this_piece(made, number, changed)
    before = values(made.data)
    del before[piece.key]
    assert values(changed) == before
    start, behind = made.around(number)
    left = changed[len(start) : len(changed) - len(behind)].decode("utf-8", "replace")
    assert all(line.strip().startswith("#") for line in left.split("\n") if line.strip())


LAWS = [
    law_of_setting,
    law_of_the_value_it_has,
    law_of_lists,
    law_of_adding_to_one_value,
    law_of_new_properties,
    law_of_deleting,
]


@pytest.mark.parametrize("law", LAWS)
@settings(max_examples=60, deadline=None)
@given(rng=st.randoms(use_true_random=False))
def test_law(law: Callable[[Random], None], rng: Random) -> None:
    with contextlib.suppress(Refused):
        law(rng)


def refusals(law: Callable[[Random], None], seeds: range) -> int:
    refused = 0
    for seed in seeds:
        try:
            law(Random(seed))
        except Refused:
            refused += 1
    return refused


def test_valid_notes_are_seldom_refused() -> None:
    seeds = range(100)
    assert sum(refusals(law, seeds) for law in LAWS) * 50 <= len(LAWS) * len(seeds)


@pytest.mark.storm
@pytest.mark.parametrize("law", LAWS)
def test_law_in_a_storm(law: Callable[[Random], None]) -> None:
    seeds = range(5_000)
    assert refusals(law, seeds) * 50 <= len(seeds)


def test_the_notes_made_up_by_chance_read_as_they_were_meant() -> None:
    for seed in range(300):
        made = made_note(Random(seed))
        read = values(made.data)
        assert list(read) == [piece.key for _, piece in made.fields()]
        for _, piece in made.fields():
            if piece.shape == "link":
                assert read[piece.key] == [["Bob Lee"]]
            elif piece.shape != "map":
                assert read[piece.key] == piece.value, piece
