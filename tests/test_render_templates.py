"""Reports and drafts as they are drawn, and what a vault's own templates change in them."""

import re
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any, get_args

import pytest
from jinja2 import DictLoader
from jinja2.meta import find_undeclared_variables

from tests.engine_people import TODAY, card, dossier, gift, loop, somebody, task, told
from vault_tool.config import DEFAULTS
from vault_tool.dates import Duration
from vault_tool.engine.acquaintance import acquaintance
from vault_tool.engine.activity import activity
from vault_tool.engine.agenda import follow_ups
from vault_tool.engine.agenda import today as agenda_of
from vault_tool.engine.agreeing import Apart, Turn
from vault_tool.engine.agreeing import Side as Said
from vault_tool.engine.balance import accounts
from vault_tool.engine.brief import brief as brief_of
from vault_tool.engine.capacity import capacity
from vault_tool.engine.card_folder import Folder, Put
from vault_tool.engine.card_steps import Kind, Plan, Sheet, Step, sheet_of
from vault_tool.engine.coverage import coverage
from vault_tool.engine.drafts import DraftFacts
from vault_tool.engine.drifting import drifting
from vault_tool.engine.facts import Fact
from vault_tool.engine.importing import plan
from vault_tool.engine.introducing import Meeting, Side
from vault_tool.engine.introductions import introductions
from vault_tool.engine.listening import listening
from vault_tool.engine.message import Message
from vault_tool.engine.network import Tie, network
from vault_tool.engine.occasions import birthdays
from vault_tool.engine.places import places
from vault_tool.engine.preparing import prepare
from vault_tool.engine.promises import promises
from vault_tool.engine.reachable import reachable
from vault_tool.engine.recovering import lost_sight_of
from vault_tool.engine.review import stops
from vault_tool.engine.stages import new_people
from vault_tool.engine.triage import waiting
from vault_tool.engine.why import why as why_of
from vault_tool.engine.year import year
from vault_tool.errors import Problem, TemplateFailure
from vault_tool.formats.contact import Contact, Labelled
from vault_tool.memory import Memory
from vault_tool.model import Hit
from vault_tool.render import brief, drafting, lookback, machine, practice
from vault_tool.render.activity import activity as activity_page
from vault_tool.render.cards import in_step
from vault_tool.render.changes import written as written_result
from vault_tool.render.environment import environment
from vault_tool.render.exporting import in_folder
from vault_tool.render.importing import imported
from vault_tool.render.network import network as network_result
from vault_tool.render.shipped import find_shipped
from vault_tool.render.templates import (
    Layout,
    draft,
    draft_templates,
    report,
    report_templates,
    worded,
)
from vault_tool.vault.journal import Change

GIULIA = somebody(
    talks=["2026-09-21"],
    frequency=Duration(days=42),
    loops=[loop("cue", "ask how the permit hearing went", "2026-11-12")],
    gifts=[gift("got", "contact", "2026-02-17", "introduced me to [[Marco Ferri]]")],
)
CONTACTS = [
    Contact("Nives Sarti", phones=(Labelled("333 555 0144"),), emails=(Labelled("none"),)),
    Contact("M. Ferri", emails=(Labelled("m@example.org"),), company="Forno", role="cook"),
    Contact("Marco Ferri", phones=(Labelled("333 555 0177"),)),
]
SHY = somebody("Ada Montanari")


def agenda(*people: Any) -> machine.Result:
    """Return what `today` shows of these people."""
    return machine.agenda(agenda_of(people, DEFAULTS, TODAY), TODAY, people=len(people))


def own(root: Path, name: str, text: str) -> Path:
    """Put a template of the vault's own there."""
    file = root / "Templates" / "vault-tool" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def test_one_person_is_one_line_with_the_reason_in_words() -> None:
    assert report("today", agenda(GIULIA), language="en") == (
        "Monday 23 November 2026\n"
        "\n"
        "Giulia Rossi   9 weeks, you like 6   ask how the permit hearing went (12 Nov) · "
        "introduced you to Marco Ferri\n"
    )


def test_the_same_line_in_italian() -> None:
    assert report("today", agenda(GIULIA), language="it_IT.UTF-8").splitlines()[2] == (
        "Giulia Rossi   9 settimane, ti piace ogni 6   chiedi: ask how the permit hearing went "
        "(12 nov) · ti ha presentato Marco Ferri"
    )


