"""Drafts from the vault to the vault: what was said is remembered by the notes alone."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.commandline import run

NOTE = """\
---
type: person
language: en
channel: email
email: ada@example.org
---

## Open loops

- [ ] the viva #cue 📅 2026-11-12
- [ ] the rent #cue 🔁 every month 📅 2026-11-01
- [ ] the lawyer #cue #private 📅 2026-11-02

## Log

- 2026-09-02 coffee: a walk
- 2026-06-01 met: mended my lamp #got/skill
- 2020-05-01 met: taught me to swim #got/skill
"""


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    people = tmp_path / "People"
    people.mkdir()
    (people / "Ada Neri.md").write_text(NOTE)
    (people / "Nora.md").write_text("---\nme: true\n---\n")
    (tmp_path / ".obsidian").mkdir()
    return tmp_path


def note(vault: Path) -> str:
    return (vault / "People/Ada Neri.md").read_text()


def said(vault: Path, *words: str) -> dict[str, Any]:
    done = run("draft", *words, "--format", "json", vault=vault)
    assert done.code == 0, done.err
    result: dict[str, Any] = json.loads(done.out)
    return result


def texts(result: dict[str, Any]) -> list[str]:
    return [each["text"] for each in result["facts"]]


def test_sent_marks_the_cue_as_asked_and_undo_takes_all_of_it_back(vault: Path) -> None:
    run("draft", "check-in", "ada", "--save", vault=vault)
    (path,) = (vault / "Drafts").iterdir()
    drafted, before = path.read_text(), note(vault)
    assert "used:\n  - the viva\n" in drafted
    done = run("sent", "ada", vault=vault)
    assert "the viva" in done.out
    assert "- [x] the viva #cue 📅 2026-11-12 ✅ 2026-11-23" in note(vault)
    assert "- 2026-11-23 email: How are you?" in note(vault)
    assert "[ ] the rent" in note(vault)
    run("undo", vault=vault)
    assert note(vault) == before
    assert path.read_text() == drafted


def test_what_was_sent_is_not_said_again_and_a_cue_that_comes_back_is(vault: Path) -> None:
    assert texts(said(vault, "check-in", "ada")) == ["the viva"]
    run("draft", "check-in", "ada", "--save", vault=vault)
    assert texts(said(vault, "check-in", "ada")) == ["the rent"]
    run("sent", "ada", vault=vault)
    assert texts(said(vault, "check-in", "ada")) == ["the rent"]
    run("draft", "check-in", "ada", "--save", vault=vault)
    run("sent", "ada", vault=vault)
    assert "- [ ] the rent #cue 🔁 every month 📅 2026-12-01" in note(vault)
    assert texts(said(vault, "check-in", "ada")) == []
    later = ("check-in", "ada", "--today", "2026-12-02")
    assert texts(said(vault, *later)) == ["the rent"]


def test_whoever_takes_the_question_out_of_the_draft_keeps_the_cue_open(vault: Path) -> None:
    run("draft", "check-in", "ada", "--save", vault=vault)
    (path,) = (vault / "Drafts").iterdir()
    path.write_text(path.read_text().replace("used:\n  - the viva\n", ""))
    run("sent", "ada", vault=vault)
    assert "- [ ] the viva" in note(vault)
    assert texts(said(vault, "check-in", "ada")) == ["the viva"]


def test_done_uses_a_cue_up_too(vault: Path) -> None:
    run("done", "ada", "viva", vault=vault)
    assert texts(said(vault, "check-in", "ada")) == ["the rent"]


def test_what_was_told_to_somebody_else_was_not_told_to_them(vault: Path) -> None:
    (vault / "People/Bruno.md").write_text("---\ntype: person\n---\n")
    (vault / "Drafts").mkdir()
    (vault / "Drafts/x.md").write_text(
        "---\ntype: draft\nto: '[[Bruno]]'\nstatus: sent\nsent: 2026-11-20\nused: the viva\n---\n"
    )
    assert texts(said(vault, "check-in", "ada")) == ["the viva"]


def test_explain_shows_each_sentence_and_what_is_left_out_and_repeats_nothing_private(
    vault: Path,
) -> None:
    shown = run("draft", "check-in", "ada", "--explain", vault=vault).out
    assert "People/Ada Neri.md:10   the viva" in shown
    assert "→ How did things go with the viva?" in shown
    assert "People/Ada Neri.md:12   marked #private\n" in shown
    assert "lawyer" not in shown
    assert "lawyer" not in json.dumps(said(vault, "check-in", "ada"))
    plain = run("draft", "check-in", "ada", vault=vault).out
    assert "Left out" not in plain


@pytest.mark.parametrize(
    ("language", "why"),
    [("en", "your own words are needed"), ("it", "ci vogliono parole tue")],
)
def test_a_cue_that_is_no_question_makes_place_for_the_next_and_is_told_of(
    language: str, why: str, vault: Path
) -> None:
    path = vault / "People/Ada Neri.md"
    path.write_text(
        NOTE.replace("the viva #cue", "divorced from Bo #cue").replace(
            "the rent", {"en": "the rent", "it": "l'affitto"}[language]
        )
    )
    result = said(vault, "check-in", "ada", "--lang", language)
    assert texts(result) == [{"en": "the rent", "it": "l'affitto"}[language]]
    assert ("divorced from Bo", "words") in [(o["text"], o["why"]) for o in result["left_out"]]
    shown = run("draft", "check-in", "ada", "--lang", language, "--explain", vault=vault).out
    assert f"{why}: divorced from Bo" in shown


def test_the_limit_of_the_config_leaves_out_what_is_older(vault: Path) -> None:
    lamp = "mended my lamp #got/skill"
    assert texts(said(vault, "thanks", "ada"))[-1] == lamp
    (vault / ".vault-tool").mkdir()
    (vault / ".vault-tool/config.toml").write_text('[drafts]\noldest = "3 months"\n')
    result = said(vault, "thanks", "ada")
    assert lamp not in texts(result)
    assert (lamp, "old") in [(o["text"], o["why"]) for o in result["left_out"]]
    assert lamp in texts(said(vault, "reconnect", "ada"))


def test_a_draft_with_nothing_to_say_says_so(vault: Path) -> None:
    (vault / "People/Bruno.md").write_text("---\ntype: person\n---\n")
    english = run("draft", "check-in", "bruno", vault=vault)
    assert "Nothing from the notes is in this draft" in english.err
    italian = run("draft", "check-in", "bruno", "--lang", "it", vault=vault)
    assert "non c'è niente delle note" in italian.err
    assert "Nothing" not in run("draft", "check-in", "ada", vault=vault).err
    wanted = run("draft", "congratulation", "bruno", "--for", "the prize", vault=vault)
    assert (wanted.err, "the prize" in wanted.out) == ("", True)


def test_a_new_template_is_a_new_kind_in_the_help_and_in_completion(vault: Path) -> None:
    folder = vault / "Templates/vault-tool/drafts/en"
    folder.mkdir(parents=True)
    (folder / "postcard.md").write_text(
        "---\nkind: postcard\nlanguage: en\ndescription: From afar.\n---\nSubject: Hi\n\nHi.\n"
    )
    help_page = run("-C", str(vault), "draft", "--help").out
    for kind in ("postcard", "condolence", "follow-up", "thanks"):
        assert f"\n  {kind}" in help_page
    assert "From afar." in help_page
    assert said(vault, "postcard", "ada")["body"] == "Hi.\n"


def test_a_channel_that_is_none_is_refused_with_those_there_are(vault: Path) -> None:
    refused = run("draft", "check-in", "ada", "--via", "pigeon", vault=vault)
    assert refused.code == 2
    assert '"pigeon" is no channel' in refused.err
    assert "letter" in refused.err


def test_a_call_that_was_made_is_logged_as_a_call(vault: Path) -> None:
    run("draft", "check-in", "ada", "--via", "phone", "--save", vault=vault)
    run("sent", "ada", vault=vault)
    assert "- 2026-11-23 call: How are you?" in note(vault)


def asking(vault: Path, *more: str) -> tuple[str, str]:
    done = run("draft", "ask", "ada", "--for", "your ladder", *more, vault=vault)
    assert done.code == 0, done.err
    return done.out, done.err


def test_the_offer_stands_first_where_they_gave_last_and_behind_where_i_did(vault: Path) -> None:
    held = note(vault).replace("channel: email", "channel: email\nneeds: letters mended")
    (vault / "People/Ada Neri.md").write_text(held)
    mine = "---\nme: true\noffers:\n  - viola\n  - mending letters\n---\n"
    (vault / "People/Nora.md").write_text(mine)
    text, remarks = asking(vault, "--explain")
    assert text.index("“letters mended”: I may be able") < text.index("your ladder")
    assert "The last two gifts came from Ada Neri" in remarks
    assert "People/Nora.md:5       mending letters" in text
    run("gave", "ada", "time", "an evening", vault=vault)
    text, remarks = asking(vault)
    assert text.index("your ladder") < text.index("“letters mended”: I may be able")
    assert "came from" not in remarks
    assert "What you gave last: an evening (23 Nov)" in remarks


def test_offers_of_the_config_are_mine(vault: Path) -> None:
    held = note(vault).replace("channel: email", "channel: email\nneeds: a ladder")
    (vault / "People/Ada Neri.md").write_text(held)
    (vault / ".vault-tool").mkdir()
    (vault / ".vault-tool/config.toml").write_text('[me]\noffers = ["my long ladder"]\n')
    result = said(vault, "offer", "ada")
    assert "“a ladder”: I may be able to help" in result["body"]
    mine = [each for each in result["facts"] if each["role"] == "mine"]
    assert [(each["path"], each["line"]) for each in mine] == [(".vault-tool/config.toml", 2)]


def test_whoever_could_help_is_named_to_me_and_not_in_the_message(vault: Path) -> None:
    held = note(vault).replace("channel: email", "channel: email\nneeds: cello lessons for her son")
    (vault / "People/Ada Neri.md").write_text(held)
    (vault / "People/Marco Ferri.md").write_text("---\noffers: cello lessons\n---\n")
    text, remarks = asking(vault)
    assert "“cello lessons for your son”: I know somebody" in text
    assert "Marco" not in text
    assert "Marco Ferri offers it" in remarks
    private = held.replace("cello lessons for her son", "'cello lessons for her son #private'")
    (vault / "People/Ada Neri.md").write_text(private)
    text, remarks = asking(vault)
    assert "cello" not in text + remarks


def test_a_first_ask_soon_after_meeting_is_remarked_upon_and_written(vault: Path) -> None:
    (vault / "People/Bruno.md").write_text("---\ntype: person\nmet: 2026-11-07\n---\n")
    first = run("asked", "bruno", "info", "a name", vault=vault)
    assert "It is the first thing you ask of Bruno, whom you met 2 weeks ago" in first.err
    assert "#asked/info" in (vault / "People/Bruno.md").read_text()
    assert "first thing" not in run("asked", "bruno", "info", "a number", vault=vault).err
    assert "first thing" not in run("asked", "ada", "info", "a name", vault=vault).err


def test_next_year_the_wishes_are_others_and_last_years_are_shown(vault: Path) -> None:
    held = note(vault).replace("channel: email", "channel: email\nbirthday: 1990-11-27")
    (vault / "People/Ada Neri.md").write_text(held)
    bodies: list[str] = []
    for year in (2025, 2026, 2027, 2028):
        on = ("--today", f"{year}-11-27")
        shown = run("draft", "birthday", "ada", "--explain", *on, vault=vault).out
        assert ("The last time" in shown) is bool(bodies)
        run("draft", "birthday", "ada", "--save", *on, vault=vault)
        run("sent", "ada", *on, vault=vault)
        result = said(vault, "birthday", "ada", "--today", f"{year + 1}-11-27")
        wish = (vault / "Drafts" / f"{year}-11-27 birthday Ada Neri.md").read_text()
        assert result["before"]["on"] == f"{year}-11-27"
        assert result["before"]["text"] in wish
        bodies.append(result["before"]["text"].split("\n\n")[1])
    assert all(one != other for one, other in pairwise(bodies))


def test_an_email_and_a_link_are_for_the_first_address_that_is_one(
    vault: Path, tmp_path: Path
) -> None:
    held = note(vault).replace(
        "email: ada@example.org", "email: [none, Ada <ada@example.org>, x@y.z]"
    )
    (vault / "People/Ada Neri.md").write_text(held)
    text = run("draft", "check-in", "ada", "--eml", vault=vault).out
    assert text.startswith("MIME-Version: 1.0\r\n")
    assert 'To: "Ada Neri" <ada@example.org>\r\n' in text
    assert "X-Unsent: 1\r\n" in text
    link = run("draft", "check-in", "ada", "--mailto", vault=vault).out
    assert link.startswith(
        "mailto:ada@example.org?subject=How%20are%20you%3F&body=Hi%20Ada%2C%0D%0A"
    )
    file = tmp_path.parent / f"{tmp_path.name}.eml"
    assert run("draft", "check-in", "ada", "-o", str(file), vault=vault).code == 0
    assert b"X-Unsent: 1\r\n" in file.read_bytes()


def test_without_an_address_the_receiver_is_left_out_and_that_is_said(vault: Path) -> None:
    (vault / "People/Bruno.md").write_text("---\ntype: person\n---\n")
    done = run("draft", "check-in", "bruno", "--eml", vault=vault)
    assert "\nTo:" not in done.out
    assert "No e-mail address stands in People/Bruno.md" in done.err


@pytest.mark.parametrize(
    "options",
    [("--eml", "--mailto"), ("--eml", "--save"), ("--mailto", "--explain"), ("--eml", "--format", "json")],
)  # fmt: skip
def test_a_draft_leaves_in_one_way(options: tuple[str, ...], vault: Path) -> None:
    refused = run("draft", "check-in", "ada", *options, vault=vault)
    assert refused.code == 2
    assert "do not go together" in refused.err


def test_a_name_smuggles_no_header_into_an_email(vault: Path) -> None:
    (vault / "People/Eve.md").write_text(
        '---\nname: "Eve\\r\\nBcc: x@example.org"\nemail: e@example.org\n---\n'
    )
    text = run("draft", "birthday", "People/Eve.md", "--eml", vault=vault).out
    assert "\nBcc" not in text


def test_an_introduction_is_no_single_email(vault: Path) -> None:
    (vault / "People/Bruno.md").write_text("---\ntype: person\n---\n")
    refused = run("draft", "intro", "ada", "bruno", "--eml", vault=vault)
    assert (refused.code, "three messages" in refused.err) == (2, True)


def test_a_private_day_is_not_wished_for_and_the_next_one_is(vault: Path) -> None:
    days = 'dates: ["--11-24 sober day #private/health", "--11-23 gone #Private"]\n'
    (vault / "People/Ada Neri.md").write_text(NOTE.replace("language: en\n", days, 1))
    result = said(vault, "occasion", "ada")
    assert "sober" not in str(result)
    assert [each["why"] for each in result["left_out"] if each["role"] == "occasion"] == ["private"]
    named = said(vault, "occasion", "ada", "--for", "sober day")
    assert "occasion" not in [each["role"] for each in named["facts"]]
    both = days.replace("]", ', "--12-24 name day"]')
    (vault / "People/Ada Neri.md").write_text(NOTE.replace("language: en\n", both, 1))
    assert texts(said(vault, "occasion", "ada"))[0] == "name day"


def test_a_tag_below_private_is_private(vault: Path) -> None:
    more = "- [ ] the chemo #cue #private/health 📅 2026-11-20\n"
    held = NOTE.replace("## Log\n", f"{more}\n## Log\n").replace(
        "mended my lamp #got/skill", "mended my lamp #got/skill #Private/family"
    )
    (vault / "People/Ada Neri.md").write_text(held)
    result = said(vault, "check-in", "ada")
    assert "chemo" not in str(result)
    assert texts(result)[0] == "the viva"
    thanks = said(vault, "thanks", "ada")
    assert "lamp" not in str(thanks)
    assert "private" in [each["why"] for each in thanks["left_out"]]


def test_of_two_drafts_not_yet_sent_one_speaks_of_a_thing(vault: Path) -> None:
    run("draft", "check-in", "ada", "--save", "-q", "--yes", vault=vault)
    (saved,) = vault.glob("Drafts/*check-in*")
    again = said(vault, "thanks", "ada")
    assert "the viva" not in texts(again)
    assert ("the viva", "drafted") in [(each["text"], each["why"]) for each in again["left_out"]]
    shown = run("draft", "thanks", "ada", "--explain", vault=vault).out
    assert "in a draft not yet sent: the viva" in shown
    saved.unlink()
    assert texts(said(vault, "check-in", "ada"))[0] == "the viva"
