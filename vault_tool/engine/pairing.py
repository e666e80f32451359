"""Which card is whose, and what is to be done about each: a plan, made before anything is written.

A card is somebody's by its id, or as an import would find out. What one side removed is never
removed blindly on the other: a note is never deleted because a card went, and a card that others
made stays when its note goes, unless that is asked for. Either is remembered, so that it does not
come back. What was changed since wins over what was removed.

Public: `plan(cards, sheets, known, …)`, `refusal(plan, sheets, known)`.
"""

from collections.abc import Collection, Iterable, Sequence

from vault_tool.engine.agreeing import (
    Agreement,
    Base,
    Turn,
    agreement,
    said_by_card,
    said_by_note,
)
from vault_tool.engine.card_ids import is_alike, known_again
from vault_tool.engine.card_steps import Agreed, Kind, Known, Plan, Sheet, Step
from vault_tool.engine.conditions import texts_of
from vault_tool.engine.importing import Answers
from vault_tool.engine.importing import Step as Brought
from vault_tool.engine.importing import plan as import_plan
from vault_tool.engine.outgoing import own_uid
from vault_tool.formats.contact import Contact
from vault_tool.formats.services import SERVICES
from vault_tool.formats.vcard import read_vcards
from vault_tool.model import Card

# With none of these a card is of no use in a telephone.
_USEFUL = ("email", "phone", "url", "address", "birthday", "dates", *SERVICES)
_FEW = 5
_SHARE = 0.3


def plan(
    cards: Sequence[Card],
    sheets: Sequence[Sheet],
    known: Known,
    *,
    unsure: Collection[str] = (),
    region: str | None = None,
    answers: Answers | None = None,
    odd: Collection[str] = (),
    remove: bool = False,
) -> Plan:
    """Return what keeps notes and cards in step.

    `unsure` are paths of notes that cannot be trusted now: not read, or there and not downloaded;
    `odd` are places where something else lies than a card of one person.
    With `remove` the cards of notes that are gone go too, whoever made them.
    """
    planning = _Planning(cards, sheets, known, (unsure, odd), region, remove=remove)
    planning.go_on()
    planning.bring(answers or {})
    planning.hand_out()
    return Plan(tuple(planning.steps))


def refusal(plan: Plan, sheets: Sequence[Sheet], known: Known) -> str | None:
    """Return why a plan should not be carried out unasked: too much is gone on one side."""
    agreed = len(known.agreed)
    if agreed and not sheets:
        return "there is no card of anybody any more"
    for kinds, said in (
        (("removed there",), "cards of people are gone there"),
        (("remove card", "note gone"), "notes are gone here"),
    ):
        gone = len(plan.of(*kinds))
        if gone > _FEW and gone > agreed * _SHARE:
            return f"{gone} of {agreed} {said}"
    pairs = plan.of("pair")
    for loses, said in ((_note_loses, "notes"), (_card_loses, "cards")):
        less = sum(map(loses, pairs))
        if less > _FEW and less > agreed * _SHARE:
            return f"{less} of {agreed} {said} would lose something"
    return None


def _note_loses(step: Step) -> bool:
    return any(turn.takes and not turn.adds for turn in step.turns)


def _card_loses(step: Step) -> bool:
    if step.target is None or step.sheet is None:
        return False
    now = step.target.properties
    before = said_by_card(step.sheet.contact).properties
    return any(len(now.get(key, ())) < len(texts) for key, texts in before.items())


def takes_part(card: Card) -> bool:
    """Tell whether somebody's note and card are kept in step."""
    return not card.me and card.status in ("active", "paused")


