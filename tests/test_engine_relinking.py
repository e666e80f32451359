"""Links after a move lead where they led before, and only those are written again that must be."""

from hypothesis import given, settings
from hypothesis import strategies as st

from vault_tool.engine.relinking import Linker, links_to, may_be_touched, retargeting

PATHS = ("People/Anna Neri.md", "People/Bruno.md", "Journal/2026-01-01.md", "Old/Anna Neri.md")


def after(paths: tuple[str, ...], moved: dict[str, str]) -> Linker:
    return Linker(sorted({moved.get(path, path) for path in paths}))


def told(moved: dict[str, str], source: str, written: str) -> str | None:
    return retargeting(Linker(PATHS), after(PATHS, moved), moved, source)(written)


RENAME = {"People/Anna Neri.md": "People/Anna Bruni.md"}


def test_a_name_becomes_the_new_name_and_a_path_the_new_path() -> None:
    assert told(RENAME, "People/Bruno.md", "Anna Neri") == "Anna Bruni"
    assert told(RENAME, "Journal/2026-01-01.md", "People/Anna Neri") == ("People/Anna Bruni")


def test_a_link_keeps_its_manner() -> None:
    assert told(RENAME, "Journal/2026-01-01.md", "../People/Anna Neri") == "../People/Anna Bruni"
    assert told(RENAME, "Journal/2026-01-01.md", "/People/Anna Neri") == "/People/Anna Bruni"
    assert told(RENAME, "People/Bruno.md", "./Anna Neri") == "./Anna Bruni"


def test_a_picture_is_found_from_the_folder_that_a_note_moved_to() -> None:
    moved = {"A/x.md": "B/C/x.md"}
    there = {"A/img/p.png", "Docs/d.pdf"}
    then = after(("A/x.md",), moved)
    target_of = retargeting(Linker(("A/x.md",)), then, moved, "A/x.md", there.__contains__)
    assert target_of("img/p.png") == "../../A/img/p.png"
    assert target_of("../Docs/d.pdf") == "../../Docs/d.pdf"
    assert target_of("/Docs/d.pdf") is None
    assert target_of("Docs/d.pdf") is None


def test_what_leads_elsewhere_stays() -> None:
    assert told(RENAME, "People/Bruno.md", "Bruno") is None
    assert told(RENAME, "People/Bruno.md", "Old/Anna Neri") is None
    assert told(RENAME, "People/Bruno.md", "Nobody") is None


def test_a_name_that_another_note_would_catch_is_given_its_path() -> None:
    moved = {"People/Bruno.md": "People/Carla.md"}
    before = Linker(("People/Bruno.md", "Old/Deep/Carla.md", "Journal/a.md"))
    then = Linker(("People/Carla.md", "Old/Deep/Carla.md", "Journal/a.md"))
    target_of = retargeting(before, then, moved, "Journal/a.md")
    assert target_of("Carla") == "Old/Deep/Carla"
    assert target_of("Bruno") == "Carla"


def test_a_note_that_moves_looks_from_its_new_place() -> None:
    paths = ("A/x.md", "A/y.md", "B/y.md")
    moved = {"A/x.md": "B/x.md"}
    target_of = retargeting(Linker(paths), after(paths, moved), moved, "A/x.md")
    assert target_of("y") == "A/y"


def test_a_link_shows_a_name_only_where_it_is_another() -> None:
    linker = Linker(PATHS)
    assert linker.link("People/Bruno.md", "Journal/2026-01-01.md", "Bruno") == "[[Bruno]]"
    assert linker.link("People/Bruno.md", "Journal/2026-01-01.md", "Bruno R.") == (
        "[[Bruno|Bruno R.]]"
    )
    assert linker.link("People/Anna Neri.md", "Journal/2026-01-01.md", "Anna Neri") == (
        "[[People/Anna Neri|Anna Neri]]"
    )


def test_only_notes_with_a_link_by_such_a_name_are_looked_at() -> None:
    names = may_be_touched(RENAME)
    assert links_to(b"called [[People/anna neri#Log|her]]", names)
    assert links_to(b"[A](<People/Anna%20Neri.md>)", names)
    assert links_to(b"[[Anna Bruni]]", names)
    assert not links_to(b"Anna Neri, [[Bruno]]", names)


NAME = st.sampled_from(["a", "b", "c", "A", "d e"])
FOLDER = st.sampled_from(["", "P/", "P/Q/", "J/"])
PATH = st.builds(lambda folder, name: f"{folder}{name}.md", FOLDER, NAME)


@settings(max_examples=400)
@given(st.data())
def test_after_any_move_every_link_leads_to_the_note_it_led_to(data: st.DataObject) -> None:
    paths = tuple(
        data.draw(st.lists(PATH, min_size=2, max_size=6, unique_by=lambda path: path.casefold()))
    )
    old = data.draw(st.sampled_from(paths))
    taken = {path.casefold() for path in paths}
    new = data.draw(PATH.filter(lambda path: path.casefold() not in taken))
    moved = {old: new}
    before, then = Linker(paths), after(paths, moved)
    source = data.draw(st.sampled_from(paths))
    written = data.draw(st.sampled_from([path[:-3] for path in paths]) | NAME)
    rewritten = retargeting(before, then, moved, source)(written)
    led_to = before.resolver.resolve_name(written, source)
    place = moved.get(source, source)
    leads_to = then.resolver.resolve_name(rewritten or written, place)
    if led_to is not None:
        assert leads_to == moved.get(led_to, led_to)
    else:
        assert rewritten is None
