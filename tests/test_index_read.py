"""What the index answers about people: who was in touch when, who is linked, where words stand."""

from datetime import date
from pathlib import Path

import pytest

from tests.index_vaults import cache, indexed, write
from vault_tool.errors import NobodyFound
from vault_tool.index import read
from vault_tool.index.read import cards, dossier, names, search, standing_at, standings
from vault_tool.index.sync import reconcile
from vault_tool.model import Dossier, Standing, Talk

NOVEMBER = date(2026, 11, 1).toordinal() - 1


@pytest.fixture(autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    return cache(tmp_path_factory, monkeypatch)


def of(root: Path, name: str = "Ada Rossi") -> Standing:
    with indexed(root) as index:
        return next(each for each in standings(index) if each.name == name)


def about(root: Path, path: str = "People/Ada Rossi.md") -> Dossier:
    with indexed(root) as index:
        return dossier(index, path)


def talks(standing: Standing) -> list[tuple[int, str, int]]:
    """Return the talks, newest first, with days of November 2026."""
    return [(talk.day - NOVEMBER, talk.path, talk.line) for talk in standing.talks]


def test_one_day_is_one_talk_at_its_first_line_by_path(tmp_path: Path) -> None:
    write(
        tmp_path,
        "People/Ada Rossi.md",
        "- 2026-11-20 call\n- 2026-11-20 coffee\n- 2026-11-02 email\n",
    )
    write(tmp_path, "Journal/2026-11-20.md", "x\n\n- called [[Ada Rossi]]\n- met [[Ada Rossi]]\n")
    assert talks(of(tmp_path)) == [(20, "Journal/2026-11-20.md", 3), (2, "People/Ada Rossi.md", 3)]


def test_attempts_are_no_talks_and_stand_apart(tmp_path: Path) -> None:
    write(tmp_path, "People/Ada Rossi.md", "- 2026-11-20 call #waiting\n- 2026-11-02 email\n")
    write(tmp_path, "Journal/2026-11-21.md", "- wrote to [[Ada Rossi]] #waiting\n")
    standing = of(tmp_path)
    assert talks(standing) == [(2, "People/Ada Rossi.md", 2)]
    assert [talk.day - NOVEMBER for talk in standing.attempts] == [21, 20]


def test_future_days_are_kept_for_whoever_knows_today(tmp_path: Path) -> None:
    write(tmp_path, "People/Ada Rossi.md", "- 2027-01-02 dinner\n- 2026-11-02 email\n")
    assert [talk.day for talk in of(tmp_path).talks] == [
        date(2027, 1, 2).toordinal(),
        date(2026, 11, 2).toordinal(),
    ]


def test_someone_one_lives_with_is_not_in_touch_by_daily_notes(tmp_path: Path) -> None:
    write(tmp_path, "People/Ada Rossi.md", "---\nmentions: false\n---\n- 2026-11-02 a talk\n")
    line = "- lunch with [[Ada Rossi]] #gave/time\n- [x] call [[Ada Rossi]] ✅ 2026-11-20\n"
    write(tmp_path, "Journal/2026-11-20.md", line)
    standing = of(tmp_path)
    assert talks(standing) == [(2, "People/Ada Rossi.md", 4)]
    assert [(gift.direction, gift.kind) for gift in standing.gifts] == [("gave", "time")]
    found = about(tmp_path)
    assert [told.path for told in found.told] == ["People/Ada Rossi.md"]
    assert {(seen.path, seen.mention.line) for seen in found.seen} >= {("Journal/2026-11-20.md", 1)}


def test_a_line_that_begins_with_a_place_is_no_contact_with_who_follows(tmp_path: Path) -> None:
    write(tmp_path, "People/Ada Rossi.md", "x\n")
    write(tmp_path, "Places/Bar.md", "x\n")
    write(tmp_path, "Journal/2026-11-20.md", "- [[Bar]] is where [[Ada Rossi]] works\n")
    assert talks(of(tmp_path)) == []
    assert [seen.mention.target for seen in about(tmp_path).seen] == ["Ada Rossi"]


def test_someone_linked_twice_in_a_line_counts_once(tmp_path: Path) -> None:
    write(tmp_path, "People/Ada Rossi.md", "---\naliases: [Adina]\n---\n")
    write(tmp_path, "Journal/2026-11-20.md", "- called [[Ada Rossi]], [[adina]] #got/time\n")
    standing = of(tmp_path)
    assert len(standing.talks) == 1
    assert len(standing.gifts) == 1
    assert len(about(tmp_path).told) == 1


def test_a_task_that_names_two_is_seen_by_each(tmp_path: Path) -> None:
    write(tmp_path, "People/Ada Rossi.md", "- [ ] plant [[Bruno Sala]]'s roses #promise\n")
    write(tmp_path, "People/Bruno Sala.md", "- [x] old ✅ 2026-11-01\n")
    for name in ("Ada Rossi", "Bruno Sala"):
        assert [loop.path for loop in of(tmp_path, name).loops] == ["People/Ada Rossi.md"]
    tasks = about(tmp_path, "People/Bruno Sala.md").tasks
    assert [(task.path, task.loop.state) for task in tasks] == [
        ("People/Ada Rossi.md", "open"),
        ("People/Bruno Sala.md", "done"),
    ]


def test_a_ledger_tag_counts_on_every_line_newest_first(tmp_path: Path) -> None:
    write(
        tmp_path,
        "People/Ada Rossi.md",
        "- 2026-11-02 call #gave #dato/tempo\n- 2026-11-05 call #chiesto/contatti\n",
    )
    assert [(gift.day - NOVEMBER, gift.direction, gift.kind) for gift in of(tmp_path).gifts] == [
        (5, "asked", "contact"),
        (2, "gave", "other"),
        (2, "gave", "time"),
    ]


def test_the_first_fact_is_the_earliest_day_the_own_note_tells_of(tmp_path: Path) -> None:
    write(
        tmp_path, "People/Ada Rossi.md", "- 2026-11-12 call #waiting\n- [-] roses ❌ 2026-11-09\n"
    )
    write(tmp_path, "Journal/2026-11-01.md", "- thought of [[Ada Rossi]]\n")
    first = of(tmp_path).first_fact
    assert first is not None
    assert first - NOVEMBER == 9


def test_the_declared_contact_is_no_talk_and_knows_its_line(tmp_path: Path) -> None:
    write(tmp_path, "People/Ada Rossi.md", "---\ntype: person\nlast_contact: 2026-11-03\n---\n")
    standing = of(tmp_path)
    assert standing.talks == ()
    assert standing.declared == Talk(NOVEMBER + 3, "People/Ada Rossi.md", 3)


def test_what_the_tool_made_tells_nothing_of_anybody(tmp_path: Path) -> None:
    write(tmp_path, "People/Ada Rossi.md", "x\n")
    made = '---\ntype: draft\nto: "[[Ada Rossi]]"\n---\n- 2026-11-02 call [[Ada Rossi]]\n'
    write(tmp_path, "Drafts/x.md", made)
    found = about(tmp_path)
    assert of(tmp_path).talks == ()
    assert (found.told, found.seen, found.linked) == ((), (), ())


def test_the_user_is_in_no_list_but_keeps_a_card(tmp_path: Path) -> None:
    write(tmp_path, "People/Me.md", "---\nme: true\n---\n- 2026-11-02 call with [[Ada Rossi]]\n")
    write(tmp_path, "People/Ada Rossi.md", "x\n")
    with indexed(tmp_path) as index:
        assert [each.name for each in standings(index)] == ["Ada Rossi"]
        assert [(card.name, card.me) for card in cards(index)] == [
            ("Ada Rossi", False),
            ("Me", True),
        ]


def test_whoever_did_not_change_is_the_same_object_as_before(tmp_path: Path) -> None:
    for name in ("Ada Rossi", "Bruno Sala", "Zoë"):
        write(tmp_path, f"People/{name}.md", "- 2026-11-01 coffee\n")
    with indexed(tmp_path) as index:
        before = standings(index)
        old = {each.name: each for each in before}
    write(tmp_path, "People/Zoë.md", "- 2026-11-02 coffee again\n")
    with indexed(tmp_path) as index:
        new = {each.name: each for each in standings(index, before)}
        assert list(new.values()) == list(standings(index))
    assert new["Ada Rossi"] is old["Ada Rossi"]
    assert new["Bruno Sala"] is old["Bruno Sala"]
    assert new["Zoë"] is not old["Zoë"]


def test_names_are_told_of_people_alone(tmp_path: Path) -> None:
    write(tmp_path, "People/Ada.md", "---\nname: Ada Rossi\nme: true\n---\n")
    write(tmp_path, "Garden.md", "only words\n")
    with indexed(tmp_path) as index:
        found = names(index, ["People/Ada.md", "Garden.md", "People/Nobody.md"])
    assert found == {"People/Ada.md": "Ada Rossi"}


def test_a_link_leads_where_it_leads_after_every_change_of_names(tmp_path: Path) -> None:
    daily = "Journal/2026-11-20.md"
    write(tmp_path, daily, "- called [[Adina]]\n")
    write(tmp_path, "People/Ada Rossi.md", "x\n")
    assert talks(of(tmp_path)) == []
    write(tmp_path, "People/Ada Rossi.md", "---\naliases: [Adina]\n---\n")
    assert talks(of(tmp_path)) == [(20, daily, 1)]
    write(tmp_path, "People/Adina.md", "x\n")
    assert talks(of(tmp_path)) == []
    assert talks(of(tmp_path, "Adina")) == [(20, daily, 1)]
    (tmp_path / "People/Adina.md").rename(tmp_path / "People/Carla.md")
    assert talks(of(tmp_path)) == [(20, daily, 1)]
    write(tmp_path, "People/Carla.md", "---\naliases: [adina]\n---\n")
    assert talks(of(tmp_path)) == []


def test_a_dossier_holds_who_links_whom(tmp_path: Path) -> None:
    write(
        tmp_path,
        "People/Ada Rossi.md",
        '---\nmet_through: "[[Bruno Sala]]"\n---\nsister of [[Zoë]], see [[Garden]] and [[Ada Rossi]]\n',
    )
    write(tmp_path, "People/Bruno Sala.md", "knows [[ada rossi|Ada]]\n")
    write(tmp_path, "People/Zoë.md", "x\n")
    write(tmp_path, "Garden.md", "roses from [Ada](People/Ada%20Rossi.md)\n")
    found = about(tmp_path)
    assert found.links == (("Bruno Sala", "People/Bruno Sala.md"), ("Zoë", "People/Zoë.md"))
    assert found.linked == ("Garden.md", "People/Bruno Sala.md")


def test_a_dossier_of_nobody_says_so(tmp_path: Path) -> None:
    write(tmp_path, "Garden.md", "x\n")
    with pytest.raises(NobodyFound, match=r"there is no note People/Ada Rossi\.md"):
        about(tmp_path)


SEARCHED = {
    "People/Ada Rossi.md": "---\naliases: [Adina]\ncompany: Società Orto\n---\nShe grows roses.\n",
    "People/Zoë Neri.md": "---\nstatus: archived\n---\nHer Permit hearing\nwas long. It went well\n",
    "Journal/2026-11-20.md": "- talked of roses and permits\n- roses again\n",
    "Garden.md": "The permit, the roses\n\n日本語のメモ 😀 +39 333\n",
}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Società", [("People/Ada Rossi.md", 3)]),
        ("societa orto", [("People/Ada Rossi.md", 3)]),
        ("ADIN", [("People/Ada Rossi.md", 2)]),
        ("zoe", [("People/Zoë Neri.md", 1)]),
        ("permit hearing", [("People/Zoë Neri.md", 4)]),
        ("permit well", [("People/Zoë Neri.md", 4), ("People/Zoë Neri.md", 5)]),
        ('"went well"', [("People/Zoë Neri.md", 5)]),
        ('"well went"', []),
        ("roses permit", [("Garden.md", 1), ("Journal/2026-11-20.md", 1)]),
        ("ermit hear", [("People/Zoë Neri.md", 4)]),
        ("😀", [("Garden.md", 3)]),
        ("+39", [("Garden.md", 3)]),
        ("日本", [("Garden.md", 3)]),
        ("語のメ", [("Garden.md", 3)]),
        ("nothing-like-this", []),
        ('"', []),
        ("AND OR NOT (", []),
        ("ada ros", [("People/Ada Rossi.md", 1)]),
    ],
)
def test_words_are_found_with_their_lines(
    tmp_path: Path, asked: str, found: list[tuple[str, int]]
) -> None:
    for path, text in SEARCHED.items():
        write(tmp_path, path, text)
    with indexed(tmp_path) as index:
        assert [(hit.path, hit.line) for hit in search(index, asked)] == found