@pytest.mark.parametrize(
    ("cue", "english", "italian"),
    [
        ("the permit hearing", "ask about the permit hearing", "chiedi: the permit hearing"),
        ("Ada's exam", "ask about Ada's exam", "chiedi: Ada's exam"),
        ("how the exam went", "ask how the exam went", "chiedi: how the exam went"),
        ("ask about the move", "ask about the move", "chiedi: ask about the move"),
        ("did she move?", "ask: did she move?", "chiedi: did she move?"),
        ("la faccenda", "ask: la faccenda", "chiedi della faccenda"),
        ("com'è andato l'esame", "ask: com'è andato l'esame", "chiedi com'è andato l'esame"),
        ("se ha traslocato", "ask: se ha traslocato", "chiedi se ha traslocato"),
        ("chiedere del trasloco", "ask: chiedere del trasloco", "chiedere del trasloco"),
    ],
)
def test_what_is_to_be_asked_is_said_in_one_language_or_quoted(
    cue: str, english: str, italian: str
) -> None:
    asked = agenda(somebody(talks=["2026-09-21"], loops=[loop("cue", cue, "2026-11-12")]))
    assert f"{english} (12 Nov)\n" in report("today", asked, language="en")
    assert f"{italian} (12 nov)\n" in report("today", asked, language="it")


def test_who_has_no_talk_on_record_is_named_apart() -> None:
    shown = report("today", agenda(GIULIA, SHY), language="en")
    assert shown.endswith(
        "\n\nNo talk on record yet with Ada Montanari: one dated line in the note is a beginning.\n"
    )


@pytest.mark.parametrize(
    ("people", "says"), [(0, "A note in People/ is a person"), (3, "Nobody is waiting for you")]
)
def test_an_empty_list_says_what_to_do_next(people: int, says: str) -> None:
    result = machine.follow_ups([], TODAY, people=people)
    assert says in report("follow-ups", result, language="en")


def test_no_word_blames() -> None:
    words = (find_shipped("templates") / "words").glob("*.jinja")
    said = " ".join(file.read_text("utf-8") for file in words).lower()
    for word in ("overdue", "neglect", "score", "in ritardo con", "trascurat"):
        assert word not in said


@pytest.mark.parametrize(
    ("days", "english", "italian"),
    [
        ("2026-11-24", "birthday tomorrow", "compleanno domani"),
        ("2026-11-23", "birthday today", "compleanno oggi"),
        ("2026-11-30", "birthday on 30 Nov, in 7 days", "compleanno il 30 nov, fra 7 giorni"),
    ],
)
def test_days_near_are_said_as_people_say_them(days: str, english: str, italian: str) -> None:
    person = somebody(talks=["2026-11-20"], birthday=f"--{days[5:]}")
    items = machine.follow_ups(follow_ups([person], DEFAULTS, TODAY), TODAY)
    said = {
        language: worded(items, language=language)["items"][0]["reasons"][0]["text"]
        for language in ("en", "it")
    }
    assert said == {"en": english, "it": italian}


def test_one_is_said_in_the_singular_in_both_languages() -> None:
    person = somebody(talks=["2025-10-23"], frequency=Duration(months=12))
    items = machine.follow_ups(follow_ups([person], DEFAULTS, TODAY), TODAY)
    assert "1 year, you like 1" in report("follow-ups", items, language="en")
    assert "1 anno, ti piace ogni anno" in report("follow-ups", items, language="it")


@pytest.mark.parametrize("language", ["en", "it"])
def test_of_the_deceased_nothing_is_asked_and_nothing_counted(language: str) -> None:
    person = somebody(talks=["2026-02-01"], status="deceased", birthday="1938-12-04")
    known = machine.why(why_of(person, [person], DEFAULTS, TODAY), TODAY)
    shown = report("why", known, language=language)
    found = brief_of(dossier(), person, DEFAULTS, TODAY)
    shown += report("brief", brief.brief(found, TODAY), language=language)
    for word in ("turn", "compie", "urgen", "×", "do not know", "non sai"):
        assert word not in shown
    assert ("in memory, of the birthday (88 years)" in shown) is (language == "en")


def test_markdown_links_people_and_keeps_text_text() -> None:
    person = GIULIA._replace(loops=(loop("cue", "the *[x](javascript:y)* thing", "2026-11-12"),))
    shown = report("today", agenda(person), language="en", layout="md")
    assert shown.startswith(
        "# Monday 23 November 2026\n\n- [[People/Giulia Rossi|Giulia Rossi]] · "
    )
    assert "javascript" not in shown


def test_html_is_one_closed_page() -> None:
    name = '<script>alert(1)</script> & "Co"'
    person = somebody(name, talks=["2026-09-01"], frequency=Duration(days=7))
    shown = report("today", agenda(person), language="en", layout="html")
    assert shown.startswith('<!doctype html>\n<html lang="en">\n')
    assert "default-src 'none'" in shown
    assert "<script>" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;Co&#34;" in shown
    assert not re.search(r"(src|href)\s*=", shown)


def test_colour_carries_no_meaning_alone() -> None:
    plain = report("today", agenda(GIULIA), language="en")
    colored = report("today", agenda(GIULIA), language="en", color=True)
    assert "\x1b[1m" in colored
    assert re.sub(r"\x1b\[\d+m", "", colored) == plain


