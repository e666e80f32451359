from collections.abc import Sequence
from typing import Any

from tests.engine_people import day
from vault_tool.engine.checks import check
from vault_tool.errors import Problem
from vault_tool.model import Interaction, Link, Note, NoteKind, OpenLoop, Person, Source, Value
from vault_tool.note.links import Resolver, fold


def person(
    path: str,
    *,
    aliases: Sequence[str] = (),
    me: bool = False,
    links: Sequence[Link] = (),
    **properties: Value,
) -> Note:
    name = path.rpartition("/")[2].removesuffix(".md")
    return Note(
        path,
        "person",
        name,
        person=Person(me=me),
        aliases=tuple(aliases),
        properties=properties,
        links=tuple(links),
    )


def dated(
    target: str,
    *,
    source: Source = "daily",
    by_link: bool = False,
    path: str = "Journal/2026-11-20.md",
) -> Note:
    item = Interaction(
        day("2026-11-20"), "call", f"called [[{target}]]", 3, source, (target,), False, False, (),
        by_link,
    )  # fmt: skip
    kind: NoteKind = "daily"
    link = Link(target, 3, 10)
    return Note(path, kind, "2026-11-20", interactions=(item,), links=(link,))


def checked(*notes: Note, problems: Sequence[Problem] = ()) -> list[Problem]:
    aliases: dict[str, list[str]] = {}
    for note in notes:
        for alias in note.aliases:
            aliases.setdefault(fold(alias), []).append(note.path)
    return check(notes, Resolver([note.path for note in notes], aliases), problems)


def said(problems: list[Problem]) -> list[tuple[Any, ...]]:
    return [(each.code, each.path, each.line, each.column, each.level) for each in problems]


GIULIA = person("People/Giulia Rossi.md", aliases=["Giuli"])


def test_a_vault_that_is_well_has_no_findings() -> None:
    assert checked(GIULIA, dated("Giulia Rossi")) == []


def test_findings_are_those_given_and_each_notes_in_the_order_of_places() -> None:
    walk = Problem("conflict-copy", "B.md", 1, 1, "warning", "a copy")
    own = Problem("bad-date", "A.md", 7, 1, "warning", "no date")
    note = Note("A.md", "note", "A", problems=(own,))
    assert checked(note, problems=[walk]) == [own, walk]


def test_a_contact_with_nobody_is_noted_once_for_all_its_places() -> None:
    (problem,) = checked(GIULIA, dated("Wolfgang"), dated("Wolfgang", path="Journal/2026-11-21.md"))
    assert said([problem]) == [("dangling-link", "Journal/2026-11-20.md", 3, 10, "note")]
    assert problem.message == 'no note is called "Wolfgang" (2 places).'


def test_a_link_one_slip_from_a_person_is_a_warning_that_names_them() -> None:
    (problem,) = checked(GIULIA, dated("Gulia Rossi"))
    assert (problem.level, problem.hint[:19]) == ("warning", "Is it Giulia Rossi?")


def test_an_item_that_only_begins_with_a_link_may_link_anything() -> None:
    assert checked(GIULIA, dated("Kitchen", by_link=True)) == []
    assert said(checked(GIULIA, dated("Gulia Rossi", by_link=True)))[0][4] == "warning"


def test_a_ticked_task_may_link_anything() -> None:
    assert checked(GIULIA, dated("Kitchen", source="task")) == []


def test_a_promise_to_nobody_is_noted() -> None:
    loop = OpenLoop("promise", "open", "call [[Wolfgang]]", None, None, 5, ("Wolfgang",), False, ())
    note = Note("Inbox.md", "note", "Inbox", loops=(loop,))
    assert said(checked(note)) == [("dangling-link", "Inbox.md", 5, 1, "note")]


def test_who_introduced_them_should_have_a_note() -> None:
    note = person("People/Ada.md", met_through="[[Wolfgang]]", links=[Link("Wolfgang", 4, 15)])
    assert said(checked(note)) == [("dangling-link", "People/Ada.md", 4, 15, "note")]


def test_a_bare_alias_is_a_warning_with_the_link_to_write() -> None:
    note = Note("X.md", "note", "X", links=(Link("giuli", 2, 5),))
    (problem,) = checked(GIULIA, note)
    assert said([problem]) == [("alias-link", "X.md", 2, 5, "warning")]
    assert problem.hint == "Write [[Giulia Rossi|giuli]]."


def test_an_alias_that_is_also_a_notes_name_resolves() -> None:
    note = Note("Giuli.md", "note", "Giuli", links=(Link("Giuli", 2, 5),))
    assert checked(GIULIA, note) == []


def test_two_people_of_one_name_or_address_may_be_one() -> None:
    found = checked(
        GIULIA,
        person("Clients/giulia rossi.md", email=["g@example.org"]),
        person("People/Ada.md", email="G@example.org"),
    )
    assert said(found) == [
        ("same-email", "People/Ada.md", 1, 1, "note"),
        ("same-name", "People/Giulia Rossi.md", 1, 1, "note"),
    ]


def test_people_said_to_be_two_are_left_alone() -> None:
    other = person("Clients/Giulia Rossi.md", not_same_as="[[People/Giulia Rossi]]")
    assert checked(GIULIA, other) == []


def test_one_note_is_about_the_user() -> None:
    found = checked(person("Me.md", me=True), person("Myself.md", me=True))
    assert said(found) == [("two-selves", "Myself.md", 1, 1, "warning")]
