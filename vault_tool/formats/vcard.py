"""vCard 2.1, 3.0 and 4.0, as phones and other programs really write them, to contacts.

Whatever the bytes are, there is an answer: a card without an end ends at the next one, one without
a name is called by its company, its e-mail or its number, and what is no property is a problem.
Unknown properties stay in the card's own text.

Public: `read_vcards(data, path, hints)`, `cards(data, path, problems)`, `CARD_ERROR`.
"""

from collections.abc import Iterator, Sequence

from vault_tool.errors import Problem
from vault_tool.formats.card_lines import CardLines, is_group
from vault_tool.formats.characters import one_line, utf8
from vault_tool.formats.contact import Contact, Contacts, Hints
from vault_tool.formats.contentlines import Garbage, Property, line_starts, properties

CARD_ERROR = "card-unread"


def read_vcards(data: bytes, path: str = "", hints: Hints | None = None) -> Contacts:
    """Return everybody in a file of vCards; groups of people are left out. Never raises.

    `path` is what problems call the file; of `hints` the order of day and month counts.
    """
    order = hints.order if hints else None
    data = utf8(data)
    people: list[Contact] = []
    problems: list[Problem] = []
    found = list(cards(data, path, problems))
    starts = line_starts(data)
    nexts = [*(card[0].line for card in found[1:]), len(starts)]
    for card, after in zip(found, nexts, strict=False):
        if is_group(card):
            continue
        lines = CardLines(card, order)
        contact = lines.contact()
        if contact is None:
            problems.append(_no_name(card, path))
        else:
            problems += _no_days(lines, path)
            people.append(contact._replace(card=_text_of(data, card, starts, after)))
    return Contacts(tuple(people), tuple(problems))


def cards(data: bytes, path: str, problems: list[Problem]) -> Iterator[list[Property]]:
    """Yield the properties of each card, its BEGIN and END too; a card within another is left out.

    Without an END a card ends where the next one begins. `problems` gets what is no property.
    """
    card: list[Property] = []
    inner = 0
    for each in properties(data):
        if isinstance(each, Garbage):
            said = f'this is no property: "{one_line(each.text)}".'
            problems.append(_problem(path, each.line, said))
        elif each.name == "BEGIN" and (inner or _is_inner(card, each)):
            inner += 1
        elif inner:
            inner -= each.name == "END"
        elif each.name == "END":
            if card:
                yield [*card, each]
            card = []
        elif each.name == "BEGIN" and card:
            yield card
            card = [each]
        else:
            card.append(each)
    if card:
        yield card


def _is_inner(card: Sequence[Property], begins: Property) -> bool:
    """Tell whether what begins here is a part of the card, and not the next one."""
    if not card or begins.raw.strip().upper() != b"VCARD":
        return bool(card)
    before = card[-1]
    return before.name == "AGENT" and before.raw.strip().upper() in (b"", b"BEGIN:VCARD")


def _text_of(data: bytes, card: Sequence[Property], starts: Sequence[int], after: int) -> bytes:
    """Return the text of a card; one without an END goes on to where the next one begins."""
    first, last = card[0].line, card[-1]
    end = last.line if last.name == "END" else after - 1
    return data[starts[first - 1] : starts[min(end, len(starts) - 1)]]


def _no_name(card: Sequence[Property], path: str) -> Problem:
    said = "a card names nobody: it has no name, e-mail or number."
    return Problem(CARD_ERROR, path, card[0].line, 1, "error", said, "It was left out.")


def _no_days(lines: CardLines, path: str) -> Iterator[Problem]:
    """Yield what is said for a day and is none, or may be two."""
    for each in lines.unread_days():
        what = "birthday" if each.line.name == "BDAY" else "day"
        said = f'"{one_line(each.text)[:60]}" is no {what} that could be read.'
        yield _problem(path, each.line.line, said)


def _problem(path: str, line: int, message: str) -> Problem:
    return Problem("card-line", path, line, 1, "warning", message, "The rest of the card counts.")