def test_control_characters_of_a_note_are_not_printed() -> None:
    person = somebody(
        "Ada\x1b]52;c;x\x07 \u202eb", talks=["2026-09-01"], frequency=Duration(days=7)
    )
    shown = report("today", agenda(person), language="en", color=True)
    assert "Ada\ufffd]52;c;x\ufffd \ufffdb" in shown


# Every report, with values that make it show all it has.


def results() -> dict[str, machine.Result]:
    """Return a result for every report."""
    known = dossier(
        told=[
            told("2026-09-21", "coffee: the oven is in", tags=["got/info"], channel="in-person"),
            told("2026-09-02", "wrote", tags=["gave/time"], channel="email", waiting=True),
        ],
        tasks=[
            task("promise", "send the plans", "2026-10-01"),
            task("owed", "gives back the book"),
            task("cue", "the permit"),
            task("intention", "cook together"),
        ],
        links=[("Marco Ferri", "People/Marco Ferri.md")],
    )
    problem = Problem("date", "People/Ada.md", 7, 1, "warning", "No date.", "Write one.")
    counts = {
        "notes": 9, "people": 4, "interactions": 3, "loops": 2,
        "read": 1, "unchanged": 8, "removed": 0, "seconds": 0.25,
    }  # fmt: skip
    change = Change("People/Ada.md", b"a\n", b"a\nb\n")
    line = {
        "name": "Ada",
        "path": "People/Ada.md",
        "line": 2,
        "text": "b",
        "next": TODAY,
        "next_in": 0,
    }
    message = Message("Giulia Rossi", "message", "Come va?", "draft", "check-in", TODAY)
    born = somebody("Chiara Fabbri", birthday="1990-11-27", dates=[("--12-08", "name day")])
    facts = draft_facts()
    written = draft("check-in", facts, language="en", today=TODAY)
    drawn = drafting.draft("check-in", facts, written, TODAY, explain=True)
    return {
        "today": agenda(GIULIA, SHY),
        "follow-ups": machine.follow_ups(follow_ups([GIULIA], DEFAULTS, TODAY), TODAY),
        "birthdays": machine.birthdays(birthdays([born], DEFAULTS, TODAY, 30), TODAY, 0, 30),
        "who": machine.who([card("Aldo Pirazzini", status="archived")], TODAY),
        **practised(),
        "drafts": machine.drafts([("Drafts/a.md", "Giulia Rossi", message)], TODAY),
        "find": machine.find([Hit("a.md", "a", 3, "six tables", None)], "tables", TODAY),
        "why": machine.why(why_of(GIULIA, [GIULIA], DEFAULTS, TODAY), TODAY),
        "brief": brief.brief(brief_of(known, GIULIA, DEFAULTS, TODAY), TODAY),
        "draft": drawn,
        "intro": {**drawn, "drafts": [{**drawn, "kind": "intro"}, drawn]},
        "check": machine.check([problem], TODAY),
        "written": written_result([change], [line], TODAY, dry_run=False),
        "triage": lookback.triage(
            waiting([card("Ada", phone="333 555 0144")._replace(inbox=True)], TODAY), 5, TODAY
        ),
        "review": lookback.review(
            stops(
                [
                    somebody("Ada", loops=[loop("cue", "the exam", "2026-11-20")]),
                    somebody("Bruno", met="2026-11-01", talks=["2026-11-01"]),
                    somebody("Cora", talks=["2020-01-01"], never=True),
                ],
                DEFAULTS,
                TODAY,
            ),
            4,
            TODAY,
        ),
        "recover": lookback.recover(
            lost_sight_of(
                [card("Ada", phone="333 555 0144")], [somebody("Ada", talks=["2020-01-01"])], TODAY
            ),
            5,
            TODAY,
        ),
        "import": imported(
            plan([card("Marco Ferri", email="m@example.org", company="Acme")], CONTACTS),
            {0: "People/Nives Sarti.md"},
            [change],
            [problem],
            TODAY,
            dry_run=True,
        ),
        "sync-cards": in_step(
            Plan(tuple(map(_step, get_args(Kind)))),
            {"u-new note": "People/Nives Sarti.md"},
            [change],
            {"x.vcf": "several", "y.vcf": "unreadable", "z.vcf": "cut"},
            TODAY,
            dry_run=True,
        ),
        "export": in_folder(
            Folder((Put(card("Marco Ferri"), "u", None, b""),), ("x.vcf",), ("y.vcf",)),
            ["u.vcf"],
            {},
            "cards",
            TODAY,
        ),
        "index": machine.index(counts, [problem], TODAY),
    }


