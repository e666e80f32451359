"""Who brought whom: which lines are ties, what hangs together, who alone joins it, how it is drawn."""

import json
import re
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.commandline import run
from tests.engine_people import TODAY, card, gift, somebody
from vault_tool.engine.network import MOST_DRAWN, Network, Tie, network, ties
from vault_tool.model import Card, Gift
from vault_tool.note.links import Resolver
from vault_tool.render.network import canvas, is_made
from vault_tool.render.network import network as result_of
from vault_tool.render.templates import report

PEOPLE = [card(name) for name in ("Ada", "Bea", "Carla", "Dora", "Ezio")]
PATH_OF = {each.name: each.path for each in PEOPLE}


def lead(target: str, source: str) -> str | None:
    """Return where a link leads among these people."""
    return Resolver(PATH_OF.values()).resolve(target, source)


def told(direction: str, text: str, *, path: str = "People/Ada.md", on: str = "2026-03-04") -> Tie:
    """Return the only tie that a line about Ada tells of."""
    found = all_told(direction, text, path=path, on=on)
    assert len(found) == 1
    return found[0]


def all_told(
    direction: str, text: str, *, path: str = "People/Ada.md", on: str = "2026-03-04"
) -> tuple[Tie, ...]:
    """Return the ties that a line about Ada tells of."""
    of = gift(direction, "contact", on, text)._replace(path=path)
    return ties(PEOPLE, [somebody("Ada", gifts=[of])], lead, TODAY)


# Ties


@pytest.mark.parametrize(
    "written", ["[[Ada]]", "Ada", "ada", "[[People/Ada|her]]", ["nobody", "[[Ada]]"]]
)
def test_met_through_is_who_brought_them(written: str | list[str]) -> None:
    people = [*PEOPLE, card("New", met_through=written)]  # type: ignore[arg-type]
    assert ties(people, [], lead, TODAY) == (Tie("People/Ada.md", "People/New.md", "brought"),)


@pytest.mark.parametrize(
    ("direction", "text", "path", "expected"),
    [
        ("got", "gave my name to [[Bea]]", "People/Ada.md", ("Ada", "Bea", "brought")),
        ("gave", "met [[Bea]] over coffee", "People/Ada.md", ("Ada", "Bea", "introduced")),
        ("gave", "brought [[Ada]] to [[Bea]]", "Journal/x.md", ("Ada", "Bea", "introduced")),
        ("got", "[[Ada]] let me meet [[Bea]]", "Journal/x.md", ("Ada", "Bea", "brought")),
    ],
)
def test_an_introduction_in_the_ledger_is_a_tie(
    direction: str, text: str, path: str, expected: tuple[str, str, str]
) -> None:
    tie = told(direction, text, path=path)
    one, other, kind = expected
    assert tie[:3] == (PATH_OF[one], PATH_OF[other], kind)
    assert tie.on is not None


@pytest.mark.parametrize(
    ("direction", "text", "path", "on"),
    [
        ("got", "a good address", "People/Ada.md", "2026-03-04"),
        ("asked", "to meet [[Bea]]", "People/Ada.md", "2026-03-04"),
        ("gave", "to meet [[Bea]]", "People/Ada.md", "2026-12-04"),
        ("gave", "brought [[Bea]] to [[Ada]]", "Journal/x.md", "2026-03-04"),
        ("gave", "for [[Nobody]]", "People/Ada.md", "2026-03-04"),
        ("gave", "for [[Ada]]", "People/Ada.md", "2026-03-04"),
    ],
)
def test_what_is_no_tie_of_hers(direction: str, text: str, path: str, on: str) -> None:
    assert all_told(direction, text, path=path, on=on) == ()


def test_the_user_is_in_no_group() -> None:
    people = [card("I", me=True), card("Ada", met_through="[[I]]"), card("Bea")]
    assert ties(people, [], lead, TODAY) == ()


def test_an_introduction_told_in_both_notes_is_one() -> None:
    standings = [
        somebody("Ada", gifts=[_in("Ada", "met [[Bea]]", "2026-03-04")]),
        somebody("Bea", gifts=[_in("Bea", "met [[Ada]]", "2026-03-03")]),
    ]
    (tie,) = ties(PEOPLE, standings, lead, TODAY)
    assert (tie.kind, tie.on) == ("introduced", 739_678)


def _in(name: str, text: str, on: str) -> Gift:
    return gift("gave", "contact", on, text)._replace(path=PATH_OF[name])


# The network


def net(*pairs: str) -> Network:
    """Return the network of ties: `Ada>Bea` brought, `Ada-Bea` introduced."""
    found = []
    for pair in pairs:
        one, sign, other = re.split("([>-])", pair)
        kind = "brought" if sign == ">" else "introduced"
        found.append(Tie(PATH_OF[one], PATH_OF[other], kind))  # type: ignore[arg-type]
    return network(PEOPLE, found)


def test_groups_bridges_and_whom_each_brought_in_turn() -> None:
    found = net("Ada>Bea", "Bea>Carla", "Bea-Dora")
    (group,) = found.groups
    assert [member.name for member in group.members] == ["Ada", "Bea", "Carla", "Dora"]
    assert [(member.step, member.row) for member in group.members] == [
        (0, 0.5), (1, 0.5), (2, 0.0), (2, 1.0),
    ]  # fmt: skip
    (bridge,) = found.bridges
    assert bridge.name == "Bea"
    assert [[name for name, _ in side] for side in bridge.sides] == [["Ada"], ["Carla"], ["Dora"]]
    assert found.brought == {
        "People/Ada.md": ("People/Bea.md", "People/Carla.md"),
        "People/Bea.md": ("People/Carla.md",),
    }


