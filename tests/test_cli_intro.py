"""Introductions from the command line: both are asked first, and sending books it on both sides."""

import json
from pathlib import Path
from shutil import copytree

import pytest

from tests.commandline import Result, run
from vault_tool.engine.introducing import linked

ASK_OMAR = "2026-11-23 intro-ask Omar Diallo"
INTRO = "2026-11-23 intro Omar Diallo – Elisabetta Gori"


@pytest.fixture
def vault(example_vault: Path, tmp_path: Path) -> Path:
    copytree(example_vault, tmp_path / "vault")
    return tmp_path / "vault"


def drafted(*words: str, vault: Path) -> list[dict[str, object]]:
    """Return the drafts that a command makes."""
    said = json.loads(run(*words, "--format", "json", vault=vault).out)
    drafts: list[dict[str, object]] = said["drafts"]
    return drafts


def refused(*words: str, vault: Path) -> str:
    """Return what a command that fails says."""
    said = run(*words, "-q", vault=vault)
    assert (said.code, said.out) == (2, "")
    return said.err


def test_each_is_asked_in_their_own_language_and_tone_then_both_are_written_to(vault: Path) -> None:
    ask, other, both = drafted("draft", "intro", "clotilde", "Jun Watanabe", vault=vault)
    assert [each["kind"] for each in (ask, other, both)] == ["intro-ask", "intro-ask", "intro"]
    assert [each["language"] for each in (ask, other)] == ["it", "en"]
    assert "Le farebbe piacere" in str(ask["body"])
    assert "May I put the two of you in touch?" in str(other["body"])
    assert str(both["body"]).count("\n---\n") == 1
    assert "Gentile Clotilde Venturi, gentile Jun Watanabe," in str(both["body"])


def test_two_of_one_language_are_written_to_once(vault: Path) -> None:
    both = drafted("draft", "intro", "giulia rossi", "beatrice", vault=vault)[-1]
    assert "---" not in str(both["body"])
    assert (both["to"], both["introduces"]) == ("Giulia Rossi", "Beatrice Conti")


def test_what_speaks_for_it_is_told_with_its_note_and_line(vault: Path) -> None:
    (ask,) = drafted("draft", "intro-ask", "omar", "elisabetta", vault=vault)
    facts = [(each["text"], each["path"], each["role"]) for each in ask["facts"]]  # type: ignore[attr-defined]
    assert facts == [
        ("reading contracts", "People/Omar Diallo.md", "need"),
        ("reading contracts", "People/Elisabetta Gori.md", "offer"),
    ]
    line = int(ask["facts"][0]["line"])  # type: ignore[index]
    assert (vault / "People/Omar Diallo.md").read_text().splitlines()[line - 1] == "needs:"


def test_what_is_private_speaks_for_nothing(vault: Path) -> None:
    note = vault / "People" / "Omar Diallo.md"
    note.write_text(
        note.read_text().replace("- reading contracts", '- "reading contracts #private"')
    )
    said = run("draft", "intro", "omar", "elisabetta", "-q", vault=vault).out
    assert "contracts" not in said
    assert "I thought of the two of you because …" in said


@pytest.mark.parametrize(
    "names",
    [
        ("Tom Ashworth", "Pieter de Wit"),
        ("tom", "pieter de wit"),
        ("Tom", "Ashworth", "Pieter", "de", "Wit"),
        ("tom", "and", "Pieter", "de", "Wit"),
        ("Tom Ashworth", "e", "People/Pieter de Wit.md"),
    ],
    ids=" | ".join,
)
def test_two_names_are_told_apart(names: tuple[str, ...], vault: Path) -> None:
    both = drafted("draft", "intro", *names, vault=vault)[-1]
    assert (both["to"], both["introduces"]) == ("Tom Ashworth", "Pieter de Wit")


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (("paola",), "an introduction is of two people"),
        (("paola", "paola marchetti"), "needs no introduction to themselves"),
        (("paola", "sandro vezzali"), "People/Paola Marchetti.md:"),
        (("sandro vezzali", "paola"), "are not to be introduced"),
        (("paola", "zzz"), 'nobody is called "zzz"'),
        (("paola", "ettore"), "Ettore Manfredi has died"),
        (("paola", "nora fabbri"), "Nora Fabbri is you"),
        (("paola", "jun", "marco"), "an introduction is of two people"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else "",
)
def test_what_is_no_introduction(names: tuple[str, ...], says: str, vault: Path) -> None:
    assert says in refused("draft", "intro", *names, vault=vault)