def _step(kind: Kind) -> Step:
    """Return a step of keeping cards in step, with all that it can hold."""
    sheet = sheet_of("a.vcf", "1", b"BEGIN:VCARD\nFN:Ada\nTEL:333 555 0101\nEND:VCARD\n")
    assert isinstance(sheet, Sheet)
    return Step(
        kind,
        "Ada Neri",
        f"u-{kind}",
        None if kind == "new note" else card("Ada Neri"),
        sheet,
        turns=(Turn("role", ("baker",)), Turn("phone", takes=("333 555 0101",))),
        target=Said("Ada Bruni", {"email": ("a@example.org",)}),
        apart=(Apart("company", "Acme", "Bar"), Apart("role", "baker", "binder", kept=True)),
        text="a remark",
        candidates=(("Ada", "People/Ada.md"), ("Ada", None)),
    )


def practised() -> dict[str, Any]:
    """Return a result for each report on the practice of networking."""
    talks = [f"2021-0{month}-01" for month in range(1, 7)]
    gifts = [gift("got", "skill", "2026-11-10", "the roof"), gift("asked", "info", "2026-01-01")]
    loops = [loop("promise", "the plans", "2026-11-20"), loop("owed", "the ladder")]
    ada = somebody("Ada", talks=talks, gifts=gifts, loops=loops)
    new = somebody("Bruno", met="2026-11-01", talks=["2026-11-01"])
    people = [ada, new]
    strangers = [
        card("Ada", needs="a logo", interests="opera", location="Rome"),
        card("Bruno", offers="a logo in a week", interests="opera", location="Rome"),
    ]
    places_of = [card("Ada", location="Bologna"), card("Bruno", met_at="Bologna")]
    return {
        "coverage": practice.coverage(coverage(people, DEFAULTS, TODAY), 5, TODAY),
        "activity": activity_page(activity(people, lambda _: "call", TODAY), TODAY),
        "year": practice.year(year(people, (), date(2026, 1, 1), TODAY), 2026, TODAY),
        "capacity": practice.capacity(capacity(people, DEFAULTS, TODAY), TODAY),
        "balance": practice.balance(accounts(people, DEFAULTS, TODAY), TODAY),
        "promises": practice.promises(promises(people, TODAY), TODAY),
        "reconnect": practice.reconnect(drifting(people, TODAY), TODAY),
        "new-people": practice.new_people(new_people(people, DEFAULTS, TODAY), TODAY),
        "listening": practice.listening(listening(people, TODAY), TODAY),
        "places": practice.places(places(places_of), TODAY),
        "reach": practice.reach(
            reachable(strangers, [], acquaintance(strangers, ()), "logo", TODAY), "logo", TODAY
        ),
        "prepare": practice.prepared(prepare(strangers, [ada], [], "Rome", TODAY), "Rome", TODAY),
        "network": network_result(
            network(strangers, [Tie("People/Ada.md", "People/Bruno.md", "brought")]), TODAY
        ),
        "introductions": practice.introductions(
            introductions(strangers, {}, acquaintance(strangers, ())), TODAY
        ),
    }


def draft_facts(**changes: Any) -> DraftFacts:
    """Return the facts of a draft to somebody who told of a permit."""
    facts: dict[str, Any] = {
        "kind": "check-in",
        "name": "Giulia Rossi",
        "path": "People/Giulia Rossi.md",
        "language": "it",
        "tone": "familiar",
        "channel": "message",
        "facts": (
            Fact(
                "la faccenda del permesso", "People/Giulia Rossi.md", 47, "cue", date(2026, 11, 12)
            ),
            Fact("il forno", "People/Giulia Rossi.md", 52, "last_talk", date(2026, 9, 21)),
        ),
        "days_since": 63,
        "meeting": MEETING,
    }
    if len(changes.get("facts", ())) > len(facts["facts"]):
        facts["meeting"] = MEETING._replace(helps=((1, 0, 7, 8), (0, 1, 7, 8)), interests=(4,))
    return DraftFacts(**{**facts, **changes})


MEETING = Meeting(
    (Side("Giulia Rossi", "fornaia", "g@example.org"), Side("Tom Ashworth", "", "t@example.org")),
    (),
    (),
    (),
    None,
)


def test_every_report_that_comes_with_the_tool_is_drawn_here() -> None:
    assert {each.name for each in report_templates()} == set(results())


@pytest.mark.parametrize("layout", ["text", "md", "html"])
@pytest.mark.parametrize("language", ["en", "it"])
def test_every_report_can_be_drawn_in_every_layout_and_language(
    layout: Layout, language: str
) -> None:
    for name, result in results().items():
        shown = report(name, result, language=language, layout=layout, width=80)
        assert shown.strip()
        assert "None" not in shown
        assert shown.endswith("\n")
        assert layout != "text" or "\n\n\n" not in shown


LAYOUTS: tuple[Layout, ...] = ("text", "md", "html")


