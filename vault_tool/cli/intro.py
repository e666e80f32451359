"""`draft intro A B` and what sending an introduction books: both are asked before.

Public: `draft_intro`, `book_introduction`.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from vault_tool.cli.changing import Line, write
from vault_tool.cli.lines import property_lines
from vault_tool.cli.linking import linker_of
from vault_tool.cli.log import log_words
from vault_tool.cli.manner import Manner
from vault_tool.cli.naming import standing_meant
from vault_tool.cli.opening import Desk
from vault_tool.cli.options import Asked, Format
from vault_tool.cli.output import remark
from vault_tool.cli.reporting import DRAFTS
from vault_tool.cli.showing import show
from vault_tool.errors import NobodyFound, SeveralFound, UsageError, WriteRefused

if TYPE_CHECKING:
    from vault_tool.engine.drafts import DraftFacts
    from vault_tool.engine.introducing import Meeting
    from vault_tool.engine.message import Message
    from vault_tool.engine.talk import Edit
    from vault_tool.model import Card, Dossier, Standing
    from vault_tool.render.templates import Draft

ASK, INTRO = "intro-ask", "intro"
KINDS = (ASK, INTRO)
FORMATS: tuple[Format, ...] = ("text", "md", "json", "html")
_BETWEEN = frozenset(("and", "e", "ed", "&", "+", "with", "con"))


class _Person(NamedTuple):
    standing: "Standing"
    known: "Dossier"
    facts: "DraftFacts"


class _Letter(NamedTuple):
    """A message of the three: to whom, and whom it speaks of."""

    facts: "DraftFacts"
    written: "Draft"
    other: _Person


def draft_intro(
    asked: Asked,
    desk: Desk,
    kind: str,
    names: Sequence[str],
    about: str | None,
    via: str | None,
    manner: Manner,
    *,
    explain: bool,
    writing: bool,
) -> None:
    """Draft what asks each of two people, then what introduces them to each other."""
    from vault_tool.engine.introducing import are_acquainted, meeting

    one, other = (
        _person(asked, desk, kind, standing, about, via) for standing in _two(asked, desk, names)
    )
    _refuse(desk, one, other)
    asked_of = _asked_already(desk, one, other)
    for text in asked_of:
        remark(asked, text)
    if not asked_of and are_acquainted(one.known, other.known):
        both = f"{one.standing.name} and {other.standing.name}"
        remark(asked, f"{both} know each other already, as far as your notes tell.")
    cards = [_card(each) for each in (one, other)]
    lines = (_lines(desk, one), _lines(desk, other))
    between = meeting(cards[0], cards[1], lines)
    letters = [_asking(asked, desk, one, other, between)]
    if kind == INTRO:
        letters.append(_asking(asked, desk, other, one, between.turned()))
        letters.append(_introducing(asked, desk, one, other, between))
    if writing:
        _save(asked, desk, manner, letters)
        return
    _show(asked, desk, letters, explain=explain)


def book_introduction(
    asked: Asked,
    desk: Desk,
    manner: Manner,
    message: "Message",
    path: str,
    card: "Card",
    first: "list[tuple[str, Edit]]",
    on: date,
) -> None:
    """Book an introduction that was sent: given to each of the two, with a question in a month."""
    from vault_tool.engine.introducing import how_it_went_on
    from vault_tool.engine.talk import loop_in_note
    from vault_tool.render.templates import said

    other = introduced_in(desk, message, path)
    linker = linker_of(desk)
    due = how_it_went_on(on).isoformat()
    words, edits, lines = [], list(first), []
    for this, that in ((card, other), (other, card)):
        link = linker.link(that.path, this.path, that.name)
        texts = [
            said(macro, [{"name": that.name}], desk.today, language=desk.language, root=desk.root)
            for macro in ("introduced_with", "how_it_went")
        ]
        introduced, how = (text for (text,) in texts)
        words.append((this, f"{message.channel}: {introduced.replace(that.name, link, 1)}"))
        cue = f"{how} #cue 📅 {due}"
        edits.append((this.path, loop_in_note(this.path, cue, desk.index.ways)))
        lines.append(Line(this.path, cue, this.name))
    log_words(asked, desk, manner, words, on, first=edits, command=f"sent {path}", more=lines)


def introduced_in(desk: Desk, message: "Message", path: str) -> "Card":
    """Return whom a draft introduces to its receiver."""
    from vault_tool.index.read import cards

    to = linker_of(desk).resolver.resolve(message.introduces, path)
    for card in cards(desk.index):
        if card.path == to:
            return card
    raise NobodyFound(
        f'nobody is called "{message.introduces}"', f"{path} says whom it introduces: introduces"
    )


def _two(asked: Asked, desk: Desk, names: Sequence[str]) -> "tuple[Standing, Standing]":
    """Return the two people: two quoted names, or words that part into two names in one way."""
    if len(names) == 2:
        pairs = [(names[0], names[1])]
    else:
        pairs = [
            (" ".join(names[:at]), " ".join(names[at + (names[at] in _BETWEEN) :]))
            for at in range(1, len(names))
            if names[at - 1] not in _BETWEEN and names[-1] not in _BETWEEN
        ]
    found: dict[tuple[str, str], tuple[Standing, Standing]] = {}
    doubt: NobodyFound | SeveralFound | None = None
    for one, other in pairs:
        try:
            two = standing_meant(asked, desk, (one,)), standing_meant(asked, desk, (other,))
        except (NobodyFound, SeveralFound) as why:
            doubt = why
            continue
        found[two[0].path, two[1].path] = two
    if len(pairs) == 1 and doubt:
        raise doubt
    if len(found) != 1:
        raise UsageError(
            "an introduction is of two people",
            'Name both, each in quotes: vault-tool draft intro "Giulia Rossi" "Tom Ashworth"',
        )
    (two,) = found.values()
    if two[0].path == two[1].path:
        raise UsageError(f"{two[0].name} needs no introduction to themselves", "Name two people.")
    return two


def _person(
    asked: Asked, desk: Desk, kind: str, standing: "Standing", about: str | None, via: str | None
) -> _Person:
    from vault_tool.cli.wishing import wished
    from vault_tool.engine.drafts import draft_facts
    from vault_tool.index.read import dossier

    known = dossier(desk.index, standing.path)
    wish, _, _ = wished(asked, desk, kind, standing, known, {}, about, via)
    facts = draft_facts(ASK, known, standing, desk.settings, desk.today, wish=wish)
    return _Person(standing, known, replace(facts, facts=(), left_out=()))


def _refuse(desk: Desk, one: _Person, other: _Person) -> None:
    from vault_tool.engine.introducing import refusal

    place = refusal(one.known, other.known, linker_of(desk).resolver.resolve)
    if place:
        raise UsageError(
            f"{one.standing.name} and {other.standing.name} are not to be introduced",
            f"So says {place[0]}:{place[1]}: #notintro",
        )


def _asked_already(desk: Desk, one: _Person, other: _Person) -> "list[str]":
    """Say who of the two was asked already; nothing of two whose introduction went out."""
    from vault_tool.cli.reporting import drafts_to
    from vault_tool.render.templates import said

    resolve = linker_of(desk).resolver.resolve
    values = []
    for this, that in ((one, other), (other, one)):
        days = {}
        for path, message in drafts_to(desk, this.standing.path):
            to = resolve(message.introduces, path) if message.introduces else None
            if not message.is_open and to == that.standing.path:
                days[message.kind] = message.sent_on or message.created
        if INTRO in days:
            return []
        if ASK in days:
            values.append({"name": this.standing.name, "on": days[ASK]})
    return list(
        said("asked_already", values, desk.today, language=desk.language, root=desk.root)
        if values
        else ()
    )


def _card(person: _Person) -> "Card":
    from vault_tool.model import Card

    note, of = person.known.note, person.standing.person
    return Card(
        note.path, note.name, of.status, of.inbox, of.me, note.aliases, note.tags, note.properties
    )


def _lines(desk: Desk, person: _Person) -> "dict[str, int]":
    return dict(property_lines(desk.root, person.standing.path, desk.settings))


def _asking(asked: Asked, desk: Desk, to: _Person, other: _Person, between: "Meeting") -> _Letter:
    from vault_tool.render import templates

    facts = replace(to.facts, kind=ASK, facts=between.facts, meeting=between)
    language = asked.lang or facts.language or desk.language
    written = templates.draft(ASK, facts, language=language, today=desk.today, root=desk.root)
    return _Letter(facts, written, other)


def _introducing(
    asked: Asked, desk: Desk, one: _Person, other: _Person, between: "Meeting"
) -> _Letter:
    """Write to both, in the language of both, or in each one's, the one below the other."""
    from vault_tool.engine.introducing import formality
    from vault_tool.render import templates

    facts = replace(
        one.facts, kind=INTRO, facts=between.facts, meeting=between,
        tone=formality(one.facts, other.facts),
    )  # fmt: skip
    if _by_mail(one, other):
        facts = replace(facts, channel="email", form="email")
    wanted = [asked.lang] if asked.lang else [one.facts.language, other.facts.language]
    languages = dict.fromkeys(each or desk.language for each in wanted)
    each = [
        templates.draft(INTRO, facts, language=language, today=desk.today, root=desk.root)
        for language in languages
    ]
    subject = " / ".join(dict.fromkeys(one.subject for one in each))
    body = "\n---\n\n".join(dict.fromkeys(one.body for one in each))
    return _Letter(facts, each[0]._replace(subject=subject, body=body), other)


