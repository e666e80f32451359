"""What is known of a draft before it is written: how it goes out, what was said, what to offer."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from vault_tool.cli.lines import property_lines
from vault_tool.cli.opening import Desk
from vault_tool.cli.options import Asked
from vault_tool.cli.output import remark
from vault_tool.cli.reporting import drafts_to
from vault_tool.errors import UsageError

if TYPE_CHECKING:
    from vault_tool.engine.asking import Thought
    from vault_tool.engine.drafts import Wish
    from vault_tool.engine.facts import Fact
    from vault_tool.engine.offering import Offering
    from vault_tool.engine.wishes import Before
    from vault_tool.model import Card, Channel, Dossier, Standing

ASK = "ask"


def wished(
    asked: Asked,
    desk: Desk,
    kind: str,
    standing: "Standing",
    known: "Dossier",
    lines: Mapping[str, int],
    about: str | None,
    via: str | None,
) -> "tuple[Wish, tuple[Thought, ...], Before | None]":
    """Return what the user wants of a draft, what to think of, and what went out the last time."""
    from vault_tool.engine.asking import before_asking
    from vault_tool.engine.drafts import Wish
    from vault_tool.engine.tact import Said
    from vault_tool.engine.wishes import wished_for, wrote_before
    from vault_tool.index.read import cards
    from vault_tool.render.templates import draft_template

    template = draft_template(kind, asked.lang or standing.language or desk.language, desk.root)
    everybody = cards(desk.index)
    found = _offerings(desk, standing, everybody) if template.offers else ()
    thoughts = before_asking(standing, desk.settings, desk.today) if kind == ASK else ()
    drafts = drafts_to(desk, standing.path)
    sent = [(path, message) for path, message in drafts if not message.is_open]
    meant = wished_for(kind, standing, about, desk.today)
    before = wrote_before(kind, sent, known, meant, desk.today)
    said = [
        Said(text, on)
        for _, message in sent
        if (on := message.sent_on or message.created)
        for text in message.used
    ]
    drafted = [
        Said(text, message.created or desk.today)
        for _, message in drafts
        if message.is_open
        for text in message.used
    ]
    wish = Wish(
        about=" ".join(about.split()) if about else None,
        channel=_channel(desk, via) if via else None,
        remembers=template.remembers,
        said=said,
        drafted=drafted,
        sender=next((card.name for card in everybody if card.me), None),
        offer=_facts(desk, standing, lines, found),
        again=before.number if before else 0,
    )
    return wish, (*thoughts, *_of_offerings(found)), before


def think_of(asked: Asked, desk: Desk, name: str, thoughts: "Iterable[Thought]") -> None:
    """Say what to think of, in the language of what is said."""
    from vault_tool.render.drafting import thought
    from vault_tool.render.templates import said

    values = [{**thought(each), "person": name} for each in thoughts]
    for text in said("thought", values, desk.today, language=desk.language, root=desk.root):
        remark(asked, text)


def _offerings(
    desk: Desk, standing: "Standing", everybody: "Sequence[Card]"
) -> "tuple[Offering, ...]":
    from vault_tool.engine.acquaintance import acquaintance
    from vault_tool.engine.offering import offerings
    from vault_tool.index.read import together

    person = next(card for card in everybody if card.path == standing.path)
    if not person.properties.get("needs"):
        return ()
    known = acquaintance(everybody, together(desk.index))
    return offerings(person, everybody, desk.settings.my_offers, known)


def _facts(
    desk: Desk, standing: "Standing", lines: Mapping[str, int], found: "Iterable[Offering]"
) -> "list[Fact]":
    """Return each need with what meets it, where both stand."""
    from vault_tool.config import CONFIG_PATH
    from vault_tool.engine.facts import Fact
    from vault_tool.note.ledger import says_private

    facts = []
    for each in found:
        line = lines.get(f"needs: {each.need}", lines.get("needs", 1))
        private = says_private(each.need)
        facts.append(Fact(each.need, standing.path, line, "need", private=private))
        if each.by:
            path = each.by.path
            those = property_lines(desk.root, path, desk.settings)
            line = those.get(f"offers: {each.offer}", those.get("offers", 1))
        else:
            path, line = CONFIG_PATH, _line_in_config(desk, each.offer)
        facts.append(Fact(each.offer, path, line, "mine" if each.is_mine else "other"))
    return facts


def _line_in_config(desk: Desk, offer: str) -> int:
    """Return the line of the config on which an offer stands."""
    from vault_tool.config import CONFIG_PATH

    lines = (desk.root / CONFIG_PATH).read_text("utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if offer in line), 1)


def _of_offerings(found: "Iterable[Offering]") -> "list[Thought]":
    from vault_tool.engine.asking import Thought
    from vault_tool.note.ledger import says_private

    return [
        Thought("offer", text=each.need)
        if each.is_mine or each.by is None
        else Thought("introduction", text=each.need, name=each.by.name, path=each.by.path)
        for each in found
        if not says_private(each.need)
    ]


def _channel(desk: Desk, via: str) -> "Channel":
    from typing import get_args

    from vault_tool.model import Channel
    from vault_tool.note.channels import channel_named

    channel = channel_named(via, desk.settings.reading.channels)
    if channel is None:
        raise UsageError(f'"{via}" is no channel', f"There are: {', '.join(get_args(Channel))}.")
    return channel