def test_a_round_has_no_bridge() -> None:
    assert net("Ada>Bea", "Bea>Carla", "Carla-Ada").bridges == ()


def test_a_filter_chooses_groups() -> None:
    pair = [Tie(PATH_OF["Ada"], PATH_OF["Bea"], "brought")]
    assert network(PEOPLE, pair, {PATH_OF["Carla"]}.__contains__).groups == ()
    assert len(network(PEOPLE, pair, {PATH_OF["Bea"]}.__contains__).groups) == 1


CROWD = [card(f"P{number:03}") for number in range(60)]
TIES = st.lists(
    st.tuples(st.integers(0, 59), st.integers(0, 59), st.sampled_from(["brought", "introduced"])),
    max_size=70,
    unique=True,
).map(
    lambda each: tuple(
        Tie(CROWD[one].path, CROWD[other].path, kind)  # type: ignore[arg-type]
        for one, other, kind in each
        if one != other
    )
)


def joined(known: tuple[Tie, ...], start: str, without: str) -> set[str]:
    """Return everybody who hangs together with one, if somebody else were not there."""
    reached, new = {start}, [start]
    while new:
        at = new.pop()
        for tie in known:
            for one, other in ((tie.one, tie.other), (tie.other, tie.one)):
                if one == at and other != without and other not in reached:
                    reached.add(other)
                    new.append(other)
    return reached


@given(TIES)
def test_a_bridge_is_who_alone_joins_its_sides(known: tuple[Tie, ...]) -> None:
    for bridge in network(CROWD, known).bridges:
        assert len(bridge.sides) > 1
        for side in bridge.sides:
            paths = {path for _, path in side}
            assert joined(known, side[0][1], bridge.path) == paths


@given(TIES)
def test_everybody_with_a_tie_is_in_one_group_and_nobody_stands_on_another(
    known: tuple[Tie, ...],
) -> None:
    found = network(CROWD, known)
    people = [path for group in found.groups for _, path in group.people]
    assert sorted(people) == sorted({path for tie in known for path in tie[:2]})
    for group in found.groups:
        places = {(member.step, member.row) for member in group.members}
        assert len(places) == len(group.members) == min(len(group.people), MOST_DRAWN)
        assert all(0 <= member.row < group.height for member in group.members)
        assert all(tie in group.all_ties for tie in group.ties)


# Pictures


def hostile() -> Network:
    """Return a network of people whose names mean something to Mermaid and to pages."""
    names = ['O"Neil [x] #1', "<b>`|`&", "]] --> n0", "end", "Zoë 李"]
    people = [
        Card(f"People/{at}.md", n, "active", False, False, (), (), {}) for at, n in enumerate(names)
    ]
    return network(people, [Tie("People/0.md", f"People/{at}.md", "brought") for at in range(1, 5)])


def test_a_label_of_mermaid_ends_where_it_should() -> None:
    drawn = report("network", result_of(hostile(), TODAY), language="en", layout="md")
    labels = re.findall(r'^n\d\["(.*)"\]$', drawn, re.MULTILINE)
    assert sorted(labels) == sorted(
        [
            "O#34;Neil #91;x#93; #35;1",
            "#60;b#62;#96;#124;#96;#38;",
            "#93;#93; --#62; n0",
            "end",
            "Zoë 李",
        ]
    )
    assert drawn.count("n0 --> ") == 4


def test_a_page_has_the_picture_with_names_as_text() -> None:
    drawn = report("network", result_of(hostile(), TODAY), language="en", layout="html")
    assert drawn.count("<rect ") == 5
    assert drawn.count('class="brought"') == 4
    assert "<b>`" not in drawn


@given(TIES)
def test_a_canvas_has_a_card_for_each_note_and_no_loose_end(known: tuple[Tie, ...]) -> None:
    found = network(CROWD, known)
    held = json.loads(canvas(found, {"brought": "b", "introduced": "i"}, "us"))
    ids = [node["id"] for node in held["nodes"]]
    assert len(set(ids)) == len(ids)
    assert all(node["type"] == "file" for node in held["nodes"])
    assert len({(node["x"], node["y"]) for node in held["nodes"]}) == len(ids)
    assert all({edge["fromNode"], edge["toNode"]} <= set(ids) for edge in held["edges"])
    assert len({edge["id"] for edge in held["edges"]}) == len(held["edges"])
    assert all(isinstance(node[key], int) for node in held["nodes"] for key in ("x", "y", "width"))


@pytest.mark.parametrize(
    ("data", "ours"),
    [
        (b'{"nodes": [], "generated_by": "x"}', True),
        (b'{"nodes": []}', False),
        (b"[]", False),
        (b"", False),
        (b"\xff", False),
    ],
)
def test_a_canvas_somebody_arranged_is_theirs(data: bytes, ours: bool) -> None:
    assert is_made(data) is ours


def test_write_puts_the_canvas_beside_the_report_and_leaves_an_arranged_one(
    example_vault: Path, tmp_path: Path
) -> None:
    vault = tmp_path / "vault"
    copytree(example_vault, vault)
    file = vault / "Reports" / "network.canvas"
    run("report", "network", "--write", "--yes", vault=vault)
    assert is_made(file.read_bytes())
    file.write_text('{"nodes": []}')
    said = run("report", "network", "--write", "--yes", vault=vault)
    assert "arranged by hand" in said.err
    assert file.read_text() == '{"nodes": []}'