def test_notes_so_named_come_first_then_people_then_the_rest(tmp_path: Path) -> None:
    write(tmp_path, "A.md", "of roses\n")
    write(tmp_path, "People/Ada.md", "roses\n")
    write(tmp_path, "Roses.md", "# Roses\n")
    with indexed(tmp_path) as index:
        assert [(hit.path, hit.name, hit.text, hit.status) for hit in search(index, "roses")] == [
            ("Roses.md", "Roses", "# Roses", None),
            ("People/Ada.md", "Ada", "roses", "active"),
            ("A.md", "A", "of roses", None),
        ]


def test_a_dossier_is_the_same_from_few_files_and_from_the_store_of_all(
    example_vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with indexed(example_vault) as index:
        paths = [card.path for card in cards(index)]
        from_files = [dossier(index, path) for path in paths]
        monkeypatch.setattr(read, "FEW", 0)
        assert [dossier(index, path) for path in paths] == from_files
    assert sum(len(each.told) for each in from_files) > 100


def test_the_standing_at_a_path_is_the_one_in_everybodys_list(example_vault: Path) -> None:
    with indexed(example_vault) as index:
        everybody = list(standings(index))
        assert [standing_at(index, each.path) for each in everybody] == everybody
        with pytest.raises(NobodyFound):
            standing_at(index, "People/Nobody.md")


def test_cards_follow_every_change(tmp_path: Path) -> None:
    write(tmp_path, "People/Ada Rossi.md", "---\nrole: baker\n---\n")
    with indexed(tmp_path) as index:
        cards(index).clear()
        assert [card.properties["role"] for card in cards(index)] == ["baker"]
        write(tmp_path, "People/Ada Rossi.md", "---\nrole: miller\n---\n")
        reconcile(index)
        assert [card.properties["role"] for card in cards(index)] == ["miller"]