class _Planning:
    def __init__(
        self,
        cards: Sequence[Card],
        sheets: Sequence[Sheet],
        known: Known,
        doubtful: tuple[Collection[str], Collection[str]],
        region: str | None,
        *,
        remove: bool,
    ) -> None:
        self.steps: list[Step] = []
        self._cards = cards
        self._known = known
        self._unsure, self._odd = doubtful
        self._region = region
        self._remove = remove
        self._by_path = {card.path: card for card in cards}
        self._by_uid: dict[str, Card] = {}
        ids = {agreed.path: _key(agreed.uid) for agreed in known.agreed}
        # A copy of a note has its id, too, and is not the one that was agreed about.
        ordered = sorted(cards, key=lambda card: ids.get(card.path) not in _uids(card))
        for card in ordered:
            self._by_uid.setdefault(_uids(card)[0], card)
        for card in ordered:  # a note's own id goes before one that another has met
            for uid in _uids(card)[1:]:
                self._by_uid.setdefault(uid, card)
        self._sheets: dict[str, Sheet] = {}
        for sheet in known_again(sheets, known.agreed, region):
            uid = _key(sheet.contact.uid)
            if uid in self._sheets:
                self._tell("double", sheet)
            else:
                self._sheets[uid] = sheet
        self._free = dict(self._sheets)
        self._paired: set[str] = set()
        self._missing: dict[str, tuple[Agreed, Card]] = {}

    def go_on(self) -> None:
        """Settle everybody that was agreed about before."""
        uids = {_key(agreed.uid) for agreed in self._known.agreed}
        by_href = {sheet.href: uid for uid, sheet in self._sheets.items() if uid not in uids}
        for agreed in self._known.agreed:
            uid = _key(agreed.uid)
            other = by_href.get(agreed.href)
            if uid not in self._sheets and other:  # a card may get another id, and keep its place
                is_hers = is_alike(agreed, self._sheets[other].contact, self._region)
                uid = other if is_hers else uid
            self._settle(agreed, self._note_of(agreed), self._free.pop(uid, None))

    def bring(self, answers: Answers) -> None:
        """Find out whose the other cards are, as an import does."""
        left = {_key(each.uid) for each in self._known.left if each.side == "card"}
        left = {uid for uid in left if not self._is_back(uid)}
        for uid in left if self._remove else ():
            if sheet := self._free.pop(uid, None):
                self._tell("remove card", sheet)
        waiting = {uid: sheet for uid, sheet in self._free.items() if uid not in left}
        contacts = [sheet.contact for sheet in waiting.values()]
        if not contacts:
            return
        for step in import_plan(self._cards, contacts, self._region, answers).steps:
            if step.kind == "ask":
                self._ask(step, waiting)
            else:
                self._take(step, [waiting[uid] for uid in self._uids_of(step) if uid in waiting])

    def hand_out(self) -> None:
        """Make cards for those who have none, and whom a telephone could use."""
        for agreed, card in self._missing.values():
            self._paired.add(card.path)
            self._without_card(Step("same", card.name, agreed.uid, card, None, agreed), card)
        left = {_key(each.uid) for each in self._known.left if each.side == "note"}
        asked = {path for step in self.steps for _, path in step.candidates}
        given: set[str] = set()
        for card in self._cards:
            if takes_part(card) and card.path not in {*self._paired, *self._unsure, *asked}:
                self._hand(card, left, given)

    def _hand(self, card: Card, left: Collection[str], given: set[str]) -> None:
        uid = own_uid(card)
        if self._by_uid.get(_key(uid), card) is not card:
            self.steps.append(Step("same id", card.name, uid, card))
            return
        is_left = card.inbox or not {_key(uid), *_uids(card)}.isdisjoint(left)
        if is_left or _key(uid) in {*given, *self._sheets}:
            return
        side = said_by_note(card)
        if any(side.properties.get(key) for key in _USEFUL):
            given.add(_key(uid))
            turns = _identity(card, uid)
            self.steps.append(Step("new card", card.name, uid, card, turns=turns, target=side))

    def _note_of(self, agreed: Agreed) -> Card | None:
        """Return the note, also where it has moved; a note in its place with another id is none."""
        card = self._by_uid.get(_key(agreed.uid))
        if card is None:
            there = self._by_path.get(agreed.path)
            card = there if there and not texts_in(there, "uid") else None
        is_taken = card and (card.path in self._paired or card.path in self._missing)
        return None if is_taken else card

    def _settle(self, agreed: Agreed, card: Card | None, sheet: Sheet | None) -> None:
        path = card.path if card else agreed.path
        name = card.name if card else _name(agreed)
        step = Step("same", name, agreed.uid, card, sheet, agreed)
        is_odd = sheet is None and agreed.href in self._odd
        is_left = is_odd or (card and (card.me or card.status == "deceased"))
        if path in self._unsure or is_left:
            self._paired.add(path)
            self.steps.append(step._replace(kind="unread" if path in self._unsure else "at rest"))
        elif card is None or not takes_part(card):
            self._without_note(step)
        elif sheet is None:
            self._missing[card.path] = (agreed, card)
        elif sheet.data == agreed.data and _is_at_rest(agreed, card, sheet):
            self._paired.add(card.path)
            self.steps.append(step)
        else:
            self._pair(step, card, sheet, _base(agreed))

    def _without_note(self, step: Step) -> None:
        agreed, sheet = step.agreed, step.sheet
        if agreed is None or sheet is None:
            self.steps.append(step._replace(kind="forgotten"))
        elif said_by_card(sheet.contact) != _base(agreed).card and step.card is None:
            self._free[_key(sheet.contact.uid)] = sheet  # changed since: it comes back as a note
            self.steps.append(step._replace(kind="forgotten"))
        elif self._remove or (agreed.made and sheet.data == agreed.data):
            self.steps.append(step._replace(kind="remove card"))
        else:
            self.steps.append(step._replace(kind="note gone"))

    def _without_card(self, step: Step, card: Card) -> None:
        agreed = step.agreed
        if agreed is None or said_by_note(card) == agreed.note:
            self.steps.append(step._replace(kind="removed there"))
            return
        again = agreement(card, _contact(agreed), _base(agreed), self._region)
        turns = _identity(card, agreed.uid)
        self.steps.append(step._replace(kind="new card", turns=turns, target=again.card))

    def _pair(self, step: Step, card: Card, sheet: Sheet, base: Base | None) -> None:
        old = _contact(step.agreed).notes if step.agreed else ""
        found: Agreement = agreement(card, sheet.contact, base, self._region, old)
        uid = sheet.contact.uid or step.uid
        turns = (*found.turns, *_identity(card, uid))
        target = found.card if found.card != said_by_card(sheet.contact) else None
        changes = turns or found.text or found.apart or target
        self._paired.add(card.path)
        self.steps.append(
            step._replace(
                kind="pair" if changes or base is None or uid != step.uid else "same",
                uid=uid,
                turns=turns,
                target=target,
                apart=found.apart,
                text=found.text,
            )
        )

    def _uids_of(self, step: Brought) -> list[str]:
        """Return the ids of the cards that a step of an import is about."""
        gains = dict(step.gains)
        found = [*gains.get("uid", ()), *gains.get("sources", ())]
        uids = [_key(each.removeprefix("uid:")) for each in found]
        card = self._by_path.get(step.path or "")
        return list(dict.fromkeys([*uids, *(_uids(card) if card else ())]))

    def _take(self, step: Brought, sheets: Sequence[Sheet]) -> None:
        for sheet in sheets:
            self._free.pop(_key(sheet.contact.uid), None)
        card = self._by_path.get(step.path or "")
        if card and (not takes_part(card) or card.path in self._unsure):
            return
        if card and card.path in self._paired:
            first, others = None, sheets
        else:
            first, others = next(iter(sheets), None), sheets[1:]
        if first and card:
            uid = first.contact.uid or own_uid(card)
            agreed, _ = self._missing.pop(card.path, (None, card))  # it has another card now
            paired = Step("pair", card.name, uid, card, first, agreed)
            self._pair(paired, card, first, _base(agreed) if agreed else None)
        elif first and step.kind == "create":
            uid = first.contact.uid or ""
            self.steps.append(Step("new note", step.name, uid, sheet=first, brought=step))
        for sheet in others:
            self._tell("double", sheet, card)

    def _ask(self, step: Brought, waiting: dict[str, Sheet]) -> None:
        for uid, sheet in waiting.items():
            if sheet.contact.name == step.name and uid in self._free:
                del self._free[uid]
                found = Step("ask", step.name, sheet.contact.uid or "", sheet=sheet)
                self.steps.append(found._replace(candidates=step.candidates))
                return

    def _is_back(self, uid: str) -> bool:
        card = self._by_uid.get(uid)
        return card is not None and takes_part(card)

    def _tell(self, kind: Kind, sheet: Sheet, card: Card | None = None) -> None:
        name = card.name if card else sheet.contact.name
        self.steps.append(Step(kind, name, sheet.contact.uid or "", card, sheet))


