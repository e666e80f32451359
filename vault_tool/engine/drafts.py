"""What a message draft is made of: facts, each with its note and line, and how to address them.

Public: `DraftFacts`, `Wish`, `Form`, `draft_facts(kind, dossier, standing, settings, today)`.

Chooses facts, writes no sentence. What could be said is in `facts`, what is better left out in
`tact`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from vault_tool.config import Settings
from vault_tool.engine.conditions import texts_of
from vault_tool.engine.facts import ROLES, Fact, Role, candidates, of_property
from vault_tool.engine.ledger import ledger
from vault_tool.engine.occasions import Upcoming
from vault_tool.engine.rhythm import last_contact
from vault_tool.engine.tact import LeftOut, Said, Tact, chosen
from vault_tool.engine.wishes import WISHING, wished_for
from vault_tool.errors import UsageError
from vault_tool.model import Channel, Dossier, Standing
from vault_tool.note.channels import leading_channel

if TYPE_CHECKING:
    from vault_tool.engine.introducing import Meeting

Tone = Literal["formal", "familiar"]
Form = Literal["email", "message", "call"]

FORMAL = ("formal", "formale", "lei", "sie", "vous", "usted")
FAMILIAR = ("familiar", "informal", "informale", "confidenziale", "tu", "du")
# Whoever likes to be met in person is sent a message all the same.
_FORMS: Mapping[Channel, Form] = {
    "email": "email", "letter": "email", "call": "call", "video": "call",
}  # fmt: skip


class Wish(NamedTuple):
    """What the user wants of a draft beside its kind.

    `about` is what it is for, in the user's words; `channel` how it goes out, else as the note
    prefers. `remembers` says that memories of any age may be used, `said` what was said before,
    `drafted` what a message to them speaks of that is still to be sent; `sender` is the user's
    name, `offer` a need of theirs and what meets it, `again` how many messages of this kind they
    were sent before. `unsaid` are cues that could not be made a question.
    """

    about: str | None = None
    channel: Channel | None = None
    remembers: bool = False
    said: Sequence[Said] = ()
    drafted: Sequence[Said] = ()
    sender: str | None = None
    offer: Sequence[Fact] = ()
    again: int = 0
    unsaid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """What a template makes a message of.

    `language` is a base code (`it`), None where the note names none; `tone` is the note's own.
    `channel` is the one wanted, else the note's, else that of the last talk; `form` what is written
    for it: an e-mail, a message, or a card for a call. `turns` is the age at the birthday `on`,
    None without a year. The facts stand in the order of their roles' importance, one to a role;
    `left_out` are those that tact leaves out. `met_on` is the day of the first meeting, where it is
    known. `receiving` is how many of the newest gifts came from them without one of the user's;
    `again` how many messages of this kind they were sent before; `sender` the user's own name.
    `meeting` is of whom an introduction speaks.
    """

    kind: str
    name: str
    path: str
    language: str | None
    tone: Tone | None
    channel: Channel | None
    facts: tuple[Fact, ...]
    days_since: int | None
    on: date | None = None
    in_days: int | None = None
    turns: int | None = None
    form: Form = "email"
    about: str | None = None
    left_out: tuple[LeftOut, ...] = ()
    again: int = 0
    met_on: date | None = None
    receiving: int = 0
    sender: str | None = None
    meeting: "Meeting | None" = None

    def fact(self, role: Role) -> Fact | None:
        """Return the fact of a role, None where there is none."""
        return next((fact for fact in self.facts if fact.role == role), None)


def draft_facts(
    kind: str,
    dossier: Dossier,
    standing: Standing,
    settings: Settings,
    today: date,
    lines: Mapping[str, int] = MappingProxyType({}),
    wish: Wish | None = None,
) -> DraftFacts:
    """Return the facts for a draft; `lines` tells where the note's properties stand, by their key.

    `kind` is the template's name; only `birthday` and `occasion` are given the day as a fact of its
    own. Raises `UsageError` for somebody deceased: there is remembrance, and no greeting.
    """
    wish, person = wish or Wish(), standing.person
    given = ledger(standing.gifts, today)
    if person.status == "deceased":
        raise UsageError(
            f"{standing.name} has died: no message is drafted",
            "Their days are remembered in: vault-tool report birthdays",
        )
    last, met = last_contact(standing, today), person.met
    meant = wished_for(kind, standing, wish.about, today)
    tact = Tact(
        earliest=settings.oldest_fact.before(today),
        said=tuple(wish.said),
        remembers=wish.remembers,
        unsaid=wish.unsaid,
        drafted=tuple(wish.drafted),
    )
    facts: list[Fact] = []
    left_out: list[LeftOut] = []
    if kind in WISHING:
        days, without = _day_of(kind, meant, dossier, lines)
        facts += days
        left_out += without
        meant = meant if days else None
    for role in ROLES:
        fact, without = chosen(candidates(role, dossier, standing, today, lines), tact)
        facts += [fact] if fact else []
        left_out += without
    offer, without = _offered(wish.offer, tact)
    facts += offer
    left_out += without
    channel = wish.channel or _channel(dossier, settings, today)
    return DraftFacts(
        kind=kind,
        name=standing.name,
        path=standing.path,
        language=_language(standing),
        tone=_tone(standing),
        channel=channel,
        facts=tuple(facts),
        days_since=today.toordinal() - last.day if last else None,
        on=meant.on if meant else None,
        in_days=meant.in_days if meant else None,
        turns=meant.turns if meant else None,
        form=_form(channel, dossier),
        about=wish.about,
        left_out=_once(left_out),
        met_on=met.first_day() if met and met.day is not None else None,
        receiving=given.run if given.run_of == "got" else 0,
        sender=wish.sender,
        again=wish.again,
    )


def _day_of(
    kind: str, meant: Upcoming | None, dossier: Dossier, lines: Mapping[str, int]
) -> tuple[list[Fact], list[LeftOut]]:
    """Return the day that is wished for, as its note says it, and the days that are private."""
    role: Role = "occasion" if kind == "occasion" else "birthday"
    days = list(of_property(role, "dates" if role == "occasion" else role, dossier, lines))
    left_out = [LeftOut(fact, "private") for fact in days if fact.private]
    if meant is None:
        return [], left_out
    label = "" if meant.is_birthday else meant.label
    found = [
        fact._replace(text=label or fact.text, on=meant.on)
        for fact in days
        if label in fact.text and not fact.private
    ]
    return found[:1], left_out


def _offered(offer: Sequence[Fact], tact: Tact) -> tuple[list[Fact], list[LeftOut]]:
    """Return the first need that may be spoken of, with what meets it, and those that may not."""
    needs = [fact for fact in offer if fact.role == "need"]
    need, left_out = chosen(needs, tact)
    if need is None:
        return [], left_out
    at = offer.index(need)
    return [*offer[at : at + 2]], left_out


def _once(left_out: Sequence[LeftOut]) -> tuple[LeftOut, ...]:
    """Return what was left out, each line of a note once, whatever parts it could have had."""
    by_place: dict[tuple[str, int], LeftOut] = {}
    for each in left_out:
        by_place.setdefault((each.fact.path, each.fact.line), each)
    return tuple(by_place.values())


def _form(channel: Channel | None, dossier: Dossier) -> Form:
    if channel is None:
        has_mail = any(text.strip() for text in texts_of(dossier.note.properties.get("email")))
        return "email" if has_mail else "message"
    return _FORMS.get(channel, "message")


def _language(standing: Standing) -> str | None:
    if not standing.language:
        return None
    return standing.language.strip().replace("_", "-").split("-")[0].casefold() or None


def _tone(standing: Standing) -> Tone | None:
    tone = (standing.tone or "").strip().casefold()
    return "formal" if tone in FORMAL else "familiar" if tone in FAMILIAR else None


def _channel(dossier: Dossier, settings: Settings, today: date) -> Channel | None:
    """Return the channel the note prefers, else the last talk's."""
    own = settings.reading.channels
    for text in texts_of(dossier.note.properties.get("channel")):
        channel, _ = leading_channel(text, own)
        if channel:
            return channel
    return next(
        (
            each.interaction.channel
            for each in dossier.told
            if each.interaction.day <= today and each.interaction.channel
        ),
        None,
    )
