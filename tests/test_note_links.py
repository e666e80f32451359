"""Links are found as Obsidian finds them, and lead where Obsidian leads."""

import pytest

from vault_tool.note.links import Resolver, find_links, fold, link_in


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("[[Giulia Rossi]]", "Giulia Rossi"),
        ("[[ Giulia Rossi ]]", "Giulia Rossi"),
        ("[[Giulia Rossi.md]]", "Giulia Rossi"),
        ("[[Giulia Rossi#Log]]", "Giulia Rossi"),
        ("[[Giulia Rossi#^abc|her]]", "Giulia Rossi"),
        ("[[People/Giulia Rossi|Giulia]]", "People/Giulia Rossi"),
        ("| [[Giulia Rossi\\|Giulia]] |", "Giulia Rossi"),
        ("[[a]b]]", "a]b"),
        ("[G](People/Giulia%20Rossi.md)", "People/Giulia Rossi"),
        ("[G](<People/Giulia Rossi.md>)", "People/Giulia Rossi"),
        ("[G](People/Giulia%20Rossi.md#Log)", "People/Giulia Rossi"),
        ("[G](Zo(e).md)", "Zo(e)"),
        ('[G](Zoe.md "title")', "Zoe"),
        ("[](Zoe.md)", "Zoe"),
    ],
)
def test_a_link_names_a_note(written: str, target: str) -> None:
    assert [link.target for link in find_links(written, 1)] == [target]


@pytest.mark.parametrize(
    "written",
    ["[[#Heading]]", "[x](https://example.org/a)", "[x](mailto:a@example.org)", "[x](#h)", "[[]]",
     "[[a\nb]]", "[x]", "[[a"],
)  # fmt: skip
def test_what_names_no_note_is_no_link(written: str) -> None:
    assert find_links(written, 1) == []


def test_a_link_knows_its_place_its_text_and_whether_it_is_an_embed() -> None:
    (one, two) = find_links("see ![[A|x]] and [b](B.md)", 7)
    assert (one.line, one.column, one.text, one.embed) == (7, 5, "x", True)
    assert (two.line, two.column, two.text, two.embed) == (7, 18, "b", False)


def test_a_property_may_hold_a_link() -> None:
    assert link_in("met [[Ada]] there") == "Ada"
    assert link_in("Ada") is None


PATHS = ["Note.md", "a/Note.md", "a/b/Note.md", "z/Other.md", "People/Zoë.md", "q/x/Deep.md"]


@pytest.mark.parametrize(
    ("target", "source", "path"),
    [
        ("Note", "a/b/S.md", "Note.md"),
        ("NOTE", "", "Note.md"),
        ("a/Note", "", "a/Note.md"),
        ("b/Note", "", "a/b/Note.md"),
        ("Other", "a/S.md", "z/Other.md"),
        ("zoe\u0308", "", "People/Zoë.md"),
        ("./Note", "a/S.md", "a/Note.md"),
        ("../Note", "a/b/S.md", "a/Note.md"),
        ("/z/Other", "a/S.md", "z/Other.md"),
        ("x/Deep", "", "q/x/Deep.md"),
        ("Nobody", "", None),
        ("y/Deep", "", None),
    ],
)
def test_a_link_leads_where_obsidian_leads(target: str, source: str, path: str | None) -> None:
    assert Resolver(PATHS).resolve(target, source) == path


def test_the_linking_notes_own_folder_comes_before_the_shortest_path() -> None:
    resolver = Resolver(["b/c/Note.md", "a/Note.md", "b/Note.md"])
    assert resolver.resolve("Note", "b/c/S.md") == "b/c/Note.md"
    assert resolver.resolve("Note", "b/c/d/S.md") == "a/Note.md"


def test_an_alias_leads_to_its_one_note_and_two_of_a_name_to_none() -> None:
    resolver = Resolver(["A.md", "B.md"], {fold("Bea"): ["A.md"], fold("Jo"): ["A.md", "B.md"]})
    assert resolver.resolve("bea") == "A.md"
    assert resolver.resolve_name("bea") is None
    assert resolver.resolve("jo") is None
