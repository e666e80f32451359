"""Which cards an import keeps beside the notes, as they came, and how they go out again.

A card says more than a note can hold: a photo, what a number is called, properties that nobody here
knows. It is kept whole, under the id of its person, and what the vault knows better is changed in
it when it goes out. A card that would be written just so is not kept.

Public: `Kept`, `kept_of(step, path, known)`, `keeping(kept, known, region)`,
`uids_of(card)`, `outgoing(card, kept, region, version, takes)`.
"""

from collections.abc import Sequence
from typing import NamedTuple

from vault_tool.engine.assignments import Edit
from vault_tool.engine.conditions import texts_of
from vault_tool.engine.importing import Step
from vault_tool.engine.outgoing import as_held, contact_of, path_uid, spelled_as, united
from vault_tool.formats.contact import Contact
from vault_tool.formats.vcard import read_vcards
from vault_tool.formats.vcard_patching import patched
from vault_tool.formats.vcard_writing import Version, write_vcards
from vault_tool.model import Card

_OTHER_UID = "uid:"
_VERSIONS: tuple[Version | None, ...] = (None, "3.0", "4.0")


class Kept(NamedTuple):
    """A card to keep, and the id it is kept under."""

    uid: str
    contact: Contact


def kept_of(step: Step, path: str, known: Card | None) -> tuple[Step, tuple[Kept, ...]]:
    """Return the cards to keep of one person, and the step with the id that the note then needs.

    `path` is where the note is or will be, `known` whose it is already.
    """
    rich = [each for each in step.contacts if each.card and _says_more(each)]
    if not rich:
        return step, ()
    gained = dict(step.gains).get("uid", ())
    own = next(iter((*(_first_uid(known) if known else ()), *gained)), None)
    uid = (
        own or next((held for each in rich if (held := as_held(each).uid)), None) or path_uid(path)
    )
    if own is None:
        step = step._replace(
            kind="update" if step.kind == "unchanged" else step.kind,
            gains=(*step.gains, ("uid", (uid,))),
        )
    return step, tuple(Kept(as_held(each).uid or uid, each) for each in rich)


def keeping(kept: Kept, known: Card | None, region: str | None) -> Edit:
    """Return what keeps a card in its file, in place of an older one of its service.

    Of cards of two services, of which one says no id, the one with the photo stays. One that says
    what the kept one would go out with is no newer.
    """

    def edit(data: bytes | None) -> bytes:
        card = kept.contact.card
        there = _only(data) if data else None
        if data is None or there is None or data == card:
            return card
        if known and any(outgoing(known, [data], region, each) == card for each in _VERSIONS):
            return data
        is_newer = bool(there.uid) and there.uid == kept.contact.uid
        return card if is_newer or _rank(kept.contact) >= _rank(there) else data

    return edit


def uids_of(card: Card) -> tuple[str, ...]:
    """Return the ids under which cards of somebody may be kept, their own first."""
    others = (
        text.strip()[len(_OTHER_UID) :]
        for text in texts_of(card.properties.get("sources"))
        if text.strip().casefold().startswith(_OTHER_UID)
    )
    return tuple(dict.fromkeys((*_first_uid(card), path_uid(card.path), *others)))


def outgoing(
    card: Card,
    kept: Sequence[bytes],
    region: str | None,
    version: Version | None,
    *,
    takes: bool = True,
) -> bytes:
    """Return somebody's card as it goes out now: a kept one with what the vault knows better.

    Of several kept cards it is the first with a photo; without any a new card is written. With
    `takes` it loses what the note does not hold.
    """
    found = [(data, there) for data in kept if (there := _only(data))]
    if not found:
        return write_vcards([contact_of(card)], version or "3.0")
    data, there = next((each for each in found if each[1].has_photo), found[0])
    held = as_held(there)
    now = spelled_as(contact_of(card), held, region)
    return patched(data, held, now if takes else united(now, held), version)


def _says_more(contact: Contact) -> bool:
    held = as_held(contact)
    return contact.card not in (write_vcards([held], "3.0"), write_vcards([held], "4.0"))


def _only(data: bytes) -> Contact | None:
    return next(iter(read_vcards(data).people), None)


def _rank(contact: Contact) -> tuple[bool, bool]:
    return contact.has_photo, contact.uid is not None


def _first_uid(card: Card) -> tuple[str, ...]:
    return tuple(text.strip() for text in texts_of(card.properties.get("uid")) if text.strip())[:1]