def texts_in(card: Card, key: str) -> list[str]:
    """Return the texts of a property."""
    return [text.strip() for text in texts_of(card.properties.get(key)) if text.strip()]


def _uids(card: Card) -> list[str]:
    """Return the ids of cards that are somebody's: the note's own, and others it has met."""
    sources = (text.partition(":") for text in texts_in(card, "sources"))
    others = [_key(uid) for kind, _, uid in sources if kind.strip().casefold() == "uid"]
    own = texts_in(card, "uid")[:1]
    return [*map(_key, own or [own_uid(card)]), *others]


def _identity(card: Card, uid: str) -> tuple[Turn, ...]:
    """Return what lets a note be known again by its card, wherever it is moved."""
    own = texts_in(card, "uid")
    if not own:
        return (Turn("uid", (uid,)),)
    if _key(uid) in _uids(card):
        return ()
    return (Turn("sources", (f"uid:{uid}",)),)


def _key(uid: str | None) -> str:
    return (uid or "").strip().casefold()


def _contact(agreed: Agreed) -> Contact:
    people: Iterable[Contact] = read_vcards(agreed.data).people
    return next(iter(people), Contact(agreed.uid))


def _base(agreed: Agreed) -> Base:
    return Base(agreed.note, said_by_card(_contact(agreed)))


def _is_at_rest(agreed: Agreed, card: Card, sheet: Sheet) -> bool:
    """Tell, without comparing them, whether neither side says anything new."""
    uid = _key(sheet.contact.uid)
    is_hers = uid == _key(agreed.uid) and uid in map(_key, texts_in(card, "uid")[:1])
    return is_hers and said_by_note(card) == agreed.note


def _name(agreed: Agreed) -> str:
    return agreed.note.name