def copied(root: Path, *folders: str) -> Path:
    """Return a vault with copies of the templates in these folders."""
    shipped = find_shipped("templates")
    for folder in folders:
        for file in (shipped / folder).rglob("*"):
            if file.is_file():
                own(root, file.relative_to(shipped).as_posix(), file.read_text("utf-8"))
    return root


def test_a_copy_of_every_report_in_the_vault_draws_the_same_apart(tmp_path: Path) -> None:
    root = copied(tmp_path, "reports", "layouts")
    for (name, result), layout in zip(results().items(), cycle(LAYOUTS), strict=False):
        here = report(name, result, language="it", layout=layout)
        assert report(name, result, language="it", layout=layout, root=root) == here


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_copy_of_all_templates_in_the_vault_draws_the_same_apart(
    tmp_path: Path, layout: Layout
) -> None:
    root = copied(tmp_path, ".")
    for name in ("today", "brief"):
        here = report(name, results()[name], language="it", layout=layout)
        assert report(name, results()[name], language="it", layout=layout, root=root) == here
    assert draft("birthday", draft_facts(), language="it", today=TODAY, root=root) == draft(
        "birthday", draft_facts(), language="it", today=TODAY
    )


def test_the_macros_of_a_layout_look_at_nothing_but_what_they_are_called_with() -> None:
    jinja = environment(None, "md", "en", TODAY, (), trusted=True)  # type: ignore[arg-type]
    for file in (find_shipped("templates") / "layouts").iterdir():
        found = find_undeclared_variables(jinja.parse(file.read_text("utf-8")))
        assert found <= {"words"}, file.name


@pytest.mark.parametrize("layout", ["text", "md", "html"])
def test_what_is_drawn_from_memory_is_the_same(layout: Layout) -> None:
    memory = Memory()
    for language in ("en", "en", "it", "en"):
        for name, result in results().items():
            fresh = report(name, result, language=language, layout=layout)
            for _ in range(2):
                said = report(name, result, language=language, layout=layout, memory=memory)
                assert said == fresh
            memory.sweep()


def test_english_and_italian_say_the_same_things() -> None:
    shipped = find_shipped("templates")
    used = {
        name
        for folder in ("reports", "drafts")
        for file in (shipped / folder).rglob("*.md")
        for name in re.findall(r"\bwords\.(\w+)\(", file.read_text("utf-8"))
    }
    for language in ("en", "it"):
        text = (shipped / "words" / f"{language}.jinja").read_text("utf-8")
        assert used <= set(re.findall(r"macro (\w+)\(", text))


# The vault's own templates


def test_a_template_of_the_vault_replaces_the_one_of_the_same_name(tmp_path: Path) -> None:
    own(
        tmp_path,
        "reports/today.md",
        "---\ndata: today\n---\n{% for item in items %}\n{{ item.name }}!\n{% endfor %}\n",
    )
    assert report("today", agenda(GIULIA), language="en", root=tmp_path) == "Giulia Rossi!\n"
    assert "Whom to reach" in report("follow-ups", results()["follow-ups"], language="en",
                                     root=tmp_path)  # fmt: skip


def test_a_new_file_in_the_vault_is_a_new_report(tmp_path: Path) -> None:
    own(
        tmp_path,
        "reports/names.md",
        "---\ndata: follow-ups\ndescription: Only names.\n---\n"
        "{{ items|map(attribute='name')|join(', ') }}",
    )
    (found,) = [each for each in report_templates(tmp_path) if each.own]
    assert (found.name, found.data, found.description) == ("names", "follow-ups", "Only names.")
    assert report("names", results()["follow-ups"], language="en", root=tmp_path) == (
        "Giulia Rossi\n"
    )


def test_a_further_language_needs_one_file_and_english_says_what_it_lacks(tmp_path: Path) -> None:
    own(
        tmp_path,
        "words/de.jinja",
        "{% macro nobody_today(people=none) %}Heute wartet niemand, {{ words.many(2, 'x', 'y') }}."
        "{% endmacro %}",
    )
    result = machine.follow_ups([], TODAY, people=3)
    assert report("follow-ups", result, language="de_DE", root=tmp_path) == (
        "Whom to reach\nMontag 23 November 2026\n\nHeute wartet niemand, 2 y.\n"
    )


def test_words_of_the_vault_say_the_reasons_in_json_too(tmp_path: Path) -> None:
    own(
        tmp_path, "words/en.jinja", "{% macro reason(one) %}because of {{ one.kind }}{% endmacro %}"
    )
    said = worded(results()["follow-ups"], language="en", root=tmp_path)
    assert [one["text"] for one in said["items"][0]["reasons"]] == [
        "because of rhythm",
        "because of cue",
    ]
    shown = report("today", agenda(GIULIA), language="en", root=tmp_path)
    assert "9 weeks, you like 6   because of cue · introduced" in shown


