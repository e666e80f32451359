"""One round between notes and cards: look at the other side, then write there what was planned.

Notes are written between the two, by whoever calls. So a crash at any moment is met by the next
round as a change that both sides made alike, and what the note is to keep of the other side's word
stands there before that word is written over. What was agreed is kept also when a server fails in
the middle.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from vault_tool.engine.agreed import Written, card_text
from vault_tool.engine.card_steps import Agreed, Known, Left, Odd, Sheet, Step, sheet_of
from vault_tool.model import Card
from vault_tool.sync.agreement import Memory
from vault_tool.sync.store import CardChanged, Fetched, Listing, Store


class Seen(NamedTuple):
    """The other side: cards of one person each, what else lies there, and how it was listed."""

    sheets: tuple[Sheet, ...]
    odd: Mapping[str, Odd]
    listing: Listing


def seen(store: Store, memory: Memory) -> Seen:
    """Return every card; those that did not change since they were agreed on are not fetched."""
    listing = store.listed(memory.listing)
    agreed = {each.href: each for each in memory.known.agreed}
    held = {
        href: Fetched(etag, agreed[href].data)
        for href, etag in listing.etags.items()
        if href in agreed and etag is not None and agreed[href].etag == etag
    }
    found = {**held, **store.fetched([href for href in listing.etags if href not in held])}
    sheets: list[Sheet] = []
    odd: dict[str, Odd] = {}
    for href, (etag, data) in sorted(found.items()):
        sheet = sheet_of(href, etag, data)
        if isinstance(sheet, Sheet):
            sheets.append(sheet)
        elif sheet is not None:
            odd[href] = sheet
    return Seen(tuple(sheets), odd, listing)


class Round:
    """What is agreed, as it grows while cards are written."""

    def __init__(
        self,
        store: Store,
        memory: Memory,
        listing: Listing,
        kept: Callable[[Card], Sequence[bytes]] = lambda _: (),
        region: str | None = None,
    ) -> None:
        """Begin with what was agreed; `kept` are cards of somebody that an import left here."""
        self._store = store
        self._kept = kept
        self._region = region
        self._listing = listing
        self._agreed = {each.uid: each for each in memory.known.agreed}
        self._left = {each.uid: each for each in memory.known.left}
        self._fresh: dict[str, str] = {}
        self.changed: list[Step] = []

    def memory(self) -> Memory:
        """Return what is agreed by now."""
        known = Known(tuple(self._agreed.values()), tuple(self._left.values()))
        return Memory(known, self._listing)

    def carry_out(self, steps: Sequence[Step], notes: Mapping[str, Written]) -> Iterator[Step]:
        """Write cards, one after the other; `notes` are the notes as they are now, by ids of steps.

        Yields each step as it is done. What somebody else changed meanwhile is left for another
        round, in `changed`.
        """
        for step in steps:
            note = notes.get(step.uid)
            try:
                self._one(step, note)
            except CardChanged:
                self.changed.append(step)
            yield step

    def look_again(self) -> None:
        """Read what was written: a server may have written it otherwise."""
        found = self._store.fetched(list(self._fresh)) if self._fresh else {}
        for href, uid in self._fresh.items():
            agreed, now = self._agreed[uid], found.get(href)
            if now and agreed.etag in (None, now.etag):
                self._agreed[uid] = agreed._replace(etag=now.etag, data=now.data)
        self._fresh.clear()

    def _one(self, step: Step, note: Written | None) -> None:
        if step.kind in ("removed there", "note gone", "remove card", "forgotten"):
            self._part(step)
        elif note is None:
            return
        elif step.kind in ("pair", "same") and step.sheet:
            made = step.agreed.made if step.agreed else False
            if step.target is None:
                self._agree(step, note, step.sheet.href, step.sheet[1:3], made=made)
                return
            data = card_text(step)
            old = Fetched(step.sheet.etag, step.sheet.data)
            put = self._store.replace(step.sheet.href, data, old)
            self._agree_again(step, note, put, data, made=made)
        elif step.kind == "new card":
            kept = self._kept(step.card) if step.card and not step.agreed else ()
            data = card_text(step, kept, self._region)
            put = self._store.create(step.uid, data)
            self._agree_again(step, note, put, data, made=not step.agreed or step.agreed.made)
        elif step.kind == "new note" and step.sheet:
            self._agree(step, note, step.sheet.href, step.sheet[1:3], made=False)

    def _part(self, step: Step) -> None:
        if step.kind == "remove card" and step.sheet:
            self._store.delete(step.sheet.href, Fetched(step.sheet.etag, step.sheet.data))
            self._left.pop(step.uid, None)
        elif step.kind != "forgotten":
            removed = step.kind == "removed there"
            self._left[step.uid] = Left(step.uid, step.name, "note" if removed else "card")
        self._agreed.pop(step.uid, None)

    def _agree_again(
        self, step: Step, note: Written, put: tuple[str, str | None], data: bytes, *, made: bool
    ) -> None:
        href, etag = put
        self._agree(step, note, href, (etag, data), made=made)
        self._fresh[href] = step.uid

    def _agree(
        self, step: Step, note: Written, href: str, card: tuple[str | None, bytes], *, made: bool
    ) -> None:
        if step.agreed:
            self._agreed.pop(step.agreed.uid, None)
        self._left.pop(step.uid, None)
        came = step.agreed.came if step.agreed else b""
        if step.sheet and not (step.agreed and step.sheet.data == step.agreed.data):
            came = step.sheet.data
        agreed = Agreed(step.uid, note.path, href, *card, note.side, made, came)
        self._agreed[step.uid] = agreed