def test_two_who_know_each_other_are_remarked_upon(vault: Path) -> None:
    said = run("draft", "intro", "marco", "jun", vault=vault)
    assert "know each other already" in said.err
    assert said.code == 0


def saved(vault: Path, *options: str) -> Result:
    """Draft an introduction into notes."""
    return run(
        "draft", "intro", "omar", "elisabetta", "--save", "-q", "--yes", *options, vault=vault
    )


def test_save_writes_three_drafts_in_one_step(vault: Path) -> None:
    said = saved(vault)
    assert said.out.splitlines() == [
        f"Drafts/{ASK_OMAR}.md",
        "Drafts/2026-11-23 intro-ask Elisabetta Gori.md",
        f"Drafts/{INTRO}.md",
    ]
    assert 'introduces: "[[Elisabetta Gori]]"' in (vault / f"Drafts/{INTRO}.md").read_text()
    run("undo", "-q", vault=vault)
    assert not list(vault.glob("Drafts/*"))


def test_an_opt_in_that_was_sent_is_a_contact_with_one(vault: Path) -> None:
    saved(vault)
    before = (vault / "People/Elisabetta Gori.md").read_bytes()
    run("sent", ASK_OMAR, "-q", "--yes", vault=vault)
    line = "- 2026-11-23 message: May I introduce you to [[Elisabetta Gori]]?"
    omar = (vault / "People/Omar Diallo.md").read_text()
    assert line in omar
    assert "#gave" not in line
    assert "#cue" not in omar.partition(line)[2]
    assert (vault / "People/Elisabetta Gori.md").read_bytes() == before


def test_whoever_was_asked_does_not_know_the_other_yet(vault: Path) -> None:
    saved(vault)
    run("sent", ASK_OMAR, "-q", "--yes", vault=vault)
    said = run("draft", "intro", "omar", "elisabetta", vault=vault).err
    assert "Omar Diallo was asked already (23 Nov)." in said
    assert "Elisabetta Gori was asked" not in said
    assert "know each other" not in said
    run("sent", INTRO, "-q", "--yes", vault=vault)
    said = run("draft", "intro", "omar", "elisabetta", vault=vault).err
    assert "know each other already" in said


@pytest.mark.parametrize(
    ("language", "given", "asked"),
    [
        ("en", "introduced to [[{}]] #gave/contact", "how it went with {}"),
        ("it", "presentazione con [[{}]] #dato/contatti", "com'è andata con {}"),
    ],
)
def test_an_introduction_that_was_sent_is_booked_on_both_sides(
    language: str, given: str, asked: str, vault: Path
) -> None:
    saved(vault)
    run("sent", INTRO, "--lang", language, "--when", "2026-11-22", "-q", "--yes", vault=vault)
    for this, that in (("Omar Diallo", "Elisabetta Gori"), ("Elisabetta Gori", "Omar Diallo")):
        text = (vault / f"People/{this}.md").read_text()
        assert f"- 2026-11-22 email: {given.format(that)}\n" in text
        assert f"- [ ] {asked.format(that)} #cue 📅 2026-12-22\n" in text
        account = json.loads(run("brief", this, "--format", "json", vault=vault).out)["ledger"]
        assert account["gave"]["kinds"]["contact"] == 1
    pairs = json.loads(run("report", "introductions", "--format", "json", vault=vault).out)["items"]
    assert ["Omar Diallo", "Elisabetta Gori"] not in [pair["people"] for pair in pairs]
    again = run("sent", INTRO, "-q", "--yes", vault=vault)
    assert "sent already" in again.err
    run("undo", "-q", vault=vault)
    assert "introduced" not in (vault / "People/Omar Diallo.md").read_text()


def test_a_question_in_a_month_is_one_of_each(vault: Path) -> None:
    saved(vault)
    run("sent", INTRO, "-q", "--yes", vault=vault)
    items = json.loads(
        run("report", "follow-ups", "--format", "json", vault=vault, today="2026-12-24").out
    )["items"]
    cues = [
        (item["name"], reason["quote"])
        for item in items
        for reason in item["reasons"]
        if reason["kind"] == "cue" and "how it went with" in str(reason["quote"])
    ]
    assert sorted(cues) == [
        ("Elisabetta Gori", "how it went with Omar Diallo"),
        ("Omar Diallo", "how it went with Elisabetta Gori"),
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("email: May I introduce you to Ada Neri?", "email: May I introduce you to [[Ada Neri]]?"),
        ("email: a word", "email: a word [[Ada Neri]]"),
    ],
)
def test_a_subject_names_whom_it_speaks_of_by_a_link(words: str, expected: str) -> None:
    assert linked(words, "Ada Neri", "[[Ada Neri]]") == expected