def test_a_misspelt_name_is_told_with_its_line_and_the_nearest_one(tmp_path: Path) -> None:
    own(
        tmp_path,
        "reports/today.md",
        "---\ndata: today\n---\n{% for item in items %}\n{{ item.nmae }}\n{% endfor %}\n",
    )
    with pytest.raises(TemplateFailure) as failure:
        report("today", agenda(GIULIA), language="en", root=tmp_path)
    assert failure.value.message == (
        "Templates/vault-tool/reports/today.md:5: 'nmae' is not known here. The nearest is 'name'."
    )


def test_a_mistake_in_an_included_part_is_told_where_it_stands(tmp_path: Path) -> None:
    own(tmp_path, "reports/today.md", "{% include 'parts/foot.md' %}")
    own(tmp_path, "parts/foot.md", "one\n{{ two }\n")
    with pytest.raises(TemplateFailure, match=r"^Templates/vault-tool/parts/foot\.md:2: "):
        report("today", agenda(GIULIA), language="en", root=tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        '<script src="x"></script>',
        '<META http-equiv="refresh" content="0;url=https://evil.example">',
        '<base href="https://evil.example">',
        '<form action="https://evil.example">',
        '<a href="javascript:alert(1)">x</a>',
        '<a class=x href= "file:///etc/passwd">x</a>',
    ],
)
def test_a_page_of_the_vaults_own_cannot_reach_out(tmp_path: Path, text: str) -> None:
    own(tmp_path, "reports/today.md", text)
    with pytest.raises(TemplateFailure):
        report("today", agenda(GIULIA), language="en", layout="html", root=tmp_path)


def test_a_page_of_the_vaults_own_is_closed_all_the_same(tmp_path: Path) -> None:
    own(
        tmp_path,
        "layouts/html.jinja",
        "{% macro page(title, lead='') %}<p>{{ title }}{{ caller()[:0] }}{% endmacro %}",
    )
    shown = report("today", agenda(GIULIA), language="en", layout="html", root=tmp_path)
    assert "default-src 'none'" in shown
    assert shown.endswith("<p>Monday 23 November 2026\n")


# Drafts

KINDS = sorted({each.kind for each in draft_templates()})


def test_the_italian_check_in_asks_about_the_cue() -> None:
    written = draft("check-in", draft_facts(), language="it", today=TODAY)
    assert written.subject == "Come va?"
    assert written.body.startswith(
        "Ciao Giulia,\n\ncome va? Si è risolta quella faccenda del permesso di cui mi parlavi?\n"
    )
    assert [(fact["line"], fact["role"]) for fact in written.facts] == [(47, "cue")]


def test_the_formal_italian_check_in_says_lei() -> None:
    written = draft("check-in", draft_facts(tone="formal"), language="it", today=TODAY)
    assert written.body.startswith(
        "Buongiorno Giulia Rossi,\n\ncome sta? "
        "Si è risolta quella faccenda del permesso di cui mi parlava?\n"
    )


@pytest.mark.parametrize(
    ("language", "cue", "on", "asked"),
    [
        ("en", "ask how the permit hearing went", "2026-11-12", "How did the permit hearing go?"),
        ("en", "the transfer viva", "2026-11-12", "How did things go with the transfer viva?"),
        ("en", "the niece in Toronto", None, "How are things with the niece in Toronto?"),
        ("it", "il concorso da coordinatrice", "2026-09-25", "Com'è andata con quel concorso da"),
        ("it", "i problemi col tetto", "2026-09-25", "Si sono risolti quei problemi col tetto di"),
        ("it", "la nipote a Toronto", None, "Che mi racconti della nipote a Toronto?"),
        ("it", "chiedere com'è andata l'udienza", "2026-09-25", "Com'è andata l'udienza?"),
    ],
)  # fmt: skip
def test_a_draft_asks_about_a_cue_in_words_that_fit(
    language: str, cue: str, on: str | None, asked: str
) -> None:
    fact = Fact(cue, "People/Giulia Rossi.md", 47, "cue", date.fromisoformat(on) if on else None)
    written = draft("check-in", draft_facts(facts=(fact,)), language=language, today=TODAY)
    assert asked in written.body


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Anna Neri", "ad Anna Neri"),
        ("àngela", "ad àngela"),
        ("Elena", "a Elena"),
        ("Ada", "a Ada"),
        ("Hanna", "a Hanna"),
        ("", "a "),
    ],
)
def test_italian_says_ad_before_its_own_vowel_alone(name: str, said: str) -> None:
    words = find_shipped("templates") / "words" / "it.jinja"
    loader = DictLoader({"it": words.read_text("utf-8") + "{{ to(name) }}"})
    jinja = environment(loader, "text", "it", TODAY, (), trusted=True)
    assert jinja.get_template("it").render(name=name).rpartition("\n")[2] == said


