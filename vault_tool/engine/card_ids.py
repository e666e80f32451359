"""Which card is which, where its id does not tell.

Not every program gives its cards ids: such a card is known by its place. A folder that is written
anew may have somebody else there. And one id may stand in two cards: a copy is not the one that was
agreed about.

Public: `known_again(sheets, agreed, region)`, `is_alike(agreed, contact, region)`.
"""

from collections.abc import Iterable, Sequence

from vault_tool.engine.agreeing import said_by_card
from vault_tool.engine.card_steps import Agreed, Sheet, placed_uid
from vault_tool.engine.incoming import folded
from vault_tool.engine.names import plain_name
from vault_tool.formats.contact import Contact
from vault_tool.formats.vcard import read_vcards

_REACHED_BY = ("email", "phone")


def known_again(
    sheets: Iterable[Sheet], agreed: Sequence[Agreed], region: str | None
) -> list[Sheet]:
    """Return the cards, those that lie where they were agreed on first.

    One without an id of its own has that of whom it was agreed to be, if it still can be theirs.
    """
    by_href = {each.href: each for each in agreed}
    uids = {each.uid for each in agreed}
    found = [_known(sheet, by_href.get(sheet.href), uids, region) for sheet in sheets]
    places = {(each.href, each.uid.casefold()) for each in agreed}
    return sorted(found, key=lambda each: (each.href, _uid(each).casefold()) not in places)


def is_alike(agreed: Agreed, contact: Contact, region: str | None) -> bool:
    """Tell whether a card can be the one that was agreed on: one name, e-mail or number is."""
    before = next(iter(read_vcards(agreed.data).people), None)
    if before is None or plain_name(before.name) == plain_name(contact.name):
        return True
    was, now = (_ways_to(each, region) for each in (before, contact))
    return not was.isdisjoint(now)


def _known(sheet: Sheet, agreed: Agreed | None, uids: set[str], region: str | None) -> Sheet:
    uid = placed_uid(sheet.href)
    if sheet.contact.uid != uid:
        return sheet
    if agreed and is_alike(agreed, sheet.contact, region):
        uid = agreed.uid
    elif agreed or uid in uids:
        uid = placed_uid(f"{sheet.href}/{plain_name(sheet.contact.name)}")
    return sheet._replace(contact=sheet.contact._replace(uid=uid))


def _uid(sheet: Sheet) -> str:
    return sheet.contact.uid or ""


def _ways_to(contact: Contact, region: str | None) -> set[tuple[str, str]]:
    told = said_by_card(contact).properties
    return {(key, folded(key, text, region)) for key in _REACHED_BY for text in told.get(key, ())}
