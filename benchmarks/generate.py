"""A vault of any size, the same one every time: people in our format, and daily notes.

About 1.5 KB a note and eight log lines each, with the traps of real vaults: `language: NO`, zips
with a leading zero, birthdays without a year, phones, links that need quotes, a flow list, comments.
"""

import random
from datetime import date, timedelta
from pathlib import Path

TODAY = date(2026, 11, 23)
_FIRST = (
    "Ada Bea Carlo Dora Elio Fabia Gino Hana Ivo Jole Kaj Lina Milo Nora Otto Pia Quinto Rosa Sam"
    " Tea Ugo Vera Wim Xenia Yuri Zoe Anselmo Brigida Cosimo Delia"
).split()
_LAST = (
    "Abate Bruno Conti Doria Esposito Ferri Gallo Henning Iori Jansen Kovac Longo Marini Neri Oddo"
    " Pace Quadri Riva Sala Testa Urso Villa Weiss Young Zani Fontana Greco Lodi Moro Serra"
).split()
_COMPANIES = [f"{name} {kind}" for name in _LAST[:15] for kind in ("Studio", "Ltd")]
_CITIES = "Bologna Milano Roma Torino London Leeds Rimini Trento Bari Genova".split()
_WORDS = (
    "she starts at the new office in May and wants to hear about the allotment we talked of while"
    " the children learn the cello and nobody has found the key of the cellar since the summer by"
    " the sea when the permit came late and the neighbours laughed about the umbrella"
).split()
_CHANNELS = "call coffee email whatsapp lunch video pranzo letter".split()
_TAGS = ["", "", "", "", " #got/info", " #gave/time", " #gave/contact", " #dato/tempo"]
_FREQUENCIES = ["3 months", "6 weeks", "weekly", "90", "1 year", "never"]


def name_of(number: int) -> str:
    """Return the name of the person with this number; every number has its own."""
    base = len(_FIRST) * len(_LAST)
    again = f" {number // base + 1}" if number >= base else ""
    return f"{_FIRST[number % len(_FIRST)]} {_LAST[number // len(_FIRST) % len(_LAST)]}{again}"


def generate(people: int, folder: Path) -> None:
    """Write a vault of so many people into an empty folder."""
    dice = random.Random(people)
    (folder / ".vault-tool").mkdir(parents=True)
    (folder / ".vault-tool" / "config.toml").write_text('people = ["People"]\n')
    for company in _COMPANIES:
        (folder / "People" / company).mkdir(parents=True)
    for number in range(people):
        company = _COMPANIES[number % len(_COMPANIES)]
        path = folder / "People" / company / f"{name_of(number)}.md"
        path.write_text(_person(number, people, company, dice), encoding="utf-8")
    (folder / "Journal").mkdir()
    for back in range(min(1000, max(100, people // 10))):
        day = TODAY - timedelta(days=back)
        path = folder / "Journal" / f"{day}.md"
        path.write_text(_daily(people, dice), encoding="utf-8")


def _person(number: int, people: int, company: str, dice: random.Random) -> str:
    name = name_of(number)
    return "\n".join(
        [
            *_front_matter(number, name, people, company, dice),
            f"# {name}",
            "",
            f"{_sentence(dice, 24).capitalize()}.",
            "",
            f"Knows [[{_someone(people, dice)}]] and [[{_someone(people, dice)}|an old friend]].",
            "",
            "## Log",
            "",
            *(_log_line(people, dice) for _ in range(8)),
            "",
            "## Open loops",
            "",
            *_loops(dice),
            "",
        ]
    )


def _front_matter(
    number: int, name: str, people: int, company: str, dice: random.Random
) -> list[str]:
    born = date(1950 + dice.randrange(55), 1 + dice.randrange(12), 1 + dice.randrange(28))
    birthday = f"--{born:%m-%d}" if number % 5 == 0 else str(born)
    lines = [
        "---",
        "type: person",
        "aliases:",
        f"  - {name.split()[0]} {number}",
        f"tags: [person, {dice.choice(['friend', 'work', 'choir'])}]",
        f"birthday: {birthday}",
        "email:",
        f"  - p{number}@example.org",
        "phone:",
        f"  - +39 051 555 {number % 10000:04}",
        f'company: "[[{company}]]"',
        f"location: {dice.choice(_CITIES)}",
        f"zip: 0{2000 + number % 7000}",
        f"language: {dice.choice(['it', 'en', 'NO'])}",
        "best_time: 12:30",
        f"weight: {1 + dice.randrange(5)}  # 5 is closest",
        f"met: {born.year + 20}-05",
        f"met_at: {dice.choice(['Bagno 27, Rimini', 'the gym', 'PyCon'])}",
        "interests:",
        f"  - {dice.choice(_WORDS)}",
        f"  - {dice.choice(_WORDS)}",
    ]
    if number % 3 == 0:
        lines.append(f"frequency: {dice.choice(_FREQUENCIES)}")
    if number % 4 == 0:
        lines.append(f'met_through: "[[{_someone(people, dice)}]]"')
    return [*lines, "---"]


def _log_line(people: int, dice: random.Random) -> str:
    day = TODAY - timedelta(days=dice.randrange(1, 1200))
    link = f" with [[{_someone(people, dice)}]]" if dice.random() < 0.3 else ""
    channel = dice.choice(_CHANNELS)
    return f"- {day} {channel}: {_sentence(dice, 12)}{link}{dice.choice(_TAGS)}"


def _loops(dice: random.Random) -> list[str]:
    due = TODAY + timedelta(days=dice.randrange(-20, 200))
    lines = [f"- [ ] {_sentence(dice, 5)} #cue 📅 {due}"] if dice.random() < 0.3 else []
    if dice.random() < 0.2:
        lines.append(f"- [ ] {_sentence(dice, 5)} #promise 📅 {due + timedelta(days=30)}")
    return [*lines, f"- [x] {_sentence(dice, 4)} #promise ✅ {due - timedelta(days=300)}"]


def _daily(people: int, dice: random.Random) -> str:
    return "\n".join(
        [
            f"- coffee with [[{_someone(people, dice)}]] and [[{_someone(people, dice)}]]",
            f"- thinking of [[{_someone(people, dice)}]]",
            f"- {_sentence(dice, 30)}",
            f"- [ ] write to [[{_someone(people, dice)}]]",
            "",
        ]
    )


def _someone(people: int, dice: random.Random) -> str:
    return name_of(dice.randrange(people))


def _sentence(dice: random.Random, words: int) -> str:
    start = dice.randrange(len(_WORDS))
    return " ".join((_WORDS * 3)[start : start + words])