@pytest.mark.parametrize(
    ("language", "cue"),
    [
        ("en", "divorced from Anna"),
        ("en", "birthday party for her surprise, don't tell"),
        ("it", "è morto il cane"),
        ("it", "ispezione del tunnel"),
    ],
)
def test_a_cue_that_is_no_question_is_left_to_the_user(language: str, cue: str) -> None:
    fact = Fact(cue, "People/Giulia Rossi.md", 47, "cue", date(2026, 11, 12))
    for kind in KINDS:
        facts = draft_facts(kind=kind, facts=(fact,))
        written = draft(kind, facts, language=language, today=TODAY)
        assert cue not in written.body
        assert "#" not in written.body
        assert written.facts == ()
    written = draft("check-in", draft_facts(facts=(fact,)), language=language, today=TODAY)
    assert written.unsaid == (cue,)


@pytest.mark.parametrize("language", ["en", "it"])
def test_what_they_told_is_not_used_where_they_are_thanked_for_something_else(
    language: str,
) -> None:
    lent = "lent me a bike" if language == "en" else "mi ha prestato la bici"
    taught = "taught me the knots" if language == "en" else "mi ha insegnato i nodi"
    facts = (
        Fact(lent, "People/G.md", 50, "thanks", date(2026, 6, 1), "skill"),
        Fact(taught, "People/G.md", 51, "told", date(2026, 5, 1), "info"),
    )
    written = draft(
        "reconnect", draft_facts(kind="reconnect", facts=facts), language=language, today=TODAY
    )
    assert [fact["line"] for fact in written.facts] == [50]
    alone = draft_facts(kind="reconnect", facts=facts[1:])
    written = draft("reconnect", alone, language=language, today=TODAY)
    assert [fact["line"] for fact in written.facts] == [51]


def test_a_word_after_the_first_meeting_says_when_and_where() -> None:
    met = Fact("PyCon", "People/G.md", 12, "met")
    facts = draft_facts(kind="follow-up", facts=(met,), met_on=TODAY, days_since=None)
    written = draft("follow-up", facts, language="en", today=TODAY)
    assert "It was good to meet you today (PyCon)." in written.body
    assert [fact["role"] for fact in written.facts] == ["met"]
    facts = draft_facts(kind="follow-up", facts=(met,), met_on=date(2026, 11, 11), days_since=None)
    written = draft("follow-up", facts, language="it", today=TODAY)
    assert "mi ha fatto piacere conoscerti l'11 novembre 2026 (PyCon)." in written.body
    facts = draft_facts(kind="follow-up", facts=(met,), met_on=date(2026, 6, 11))
    assert "PyCon" not in draft("follow-up", facts, language="en", today=TODAY).body


@pytest.mark.parametrize(
    ("language", "said"), [("en", "for “piano tuning”:"), ("it", "cercavi «piano tuning»:")]
)
def test_a_need_is_quoted(language: str, said: str) -> None:
    need = Fact("piano tuning", "People/G.md", 15, "need")
    facts = draft_facts(kind="offer", facts=(need, Fact("tuning", "People/M.md", 7, "mine")))
    assert said in draft("offer", facts, language=language, today=TODAY).body


ALL_FACTS = (
    Fact("la faccenda del permesso", "People/G.md", 47, "cue", date(2026, 11, 12)),
    Fact("send the plans", "People/G.md", 48, "promise", date(2026, 11, 1)),
    Fact("mi ha prestato la bici", "People/G.md", 50, "thanks", date(2026, 6, 1), "skill"),
    Fact("il forno", "People/G.md", 52, "last_talk", date(2026, 9, 21)),
    Fact("Rimini", "People/G.md", 12, "met"),
    Fact("1984-06-12", "People/G.md", 13, "birthday", date(2026, 6, 12)),
    Fact("onomastico", "People/G.md", 14, "occasion", date(2026, 6, 12)),
    Fact("un logo", "People/G.md", 15, "need"),
    Fact("loghi", "People/Me.md", 7, "mine"),
)


@pytest.mark.parametrize("form", ["email", "message", "call"])
@pytest.mark.parametrize("language", ["en", "it"])
@pytest.mark.parametrize("tone", ["formal", "familiar", None])
@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_without_a_fact_invents_none(
    language: str, tone: Any, kind: str, form: Any
) -> None:
    facts = draft_facts(kind=kind, tone=tone, facts=(), days_since=None, form=form)
    written = draft(kind, facts, language=language, today=TODAY)
    assert written.facts == ()
    assert written.subject
    assert written.body.strip()
    _reads_well(written.body)