def _by_mail(one: _Person, other: _Person) -> bool:
    from vault_tool.engine.conditions import texts_of

    return all(any(texts_of(each.known.note.properties.get("email"))) for each in (one, other))


def _show(asked: Asked, desk: Desk, letters: Sequence[_Letter], *, explain: bool) -> None:
    from vault_tool.render import drafting

    drafts = [
        {
            **drafting.draft(
                each.facts.kind, each.facts, each.written, desk.today, explain=explain
            ),
            "introduces": each.other.standing.name,
        }
        for each in letters
    ]
    result = {**drafts[-1], "problems": desk.unread, "drafts": drafts}
    show(asked, desk, "intro", result, FORMATS, wraps=False)


def _save(asked: Asked, desk: Desk, manner: Manner, letters: Sequence[_Letter]) -> None:
    """Write each into a note of its own; the introduction waits until both agreed."""
    from vault_tool.engine.message import draft_note, introducing
    from vault_tool.vault.names import free_path

    linker, ways = linker_of(desk), desk.index.ways
    edits: list[tuple[str, Edit]] = []
    lines = []
    for letter in letters:
        facts, written, other = letter.facts, letter.written, letter.other.standing
        whom = f"{facts.name} – {other.name}" if facts.kind == INTRO else facts.name
        path = free_path(desk.root, DRAFTS, f"{desk.today.isoformat()} {facts.kind} {whom}")
        note = draft_note(
            path, linker.link(facts.path, path, facts.name), facts.kind, facts.channel,
            written.subject, written.body, desk.today, ways,
        )  # fmt: skip
        note = introducing(path, note, linker.link(other.path, path, other.name), ways)
        edits.append((path, _new(path, note)))
        lines.append(Line(path, "", facts.name))
    names = f"{letters[0].facts.name} and {letters[0].other.standing.name}"
    write(asked, desk, manner, f"draft {letters[-1].facts.kind} {names}", edits, lambda _: lines)


def _new(path: str, note: bytes) -> "Edit":
    def edit(data: bytes | None) -> bytes:
        if data is not None:
            raise WriteRefused(f"{path} is there already, and was left as it is")
        return note

    return edit
