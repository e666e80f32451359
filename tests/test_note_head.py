"""The head of a note: read in few steps, it says what it says with every field made."""

from collections.abc import Mapping

from hypothesis import example, given, settings
from hypothesis import strategies as st

from vault_tool.note.head import Head, head_with_places, read_head

TEXTS = [
    "Ann", "[[Bob]]", '"[[Bob|B]]"', "see [B](Bob.md)", "2026-03-14", "5", "5 # closest", "~", "",
    "null", "[a, b]", "[a, '[[B]]', ~]", "[[B]]", "[ a , [b] ]", "[]", "'  '", "a, b", "12:30",
    "a #private", "x: y", "| ", "a #Prıvate",
]  # fmt: skip
KEYS = ["weight", "tier", "Priority", "tags", "Tags", "email", "mail", "Mein Ort", "name", "x y"]
BODIES = ["", "Words\n", "weight:: 2\n", "- [tags:: c] and std::map\n", "x y:: [[Eve]]\n"]
OWN = {"mein_ort": "location", "x_y": "weight"}


@st.composite
def notes(draw: st.DrawFn) -> str:
    rows: list[str] = []
    for key in draw(st.lists(st.sampled_from(KEYS), max_size=5)):
        if draw(st.booleans()):
            rows.append(f"{key}: {draw(st.sampled_from(TEXTS))}")
        else:
            items = draw(st.lists(st.sampled_from(TEXTS), max_size=3))
            rows += [f"{key}:", *(f"  - {item}" for item in items)]
    fence, body = draw(st.sampled_from(["---\n", "---\n", ""])), draw(st.sampled_from(BODIES))
    text = "".join([fence, *(f"{row}\n" for row in rows), fence, body])
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


def said(head: Head) -> object:
    of_each = {
        key: (
            value, head.property(key), head.scalars(key), head.texts(key), head.text(key),
            head.parts(key), head.spelled(key),
        )
        for key, value in head.values.items()
    }  # fmt: skip
    links = list(head.linking())
    return list(of_each.items()), links, head.bare, head.body, head.body_line, head.problems


@settings(max_examples=400)
@given(notes(), st.sampled_from([{}, OWN]))
@example("---\ntags: [a]\nTags: b c\nweight: x\ntier: x\n---\nmail:: a\n", {})
@example("---\nemail:\n---\nemail:: a\nemail:: [[b]]\n", OWN)
def test_a_head_says_the_same_when_its_fields_are_made_one_by_one(
    text: str, own: Mapping[str, str]
) -> None:
    assert said(read_head(text, "Ann.md", own)) == said(head_with_places(text, "Ann.md", own))


@given(notes())
def test_a_property_s_texts_are_those_of_its_scalars(text: str) -> None:
    head = read_head(text, "Ann.md", {})
    for key in [*head.values, "nothing"]:
        assert head.texts(key) == [scalar.text for scalar in head.scalars(key)]
        assert head.text(key) == next(iter(head.texts(key)), None)
        assert all(head.texts(key)[at] == first for _, first, at in head.spelled(key))