@pytest.mark.parametrize("form", ["email", "message", "call"])
@pytest.mark.parametrize("language", ["en", "it"])
@pytest.mark.parametrize("tone", ["formal", "familiar"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_sentence_of_a_fact_is_told_with_the_fact_and_stands_in_the_draft(
    language: str, tone: Any, kind: str, form: Any
) -> None:
    facts = draft_facts(
        kind=kind, tone=tone, facts=ALL_FACTS, form=form, turns=40, receiving=2, sender="Nora F"
    )
    written = draft(kind, facts, language=language, today=TODAY)
    _reads_well(written.body)
    flat = " ".join(written.body.split()).lower()
    assert kind == "condolence" or written.facts or written.unsaid
    for fact in written.facts:
        assert fact["sentence"].lower() in flat


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "it"])
def test_an_email_is_signed_a_message_is_in_one_piece_and_a_call_is_a_card(
    language: str, kind: str
) -> None:
    def body(form: Any) -> str:
        facts = draft_facts(kind=kind, facts=ALL_FACTS, form=form, sender="Nora Fabbri")
        return draft(kind, facts, language=language, today=TODAY).body

    assert body("email").endswith(",\nNora\n")
    assert len(body("message").splitlines()) == 1
    assert all(line.startswith("- ") for line in body("call").splitlines())


def test_lei_and_tu_are_not_mixed() -> None:
    for kind in KINDS:
        facts = draft_facts(kind=kind, tone="formal", facts=ALL_FACTS, receiving=1)
        formal = draft(kind, facts, language="it", today=TODAY).body
        assert not re.search(r"\b(tu|te|ti|tuo|tua|tue|tuoi|dimmelo|stai)\b", formal), formal
        facts = draft_facts(kind=kind, facts=ALL_FACTS, receiving=1)
        familiar = draft(kind, facts, language="it", today=TODAY).body
        assert not re.search(r"\b(Lei|Le|La|Suo|Sua|Sue)\b", familiar), familiar


def _reads_well(body: str) -> None:
    assert "\n\n\n" not in body
    assert not re.search(r" [,.!?]|  | \n|\.\.|None|: \.", body), body


def test_a_long_silence_is_said_kindly_and_from_the_note() -> None:
    talk = Fact("il forno", "People/Giulia Rossi.md", 52, "last_talk", date(2026, 4, 21))
    facts = draft_facts(facts=(talk,), days_since=(TODAY - date(2026, 4, 21)).days)
    written = draft("check-in", facts, language="it", today=TODAY)
    assert "Sono passati 7 mesi dall'ultima volta, ad aprile, e ho pensato a te." in written.body
    assert [fact["line"] for fact in written.facts] == [52]


def test_a_birthday_draft_of_the_past_says_that_it_is_late() -> None:
    facts = draft_facts(kind="birthday", in_days=-3, facts=())
    assert "in ritardo" in draft("birthday", facts, language="it", today=TODAY).body


def test_a_draft_in_a_language_without_templates_is_in_english() -> None:
    written = draft("check-in", draft_facts(language="pt"), language="pt", today=TODAY)
    assert (written.language, written.subject) == ("en", "How are you?")


def test_a_kind_nobody_wrote_a_template_for_is_refused_with_those_there_are() -> None:
    with pytest.raises(TemplateFailure) as failure:
        draft("condolences", draft_facts(), language="it", today=TODAY)
    assert "birthday, check-in" in failure.value.hint


def test_a_vault_brings_its_own_kinds_of_draft(tmp_path: Path) -> None:
    own(
        tmp_path,
        "drafts/it/cartolina.md",
        "---\nkind: cartolina\nlanguage: it\ndescription: Grazie.\n---\n"
        "Subject: Grazie\n\nGrazie, {{ to.name|first_name }}, per {{ last_talk.text }}.\n",
    )
    written = draft("cartolina", draft_facts(), language="it", today=TODAY, root=tmp_path)
    assert (written.subject, written.body) == ("Grazie", "Grazie, Giulia, per il forno.\n")
    assert [fact["role"] for fact in written.facts] == ["last_talk"]
    assert [each.kind for each in draft_templates(tmp_path) if each.own] == ["cartolina"]


def test_a_draft_template_without_a_subject_is_told_so(tmp_path: Path) -> None:
    own(tmp_path, "drafts/it/check-in.md", "Ciao!")
    with pytest.raises(TemplateFailure, match="Subject"):
        draft("check-in", draft_facts(), language="it", today=TODAY, root=tmp_path)


def test_a_note_cannot_smuggle_lines_into_a_subject() -> None:
    facts = draft_facts(kind="birthday", name="Eve\r\nBcc: x@example.org", facts=())
    written = draft("birthday", facts, language="en", today=TODAY)
    assert "\n" not in written.subject


def test_templates_have_no_clock_and_no_chance() -> None:
    jinja = environment(None, "text", "en", TODAY, ())  # type: ignore[arg-type]
    assert "random" not in jinja.filters
    assert not jinja.globals
